"""How likely two claims of two reports are one and the same: likeness of words, meaning, actors, sources and place.

``Claims`` holds what is known of every claim of a story; ``chances`` gives each pair of claims a chance between 0 and
1, by a logistic regression whose weights stand in ``data/alignment.toml`` (made by ``training/alignment/train.py``).
A pair is judged beside its rivals too: how far it stands below the best partner of either claim.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from secondsource.data import table
from secondsource.model import Claim, Reading, Span
from secondsource.stories.embed import embed
from secondsource.stories.groups_text import background, common

#: A word: letters or digits, with an apostrophe, point or comma inside.
WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
ENDINGS = ("ing", "ed", "es", "s", "ly")
FEATURES = (
    "meaning", "sentence_meaning", "words", "sentence_words", "rarest", "second_rarest", "source", "both_sourced", "action",
    "one_negated", "distance", "headlines", "leads", "time", "unit",
    "below_best_left", "below_best_right", "above_mean_left", "above_mean_right",
)  # fmt: skip

Bag = dict[str, float]
Chances = dict[tuple[int, int], float]  #: indexes of two claims of different reports, the lower first


@functools.lru_cache(maxsize=50_000)  # the same names and words come again in every pair of passages
def stem(word: str) -> str:
    """The word in lower case without a possessive and a common ending: crude, and enough to compare by."""
    plain = word.lower().replace("’", "'").removesuffix("'s")
    for ending in ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= 4:
            return plain[: -len(ending)]
    return plain


@functools.lru_cache(maxsize=20_000)
def stems(text: str) -> tuple[str, ...]:
    return tuple(stem(m[0]) for m in WORD.finditer(text) if m[0].lower() not in common())


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of one claim."""

    claim: Claim
    bag: Bag
    sentence_bag: Bag
    at: float  #: how far into the report it stands, 0 to 1
    lead: bool  #: the first claim of the headline, the deck or the text: what the report is about
    source: frozenset[str]
    times: frozenset[str]
    units: frozenset[str]


@functools.cache
def background_stems() -> tuple[int, dict[str, int]]:
    """How many news texts were counted, and in how many of them a stem stands at least; worked out once per process."""
    texts, seen = background()
    known: dict[str, int] = {}
    for word, count in seen.items():
        known[stem(word)] = max(count, known.get(stem(word), 0))
    return texts, known


class Weigher:
    """Unit vectors of stems; a stem is heavy that is rare in the language and in the story's sentences."""

    def __init__(self, readings: Sequence[Reading]):
        self.texts, self.known = background_stems()
        self.held = Counter(s for r in readings for sentence in r.sentences for s in set(stems(r.article[sentence.span])))
        self.sentences = sum(len(r.sentences) for r in readings)

    def weight(self, word: str) -> float:
        here = math.log((1 + self.sentences) / (1 + min(self.held[word], self.sentences)))
        everywhere = math.log((1 + self.texts) / (1 + self.known.get(word, 0)))
        return (here + everywhere) / 2

    def bag(self, text: str) -> Bag:
        weighed = {word: self.weight(word) for word in stems(text)}
        norm = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
        return {word: value / norm for word, value in weighed.items()}


class Claims:
    """The claims of a story, ready to be compared."""

    def __init__(self, readings: Sequence[Reading], claims: Sequence[Claim]):
        by_id = {reading.article.id: reading for reading in readings}
        self.weigher = Weigher(readings)
        texts = [by_id[claim.article].article[claim.span] for claim in claims]
        sentences = [by_id[claim.article].article[sentence(by_id[claim.article], claim.span)] for claim in claims]
        self.known = [
            know(claim, self.weigher.bag(text), self.weigher.bag(around), by_id[claim.article])
            for claim, text, around in zip(claims, texts, sentences, strict=True)
        ]
        several = len(by_id) > 1  # claims of one report are never compared: nobody asks what they mean
        self.meaning = products(embed(texts) if several else [()] * len(texts))
        self.sentence_meaning = products(embed(sentences) if several else [()] * len(texts))

    def pairs(self) -> list[tuple[int, int]]:
        """Every two claims of different reports."""
        return [(i, j) for i, j in combinations(range(len(self.known)), 2) if self.known[i].claim.article != self.known[j].claim.article]


def sentence(reading: Reading, span: Span) -> Span:
    """The sentence in which the span begins."""
    return next((s.span for s in reading.sentences if s.span.start <= span.start < s.span.end), span)


