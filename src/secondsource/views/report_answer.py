"""The top of a story: what is said, who says so, how many origins, and what to read with care."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from secondsource.model import Alignment, Component, Difference, Interval, Reading, Source, Story, Testimony
from secondsource.views import marks, wording
from secondsource.views.desk import Cite, Desk
from secondsource.views.marks import Mark

T = TypeVar("T")

COLUMN = 3  #: origins, newsrooms and pages named in the large range; the rest is counted
CHIPS = 6  #: short chips after a sentence of the standfirst


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the standfirst with its short chips; ``more`` chips are not shown."""

    text: str
    cites: tuple[Cite, ...]
    more: int = 0


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


@dataclass(frozen=True, slots=True)
class Care:
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Answer:
    kick: str
    headline: str
    said: tuple[Said, ...]
    figure: Figure | None
    care: tuple[Care, ...]


def answer(desk: Desk, unread: int, files: int) -> Answer:
    """The first screen of a story."""
    story = desk.story
    lead = story.alignments[0] if story.alignments else None
    return Answer(
        kick=kick(story, files),
        headline=wording.plain(story.headline) or f"Story {story.id}",
        said=tuple(said(desk, lead)) if lead else (),
        figure=figure(desk, lead) if lead else None,
        care=tuple(care(desk, unread)),
    )


def kick(story: Story, files: int) -> str:
    """'2 reports, published between 8 and 14 Sep 2018 (one date inferred). Made from 2 files.'"""
    stamps = [r.article.published for r in story.readings if r.article.published]
    edges = [d for s in stamps for d in (s.value.interval.first, s.value.interval.last) if d]
    words = wording.counted(len(story.readings), "report")
    if edges:
        when = wording.days(Interval(min(edges), max(edges)))
        words += ", published " + (f"between {when.replace(' to ', ' and ')}" if " to " in when else when)
    notes = []
    if inferred := sum(s.inferred for s in stamps):
        notes.append(f"{wording.small(inferred)} {'date' if inferred == 1 else 'dates'} inferred")
    if missing := len(story.readings) - len(stamps):
        notes.append(f"{wording.small(missing)} without a date")
    return words + (f" ({'; '.join(notes)})" if notes else "") + f". Made from {wording.counted(files, 'file')}."


# ---- who says so ---------------------------------------------------------------------------------------------------


def said(desk: Desk, lead: Alignment) -> list[Said]:
    """What is said, in the account's own sentence, then who says so: one sentence a newsroom that got it."""
    made: list[Said] = []
    told = next((s for s in desk.story.account if s.alignment == lead.id), None)
    if told and wording.plain(told.text).casefold() != wording.plain(desk.story.headline).casefold():
        spans = list(dict.fromkeys(told.cites))
        cites = tuple(desk.cite(span, lead) for span in spans[:CHIPS])
        made.append(Said(desk.prose(told.text), cites, max(0, len(spans) - CHIPS)))
    tellers = _tellers(desk, lead)
    made += tellers[: COLUMN + 1]
    if (more := len(tellers) - COLUMN - 1) > 0:
        groups = "group" if more == 1 else "groups"
        made.append(Said(f"{wording.upper(wording.small(more))} more {groups} of newsrooms: see the claims.", ()))
    if lead.silent:
        made.append(Said(f"{_pages(desk, lead.silent)} {'does' if len(lead.silent) == 1 else 'do'} not say it.", ()))
    return made


def _tellers(desk: Desk, lead: Alignment) -> list[Said]:
    """A sentence for the newsrooms that rest on the same origins, and one for pages that carry others' words."""
    by_room: dict[str, list[Testimony]] = {}
    carried: list[Testimony] = []
    for testimony in desk.testimonies(lead):
        if testimony.carried:
            carried.append(testimony)
        else:
            by_room.setdefault(_getter(desk, testimony), []).append(testimony)
    groups: dict[tuple[tuple[str, ...], bool], dict[str, list[Testimony]]] = {}
    for room, testimonies in by_room.items():
        groups.setdefault(_rests_on(desk, lead, testimonies), {})[room] = testimonies
    made = [
        _who(desk, lead, list(rooms), origins, own, [t for ts in rooms.values() for t in ts]) for (origins, own), rooms in groups.items()
    ]
    if carried:
        pages = list(dict.fromkeys(t.claim.article for t in carried))
        text = f"{_pages(desk, pages)} only {'carries' if len(pages) == 1 else 'carry'} another page’s words."
        made.append(_testified(desk, lead, text, carried))
    return made


