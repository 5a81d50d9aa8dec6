"""What a story and a report print, and how they look in a notebook: the first claims with who stands behind them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondsource.model import Alignment, Report, Story

MOST = 5  #: claims of a story that are shown


def words(story: Story, alignment: Alignment) -> str:
    """The first claim's own words, on one line."""
    claim = alignment.claims[0]
    article = next(reading.article for reading in story.readings if reading.article.id == claim.article)
    return " ".join(article[claim.span].split())


def counts(alignment: Alignment) -> tuple[str, str]:
    """'2 newsrooms', '1 to 2 origins'."""
    low, high, rooms = alignment.origins.min, alignment.origins.max, len(alignment.newsrooms)
    span = str(low) if low == high else f"{low} to {high}"
    return f"{rooms} newsroom{'s' * (rooms != 1)}", f"{span} origin{'s' * (high != 1)}"


def many(count: int, noun: str) -> str:
    """'1 report', '2 stories'."""
    return f"{count} {noun if count == 1 else noun.removesuffix('y') + 'ies' if noun.endswith('y') else noun + 's'}"


def rows(story: Story) -> list[tuple[str, str, str]]:
    return [(words(story, alignment), *counts(alignment)) for alignment in story.alignments[:MOST]]


def text(stories: Iterable[Story]) -> str:
    """Headline and first claims of each story, a claim a line."""
    found = []
    for story in stories:
        found.append(f"{story.headline} ({many(len(story.readings), 'report')})")
        found += [f"  {rooms}, {span}: {said}" for said, rooms, span in rows(story)]
    return "\n".join(found) or "no story"


def html(stories: Iterable[Story]) -> str:
    """The same as tables; text from pages is escaped."""
    tables = []
    for story in stories:
        cells = "".join(f"<tr><td>{escape(said)}</td><td>{rooms}</td><td>{span}</td></tr>" for said, rooms, span in rows(story))
        head = "<tr><th>Claim</th><th>Newsrooms</th><th>Origins</th></tr>"
        tables.append(f"<table><caption>{escape(story.headline)} ({many(len(story.readings), 'report')})</caption>{head}{cells}</table>")
    return "".join(tables) or "<p>no story</p>"


def brief(report: Report) -> str:
    """For the prompt of an interpreter: how much there is, not all of it."""
    return f"<Report: {many(len(report.readings), 'report')}, {many(len(report.stories), 'story')}, {len(report.unread)} unread>"
