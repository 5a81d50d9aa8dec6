"""The clean text of a page as markup, with its layers: cited passages, quotations, sources and cues, dates.

::

    text      the officers met "several times over the last year," the two sources said.
    c                          |-------------------------------|                            cited: has the anchor
    q                         |----------------------------------|                          quotation
    d                                         |----------------|                            date
    so k                                                          |-------------| |--|      source, cue

Spans may cross; elements may not. What crosses is cut in pieces: first the other layers, an anchor only where two
anchors cross. Every piece is its own exact slice, so the words can be checked piece by piece.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from secondsource.model import Article, Reading, Span, TimeExpression
from secondsource.views import wording
from secondsource.views.desk import Anchor
from secondsource.views.quoting import text_of
from secondsource.views.words import Words, bare, words_in


@dataclass(frozen=True, slots=True)
class Layer:
    """One stretch of a layer: its element's class and attributes. Anchors come first (``rank`` 0)."""

    start: int
    end: int
    rank: int
    classes: str
    anchor: Anchor | None = None
    aims: str = ""  #: ids of the anchors that a source or cue belongs to
    value: str = ""  #: what a date was read as
    first: bool = True  #: the piece that opens the stretch
    last: bool = True  #: the piece that closes it


def layers(reading: Reading, anchors: Sequence[Anchor], w: Words | None = None) -> list[Layer]:
    """All layers of one page, unsorted."""
    w = w or words_in()
    made = [Layer(a.span.start, a.span.end, 0, f"c o{a.voice.mark.hue}", anchor=a) for a in anchors]
    made += [Layer(q.span.start, q.span.end, 1, "q") for q in reading.quotes]
    for attribution in reading.attributions:
        aims = " ".join(a.id for a in anchors if any(part.overlaps(a.span) for part in attribution.content))
        for span, classes in ((attribution.source_span, "so"), (attribution.cue, "k")):
            if span:
                made.append(Layer(span.start, span.end, 2, classes, aims=aims))
    times = [t for t in reading.times if t.interval or wording.undated(t)]
    made += [Layer(t.span.start, t.span.end, 3, "d", value=_value(w, reading.article, t)) for t in times]
    return _merged(layer for layer in made if layer.start < layer.end)


# "September 8, 2018" says its days itself; "last month" does not
YEAR = re.compile(r"\b\d{4}\b")


def _value(w: Words, article: Article, time: TimeExpression) -> str:
    """What is written behind a date: the days it was read as, nothing where the words name their year."""
    if not time.interval:
        return w("pages.unresolved")
    return "" if YEAR.search(article[time.span]) else w.days(time.interval)


def _merged(made: Iterable[Layer]) -> list[Layer]:
    """One layer where two attributions have the same source or cue words."""
    kept: dict[tuple[int, int, str, str], Layer] = {}
    for layer in made:
        key = (layer.start, layer.end, layer.classes, layer.anchor.id if layer.anchor else "")
        if key in kept:
            aims = " ".join(dict.fromkeys([*kept[key].aims.split(), *layer.aims.split()]))
            kept[key] = replace(kept[key], aims=aims)
        else:
            kept[key] = layer
    return list(kept.values())


def by_block(made: Sequence[Layer], spans: Sequence[Span]) -> Iterator[list[Layer]]:
    """For each of the spans, in order and apart, the layers that reach into it. One pass over both."""
    waiting = sorted(made, key=lambda x: (x.start, -x.end, x.rank, x.classes))
    open_: list[Layer] = []
    at = 0
    for span in spans:
        while at < len(waiting) and waiting[at].start < span.end:
            open_.append(waiting[at])
            at += 1
        open_ = [x for x in open_ if x.end > span.start]
        yield within(open_, span.start, span.end)


def within(reaching: Sequence[Layer], start: int, end: int) -> list[Layer]:
    """The parts of the layers that lie in [start, end), cut so that no other layer crosses an anchor."""
    inside = [
        replace(x, start=max(x.start, start), end=min(x.end, end), first=x.first and x.start >= start, last=x.last and x.end <= end)
        for x in reaching
        if x.start < end and start < x.end
    ]
    anchors = [x for x in inside if x.rank == 0]
    return [piece for x in inside for piece in ([x] if x.rank == 0 else _cut(x, anchors))]


def _cut(layer: Layer, anchors: Sequence[Layer]) -> Iterator[Layer]:
    """The layer in pieces that lie wholly inside or outside each anchor."""
    edges = {a.start for a in anchors if layer.start < a.start < layer.end < a.end}
    edges |= {a.end for a in anchors if a.start < layer.start < a.end < layer.end}
    at = layer.start
    for edge in (*sorted(edges), layer.end):
        yield replace(layer, start=at, end=edge, first=layer.first and at == layer.start, last=layer.last and edge == layer.end)
        at = edge


def marked(article: Article, start: int, end: int, inside: Sequence[Layer]) -> Markup:
    """The text [start, end) with its layers as nested elements.

    Outer elements start earlier, then are longer, then rank first. At the end of one, those still open inside it are
    closed with it and opened again behind it.
    """
    waiting = sorted(inside, key=_backwards)  # the next one is the last
    out: list[Markup] = []
    stack: list[Layer] = []
    at = start
    while waiting or stack:
        close = min((x.end for x in stack), default=end + 1)
        if waiting and waiting[-1].start < close:
            layer = waiting.pop()
            out.append(text_of(article, at, layer.start))
            at = layer.start
            stack.append(layer)
            out.append(_open(article, layer, min(close, layer.end)))
            if layer.end > close:  # it crosses an element that it stands in: the rest is opened behind that
                stack[-1] = replace(layer, end=close, last=False)
                insort(waiting, replace(layer, start=close, first=False), key=_backwards)
            continue
        layer = stack.pop()
        out.append(text_of(article, at, layer.end))
        at = layer.end
        out.append(Markup("</span>"))
    out.append(text_of(article, at, end))
    return Markup("").join(out)


def _backwards(layer: Layer) -> tuple[int, int, int]:
    return (-layer.start, layer.end, -layer.rank)


def _open(article: Article, layer: Layer, end: int) -> Markup:
    """The opening tag of a piece that ends at ``end``."""
    if layer.anchor:
        anchor = layer.anchor
        name = (
            Markup('id="%s" data-ch="%s"') % (anchor.id, "\n".join(map(bare, anchor.voice.steps)))
            if layer.first
            else Markup('data-of="%s"') % anchor.id
        )
        return Markup('<span class="%s" %s data-w="%s %s %s">') % (layer.classes, name, article.id, layer.start, end)
    aims = Markup(' data-for="%s"') % layer.aims if layer.aims else ""
    value = Markup(' data-v="%s"') % layer.value if layer.value and layer.last and layer.end <= end else ""
    return Markup('<span class="%s"%s%s>') % (layer.classes, aims, value)


def stretches(article: Article) -> Iterator[tuple[str, Span]]:
    """The blocks in order of the text, and whatever words stand between them."""
    at = 0
    for block in sorted(article.blocks, key=lambda b: (b.span.start, b.span.end)):
        if block.span.end <= at:
            continue
        yield from _loose(article, at, block.span.start)
        yield block.kind, article.span(max(at, block.span.start), block.span.end)
        at = block.span.end
    yield from _loose(article, at, len(article.text))


def _loose(article: Article, start: int, end: int) -> Iterator[tuple[str, Span]]:
    if article.text[start:end].strip():
        yield "paragraph", article.span(start, end)
