"""Resolving: a `Meaning` and the days it is counted from give a calendar interval, a TIMEX3 value and the rule in words.

Pure arithmetic. What the expression is counted from (`Context`) was decided before, by `times_anchor` and
`times_direction`. Precision is never invented: a year stays a year, and what cannot be told has no interval.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from secondsource.model import TimeType
from secondsource.reading import dates_calendar as cal
from secondsource.reading.dates_calendar import Period
from secondsource.reading.times_direction import Direction
from secondsource.reading.times_meaning import Meaning

PX = {"TS": "PTXS", "TM": "PTXM", "TH": "PTXH", "2W": "PXW"}
NO_DAY = "no publication date: not resolved"


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is counted from."""

    report: date | None  #: the day of the report
    focus: Period | None = None  #: the time the passage has come to: 'the next day' follows it
    focus_clock: str = ""  #: '19:16' where the focus has one
    quarter: Period | None = None  #: the business quarter the passage speaks of
    direction: Direction = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A resolved expression. ``first`` and ``last`` None: no calendar time, or none that can be told."""

    type: TimeType
    value: str
    rule: str
    first: date | None = None
    last: date | None = None
    anchor: date | None = None
    vague: bool = False
    period: Period | None = None  #: what the next expression can be counted from


def answer(m: Meaning, ctx: Context) -> Answer | None:
    """The answer to one expression; None where the words name no possible time ('31 February')."""
    return _RESOLVERS[m.kind](m, ctx)


def _of(period: Period | None, rule: str, anchor: date | None = None) -> Answer | None:
    if period is None:
        return None
    kind: TimeType = "TIME" if period.grain in ("part", "minute") else "DATE"
    return Answer(kind, period.value, rule, period.first, period.last, anchor, False, period)


def _open(value: str, rule: str = NO_DAY, kind: TimeType = "DATE") -> Answer:
    return Answer(kind, value, rule)


# ---- choosing the year ---------------------------------------------------------------------------------------------

# How much nearer a day on the unlikely side must be. Past is the default in news.
AGAINST = {"past": (1.0, 3.0), "future": (3.0, 1.0), "": (1.0, 1.6)}


def _nearest(candidates: list[Period], ctx: Context) -> Period | None:
    """The candidate nearest to the report's day, days against the direction counted longer."""
    assert ctx.report is not None
    back, ahead = AGAINST[ctx.direction]

    def distance(p: Period) -> float:
        assert ctx.report is not None
        if p.first <= ctx.report <= p.last:
            return 0.0
        return (ctx.report - p.last).days * back if p.last < ctx.report else (p.first - ctx.report).days * ahead

    return min(candidates, key=distance, default=None)


def _around(ctx: Context, make: Callable[[int], Period | None]) -> list[Period]:
    """The periods that ``make`` gives for the report's year and its neighbours."""
    assert ctx.report is not None
    return [p for year in range(ctx.report.year - 1, ctx.report.year + 2) if 1 <= year <= 9998 and (p := make(year))]


DIRECTION_WORDS = {
    "past": "the latest up to the report's day",
    "future": "the next after the report's day, as the words look ahead",
    "": "the nearest to the report's day",
}


def _latest(candidates: list[Period], day: date, strictly: bool = True) -> Period | None:
    return max((p for p in candidates if (p.last < day if strictly else p.first <= day)), key=lambda p: p.last, default=None)


def _next(candidates: list[Period], day: date) -> Period | None:
    return min((p for p in candidates if p.first > day), key=lambda p: p.first, default=None)


# ---- dates ---------------------------------------------------------------------------------------------------------


def _date(m: Meaning, ctx: Context) -> Answer | None:
    if m.unit == "Q":
        return _deictic(m, ctx)
    found = _calendar(m, ctx)
    return found and _finish(found, m, ctx)


def _year_of(m: Meaning, ctx: Context) -> int | None:
    """The year an expression names, also as 'last year'."""
    if m.year is not None:
        return m.year
    if m.tail and m.tail[1] == "Y" and ctx.report:
        return ctx.report.year + {"last": -1, "next": 1}.get(m.tail[0], 0)
    return None


