"""Names to pages: every input is a page or a reason, and nothing blocks."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

import pytest

from secondsource import intake
from secondsource.errors import UnreadableInput
from secondsource.model import Article, Page
from secondsource.options import Options

STORY = (
    "Bridge over the Aller to close for repairs\n\n"
    "The old bridge over the Aller will close in May, the town's mayor, Ada Brandt, said on Tuesday at a meeting of the council.\n\n"
    "Engineers found cracks in two of its pillars last month, according to a report that the council published on its website.\n\n"
    "The repairs will take about four months and cost two million euros, the report said.\n"
)
BINARY = {
    "a PDF file": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj",
    "a JPEG picture": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)),
    "a ZIP archive or Office document": b"PK\x03\x04\x14\x00\x00\x00" + b"page.html" * 9,
    "a program (ELF)": b"\x7fELF\x02\x01\x01\x00" + bytes(80),
}


def reason(found: object) -> str:
    assert isinstance(found, UnreadableInput), found
    return found.reason


def three(tmp_path: Path, bad: Path) -> tuple[object, object, object]:
    """The bad input read between two good ones; the good ones must come out as they do alone."""
    for name in ("a.txt", "z.txt"):
        (tmp_path / name).write_text(name + "\n\n" + STORY)
    first, middle, last = intake.pages([tmp_path / "a.txt", bad, tmp_path / "z.txt"])
    for page, name in ((first, "a.txt"), (last, "z.txt")):
        assert isinstance(page, Page)
        assert page == next(intake.pages([tmp_path / name]))
        assert isinstance(intake.extract(page), Article)
    return first, middle, last


def test_missing_file(tmp_path: Path) -> None:
    """A name that leads nowhere is named with the reason, and the others are read."""
    assert reason(three(tmp_path, tmp_path / "none.html")[1]) == "missing"


@pytest.mark.parametrize(
    ("name", "why", "cure"),
    [
        ("ftp://quay.example/a.html", "addresses that begin with ftp:// are not fetched", "http or https"),
        ("file:///tmp/a.html", "files are given by their names", "without file://"),
        ("www.quay.example/a.html", "no such file", "begin it with https://"),
    ],
)
def test_addresses_that_are_none_of_the_web(name: str, why: str, cure: str) -> None:
    """Another kind of address is shown whole and as an address, with what to give instead; it is not looked for as a file."""
    (found,) = intake.pages([name])
    assert isinstance(found, UnreadableInput)
    assert found.file == name
    assert why in found.why
    assert cure in found.cure


@pytest.mark.parametrize("body", [b"", b" \n\t\r\n", b"\xef\xbb\xbf"])
def test_empty(tmp_path: Path, body: bytes) -> None:
    """A file of nothing, of white space or of a byte order mark alone is 'empty'."""
    (tmp_path / "empty.html").write_bytes(body)
    page = three(tmp_path, tmp_path / "empty.html")[1]
    assert isinstance(page, Page)
    with pytest.raises(UnreadableInput, match="nothing in it"):
        intake.extract(page)


@pytest.mark.parametrize(("what", "body"), BINARY.items())
def test_not_text(tmp_path: Path, what: str, body: bytes) -> None:
    """A file that is no text is told by its content, whatever its name says."""
    (tmp_path / "page.html").write_bytes(body)
    page = three(tmp_path, tmp_path / "page.html")[1]
    assert isinstance(page, Page)
    with pytest.raises(UnreadableInput) as error:
        intake.extract(page)
    assert error.value.reason == "not-text"
    assert what in error.value.why


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'{\n "format": "secondsource/1",\n "inputs": []}', "JSON data"),
        (b'{"record": "inputs", "file": "a.html"}\n', "JSON data"),
        (b'\xef\xbb\xbf[{"title": "The bridge"}]', "JSON data"),
        (b"SQLite format 3\0" + bytes(80), "SQLite database"),
    ],
)
def test_stores_and_records_are_no_pages(tmp_path: Path, body: bytes, why: str) -> None:
    """A store, records or other JSON given among pages is refused with what to do: its field names are nobody's words."""
    (tmp_path / "page.txt").write_bytes(body)
    found = three(tmp_path, tmp_path / "page.txt")[1]
    assert reason(found) == "not-text"
    assert isinstance(found, UnreadableInput)
    assert why in found.why
    assert found.cure


