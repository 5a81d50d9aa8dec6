"""The invented pages of the demo, as intake reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondsource import intake
from secondsource.model import Article, Page

FOLDER = Path(__file__).parents[2] / "examples"
#: file -> outlet, credit, the page's own words of its day, kinds of its blocks but for paragraphs
PAGES = {
    "ellery-courier.html": ("The Ellery Courier", None, "2024-03-14", ["headline", "deck", "byline", "caption", "subhead"]),
    "harbour-post.html": ("Harbour Post", "Meridian News Agency", "2024-03-14", ["headline", "byline"]),
    "lowland-gazette.html": ("Lowland Gazette", None, "2024-03-15", ["headline"]),
    "wqel-news.txt": (None, "Meridian News Agency", "2024-03-14", ["headline", "dateline", "dateline", "byline"]),
}


def read(name: str) -> Article:
    return intake.extract(Page(name, (FOLDER / name).read_bytes()))


@pytest.mark.parametrize("name", PAGES)
def test_facts_of_each_page(name: str) -> None:
    """Outlet, credit, day and kinds of blocks: an agency that no table lists is known by what it calls itself."""
    article = read(name)
    outlet, credit, day, kinds = PAGES[name]

    assert (article.outlet.value if article.outlet else None) == outlet
    assert (article.credit.value if article.credit else None) == credit
    assert article.published is not None
    assert str(article.published.value.interval.first) == day
    assert [b.kind for b in article.blocks if b.kind != "paragraph"] == kinds


@pytest.mark.parametrize("name", PAGES)
def test_the_way_back_to_the_page(name: str) -> None:
    """Every run of characters of the text stands unchanged at its place in the decoded page, or in a reference that spells it."""
    article = read(name)
    page = (FOLDER / name).read_text("utf-8")
    runs = [run for block in article.blocks for run in block.runs]

    assert runs
    for run in runs:
        assert article.text[run.start : run.start + run.length] == page[run.page_start : run.page_start + run.length]


def test_clutter_is_left_out_and_shown() -> None:
    """Weather, navigation and links to other stories are no text of the article, and are kept as left out with a reason."""
    article = read("wqel-news.txt")
    left = " ".join(piece.text for piece in article.left_out)

    for words in ("Read more", "Article Comments", "Light Rain", "WQEL Radar"):
        assert words not in article.text
        assert words in left
    assert all(piece.why for piece in article.left_out)
