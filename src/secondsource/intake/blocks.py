"""The lines that are the article, as blocks of its text; everything else is left out with the reason.

::

    lines of the page ── which are body? (extractors, line model) ── what is each? (headline, deck, caption …) ── Draft
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from secondsource.intake import clutter, extractors, metadata, titles
from secondsource.intake.markup import ELEMENTS, HEADINGS, HIDDEN, Line, Sheet, hints
from secondsource.model import BlockKind, LeftOut


@dataclass(slots=True)
class Piece:
    """One block to be: words, the way back to the page, its kind."""

    kind: BlockKind
    text: str
    runs: tuple[tuple[int, int, int], ...]
    line: int  #: index of the line it came from; -1 for a title that only the head has


@dataclass(slots=True)
class Draft:
    """The article's text before its facts."""

    pieces: list[Piece]
    left_out: list[LeftOut]
    title: str
    furniture: list[str]  #: lines that are left out, for what they tell of the site
    notes: list[str] = field(default_factory=list)


def compose(sheet: Sheet, facts: metadata.Facts) -> Draft:
    """The article in a page."""
    notes: list[str] = []
    keep = page_body(sheet, facts, notes) if sheet.html else text_body(sheet.lines)
    body = [i for i, kept in enumerate(keep) if kept]
    if sheet.html:
        at, title = titles.of_page(sheet, facts, body)
    else:
        at = titles.of_text(sheet.lines, body)
        title = sheet.lines[at].text if at is not None else ""
    pieces, dropped = sort(sheet, facts, keep, at, title)
    if title and at is None:
        pieces.insert(0, head_piece(sheet, title))
    return Draft(pieces, gathered(dropped), title, [words for words, _ in dropped], notes)


# ---- which lines are body


def page_body(sheet: Sheet, facts: metadata.Facts, notes: list[str]) -> list[bool]:
    """By trafilatura with precision; where that is far from the page's own articleBody, or nothing, by what is nearest."""
    lines = sheet.lines
    best = extractors.kept(lines, extractors.trafilatura_text(sheet, favor_precision=True))
    wanted = len(extractors.key(facts.body))
    if size(lines, best) >= max(250, wanted / 2):
        return best
    tries = [best]
    for mode in ({}, {"favor_recall": True}):
        tries.append(extractors.kept(lines, extractors.trafilatura_text(sheet, **mode)))
    tries.append(extractors.kept(lines, extractors.resiliparse_text(sheet)))
    if wanted:
        own = extractors.kept(lines, facts.body)
        if size(lines, own) > wanted / 2:
            return own
        return min(tries, key=lambda kept: abs(size(lines, kept) - wanted))
    return next((kept for kept in tries if size(lines, kept) >= 250), max(tries, key=lambda kept: size(lines, kept)))


def size(lines: list[Line], kept: list[bool]) -> int:
    return sum(len(line.text) for line, keep in zip(lines, kept, strict=True) if keep)


def text_body(lines: list[Line]) -> list[bool]:
    """The best dense run of sentence-like lines."""
    count = [len(clutter.words(line.text)) for line in lines]
    good = [clutter.is_sentence(line.text) and not clutter.clutter(line.text) for line in lines]
    best, worth, start, total = (0, 0), 0, 0, 0
    for i, is_good in enumerate(good):
        if total <= 0:
            start, total = i, 0
        total += count[i] if is_good else -12
        if total > worth:
            best, worth = (start, i + 1), total
    return [best[0] <= i < best[1] and (good[i] or count[i] >= 12) for i in range(len(lines))]


# ---- what each line is

QUIET = ELEMENTS["nav"] | ELEMENTS["footer"] | ELEMENTS["form"] | HIDDEN


def sort(
    sheet: Sheet, facts: metadata.Facts, keep: list[bool], title_at: int | None, title: str
) -> tuple[list[Piece], list[tuple[str, str]]]:
    """Blocks and left-out lines, in the page's order."""
    body = [i for i, kept in enumerate(keep) if kept]
    first, last = (body[0], body[-1]) if body else (len(sheet.lines), -1)
    top = min(first, title_at if title_at is not None else max(0, first - 12))
    pieces: list[Piece] = []
    dropped: list[tuple[str, str]] = []
    done: set[str] = set()
    for i, line in enumerate(sheet.lines):
        near = top - 4 <= i <= last + 6
        kind, why = what(sheet, facts, i, keep[i], title_at, title, near, first, last)
        letters = extractors.key(line.text)
        if kind and kind != "paragraph" and letters in done:
            kind, why = None, "it stands on the page twice"
        if kind:
            done.add(letters)
            pieces += split(kind, line, i)
        else:
            dropped.append((line.text, why))
    return decked(pieces), dropped


