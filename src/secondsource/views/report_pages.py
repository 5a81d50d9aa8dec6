"""The clean pages: each article's text with its layers, the facts about it and how each is known, what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from secondsource.model import Found, LeftOut, Reading
from secondsource.views import layers, wording
from secondsource.views.desk import Anchor, Desk
from secondsource.views.words import Words, bare

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

    key: str  #: outlet, credit, byline, … as in the strings
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
    why = desk.w.many("pages.some", len(shown), all=desk.w.number(len(desk.story.readings))) if named else ""
    return Pages(shown, named, why)


def page(desk: Desk, reading: Reading, anchors: Sequence[Anchor], text: bool = True) -> CleanPage:
    """One page; ``text`` False gives the facts alone."""
    article = reading.article
    letter = desk.letters[article.id]
    pieces = tuple(_pieces(desk.w, reading, anchors)) if text else ()
    split = tuple(a.id for a in anchors if sum(f'data-of="{a.id}"' in p.body for p in pieces))
    return CleanPage(
        id=desk.page_ids[article.id],
        letter=letter,
        name=bare(desk.w("page.of_outlet", letter=letter, outlet=desk.w.outlet(article))),
        language=article.language if article.language != "und" else "",
        url=address(article.url),
        facts=tuple(facts(desk.w, reading)),
        pieces=pieces,
        left_out=article.left_out[:LEFT_OUT] if text else (),
        left_out_more=max(0, len(article.left_out) - LEFT_OUT) if text else 0,
        split=split,
    )


def _pieces(w: Words, reading: Reading, anchors: Sequence[Anchor]) -> list[Piece]:
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
        zip(blocks, layers.by_block(layers.layers(reading, anchors, w), [s for _, s in blocks]), strict=True)
    ):
        if i not in keep:
            missing += 1
            continue
        made += _gap(w, missing)
        missing = 0
        tag, classes = ELEMENTS.get(kind, ("p", ""))
        body = layers.marked(article, span.start, span.end, inside)
        made.append(Piece(tag, classes, f"{article.id} {span.start} {span.end}", body))
    return made + _gap(w, missing)


def _gap(w: Words, missing: int) -> list[Piece]:
    """The line that stands for paragraphs not shown."""
    return [Piece("p", "gap", "", Markup(), w.many("pages.gap", missing))] if missing else []


def facts(w: Words, reading: Reading) -> list[Fact]:
    """What is known about a page, each with how it is known; 'unknown' is said."""
    article = reading.article

    def fact(key: str, value: str, how: str = "", **more: Any) -> Fact:
        return Fact(key, w(f"pages.fact.{key}"), value, how, **more)

    def words(text: str) -> str:
        return w.name(wording.plain(text), article.language)

    def found(key: str, value: Found[str] | None, missing: str = "") -> Fact:
        return fact(key, words(value.value), how(w, value)) if value else fact(key, w("pages.unknown"), missing)

    made = [found("outlet", article.outlet, w("pages.no_outlet"))]
    if article.credit or not article.outlet:
        made.append(found("credit", article.credit, w("pages.no_credit")))
    made.append(fact("byline", w.listed([words(b) for b in article.byline]) or w("pages.no_byline")))
    if article.dateline:
        made.append(found("dateline", article.dateline))
    if article.published:
        made.append(fact("published", w.stamp(article.published), how(w, article.published)))
    else:
        made.append(fact("published", w("pages.unknown"), w("pages.no_date")))
    if article.updated:
        made.append(fact("updated", w.stamp(article.updated), w.said(article.updated.how)))
    made.append(fact("address", w.name(wording.plain(article.url or ""), "und") or w("pages.no_address"), link=address(article.url)))
    made.append(fact("file", w.name(wording.plain(article.file), "und")))
    made.append(fact("sha256", article.sha256, code=True))
    made += [fact("note", w.said(note)) for note in (*article.notes, *reading.notes)]
    if article.partial:
        made.append(fact("partial", w.said(article.partial)))
    if reading.read_to is not None:
        read = w("pages.read_to", place=w.number(reading.read_to), all=w.number(len(article.text)))
        made.append(fact("read_to", read, w("pages.time_ran_out")))
    return made


def how(w: Words, found: Found[Any]) -> str:
    """How a fact is known, in the record's words; 'inferred: …' where it is a guess."""
    return w("pages.inferred", how=w.said(found.how)) if found.inferred else w.said(found.how)


def address(url: str | None) -> str:
    """The address where it is one that a reader can safely follow, else nothing."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc else ""
    except ValueError:
        return ""
