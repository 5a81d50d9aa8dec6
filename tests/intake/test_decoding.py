"""Bytes to text: what the page says of itself is checked against what its bytes are."""

from __future__ import annotations

import codecs

import pytest

from secondsource import intake
from secondsource.intake import decoding
from secondsource.model import Page

WORDS = "“We saw the café’s owner leave,” said Zoë Müller, who lives near the harbour."
LONG = "\n\n".join(
    ["Café owner leaves the harbour", *(f"{WORDS} It was the {n} of May, and nobody else was there to see it." for n in range(3, 9))]
)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (LONG.encode(), "utf-8"),
        (codecs.BOM_UTF8 + LONG.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + LONG.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + LONG.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + LONG.encode("utf-32-le"), "utf-32-le"),
        (LONG.encode("utf-16-le"), "utf-16-le"),
        (LONG.encode("cp1252"), "cp1252"),
        (b'<meta charset="windows-1252"><p>' + LONG.encode("cp1252"), "cp1252"),
        (b'<meta charset="iso-8859-1"><p>' + LONG.encode("cp1252"), "cp1252"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><p>' + LONG.encode("cp1252"), "cp1252"),
        (b'<meta charset="utf-16"><p>' + LONG.encode(), "utf-8"),
        (codecs.BOM_UTF8 + b'<meta charset="windows-1251"><p>' + LONG.encode(), "utf-8"),
        (b'<meta charset="rot13"><p>' + LONG.encode(), "utf-8"),
    ],
)
def test_encodings(body: bytes, encoding: str) -> None:
    """A byte order mark counts first, then the declaration, then what fits the bytes; the words come out whole."""
    found = decoding.decode(body)
    assert found.encoding == encoding
    assert WORDS in found.text


def test_gb18030() -> None:
    """A Chinese page declared gb2312 is read as the wider set that browsers use."""
    found = decoding.decode('<meta charset="gb2312"><p>市长在星期二说，旧桥将于五月关闭。㐀</p>'.encode("gb18030"))
    assert "旧桥将于五月关闭。㐀" in found.text


def test_declared_utf8_but_is_not() -> None:
    """Windows-1252 bytes under a utf-8 label are read as windows-1252, and the page's reader is told."""
    found = decoding.decode(b'<meta charset="utf-8"><p>' + LONG.encode("cp1252"))
    assert found.notes == ("declared utf-8, read as windows-1252",)


def test_a_few_bad_bytes() -> None:
    """Good UTF-8 with a few bad bytes stays UTF-8: the bad places are shown and counted."""
    found = decoding.decode(LONG.encode() + b" \xff and \xfe.")
    assert found.encoding == "utf-8"
    assert found.text.endswith("\ufffd and \ufffd.")
    assert "2 places are no valid UTF-8" in found.notes[0]


def test_utf7_is_never_honoured() -> None:
    """A page declared UTF-7 is read as ASCII: the label has been used to smuggle scripts."""
    found = decoding.decode(b'<meta charset="utf-7"><p>+ADw-script+AD4-alert(1)+ADw-/script+AD4-</p>')
    assert "<script>" not in found.text
    assert "UTF-7" in found.notes[0]


def test_nul_keeps_both_sides() -> None:
    """Words on both sides of a NUL are kept, in plain text and in HTML."""
    body = LONG.replace("nobody else", "nobody\0 else")
    for page in (Page("a.txt", body.encode()), Page("a.html", f"<html><body><h1>Café</h1><p>{body}</p></body></html>".encode())):
        article = intake.extract(page)
        assert "nobody else was there" in article.text
        assert "\0" not in article.text
        assert any("NUL" in note for note in article.notes)


def test_mojibake_is_kept_and_noted() -> None:
    """Text garbled before it was saved is shown as it is, with a note; a quotation is never repaired."""
    article = intake.extract(Page("a.txt", LONG.replace("“", "â€œ").encode()))
    assert "â€œWe saw" in article.text
    assert any("garbled" in note for note in article.notes)


def test_surrogates_in_references() -> None:
    """References to no character become U+FFFD, and the text can be written as UTF-8."""
    words = "".join(
        f"<p>The mayor, Ada&#xD800;&#0;&#x110000; Brandt, said on Tuesday that the bridge number {n} will close in May.</p>"
        for n in range(9)
    )
    article = intake.extract(Page("a.html", f"<html><h1>Bridges close</h1>{words}</html>".encode()))
    assert "Ada\ufffd\ufffd\ufffd Brandt" in article.text
    assert article.text.encode()


@pytest.mark.parametrize("name", ["Zoe\u0301", "A\u00a0da", "Bra\u00adndt", "Bra\u200bndt", "\u202eadA\u202c", "ﬁnn", "a😀b"])
def test_characters_stay_as_they_are(name: str) -> None:
    """Decomposed accents, no-break spaces, soft hyphens, bidi controls and ligatures are in the text as on the page."""
    words = "".join(f"<p>The mayor, {name} Brandt, said on Tuesday that the bridge number {n} will close in May.</p>" for n in range(9))
    article = intake.extract(Page("a.html", f"<html><h1>Bridges close</h1>{words}</html>".encode()))
    assert f"The mayor, {name} Brandt, said" in article.text
