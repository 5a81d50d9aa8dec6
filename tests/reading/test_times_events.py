"""Times counted from events whose day the text tells."""

from __future__ import annotations

import pytest

from secondsource.data import table
from secondsource.reading.dates import resolve

DAY = "2018-09-10"
ATTACK = "Gunmen attacked the depot on March 3, 2015. "


def last(text: str, published: str | None = DAY) -> tuple[str, str]:
    """(value, days) of the last expression; '-' without days."""
    time = resolve(text, published)[-1]
    return time.value, "-" if time.interval is None else f"{time.interval.first or ''} {time.interval.last or ''}"


@pytest.mark.parametrize(
    ("text", "value", "days"),
    [
        (ATTACK + "Five days after the attack he resigned.", "2015-03-08", "2015-03-08 2015-03-08"),
        (ATTACK + "He was seen there two weeks before the deadly depot attack.", "2015-02-17", "2015-02-17 2015-02-17"),
        (ATTACK + "He resigned a month after the depot was attacked.", "2015-04", "2015-04-01 2015-04-30"),
        (ATTACK + "The day after the attack he resigned.", "2015-03-04", "2015-03-04 2015-03-04"),
        (ATTACK + "He resigned less than two days after the attack.", "2015-03-05", "2015-03-03 2015-03-05"),
        (ATTACK + "He resigned 36 hours after the attack.", "PT36H", "2015-03-03 2015-03-05"),
        (ATTACK + "He was seen there in the days before the attack.", "2015-02", "-"),
        ("He resigned on March 3, 2015. Five days after his resignation he left town.", "2015-03-08", "2015-03-08 2015-03-08"),
        ("The vote was held in May 2015. He resigned three days after the election.", "2015-05", "2015-05-04 2015-06-03"),
        (
            ATTACK + "He was charged with the attack in May. Two days after the attack he fled.",
            "2015-03-05",
            "2015-03-05 2015-03-05",
        ),
        ("The March 3, 2015, bombing killed nine. Two days after the blast he resigned.", "2015-03-05", "2015-03-05 2015-03-05"),
    ],
)
def test_counted_from_an_event_that_the_text_dates(text: str, value: str, days: str) -> None:
    """'five days after the attack' is a day where the text tells the day of the attack; of a month's event a month."""
    assert last(text) == (value, days)


def test_the_event_may_be_dated_later_in_the_text() -> None:
    """A text often tells the day of an event only after it has been counted from."""
    first = resolve("Five days after the attack he resigned. The attack of March 3, 2015, killed nine.", DAY)[0]

    assert (first.value, str(first.anchor)) == ("2015-03-08", "2015-03-03")
    assert "event" in first.rule


@pytest.mark.parametrize(
    "text",
    [
        "Five days after the attack he resigned.",
        ATTACK + "He resigned five days after the wedding.",
        ATTACK + "The dam was attacked on June 9, 2016. He resigned five days after the attack.",
        ATTACK + "He resigned five days after the attack was confirmed.",
        "He said Friday that gunmen had attacked the depot. Five days after the attack he resigned.",
    ],
)
def test_no_day_is_made_up(text: str) -> None:
    """An event without a day, with two days, or another event than the one dated: the expression stays a length."""
    assert resolve(text, DAY)[-1].value == "P5D"
    assert resolve(text, DAY)[-1].interval is None


def test_the_day_before_an_undated_event_is_not_the_day_before_another() -> None:
    """'the day before the wedding' is not counted from the day spoken of last."""
    assert last(ATTACK + "He was seen the day before the wedding.") == ("XXXX-XX-XX", "-")
    assert last(ATTACK + "He had been seen the day before.") == ("2015-03-02", "2015-03-02 2015-03-02")


def test_without_a_publication_date_only_a_dated_event_counts() -> None:
    """An event told with its full date needs no publication date; one told by a weekday does."""
    assert last(ATTACK + "He resigned five days after the attack.", None)[0] == "2015-03-08"
    assert last("Gunmen attacked the depot Friday. He resigned five days after the attack.", None) == ("P5D", "-")


def test_the_table_of_events_is_in_lower_case() -> None:
    """Words are looked up in lower case, so that is how data/time_events.toml writes them."""
    data = table("time_events.toml")

    assert all(word == word.lower() for words in data["kinds"].values() for word in words)


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("He left after the Sept. 11 attacks.", DAY, "2001-09-11"),
        ("He left after the September 11 terrorist attacks.", DAY, "2001-09-11"),
        ("He left after the Sept. 11, 2012, attacks.", DAY, "2012-09-11"),
        ("He left after the Jan. 6 riot.", "2024-03-01", "2021-01-06"),
        ("He left after the Jan. 6 riot.", "2015-03-01", "2015-01-06"),
        ("He left after the Sept. 11 meeting.", "2018-10-10", "2018-09-11"),
        ("He left after the Sept. 11 attacks.", None, "XXXX-09-11"),
    ],
)
def test_a_day_that_has_become_a_name_keeps_its_year(text: str, published: str | None, value: str) -> None:
    """'the Sept. 11 attacks' are those of 2001 in any later report; other days of that date are the nearest."""
    assert last(text, published)[0] == value
