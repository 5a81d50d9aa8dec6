"""Bytes to text, with a note wherever the page did not say the truth about itself."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from secondsource.errors import UnreadableInput
from secondsource.intake import names
from secondsource.model import Page
from secondsource.options import Options

# <meta charset="utf-8">, <meta http-equiv content="text/html; charset=windows-1251">, <?xml encoding='utf-8'?>
CHARSET = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?charset|\?xml\b[^>]{0,200}?encoding)\s{0,5}=\s{0,5}["']?\s{0,5}([A-Za-z0-9_:.-]{2,40})""", re.I
)
# Content-Type: text/html; charset=utf-8
MEDIA_CHARSET = re.compile(r"""charset\s{0,3}=\s{0,3}["']?([A-Za-z0-9_:.-]{2,40})""", re.I)
# the start of a tag that only HTML has; prose that mentions "<b>" once is not a page
HTML_MARK = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|title|article|div|p|h1|script|table|span|br)\b[^<>]{0,2000}>", re.I)

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What the first bytes of files that are no text look like.
MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive or Office document"),
    (b"\x7fELF", "a program (ELF)"),
    (b"MZ\x90", "a program (Windows)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x1f\x8b\x08", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"(\xb5/\xfd", "a Zstandard file"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"RIFF", "a sound, video or WebP file"),
    (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
    (b"II*\0", "a TIFF picture"),
    (b"{\\rtf", "an RTF document"),
)
# Labels that the web reads as a wider set (WHATWG Encoding), and the one that must never be honoured.
WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "latin-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "iso8859-9": "cp1254"}
NEVER = frozenset(("utf-7", "utf7", "unicode-1-1-utf-7"))
CONTROLS = bytes(code for code in range(32) if code not in (0, 8, 9, 10, 12, 13, 27))
BINARY_SHARE = 0.02  # more control characters than this, and the bytes are no text
MOJIBAKE = ("â€œ", "â€™", "â€“", "Ã©", "Ã¨", "Ã¼", "Â ")


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    html: bool
    encoding: str
    notes: tuple[str, ...] = ()


def not_text(body: bytes) -> str | None:
    """What the bytes are, where they are plainly no text: 'a PDF file'. The file's name plays no part."""
    for magic, name in MAGIC:
        if body.startswith(magic):
            return name
    if body[4:8] == b"ftyp":
        return "a video or HEIC file"
    if any(body.startswith(bom) for bom, _ in BOMS) or wide(body):
        return None
    sample = body[: 1 << 16]
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    if controls > BINARY_SHARE * len(sample) + 2 or sample.count(0) > 0.3 * len(sample):
        return "binary data"
    return None


def decode(body: bytes, media_type: str | None = None) -> Decoded:
    """The text of a page by its byte order mark, its declaration, or what fits, in that order."""
    notes: list[str] = []
    declared = label(body, media_type)
    for bom, marked in BOMS:
        if body.startswith(bom):
            if declared and codec(declared) not in (marked, marked[:6], None):
                notes.append(f"declared {declared}, read as {marked.upper()} by its byte order mark")
            return finish(body[len(bom) :].decode(marked, "replace"), marked, notes)
    if wider := wide(body):
        return finish(body.decode(wider, "replace"), wider, [f"no byte order mark, read as {wider.upper()}"])
    if declared and declared.lower() in NEVER:
        notes.append("declared UTF-7, which is never read as such: read as ASCII")
        return finish(body.decode("ascii", "replace"), "ascii", notes)
    name = codec(declared) if declared else None
    if declared and not name:
        notes.append(f"declared {declared}, which is no known encoding")
    if name and name.startswith(("utf-16", "utf-32")):
        name = "utf-8"  # a declaration that ASCII could read is not in UTF-16
    text, used = attempt(body, name or "utf-8")
    if name is None and used != "utf-8":
        notes.append("no encoding declared" if not declared else "")
    if used == "utf-8" and "\ufffd" in text and b"\xef\xbf\xbd" not in body:
        notes.append(f"{text.count(chr(0xFFFD))} places are no valid UTF-8, shown as \ufffd")
    elif used != (name or "utf-8"):
        notes.append(f"declared {declared}, read as {SHOWN.get(used, used)}" if declared else f"read as {SHOWN.get(used, used)}")
    return finish(text, used, [n for n in notes if n])


