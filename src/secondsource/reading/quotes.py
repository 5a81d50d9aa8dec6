"""Quotations: which marks open, which close, and which parts are one quotation.

Works block by block in one pass over the marks, so the time is linear however the marks are set. Apostrophes are told
from single quotation marks by their neighbours. A mark that has no partner makes no quotation, save where the next
paragraph opens with a mark again: then the quotation runs on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from secondsource.model import Block, Quote
from secondsource.reading.rules_turns import with_turns
from secondsource.reading.sentences import Parse, blocks

OPENING, CLOSING, STRAIGHT = "“„«", "”»", '"'
# Double marks, the two-character ones of typewriters among them: ``Never,'' he said.
DOUBLE = re.compile(r"[“”„«»\"]|``|''")
# A single mark that can open: ‘ or ' after a blank, dash, bracket or nothing, before a letter, digit or bracket.
SINGLE_OPEN = re.compile(r"(?<![^\s(\[—–“\"])[‘'](?=[\w(\[$])")
# … unless it stands for left-out letters: ’90s, 'em, 'til, 'n', 'cause.
ELISION = re.compile(r"['‘](?:\d0s\b|em\b|til\b|tis\b|twas\b|n['’]|cause\b|bout\b|round\b)", re.I)
# A single mark that can close: ’ or ' after anything but a blank, before anything but a letter or digit.
SINGLE_CLOSE = re.compile(r"(?<=\S)[’'](?!\w)")
LONGEST_SINGLE = 600  #: characters between single marks; a longer stretch is two apostrophes
LONGEST_GAP = 160  #: characters of "he said" between two parts of one quotation
# A quotation ends at .”, ?” or !”, or at a dash; a part that ends otherwise may go on after "he said,".
PART_END = re.compile(r"[,?!—–-]$")
# '…,” he said, adding later, “…': the second part has a cue of its own, and is another quotation
OWN_CUE = re.compile(
    r"(?:, (?:and |but |later )?|\b(?:before|while|then) )"
    r"(?:adding|saying|noting|telling|asking|arguing|explaining|insisting|writing|replying)\b"
)
SENTENCE_BREAK = re.compile(r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bGen)[.!?]\s+[A-Z]")


def find_quotes(parse: Parse) -> tuple[Quote, ...]:
    """All quotations of the article in reading order, parts of one quotation in one group."""
    text, found, runs_on = parse.article.text, [], False
    end = parse.read_to if parse.read_to is not None else len(text)
    held = [block for block in blocks(parse.article) if block.span.start < end]
    group = -1
    for block, after in zip(held, [*held[1:], None], strict=False):
        here, open_at = _block_quotes(text, block, after)
        continued = runs_on and bool(here) and not text[block.span.start : here[0][0]].strip()
        for n, (start, stop, inner_start, inner_stop) in enumerate(here):
            joined = (n == 0 and continued) or (n > 0 and _broken(text, here[n - 1], here[n]))
            group += not joined
            span, inner = parse.article.span(start, stop), parse.article.span(inner_start, inner_stop)
            found.append(Quote(span, inner, group))
        runs_on = open_at
    kept = tuple(_trimmed(text, quote) for quote in found if text[quote.inner.start : quote.inner.end].strip())
    return with_turns(parse.article, kept, parse.read_to)


Cut = tuple[int, int, int, int]  #: start and end with the marks, start and end without


def _block_quotes(text: str, block: Block, after: Block | None) -> tuple[list[Cut], bool]:
    """The quotations of one block, and whether the last one runs on into the next."""
    start, end = block.span.start, block.span.end
    cuts: list[Cut] = []
    opened: tuple[int, int] | None = None
    for match in DOUBLE.finditer(text, start, end):
        mark, at, past = match.group(), match.start(), match.end()
        if _opens(text, mark, at, past, opened is not None, start):
            opened = (at, past)
        elif opened:
            cuts.append((opened[0], past, opened[1], at))
            opened = None
    runs_on = False
    if opened and after and text[after.span.start : after.span.start + 2].strip()[:1] in (*OPENING, STRAIGHT, "`", "'"):
        cuts.append((opened[0], end, opened[1], end))
        runs_on = True
    cuts += _singles(text, start, end, cuts, opened[0] if opened and runs_on else None)
    return sorted(cuts), runs_on


def _opens(text: str, mark: str, at: int, past: int, inside: bool, start: int) -> bool:
    """Does this double mark open a quotation?

    A typographic mark says so itself. A straight one opens where none is open, or where it stands like an opening one
    (blank before, none after): then the one before it was never closed.
    """
    if mark in OPENING or mark == "``":
        return True
    if mark in CLOSING:
        return False
    blank_before = at == start or text[at - 1].isspace() or text[at - 1] in "([—–-"
    blank_after = past >= len(text) or text[past].isspace()
    if inside:
        return blank_before and not blank_after
    return not blank_after or blank_before


def _singles(text: str, start: int, end: int, doubles: list[Cut], open_from: int | None) -> Iterator[Cut]:
    """Quotations in single marks that stand outside the double ones."""
    closers = [m.start() for m in SINGLE_CLOSE.finditer(text, start, end)]
    if not closers:
        return
    taken = sorted((d[0], d[1]) for d in doubles)
    starts = [t[0] for t in taken]
    free_from = start
    for match in SINGLE_OPEN.finditer(text, start, end):
        at = match.start()
        k = bisect_left(starts, at) - 1
        if at < free_from or (k >= 0 and at < taken[k][1]) or (open_from is not None and at > open_from) or ELISION.match(text, at):
            continue
        limit = min(at + LONGEST_SINGLE, taken[k + 1][0] if k + 1 < len(taken) else end)
        k = bisect_left(closers, at + 2)
        near = [c for c in closers[k : k + 4] if c < limit]
        close = _closing(text, near)
        if close is not None:
            free_from = close + 1
            yield at, close + 1, at + 1, close


def _closing(text: str, near: list[int]) -> int | None:
    """Of the next few marks, the one that closes: after punctuation, else not after an s (officers'), else the first."""
    after_mark = [mark for mark in near if text[mark - 1] in ".,!?…;:"]
    not_owner = [mark for mark in near if text[mark - 1] not in "sS"]
    return next(iter([*after_mark, *not_owner, *near]), None)


def _broken(text: str, left: Cut, right: Cut) -> bool:
    """Are these two parts of one quotation, broken by its cue: “Never,” he said, “not once.”?"""
    gap = text[left[1] : right[0]]
    if len(gap) > LONGEST_GAP or not gap.strip() or "\n\n" in gap:
        return False
    if len(text[left[2] : left[3]].split()) < 2 or not PART_END.search(text[left[2] : left[3]].rstrip()):
        return False
    return gap.rstrip().endswith((",", "—", "–", "-")) and not SENTENCE_BREAK.search(gap) and not OWN_CUE.search(gap)


def _trimmed(text: str, quote: Quote) -> Quote:
    """The quotation with no white space at the ends of its inner span."""
    inner = quote.inner
    words = text[inner.start : inner.end]
    start = inner.start + len(words) - len(words.lstrip())
    end = inner.start + len(words.rstrip())
    span = quote.span
    whole = text[span.start : span.end]
    return replace(quote, inner=replace(inner, start=start, end=end), span=replace(span, end=span.start + len(whole.rstrip())))
