"""Facts from a page's data, each with its evidence, and what happens when they disagree."""

from __future__ import annotations

import json
from typing import Any

import pytest

from secondsource import intake
from secondsource.model import Article, Page

BODY = "<h1>Bridge over the Aller to close</h1>" + "".join(
    f"<p>The mayor of Aller, Ada Brandt, told the council that part {n} of the bridge needs to be repaired before winter.</p>"
    for n in range(8)
)


def article(head: str = "", body: str = BODY, url: str | None = None) -> Article:
    return intake.extract(Page("a.html", f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(), url=url))


def linked(**facts: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **facts})}</script>'


def published(found: Article) -> str | None:
    return found.published.value.value if found.published else None


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        (linked(datePublished="2019-03-05"), None, "2019-03-05"),
        (linked(datePublished="2019-03-05T10:31:00-04:00"), None, "2019-03-05T10:31-04:00"),
        (linked(datePublished="2019-03-05"), "https://a.example/2019/03/06/bridge", "2019-03-05"),
        (linked(datePublished="2019-03-06T03:10:00Z"), "https://a.example/2019/03/05/bridge", "2019-03-05"),
        (linked(datePublished="2019-03-06T15:10:00Z"), "https://a.example/2019/03/05/bridge", "2019-03-06T15:10Z"),
        ('<meta property="article:published_time" content="2019-03-05T10:31:00+01:00">', None, "2019-03-05T10:31+01:00"),
        ('<meta name="pubdate" content="1551780000">', None, "2019-03-05T10:00Z"),
        ("", "https://a.example/2019/03/05/bridge", "2019-03-05"),
        (linked(datePublished="9999-01-01") + '<meta name="date" content="2019-03-05">', None, "2019-03-05"),
        (linked(datePublished=["2019-03-05", "2019-03-06"]), None, "2019-03-05"),
        (linked(datePublished="yesterday"), None, None),
        ("", None, None),
    ],
)
def test_published(head: str, url: str | None, expected: str | None) -> None:
    """The page's own data come before the day in its address; a UTC hour gives way to the local day it can be."""
    assert published(article(head, url=url)) == expected


def test_dates_that_disagree() -> None:
    """Other dates on the page are told beside the one that is taken."""
    found = article(linked(datePublished="2019-03-05") + '<meta name="date" content="2019-03-09">')
    assert published(found) == "2019-03-05"
    assert any("2019-03-09" in note for note in found.notes)


def test_a_broken_script_is_noted() -> None:
    """JSON-LD that cannot be read is noted, and the next source is used."""
    found = article(
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script><meta name="date" content="2019-03-05">'
    )
    assert published(found) == "2019-03-05"
    assert any("JSON-LD" in note for note in found.notes)


@pytest.mark.parametrize("wrap", ["<!--\n{}\n-->", "//<![CDATA[\n{}\n//]]>", "{};", "\n{}\n"])
def test_wrapped_scripts(wrap: str) -> None:
    """JSON-LD inside comment or CDATA marks is read."""
    inner = json.dumps({"@type": "NewsArticle", "datePublished": "2019-03-05", "headline": "Bridge"})
    assert published(article(f'<script type="application/ld+json">{wrap.replace("{}", inner)}</script>')) == "2019-03-05"


