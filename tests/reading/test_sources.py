"""What the words of a source say by themselves."""

from __future__ import annotations

import pytest

from makers import article, words
from secondsource.reading.names import find_names
from secondsource.reading.sentences import parse
from secondsource.reading.sources import Reader

CASES = [
    # the words, kind, at least, at most, head or name
    ("both a current and a former Norwegian official", "unnamed", 2, 2, "official"),
    ("11 current and former officials", "unnamed", 11, 11, "official"),
    ("The current and former officials", "unnamed", 2, None, "official"),
    ("two of the harbour officials", "unnamed", 2, 2, "official"),
    ("one of her aides", "unnamed", 1, 1, "aide"),
    ("several of the people", "unnamed", 2, None, "person"),
    ("a majority of the councillors", "unnamed", 2, None, "councillor"),
    ("members of the mayor's staff", "unnamed", 2, None, "member"),
    ("a person familiar with the matter", "unnamed", 1, 1, "person"),
    ("three senior officials speaking on the condition of anonymity", "unnamed", 3, 3, "official"),
    ("At least two dozen residents", "unnamed", 24, None, "resident"),
    ("investigators and bomb experts", "unnamed", 4, None, "investigator"),
    ("a former diplomat and 20-year veteran of the service", "unnamed", 1, 1, "veteran"),
    ("Authorities", "unnamed", 2, None, "authority"),
    ("Brendan Hale, a spokesman for the port,", "named", 1, 1, "Brendan Hale"),
    ("a spokesman for the port, Brendan Hale,", "named", 1, 1, "Brendan Hale"),
    ("port lawyer Brendan Hale", "named", 1, 1, "Brendan Hale"),
    ("Sen. Brendan Hale (R-Texas)", "named", 1, 1, "Brendan Hale"),
    ("Mr. Hale and all seven members of the board", "named", 8, 8, ""),
    ("the port's Brendan Hale", "named", 1, 1, "Brendan Hale"),
    ("Mr. Hale's resignation letter", "document", 1, 1, "letter"),
    ("the report, by harbour engineer Brendan Hale,", "document", 1, 1, "report"),
    ("a notice issued late Tuesday by the port", "document", 1, 1, "notice"),
    ("environmental groups", "organisation", 2, None, "group"),
    ("the ministry", "organisation", 1, 1, "ministry"),
]


@pytest.mark.parametrize(("source", "kind", "low", "high", "called"), CASES)
def test_a_phrase_tells_kind_and_number(source: str, kind: str, low: int, high: int | None, called: str) -> None:
    """The words of a source tell of what kind it is and how many people they allow."""
    page = article(f"{source} said that the wall would hold. Mr. Hale agreed. Brendan Hale left.")
    parsed = parse(page)
    phrase = Reader(parsed, find_names(parsed)).read(words(page, source))
    assert (phrase.kind, phrase.low, phrase.high) == (kind, low, high)
    assert called in (phrase.name or phrase.head, "")


def test_words_without_a_noun_are_unknown() -> None:
    """Where the words name nobody, the kind is unknown: no guess."""
    page = article("Suddenly it was said.")
    parsed = parse(page)
    assert Reader(parsed, find_names(parsed)).read(words(page, "Suddenly")).kind == "unknown"


def test_a_dateline_before_the_source_is_no_part_of_it() -> None:
    """'OSLO — Officials' are officials."""
    page = article("OSLO — Officials said that the wall would hold.")
    parsed = parse(page)
    phrase = Reader(parsed, find_names(parsed)).read(words(page, "OSLO — Officials"))
    assert (phrase.kind, phrase.head) == ("unnamed", "official")
