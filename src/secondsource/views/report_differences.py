"""Where the reports differ: two passages side by side, the differing words marked, and what only one page says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from markupsafe import Markup

from secondsource.model import Alignment, Article, Difference, Span
from secondsource.views import wording
from secondsource.views.desk import Cite, Desk
from secondsource.views.quoting import CURLY, in_marks, place, text_of

SHOWN = 40  #: differences shown
ONLY = 6  #: claims of one page only that are listed; all are in the table of claims
AROUND = 110  #: characters of a long sentence kept on each side of the differing words
WIDE = 0.6  #: a span over this much of what is shown is compared word by word with the other side

WORD = re.compile(r"\w+(?:['’.,-]\w+)*|[^\w\s]")

VERDICTS = {"compatible": "Compatible", "different": "Different", "contradicts": "Contradicts"}
KINDS = {"quantity": "Quantity", "date": "Date", "actor": "Who", "certainty": "Certainty", "place": "Place"}


@dataclass(frozen=True, slots=True)
class Side:
    """One passage with its differing words marked, cut where the sentence is long."""

    words: Markup
    cite: Cite


@dataclass(frozen=True, slots=True)
class Card:
    id: str
    kind: str
    verdict: str
    icon: str
    says: str
    left: Side
    right: Side


@dataclass(frozen=True, slots=True)
class Only:
    """Claims that a single page makes."""

    letter: str
    claims: tuple[tuple[Markup, Cite], ...]


@dataclass(frozen=True, slots=True)
class Differences:
    lead: str
    cards: tuple[Card, ...]
    more: int
    only: tuple[Only, ...]
    only_count: int
    only_shown: int


def differences(desk: Desk) -> Differences:
    """All cards, the strongest first, and the claims of single pages."""
    strength = {"contradicts": 0, "different": 1, "compatible": 2}
    found = sorted(desk.story.differences, key=lambda d: strength[d.verdict])
    alone = [a for a in desk.story.alignments if a.relation == "single" and a.claims]
    only = _only(desk, alone[:ONLY]) if len(desk.story.readings) > 1 else ()
    shown = found[:SHOWN]
    return Differences(
        lead(found, len(alone), len(desk.story.readings)),
        tuple(card(desk, d) for d in shown),
        len(found) - len(shown),
        only,
        len(alone),
        min(len(alone), ONLY) if only else 0,
    )


def lead(found: Sequence[Difference], alone: int, readings: int) -> str:
    """What the section holds, in a sentence."""
    if readings < 2:
        what = (
            f"Inside it {wording.small(len(found))} {'point differs' if len(found) == 1 else 'points differ'}."
            if found
            else "Origins are still counted."
        )
        return f"One report only: there is nothing to compare. {what}"
    if not found:
        return "No number, date, place, name or degree of certainty was found to differ between these reports."
    parts = []
    for verdict, one, many in (
        ("contradicts", "contradiction", "contradictions"),
        ("different", "difference", "differences"),
        ("compatible", "point told in words that can both be true", "points told in words that can both be true"),
    ):
        if count := sum(d.verdict == verdict for d in found):
            parts.append(f"{wording.small(count)} {one if count == 1 else many}")
    words = wording.upper(wording.listed(parts)) + "."
    if not any(d.verdict == "contradicts" for d in found):
        words = f"No contradiction was found. {words}"
    return words + (
        f" {wording.upper(wording.small(alone))} {'claim stands' if alone == 1 else 'claims stand'} in a single page." if alone else ""
    )


def card(desk: Desk, difference: Difference) -> Card:
    left, right = difference.left, difference.right
    views = [_window(desk, span) for span in (left, right)]
    marks = _marks(desk, difference, views)
    same_page = left.article == right.article
    kinds = [desk.readings[s.article] for s in (left, right)]
    block = [next((b.kind for b in r.article.blocks if b.span.overlaps(s)), "paragraph") for r, s in zip(kinds, (left, right), strict=True)]
    where = f", {block[0]} against {block[1]}" if same_page and block[0] != block[1] else ", same page" if same_page else ""
    sides = [_side(desk, span, view, mark) for span, view, mark in zip((left, right), views, marks, strict=True)]
    return Card(
        desk.ids.of(difference.id), KINDS[difference.kind] + where, VERDICTS[difference.verdict], difference.verdict,
        desk.prose(difference.says), sides[0], sides[1],
    )  # fmt: skip


def _marks(desk: Desk, difference: Difference, views: Sequence[Span]) -> Sequence[Sequence[Span]]:
    """The differing words of both sides: those that the reason names, else the narrow span itself, else a comparison."""
    sides = (difference.left, difference.right)
    quotes = [match[1].split() for match in CURLY.finditer(difference.says)]
    for first, second in pairwise(quotes):  # “14 cracks” against “at least 12 cracks”
        pair = [_find(desk, words, side) for words, side in zip((first, second), sides, strict=True)]
        if all(pair):
            return pair
    named = [
        [x for words in quotes if not _find(desk, words, other) for x in _find(desk, words, one)] for one, other in (sides, sides[::-1])
    ]
    if any(named):
        return [sorted(spans) for spans in named]
    if all(len(s) >= WIDE * len(v) for s, v in zip(sides, views, strict=True)):
        unlike = _unlike(*(desk.articles[v.article][v] for v in views))
        return [[Span(v.article, v.start + a, v.start + b) for a, b in parts] for v, parts in zip(views, unlike, strict=True)]
    return [[s] for s in sides]


def _find(desk: Desk, words: Sequence[str], side: Span) -> list[Span]:
    """Where the words first stand in a side, as a list of at most one; words that are most of the side tell nothing."""
    text = desk.articles[side.article][side]
    place = re.search(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)", text) if words else None
    if not place or len(place[0]) > WIDE * max(len(text), 40):
        return []
    return [Span(side.article, side.start + place.start(), side.start + place.end())]


def _side(desk: Desk, span: Span, view: Span, marked: Sequence[Span]) -> Side:
    article = desk.articles[span.article]
    sentence = _trimmed(article, _sentence(desk, span), span)
    body = _with_marks(article, view, marked)
    return Side(in_marks(article, view, body, (view.start > sentence.start, view.end < sentence.end)), desk.cite(span))


def _sentence(desk: Desk, span: Span) -> Span:
    """The sentence, else the block, around a span; the span itself where neither is known."""
    reading = desk.readings[span.article]
    around = [s.span for s in reading.sentences if s.span.overlaps(span)] or [
        b.span for b in reading.article.blocks if b.span.overlaps(span)
    ]
    if not around:
        return span
    return Span(span.article, min(span.start, *(s.start for s in around)), max(span.end, *(s.end for s in around)))


def _trimmed(article: Article, sentence: Span, span: Span) -> Span:
    """The sentence without the white space at its ends."""
    start, end = sentence.start, sentence.end
    while start < span.start and article.text[start].isspace():
        start += 1
    while end > span.end and article.text[end - 1].isspace():
        end -= 1
    return Span(span.article, start, end)


def _window(desk: Desk, span: Span) -> Span:
    """What is shown of the sentence: all of it, or the words around the span, cut between words."""
    article = desk.articles[span.article]
    sentence = _trimmed(article, _sentence(desk, span), span)
    start, end, text = sentence.start, sentence.end, article.text
    if end - start > 2 * AROUND + len(span):
        if span.start - start > AROUND:
            start = text.find(" ", span.start - AROUND, span.start) + 1 or span.start
        if end - span.end > AROUND:
            cut = text.rfind(" ", span.end, span.end + AROUND)
            end = cut if cut > 0 else span.end
    return Span(span.article, start, end)


def _unlike(one: str, other: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The character ranges of the words that stand in only one of two texts; all of a text where nothing is shared."""
    left, right = list(WORD.finditer(one))[:400], list(WORD.finditer(other))[:400]
    matcher = SequenceMatcher(None, [m[0].casefold() for m in left], [m[0].casefold() for m in right], autojunk=False)
    sides: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for op, a, b, c, d in matcher.get_opcodes():
        if op != "equal":
            for side, found, i, j in ((sides[0], left, a, b), (sides[1], right, c, d)):
                if i < j:
                    side.append((found[i].start(), found[j - 1].end()))
    return sides