def _getter(desk: Desk, testimony: Testimony) -> str:
    """The newsroom that has it from the origin, or whose own voice it is."""
    voices = [desk.source(v) for v in testimony.chain.voices]
    own = len(voices) < 2 and testimony.chain.attribution is None
    origin = voices[-1] if voices else None
    teller = origin if own or (origin and origin.kind == "outlet") else voices[-2] if len(voices) > 1 else None
    if teller:
        return desk.newsroom(wording.plain(teller.name))
    return desk.newsroom(desk.articles[testimony.chain.article].newsroom())


def _rests_on(desk: Desk, lead: Alignment, testimonies: Sequence[Testimony]) -> tuple[tuple[str, ...], bool]:
    """The names of the origins that a newsroom cites, and whether it also speaks in its own voice."""
    origins: dict[str, str] = {}
    own = False
    for testimony in testimonies:
        origin = desk.source(_origin(testimony))
        if (len(testimony.chain.voices) < 2 and testimony.chain.attribution is None) or (origin and origin.kind == "outlet"):
            own = True
            continue
        component = desk.component(lead, origin)
        key = component.sources[0].id if component else origin.id if origin else ""
        origins.setdefault(key, wording.clip(desk.newsroom(origin.name), 90) if origin else "somebody not named")
    return tuple(origins.values()), own


def _who(desk: Desk, lead: Alignment, rooms: Sequence[str], origins: Sequence[str], own: bool, testimonies: Sequence[Testimony]) -> Said:
    """'The Courier cites two engineers and a copy of the report.'"""
    one = len(rooms) == 1
    name = wording.upper(wording.listed(rooms, 3))
    if origins:
        also = f", and {'says' if one else 'say'} so {'itself' if one else 'themselves'}" if own else ""
        text = f"{name} {'cites' if one else 'cite'} {wording.listed(origins, 3)}{also}."
    elif all(t.chain.attribution for t in testimonies):
        text = f"{name} {'is' if one else 'are'} cited for it, without a source of {'its' if one else 'their'} own."
    else:
        text = f"{name} {'says so in its' if one else 'say so in their'} own voice."
    return _testified(desk, lead, text, testimonies)


def _testified(desk: Desk, lead: Alignment, text: str, testimonies: Sequence[Testimony]) -> Said:
    """A sentence with the short chips of the first testimonies; the rest is counted."""
    kept = list({t.claim.span: t for t in testimonies}.values())
    return Said(text, tuple(desk.cite_testimony(t, lead) for t in kept[:CHIPS]), max(0, len(kept) - CHIPS))


def _pages(desk: Desk, articles: Sequence[str]) -> str:
    """'Page B', 'Pages B and D', '14 pages'."""
    if len(articles) > 4:
        return wording.counted(len(articles), "page")
    letters = [desk.letters[a] for a in articles if a in desk.letters]
    return ("Page " if len(letters) == 1 else "Pages ") + wording.listed(letters)


# ---- the large range -----------------------------------------------------------------------------------------------


