"""Transcripts: paragraphs that open with a speaker's name and a colon."""

from __future__ import annotations

import functools

import pytest

from makers import article
from secondsource.model import Reading
from secondsource.options import Options
from secondsource.reading import read
from secondsource.reading.rules_turns import turns

PLAIN = (
    "The two met on Sunday.",
    "BRANDT: We checked the wall twice.",
    "It moved both times.",
    "HALE: When will it fall?",
    "BRANDT: In May, we think.",
    "They parted.",
)
MARKED = (
    "“BRANDT: We checked it.",
    "“It moved both times.",
    "“(CROSSTALK)",
    "“HALE: When will “it” fall?",
    "“BRANDT: In May.”",
    "They parted.",
)


@functools.cache
def by_rules(*blocks: str) -> Reading:
    return read(article(*blocks), Options(), tag=lambda parse: ())  # type: ignore[arg-type]


def said(reading: Reading) -> list[tuple[str, list[str]]]:
    return [
        (reading.article[a.source_span], [reading.article[part] for part in a.content])
        for a in reading.attributions
        if a.source_span and "turn" in a.how
    ]


def test_what_stands_between_two_turns_belongs_to_the_first() -> None:
    """A turn goes on over paragraphs up to the next; the last is its own paragraph, for the page may have gone on to something else."""
    assert said(by_rules(*PLAIN)) == [
        ("BRANDT", ["We checked the wall twice.", "It moved both times."]),
        ("HALE", ["When will it fall?"]),
        ("BRANDT", ["In May, we think."]),
    ]


def test_turns_that_open_with_a_mark_are_quotations_without_their_labels() -> None:
    """However the marks of a long quotation close, each turn is its own speaker's; an aside in brackets is nobody's."""
    reading = by_rules(*MARKED)

    assert [(source, content[0]) for source, content in said(reading)] == [
        ("BRANDT", "We checked it."),
        ("HALE", "When will “it” fall?"),
        ("BRANDT", "In May.”"),
    ]
    assert said(reading)[0][1] == ["We checked it.", "“It moved both times."]
    assert {a.manner for a in reading.attributions if "turn" in a.how} == {"direct"}


@pytest.mark.parametrize(
    "blocks",
    [
        ("Born: 1950 in Hull", "Height: twelve feet and more", "Weight: three tons and more"),
        ("BRANDT: We checked the wall twice.", "Nobody answered."),
        ("HULL: The wall moved twice.", "LEEDS: The bridge has been shut."),
        ("Q: When did it move?", "A: In the night.", "Q: Who saw it?", "A: Nobody at all."),
        ("Brandt: 1,812", "Hale: 2,004", "Brandt: 17", "Hale: 12"),
        ("Note: the wall is tired.", "The keeper: a portrait of a tired man."),
        ("No names here.",),
    ],
)
def test_lists_of_facts_and_single_labels_are_no_conversation(blocks: tuple[str, ...]) -> None:
    """A colon after a capital makes no speaker."""
    assert turns(article(*blocks)) == ()


def test_names_in_small_letters_speak_where_both_speak_twice() -> None:
    """'Brandt: …' is a turn where two such names come back."""
    blocks = ("Brandt: We checked the wall.", "Hale: When did it move?", "Brandt: In the night.", "Hale: And who saw it?")

    assert [one.name.start for one in turns(article(*blocks))] == [0, 30, 55, 78]
