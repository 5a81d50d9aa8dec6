"""Rows 1 to 31 of the hostile catalogue: files, bytes, encodings, HTML. Each bad input stands between two good pages."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from neighbours import as_other_user, between, html, opened, page, paragraphs
from secondsource.options import Options
from secondsource.stories import names
from secondsource.worker import Worker


def test_row_01_empty_file() -> None:
    """1: a file of no bytes has failed as empty."""
    assert between(page("x.html", b""))[0].reason == "empty"


def test_row_02_what_is_no_file(tmp_path: Path) -> None:
    """2: a pipe, a socket, a device, a broken link and a circle of links are refused and never block."""
    os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / "broken.html").symlink_to("nowhere")
    (tmp_path / "round.html").symlink_to("round.html")
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind(str(tmp_path / "plug.html"))
        for name in ("pipe.html", "broken.html", "round.html", "plug.html", "/dev/zero", "/dev/null"):
            state, _ = between(str(tmp_path / name))
            assert state.state == "failed", name
            assert state.reason in ("not-a-file", "missing", "empty"), name


def test_row_03_unreadable_file(tmp_path: Path) -> None:
    """3: a file that may not be read has failed for its permissions."""
    bad = tmp_path / "x.html"
    bad.write_text(html(paragraphs()))
    bad.chmod(0)
    opened(tmp_path)
    assert as_other_user(lambda: str(between(str(bad))[0].reason)) == "permission"


def test_row_04_file_that_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """4: a file that shrinks while it is read has failed as changed."""
    bad = tmp_path / "x.html"
    bad.write_text(html(paragraphs(50)))
    real = os.fstat

    def shrink(handle: int) -> os.stat_result:
        facts = real(handle)
        if os.path.samestat(facts, os.stat(bad)) and bad.stat().st_size > 100:
            os.truncate(bad, 100)
        return facts

    monkeypatch.setattr(os, "fstat", shrink)
    assert between(str(bad))[0].reason == "changed"


@pytest.mark.parametrize("name", [b"new\nline.html", b"esc\x1b[31m.html", b"x" * 250 + b".html", b"bad\xff\xfeutf8.html", b"-o.html"])
def test_row_05_odd_names(tmp_path: Path, name: bytes) -> None:
    """5: a file under any name is read, and its name is shown without control characters."""
    path = os.path.join(os.fsencode(tmp_path), name)
    with open(path, "wb") as file:
        file.write(html(paragraphs()).encode())
    state, article = between(os.fsdecode(path))

    assert state.state == "ok"
    assert article is not None
    assert state.file.isprintable()


KINDS = {
    "PDF": b"%PDF-1.7\n" + b"1 0 obj <</Type /Catalog>>\n" * 50,
    "JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 10,
    "PNG": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10,
    "ZIP": b"PK\x03\x04" + bytes(range(256)) * 10,
    "ELF": b"\x7fELF\x02\x01\x01" + bytes(200) + bytes(range(256)),
    "gzip": b"\x1f\x8b\x08\x00" + bytes(range(256)) * 4,
}


@pytest.mark.parametrize("kind", KINDS)
def test_row_06_other_kinds_of_file(kind: str) -> None:
    """6: a file that is no text is refused by what it holds, whatever its name."""
    assert between(page("x.html", KINDS[kind]))[0].reason == "not-text"


def test_row_07_same_bytes_twice(tmp_path: Path) -> None:
    """7: the same bytes under two names are one page and one duplicate, both names kept."""
    body = html(paragraphs())
    state, _ = between(page("x.html", body), page("y.html", body))

    assert (state.file, state.state) == ("y.html", "duplicate")
    assert state.why
    assert "x.html" in state.why


def test_row_08_very_large_page() -> None:
    """8: a page over the limit has failed as too large; the limit is a setting."""
    state, _ = between(page("x.html", b"<p>word " * 4000), options=Options(page_bytes=20_000))

    assert state.reason == "too-large"


@pytest.mark.parametrize("size", [2**31 + 1, 2**32 + 1])
def test_row_09_sparse_giants(tmp_path: Path, size: int) -> None:
    """9: files beyond 2 and 4 GiB are refused at once."""
    with (tmp_path / "x.html").open("wb") as file:
        file.truncate(size)
    begun = time.monotonic()

    assert between(str(tmp_path / "x.html"))[0].reason == "too-large"
    assert time.monotonic() - begun < 10


TEXT = "“It’s shut,” said Zoë Müller of Åre."


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1"])
def test_row_10_wrong_declaration(declared: str) -> None:
    """10: windows-1252 bytes under another declaration are read, and the article says so where it mattered."""
    body = html(paragraphs() + f"<p>{TEXT} The harbour master did not want to say more about it.</p>").replace(
        "charset=utf-8", f"charset={declared}"
    )
    state, article = between(page("x.html", body.encode("cp1252")))

    assert state.state == "ok"
    assert article
    assert TEXT in article.text
    assert declared == "iso-8859-1" or any("1252" in note for note in article.notes)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "utf-8-sig"])
def test_row_11_other_encodings(codec: str) -> None:
    """11: UTF-16, UTF-32, GB18030 and a byte order mark against the declaration are read, with the right offsets."""
    body = html(paragraphs() + f"<p>{TEXT} The harbour master did not want to say more about it.</p>")
    if codec in ("utf-16-le", "utf-16-be", "gb18030"):
        body = body.replace("charset=utf-8", f"charset={codec}")
    state, article = between(page("x.html", body.encode(codec)))

    assert state.state == "ok"
    assert article
    assert TEXT in article.text
    assert all(article[b.span] for b in article.blocks)


def test_row_12_utf7_is_never_read_as_utf7() -> None:
    """12: a page that calls itself UTF-7 is read as plain characters."""
    body = html(paragraphs() + "<p>+ADw-script+AD4-alert(1)+ADw-/script+AD4- is what the page says here, and more words.</p>")
    _, article = between(page("x.html", body.replace("charset=utf-8", "charset=utf-7")))

    assert article
    assert "<script>" not in article.text


def test_row_13_nul_bytes() -> None:
    """13: text on both sides of NUL bytes is kept."""
    _, article = between(
        page("x.html", html(paragraphs() + "<p>The first half of it\x00 and the second half of it\x00 and the rest of it.</p>"))
    )

    assert article
    assert all(words in article.text for words in ("first half", "second half", "rest of it"))


def test_row_14_impossible_characters() -> None:
    """14: lone surrogates and numbers beyond Unicode become replacement characters, and the records are valid UTF-8."""
    _, article = between(
        page("x.html", html(paragraphs() + "<p>One &#xD800; two &#0; three &#x110000; four, all of them in a paragraph.</p>"))
    )

    assert article
    article.text.encode("utf-8")
    assert all(word in article.text for word in ("One", "two", "three", "four"))


def kept(words: str) -> bool:
    """Do the words of a paragraph stay as the page has them?"""
    _, article = between(page("x.html", html(paragraphs() + f"<p>The harbour master, {words}, said that the pier was shut for good.</p>")))
    assert article
    return words in article.text


@pytest.mark.parametrize("words", ["Zoe\u0308 Mu\u0308ller", "\ufb01re o\ufb03ce", "\u1112\u1161\u11ab"])
def test_row_15_composed_and_decomposed(words: str) -> None:
    """15: decomposed accents, ligatures and jamo stay the page's own, and a name means the same person either way."""
    assert kept(words)
    assert names.same_person("Zoe\u0308 Brandt", "Zo\u00eb Brandt")


