"""The large range at the top of a story: origins, newsrooms and pages, joined by lines.

::

    2 to 3                      2                       2
    different origins           newsrooms               pages
    ◆ two engineers ──────────▶ The Courier ──────────▶ page A
    ◇ an official ╌╌╌╌╌╌╌╌╌╌╌╌▶ Meridian Agency ──────▶ page B
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from secondsource.model import Alignment, Component, Source, Testimony
from secondsource.views import marks, wording
from secondsource.views.desk import Desk
from secondsource.views.marks import Mark

T = TypeVar("T")

COLUMN = 3  #: origins, newsrooms and pages named in the large range; the rest is counted


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of the large range."""

    name: str
    small: str
    mark: Mark | None = None
    height: str = ""  #: class that gives the row its share of the figure's height
    more: str = ""  #: where a row that counts the rest leads


@dataclass(frozen=True, slots=True)
class Line:
    """A connecting line, as the path of an SVG."""

    path: str
    hue: int
    solid: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """The large range: origins, newsrooms, pages, joined by lines."""

    low: int
    high: int
    newsrooms: int
    pages: int
    rows: int
    columns: tuple[tuple[Row, ...], tuple[Row, ...], tuple[Row, ...]]
    left: tuple[Line, ...]
    right: tuple[Line, ...]
    why: str


def getter(desk: Desk, testimony: Testimony) -> str:
    """The newsroom that has it from the origin, or whose own voice it is.

    Of a chain through several it is one of those that the claim counts.
    """
    voices = [desk.source(v) for v in testimony.chain.voices]
    own = len(voices) < 2 and testimony.chain.attribution is None
    origin = voices[-1] if voices else None
    teller = origin if own or (origin and origin.kind == "outlet") else voices[-2] if len(voices) > 1 else None
    if teller:
        counted = desk.newsrooms.get(testimony.claim.id, set())
        passed = [wording.plain(v.name) for v in (teller, *reversed(voices)) if v] + [desk.articles[testimony.chain.article].newsroom()]
        return desk.newsroom(next((name for name in passed if name in counted), passed[0]))
    return desk.newsroom(desk.articles[testimony.chain.article].newsroom())


def origin_of(testimony: Testimony) -> Source | None:
    return testimony.chain.voices[-1] if testimony.chain.voices else None


def figure(desk: Desk, lead: Alignment) -> Figure:
    """Origins on the left, readers on the right, as in ``2 to 3`` origins, 2 newsrooms, 2 pages."""
    components = sorted(lead.origins.components, key=lambda c: not c.proven)
    testimonies = desk.testimonies(lead)
    newsrooms = _newsrooms(desk, lead, components)
    articles = list(dict.fromkeys(t.claim.article for t in testimonies))
    articles.sort(key=lambda a: min((newsrooms.index(n) for n in _rooms_of(desk, testimonies, a, newsrooms)), default=len(newsrooms)))
    shown = _first(components), _first(newsrooms), _first(articles)
    origins = [_origin_row(desk, lead, c, testimonies) for c in shown[0]]
    rooms = [Row(_room_name(desk, name), _room_note(desk, lead, name, testimonies)) for name in shown[1]]
    copies = [Row(desk.w("page.name", letter=desk.letters[a]), _page_note(desk, a)) for a in shown[2]]
    for rows, every, what, href in (
        (origins, components, "origins", f"#{lead.id}"),
        (rooms, newsrooms, "newsrooms", f"#{lead.id}"),
        (copies, articles, "pages", "#" + desk.section("pages")),
    ):
        if len(every) > len(rows):
            rest = len(every) - COLUMN
            rows.append(Row(desk.w.many("figure.more", rest), desk.w(f"figure.more_{what}"), more=href))
    count = max(len(origins), len(rooms), len(copies), 1)
    sized = [tuple(_sized(rows, count)) for rows in (origins, rooms, copies)]
    left = _left(desk, lead, shown[0], shown[1], testimonies, (count, len(origins), len(rooms)))
    right = _right(desk, testimonies, shown[1], shown[2], (count, len(rooms), len(copies)))
    return Figure(
        lead.origins.min,
        lead.origins.max,
        len(lead.newsrooms),
        len(articles),
        count,
        (sized[0], sized[1], sized[2]),
        left,
        right,
        why(desk, lead),
    )


def _first(every: Sequence[T]) -> Sequence[T]:
    """All of up to four, else the first three: the fourth row then counts the rest."""
    return every if len(every) <= COLUMN + 1 else every[:COLUMN]


def why(desk: Desk, alignment: Alignment) -> str:
    """The reason for the range, in the record's words, after what the marks mean."""
    found = alignment.origins
    reason = desk.told(found.why)
    return desk.w.many("figure.hollow", found.max - found.min, why=reason).strip() if found.max > found.min else reason


def _sized(rows: Sequence[Row], count: int) -> list[Row]:
    """Each row with its share of the figure's height."""
    return [Row(r.name, r.small, r.mark, f"h{count}{len(rows)}", r.more) for r in rows]


