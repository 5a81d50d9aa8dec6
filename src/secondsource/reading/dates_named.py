"""Resolving what has a name in the calendar: days, months, seasons, years, decades, weekdays, holidays, ranges.

What names its year is read off; what does not gets the year that lies nearest to the report, the past being likelier.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from secondsource.reading import dates_calendar as cal
from secondsource.reading.dates_calendar import Period
from secondsource.reading.dates_values import Answer, Context, of, undated
from secondsource.reading.times_direction import AHEAD, UNTOLD
from secondsource.reading.times_meaning import Meaning

# How many times farther a time on one side counts, by direction: (before the report, after it). Past is the default in
# news. Tuned on two thirds of TimeBank and AQUAINT; run `python -m bench dates` after any change.
AGAINST = {"past": (1.0, 6.0), "future": (6.0, 1.0), "awaited": (6.0, 1.0), "perhaps": (3.0, 1.0), "present": (1.0, 1.6), "": (1.0, 1.6)}
FIRMLY = 4.0  #: … and so much more for a season, which may be far off on either side
FAR_MONTHS = 6  #: in December 'is expected to leave in July': this year's lies nearer than the next, and the line may be old
SOON_MONTHS = 2  #: a month that begins so soon is meant, unless it looks back: of the last one the words would say 'last March'
LOOKS = {
    "past": "the nearest, as the words look back",
    "future": "the nearest, as the words look ahead",
    "awaited": "the nearest, as the words look ahead",
    "perhaps": "the nearest, as the words may look ahead",
    "present": "the nearest to the report's day",
    "": "the nearest to the report's day",
}

# 'last August' in September is the August of the year before: of a month so recent one says 'last month', 'in August'.
RECENT_MONTHS = 2
#: days back up to which a weekday is still the past one: 'could speak Friday', and 'holds the vote on Friday'
NEAR_WEEKDAY = {"perhaps": 2, "present": 3}
OLD_WEEKDAY = 6  #: days back at which a bare weekday is no longer used for a past day ('last Friday' is); in a lead 5


# ---- choosing the year ---------------------------------------------------------------------------------------------


def nearest(candidates: list[Period], ctx: Context) -> Period | None:
    """The candidate nearest to the report's day, those against the direction counted farther."""
    day, (back, ahead) = ctx.report, AGAINST[ctx.direction]
    if day is None or not candidates:
        return None
    if candidates[0].grain != "day":
        back, ahead = back if back == 1 else back * FIRMLY, ahead if ahead == 1 else ahead * FIRMLY
    return min(candidates, key=lambda p: max((day - p.last).days * back, (p.first - day).days * ahead, 0), default=None)


def around(day: date, make: Callable[[int], Period | None]) -> list[Period]:
    """The periods that ``make`` gives for a year and its neighbours."""
    return [p for year in range(day.year - 1, day.year + 2) if 1 <= year <= 9998 and (p := make(year))]


def year_of(m: Meaning, ctx: Context) -> int | None:
    """The year that an expression names, also as 'last year'."""
    if m.year is None and m.tail and m.tail[1] == "Y" and ctx.report:
        return ctx.report.year + {"last": -1, "next": 1}.get(m.tail[0], 0)
    return m.year


# ---- days, months, seasons, years ----------------------------------------------------------------------------------


def named(m: Meaning, ctx: Context) -> Answer | None:
    """'June 3, 2011', 'last August', 'Friday night', 'fall 2017', 'yesterday'."""
    found = _either(m) if m.kind == "date" and m.month2 and m.day2 else _calendar(m, ctx)
    return found and finish(found, m, ctx)


def _either(m: Meaning) -> Answer | None:
    """'12/11/2010': month first or day first, so both are kept as bounds and only the year is sure."""
    days = [d for a, b in ((m.month, m.day), (m.month2, m.day2)) if m.year and a and b and (d := cal.real_day(m.year, a, b))]
    if not days or m.year is None:
        return None
    return Answer("DATE", f"{m.year:04d}", "figures: month first or day first, both kept", min(days), max(days), vague=True)