def _calendar(m: Meaning, ctx: Context) -> Answer | None:
    """The day, month, season or year that the expression names, before part of day and edge."""
    year = _year_of(m, ctx)
    if m.dayword is not None:
        return _dayword(m, ctx)
    if m.weekday and not m.month:
        return _weekday(m, ctx)
    make = _maker(m)
    if make is None:
        return _of(cal.the_year(year), "a year") if year is not None else None
    if year is not None:
        return _of(make(year), "named in full" if m.year else f"{m.tail[0] if m.tail else ''} year's")
    if ctx.report is None:
        return _open(_unknown_year(m)) if make(2000) else None
    candidates = _around(ctx, make)
    if not candidates:
        return None
    if m.relation in ("last", "next", "past", "coming", "previous", "following") and not m.day:
        return _related(m, ctx, candidates)
    if m.relation == "this":
        return _of(make(ctx.report.year), "this: in the report's year", ctx.report)
    grain = candidates[0].grain
    weigh = ctx if ctx.direction or grain == "day" else replace(ctx, direction="past")
    return _of(_nearest(candidates, weigh), f"{grain} without a year: {DIRECTION_WORDS[weigh.direction]}", ctx.report)


def _maker(m: Meaning) -> Callable[[int], Period | None] | None:
    """How a named day, month or season becomes a period once the year is known."""
    month, day = m.month, m.day
    if m.holiday:
        return lambda year: (found := cal.holiday(m.holiday, year)) and cal.the_day(found)
    if month and day:
        return lambda year: (found := cal.real_day(year, month, day)) and cal.the_day(found)
    if month:
        return lambda year: cal.the_month(year, month)
    if m.season:
        return lambda year: cal.the_season(year, m.season)
    return None


def _unknown_year(m: Meaning) -> str:
    if m.month and m.day:
        return f"XXXX-{m.month:02d}-{m.day:02d}"
    return f"XXXX-{m.month:02d}" if m.month else f"XXXX-{m.season}" if m.season else "XXXX-XX-XX"


def _related(m: Meaning, ctx: Context, candidates: list[Period]) -> Answer | None:
    """'last August', 'next spring', 'last Thanksgiving'.

    'last' with a month or season that has only just ended means the one a year before: of the month before the
    report's a writer says 'last month' or 'in August'.
    """
    assert ctx.report is not None
    day = ctx.report
    if m.relation in ("next", "coming", "following"):
        return _of(_next(candidates, day), f"{m.relation}: the first that begins after the report's day", day)
    if m.relation in ("past", "previous"):
        return _of(_latest(candidates, day, strictly=False), "past: the latest that has begun", day)
    grain = candidates[0].grain
    if grain == "day":
        return _of(_latest(candidates, day), "last: the latest before the report's day", day)
    month = day.replace(day=1)
    recent = cal.moved(month, -2, "M") or month
    return _of(_latest(candidates, recent), f"last {grain}: the latest that ended more than two months before the report's", day)


def _weekday(m: Meaning, ctx: Context) -> Answer | None:
    """'Friday': in news the latest one up to the report's day, which may be that day itself."""
    assert m.weekday
    if ctx.report is None:
        return _open(f"XXXX-WXX-{m.weekday}")
    day, rule = ctx.report, "weekday: the latest up to the report's day"
    back = (day.isoweekday() - m.weekday) % 7
    if m.tail and m.tail[1] == "W":
        monday = day - timedelta(days=day.isoweekday() - 1)
        at = cal.moved(monday, 7 * {"last": -1, "next": 1}.get(m.tail[0], 0) + m.weekday - 1, "D")
        rule = f"weekday of {m.tail[0]} week"
    elif m.relation in ("last", "past"):
        at, rule = cal.moved(day, -(back or 7), "D"), "last weekday: the latest before the report's day"
    elif m.relation == "previous":
        base = ctx.focus.first if ctx.focus and ctx.focus.grain in ("day", "part", "minute") else day
        at, rule = (
            cal.moved(base, -((base.isoweekday() - m.weekday) % 7 or 7), "D"),
            "previous weekday: the latest before the day spoken of",
        )
    elif m.relation in ("next", "coming"):
        at, rule = cal.moved(day, 7 - back, "D"), "next weekday: the first after the report's day"
    elif (ctx.direction == "future" or m.relation == "this") and back:
        at, rule = cal.moved(day, 7 - back, "D"), "weekday: the next, as the words look ahead"
    else:
        at = cal.moved(day, -back, "D")
    return _of(at and cal.the_day(at), rule, day)