def test_row_16_astral_characters() -> None:
    """16: offsets are code points: what stands after an emoji is found where it is."""
    assert kept("a\U0001f600b")
    _, article = between(
        page("x.html", html(paragraphs() + f"<p>\U0001f600\U0001f600 {TEXT} The harbour master said no more than that.</p>"))
    )
    assert article
    at = article.text.index("“It’s")
    assert article[article.span(at, at + len(TEXT))] == TEXT


def test_row_17_direction_characters() -> None:
    """17: characters that turn the direction of text are kept in the text; showing them is the views' work."""
    _, article = between(page("x.html", html(paragraphs() + "<p>He said \u202eevil\u202c and then went home along the northern pier.</p>")))

    assert article
    assert "\u202eevil\u202c" in article.text
    assert any("turn the direction" in note for note in article.notes)


@pytest.mark.parametrize("words", ["so\u00adft hy\u00adphen", "no\u00a0break", "zero\u200bwidth"])
def test_row_18_unseen_characters(words: str) -> None:
    """18: soft hyphens, no-break spaces and zero-width spaces stay the page's own, and the name means the same person."""
    assert kept(words)
    assert names.same_person("Ada\u00a0Bra\u00adndt", "Ada Brandt")
    assert names.same_person("Ada Brandt", "A\u200bda Brandt")


