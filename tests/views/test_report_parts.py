"""The parts of the report page, each by a table: words for dates and counts, nested layers, marks."""

from __future__ import annotations

import dataclasses
import re
from datetime import date

import pytest

from harbour import harbour, interval, source
from makers import article
from secondsource.model import Alignment, Claim, Component, Difference, Interval, Origins, Reading, Story
from secondsource.views import layers, marks, quoting, wording
from secondsource.views.desk import Anchor, Desk, Ids, Voice
from secondsource.views.layers import Layer
from secondsource.views.marks import Mark
from secondsource.views.report_differences import differences
from secondsource.views.words import words_in

DAYS = [
    (interval("2018-09-08"), "8 Sep 2018"),
    (interval("2018-09-08", "2018-09-14"), "8 to 14 Sep 2018"),
    (interval("2018-03-01", "2018-05-20"), "1 Mar to 20 May 2018"),
    (interval("2017-07-01", "2017-07-31"), "Jul 2017"),
    (interval("2017-09-01", "2017-12-31"), "Sep to Dec 2017"),
    (interval("2017-01-01", "2017-12-31"), "2017"),
    (interval("1990-01-01", "1999-12-31"), "1990 to 1999"),
    (interval("2017-12-01", "2018-02-28"), "Dec 2017 to Feb 2018"),
    (interval("2017-09-10", "2018-09-10"), "10 Sep 2017 to 10 Sep 2018"),
    (Interval(date(2018, 5, 3), None), "since 3 May 2018"),
    (Interval(None, date(2010, 3, 14)), "up to 14 Mar 2010"),
    (Interval(None, None), "at a time not known"),
]


@pytest.mark.parametrize(("days", "said"), DAYS)
def test_an_interval_in_its_shortest_honest_words(days: Interval, said: str) -> None:
    """Whole months and years are called so; an open side is said; nothing is rounded."""
    assert wording.days(days) == said


@pytest.mark.parametrize(("low", "high", "said"), [(1, 1, "exactly 1"), (2, 3, "2 to 3"), (1, 1200, "1 to 1,200")])
def test_origins_are_never_a_bare_number(low: int, high: int, said: str) -> None:
    """A count of origins is a range, or 'exactly' so many."""
    assert words_in().range(low, high) == said


def test_page_letters() -> None:
    """A to Z, then A1."""
    assert [wording.letter(n) for n in (0, 25, 26, 51, 52)] == ["A", "Z", "A1", "Z1", "A2"]


def test_a_name_cannot_turn_the_text_around_it() -> None:
    """Characters that change the direction of writing are left out of labels."""
    assert wording.plain("abc\u202edef\u2066 g\n h") == "abcdef g h"


VOICE = Voice(Mark("cir", 1), "n", (), ("page",), "k")
TEXT = "0123456789abcdefghij"


def _marked(*made: tuple[int, int, str]) -> str:
    """The text under layers (start, end, name); a capital name is an anchor."""
    page = article(TEXT)
    all_ = [
        Layer(a, b, 0 if name.isupper() else 1, name, anchor=Anchor(name, page.span(a, b), VOICE) if name.isupper() else None)
        for a, b, name in made
    ]
    return (
        str(layers.marked(page, 0, len(TEXT), layers.within(all_, 0, len(TEXT)))).replace(page.id + " ", "").replace(' data-ch="page"', "")
    )


def span(name: str, body: str, more: str = "") -> str:
    return f'<span class="{name}"{more}>{body}</span>'


def test_layers_nest() -> None:
    """Layers inside and beside one another, crossing, and crossing an anchor, which stays whole."""
    assert _marked((2, 9, "q"), (3, 5, "d")) == f"01{span('q', '2' + span('d', '34') + '5678')}9abcdefghij"
    assert _marked((0, 2, "q"), (2, 4, "d")) == f"{span('q', '01')}{span('d', '23')}456789abcdefghij"
    assert _marked((0, 4, "q"), (2, 6, "d")) == f"{span('q', '01' + span('d', '23'))}{span('d', '45')}6789abcdefghij"
    whole = span("A", span("q", "45") + "67", ' id="A" data-w="4 8"')
    assert _marked((4, 8, "A"), (2, 6, "q")) == f"01{span('q', '23')}{whole}89abcdefghij"


def test_two_anchors_that_cross_keep_all_their_words() -> None:
    """The second anchor is two elements; each is its own exact slice, and the second names the first."""
    first = span("A", "0123" + span("B", "45", ' id="B" data-w="4 6"'), ' id="A" data-w="0 6"')
    assert _marked((0, 6, "A"), (4, 8, "B")) == first + span("B", "67", ' data-of="B" data-w="6 8"') + "89abcdefghij"


def test_words_between_blocks_are_not_lost() -> None:
    """Text that no block covers is shown as a paragraph; white space between blocks is not."""
    page = article(("headline", "Title"), "One.", "Two.")
    without = [b for b in page.blocks if page[b.span] != "One."]
    loose = dataclasses.replace(page, blocks=tuple(without))
    assert [(kind, loose[s].strip()) for kind, s in layers.stretches(loose)] == [
        ("headline", "Title"),
        ("paragraph", "One."),
        ("paragraph", "Two."),
    ]


