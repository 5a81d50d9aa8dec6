"""From the article's text back to the decoded page: every character has its place."""

from __future__ import annotations

import gzip
import html
import re
from pathlib import Path

import pytest

from secondsource import intake
from secondsource.intake import decoding
from secondsource.model import Article, Block, Page

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "pages"
FILES = sorted(CORPUS.rglob("html/*"))
SAMPLE = FILES[::14]
HIDING = re.compile(r"<!--.*?-->|<(script|style|template|svg|noscript)\b.*?</\1\s*>|<[/a-zA-Z!][^>]*>", re.S)
WHITE = re.compile(r"[ \t\r\n\f\0]+")

needs_corpus = pytest.mark.skipif(not FILES, reason=f"the pages with gold bodies are not at {CORPUS}")


def shown(source: str) -> str:
    """What a piece of markup shows, white space aside."""
    return WHITE.sub("", html.unescape(HIDING.sub("", source)))


def faults(article: Article, page: str, block: Block) -> list[str]:
    """What does not lead back: characters outside the runs that no reference on the page spells, runs out of order or place."""
    found, at, runs = [], block.span.start, block.runs
    for run in runs:
        if run.start < at or run.start + run.length > block.span.end:
            found.append(f"run {run} outside its place in {block.kind}")
        if article.text[run.start : run.start + run.length] != page[run.page_start : run.page_start + run.length]:
            found.append(f"run {run} of {block.kind} has other words on the page")
        at = run.start + run.length
    if not runs:
        return [f"{block.kind} has no way back"]
    last = runs[-1]
    words = article.text[runs[0].start : last.start + last.length]
    if WHITE.sub("", words) != shown(page[runs[0].page_start : last.page_start + last.length]):
        found.append(f"{block.kind} is not what its piece of the page shows")
    return found


def round_trip(file: Path) -> list[str]:
    body = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    article, page = intake.extract(Page(file.name, body)), decoding.decode(body).text
    return [f"{file.name[:20]}: {fault}" for block in article.blocks for fault in faults(article, page, block)]


@needs_corpus
def test_a_sample_of_real_pages_leads_back() -> None:
    """The text of every block is what its piece of the decoded page shows, and its runs stand there unchanged."""
    assert [fault for file in SAMPLE for fault in round_trip(file)] == []


@needs_corpus
@pytest.mark.long
def test_every_real_page_leads_back() -> None:
    """The same, for every page of the corpus."""
    assert [fault for file in FILES for fault in round_trip(file)] == []


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        ("The <b>old</b> bridge&nbsp;is <!-- not -->shut.", "The old bridge\xa0is shut."),
        ("“Shut,”\n   she&#8217;s said &mdash; twice &amp; loudly.", "“Shut,” she’s said — twice & loudly."),
        ("Caf\u0065\u0301 owners, soft\u00adly, \u200fwrote\u200e it.", "Caf\u0065\u0301 owners, soft\u00adly, \u200fwrote\u200e it."),
    ],
)
def test_odd_characters_lead_back(paragraph: str, text: str) -> None:
    """References, joined white space, comments, soft hyphens, decomposed accents and direction marks keep their places."""
    rest = "<p>The mayor of the town told the council on Tuesday that the work will take four months and cost two million.</p>" * 2
    page = (
        f"<html><body><article><h1>The bridge is shut</h1><p>{paragraph} The council heard it all on Tuesday evening.</p>{rest}</article>"
    )
    article = intake.extract(Page("a.html", page.encode()))

    assert text in article.text
    assert [fault for block in article.blocks for fault in faults(article, page, block)] == []
