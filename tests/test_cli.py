"""The command line: results, exit codes and what it says about bad input."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from typer.testing import CliRunner

from secondsource import cli, terminal
from secondsource.views.store import Store

ROOT = Path(__file__).parents[1]
GOOD = [str(ROOT / "examples" / name) for name in ("ellery-courier.html", "wqel-news.txt")]
run = CliRunner().invoke


def report(tmp_path: Path, *inputs: str, **more: str) -> tuple[int, str, dict[str, list[dict[str, str]]]]:
    """Exit code, what the terminal showed, and the records."""
    out = tmp_path / "out.json"
    done = run(cli.app, ["report", *inputs, "-o", str(tmp_path / "out.html"), "--json", str(out)], **more)  # type: ignore[arg-type]
    return done.exit_code, done.output, json.loads(out.read_text("utf-8")) if out.exists() else {}


def test_demo_makes_a_report(tmp_path: Path) -> None:
    """`secondsource demo` reads its four pages and writes one HTML file."""
    page = tmp_path / "demo.html"
    done = run(cli.app, ["demo", "-o", str(page)])

    assert done.exit_code == 0, done.output
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert "in 4 = 4 ok + 0 partial + 0 failed + 0 duplicate + 0 interrupted" in done.output


def test_help_is_quick() -> None:
    """`--help` loads no parser, no model and no extractor."""
    heavy = ("spacy", "onnxruntime", "trafilatura", "lxml", "numpy", "jinja2")
    code = f"import sys, secondsource.cli; print([m for m in {heavy} if m in sys.modules])"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


BAD = [
    ("an empty file", "empty.txt", b"", "empty"),
    ("a picture named .html", "picture.html", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 8, "not-text"),
    ("a 30 MB page", "large.html", b"<p>" + b"word " * 6_300_000 + b"</p>", "too-large"),
    ("a page without text", "bare.html", b"<html><body><script>var a = 1</script><img src=a.png></body></html>", "no-text"),
]


@pytest.mark.parametrize(("what", "name", "body", "reason"), BAD, ids=[b[0] for b in BAD])
def test_bad_page_between_good_ones(tmp_path: Path, what: str, name: str, body: bytes, reason: str) -> None:
    """A page that cannot be read is named with its reason, the others are read, and the exit code says so."""
    bad = tmp_path / name
    bad.write_bytes(body)
    code, shown, data = report(tmp_path, GOOD[0], str(bad), GOOD[1])

    assert code == 1
    assert [a["file"] for a in data["articles"]] == ["ellery-courier.html", "wqel-news.txt"]
    assert [(u["file"], u["reason"]) for u in data["unread"]] == [(name, reason)]
    assert name in shown


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is one failed input, not the end of the run."""
    code, shown, data = report(tmp_path, GOOD[0], str(tmp_path / "nowhere.html"))

    assert code == 1
    assert len(data["articles"]) == 1
    assert [u["reason"] for u in data["unread"]] == ["missing"]
    assert "nowhere.html" in shown


def test_folder_without_pages_is_named(tmp_path: Path) -> None:
    """A folder with no pages in it says so."""
    (tmp_path / "pages").mkdir()
    code, _, data = report(tmp_path, GOOD[0], str(tmp_path / "pages"))

    assert code == 1
    assert [(u["file"], u["reason"]) for u in data["unread"]] == [("pages", "no-pages")]


