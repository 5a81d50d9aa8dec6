"""Following feeds: what is new is fetched once, and what became news is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from makers import page
from secondsource import watch
from secondsource.errors import SecondSourceError
from secondsource.intake.web import Rules
from secondsource.model import Page, Report
from secondsource.options import Options
from secondsource.views.store import Store
from storybook import book, kept

OPML = '<opml version="2.0"><body><outline text="x"><outline type="rss" xmlUrl="https://quay.example/feed"/></outline><outline xmlUrl="file:///etc/passwd"/></body></opml>'


@pytest.mark.parametrize("text", [OPML, "# mine\nhttps://quay.example/feed\nnot an address\n"])
def test_lists_of_feeds(tmp_path: Path, text: str) -> None:
    """An OPML file, or a text file with an address a line, names the feeds; what is no web address is left."""
    (tmp_path / "feeds").write_text(text, "utf-8")

    assert watch.feeds_in(tmp_path / "feeds") == ["https://quay.example/feed"]


@pytest.mark.parametrize("text", ['<opml><!ENTITY a "b">', "<opml><body>", "<opml><body/></opml>", "", "quay.example/feed", "\udcff"])
def test_bad_lists_are_refused(tmp_path: Path, text: str) -> None:
    """A list that declares entities, is cut, is no text or names no feed is refused with its name."""
    (tmp_path / "feeds.opml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SecondSourceError, match=r"feeds\.opml"):
        watch.feeds_in(tmp_path / "feeds.opml")


def test_second_newsroom_and_new_difference_are_news(tmp_path: Path) -> None:
    """A claim that was known and now has a second newsroom is said, and so is a difference that was not there before."""
    report = book()
    story = report.stories[0]
    grown = replace(story, alignments=tuple(replace(a, newsrooms=("Daily Quay", "Evening Tide")) for a in story.alignments))
    before = known(tmp_path / "before.db", replace(report, stories=(replace(story, differences=()),)))

    assert [line.split(" (")[0] for line in watch.news(before, [grown])] == ["second newsroom", "new difference"]
    assert watch.news(known(tmp_path / "same.db", report), report.stories) == []


def known(path: Path, report: Report) -> watch.Known:
    """What a store of the report knows."""
    with Store(kept(report, path)) as store:
        return watch.known(store)


def test_a_round_opens_only_the_stories_that_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A round reads no report of the whole store; one that brings nothing reads nothing at all."""
    report, said = book(), []
    grown = replace(
        report.stories[0], alignments=tuple(replace(a, newsrooms=("Daily Quay", "Evening Tide")) for a in report.stories[0].alignments)
    )
    came: list[Page] = []
    monkeypatch.setattr(watch, "fresh", lambda *args: came)
    monkeypatch.setattr(Store, "report", lambda *args: pytest.fail("the whole store was read"))
    monkeypatch.setattr(watch.project, "add", lambda *args, told: told((grown,)) or [])
    kept(report, tmp_path / "p.db")
    with Store(tmp_path / "p.db") as store:
        asked: list[str] = []
        store.db.set_trace_callback(asked.append)
        assert watch.watch_once(store, ["https://quay.example/feed"], Rules(Options()), said.append) == []
        assert (said, asked) == ([], [])
        came.append(page("Words.", "new.html"))
        watch.watch_once(store, ["https://quay.example/feed"], Rules(Options()), said.append)

    assert [line.split(" (")[0] for line in said] == ["second newsroom"]
