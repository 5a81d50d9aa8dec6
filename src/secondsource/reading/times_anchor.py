"""Anchoring: what an expression is counted from.

Most are counted from the report's day. A passage also has a time of its own: after "On 3 March 2015 he resigned", "the
next day" is 4 March. `Passage` follows that time through the text, as a value: each step gives a new one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from secondsource.reading.dates_calendar import GRAIN_OF, GRAINS, Period
from secondsource.reading.dates_counted import of_passage
from secondsource.reading.dates_values import Answer, Context
from secondsource.reading.times_direction import ends_sentence
from secondsource.reading.times_meaning import Meaning
from secondsource.reading.times_words import Words

# In words; tuned on two thirds of TimeBank and AQUAINT.
FAR = 160  #: after so many a passage's time is forgotten
CLOCK_FAR = 300  #: … and the day of its clock times
QUARTER_FAR = 120  #: … and the business quarter it speaks of
CLOCK_DAYS = 3  #: a day named that lies so few days later moves the telling on
NEXT_SENTENCE = 40  #: so many words on, a clock time still belongs to the day of an old story …
OLD_DAYS = 7  #: … one that lies so many days before the report
BEHIND = 8  #: words between a clock time and the day behind it, at most
DAYS = ("day", "part", "minute")  #: the grains of a day
LEAD = 120  #: so many words from the top are headline, deck and lead
#: what may follow 'April 24 and 25'; another word makes the number one of things: 'on April 24 and 25 people came'
AFTER_DAY = frozenset(
    ("in", "at", "on", "to", "for", "by", "with", "when", "where", "as", "after", "before", "and", "but", "of", "is", "was", "were", "will")
)
NEW_CLAUSE = frozenset(
    (",", "and", "but", "or", "(", "said", "says", "that", "until", "till", "through", "-", "–", "—")
)  #: what is behind it is of something else
KEPT = 6  #: times remembered at most


@dataclass(frozen=True, slots=True)
class Passage:
    """Where the telling has come to."""

    report: date | None
    sure: bool = True
    past: tuple[tuple[int, Period], ...] = ()  #: the latest times named, newest first, with the word where each stands
    clock: str = ""
    clock_day: date | None = None
    clock_at: int = 0
    quarter: Period | None = None
    quarter_at: int = 0
    fiscal: bool = False  #: that quarter is a fiscal year's

    def context(self, words: Words, start: int, said: Meaning) -> Context:
        """What the expression that begins at word ``start`` is counted from."""
        quarter = self.quarter if start - self.quarter_at <= QUARTER_FAR else None
        focus = self._focus(start, said) if of_passage(said) or said.kind in ("daypart", "offset", "date", "dayspoken") else None
        day, clock = self._clock_day(words, start)
        return Context(self.report, focus, clock, day, quarter, self.fiscal and quarter is not None, lead=start < LEAD, sure=self.sure)

    def _focus(self, start: int, said: Meaning) -> Period | None:
        """The newest time fine enough to count the expression's unit from."""
        unit = "D" if said.weekday or said.part else "Y" if said.month or said.season else said.unit or "D"
        rank = GRAINS.index(GRAIN_OF.get("M" if unit == "W" and said.kind == "offset" else unit, "day"))
        near = [p for at, p in self.past if start - at <= FAR and GRAINS.index(p.grain) <= rank]
        if said.kind == "offset" and said.toward == "later" and self.report and unit in ("M", "Y"):
            near = [p for p in near if p.first.year < self.report.year] or near  # what came later has come by now
        return near[0] if near else None

    def day_of_sentence(self, words: Words, start: int) -> date | None:
        """The day that the sentence of word ``start`` names before it."""
        at, newest = self.past[0] if self.past else (0, None)
        if newest and newest.grain in DAYS and not any(ends_sentence(words, i) for i in range(at, start)):
            return newest.first
        return None

    def _clock_day(self, words: Words, start: int) -> tuple[date | None, str]:
        """The day that a clock time alone belongs to, and the last clock time: the sentence's, else the telling's."""
        if day := self.day_of_sentence(words, start):
            return day, self.clock
        if self.clock_day and start - self.clock_at <= CLOCK_FAR:
            return self.clock_day, self.clock
        at, newest = self.past[0] if self.past else (0, None)
        if newest and newest.grain in DAYS and self.report and start - at <= NEXT_SENTENCE and (self.report - newest.first).days > OLD_DAYS:
            return newest.first, ""  # a story of old goes on
        return None, ""

    def after(self, start: int, said: Meaning, made: Answer | None) -> Passage:
        """The passage's time after this expression."""
        if (said.fiscal and said.kind != "quarter") or said.kind == "fiscal":
            return replace(self, past=())  # 'the previous year' is then a fiscal one
        if made is None or made.period is None:
            return self
        looks_back = said.kind in ("yearago", "offset") and said.unit in ("Y", "") and (said.count or 1) == 1
        if looks_back or (made.period.grain == "quarter" and said.tail and said.tail[0] == "last"):
            return self  # 'a year earlier' is a look back, not where the telling is
        if made.period.grain == "quarter":
            over = self.report is not None and made.period.last < self.report
            before = self.quarter is not None and made.period.first < self.quarter.first
            kept = self.quarter if self.quarter and (before or not over) else made.period  # one before it, or to come, is an aside
            return replace(self, quarter=kept, quarter_at=start, fiscal=said.fiscal or (self.fiscal and said.ordinal is None))
        past = ((start, made.period), *self.past[: KEPT - 1])
        if made.period.grain != "minute":
            if self.clock_day and made.period.grain in ("day", "part") and 0 < (made.period.first - self.clock_day).days <= CLOCK_DAYS:
                return replace(self, past=past, clock_day=made.period.first, clock="")
            return replace(self, past=past)
        return replace(self, past=past, clock=made.value.split("T")[1], clock_day=made.first, clock_at=start)


