"""A report as a short vector of weighted words: what its event is told in.

Words and pairs of neighbouring words, sublinear TF-IDF, the title twice more; the weight of a word comes from how many
texts hold it, among the reports at hand and in ``data/words.txt`` together, so that two pages alone are weighed well.
Only the heaviest features are kept. The parts are scaled so that the dot product of two vectors is
``word_share`` x (cosine of words) + (1 - ``word_share``) x (cosine of pairs).
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from secondsource.data import path, table
from secondsource.model import Article

#: A word: letters or digits, with an apostrophe, point or comma inside.
WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What grouping knows of a report."""

    id: str
    day: date | None
    words: Counter[str]
    pairs: Counter[str]
    marks: frozenset[str]  #: names and numbers: capitalised words inside sentences, and words with a digit


@functools.cache
def background() -> tuple[int, dict[str, int]]:
    """How many news texts were counted, and in how many of them a word stands."""
    texts, seen = 0, {}
    for line in path("words.txt").read_text("utf-8").splitlines():
        if line.startswith("# texts "):
            texts = int(line.split()[-1])
        elif not line.startswith("#"):
            word, count = line.split()
            seen[word] = int(count)
    return texts, seen


@functools.cache
def common() -> frozenset[str]:
    """The words of grammar, which tell no event."""
    return frozenset(table("stories.toml")["groups"]["common_words"].split())


def sketch(article: Article) -> Sketch:
    """The words of the title and of the opening of the text."""
    settings = table("stories.toml")["groups"]
    found = WORD.findall(article.text[: settings["most_characters"]])
    body, title = telling(found), telling(WORD.findall(article.title))
    words = Counter(body)
    for word in title:
        words[word] += settings["title_weight"]
    pairs = Counter(f"{one} {other}" for text in (body, title) for one, other in pairwise(text))
    return Sketch(article.id, day(article), words, pairs, marks(article.text[: settings["most_characters"]]))


def telling(words: Iterable[str]) -> list[str]:
    """The words in lower case without possessives, words of grammar left out."""
    plain = (word.lower().replace("’", "'").removesuffix("'s") for word in words)
    return [word for word in plain if word not in common() and (len(word) > 1 or word.isdigit())]


#: A capitalised word with a small letter in it that does not open a sentence, a line or a quotation; or a number.
MARK = re.compile(r"(?<![.!?“\"':\n] )(?<!\n)(?<!^)\b(?:[A-Z][\w’'-]{0,30}[a-z]\w{0,30}|\d[\d,.]{0,20}\d|\d)\b")


def marks(text: str) -> frozenset[str]:
    return frozenset(m[0].replace("’", "'").removesuffix("'s") for m in MARK.finditer(text))


def day(article: Article) -> date | None:
    """The day the report was published, where one day is known or its bounds are near."""
    if article.published is None:
        return None
    days = article.published.value.interval
    return days.first if days.first and days.last and (days.last - days.first).days <= 1 else None


class Weights:
    """How telling a feature is: the log of how rarely texts hold it, among those seen and in the background."""

    def __init__(self) -> None:
        self.texts, self.known = background()
        self.seen: Counter[str] = Counter()
        self.count = 0

    def add(self, text: Sketch) -> None:
        self.count += 1
        self.seen.update(text.words.keys())
        self.seen.update(text.pairs.keys())

    def weight(self, feature: str) -> float:
        return 1 + math.log((1 + self.count + self.texts) / (1 + self.seen[feature] + self.known.get(feature, 0)))

    def vector(self, text: Sketch) -> Vector:
        """The heaviest features, scaled as the module says."""
        settings = table("stories.toml")["groups"]
        share = settings["word_share"]
        most = settings["most_features"]
        return {**self._part(text.words, share, most), **self._part(text.pairs, 1 - share, most)}

    def _part(self, counts: Counter[str], share: float, most: int) -> Vector:
        weighed = {feature: (1 + math.log(n)) * self.weight(feature) for feature, n in counts.items()}
        norm = math.sqrt(sum(value * value for value in weighed.values()) / share) or 1.0
        heaviest = sorted(weighed.items(), key=lambda item: (-item[1], item[0]))[:most]
        return {feature: value / norm for feature, value in heaviest}


def weighed(texts: Iterable[Sketch]) -> Weights:
    """The weights of words among these texts."""
    weights = Weights()
    for text in texts:
        weights.add(text)
    return weights


def vectors(texts: Sequence[Sketch]) -> list[Vector]:
    """One vector for each text, weighed among all of them."""
    weights = weighed(texts)
    return [weights.vector(text) for text in texts]


def dot(one: Vector, other: Vector) -> float:
    """Likeness of two vectors, or of two sums of vectors; summed exactly, so that the order of features does not matter."""
    return math.fsum(one[feature] * other[feature] for feature in one.keys() & other.keys())
