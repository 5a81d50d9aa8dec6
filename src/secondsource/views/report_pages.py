"""The clean pages: each article's text with its layers, the facts about it and how each is known, what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from secondsource.model import Article, Found, LeftOut, Reading
from secondsource.views import layers, wording
from secondsource.views.desk import Anchor, Desk

WHOLE_PAGES = 60  #: pages shown with their text; cited ones come first
WHOLE_TEXT = 2_500_000  #: characters of text shown over all pages of a story
ONE_TEXT = 200_000  #: a longer page shows its cited paragraphs and those around them
NEAR = 1  #: paragraphs kept on each side of a cited one, where a page is too long
LEFT_OUT = 200  #: pieces of clutter listed for a page

# which element shows a block, and its class
ELEMENTS = {
    "headline": ("h", "hl"),
    "deck": ("p", "deck"),
    "byline": ("p", "by"),
    "dateline": ("p", "by"),
    "subhead": ("h", "sh"),
    "caption": ("p", "cap"),
    "list": ("p", "li"),
    "quote": ("p", "bq"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about a page: 'Outlet', 'WQEL', 'station name in the page furniture'."""

    name: str
    value: str
    how: str = ""
    link: str = ""
    code: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of the text, or (``gap``) a stretch that is not shown."""

    tag: str
    classes: str
    place: str
    body: Markup
    gap: str = ""


@dataclass(frozen=True, slots=True)
class CleanPage:
    """A page as the report shows it."""

    id: str
    letter: str
    name: str
    language: str
    url: str
    facts: tuple[Fact, ...]
    pieces: tuple[Piece, ...]
    left_out: tuple[LeftOut, ...]
    left_out_more: int
    split: tuple[str, ...]  #: ids of anchors that are more than one element


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages shown whole, and those named only."""

    shown: tuple[CleanPage, ...]
    named: tuple[CleanPage, ...]
    why: str = ""


def pages(desk: Desk) -> Pages:
    """All pages of the story, cited ones first where not all can be shown; in the order of their letters."""
    by_article: dict[str, list[Anchor]] = {}
    for anchor in desk.anchors.values():
        by_article.setdefault(anchor.span.article, []).append(anchor)
    chosen: set[str] = set()
    budget = WHOLE_TEXT
    for reading in sorted(desk.story.readings, key=lambda r: not by_article.get(r.article.id)):
        id, size = reading.article.id, min(len(reading.article.text), ONE_TEXT)
        if by_article.get(id) or (len(chosen) < WHOLE_PAGES and size <= budget):
            chosen.add(id)
            budget -= size
    shown = tuple(page(desk, r, by_article.get(r.article.id, ())) for r in desk.story.readings if r.article.id in chosen)
    named = tuple(page(desk, r, (), text=False) for r in desk.story.readings if r.article.id not in chosen)
    why = (
        f"{wording.counted(len(shown), 'page')} of {len(desk.story.readings):,} are shown with their text, every cited one among them"
        if named
        else ""
    )
    return Pages(shown, named, why)


def page(desk: Desk, reading: Reading, anchors: Sequence[Anchor], text: bool = True) -> CleanPage:
    """One page; ``text`` False gives the facts alone."""
    article = reading.article
    letter = desk.letters[article.id]
    pieces = tuple(_pieces(reading, anchors)) if text else ()
    split = tuple(a.id for a in anchors if sum(f'data-of="{a.id}"' in p.body for p in pieces))
    return CleanPage(
        id=desk.page_ids[article.id],
        letter=letter,
        name=f"Page {letter}, {wording.outlet(article)}",
        language=article.language if article.language != "und" else "",
        url=address(article.url),
        facts=tuple(facts(reading)),
        pieces=pieces,
        left_out=article.left_out[:LEFT_OUT] if text else (),
        left_out_more=max(0, len(article.left_out) - LEFT_OUT) if text else 0,
        split=split,
    )


def _pieces(reading: Reading, anchors: Sequence[Anchor]) -> list[Piece]:
    """The blocks as markup; of a very long page the cited ones and their neighbours, the rest counted."""
    article = reading.article
    blocks = list(layers.stretches(article))
    keep = set(range(len(blocks)))
    if len(article.text) > ONE_TEXT:
        cited = [i for i, (_, span) in enumerate(blocks) if any(span.overlaps(a.span) for a in anchors)]
        keep = {i for c in (0, *cited) for i in range(c - NEAR, c + NEAR + 1)}
    made: list[Piece] = []
    missing = 0
    for i, ((kind, span), inside) in enumerate(
        zip(blocks, layers.by_block(layers.layers(reading, anchors), [s for _, s in blocks]), strict=True)
    ):
        if i not in keep:
            missing += 1
            continue
        made += _gap(missing)
        missing = 0
        tag, classes = ELEMENTS.get(kind, ("p", ""))
        body = layers.marked(article, span.start, span.end, inside)
        made.append(Piece(tag, classes, f"{article.id} {span.start} {span.end}", body))
    return made + _gap(missing)


def _gap(missing: int) -> list[Piece]:
    """The line that stands for paragraphs not shown."""
    return [Piece("p", "gap", "", Markup(), f"{wording.counted(missing, 'paragraph')} of this long page not shown here")] if missing else []


def facts(reading: Reading) -> list[Fact]:
    """What is known about a page, each with how it is known; 'unknown' is said."""
    article = reading.article
    made = [_found("Outlet", article.outlet, "not on the page; not guessed")]
    if article.credit or not article.outlet:
        made.append(_found("Text by", article.credit, "no credit on the page"))
    made.append(Fact("Byline", wording.listed([wording.plain(b) for b in article.byline]) or "none found on the page"))
    if article.dateline:
        made.append(_found("Dateline", article.dateline, ""))
    if article.published:
        how = ("inferred: " if article.published.inferred else "") + article.published.how
        made.append(Fact("Published", wording.stamp(article.published), how))
    else:
        made.append(Fact("Published", "unknown", "no date on the page; not guessed"))
    if article.updated:
        made.append(Fact("Updated", wording.stamp(article.updated), article.updated.how))
    link = address(article.url)
    made.append(Fact("Address", wording.plain(article.url or "") or "not given: read from a file", link=link))
    made.append(Fact("File", wording.plain(article.file)))
    made.append(Fact("SHA-256", article.sha256, code=True))
    made += [Fact("Note", note) for note in (*article.notes, *reading.notes)]
    if article.partial:
        made.append(Fact("Not whole", article.partial))
    if reading.read_to is not None:
        made.append(Fact("Read up to", f"character {reading.read_to:,} of {len(article.text):,}", "time ran out; all text is kept"))
    return made


def _found(name: str, found: Found[str] | None, missing: str) -> Fact:
    if not found:
        return Fact(name, "unknown", missing)
    return Fact(name, wording.plain(found.value), ("inferred: " if found.inferred else "") + found.how)


def address(url: str | None) -> str:
    """The address where it is one that a reader can safely follow, else nothing."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc else ""
    except ValueError:
        return ""


def dated(article: Article) -> str:
    """When a page was published, in words, marked where inferred."""
    if not article.published:
        return "no date"
    return wording.days(article.published.value.interval) + (" (inferred)" if article.published.inferred else "")
