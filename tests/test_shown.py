"""What reports print, and how a notebook shows them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from secondsource.model import Report
from secondsource.options import Options
from storybook import book


@pytest.fixture(scope="module")
def story_report() -> Report:
    return book()


def test_a_report_prints_its_stories(story_report: Report) -> None:
    """A headline, and for each of the first claims its newsrooms and its origins."""
    printed = str(story_report)
    story = story_report.stories[0]
    assert story.headline in printed
    assert "newsroom" in printed
    assert "origin" in printed
    assert str(story) in printed


def test_the_prompt_shows_how_much_there_is(story_report: Report) -> None:
    """The interpreter's echo of a report is one line, however long its pages."""
    assert repr(story_report).startswith(f"<Report: {len(story_report.readings)} reports")
    assert "\n" not in repr(story_report)


def test_a_notebook_shows_a_table(story_report: Report) -> None:
    """Claims are rows, and text from pages is escaped."""
    story = replace(story_report.stories[0], headline="<script>alert(1)</script>")
    shown = story._repr_html_()
    assert shown.startswith("<table>")
    assert "<script>" not in shown
    assert shown.count("<tr>") == 1 + min(5, len(story.alignments))


def test_nothing_is_said_so() -> None:
    """A report without a story says that there is none."""
    assert str(Report((), (), (), Options())) == "no story"
