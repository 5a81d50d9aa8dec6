"""What two counts or two times allow together."""

from __future__ import annotations

from datetime import date

import pytest

from makers import article
from secondsource.model import Interval, Quantity, TimeExpression
from secondsource.stories.differences_counts import bounds, counted, counts_one, days, overlap, unlike

PAGE = article("x")


def count(low: float | None, high: float | None, vague: bool = False, unit: str = "meeting") -> Quantity:
    return Quantity(PAGE.span(0, 1), low, high, unit, vague)


EXACT, AT_LEAST, AT_MOST = count(56, 56), count(3, None), count(None, 2)
SEVERAL, DOZENS, ABOUT = count(2, None, True), count(24, None, True), count(40, 40, True)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (EXACT, count(56, 56), "compatible"),
        (EXACT, count(58, 58), "different"),
        (EXACT, AT_LEAST, "compatible"),
        (EXACT, AT_MOST, "different"),
        (EXACT, SEVERAL, "compatible"),
        (EXACT, DOZENS, "compatible"),
        (count(12, 12), DOZENS, "different"),  # 12 are not dozens
        (EXACT, ABOUT, "different"),  # 56 and about 40
        (count(43, 43), ABOUT, "compatible"),
        (count(44, 44), ABOUT, "compatible"),  # the tenth itself
        (count(45, 45), ABOUT, "different"),
        (count(12, 12), count(12, None), "compatible"),  # 12 and at least a dozen
        (AT_LEAST, SEVERAL, "compatible"),
        (AT_LEAST, AT_MOST, "different"),
        (AT_LEAST, DOZENS, "compatible"),
        (AT_LEAST, ABOUT, "compatible"),
        (AT_MOST, SEVERAL, "compatible"),  # two can be both
        (AT_MOST, DOZENS, "different"),
        (AT_MOST, ABOUT, "different"),
        (SEVERAL, DOZENS, "compatible"),
        (SEVERAL, ABOUT, "compatible"),
        (DOZENS, ABOUT, "compatible"),
        (ABOUT, count(60, 60, True), "different"),
        (ABOUT, count(43, 43, True), "compatible"),  # about 40 and about 43
        (count(5, 7), count(7, 9), "compatible"),  # five to seven, seven to nine
        (count(5, 7), count(8, 9), "different"),
        (count(None, None), EXACT, "compatible"),
        (count(0, 0), AT_MOST, "compatible"),
        (count(0, 0), AT_LEAST, "different"),
    ],
)
def test_logic_of_counts(one: Quantity, other: Quantity, verdict: str) -> None:
    """Two counts are compatible where one number can satisfy both, whichever comes first."""
    assert counted(one, other) == counted(other, one) == verdict


def test_about_is_a_tenth() -> None:
    """'About 40' allows 36 to 44; an exact count allows itself alone; an open end has no limit."""
    assert bounds(ABOUT) == (36, 44)
    assert bounds(count(7, 7)) == (7, 7)
    assert bounds(count(None, None)) == (0, float("inf"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("meeting", "meeting", True),
        ("meeting", "ship", False),
        ("time", "meeting", True),  # "met three times" counts what "three meetings" counts
        ("meeting", "time", True),
        ("time", "time", True),
        ("time", "ship", False),  # "three times" never counts ships
        ("$", "%", False),
    ],
)
def test_units(one: str, other: str, same: bool) -> None:
    """Only counts of one thing are compared; times can count events."""
    assert counts_one(one, other) is same


def test_the_same_count_is_not_unlike() -> None:
    """'Three' and 'three' are told alike; 'three' and 'at least three' are not."""
    assert not unlike(count(3, 3), count(3, 3))
    assert unlike(count(3, 3), AT_LEAST)


def when(first: date | None, last: date | None) -> TimeExpression:
    return TimeExpression("t", PAGE.span(0, 1), "DATE", "2021", Interval(first, last), "given")


MAY_1, MAY_3, MAY_4, MAY_31 = date(2021, 5, 1), date(2021, 5, 3), date(2021, 5, 4), date(2021, 5, 31)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (when(MAY_3, MAY_3), when(MAY_4, MAY_4), False),
        (when(MAY_3, MAY_3), when(MAY_1, MAY_31), True),
        (when(MAY_1, MAY_3), when(MAY_3, MAY_31), True),
        (when(MAY_1, MAY_3), when(MAY_4, MAY_31), False),
        (when(None, MAY_3), when(MAY_4, MAY_4), True),  # an open side allows any day
    ],
)
def test_days(one: TimeExpression, other: TimeExpression, shared: bool) -> None:
    """Two times can mean one day where their days meet, whichever comes first."""
    assert overlap(one, other) is overlap(other, one) is shared


def test_days_in_words() -> None:
    """One day is told as itself, more of them by the first and the last; an open interval by its value."""
    assert days(when(MAY_3, MAY_3)) == "2021-05-03"
    assert days(when(MAY_1, MAY_31)) == "2021-05-01 to 2021-05-31"
    assert days(when(None, MAY_3)) == "2021"