def _calendar(m: Meaning, ctx: Context) -> Answer | None:
    """The day, month, season or year, before clock, part of the day and edge."""
    if m.dayword is not None:
        return _dayword(m, ctx)
    if m.weekday and not m.month:
        return _weekday(m, ctx)
    year, make = year_of(m, ctx), _maker(m)
    if make is None:
        return of(cal.the_year(year), "a year") if year is not None else None
    if year is not None:
        named_so = "a day that has become a name" if m.fixed == "name" else "named with its year"
        return of(make(year), named_so if m.year is not None else "of a year counted from the report's")
    if m.relation == "that" and ctx.focus:
        return of(make(ctx.focus.first.year), "that: in the year spoken of", ctx.focus.first)
    if ctx.report is None:
        return undated(_without_year(m)) if make(2000) else None
    candidates = around(ctx.report, make)
    if m.relation in _RELATED and not m.day:
        return _related(m, ctx.report, candidates)
    if m.relation == "this":
        return of(make(ctx.report.year), "this: in the report's year", ctx.report)
    if m.month and not m.day:
        return _month(m.month, ctx)
    found = nearest(candidates, ctx if ctx.direction not in UNTOLD or m.day or m.holiday else replace(ctx, direction="past"))
    return of(found, f"without a year: {LOOKS[ctx.direction]}", ctx.report)


def _month(month: int, ctx: Context) -> Answer | None:
    """'in July': this year's, if it has come; else last year's, or the next where the words look ahead or it is near."""
    day = ctx.report
    if day is None:
        return None
    ahead, year = month - day.month, day.year
    if ctx.direction in (*AHEAD, "perhaps"):
        if ctx.direction != "future" and ahead < 0 and 12 + ahead > FAR_MONTHS:
            return undated(f"XXXX-{month:02d}", "month: expected, but this year's lies nearer than the next; which is not told")
        return of(cal.the_month(year + (ahead < 0), month), "month: the next, as the words look ahead", day)
    if ahead > SOON_MONTHS + (ctx.direction == "present") or (ahead == SOON_MONTHS and ctx.direction == "past"):
        return of(cal.the_month(year - 1, month), "month: the latest, in the year before the report's", day)
    return of(cal.the_month(year, month), "month: the one in the report's year", day)


def _maker(m: Meaning) -> Callable[[int], Period | None] | None:
    """How a named day, month or season becomes a period once its year is known."""
    month, day = m.month, m.day
    if m.holiday:
        return lambda year: cal.the_day(found) if (found := cal.holiday(m.holiday, year)) else None
    if month and day:
        return lambda year: cal.the_day(found) if (found := cal.real_day(year, month, day)) else None
    if month:
        return lambda year: cal.the_month(year, month)
    return (lambda year: cal.the_season(year, m.season)) if m.season else None


def _without_year(m: Meaning) -> str:
    if m.month:
        return f"XXXX-{m.month:02d}" + (f"-{m.day:02d}" if m.day else "")
    return f"XXXX-{m.season}" if m.season else "XXXX-XX-XX"


_RELATED = ("last", "next", "past", "coming", "previous", "following")


def _related(m: Meaning, day: date, candidates: list[Period]) -> Answer | None:
    """'last August', 'next spring', 'this past fall', 'last Thanksgiving'."""
    if m.relation in ("next", "coming", "following"):
        ahead = [p for p in candidates if p.first > day]
        return of(min(ahead, key=lambda p: p.first, default=None), f"{m.relation}: the first that begins after the report's day", day)
    before = day
    if m.relation == "last" and not m.holiday:
        before = cal.moved(day.replace(day=1), -RECENT_MONTHS, "M") or day
    last = max((p for p in candidates if p.last < before), key=lambda p: p.last, default=None)
    rule = (
        "last: the latest before the report's day, but not of the two months before it"
        if m.relation == "last"
        else "the latest that has ended"
    )
    return of(last, rule, day)


def _dayword(m: Meaning, ctx: Context) -> Answer | None:
    """'today', 'yesterday', 'the day after tomorrow'."""
    if ctx.report is None:
        return undated("XXXX-XX-XX")
    at = cal.moved(ctx.report, m.dayword or 0, "D")
    return of(cal.the_day(at) if at else None, "counted from the report's day", ctx.report)


