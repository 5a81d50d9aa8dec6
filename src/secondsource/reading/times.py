"""Article to time expressions: when things are said to have happened, as calendar days.

Four separate things, each pure: **finding** (`times_grammar`, the patterns of ``data/times.toml``), **anchoring**
(`times_anchor`: what an expression is counted from), **direction** (`times_direction`: before or after the report),
**arithmetic** (`dates_answer` on `dates_calendar`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from secondsource.model import Article, Interval, TimeExpression, make_id
from secondsource.reading import times_anchor, times_direction, times_events, times_names
from secondsource.reading.dates_answer import answer
from secondsource.reading.dates_calendar import Period
from secondsource.reading.dates_counted import HOURS, on_day
from secondsource.reading.dates_values import Answer, Context
from secondsource.reading.times_direction import Direction
from secondsource.reading.times_grammar import find, grammar
from secondsource.reading.times_meaning import Meaning, meaning
from secondsource.reading.times_words import Words

MOST_DAYS = 62  #: a publication date vaguer than this resolves nothing


Found = tuple[int, int, Meaning]  #: words [start, end) and what they say


def find_times(article: Article, parse: Any | None = None) -> tuple[TimeExpression, ...]:
    """Every time expression of an article, in the order of its text.

    Relative expressions are counted from ``article.published``. Where that covers several days, an expression gets an
    interval that covers what each of them gives; without it, relative expressions stay unresolved and say so.
    ``parse`` (a `Parse` or a spaCy ``Doc`` whose ``token.idx`` are offsets of the text) sharpens finding and direction.
    """
    words = grammar().alphabet.read(article.text)
    doc = getattr(parse, "doc", parse)
    found = [(m.start, m.end, said) for m in find(words) if (said := meaning(m, words)) and said.kind != "none"]
    found = times_anchor.second_days(words, found)
    found, tokens = _sure_months(found, _tokens(words, found, doc))
    days = _report_days(article)
    found = times_anchor.share_years(words, _from_now(words, found, tokens))
    found = times_events.with_named_days(words, found, days[0])
    directions = [
        times_direction.direction(words, start, end, token, bool(said.weekday))
        for (start, end, said), token in zip(found, tokens, strict=True)
    ]
    readings = [_with_events(words, found, directions, day, len(days) == 1) for day in days]
    return tuple(_expressions(article, words, found, readings))


def _tokens(words: Words, found: list[Found], doc: Any | None) -> list[Any]:
    """The parse's token at the head of each expression; None for all where there is no parse."""
    if doc is None:
        return [None] * len(found)
    starts = [token.idx for token in doc]
    tokens: list[Any] = []
    for start, end, _ in found:
        i, j = (bisect_right(starts, words.starts[w]) - 1 for w in (start, end - 1))
        inside = doc[i : j + 1] if 0 <= i <= j else None
        tokens.append(inside.root if inside is not None and len(inside) else None)
    return tokens


def _sure_months(found: list[Found], tokens: list[Any]) -> tuple[list[Found], list[Any]]:
    """Without the months alone that the parse takes for a person or a verb."""
    kept = [(f, token) for f, token in zip(found, tokens, strict=True) if token is None or not _is_other_word(f, token)]
    return [f for f, _ in kept], [token for _, token in kept]


def _is_other_word(found: Found, token: Any) -> bool:
    start, end, said = found
    return bool(said.month) and end == start + 1 and times_names.is_other_word(token)


def _from_now(words: Words, found: list[Found], tokens: list[Any]) -> list[Found]:
    """'will be paid back in five years' is five years from now; 'the first in five years' is a length."""
    made = list(found)
    for i, ((start, end, said), token) in enumerate(zip(found, tokens, strict=True)):
        plain = said.kind == "duration" and said.unit not in HOURS and not said.toward and not said.approx
        if (
            plain
            and words.word(start - 1) == "in"
            and words.word(end) not in ("of", "in", "or", "that", "when")
            and token is not None
            and times_direction.is_so_far_ahead(token)
        ):
            made[i] = (start, end, replace(said, kind="vague" if said.vague_count else "offset", toward="from now"))
    return made


def _report_days(article: Article) -> list[date | None]:
    """The days that may be the report's; [None] where it has no date, or one too vague."""
    stamp = article.published.value.interval if article.published else None
    if stamp is None or stamp.first is None or stamp.last is None or (stamp.last - stamp.first).days > MOST_DAYS:
        return [None]
    return [stamp.first + timedelta(days=n) for n in range((stamp.last - stamp.first).days + 1)]


def _with_events(words: Words, found: list[Found], directions: list[Direction], day: date | None, sure: bool) -> list[Answer | None]:
    """One answer for each meaning; where times are counted from events, a second time, now that these are dated."""
    answers = _resolve(words, found, directions, day, sure, times_events.Events({}))
    if not any(said.toward in ("before", "after") or said.kind == "clock" for _, _, said in found):
        return answers
    events = times_events.dated_events(words, found, answers)
    return _resolve(words, found, directions, day, sure, events) if events.dated else answers