SHOWN = {"cp1252": "windows-1252"}


def label(body: bytes, media_type: str | None) -> str | None:
    """The encoding that the sender or the page's first 4 KB declare."""
    if media_type and (match := MEDIA_CHARSET.search(media_type)):
        return match[1]
    found = CHARSET.search(body[:4096])
    return found[1].decode("ascii") if found else None


def codec(label: str) -> str | None:
    """Python's name for a text encoding; None for what is unknown or no encoding of text."""
    try:
        info = codecs.lookup(label)
        "".encode(info.name)
    except (LookupError, UnicodeError, ValueError):
        return None
    name = info.name
    if name in ("utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "unicode-escape", "raw-unicode-escape"):
        return None
    return WIDER.get(name, name)


def wide(body: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: every other byte of Western text is zero."""
    head = body[:400]
    if len(head) < 16 or head.count(0) < len(head) // 3:
        return None
    if head[1::2].count(0) > 0.9 * len(head[1::2]) and head[0::2].count(0) < 0.1 * len(head):
        return "utf-16-le"
    if head[0::2].count(0) > 0.9 * len(head[0::2]) and head[1::2].count(0) < 0.1 * len(head):
        return "utf-16-be"
    return None


def attempt(body: bytes, name: str) -> tuple[str, str]:
    """The text and the encoding that gave it.

    Bytes that are not what they say: mostly good UTF-8 keeps its few bad places as U+FFFD, else windows-1252 fits
    every byte of Western text.
    """
    try:
        return body.decode(name), name
    except UnicodeDecodeError:
        pass
    if name != "utf-8":
        try:
            return body.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            if name != "cp1252":
                return body.decode(name, "replace"), name
    else:
        lossy = body.decode("utf-8", "replace")
        bad = lossy.count("\ufffd")
        good = sum(char > "\x7f" for char in lossy) - bad
        if good > bad:
            return lossy, "utf-8"
    return windows_1252(body), "cp1252"


def windows_1252(body: bytes) -> str:
    """Its five unused bytes become the control characters of that number, as in browsers."""
    text = body.decode("cp1252", "surrogateescape")
    return text.translate({0xDC00 + code: code for code in (0x81, 0x8D, 0x8F, 0x90, 0x9D)})


def finish(text: str, encoding: str, notes: list[str]) -> Decoded:
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        notes.append(f"{text.count(chr(0))} NUL characters left out")
    rest = names.beyond_ascii(text)
    if any(mark[0] in rest and mark in text for mark in MOJIBAKE):
        notes.append("some characters were garbled before this page was saved ('â€œ'); they are shown as they are")
    notes += names.odd(text, rest)
    return Decoded(text, is_html(text), encoding, tuple(notes))


def is_html(text: str) -> bool:
    """A doctype or <html> near the start, or several tags: by content, never by the file's name."""
    head = text[:2000].lstrip().lower()
    if head.startswith(("<!doctype html", "<html", "<head", "<body")) or "<html" in head[:1000]:
        return True
    tags = HTML_MARK.findall(text[:200_000])
    return len(tags) >= 3 or (bool(tags) and head.startswith("<"))


def checked(page: Page, options: Options) -> Decoded:
    """The page's text; raises ``UnreadableInput`` for what is empty, too large or no text."""
    if not page.body.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise UnreadableInput(page.file, "empty", "there is nothing in it", "Save the page again")
    if len(page.body) > options.page_bytes:
        why = f"{len(page.body) / 2**20:,.1f} MB is more than the {options.page_bytes / 2**20:,.0f} MB limit for a page"
        raise UnreadableInput(page.file, "too-large", why, "Cut the file; from Python, Options(page_bytes=…) allows more")
    if what := not_text(page.body):
        raise UnreadableInput(page.file, "not-text", f"it is {what}", "Give the page as HTML or plain text")
    return decode(page.body, page.media_type)
