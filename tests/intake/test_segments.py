"""Where the article in a bare text begins and ends."""

from __future__ import annotations

import time

import numpy as np
import pytest

from secondsource import intake
from secondsource.intake import segments, surroundings
from secondsource.intake.markup import Line
from secondsource.model import Page

MENU = ["Home", "News", "Sport", "Weather", "Log in", "Subscribe", "Aller Valley", "Search", "Opinion", "Jobs", "Cars", "Homes"]
ARTICLE = [
    "The old bridge over the Aller will close for repairs in May, the town's mayor, Ada Brandt, told the council on Tuesday evening.",
    "Engineers found cracks in two of the pillars last month, according to a report that the council published on its website.",
    "“We cannot wait any longer,” Brandt said. “The bridge is 90 years old, and nobody has looked inside the pillars since 1974.”",
    "The repairs will take about four months and cost two million euros, the report said. Drivers will have to cross at Norden.",
    "Shopkeepers on the north bank fear that few customers will take the long way round to the bridge at Norden this summer.",
    "The council will vote on the money next week. Brandt said that she expected all parties to agree to the plan.",
]
COMMENTS = [
    f"{name}\n{n} hours ago\nI think you should just {what}, and my street needs it too!\n{n} likes\nReply"
    for n, (name, what) in enumerate([("bridgefan", "build a new one"), ("ole", "use the ferry"), ("mia77", "wait"), ("jo", "swim")], 2)
]
FOOT = ["Related stories", "Ten bridges you must see", "Share", "Contact us", "Privacy policy", "© 2019 Aller Post. All rights reserved."]


def page() -> list[Line]:
    comments = [line for comment in COMMENTS for line in comment.split("\n")]
    head = ["Bridge over the Aller to close for repairs", "By Mia Holt", "March 5, 2019 10:31 am"]
    return [Line(text, ()) for text in [*MENU, *MENU, *head, *ARTICLE, "Comments", *comments, *FOOT, *FOOT]]


def test_the_article_is_found_between_menus_and_comments() -> None:
    """On a page of bare lines the paragraphs are kept; menus, comments and links are not."""
    lines = page()
    kept = [line.text for line, keep in zip(lines, segments.kept(lines), strict=True) if keep]
    assert [text for text in kept if text in ARTICLE] == ARTICLE
    assert not set(kept) & {*MENU, *FOOT, "Reply", "Comments"}


def test_the_article_of_a_long_bare_text() -> None:
    """Of a whole page's text the headline, the paragraphs and a subhead between them are the article."""
    texts = [line.text for line in page()]
    texts.insert(texts.index(ARTICLE[3]), "What happens next")
    article = intake.extract(Page("a.txt", "\n".join(texts).encode()))
    blocks = [(block.kind, article[block.span]) for block in article.blocks]
    assert article.title == "Bridge over the Aller to close for repairs"
    assert [text for kind, text in blocks if kind == "paragraph"] == ARTICLE
    assert ("subhead", "What happens next") in blocks


def test_menus_are_no_title() -> None:
    """Of a whole page's text the headline is the title, whatever menu, path or tag line begins the page or stands nearer."""
    texts = [line.text for line in page()]
    at = texts.index("By Mia Holt")
    texts[at : at + 2] = [
        "March 5, 2019 by Mia Holt 5 Comments",
        "bridge repairs aller council mayor",
        "Home » Aller » Bridge over the Aller",
    ]
    article = intake.extract(Page("a.txt", "\n".join(["The Aller Post Online", *texts]).encode()))
    assert article.title == "Bridge over the Aller to close for repairs"
    assert article.byline == ("Mia Holt",)
    assert article.published is not None
    assert article.published.value.value.startswith("2019-03-05")


def test_the_same_page_gives_the_same_lines() -> None:
    """Nothing but the lines decides."""
    assert segments.kept(page()) == segments.kept(page())


@pytest.mark.parametrize("size", [0, 1, 2])
def test_next_to_nothing(size: int) -> None:
    """A page of no lines keeps none; one of a line or two is judged like any other."""
    assert len(segments.kept([Line("Bridge closes", ())] * size)) == size


def test_the_stretch_that_most_others_overlap_is_taken() -> None:
    """Where two neighbouring ends are as likely as a far one, the near ones win together."""
    scores = np.full((12, 4), -9.0)
    scores[:, 2] = 0.0
    scores[2, 0] = 9.0  # begins at 2
    scores[[6, 7], 1], scores[11, 1] = 5.0, 5.1
    assert segments.choose(scores, [10] * 12) in ((2, 7), (2, 8))


def test_a_certain_stretch_is_taken() -> None:
    """With one likely beginning and one likely end there is no choice."""
    scores = np.zeros((50, 4))
    scores[7, 0] = scores[30, 1] = 40.0
    assert segments.choose(scores, [5] * 50) == (7, 31)


def test_choosing_is_linear() -> None:
    """A page of 300,000 lines is as good as any other: its stretches are not all compared."""
    scores = np.random.default_rng(0).normal(size=(300_000, 4))
    start = time.process_time()
    first, last = segments.choose(scores, [8] * 300_000)
    assert 0 <= first < last <= 300_000
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [("The bridge closes.", "The bridge closes."), ("橋は五月に閉まる。", "橋は 五月 に閉 まる ."), ("Café – 5€", "Café – 5€"), ("", "")],
)
def test_spaced(text: str, expected: str) -> None:
    """Scripts without spaces are parted, two characters a word, so that words can be counted; others stay."""
    assert surroundings.spaced(text) == expected


def column(texts: list[str], name: str) -> list[float]:
    return [row[surroundings.NAMES.index(name)] for row in surroundings.measure(texts)]


@pytest.mark.parametrize(
    ("name", "texts", "expected"),
    [
        ("ago", ["Ole", "3 hours ago", "No."], [0, 1, 0]),
        ("stamp", ["Sep 10, 2018", "10:31", "2018-09-10", "ten", "May I?"], [1, 1, 1, 0, 0]),
        ("said_before", ["Share", "Home", "Share!"], [0, 0, 1]),
        ("said_again", ["Share", "Home", "Share!"], [1, 0, 0]),
        ("short_before", ["a", "b", "c", "one two three four five six"], [0, 1, 2, 3]),
        ("stamps_after", ["10:31", "x", "11:31"], [1, 1, 0]),
        ("listed", ["1. Bread", "• Milk", "Week 3: rest", "1,000 men"], [1, 1, 1, 0]),
        ("title_like", ["Bridge over Aller closes", "The bridge over the Aller closes in May for good."], [1, 0]),
    ],
)
def test_numbers_of_the_page(name: str, texts: list[str], expected: list[float]) -> None:
    """Stamps, repeats, runs of short lines and titles are told by the lines around them."""
    assert column(texts, name) == expected


def test_numbers_have_names() -> None:
    """Each row has a number for each name, and no two names are alike."""
    assert len(set(segments.NAMES)) == len(segments.NAMES)
    assert {len(row) for row in segments.rows(page())} == {len(segments.NAMES)}
