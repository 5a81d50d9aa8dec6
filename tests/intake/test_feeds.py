"""Feeds of the three kinds give their items, with the publisher they name; hostile ones are refused quickly."""

from __future__ import annotations

import json
import time

import pytest

from secondsource.errors import UnreadableInput
from secondsource.intake import feeds

RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Quay News</title>
<item><title>Harbour closed</title><link>https://quay.example/1</link><source url="https://tide.example/feed">Evening Tide</source></item>
<item><title>Harbour closed again</title><link>https://quay.example/1</link></item>
<item><title>Bad</title><link>javascript:alert(1)</link></item>
<item><title>Worse</title><link>file:///etc/passwd</link></item>
<item><title>Pilots &amp; cracks</title><link>/2</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Tide</title><entry><title>One</title><link href="https://tide.example/1"/>
<source><title>Daily Quay</title></source></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Gazette",
        "items": [{"id": "1", "url": "https://g.example/1", "title": "One"}],
    }
)


def test_rss_items_and_their_source() -> None:
    """RSS items keep their order and the source they name; relative links are completed, a link twice is one item."""
    feed = feeds.parse(RSS, "https://quay.example/feed")

    assert feed.title == "Quay News"
    assert [(i.url, i.source) for i in feed.items] == [("https://quay.example/1", "Evening Tide"), ("https://quay.example/2", "")]
    assert [link.split(":")[0] for link in feed.refused] == ["javascript", "file"]


def test_atom_and_json() -> None:
    """Atom and JSON Feed give items the same way."""
    assert [(i.url, i.source) for i in feeds.parse(ATOM, "https://x.example").items] == [("https://tide.example/1", "Daily Quay")]
    assert [i.url for i in feeds.parse(JSON.encode(), "https://x.example").items] == ["https://g.example/1"]


@pytest.mark.parametrize("cut", [200, 300, 420])
def test_broken_feed_keeps_its_usable_items(cut: int) -> None:
    """A feed that is cut or not well formed gives the items that can be read."""
    assert len(feeds.parse(RSS[:cut], "https://quay.example/feed").items) <= 1
    assert feeds.parse(RSS.replace(b"&amp;", b"&"), "https://quay.example/feed").items


@pytest.mark.parametrize("body", [b"", b"<html><body>Error 500</body></html>", b"{}", b'{"items": 3}', b"{" * 100_000, b"\x00\xff"])
def test_no_feed_is_said(body: bytes) -> None:
    """An error page in place of a feed is no feed, and is said to be none."""
    with pytest.raises(UnreadableInput) as caught:
        feeds.parse(body, "https://x.example")

    assert caught.value.reason == "not-a-feed"


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)


@pytest.mark.parametrize(
    "head",
    [
        LAUGHS + b"]>",
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x">%x;]>',
    ],
)
def test_entities_are_refused_at_once(head: bytes) -> None:
    """A feed that declares entities is refused before anything is read or expanded."""
    begun = time.monotonic()
    with pytest.raises(UnreadableInput) as caught:
        feeds.parse(head + RSS[21:].replace(b"Quay News", b"&x;"), "https://x.example")

    assert caught.value.reason == "entities"
    assert time.monotonic() - begun < 1


def test_items_beyond_the_limit_are_counted() -> None:
    """A feed of very many items gives as many as the limit and the number of the rest."""
    items = [{"id": str(n), "url": f"https://g.example/{n}"} for n in range(feeds.MOST_ITEMS + 5)]
    feed = feeds.parse(json.dumps({"items": items}).encode(), "https://g.example")

    assert (len(feed.items), feed.left) == (feeds.MOST_ITEMS, 5)
