"""Who passes it on: one content with two sources, documents that people speak in, papers that words stood in."""

from __future__ import annotations

import functools

import pytest

from makers import article
from secondsource.model import Attribution, Reading
from secondsource.options import Options
from secondsource.reading import read


@functools.cache
def by_rules(*blocks: str) -> Reading:
    """A reading by the rules alone, so that no trained model decides these tests."""
    return read(article(*blocks, published="2021-05-12"), Options(), tag=lambda parse: ())


def chain(attribution: Attribution | None) -> list[str | None]:
    names: list[str | None] = []
    while attribution:
        names.insert(0, attribution.source.name if attribution.source else None)
        attribution = attribution.within
    return names


def chains(reading: Reading, content: str) -> list[list[str | None]]:
    return [chain(a) for a in reading.attributions if any(content in reading.article[part] for part in a.content)]


TOLD = [
    # an outlet and the memo that it has it from
    (
        ["The Easton Times reported that the council knew of the crack in March, according to a memo Ida Brandt wrote."],
        "the council knew of the crack",
        ["The Easton Times", "a memo Ida Brandt wrote"],
    ),
    # somebody who is known only through a report of what he said
    (
        ["The harbour service concluded that the wall had moved, according to a notice published on Friday."],
        "the wall had moved",
        ["a notice published on Friday", "harbour service"],
    ),
    (
        ["The wall had moved, The Easton Times reported on Saturday, citing two engineers."],
        "The wall had moved",
        ["The Easton Times", "two engineers"],
    ),
    # a programme's network
    (
        ["Ida Brandt told CNN Business Network last year that the wall had moved."],
        "the wall had moved",
        ["CNN Business Network", "Ida Brandt"],
    ),
    # a paper in which the words stood
    (
        ["The wall had moved, Ida Brandt wrote last month in The Easton Times."],
        "The wall had moved",
        ["The Easton Times", "Ida Brandt"],
    ),
    # a person who speaks in a statement that is quoted further on
    (
        [
            "Ida Brandt, the keeper, said in a statement on Friday that the wall would close.",
            "“We have talked about it for years,” the statement said.",
        ],
        "We have talked",
        ["a statement", "Ida Brandt"],
    ),
    # a pledge, a guarantee: what they hold is said by those whose they are
    (
        ["Ida Brandt said the plan was contrary to Mayor Tom Hale’s pledge to rebuild the wall."],
        "to rebuild the wall",
        ["Ida Brandt", "Tom Hale"],
    ),
]


@pytest.mark.parametrize(("blocks", "content", "expected"), TOLD)
def test_passed_on(blocks: list[str], content: str, expected: list[str]) -> None:
    """Who passes a saying on stands outside, who says it inside, wherever the words tell both."""
    found = chains(by_rules(*blocks), content)
    folded = [[name.removeprefix("the ") if name else None for name in names] for names in found]

    assert [name.removeprefix("the ") for name in expected] in folded


def test_statement_without_an_author() -> None:
    """'The statement said' after nobody's statement has no author: none is guessed."""
    reading = by_rules("Ida Brandt said on Friday that the wall would close.", "“We have talked about it for years,” the statement said.")

    assert not any("Ida Brandt" in names for names in chains(reading, "We have talked"))


def test_who_is_the_nearest_person() -> None:
    """'The official responsible for repairs who found that …': the official found it, not the repairs."""
    reading = by_rules("The council ignored the official responsible for harbour repairs who found that the wall had moved.")

    assert ["the official responsible for harbour repairs"] in chains(reading, "the wall had moved")


def test_which_is_no_person() -> None:
    """'A book by Ida Brandt, which reported that …': the book reported it."""
    reading = by_rules("The council spoke after the release of a book by Ida Brandt, which reported that the wall had moved.")

    assert all("Ida Brandt" not in names for names in chains(reading, "the wall had moved"))


def test_a_deed_says_nothing() -> None:
    """'The decision contradicts the promise' is no saying of the decision's."""
    reading = by_rules("Ida Brandt said the decision contradicts the mayor’s promise that the wall would stay.")

    assert not any("decision" in (name or "") for a in reading.attributions for name in chain(a))


def test_that_and_that() -> None:
    """'Said that it stood, but was not safe and that work went on': all of it is what she said."""
    reading = by_rules("Ida Brandt said that the wall was standing, but wasn’t yet safe and that work in the harbour wasn’t yet done.")

    assert ["Ida Brandt"] in chains(reading, "wasn’t yet done")


PAPERS = [
    ("In an email to Mayor Tom Hale, Ida Brandt wrote that the wall had moved.", True),
    ("Ida Brandt said in an email to The Easton Times that the wall had moved.", False),
    ("Ida Brandt said in an email that the wall had moved.", False),
    ("Ida Brandt said in an email to reporters that the wall had moved.", False),
]


@pytest.mark.parametrize(("sentence", "read"), PAPERS)
def test_papers(sentence: str, read: bool) -> None:
    """What somebody wrote to somebody else, the newsroom has read; what was written to the newsroom, it was told."""
    found = chains(by_rules(sentence), "the wall had moved")

    assert found
    assert any(len(names) == 2 and "email" in (names[0] or "") for names in found) is read


def test_quoted_once_more() -> None:
    """Within a quotation, 'he said' with a quotation of its own is another's saying; 'his promise that …' too."""
    reading = by_rules("“The decision breaks Mr. Hale’s word and his promise that the wall would stay in place,” Ida Brandt said.")

    assert any(len(names) == 2 and names[0] == "Ida Brandt" for names in chains(reading, "that the wall would stay"))
