"""Archives: whole records are always kept, and what is cut, corrupt or too large is said with its place."""

from __future__ import annotations

import gzip
import random
import re
import resource
from pathlib import Path

import pytest

from secondsource.intake import warc
from secondsource.model import Page
from secondsource.options import Options

HOW_MANY = 50


def record(n: int, body: bytes = b"", kind: str = "response", headers: bytes = b"", address: str = "https://press.example/") -> bytes:
    """One WARC record with an HTTP response in it."""
    noise = random.Random(n)
    body = body or f"<p>page {n} ".encode() + bytes(noise.randrange(97, 123) for _ in range(2000))
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + headers + b"\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{n}>\r\nWARC-Date: 2024-03-01T00:00:00Z\r\n"
        f"WARC-Target-URI: {address}{n}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


RECORDS = [record(n) for n in range(HOW_MANY)]
PLAIN = b"".join(RECORDS)
PACKED = b"".join(gzip.compress(r, mtime=0) for r in RECORDS)


def read(tmp_path: Path, data: bytes, name: str = "x.warc") -> tuple[list[Page], list[tuple[str, str]]]:
    """The pages, and the reasons for what is not among them."""
    (tmp_path / name).write_bytes(data)
    found = list(warc.pages(tmp_path / name, name, Options(page_bytes=2**20)))
    return [f for f in found if isinstance(f, Page)], [(f.reason, f.why) for f in found if not isinstance(f, Page)]


def spoil(data: bytes, at: int, length: int = 60) -> bytes:
    noise = random.Random(at)
    return data[:at] + bytes(noise.randrange(256) for _ in range(length)) + data[at + length :]


@pytest.mark.parametrize("data", [PLAIN, PACKED, gzip.compress(PLAIN, mtime=0)], ids=["plain", "a member a record", "one member"])
def test_every_record_is_a_page(tmp_path: Path, data: bytes) -> None:
    """Plain, compressed record by record, or compressed as a whole: each response is a page with its address and time."""
    pages, faults = read(tmp_path, data)

    assert faults == []
    assert [p.url for p in pages] == [f"https://press.example/{n}" for n in range(HOW_MANY)]
    assert len({p.file for p in pages}) == HOW_MANY
    assert pages[0].fetched is not None
    assert pages[0].fetched.year == 2024
    assert pages[3].body.startswith(b"<p>page 3 ")


def test_cut_archive_says_where(tmp_path: Path) -> None:
    """A compressed archive cut in the middle keeps all whole records and says at which byte it ends inside one."""
    pages, faults = read(tmp_path, PACKED[: len(PACKED) * 6 // 10])

    assert len(pages) == 30
    assert [reason for reason, _ in faults] == ["truncated"]
    assert re.search(r"byte [\d,]+", faults[0][1])


def test_cut_in_the_headers_is_said(tmp_path: Path) -> None:
    """An archive cut in the headers of a record keeps the records before it."""
    pages, faults = read(tmp_path, b"".join(RECORDS[:5]) + RECORDS[5][:40])

    assert len(pages) == 5
    assert len(faults) == 1


@pytest.mark.parametrize("data", [PLAIN, PACKED], ids=["plain", "packed"])
@pytest.mark.parametrize("share", [0.1, 0.35, 0.5, 0.77])
def test_bad_bytes_cost_the_records_they_touch(tmp_path: Path, data: bytes, share: float) -> None:
    """Sixty random bytes cost the one or two records they fall into; all others are read."""
    pages, faults = read(tmp_path, spoil(data, int(len(data) * share)))

    assert len(pages) >= HOW_MANY - 2
    assert len(pages) == HOW_MANY or faults or any(b"page" in p.body for p in pages)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("length", [b"10", b"100000", b"-5", b"many", b"99999999999999"])
def test_wrong_length_costs_one_record(tmp_path: Path, length: bytes, packed: bool) -> None:
    """A length that is too short, too long, negative, no number or enormous costs that record only."""
    wrong = [*RECORDS[:20], re.sub(rb"Content-Length: \d+", b"Content-Length: " + length, RECORDS[20]), *RECORDS[21:]]
    pages, faults = read(tmp_path, b"".join(gzip.compress(r) if packed else r for r in wrong))

    assert len(pages) == HOW_MANY - 1
    assert len(faults) == 1


def test_bombs_are_refused_in_little_memory(tmp_path: Path) -> None:
    """A record that expands a thousandfold, once or twice over, is refused, and the records beside it are read."""
    small = gzip.compress(b"\0" * (64 << 20), 9)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    twice = record(7, small, headers=b"Content-Encoding: gzip\r\n")
    pages, faults = read(tmp_path, b"".join(gzip.compress(r) for r in (RECORDS[0], record(8, b"\0" * (64 << 20)), twice, RECORDS[1])))

    assert len(pages) == 2
    assert [reason for reason, _ in faults] == ["too-large", "too-large"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024


def test_what_is_no_page_is_counted(tmp_path: Path) -> None:
    """Requests, revisits, repeated record ids and failed responses are no pages; they are counted and no fault."""
    missing = RECORDS[2].replace(b"200 OK", b"404 No")
    others = (record(61, kind="request"), record(62, kind="revisit"), RECORDS[0], missing)
    pages, faults = read(tmp_path, b"".join((RECORDS[0], *others, RECORDS[1])))

    assert len(pages) == 2
    assert [reason for reason, _ in faults] == ["skipped"]
    assert all(part in faults[0][1] for part in ("1 request", "1 revisit", "status 404", "id that came before"))


@pytest.mark.parametrize(
    "address",
    ["../../etc/x", "C:\\x", "file:///etc/passwd", "javascript:alert(1)", "https://a.example/" + "x" * 9000, "https://a.example/\x1b]0;"],
)
def test_addresses_are_never_trusted(tmp_path: Path, address: str) -> None:
    """An address that is not one of the web is dropped; a long or odd one is cut and shown without control characters."""
    pages, _ = read(tmp_path, record(1, address=address))

    assert len(pages) == 1
    url = pages[0].url
    assert url is None or (url.startswith("https://") and len(url) <= 2_000 and url.isprintable())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"5\r\n<p>hi\r\n6\r\n there\r\n0\r\n\r\n", b"<p>hi there"),
        (b"5;a=b\r\n<p>hi\r\n0\r\n\r\n", b"<p>hi"),
        (b"5\r\n<p>hi\r\nzz\r\nlost", b"<p>hi"),
        (b"5\r\n<p>hi\r\nff\r\ncut", b"<p>hi"),
        (b"<p>not chunked at all", b"<p>not chunked at all"),
    ],
)
def test_chunked_bodies_are_joined(tmp_path: Path, body: bytes, expected: bytes) -> None:
    """A chunked body is joined as far as its chunks are whole."""
    pages, _ = read(tmp_path, record(1, body, headers=b"Transfer-Encoding: chunked\r\n"))

    assert [p.body for p in pages] == [expected]