def _dayword(m: Meaning, ctx: Context) -> Answer | None:
    if ctx.report is None:
        return _open("XXXX-XX-XX")
    at = cal.moved(ctx.report, m.dayword or 0, "D")
    return _of(at and cal.the_day(at), f"counted from the report's day: {m.dayword or 0:+d} days", ctx.report)


def _finish(found: Answer, m: Meaning, ctx: Context) -> Answer | None:
    """Clock, part of the day and edge ('late 2017') added."""
    day = found.first if found.period and found.period.grain == "day" else None
    if m.clock:
        clock = m.clock
        if day is None:
            return replace(found, type="TIME", value=f"{found.value}T{clock}") if found.first is None else None
        made = cal.the_minute(day, clock)
        return replace(found, type="TIME", value=made.value, period=made)
    if m.part:
        if day is None:
            return replace(found, type="TIME", value=f"{found.value}T{m.part}") if found.first is None else None
        made = cal.the_part(day, m.part)
        return replace(found, type="TIME", value=made.value, period=made)
    return _edged(found, m.edge, ctx.report) if m.edge else found


def _edged(found: Answer, edge: str, report: date | None) -> Answer:
    """'early this year': the value stays the year's, the days are bounds, and the answer is marked vague."""
    p = found.period
    if p is None or found.first is None or found.last is None or p.grain in ("day", "part", "minute"):
        return found
    if edge == "sometime":
        return replace(found, vague=True)
    if edge in ("earlier", "later"):
        if report is None or not p.first <= report <= p.last:
            return replace(found, vague=True)
        first, last = (p.first, report - timedelta(days=1)) if edge == "earlier" else (report, p.last)
        if first > last:
            first = last = report
        return replace(found, first=first, last=last, vague=True, rule=f"{found.rule}; {edge} than the report's day")
    edge_name = "late" if edge == "end" else edge
    first, last = cal.edge_days(p, edge_name)
    if edge == "early" and p.grain == "year" and report and p.first <= report <= p.last and report.month > 1:
        last = min(last, report.replace(day=1) - timedelta(days=1))
    return replace(found, first=first, last=last, vague=True, rule=f"{found.rule}; {edge} part of the {p.grain}")


# ---- years, decades, quarters --------------------------------------------------------------------------------------


def _year(m: Meaning, ctx: Context) -> Answer | None:
    return _of(cal.the_year(m.year), "a year") if m.year is not None else None


def _decade(m: Meaning, ctx: Context) -> Answer | None:
    found = _of(cal.the_decade(m.decade), "a decade") if m.decade is not None else None
    return found and (_edged(found, m.edge, ctx.report) if m.edge else found)


def _century(m: Meaning, ctx: Context) -> Answer | None:
    found = _of(cal.the_century(m.ordinal - 1), "a century, by its hundred") if m.ordinal else None
    return found and (_edged(found, m.edge, ctx.report) if m.edge else found)


def _quarter(m: Meaning, ctx: Context) -> Answer | None:
    """'the third quarter': of the year named, else the latest that has begun; 'the quarter': the one spoken of."""
    if m.ordinal is not None and not 1 <= m.ordinal <= 4:
        return None
    year, n = _year_of(m, ctx), m.ordinal
    spoken = ctx.quarter
    if n is None:
        if ctx.report is None:
            return _open("XXXX-QX")
        spoken = spoken or _begun(ctx.report, None)
        n = int(spoken.value[-1])
        if year is None:
            year = spoken.first.year - (1 if m.tail else 0)
        return _of(cal.the_quarter(year, n), "quarter: the one the passage speaks of", ctx.report)
    if year is not None:
        return _of(cal.the_quarter(year, n), "quarter of a year named")
    if ctx.report is None:
        return _open(f"XXXX-Q{n}")
    if ctx.direction == "future":
        ahead = [p for p in _around(ctx, lambda y: cal.the_quarter(y, n)) if p.last >= ctx.report]
        return _of(ahead[0] if ahead else None, "quarter: the next, as the words look ahead", ctx.report)
    return _of(_begun(ctx.report, n), "quarter: the latest that has begun", ctx.report)


