"""Rules for transcripts: 'BRANDT: We checked it.' and, in the next paragraph, 'HALE: When?'.

A paragraph that opens with a name and a colon is a turn where two names take turns: one comes back, or both where they are
not in capitals ('HULL: …' and 'LEEDS: …' are places). What stands between two turns belongs to the first of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secondsource.model import Article, Block, Quote, Span
from secondsource.reading.nearby import Near
from secondsource.reading.proposals import Proposal
from secondsource.reading.sentences import Parse, blocks

TURN = "rule: turn"
# '“IDA BRANDT (Harbour Trust): We checked it.' and 'Brandt: We checked it.', with or without a mark before
LABEL = re.compile(
    r"(?P<mark>[\"“]?)(?P<name>(?:(?:[A-Z][A-Z.'’-]{1,24}|[A-Z]\.|[A-Z][a-zA-Z.'’-]{1,24})[ \u00a0]){0,4}[A-Z][A-Za-z.'’-]{0,24})"
    r"(?P<note>[ \u00a0]?\([^)\n]{1,40}\))?(?P<colon>:)[ \u00a0]{0,3}(?=\S)"
)
BETWEEN = 8  #: paragraphs between two turns, at most; more of them and the turn is its own paragraph alone
FEW = 3  #: words a turn must have somewhere, so that tables ('Wins: 12') are none
# '(CROSSTALK)', '[applause]': said by nobody
ASIDE = re.compile(r"\W{0,3}[(\[][^)\]\n]{1,60}[)\]]\W{0,3}")


@dataclass(frozen=True, slots=True)
class Turn:
    """Who speaks, the colon, and the paragraphs that were said."""

    name: Span
    colon: Span
    content: tuple[Span, ...]
    marked: bool  #: opens with a quotation mark


def turns(article: Article, end: int | None = None) -> tuple[Turn, ...]:
    """The turns of a conversation that the page prints as one, in reading order, up to the offset ``end``."""
    held = [b for b in blocks(article) if end is None or b.span.start < end]
    found = [
        (n, match)
        for n, block in enumerate(held)
        if block.kind not in ("headline", "deck")
        and (match := LABEL.match(article.text, block.span.start, block.span.end))
        and len(match["name"]) > 1
    ]
    if len(loud := [(n, match) for n, match in found if _loud(match)]) > 1:
        found = loud  # 'Brandt: Wall will hold' above 'BRANDT: We checked it.' is a headline
    if not _conversation(article, held, found):
        return ()
    made = []
    for (n, match), following in zip(found, [*(n for n, _ in found[1:]), None], strict=True):
        first = article.span(match.end(), held[n].span.end)
        more = [b.span for b in _after(article, held, n, following, bool(match["mark"])) if not ASIDE.fullmatch(article[b.span])]
        made.append(Turn(article.span(*match.span("name")), article.span(*match.span("colon")), (first, *more), bool(match["mark"])))
    return tuple(made)


def _conversation(article: Article, held: Sequence[Block], found: Sequence[tuple[int, re.Match[str]]]) -> bool:
    """Two speakers at least, who speak in turn, and words said: no list of facts ('Born: 1950', 'Height: 12 ft')."""
    names = Counter(match["name"].split()[-1].casefold() for _, match in found)
    if len(names) < 2:
        return False
    said = sum(len(article.text[match.end() : held[n].span.end].split()) >= FEW for n, match in found)
    back = sum(count > 1 for count in names.values())
    return said > 1 and (back > 0 if _loud(found[0][1]) else back > 1)


def _loud(match: re.Match[str]) -> bool:
    return match["name"].isupper()


def _after(article: Article, held: Sequence[Block], n: int, following: int | None, marked: bool) -> Iterator[Block]:
    """The paragraphs after a turn that go on with it: all up to the next, and after the last those that open with a mark again."""
    last = following if following is not None else min(len(held), n + 1 + BETWEEN)
    if following is not None and following - n - 1 > BETWEEN:
        return
    for block in held[n + 1 : last]:
        if block.kind not in ("paragraph", "quote") or (following is None and not (marked and article.text[block.span.start] in '"“')):
            return
        yield block


def by_turns(parse: Parse) -> Iterator[Proposal]:
    """One proposal for each turn."""
    for turn in turns(parse.article, parse.read_to):
        yield Proposal(turn.name, turn.colon, turn.content, TURN, 0.9)


def with_turns(article: Article, quotes: Sequence[Quote], end: int | None = None) -> tuple[Quote, ...]:
    """The quotations, where a turn that opens with a mark is one, without its label, however the marks close."""
    marked = [turn for turn in turns(article, end) if turn.marked]
    if not marked:
        return tuple(quotes)
    group = max((q.group for q in quotes), default=-1)
    own = [Quote(part, part, group + n) for n, turn in enumerate(marked, 1) for part in turn.content]
    taken = Near(marked, lambda turn: (turn.name.start - 1, turn.content[-1].end))
    return tuple(sorted([*(q for q in quotes if not taken.numbers(q.span.start, q.span.end)), *own], key=lambda q: q.span))