def test_invalid_utf8_is_read_and_noted(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are read all the same, and the article carries a note."""
    body = (ROOT / "examples" / "wqel-news.txt").read_bytes().replace("“".encode(), b"\xff", 1)
    (tmp_path / "odd.txt").write_bytes(body)
    code, _, data = report(tmp_path, str(tmp_path / "odd.txt"))

    assert code == 0
    assert data["articles"][0]["notes"]


def test_special_files_never_block(tmp_path: Path) -> None:
    """A pipe or a socket given as input is refused at once."""
    os.mkfifo(tmp_path / "pipe.html")
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind(str(tmp_path / "plug.html"))
        code, _, data = report(tmp_path, GOOD[0], str(tmp_path / "pipe.html"), str(tmp_path / "plug.html"))

    assert code == 1
    assert {u["reason"] for u in data["unread"]} == {"not-a-file"}


@pytest.mark.parametrize(
    ("command", "reason"),
    [(("report",), "is a named pipe"), (("export",), "is a named pipe"), (("explain", "a0"), "nothing here has the id a0")],
)
def test_a_pipe_alone_never_blocks(tmp_path: Path, command: tuple[str, ...], reason: str) -> None:
    """A pipe that nobody writes to, given alone, is refused at once: no command waits to see whether it is a store."""
    os.mkfifo(tmp_path / "pipe.html")
    words = [sys.executable, "-m", "secondsource.cli", command[0], "pipe.html", *command[1:]]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=60)

    assert done.returncode in (1, 2)
    assert reason in done.stderr


def test_same_bytes_twice_are_one_report(tmp_path: Path) -> None:
    """The same page under two names is read once; the second is a duplicate and no second source."""
    (tmp_path / "again.html").write_bytes(Path(GOOD[0]).read_bytes())
    code, _, data = report(tmp_path, GOOD[0], str(tmp_path / "again.html"))

    assert code == 0
    assert [i["state"] for i in data["inputs"]] == ["ok", "duplicate"]


def test_standard_input_is_a_page(tmp_path: Path) -> None:
    """`-` reads a page from standard input."""
    code, _, data = report(tmp_path, "-", input=Path(GOOD[0]).read_text("utf-8"))

    assert code == 0
    assert len(data["articles"]) == 1


def test_output_that_cannot_be_written_fails_before_any_reading(tmp_path: Path) -> None:
    """An output in a folder that does not exist ends with exit code 3 and the cure, and nothing is written."""
    done = run(cli.app, ["report", GOOD[0], "-o", str(tmp_path / "no" / "out.html")])

    assert done.exit_code == 3
    assert "Make it first" in done.output
    assert list(tmp_path.iterdir()) == []


def test_wrong_use_is_exit_code_2(tmp_path: Path) -> None:
    """No input, or a profile that does not exist, is wrong use, and nothing is made."""
    assert run(cli.app, ["report"]).exit_code == 2
    assert run(cli.app, ["report", GOOD[0], "--profile", "loud"]).exit_code == 2
    assert run(cli.app, ["add", str(tmp_path / "p.db"), GOOD[0], "--profile", "loud"]).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_the_version_is_told() -> None:
    """`secondsource --version` prints the installed version and ends."""
    done = run(cli.app, ["--version"])

    assert (done.exit_code, done.stdout) == (0, f"secondsource {metadata.version('secondsource')}\n")


def test_export_names_what_was_not_read(tmp_path: Path) -> None:
    """An export of pages of which one is missing is written, names the missing one, and ends with exit code 1."""
    done = run(cli.app, ["export", GOOD[1], str(tmp_path / "none.html"), "--format", "csv"])

    assert done.exit_code == 1
    assert "wqel-news.txt" in done.stdout
    assert "failed: none.html: there is no such file" in done.stderr


def test_a_search_without_a_hit_says_so(tmp_path: Path) -> None:
    """A search that finds nothing says so on standard error and ends with exit code 1."""
    with Store(tmp_path / "p.db", create=True):
        pass
    done = run(cli.app, ["search", str(tmp_path / "p.db"), "no", "such"])

    assert (done.exit_code, done.stdout, done.stderr) == (1, "", "no article holds all of no such\n")


def test_what_is_written_into_keeps_its_kind(tmp_path: Path) -> None:
    """A pipe is written into and stays a pipe, as /dev/null must stay a device; a link stays a link, and its file is replaced."""
    os.mkfifo(tmp_path / "pipe")
    heard = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    (tmp_path / "link.html").symlink_to("page.html")
    terminal.write(tmp_path / "pipe", "words")
    terminal.write(tmp_path / "link.html", "words")

    assert os.read(heard, 9) == b"words"
    os.close(heard)
    assert (tmp_path / "pipe").is_fifo()
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "page.html").read_text() == "words"


def test_a_folder_that_may_not_be_written_fails_before_any_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An output in a folder that this user may not write ends with exit code 3, and no page is read."""
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path)
    done = run(cli.app, ["report", GOOD[0], "-o", str(tmp_path / "out.html")])

    assert done.exit_code == 3
    assert "out.html cannot be written: this user may not write there" in done.output


def test_names_from_files_cannot_drive_the_terminal(tmp_path: Path) -> None:
    """A file name with escape codes is printed with them made visible."""
    bad = tmp_path / "x\x1b]0;owned\x07.txt"
    bad.write_bytes(b"")
    _, shown, _ = report(tmp_path, str(bad))

    assert "\x1b" not in shown
    assert "\\x1b" in shown
