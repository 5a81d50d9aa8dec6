"""The ten faults of the catalogue, each named by its number; the first in full is `tests/long/test_kill.py`."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import adding
from longrun import ROOT
from makers import page
from neighbours import as_other_user, opened
from secondsource import project, terminal
from secondsource.errors import StoreError, UnreadableInput
from secondsource.intake import web
from secondsource.model import Input, Page, Report
from secondsource.options import Options
from secondsource.views import faults
from secondsource.views.store import Store
from secondsource.worker import run_all
from storybook import book


def fill(path: Path) -> None:
    """A store of the hand-made story."""
    with Store(path, create=True) as store:
        for reading in book().readings:
            a = reading.article
            store.put(page(a.text, a.file), Input(a.file, "ok", a.id), reading, Options())
        store.put_stories(book())


def hash_of(path: Path) -> str:
    with Store(path, read_only=True) as store:
        return store.content_hash()


def add(store: Path, inputs: Path, tmp: Path, **environment: str) -> tuple[int, str]:
    """Exit code and messages of `secondsource add` with the quick stand-ins."""
    process = adding.start(store, inputs, quick=True, tmp=tmp / "site", workers=1, **environment)
    _, err = process.communicate(timeout=120)
    return process.returncode, err.decode()


def test_f01_kill_is_tested_in_full() -> None:
    """F1: kill -9 at random moments stands in the long tier, with four of them in the everyday one."""
    text = (ROOT / "tests" / "long" / "test_kill.py").read_text("utf-8")
    assert "200" in text
    assert "def test_killed_at_a_few_moments" in text


CRASH = """
import os, signal
import adding
adding.stand_in()
from secondsource import intake
real = intake.extract
def extract(page, options):
    if b"SPOIL" in page.body:
        os.kill(os.getpid(), {signal})
    return real(page, options)
intake.extract = extract
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_f02_a_child_that_dies_names_its_page(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F2: a page that kills its child (as the system does when memory is out, or a library by a fault) has failed as crashed; no other."""
    (tmp_path / "sitecustomize.py").write_text(CRASH.format(signal=int(number)))
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(ROOT / "tests"), *sys.path])
    folder = adding.pages(tmp_path / "pages", 3)
    bad = Page("bad.html", b"<p>SPOIL " + b"word " * 50)
    good = [Page(p.name, p.read_bytes()) for p in sorted(folder.glob("0*.html"))]
    found = list(run_all([good[0], bad, *good[1:]], Options(), workers=1))

    assert [(o.input.file, o.input.state) for o in found if o.input.state != "ok"] == [("bad.html", "failed")]
    assert found[1].input.reason == "crashed"


@pytest.fixture(scope="module")
def eight(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder of eight pages, and the content hash of the store of them."""
    tmp = tmp_path_factory.mktemp("eight")
    inputs = adding.pages(tmp / "pages", 8)
    add(tmp / "whole.db", inputs, tmp)
    return inputs, hash_of(tmp / "whole.db")


@pytest.mark.parametrize("room", [0, 20_000, 60_000])
def test_f03_disk_full(room: int, eight: tuple[Path, str], tmp_path: Path) -> None:
    """F3: where no more can be written, the code is 3, the file is named with the free space, and the store is whole when there is room."""
    inputs, whole = eight
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text("import adding\nadding.stand_in()\n")
    command = [sys.executable, "-P", "-m", "secondsource.cli", "add", str(tmp_path / "p.db"), str(inputs), "-q"]
    path = os.pathsep.join([str(tmp_path / "site"), str(ROOT / "tests"), *(p for p in sys.path if p)])

    def little() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))

    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=little, env={**os.environ, "PYTHONPATH": path}, timeout=120)
    assert done.returncode == 3, done.stderr
    assert "p.db" in done.stderr
    assert "MB are free" in done.stderr
    assert "Traceback" not in done.stderr
    assert add(tmp_path / "p.db", inputs, tmp_path)[0] in (0, 1)
    assert hash_of(tmp_path / "p.db") == whole


def test_f03_a_report_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F3: a report is written beside the old one and takes its place only when it is whole."""
    target = tmp_path / "r.html"
    terminal.write(target, "old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        terminal.write(target, "new")

    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["r.html"]


def test_f04_read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F4: a store in a folder where nothing may be written can be read; adding to it is refused before anything is read."""
    opened(tmp_path)
    fill(tmp_path / "p.db")
    for file in tmp_path.iterdir():
        file.chmod(0o444)
    tmp_path.chmod(0o555)
    monkeypatch.setattr(project, "run_all", None)  # reading a page would be a fault of another kind

    def read() -> str:
        with Store(tmp_path / "p.db", read_only=True) as store:
            return str(len(store.readings()))

    def add_one() -> str:
        with Store(tmp_path / "p.db") as store:
            return str(project.add(store, [Page("x.html", b"<p>x")], Options()))

    try:
        assert as_other_user(read) == "2"
        assert as_other_user(add_one).startswith("StoreError: ")
    finally:
        tmp_path.chmod(0o755)


