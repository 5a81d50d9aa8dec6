"""What the difference between two passages is, and whether both can be true."""

from __future__ import annotations

from datetime import date

import pytest

from makers import article, words
from secondsource.model import (
    Article,
    Certainty,
    Claim,
    DifferenceKind,
    Interval,
    Mention,
    MentionKind,
    Quantity,
    Reading,
    Sentence,
    TimeExpression,
    make_id,
)  # fmt: skip
from secondsource.stories.differences_kinds import KINDS, SIGNS, allowed, contrast, likeliest, plain_kinds, signs
from secondsource.stories.differences_passages import Passage, passages

MAY_3, MAY_4, MAY_1, MAY_31 = date(2021, 5, 3), date(2021, 5, 4), date(2021, 5, 1), date(2021, 5, 31)

COMMON = frozenset("it the that was is has not for on in to may now".split())  # noqa: SIM905


def told(
    text: str,
    *,
    action: str = "shut",
    certainty: Certainty = "asserted",
    quantity: tuple[str, float, float | None] | None = None,
    time: tuple[str, date, date] | None = None,
    actor: tuple[str, MentionKind] | None = None,
    place: str = "",
) -> Passage:
    """The passage of a page that is one sentence and one claim."""
    page: Article = article(text, file=text)
    mentions = [Mention(words(page, actor[0]), actor[1], actor[0])] if actor else []
    places = [Mention(words(page, place), "place", place)] if place else []
    quantities = (Quantity(words(page, quantity[0]), quantity[1], quantity[2], "ship"),) if quantity else ()
    times = (
        (TimeExpression("t1", words(page, time[0]), "DATE", f"{time[1]}/{time[2]}", Interval(time[1], time[2]), "given"),) if time else ()
    )
    claim = Claim(
        id=make_id("c", text), article=page.id, span=page.span(0, len(text)), attribution=None, certainty=certainty, action=action,
        actors=tuple(mentions), places=tuple(places), quantities=quantities, times=times,
        negated=" not " in text, words=tuple(word for word in text.lower().split() if word not in COMMON),
    )  # fmt: skip
    whole = Sentence(page.span(0, len(text)), page.blocks[0])
    read = Reading(page, (whole,), mentions=(*mentions, *places), quantities=quantities, times=times, claims=(claim,))
    (passage,) = passages([read])
    return passage


@pytest.mark.parametrize(
    ("kind", "one", "other", "verdict"),
    [
        ("quantity", told("It held 5 ships there", quantity=("5", 5, 5)), told("It held 7 ships then", quantity=("7", 7, 7)), "different"),
        (
            "quantity",
            told("It held 5 ships there", quantity=("5", 5, 5)),
            told("It held at least 3 ships", quantity=("3", 3, None)),
            "compatible",
        ),
        ("quantity", told("Some of the ships left"), told("All of the ships left"), "compatible"),
        (
            "date",
            told("It was shut on Monday", time=("Monday", MAY_3, MAY_3)),
            told("It was shut on Tuesday", time=("Tuesday", MAY_4, MAY_4)),
            "contradicts",
        ),
        (
            "date",
            told("It was shut on Monday", time=("Monday", MAY_3, MAY_3)),
            told("It was shut in May", time=("May", MAY_1, MAY_31)),
            "compatible",
        ),
        (
            "date",
            told("It was shut on Monday", time=("Monday", MAY_3, MAY_3)),
            told("It was sold on Tuesday", time=("Tuesday", MAY_4, MAY_4), action="sell"),
            "different",
        ),
        ("certainty", told("It has shut the harbour"), told("It has not shut the harbour"), "contradicts"),
        ("certainty", told("It has shut the harbour"), told("It denied that the harbour was shut", certainty="denied"), "contradicts"),
        ("certainty", told("It has shut the harbour"), told("It has not sold the ferry", action="sell"), "different"),
        ("certainty", told("It has not shut the harbour"), told("It denied it shut the harbour", certainty="denied"), "different"),
        ("certainty", told("The harbour is shut for good", certainty="denied"), told("The harbour is shut now"), "contradicts"),
        ("certainty", told("It has shut the harbour"), told("It may have shut the harbour"), "different"),
        ("certainty", told("It plans to shut the harbour"), told("It has shut the harbour"), "different"),
        (
            "actor",
            told("Ann Holt shut the harbour", actor=("Ann Holt", "person")),
            told("Bo Lind shut the harbour", actor=("Bo Lind", "person")),
            "different",
        ),
        (
            "actor",
            told("Ann Holt shut the harbour", actor=("Ann Holt", "person")),
            told("the mayor shut the harbour", actor=("the mayor", "role")),
            "compatible",
        ),
        ("place", told("It was shut in Velmora", place="Velmora"), told("It was shut in Tarnby", place="Tarnby"), "different"),
    ],
)
def test_verdicts(kind: DifferenceKind, one: Passage, other: Passage, verdict: str) -> None:
    """Each kind has its verdict, and turning the pair round changes nothing but the sides."""
    assert allowed(kind, one, other)
    assert allowed(kind, other, one)
    found, turned = contrast(kind, one, other), contrast(kind, other, one)
    assert (found.kind, found.verdict) == (turned.kind, turned.verdict) == (kind, verdict)
    assert (found.left, found.right) == (turned.right, turned.left)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("quantity", told("It held the ships there"), told("It held 7 ships then", quantity=("7", 7, 7))),
        ("quantity", told("It held 7 ships there", quantity=("7", 7, 7)), told("It held 7 ships then", quantity=("7", 7, 7))),
        ("date", told("It was shut on Monday", time=("Monday", MAY_3, MAY_3)), told("It was shut for good")),
        (
            "date",
            told("It was shut on Monday", time=("Monday", MAY_3, MAY_3)),
            told("On Monday it was shut", time=("Monday", MAY_3, MAY_3)),
        ),
        ("place", told("It was shut in Velmora", place="Velmora"), told("Velmora saw it shut", place="Velmora")),
        ("certainty", told("It has shut the harbour"), told("The harbour has been closed")),
        (
            "actor",
            told("Ann Holt shut the harbour", actor=("Ann Holt", "person")),
            told("Holt shut the harbour", actor=("Holt", "person")),
        ),
    ],
)
def test_a_kind_needs_two_values(kind: DifferenceKind, one: Passage, other: Passage) -> None:
    """No count against none, no day against none or itself, no place against itself, and 'Holt' is 'Ann Holt'."""
    assert not allowed(kind, one, other)
    assert not allowed(kind, other, one)