@pytest.mark.parametrize("body", [b'{"Nothing" is what he said}', b"[A bridge] fell.", b'"Bridge": a story'])
def test_brackets_do_not_make_data(tmp_path: Path, body: bytes) -> None:
    """A text that begins with a bracket or a quotation is a page."""
    (tmp_path / "page.txt").write_bytes(body)
    assert isinstance(three(tmp_path, tmp_path / "page.txt")[1], Page)


def test_named_pipe_does_not_block(tmp_path: Path) -> None:
    """A named pipe that nobody writes to is refused at once."""
    os.mkfifo(tmp_path / "pipe")
    assert reason(three(tmp_path, tmp_path / "pipe")[1]) == "not-a-file"


def test_socket_and_device(tmp_path: Path) -> None:
    """Sockets and devices are no pages."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        assert reason(next(intake.pages([tmp_path / "s"]))) == "not-a-file"
    assert reason(next(intake.pages(["/dev/zero"]))) == "not-a-file"


def test_links(tmp_path: Path) -> None:
    """A broken symbolic link and a circle of links are named as missing."""
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    assert [reason(found) for found in intake.pages([tmp_path / "broken", tmp_path / "one"])] == ["missing", "missing"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_permission(tmp_path: Path) -> None:
    """A file that may not be read is named with the reason 'permission'."""
    (tmp_path / "locked.txt").write_text(STORY)
    (tmp_path / "locked.txt").chmod(stat.S_IWUSR)
    assert reason(three(tmp_path, tmp_path / "locked.txt")[1]) == "permission"


@pytest.mark.parametrize("size", [21 * 2**20, 2**31 + 1, 2**32 + 1])
def test_too_large_at_once(tmp_path: Path, size: int) -> None:
    """A file over the limit is refused by its size, without reading it."""
    with (tmp_path / "big.html").open("wb") as file:
        file.truncate(size)
    assert reason(three(tmp_path, tmp_path / "big.html")[1]) == "too-large"


def test_limit_can_be_set(tmp_path: Path) -> None:
    """The size limit is an option."""
    (tmp_path / "a.txt").write_text(STORY)
    assert reason(next(intake.pages([tmp_path / "a.txt"], Options(page_bytes=100)))) == "too-large"


def test_folder(tmp_path: Path) -> None:
    """A folder gives its pages in the order of their paths; hidden files and other kinds of file are passed over."""
    for name in ("b.html", "sub/a.txt", ".hidden.html", "photo.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(STORY)
    assert [page.file for page in intake.pages([tmp_path]) if isinstance(page, Page)] == ["b.html", "a.txt"]


def test_folder_without_pages(tmp_path: Path) -> None:
    """A folder that holds no pages is named, with what to do."""
    (tmp_path / "photo.jpg").write_bytes(BINARY["a JPEG picture"])
    found = next(intake.pages([tmp_path]))
    assert reason(found) == "no-pages"
    assert "Give a folder" in str(found)


def test_names_that_tell_files_apart(tmp_path: Path) -> None:
    """Files of one name get the shortest ends of their paths that differ."""
    for name in ("x/one/a.txt", "x/two/a.txt", "x/two/b.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(STORY)
    found = intake.pages([tmp_path / "x/one/a.txt", tmp_path / "x/two/a.txt", tmp_path / "x/two/b.txt"])
    assert [page.file for page in found if isinstance(page, Page)] == ["one/a.txt", "two/a.txt", "b.txt"]


@pytest.mark.parametrize("name", ["-page.txt", "two\nlines.txt", "esc\x1b[31m.txt", "x" * 250 + ".txt"])
def test_odd_names(tmp_path: Path, name: str) -> None:
    """A file of any name is read; what steers a terminal is shown escaped."""
    (tmp_path / name).write_text(STORY)
    page = next(intake.pages([tmp_path / name]))
    assert isinstance(page, Page)
    assert page.file.isprintable()


def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    """A name of bytes that are no UTF-8 is read and shown escaped."""
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as file:
        file.write(STORY.encode())
    page = next(intake.pages([os.fsdecode(path)]))
    assert isinstance(page, Page)
    assert page.file.encode()


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """'-' is the page on standard input."""
    import io
    import types

    monkeypatch.setattr("sys.stdin", types.SimpleNamespace(buffer=io.BytesIO(STORY.encode())))
    page = next(intake.pages(["-"]))
    assert isinstance(page, Page)
    assert intake.extract(page).title == "Bridge over the Aller to close for repairs"
