"""Resolving the times of business reports: quarters, halves, 'the latest period', 'a year earlier'."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from secondsource.reading import dates_calendar as cal
from secondsource.reading.dates_calendar import Period
from secondsource.reading.dates_named import around, nearest, year_of
from secondsource.reading.dates_values import Answer, Context, of, undated
from secondsource.reading.times_direction import AHEAD, UNTOLD
from secondsource.reading.times_meaning import Meaning


def quarter(m: Meaning, ctx: Context) -> Answer | None:
    """'the third quarter': of the year named, else the latest that has begun; 'the quarter': the one spoken of."""
    year, n = year_of(m, ctx), m.ordinal
    if n is None:
        return _the_quarter(m, ctx, year)
    if m.fiscal:
        return _without_days(quarter(replace(m, fiscal=False), ctx))
    if not 1 <= n <= 4:
        return None
    if year is not None:
        return of(cal.the_quarter(year, n), "quarter of a year named")
    if ctx.report is None:
        return undated(f"XXXX-Q{n}")
    now = (ctx.report.month + 2) // 3
    if ctx.direction in (*AHEAD, "perhaps") and n not in (now, (now + 2) % 4 + 1):  # results of the quarter just ended are still to come
        ahead = [p for p in around(ctx.report, lambda y: cal.the_quarter(y, n)) if p.first > ctx.report]
        return of(ahead[0] if ahead else None, "quarter: the next, as the words look ahead", ctx.report)
    return of(_begun(ctx.report, n), "quarter: the latest that has begun", ctx.report)


def _the_quarter(m: Meaning, ctx: Context, year: int | None) -> Answer | None:
    """'the quarter', 'the latest period', 'last year's quarter'."""
    if ctx.report is None:
        return undated("XXXX-QX")
    ended = _begun(ctx.report, None)
    spoken = ctx.quarter if ctx.quarter and ctx.quarter.first <= ctx.report else ended
    wanted = year if year is not None else spoken.first.year - (1 if m.tail else 0)
    rule = "quarter: the one the passage speaks of, else the latest that has ended"
    found = of(cal.the_quarter(wanted, int(spoken.value[-1])), rule, ctx.report)
    return _without_days(found) if ctx.fiscal and spoken is ctx.quarter else found


def _without_days(found: Answer | None) -> Answer | None:
    """The quarter of a fiscal year: its number stands, but its days depend on whose year it is."""
    return found and replace(found, first=None, last=None, anchor=None, rule="a quarter of a fiscal year: its first day is not told")


def _begun(report: date, n: int | None) -> Period:
    """The latest quarter ``n`` that has begun; without ``n`` the latest that has ended."""
    now = cal.the_quarter(report.year, (report.month + 2) // 3) or Period("quarter", report, report, "")
    if n is None:
        return cal.containing(now.first - timedelta(days=1), "Q") or now if report.year > 1 else now
    here = cal.the_quarter(report.year, n)
    return here if here and here.first <= report else cal.the_quarter(report.year - 1, n) or now


def half(m: Meaning, ctx: Context) -> Answer | None:
    """'the first half of 1990', 'second-half results'."""
    n = 2 if m.ordinal == -1 else m.ordinal
    if n not in (1, 2):
        return None
    year = year_of(m, ctx)
    if year is not None:
        return of(cal.the_half(year, n), "half of a year named")
    if ctx.report is None:
        return undated(f"XXXX-H{n}")
    found = nearest(
        around(ctx.report, lambda y: cal.the_half(y, n)), replace(ctx, direction=ctx.direction if ctx.direction not in UNTOLD else "past")
    )
    return of(found, "half without a year: the nearest", ctx.report)


def yearago(m: Meaning, ctx: Context) -> Answer | None:
    """'a year earlier' in a report on business: the same quarter of the year before; else that year."""
    if ctx.report is None:
        return undated("XXXX")
    n = m.ordinal or (int(ctx.quarter.value[-1]) if ctx.quarter else None)
    if n and 1 <= n <= 4:
        year = ctx.quarter.first.year if ctx.quarter else _begun(ctx.report, n).first.year
        found = of(cal.the_quarter(year - 1, n), "the same quarter, a year before", ctx.report)
        return _without_days(found) if ctx.fiscal else found
    return of(cal.the_year(ctx.report.year - 1), "a year before the report", ctx.report)