@pytest.mark.parametrize(
    ("one", "other", "kinds"),
    [
        (told("It held 5 ships there", quantity=("5", 5, 5)), told("It held 7 ships then", quantity=("7", 7, 7)), ("quantity",)),
        (told("It has shut the harbour"), told("It has not shut the harbour"), ("certainty",)),
        (
            told("It was shut on Monday", time=("Monday", MAY_3, MAY_3)),
            told("It was shut on Tuesday", time=("Tuesday", MAY_4, MAY_4)),
            ("date",),
        ),
        (told("It was shut on Monday", time=("Monday", MAY_3, MAY_3)), told("It was shut in May", time=("May", MAY_1, MAY_31)), ()),
        (
            told("It was shut until Monday", time=("Monday", MAY_3, MAY_3)),
            told("It was shut on Tuesday", time=("Tuesday", MAY_4, MAY_4)),
            (),
        ),
        (told("It has shut the harbour"), told("It may have shut the harbour"), ()),
        (told("Some of the ships left"), told("All of the ships left"), ()),
    ],
)
def test_facts_alone_show_a_difference(one: Passage, other: Passage, kinds: tuple[DifferenceKind, ...]) -> None:
    """Other counts of one thing, one act denied, or done on other days; all else is a guess. 'Until Monday' is no day of the act."""
    assert plain_kinds(one, other) == plain_kinds(other, one) == kinds


def test_the_same_words_do_not_differ() -> None:
    """Two reports that say one thing in the same words give no difference; a no or a number between them may."""
    one = told("It has shut the harbour of the town")
    assert likeliest(one, told("It has shut the town of the harbour"), 5.0) is None
    assert likeliest(one, told("It has not shut the harbour of the town"), 5.0) is not None


def test_signs_do_not_depend_on_the_side() -> None:
    """A pair has one set of signs, whichever passage comes first, one for each name in ``SIGNS``."""
    one = told("Ann Holt may shut 5 ships on Monday", actor=("Ann Holt", "person"), time=("Monday", MAY_3, MAY_3), quantity=("5", 5, 5))
    other = told("Bo Lind has not shut several ships", actor=("Bo Lind", "person"))
    assert signs(one, other) == signs(other, one)
    assert len(signs(one, other)) == len(SIGNS)


def test_the_likelier_pair_is_the_likelier_difference() -> None:
    """The more surely two passages tell one matter, the likelier a reader notes their difference; the kind is one of five."""
    one, other = told("It has shut the harbour for good"), told("It may have shut a harbour")
    less, more = likeliest(one, other, -6.0), likeliest(one, other, -2.0)
    assert less is not None
    assert more is not None
    assert less[0] < more[0]
    assert more[1] in KINDS
