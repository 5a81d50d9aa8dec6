"""What the fuzzer feeds, and what must hold of any bytes: seven targets, each a function of bytes that fails by an AssertionError.

Of every target: no error but the declared ones, every place it gives lies in the text and says what it should, no text is
lost, and the time grows no faster than the input. The first byte of an input chooses how the rest is taken: as it stands, or
each byte as one of the target's own pieces (words, marks, tags), which reaches deep into a grammar at once.
"""

from __future__ import annotations

import gzip
import html
import io
import re
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar

from tests.fuzz.words import JSON, LINES, MARKS, TAGS, TIMES, WORDS, XML

import promises
from makers import article as made
from secondsource import intake
from secondsource.errors import UnreadableInput
from secondsource.intake import blocks, clutter, decoding, feeds, markup, metadata, plain, stamps, warc
from secondsource.model import Page
from secondsource.options import Options
from secondsource.reading.dates import resolve
from secondsource.reading.quotes import CLOSING, OPENING, find_quotes

T = TypeVar("T")
SMALL = Options(page_bytes=1 << 20)
OFTEN, SELDOM = 16, 64  #: of so many inputs one goes through the costlier checks


def pieces(data: bytes, parts: Sequence[str], joint: str = "") -> str:
    """The text that the bytes stand for: as UTF-8 where the first is even, else each byte one of the parts."""
    if not data or data[0] % 2 == 0:
        return data[1:].decode("utf-8", "replace")
    return joint.join(parts[byte % len(parts)] for byte in data[1:])


def bare(text: str) -> str:
    """The characters that are neither white space nor NUL: those that may not be lost."""
    return "".join(text.replace("\0", "").split())


def refused(run: Callable[[], T]) -> tuple[str, T | None]:
    """The reason for which an input is refused, or what there is of it."""
    try:
        return "", run()
    except UnreadableInput as error:
        return error.reason, None


def chosen(data: bytes, share: int) -> bool:
    return zlib.crc32(data) % share == 0


# ---- decoding ------------------------------------------------------------------------------------------------------

CODECS = ("utf-8", "windows-1252", "iso-8859-1", "utf-16", "shift_jis", "gb18030", "koi8-r", "utf-7", "hex", "x-unknown", "utf-8-sig")


def decode(data: bytes) -> None:
    """Any bytes are text that can be written, or are refused; text in a declared encoding comes back as it was."""
    how, body = (data[0], data[1:]) if data else (0, b"")
    name = CODECS[how % len(CODECS)]
    media = f"text/html; charset={name}" if how & 64 else None
    reason, found = refused(lambda: decoding.checked(Page("x.html", body, media_type=media), SMALL))
    assert reason in ("", "empty", "too-large", "not-text")
    found = found or decoding.decode(body, media)
    found.text.encode("utf-8")
    assert all(note.isprintable() for note in found.notes), found.notes
    words = body.decode("utf-8", "replace").replace("\0", "")
    if name in ("hex", "x-unknown", "utf-7", "utf-8-sig", "utf-16") or len(words) < 16:
        return
    given = "".join(c for c in words if can(c, name))
    again = decoding.decode(b"<p>" + given.encode(name), f"text/html; charset={name}")
    wide = any(ord(c) > 127 for c in given)
    assert again.text == "<p>" + given or (wide and again.notes) or C1.search(given), (name, again)


C1 = re.compile("[\x80-\x9f\ufffd]")  #: control characters that windows-1252 has no byte for, or reads as letters


def can(char: str, name: str) -> bool:
    try:
        return char.encode(name).decode(name) == char
    except UnicodeError:
        return False


# ---- the way back to the page --------------------------------------------------------------------------------------

HEAD = "<html><body><article><h1>Harbour shut</h1>"
TOLD = "<p>The harbour of Port Ellery was shut on Tuesday after pilots found cracks in the pier, the port authority said.</p>" * 3


