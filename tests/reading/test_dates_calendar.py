"""Calendar arithmetic."""

from __future__ import annotations

from datetime import date

import pytest

from secondsource.reading import dates_calendar as cal


@pytest.mark.parametrize(
    ("year", "day"), [(1998, date(1998, 4, 12)), (2000, date(2000, 4, 23)), (2018, date(2018, 4, 1)), (2038, date(2038, 4, 25))]
)
def test_easter(year: int, day: date) -> None:
    """Easter Sunday, early, late and between."""
    assert cal.easter(year) == day


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("thanksgiving", 1999, date(1999, 11, 25)),
        ("electionday", 2016, date(2016, 11, 8)),
        ("memorialday", 2018, date(2018, 5, 28)),
        ("laborday", 2018, date(2018, 9, 3)),
        ("goodfriday", 2018, date(2018, 3, 30)),
        ("christmaseve", 2018, date(2018, 12, 24)),
    ],
)
def test_named_days(name: str, year: int, day: date) -> None:
    """Fixed days, nth weekdays, last weekdays and days counted from Easter."""
    assert cal.holiday(name, year) == day


@pytest.mark.parametrize(
    ("day", "count", "unit", "expected"),
    [
        (date(2018, 3, 31), -1, "M", date(2018, 2, 28)),
        (date(2016, 2, 29), 1, "Y", date(2017, 2, 28)),
        (date(2018, 12, 31), 1, "D", date(2019, 1, 1)),
        (date(2018, 5, 10), 2, "2W", date(2018, 6, 7)),
        (date(1, 1, 1), -1, "D", None),
        (date(9999, 12, 31), 1, "M", None),
        (date(2018, 1, 1), 1e20, "D", None),
        (date(2018, 1, 1), -1e20, "Y", None),
    ],
)
def test_moving(day: date, count: float, unit: str, expected: date | None) -> None:
    """Months keep the day where there is one; beyond the calendar there is no day."""
    assert cal.moved(day, count, unit) == expected


def test_the_week_of_a_day_is_the_iso_week() -> None:
    """1 January 2017, a Sunday, is in the last week of 2016."""
    week = cal.the_week(date(2017, 1, 1))

    assert week
    assert (week.value, week.first, week.last) == ("2016-W52", date(2016, 12, 26), date(2017, 1, 1))


@pytest.mark.parametrize(
    ("edge", "first", "last"),
    [
        ("early", date(2017, 1, 1), date(2017, 5, 31)),
        ("mid", date(2017, 5, 1), date(2017, 8, 31)),
        ("late", date(2017, 9, 1), date(2017, 12, 31)),
    ],
)
def test_the_edges_of_a_year(edge: str, first: date, last: date) -> None:
    """Early is January to May, mid May to August, late September to December."""
    year = cal.the_year(2017)

    assert year
    assert cal.edge_days(year, edge) == (first, last)


def test_no_period_outside_the_calendar() -> None:
    """The year 0, the year 10000 and the century before the first are none."""
    assert [cal.the_year(0), cal.the_year(10_000), cal.the_century(0), cal.the_month(9999, 12) is None] == [None, None, None, False]