def _resolve(
    words: Words, found: list[Found], directions: list[Direction], day: date | None, sure: bool, events: times_events.Events
) -> list[Answer | None]:
    """One answer for each meaning, counted from one day; the passage's own time is followed on the way."""
    passage = times_anchor.Passage(day, sure)
    answers: list[Answer | None] = []
    behind: Answer | None = None  # the day behind a clock time, answered before it
    for i, (start, _, said) in enumerate(found):
        made, behind = behind or _same_time(words, found, answers, i) or _one(words, found, directions, i, passage, events), None
        if made and said.kind == "clock" and times_anchor.day_behind(words, found, i, passage):
            behind = _one(words, found, directions, i + 1, passage, events)
            made = on_day(said, behind) or made if behind else made
        passage = passage.after(start, said, made)
        answers.append(made)
    return answers


def _one(
    words: Words, found: list[Found], directions: list[Direction], i: int, passage: times_anchor.Passage, events: times_events.Events
) -> Answer | None:
    """The answer to one meaning, where the telling has come to."""
    start, end, said = found[i]
    context = replace(passage.context(words, start, said), direction=directions[i])
    beside = end if said.kind == "nextto" else end + 1  # 'the day before' ends with its preposition, 'two days' does not
    if said.toward in ("before", "after") and i + 1 < len(found) and found[i + 1][0] == beside:
        its = replace(context, direction=directions[i + 1])
        return answer(*_before_or_after(said, found[i + 1][2], its, context))
    if said.toward in ("before", "after"):
        return answer(*_from_event(said, context, events.meant(words, beside), times_events.names_event(words, beside)))
    if said.kind == "clock" and not passage.day_of_sentence(words, start):
        event = events.told_with(words, start, end)
        context = replace(context, clock_day=event.first) if event else context
    return answer(said, context)


#: the grains of which 'a day after', 'a month after', 'two years after' can be the same time again
SAME = {"D": ("day", "part"), "M": ("month",), "Y": ("year",)}


def _same_time(words: Words, found: list[Found], answers: list[Answer | None], i: int) -> Answer | None:
    """'on Friday, a day after he resigned', 'in March, the month after he died': so long after that event is the time before it."""
    start, end, said = found[i]
    to_event = said.kind == "offset" or (said.kind == "nextto" and times_events.names_event(words, end))
    if not to_event or said.toward not in ("before", "after") or i == 0:
        return None
    before = answers[i - 1]
    joined = found[i - 1][1] + 1 == start and words.word(start - 1) == ","
    if not joined or before is None or before.period is None or before.period.grain not in SAME.get(said.unit, ()):
        return None
    rule = f"the time named before it is that long {said.toward} the event"
    period = before.period if before.period.grain != "part" else Period("day", before.period.first, before.period.last, before.value[:10])
    return Answer("DATE", period.value, rule, period.first, period.last, period.first, period=before.period)


def _before_or_after(said: Meaning, next_: Meaning, its: Context, own: Context) -> tuple[Meaning, Context]:
    """'two days before Christmas', 'the day after June 3': counted from the day that follows directly."""
    day = answer(next_, its)
    if day is None or day.period is None or day.period.grain not in ("day", "part", "minute"):
        return said, own
    return replace(said, fixed="day named"), replace(own, focus=day.period)


def _from_event(said: Meaning, own: Context, event: Period | None, named: bool) -> tuple[Meaning, Context]:
    """'five days after the attack': counted from the event's time; where that is not told, from nothing else."""
    if event is None:
        return said, replace(own, focus=None) if said.kind == "nextto" and named else own
    return replace(said, fixed="event"), replace(own, focus=event)


def _expressions(article: Article, words: Words, found: list[Found], readings: list[list[Answer | None]]) -> Iterator[TimeExpression]:
    for (start, end, _), *answers in zip(found, *readings, strict=True):
        made = _join(answers)
        if made is None:
            continue
        span = article.span(words.starts[start], words.ends[end - 1])
        interval = Interval(made.first, made.last) if made.first or made.last else None
        anchor = made.anchor if len(answers) == 1 else None
        yield TimeExpression(
            make_id("t", article.id, span.start, span.end), span, made.type, made.value, interval, made.rule, anchor, made.vague
        )


def _join(answers: list[Answer | None]) -> Answer | None:
    """One answer for all days that may be the report's: theirs where they agree, else an interval that covers them."""
    given = [a for a in answers if a]
    if len(given) < len(answers) or not given:
        return given[0] if given and len(answers) == 1 else None
    first = given[0]
    if all((a.value, a.first, a.last) == (first.value, first.first, first.last) for a in given):
        return first
    rule = f"{first.rule}; the report's day is only known to some days, so all are covered"
    firsts, lasts = [a.first for a in given], [a.last for a in given]
    low = min(f for f in firsts if f) if all(firsts) else None
    high = max(d for d in lasts if d) if all(lasts) else None
    return Answer(first.type, _common(given, low, high), rule, low, high, None, True)


def _common(given: list[Answer], low: date | None, high: date | None) -> str:
    """The coarsest true value: the month or year that all readings share."""
    if len({a.value for a in given}) == 1:
        return given[0].value
    if low and high and low.year == high.year:
        return f"{low.year:04d}-{low.month:02d}" if low.month == high.month else f"{low.year:04d}"
    return "XXXX"
