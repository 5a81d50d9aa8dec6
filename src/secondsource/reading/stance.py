"""What goes with a saying: its stance, its manner, when it was said, and why the source is not named."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Sequence

from secondsource.model import Manner, Quote, Sentence, Span, Spans, TimeExpression
from secondsource.reading.cues import Cue, lexicon
from secondsource.reading.grammar import is_verb, tails
from secondsource.reading.nearby import quotes_near
from secondsource.reading.proposals import Proposal
from secondsource.reading.sentences import Parse

FAR = 90  #: characters between a cue and the time of the saying, at most


def cue_row(parse: Parse, cue: Span | None) -> Cue | None:
    """The row of the lexicon for a cue: that of its last verb of the lexicon, else of its noun."""
    if cue is None:
        return None
    words = lexicon()
    start, end = parse.tokens(cue)
    for token in reversed(list(parse.doc[start:end])):
        if (is_verb(token) or end - start == 1) and (rows := words.cues(token.lower_, token.lemma_, tails(token))):
            spoken = [row for row in rows if row.profile == "speech"]
            return (spoken or list(rows))[0]
    for token in parse.doc[start:end]:
        if stance := words.nouns.get(token.lemma_.lower()):
            return Cue(token.lemma_.lower(), stance, "neutral", ("clause",), "all" if stance == "believes" else "speech")
    return None


def stance_of(parse: Parse, proposal: Proposal) -> str:
    """What the speaker does with the words; 'states' where the cue is not in the lexicon."""
    if proposal.stance:
        return proposal.stance
    row = cue_row(parse, proposal.cue)
    stance = row.stance if row else "states"
    if stance == "states" and _not_said(parse, proposal):
        return "declines" if _open(parse, proposal.content) else "denies"
    return stance


def _not_said(parse: Parse, proposal: Proposal) -> bool:
    """'did not say', 'never told': the cue itself is negated."""
    if proposal.cue is None:
        return False
    start, end = parse.tokens(proposal.cue)
    return any(t.dep_ == "neg" for t in parse.doc[start:end])


def _open(parse: Parse, content: Spans) -> bool:
    """'whether he left', 'why he left': what was not told."""
    if not content:
        return True
    start, _ = parse.tokens(content[0])
    return parse.doc[start].lower_ in ("whether", "if", "who", "whom", "what", "when", "where", "why", "how", "which")


def manner_of(parse: Parse, content: Spans, quotes: Sequence[Quote]) -> Manner:
    """Direct where all of the content stands in quotation marks, mixed where some of it does, else indirect."""
    held = [[q for q in quotes_near(quotes, part) if q.span.overlaps(part)] for part in content]
    if content and all(any(q.span.covers(part) for q in near) for part, near in zip(content, held, strict=True)):
        return "direct"
    return "mixed" if any(held) else "indirect"


def said_when(parse: Parse, proposal: Proposal, times: Sequence[TimeExpression]) -> TimeExpression | None:
    """The time that stands with the cue, outside what was said: 'said on Monday that …', 'In July, he told …'."""
    anchor = proposal.cue or proposal.source
    if anchor is None:
        return None
    sentence = sentence_at(parse, anchor.start)
    near = [
        time
        for time in times
        if time.type in ("DATE", "TIME")
        and sentence.span.covers(time.span)
        and not any(part.overlaps(time.span) for part in proposal.content)
        and not (proposal.source and proposal.source.overlaps(time.span))
        and _gap(anchor, time.span) <= FAR
        and _attached(parse, time.span, anchor)
    ]
    return min(near, key=lambda time: (_gap(anchor, time.span), time.span), default=None)


def _attached(parse: Parse, time: Span, cue: Span) -> bool:
    """Does the time hang on the cue in the parse, or stand right behind it?"""
    start, end = parse.tokens(cue)
    first, _ = parse.tokens(time)
    if 0 <= time.start - cue.end <= 6:
        return True
    token = parse.doc[first]
    for _ in range(6):
        if start <= token.i < end:
            return True
        if token.i != first and is_verb(token):
            return False
        token = token.head
    return False


def _gap(a: Span, b: Span) -> int:
    return max(0, b.start - a.end, a.start - b.end)


def sentence_at(parse: Parse, offset: int) -> Sentence:
    return parse.sentences[sentence_index(parse, offset)]


def sentence_index(parse: Parse, offset: int) -> int:
    return max(bisect_right(parse.sentences, offset, key=lambda s: s.span.start) - 1, 0)


def anonymity_of(parse: Parse, proposal: Proposal) -> Span | None:
    """'spoke on condition of anonymity because …': the words that give the reason, in the sentence or the next one."""
    anchor = proposal.source or proposal.cue
    if anchor is None:
        return None
    index = sentence_index(parse, anchor.start)
    for sentence in parse.sentences[index : index + 2]:
        if sentence.block.span != parse.sentences[index].block.span:
            break
        at = _anonymity_at(parse.article[sentence.span])
        if at >= 0:
            return _to_clause_end(parse, sentence.span.start + at, sentence.span.end)
    return None


@functools.lru_cache(maxsize=16)  # a sentence of many sayings is asked for once for each
def _anonymity_at(sentence: str) -> int:
    """Where the first of the phrases of anonymity begins, -1 where there is none."""
    text = sentence.lower()
    return next((at for phrase in lexicon().phrases["anonymity"] if (at := text.find(phrase)) >= 0), -1)


def _to_clause_end(parse: Parse, start: int, end: int) -> Span:
    words = parse.article.text[start:end]
    for stop in (",”", ',"', ".”", '."', "—", ";"):
        if (at := words.find(stop)) > 0:
            words = words[:at]
    return parse.article.span(start, start + len(words.rstrip(' .,;—”"')))
