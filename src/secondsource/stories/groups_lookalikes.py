"""Look-alike events apart: another earthquake, another trial, the same boxer's other fight.

A group of several reports is looked at again with words weighted inside it: what all its reports share tells nothing
there, what half of them share tells much. Where the group falls into two parts that are hardly alike, and each part
has names or numbers that nearly all its reports hold and the other's do not, it tells two events.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from secondsource.data import table
from secondsource.stories.groups_text import Sketch, Vector, background, dot


def apart(group: Sequence[int], texts: Sequence[Sketch]) -> list[list[int]]:
    """The group, or the groups it falls into."""
    settings = table("stories.toml")["lookalikes"]
    if len(group) < 2 * settings["least_reports"]:
        return [list(group)]
    parts = halves(local([texts[i] for i in group]))
    one, other = ([i for i, side in zip(group, parts, strict=True) if side == wanted] for wanted in (False, True))
    if min(len(one), len(other)) < settings["least_reports"] or not different([texts[i] for i in one], [texts[i] for i in other]):
        return [list(group)]
    return apart(one, texts) + apart(other, texts)


def local(texts: Sequence[Sketch]) -> list[Vector]:
    """Unit vectors of words and pairs, weighted by rarity in the group and in the language."""
    count, known = background()
    held = Counter(feature for text in texts for feature in (*text.words, *text.pairs))
    pair_weight = table("stories.toml")["lookalikes"]["pair_weight"]
    weight = {
        feature: math.log(len(texts) / n) * (pair_weight if " " in feature else math.log((1 + count) / (1 + known.get(feature, 0))))
        for feature, n in held.items()
        if 1 < n < len(texts)
    }
    found = []
    for text in texts:
        weighed = {f: (1 + math.log(n)) * weight[f] for counts in (text.words, text.pairs) for f, n in counts.items() if f in weight}
        norm = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
        found.append({feature: value / norm for feature, value in weighed.items()})
    return found


def halves(vectors: Sequence[Vector]) -> list[bool]:
    """Two parts by two-means on the sphere, begun from the text least like all and the text least like that one."""
    total = summed(vectors)
    far = min(range(len(vectors)), key=lambda i: (dot(vectors[i], total), i))
    opposite = min(range(len(vectors)), key=lambda i: (dot(vectors[i], vectors[far]), -dot(vectors[i], total), i))
    centres = [vectors[far], vectors[opposite]]
    sides: list[bool] = []
    for _ in range(20):
        now = [dot(vector, centres[1]) > dot(vector, centres[0]) for vector in vectors]
        if now == sides:
            break
        sides = now
        centres = [unit(summed([v for v, s in zip(vectors, sides, strict=True) if s == side])) for side in (False, True)]
    return sides


def summed(vectors: Sequence[Vector]) -> Vector:
    total: Vector = {}
    for vector in vectors:
        for feature, value in vector.items():
            total[feature] = total.get(feature, 0.0) + value
    return total


def unit(vector: Vector) -> Vector:
    norm = math.sqrt(sum(value * value for value in vector.values())) or 1.0
    return {feature: value / norm for feature, value in vector.items()}


def different(one: Sequence[Sketch], other: Sequence[Sketch]) -> bool:
    """Each part has names or numbers of its own, and the parts are far less alike than they are in themselves."""
    settings = table("stories.toml")["lookalikes"]
    if min(own(one, other), own(other, one)) < settings["least_own"]:
        return False
    vectors = local([*one, *other])
    first, second = vectors[: len(one)], vectors[len(one) :]
    across = dot(summed(first), summed(second)) / (len(one) * len(other))
    return bool(across <= settings["most_across"] * min(inside(first), inside(second)))


def own(one: Sequence[Sketch], other: Sequence[Sketch]) -> float:
    """The share of reports that hold the second most common name or number that the other part (nearly) lacks."""
    here, there = (Counter(mark for text in part for mark in text.marks) for part in (one, other))
    allowed = table("stories.toml")["lookalikes"]["most_shared"] * len(other)
    shares = sorted((n / len(one) - there[mark] / len(other) for mark, n in here.items() if there[mark] < allowed), reverse=True)
    return shares[1] if len(shares) > 1 else 0.0


def inside(vectors: Sequence[Vector]) -> float:
    """Mean likeness of two different members."""
    n, total = len(vectors), summed(vectors)
    return (dot(total, total) - sum(dot(v, v) for v in vectors)) / (n * (n - 1))