def test_a_list_of_ten_thousand() -> None:
    """A page with ten thousand linked objects is read in bounded time, and says what it did not look at."""
    many = json.dumps([{"@type": "ListItem", "@id": f"#{n}", "name": "x"} for n in range(10_000)])
    found = article(f'<script type="application/ld+json">{many}</script>')
    assert any("JSON-LD objects" in note for note in found.notes)


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (linked(author={"@type": "Person", "name": "Mia Holt"}), BODY, ("Mia Holt",)),
        (linked(author=[{"name": "Mia Holt"}, {"name": "Ben Ode"}]), BODY, ("Mia Holt", "Ben Ode")),
        (linked(author="By Mia Holt and Ben Ode"), BODY, ("Mia Holt", "Ben Ode")),
        (
            linked(author=[{"@id": "#m"}])
            + '<script type="application/ld+json">{"@id": "#m", "@type": "Person", "name": "Mia Holt"}</script>',
            BODY,
            ("Mia Holt",),
        ),
        ('<meta name="author" content="Mia Holt, Staff Writer">', BODY, ("Mia Holt",)),
        ("", BODY.replace("</h1>", "</h1><p>By Mia Holt, The Aller Post</p>"), ("Mia Holt",)),
        (
            "",
            BODY.replace("</h1>", '</h1><div class="byline"><a rel="author" href="/m">Mia Holt-Ode</a> on March 5, 2019</div>'),
            ("Mia Holt-Ode",),
        ),
        (
            '<meta property="og:site_name" content="Aller Post"><meta name="author" content="Aller Post">',
            BODY.replace("</h1>", "</h1><p>By Mia Holt</p>"),
            ("Mia Holt",),
        ),
        (linked(author="By Mia Holt, AP Sports Writer"), BODY, ("Mia Holt",)),
        (linked(author="Reuters"), BODY, ("Reuters",)),
        (linked(author="Mia Holt. Aller News International"), BODY, ("Mia Holt",)),
        (linked(author="Asst. Prof. Mia Holt"), BODY, ("Asst. Prof. Mia Holt",)),
        (linked(author="Mia Holt, M.S., RDN"), BODY, ("Mia Holt",)),
        (linked(author="By Staff and news service reports"), BODY, ()),
        (
            linked(author="Reuters Staff"),
            BODY + "<p>(Reporting by Mia Holt in Aller and Ben Ode; Editing by Ada Roe)</p>",
            ("Mia Holt", "Ben Ode"),
        ),
        (linked(author="Mia Holt"), BODY + "<p>Additional reporting by Ben Ode</p>", ("Mia Holt",)),
        ("", BODY + "<p>(Reporting by Mia Holt, editing by Ada Roe)</p>", ("Mia Holt",)),
        ("", BODY + "<p>Reporting by The Aller Post found that the bridge was never safe.</p>", ()),
        ("", BODY.replace("</h1>", "</h1><p>Posted on March 5, 2019 by Mia Holt</p>"), ("Mia Holt",)),
        ("", BODY.replace("</h1>", "</h1><p>Posted on March 5, 2019 by admin</p>"), ()),
        ('<meta name="author" content="www.made.example | Ben Ode">', BODY, ()),
        ("", BODY, ()),
    ],
)
def test_authors(head: str, body: str, expected: tuple[str, ...]) -> None:
    """Authors come from the data, then the byline, as names alone; the outlet is no author where a person is named."""
    assert article(head, body).byline == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<title>Bridge over the Aller to close | Aller Post</title>", "Bridge over the Aller to close"),
        (
            '<title>x</title><meta property="og:title" content="Bridge over the Aller to close - Aller Post">',
            "Bridge over the Aller to close",
        ),
        (linked(headline="Bridge over the Aller to close, mayor says"), "Bridge over the Aller to close"),
        (
            '<meta property="og:site_name" content="Aller.news"><meta name="twitter:title" content="Aller.news">'
            '<meta property="og:title" content="Bridge over the Aller to close"></head><body><h1>Aller.news</h1>',
            "Bridge over the Aller to close",
        ),
    ],
)
def test_title(head: str, expected: str) -> None:
    """The heading that the page's data confirm is the title, as the page shows it."""
    assert article(head).title == expected


def test_a_title_that_only_the_head_has() -> None:
    """Without a heading the title is taken from the data, without the site's name, and leads back to the page."""
    head = '<title>Bridge over the Aller to close - Aller Post</title><meta property="og:site_name" content="Aller Post">'
    found = article(head, BODY.split("</h1>")[1])
    assert found.title == "Bridge over the Aller to close"
    assert found.blocks[0].kind == "headline"
    assert found.blocks[0].runs
