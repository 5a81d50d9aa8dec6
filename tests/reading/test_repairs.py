"""What is set right after the vote, on proposals as the tagger could make them."""

from __future__ import annotations

import pytest

from makers import article, words
from secondsource.reading.proposals import Proposal
from secondsource.reading.quotes import find_quotes
from secondsource.reading.repairs import doer, repaired
from secondsource.reading.sentences import parse
from secondsource.reading.votes import in_passing, merged

CASES = [
    # the text, the vote's source, cue and content, and what they become
    (
        "“It held,” said Hale.\n\nIda Brandt, the keeper, agreed.",
        ("Hale.\n\nIda Brandt, the keeper", "said", "It held,"),
        ("Hale", "said", "It held,"),
    ),
    ("Hale.\n\nIda Brandt said it held.", ("Hale.\n\nIda Brandt", "said", "it held"), ("Ida Brandt", "said", "it held")),
    (
        "The paper seized on Brandt's claim that the wall held.",
        ("The paper", "seized on", "that the wall held"),
        ("Brandt", "claim", "that the wall held"),
    ),
    (
        "Hale now stands by his claim that the wall held.",
        ("Hale", "stands by his claim", "that the wall held"),
        ("Hale", "stands by his claim", "that the wall held"),
    ),
    (
        "The film uses pictures of Ida Brandt asking, “Will it ever hold?”",
        ("The film", "uses pictures of", "Ida Brandt asking, “Will it ever hold?”"),
        ("Ida Brandt", "asking", "Will it ever hold?"),
    ),
    ("Hale, who in May said it held, left.", ("who in May", "said", "it held"), ("who", "said", "it held")),
    ("Keepers – among them Hale – said it held.", ("Keepers – among them Hale", "said", "it held"), ("Keepers", "said", "it held")),
    ("Keepers and divers said it held.", ("Keepers and", "said", "it held"), ("Keepers", "said", "it held")),
    ("Ida Brandt (Ind.) said it held.", ("Ida Brandt (Ind", "said", "it held"), ("Ida Brandt (Ind.)", "said", "it held")),
    (
        "The keeper said the wall would hold if the mayor, who was ill, came back.",
        ("The keeper", "said", "the wall would hold if the mayor"),
        ("The keeper", "said", "the wall would hold if the mayor, who was ill, came back"),
    ),
    (
        "Engineers warned his office about the wall last May, The Velmora Post reported on Friday.",
        ("The Velmora Post", "reported", "his office about the wall last May"),
        ("The Velmora Post", "reported", "Engineers warned his office about the wall last May"),
    ),
    (
        "Hale said on Friday that it held, The Velmora Post reported.",
        ("The Velmora Post", "reported", "that it held"),
        ("The Velmora Post", "reported", "that it held"),
    ),
    (
        "VELMORA (Coast News Agency) — The wall was shut on Monday after divers found 9 holes in its base, The Velmora Post reported.",
        ("The Velmora Post", "reported", "divers found 9 holes in its base"),
        ("The Velmora Post", "reported", "The wall was shut on Monday after divers found 9 holes in its base"),
    ),
    (
        "The council was told last May that the wall was leaking, two keepers said.",
        ("two keepers", "said", "that the wall was leaking"),
        ("two keepers", "said", "The council was told last May that the wall was leaking"),
    ),
    (
        "VELMORA, May 3 (CNA) -- The wall held, Hale said.",
        ("Hale", "said", "VELMORA, May 3 (CNA) -- The wall held"),
        ("Hale", "said", "The wall held"),
    ),
    (
        "Hale says he heard Brandt asking, “Will it ever hold?”",
        ("Hale", "says", "he heard Brandt asking, “Will it ever hold?”"),
        ("Hale", "says", "he heard Brandt asking, “Will it ever hold?”"),
    ),
]


@pytest.mark.parametrize(("text", "voted", "expected"), CASES)
def test_repairs(text: str, voted: tuple[str, str, str], expected: tuple[str, str, str]) -> None:
    """A source stays in its paragraph, a claim is its owner's, and who is shown saying something says it."""
    page = article(*text.split("\n\n"))
    parsed = parse(page)
    source, cue, content = (words(page, part) for part in voted)
    after = repaired(parsed, Proposal(source, cue, (content,), "tagger", 0.5), find_quotes(parsed))

    assert after.source
    assert after.cue
    assert (page[after.source], page[after.cue], page[after.content[0]]) == expected


def test_what_stands_before_a_saying_with_a_colon_is_the_reporters() -> None:
    """'In the end, Brandt said: “…”': the quotation is the content."""
    page = article("The council will now pay for the wall, Brandt said: “It holds at last.”")
    parsed = parse(page)
    content = (words(page, "The council will now pay for the wall"), words(page, "It holds at last."))
    after = repaired(parsed, Proposal(words(page, "Brandt"), words(page, "said"), content, "tagger", 0.5), find_quotes(parsed))

    assert after.content == content[1:]


@pytest.mark.parametrize(
    ("text", "cue", "content", "expected"),
    [
        ("Hale went from door to door, saying that it held.", "saying", "that it held", "Hale"),
        ("There are keepers who argue that it held.", "argue", "that it held", "who"),
        ("It seems that the wall held.", "seems", "that the wall held", None),
    ],
)
def test_who_does_it_where_the_tagger_has_nobody(text: str, cue: str, content: str, expected: str | None) -> None:
    """The parse's subject is the source; a relative clause keeps its own 'who', and what seems so seems so to nobody named."""
    page = article(text)
    source = doer(parse(page), Proposal(None, words(page, cue), (words(page, content),), "tagger", 0.5)).source

    assert (page[source] if source else None) == expected


def test_a_turn_of_phrase_is_no_saying() -> None:
    """'Having said that, …' tells of nobody's words."""
    page = article("Having said that, some keepers worry. She left, having said that it held.")
    parsed = parse(page)

    assert in_passing(parsed, Proposal(None, words(page, "Having said"), (words(page, "that"),), "tagger", 0.5))
    assert not in_passing(parsed, Proposal(None, words(page, "having said"), (words(page, "that it held"),), "tagger", 0.5))


def test_a_quotation_stays_with_the_cue_right_behind_it() -> None:
    """Where the tagger gives 'Brandt said' only what she goes on to say, the quotation that ends before 'Brandt' is kept."""
    page = article("“It held,” Brandt said, going on to say that it would hold again.")
    parsed = parse(page)
    source, cue = words(page, "Brandt"), words(page, "said")
    rule = Proposal(source, cue, (words(page, "It held,"),), "rule: clause", 0.6)
    tag = Proposal(source, cue, (words(page, "that it would hold again"),), "tagger", 0.9)

    assert merged(rule, tag, find_quotes(parsed)).content == rule.content
