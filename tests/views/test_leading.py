"""The page opens with what the headline says, where several reports say it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from makers import article, words
from secondsource.model import Alignment, Claim, Origins, Reading, Story, make_id
from secondsource.views.leading import lead_first

CLOSED = "The pier was closed on Monday."
WARNED = "Engineers warned the council in autumn."


def story(headline: str, both: bool = True) -> Story:
    """Two pages that both tell of the closing, which is the most telling claim; the warning stands in both, or in one."""
    pages = [article(("headline", "x"), f"{CLOSED} {WARNED}", file=f"{n}.html") for n in "ab"]
    made = []
    for text, some in ((CLOSED, pages), (WARNED, pages if both else pages[:1])):
        claims = tuple(Claim(make_id("c", a.id, text), a.id, words(a, text), None) for a in some)
        made.append(Alignment(make_id("l", text), claims, "agree", (), (), Origins(1, 1, (), "")))
    return Story("y1", headline, tuple(Reading(a) for a in pages), alignments=tuple(made))


@pytest.mark.parametrize(
    ("headline", "both", "opens"),
    [
        ("Council warned by engineers in autumn", True, WARNED),
        ("Council warned by engineers in autumn", False, CLOSED),
        ("Pier closed on Monday", True, CLOSED),
        ("A dark day for the town", True, CLOSED),
        ("", True, CLOSED),
    ],
)
def test_the_claim_of_the_headline_leads(headline: str, both: bool, opens: str) -> None:
    """A claim of several reports that holds the headline's words comes first; else the most telling one stays."""
    told = lead_first(story(headline, both))
    first = told.alignments[0].claims[0]

    assert told.article(first.article)[first.span] == opens
    assert {a.id for a in told.alignments} == {a.id for a in story(headline, both).alignments}


def test_no_claims_are_no_fault() -> None:
    """A story without claims is left as it is."""
    bare = replace(story("Pier closed"), alignments=())

    assert lead_first(bare) == bare