def test_row_19_look_alike_letters() -> None:
    """19: a name with a Cyrillic letter in it is not the Latin name, and the article says that scripts are mixed."""
    assert names.outlet("D\u0430ily Quay") != names.outlet("Daily Quay")
    assert not names.same_person("\u0410da Brandt", "Ada Brandt")
    _, article = between(page("x.html", html(paragraphs() + "<p>The harbour master, \u0410da Brandt, said that the pier was shut.</p>")))
    assert article
    assert "\u0410da" in next(note for note in article.notes if "mixes scripts" in note)


def test_row_20_combining_marks() -> None:
    """20: five thousand marks on one letter cost no more time than other text."""
    begun = time.monotonic()
    _, article = between(
        page("x.html", html(paragraphs() + "<p>The letter a" + "\u0301" * 5000 + " is on the sign at the end of the pier.</p>"))
    )

    assert article
    assert time.monotonic() - begun < 10


def test_row_21_mojibake_is_kept() -> None:
    """21: text that was spoilt before it came here is kept as it is."""
    _, article = between(page("x.html", html(paragraphs() + "<p>He said â€œnothing more to addâ€\x9d and left the harbour office.</p>")))

    assert article
    assert "â€œnothing more" in article.text


@pytest.mark.parametrize("depth", [253, 254, 300, 2050])
def test_row_22_deep_nesting(depth: int) -> None:
    """22: text under very many nested elements is found, or the page is said to be cut: never an empty ok."""
    state, article = between(page("x.html", html(paragraphs(3) + "<div>" * depth + paragraphs() + "</div>" * depth)))

    assert state.state in ("ok", "partial", "failed")
    assert state.state != "ok" or (article and "inner basin" in article.text)


@pytest.fixture(scope="module")
def hurried() -> Iterator[Worker]:
    """A child with three seconds for a page."""
    worker = Worker(Options(intake_seconds=3.0, reading_seconds=0.5, reading_seconds_per_1000_words=0.0))
    yield worker
    worker.close()


def costs(worker: Worker, body: str) -> None:
    """A page that a parser chokes on ends in a state within its limit, and is named; the child after it reads a good page."""
    begun = time.monotonic()
    state = worker.run(page("x.html", html(paragraphs() + body))).input
    assert state.state in ("ok", "partial", "failed")
    assert state.state != "failed" or (state.file == "x.html" and state.reason in ("time", "memory", "no-text", "too-deep"))
    assert time.monotonic() - begun < 60
    assert worker.run(page("y.html", html(paragraphs()))).reading


def test_row_22_a_hundred_thousand_nested_elements(hurried: Worker) -> None:
    """22: the deepest page costs itself only."""
    costs(hurried, "<div>" * 100_000 + paragraphs())


@pytest.mark.parametrize("node", ["<p>{}</p>", '<p title="{}">x</p>'], ids=["text", "attribute"])
def test_row_23_very_long_nodes(node: str) -> None:
    """23: the text after a text or attribute of 11 MB is there, or the page is said to be cut."""
    state, article = between(page("x.html", html(paragraphs(3) + node.format(f"{'w' * 99} " * 110_000) + paragraphs())))

    assert state.state in ("ok", "partial")
    assert article
    assert state.state == "partial" or "inner basin" in article.text


@pytest.mark.parametrize(
    "body",
    [f"<p>{'<a href=x>link</a> ' * 40_000}</p>", f"<p>{'<br><br>' * 40_000}</p>", "<table><tr><td>" * 1000 + paragraphs()],
    ids=["links", "breaks", "tables"],
)
def test_row_24_costly_markup(hurried: Worker, body: str) -> None:
    """24: forty thousand links or line breaks, a thousand nested tables: a result or a named failure, in time."""
    costs(hurried, body)


