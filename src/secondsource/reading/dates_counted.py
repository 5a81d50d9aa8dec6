"""Resolving what is counted from a day: 'last week', 'that night', 'six years ago', 'three weeks later', 'the past year'.

The grain of an answer is the unit's, never finer: 'six years ago' is a year.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from secondsource.reading import dates_calendar as cal
from secondsource.reading.dates_business import yearago
from secondsource.reading.dates_calendar import Period
from secondsource.reading.dates_named import edged, finish
from secondsource.reading.dates_undated import amount
from secondsource.reading.dates_undated import vague as undated_vague
from secondsource.reading.dates_values import NO_DAY, ROUGH, Answer, Context, of, undated
from secondsource.reading.times_direction import AHEAD
from secondsource.reading.times_meaning import Meaning

STEP = {"last": -1, "latest": -1, "past": -1, "next": 1, "coming": 1, "previous": -1, "following": 1}
BLANK = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX", "E": "XXX", "C": "XX"}
HOURS = ("TH", "TM", "TS")
LATER = ("later", "afterward", "afterwards")
LONG = ("M", "Q", "Y", "E")  #: 'the coming months' say when; 'the coming days' say no more than 'soon'
SUNDAY = 7


def of_passage(m: Meaning) -> bool:
    """Whether the expression is counted from the time spoken of rather than from the report."""
    if m.kind == "offset":
        return m.toward not in ("ago", "from now", "hence")
    return m.kind == "nextto" or m.relation in ("that", "previous", "following") or (m.relation == "next" and m.unit == "D")


# ---- units ---------------------------------------------------------------------------------------------------------


def deictic(m: Meaning, ctx: Context) -> Answer | None:
    """'last week', 'this year', 'the following month', 'that day', 'the end of next year'."""
    if m.fiscal:
        year = f"{ctx.report.year + STEP.get(m.relation, 0):04d}" if ctx.report else "XXXX"
        return undated(year, "a fiscal year: its first day is not told")
    relation, unit = m.tail or (m.relation, m.unit)
    passage = of_passage(replace(m, relation=relation, unit=unit))
    base = (ctx.focus.first if ctx.focus else None) if passage else ctx.report
    blank = BLANK.get(unit, "XXXX")
    if base is None:
        return undated(blank, ROUGH if passage else NO_DAY)
    start = base.replace(day=1) if unit in ("M", "Q", "Y", "E", "C") else base
    at = cal.moved(start, STEP.get(relation, 0), unit)
    rule = f"{relation} {cal.GRAIN_OF.get(unit, '')}: counted from {'the time spoken of' if passage else 'the report'}"
    found = of(cal.containing(at, unit) if at else None, rule, base)
    if found and found.first and not passage and (relation, unit, base.isoweekday()) == ("last", "W", SUNDAY):
        rule = f"{rule}; on a Sunday it may be the week just ended"
        found = replace(found, last=cal.moved(base, -1, "D"), vague=True, rule=rule)
    return found and finish(found, m, ctx)


def nextto(m: Meaning, ctx: Context) -> Answer | None:
    """'the day before', 'the night after', counted from the time spoken of."""
    return deictic(replace(m, kind="deictic", relation="previous" if m.toward == "before" else "following"), ctx)


def daypart(m: Meaning, ctx: Context) -> Answer | None:
    """'this morning', 'last night', 'that evening', 'tonight'."""
    passage = m.relation in ("that", "previous", "following", "next")
    base = (ctx.focus.first if ctx.focus else None) if passage else ctx.report
    if base is None:
        return undated(f"XXXX-XX-XXT{m.part}", ROUGH if passage else NO_DAY, "TIME")
    at = cal.moved(base, STEP.get(m.relation, 0), "D")
    return of(
        cal.the_part(at, m.part) if at else None, f"{m.relation}: counted from {'the day spoken of' if passage else 'the report'}", base
    )


def clock(m: Meaning, ctx: Context) -> Answer | None:
    """A clock time alone belongs to the day the passage is at, else to the report's."""
    day = ctx.clock_day or ctx.report
    if day is None:
        return undated(f"XXXX-XX-XXT{m.clock}", kind="TIME")
    rule = f"clock time on {'the day spoken of' if ctx.clock_day else 'the day of the report'}{f'; {m.zone} as written' if m.zone else ''}"
    return of(cal.the_minute(day, m.clock), rule, day)


