"""A page without a date: what its own words allow, never the clock."""

from __future__ import annotations

import pytest

from secondsource import intake
from secondsource.intake import stamps
from secondsource.model import Article, Page

PARAGRAPHS = (
    "The old bridge over the Aller will close for repairs, the town's mayor, Ada Brandt, told the council{when}.",
    "Engineers found cracks in two of the pillars, according to a report that the council published on its website{date}.",
    "The repairs will take about four months and cost two million euros, the report said. Buses will run over the new bridge{ahead}.",
)


def article(when: str = "", date: str = "", ahead: str = "", lines: str = "") -> Article:
    text = "\n\n".join(p.format(when=when, date=date, ahead=ahead) for p in PARAGRAPHS)
    return intake.extract(Page("a.txt", f"Bridge over the Aller to close for repairs\n\n{lines}{text}".encode()))


def days(found: Article) -> tuple[str | None, str | None] | None:
    if found.published is None:
        return None
    interval = found.published.value.interval
    return interval.first and interval.first.isoformat(), interval.last and interval.last.isoformat()


@pytest.mark.parametrize(
    ("when", "date", "ahead", "expected"),
    [
        (" on Saturday", " on September 8, 2018", "", ("2018-09-08", "2018-09-14")),
        (" on Saturday", " on September 8, 2018", " until March 5, 2019", ("2018-09-08", "2018-09-14")),
        ("", " on September 8, 2018", "", ("2018-09-08", None)),
        (" last August", "", "", None),
        (" on Saturday", "", "", None),
        ("", "", " until March 5, 2019", None),
    ],
)
def test_inferred(when: str, date: str, ahead: str, expected: tuple[str, str | None] | None) -> None:
    """The newest past day bounds the date, a weekday that fits it bounds it above; without one, nothing is guessed."""
    found = article(when, date, ahead)
    assert days(found) == expected
    if found.published:
        assert found.published.inferred
        assert found.published.span is not None


def test_lines_of_dates() -> None:
    """'Posted' and 'Updated' lines give the times, with their places in the text."""
    found = article(lines="Posted: Sep 10, 2018 10:31 AM\nUpdated: Sep 11, 2018 2:36 PM\n\n")
    assert found.published is not None
    assert found.updated is not None
    assert found.published.span is not None
    assert (found.published.value.value, found.updated.value.value) == ("2018-09-10T10:31", "2018-09-11T14:36")
    assert found[found.published.span] == "Sep 10, 2018 10:31 AM"
    assert not found.published.inferred


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("September 10, 2018", "2018-09-10"),
        ("10th of Sept. 2018, 22:31 GMT", "2018-09-10T22:31Z"),
        ("Sept 10 2018 at 12:05 a.m. EDT", "2018-09-10T00:05-04:00"),
        ("2018-09-10T10:31:00+0200", "2018-09-10T10:31+02:00"),
        ("2018/09/10", "2018-09-10"),
        ("25/12/2018", "2018-12-25"),
        ("09/10/2018", "2018-09-10/2018-10-09"),
        ("2018-09", "2018-09"),
        ("31 February 2018", None),
        ("2018-13-40", None),
        ("no date", None),
    ],
)
def test_stamps(words: str, value: str | None) -> None:
    """Dates as pages write them; a day that is no day is none, one that two continents read differently is both."""
    found = stamps.parse(words)
    assert (found.value if found else None) == value