def test_row_25_unclosed_formatting(hurried: Worker) -> None:
    """25: ten thousand unclosed elements of type cost bounded time."""
    costs(hurried, "<b><i><font>x" * 10_000)


BROKEN = {
    "no html element": paragraphs(),
    "two bodies": f"<html><body>{paragraphs(3)}</body><body>{paragraphs()}</body></html>",
    "plaintext": f"<html><body>{paragraphs()}<plaintext>rest",
    "open comment": f"<html><body>{paragraphs()}<!-- open",
    "open script": f"<html><body>{paragraphs()}<script>var a",
    "open title": f"<html><body>{paragraphs()}<title>x",
}


@pytest.mark.parametrize("how", BROKEN)
def test_row_26_broken_markup(how: str) -> None:
    """26: pages with markup that is not whole give the text that stands before the break."""
    _, article = between(page("x.html", BROKEN[how]))

    assert article
    assert "ferries would leave" in article.text


@pytest.mark.parametrize(
    "words", ["Please enable JavaScript to continue.", "404 Not Found", "Subscribe to read this story. Already a subscriber? Log in."]
)
def test_row_27_thin_pages(words: str) -> None:
    """27: a wall, a stub or an error page is no article, or is said to be thin."""
    state, article = between(page("x.html", f"<html><head><title>x</title></head><body><h1>Harbour</h1><p>{words}</p></body></html>"))

    assert state.state == "failed" or (article and any("thin" in note for note in article.notes))


@pytest.mark.parametrize(
    "hide",
    ["<template>{}</template>", "<div hidden>{}</div>", '<div style="display:none">{}</div>', '<script type="text/plain">{}</script>'],
)
def test_row_28_hidden_text(hide: str) -> None:
    """28: text that no reader sees is not the article's."""
    secret = "Nine independent sources confirmed every word of this story, the editors of the page say in secret."
    _, article = between(page("x.html", html(paragraphs() + hide.format(f"<p>{secret}</p>"))))

    assert article
    assert secret not in article.text


DATA = {
    "ten thousand items": json.dumps([{"@type": "Thing", "name": str(n)} for n in range(10_000)]),
    "malformed": '{"@type": "NewsArticle", "datePublished": ',
    "year 9999": '{"@type": "NewsArticle", "datePublished": "9999-99-99"}',
    "a list": '{"@type": "NewsArticle", "datePublished": ["2024-01-01", {}], "headline": {"a": 1}, "author": [[[]]]}',
    "deep": "[" * 5000,
    "numbers": '{"@type": "NewsArticle", "datePublished": 20240101, "author": 3, "publisher": 4}',
}


@pytest.mark.parametrize("how", DATA)
def test_row_29_bad_page_data(how: str) -> None:
    """29: page data that are malformed, huge or absurd are passed over; the next source of the date is asked."""
    head = f'<script type="application/ld+json">{DATA[how]}</script><meta property="article:published_time" content="2024-03-14T08:00:00Z">'
    state, article = between(page("x.html", html(paragraphs(), head)))

    assert state.state == "ok"
    assert article
    assert article.published is None or str(article.published.value.interval.first) in ("2024-03-14", "2024-01-01")


def test_row_30_three_dates() -> None:
    """30: of several dates the choice is explained."""
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-03-14"}</script>'
        '<meta property="article:published_time" content="2024-03-16T08:00:00Z">'
    )
    _, article = between(page("x.html", html("<p>Published March 20, 2024</p>" + paragraphs(), head)))

    assert article
    assert article.published
    assert (str(article.published.value.interval.first), article.published.inferred) == ("2024-03-14", False)
    assert article.published.how


def test_row_31_no_date_is_no_date() -> None:
    """31: a page without a date of its own gets none from the clock."""
    body = html(paragraphs().replace("on Tuesday", "last August").replace("next week", "soon"))
    _, article = between(page("x.html", body))

    assert article
    assert article.published is None