def test_f05_two_programs_one_store(tmp_path: Path) -> None:
    """F5: two `add` on one store at once both finish, nothing is lost, and a reader is not kept waiting."""
    left, right = adding.pages(tmp_path / "left", 5), adding.pages(tmp_path / "right", 9)
    both = [adding.start(tmp_path / "p.db", folder, quick=True, workers=1, tmp=tmp_path / "site") for folder in (left, right)]
    waits = []
    while any(p.poll() is None for p in both):
        if faults.begun(tmp_path / "p.db"):
            begun = time.monotonic()
            try:
                with Store(tmp_path / "p.db", read_only=True) as store:
                    store.inputs()
            except StoreError:
                continue  # not made yet
            waits.append(time.monotonic() - begun)
        time.sleep(0.05)
    for p in both:
        assert p.communicate()[1] == b""
    with Store(tmp_path / "p.db", read_only=True) as store:
        assert len(store.readings()) == 9
        assert not store.stale
        assert list(faults.check(store)) == []
        assert {i.state for i in store.inputs()} <= {"ok", "duplicate", "failed"}
    assert sorted(waits)[len(waits) // 2] < 1


# ---- F6: the Nth write fails ---------------------------------------------------------------------------------------


class Failing(sqlite3.Connection):
    """A connection whose Nth statement fails as a broken disk does."""

    left = 0

    def execute(self, sql: str, *more: Any) -> sqlite3.Cursor:
        self.count()
        return super().execute(sql, *more)

    def executemany(self, sql: str, *more: Any) -> sqlite3.Cursor:
        self.count()
        return super().executemany(sql, *more)

    def count(self) -> None:
        Failing.left -= 1
        if Failing.left == 0:
            raise sqlite3.OperationalError("disk I/O error")


def fail_at(n: int, path: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Fill a store with the Nth statement failing; did it get that far?"""
    real = sqlite3.connect
    Failing.left = n
    with monkeypatch.context() as patched:
        patched.setattr(sqlite3, "connect", lambda *a, **k: real(*a, **{**k, "factory": Failing}))
        try:
            fill(path)
        except (StoreError, sqlite3.OperationalError):
            return True
    return False


def test_f06_every_statement_fails_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F6: whichever statement fails, every document is wholly there or not at all, and the next run ends as the whole store."""
    fill(tmp_path / "whole.db")
    whole = hash_of(tmp_path / "whole.db")
    for n in range(1, 500):
        path = tmp_path / "p.db"
        for leftover in tmp_path.glob("p.db*"):
            leftover.unlink()
        failed = fail_at(n, path, monkeypatch)
        if path.exists() and path.stat().st_size:
            with Store(path, create=True) as store:
                assert list(faults.check(store)) == [], n
        fill(path)
        assert hash_of(path) == whole, n
        if not failed:
            assert n > 20
            return
    raise AssertionError("it never ran clean")


@pytest.mark.parametrize("call", ["fdopen", "fsync", "chmod", "replace"])
def test_f06_every_step_of_writing_a_report_fails_once(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F6: whichever step of writing a report fails, the old report stands and nothing else is left."""
    terminal.write(tmp_path / "r.html", "old")

    def broken(*given: object, **more: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(os, call, broken)
        with pytest.raises(StoreError):
            terminal.write(tmp_path / "r.html", "new")

    assert (tmp_path / "r.html").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["r.html"]


@pytest.mark.parametrize("other", [{"TZ": "Pacific/Kiritimati"}, {"LANG": "tr_TR.UTF-8", "LC_ALL": "C"}, {"PYTHONHASHSEED": "3"}])
def test_f07_clock_and_language(other: dict[str, str], eight: tuple[Path, str], tmp_path: Path) -> None:
    """F7: another time zone, language or hash seed gives the same store; of the whole program that is `tests/long/test_matrix.py`."""
    inputs, whole = eight
    add(tmp_path / "q.db", inputs, tmp_path, **other)
    assert hash_of(tmp_path / "q.db") == whole


def test_f07_nothing_looks_at_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """F7: a clock that runs a year back or ten years ahead changes no record of a page."""
    from secondsource.views import records

    def run() -> str:
        from secondsource import intake

        a = intake.extract(Page("x.html", (ROOT / "examples" / "harbour-post.html").read_bytes()))
        return records.to_json(Report((), (adding.read(a),), (), Options()))

    now, real = run(), time.time
    for years in (-1, 10):
        monkeypatch.setattr(time, "time", lambda years=years: real() + years * 31_557_600)  # type: ignore[misc]
        assert run() == now


def test_f08_newer_truncated_and_flipped_stores(tmp_path: Path) -> None:
    """F8: a newer store is refused; a cut or spoilt one is said to be damaged, by the store and by doctor, without a trace."""
    from secondsource import doctor

    fill(tmp_path / "p.db")
    body = (tmp_path / "p.db").read_bytes()
    spoilt = bytearray(body)
    for at in range(len(body) // 2, len(body), 97):
        spoilt[at] ^= 0xFF
    for name, data in (("cut.db", body[: len(body) // 2]), ("flipped.db", bytes(spoilt)), ("short.db", body[:50])):
        (tmp_path / name).write_bytes(data)
        found = doctor.lines(tmp_path / name)
        assert any(line.startswith("FAULT") and name in line for line in found), name
        assert any("Cure" in line or "backup" in line or "name" in line for line in found if line.startswith("FAULT"))
        ended = ""
        try:
            with terminal.errors(False), Store(tmp_path / name, read_only=True) as store:
                store.report(Options())
        except Exception as error:
            ended = type(error).__name__
        assert ended in ("", "Exit"), name
    db = sqlite3.connect(tmp_path / "p.db")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreError, match="newer version"):
        Store(tmp_path / "p.db")


def test_f08_a_lost_journal(tmp_path: Path) -> None:
    """F8: a store whose write-ahead file was deleted is as it was before, or empty; never half."""
    inputs = adding.pages(tmp_path / "pages", 6)
    process = adding.start(tmp_path / "p.db", inputs, quick=True, workers=1, tmp=tmp_path / "site")
    while process.poll() is None and not (tmp_path / "p.db-wal").exists():
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    (tmp_path / "p.db-wal").unlink(missing_ok=True)
    with Store(tmp_path / "p.db", create=True) as store:
        assert list(faults.check(store)) == []
    assert add(tmp_path / "p.db", inputs, tmp_path)[0] in (0, 1)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_f09_asked_to_stop(number: int, tmp_path: Path) -> None:
    """F9: Ctrl-C or SIGTERM lets the page in hand be finished, keeps what is done, says how to go on, and ends with 130."""
    inputs = adding.pages(tmp_path / "pages", 60)
    process = adding.start(tmp_path / "p.db", inputs, quick=True, workers=1, tmp=tmp_path / "site")
    begun = time.monotonic()
    while time.monotonic() - begun < 60:
        if faults.begun(tmp_path / "p.db"):
            try:
                with Store(tmp_path / "p.db", read_only=True) as store:
                    if store.inputs("ok"):
                        break
            except StoreError:
                pass
        time.sleep(0.02)
    os.killpg(process.pid, number)
    _, err = process.communicate(timeout=60)

    assert process.returncode == 130, err
    assert b"Run the same command again" in err
    assert b"Traceback" not in err
    with Store(tmp_path / "p.db", read_only=True) as store:
        states = [i.state for i in store.inputs()]
        assert states.count("ok") + states.count("interrupted") == 61  # the empty page among them


def test_f09_closed_output(tmp_path: Path) -> None:
    """F9: a reader that goes away (`| head`) is no fault."""
    fill(tmp_path / "p.db")
    command = f"{sys.executable} -m secondsource.cli export {tmp_path / 'p.db'} --format jsonl | head -c 10"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=env, timeout=120)

    assert done.stderr == b""


@pytest.fixture
def reset() -> Iterator[str]:
    """A server that resets every connection in the middle of its answer."""
    plug = socket.create_server(("127.0.0.1", 0))
    plug.settimeout(5)

    def serve() -> None:
        try:
            for _ in range(3):
                link, _ = plug.accept()
                link.recv(4096)
                link.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
                link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                link.close()
        except OSError:
            return

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{plug.getsockname()[1]}"
    plug.close()


def test_f10_network(reset: str, tmp_path: Path) -> None:
    """F10: no name service, a reset in the middle and a portal's page in place of a feed each have their reason, and others go on."""

    def down(host: str, port: int) -> list[str]:
        raise OSError("Temporary failure in name resolution")

    rules = web.Rules(Options(intake_seconds=2.0), private=True, robots=False)
    reasons = []
    for url, how in (("http://press.example/a", web.Rules(Options(), robots=False, resolve=down)), (f"{reset}/a", rules)):
        (found,) = web.pages([url], how)
        assert isinstance(found, UnreadableInput)
        reasons.append(found.reason)
    assert all(r in ("dns", "network", "cut", "address", "name") for r in reasons), reasons
    from secondsource.intake import feeds

    with pytest.raises(UnreadableInput, match="no RSS"):
        feeds.parse(b"<html><body>Log in to the hotel's network</body></html>", "http://x.example/feed")
    shutil.rmtree(tmp_path)
