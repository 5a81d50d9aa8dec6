"""Who says what, by rules alone: each kind of construction in an invented sentence."""

from __future__ import annotations

import functools

import pytest

from makers import article
from secondsource.data import table
from secondsource.reading.cues import lexicon
from secondsource.reading.quotes import find_quotes
from secondsource.reading.rules import propose
from secondsource.reading.sentences import parse

Found = tuple[str | None, str | None, tuple[str, ...]]


@functools.cache
def found(text: str, kind: str = "paragraph") -> tuple[Found, ...]:
    """Source, cue and content of every proposal, as words."""
    parsed = parse(article(*[(kind, part) for part in text.split("\n\n")]))  # type: ignore[misc]
    words = parsed.article
    return tuple(
        (
            words[p.source] if p.source else None,
            words[p.cue] if p.cue else None,
            tuple(words[part] for part in p.content),
        )
        for p in propose(parsed, find_quotes(parsed))
    )


CLAUSES = [
    ("Ida Brandt said that the wall would hold.", "Ida Brandt", "said", "that the wall would hold"),
    ("The keeper said the wall had moved.", "The keeper", "said", "the wall had moved"),
    ("The wall would hold, the keeper said on Monday.", "the keeper", "said", "The wall would hold"),
    ("The wall, she said, would hold.", "she", "said", "The wall"),
    ("Two engineers told the council that the wall had moved.", "Two engineers", "told", "that the wall had moved"),
    ("Brandt denied that the wall had moved.", "Brandt", "denied", "that the wall had moved"),
    ("Reporters asked whether the wall would hold.", "Reporters", "asked", "whether the wall would hold"),
    ("The mayor urged residents to leave the harbour.", "The mayor", "urged", "residents to leave the harbour"),
    ("The mayor criticized the plan for the harbour.", "The mayor", "criticized", "the plan for the harbour"),
    ("The council accused the builders of lying about the wall.", "The council", "accused", "the builders of lying about the wall"),
    ("The report shows that the wall moved twice.", "The report", "shows", "that the wall moved twice"),
    ("The wall is safe, according to the engineers.", "the engineers", "according to", "The wall is safe"),
    ("According to the engineers, the wall is safe.", "the engineers", "According to", "the wall is safe"),
    ("They rejected the keeper's claim that the wall had moved.", "the keeper", "claim", "that the wall had moved"),
]


@pytest.mark.parametrize(("text", "source", "cue", "content"), CLAUSES)
def test_clauses(text: str, source: str, cue: str, content: str) -> None:
    """A verb, noun or phrase of saying has its subject as source and its clause or object as content."""
    assert any(s == source and c and cue in c and w[:1] == (content,) for s, c, w in found(text)), found(text)


QUOTED = [
    # before, after and around the cue
    ("“The wall will hold,” said Ida Brandt.", "Ida Brandt", ("The wall will hold,",)),
    ("Ida Brandt said, “The wall will hold.”", "Ida Brandt", ("The wall will hold.",)),
    ("“The wall,” Ida Brandt said, “will hold until the spring.”", "Ida Brandt", ("The wall,", "will hold until the spring.")),
    # the same speaker goes on
    ("“The wall will hold,” Ida Brandt said. “We checked it twice.”", "Ida Brandt", ("The wall will hold,", "We checked it twice.")),
    # a colon, and a cue that is no verb of saying
    ("The keeper hit back: “The wall will hold until the spring.”", "The keeper", ("The wall will hold until the spring.",)),
    # another cue before a second quotation, and a name after a dash
    ("“The wall will hold,” Ida Brandt said, adding later, “We checked it twice in May.”", "Ida Brandt", ("The wall will hold,",)),
    ("“The wall will hold,” Ida Brandt said, adding later, “We checked it twice in May.”", "Ida Brandt", ("We checked it twice in May.",)),
    ("“We lost our homes.” ― Ida Brandt\n\n“Nobody came to help us.” — Tom Hale", "Tom Hale", ("Nobody came to help us.",)),
    # a part quotation is part of its clause
    ("Ida Brandt said the wall was “in very good shape.”", "Ida Brandt", ("the wall was “in very good shape.”",)),
]


