"""What the difference between two claims is, and whether both can be true."""

from __future__ import annotations

from datetime import date

import pytest

from makers import article, words
from secondsource.model import Article, Certainty, Claim, Interval, Mention, MentionKind, Quantity, Span, TimeExpression, make_id
from secondsource.stories.differences_kinds import Side, bounds, contrast, counted


def _time(span: Span, first: date, last: date) -> TimeExpression:
    return TimeExpression("t1", span, "DATE", f"{first}/{last}", Interval(first, last), "given")


def count(low: float | None, high: float | None, vague: bool = False) -> Quantity:
    page = article("x")
    return Quantity(page.span(0, 1), low, high, "meeting", vague)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (count(56, 56), count(58, 58), "different"),
        (count(12, 12), count(12, None), "compatible"),  # 12 and at least a dozen
        (count(3, None), count(2, None, True), "compatible"),  # at least three and several
        (count(24, None, True), count(56, 56), "compatible"),  # dozens and 56
        (count(40, 40, True), count(43, 43), "compatible"),  # about 40 and 43
        (count(40, 40, True), count(60, 60), "different"),  # about 40 and 60
        (count(3, None), count(None, 2), "different"),  # at least three and at most two
    ],
)
def test_logic_of_counts(one: Quantity, other: Quantity, verdict: str) -> None:
    """Two counts are compatible where one number can satisfy both, whichever comes first."""
    assert counted(one, other) == counted(other, one) == verdict


def test_about_is_a_tenth() -> None:
    """'About 40' allows 36 to 44; an exact count allows itself alone; an open end has no limit."""
    assert bounds(count(40, 40, True)) == (36, 44)
    assert bounds(count(7, 7)) == (7, 7)
    assert bounds(count(None, None)) == (0, float("inf"))


def made(
    text: str,
    *,
    action: str = "shut",
    content: str = "council shut harbour",
    certainty: Certainty = "asserted",
    negated: bool = False,
    quantity: tuple[str, float, float | None] | None = None,
    time: tuple[str, date, date] | None = None,
    actor: tuple[str, MentionKind] | None = None,
    place: str = "",
) -> Side:
    """A claim that is the whole of a page."""
    page: Article = article(text, file=text)
    mention = (Mention(words(page, actor[0]), actor[1], actor[0]),) if actor else ()
    claim = Claim(
        id=make_id("c", text), article=page.id, span=page.span(0, len(text)), attribution=None, certainty=certainty, negated=negated,
        action=action, words=tuple(content.split()), actors=mention,
        places=(Mention(words(page, place), "place", place),) if place else (),
        quantities=(Quantity(words(page, quantity[0]), quantity[1], quantity[2], "ship"),) if quantity else (),
        times=(_time(words(page, time[0]), time[1], time[2]),) if time else (),
    )  # fmt: skip
    return Side(claim, page, text)


MAY_3, MAY_4, MAY_31 = date(2021, 5, 3), date(2021, 5, 4), date(2021, 5, 31)


@pytest.mark.parametrize(
    ("one", "other", "kind", "verdict"),
    [
        (made("held 5 ships", quantity=("5", 5, 5)), made("held 7 ships", quantity=("7", 7, 7)), "quantity", "different"),
        (
            made("shut on Monday", time=("Monday", MAY_3, MAY_3)),
            made("shut on Tuesday", time=("Tuesday", MAY_4, MAY_4)),
            "date",
            "contradicts",
        ),
        (made("shut on Monday", time=("Monday", MAY_3, MAY_3)), made("shut in May", time=("May", MAY_3, MAY_31)), "date", "compatible"),
        (made("it shut the harbour"), made("it shut no harbour", negated=True), "certainty", "contradicts"),
        (made("it shut the harbour"), made("it shut the harbour, it is alleged", certainty="possible"), "certainty", "different"),
        (made("it shut the harbour", certainty="denied"), made("the harbour is shut"), "certainty", "contradicts"),
        (made("it plans to shut the harbour"), made("it shut the harbour now"), "certainty", "different"),
        (made("shut in Velmora", place="Velmora"), made("shut in Tarnby", place="Tarnby"), "place", "different"),
        (
            made("Ann Holt shut it", actor=("Ann Holt", "person")),
            made("Bo Lind shut it", actor=("Bo Lind", "person")),
            "actor",
            "different",
        ),
    ],
)
def test_kinds(one: Side, other: Side, kind: str, verdict: str) -> None:
    """Each kind of difference is told as itself, and turning the pair round changes nothing."""
    for found in (contrast(one, other), contrast(other, one)):
        assert found is not None
        assert (found.kind, found.verdict) == (kind, verdict)
        assert found.says.endswith(".")


def test_one_name_in_two_forms_is_no_difference() -> None:
    """'Holt' and 'Ann Holt' are one person."""
    one, other = made("Ann Holt shut it", actor=("Ann Holt", "person")), made("Holt shut it then", actor=("Holt", "person"))
    assert contrast(one, other) is None


def test_two_denials_agree() -> None:
    """Two sentences that both say no do not contradict each other, wherever the no stands."""
    one, other = made("no harbour was ever shut", negated=True), made("nor did they shut a harbour")
    assert contrast(one, other) is None


def test_numbers_of_other_matters_are_not_compared() -> None:
    """Numbers and days are compared only where the statements share words."""
    one = made("held 5 ships", quantity=("5", 5, 5))
    other = made("sold 7 ships", quantity=("7", 7, 7), content="yard sell freighter")
    assert contrast(one, other) is None
