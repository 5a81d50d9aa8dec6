"""The parts of a page joined to an ``Article``: text with offsets, facts with evidence, notes."""

from __future__ import annotations

import hashlib

from secondsource.errors import UnreadableInput
from secondsource.intake import bylines, credit, language, published
from secondsource.intake.blocks import Draft
from secondsource.intake.decoding import Decoded
from secondsource.intake.markup import Sheet
from secondsource.intake.metadata import Facts
from secondsource.model import Article, Block, Page, Run, Span, make_id

THIN = 40  #: words; a page with fewer is a stub, a cookie wall or an error page


def build(page: Page, decoded: Decoded, sheet: Sheet, facts: Facts, draft: Draft) -> Article:
    """The article; raises ``UnreadableInput`` for a page without text."""
    sha = hashlib.sha256(page.body).hexdigest()
    id = make_id("a", sha)
    text, blocks = layout(id, draft)
    if not any(block.kind != "headline" for block in blocks):
        raise UnreadableInput(
            page.file,
            "no-text",
            "the page holds no article text",
            "Save the page as the browser shows it, or copy its text into a .txt file",
        )
    notes = [*decoded.notes, *sheet.notes, *facts.notes, *draft.notes]
    address = page.url or facts.url
    line_of = [piece.line for piece in draft.pieces]
    byline = bylines.of(sheet, facts, text, blocks, line_of[0] if line_of else 0, line_of[-1] if line_of else 0)
    outlet = credit.outlet(facts, page.url, draft.furniture)
    body = " ".join(text[b.span.start : b.span.end] for b in blocks if b.kind in ("paragraph", "list", "quote", "deck"))
    lang = language.of(body)
    if lang not in ("en", "und"):
        notes.append(f"the text is not English ({lang}): kept and shown, not read in detail")
    captions = sum(len(text[b.span.start : b.span.end].split()) for b in blocks if b.kind == "caption")
    if len(body.split()) < THIN and not (captions >= THIN and any(note.startswith("a slide show") for note in draft.notes)):
        notes.append("thin content: fewer than 40 words of text")
    return Article(
        id=id,
        file=page.file,
        url=address,
        sha256=sha,
        text=text,
        language=lang,
        blocks=blocks,
        title=draft.title,
        byline=byline,
        outlet=outlet,
        credit=credit.credit(facts, outlet, byline, text, blocks),
        dateline=credit.place(text, blocks),
        published=published.of(sheet, facts, page.url, text, blocks, notes),
        updated=published.updated_of(facts, text, blocks),
        section=facts.section,
        left_out=tuple(draft.left_out),
        notes=tuple(dict.fromkeys(notes)),
    )


def layout(id: str, draft: Draft) -> tuple[str, tuple[Block, ...]]:
    """The text, blocks parted by blank lines, and where each block stands."""
    blocks, at = [], 0
    for piece in draft.pieces:
        runs = tuple(Run(at + start, page_start, length) for start, page_start, length in piece.runs)
        blocks.append(Block(piece.kind, Span(id, at, at + len(piece.text)), runs))
        at += len(piece.text) + 2
    return "\n\n".join(piece.text for piece in draft.pieces), tuple(blocks)
