"""Feeds to addresses: RSS, Atom and JSON Feed, with the ``<source>`` that names where an item was published first.

The bytes are handed to feedparser as a stream: given a name, it would open files and addresses by itself.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from secondsource.errors import UnreadableInput
from secondsource.intake.names import printable

MOST_ITEMS = 10_000  #: of one feed; the rest is counted and said

# "<!ENTITY lol "lol">" has no place in a feed: entities are how a small file becomes a huge or a stolen one.
# "https://press.example/1" is on the web; "javascript:alert(1)" and "file:///etc/passwd" are not.
WEB = re.compile(r"https?://", re.I)
# "mailto:x@y" begins with a scheme; "/2" and "2?a=b:c" do not.
SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,30}:", re.I)
ENTITY = re.compile(rb"<!(?:ENTITY|DOCTYPE[^>]{0,2000}\[)", re.I)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed."""

    url: str
    title: str = ""
    source: str = ""  #: the publisher that ``<source>`` names
    id: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    title: str
    items: tuple[Item, ...]
    refused: tuple[str, ...] = ()  #: links that are no web addresses
    left: int = 0  #: items beyond the limit


def parse(body: bytes, address: str) -> Feed:
    """The items of a feed. Raises ``UnreadableInput`` where the bytes are none, such as an error page in its place."""
    if body.lstrip()[:1] == b"{":
        title, entries = _json(body, address)
    else:
        title, entries = _xml(body, address)
    kept = entries[:MOST_ITEMS]
    on_the_web = [item for item in kept if WEB.match(item.url)]
    refused = tuple(printable(item.url) for item in kept if not WEB.match(item.url))
    return Feed(title, _once(on_the_web), refused, len(entries) - len(kept))


def whole(link: str, address: str) -> str:
    """A relative link completed by the feed's address; one with a scheme of its own, or that is no address at all, as it is."""
    try:
        return link if SCHEME.match(link) else urljoin(address, link)
    except ValueError:  # "//[x"
        return link


def _once(items: list[Item]) -> tuple[Item, ...]:
    seen: dict[str, Item] = {}
    for item in items:
        seen.setdefault(item.url, item)
    return tuple(seen.values())


def _xml(body: bytes, address: str) -> tuple[str, list[Item]]:
    if ENTITY.search(body[:100_000]):
        raise UnreadableInput(printable(address), "entities", "the feed declares entities, which no feed needs")
    import feedparser

    try:
        parsed: Any = feedparser.parse(io.BytesIO(body), sanitize_html=True, resolve_relative_uris=False)
    except Exception as error:  # its reader of broken XML stumbles over marks closed that were never open, and more
        why = f"the feed is too broken to be read ({type(error).__name__})"
        raise UnreadableInput(printable(address), "not-a-feed", why, "Give the address of the feed itself.") from None
    if not parsed.get("version") and not parsed.entries:
        raise UnreadableInput(printable(address), "not-a-feed", "it is no RSS, Atom or JSON feed", "Give the address of the feed itself.")
    return str(parsed.feed.get("title", "")), list(_entries(parsed, address))


def _entries(parsed: Any, address: str) -> Iterator[Item]:
    for entry in parsed.entries:
        link = str(entry.get("link") or "")
        source = entry.get("source") or {}
        if link:
            named = source.get("title") or source.get("value") or ""
            yield Item(whole(link, address), str(entry.get("title", "")), str(named), str(entry.get("id") or link))


def _json(body: bytes, address: str) -> tuple[str, list[Item]]:
    try:
        data = json.loads(body)
        entries = data["items"]
        assert isinstance(entries, list)
    except (ValueError, KeyError, TypeError, AssertionError, RecursionError):
        raise UnreadableInput(printable(address), "not-a-feed", "it is no JSON Feed", "Give the address of the feed itself.") from None
    items = []
    for entry in entries:
        link = entry.get("url") or entry.get("external_url") if isinstance(entry, dict) else None
        if isinstance(link, str):
            items.append(Item(whole(link, address), str(entry.get("title") or ""), "", str(entry.get("id") or link)))
    return str(data.get("title") or ""), items
