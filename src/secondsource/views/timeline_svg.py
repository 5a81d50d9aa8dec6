"""When it happened and when it was reported: each date as a bar in day units, under an axis of its own.

::

    axis      Jan 2017   Apr        Jul        Oct        Jan 2018
    f         ████                                                   an interval: somewhere within
    sf        ╌╌╌╌╌╌╌╌╌╌╌╌╌                                          vague words or an open side: wide bounds
    alt       ▭▭▭▭                                                   another report's date for the same event
    pt             │                                                 an exact day
    out  ◂                                                           before or after the time shown first

Where a few dates lie far from all others, the time shown first is the one that holds the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from markupsafe import Markup

from secondsource.model import Attribution, Interval, Moment, Span
from secondsource.views import report_pages, wording
from secondsource.views.desk import Desk
from secondsource.views.marks import Mark
from secondsource.views.quoting import first_words, quoted
from secondsource.views.words import Words, bare

EVENTS = 30  #: lines of events drawn; the table has more
REPORTS = 12  #: lines of reports drawn
TABLE = 200  #: lines of the table
EVENT_WORDS = 40  #: characters of the words that tell an event: one line of the drawing
LEAST_WORDS = 18  #: and at least, after a speaker's name
TICKS = 9  #: marks on the axis, at most
LONG = 3653  #: days; a longer axis is shown whole only on demand, where …
MOST = 0.6  #: … this share of its lines lies within a tenth of it

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
    aim: Span | None  #: the passage it leads to; None is the page
    page: str  #: the article's id
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
    href: str = ""
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
    saying = _saying_times(desk)
    events = list(_events(desk, saying))
    reports = [*_published(desk), *_said(desk, saying)]
    lanes = events[:EVENTS], sorted(reports[:REPORTS], key=_in_time)
    start, end, whole = _reach(desk.w, [*lanes[0], *lanes[1]])
    zooms = _zooms(desk.w, start, end, whole, [*lanes[0], *lanes[1]]) if whole else ()
    drawn = [tuple(_drawn(desk, line, start, end, zooms[0]) for line in lane) for lane in lanes] if zooms else [(), ()]
    kinds = {shape.kind for lane in drawn for line in lane for shape in line.shapes}
    return Timeline(
        zooms,
        drawn[0],
        drawn[1],
        tuple([*events, *sorted(reports, key=_in_time)][:TABLE]),
        len(events),
        len(reports),
        wording.undated_in(desk.story.readings),
        tuple(kind for kind in ("f", "sf", "alt", "pt", "out") if kind in kinds),
    )


def _in_time(line: Line) -> tuple[date, date, str, str]:
    return line.interval.first or date.min, line.interval.last or date.max, line.letter, line.name


# ---- the lines -----------------------------------------------------------------------------------------------------


def _saying_times(desk: Desk) -> frozenset[Span]:
    """The words that date a saying: they stand outside what is said. Each date has one line, in one of the lanes."""
    return frozenset(
        a.time.span
        for reading in desk.story.readings
        for a in reading.attributions
        if a.time and a.time.interval and a.content and not any(part.overlaps(a.time.span) for part in a.content)
    )


def _events(desk: Desk, saying: frozenset[Span]) -> Iterator[Line]:
    of_claim = {c.id: a.id for a in desk.story.alignments for c in a.claims}
    by_alignment: dict[str, list[Moment]] = {}
    for moment in desk.story.timeline:
        for id in dict.fromkeys(of_claim.get(c.id, "") for c in moment.claims):
            by_alignment.setdefault(id, []).append(moment)
    for moment in desk.story.timeline:
        if moment.time and moment.time.span in saying:
            continue
        same = [m for c in moment.claims for m in by_alignment.get(of_claim.get(c.id, "") or "-", ())]
        others = tuple(dict.fromkeys(m.interval for m in same if m.disputed and m.interval != moment.interval)) if moment.disputed else ()
        yield _event(desk, moment, others)


def _event(desk: Desk, moment: Moment, others: tuple[Interval, ...]) -> Line:
    article = desk.articles[moment.article]
    time = moment.time
    voice = desk.voice_at(moment.span)
    words = quoted(article, time.span) if time else None
    vague = bool(time and time.vague) or not (moment.interval.first and moment.interval.last)
    return Line(
        words=words,
        name="" if time else desk.w("time.no_words"),
        aim=moment.span,
        page=article.id,
        read=desk.w.days(moment.interval),
        iso=desk.w.iso(moment.interval),
        what=first_words(article, _told(moment), EVENT_WORDS),
        letter=desk.letters[article.id],
        mark=voice.mark,
        note=desk.w("time.other_days") if moment.disputed else "",
        rule=desk.w.said(time.rule) if time else desk.w("time.own_date"),
        interval=moment.interval,
        soft=vague,
        others=others,
    )


def _told(moment: Moment) -> Span:
    """The claim that the moment dates, where it stands whole in the moment's words; else these."""
    return next((claim.span for claim in moment.claims if moment.span.covers(claim.span)), moment.span)


