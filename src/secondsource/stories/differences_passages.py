"""The passages of a story that can differ: its sentences, each with the facts that stand in it.

A fact is looked for in the whole sentence, not in the claim alone: "He resigned on Monday, officials said" gives a day
to whatever else the sentence says. Of a sentence too long to show, each claim is a passage of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secondsource.data import table
from secondsource.model import Article, Claim, Mention, Quantity, Reading, Span, TimeExpression
from secondsource.stories.alignment_likeness import stems

#: A word, with an apostrophe, point or comma inside.
WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
#: A mark of quotation.
MARK = re.compile('[“”"]')


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or a claim of a long one, and what is found in it."""

    article: Article
    span: Span
    shown: Span  #: the paragraph where it is short, else the passage
    words: tuple[str, ...]  #: lower case, straight apostrophes
    stems: frozenset[str]  #: of its content words
    at: float  #: how far into the report it stands, 0 to 1
    number: int  #: of the sentence in its report
    headline: bool  #: headline or deck
    claims: tuple[Claim, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[TimeExpression, ...]  #: those with known days
    names: tuple[Mention, ...]  #: people and bodies called by a name
    actors: tuple[Mention, ...]
    places: tuple[Mention, ...]
    quoted: bool
    attributed: bool

    @property
    def text(self) -> str:
        return self.article[self.span]


def passages(readings: Sequence[Reading]) -> list[Passage]:
    """Each wording once, the earliest of every report first where there are too many, in the order of article and place."""
    settings = table("contrasts.toml")
    seen: dict[tuple[str, ...], Passage] = {}
    for reading in readings:
        for number, span, block in spans(reading):
            passage = read(reading, number, span, block)
            seen.setdefault(passage.words, passage)
    early = sorted(seen.values(), key=lambda p: (p.at, p.article.id, p.span))
    return sorted(early[: settings["most_passages"]], key=lambda p: (p.article.id, p.span))


def spans(reading: Reading) -> Iterator[tuple[int, Span, tuple[str, Span]]]:
    """(number of the sentence, span, kind and span of its block) of what can differ."""
    settings = table("contrasts.toml")
    for number, sentence in enumerate(reading.sentences):
        block = sentence.block
        if block.kind in settings["not_compared"] or count(reading.article[sentence.span]) < settings["least_words"]:
            continue
        if count(reading.article[sentence.span]) <= settings["most_words"]:
            yield number, sentence.span, (block.kind, block.span)
            continue
        last = -1
        for claim in sorted(reading.claims, key=lambda c: (c.span.start, -c.span.end)):
            fits = settings["least_words"] <= count(reading.article[claim.span]) <= settings["most_words"]
            if sentence.span.covers(claim.span) and claim.span.start >= last and fits:
                last = claim.span.end
                yield number, claim.span, (block.kind, claim.span)


def count(text: str) -> int:
    return sum(1 for _ in WORD.finditer(text))


def read(reading: Reading, number: int, span: Span, block: tuple[str, Span]) -> Passage:
    """The passage with the facts that begin in it."""
    article, text = reading.article, reading.article[span]
    kind, around = block
    mentions = [m for m in reading.mentions if span.covers(m.span)]
    claims = tuple(c for c in reading.claims if span.covers(Span(c.article, c.span.start, c.span.start + 1)))
    paragraph = kind != "headline" and count(article[around]) <= table("contrasts.toml")["most_words_of_paragraph"]
    return Passage(
        article=article,
        span=span,
        shown=around if paragraph else span,
        words=tuple(m[0].lower().replace("’", "'") for m in WORD.finditer(text)),
        stems=frozenset(stems(text)),
        at=span.start / max(1, len(article.text)),
        number=number,
        headline=kind in ("headline", "deck"),
        claims=claims,
        quantities=tuple(q for q in reading.quantities if span.covers(q.span)),
        times=tuple(t for t in reading.times if span.covers(t.span) and t.interval and t.interval.first and t.interval.last),
        names=tuple(m for m in mentions if m.kind in ("person", "organisation", "place") and m.name[:1].isupper()),
        actors=tuple(m for c in claims for m in c.actors),
        places=tuple(m for m in mentions if m.kind == "place" and m.name[:1].isupper()),
        quoted=bool(MARK.search(text)),
        attributed=any(span.covers(a.span) or (a.source_span and span.covers(a.source_span)) for a in reading.attributions),
    )
