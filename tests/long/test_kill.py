"""Promise P6: killed at any moment and run again, `add` ends as the same store as an unbroken run."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

import adding
from longrun import ROOT, Progress
from secondsource.errors import StoreError
from secondsource.views import faults
from secondsource.views.store import Store

SEED = 20241


@dataclass(frozen=True, slots=True)
class Whole:
    """An unbroken run: what its store holds, when its documents were stored, and when it ended, in seconds from its start."""

    hash: str
    first: float
    last: float
    end: float

    def moment(self, pick: random.Random) -> float:
        """When to kill: anywhere, or (every other time) while documents are being stored, which is a small part of a short run."""
        anywhere = pick.uniform(0, self.end * 1.1)
        return anywhere if pick.random() < 0.5 else pick.uniform(self.first * 0.9, self.last * 1.1)


def unbroken(inputs: Path, tmp: Path, quick: bool) -> Whole:
    """A store made in one run."""
    begun = time.monotonic()
    process = adding.start(tmp / "whole.db", inputs, quick=quick, tmp=tmp / "site")
    seen: dict[int, float] = {}
    while process.poll() is None:
        seen.setdefault(count(tmp / "whole.db"), time.monotonic() - begun)
        time.sleep(0.01)
    end = time.monotonic() - begun
    _, err = process.communicate()
    assert not err, err
    with Store(tmp / "whole.db", read_only=True) as store:
        held = seen.get(count(tmp / "whole.db"), end)
        return Whole(store.content_hash(), min((at for n, at in seen.items() if n), default=held), held, end)


def count(store: Path) -> int:
    """How many documents a store holds now; 0 where there is none yet."""
    if not faults.begun(store):
        return 0
    with contextlib.suppress(StoreError, sqlite3.Error), Store(store, read_only=True) as opened:
        return int(opened.db.execute("SELECT count(*) FROM articles").fetchone()[0])
    return 0


def kill(store: Path, inputs: Path, tmp: Path, after: float, alone: bool, quick: bool) -> bool:
    """Run `add` and kill it ``after`` so many seconds, with its children or ``alone``; was it still running?"""
    process = adding.start(store, inputs, quick=quick, tmp=tmp / "site")
    try:
        process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL) if alone else os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
        return True
    return False


def wrong(store: Path) -> tuple[int, list[str]]:
    """How many documents a store holds just after the kill, and what is wrong with it; one that was never made is as good as none."""
    if not store.exists() or not store.stat().st_size:
        return 0, []
    with Store(store, create=True) as opened:
        half = opened.db.execute(
            "SELECT count(*) FROM articles a WHERE NOT EXISTS (SELECT 1 FROM claims c WHERE c.article = a.id) "
            "OR NOT EXISTS (SELECT 1 FROM inputs i WHERE i.article = a.id)"
        ).fetchone()[0]
        held = opened.db.execute("SELECT count(*) FROM articles").fetchone()[0]
        return held, [*faults.check(opened), *([f"{half} articles without their rows"] if half else [])]


def round_of_kills(
    tmp: Path, inputs: Path, moments: random.Random, whole: Whole, kills: int, quick: bool
) -> tuple[list[int], str, list[str]]:
    """Kill one store's making ``kills`` times, then let it finish.

    How many documents it held at each kill that hit, its content hash in the end, and what was wrong between.
    """
    store, held, found = tmp / "killed.db", [], []
    for leftover in tmp.glob("killed.db*"):
        leftover.unlink()
    for _ in range(kills):
        if not kill(store, inputs, tmp, whole.moment(moments), moments.random() < 1 / 3, quick):
            break
        documents, bad = wrong(store)
        held.append(documents)
        found += bad
    process = adding.start(store, inputs, quick=quick, tmp=tmp / "site")
    _, err = process.communicate(timeout=300)
    assert not err, err
    with Store(store, read_only=True) as opened:
        return held, opened.content_hash(), [*found, *faults.check(opened)]


def killed(progress: Progress | None, tmp: Path, inputs: Path, wanted: int, quick: bool) -> int:
    """Rounds until ``wanted`` kills have hit; each round ends as the unbroken store. How many kills there were."""
    whole = unbroken(inputs, tmp, quick)
    total = sum(step["kills"] for step in progress.done) if progress else 0
    number = len(progress.done) if progress else 0
    while total < wanted:
        if progress:
            next(progress.left(number + 1))
        held, hash, found = round_of_kills(tmp, inputs, random.Random(SEED + number), whole, min(4, wanted - total), quick)
        assert found == []
        assert hash == whole.hash, f"round {number}: another store than the unbroken one"
        total, number = total + len(held), number + 1
        if progress:
            progress.note(kills=len(held), held=held, seconds=round(whole.end, 2))
    return total


def test_killed_at_a_few_moments(tmp_path: Path) -> None:
    """F1: four kills of an `add` with two workers: whole documents only, and the same store in the end."""
    assert killed(None, tmp_path, adding.pages(tmp_path / "pages", 60), 4, quick=True) >= 4


@pytest.mark.long
def test_killed_at_two_hundred_moments(tmp_path: Path) -> None:
    """F1: two hundred kills at random moments, two workers, stages with little in them."""
    assert killed(Progress("kill-quick"), tmp_path, adding.pages(tmp_path / "pages", 100), 200, quick=True) >= 200


@pytest.mark.long
def test_killed_with_the_whole_program(tmp_path: Path) -> None:
    """F1: twenty kills at random moments of the program as it is, models and all."""
    shutil.copytree(ROOT / "examples", tmp_path / "pages")
    assert killed(Progress("kill-whole"), tmp_path, tmp_path / "pages", 20, quick=False) >= 20


def test_a_store_whose_making_was_cut_off_is_made(tmp_path: Path) -> None:
    """A file that SQLite began and nobody finished is no other program's: it becomes the store."""
    for before in (b"", None):
        path = tmp_path / f"{before}.db"
        if before is None:
            db = sqlite3.connect(path)
            db.execute("PRAGMA journal_mode = WAL")
            db.close()
        else:
            path.write_bytes(before)
        with Store(path, create=True) as store:
            assert store.inputs() == ()
