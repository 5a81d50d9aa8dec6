"""Where the reports differ: two passages side by side, the differing words marked, and what only one page says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from markupsafe import Markup

from secondsource.model import Alignment, Difference, Interval, Span
from secondsource.views import report_passages as passages
from secondsource.views import wording
from secondsource.views.desk import Cite, Desk
from secondsource.views.quoting import first_words, in_marks
from secondsource.views.words import Words

SHOWN = 40  #: differences shown that facts alone show
GUESSED = 12  #: of those that are guesses, folded
ONLY = 6  #: claims of one page only that are listed, as many of each page; all are in the table of claims
ONLY_WORDS = 110  #: characters of each
#: 2024-03-12, and 2024-03-12 to 2024-03-14.
DAYS = re.compile(r"\b(\d{4}-\d\d-\d\d)(?: to (\d{4}-\d\d-\d\d))?\b")
#: 'The Mail has “three”, the Courier has “two”: one number can be both.': what stands after both sides' words.
REASON = re.compile(r"”(?: in another)?: ([^“”]+)$")


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
    guesses: tuple[Card, ...]  #: folded
    guessed: int  #: how many there are in all
    guess_words: str  #: what stands over them
    only: tuple[Only, ...]
    only_count: int
    only_shown: int


def differences(desk: Desk) -> Differences:
    """The cards, the strongest first, then the guesses, the likeliest first, and the claims of single pages."""
    strength = {"contradicts": 0, "different": 1, "compatible": 2}
    found = sorted((d for d in desk.story.differences if not d.guess), key=lambda d: strength[d.verdict])
    guesses = [d for d in desk.story.differences if d.guess]
    alone = [a for a in desk.story.alignments if a.relation == "single" and a.claims]
    listed = _listed(alone) if len(desk.story.readings) > 1 else []
    shown = found[:SHOWN]
    return Differences(
        lead(desk.w, found, len(guesses), len(alone), len(desk.story.readings)),
        tuple(card(desk, d) for d in shown),
        len(found) - len(shown),
        tuple(card(desk, d) for d in guesses[:GUESSED]),
        len(guesses),
        wording.upper(desk.w.many("differences.guesses", len(guesses), n=desk.w.small(len(guesses)))),
        _only(desk, listed),
        len(alone),
        len(listed),
    )


def lead(w: Words, found: Sequence[Difference], guesses: int, alone: int, readings: int) -> str:
    """What the section holds, in a sentence."""

    def counted(key: str, count: int) -> str:
        return w.many(key, count, n=w.small(count))

    if readings < 2:
        what = counted("differences.inside", len(found)) if found else w("differences.origins_counted")
        return w("differences.one_report", what=what)
    if not found and not guesses:
        return w("differences.none")
    counts = {verdict: sum(d.verdict == verdict for d in found) for verdict in ("contradicts", "different", "compatible")}
    parts = [counted(f"differences.found.{verdict}", count) for verdict, count in counts.items() if count]
    said = [] if counts["contradicts"] else [w("differences.no_contradiction")]
    said.append(w("differences.found.all", list=wording.upper(w.listed(parts))) if parts else w("differences.none_plain"))
    if alone:
        said.append(wording.upper(counted("differences.alone", alone)))
    return " ".join(said)


def card(desk: Desk, difference: Difference) -> Card:
    left, right = difference.left, difference.right
    views, marks = passages.compared(desk, difference)
    same_page = left.article == right.article
    kinds = [desk.readings[s.article] for s in (left, right)]
    block = [next((b.kind for b in r.article.blocks if b.span.overlaps(s)), "paragraph") for r, s in zip(kinds, (left, right), strict=True)]
    kind = desk.w(f"differences.kind.{difference.kind}")
    if same_page and block[0] != block[1]:
        kind = desk.w("differences.blocks", kind=kind, one=desk.w(f"block.{block[0]}"), other=desk.w(f"block.{block[1]}"))
    elif same_page:
        kind = desk.w("differences.same_page", kind=kind)
    sides = [_side(desk, span, view, mark) for span, view, mark in zip((left, right), views, marks, strict=True)]
    return Card(
        desk.ids.of(difference.id), kind, desk.w(f"differences.verdict.{difference.verdict}"), difference.verdict,
        reason(desk, difference), sides[0], sides[1],
    )  # fmt: skip


def reason(desk: Desk, difference: Difference) -> str:
    """Why, without the words that stand beside it: 'One number can be both.'"""
    said = REASON.search(difference.says)
    return desk.w.said(wording.upper(DAYS.sub(_days, said[1]))) if said else desk.told(difference.says)


def _days(found: re.Match[str]) -> str:
    """'12 Mar 2024' for 2024-03-12."""
    try:
        first = date.fromisoformat(found[1])
        return wording.days(Interval(first, date.fromisoformat(found[2]) if found[2] else first))
    except ValueError:
        return found[0]


def _side(desk: Desk, span: Span, view: Span, marked: Sequence[Span]) -> Side:
    article = desk.articles[span.article]
    sentence = passages.sentence(desk, span)
    body = passages.with_marks(article, view, marked)
    return Side(in_marks(article, view, body, (view.start > sentence.start, view.end < sentence.end)), desk.cite(span))


def _listed(alone: Sequence[Alignment]) -> list[Alignment]:
    """The most telling claims of single pages, as many of each page as there are places."""
    pages = dict.fromkeys(a.claims[0].article for a in alone)
    most, taken = max(2, ONLY // max(1, len(pages))), Counter[str]()
    made = []
    for alignment in alone:
        taken[alignment.claims[0].article] += 1
        if taken[alignment.claims[0].article] <= most:
            made.append(alignment)
    return made[:ONLY]


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
    return first_words(desk.articles[span.article], span, ONLY_WORDS), desk.cite_testimony(testimony, alignment)
