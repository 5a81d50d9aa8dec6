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
from secondsource.reading.clauses import STEPS, is_finite, statements
from secondsource.reading.names_tables import words_of
from secondsource.reading.sentences import Parse
from secondsource.reading.voices import Stretch, stretches, with_speech

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST = 120  #: words of a claim; a longer stretch is cut
FEWEST = 3  #: words of a claim that stands in somebody's content
FEWEST_OWN = 5  #: words of a claim in the outlet's own voice
SILENT: tuple[BlockKind, ...] = ("byline", "dateline")
CONTENT = {"NOUN", "PROPN", "VERB", "ADJ", "NUM"}
NO = {"no", "never", "none", "nothing", "nobody", "neither", "nor"}
CONTRACTED = {"'s": "be", "'re": "be", "'m": "be", "'ve": "have", "'d": "have", "'ll": "will"}
EMPTY = {"say", "tell", "be", "have", "do", "mr", "mr.", "ms", "ms.", "mrs", "mrs.", "other", "such", "more", "many", "own"}


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
    for sentence, said in with_speech(parse, attributions):
        if sentence.block.kind in SILENT:
            continue
        unanswered = any(a.stance == "declines" for a in said)
        for stretch in stretches(parse, sentence, said):
            for start, end in statements(parse.doc, stretch.start, stretch.end):
                claim = _claim(parse, held, sentence, stretch, *_trimmed(parse, start, end))
                if claim is not None and not (unanswered and claim.attribution is None and _asks(claim)):
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

    def around(self, offset: int) -> list[object]:
        """The mentions that hold the character, the shortest last."""
        from bisect import bisect_right

        last = bisect_right(self.mentions, offset, key=lambda m: m.span.start)
        found = [m for m in self.mentions[max(last - 12, 0) : last] if m.span.end > offset]
        return [*sorted(found, key=lambda m: -len(m.span))]


# ---- one claim -----------------------------------------------------------------------------------------------------

# What may stand at the edge of a clause and is no part of it: marks, dashes, 'and', 'but', 'that'.
OPEN_END = {",", ";", ":", "—", "–", "-", "“", "(", "["}
EDGE = {"and", "but", "or", "so", "yet", "however", "though", "although"}
# "The bridge was closed on Tuesday after | inspectors found cracks": the word that leads to a clause cut off is no part of this one.
LEADS_ON = {"after", "before", "because", "while", "when", "as", "since", "until", "if", "unless", "whether", "where", "that"}


def _in_passing(parse: Parse, act: Attribution, verb: Token | None) -> bool:
    """Is the saying a remark on a word of the claim, and not what it tells: '… — a plan that some say nobody understood'?"""
    if verb is None or act.cue is None:
        return False
    cue = max(parse.doc[slice(*parse.tokens(act.cue))], key=lambda t: (t.pos_ == "VERB", -_height(t)))
    path = [cue, *cue.ancestors]
    above = path[: path.index(verb)] if verb in path else path
    return verb != cue and any(token.dep_ in ("relcl", "acl", "appos") for token in above)


def _trimmed(parse: Parse, start: int, end: int) -> tuple[int, int]:
    doc = parse.doc
    if doc[start].is_upper and (start == 0 or doc[start].is_sent_start):  # 'WASHINGTON — The White House …'
        start = next((i + 1 for i in range(start + 1, min(start + 8, end - 1)) if doc[i].text in ("—", "–", "–-", "--")), start)
    while start < end and (doc[start].is_space or (doc[start].is_punct and doc[start].text not in "([$") or _is_edge(doc[start])):
        start += 1
    while end > start and (
        doc[end - 1].is_space
        or doc[end - 1].text in OPEN_END
        or doc[end - 1].lower_ in EDGE
        or _leads_on(doc[end - 1], start)
        or _measures(doc[end - 1], start, end)
    ):
        end -= 1
    words = [t.i for t in doc[start:end] if t.is_alpha or t.like_num]
    if len(words) > LONGEST:
        end = words[LONGEST]
    return start, end


def _leads_on(token: Token, start: int) -> bool:
    """'after' with its clause behind it, outside the claim; not the 'after' of 'the day after'."""
    return token.lower_ in LEADS_ON and (token.dep_ == "mark" or token.tag_ in ("IN", "WRB")) and token.i > start and not token.is_sent_end


def _measures(token: Token, start: int, end: int) -> bool:
    """'just days' of 'just days after Hale wrote', whose clause was cut off."""
    return token.i > start and token.dep_ in ("npadvmod", "advmod", "nummod") and token.head.i >= end


def _is_edge(token: Token) -> bool:
    return token.lower_ in EDGE or (token.lower_ == "that" and (token.dep_ == "mark" or token.tag_ == "IN"))


def _unopened(parse: Parse, start: int, end: int) -> bool:
    """A closing mark at the end whose opening one lies outside."""
    mark = parse.doc[end - 1].text
    if mark not in ("”", '"', "’", "'", "''", ")"):
        return False
    opening = {"”": "“", '"': '"', "’": "‘", "'": "'", "''": "``", ")": "("}[mark]
    return not any(t.text == opening for t in parse.doc[start : end - 1])


