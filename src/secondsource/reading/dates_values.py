"""What resolving takes and gives: the `Context` an expression is counted from, and its `Answer`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from secondsource.model import TimeType
from secondsource.reading.dates_calendar import Period
from secondsource.reading.times_direction import Direction

NO_DAY = "no publication date: not resolved"
ROUGH = "counted from a time that the passage does not give"


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is counted from, decided by `times_anchor` and `times_direction` before any arithmetic."""

    report: date | None  #: the day of the report
    focus: Period | None = None  #: the time the passage has come to: 'the next day' follows it
    focus_clock: str = ""  #: '19:16' where the passage has come to a clock time
    clock_day: date | None = None  #: the day to which a clock time alone belongs
    quarter: Period | None = None  #: the business quarter the passage speaks of
    fiscal: bool = False  #: that quarter is a fiscal year's, so its days are not told
    direction: Direction = ""
    lead: bool = False  #: among the first words of the report
    sure: bool = True  #: the report's day is known to the day


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


def of(period: Period | None, rule: str, anchor: date | None = None) -> Answer | None:
    """The answer that is one period of the calendar; None where the calendar has no such period."""
    if period is None:
        return None
    kind: TimeType = "TIME" if period.grain in ("part", "minute") else "DATE"
    return Answer(kind, period.value, rule, period.first, period.last, anchor, False, period)


def undated(value: str, rule: str = NO_DAY, kind: TimeType = "DATE") -> Answer:
    """An expression without calendar days."""
    return Answer(kind, value, rule)