def _published(desk: Desk) -> Iterator[Line]:
    for id, article in desk.articles.items():
        if not article.published:
            continue
        found = article.published
        interval = found.value.interval
        how = report_pages.how(desk.w, found)
        yield Line(
            words=None,
            name=desk.w("time.published", letter=desk.letters[id]),
            aim=found.span,
            page=id,
            read=desk.w.stamp(found),
            iso=desk.w.iso(interval),
            what=Markup("{}").format(how),
            letter=desk.letters[id],
            mark=None,
            note="",
            rule=how,
            interval=interval,
            soft=found.inferred,
        )


def _said(desk: Desk, saying: frozenset[Span]) -> Iterator[Line]:
    """Sayings that the words themselves date; the same day's words of the same origin are one line."""
    groups: dict[tuple[str, Interval], list[Attribution]] = {}
    for reading in desk.story.readings:
        for attribution in sorted(reading.attributions, key=lambda a: (a.span, a.id)):
            if attribution.time and attribution.time.interval and attribution.content and attribution.time.span in saying:
                key = desk.voice(desk.chain(attribution, attribution.article)).key.split("\n")[0]
                groups.setdefault((key, attribution.time.interval), []).append(attribution)
    for (_, interval), attributions in groups.items():
        yield _saying(desk, attributions, interval)


def _saying(desk: Desk, attributions: Sequence[Attribution], interval: Interval) -> Line:
    first = attributions[0]
    article, time = desk.articles[first.article], first.time
    voice = desk.voice(desk.chain(first, article.id))
    letters = list(dict.fromkeys(desk.letters[a.article] for a in attributions))
    name = len(bare(voice.name))
    return Line(
        words=quoted(article, time.span) if time else None,
        name="",
        aim=first.content[0],
        page=article.id,
        read=desk.w.days(interval),
        iso=desk.w.iso(interval),
        what=Markup("{}: {}").format(voice.name, first_words(article, first.content[0], max(LEAST_WORDS, EVENT_WORDS - name))),
        letter=desk.w.listed(letters, 3),
        mark=voice.mark,
        note="",
        rule=desk.w.said(time.rule) if time else "",
        interval=interval,
        soft=bool(time and time.vague),
    )


# ---- the axis ------------------------------------------------------------------------------------------------------


def _reach(w: Words, lines: Sequence[Line]) -> tuple[date, date, Zoom | None]:
    """The days from the first to the last date drawn, widened to whole steps of the axis."""
    edges = [d for x in lines for i in (x.interval, *x.others) for d in (i.first, i.last) if d]
    if not edges:
        return date(2000, 1, 1), date(2000, 1, 2), None
    zoom, start = _zoom(w, min(edges), max(edges))
    return start, start + timedelta(days=zoom.end), zoom


