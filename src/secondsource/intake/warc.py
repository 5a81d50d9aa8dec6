"""WARC and WARC.gz files to pages, streamed; whatever is cut or corrupt is said, and the records after it are kept.

The common readers stop without a word at a truncated end, and give a file up at its first bad record. So the records are
cut out of the stream here, each under a limit of size, and fastwarc parses one record at a time::

    file -> members (gzip, each with its offset) -> records (WARC headers and content) -> fastwarc -> Page

A gzip member that cannot be read is skipped by looking for the next one (1f 8b 08); a record whose length is wrong is
skipped by looking for the next line that begins with 'WARC/1.'.
"""

from __future__ import annotations

import io
import re
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from secondsource.errors import UnreadableInput
from secondsource.intake.names import printable
from secondsource.model import Page
from secondsource.options import Options

CHUNK = 1 << 16
HEAD = 64 * 1024  #: bytes; WARC headers longer than this are no headers
GZIP = b"\x1f\x8b\x08"
LONGEST_URL = 2_000  #: characters; the rest of a longer address is cut where it is shown

# "WARC/1.0" begins a record, at the start of a line.
RECORD = re.compile(rb"\n(WARC/1\.\d\r?\n)")
# A blank line ends the headers.
BLANK = re.compile(rb"\r?\n\r?\n")
# "1f4;name=value": the size of a chunk, with an extension that nobody reads.
CHUNK_HEAD = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")
# "Content-Length: 1234" among the headers.
LENGTH = re.compile(rb"^content-length:[ \t]*([^\r\n]*)", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of the decompressed stream; ``fault`` says that something before them was lost."""

    offset: int  #: in the file, of the gzip member or the bytes
    data: bytes
    fault: str = ""
    packed: bool = False  #: in a gzip member


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it stands in the stream, or the reason why it cannot be had."""

    offset: int
    data: bytes = b""
    reason: str = ""
    why: str = ""


def pages(path: Path, shown: str, options: Options) -> Iterator[Page | UnreadableInput]:
    """The pages of the file's responses, in order, each named ``shown#NUMBER`` by their place among the records.

    What cannot be read comes as the reason why; at the end one of reason 'skipped' counts the records that hold no page.
    """
    skipped: Counter[str] = Counter()
    seen: set[str] = set()
    with path.open("rb") as file:
        for number, record in enumerate(records(file, options), 1):
            name = f"{shown}#{number}"
            if record.reason:
                yield UnreadableInput(
                    name, record.reason, f"the record at byte {record.offset:,}: {record.why}", "The records after it are read"
                )
                continue
            yield from page(record, name, options, skipped, seen)
    if skipped:
        counted = ", ".join(f"{count} {what}" + ("s" if count > 1 else "") for what, count in sorted(skipped.items()))
        yield UnreadableInput(shown, "skipped", f"{counted}: no pages, passed over")


def page(record: Record, name: str, options: Options, skipped: Counter[str], seen: set[str]) -> Iterator[Page | UnreadableInput]:
    """The page in one record; nothing for requests, metadata, revisits and other kinds, which are counted."""
    from fastwarc.warc import ArchiveIterator

    try:
        parsed = next(iter(ArchiveIterator(io.BytesIO(record.data))), None)
    except Exception as error:  # fastwarc raises several kinds for headers that it cannot read
        yield UnreadableInput(name, "corrupt", f"the record at byte {record.offset:,} cannot be parsed: {error}")
        return
    kind = (parsed.headers.get("WARC-Type") or "").lower() if parsed else ""
    if kind in ("warcinfo", "request", "metadata", "revisit", "continuation"):
        skipped[f"{kind} record"] += 1
        return
    if parsed is None or kind not in ("response", "resource", "conversion"):
        yield UnreadableInput(name, "corrupt", f"the record at byte {record.offset:,} has headers that cannot be read")
        return
    if parsed.record_id in seen:
        skipped["record with an id that came before"] += 1
        return
    if parsed.record_id:
        seen.add(parsed.record_id)
    address = (parsed.headers.get("WARC-Target-URI") or "").strip("<> ")
    try:
        body = payload(parsed, options)
    except UnreadableInput as error:
        yield UnreadableInput(name, error.reason, f"the record at byte {record.offset:,}: {error.why}")
        return
    status = parsed.http_headers.status_code if parsed.http_headers else 200
    if status and not 200 <= status < 300:
        skipped[f"response with status {status}"] += 1
        return
    yield Page(name, body, url=web_address(address), media_type=parsed.http_content_type, fetched=day_of(parsed))


def payload(record: Any, options: Options) -> bytes:
    """The record's body as text bytes: chunks joined, compression undone, never more than the limit for a page."""
    body: bytes = record.reader.read(options.page_bytes + HEAD)
    headers = {k.lower(): v.lower() for k, v in record.http_headers.items()} if record.http_headers else {}
    if "chunked" in headers.get("transfer-encoding", ""):
        body = join_chunks(body)
    for coding in reversed([c.strip() for c in headers.get("content-encoding", "").split(",") if c.strip()]):
        body = inflate(body, coding, options.page_bytes)
    if len(body) > options.page_bytes:
        raise UnreadableInput("", "too-large", f"the page is over {options.page_bytes >> 20} MB")
    return body


def join_chunks(body: bytes) -> bytes:
    """The body of whole chunks; where a chunk is bad, what stands before it. A body that is not chunked is left as it is."""
    joined, at = bytearray(), 0
    while match := CHUNK_HEAD.match(body, at):
        size = int(match[1], 16)
        if size == 0 or match.end() + size > len(body):
            break
        joined += body[match.end() : match.end() + size]
        at = match.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1 if body[at : at + 1] == b"\n" else 0
    return bytes(joined) if at else body


def inflate(body: bytes, coding: str, limit: int) -> bytes:
    """Undo one content coding under the limit; a body that expands beyond it is refused before it fills the memory."""
    windows = {"gzip": 47, "x-gzip": 47, "deflate": 47}
    if coding in ("", "identity"):
        return body
    if coding not in windows:
        raise UnreadableInput("", "encoding", f"its content coding {coding!r} is not one that can be read")
    for bits in (windows[coding], -15):
        try:
            opened = zlib.decompressobj(bits)
            data = opened.decompress(body, limit + 1)
            break
        except zlib.error:
            continue
    else:
        return body  # the header is wrong: many archives store the body already opened
    if len(data) > limit:
        raise UnreadableInput("", "too-large", f"it expands beyond {limit >> 20} MB")
    return data


# ---- the stream ----------------------------------------------------------------------------------------------------


def records(file: BinaryIO, options: Options) -> Iterator[Record]:
    """Cut the stream into records. A record over the limit is passed over without being held in memory."""
    limit = options.page_bytes + HEAD
    pieces = members(file) if file.read(3) == GZIP else plain(file)
    file.seek(0)
    held = Held(pieces)
    while held.fill(1):
        if held.fault:
            reason = "truncated" if held.fault.startswith("the file ends") else "corrupt"
            yield Record(held.offset(), reason=reason, why=held.take_fault())
        if held.skip_blank():
            continue
        start, head = held.offset(), held.head()
        length = LENGTH.search(head) if head else None
        if not head or not length or not length[1].strip().isdigit():
            why = "its length is not a number" if head else "it does not begin as a record, or ends in its headers"
            yield Record(start, reason="corrupt", why=f"{why}; {held.resync():,} bytes were passed over")
            continue
        size = len(head) + int(length[1])
        if size > limit:
            passed = held.drop(size)
            why = f"it holds {int(length[1]):,} bytes, more than the {options.page_bytes >> 20} MB limit for a page"
            yield Record(start, reason="too-large", why=why) if passed == size else short(start, passed, size)
        elif held.fill(size) and held.ends_at(size):
            yield Record(start, held.take(size))
        else:
            yield short(start, held.resync(), size)
    if held.fault:
        yield Record(held.offset(), reason="truncated", why=held.take_fault())


def short(start: int, there: int, size: int) -> Record:
    """A record that is not as long as it says: the next begins elsewhere, or the file ends."""
    return Record(start, reason="truncated", why=f"it says {size:,} bytes, but the next record or the file's end comes after {there:,}")


class Held:
    """A window on the stream: the bytes not yet used, and where they stand in the file."""

    def __init__(self, pieces: Iterator[Piece]):
        self.pieces = pieces
        self.data = bytearray()
        self.used = 0  #: bytes of the stream before ``data``
        self.got = 0  #: bytes of the stream so far
        self.marks: list[tuple[int, int, bool]] = []  #: where in the stream a piece began, its offset, packed; never its bytes
        self.fault = ""

    def offset(self) -> int:
        """Where the held bytes begin in the file: exact in a plain file, else the gzip member they are in."""
        passed = bisect_right(self.marks, self.used, key=lambda mark: mark[0])
        del self.marks[: max(passed - 1, 0)]
        if not self.marks:
            return 0
        begin, offset, packed = self.marks[0]
        return offset + (0 if packed else self.used - begin)

    def fill(self, size: int) -> bool:
        """Have at least ``size`` bytes, unless the stream ends or a fault comes first."""
        while len(self.data) < size and not (self.fault and self.data):
            piece = next(self.pieces, None)
            if piece is None:
                return False
            self.fault = piece.fault or self.fault
            if not self.marks or (piece.packed and self.marks[-1][1] != piece.offset):  # plain bytes follow one another
                self.marks.append((self.got, piece.offset, piece.packed))
            self.got += len(piece.data)
            self.data += piece.data
        return len(self.data) >= size

    def take_fault(self) -> str:
        fault, self.fault = self.fault, ""
        return fault

    def take(self, size: int) -> bytes:
        taken = bytes(self.data[:size])
        del self.data[:size]
        self.used += len(taken)
        return taken

    def skip_blank(self) -> bool:
        """Pass over the line breaks between records."""
        return bool(self.take(len(self.data) - len(self.data.lstrip(b"\r\n"))))

    def head(self) -> bytes:
        """The WARC headers up to their blank line, if a record begins here."""
        self.fill(12)
        if not self.data.startswith(b"WARC/1."):
            return b""
        for size in (1024, 4096, HEAD):
            self.fill(size)
            if match := BLANK.search(self.data, 0, HEAD):
                return bytes(self.data[: match.end()])
        return b""

    def ends_at(self, size: int) -> bool:
        """Does the record of this size end as a record does: before two line breaks, the next record or the stream's end?"""
        self.fill(size + 16)
        after = bytes(self.data[size : size + 16])
        rest = after.lstrip(b"\r\n")
        return not rest or rest.startswith(b"WARC/1.") or after.startswith(b"\r\n\r\n")

    def resync(self) -> int:
        """Pass on to the next line that begins a record; how many bytes were lost."""
        return self.drop(None)

    def drop(self, size: int | None) -> int:
        """Pass over ``size`` bytes without holding them, or fewer where a record begins among them; how many."""
        passed = len(self.take(1))
        while size is None or passed < size:
            if not self.fill(17) and not self.data:
                return passed
            stop = len(self.data) if size is None else min(len(self.data), size - passed)
            if match := RECORD.search(self.data, 0, stop):
                return passed + len(self.take(match.start(1)))
            last = stop <= 16 or stop < len(self.data) or (size is not None and passed + stop == size)
            passed += len(self.take(stop if last else stop - 16))
        return passed


def plain(file: BinaryIO) -> Iterator[Piece]:
    """The bytes as they are."""
    at = 0
    while chunk := file.read(CHUNK):
        yield Piece(at, chunk)
        at += len(chunk)


def members(file: BinaryIO) -> Iterator[Piece]:
    """The decompressed bytes of gzip members, one after another; after a bad one, from the next that opens."""
    at = 0
    while True:
        file.seek(at)
        begin = find_member(file, at)
        if begin is None:
            return
        end, fault = yield from member(file, begin)
        if fault:
            yield Piece(begin, b"", fault, packed=True)
        at = end


def member(file: BinaryIO, begin: int) -> Generator[Piece, None, tuple[int, str]]:
    """Yield one member's bytes; returns where the next may begin, and what went wrong with this one."""
    file.seek(begin)
    opened, read = zlib.decompressobj(31), begin
    while chunk := file.read(CHUNK):
        read += len(chunk)
        while chunk:
            try:
                data = opened.decompress(chunk, 4 * CHUNK)
            except zlib.error:
                return begin + 1, f"the compressed data at byte {begin:,} are damaged"
            if data:
                yield Piece(begin, data, packed=True)
            if opened.eof:
                return read - len(opened.unused_data), ""
            chunk = opened.unconsumed_tail
    return read, f"the file ends inside the compressed member at byte {begin:,}"


def find_member(file: BinaryIO, at: int) -> int | None:
    """Where the next gzip member begins, from ``at`` on; None at the end of the file."""
    file.seek(at)
    base, tail = at, b""
    while chunk := file.read(CHUNK):
        window = tail + chunk
        found = window.find(GZIP)
        if found >= 0:
            return base - len(tail) + found
        tail = window[-2:]
        base += len(chunk)
    return None


# ---- facts of a record ---------------------------------------------------------------------------------------------


def web_address(address: str) -> str | None:
    """The address if it is one of the web; others are never used, nor made into paths."""
    return printable(address[:LONGEST_URL]) if re.match(r"https?://", address, re.I) else None


def day_of(record: Any) -> datetime | None:
    when: datetime | None = record.record_date
    return when