def _with_marks(article: Article, view: Span, marked: Sequence[Span]) -> Markup:
    """The words shown, the differing ones in ``mark`` elements; quieter ones where most of the words differ."""
    out, at = [], view.start
    wide = " wide" if sum(map(len, marked)) > WIDE * len(view) else ""
    for span in marked:
        start, end = max(at, span.start), min(view.end, span.end)
        if start >= end:
            continue
        out += [text_of(article, at, start), Markup('<mark class="w{}">{}</mark>').format(wide, text_of(article, start, end))]
        at = end
    out.append(text_of(article, at, view.end))
    return Markup('<span data-w="{}">{}</span>').format(place(view), Markup("").join(out))


def _only(desk: Desk, alone: Sequence[Alignment]) -> tuple[Only, ...]:
    """By page: what no other report says."""
    pairs = sorted(alone, key=lambda a: list(desk.letters).index(a.claims[0].article))
    return tuple(
        Only(desk.letters[article], tuple(_claim(desk, a) for a in group))
        for article, group in groupby(pairs, key=lambda a: a.claims[0].article)
    )


def _claim(desk: Desk, alignment: Alignment) -> tuple[Markup, Cite]:
    testimony = desk.testimonies(alignment)[0]
    span = testimony.claim.span
    return in_marks(desk.articles[span.article], span), desk.cite_testimony(testimony, alignment)
