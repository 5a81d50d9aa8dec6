"""Following feeds: what is new is fetched once, and what became news is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from secondsource import watch
from secondsource.errors import SecondSourceError
from storybook import book

OPML = '<opml version="2.0"><body><outline text="x"><outline type="rss" xmlUrl="https://quay.example/feed"/></outline><outline xmlUrl="file:///etc/passwd"/></body></opml>'


@pytest.mark.parametrize("text", [OPML, "# mine\nhttps://quay.example/feed\nnot an address\n"])
def test_lists_of_feeds(tmp_path: Path, text: str) -> None:
    """An OPML file, or a text file with an address a line, names the feeds; what is no web address is left."""
    (tmp_path / "feeds").write_text(text, "utf-8")

    assert watch.feeds_in(tmp_path / "feeds") == ["https://quay.example/feed"]


@pytest.mark.parametrize("text", ['<opml><!ENTITY a "b">', "<opml><body>"])
def test_bad_lists_are_refused(tmp_path: Path, text: str) -> None:
    """A list that declares entities, or is cut, is refused with its name."""
    (tmp_path / "feeds.opml").write_text(text, "utf-8")
    with pytest.raises(SecondSourceError, match=r"feeds\.opml"):
        watch.feeds_in(tmp_path / "feeds.opml")


def test_second_newsroom_and_new_difference_are_news() -> None:
    """A claim that was known and now has a second newsroom is said, and so is a difference that was not there before."""
    report = book()
    story = report.stories[0]
    grown = replace(story, alignments=tuple(replace(a, newsrooms=("Daily Quay", "Evening Tide")) for a in story.alignments))
    before = watch.known(replace(report, stories=(replace(story, differences=()),)))
    lines = watch.news(before, replace(report, stories=(grown,)))

    assert [line.split(" (")[0] for line in lines] == ["second newsroom", "new difference"]
    assert watch.news(watch.known(report), report) == []
