"""Who and what an article names."""

from __future__ import annotations

import pytest

from makers import article
from secondsource.reading.mentions import find_mentions
from secondsource.reading.sentences import parse


def found(*blocks: str) -> set[tuple[str, str]]:
    page = article(*blocks)
    return {(m.kind, m.name) for m in find_mentions(parse(page))}


CASES = [
    ("Mr. Dunn left. Later Peter Dunn spoke.", ("person", "Peter Dunn"), "a surname with a title is the man named in full elsewhere"),
    ("Harbour Board Chairwoman Anna Feld spoke.", ("person", "Anna Feld"), "a title is cut from the name behind it"),
    ("Secretary of the Treasury Carl Holm spoke.", ("person", "Carl Holm"), "a title may hold 'of'"),
    ("The F.B.I. opened a file.", ("organisation", "F.B.I."), "letters name a body"),
    ("The Northport Herald printed it.", ("outlet", "The Northport Herald"), "a name that ends in 'Herald' is an outlet"),
    ("CNN showed the letter.", ("outlet", "CNN"), "known outlets come from the table"),
    ("A spokesman for the port spoke.", ("role", "A spokesman for the port"), "a role with the body it speaks for"),
    ("Two officials spoke.", ("group", "Two officials"), "several people are a group"),
    ("The report was short.", ("document", "The report"), "a paper"),
    ("The ministry was silent.", ("organisation", "The ministry"), "a body without its name"),
    ("They met in Norway.", ("place", "Norway"), "a place"),
]


@pytest.mark.parametrize(("text", "mention", "why"), CASES)
def test_names_and_descriptions_are_found_with_their_kind(text: str, mention: tuple[str, str], why: str) -> None:
    """Names and descriptions become mentions of the right kind under the fullest name of the article."""
    assert mention in found(text), why


def test_the_short_name_of_an_outlet_means_the_outlet_named_in_full() -> None:
    """'the Times' is the outlet of the article whose name ends in Times."""
    names = found("The Easton Times printed it. The mayor told the Times so.")
    assert {name for kind, name in names if kind == "outlet"} == {"The Easton Times"}


def test_two_people_of_one_surname_stay_two() -> None:
    """A given name or a title tells people of one surname apart."""
    names = found("Paul Holm met Clara Holm. Mrs. Holm left first.")
    assert ("person", "Paul Holm") in names
    assert ("person", "Clara Holm") in names


def test_weekdays_and_months_name_nobody() -> None:
    """A capital alone makes no name."""
    assert not {name for _, name in found("On Monday it rained. In March it snowed.")}
