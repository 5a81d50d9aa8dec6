"""The last step that one process does: groups of reports grown from the pairs that meet.

Average linkage as in ``stories.groups_linkage``, with the pairs given and the vectors as arrays: about 2 KB a report, and
time in proportion to the pairs. Reports that no other meets are groups of their own and cost nothing. Look-alike events
are told apart afterwards, group by group, where the groups are told.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secondsource.corpus import plan, tables
from secondsource.corpus.meeting import NO_DAY
from secondsource.data import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

PER_TASK = 500  #: reports whose stories one worker tells at a time, about
LONE = -1  #: the task of a report that is alone: told where it lies

Sparse = tuple["NDArray[Any]", "NDArray[Any]"]  #: hashes of features in ascending order, and their values


@dataclass(slots=True)
class Texts:
    """All reports in order of day and id; the features of the n-th are ``features[starts[n] : ends[n]]``."""

    ids: NDArray[Any]
    days: NDArray[Any]
    starts: NDArray[Any]
    ends: NDArray[Any]
    features: NDArray[Any]
    values: NDArray[Any]

    def vector(self, n: int) -> Sparse:
        start, end = self.starts[n], self.ends[n]
        return self.features[start:end], self.values[start:end]


def load(out: Path) -> Texts:
    import numpy as np

    found = tables.whole(tables.files(out, "vectors", "vectors"), "vectors")
    ids, days = found["id"].to_numpy(), found["day"].to_numpy()
    order = np.lexsort((ids, days))
    lists, values = (found[name].combine_chunks() for name in ("features", "values"))
    lists, values = (part.chunk(0) if hasattr(part, "chunk") and part.num_chunks else part for part in (lists, values))
    offsets = lists.offsets.to_numpy() if len(ids) else np.zeros(1, np.int64)
    return Texts(ids[order], days[order], offsets[:-1][order], offsets[1:][order], lists.values.to_numpy(), values.values.to_numpy())


def meetings(out: Path, texts: Texts) -> tuple[NDArray[Any], NDArray[Any]]:
    """The candidate pairs as places in the order of the texts, the lower first."""
    import numpy as np

    found = tables.whole(tables.files(out, "candidates", "candidates"), "candidates")
    by_id = np.argsort(texts.ids)
    sorted_ids = texts.ids[by_id]
    one, other = (by_id[np.searchsorted(sorted_ids, found[name].to_numpy())] for name in ("one", "other"))
    order = np.lexsort((other, one))
    return one[order], other[order]


def groups(out: Path, key: str) -> Iterator[tuple[str, Any]]:
    """Each report with the number of its group, and of the task that tells it; numbers in the order of first members."""
    import numpy as np

    texts = load(out)
    least = table("stories.toml")["groups"]["least_likeness"]
    grown = Growth(texts, plan.load(out).options.story_window_days, least)
    story = grown.link(*meetings(out, texts)) if len(texts.ids) else np.zeros(0, np.int64)
    sizes = np.bincount(story, minlength=1)
    several = np.where(sizes > 1, sizes, 0)
    task = np.where(sizes > 1, (np.cumsum(several) - several) // PER_TASK, LONE)
    order = np.argsort(texts.ids)
    yield "groups", tables.columns("groups", id=texts.ids[order], story=story[order], task=task[story][order])


def product(one: Sparse, other: Sparse) -> float:
    """The dot product of two sparse vectors."""
    import numpy as np

    if len(one[0]) > len(other[0]):
        one, other = other, one
    if not len(one[0]):
        return 0.0
    at = np.minimum(other[0].searchsorted(one[0]), len(other[0]) - 1)
    same = other[0][at] == one[0]
    return float(one[1][same] @ other[1][at[same]])


def total(one: Sparse, other: Sparse) -> Sparse:
    import numpy as np

    features, back = np.unique(np.concatenate((one[0], other[0])), return_inverse=True)
    return features, np.bincount(back, weights=np.concatenate((one[1], other[1])))


class Growth:
    """Groups as they grow; a group goes by the number of its first member."""

    def __init__(self, texts: Texts, window: int, least: float):
        self.texts, self.window, self.least = texts, window, least
        self.members: dict[int, list[int]] = {}  #: of groups of two and more
        self.sums: dict[int, Sparse] = {}
        self.spans: dict[int, tuple[int, int]] = {}  #: first and last day
        self.near: dict[int, set[int]] = {}
        self.gone: dict[int, int] = {}  #: groups that went into another

    def link(self, one: NDArray[Any], other: NDArray[Any]) -> NDArray[Any]:
        """Join the likeliest pair of groups until none is likely enough; the number of each text's group."""
        import numpy as np

        queue: list[tuple[float, int, int, int, int]] = []
        for i, j in zip(one.tolist(), other.tolist(), strict=True):
            self.near.setdefault(i, set()).add(j)
            self.near.setdefault(j, set()).add(i)
            self.offer(queue, i, j)
        heapq.heapify(queue)
        while queue:
            _, i, j, size, other_size = heapq.heappop(queue)
            if i not in self.gone and j not in self.gone and (self.size(i), self.size(j)) == (size, other_size) and self.fits(i, j):
                self.join(queue, i, j)
        first = np.arange(len(self.texts.ids))
        for i, members in self.members.items():
            first[members] = i
        return np.unique(first, return_inverse=True)[1]

    def join(self, queue: list[tuple[float, int, int, int, int]], i: int, j: int) -> None:
        self.sums[i] = total(self.vector(i), self.vector(j))
        self.spans[i] = self.days(i, j)
        self.members[i] = self.members.get(i, [i]) + self.members.pop(j, [j])
        self.sums.pop(j, None)
        self.gone[j] = i
        around = (self.near.pop(i) | self.near.pop(j)) - {i, j}
        self.near[i] = {k for k in around if k not in self.gone}
        for k in sorted(self.near[i]):
            self.near[k].discard(j)
            self.near[k].add(i)
            self.offer(queue, min(i, k), max(i, k), push=True)

    def offer(self, queue: list[tuple[float, int, int, int, int]], i: int, j: int, push: bool = False) -> None:
        """Queue a join, most alike first; the sizes tell a stale entry. Rounded, so that equal likenesses are equal."""
        value = round(product(self.vector(i), self.vector(j)) / (self.size(i) * self.size(j)), 12)
        if value >= self.least:
            entry = (-value, i, j, self.size(i), self.size(j))
            heapq.heappush(queue, entry) if push else queue.append(entry)

    def vector(self, i: int) -> Sparse:
        return self.sums.get(i) or self.texts.vector(i)

    def size(self, i: int) -> int:
        return len(self.members[i]) if i in self.members else 1

    def span(self, i: int) -> tuple[int, int]:
        day = int(self.texts.days[i])
        return self.spans.get(i) or (day, day)

    def fits(self, i: int, j: int) -> bool:
        """No two reports of the union lie further apart than the window; unknown days always fit."""
        (first, last), (other_first, other_last) = self.span(i), self.span(j)
        if NO_DAY in (first, other_first):
            return True
        return max(last - other_first, other_last - first) <= self.window

    def days(self, i: int, j: int) -> tuple[int, int]:
        known = [day for group in (i, j) for day in self.span(group) if day != NO_DAY]
        return (min(known), max(known)) if known else (NO_DAY, NO_DAY)