def _claim(parse: Parse, held: _Near, sentence: Sentence, stretch: Stretch, start: int, end: int) -> Claim | None:
    doc, headline = parse.doc, sentence.block.kind in ("headline", "deck", "subhead")
    tokens = [doc[i] for i in range(start, end)]
    verb = _main_verb(tokens)
    acts = [a for a in stretch.acts if a.cue and start <= parse.tokens(a.cue)[0] < end]
    voice = stretch.voice or next((a for a in acts if a.source_span is not None and not _in_passing(parse, a, verb)), None)
    if verb is None or (voice is None and not headline and not _asserts(verb, start, end)):
        return None
    words = sum(t.is_alpha or t.like_num for t in tokens)
    shared = (subject := _actor(verb)) is not None and not start <= subject.i < end  # 'who left the city', 'left the city'
    if words < (FEWEST if voice is not None or headline or shared else FEWEST_OWN):
        return None
    if stretch.voice is None and _silent(verb, tokens):
        return None
    span = parse.span(start, end)
    actors = [m for m in (*_outside(held, verb, span), *held.inside(held.mentions, span)) if isinstance(m, Mention)]
    said_when = voice.time if voice is not None else None
    return Claim(
        id=make_id("c", parse.article.id, span.start, span.end),
        article=parse.article.id,
        span=span,
        attribution=voice,
        times=tuple(t for t in held.inside(held.times, span) if isinstance(t, TimeExpression) and t != said_when),
        certainty=_certainty(tokens, verb, stretch.voice, acts),
        actors=_distinct(m for m in actors if m.kind != "place"),
        places=_distinct(m for m in actors if m.kind == "place"),
        quantities=tuple(q for q in held.inside(held.quantities, span) if isinstance(q, Quantity)),
        action=CONTRACTED.get(verb.lower_.replace("’", "'"), verb.lemma_.lower()),
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


def _actor(verb: Token) -> Token | None:
    """Who does it: the subject, the noun before 'who', or the subject of the verb that this one is joined to by 'and'."""
    for _ in range(4):
        if verb.dep_ == "relcl":
            return verb.head
        subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None or verb.head is verb:
            return subject
        verb = verb.head
    return None


def _outside(held: _Near, verb: Token, span: Span) -> list[object]:
    """The mention of the actor, where it stands outside the claim's words."""
    subject = _actor(verb)
    if subject is None or span.start <= subject.idx < span.end:
        return []
    return held.around(subject.idx)[-1:]


def _asserts(verb: Token, start: int, end: int) -> bool:
    """In the outlet's own voice only a finite clause with somebody or something in it states a fact."""
    tokens = verb.doc[start:end]
    stated = any(is_finite(t) for t in tokens if t.pos_ in ("VERB", "AUX")) or tokens[0].lower_ in STEPS
    return stated and any(t.pos_ in ("NOUN", "PROPN", "PRON") for t in tokens)


def _silent(verb: Token, tokens: Sequence[Token]) -> bool:
    """'declined to comment', 'did not return calls': nothing is claimed."""
    lemma = verb.lemma_.lower()
    refused = lemma in words_of("certainty.toml", "silent", "verbs")
    unanswered = lemma in words_of("certainty.toml", "silent", "negated_verbs") and any(c.dep_ == "neg" for c in verb.children)
    asked = words_of("certainty.toml", "silent", "words")
    return (refused or unanswered) and any(t.lemma_.lower() in asked for t in tokens if t is not verb)


def _asks(claim: Claim) -> bool:
    """'The Times has also reached out to the ministry', beside its non-answer."""
    return claim.action in words_of("certainty.toml", "silent", "asking_verbs")


def _negated(verb: Token, start: int, end: int) -> bool:
    """'not', 'never' at the verb, 'no' before its subject or object, or 'nor' before it all."""
    if start and verb.doc[start - 1].lower_ in ("nor", "neither"):
        return True
    near = [*verb.children, *(g for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") for g in c.children)]
    return any(
        start <= t.i < end and (t.dep_ == "neg" or t.lower_ in ("no", "never", "none", "nothing", "nobody", "neither", "nor")) for t in near
    )


def _certainty(tokens: Sequence[Token], verb: Token, voice: Attribution | None, acts: Sequence[Attribution]) -> Certainty:
    """The attribution's stance first, then the words of the clause, then the stance of those who pass it on."""
    held = table("certainty.toml")
    by_stance = held["stance"].get(voice.stance) if voice is not None else None
    if by_stance == "denied" or any(held["stance"].get(act.stance) == "denied" for act in acts):
        return "denied"
    text = " ".join(t.lower_ for t in tokens)
    unsure = words_of("certainty.toml", "unknown", "words")
    asked = tokens[0].lower_ == "if" and verb.dep_ == "ccomp"
    if (
        asked
        or text.endswith("?")
        or any(t.lower_ in unsure for t in tokens)
        or any(p in text for p in held["unknown"]["phrases"].split("|"))
    ):
        return "unknown"
    near = {t.lower_ for t in verb.children if t.dep_ in ("aux", "advmod", "acomp", "attr")} | {verb.lower_}
    hedged = any(t.lower_ in words_of("certainty.toml", "possible", "anywhere") for t in tokens)
    if (
        hedged
        or near & words_of("certainty.toml", "possible", "at_verb")
        or verb.lemma_.lower() in words_of("certainty.toml", "possible", "verbs")
    ):
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
