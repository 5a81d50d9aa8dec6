"""The lines that are the article, as blocks of its text; everything else is left out with the reason.

::

    lines of the page ── which are body? (extractors, line model) ── what is each? (headline, deck, caption …) ── Draft
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field

from secondsource.intake import clutter, entries, extractors, features, linemodel, metadata, segments, stamps, titles
from secondsource.intake.hints import hints
from secondsource.intake.markup import ELEMENTS, HEADINGS, HIDDEN, Line, Sheet
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
    keep = page_body(sheet, facts) if sheet.html else text_body(sheet.lines)
    row = entries.of(sheet, facts, keep)
    keep = row.keep
    notes += row.notes
    body = [i for i, kept in enumerate(keep) if kept]
    if sheet.html:
        at, title = titles.of_page(sheet, facts, body)
    else:
        at = titles.of_text(sheet.lines, body)
        title = sheet.lines[at].text if at is not None else ""
    pieces, dropped = sort(sheet, facts, row, at, title)
    if title and at is None:
        pieces.insert(0, head_piece(sheet, title))
    return Draft(pieces, gathered(dropped), title, [words for words, _ in dropped], notes)


# ---- which lines are body


LEAST = 250  #: characters; a body shorter than this is looked for again by other means


def page_body(sheet: Sheet, facts: metadata.Facts) -> list[bool]:
    """By the line model over what the extractors say; where that is next to nothing, by the one that finds most.

    A page whose own ``articleBody`` is twice what was found, and stands on the page, is taken at its word.
    """
    lines = sheet.lines
    if extractors.too_much(sheet):
        return visible(lines, dense_run(lines))
    said = extractors.opinions(sheet, facts.body)
    found = visible(lines, linemodel.page_lines(lines, said))
    wanted = visible(lines, said["trafilatura"])
    if size(lines, found) < 0.7 * size(lines, wanted):  # the model misses much of what trafilatura is sure of: both together
        found = [one or other for one, other in zip(found, wanted, strict=True)]
    own = visible(lines, said["body"]) if "body" in said else []
    if own and size(lines, own) > max(LEAST, 2 * size(lines, found)):
        return own
    if size(lines, found) >= LEAST:
        return found
    tries = [found, said["trafilatura"]]
    tries += [extractors.kept(lines, extractors.trafilatura_text(sheet, recall=recall)) for recall in (False, True)]
    tries += [said["resiliparse"], text_body(lines)]
    return max((visible(lines, kept) for kept in tries), key=lambda kept: min(size(lines, kept), LEAST))


def visible(lines: list[Line], kept: list[bool]) -> list[bool]:
    """Lines that the page hides, in menus or in forms are no article, whoever keeps them."""
    return [keep and not line.where & (HIDDEN | ELEMENTS["nav"]) for line, keep in zip(lines, kept, strict=True)]


def size(lines: list[Line], kept: list[bool]) -> int:
    return sum(len(line.text) for line, keep in zip(lines, kept, strict=True) if keep)


SHORT = 60  #: lines; a text of fewer was cut down to its article already, and holds too little for the model to learn the page by


def text_body(lines: list[Line]) -> list[bool]:
    """By the networks on long texts; on short ones, and where they find little, the densest run of sentences."""
    if len(lines) < SHORT:
        return dense_run(lines)
    return long_or_run(lines, segments.kept(lines))


def long_or_run(lines: list[Line], found: list[bool]) -> list[bool]:
    """What was found; where that is next to nothing, the densest run of sentences."""
    return found if size(lines, found) >= 2 * LEAST else dense_run(lines)


def dense_run(lines: list[Line]) -> list[bool]:
    """The stretch of lines with most words in sentences; its sentences and long lines.

    Each line that is no sentence costs six words, clutter twelve: a subhead between paragraphs is worth crossing, a
    list of other stories is not.
    """
    count = [len(clutter.words(line.text)) for line in lines]
    why = [clutter.clutter(line.text) for line in lines]
    good = [n >= 3 and clutter.is_sentence(line.text, 3) and not reason for n, line, reason in zip(count, lines, why, strict=True)]
    worth = [n if fine else -12 if reason else -6 for n, fine, reason in zip(count, good, why, strict=True)]
    first, last = features.best_stretch(worth)
    if first == last and lines:  # no sentence at all: the longest line is all there is
        longest = max(range(len(lines)), key=lambda i: count[i])
        return [i == longest and count[i] >= 8 for i in range(len(lines))]
    return [first <= i < last and (good[i] or count[i] >= 12) for i in range(len(lines))]


# ---- what each line is

QUIET = ELEMENTS["nav"] | ELEMENTS["footer"] | ELEMENTS["form"] | HIDDEN


def sort(
    sheet: Sheet, facts: metadata.Facts, row: entries.Entries, title_at: int | None, title: str
) -> tuple[list[Piece], list[tuple[str, str]]]:
    """Blocks and left-out lines, in the page's order."""
    keep = row.keep
    body = [i for i, kept in enumerate(keep) if kept]
    first, last = (body[0], body[-1]) if body else (len(sheet.lines), -1)
    top = min(first, title_at if title_at is not None else max(0, first - 12))
    pieces: list[Piece] = []
    dropped: list[tuple[str, str]] = []
    done: set[str] = set()
    others = other_dates(sheet.lines, title_at, first)
    listed = is_listed(sheet.lines, keep)
    for i, line in enumerate(sheet.lines):
        near = top - 4 <= i <= last + 6
        kind, why = entry(row, i, line) or what(sheet, facts, i, keep[i], title_at, title, near, first, last)
        if i in others:
            kind, why = None, "the date of another page"
        letters = extractors.key(line.text)
        if (
            kind
            and letters in done
            and not (listed and keep[i])
            and i not in row.times | row.slides
            and (kind != "paragraph" or len(letters) > 40)
        ):
            kind, why = None, "it stands on the page twice"
        if kind:
            done.add(letters)
            pieces += split(kind, line, i)
        else:
            dropped.append((line.text, why))
    return decked(pieces), dropped