def test_a_quotation_with_its_own_marks_gets_no_second_pair() -> None:
    """Words are put in quotation marks once, and a cut is shown outside the words."""
    page = article("“We knew,” he said. Nobody else did, and that is all.")

    def said(start: int, end: int, most: int = 100) -> str:
        return re.sub("<[^>]+>", "", str(quoting.first_words(page, page.span(start, end), most)))

    assert said(0, 19) == "“We knew,” he said."
    assert said(20, 53) == "“Nobody else did, and that is all.”"
    assert said(20, 53, 20) == "“Nobody else did…”"


def test_the_main_claims_origins_take_the_first_colours() -> None:
    """Four origins have a colour: the main claim's, proven before possible; every other one is stone."""
    story = harbour().stories[0]
    hue = marks.hues(story.alignments)
    names = {s.id: s.name for s in story.sources}

    assert [names[key] for key, _ in sorted(hue.items(), key=lambda p: p[1])] == [
        "two port officers", "a coastguard officer", "officials", "a coastguard spokeswoman",
    ]  # fmt: skip


def test_many_origins_are_bars_not_marks() -> None:
    """Over six origins the range is drawn as a bar, with the words."""
    people = [source(f"Person {n}", "named") for n in range(9)]
    claim = Claim("c", "a", article("x").span(0, 1), None)
    made = Alignment("k", (claim,), "agree", (), (), Origins(7, 9, tuple(Component((p,), n < 7) for n, p in enumerate(people)), ""))
    found = marks.range_of(made, {})

    assert (found.marks, found.words, found.noun) == ((), "7 to 9", "origins")
    small = marks.range_of(Alignment("k", (claim,), "agree", (), (), Origins(1, 2, made.origins.components[6:8], "")), {})
    assert [m.solid for m in small.marks] == [True, False]


def test_an_id_of_the_record_cannot_leave_its_attribute() -> None:
    """Ids from records made by others are kept to letters, digits and hyphens, and made unique."""
    ids = Ids()
    assert [ids.of('x"><b>'), ids.of('x"><b>'), ids.of("k1")] == ["x---b-", "x---b--2", "k1"]


def test_who_stands_behind_words_outside_any_claim() -> None:
    """Words that name a source are shown as that source's; other words as the page's own."""
    report = harbour()
    story = report.stories[0]
    desk = Desk(story, Ids())
    first = story.readings[0].article
    at = first.text.index("one of the officers")

    assert desk.voice_at(first.span(at, at + 19)).name == "Two port officers"
    assert desk.voice_at(first.span(0, 5)).name == "The Quay Mail itself"


MARKED = [
    (
        "The board counted 14 cracks.",
        "It found at least 12 cracks.",
        "“14 cracks” against “at least 12 cracks”: both can be.",
        "14 cracks|at least 12 cracks",
    ),
    ("It fell on Monday.", "It fell on Friday, not on Monday.", "“Monday” against “Friday”.", "Monday|Friday"),
    ("Minister knew of the leak.", "The board knew of the leak.", "Only one names “Minister”.", "Minister|"),
    ("Nine men sailed on the ship.", "Ten men sailed on the ship.", "Not the same number.", "Nine|Ten"),
]


@pytest.mark.parametrize(("left", "right", "says", "marked"), MARKED)
def test_the_differing_words_are_marked(left: str, right: str, says: str, marked: str) -> None:
    """The words that the reason names, else those that stand in one side only."""
    pages = [article(left, file="l.txt"), article(right, file="r.txt")]
    spans = [p.span(0, len(p.text)) for p in pages]
    story = Story(
        "y", "T", tuple(Reading(p) for p in pages), differences=(Difference("d", "quantity", spans[0], spans[1], "different", says),)
    )
    card = differences(Desk(story, Ids())).cards[0]

    assert "|".join(" ".join(re.findall('<mark class="w[^"]*">(.*?)</mark>', str(s.words))) for s in (card.left, card.right)) == marked


def test_passages_are_read_by_their_tags_as_a_parser_reads_them() -> None:
    """The quick way of checking words finds what a parser of HTML finds; what is not written as ours is left to the parser."""
    from secondsource.views.report import html

    text = html(harbour())

    assert quoting.quick_places(text)
    assert sorted(quoting.quick_places(text)) == sorted(quoting.places(text))
    inner = '<p data-w="a 0 9">one <q class="w" data-w="a 4 7">tw&lt;</q><br>x &gt;&#13;</p><script>"<p data-w=\\"a 1 2\\">"</script>'
    assert quoting.quick_places(inner) == [("a 0 9", "one tw<x >\r"), ("a 4 7", "tw<")]
    assert quoting.quick_places('<p data-w="a 0 1">never closed') is None
    assert quoting.quick_places('<p data-w=\'a 0 1\'>x</p> and <q data-w="a 0 1">y</q data-w="z">') is None


def test_guesses_stand_folded_behind_what_facts_show() -> None:
    """Differences that facts alone show have cards of their own; guesses are folded, counted and said to be guesses."""
    pages = [article("The ferry sank on Monday.", file="a.txt"), article("The ferry sank on Tuesday.", file="b.txt")]
    spans = [page.span(0, len(page.text)) for page in pages]
    sure = Difference("d1", "date", spans[0], spans[1], "different", "“Monday”, “Tuesday”: these are two days.")
    story = Story(
        "y", "T", tuple(Reading(p) for p in pages), differences=(sure, dataclasses.replace(sure, id="d2", kind="place", guess=True))
    )
    made = differences(Desk(story, Ids()))
    assert [card.id for card in made.cards] == ["d1"]
    assert [card.id for card in made.guesses] == ["d2"]
    assert "guess" in made.guess_words
    assert "One difference" in made.lead
