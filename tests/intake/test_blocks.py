"""Which words of a page are its article, what each block is, and why the rest is left out."""

from __future__ import annotations

import time

import pytest

from secondsource import intake
from secondsource.model import Article, Page

BODY = [
    "The old bridge over the Aller will close for repairs in May, the town's mayor, Ada Brandt, told the council on Tuesday evening.",
    "Engineers found cracks in two of the pillars last month, according to a report that the council published on its website.",
    "“We cannot wait any longer,” Brandt said.",
    "The repairs will take about four months and cost two million euros, the report said.",
]
PAGE = f"""Bridge over the Aller to close for repairs

Town hall says cracks in two pillars leave it no choice

By Mia Holt

Posted: Mar 5, 2019 10:31 AM
Updated: Mar 5, 2019 2:36 PM

(FILES) In this file photo taken in 2017, people cross the old bridge. (Photo by Ben ODE / AFP)
Powered by automated translation

{BODY[0]}

{BODY[1]}

What happens next

{BODY[2]}

{BODY[3]}

Reuters contributed to this report.

Read more:

The ten finest bridges of the north

Article Comments

Aller Town
Broken Clouds
12° wxIcon
Hi: 14° Lo: 7°
Feels Like: 9°
Community Events
"""


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, article[block.span]) for block in article.blocks]


def test_a_text_that_lost_its_tags() -> None:
    """Headline, deck, byline, date lines, caption, paragraphs, subhead and credit line are told apart; furniture is left out."""
    article = intake.extract(Page("a.txt", PAGE.encode()))
    assert kinds(article) == [
        ("headline", "Bridge over the Aller to close for repairs"),
        ("deck", "Town hall says cracks in two pillars leave it no choice"),
        ("byline", "By Mia Holt"),
        ("dateline", "Posted: Mar 5, 2019 10:31 AM"),
        ("dateline", "Updated: Mar 5, 2019 2:36 PM"),
        ("caption", "(FILES) In this file photo taken in 2017, people cross the old bridge. (Photo by Ben ODE / AFP)"),
        ("paragraph", BODY[0]),
        ("paragraph", BODY[1]),
        ("subhead", "What happens next"),
        ("paragraph", BODY[2]),
        ("paragraph", BODY[3]),
        ("byline", "Reuters contributed to this report."),
    ]
    gone = "\n".join(left.text for left in article.left_out)
    for line in ("Powered by automated translation", "Read more:", "The ten finest bridges", "Broken Clouds", "Community Events"):
        assert line in gone
    assert all(left.why for left in article.left_out)


def test_nothing_is_lost() -> None:
    """Every word of a text is either in the article or among what was left out."""
    article = intake.extract(Page("a.txt", PAGE.encode()))
    everything = article.text + " ".join(left.text for left in article.left_out)
    assert [word for word in PAGE.split() if word not in everything] == []