@pytest.mark.parametrize(("text", "source", "content"), QUOTED)
def test_quotations(text: str, source: str, content: tuple[str, ...]) -> None:
    """A quotation goes whole, with all its parts, to the one whose cue stands by it."""
    assert (source, content) in [(s, w) for s, _, w in found(text)], found(text)


def test_quotation_over_paragraphs() -> None:
    """A quotation that runs over paragraphs has one speaker."""
    contents = [
        w for s, _, w in found("“The wall will hold,” Ida Brandt said. “We checked it.\n\n“Then we checked it again.”") if s == "Ida Brandt"
    ]

    assert contents == [("The wall will hold,", "We checked it.", "Then we checked it again.")]


HEADLINES = [
    ("Officials: Harbour wall is safe", "Officials", "Harbour wall is safe"),
    ("Harbour wall is safe, engineers say", "engineers", "Harbour wall is safe"),
    ("Mayor says harbour wall is safe", "Mayor", "harbour wall is safe"),
]


@pytest.mark.parametrize(("text", "source", "content"), HEADLINES)
def test_headlines(text: str, source: str, content: str) -> None:
    """Headlines have forms of their own: a colon, or 'engineers say' at the end."""
    assert (source, (content,)) in [(s, w) for s, _, w in found(text, "headline")], found(text, "headline")


def test_lead_form_with_citing() -> None:
    """'…, the Globe reported, citing three engineers': the newspaper and those it cites have one content."""
    text = "The harbour wall moved twice in the spring, the Globe reported on Saturday, citing three engineers who saw the plans."
    said = {s: w for s, _, w in found(text)}

    assert said["the Globe"] == ("The harbour wall moved twice in the spring",)
    assert said["three engineers who saw the plans"] == said["the Globe"]


SILENT = [
    "The mayor declined to comment.",
    "The mayor did not immediately respond to a request for comment.",
    "The mayor could not be reached on Friday.",
    "The mayor was not available for comment.",
    "The mayor would not comment on the wall.",
    "The mayor refused to say whether the wall had moved.",
]


@pytest.mark.parametrize("text", SILENT)
def test_no_answer(text: str) -> None:
    """An answer that was not given has a source and a cue, and no content."""
    assert [(s, w) for s, _, w in found(text)] == [("The mayor", ())], found(text)


def test_nobody_named() -> None:
    """Where the words name nobody, the source is none: 'allegedly', 'was accused of'."""
    assert [(s, c) for s, c, _ in found("The builder allegedly moved the wall.")] == [(None, "allegedly")]
    assert (None, ("of moving the wall at night",)) in [(s, w) for s, _, w in found("The builder was accused of moving the wall at night.")]


@pytest.mark.parametrize("text", ["", "  ", "The wall fell on Monday.", "It held. 12 34 !!", "said said said", "“” ‘’ \" '"])
def test_nothing_said(text: str) -> None:
    """Text in which nobody says anything gives no source."""
    assert all(s is None for s, _, _ in found(text))


def test_lexicon_is_well_formed() -> None:
    """Each row has a known frame, strength and profile, and regular and irregular forms lead to their verb."""
    frames = {"clause", "quote", "told", "wh", "to", "object", "as"}
    for row in table("cues.toml")["verbs"]:
        assert set(row["frames"]) <= frames
        assert row["strength"] in {"neutral", "strong", "weak", "doubtful"}
        assert row.get("profile", "all") == "all"
    forms = lexicon().forms
    assert [forms[w] for w in ("said", "denies", "replied", "arguing", "told", "admitted", "insists")] == [
        "say",
        "deny",
        "reply",
        "argue",
        "tell",
        "admit",
        "insist",
    ]
