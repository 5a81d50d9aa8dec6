"""Shapes, hues and range marks: what stands beside every word on who said it.

Circle = named person, diamond = unnamed people, square = organisation, sheet = document, triangle = an outlet's own
report, bar = not told. Solid = provably different from the others; hollow = may be one of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from secondsource.model import Alignment, Source
from secondsource.views.words import Words, words_in

SHAPES = {"named": "cir", "unnamed": "dia", "organisation": "squ", "document": "doc", "outlet": "tri", "unknown": "bar"}
HUES = 4  #: origins with a colour of their own; every other one is stone
MOST_MARKS = 6  #: more origins than this are drawn as bars


@dataclass(frozen=True, slots=True)
class Mark:
    """One origin as a small shape."""

    shape: str
    hue: int  #: 1 to 4, 0 is stone
    solid: bool = True


@dataclass(frozen=True, slots=True)
class Range:
    """A range of origins: its marks (none where bars stand for them) and its words."""

    marks: tuple[Mark, ...]
    words: str
    noun: str
    low: int
    high: int


def shape(source: Source | None) -> str:
    return SHAPES[source.kind if source else "outlet"]


def hues(alignments: tuple[Alignment, ...]) -> dict[str, int]:
    """A colour for the origins with most claims: the main claim's first, then by number of claims, then as recorded."""
    first: dict[str, int] = {}
    count: dict[str, int] = {}
    for alignment in alignments:
        for component in alignment.origins.components:
            key = component.sources[0].id
            count[key] = count.get(key, 0) + 1
            first.setdefault(key, len(first))
    chief = dict.fromkeys(_in_order(alignments[0]), 0) if alignments else {}
    ranked = [*chief, *sorted((k for k in count if k not in chief), key=lambda k: (-count[k], first[k]))]
    return {key: place + 1 for place, key in enumerate(ranked[:HUES])}


def _in_order(alignment: Alignment) -> list[str]:
    """Proven origins before possible ones."""
    return [c.sources[0].id for c in sorted(alignment.origins.components, key=lambda c: not c.proven)]


def range_of(alignment: Alignment, hue: dict[str, int], w: Words | None = None) -> Range:
    """The small range: as many solid marks as are proven, hollow ones for the rest, then words."""
    w = w or words_in()
    found = alignment.origins
    components = sorted(found.components, key=lambda c: not c.proven)
    marks: tuple[Mark, ...] = ()
    if found.max <= MOST_MARKS:
        marks = tuple(
            Mark(shape(c.sources[0]), hue.get(c.sources[0].id, 0), place < found.min) for place, c in enumerate(components[: found.max])
        )
    return Range(marks, w.range(found.min, found.max), w.many("range.noun", found.max), found.min, found.max)
