"""What an article states, and on whose word: one ``Claim`` for each clause of substance.

::

    The mayor resigned on Monday, two officials said.
    |------ claim of the officials ----|                 attribution: two officials

    The council, which met in May, has denied that it knew.
                 |-- claim ------|                        the outlet's own voice
                                                |-----|   denied

A statement belongs to the innermost attribution whose content holds it; words outside every content are the outlet's
own voice. That somebody declined to speak is no claim, and neither is the bare frame "the mayor said on Monday".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondsource.data import table
from secondsource.model import (
    Attribution,
    BlockKind,
    Certainty,
    Claim,
    Mention,
    Quantity,
    Sentence,
    Span,
    TimeExpression,
    make_id,
)
from secondsource.reading.clauses import is_finite, statements
from secondsource.reading.names import words_of
from secondsource.reading.sentences import Parse

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST = 120  #: words of a claim; a longer stretch is cut
FEWEST = 3  #: words of a claim that stands in somebody's content
FEWEST_OWN = 5  #: words of a claim in the outlet's own voice
SILENT: tuple[BlockKind, ...] = ("byline", "dateline")
CONTENT = {"NOUN", "PROPN", "VERB", "ADJ", "NUM"}
NO = {"no", "never", "none", "nothing", "nobody", "neither", "nor"}
EMPTY = {"say", "tell", "be", "have", "do", "mr", "mr.", "ms", "ms.", "mrs", "mrs.", "other", "such", "more", "many", "own"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Tokens ``[start, end)`` of one sentence with one voice."""

    start: int
    end: int
    voice: Attribution | None


def find_claims(
    parse: Parse,
    mentions: Sequence[Mention],
    quantities: Sequence[Quantity],
    times: Sequence[TimeExpression],
    attributions: Sequence[Attribution],
) -> tuple[Claim, ...]:
    """All claims of the article in text order, headline and deck among them."""
    found: dict[Span, Claim] = {}
    held = _Near(mentions, quantities, times)
    for sentence, said in _with_speech(parse, attributions):
        if sentence.block.kind in SILENT:
            continue
        for piece in _pieces(parse, sentence, said):
            for start, end in statements(parse.doc, piece.start, piece.end):
                claim = _claim(parse, held, sentence, piece.voice, *_trimmed(parse, start, end))
                if claim is not None:
                    found.setdefault(claim.span, claim)
    return tuple(sorted(found.values(), key=lambda c: (c.span.start, c.span.end)))


class _Near:
    """What lies inside a span, found by its offset."""

    def __init__(self, mentions: Sequence[Mention], quantities: Sequence[Quantity], times: Sequence[TimeExpression]):
        self.mentions = sorted(mentions, key=lambda m: m.span)
        self.quantities = sorted(quantities, key=lambda q: q.span)
        self.times = sorted(times, key=lambda t: t.span)

    @staticmethod
    def inside(things: Sequence[object], span: Span) -> list[object]:
        from bisect import bisect_left

        low = bisect_left(things, span.start, key=lambda x: x.span.start)  # type: ignore[attr-defined]
        high = bisect_left(things, span.end, key=lambda x: x.span.start)  # type: ignore[attr-defined]
        return [x for x in things[low:high] if x.span.end <= span.end]  # type: ignore[attr-defined]


def _with_speech(parse: Parse, attributions: Sequence[Attribution]) -> Iterator[tuple[Sentence, list[Attribution]]]:
    """Each sentence with the attributions that touch it; one pass over both."""
    ordered = sorted(attributions, key=lambda a: (a.span, a.id))
    active: list[Attribution] = []
    at = 0
    for sentence in parse.sentences:
        while at < len(ordered) and ordered[at].span.start < sentence.span.end:
            active.append(ordered[at])
            at += 1
        active = [a for a in active if a.span.end > sentence.span.start]
        yield sentence, [a for a in active if a.span.overlaps(sentence.span)]


# ---- voices --------------------------------------------------------------------------------------------------------


def _pieces(parse: Parse, sentence: Sentence, said: Sequence[Attribution]) -> Iterator[_Piece]:
    """The sentence cut where the voice changes; frames ('the mayor said') fall away."""
    first, last = parse.tokens(sentence.span)
    owner: list[Attribution | None] = [None] * (last - first)
    framed = [False] * (last - first)
    contents = [(part, a) for a in said for part in a.content]
    for part, attribution in sorted(contents, key=lambda x: (-len(x[0]), _depth(x[1]))):
        for at in range(*_clip(parse, part, first, last)):
            owner[at - first] = attribution
    for attribution in said:
        for frame in (attribution.source_span, attribution.cue, attribution.addressee, attribution.time.span if attribution.time else None):
            if frame is not None:
                for at in range(*_clip(parse, frame, first, last)):
                    if not _told(owner[at - first], attribution):
                        framed[at - first] = True
    silent = any(a.stance == "declines" and not a.content for a in said)
    at = first
    while at < last:
        end = at
        while end < last and owner[end - first] is owner[at - first] and framed[end - first] == framed[at - first]:
            end += 1
        if not framed[at - first] and not (silent and owner[at - first] is None):
            yield _Piece(at, end, owner[at - first])
        at = end


def _told(owner: Attribution | None, attribution: Attribution) -> bool:
    """Do these words lie in the content of the attribution itself, so that they are no frame of it?"""
    return owner is attribution