def other_dates(lines: list[Line], title_at: int | None, first: int) -> set[int]:
    """Date lines of teasers: where three days or more stand between title and text, all but those of the first day."""
    if title_at is None:
        return set()
    dated = [i for i in range(title_at + 1, min(first + 1, len(lines))) if clutter.is_date_line(lines[i].text)]
    days = {i: next(stamps.find(lines[i].text))[2].value[:10] for i in dated if not clutter.is_labelled_date(lines[i].text)}
    return {i for i in days if days[i] != next(iter(days.values()))} if len(set(days.values())) >= 3 else set()


def entry(row: entries.Entries, i: int, line: Line) -> tuple[BlockKind | None, str] | None:
    """What a line is as a part of a live blog's or a slide show's entries; None where it is none."""
    if i in row.times:
        return "subhead", ""
    if i in row.slides:
        return "caption", ""
    if i - 1 in row.times and not line.tag and row.keep[i] and not clutter.is_sentence(line.text, 3):
        return "subhead", ""  # plain text: the entry's headline
    return (None, "the number of a slide") if i in row.numbers else None


def is_listed(lines: list[Line], keep: list[bool]) -> bool:
    """A body that says several things three times over is a list (recipes, results): its repeats are its own.

    A page shown twice, or a pull quote, says things twice.
    """
    times = Counter(extractors.key(line.text) for line, kept in zip(lines, keep, strict=True) if kept)
    return sum(count >= 3 for count in times.values()) >= 3


def decked(pieces: list[Piece]) -> list[Piece]:
    """One paragraph between the title and the date lines is the deck; so is a heading that is a sentence, before all text."""
    kinds = [piece.kind for piece in pieces]
    start = next((i for i, kind in enumerate(kinds) if kind not in ("headline", "byline", "dateline", "caption")), None)
    if start and kinds[start] == "subhead" and "headline" in kinds[:start] and clutter.is_sentence(pieces[start].text):
        pieces[start].kind = "deck"
    if "dateline" in kinds:
        dates = kinds.index("dateline")
        before = [i for i in range(dates) if kinds[i] == "paragraph"]
        if (
            len(before) == 1
            and len(clutter.words(pieces[before[0]].text)) >= 3
            and "headline" in kinds[: before[0]]
            and "paragraph" in kinds[dates:]
        ):
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
    opening = near and i <= first + 1
    if near and clutter.is_date_line(text) and (opening or clutter.is_labelled_date(text)):
        return "dateline", ""
    if opening and not line.where & QUIET and clutter.is_byline(text):
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
    if kept and title_at is not None and title_at < i <= first and line.where & hints()["deck"]:
        return "deck", ""  # the page's own class says so, though it reads like the text's first sentence
    if kept and not sheet.html and is_subhead(sheet.lines, i):
        return ("subhead", "") if i < last else (None, "outside the article")  # a heading over nothing
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


def is_subhead(lines: list[Line], i: int) -> bool:
    """In bare text: a few words without a last mark, alone between sentences."""
    text = lines[i].text
    if not (2 <= len(clutter.words(text)) <= 14 and text[0].isupper() and (text[-1].isalnum() or text[-1] == "?")):
        return False
    return all(0 <= j < len(lines) and clutter.is_sentence(lines[j].text, 3) for j in (i - 1, i + 1)) and not clutter.is_sentence(text, 8)


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
    r"(?:(?:[A-Z][\w.'’-]*|of|and|the|for|former|contributor|correspondent|host|anchor|analyst|director"
    r"|author)\s){2,14}on (?:how|why|whether|what)\b[^.!?]{10,300}[.!?](?=\s|$)"
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
