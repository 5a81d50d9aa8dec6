"""Hostile inputs and properties of resolving."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from re import _parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondsource.reading import dates_calendar as cal
from secondsource.reading.dates import resolve
from secondsource.reading.times_grammar import grammar

DAY = "2018-09-10"


def work(text: str) -> int:
    """Calls made to read one text, of Python's and of C's functions: the same on every machine."""
    calls = 0

    def count(frame: FrameType, event: str, arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        resolve(text, DAY)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "2018-09-",
            "12 ",
            "May ",
            "Friday, ",
            "early ",
            "twenty-",
            "two and a half ",
            "10:30:",
            "1/2/",
            "March 3 ",
            "said ",
            "“",
            "\n",
            "\n \n",
        ),
        *("the day after the attack ", "Gunmen attacked on March 3, 2015. Five days after the attack he left. ", "He resigned Friday. "),
        *("a day before he left ", "by Friday ", "the quarter ", "7:16 p.m. ", "3/4/15 ", "attacked ", "days after "),
    ],
)
def test_the_work_is_linear_in_the_text(piece: str) -> None:
    """Twice the text takes twice the calls, whatever is repeated."""
    resolve(piece, DAY)  # tables are read once per process
    small, large = work(piece * 400), work(piece * 800)

    assert large < 2.1 * small


def repeats(parsed: Any) -> Iterator[int]:
    """The greatest counts of the repeats in a parsed regular expression that can be given back one by one."""
    for kind, value in parsed:
        if str(kind) in ("MAX_REPEAT", "MIN_REPEAT"):
            yield int(value[1])
        for part in value if isinstance(value, tuple | list) else ():
            if isinstance(part, _parser.SubPattern):
                yield from repeats(part)
            elif isinstance(part, list):
                for branch in part:
                    yield from repeats(branch) if isinstance(branch, _parser.SubPattern) else ()


def test_no_pattern_repeats_without_bound() -> None:
    """What C's matcher does cannot be counted, but no pattern may take more than its 24 words: every repeat is bounded."""
    patterns = {p.regex.pattern for row in grammar().by_first.values() for p in row}

    assert len(patterns) > 100
    assert all(count < 10 for pattern in patterns for count in repeats(_parser.parse(pattern)))
    assert list(repeats(_parser.parse("(ab)*"))) == [_parser.MAXREPEAT]


@pytest.mark.parametrize(
    "text",
    [
        "In the year 0 and on 0000-00-00.",
        "On 31 February, Feb. 30, 2019 and 2019-02-29.",
        "It was 10^20 days ago.",
        "It was 100000000000000000000 days ago.",
        "At 99:99 on 99/99/2018.",
        "1" * 10_000,
        " ".join(str(n) for n in range(5000, 9999)),
    ],
)
def test_what_no_calendar_has_gets_no_interval(text: str) -> None:
    """Impossible days and absurd counts stay text or stay undated; nothing raises."""
    assert [t for t in resolve(text, DAY) if t.interval] == []


def test_figures_that_can_be_read_two_ways_are_kept_as_both() -> None:
    """'12/11/10' is 11 December or 12 November 2010."""
    (found,) = resolve("It was signed on 12/11/10.", DAY)

    assert found.interval
    assert (found.interval.first, found.interval.last, found.vague) == (date(2010, 11, 12), date(2010, 12, 11), True)


# ---- properties ----------------------------------------------------------------------------------------------------

DAYS = st.dates(date(1900, 3, 1), date(2090, 1, 1))
RELATIVE = [
    "He resigned Friday.", "He resigned last August.", "He will resign in May.", "He resigned early this year.", "He resigned last week.",
    "He resigned over the weekend.", "He resigned six years ago.", "He resigned in the third quarter.", "He resigned last summer.",
    "He resigned yesterday morning.", "It grew over the past two months.", "He resigned on June 3.", "He resigned earlier this month.",
    "He resigned last Thanksgiving.", "He resigned in late November.", "He resigned at least two weeks ago.", "He resigned in recent days.",
]  # fmt: skip
WORDS = [
    *(
        "last",
        "next",
        "the",
        "early",
        "March",
        "3",
        "2011",
        "Friday",
        "night",
        "years",
        "ago",
        "two",
        "later",
        "of",
        "week",
        "this",
        ",",
        "-",
    ),
    *("10", "p.m.", "fall", "'s", "quarter", "third", "day", "to", "$", ".", "and", "before", "after", "Christmas", "a", "half", "mid"),
    *("1990s", "noon", "EST", "(", ")", "century", "until", "June", "second", "minutes"),
]