def in_lead(claim: Claim, reading: Reading) -> bool:
    """Is it the first claim of the headline, of the deck, or of the first paragraph that makes any?"""
    same = [c.span.start for c in reading.claims if c.block == claim.block]
    return claim.block in ("headline", "deck", "paragraph") and claim.span.start == min(same, default=-1)


def know(claim: Claim, bag: Bag, sentence_bag: Bag, reading: Reading) -> Known:
    source = claim.attribution.source if claim.attribution else None
    return Known(
        claim,
        bag,
        sentence_bag,
        claim.span.start / max(len(reading.article.text), 1),
        in_lead(claim, reading),
        frozenset(stems(source.name)) if source else frozenset(),
        frozenset(time.value for time in claim.times),
        frozenset(quantity.unit for quantity in claim.quantities),
    )


def products(vectors: Sequence[tuple[float, ...]]) -> list[list[float]]:
    """The likeness of every two vectors; zeros where there is no model."""
    if not vectors or not vectors[0]:
        return [[0.0] * len(vectors) for _ in vectors]
    import numpy

    rows = numpy.array(vectors)
    found: list[list[float]] = numpy.round(rows @ rows.T, 5).tolist()
    return found


def dot(one: Bag, other: Bag) -> float:
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return sum(value * large[word] for word, value in small.items() if word in large)


def features(held: Claims, pairs: Sequence[tuple[int, int]]) -> list[list[float]]:
    """The features of each pair, in the order of ``FEATURES``."""
    own = [alone(held, i, j) for i, j in pairs]
    likeness = [(f[0] + f[1] + f[2] + f[3]) / 2 for f in own]
    rivals: dict[tuple[int, str], list[float]] = {}
    for (i, j), value in zip(pairs, likeness, strict=True):
        rivals.setdefault((i, held.known[j].claim.article), []).append(value)
        rivals.setdefault((j, held.known[i].claim.article), []).append(value)
    best = {key: max(values) for key, values in rivals.items()}
    mean = {key: sum(values) / len(values) for key, values in rivals.items()}
    found = []
    for (i, j), value, row in zip(pairs, likeness, own, strict=True):
        left, right = (i, held.known[j].claim.article), (j, held.known[i].claim.article)
        low, high = sorted((value - best[left], value - best[right]))
        less, more = sorted((value - mean[left], value - mean[right]))
        found.append([*row, high, low, more, less])
    return found


def alone(held: Claims, i: int, j: int) -> list[float]:
    """The features of a pair that do not depend on its rivals."""
    one, other = held.known[i], held.known[j]
    shared = sorted((held.weigher.weight(word) for word in one.bag.keys() & other.bag.keys()), reverse=True)
    headlines = sum(k.claim.block in ("headline", "deck") for k in (one, other))
    return [
        held.meaning[i][j],
        held.sentence_meaning[i][j],
        dot(one.bag, other.bag),
        dot(one.sentence_bag, other.sentence_bag),
        shared[0] / 8 if shared else 0.0,
        shared[1] / 8 if len(shared) > 1 else 0.0,
        float(bool(one.source & other.source)),
        float((one.claim.attribution is None) == (other.claim.attribution is None)),
        float(one.claim.action == other.claim.action),
        float(one.claim.negated != other.claim.negated),
        abs(one.at - other.at),
        float(headlines),
        float(one.lead and other.lead),
        float(bool(one.times & other.times)),
        float(bool(one.units & other.units)),
    ]


def chances(held: Claims) -> Chances:
    """The chance that a pair is one claim, for every pair of claims of different reports; 0 where they mean other things."""
    weights = table("alignment.toml")
    factors = [weights["weights"][name] for name in FEATURES]
    pairs = held.pairs()
    found = {}
    for pair, row in zip(pairs, features(held, pairs), strict=True):
        value = weights["intercept"] + sum(factor * x for factor, x in zip(factors, row, strict=True))
        found[pair] = 1 / (1 + math.exp(-max(-60.0, min(60.0, value)))) if may_be_one(held, *pair) else 0.0
    return found


def may_be_one(held: Claims, i: int, j: int) -> bool:
    """Do the claims, or the sentences around them, mean enough alike? Where no model is installed, nobody knows, and they may."""
    if not held.meaning[i][i]:
        return True
    least = table("stories.toml")["alignment"]
    return bool(held.meaning[i][j] >= least["least_meaning"] or held.sentence_meaning[i][j] >= least["least_sentence_meaning"])
