"""The same claim across reports, and the claims that matter.

Every claim is a vector of its content words, names and numbers; a claim and its best partner in another report are
aligned where each is the other's best and they are alike enough. Then the telling ones are chosen: in a headline or a
lead, in most reports, with a source.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from secondsource.data import table
from secondsource.model import Claim, Copy, Difference, Reading, Relation
from secondsource.options import Options

Group = tuple[Claim, ...]


def align(readings: Sequence[Reading], copies: Sequence[Copy] = (), options: Options = Options()) -> tuple[Group, ...]:
    """Groups of claims over the reports, then single claims that matter; the most telling first."""
    settings = table("stories.toml")["alignment"]
    claims = [claim for reading in readings for claim in reading.claims]
    vectors = weighted(claims)
    best: dict[tuple[int, str], tuple[float, int]] = {}
    for i, j in combinations(range(len(claims)), 2):
        if claims[i].article == claims[j].article:
            continue
        value = likeness(vectors[i], vectors[j])
        best[i, claims[j].article] = max(best.get((i, claims[j].article), (0.0, -1)), (value, j))
        best[j, claims[i].article] = max(best.get((j, claims[i].article), (0.0, -1)), (value, i))
    links = [
        (value, i, j)
        for (i, _), (value, j) in best.items()
        if i < j and value >= settings["least_likeness"] and best[j, claims[i].article][1] == i
    ]
    groups = joined(claims, sorted(links, key=lambda link: (-link[0], link[1], link[2])))
    groups.sort(key=lambda group: (-telling(group, readings), group[0].id))
    return tuple(groups[: options.max_alignments])


def weighted(claims: Sequence[Claim]) -> list[dict[str, float]]:
    """A unit vector of content words for each claim, rarer words heavier."""
    seen = Counter(word for claim in claims for word in set(claim.words))
    found = []
    for claim in claims:
        weights = {word: 1 + math.log(len(claims) / seen[word]) for word in dict.fromkeys(claim.words)}
        norm = math.sqrt(sum(value * value for value in weights.values())) or 1.0
        found.append({word: value / norm for word, value in weights.items()})
    return found


def likeness(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(value * other[word] for word, value in one.items() if word in other)


def joined(claims: Sequence[Claim], links: Sequence[tuple[float, int, int]]) -> list[Group]:
    """Groups grown from the strongest link down, with at most one claim of each report; the rest stand alone."""
    group_of = {i: [i] for i in range(len(claims))}
    for _, i, j in links:
        one, other = group_of[i], group_of[j]
        if one is not other and not {claims[k].article for k in one} & {claims[k].article for k in other}:
            one.extend(other)
            for k in other:
                group_of[k] = one
    unique = {id(group): group for group in group_of.values()}
    return [tuple(sorted((claims[i] for i in group), key=lambda claim: (claim.article, claim.span))) for group in unique.values()]


def telling(group: Group, readings: Sequence[Reading]) -> float:
    """How much a reader wants this claim: reports that tell it, how early, and with a source."""
    lengths = {reading.article.id: len(reading.article.text) or 1 for reading in readings}
    early = sum(1 - claim.span.start / lengths[claim.article] for claim in group) / len(group)
    sourced = sum(claim.attribution is not None for claim in group) / len(group)
    return len({claim.article for claim in group}) + early + 0.5 * sourced


def relation(claims: Sequence[Claim], differences: Sequence[Difference]) -> Relation:
    """Single, or the strongest difference among the claims, or agreement."""
    if len({claim.article for claim in claims}) < 2:
        return "single"
    touching = {
        d.verdict
        for d in differences
        if {side for side in (d.left, d.right) if any(side.overlaps(c.span) for c in claims)} == {d.left, d.right}
    }
    return "contradict" if "contradicts" in touching else "differ" if "different" in touching else "agree"