def _depth(attribution: Attribution) -> int:
    depth = 0
    while attribution.within is not None and depth < 20:
        depth, attribution = depth + 1, attribution.within
    return depth


def _clip(parse: Parse, span: Span, first: int, last: int) -> tuple[int, int]:
    start, end = parse.tokens(span)
    return max(start, first), max(min(end, last), max(start, first))


# ---- one claim -----------------------------------------------------------------------------------------------------

# What may stand at the edge of a clause and is no part of it: marks, dashes, 'and', 'but', 'that'.
OPEN_END = {",", ";", ":", "—", "–", "-", "“", "(", "["}
EDGE = {"and", "but", "that", "or", "so", "yet", "however", "though", "although", "nor"}


def _trimmed(parse: Parse, start: int, end: int) -> tuple[int, int]:
    doc = parse.doc
    while start < end and (doc[start].is_space or (doc[start].is_punct and doc[start].text not in "([$") or doc[start].lower_ in EDGE):
        start += 1
    while end > start and (
        doc[end - 1].is_space or doc[end - 1].text in (",", ";", ":", "—", "–", "-", "“", "(", "[") or doc[end - 1].lower_ in EDGE
    ):
        end -= 1
    words = [t.i for t in doc[start:end] if t.is_alpha or t.like_num]
    if len(words) > LONGEST:
        end = words[LONGEST]
    return start, end


def _claim(parse: Parse, held: _Near, sentence: Sentence, voice: Attribution | None, start: int, end: int) -> Claim | None:
    doc, headline = parse.doc, sentence.block.kind in ("headline", "deck", "subhead")
    words = sum(t.is_alpha or t.like_num for t in doc[start:end])
    fewest = FEWEST if voice is not None or headline else FEWEST_OWN
    if words < fewest:
        return None
    tokens = [doc[i] for i in range(start, end)]
    verb = _main_verb(tokens)
    if verb is None or (voice is None and not headline and not _asserts(verb, start, end)):
        return None
    span = parse.span(start, end)
    actors = [m for m in held.inside(held.mentions, span) if isinstance(m, Mention)]
    said_when = voice.time if voice is not None else None
    return Claim(
        id=make_id("c", parse.article.id, span.start, span.end),
        article=parse.article.id,
        span=span,
        attribution=voice,
        times=tuple(t for t in held.inside(held.times, span) if isinstance(t, TimeExpression) and t != said_when),
        certainty=_certainty(tokens, voice),
        actors=_distinct(m for m in actors if m.kind != "place"),
        places=_distinct(m for m in actors if m.kind == "place"),
        quantities=tuple(q for q in held.inside(held.quantities, span) if isinstance(q, Quantity)),
        action=verb.lemma_.lower(),
        negated=_negated(verb, start, end),
        words=tuple(_content(tokens)),
        block=sentence.block.kind,
    )


def _main_verb(tokens: Sequence[Token]) -> Token | None:
    """The verb of the clause that hangs highest: its head lies outside, or it is the sentence's root."""
    verbs = [t for t in tokens if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("aux", "auxpass")]
    if not verbs:
        return None
    return min(verbs, key=lambda t: (_height(t), not is_finite(t), t.i))


def _height(token: Token) -> int:
    height = 0
    while token.head is not token and height < 60:
        height, token = height + 1, token.head
    return height


def _asserts(verb: Token, start: int, end: int) -> bool:
    """In the outlet's own voice only a finite clause with somebody or something in it states a fact."""
    tokens = verb.doc[start:end]
    return any(is_finite(t) for t in tokens if t.pos_ in ("VERB", "AUX")) and any(t.pos_ in ("NOUN", "PROPN", "PRON") for t in tokens)


def _negated(verb: Token, start: int, end: int) -> bool:
    """'not', 'never' at the verb, or 'no' before its subject or object."""
    near = [*verb.children, *(g for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") for g in c.children)]
    return any(
        start <= t.i < end and (t.dep_ == "neg" or t.lower_ in ("no", "never", "none", "nothing", "nobody", "neither", "nor")) for t in near
    )


def _certainty(tokens: Sequence[Token], voice: Attribution | None) -> Certainty:
    """The attribution's stance first, then the words of the clause, then the stance of those who pass it on."""
    held = table("certainty.toml")
    by_stance = held["stance"].get(voice.stance) if voice is not None else None
    if by_stance == "denied":
        return "denied"
    lemmas = {t.lemma_.lower() for t in tokens} | {t.lower_ for t in tokens}
    text = " ".join(t.lower_ for t in tokens)
    unsure = words_of("certainty.toml", "unknown", "words")
    if lemmas & unsure or text.endswith("?") or any(p in text for p in held["unknown"]["phrases"].split("|")):
        return "unknown"
    if lemmas & words_of("certainty.toml", "possible", "words"):
        return "possible"
    known: Certainty = by_stance or "asserted"
    return known


def _content(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        lemma = token.lemma_.lower()
        if token.pos_ in CONTENT and not token.is_stop and lemma not in EMPTY and re.search(r"\w", lemma):
            yield lemma


def _distinct(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The first mention of each name."""
    kept: dict[str, Mention] = {}
    for mention in mentions:
        kept.setdefault(mention.name, mention)
    return tuple(kept.values())
