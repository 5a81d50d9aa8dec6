"""What an article states, and on whose word."""

from __future__ import annotations

import pytest

from makers import article, words
from secondsource.model import Article, Attribution, Claim, Source, make_id
from secondsource.reading import read
from secondsource.reading.claims import find_claims
from secondsource.reading.mentions import find_mentions
from secondsource.reading.quantities import find_quantities
from secondsource.reading.sentences import parse


def attribution(
    page: Article, source: str | None, cue: str, *content: str, stance: str = "states", within: Attribution | None = None
) -> Attribution:
    who = Source(make_id("s", source), source, "unnamed") if source else None
    spans = tuple(words(page, part) for part in content)
    where = words(page, source) if source else None
    return Attribution(make_id("q", source, cue, *content), page.id, who, where, words(page, cue), spans, "indirect", stance, within)


def claims(page: Article, *said: Attribution) -> tuple[Claim, ...]:
    parsed = parse(page)
    return find_claims(parsed, find_mentions(parsed), find_quantities(parsed), (), said)


def texts(page: Article, *said: Attribution) -> list[str]:
    return [page[c.span] for c in claims(page, *said)]


OWN = [
    ("The wall fell on Monday.", ["The wall fell on Monday."], "a sentence in the outlet's own voice is a claim"),
    (
        "The council met three times, but the mayor refused a deal.",
        ["The council met three times", "the mayor refused a deal."],
        "two clauses with their own subjects are two claims",
    ),
    (
        "Mr. Dunn, who resigned as harbour master in May, sold his house.",
        ["who resigned as harbour master in May", "sold his house."],
        "a relative clause behind a comma is a claim about its noun",
    ),
    (
        "The port held three meetings before deciding not to build the wall.",
        ["The port held three meetings", "before deciding not to build the wall."],
        "what was done before something else is a second claim",
    ),
    ("The wall fell because the stones were old.", ["The wall fell because the stones were old."], "a reason stays with what it explains"),
    ("A long and very cold night.", [], "words without a verb state nothing"),
    ("The port declined to comment on the report.", [], "declining to speak is no claim"),
]


@pytest.mark.parametrize(("text", "expected", "why"), OWN)
def test_the_outlets_own_voice(text: str, expected: list[str], why: str) -> None:
    """Outside all speech, each clause that can stand alone is one claim."""
    assert texts(article(text)) == expected, why


def test_what_somebody_says_is_a_claim_of_theirs_and_the_frame_is_none() -> None:
    """The content is the claim; 'two officials said' states nothing."""
    page = article("The wall fell on Monday, two officials said.")
    said = attribution(page, "two officials", "said", "The wall fell on Monday")
    found = claims(page, said)
    assert [page[c.span] for c in found] == ["The wall fell on Monday"]
    assert found[0].attribution == said


def test_the_innermost_voice_owns_the_words() -> None:
    """What officials said in the Times' report is the officials' claim."""
    page = article("The Times reported that officials said the wall fell on Monday.")
    outer = attribution(page, "The Times", "reported", "officials said the wall fell on Monday")
    inner = attribution(page, "officials", "said", "the wall fell on Monday", within=outer)
    assert [(page[c.span], c.attribution) for c in claims(page, outer, inner)] == [("the wall fell on Monday", inner)]


def test_a_saying_whose_content_is_no_clause_is_itself_the_fact() -> None:
    """'He urged the council to stop' is one statement, under his name."""
    page = article("The mayor urged the council to stop the works.")
    said = attribution(page, "The mayor", "urged", "the council to stop the works", stance="urges")
    assert [(page[c.span], c.attribution) for c in claims(page, said)] == [("The mayor urged the council to stop the works.", said)]


def test_the_speaker_keeps_what_he_did_before_he_spoke() -> None:
    """'Mr. Dunn stepped down in May, saying …': the subject belongs to the deed too."""
    page = article("Mr. Dunn stepped down in May, saying that he had misled the council.")
    said = attribution(page, "Mr. Dunn", "saying", "that he had misled the council")
    assert texts(page, said) == ["Mr. Dunn stepped down in May", "he had misled the council"]