def day_spoken_of(m: Meaning, ctx: Context) -> Answer | None:
    """'later in the day': the day the passage is at, else the report's."""
    day = ctx.clock_day or (ctx.focus.first if ctx.focus else ctx.report)
    if day is None:
        return undated("XXXX-XX-XX")
    return of(cal.the_day(day), "the day of the report" if day == ctx.report else "the day spoken of", day)


def on_day(m: Meaning, day: Answer) -> Answer | None:
    """'at 6 a.m. the next day', 'at 4 in the morning (4 a.m. EDT Thursday)': a clock time on the day told behind it, if that is known."""
    if day.period is None or day.period.grain not in ("day", "part", "minute"):
        return undated(f"XXXX-XX-XXT{m.clock}", day.rule, "TIME")
    return of(cal.the_minute(day.period.first, m.clock), f"clock time on the day behind it; {day.rule}", day.anchor)


def weekend(m: Meaning, ctx: Context) -> Answer | None:
    """'the weekend': the latest that has begun, or the next where the words look ahead."""
    here = ctx.report and cal.the_weekend(ctx.report)
    if ctx.report is None or not here:
        return undated("XXXX-WXX-WE")
    step = 0
    if m.relation in ("last", "past", "previous"):
        step = -1
    elif m.relation in ("next", "following", "coming"):
        step = 1 if m.relation == "next" or ctx.report >= here.first else 0
    elif m.relation != "this" and ctx.direction not in AHEAD and ctx.report < here.first:
        step = -1
    at = cal.moved(ctx.report, 7 * step, "D")
    return of(cal.the_weekend(at) if at else None, "weekend: the latest that has begun" if step <= 0 else "weekend: the next", ctx.report)


def unitend(m: Meaning, ctx: Context) -> Answer | None:
    """'by year-end': the last month of the report's year; 'since year-end': of the year before."""
    if ctx.report is None:
        return undated("XXXX")
    found = of(cal.the_year(ctx.report.year + STEP.get(m.relation, 0)), "the end of a year counted from the report's", ctx.report)
    return replace(found, first=found.first.replace(month=12), vague=True) if found and found.first else None


# ---- offsets -------------------------------------------------------------------------------------------------------


def offset(m: Meaning, ctx: Context) -> Answer | None:
    """'six years ago', 'two years later', 'twenty minutes later'."""
    if m.count is None or not m.unit:
        return None
    if not of_passage(m):
        return _from_report(m, ctx)
    sign = -1 if m.toward in ("earlier", "previously", "before") else 1
    if m.toward in ("before", "after") and not m.fixed:  # fixed: the day follows directly, 'two days before Christmas'
        return undated(amount(m), "counted from an event whose day the words do not give", "DURATION")
    if m.unit == "Y" and m.count == 1 and m.toward == "earlier" and (ctx.quarter or ctx.focus is None or _is_new(ctx)):
        return yearago(m, ctx)
    if ctx.focus is None:
        return undated(amount(m), ROUGH, "DURATION")
    if m.fixed == "event" and ctx.focus.grain == "month" and m.unit in ("D", "W", "2W"):
        return _from_month(m, ctx.focus, sign)
    if m.unit in HOURS:
        return _hours_from_event(m, ctx.focus, sign) if m.fixed == "event" else _by_clock(m, ctx, sign)
    at = cal.moved(ctx.focus.first, sign * m.count, m.unit)
    if at is None:
        return undated(amount(m), "beyond the calendar", "DURATION")
    if m.toward in LATER and ctx.report and at > ctx.report >= ctx.focus.first and ctx.direction not in AHEAD:
        return undated(amount(m), "so long after the time spoken of lies behind the report", "DURATION")  # '200 years later we still …'
    grain = ctx.focus.grain
    unit = m.unit if m.unit in ("M", "Y") else "Y"
    if m.unit in ("D", "W", "2W"):
        unit = "D" if grain in ("day", "part", "minute") else "W"
    elif m.unit == "Y" and grain == "month":
        unit = "M"
    spoken = "its event, which the text dates" if m.fixed == "event" else "the time spoken of"
    found = of(cal.containing(at, unit), f"{amount(m)} {'before' if sign < 0 else 'after'} {spoken}", ctx.focus.first)
    return _roughly(found, m, ctx.focus, sign) if found and m.fixed == "event" and m.approx else found