def figure(desk: Desk, lead: Alignment) -> Figure:
    """Origins on the left, readers on the right, as in ``2 to 3`` origins, 2 newsrooms, 2 pages."""
    components = sorted(lead.origins.components, key=lambda c: not c.proven)
    testimonies = desk.testimonies(lead)
    newsrooms = _newsrooms(desk, lead, components)
    articles = list(dict.fromkeys(t.claim.article for t in testimonies))
    articles.sort(key=lambda a: min((newsrooms.index(n) for n in _rooms_of(desk, testimonies, a, newsrooms)), default=len(newsrooms)))
    shown = _first(components), _first(newsrooms), _first(articles)
    origins = [_origin_row(desk, lead, c, testimonies) for c in shown[0]]
    rooms = [Row(wording.upper(wording.clip(name, 48)), _room_note(desk, lead, name, testimonies)) for name in shown[1]]
    copies = [Row(f"Page {desk.letters[a]}", _page_note(desk, a)) for a in shown[2]]
    for rows, every, what, href in (
        (origins, components, "origin", f"#{lead.id}"),
        (rooms, newsrooms, "newsroom", f"#{lead.id}"),
        (copies, articles, "page", "#" + desk.section("pages")),
    ):
        if len(every) > len(rows):
            rows.append(
                Row(f"and {len(every) - COLUMN:,} more", f"{what}s, in the table of claims" if what != "page" else "pages", more=href)
            )
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
        desk.prose(why(lead)),
    )


def _first(every: Sequence[T]) -> Sequence[T]:
    """All of up to four, else the first three: the fourth row then counts the rest."""
    return every if len(every) <= COLUMN + 1 else every[:COLUMN]


def why(alignment: Alignment) -> str:
    """The reason for the range, in the record's words, after what the marks mean."""
    found = alignment.origins
    if found.max > found.min:
        hollow = found.max - found.min
        meaning = "Solid marks are provably different from one another. "
        meaning += "The hollow mark may be one of the others: " if hollow == 1 else "The hollow marks may be the same as others: "
        return meaning + found.why
    return found.why


def _sized(rows: Sequence[Row], count: int) -> list[Row]:
    """Each row with its share of the figure's height."""
    return [Row(r.name, r.small, r.mark, f"h{count}{len(rows)}", r.more) for r in rows]


def _newsrooms(desk: Desk, lead: Alignment, components: Sequence[Component]) -> list[str]:
    """The claim's newsrooms as they are named to people, in the order of the origins beside them."""
    names = [desk.newsroom(wording.plain(n)) for n in lead.newsrooms]
    getters = [_getter(desk, t) for c in components for t in desk.testimonies(lead) if desk.component(lead, _origin(t)) is c]
    order = {name: place for place, name in reversed(list(enumerate(getters)))}
    return sorted(names or getters[:1] or ["no newsroom named"], key=lambda n: order.get(n, len(order)))


def _origin(testimony: Testimony) -> Source | None:
    return testimony.chain.voices[-1] if testimony.chain.voices else None


def _rooms_of(desk: Desk, testimonies: Sequence[Testimony], article: str, newsrooms: Sequence[str]) -> list[str]:
    """The newsrooms whose word a page has; of a page that only carries another's text, that page's newsrooms."""
    for id in (article, *(c.of for c in desk.story.copies if c.by == article), *(c.by for c in desk.story.copies if c.of == article)):
        found = [_getter(desk, t) for t in testimonies if t.claim.article == id]
        if known := [n for n in newsrooms if n in found]:
            return known
    return []


def _origin_row(desk: Desk, lead: Alignment, component: Component, testimonies: Sequence[Testimony]) -> Row:
    own = [t for t in testimonies if desk.component(lead, _origin(t)) is component]
    getters = list(dict.fromkeys(_getter(desk, t) for t in own if not t.carried))
    source = component.sources[0]
    told = any(t.chain.attribution and t.chain.attribution.addressee for t in own) or source.newsroom
    mark = Mark(marks.shape(source), desk.hue.get(source.id, 0), component.proven)
    name = wording.upper(desk.newsroom(wording.plain(source.name)))
    if source.kind == "outlet":
        small = "its own report"
    elif not getters:
        small = "a source of this claim"
    elif source.kind == "document":
        small = f"seen by {wording.listed(getters, 2)}"
    else:
        small = f"{'spoke to' if told else 'cited by'} {wording.listed(getters, 2)}"
    if not component.proven:
        small += "; may be one of the others"
    return Row(wording.clip(name, 64), wording.clip(small, 80), mark)


