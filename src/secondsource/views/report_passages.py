"""What is shown of two passages that differ: the clause around the differing words, and which words these are.

::

    The board met on Monday, and it found [14 cracks] in the gate, which was closed at once, two officers said.
                                 `- what is shown: the claim, cut at its clauses -'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from markupsafe import Markup

from secondsource.data import table
from secondsource.model import Article, Difference, Span
from secondsource.views.desk import Desk
from secondsource.views.quoting import CURLY, place, text_of

MOST = 130  #: characters of a passage that is shown whole
LEAST = 24  #: characters kept on each side of the differing words, where the clause has so many
AROUND = 90  #: and at most
WIDE = 0.6  #: marks over this much of what is shown tell nothing, and are quieter

WORD = re.compile(r"\w+(?:['’.,-]\w+)*|[^\w\s]")
#: Where a clause may be cut: before "who", "after" and such words, and after a comma, colon, semicolon or dash.
CUT = re.compile(r"[,;:](?=\s)|\s(?=(?:who|which|that|after|before|but|when|while|where|because|as|and)\s)|\s(?=[–—]\s)")


def compared(desk: Desk, difference: Difference) -> tuple[list[Span], Sequence[Sequence[Span]]]:
    """For both sides, what is shown and the words that are marked in it."""
    sides = (difference.left, difference.right)
    marks = named(desk, difference) or [[], []]
    views = [shown(desk, side, own) for side, own in zip(sides, marks, strict=True)]
    if not any(marks):
        inside = [Span(s.article, max(s.start, v.start), min(s.end, v.end)) for s, v in zip(sides, views, strict=True)]
        if all(len(s) >= WIDE * len(v) for s, v in zip(inside, views, strict=True)):
            unlike = apart(*(desk.articles[v.article][v] for v in views))
            return views, [[Span(v.article, v.start + a, v.start + b) for a, b in parts] for v, parts in zip(views, unlike, strict=True)]
        return views, [[s] for s in inside]
    return views, marks


# ---- which words differ --------------------------------------------------------------------------------------------


def named(desk: Desk, difference: Difference) -> Sequence[Sequence[Span]] | None:
    """The words that the reason names on either side; of certainty, the words of doubt, denial or planning."""
    sides = (difference.left, difference.right)
    quotes = [match[1].split() for match in CURLY.finditer(difference.says)]
    for first, second in pairwise(quotes):  # “14 cracks” against “at least 12 cracks”
        pair = [find(desk, words, side) for words, side in zip((first, second), sides, strict=True)]
        if all(pair):
            return pair
    found = [[x for words in quotes if not find(desk, words, other) for x in find(desk, words, one)] for one, other in (sides, sides[::-1])]
    if not any(found) and difference.kind == "certainty":
        found = [list(doubting(desk.articles[side.article], side)) for side in sides]
        both = [{desk.articles[x.article][x].casefold() for x in spans} for spans in found]
        found = [[x for x in spans if desk.articles[x.article][x].casefold() not in both[0] & both[1]] for spans in found]
    return [sorted(spans) for spans in found] if any(found) else None


def find(desk: Desk, words: Sequence[str], side: Span) -> list[Span]:
    """Where the words first stand in a side, as a list of at most one; words that are most of the side tell nothing."""
    text = desk.articles[side.article][side]
    at = re.search(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)", text) if words else None
    if not at or len(at[0]) > WIDE * max(len(text), 40):
        return []
    return [Span(side.article, side.start + at.start(), side.start + at.end())]


def doubting(article: Article, side: Span) -> Iterable[Span]:
    """The words of data/contrasts.toml that make a statement less than a plain yes."""
    lists = table("contrasts.toml")
    wanted = {word for name in ("negatives", "denials", "hedges", "doubts", "plans") for word in lists[name].split()}
    for match in WORD.finditer(article[side]):
        word = match[0].casefold().replace("’", "'")
        if word in wanted or word.endswith("n't"):
            yield article.span(side.start + match.start(), side.start + match.end())


def apart(one: str, other: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
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


# ---- what is shown -------------------------------------------------------------------------------------------------


def shown(desk: Desk, side: Span, marked: Sequence[Span]) -> Span:
    """The claim that holds the differing words, else the sentence; a long one cut where its clauses part."""
    article, whole = desk.articles[side.article], sentence(desk, side)
    focus = Span(side.article, marked[0].start, marked[-1].end) if marked else side
    claims = [c.span for c in desk.readings[side.article].claims if whole.covers(c.span)]
    if marked:
        around = [c for c in claims if c.covers(focus) and len(c) >= len(focus) + LEAST]
        view = min(around, key=lambda c: (len(c), c.start), default=whole)
    else:
        inside = [c for c in claims if c.overlaps(side)]
        view = max(inside, key=lambda c: (len(c), -c.start), default=whole)
        focus = Span(view.article, view.start, view.start) if len(side) > MOST else side
        view = view if view.covers(focus) else whole
    return trimmed(article, cut(article, view, focus), focus)


def cut(article: Article, view: Span, focus: Span) -> Span:
    """A long passage from the clause before the focus to the clause after it, or cut between words."""
    if len(view) <= MOST or len(view) <= len(focus):
        return view
    start, end, text = view.start, view.end, article.text
    places = [m.end() if m[0].isspace() else m.start() for m in CUT.finditer(text, view.start, view.end)]
    before = [at for at in places if at <= focus.start - LEAST and at >= focus.start - AROUND]
    after = [at for at in places if focus.end + LEAST <= at <= focus.end + AROUND]
    if focus.start - start > AROUND or (before and len(view) > MOST):
        start = max(before, default=text.find(" ", focus.start - AROUND, focus.start) + 1 or focus.start)
    if end - start > MOST and (end - focus.end > AROUND or after):
        fits = [at for at in after if at - start <= MOST]
        end = max(fits, default=min(after, default=text.rfind(" ", focus.end, focus.end + AROUND)))
    return Span(view.article, start, max(end, focus.end))


def sentence(desk: Desk, span: Span) -> Span:
    """The sentence, else the block, around a span, without white space at its ends; the span itself where neither is known."""
    reading = desk.readings[span.article]
    around = [s.span for s in reading.sentences if s.span.overlaps(span)] or [
        b.span for b in reading.article.blocks if b.span.overlaps(span)
    ]
    start, end = min([span.start, *(s.start for s in around)]), max([span.end, *(s.end for s in around)])
    return trimmed(reading.article, Span(span.article, start, end), span)


def trimmed(article: Article, view: Span, focus: Span) -> Span:
    """Without white space at its ends, nor a comma or colon at its beginning or end."""
    start, end, loose = view.start, view.end, ",;:–—"
    while start < focus.start and (article.text[start].isspace() or article.text[start] in loose):
        start += 1
    while end > focus.end and (article.text[end - 1].isspace() or article.text[end - 1] in loose):
        end -= 1
    return Span(view.article, start, end)


def with_marks(article: Article, view: Span, marked: Sequence[Span]) -> Markup:
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