def _zoom(w: Words, first: date, last: date, origin: date | None = None) -> tuple[Zoom, date]:
    """The axis over [first, last] with the finest step that gives few enough marks."""
    for unit, size in (
        ("day", 1),
        ("day", 2),
        ("day", 7),
        ("day", 14),
        ("month", 1),
        ("month", 3),
        ("month", 6),
        *(("year", n) for n in (1, 2, 5, 10, 20, 50, 100, 250, 500, 1000, 2000)),
    ):
        starts = _steps(unit, size, first, last)
        if len(starts) <= TICKS + 1:
            break
    widths = tuple((b - a).days for a, b in pairwise(starts))
    origin = origin or starts[0]
    ends = max(starts[0], starts[-1] - ONE_DAY)
    label = w.days(Interval(starts[0], ends))
    names = tuple(_tick_names(w, starts[:-1], unit))
    return Zoom(label, (starts[0] - origin).days, (starts[-1] - origin).days, names, widths), starts[0]


def _steps(unit: str, size: int, first: date, last: date) -> list[date]:
    """The starts of the steps that cover [first, last], and the day after the last one; more than needed are not made."""
    if unit == "day":
        at = _moved(first, -first.weekday() if size > 2 else 0)
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


def _tick_names(w: Words, starts: Sequence[date], unit: str) -> Iterator[str]:
    """'Jan 2017', 'Apr', 'Jul': the year and the month where they change."""
    before: date | None = None
    for at in starts:
        if unit == "year":
            yield w.tick(at, "y")
        elif unit == "month":
            yield w.tick(at, "my" if not before or before.year != at.year else "m")
        else:
            yield w.tick(at, "dm" if not before or before.month != at.month else "d")
        before = at


def _zooms(w: Words, start: date, end: date, whole: Zoom, lines: Sequence[Line]) -> tuple[Zoom, ...]:
    """The stretches to look at, the one shown first before the others: the whole, the years or months around the reports."""
    dated = [(x.interval.first or start, x.interval.last or end) for x in lines]
    centre = sorted(last for _, last in dated)[len(dated) // 2]
    length = (end - start).days
    closer: list[Zoom] = []
    shown = whole
    for reach in (3650, 730, 183, 30):
        first, last = max(start, _moved(centre, -reach)), min(end - ONE_DAY, _moved(centre, reach))
        inside = [(a, b) for a, b in dated if b >= first and a <= last]
        if len(inside) < 2 or len(inside) == len(dated):
            continue
        zoom, _ = _zoom(w, max(first, min(a for a, _ in inside)), min(last, max(b for _, b in inside)), start)
        if zoom.end - zoom.start > 0.6 * length:
            continue
        length = zoom.end - zoom.start
        closer.append(zoom)
        if shown is whole and whole.end > LONG and whole.end > 10 * length and len(inside) >= MOST * len(dated):
            shown = zoom
    if shown is whole:
        return (whole, *closer[-2:])
    return (shown, whole, *closer[closer.index(shown) + 1 :][-1:])


def _moved(day: date, by: int) -> date:
    """The day so many days later, within the calendar."""
    return date.fromordinal(min(max(day.toordinal() + by, 1), date.max.toordinal()))


def _drawn(desk: Desk, line: Line, start: date, end: date, shown: Zoom) -> Line:
    """The line with its bar, and an arrow where all of it lies outside the time shown first."""
    shapes = [_shape(line.interval, line.soft, start, end), *(Shape("alt", *_place(i, start, end)) for i in line.others)]
    if all(s.x + s.width <= shown.start for s in shapes):
        shapes.append(Shape("out", shown.start, -1))
    elif all(s.x >= shown.end for s in shapes):
        shapes.append(Shape("out", shown.end, 1))
    href = desk.anchor(line.aim).id if line.aim else desk.page_ids[line.page]
    return replace(line, shapes=tuple(shapes), href="#" + href)


def _shape(interval: Interval, soft: bool, start: date, end: date) -> Shape:
    x, width = _place(interval, start, end)
    if soft:
        return Shape("sf", x, width)
    return Shape("pt" if width == 1 else "f", x, width)


def _place(interval: Interval, start: date, end: date) -> tuple[int, int]:
    """Where an interval lies on the axis, in days; an open side reaches the axis's end."""
    first, last = interval.first or start, interval.last or end - ONE_DAY
    return (first - start).days, (last - first).days + 1