def _begun(report: date, n: int | None) -> Period:
    """The latest quarter ``n`` that has begun; without ``n`` the latest that has ended."""
    now = cal.the_quarter(report.year, (report.month + 2) // 3)
    assert now
    if n is None:
        return cal.containing(now.first - timedelta(days=1), "Q") or now
    here = cal.the_quarter(report.year, n)
    return here if here and here.first <= report else cal.the_quarter(report.year - 1, n) or now


def _half(m: Meaning, ctx: Context) -> Answer | None:
    n = 2 if m.ordinal == -1 else m.ordinal
    if n not in (1, 2):
        return None
    year = _year_of(m, ctx)
    if year is None:
        if ctx.report is None:
            return _open(f"XXXX-H{n}")
        p = _nearest(_around(ctx, lambda y: cal.the_half(y, n)), replace(ctx, direction=ctx.direction or "past"))
        return _of(p, "half without a year: the nearest", ctx.report)
    return _of(cal.the_half(year, n), "half of a year named")


def _yearago(m: Meaning, ctx: Context) -> Answer | None:
    """'a year earlier' in a report on business: the same quarter of the year before."""
    if ctx.report is None:
        return _open("XXXX")
    if ctx.quarter:
        return _of(
            cal.the_quarter(ctx.quarter.first.year - 1, int(ctx.quarter.value[-1])), "the same quarter, a year before", ctx.quarter.first
        )
    return _of(cal.the_year(ctx.report.year - 1), "a year before the report", ctx.report)


# ---- counted from a day --------------------------------------------------------------------------------------------

_STEP = {"last": -1, "past": -1, "next": 1, "coming": 1, "previous": -1, "following": 1}


def _deictic(m: Meaning, ctx: Context) -> Answer | None:
    """'last week', 'this year', 'the following month', 'that day', 'the end of next year'."""
    if m.year is not None:
        found = _of(cal.the_year(m.year), "a year")
        return found and (_edged(found, m.edge, ctx.report) if m.edge else found)
    unit, relation = m.unit, m.relation
    if m.tail:
        relation, unit = m.tail
    passage = relation in ("that", "previous", "following") or (relation == "next" and unit == "D")
    base = ctx.focus.first if passage and ctx.focus else None if passage else ctx.report
    blank = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX", "E": "XXX", "C": "XX"}.get(unit, "XXXX")
    if base is None:
        return _open(blank, "counted from a time that the passage does not give" if passage else NO_DAY)
    if passage and ctx.focus and _coarser(ctx.focus.grain, unit):
        return _open(blank, "counted from a time that the passage gives only roughly")
    at = cal.moved(base, _STEP.get(relation, 0), unit)
    at = cal.moved(base.replace(day=1), _STEP.get(relation, 0), unit) if unit in ("M", "Q", "Y") else at
    found = _of(
        at and cal.containing(at, unit),
        f"{relation} {cal.GRAIN_OF.get(unit, '')}: counted from {'the time spoken of' if passage else 'the report'}",
        base,
    )
    return found and _finish(found, m, ctx)


def _coarser(grain: str, unit: str) -> bool:
    """Whether a time of this grain is too rough to count such a unit from."""
    return cal.GRAINS.index(grain) > cal.GRAINS.index(cal.GRAIN_OF.get(unit, "day"))


def _daypart(m: Meaning, ctx: Context) -> Answer | None:
    """'this morning', 'last night', 'that evening', 'tonight'."""
    passage = m.relation in ("that", "previous", "following")
    base = (ctx.focus.first if ctx.focus and not _coarser(ctx.focus.grain, "D") else None) if passage else ctx.report
    if base is None or (m.relation == "next" and not passage and ctx.focus is None):
        return _open(f"XXXX-XX-XXT{m.part}", NO_DAY if not passage else "counted from a day that the passage does not give", "TIME")
    if m.relation == "next" and ctx.focus:
        base = ctx.focus.first
    step = _STEP.get(m.relation, 0)
    at = cal.moved(base, step, "D")
    return _of(at and cal.the_part(at, m.part), f"{m.relation}: part of the day counted from {base.isoformat()}", base)


def _clock(m: Meaning, ctx: Context) -> Answer | None:
    """A clock time alone belongs to the day the passage is at, else to the report's."""
    day = ctx.focus.first if ctx.focus and ctx.focus.grain in ("day", "part", "minute") else ctx.report
    if day is None:
        return _open(f"XXXX-XX-XXT{m.clock}", kind="TIME")
    return _of(cal.the_minute(day, m.clock), "clock time on the day spoken of", day)


def _weekend(m: Meaning, ctx: Context) -> Answer | None:
    if ctx.report is None:
        return _open("XXXX-WXX-WE")
    day = ctx.report
    here = cal.the_weekend(day)
    if here is None:
        return None
    step = 0
    if m.relation in ("last", "past", "previous"):
        step = -1 if day.isoweekday() <= 6 else -1
    elif m.relation in ("next", "following") or m.relation == "coming":
        step = 1 if day.isoweekday() >= 6 or m.relation == "next" else 0
    elif m.relation in ("", "the", "that") and ctx.direction != "future" and day < here.first:
        step = -1
    at = cal.moved(day, 7 * step, "D")
    return _of(at and cal.the_weekend(at), "weekend: the latest that has begun" if step <= 0 else "weekend: the next", day)


def _unitend(m: Meaning, ctx: Context) -> Answer | None:
    """'by year-end': the last days of the report's year."""
    if ctx.report is None:
        return _open("XXXX")
    found = _of(cal.containing(ctx.report, "Y"), "the end of the report's year", ctx.report)
    return found and replace(found, first=date(ctx.report.year, 12, 1), vague=True)


# ---- offsets -------------------------------------------------------------------------------------------------------


def _offset(m: Meaning, ctx: Context) -> Answer | None:
    """'six years ago' is a year, 'three weeks later' a week or day: the grain is the unit's, never finer."""
    if m.count is None or not m.unit:
        return None
    if m.toward in ("ago", "from now", "hence"):
        return _from_report(m, ctx)
    if m.toward in ("before", "after"):
        return _open(_amount(m), "counted from an event whose day the words do not give", "DURATION")
    sign = -1 if m.toward in ("earlier", "previously") else 1
    if m.unit == "Y" and m.count == 1 and sign < 0 and ctx.quarter:
        return _yearago(m, ctx)
    if ctx.focus is None:
        return _open(_amount(m), "counted from a time that the passage does not give", "DURATION")
    if m.unit in ("TM", "TH") and ctx.focus_clock:
        return _later_clock(m, ctx, sign)
    at = cal.moved(ctx.focus.first, sign * m.count, m.unit)
    if at is None:
        return _open(_amount(m), "beyond the calendar", "DURATION")
    if m.unit in ("TM", "TH", "TS"):
        return _open(_amount(m), "counted from an hour that the passage does not give", "DURATION")
    unit = (
        {"minute": "D", "part": "D", "day": "D", "week": "W", "month": "M", "quarter": "Q"}.get(ctx.focus.grain, "Y")
        if m.unit not in ("D", "W")
        else m.unit
    )
    if m.unit == "Y" and ctx.focus.grain in ("day", "part", "minute", "week"):
        unit = "Y"
    if _coarser(ctx.focus.grain, "M" if m.unit == "W" else m.unit if m.unit in ("D", "M") else "Y"):
        return _open(_amount(m), "counted from a time that the passage gives only roughly", "DURATION")
    if m.unit in ("D", "W") and ctx.focus.grain in ("day", "part", "minute"):
        unit = "D"
    return _of(cal.containing(at, unit), f"{_amount(m)} {'before' if sign < 0 else 'after'} the time spoken of", ctx.focus.first)


def _later_clock(m: Meaning, ctx: Context, sign: int) -> Answer | None:
    """'Twenty minutes later', counted from a clock time."""
    assert ctx.focus and m.count is not None
    hour, minute = (int(x) for x in ctx.focus_clock.split(":"))
    there = hour * 60 + minute + sign * m.count * (60 if m.unit == "TH" else 1)
    if abs(there) > 10**6:
        return None
    days, rest = divmod(int(there), 1440)
    at = cal.moved(ctx.focus.first, days, "D")
    return _of(at and cal.the_minute(at, f"{rest // 60:02d}:{rest % 60:02d}"), "counted from the clock time before it", ctx.focus.first)


def _from_report(m: Meaning, ctx: Context) -> Answer | None:
    assert m.count is not None
    sign = -1 if m.toward == "ago" else 1
    if sign < 0 and m.unit == "Y" and m.count == 1 and ctx.quarter:
        return _yearago(m, ctx)
    if ctx.report is None:
        return _open({"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX"}.get(m.unit, "XXXX"))
    at = cal.moved(ctx.report, sign * m.count, m.unit)
    if at is None:
        return _open("PAST_REF" if sign < 0 else "FUTURE_REF", "beyond the calendar")
    unit = m.unit if m.unit in ("D", "W", "M") else "D" if m.unit in ("TM", "TH", "TS") else "Y"
    found = _of(cal.containing(at, unit), f"{_amount(m)} {m.toward}: counted from the report's day", ctx.report)
    if found is None or not m.approx:
        return found
    return _approximate(found, m, ctx.report, at, sign)


def _approximate(found: Answer, m: Meaning, report: date, at: date, sign: int) -> Answer:
    """'more than two years ago', 'at least two months ago', 'nearly two weeks ago': bounds, marked vague."""
    assert m.count is not None
    if sign > 0:
        return replace(found, vague=True)
    if m.approx in ("at least", "no less than"):
        return replace(found, first=None, last=at, vague=True, rule=f"{found.rule}; at least so long ago")
    if m.approx in ("more than", "just over"):
        first = cal.moved(report, -(m.count + 1), m.unit)
        return replace(
            found, first=first, last=at, vague=True, rule=f"{found.rule}; and less than one {cal.GRAIN_OF.get(m.unit, 'unit')} more"
        )
    if m.approx in ("nearly", "almost", "less than", "just under", "fewer than"):
        last = cal.moved(report, -0.7 * m.count, m.unit)
        return (
            replace(found, first=at, last=last, vague=True, rule=f"{found.rule}; not quite so long ago") if last and last >= at else found
        )
    return replace(found, vague=True)


def _nextto(m: Meaning, ctx: Context) -> Answer | None:
    """'the day before', 'the night before', counted from the time spoken of."""
    return _deictic(replace(m, relation="previous" if m.toward == "before" else "following"), ctx)


# ---- stretches, durations, sets, references ------------------------------------------------------------------------


def _amount(m: Meaning) -> str:
    """TIMEX3 of a duration: 'two weeks' is P2W, 'several years' PXY, 'a decade' P1E."""
    unit, count = m.unit or "D", m.count2 if m.count2 is not None and m.kind == "stretch" else m.count
    if m.vague_count or count is None:
        return PX.get(unit, f"PX{unit}")
    if unit in ("E", "C") and count != 1:
        unit, count = "Y", count * (10 if unit == "E" else 100)
    if unit == "Y" and count % 1 == 0.5:
        unit, count = "M", count * 12
    if unit == "2W":
        unit, count = "W", count * 2
    shown = f"{count:g}" if count < 10**6 else f"{int(count)}"
    return f"PT{shown}{unit[1]}" if unit in ("TS", "TM", "TH") else f"P{shown}{unit}"


def _stretch(m: Meaning, ctx: Context) -> Answer | None:
    """'the past two weeks': a duration that ends at the report's day, 'the next two weeks' one that begins there."""
    if m.relation == "recent":
        return _recent(m, ctx)
    m = replace(m, count=1.0) if m.count is None and not m.vague_count and m.relation != "coming" else m
    value = _amount(m)
    if m.relation == "first" or m.vague_count or m.count is None or m.relation not in _STEP:
        return _open(value, "a stretch of time whose ends the words do not give", "DURATION")
    if ctx.report is None:
        return _open(value, NO_DAY, "DURATION")
    ahead = _STEP[m.relation] > 0
    end = cal.moved(ctx.report, m.count if ahead else -m.count, m.unit)
    if end is None:
        return _open(value, "beyond the calendar", "DURATION")
    first, last = (ctx.report, end) if ahead else (end, ctx.report)
    return Answer("DURATION", value, f"a stretch that {'begins' if ahead else 'ends'} at the report's day", first, last, ctx.report, True)


def _recent(m: Meaning, ctx: Context) -> Answer:
    """'in recent days': the seven days before the report; of other units no bound is told."""
    if m.unit == "D" and ctx.report:
        return Answer(
            "DATE",
            "PAST_REF",
            "recent days: the seven days before the report's",
            cal.moved(ctx.report, -7, "D"),
            ctx.report,
            ctx.report,
            True,
        )
    return _open("PAST_REF" if m.unit in ("D", "Y", "W") else _amount(m), "no bound is told")


def _duration(m: Meaning, ctx: Context) -> Answer | None:
    return _open(_amount(m), "a length of time, not dated", "DURATION") if m.unit else None


def _set(m: Meaning, ctx: Context) -> Answer | None:
    part = f"T{m.part}" if m.part else ""
    if m.weekday:
        value = f"XXXX-WXX-{m.weekday}{part}"
    elif m.month:
        value = f"XXXX-{m.month:02d}"
    elif m.season:
        value = f"XXXX-{m.season}"
    elif m.unit:
        value = _amount(replace(m, count=m.count or 1.0))
    else:
        value = f"XXXX-XX-XX{part}" if part else "XXXX-WXX-WE"
    return _open(value, "again and again: typed, not dated", "SET")


def _setword(m: Meaning, ctx: Context) -> Answer | None:
    return _open(m.fixed, "again and again: typed, not dated", "SET")


def _ref(m: Meaning, ctx: Context) -> Answer | None:
    return _open(m.fixed, "a time that no calendar names")


def _fixed(m: Meaning, ctx: Context) -> Answer | None:
    return _open(m.fixed, "a time that no calendar names", "DURATION" if m.type == "DURATION" else "DATE")


def _vagueoffset(m: Meaning, ctx: Context) -> Answer | None:
    if m.toward in ("ago", "from now"):
        return _open("PAST_REF" if m.toward == "ago" else "FUTURE_REF", "how long is not told")
    return _open(_amount(replace(m, vague_count=True)), "how long is not told", "DURATION")


def _someday(m: Meaning, ctx: Context) -> Answer | None:
    part = f"T{m.part}" if m.part else ""
    return _open(f"XXXX-WXX-{m.weekday}{part}", "some such day: which one is not told", "TIME" if part else "DATE")


def _range(m: Meaning, ctx: Context) -> Answer | None:
    """'1989-2013', 'March 3-5, 2015', 'June and July of 2009': from the first to the last."""
    if m.month is None:
        last_year = m.year2
        if m.year is not None and last_year is not None and last_year < 100:
            last_year += m.year // 100 * 100
        first, last = (cal.the_year(y) if y is not None else None for y in (m.year, last_year))
    else:
        start = _date(replace(m, kind="date", day2=None, month2=None), ctx)
        first = start and start.period
        if start and first is None:
            return start
        last_month = m.month2 or m.month
        if first is None:
            return None
        day = cal.real_day(first.first.year, last_month, m.day2) if m.day2 else None
        last = (cal.the_day(day) if day else None) if m.day2 else cal.the_month(first.first.year, last_month)
    if first is None or last is None or last.last < first.first:
        return None
    return Answer(
        "DATE",
        f"{first.value}/{last.value}",
        "from the first to the last",
        first.first,
        last.last,
        None if m.year else ctx.report,
        False,
        None,
    )


_RESOLVERS: dict[str, Callable[[Meaning, Context], Answer | None]] = {
    "date": _date, "year": _year, "decade": _decade, "century": _century, "quarter": _quarter, "half": _half, "yearago": _yearago,
    "deictic": _deictic, "daypart": _daypart, "dayshift": _date, "clock": _clock, "weekend": _weekend, "unitend": _unitend, "offset": _offset,
    "nextto": _nextto, "stretch": _stretch, "duration": _duration, "vagueduration": _vagueoffset, "vagueoffset": _vagueoffset, "set": _set,
    "setword": _setword, "ref": _ref, "fixed": _fixed, "someday": _someday, "range": _range, "none": lambda m, ctx: None,
}  # fmt: skip
