"""Follow feeds into a store, politely, and say what became news: a second newsroom, a new difference."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from secondsource import project
from secondsource.errors import SecondSourceError, UnreadableInput
from secondsource.intake import web
from secondsource.model import Input, Page, Story
from secondsource.views.store import Store

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Known:
    """What a story's claims stood on before a round."""

    newsrooms: dict[str, int]  #: claim id -> newsrooms behind its claim
    differences: frozenset[str]


def feeds_in(path: Path) -> list[str]:
    """The addresses of an OPML file, or of a text file with one address a line ('#' begins a comment); never none."""
    cure = "Give an OPML file, or a text file with one feed address a line."
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise SecondSourceError(f"{path} cannot be read: {error.strerror}", cure) from None
    except UnicodeDecodeError:
        raise SecondSourceError(f"{path} is not text", cure) from None
    found = _outlines(path, text) if "<opml" in text[:2000].lower() else text.splitlines()
    addresses = [line.strip() for line in found if web.is_address(line.strip())]
    if not addresses:
        raise SecondSourceError(f"{path} holds no address that begins with http:// or https://", cure)
    return addresses


def _outlines(path: Path, text: str) -> list[str]:
    """What the outlines of an OPML file name as feeds."""
    if re.search(r"<!(?:ENTITY|DOCTYPE)", text[:100_000], re.I):
        raise SecondSourceError(f"{path} declares entities, which no list of feeds needs", "Remove its DOCTYPE.")
    try:
        outlines = ElementTree.fromstring(text).iter("outline")  # noqa: S314 - entities are refused above
    except ElementTree.ParseError as error:
        raise SecondSourceError(f"{path} is no whole OPML file: {error}", "Export it again from the feed reader.") from None
    return [str(outline.get("xmlUrl", "")) for outline in outlines]


def watch_once(store: Store, addresses: list[str], rules: web.Rules, say: Say) -> list[Input]:
    """One round: fetch what is new, add it, and say what changed in the stories.

    What claims stood on before is read from the plain rows, and only stories that were told anew are looked at.
    """
    pages = [page for address in addresses for page in fresh(store, address, rules, say)]
    if not pages:
        return []
    before = known(store)
    told: list[Story] = []
    done = project.add(store, pages, rules.options, told=told.extend)
    for line in news(before, told):
        say(line)
    return done


def fresh(store: Store, address: str, rules: web.Rules, say: Say) -> Iterator[Page | UnreadableInput]:
    """The pages of a feed's items that the store does not have; a feed that says 'not modified' costs one request.

    What the server gave to tell versions apart is kept only once all its items were fetched.
    """
    try:
        feed, got = web.feed(address, rules, web.Validators(*store.feed(address)))
    except UnreadableInput as error:
        say(f"{error}")
        return
    if got.moved:
        say(f"{address} has moved to {got.url}: change it in the list of feeds")
    new = [item.url for item in feed.items if not store.has_address(item.url)]
    for url in new:
        yield from web.pages([url], rules)
    if got.body is not None:
        store.put_feed(address, got.validators.etag, got.validators.modified)


def known(store: Store) -> Known:
    rows = store.db.execute(
        "SELECT c.claim, max(a.newsrooms) FROM alignment_claims c JOIN alignments a ON a.story = c.story AND a.id = c.alignment GROUP BY 1"
    )
    return Known(dict(tuple(row) for row in rows), frozenset(row[0] for row in store.db.execute("SELECT id FROM differences")))


def news(before: Known, stories: Iterable[Story]) -> list[str]:
    """What a reporter wants to be told: a claim known before that gained its second newsroom, and new differences."""
    lines = []
    for story in stories:
        for a in story.alignments:
            was = [before.newsrooms[c.id] for c in a.claims if c.id in before.newsrooms]
            if was and max(was) < 2 <= len(a.newsrooms):
                words = story.article(a.claims[0].article)[a.claims[0].span]
                lines.append(f"second newsroom ({', '.join(a.newsrooms)}): “{words}” [{a.id}] in story {story.id}")
        plain = [d for d in story.differences if not d.guess and len(story.readings) > 1]
        new = [d for d in plain if d.id not in before.differences]
        lines += [f"new difference ({d.kind}, {d.verdict}): {d.says} [{d.id}] in story {story.id}" for d in new]
    return lines