def _room_note(desk: Desk, lead: Alignment, name: str, testimonies: Sequence[Testimony]) -> str:
    """What a newsroom rests on: its own sources, or its own voice; and who repeats it."""
    own = [t for t in testimonies if _getter(desk, t) == name]
    kinds = {desk.voice(t.chain, lead).mark.shape for t in own}
    repeated = [t for t in own if len(t.chain.voices) > 2]
    by = list(
        dict.fromkeys(
            desk.newsroom(wording.plain(v.name)) for t in repeated for v in t.chain.voices[:-2] if v and wording.plain(v.name) != name
        )
    )
    note = (
        "in its own voice"
        if kinds <= {"tri"}
        else "its own source"
        if len({desk.voice(t.chain, lead).key for t in own}) == 1
        else "its own sources"
    )
    return wording.clip(f"{note}; {wording.listed(by, 1)} {'repeats' if len(by) == 1 else 'repeat'} it" if by else note, 60)


def _page_note(desk: Desk, id: str) -> str:
    """'WQEL, carrying Meridian’s text'."""
    article = desk.articles[id]
    words = wording.outlet(article)
    if article.credit and article.credit.value != (article.outlet.value if article.outlet else None):
        words += f", carrying {wording.plain(article.credit.value)}’s text"
    return wording.clip(words, 60)


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
        getters = {_getter(desk, t) for t in testimonies if desk.component(lead, _origin(t)) is component}
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


# ---- read with care ------------------------------------------------------------------------------------------------

KINDS = {
    "quantity": "a number is",
    "date": "a date is",
    "actor": "who did it is",
    "certainty": "how sure it is is",
    "place": "the place is",
}


def care(desk: Desk, unread: int) -> list[Care]:
    """Only what is true, each with a link; nothing to say gives nothing."""
    made = [*_differing(desk.story.differences, desk.section("differ"))]
    readings = desk.story.readings
    made += _some(
        desk,
        [r for r in readings if r.article.published and r.article.published.inferred],
        "’s date is inferred",
        "dates are inferred",
        desk.section("reported"),
    )
    made += _some(desk, [r for r in readings if not r.article.published], " has no date", "pages have no date", "limits")
    made += _some(desk, [r for r in readings if not r.article.outlet], "’s outlet is unknown", "outlets are unknown", "limits")
    cut = [r for r in readings if r.article.partial or r.read_to is not None]
    made += _some(desk, cut, " was not read to its end", "pages were not read to their end", "limits")
    if circular := [a for a in desk.story.alignments if a.circular]:
        made.append(
            Care(
                f"{wording.small(len(circular))} {'claim rests' if len(circular) == 1 else 'claims rest'} on circular reporting",
                "#" + desk.section("chains"),
            )
        )
    if unread:
        made.append(Care(f"{wording.counted(unread, 'file was', 'files were')} not read", "#limits"))
    return made


def _differing(differences: Sequence[Difference], section: str) -> list[Care]:
    clear = [d for d in differences if d.verdict != "compatible"]
    if len(clear) > 3:
        return [Care(f"{wording.small(len(clear))} points differ between the reports", f"#{section}")]
    return [Care(f"{KINDS[d.kind]} {'told two ways' if d.verdict == 'different' else 'contradicted'}", f"#{d.id}") for d in clear] or (
        [
            Care(
                f"{wording.small(len(differences))} {'point is' if len(differences) == 1 else 'points are'} told in other words",
                f"#{section}",
            )
        ]
        if differences
        else []
    )


def _some(desk: Desk, found: Sequence[Reading], one: str, many: str, target: str) -> list[Care]:
    if len(found) > 2:
        return [Care(f"{wording.small(len(found))} {many}", f"#{target}")]
    return [Care(f"page {desk.letters[r.article.id]}{one}", f"#{target}") for r in found]
