"""Rows 33 to 45 of the hostile catalogue: feeds, XML and archives. Whatever they yield stands between two good pages."""

from __future__ import annotations

import gzip
import io
import json
import re
import resource
import socket
import tarfile
import time
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.intake.test_warc import record, spoil
from tests.intake.test_web import answer, server

from neighbours import among, between, html, paragraphs
from secondsource import intake
from secondsource.errors import UnreadableInput
from secondsource.intake import feeds, web
from secondsource.model import Input, Page, Reading
from secondsource.options import Options
from secondsource.views.store import Store

RULES = web.Rules(Options(intake_seconds=2.0), private=True, robots=False)


def rss(items: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>Quay News</title>{items}</channel></rss>'.encode()


def item(link: str, title: str = "Harbour") -> str:
    return f"<item><title>{title}</title><link>{link}</link></item>"


def fed(body: bytes, pages: dict[str, bytes] | None = None) -> list[Page | UnreadableInput]:
    """What a feed of this body leads to; AT stands for the server's address."""
    given = {name: answer(text) for name, text in (pages or {}).items()}
    with server(given) as (at, _):
        given["/feed"] = answer(body.replace(b"AT", at.encode()))
        return list(web.feed_pages(f"{at}/feed", RULES))


@pytest.mark.parametrize("how", ["file", "http", "parameter", "external"])
def test_row_33_external_entities(how: str, tmp_path: Path) -> None:
    """33: a feed that names a file or an address as an entity or DTD is refused: nothing is read, nothing asked for."""
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    with socket.create_server(("127.0.0.1", 0)) as plug:
        plug.settimeout(0.2)
        at = f"http://127.0.0.1:{plug.getsockname()[1]}/x"
        heads = {
            "file": f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>',
            "http": f'<!DOCTYPE r [<!ENTITY x SYSTEM "{at}">]>',
            "parameter": f'<!DOCTYPE r [<!ENTITY % x SYSTEM "{at}">%x;]>',
            "external": f'<!DOCTYPE r SYSTEM "{at}">',
        }
        found = fed(rss(item("https://quay.example/1", "&x;"), heads[how]) if how != "external" else rss("", heads[how]))
        with pytest.raises(TimeoutError):
            plug.accept()
    assert [f.reason for f in found if isinstance(f, UnreadableInput)] == (["entities"] if how != "external" else [])
    assert "SECRET" not in str(found)
    others, _ = among(*found)
    assert all(i.state == "failed" for i in others.values())


@pytest.mark.parametrize("kind", ["laughs", "quadratic"])
def test_row_34_entity_bombs(kind: str) -> None:
    """34: entities that multiply are refused in under a second."""
    laughs = '<!ENTITY a "lol">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    head, words = (laughs, "&j;") if kind == "laughs" else (f'<!ENTITY a "{"x" * 50_000}">', "&a;" * 20_000)
    begun = time.monotonic()
    with pytest.raises(UnreadableInput) as caught:
        feeds.parse(rss(item("https://quay.example/1", words), f"<!DOCTYPE r [{head}]>"), "https://quay.example/feed")

    assert time.monotonic() - begun < 1
    assert between(caught.value)[0].reason == "entities"


def test_row_35_broken_feeds() -> None:
    """35: of a feed with errors the usable items are kept; an error page is no feed; items beyond the limit are counted."""
    broken = rss(item("AT/a", "A & B") + "<item><title>open")
    _, articles = among(*fed(broken, {"/a": html(paragraphs()).encode()}))
    assert len(articles) == 1
    assert between(*fed(b"<html><body>Error 500</body></html>"))[0].reason == "not-a-feed"
    many = json.dumps({"items": [{"id": str(n), "url": f"https://g.example/{n}"} for n in range(feeds.MOST_ITEMS + 7)]}).encode()
    assert (len(feeds.parse(many, "https://g.example").items), feeds.parse(many, "https://g.example").left) == (feeds.MOST_ITEMS, 7)


def test_row_36_same_link_changed_text_and_same_text_changed_link(tmp_path: Path) -> None:
    """36: a link whose text changed is a new version of one document; the same bytes at another link are a duplicate."""
    first, second = (Page("a", html(paragraphs(n)).encode(), url="https://quay.example/1") for n in (5, 6))
    assert among(first, second)[1]
    with Store(tmp_path / "p.db", create=True) as store:
        for given in (first, second):
            article = intake.extract(given)
            store.put(given, Input(given.file, "ok", article.id), Reading(article), Options())
        assert store.db.execute("SELECT count(*) FROM documents").fetchone()[0] == 1
        assert store.db.execute("SELECT max(version) FROM articles").fetchone()[0] == 2
    again = Page("b", first.body, url="https://quay.example/2")
    others, articles = among(first, again)
    assert len(articles) == 1
    assert others["b"].state == "duplicate"


@pytest.mark.parametrize("link", ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "http://10.0.0.1/x"])
def test_row_37_links_that_lead_elsewhere(link: str) -> None:
    """37: an item whose link is no public web address is refused and named; the others go on."""
    feed = feeds.parse(rss(item(link) + item("https://quay.example/1")), "https://quay.example/feed")
    if link.startswith("http"):
        with pytest.raises(UnreadableInput) as caught:
            web.page(link, web.Rules(Options(intake_seconds=1.0)))
        assert between(caught.value)[0].reason == "private"
    else:
        assert [refused.partition(":")[0] for refused in feed.refused] == [link.partition(":")[0]]
        assert [i.url for i in feed.items] == ["https://quay.example/1"]
        found = fed(rss(item(link) + item("AT/a")), {"/a": html(paragraphs()).encode()})
        _, articles = among(*found)
        assert len(articles) == 1