@pytest.mark.parametrize(
    "line", ["EMBED <>More Videos", "Image 2 of 5", "Political reporter covering the councils of the Aller valley and their budgets"]
)
def test_what_a_page_adds_is_left_out(line: str) -> None:
    """Marks of players and galleries, and who the author is, are no part of the article."""
    found = intake.extract(Page("a.txt", PAGE.replace(BODY[1], f"{line}\n\n{BODY[1]}").encode()))
    assert line not in found.text


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Ben Ode in Weil contributed to this report.", "byline"),
        ("Ben Ode in Weil, and Ada Roe in Aller contributed.", "byline"),
        ("(Reporting by Ben Ode; additional reporting by Ada Roe; editing by Jon Adde)", "byline"),
        ("Ben Ode reported from Weil.", "byline"),
        ("With files from The Weil Courier", "byline"),
        ("Contributing: Ben Ode", "byline"),
        ("This story was originally published by The Weil Courier.", "byline"),
        ("Years of heavy traffic contributed to the damage, the engineers wrote.", "paragraph"),
        ("Similar cracks were reported from three other towns on the river.", "paragraph"),
        ("Reporting by The Weil Courier had shown as early as May that money was short.", "paragraph"),
        ("Files from the archive show that the council knew of the damage.", "paragraph"),
        ("This report was published by the ministry on Monday.", "paragraph"),
        ("This story is not over, Brandt told the council.", "paragraph"),
    ],
)
def test_credits_are_told_from_sentences(line: str, kind: str) -> None:
    """A credit line is names and a credit's words; a sentence with such words is the article's, and what it claims is read."""
    article = intake.extract(Page("a.txt", PAGE.replace(BODY[3], f"{BODY[3]}\n\n{line}\n\n{BODY[1][:-1]}, it is said.").encode()))
    assert (kind, line) in kinds(article)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("", "<p>Last updated: March 5, 2019</p>", "deck"),
        ("<p>By Mia Holt</p><p>March 5, 2019</p>", "", "deck"),
        ("", "", "deck"),
        (f"<p>{BODY[0]}</p>", "", "subhead"),
    ],
)
def test_a_deck_in_a_heading(before: str, after: str, kind: str) -> None:
    """A heading that is a sentence, before all text, is the deck; one in the text is a subhead."""
    words = "The council says that cracks in two of the pillars leave it no choice but to act before the summer."
    body = "".join(f"<p>{words}</p>" for words in BODY[1:])
    page = f"<html><body><article><h1>Bridge to close</h1>{before}<h2>{words}</h2>{after}{body}</article></body></html>"
    assert (kind, words) in kinds(intake.extract(Page("a.html", page.encode())))


def test_a_place_is_no_deck() -> None:
    """One word between title and date is no deck."""
    article = intake.extract(Page("a.txt", PAGE.replace("Town hall says cracks in two pillars leave it no choice", "ALLER").encode()))
    assert "deck" not in dict(kinds(article))


@pytest.mark.parametrize(
    ("dates", "kept"),
    [
        (["March 5, 2019", "May 2, 2012", "June 4, 2015", "July 30, 2010"], ["March 5, 2019"]),
        (["March 5, 2019", "March 6, 2019"], ["March 5, 2019", "March 6, 2019"]),
        (
            ["March 5, 2019", "Updated: March 6, 2019", "March 5, 2019, 10:31"],
            ["March 5, 2019", "Updated: March 6, 2019", "March 5, 2019, 10:31"],
        ),
    ],
)
def test_dates_of_teasers(dates: list[str], kept: list[str]) -> None:
    """Three days or more between title and text are those of other pages but for the first."""
    lines = "".join(f"<div>{words}</div>" for words in dates) + "".join(f"<p>{words}</p>" for words in BODY * 2)
    article = intake.extract(Page("a.html", f"<html><body><h1>Bridge over the Aller to close</h1>{lines}</body></html>".encode()))
    assert [words for kind, words in kinds(article) if kind == "dateline"] == kept


def test_blocks_are_parted_by_blank_lines() -> None:
    """The text is its blocks with a blank line between, and nothing else."""
    article = intake.extract(Page("a.txt", PAGE.encode()))
    assert article.text == "\n\n".join(words for _, words in kinds(article))


def test_a_wrapped_text() -> None:
    """Lines that a program broke at a fixed width are put together again."""
    import textwrap

    wrapped = "\n\n".join(textwrap.fill(words, 60) for words in ["Bridge over the Aller to close for repairs", *BODY * 2])
    article = intake.extract(Page("a.txt", wrapped.encode()))
    assert BODY[0] in article.text
    assert article.title == "Bridge over the Aller to close for repairs"