def offsets(data: bytes) -> None:
    """Every line is made of runs of the page, in order; what lies between is white space, markup and references. No text is lost."""
    text = pieces(data, [*WORDS, *TAGS])
    for sheet in (markup.tokenize(text), plain.read(text)):
        check_lines(sheet)
    assert bare("".join(line.text for line in plain.read(text).lines)) == bare(text)
    if "<" not in text:
        assert bare("".join(line.text for line in markup.tokenize(text).lines)) == bare(html.unescape(text).replace("\0", ""))
    elif data[0] % 2:
        shown = "".join(part for byte in data[1:] if (part := [*WORDS, *TAGS][byte % (len(WORDS) + len(TAGS))]) not in TAGS)
        assert bare("".join(line.text for line in markup.tokenize(text).lines)) == bare(html.unescape(shown))
    if chosen(data, OFTEN) and len(data) < LENGTH:
        page = Page("x.html", f"{HEAD}{TOLD}{text}{TOLD}".encode())
        reason, article = refused(lambda: intake.extract(page, SMALL))
        assert reason in ("", "no-text", "not-text")
        if article:
            promises.check_article(page, article)


def check_lines(sheet: markup.Sheet) -> None:
    last = 0
    for line in sheet.lines:
        assert line.text == line.text.strip() != ""
        at = 0
        for start, there, length in line.runs:
            assert length > 0
            assert at <= start <= start + length <= len(line.text)
            assert last <= there <= there + length <= len(sheet.page)
            assert line.text[start : start + length] == sheet.page[there : there + length]
            between, gap = line.text[at:start], sheet.page[last:there]
            if at and "<" not in gap:
                assert bare(between) == (bare(html.unescape(gap)) if sheet.html else ""), (between, gap)
            at, last = start + length, there + length


# ---- lines of clutter ----------------------------------------------------------------------------------------------


def lines(data: bytes) -> None:
    """Each line of a text is kept as a block or left out with a reason, and none twice; dates found in it stand in it."""
    text = pieces(data[:400], LINES)
    for line in text.split("\n"):
        why = clutter.clutter(line)
        assert why is None or why
        assert all(word in line for word in clutter.words(line))
        for ask in (clutter.is_date_line, clutter.is_byline, clutter.is_caption, clutter.is_credit, clutter.is_sentence):
            assert ask(line) == ask(line)
        found = list(stamps.find(line))
        assert all(0 <= start < end <= len(line) for start, end, _ in found)
        assert all(a[1] <= b[0] for a, b in pairwise(found))
        assert all(stamp.interval.first and stamp.interval.last for _, _, stamp in found)
        stamps.parse(line)
    sheet = plain.read(text)
    draft = blocks.compose(sheet, metadata.read(sheet))
    kept = sum(len(bare(piece.text)) for piece in draft.pieces if piece.line >= 0)
    out = sum(len(bare(part.text)) for part in draft.left_out)
    assert kept + out == sum(len(bare(line.text)) for line in sheet.lines)
    assert all(part.why for part in draft.left_out)


# ---- dates ---------------------------------------------------------------------------------------------------------

FIRST = date(1, 1, 1)


def dates(data: bytes) -> None:
    """Any words and any day of the report: places in the text and in order, intervals that run forwards."""
    number = int.from_bytes(data[1:4], "big")
    day = FIRST + timedelta(days=number % (date.max - FIRST).days) if data[:1] > b"\x20" else None
    text = pieces(data[:1] + data[4:], TIMES, " ")
    found = resolve(text, day)
    assert all(0 <= t.span.start < t.span.end <= len(text) for t in found)
    assert all(text[t.span.start : t.span.end].strip() for t in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(t.interval.first <= t.interval.last for t in found if t.interval and t.interval.first and t.interval.last)
    assert all(t.value and t.rule for t in found)


# ---- quotations ----------------------------------------------------------------------------------------------------


def quotations(data: bytes) -> None:
    """Quotations do not overlap, begin at a mark that can open (or are a transcript's turn), and hold words; their groups count up."""
    text = pieces(data, MARKS)
    given = made(*[part.strip() for part in text.split("\n\n") if part.strip()])  # as intake makes blocks
    found = find_quotes(SimpleNamespace(article=given, read_to=None))  # type: ignore[arg-type]
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(a.group <= b.group for a, b in pairwise(q for q in found if q.span != q.inner))  # a turn's number comes after all others
    for quote in found:
        words = given[quote.inner]
        assert words == words.strip() != ""
        if quote.span != quote.inner:  # but for a turn of a transcript, which has no marks
            assert quote.span.start < quote.inner.start < quote.inner.end <= quote.span.end
            assert given.text[quote.span.start] in OPENING + "\"'‘`" + CLOSING
        block = next(b for b in given.blocks if b.span.start <= quote.span.start < b.span.end)
        assert quote.span.end <= block.span.end


# ---- archives ------------------------------------------------------------------------------------------------------


def record(number: int, body: bytes, length: bytes | None = None, http: bytes = b"") -> bytes:
    """A WARC response."""
    content = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + http + b"\r\n" + body
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%d>\r\nWARC-Target-URI: http://a.example/%d\r\n" % (
        number,
        number,
    )
    kind = b"WARC-Date: 2024-03-14T08:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
    return head + kind + b"Content-Length: " + (length or b"%d" % len(content)) + b"\r\n\r\n" + content + b"\r\n\r\n"