# ---- weekdays ------------------------------------------------------------------------------------------------------


def _weekday(m: Meaning, ctx: Context) -> Answer | None:
    """'Friday': in news the latest one up to the report's day, which may be that day itself."""
    wanted = m.weekday or 1
    if m.relation in ("previous", "following", "that"):
        return _weekday_of_passage(m, ctx, wanted)
    if ctx.report is None:
        return undated(f"XXXX-WXX-{wanted}")
    day = ctx.report
    back = (day.isoweekday() - wanted) % 7
    if m.tail and m.tail[1] == "W":
        weeks = {"last": -1, "next": 1}.get(m.tail[0], 0)
        step, rule = wanted - day.isoweekday() + 7 * weeks, f"weekday of {m.tail[0]} week"
    elif m.relation in ("last", "past"):
        step, rule = -(back or 7), "last weekday: the latest before the report's day"
    elif m.relation in ("next", "coming"):
        step, rule = 7 - back, "next weekday: the first after the report's day"
    elif back and (ctx.direction in AHEAD or m.relation == "this" or back > NEAR_WEEKDAY.get(ctx.direction, back)):
        step, rule = 7 - back, "weekday: the next, as the words look ahead"
    elif ctx.sure and m.relation != "the" and back >= OLD_WEEKDAY - ctx.lead:
        step, rule = 7 - back, "weekday: the next; of one so long past the words would say 'last'"
    else:
        step, rule = -back, "weekday: the latest up to the report's day"
    at = cal.moved(day, step, "D")
    return of(cal.the_day(at) if at else None, rule, day)


def _weekday_of_passage(m: Meaning, ctx: Context, wanted: int) -> Answer | None:
    """'the following Monday', 'that Friday': counted from the day spoken of."""
    if ctx.focus is None or ctx.focus.grain not in ("day", "part", "minute"):
        return undated(f"XXXX-WXX-{wanted}", "counted from a day that the passage does not give")
    base = ctx.focus.first
    behind = (base.isoweekday() - wanted) % 7
    step = -(behind or 7) if m.relation == "previous" else 0 if m.relation == "that" and not behind else 7 - behind
    at = cal.moved(base, step, "D")
    return of(cal.the_day(at) if at else None, f"{m.relation} weekday: counted from the day spoken of", base)


def nth_weekday(m: Meaning, ctx: Context) -> Answer | None:
    """'the last Friday in August', 'the first Monday of May 2015': a day of that month; None where it has no such day."""
    month = named(replace(m, kind="date", weekday=None, part=""), ctx)
    if month is None or month.first is None or m.ordinal is None:
        return month and replace(month, value=f"{month.value}-XX")
    day = cal.nth_day(m.ordinal, m.weekday or 1, month.first.year, month.first.month)
    which = "the last" if m.ordinal < 0 else f"number {m.ordinal}"
    found = of(cal.the_day(day), f"{which} of such weekdays of the month; {month.rule}", month.anchor) if day else None
    return found and finish(found, m, ctx)


def week_of(m: Meaning, ctx: Context) -> Answer | None:
    """'Easter week': the ISO week that the day is in."""
    found = named(replace(m, kind="date"), ctx)
    if found is None or found.first is None:
        return found
    return of(cal.the_week(found.first), f"the week of a day; {found.rule}", ctx.report)


def weekend_of(m: Meaning, ctx: Context) -> Answer | None:
    """'Labor Day weekend', 'the weekend of Sept. 1': the weekend nearest to the day."""
    found = named(replace(m, kind="date"), ctx)
    if found is None or found.first is None:
        return found
    early = found.first.isoweekday() <= 2  # a Monday's weekend is the one before it
    at = cal.moved(found.first, -7 if early else 0, "D")
    return of(cal.the_weekend(at) if at else None, f"the weekend nearest to a day; {found.rule}", ctx.report)


# ---- clock, part of the day, edge ----------------------------------------------------------------------------------


