"""Finding what overlaps a stretch of text without trying everything: the rules stay linear in the length of the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from secondsource.model import Quote, Span

T = TypeVar("T")
FURTHEST = 200  #: things looked at, at most, before a stretch; more lie over one another only in text that makes no sense


class Near(Generic[T]):
    """Things with an extent ``(start, end)``, to be asked for by place."""

    def __init__(self, things: Sequence[T], extent: Callable[[T], tuple[int, int]]):
        self.things = things
        placed = sorted((*extent(thing), n) for n, thing in enumerate(things))
        self.places = placed
        self.starts = [start for start, _, _ in placed]
        self.reach: list[int] = []  #: the furthest end so far
        for _, end, _ in placed:
            self.reach.append(max(end, self.reach[-1] if self.reach else end))

    def numbers(self, start: int, end: int) -> list[int]:
        """The numbers of the things that overlap ``[start, end)``, in the order given."""
        found = []
        last = bisect_left(self.starts, end) - 1
        for k in range(last, max(-1, last - FURTHEST), -1):
            if self.reach[k] <= start:
                break
            if self.places[k][1] > start:
                found.append(self.places[k][2])
        return sorted(found)

    def at(self, span: Span) -> list[T]:
        return [self.things[n] for n in self.numbers(span.start, span.end)]


def quotes_near(quotes: Sequence[Quote], span: Span) -> Sequence[Quote]:
    """The quotations that touch the span; ``quotes`` are in reading order and do not overlap."""
    low = bisect_left(quotes, span.start, key=lambda q: q.span.end)
    return quotes[low : max(low, bisect_left(quotes, span.end + 1, key=lambda q: q.span.start))]
