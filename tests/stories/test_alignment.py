"""The same claim across reports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from makers import article, words
from secondsource.model import Article, Attribution, Claim, Difference, Options, Reading, Sentence, make_id
from secondsource.stories.alignment import align, relation
from secondsource.stories.alignment_likeness import FEATURES, Claims, chances, features, stem
from secondsource.stories.differences import differences

A = ("The mayor of Velmora resigned on Monday over the missing harbour money.", "A jazz band played on the library steps in the rain.")
B = ("On Monday Velmora's mayor stepped down because harbour money was missing.", "Ferries to the islands were an hour late.")
C = ("Velmora's mayor resigned over the harbour money that went missing, on Monday.", "Three deputies want the post.")


def report(sentences: tuple[str, ...], file: str) -> Reading:
    """A reading whose sentences are its claims."""
    page: Article = article(" ".join(sentences), file=file)
    spans = [words(page, text) for text in sentences]
    claims = tuple(
        Claim(
            id=make_id("c", page.id, s.start, s.end),
            article=page.id,
            span=s,
            attribution=None,
            words=tuple(page[s].lower().rstrip(".").split()),
        )
        for s in spans
    )
    return Reading(page, sentences=tuple(Sentence(s, page.blocks[0]) for s in spans), claims=claims)


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return [report(A, "a"), report(B, "b"), report(C, "c")]


def test_one_event_in_three_reports_is_one_group(readings: list[Reading]) -> None:
    """The claim all three make comes first, as one group; nothing else is held for one."""
    groups = align(readings)
    assert [claim.span.start for claim in groups[0]] == [0, 0, 0]
    assert len({claim.article for claim in groups[0]}) == 3
    assert all(len(group) == 1 for group in groups[1:])


def test_order_of_reports_does_not_matter(readings: list[Reading]) -> None:
    """Any order of the readings gives the same groups."""
    assert {frozenset(g) for g in align(readings)} == {frozenset(g) for g in align(readings[::-1])}


def test_no_more_than_asked(readings: list[Reading]) -> None:
    """At most ``max_alignments`` groups of several reports are given."""
    assert sum(len({c.article for c in g}) > 1 for g in align(readings, options=Options(max_alignments=0))) == 0


def test_a_hundred_copies_are_one_group() -> None:
    """Claims in the very same words are one group, however many reports carry them."""
    groups = align([report(A, f"{n}") for n in range(100)])
    assert len({claim.article for claim in groups[0]}) == 100


def test_nothing_gives_nothing() -> None:
    """No claims, no groups and no differences."""
    assert align([]) == ()
    assert differences((), [Reading(article("x"))]) == ()


def test_features_have_their_names(readings: list[Reading]) -> None:
    """Every pair has as many features as there are names for them, and a claim is nearer to its like than to another."""
    held = Claims(readings, [claim for reading in readings for claim in reading.claims])
    rows = dict(zip(held.pairs(), features(held, held.pairs()), strict=True))
    assert {len(row) for row in rows.values()} == {len(FEATURES)}
    at = FEATURES.index("sentence_words")
    assert rows[0, 2][at] > rows[0, 3][at]


@pytest.mark.parametrize(("word", "stemmed"), [("Resigned", "resign"), ("mayor’s", "mayor"), ("was", "was"), ("ships", "ship")])
def test_stem(word: str, stemmed: str) -> None:
    """Common endings and possessives go; short words stay."""
    assert stem(word) == stemmed


def pair(one: str, other: str, direct: bool = False) -> list[Claim]:
    left, right = report((one,), "a").claims[0], report((other,), "b").claims[0]
    if not direct:
        return [left, right]
    return [replace(c, attribution=Attribution("q", c.article, None, None, None, (c.span,), "direct", "states")) for c in (left, right)]


def between(claims: list[Claim], verdict: str) -> Difference:
    return Difference("d1", "quantity", claims[0].span, claims[1].span, verdict, "")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("claims", "verdict", "expected"),
    [
        (pair("The mayor resigned Monday.", "The mayor resigned on Monday."), None, "agree"),
        (pair("The mayor resigned Monday.", "The mayor resigned on Monday."), "different", "differ"),
        (pair("The mayor resigned Monday.", "The mayor resigned on Monday."), "contradicts", "contradict"),
        (pair("The mayor resigned Monday.", "Velmora's head of council gave up his post."), None, "differ"),
        (pair("I never agreed to it.", "I did not agree to that.", direct=True), None, "agree"),
        (pair("The mayor resigned Monday.", "x")[:1], None, "single"),
    ],
)
def test_relation(claims: list[Claim], verdict: str | None, expected: str) -> None:
    """Single, contradicting, agreeing in words or quotation, or differing."""
    assert relation(claims, [between(claims, verdict)] if verdict else []) == expected


def test_differences_have_short_sides(readings: list[Reading]) -> None:
    """Both sides of a difference are words of the story's reports, and no difference is told twice."""
    told = [*readings, report(("The mayor of Velmora may resign on Monday over the missing harbour money.",), "d")]
    found = differences(align(told), told)
    assert {d.kind for d in found} == {"certainty"}
    assert len({d.id for d in found}) == len(found)
    assert all(0 < len(side) < 400 for d in found for side in (d.left, d.right))


def test_one_statement_in_other_words_is_no_difference(readings: list[Reading]) -> None:
    """Three reports that say the same in their own words do not differ."""
    assert differences(align(readings), readings) == ()


def test_a_body_stands_for_its_deck() -> None:
    """A deck that repeats the first sentence does not hide it: the text's own claim is aligned, and the deck's with it."""
    deck, other = report((A[0], *A), "a"), report(B, "b")
    deck = replace(deck, claims=(replace(deck.claims[0], block="deck"), *deck.claims[1:]))
    group = align([deck, other])[0]
    assert {claim.block for claim in group if claim.article == deck.article.id} == {"deck", deck.claims[1].block}
    assert {claim.article for claim in group} == {deck.article.id, other.article.id}


def test_claims_that_mean_other_things_are_never_one() -> None:
    """However many names two claims share, they are not one where neither they nor their sentences mean much the same."""
    one, other = report(("Ann Cole opened the new school in Velmora.",), "a"), report(("Ann Cole opened the old school in Velmora.",), "b")
    held = Claims([one, other], [*one.claims, *other.claims])
    assert set(chances(held).values()) != {0.0}
    held.meaning = held.sentence_meaning = [[1.0, 0.2], [0.2, 1.0]]
    assert set(chances(held).values()) == {0.0}
    held.meaning = [[0.0, 0.0], [0.0, 0.0]]  # no model is installed: nobody knows
    assert set(chances(held).values()) != {0.0}