HTML = f"""<!doctype html><html lang="en"><head><title>Bridge over the Aller to close - Aller Post</title>
<meta property="og:site_name" content="Aller Post"></head><body>
<nav><a href="/">Home</a> <a href="/login">Log in</a></nav>
<article><h1>Bridge over the Aller to close</h1><p class="byline">By Mia Holt</p>
<figure><img src="x.jpg"><figcaption>The old bridge in 2017.</figcaption></figure>
<p>{BODY[0]}</p><p>{BODY[1]}</p><h2>What happens next</h2><blockquote>{BODY[2]}</blockquote><p>{BODY[3]}</p>
<p>{BODY[0].replace("Tuesday", "Monday")}</p><ul><li>The bridge was built in 1871 and widened after the flood of 1925.</li></ul></article>
<aside><h2>Most read</h2><ul><li><a href="/1">Ten photos of the week</a></li></ul></aside>
<footer>All rights reserved. Terms of use.</footer></body></html>"""


def test_an_html_page() -> None:
    """Markup tells subheads, quotations, captions and menus."""
    found = kinds(intake.extract(Page("a.html", HTML.encode())))
    assert ("headline", "Bridge over the Aller to close") in found
    assert ("byline", "By Mia Holt") in found
    assert ("caption", "The old bridge in 2017.") in found
    assert ("subhead", "What happens next") in found
    assert ("quote", BODY[2]) in found
    words = " ".join(text for _, text in found)
    for clutter in ("Log in", "Most read", "Ten photos", "All rights reserved"):
        assert clutter not in words


def test_the_same_page_gives_the_same_article() -> None:
    """Reading other pages in between changes nothing."""
    first = intake.extract(Page("a.html", HTML.encode()))
    intake.extract(Page("b.txt", PAGE.encode()))
    assert intake.extract(Page("a.html", HTML.encode())) == first


def test_language() -> None:
    """English is recognised; another language is kept and said to be unread in detail; a few words tell nothing."""
    german = "Die alte Brücke über die Aller wird im Mai für Reparaturen geschlossen, sagte die Bürgermeisterin am Dienstag im Rat."
    assert intake.extract(Page("a.txt", PAGE.encode())).language == "en"
    story = "\n\n".join(german.replace("Mai", month) for month in ("Mai", "Juni", "Juli"))
    found = intake.extract(Page("b.txt", f"Brücke über die Aller wird geschlossen\n\n{story}".encode()))
    assert found.language == "de"
    assert any("not English" in note for note in found.notes)
    assert intake.extract(Page("c.txt", b"Bridge closed\n\nThe old bridge closed in May, said the mayor.")).language == "und"


@pytest.mark.parametrize(
    "hostile",
    [
        "<p>" + "<a href=/x>word</a> " * 40_000 + "</p>",
        "<div>" + "x<br><br>" * 40_000 + "</div>",
        "<table><tr><td>" * 1_000 + "x",
        "<b><i><font>" * 10_000 + "x",
    ],
)
def test_costly_pages_end(hostile: str) -> None:
    """Pages built to be costly end within the time for a page, with their article."""
    start = time.process_time()
    article = intake.extract(Page("a.html", HTML.replace("</article>", "</article>" + hostile).encode()))
    assert BODY[0] in article.text
    assert time.process_time() - start < 25


def test_a_list_may_repeat_itself() -> None:
    """Recipes and results say the same short lines again and again: all of them are kept; a pull quote's second place is not."""
    days = "".join(
        f"<h3>Day {n} of the walk</h3><p>Walk {n * 3} miles along the river, then rest at the inn.</p>"
        "<p>Bring two bottles of water, one loaf of bread and a warm coat.</p><p>Start at seven in the morning sharp.</p>"
        "<p>Be at the next inn an hour before the sun goes down.</p>"
        for n in range(1, 6)
    )
    told = f"<html><body><article><h1>Five days along the Aller</h1><p>{BODY[0]}</p><p>{BODY[1]}</p>{{}}</article></body></html>"
    listed = intake.extract(Page("a.html", told.format(days).encode())).text
    quoted = intake.extract(Page("b.html", told.format(f"<p>{BODY[3]}</p><p>{BODY[0]}</p>").encode())).text

    assert listed.count("Bring two bottles of water") == 5
    assert quoted.count(BODY[0]) == 1
