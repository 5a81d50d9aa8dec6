"""The logic of counts and days: what two of them allow together.

Every count is an interval, and two counts are compatible where one number can satisfy both: "several" and "at least
three" are, 56 and 58 are not. Days likewise.
"""

from __future__ import annotations

from secondsource.data import table
from secondsource.model import Quantity, TimeExpression, Verdict


def counts_one(one: str, other: str) -> bool:
    """Do the units count one thing? Times count any event: nothing that is bought, paid, weighed or measured."""
    events = table("contrasts.toml")["events"].split()
    return one == other or ("time" in (one, other) and (one in events or other in events))


def unlike(one: Quantity, other: Quantity) -> bool:
    """Are the two counts told otherwise, whether or not they can both be true?"""
    return (one.low, one.high, one.vague) != (other.low, other.high, other.vague)


def counted(one: Quantity, other: Quantity) -> Verdict:
    """Compatible where one number can satisfy both counts; 'about 40' may be a tenth off."""
    (low, high), (other_low, other_high) = bounds(one), bounds(other)
    return "compatible" if max(low, other_low) <= min(high, other_high) else "different"


def bounds(count: Quantity) -> tuple[float, float]:
    """The numbers that the words allow: a vague single number a tenth up and down, an open end without limit."""
    low = 0.0 if count.low is None else count.low
    high = float("inf") if count.high is None else count.high
    if count.vague and low == high:
        slack = table("contrasts.toml")["about"] * low
        low, high = low - slack, high + slack
    return low, high


def overlap(one: TimeExpression, other: TimeExpression) -> bool:
    """Can both mean one day? Times without known days can."""
    a, b = one.interval, other.interval
    if a is None or b is None or not (a.first and a.last and b.first and b.last):
        return True
    return a.first <= b.last and b.first <= a.last


def days(time: TimeExpression) -> str:
    """The days of a time, for a sentence: '2021-05-03', '2021-05-01 to 2021-05-31'."""
    interval = time.interval
    if interval is None or interval.first is None or interval.last is None:
        return time.value
    return str(interval.first) if interval.first == interval.last else f"{interval.first} to {interval.last}"
