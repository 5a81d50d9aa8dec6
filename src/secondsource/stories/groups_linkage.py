"""Groups grown by average linkage on the pairs that share telling words; copies of one text stand as one from the start.

The mean likeness of two groups is the dot product of their summed vectors over the product of their sizes, so it is
exact without ever comparing all pairs: candidates come from an index of each text's heaviest features, in which every
text meets only the next few holders in order of day. Time and memory grow in proportion to the number of texts.
"""

from __future__ import annotations

import heapq
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from secondsource.data import table
from secondsource.stories.groups_text import Vector, dot


@dataclass(slots=True)
class Cluster:
    """A group as it grows: its members, the sum of their vectors, and the days they span."""

    members: list[int]
    sum: Vector
    first: date | None
    last: date | None

    def likeness(self, other: Cluster) -> float:
        """Mean likeness over all pairs between the two."""
        return dot(self.sum, other.sum) / (len(self.members) * len(other.members))

    def fits(self, other: Cluster, window: int) -> bool:
        """No two reports of the union lie further apart than the window; unknown days always fit."""
        if self.first is None or self.last is None or other.first is None or other.last is None:
            return True
        return max((self.last - other.first).days, (other.last - self.first).days) <= window

    def take(self, other: Cluster) -> None:
        """The other's members come in."""
        if len(other.sum) > len(self.sum):
            self.sum, other.sum = other.sum, self.sum
        for feature, value in other.sum.items():
            self.sum[feature] = self.sum.get(feature, 0.0) + value
        self.members += other.members
        firsts = [day for day in (self.first, other.first) if day]
        lasts = [day for day in (self.last, other.last) if day]
        self.first, self.last = min(firsts, default=None), max(lasts, default=None)


def candidates(texts: Sequence[Vector], days: Sequence[date | None], window: int) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing. ``texts`` must be in order of day; each text meets the next few holders of a feature.

    What two texts share in their heaviest features alone must come to a part of the likeness that joins them.
    """
    settings = table("stories.toml")["groups"]
    holders: dict[str, list[int]] = defaultdict(list)
    keys: list[list[tuple[str, int]]] = []
    for i, text in enumerate(texts):
        telling = sorted(text, key=lambda feature: (-text[feature], feature))[: settings["key_features"]]
        keys.append([(feature, len(holders[feature])) for feature in telling])
        for feature in telling:
            holders[feature].append(i)
    for i, held in enumerate(keys):
        shared: dict[int, float] = defaultdict(float)
        for feature, place in held:
            for j in holders[feature][place + 1 : place + 1 + settings["next_holders"]]:
                shared[j] += texts[i][feature] * texts[j][feature]
        for j in sorted(shared):
            one, other = days[i], days[j]
            near = one is None or other is None or abs((one - other).days) <= window
            if near and shared[j] >= settings["least_key_likeness"]:
                yield i, j


def linked(texts: Sequence[Vector], days: Sequence[date | None], window: int, least: float) -> list[list[int]]:
    """The groups, as ascending indexes, in the order of their first members. ``texts`` must be in order of day."""
    started = near_copies(texts, days, window)
    clusters = dict(enumerate(started))
    firsts = [cluster.members[0] for cluster in started]
    near: dict[int, set[int]] = defaultdict(set)
    queue: list[tuple[float, int, int, int, int]] = []
    for i, j in candidates([texts[first] for first in firsts], [days[first] for first in firsts], window):
        near[i].add(j)
        near[j].add(i)
        offer(queue, clusters, i, j, least)
    heapq.heapify(queue)
    while queue:
        _, i, j, size, other_size = heapq.heappop(queue)
        if i not in clusters or j not in clusters or (len(clusters[i].members), len(clusters[j].members)) != (size, other_size):
            continue
        if not clusters[i].fits(clusters[j], window):
            continue
        clusters[i].take(clusters.pop(j))
        around = (near[i] | near.pop(j)) - {i, j}
        near[i] = {k for k in around if k in clusters}
        for k in sorted(near[i]):
            near[k].discard(j)
            near[k].add(i)
            offer(queue, clusters, min(i, k), max(i, k), least, push=True)
    return sorted(sorted(cluster.members) for cluster in clusters.values())


def near_copies(texts: Sequence[Vector], days: Sequence[date | None], window: int) -> list[Cluster]:
    """Every text with those of its window that have nearly its words, by the first of them; in the order of the first ones.

    2,000 copies of one wire text would otherwise be 2,000 joins, each weighed against all that are still open. A text
    meets the latest first ones with which it shares a min-hash, so the work grows with the number of texts.
    """
    settings = table("stories.toml")["groups"]
    holders: dict[int, list[int]] = defaultdict(list)
    found: list[Cluster] = []
    for i, text in enumerate(texts):
        fresh = Cluster([i], dict(text), days[i], days[i])
        least = heapq.nsmallest(settings["copy_hashes"], (zlib.crc32(feature.encode()) for feature in text))
        met = sorted({n for hashed in least for n in holders[hashed][-settings["next_holders"] :]})
        alike = [(shared(texts[found[n].members[0]], text), -n) for n in met if found[n].fits(fresh, window)]
        best, n = max(alike, default=(0.0, 0))
        if best >= settings["least_shared_of_copies"]:
            found[-n].take(fresh)
            continue
        for hashed in least:
            holders[hashed].append(len(found))
        found.append(fresh)
    return found


def shared(one: Vector, other: Vector) -> float:
    """The features of both, as a share of the larger's; how telling they are does not matter here."""
    return len(one.keys() & other.keys()) / max(1, len(one), len(other))


def offer(
    queue: list[tuple[float, int, int, int, int]], clusters: dict[int, Cluster], i: int, j: int, least: float, push: bool = False
) -> None:
    """Queue a join of two clusters, most alike first; the sizes tell a stale entry."""
    value = clusters[i].likeness(clusters[j])
    if value >= least:
        entry = (-value, i, j, len(clusters[i].members), len(clusters[j].members))
        heapq.heappush(queue, entry) if push else queue.append(entry)
