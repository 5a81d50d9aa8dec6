"""Whole runs over stored readings: the same stories as a report's, on any engine, after any kill."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import archives
from bench import corpus_made
from secondsource import corpus
from secondsource.corpus import plan, query, stages, tables
from secondsource.corpus.filters import Filters
from secondsource.errors import SecondSourceError, StoreError
from secondsource.options import Options
from secondsource.stories.groups import groups

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run over seven stored readings, in three shards."""
    folder = tmp_path_factory.mktemp("corpus")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "ROWS", 3)
        corpus.run([str(archives.stored(folder, archives.some()))], folder / "out")
    return folder / "out"


def test_the_stories_are_those_of_a_report(done: Path) -> None:
    """An archive falls into the same groups as a folder of pages does."""
    _, rows = query.answer(done, "SELECT articles FROM stories")
    found = {frozenset(row[0]) for row in rows}
    assert found == {frozenset(r.article.id for r in group) for group in groups(archives.some(), Options())}
    assert sorted(map(len, found)) == [1, 1, 2, 3]


def test_every_input_is_counted(done: Path) -> None:
    """What became of each record stands in the view `left`, and the counts add up."""
    assert tables.states(done) == {"ok": 7}


def test_claims_and_origins_are_rows(done: Path) -> None:
    """Each claim is there with its words; an aligned one has the range of its origins and the reason."""
    _, claims = query.answer(done, "SELECT text, outlet, published FROM claims ORDER BY id")
    assert len(claims) == 7
    assert all(text.startswith(("The ", "A ")) and outlet and published == "2024-05-02" for text, outlet, published in claims)
    _, origins = query.answer(done, "SELECT reports, min, max, why FROM origins WHERE reports > 1")
    assert origins
    assert all(low <= high and why for _, low, high, why in origins)


def test_a_finished_run_does_nothing(done: Path) -> None:
    """The same command on a finished folder leaves every file as it is."""
    before = archives.files_of(done)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "ROWS", 3)
        patch.setattr(stages, "perform", None)
        corpus.run([str(done.parent / "readings.parquet")], done)
    assert archives.files_of(done) == before


def test_another_run_does_not_mix_in(done: Path) -> None:
    """A folder of results takes no run of other filters."""
    with pytest.raises(SecondSourceError, match="other inputs or options"):
        corpus.run([str(done.parent / "readings.parquet")], done, filters=Filters(keywords=("ferry",)))


def test_one_run_at_a_time(done: Path) -> None:
    """A second run in the same folder is told so."""
    with tables.locked(done), pytest.raises(StoreError, match="another run"):
        corpus.run([str(done.parent / "readings.parquet")], done)


def test_each_stage_undone_comes_out_the_same(done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stage is missing, with all after it, is made again byte for byte."""
    monkeypatch.setattr(plan, "ROWS", 3)
    before = archives.files_of(done)
    for first in ("once", "vectors", "groups", "told"):
        again = tmp_path / first
        shutil.copytree(done, again)
        for stage in stages.ORDER[stages.ORDER.index(first) :]:
            shutil.rmtree(again / stage)
        (again / first).mkdir()
        (again / first / ".half-x-1-2").mkdir()
        corpus.run([str(done.parent / "readings.parquet")], again)
        assert archives.files_of(again) == before, first


def test_an_earlier_run_is_an_input(done: Path, tmp_path: Path) -> None:
    """The folder of a run given as input is regrouped from its readings, without reading again."""
    states = corpus.run([str(done)], tmp_path / "out")
    assert states == {"ok": 7}
    assert query.answer(tmp_path / "out", "SELECT id FROM stories ORDER BY id") == query.answer(done, "SELECT id FROM stories ORDER BY id")


def test_filters_leave_out_and_count(done: Path, tmp_path: Path) -> None:
    """A keyword keeps the reports that hold it; the others are counted as filtered, with the filter's name."""
    states = corpus.run([str(done)], tmp_path / "out", filters=Filters(keywords=("garrow mill",)))
    assert states == {"filtered: keywords": 5, "ok": 2}


def test_the_same_article_twice_is_read_once(done: Path, tmp_path: Path) -> None:
    """Articles of the same bytes from two inputs are one; the second is counted as a duplicate."""
    copy = tmp_path / "copy.parquet"
    shutil.copy(done.parent / "readings.parquet", copy)
    states = corpus.run([str(done.parent / "readings.parquet"), str(copy)], tmp_path / "out")
    assert states == {"duplicate": 7, "ok": 7}


def test_sql_that_fails_names_the_views(done: Path) -> None:
    """DuckDB's complaint is one line, with the views that there are."""
    with pytest.raises(SecondSourceError, match="The views are articles") as error:
        query.answer(done, "SELECT nothing FROM nowhere")
    assert "\n" not in str(error.value)


def test_a_question_without_duckdb_says_what_to_install(done: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where DuckDB is not installed, a question ends with the command that installs it."""
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(SecondSourceError, match=r"pip install 'secondsource\[corpus\]'"):
        query.answer(done, "SELECT 1")


@pytest.mark.long
@pytest.mark.parametrize("engine", ["daft", "ray"])
def test_engines_agree(done: Path, tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """daft's runner and a Ray node of its own write the same bytes as processes here."""
    pytest.importorskip(engine)
    monkeypatch.setattr(plan, "ROWS", 3)
    corpus.run([str(done.parent / "readings.parquet")], tmp_path / "out", engine=engine, workers=2)
    assert archives.files_of(tmp_path / "out") == archives.files_of(done)


@pytest.mark.long
def test_killed_at_any_moment(done: Path, tmp_path: Path) -> None:
    """Killed with -9 five times and resumed, with two workers, a run ends with the same bytes as an unbroken one."""
    given, chance = str(done.parent / "readings.parquet"), random.Random(4)
    command = [sys.executable, "-m", "secondsource.cli", "corpus", "run", given, "--out", str(tmp_path / "out"), "--workers", "2", "-q"]
    for _ in range(5):
        running = subprocess.Popen(command, start_new_session=True)
        time.sleep(chance.uniform(0.5, 4.0))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    subprocess.run(command, check=True)
    whole = tmp_path / "whole"
    corpus.run([given], whole)
    assert archives.files_of(tmp_path / "out") == archives.files_of(whole)


def test_bad_records_cost_themselves(tmp_path: Path) -> None:
    """Damaged WARC records, lines that are no JSON and rows without text are counted, each with its reason; the others go on."""
    pages = [gzip.compress(corpus_made.record(f"https://penmarra.example/{n}", page(n), n), mtime=0) for n in range(4)]
    damaged = bytearray(pages[1])
    damaged[40:60] = b"x" * 20
    (tmp_path / "x.warc.gz").write_bytes(pages[0] + bytes(damaged) + pages[2] + pages[3][:-50])
    (tmp_path / "rows.jsonl").write_text('{"text": "Nobody spoke."}\nno json\n[1]\n{"title": "x"}\n', "utf-8")
    states = corpus.run([str(tmp_path)], tmp_path / "out", filters=Filters(keywords=("no such word",)))
    assert states["filtered: keywords"] == 3
    assert states["failed: no-text"] == 1
    assert states["failed: corrupt"] == 3
    assert states["failed: truncated"] >= 1
    assert query.answer(tmp_path / "out", "SELECT count(*) FROM stories")[1] == [(0,)]


def page(number: int) -> bytes:
    return f"<html><body><article><h1>Vote {number}</h1><p>{archives.EVENTS['vote'][2] * 3}</p></article></body></html>".encode()
