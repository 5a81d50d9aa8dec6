"""The store keeps whole documents, finds them again, and gives the same report back."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from makers import page
from secondsource.errors import StoreError
from secondsource.model import Input, Report
from secondsource.options import Options
from secondsource.views import records
from secondsource.views.store import Store, is_store
from secondsource.views.store_stories import keep_ids
from storybook import book


def fill(path: Path, report: Report | None = None) -> Report:
    """A store of the hand-made story."""
    report = report or book()
    with Store(path, create=True) as store:
        for reading in report.readings:
            store.put(
                page(reading.article.text, reading.article.file), Input(reading.article.file, "ok", reading.article.id), reading, Options()
            )
        store.put_stories(report)
    return report


def test_report_comes_back_whole(tmp_path: Path) -> None:
    """What went into a store comes out as the same records."""
    report = fill(tmp_path / "p.db")
    with Store(tmp_path / "p.db", read_only=True) as store:
        back = store.report(Options())

    assert records.records(back) == records.records(report)


def test_same_page_twice_is_one_document(tmp_path: Path) -> None:
    """Bytes that are in the store already are a duplicate, and nothing changes."""
    fill(tmp_path / "p.db")
    with Store(tmp_path / "p.db") as store:
        before = store.content_hash()
        reading = book().readings[0]
        again = store.put(page(reading.article.text, reading.article.file), Input("b.html", "ok", reading.article.id), reading, Options())

        assert again.state == "duplicate"
        assert store.content_hash() == before


def test_changed_text_at_one_address_is_a_new_version(tmp_path: Path) -> None:
    """The same URL with other bytes is the second version of one document, and only the newest takes part in stories."""
    old, new = book().readings
    with Store(tmp_path / "p.db", create=True) as store:
        for n, reading in enumerate((old, new)):
            moved = replace(reading, article=replace(reading.article, url="https://quay.example/1"))
            store.put(page(f"body {n}"), Input("a.html", "ok", reading.article.id), moved, Options())
        rows = store.db.execute("SELECT version, id FROM articles ORDER BY version").fetchall()

        assert [tuple(r) for r in rows] == [(1, old.article.id), (2, new.article.id)]
        assert [r.article.id for r in store.readings()] == [new.article.id]


def test_stories_keep_their_ids_when_they_grow() -> None:
    """A story that gained a report is found under the id by which it was known."""
    story = book().stories[0]
    known = {"y-old": frozenset((story.readings[0].article.id,)), "y-other": frozenset(("a-elsewhere",))}

    assert [s.id for s in keep_ids([story], known)] == ["y-old"]


@pytest.mark.parametrize(
    "query", ["harbour", "HARBOUR cracks", '"', '" OR *', "harbour NEAR/2 *", "x" * 10_000, "%%%", "'; DROP TABLE articles; --"]
)
def test_any_words_are_a_safe_query(tmp_path: Path, query: str) -> None:
    """Search finds articles that hold all the words, and no text of a query is an error or a command."""
    fill(tmp_path / "p.db")
    with Store(tmp_path / "p.db", read_only=True) as store:
        hits = store.search(query)

        assert bool(hits) == (query.lower() in ("harbour", "harbour cracks"))
        assert store.db.execute("SELECT count(*) FROM articles").fetchone()[0] == 2


def test_every_plain_row_quotes_its_article(tmp_path: Path) -> None:
    """The words in the tables are the article's words at their offsets."""
    fill(tmp_path / "p.db")
    with Store(tmp_path / "p.db", read_only=True) as store:
        rows = store.db.execute(
            'SELECT c.text, c.start, c."end", a.text AS whole FROM claims c JOIN articles a ON a.id = c.article'
        ).fetchall()

        assert len(rows) == 2
        assert all(row["whole"][row["start"] : row["end"]] == row["text"] for row in rows)


def test_a_fault_while_writing_leaves_no_half_document(tmp_path: Path) -> None:
    """Where a row cannot be written, nothing of its document is there."""
    reading = book().readings[0]
    broken = replace(reading, claims=(*reading.claims, *reading.claims))  # the same id twice breaks the key
    with Store(tmp_path / "p.db", create=True) as store:
        with pytest.raises(sqlite3.IntegrityError):
            store.put(page(reading.article.text), Input("b.html", "ok", reading.article.id), broken, Options())

        assert [store.db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("articles", "documents", "inputs", "claims")] == [
            0
        ] * 4


def test_other_files_are_not_opened(tmp_path: Path) -> None:
    """A file that is no store of ours is refused and left as it is."""
    (tmp_path / "notes.txt").write_text("my notes")
    with pytest.raises(StoreError, match="not a store"):
        Store(tmp_path / "notes.txt", create=True)

    assert (tmp_path / "notes.txt").read_text() == "my notes"
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE t (x)").connection.close()
    assert not is_store(tmp_path / "other.db")


def test_newer_store_is_refused(tmp_path: Path) -> None:
    """A store of a later version is not touched by an older program."""
    fill(tmp_path / "p.db")
    db = sqlite3.connect(tmp_path / "p.db")
    db.execute("PRAGMA user_version = 99")
    db.close()

    with pytest.raises(StoreError, match="newer version"):
        Store(tmp_path / "p.db")


def test_missing_store_names_the_command(tmp_path: Path) -> None:
    """A store that is not there is an error that says how to make one."""
    with pytest.raises(StoreError, match="secondsource add"):
        Store(tmp_path / "none.db")


def test_a_store_tells_the_same_story(tmp_path: Path, demo: Report) -> None:
    """The report on a store of some pages is the report on those pages."""
    fill(tmp_path / "p.db", demo)
    with Store(tmp_path / "p.db", read_only=True) as store:
        assert records.to_json(store.report(Options())) == records.to_json(demo)


def test_a_pipe_is_no_store(tmp_path: Path) -> None:
    """A pipe is told from a store without waiting for somebody to write into it."""
    os.mkfifo(tmp_path / "pipe")
    assert not is_store(tmp_path / "pipe")
