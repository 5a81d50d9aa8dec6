"""Anchoring: what an expression is counted from.

Most are counted from the report's day. A passage also has a time of its own: after "On 3 March 2015 he resigned", "the
next day" is 4 March. `Passage` follows that time through the text, as a value: each step gives a new one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from secondsource.reading.dates_answer import Answer, Context
from secondsource.reading.dates_calendar import Period
from secondsource.reading.times_meaning import Meaning
from secondsource.reading.times_words import Words

FAR = 160  #: words after which a passage's time is forgotten
QUARTER_FAR = 90  #: … and the business quarter it speaks of


@dataclass(frozen=True, slots=True)
class Passage:
    """Where the telling has come to."""

    report: date | None
    focus: Period | None = None
    clock: str = ""
    at: int = 0  #: the word at which the focus was set
    quarter: Period | None = None
    quarter_at: int = 0

    def context(self, words: Words, start: int, end: int, said: Meaning) -> Context:
        """What the expression at words ``[start, end)`` is counted from."""
        near = start - self.at <= FAR
        quarter = self.quarter if start - self.quarter_at <= QUARTER_FAR else None
        return Context(self.report, self.focus if near else None, self.clock if near else "", quarter)

    def after(self, words: Words, start: int, end: int, said: Meaning, made: Answer | None) -> Passage:
        """The passage's time after this expression."""
        if made is None or made.period is None:
            return self
        if made.period.grain == "quarter":
            return replace(self, quarter=made.period, quarter_at=start)
        clock = made.value.split("T")[1] if made.period.grain == "minute" else ""
        return replace(self, focus=made.period, clock=clock, at=start)
