"""Which report carries another's text."""

from __future__ import annotations

import pytest

from makers import article
from secondsource.model import Article
from secondsource.stories.copies import candidates, copies, shingled

WIRE = (
    "The mayor of Velmora resigned on Monday after an audit found that two million crowns had gone missing from the harbour fund. "
    "Auditors spent six weeks in the cellar of the town hall and left with forty boxes of receipts, most of them blank. "
    "The council will meet on Thursday to choose a successor, and three deputies have already put their names forward for the post. "
    "Dockers blocked the northern gate until noon and then went back to work without a word to the waiting reporters."
)
OTHER = (
    "Velmora has no mayor tonight. Crowds gathered at the harbour, some with drums, and the ferry to the islands was late by an hour. "
    "Shopkeepers along the quay said business had been slow all spring, and few of them were sorry to see the old man leave his office. "
    "A jazz band played on the steps of the library while the rain came down and the lamps were lit one after another."
)
SPEECH = "“I leave this office with a clean coat and a heavy heart, and I ask nobody to follow me down the stairs,” the mayor said."


def edited(text: str) -> str:
    return " ".join(word for n, word in enumerate(text.split()) if n % 11 != 10)


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        (WIRE, True),
        (WIRE[: len(WIRE) // 2], True),
        (edited(WIRE), True),
        (OTHER[:150] + " " + WIRE[120:420] + " " + OTHER[150:], True),
        (OTHER, False),
    ],
    ids=["whole", "cut", "edited", "embedded", "independent"],
)
def test_what_is_a_copy(text: str, copied: bool) -> None:
    """A text carried whole, cut, lightly edited or inside another report is a copy; a report of its own is not."""
    assert bool(copies([article(WIRE, file="wire"), article(text, file="local")])) is copied


def test_shared_speech_is_no_copy() -> None:
    """Two reports that quote one speech are independent."""
    assert copies([article(f"{OTHER} {SPEECH}", file="a"), article(f"{SPEECH} {WIRE}", file="b")]) == ()


def test_a_text_inside_a_quotation_is_a_copy() -> None:
    """A wire text that a page sets in the middle of a quotation is found, with its passage."""
    halves = SPEECH.split(" heart, ")
    one, other = article(WIRE, file="wire"), article(f"{OTHER} {halves[0]} {WIRE[:420]} heart, {halves[1]}", file="local")
    (copy,) = copies([one, other])
    assert (copy.of, copy.by) == (one.id, other.id)
    assert [one[passage.of] for passage in copy.passages] == [WIRE[:420].rstrip()]


def test_a_text_of_quotations_for_the_most_part() -> None:
    """A text that is mostly speech is a copy where its own words are carried too; the speech alone makes none."""
    own = "She spoke for an hour in the rain before the town hall, without notes, while the northern gate stayed shut. "
    talk = " ".join(f"“{sentence}.”" for sentence in WIRE.split(". "))
    speech = article(f"{own} {talk} The mayor then left by the back door of the town hall with two boxes.", file="speech")
    carried = article(f"{OTHER} {own} {talk}", file="carried")
    quoting = article(f"{OTHER} {talk}", file="quoting")
    assert len(copies([speech, carried])) == 1
    assert copies([speech, quoting]) == ()


def test_passages_are_the_same_words() -> None:
    """A passage points at the same words in both articles."""
    one, other = article(WIRE, file="wire"), article(f"{OTHER} {WIRE[126:300]}", file="local")
    (copy,) = copies([one, other])
    by_id = {a.id: a for a in (one, other)}
    assert all(by_id[copy.of][p.of] == by_id[copy.by][p.by] for p in copy.passages)


@pytest.mark.parametrize(
    ("wire", "local", "why"),
    [
        ({"outlet": "Nordwire", "published": "2021-05-04"}, {"credit": "Nordwire", "published": "2021-05-03"}, "credits Nordwire"),
        ({"published": "2021-05-03"}, {"published": "2021-05-04"}, "is earlier"),
        ({}, {}, "is fuller"),
    ],
)
def test_direction(wire: dict[str, str], local: dict[str, str], why: str) -> None:
    """A credit decides which is the copy, then the earlier day, then the fuller text."""
    one, other = article(WIRE, file="wire", **wire), article(WIRE[:300], file="local", **local)  # type: ignore[arg-type]
    (copy,) = copies([other, one])
    assert (copy.of, copy.by) == (one.id, other.id)
    assert why in copy.why


def test_a_crowd_is_not_compared_pairwise() -> None:
    """Two hundred copies of one wire text give pairs in proportion to their number, and every one of them is in a pair."""
    crowd: list[Article] = [article(f"{WIRE} Page {n} of the evening edition.", file=f"{n}") for n in range(200)]
    pairs = candidates([shingled(a) for a in crowd])
    assert len(pairs) < 200 * 20
    assert {i for pair in pairs for i in pair} == set(range(200))


def test_one_sentence_alike_is_no_copy() -> None:
    """Two reports that tell one fact in nearly the same sentence are not copies of each other."""
    fact = "The bridge was closed on Tuesday after inspectors {} cracks in its eastern pier."
    one = article(
        fact.format("counted 14"),
        "The ministry was warned last November that the pier could fail, two engineers told the paper on Thursday.",
    )
    other = article(
        fact.format("found at least 12"),
        "Opposition leaders called on the minister to go, and a vote is planned for the coming week in parliament.",
        file="b.txt",
    )

    assert copies([one, other]) == ()