GOOD = (record(1, b"<p>first"), record(2, b"<p>last"))


def archives(data: bytes) -> None:
    """Between two good records any bytes cost themselves only; what is not had is said, and places lie in the file."""
    how, junk = (data[0], data[1:]) if data else (0, b"")
    whole = b"".join((GOOD[0], junk, b"\r\n", GOOD[1]))
    if how & 1:
        whole = gzip.compress(GOOD[0], 1, mtime=0) + junk + gzip.compress(GOOD[1], 1, mtime=0)
    elif how & 2:
        whole = gzip.compress(whole, 1, mtime=0)
    records = list(warc.records(io.BytesIO(whole), SMALL))
    assert all(0 <= r.offset <= len(whole) for r in records)
    assert all(a.offset <= b.offset for a, b in pairwise(records))
    assert all(bool(r.data) != bool(r.reason and r.why) for r in records)
    had = b"".join(r.data for r in records)
    assert GOOD[0].rstrip() in had
    faults = [r for r in records if r.reason]
    assert GOOD[1].rstrip() in had or (how & 1 and faults)
    if not how & 3:
        assert len(had) + 4 * len(records) + len(junk) + 8 >= len(whole)  # only the bytes between may be lost
    if chosen(data, OFTEN) and len(data) < LENGTH:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "x.warc"
            file.write_bytes(whole)
            found = list(warc.pages(file, "x.warc", SMALL))
        assert any(isinstance(page, Page) and page.body == b"<p>first" for page in found)
        assert all(page.reason and page.why for page in found if isinstance(page, UnreadableInput))
        assert all(page.url is None or page.url.isprintable() for page in found if isinstance(page, Page))


# ---- feeds ---------------------------------------------------------------------------------------------------------


def news(data: bytes) -> None:
    """Any bytes are a feed, whose items lead to the web, or are refused as none."""
    parts = JSON if data[:1] and data[0] & 2 else XML
    body = pieces(data, parts).encode() if data and data[0] % 2 else data[1:]
    if parts is XML and data and data[0] & 4:
        body = b"<rss version='2.0'><channel>" + body
    reason, feed = refused(lambda: feeds.parse(body, "https://quay.example/feed"))
    assert reason in ("", "not-a-feed", "entities")
    if not feed:
        return
    assert all(feeds.WEB.match(item.url) for item in feed.items)
    assert len({item.url for item in feed.items}) == len(feed.items) <= feeds.MOST_ITEMS
    assert all(words.isprintable() for words in feed.refused)
    assert isinstance(feed.title, str)
    assert feed.left >= 0


# ---- all of them ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Target:
    """A function of bytes, inputs to begin with, and words that the fuzzer may use."""

    check: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    words: Sequence[str] = ()


def text_seeds(*texts: str) -> tuple[bytes, ...]:
    return tuple(b"\0" + text.encode() for text in texts) + tuple(bytes([1, *range(at, at + 24)]) for at in range(0, 72, 12))


