"""When it happened and when it was reported: each date as a bar in day units, under an axis of its own.

::

    axis      Jan 2017   Apr        Jul        Oct        Jan 2018
    f         ████                                                   an interval: somewhere within
    sf        ╌╌╌╌╌╌╌╌╌╌╌╌╌                                          vague words or an open side: wide bounds
    alt       ▭▭▭▭                                                   another report's date for the same event
    pt             │                                                 an exact day
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from markupsafe import Markup

from secondsource.model import Article, Attribution, Interval, Moment, Span
from secondsource.views import wording
from secondsource.views.desk import Desk
from secondsource.views.marks import Mark
from secondsource.views.quoting import quoted

EVENTS = 30  #: lines of events drawn; the table has more
REPORTS = 10  #: lines of reports drawn
TABLE = 200  #: lines of the table
EVENT_WORDS = 70  #: characters of the words that tell an event
TICKS = 9  #: marks on the axis, at most

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shape:
    """A piece of a bar: from ``x``, so many days wide."""

    kind: str  #: f, sf, alt or pt
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Line:
    """One date: the words as written, the days they were read as, what it dates."""

    words: Markup | None
    name: str  #: for a line without words of a page: 'Page B published'
    href: str
    read: str
    iso: str
    what: Markup
    letter: str
    mark: Mark | None
    note: str
    rule: str
    interval: Interval
    soft: bool
    others: tuple[Interval, ...] = ()
    shapes: tuple[Shape, ...] = ()


@dataclass(frozen=True, slots=True)
class Zoom:
    """A stretch of time to look at: its name, its place on the whole axis, its marks and their widths in days."""

    label: str
    start: int
    end: int
    ticks: tuple[str, ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    length: int
    zooms: tuple[Zoom, ...]
    events: tuple[Line, ...]
    reports: tuple[Line, ...]
    table: tuple[Line, ...]
    events_total: int
    reports_total: int
    unresolved: int  #: dates in the pages that no calendar day could be given to
    kinds: tuple[str, ...]  #: the bar shapes in use, for the key


def timeline(desk: Desk) -> Timeline:
    """Both lanes, their axis, and the table twin."""
    events = list(_events(desk))
    reports = sorted(
        (*_published(desk), *_said(desk)), key=lambda x: (x.interval.first or date.min, x.interval.last or date.max, x.letter, x.name)
    )
    start, end, whole = _reach([*events[:EVENTS], *reports[:REPORTS]])
    drawn = [[_drawn(line, start, end) for line in lane] for lane in (events[:EVENTS], reports[:REPORTS])]
    unresolved = sum(t.interval is None and t.type in ("DATE", "TIME") for r in desk.story.readings for t in r.times)
    kinds = {shape.kind for lane in drawn for line in lane for shape in line.shapes}
    return Timeline(
        (end - start).days,
        (whole, *_closer(start, end, drawn[0] + drawn[1])) if whole else (),
        tuple(drawn[0]),
        tuple(drawn[1]),
        tuple([*events, *reports][:TABLE]),
        len(events),
        len(reports),
        unresolved,
        tuple(kind for kind in ("f", "sf", "alt", "pt") if kind in kinds),
    )


# ---- the lines -----------------------------------------------------------------------------------------------------


def _events(desk: Desk) -> Iterator[Line]:
    of_claim = {c.id: a.id for a in desk.story.alignments for c in a.claims}
    by_alignment: dict[str, list[Moment]] = {}
    for moment in desk.story.timeline:
        for id in dict.fromkeys(of_claim.get(c.id, "") for c in moment.claims):
            by_alignment.setdefault(id, []).append(moment)
    for moment in desk.story.timeline:
        same = [m for c in moment.claims for m in by_alignment.get(of_claim.get(c.id, "") or "-", ())]
        others = tuple(dict.fromkeys(m.interval for m in same if m.interval != moment.interval)) if moment.disputed else ()
        yield _event(desk, moment, others)


def _event(desk: Desk, moment: Moment, others: tuple[Interval, ...]) -> Line:
    article = desk.articles[moment.article]
    time = moment.time
    voice = desk.voice_at(moment.span)
    words = quoted(article, time.span, "bdi") if time else None
    vague = bool(time and time.vague) or not (moment.interval.first and moment.interval.last)
    return Line(
        words=words,
        name="" if time else "No words",
        href="#" + desk.anchor(moment.span, voice).id,
        read=wording.days(moment.interval),
        iso=wording.iso(moment.interval),
        what=_short(article, moment.span),
        letter=desk.letters[article.id],
        mark=voice.mark,
        note="reports give other days" if moment.disputed else "",
        rule=time.rule if time else "from the report’s own date",
        interval=moment.interval,
        soft=vague,
        others=others,
    )


def _short(article: Article, span: Span) -> Markup:
    """The first words of a passage, in quotation marks, the cut shown outside them."""
    text, end = article.text, span.end
    if len(span) > EVENT_WORDS:
        cut = text.rfind(" ", span.start + EVENT_WORDS // 2, span.start + EVENT_WORDS)
        end = cut if cut > 0 else span.start + EVENT_WORDS
    return Markup("“{}{}”").format(quoted(article, Span(span.article, span.start, end), "bdi"), "…" if end < span.end else "")


def _published(desk: Desk) -> Iterator[Line]:
    for id, article in desk.articles.items():
        if not article.published:
            continue
        found = article.published
        interval = found.value.interval
        yield Line(
            words=None,
            name=f"Page {desk.letters[id]} published",
            href="#" + (desk.anchor(found.span).id if found.span else ""),
            read=wording.stamp(found),
            iso=wording.iso(interval),
            what=Markup("{}").format(("inferred: " if found.inferred else "") + found.how),
            letter=desk.letters[id],
            mark=None,
            note="",
            rule=("inferred: " if found.inferred else "") + found.how,
            interval=interval,
            soft=found.inferred,
        )


def _said(desk: Desk) -> Iterator[Line]:
    """Sayings that the words themselves date, each once."""
    seen = set()
    for reading in desk.story.readings:
        for attribution in sorted((a for a in reading.attributions if a.time and a.time.interval), key=lambda a: (a.span, a.id)):
            time = attribution.time
            if time is None or time.interval is None or time.id in seen:
                continue
            seen.add(time.id)
            yield _saying(desk, reading.article, attribution, time.span, time.interval, time.rule, time.vague)


def _saying(desk: Desk, article: Article, attribution: Attribution, words: Span, interval: Interval, rule: str, vague: bool) -> Line:
    chain = desk.chain(attribution, article.id)
    voice = desk.voice(chain)
    part = attribution.content[0] if attribution.content else attribution.span
    return Line(
        words=quoted(article, words, "bdi"),
        name="",
        href="#" + desk.anchor(part, voice).id,
        read=wording.days(interval),
        iso=wording.iso(interval),
        what=Markup("{} {} it").format(wording.clip(voice.name, 48), attribution.stance if attribution.stance.endswith("s") else "said"),
        letter=desk.letters[article.id],
        mark=voice.mark,
        note="",
        rule=rule,
        interval=interval,
        soft=vague,
    )


# ---- the axis ------------------------------------------------------------------------------------------------------


def _reach(lines: Sequence[Line]) -> tuple[date, date, Zoom | None]:
    """The days from the first to the last date drawn, widened to whole steps of the axis."""
    edges = [d for x in lines for i in (x.interval, *x.others) for d in (i.first, i.last) if d]
    if not edges:
        return date(2000, 1, 1), date(2000, 1, 2), None
    zoom, start = _zoom(min(edges), max(edges))
    return start, start + timedelta(days=zoom.end), zoom


def _zoom(first: date, last: date, origin: date | None = None) -> tuple[Zoom, date]:
    """The axis over [first, last] with the finest step that gives few enough marks."""
    for unit, size in (
        ("day", 1),
        ("day", 2),
        ("day", 7),
        ("day", 14),
        ("month", 1),
        ("month", 3),
        ("month", 6),
        *(("year", n) for n in (1, 2, 5, 10, 20, 50, 100, 250, 500)),
    ):
        starts = _steps(unit, size, first, last)
        if len(starts) <= TICKS + 1:
            break
    widths = tuple((b - a).days for a, b in pairwise(starts))
    origin = origin or starts[0]
    ends = starts[-1] - ONE_DAY
    label = wording.days(Interval(starts[0], ends))
    return Zoom(label, (starts[0] - origin).days, (starts[-1] - origin).days, tuple(_tick_names(starts[:-1], unit)), widths), starts[0]


def _steps(unit: str, size: int, first: date, last: date) -> list[date]:
    """The starts of the steps that cover [first, last], and the day after the last one; more than needed are not made."""
    if unit == "day":
        at = first - timedelta(days=first.weekday() if size > 2 else 0)
    elif unit == "month":
        at = date(first.year, (first.month - 1) // size * size + 1, 1)
    else:
        at = date(max(first.year // size * size, 1), 1, 1)
    starts = [at]
    while starts[-1] <= last and len(starts) <= TICKS + 2:
        try:
            starts.append(_next(starts[-1], unit, size))
        except (OverflowError, ValueError):  # the end of the calendar
            starts.append(date.max)
            break
    return starts


def _next(at: date, unit: str, size: int) -> date:
    if unit == "day":
        return at + timedelta(days=size)
    months = at.year * 12 + at.month - 1 + (size if unit == "month" else 12 * size)
    return date(months // 12, months % 12 + 1, 1)


def _tick_names(starts: Sequence[date], unit: str) -> Iterator[str]:
    """'Jan 2017', 'Apr', 'Jul': the year and the month where they change."""
    before: date | None = None
    for at in starts:
        if unit == "year":
            yield str(at.year)
        elif unit == "month":
            yield wording.MONTHS[at.month] + (f" {at.year}" if not before or before.year != at.year else "")
        else:
            yield f"{at.day}" + (f" {wording.MONTHS[at.month]}" if not before or before.month != at.month else "")
        before = at


def _closer(start: date, end: date, lines: Sequence[Line]) -> Iterator[Zoom]:
    """The year and the two months before the last date, where they hold two lines or more and show less than all."""
    last = max(d for x in lines for d in (x.interval.first, x.interval.last) if d)
    length = (end - start).days
    for back in (365, 60):
        first = max(start, last - timedelta(days=back))
        inside = sum((x.interval.last or date.min) >= first for x in lines if x.interval.first)
        if length > 1.6 * back and 2 <= inside < len(lines):
            zoom, _ = _zoom(first, last, start)
            yield zoom


def _drawn(line: Line, start: date, end: date) -> Line:
    """The line with its bar."""
    own = _shape(line.interval, line.soft, start, end)
    others = tuple(Shape("alt", *_place(i, start, end)) for i in line.others)
    return Line(**{**{name: getattr(line, name) for name in Line.__slots__}, "shapes": (own, *others)})


def _shape(interval: Interval, soft: bool, start: date, end: date) -> Shape:
    x, width = _place(interval, start, end)
    if soft:
        return Shape("sf", x, width)
    return Shape("pt" if width == 1 else "f", x, width)


def _place(interval: Interval, start: date, end: date) -> tuple[int, int]:
    """Where an interval lies on the axis, in days; an open side reaches the axis's end."""
    first, last = interval.first or start, interval.last or end - ONE_DAY
    return (first - start).days, (last - first).days + 1