@given(st.lists(st.sampled_from(WORDS), max_size=14), st.one_of(st.none(), st.dates()))
@settings(max_examples=300, deadline=None)
def test_any_words_give_intervals_that_run_forwards(words: list[str], day: date | None) -> None:
    """Whatever time words stand together, and whatever the report's day: no crash, no inverted interval, spans inside the text."""
    text = " ".join(words)
    found = resolve(text, day)

    assert all(0 <= t.span.start < t.span.end <= len(text) for t in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(t.interval.first <= t.interval.last for t in found if t.interval and t.interval.first and t.interval.last)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read(text: str) -> None:
    """No text raises."""
    resolve(text, DAY)


@given(st.sampled_from(RELATIVE), DAYS)
@settings(max_examples=300, deadline=None)
def test_moving_the_report_by_whole_cycles_moves_every_relative_date_with_it(text: str, day: date) -> None:
    """After 400 years the calendar repeats, weekdays included: the answers move by just as much."""
    cycle = timedelta(days=146_097)
    here, there = resolve(text, day), resolve(text, day + cycle)

    for a, b in zip(here, there, strict=True):
        assert a.interval
        assert b.interval
        assert (a.interval.first and a.interval.first + cycle, a.interval.last and a.interval.last + cycle) == (
            b.interval.first,
            b.interval.last,
        )


SAME_DAYS = 28  #: years after which the days of a year fall on the same weekdays, from 1901 to 2099


@given(st.sampled_from(RELATIVE), st.dates(date(1903, 1, 1), date(2069, 12, 31)))
@settings(max_examples=300, deadline=None)
def test_moving_the_report_by_whole_years_moves_every_relative_date_with_it(text: str, day: date) -> None:
    """28 years later the same words mean the same days of the year 28 years later."""
    here, there = resolve(text, day), resolve(text, day.replace(year=day.year + SAME_DAYS))

    def moved(end: date | None) -> date | None:
        return end and end.replace(year=end.year + SAME_DAYS)

    for a, b in zip(here, there, strict=True):
        assert a.interval
        assert b.interval
        assert (moved(a.interval.first), moved(a.interval.last)) == (b.interval.first, b.interval.last)


COARSE = [
    "He resigned last August.", "He resigned in May.", "He resigned six years ago.", "It lost money in the third quarter.",
    "He resigned last year.",
]  # fmt: skip


@given(st.sampled_from(COARSE), DAYS)
@settings(max_examples=200, deadline=None)
def test_moving_the_report_by_whole_years_moves_months_and_years_with_it(text: str, day: date) -> None:
    """Expressions of month grain and above move by as many years as the report."""
    later = cal.moved(day, 5, "Y")
    (here,), (there,) = resolve(text, day), resolve(text, later)

    assert here.interval
    assert there.interval
    assert here.interval.first
    assert cal.moved(here.interval.first, 5, "Y") == there.interval.first


@given(st.sampled_from(RELATIVE), st.sampled_from(RELATIVE), DAYS)
@settings(max_examples=200, deadline=None)
def test_text_around_an_absolute_date_does_not_change_it(before: str, after: str, day: date) -> None:
    """'March 3, 2011' is the same day in any company."""
    text = f"{before} It was signed on March 3, 2011. {after}"

    assert "2011-03-03" in [t.value for t in resolve(text, day)]


@given(st.lists(st.sampled_from(WORDS), max_size=10), st.lists(st.sampled_from(WORDS), max_size=10), st.one_of(st.none(), DAYS))
@settings(max_examples=300, deadline=None)
def test_any_words_around_an_absolute_date_do_not_change_it(before: list[str], after: list[str], day: date | None) -> None:
    """Nor do loose time words in the sentences beside it, nor the report's day."""
    text = f"{' '.join(before)}. It was signed on March 3, 2011. {' '.join(after)}"

    assert "2011-03-03" in [t.value for t in resolve(text, day)]
