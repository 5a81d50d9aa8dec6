"""Events with a day of their own: 'five days after the attack', where the text tells when the attack was.

::

    Gunmen  attacked  the  post  on  March 3  .   Five days  after  the  attack  …
            killing ------------------ day                                killing     8 March

Each time named belongs to the nearest verb or event noun of its sentence. An event is dated only where all of its
times in the text are one (a day within its month is); of two days nothing is told.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from secondsource.data import table
from secondsource.reading.dates_calendar import Period
from secondsource.reading.dates_values import Answer
from secondsource.reading.times_direction import ends_sentence, is_past_form
from secondsource.reading.times_meaning import Meaning
from secondsource.reading.times_words import Words

Kinds = frozenset[str]
REACH = 12  #: words between a time and the verb or noun it belongs to, at most
NAMED = 9  #: words behind 'after' in which the event is named, at most
GRAINS = ("minute", "part", "day", "month")  #: an event of a coarser time is not counted from
CLAUSE = ("that", "which", "who", "where", "when", ",", "and", "but")  #: a verb before one of these is of another clause
ENDINGS = ("ations", "ation", "ments", "ment", "ions", "ion", "ings", "ing", "als", "al", "ed", "es", "s", "e")
STEM = 4  #: letters that a stem keeps, at least
MOST = 4  #: times kept of one kind of event: three that differ are never one


@functools.cache
def _table() -> tuple[Mapping[str, Kinds], Kinds, Kinds, Kinds]:
    """The kinds of each event word, the helping verbs, the verbs of saying, and what stands where no event does."""
    data = table("time_events.toml")
    kinds: dict[str, set[str]] = {}
    for kind, words in data["kinds"].items():
        for word in words:
            kinds.setdefault(word, set()).add(kind)
    helpers, saying, no_event = (frozenset(data[a][b]) for a, b in (("helpers", "words"), ("helpers", "saying"), ("no_event", "words")))
    return {w: frozenset(k) for w, k in kinds.items()}, helpers, saying, no_event


def kinds_of(words: Words, i: int) -> Kinds:
    """What event word ``i`` can name: its kinds in the table, or for another past form its stem; none for other words."""
    kinds, helpers, saying, _ = _table()
    word = words.word(i)
    if word in kinds:
        return kinds[word]
    return frozenset({stem(word)}) if is_past_form(word) and word not in helpers | saying else frozenset()


def stem(word: str) -> str:
    """'resigned' and 'resignation' are 'resign'."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM:
            return word[: -len(ending)].removesuffix("e")
    return word


@dataclass(frozen=True, slots=True)
class Events:
    """The dated events of a text: of each kind its times, those of the same days once."""

    dated: Mapping[str, tuple[Period, ...]]

    def meant(self, words: Words, start: int) -> Period | None:
        """The time of the event that the words from ``start`` on name; None where they name none, or its time is not told."""
        for i in range(start, min(start + NAMED, len(words.letters))):
            if ends_sentence(words, i) or words.word(i) in (",", "(", "—", "–"):
                return None
            kinds = _table()[0].get(words.word(i)) or frozenset({stem(words.word(i))})
            times = [period for kind in sorted(kinds) for period in self.dated.get(kind, ())]
            if times and not _goes_on(words, i):
                return _one(times)
            if is_past_form(words.word(i)) and words.word(i) not in _table()[1]:
                return None  # 'after he left': another event, of which no time is told
        return None

    def told_with(self, words: Words, start: int, end: int) -> Period | None:
        """The day of the event told with the time at words ``[start, end)``: 'he was shot at 10 p.m.'; of what comes but once."""
        at = _told_with(words, start, end)
        kinds = kinds_of(words, at) & frozenset(table("time_events.toml")["once"]["kinds"]) if at is not None else Kinds()
        times = [period for kind in sorted(kinds) for period in self.dated.get(kind, ())]
        found = _one(times) if times else None
        return found if found and found.grain in ("day", "part") else None


def _goes_on(words: Words, i: int) -> bool:
    """'after the attack was announced': not the attack but what happened to it is meant."""
    return words.word(i) in _table()[0] and not is_past_form(words.word(i)) and words.word(i + 1) in ("was", "were", "had", "is", "has")


def _one(times: Sequence[Period]) -> Period | None:
    """The one time that all of them are, the finest; None where two differ."""
    best = min(times, key=lambda p: (p.last - p.first).days)
    return best if all(p.first <= best.first and best.last <= p.last for p in times) else None


def dated_events(words: Words, found: Sequence[tuple[int, int, Meaning]], answers: Sequence[Answer | None]) -> Events:
    """The events that a text tells with their time."""
    dated: dict[str, tuple[Period, ...]] = {}
    for i, ((start, end, said), made) in enumerate(zip(found, answers, strict=True)):
        beside = i + 1 < len(found) and found[i + 1][0] == end + 1 and words.word(end) == ","
        if beside and found[i + 1][2].toward in ("before", "after"):
            continue  # 'in March, a month after he died': March is not when he died
        if made is None or made.period is None or made.vague or made.period.grain not in GRAINS:
            continue
        if said.toward or said.kind == "clock":
            continue
        at = _told_with(words, start, end)
        for kind in kinds_of(words, at) if at is not None else ():
            known = dated.get(kind, ())
            if len(known) < MOST and all((p.first, p.last) != (made.period.first, made.period.last) for p in known):
                dated[kind] = (*known, made.period)
    return Events(dated)


def _told_with(words: Words, start: int, end: int) -> int | None:
    """The nearest verb in the past, or event noun, of the sentence; of two as near the left one."""
    kinds, helpers, saying, _ = _table()
    for step in range(1, REACH + 1):
        for i in (start - step, end + step - 1):
            outside = not 0 <= i < len(words.letters) or any(ends_sentence(words, k) for k in range(min(i, end), max(i + 1, start)))
            word = "" if outside else words.word(i)
            if word in kinds or word in saying or (word not in helpers and is_past_form(word)):
                return i if i >= end or is_past_form(word) or word in saying else _its_verb(words, i, start)
    return None


def _its_verb(words: Words, noun: int, start: int) -> int:
    """'was charged with murder Thursday': of an event noun before the time, the verb that it belongs to; else the noun itself."""
    _, helpers, saying, _ = _table()
    for i in range(noun - 1, max(start - REACH, -1), -1):
        word = words.word(i)
        if ends_sentence(words, i) or word in saying or word in CLAUSE:
            break
        if is_past_form(word) and word not in helpers:
            return i
    return noun


def names_event(words: Words, start: int) -> bool:
    """Whether 'the day before' is followed by what it is the day before of."""
    return words.word(start) not in _table()[3]


def with_named_days(words: Words, found: Sequence[tuple[int, int, Meaning]], report: date | None) -> list[tuple[int, int, Meaning]]:
    """'the Sept. 11 attacks': of a day that has become a name, the year of the table, where the report is later."""
    made = list(found)
    for i, (start, end, said) in enumerate(found):
        if not (said.month and said.day) or said.year is not None or said.tail or report is None:
            continue
        behind = f"{words.word(end)} {words.word(end + 1)}"
        for day in table("time_events.toml")["named"]["days"]:
            fits = (day["on"].month, day["on"].day) == (said.month, said.day) and day["on"] < report
            if fits and any(behind == name or behind.startswith(f"{name} ") for name in day["before"]):
                made[i] = (start, end, replace(said, year=day["on"].year, fixed="name"))
    return made
