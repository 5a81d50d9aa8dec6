"""Calendar arithmetic: periods of every grain, moving between them, and named days. Pure; no clock.

A `Period` is the answer's shape: its TIMEX3 value and the days it covers. Functions give None where the calendar has no
such time (31 February, the year 0, 10^20 days ago).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from secondsource.data import table

GRAINS = ("minute", "part", "day", "weekend", "week", "month", "season", "quarter", "half", "year", "decade", "century")
GRAIN_OF = {
    "D": "day",
    "W": "week",
    "2W": "week",
    "M": "month",
    "Q": "quarter",
    "Y": "year",
    "E": "decade",
    "C": "century",
    "TH": "minute",
    "TM": "minute",
    "TS": "minute",
}
_MONTHS_IN = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200, "L": 12000}
_DAYS_IN = {"D": 1.0, "W": 7.0, "2W": 14.0, "TH": 1 / 24, "TM": 1 / 1440, "TS": 1 / 86400}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar with a name: ``Period("month", 2018-09-01, 2018-09-30, "2018-09")``."""

    grain: str
    first: date
    last: date
    value: str


def real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def month_end(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


# ---- periods by name -----------------------------------------------------------------------------------------------


def the_day(day: date) -> Period:
    return Period("day", day, day, day.isoformat())


def the_part(day: date, part: str) -> Period:
    """``part`` is MO, AF, EV or NI; a night belongs to the day on which it begins."""
    return Period("part", day, day, f"{day.isoformat()}T{part}")


def the_minute(day: date, clock: str) -> Period:
    return Period("minute", day, day, f"{day.isoformat()}T{clock}")


def the_year(year: int) -> Period | None:
    return Period("year", date(year, 1, 1), date(year, 12, 31), f"{year:04d}") if 1 <= year <= 9999 else None


def the_months(grain: str, year: int, first: int, last: int, value: str) -> Period | None:
    """From the first of month ``first`` to the end of month ``last``, of the year after where that is a smaller number."""
    end = year + (last < first)
    return Period(grain, date(year, first, 1), month_end(end, last), value) if year >= 1 and end <= 9999 else None


def the_month(year: int, month: int) -> Period | None:
    return the_months("month", year, month, month, f"{year:04d}-{month:02d}")


def the_quarter(year: int, quarter: int) -> Period | None:
    return the_months("quarter", year, 3 * quarter - 2, 3 * quarter, f"{year:04d}-Q{quarter}")


def the_half(year: int, half: int) -> Period | None:
    return the_months("half", year, 6 * half - 5, 6 * half, f"{year:04d}-H{half}")


def the_season(year: int, season: str) -> Period | None:
    first, last = table("seasons.toml")[season]
    return the_months("season", year, first, last, f"{year:04d}-{season}")


def the_decade(decade: int) -> Period | None:
    """``the_decade(199)`` is the 1990s."""
    return Period("decade", date(decade * 10, 1, 1), date(decade * 10 + 9, 12, 31), f"{decade:03d}") if 1 <= decade <= 999 else None


def the_century(hundreds: int) -> Period | None:
    """``the_century(19)`` is the years 1900 to 1999, which newspapers call the 20th century."""
    return (
        Period("century", date(hundreds * 100, 1, 1), date(hundreds * 100 + 99, 12, 31), f"{hundreds:02d}") if 1 <= hundreds <= 99 else None
    )


def the_week(day: date) -> Period | None:
    """The ISO week, Monday to Sunday."""
    year, week, weekday = day.isocalendar()
    monday = moved(day, 1 - weekday, "D")
    sunday = moved(day, 7 - weekday, "D")
    return Period("week", monday, sunday, f"{year:04d}-W{week:02d}") if monday and sunday else None


def the_weekend(day: date) -> Period | None:
    """Saturday and Sunday of the ISO week that ``day`` is in."""
    week = the_week(day)
    return week and Period("weekend", week.last - timedelta(days=1), week.last, week.value + "-WE")


def containing(day: date, unit: str) -> Period | None:
    """The period of a unit that ``day`` is in: the month of 8 September 2018 is 2018-09."""
    makers: dict[str, Callable[[], Period | None]] = {
        "W": lambda: the_week(day),
        "2W": lambda: the_week(day),
        "M": lambda: the_month(day.year, day.month),
        "Q": lambda: the_quarter(day.year, (day.month + 2) // 3),
        "Y": lambda: the_year(day.year),
        "E": lambda: the_decade(day.year // 10),
        "C": lambda: the_century(day.year // 100),
    }
    return makers[unit]() if unit in makers else the_day(day)


# ---- moving --------------------------------------------------------------------------------------------------------


def moved(day: date, count: float, unit: str) -> date | None:
    """``day`` moved by so many units; months keep the day of the month where there is one. None beyond the calendar."""
    try:
        if unit in _DAYS_IN:
            return day + timedelta(days=_toward_zero(count * _DAYS_IN[unit]))
        months = count * _MONTHS_IN[unit]
        at = day.year * 12 + day.month - 1 + _toward_zero(months)
        year, month = divmod(at, 12)
        there = date(year, month + 1, min(day.day, month_end(year, month + 1).day))
        return there + timedelta(days=_toward_zero((months - _toward_zero(months)) * 29))
    except (ValueError, OverflowError):
        return None


def _toward_zero(number: float) -> int:
    if abs(number) > 4_000_000:  # days in ten thousand years: beyond any calendar
        raise OverflowError
    return int(number)


# ---- named days ----------------------------------------------------------------------------------------------------


@functools.cache
def _rules() -> dict[str, dict[str, Any]]:
    return {name.replace(" ", ""): entry for entry in table("holidays.toml")["holiday"] for name in entry["names"]}


def easter(year: int) -> date:
    """Easter Sunday of the western churches, by the anonymous Gregorian computus."""
    century, in_century = divmod(year, 100)
    golden = year % 19
    leap, rest = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    to_sunday = (32 + 2 * rest + 2 * (in_century // 4) - moon - in_century % 4) % 7
    late = (golden + 11 * moon + 22 * to_sunday) // 451
    month, day = divmod(moon + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def holiday(name: str, year: int) -> date | None:
    """The day of a holiday in a year; ``name`` without spaces, as in ``data/holidays.toml``."""
    rule = _rules().get(name)
    if rule is None or not 1583 <= year <= 9998:
        return None
    if "easter" in rule:
        day = easter(year) + timedelta(days=rule["easter"])
    elif "on" in rule:
        day = date.fromisoformat(f"{year:04d}-{rule['on']}")
    else:
        which, weekday, month = rule["nth"]
        day = nth_day(which, weekday, year, month) or date(year, month, 1)
    return day + timedelta(days=rule.get("after", 0))


def nth_day(which: int, weekday: int, year: int, month: int) -> date | None:
    """The first, second … weekday of a month, -1 the last; None for a fifth that the month does not have."""
    if which < 0:
        end = month_end(year, month)
        return end - timedelta(days=(end.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (which - 1))
    return day if day.month == month and which else None


# ---- parts of a period ---------------------------------------------------------------------------------------------


def edge_days(period: Period, edge: str) -> tuple[date, date]:
    """The days meant by the early, middle or late part of a period.

    ``start`` and ``end`` are the first and last month of a year, else the early and late part.
    Years: January to May, May to August, September to December. Months: days 1 to 10, 11 to 20, 21 to the end.
    Decades: years 0 to 3, 4 to 6, 7 to 9. Centuries alike. Other periods: thirds.
    """
    first, last = period.first, period.last
    if period.grain == "year" and edge in ("start", "end"):
        return (first, first.replace(day=31)) if edge == "start" else (last.replace(day=1), last)
    edge = {"start": "early", "end": "late"}.get(edge, edge)
    if period.grain == "year":
        months = {"early": (1, 5), "mid": (5, 8), "late": (9, 12)}[edge]
        return date(first.year, months[0], 1), month_end(first.year, months[1])
    if period.grain == "month":
        days = {"early": (1, 10), "mid": (11, 20), "late": (21, last.day)}[edge]
        return first.replace(day=days[0]), first.replace(day=days[1])
    if period.grain == "decade":
        years = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[edge]
        return date(first.year + years[0], 1, 1), date(first.year + years[1], 12, 31)
    if period.grain == "century":
        years = {"early": (0, 33), "mid": (34, 66), "late": (67, 99)}[edge]
        return date(first.year + years[0], 1, 1), date(first.year + years[1], 12, 31)
    third = ((last - first).days + 1) // 3
    if third == 0:
        return first, last
    at = {"early": 0, "mid": 1, "late": 2}[edge]
    return first + timedelta(days=at * third), last if at == 2 else first + timedelta(days=(at + 1) * third - 1)
