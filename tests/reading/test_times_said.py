"""When something was said, and a speaker's own day."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from makers import article
from secondsource.model import Attribution, Quote, Source, Span, TimeExpression
from secondsource.reading.sentences import Parse, parse
from secondsource.reading.times import find_times
from secondsource.reading.times_said import dated, recount

REPORT = "2018-09-10"  #: a Monday
STONE = Source("s1", "Ruth Stone", "named")


def said(text: str, *acts: tuple[str, str, str]) -> tuple[Parse, tuple[Attribution, ...], tuple[TimeExpression, ...]]:
    """A text of one block a line, with acts of (source, cue, content), all of one speaker, each looked for behind the one before."""
    page = article(*text.split("\n"), published=REPORT)
    parsed, at = parse(page), 0
    found = []
    for n, (source, cue, content) in enumerate(acts):
        spans = [_find(page.id, page.text, words, at) for words in (source, cue, content)]
        found.append(Attribution(f"q{n}", page.id, STONE, spans[0], spans[1], (spans[2],), "direct", "states"))
        at = min(span.end for span in spans)
    return parsed, tuple(found), find_times(page, parsed)


def _find(page: str, text: str, words: str, at: int) -> Span:
    start = text.index(words, at)
    return Span(page, start, start + len(words))


def when(text: str, *acts: tuple[str, str, str]) -> list[str | None]:
    """The time of each act."""
    return [a.time.value if a.time else None for a in dated(*said(text, *acts))]


@pytest.mark.parametrize(
    ("text", "act", "value"),
    [
        ("Ms. Stone said on Friday that the dam was safe.", ("Ms. Stone", "said", "the dam was safe"), "2018-09-07"),
        ("Speaking in court on Friday, Ms. Stone praised the crew for its work.", ("Ms. Stone", "praised", "its work"), "2018-09-07"),
        ("In a statement late last month, Ms. Stone said the dam was safe.", ("Ms. Stone", "said", "the dam was safe"), "2018-08"),
        ("Ms. Stone blasted the council on Friday, saying the dam was safe.", ("Ms. Stone", "saying", "the dam was safe"), "2018-09-07"),
        ("Ms. Stone, who resigned Friday, said the dam was safe.", ("Ms. Stone", "said", "the dam was safe"), None),
        ("Ms. Stone said the dam was closed on Friday.", ("Ms. Stone", "said", "the dam was closed on Friday"), None),
        ("After the gate broke on Friday, Ms. Stone said the dam was safe.", ("Ms. Stone", "said", "the dam was safe"), None),
        ("Now Ms. Stone says the dam was safe.", ("Ms. Stone", "says", "the dam was safe"), None),
    ],
)  # fmt: skip
def test_the_clause_of_the_cue_tells_when_it_was_said(text: str, act: tuple[str, str, str], value: str | None) -> None:
    """A time on the cue's own verb is the saying's; one in what was said, or in another clause, is not."""
    assert when(text, act) == [value]


def test_a_speaker_goes_on_at_the_same_time() -> None:
    """What the same source says in the next sentences was said on the same day, up to three sentences on."""
    text = "Ms. Stone said on Friday that the dam was safe.\n“It held,” she said.\nThey left.\nIt rained.\nIt hid.\nShe said it held."
    acts = [("Ms. Stone", "said", "the dam was safe"), ("she", "said", "It held"), ("She", "said it", "it held")]

    assert when(text, *acts) == ["2018-09-07", "2018-09-07", None]


@pytest.mark.parametrize("cue", ["had said", "has repeatedly said", "once said"])
def test_what_was_said_at_other_times_takes_no_day(cue: str) -> None:
    """'She had said before' is not of the day of the saying before it."""
    text = f"Ms. Stone said on Friday that the dam was safe. She {cue} that the gate was old."

    assert when(text, ("Ms. Stone", "said", "the dam was safe"), ("She", cue, "the gate was old")) == ["2018-09-07", None]


def test_a_day_to_come_is_not_the_day_of_a_saying() -> None:
    """What is reported has been said by the day of the report."""
    assert when("Ms. Stone said in a letter dated Sept. 30, 2018 that she resigned.", ("Ms. Stone", "said", "she resigned")) == [None]


def test_an_attribution_within_another_points_at_the_dated_one() -> None:
    """Both ends of a nesting carry their times, and the order stays."""
    parsed, (outer, inner), times = said(
        "Ms. Stone reported on Friday that the mayor said the dam was safe.",
        ("Ms. Stone", "reported", "the mayor said the dam was safe"),
        ("the mayor", "said", "the dam was safe"),
    )
    inner = Attribution("q9", inner.article, None, inner.source_span, inner.cue, inner.content, "indirect", "states", within=outer)
    made = dated(parsed, (outer, inner), times)

    assert [a.id for a in made] == ["q0", "q9"]
    assert made[0].time is not None
    assert made[1].within is made[0]


def calls(sayings: int) -> int:
    """Calls made to date so many sayings of one speaker in one sentence, and to count the times in its quotations."""
    parsed, acts, times = said("Ms. Stone said on Friday “today” and " * sayings, *[("Ms. Stone", "said", "today")] * sayings)
    made = 0

    def count(frame: FrameType, event: str, arg: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        recount(parsed.article, times, dated(parsed, acts, times), [Quote(a.content[0], a.content[0]) for a in acts])
    finally:
        sys.setprofile(None)
    return made


def test_the_work_is_linear_in_the_sayings() -> None:
    """Twice the sayings in one sentence take twice the calls."""
    calls(2)

    assert calls(120) < 2.2 * calls(60)


# ---- a speaker's own day -------------------------------------------------------------------------------------------


def counted(text: str, quotation: str) -> list[tuple[str, str]]:
    """(words, value) of the times, the quotation being said at the first time of the text."""
    page = article(text, published=REPORT)
    times = find_times(page)
    inner = _find(page.id, page.text, quotation, 0)
    act = Attribution("q1", page.id, STONE, None, None, (inner,), "direct", "states", time=min(times, key=lambda t: inner.covers(t.span)))
    quote = Quote(Span(page.id, inner.start - 1, inner.end + 1), inner)
    return [(page[t.span], t.value) for t in recount(page, times, [act], [quote])]


def test_a_speakers_today_is_the_day_of_the_saying() -> None:
    """“today” in a letter of 2015 is a day of 2015."""
    text = "On March 3, 2015, she wrote: “I signed it today, after what came last week. The law of 1999 stands.” It was read today."

    assert counted(text, "I signed it today, after what came last week. The law of 1999 stands.") == [
        ("March 3, 2015", "2015-03-03"),
        ("today", "2015-03-03"),
        ("last week", "2015-W09"),
        ("1999", "1999"),
        ("today", "2018-09-10"),
    ]


def test_of_a_saying_dated_to_a_month_the_days_are_covered() -> None:
    """'yesterday' in a letter of March 2015 is some day of that month or the one before."""
    text = "In March 2015 she wrote: “I signed it yesterday.”"

    assert counted(text, "I signed it yesterday.")[1] == ("yesterday", "2015")


def test_of_a_saying_dated_to_a_year_nothing_is_resolved() -> None:
    """'yesterday' in a letter of 2015 is a day, but nobody can tell which."""
    assert counted("In 2015 she wrote: “I signed it yesterday.”", "I signed it yesterday.")[1] == ("yesterday", "XXXX-XX-XX")


def test_the_ids_stay() -> None:
    """A time keeps its id when its day changes, so that what points at it still does."""
    page = article("On March 3, 2015, she wrote: “I signed it today.”", published=REPORT)
    times = find_times(page)
    inner = _find(page.id, page.text, "I signed it today.", 0)
    act = Attribution("q1", page.id, STONE, None, None, (inner,), "direct", "states", time=times[0])
    again = recount(page, times, [act], [Quote(inner, inner)])

    assert [t.id for t in again] == [t.id for t in times]
    assert "in a quotation" in again[1].rule
    assert recount(page, times, [], [Quote(inner, inner)]) == times
