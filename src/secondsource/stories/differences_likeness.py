"""How likely two passages tell one matter with a difference that a careful reader would note.

A logistic regression over likenesses that a reader can follow; its weights stand in ``data/contrasts_weights.toml``
(made by ``training/differences/train.py``). A pair is judged beside its rivals: how far it stands below the best
partner that either passage has in the other's report.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from secondsource.data import table
from secondsource.model import Reading
from secondsource.stories.alignment_likeness import Weigher, dot, products, stems
from secondsource.stories.differences_counts import counts_one, overlap, unlike
from secondsource.stories.differences_passages import Passage
from secondsource.stories.embed import embed

FEATURES = (
    "rarest", "second_rarest",  # the heaviest words that both hold
    "best_rank", "worst_rank", "both_best",  # the pair's place among each passage's partners in the other's report
    "below_best_low", "below_best_high", "above_mean_low", "above_mean_high",
    "one_report", "headlines", "depth", "distance", "next",
    "counts_differ", "times_differ", "times_same", "times_overlap", "counts",
    "names_shared", "names_apart", "action",
    "short", "long", "claims", "quotes", "both_quote", "one_attributed", "both_attributed", "aligned",
)  # fmt: skip

Pair = tuple[int, int]


def likeness(found: Sequence[Passage], readings: Sequence[Reading]) -> tuple[Weigher, list[list[float]]]:
    """How alike every two passages are in words and meaning, 0 to about 2."""
    weigher = Weigher(readings)
    bags = [weigher.bag(passage.text) for passage in found]
    vectors = embed([passage.text for passage in found])
    meaning = products(vectors)
    values = [[0.0] * len(found) for _ in found]
    for i, j in combinations(range(len(found)), 2):
        values[i][j] = values[j][i] = dot(bags[i], bags[j]) + meaning[i][j]
    return weigher, values


class Rivals:
    """For every passage and report: how the partners there rank."""

    def __init__(self, found: Sequence[Passage], values: Sequence[Sequence[float]]):
        self.values, self.articles = values, [p.article.id for p in found]
        of: dict[str, list[int]] = defaultdict(list)
        for i, article in enumerate(self.articles):
            of[article].append(i)
        self.rank: list[dict[int, int]] = [{} for _ in found]
        self.best: list[dict[str, float]] = [{} for _ in found]
        self.mean: list[dict[str, float]] = [{} for _ in found]
        for i in range(len(found)):
            for article, members in of.items():
                others = sorted((j for j in members if j != i), key=lambda j: (-values[i][j], j))
                self.rank[i].update({j: place for place, j in enumerate(others)})
                if others:
                    self.best[i][article] = values[i][others[0]]
                    self.mean[i][article] = sum(values[i][j] for j in others) / len(others)

    def features(self, i: int, j: int) -> list[float]:
        best, worst = sorted((self.rank[i][j], self.rank[j][i]))
        value, left, right = self.values[i][j], self.articles[j], self.articles[i]
        below = sorted((value - self.best[i][left], value - self.best[j][right]))
        above = sorted((value - self.mean[i][left], value - self.mean[j][right]))
        return [math.log1p(best), math.log1p(worst), float(worst == 0), *below, *above]


def features(found: Sequence[Passage], readings: Sequence[Reading], aligned: set[Pair]) -> dict[Pair, list[float]]:
    """The features of the likeliest pairs, in the order of ``FEATURES``; ``aligned`` holds pairs of one aligned claim."""
    weigher, values = likeness(found, readings)
    rivals, most = Rivals(found, values), table("contrasts.toml")["most_pairs"]
    pairs = sorted(combinations(range(len(found)), 2), key=lambda pair: (-values[pair[0]][pair[1]], pair))[:most]
    rows = {}
    for i, j in pairs:
        one, other = found[i], found[j]
        shared = [*sorted((weigher.weight(word) for word in one.stems & other.stems), reverse=True), 0.0, 0.0]
        rows[i, j] = [shared[0] / 8, shared[1] / 8, *rivals.features(i, j), *standing(one, other), *facts(one, other), *form(one, other)]
        rows[i, j].append(float((i, j) in aligned))
    return rows


def standing(one: Passage, other: Passage) -> list[float]:
    """Where the two stand."""
    same = one.article.id == other.article.id
    return [
        float(same),
        float(one.headline + other.headline),
        (one.at + other.at) / 2,
        abs(one.at - other.at),
        float(same and abs(one.number - other.number) == 1),
    ]


def facts(one: Passage, other: Passage) -> list[float]:
    """Numbers, times, names and actions that both have, alike or not."""
    values = {t.value for t in one.times}, {t.value for t in other.times}
    times, same = bool(values[0] and values[1]), bool(values[0] & values[1])
    names = {s for m in one.names for s in stems(m.name)}, {s for m in other.names for s in stems(m.name)}
    actions = {c.action for c in one.claims} & {c.action for c in other.claims}
    return [
        float(any(counts_one(q.unit, p.unit) and unlike(q, p) for q in one.quantities for p in other.quantities)),
        float(times and not same),
        float(same),
        float(any(overlap(a, b) for a in one.times for b in other.times)),
        float(bool(one.quantities)) + float(bool(other.quantities)),
        float(min(len(names[0] & names[1]), 5)),
        float(min(len(names[0] ^ names[1]), 8)),
        float(bool(actions)),
    ]


def form(one: Passage, other: Passage) -> list[float]:
    """Length, claims, quotation marks and attributions."""
    short, long = sorted((min(len(one.words), 50) / 50, min(len(other.words), 50) / 50))
    return [
        short,
        long,
        float(len(one.claims) + len(other.claims)),
        float(one.quoted + other.quoted),
        float(one.quoted and other.quoted),
        float(one.attributed != other.attributed),
        float(one.attributed and other.attributed),
    ]