TARGETS = {
    "decoding": Target(
        decode,
        tuple(bytes([n]) + b"<meta charset=%s><p>" % name.encode() + "Zoë said “no”".encode() for n, name in enumerate(CODECS))
        + tuple(bytes([n | 64]) + "Zoë’s “no” to all of that".encode("cp1252") for n in range(len(CODECS)))
        + tuple(b"\0" + "Harbour shut, said Zoë".encode(name) for name in ("utf-16", "utf-16-le", "utf-32", "gb18030")),
        ("charset=", "<?xml encoding=", "\ufeff", "â€œ", "<html", "%PDF-"),
    ),
    "offset map": Target(
        offsets,
        text_seeds(
            "<p>Not <b>every</b> word&nbsp;counts.</p>", "a\r\n\r\nb  c\0d", "<script>x</script><title>t</title><!-- open", "<p a='>'>b"
        ),
        [*WORDS, *TAGS, "<script>", "</script>", "<template>", "<title>", "<!--", "-->", "<![CDATA[", "<svg>", "<head>", "<body>", "&#x"],
    ),
    "clutter lines": Target(
        lines,
        text_seeds("By Ada Brandt\nPosted: Mar. 14, 2024 10:31 AM\n\nThe pier was shut, the port said.\n\nShare", "Photo: A. B."),
        LINES,
    ),
    "date grammar": Target(dates, text_seeds("   He said so last August, two weeks ago and on 3 March 2011.", "abc20th century"), TIMES),
    "quotation pairing": Target(
        quotations, text_seeds("“Never,” he said, “not once.”\n\n“Not ‘ever’ again,’ she said.", "``It's the officers' ’90s''"), MARKS
    ),
    "WARC reader": Target(
        archives,
        (
            *(bytes([how]) + record(3, b"<p>middle", length) for how in range(3) for length in (None, b"5", b"99999", b"-1")),
            *(bytes([how]) + gzip.compress(record(4, b"x"), mtime=0) for how in (0, 1)),
            b"\0" + record(5, b"5\r\nhello\r\n0\r\n\r\n", http=b"Transfer-Encoding: chunked\r\n"),
            b"\0" + record(6, gzip.compress(b"hello", mtime=0), http=b"Content-Encoding: gzip\r\n"),
        ),
        (
            "WARC/1.0\r\n",
            "\r\n\r\n",
            "Content-Length: ",
            "WARC-Type: revisit\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Content-Encoding: deflate\r\n",
        ),
    ),
    "feed readers": Target(
        news,
        (
            b"\0<?xml version='1.0'?><rss version='2.0'><channel><item><title>a</title><link>/b</link></item></channel></rss>",
            b"\0<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://a.example/'/><source><title>b</title></source></entry></feed>",
            b'\0{"version": "1", "items": [{"url": "https://a.example", "title": "b"}, {"external_url": "//["}]}',
            *(bytes([how, *range(at, at + 30)]) for how in (1, 3, 5, 7) for at in (0, 20)),
        ),
        [*XML, *JSON],
    ),
}


# ---- time ----------------------------------------------------------------------------------------------------------

FLOOR = 0.1  #: processor seconds that any input may take more
GROWTH = 2.5  #: twice the input takes no more than so many times as long
LENGTH = 1_500  #: bytes that an input is repeated to, and then to twice as many


def processor_seconds(check: Callable[[bytes], None], data: bytes) -> float:
    begun = time.process_time()
    check(data)
    return time.process_time() - begun


def linear(check: Callable[[bytes], None], data: bytes) -> None:
    """Repeated to twice as many bytes, an input takes at most two and a half times as long; the best of four tries counts."""
    if len(data) < 2:
        return
    body = data[1:] * (LENGTH // (len(data) - 1) + 1)
    for _ in range(4):
        once, twice = processor_seconds(check, data[:1] + body), processor_seconds(check, data[:1] + body * 2)
        if twice <= GROWTH * once + FLOOR:
            return
    raise AssertionError(f"{len(body):,} bytes took {once:.2f} seconds, twice as many {twice:.2f}")


def run(name: str, data: bytes) -> None:
    """One input of one target, with its time where the input is one of those chosen for it."""
    check = TARGETS[name].check
    check(data)
    if chosen(data, SELDOM):
        linear(check, data)
