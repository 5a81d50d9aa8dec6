"""Which reports tell the same event.

Every report becomes a vector of weighted words (sublinear TF-IDF, the title twice); pairs that share telling words are
compared, and groups grow by average linkage as long as the mean likeness stays above a threshold. Reports published
further apart than the window are not joined on likeness alone.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from secondsource.data import table
from secondsource.model import Article, Reading
from secondsource.options import Options

#: A word: letters or digits, with an apostrophe, point or comma inside.
WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")

Vector = dict[str, float]


def groups(readings: Sequence[Reading], options: Options = Options()) -> tuple[tuple[Reading, ...], ...]:
    """The readings parted by event, each group and all groups in the order of the articles' ids."""
    ordered = sorted(readings, key=lambda reading: reading.article.id)
    articles = [reading.article for reading in ordered]
    parted = linked(vectors(articles), [day(article) for article in articles], options.story_window_days)
    return tuple(tuple(ordered[i] for i in group) for group in parted)


def day(article: Article) -> date | None:
    """The day the report was published, where one is known."""
    return article.published.value.interval.first if article.published else None


def vectors(articles: Sequence[Article]) -> list[Vector]:
    """One unit vector of weighted words for each article."""
    counts = []
    for article in articles:
        words = Counter(m[0].lower() for m in WORD.finditer(article.text))
        words.update(2 * [m[0].lower() for m in WORD.finditer(article.title)])
        counts.append({word: n for word, n in words.items() if len(word) > 2})
    seen = Counter(word for words in counts for word in words)
    found = []
    for words in counts:
        weights = {w: (1 + math.log(n)) * (1 + math.log((1 + len(counts)) / (1 + seen[w]))) for w, n in words.items()}
        norm = math.sqrt(sum(value * value for value in weights.values())) or 1.0
        found.append({w: value / norm for w, value in weights.items()})
    return found


def linked(texts: Sequence[Vector], days: Sequence[date | None], window: int) -> list[list[int]]:
    """Average linkage over the pairs that share words; indexes of each group, ascending."""
    holders: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        for word in text:
            holders[word].append(i)
    likeness: dict[tuple[int, int], float] = defaultdict(float)
    for word, who in holders.items():
        for n, i in enumerate(who):
            for j in who[n + 1 :]:
                likeness[i, j] += texts[i][word] * texts[j][word]
    near = {pair: value for pair, value in likeness.items() if within(days[pair[0]], days[pair[1]], window)}
    members = {i: [i] for i in range(len(texts))}
    while near:
        best = max(near, key=lambda pair: (near[pair], -pair[0], -pair[1]))
        if near[best] < table("stories.toml")["groups"]["least_likeness"]:
            break
        keep, gone = best
        sizes = len(members[keep]), len(members[gone])
        others = {i for pair in near for i in pair if keep in pair or gone in pair} - {keep, gone}
        for k in others:
            a, b = near.pop((min(keep, k), max(keep, k)), 0.0), near.pop((min(gone, k), max(gone, k)), 0.0)
            near[min(keep, k), max(keep, k)] = (sizes[0] * a + sizes[1] * b) / sum(sizes)
        del near[best]
        members[keep] += members.pop(gone)
    return sorted(sorted(group) for group in members.values())


def within(one: date | None, other: date | None, window: int) -> bool:
    """Not further apart than the window; an unknown day is within it."""
    return one is None or other is None or abs((one - other).days) <= window