HOW_MANY = 12
RECORDS = [record(n, html(paragraphs() + f"<p>Ferry number {n} was the last to leave on that day.</p>").encode()) for n in range(HOW_MANY)]
PACKED = [gzip.compress(r, mtime=0) for r in RECORDS]


def archived(tmp_path: Path, data: bytes, name: str = "x.warc", limit: int = 1 << 20) -> tuple[list[str], int]:
    """The reasons for what an archive does not give, and how many articles it gives."""
    (tmp_path / name).write_bytes(data)
    others, articles = among(str(tmp_path / name), options=Options(page_bytes=limit))
    return [i.reason or "" for i in others.values() if i.state == "failed" or i.reason == "skipped"], len(articles)


def test_row_38_cut_archives(tmp_path: Path) -> None:
    """38: an archive cut inside a record, or in its headers, keeps its whole records and says where it ends."""
    data = b"".join(PACKED)
    reasons, count = archived(tmp_path, data[: len(data) * 6 // 10])
    assert count == HOW_MANY * 6 // 10
    assert "truncated" in reasons
    reasons, count = archived(tmp_path, b"".join(RECORDS[:5]) + RECORDS[5][:40])
    assert (len(reasons), count) == (1, 5)


@pytest.mark.parametrize("parts", [RECORDS, PACKED], ids=["plain", "packed"])
def test_row_39_bad_bytes_in_the_middle(tmp_path: Path, parts: list[bytes]) -> None:
    """39: sixty random bytes cost the one or two records that they touch."""
    data = b"".join(parts)
    _, count = archived(tmp_path, spoil(data, len(data) // 2))
    assert count >= HOW_MANY - 2


@pytest.mark.parametrize("length", [b"10", b"100000", b"-5", b"many", b"99999999999999"])
def test_row_40_wrong_lengths(tmp_path: Path, length: bytes) -> None:
    """40: a length that is wrong in any way costs its own record, and no memory."""
    wrong = re.sub(rb"Content-Length: \d+", b"Content-Length: " + length, RECORDS[4])
    reasons, count = archived(tmp_path, b"".join((*RECORDS[:4], wrong, *RECORDS[5:])))
    assert (len(reasons), count) == (1, HOW_MANY - 1)


def test_row_41_one_gzip_member(tmp_path: Path) -> None:
    """41: an archive that was compressed as a whole is read."""
    assert archived(tmp_path, gzip.compress(b"".join(RECORDS)), "x.warc.gz") == ([], HOW_MANY)


def bombs(tmp_path: Path, size: int) -> None:
    """Between two good records: one that expands to so many bytes, one whose coding does, and two in codings that are not opened."""
    assert archived(tmp_path, PACKED[0]) == ([], 1)  # loads what is loaded once
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    zeros = b"\0" * (1 << 20)
    twice = record(91, packed(zeros for _ in range(size >> 20)), headers=b"Content-Encoding: gzip\r\n")
    small = record(90, zeros)[: -len(zeros + b"\r\n\r\n")]
    head = re.sub(rb"Content-Length: (\d+)", lambda m: b"Content-Length: %d" % (int(m[1]) - len(zeros) + size), small)
    once = packed([head, *(zeros for _ in range(size >> 20)), b"\r\n\r\n"])
    others = [record(92 + n, b"\x28\xb5\x2f\xfd" * 99, headers=b"Content-Encoding: " + c + b"\r\n") for n, c in enumerate((b"br", b"zstd"))]
    given = [gzip.compress(r) for r in (twice, *others)]
    reasons, count = archived(tmp_path, b"".join((PACKED[0], once, *given, PACKED[1])), "x.warc.gz", 1 << 23)

    assert count == 2
    assert reasons[:2] == ["too-large", "too-large"]
    assert reasons[2:] == ["encoding", "encoding"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024


def packed(parts: Iterable[bytes]) -> bytes:
    """One gzip member of the parts, which are never held together."""
    packer = zlib.compressobj(1, wbits=31)
    return b"".join([*(packer.compress(part) for part in parts), packer.flush()])


def test_row_42_bombs(tmp_path: Path) -> None:
    """42: records that expand a thousandfold, once or twice over or in a coding unknown here, are refused in under 300 MB."""
    bombs(tmp_path, 64 << 20)


@pytest.mark.long
def test_row_42_in_full(tmp_path: Path) -> None:
    """42: so are bombs of 1 GiB."""
    bombs(tmp_path, 1 << 30)


@pytest.mark.parametrize(
    "address", ["../../etc/x", "C:\\x", "file:///etc/passwd", "https://a.example/" + "x" * 4000, "https://a.example/\x1b]0;"]
)
def test_row_43_addresses_in_archives(tmp_path: Path, address: str) -> None:
    """43: an address in an archive is never a path; it is dropped, or shown short and without control characters."""
    (tmp_path / "x.warc").write_bytes(record(1, html(paragraphs()).encode(), address=address))
    before = sorted(tmp_path.rglob("*"))
    _, articles = among(str(tmp_path / "x.warc"))
    url = next(iter(articles.values())).url

    assert url is None or (url.startswith("https://") and len(url) <= 2_000 and url.isprintable())
    assert sorted(tmp_path.rglob("*")) == before


def test_row_44_records_that_are_no_pages(tmp_path: Path) -> None:
    """44: requests, revisits and repeated ids are counted; a body with a bad chunk is kept as far as its chunks are whole."""
    body = html(paragraphs()).encode()
    chunked = b"%x\r\n%s\r\nzz\r\nlost" % (len(body), body)
    last = record(64, chunked, headers=b"Transfer-Encoding: chunked\r\n")
    others = [record(61 + n, kind=kind) for n, kind in enumerate(("request", "revisit", "metadata"))]
    data = b"".join((RECORDS[0], *others, RECORDS[0], last))
    assert archived(tmp_path, data) == (["skipped"], 2)


def zipped(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, "<p>" + "x" * 100_000)
    return held.getvalue()


def tarred(name: str, link: str = "") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as file:
        info = tarfile.TarInfo(name)
        if link:
            info.type, info.linkname = tarfile.SYMTYPE, link
        file.addfile(info)
    return held.getvalue()


BUNDLES = {
    "names that climb": zipped("../../x.html", "/etc/x.html"),
    "a bomb in a bomb": zipped("inner.zip") * 3,
    "encrypted": zipped("a.html").replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00"),
    "ten thousand entries": zipped(*(f"{n}.html" for n in range(300))),
    "a tar that climbs": tarred("../../x.html"),
    "a tar with a link": tarred("x.html", "/etc"),
}


@pytest.mark.parametrize("how", BUNDLES)
def test_row_45_bundles_are_never_opened(tmp_path: Path, how: str) -> None:
    """45: ZIP and tar files are refused as what they are, under any name: nothing is unpacked, so nothing can climb or expand."""
    (tmp_path / "x.html").write_bytes(BUNDLES[how])
    state, _ = between(str(tmp_path / "x.html"))

    assert (state.state, state.reason) == ("failed", "not-text")
    assert [p.name for p in tmp_path.iterdir()] == ["x.html"]


@pytest.mark.long
def test_row_45_in_full(tmp_path: Path) -> None:
    """45: a ZIP file of a million entries under a page's name is refused at once, with the limit raised as well."""
    entry = b"PK\x03\x04\x14" + bytes(21) + b"\x06\0\0\0a.html"
    (tmp_path / "x.html").write_bytes(entry * 1_000_000)
    begun = time.monotonic()

    assert between(str(tmp_path / "x.html"))[0].reason == "too-large"
    assert between(str(tmp_path / "x.html"), options=Options(page_bytes=2**30))[0].reason == "not-text"
    assert time.monotonic() - begun < 10