def test_what_was_told_by_nobody_named_is_a_fact_of_its_own() -> None:
    """'The council was warned that it leaked': the warning is the fact, not only what it said."""
    reading = read(article("The council was warned in May that the wall could leak, Ida Brandt said."))
    assert [reading.article[c.span] for c in reading.claims] == ["The council was warned in May that the wall could leak"]
    assert reading.claims[0].attribution is not None
    assert reading.claims[0].attribution.source is not None
    assert reading.claims[0].attribution.source.name == "Ida Brandt"


def test_a_remark_in_a_claim_does_not_own_it() -> None:
    """'Hale wrote the plan — a plan that some keepers say nobody understood': the keepers do not stand behind Hale's writing."""
    text = "Ms. Hale was the main author of a new harbour plan — an approach that some of the keepers say the mayor never understood."
    first = read(article(text)).claims[0]
    assert first.span.start == 0
    assert first.attribution is None


def test_a_measure_goes_with_the_clause_that_was_cut_off() -> None:
    """'just days', left of 'just days after the vote', is no end of a claim."""
    text = "The mayor announced Sunday that Ida Brandt will leave on May 1, earlier than planned and just days after her letter was read."
    assert not any(text[c.span.start : c.span.end].endswith("days") for c in read(article(text)).claims)


def test_a_non_answer_is_no_claim() -> None:
    """Words of a 'declines' attribution never stand as a claim."""
    page = article("The port did not say what the options were, but the wall fell on Monday.")
    silent = attribution(page, "The port", "did not say", "what the options were", stance="declines")
    assert texts(page, silent) == ["the wall fell on Monday."]


def test_asking_somebody_who_does_not_answer_is_no_claim() -> None:
    """'We reached out to the port', beside its non-answer, states nothing of the story."""
    page = article("The Times has reached out to the harbour board, but it did not say why.")
    silent = attribution(page, "it", "did not say why", stance="declines")
    assert texts(page, silent) == []


CERTAIN = [
    ("The wall fell on Monday.", "asserted"),
    ("The wall apparently fell on Monday.", "possible"),
    ("The wall may have fallen on Monday.", "possible"),
    ("It is unclear when the wall fell.", "unknown"),
]


@pytest.mark.parametrize(("text", "certainty"), CERTAIN)
def test_words_that_hedge_are_kept(text: str, certainty: str) -> None:
    """A hedged statement is not asserted."""
    assert claims(article(text))[0].certainty == certainty


def test_what_is_denied_is_denied() -> None:
    """The content of a denial is a denied claim."""
    page = article("The mayor denied that he had seen the report.")
    said = attribution(page, "The mayor", "denied", "he had seen the report", stance="denies")
    assert [(page[c.span], c.certainty) for c in claims(page, said)] == [("he had seen the report", "denied")]


def test_a_claim_holds_who_how_many_and_what() -> None:
    """Actors, quantities, action and negation are read off the clause."""
    page = article("The council never held three meetings in Oslo.")
    claim = claims(page)[0]
    assert claim.action == "hold"
    assert claim.negated
    assert [m.name for m in claim.actors] == ["The council"]
    assert [m.name for m in claim.places] == ["Oslo"]
    assert [(q.low, q.high, q.unit) for q in claim.quantities] == [(3, 3, "meeting")]
    assert "meeting" in claim.words


def test_the_actor_of_a_relative_clause_is_its_noun() -> None:
    """'who resigned' names Mr. Dunn as the one who did."""
    page = article("Mr. Dunn, who resigned as harbour master in May, sold his house.")
    assert all("Dunn" in [m.name for m in claim.actors] for claim in claims(page))


def test_headlines_and_captions_state_things_and_bylines_do_not() -> None:
    """Headline and deck give claims, the byline none; each keeps its kind of block."""
    page = article(("headline", "Harbour wall falls in storm"), ("byline", "By Ann Gray who writes here"), "The wall fell on Monday.")
    assert [c.block for c in claims(page)] == ["headline", "paragraph"]


def test_a_dateline_is_no_part_of_a_claim() -> None:
    """'OSLO — The wall fell' says that the wall fell."""
    page = article("OSLO — The wall of the harbour fell on Monday.")
    assert texts(page) == ["The wall of the harbour fell on Monday."]