def finish(found: Answer, m: Meaning, ctx: Context) -> Answer | None:
    """Clock, part of the day or edge ('late 2017') added to a named period."""
    day = found.first if found.period and found.period.grain == "day" else None
    if m.clock or m.part:
        if day is None:
            tail = m.clock or m.part
            return replace(found, type="TIME", value=f"{found.value}T{tail}") if found.first is None else None
        made = cal.the_minute(day, m.clock) if m.clock else cal.the_part(day, m.part)
        rule = f"{found.rule}; {m.zone} as written" if m.zone else found.rule
        return replace(found, type="TIME", value=made.value, period=made, rule=rule)
    return edged(found, m.edge, ctx.report) if m.edge else found


def edged(found: Answer, edge: str, report: date | None) -> Answer:
    """'early this year': the value stays the year's, the days are bounds, and the answer is marked vague."""
    p = found.period
    if p is None or found.first is None or p.grain in ("day", "part", "minute"):
        return found
    inside = report is not None and p.first <= report <= p.last
    if edge == "sometime" or (edge in ("earlier", "later") and not inside):
        return replace(found, vague=True)
    if report and edge in ("earlier", "later"):
        first, last = (p.first, report - timedelta(days=1)) if edge == "earlier" else (report, p.last)
        if first > last:
            first = last = report
        return replace(found, first=first, last=last, vague=True, rule=f"{found.rule}; {edge} than the report's day")
    first, last = cal.edge_days(p, edge)
    if report and inside and edge == "early" and p.grain == "year" and report.month > 1:
        last = min(last, report.replace(day=1) - timedelta(days=1))
    return replace(found, first=first, last=last, vague=True, rule=f"{found.rule}; {edge} part of the {p.grain}")


# ---- years, decades, centuries, ranges -----------------------------------------------------------------------------


def year(m: Meaning, ctx: Context) -> Answer | None:
    found = of(cal.the_year(m.year), "a year") if m.year is not None else None
    return found and edged(found, m.edge, ctx.report) if m.edge else found


def fiscal(m: Meaning, ctx: Context) -> Answer | None:
    """'fiscal 1989', 'the current fiscal year': named, but its days depend on whose year it is."""
    if m.year is None and ctx.report is None:
        return undated("XXXX")
    number = (
        m.year if m.year is not None or ctx.report is None else ctx.report.year + {"last": -1, "latest": -1, "next": 1}.get(m.relation, 0)
    )
    return undated(f"{number:04d}", "a fiscal year: its first day is not told") if number and 1 <= number <= 9999 else None


def decade(m: Meaning, ctx: Context) -> Answer | None:
    found = of(cal.the_decade(m.decade), "a decade") if m.decade is not None else None
    return found and edged(found, m.edge, ctx.report) if m.edge else found


def century(m: Meaning, ctx: Context) -> Answer | None:
    found = of(cal.the_century(m.ordinal - 1), "a century, by its hundred") if m.ordinal else None
    return found and edged(found, m.edge, ctx.report) if m.edge else found


def range_(m: Meaning, ctx: Context) -> Answer | None:
    """'1989-2013', 'March 3-5, 2015', 'June and July of 2009': from the first to the last."""
    if m.month is None:
        ends = [m.year, m.year2]
        if m.year is not None and m.year2 is not None and m.year2 < 100:
            ends[1] = m.year2 + m.year // 100 * 100 + (100 if m.year2 < m.year % 100 else 0)
        first, last = (cal.the_year(y) if y is not None else None for y in ends)
    else:
        start = named(replace(m, kind="date", day2=None, month2=None), ctx)
        first = start.period if start else None
        if start is None or first is None:
            return start
        day = cal.real_day(first.first.year, m.month2 or m.month, m.day2) if m.day2 else None
        last = (cal.the_day(day) if day else None) if m.day2 else cal.the_month(first.first.year, m.month2 or m.month)
    if first is None or last is None or last.last < first.first:
        return None
    anchor = None if m.year is not None else ctx.report
    return Answer("DATE", f"{first.value}/{last.value}", "from the first to the last", first.first, last.last, anchor)