def _tells_day(said: Meaning) -> bool:
    counted = said.unit == "D" and said.kind in ("deictic", "nextto", "offset")
    return bool(said.weekday or said.day or said.holiday or said.dayword is not None or counted)


def day_behind(words: Words, found: list[tuple[int, int, Meaning]], i: int, passage: Passage) -> bool:
    """Whether the next expression tells the day of a clock time: 'at 6 a.m. the next day', 'at 6 a.m. in the square on Friday'."""
    start, end, said = found[i]
    if i + 1 == len(found) or (next_ := found[i + 1][0]) > end + BEHIND or not _tells_day(found[i + 1][2]):
        return False
    between = [words.word(k) for k in range(end, next_)]
    if between in ([], ["on"], ["of"], ["("]):
        return True
    told = passage.day_of_sentence(words, start) or said.kind == found[i + 1][2].kind
    return not told and not any(ends_sentence(words, k) or words.word(k) in NEW_CLAUSE for k in range(end, next_))


def second_days(words: Words, found: list[tuple[int, int, Meaning]]) -> list[tuple[int, int, Meaning]]:
    """'on April 24 and 25', 'May 3 or 4, 2016': a number joined to a day of a month is a day of that month, where no noun follows it."""
    made = list[tuple[int, int, Meaning]]()
    for i, (start, end, said) in enumerate(found):
        if made and start < made[-1][1]:
            continue  # the year of a second day
        made.append((start, end, said))
        number = words.word(end + 1)
        joined = said.month and said.day and words.word(end - 1).isdecimal() and words.word(end) in ("and", "or")
        if not (joined and number.isdecimal() and len(number) <= 2 and said.day < int(number) <= 31):  # type: ignore[operator]
            continue
        after = found[i + 1] if i + 1 < len(found) else None
        if after and after[0] == end + 3 and words.word(end + 2) == "," and _is_year(after[2]):
            made[-1] = (start, end, replace(said, year=after[2].year))
            made.append((end + 1, after[1], replace(said, day=int(number), weekday=None, year=after[2].year)))
        elif (after is None or after[0] > end + 1) and (not words.word(end + 2)[:1].isalnum() or words.word(end + 2) in AFTER_DAY):
            made.append((end + 1, end + 2, replace(said, day=int(number), weekday=None)))
    return made


def _is_year(said: Meaning) -> bool:
    return said.year is not None and said.month is None and said.year2 is None and not said.season and not said.ordinal


def _is_weekday(said: Meaning) -> bool:
    return bool(said.weekday) and not said.month and not said.relation and not said.tail


def share_years(words: Words, found: list[tuple[int, int, Meaning]]) -> list[tuple[int, int, Meaning]]:
    """'from May to July 2015', 'June and July of 2009': a month takes the year of the month it is joined to.

    'taken Wednesday through Sunday': the first weekday stands in the same days as the second, however long past it is.
    """
    shared = list(found)
    for i in range(len(found) - 2, -1, -1):
        (start, end, said), (next_start, _, next_) = shared[i], shared[i + 1]
        joined = next_start == end + 1 and words.word(end) in ("and", "to", "through", "or", "-", "–", "until")
        if joined and said.month and next_.month and said.year is None and next_.year is not None and not said.relation and not said.tail:
            shared[i] = (start, end, replace(said, year=next_.year - (said.month > next_.month)))
        elif joined and _is_weekday(said) and _is_weekday(next_) and words.word(end) != "and" and said.kind == "date":
            shared[i] = (start, end, replace(said, relation="the"))
    return shared