def _newsrooms(desk: Desk, lead: Alignment, components: Sequence[Component]) -> list[str]:
    """The claim's newsrooms as they are named to people, in the order of the origins beside them."""
    names = [desk.newsroom(wording.plain(n)) for n in lead.newsrooms]
    getters = [getter(desk, t) for c in components for t in desk.testimonies(lead) if desk.component(lead, origin_of(t)) is c]
    order = {name: place for place, name in reversed(list(enumerate(getters)))}
    return sorted(names or getters[:1] or [""], key=lambda n: order.get(n, len(order)))


def _rooms_of(desk: Desk, testimonies: Sequence[Testimony], article: str, newsrooms: Sequence[str]) -> list[str]:
    """The newsrooms whose word a page has; of a page that only carries another's text, that page's newsrooms."""
    for id in (article, *(c.of for c in desk.story.copies if c.by == article), *(c.by for c in desk.story.copies if c.of == article)):
        found = [getter(desk, t) for t in testimonies if t.claim.article == id]
        if known := [n for n in newsrooms if n in found]:
            return known
    return []


def _origin_row(desk: Desk, lead: Alignment, component: Component, testimonies: Sequence[Testimony]) -> Row:
    own = [t for t in testimonies if desk.component(lead, origin_of(t)) is component]
    getters = list(dict.fromkeys(getter(desk, t) for t in own if not t.carried))
    source = component.sources[0]
    told = any(t.chain.attribution and t.chain.attribution.addressee for t in own) or source.newsroom
    mark = Mark(marks.shape(source), desk.hue.get(source.id, 0), component.proven)
    if source.kind == "outlet":
        small = desk.w("claims.own_report")
    elif not getters:
        small = desk.w("figure.source")
    else:
        key = "figure.seen_by" if source.kind == "document" else "figure.spoke_to" if told else "figure.cited_by"
        small = desk.w(key, rooms=desk.named_all(getters, 2))
    if not component.proven:
        small = desk.w("figure.may_be", note=small)
    return Row(desk.named(wording.plain(source.name), 64, capital=True), desk.w.clip(small, 80), mark)


def _room_name(desk: Desk, name: str) -> str:
    return desk.named(name, 48, capital=True) if name else desk.w("figure.no_newsroom")


def _room_note(desk: Desk, lead: Alignment, name: str, testimonies: Sequence[Testimony]) -> str:
    """What a newsroom rests on: its own sources, or its own voice; and who repeats it."""
    own = [t for t in testimonies if getter(desk, t) == name]
    kinds = {desk.voice(t.chain, lead).mark.shape for t in own}
    repeated = [t for t in own if len(t.chain.voices) > 2]
    by = list(
        dict.fromkeys(
            desk.newsroom(wording.plain(v.name)) for t in repeated for v in t.chain.voices[:-2] if v and wording.plain(v.name) != name
        )
    )
    sources = len({desk.voice(t.chain, lead).key for t in own})
    note = desk.w("voice.own") if kinds <= {"tri"} else desk.w.many("figure.own_sources", sources)
    return desk.w.clip(desk.w.many("figure.repeated", len(by), note=note, by=desk.named_all(by, 1)) if by else note, 60)


def _page_note(desk: Desk, id: str) -> str:
    """'WQEL, carrying Meridian’s text'."""
    article = desk.articles[id]
    words = desk.w.outlet(article)
    if article.credit and article.credit.value != (article.outlet.value if article.outlet else None):
        credit = desk.w.name(wording.plain(article.credit.value), article.language)
        words = desk.w("figure.carrying", outlet=words, credit=credit)
    return desk.w.clip(words, 60)


def _middle(place: int, of: int, rows: int) -> float:
    """The height of a row's middle, 64 units a row."""
    return round((place + 0.5) * 64 * rows / of, 1)


def _left(
    desk: Desk,
    lead: Alignment,
    shown: Sequence[Component],
    rooms: Sequence[str],
    testimonies: Sequence[Testimony],
    size: tuple[int, int, int],
) -> tuple[Line, ...]:
    """Lines from origins to the newsrooms that got them."""
    rows, origins, newsrooms = size
    lines = []
    for place, component in enumerate(shown):
        getters = {getter(desk, t) for t in testimonies if desk.component(lead, origin_of(t)) is component}
        for other, room in enumerate(rooms):
            if room in getters:
                y, z = _middle(place, origins, rows), _middle(other, newsrooms, rows)
                lines.append(Line(f"M0 {y}C30 {y} 24 {z} 48 {z}", desk.hue.get(component.sources[0].id, 0), component.proven))
    return tuple(lines)


def _right(
    desk: Desk, testimonies: Sequence[Testimony], rooms: Sequence[str], pages: Sequence[str], size: tuple[int, int, int]
) -> tuple[Line, ...]:
    """Arrows from newsrooms to the pages that carry their word."""
    rows, newsrooms, count = size
    lines = []
    for place, article in enumerate(pages):
        for other, room in enumerate(rooms):
            if room in _rooms_of(desk, testimonies, article, rooms):
                y, z = _middle(other, newsrooms, rows), _middle(place, count, rows)
                lines.append(Line(f"M0 {y}C30 {y} 18 {z} 48 {z}m-6-5 6 5-6 5", 0, True))
    return tuple(lines)
