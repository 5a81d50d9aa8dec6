"""What is done to a store touches only what changed, and ends as if everything had been done anew."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from makers import article, page
from secondsource import project
from secondsource.errors import SecondSourceError
from secondsource.model import Claim, Input, Reading, Report, Span, make_id
from secondsource.options import Options
from secondsource.views import packing, records
from secondsource.views.store import Store
from storybook import book

EVENTS = (
    ("Ferry", "runs aground off Cape Marrow", "ferry aground rocks passengers lifeboats captain Marrow reef tide hull"),
    ("Council", "votes to close Oldgate library", "council library Oldgate vote budget readers petition shelves mayor"),
    ("Flood", "cuts the valley railway", "flood valley railway embankment trains washed bridge river passengers engineers"),
)


def report_of(noise: random.Random, n: int) -> Reading:
    """An invented report of one of the events, of some day of two weeks."""
    who, what, words = noise.choice(EVENTS)
    said = " ".join(noise.choices(words.split(), k=9)).capitalize() + "."
    told = f"{who} {what} as {noise.choice(words.split())} number {n} was seen. {said}"
    day = f"2024-03-{noise.randrange(1, 15):02d}"
    a = article(("headline", f"{who} {what}"), told, file=f"{n}.html", outlet=f"Paper {n % 5}", published=day)
    start = a.text.index(told)
    end = a.text.index(".", start)
    return Reading(a, claims=(Claim(make_id("c", a.id), a.id, Span(a.id, start, end), None, words=tuple(words.split()[:4])),))


def put(store: Store, reading: Reading) -> None:
    a = reading.article
    store.put(page(a.text, a.file), Input(a.file, "ok", a.id), reading, Options())


@pytest.mark.parametrize("seed", range(6))
def test_a_store_that_grew_is_the_store_told_anew(tmp_path: Path, seed: int) -> None:
    """Reports added in any batches give the stories, the ids and every row that telling all of them anew gives."""
    noise = random.Random(seed)
    with Store(tmp_path / "p.db", create=True) as store:
        left = [report_of(noise, n) for n in range(24)]
        while left:
            count = noise.choice((1, 1, 2, 5))
            for reading in left[:count]:
                put(store, reading)
            left = left[count:]
            project.group(store, Options())
        grown = store.content_hash()
        store.db.execute("DELETE FROM meta WHERE key = 'told'")
        told = project.group(store, Options())

        assert len(told) > 3
        assert sum(len(story.readings) for story in told) == 24
        assert store.content_hash() == grown


def test_only_stories_that_changed_are_told_anew(tmp_path: Path) -> None:
    """A page more opens and tells the one story that it joins."""
    noise = random.Random(3)
    with Store(tmp_path / "p.db", create=True) as store:
        for n in range(24):
            put(store, report_of(noise, n))
        first = project.group(store, Options())
        put(store, report_of(noise, 24))
        again = project.group(store, Options())

        assert len(first) > len(again) == 1
        assert "24.html" in {r.article.file for r in again[0].readings}
        assert not store.stale


def test_other_options_tell_all_anew(tmp_path: Path) -> None:
    """Stories told with other options, or by another version, are not taken for the same."""
    noise = random.Random(3)
    with Store(tmp_path / "p.db", create=True) as store:
        for n in range(8):
            put(store, report_of(noise, n))
        first = project.group(store, Options())

        assert project.group(store, Options()) == ()
        assert len(project.group(store, Options(max_statements=3))) == len(first)


def shelf(tmp_path: Path) -> tuple[Path, Report]:
    """A store of the hand-made story and of one report that has nothing to do with it."""
    report = book()
    with Store(tmp_path / "p.db", create=True) as store:
        for reading in report.readings:
            put(store, reading)
        store.put_stories(report)
        put(store, report_of(random.Random(1), 1))
    return tmp_path / "p.db", report


def test_every_id_is_explained_from_its_story_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any id of the records is explained as from the whole report, and no record but its story's is opened."""
    path, report = shelf(tmp_path)
    story = report.stories[0]
    ids = [story.id, *(x.id for x in (*story.alignments, *story.differences, *story.sources))]
    ids += [x.id for r in report.readings for x in (r.article, *r.attributions, *r.claims, *r.times)]
    opened: list[int] = []
    unpack = packing.unpack
    monkeypatch.setattr(packing, "unpack", lambda blob: opened.append(1) or unpack(blob))
    with Store(path, read_only=True) as store:
        whole = store.report(Options(), story.id)
        for id in ids:
            opened.clear()
            assert project.explain_in(store, Options(), id) == project.explain(whole, id), id
            assert len(opened) <= 3, id
        for member in ("s1", "s2"):
            assert project.explain_in(store, Options(), member) == project.explain(whole, "s3")


def test_unknown_ids_open_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An id that is nowhere is an error at once, however large the store."""
    path, _ = shelf(tmp_path)
    monkeypatch.setattr(packing, "unpack", lambda blob: pytest.fail("a record was opened"))
    with Store(path, read_only=True) as store, pytest.raises(SecondSourceError, match="nothing here has the id"):
        project.explain_in(store, Options(), "c0000000000")


def test_an_article_without_a_story_is_explained(tmp_path: Path) -> None:
    """What was added and not yet grouped is known by its ids all the same."""
    path, _ = shelf(tmp_path)
    lone = report_of(random.Random(1), 1)
    with Store(path, read_only=True) as store:
        assert project.explain_in(store, Options(), lone.article.id)[0] == f"article: {lone.article.title}"
        assert project.explain_in(store, Options(), lone.claims[0].id)[0].startswith("claim")


def test_a_store_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    """A store written before sources had rows of their own gets them when it is next opened for writing."""
    path, report = shelf(tmp_path)
    with Store(path) as store:
        rows = [tuple(row) for row in store.db.execute("SELECT * FROM sources ORDER BY id")]
        indexes = ("stories_last", "articles_first", "alignments_id", "alignments_place", "differences_id", "inputs_article")
        for index in (*indexes, "documents_current"):
            store.db.execute(f"DROP INDEX {index}")
        for table in ("sources", "source_members", "article_keys", "weights"):
            store.db.execute(f"DROP TABLE {table}")
        store.db.execute("PRAGMA user_version = 1")
    with pytest.raises(SecondSourceError, match="older version"):
        Store(path, read_only=True)
    with Store(path) as store:
        assert [tuple(row) for row in store.db.execute("SELECT * FROM sources ORDER BY id")] == rows
        assert len(rows) == 3
        assert records.records(store.report(Options(), report.stories[0].id))["stories"] == records.records(report)["stories"]


def test_a_store_of_the_second_version_is_read_as_it_is(tmp_path: Path) -> None:
    """What version 3 added serves grouping: a reader needs nothing of it, and the next writer makes it."""
    path, report = shelf(tmp_path)
    with Store(path) as store:
        store.db.execute("DROP INDEX documents_current")
        for table in ("article_keys", "weights"):
            store.db.execute(f"DROP TABLE {table}")
        store.db.execute("PRAGMA user_version = 2")
    with Store(path, read_only=True) as store:
        assert store.report(Options(), report.stories[0].id).stories[0].headline == report.stories[0].headline
    with Store(path) as store:
        assert store.db.execute("PRAGMA user_version").fetchone()[0] == 3
        assert store.db.execute("SELECT count(*) FROM weights").fetchone()[0] == 0