def decked(pieces: list[Piece]) -> list[Piece]:
    """One paragraph between the title and the date lines is the deck."""
    kinds = [piece.kind for piece in pieces]
    if "dateline" in kinds:
        dates = kinds.index("dateline")
        before = [i for i in range(dates) if kinds[i] == "paragraph"]
        if len(before) == 1 and "headline" in kinds[: before[0]] and "paragraph" in kinds[dates:]:
            pieces[before[0]].kind = "deck"
    return pieces


def what(
    sheet: Sheet, facts: metadata.Facts, i: int, kept: bool, title_at: int | None, title: str, near: bool, first: int, last: int
) -> tuple[BlockKind | None, str]:
    """The kind of a line, or None with the reason why it is left out."""
    line, bits = sheet.lines[i], hints()
    text, count = line.text, len(clutter.words(line.text))
    if i == title_at:
        return "headline", ""
    if title and extractors.key(text) == extractors.key(title):
        return None, "the title again"
    if near and clutter.is_date_line(text):
        return "dateline", ""
    if near and not line.where & QUIET and clutter.is_byline(text):
        return "byline", ""
    if near and not line.where & QUIET and i >= first and clutter.is_credit(text):
        return "byline", ""
    why = clutter.clutter(text)
    if why and not (kept and count > 40):
        return None, why
    captioned = line.where & (ELEMENTS["figcaption"] | bits["caption"]) or clutter.is_caption(text)
    if (
        near
        and captioned
        and count >= 3
        and not line.where & QUIET
        and (not kept or line.where & ELEMENTS["figcaption"] or clutter.is_caption(text))
    ):
        return "caption", ""
    if kept:
        return body_kind(sheet.lines, i), ""
    if title_at is not None and title_at < i < first and is_deck(line, facts):
        return "deck", ""
    if not sheet.html and first < i < last and 2 <= count <= 14 and text[0].isupper() and text[-1] not in ".,;:":
        return "subhead", ""
    return None, "not part of the article's text" if first < i < last else "outside the article"


def is_deck(line: Line, facts: metadata.Facts) -> bool:
    """A line under the title that sums the story up."""
    letters = extractors.key(line.text)
    if any(letters and letters == extractors.key(words) for words in facts.deck):
        return True
    if line.where & QUIET or line.link > 0.3 * len(line.text):
        return False
    named = bool(line.where & hints()["deck"]) and len(clutter.words(line.text)) >= 5
    return named or (6 <= len(clutter.words(line.text)) <= 80 and not line.tag)


def body_kind(lines: list[Line], i: int) -> BlockKind:
    line = lines[i]
    if line.tag in HEADINGS:
        return "subhead"
    if line.where & ELEMENTS["blockquote"]:
        return "quote"
    if line.where & ELEMENTS["li"]:
        return "list"
    return "paragraph"


# "Jane Roe of the Example Institute on why the bridge fell.": the caption of a video, run into a paragraph
VIDEO_CAPTION = re.compile(
    r"(?:(?:[A-Z][\w.'’-]*|of|and|the|for|former|contributor|correspondent|host|anchor|analyst|director|author)\s){2,14}on (?:how|why|whether|what)\b[^.!?]{10,300}[.!?](?=\s|$)"
)


def split(kind: BlockKind, line: Line, i: int) -> list[Piece]:
    """A paragraph that a video's caption runs into becomes two blocks."""
    if kind == "paragraph" and (match := VIDEO_CAPTION.match(line.text)):
        end = match.end()
        rest = len(line.text) - len(line.text[end:].lstrip())
        parts = [Piece("caption", line.text[:end], cut(line.runs, 0, end), i)]
        if line.text[rest:]:
            parts.append(Piece("paragraph", line.text[rest:], cut(line.runs, rest, len(line.text)), i))
        return parts
    return [Piece(kind, line.text, line.runs, i)]


def cut(runs: tuple[tuple[int, int, int], ...], first: int, last: int) -> tuple[tuple[int, int, int], ...]:
    """The runs of the characters [first, last) of a line, counted from ``first``."""
    kept = []
    for at, start, length in runs:
        left, right = max(at, first), min(at + length, last)
        if left < right:
            kept.append((left - first, start + left - at, right - left))
    return tuple(kept)


def head_piece(sheet: Sheet, title: str) -> Piece:
    """A headline that no line of the page shows, from where the head has its words."""
    at = sheet.page.find(title)
    if at < 0:
        at = sheet.page.find(html.escape(title))
        return Piece("headline", title, (), -1)
    return Piece("headline", title, ((0, at, len(title)),), -1)


def gathered(dropped: list[tuple[str, str]]) -> list[LeftOut]:
    """Neighbours left out for one reason, together."""
    found: list[LeftOut] = []
    for text, why in dropped:
        if found and found[-1].why == why:
            found[-1] = LeftOut(f"{found[-1].text}\n{text}", why)
        else:
            found.append(LeftOut(text, why))
    return found