def _roughly(found: Answer, m: Meaning, event: Period, sign: int) -> Answer:
    """'less than a month after the attack', 'more than two years before it': bounds, marked vague."""
    first, last = found.first, found.last
    if m.approx in ("more than", "at least", "just over", "no less than"):
        first, last = (None, last) if sign < 0 else (first, None)
    elif m.approx in ("less than", "nearly", "almost", "just under", "fewer than", "up to", "at most"):
        first, last = (first, event.last) if sign < 0 else (event.first, last)
    return replace(found, first=first, last=last, vague=True, rule=f"{found.rule}; {m.approx} so long")


def _from_month(m: Meaning, event: Period, sign: int) -> Answer:
    """'three days after the plea', which came some day in August: so many days after its first to so many after its last."""
    first, last, middle = (cal.moved(day, sign * (m.count or 0), m.unit) for day in (event.first, event.last, event.first.replace(day=15)))
    month = cal.containing(middle, "M") if middle else None
    if first is None or last is None or month is None:
        return undated(amount(m), "beyond the calendar", "DURATION")
    rule = f"{amount(m)} {'before' if sign < 0 else 'after'} its event, of which the text tells the month"
    return Answer("DATE", month.value, rule, first, last, event.first, True)


def _hours_from_event(m: Meaning, event: Period, sign: int) -> Answer:
    """'48 hours after the attack': from its day to so many hours on, as its hour is not counted."""
    days = -(-(m.count or 0) * (1 if m.unit == "TH" else 0.02) // 24)
    other = cal.moved(event.first if sign < 0 else event.last, sign * days, "D")
    if other is None or event.grain == "month":
        return undated(amount(m), "counted from an hour that the text does not give", "DURATION")
    first, last = (other, event.last) if sign < 0 else (event.first, other)
    return Answer("DURATION", amount(m), "hours from an event which the text dates", first, last, event.first, True)


NEAR_DAYS = {"D": 7, "W": 28}  #: 'in the days before', 'weeks after' an event lie so near to it


def vague(m: Meaning, ctx: Context) -> Answer | None:
    """'in the weeks before the shooting', whose day the text tells: the month that most of them lie in; no days are told."""
    if m.fixed != "event" or ctx.focus is None or m.unit not in NEAR_DAYS:
        return undated_vague(m, ctx)
    middle = cal.moved(ctx.focus.first, (-1 if m.toward == "before" else 1) * (NEAR_DAYS[m.unit] // 2), "D")
    month = cal.containing(middle, "M") if middle else None
    return undated(month.value, f"{m.toward} its event, which the text dates; how long is not told") if month else undated_vague(m, ctx)


def _is_new(ctx: Context) -> bool:
    """Whether the passage speaks of the report's own year: 'a year earlier' then looks back from the report."""
    return bool(ctx.focus and ctx.report and ctx.focus.first.year >= ctx.report.year)


def _by_clock(m: Meaning, ctx: Context, sign: int) -> Answer | None:
    """'Twenty minutes later', counted from a clock time."""
    day = ctx.clock_day
    if not ctx.focus_clock or day is None or m.count is None or m.unit == "TS" or m.count > 10**4:
        return undated(amount(m), "counted from an hour that the passage does not give", "DURATION")
    hour, minute = (int(x) for x in ctx.focus_clock.split(":"))
    days, rest = divmod(int(hour * 60 + minute + sign * m.count * (60 if m.unit == "TH" else 1)), 1440)
    at = cal.moved(day, days, "D")
    return of(cal.the_minute(at, f"{rest // 60:02d}:{rest % 60:02d}") if at else None, "counted from the clock time before it", day)


def _from_report(m: Meaning, ctx: Context) -> Answer | None:
    """'six years ago', 'three weeks from now'."""
    count, sign = m.count or 0.0, -1 if m.toward == "ago" else 1
    if sign < 0 and m.unit == "Y" and count == 1 and ctx.quarter and not m.approx:
        return yearago(m, ctx)
    if ctx.report is None:
        return undated(BLANK.get(m.unit, "XXXX"))
    at = cal.moved(ctx.report, sign * count, m.unit)
    if at is None:
        return undated("PAST_REF" if sign < 0 else "FUTURE_REF", "beyond the calendar")
    unit = "D" if m.unit in HOURS else {"2W": "W"}.get(m.unit, m.unit if m.unit in ("D", "W", "M") else "Y")
    found = of(cal.containing(at, unit), f"{amount(m)} {m.toward}: counted from the report's day", ctx.report)
    if found is None or not m.approx or sign > 0:
        return found
    rough = _approximate(found, m, ctx.report, at)
    return replace(rough, period=None) if m.unit in HOURS else rough  # no day that a later 'that day' could mean


def _approximate(found: Answer, m: Meaning, report: date, at: date) -> Answer:
    """'at least two months ago', 'more than two years ago', 'nearly two weeks ago': bounds, marked vague."""
    count = m.count or 0.0
    if m.approx in ("at least", "no less than"):
        return replace(found, first=None, last=at, vague=True, rule=f"{found.rule}; at least so long ago")
    if m.approx in ("more than", "just over"):
        first = cal.moved(report, -(count + 1), m.unit)
        return replace(found, first=first, last=at, vague=True, rule=f"{found.rule}; and less than one more")
    if m.approx in ("nearly", "almost", "less than", "just under", "fewer than"):
        last = report if m.approx in ("less than", "fewer than") else cal.moved(report, -0.75 * count, m.unit)
        return replace(found, first=at, last=last, vague=True, rule=f"{found.rule}; not quite so long ago") if last else found
    return replace(found, vague=True)


# ---- stretches -----------------------------------------------------------------------------------------------------


def stretch(m: Meaning, ctx: Context) -> Answer | None:
    """'the past two weeks' ends at the report's day, 'the next two weeks' begins there."""
    if m.relation == "recent":
        return _recent(m, ctx)
    if m.count is None and not m.vague_count and m.relation not in ("coming", "first"):
        m = replace(m, count=1.0)
    value = amount(m)
    if m.relation == "first" or (m.relation == "last" and m.year is not None):
        return _within_year(m, value)
    if m.relation == "coming" and ctx.report and m.unit in LONG and (m.vague_count or m.count is None):
        rule = "a stretch that begins at the report's day; how long is not told"
        return Answer("DURATION", value, rule, ctx.report, None, ctx.report, True)
    if m.vague_count or m.count is None or m.relation not in STEP or m.unit in HOURS:
        return undated(value, "a stretch whose ends the words do not give", "DURATION")
    if ctx.report is None:
        return undated(value, NO_DAY, "DURATION")
    ahead = STEP[m.relation] > 0
    end = cal.moved(ctx.report, m.count if ahead else -m.count, m.unit)
    if end is None:
        return undated(value, "beyond the calendar", "DURATION")
    first, last = (ctx.report, end) if ahead else (end, ctx.report)
    return Answer("DURATION", value, f"a stretch that {'begins' if ahead else 'ends'} at the report's day", first, last, ctx.report, True)


def _within_year(m: Meaning, value: str) -> Answer:
    """'the first nine months of 1997', 'the last three months of 2001'."""
    year = cal.the_year(m.year) if m.year is not None else None
    if year is None or m.count is None:
        return undated(value, "a stretch whose ends the words do not give", "DURATION")
    length = cal.moved(year.first, m.count, m.unit)
    if length is None or length.year > year.first.year + 1 or (length.year > year.first.year and length != cal.moved(year.first, 1, "Y")):
        return undated(value, "a stretch longer than its year", "DURATION")
    days = (length - year.first).days
    if m.relation == "first":
        return Answer("DURATION", value, "the first part of a year named", year.first, cal.moved(year.first, days - 1, "D"))
    begins = cal.moved(year.first, 12 - m.count, "M") if m.unit == "M" else cal.moved(year.last, 1 - days, "D")
    return Answer("DURATION", value, "the last part of a year named", begins, year.last)


def _recent(m: Meaning, ctx: Context) -> Answer:
    """'in recent days': the seven days before the report; of other units no bound is told."""
    if m.unit == "D" and ctx.report:
        first = cal.moved(ctx.report, -7, "D")
        return Answer("DATE", "PAST_REF", "recent days: the seven days before the report's", first, ctx.report, ctx.report, True)
    return undated("PAST_REF" if m.unit in ("D", "Y", "W") else amount(replace(m, vague_count=True)), "no bound is told")


def ended(m: Meaning, ctx: Context) -> Answer | None:
    """'the end of 1990', 'early in the week': the edge of a period."""
    found = of(cal.the_year(m.year), "a year") if m.year is not None else deictic(m, ctx)
    return found and edged(found, m.edge, ctx.report) if m.year is not None else found
