"""A sentence to the stretches of one voice in it: whose words are these?

::

    The mayor resigned on Monday, two officials said, after a row that nobody had seen.
    |------ two officials ------| |--- frame ---|  |----- the outlet's own voice ----|

A frame only says who speaks; it states nothing by itself. Where what is told is no clause of its own ("he asked the
council to stop", "she called the plan a disaster", "they believed that …"), the saying is the fact: source, cue and
content stay together, under the name of whoever says it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secondsource.model import Attribution, Sentence, Span
from secondsource.reading.clauses import is_finite
from secondsource.reading.grammar import is_passive, is_verb
from secondsource.reading.names_tables import words_of
from secondsource.reading.sentences import Parse

OPENERS = {"that", "whether", "if", "how", "why", "what", "when", "where", "who", "there"}  #: what a clause in somebody's mouth begins with
SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")
MOST_ACTIVE = 64  #: attributions that may touch one sentence; more is a text without sense
DEEPEST = 20  #: attributions inside one another


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens ``[start, end)`` of one sentence with one voice; ``acts`` are sayings told as facts in it."""

    start: int
    end: int
    voice: Attribution | None
    acts: tuple[Attribution, ...] = ()


def with_speech(parse: Parse, attributions: Sequence[Attribution]) -> Iterator[tuple[Sentence, list[Attribution]]]:
    """Each sentence with the attributions that touch it; one pass over both."""
    ordered = sorted(attributions, key=lambda a: (a.span, a.id))
    active: list[Attribution] = []
    at = 0
    for sentence in parse.sentences:
        while at < len(ordered) and ordered[at].span.start < sentence.span.end:
            active.append(ordered[at])
            at += 1
        active = [a for a in active[-MOST_ACTIVE:] if a.span.end > sentence.span.start]
        yield sentence, [a for a in active if a.span.overlaps(sentence.span)]


def stretches(parse: Parse, sentence: Sentence, said: Sequence[Attribution]) -> Iterator[Stretch]:
    """The sentence cut where the voice changes, without the frames and without what says that nobody answered."""
    first, last = parse.tokens(sentence.span)
    told = [a for a in said if _is_told(parse, a, first, last)]
    acts = [a for a in said if a not in told and a.stance != "declines"]
    owner = _owners(parse, told, first, last)
    framed = _frames(parse, told, owner, first, last)
    for attribution in said:
        if attribution.stance == "declines":
            for at in range(*_clip(parse, attribution.span, first, last)):
                framed[at - first] = True
    at = first
    while at < last:
        end = at
        while end < last and owner[end - first] is owner[at - first] and framed[end - first] == framed[at - first]:
            end += 1
        if not framed[at - first]:
            start = at if owner[at - first] is not None else _with_subject(parse, at, end, first, framed)
            yield Stretch(start, end, owner[at - first], tuple(a for a in acts if _cue_in(parse, a, start, end)))
        at = end


def _is_told(parse: Parse, attribution: Attribution, first: int, last: int) -> bool:
    """Is the content a statement of its own: a quotation, or a clause with its subject, and said, not only thought?"""
    if not attribution.content or attribution.stance == "declines":
        return False
    if attribution.source_span is None and (attribution.cue is None or _is_passive(parse, attribution.cue)):
        return attribution.cue is None  # 'the ministry was warned that it leaked': by nobody named, so the warning is the fact
    if attribution.stance in words_of("certainty.toml", "thought", "stances"):
        return False
    if attribution.manner == "direct":
        return True
    return any(is_clause(parse, *_clip(parse, part, first, last)) for part in attribution.content)


def _is_passive(parse: Parse, cue: Span) -> bool:
    return any(is_passive(token) for token in parse.doc[slice(*parse.tokens(cue))] if is_verb(token))


def is_clause(parse: Parse, start: int, end: int) -> bool:
    """Does a clause with its own subject stand here, and not a phrase that only holds one: 'the letter that he wrote'?"""
    while start < end and (parse.doc[start].is_punct or parse.doc[start].is_space):
        start += 1
    if start < end and parse.doc[start].lower_ in OPENERS:
        return True
    for at in range(start, end):
        token = parse.doc[at]
        top = token.head.i == at or not start <= token.head.i < end or token.dep_ in ("conj", "ccomp", "parataxis")
        if top and is_finite(token) and any(c.dep_ in SUBJECTS and start <= c.i < end for c in token.children):
            return True
    return False


def _owners(parse: Parse, told: Sequence[Attribution], first: int, last: int) -> list[Attribution | None]:
    """For each token the innermost attribution whose content it stands in."""
    owner: list[Attribution | None] = [None] * (last - first)
    contents = [(part, a) for a in told for part in a.content]
    for part, attribution in sorted(contents, key=lambda x: (-len(x[0]), depth(x[1]))):
        for at in range(*_clip(parse, part, first, last)):
            owner[at - first] = attribution
    return owner


def _frames(parse: Parse, told: Sequence[Attribution], owner: Sequence[Attribution | None], first: int, last: int) -> list[bool]:
    framed = [False] * (last - first)
    for attribution in told:
        for frame in (attribution.source_span, attribution.cue, attribution.addressee, attribution.time.span if attribution.time else None):
            if frame is not None:
                for at in range(*_clip(parse, frame, first, last)):
                    framed[at - first] |= owner[at - first] is not attribution
    return framed


def _with_subject(parse: Parse, start: int, end: int, first: int, framed: Sequence[bool]) -> int:
    """'Mr. Dunn' of 'Mr. Dunn stepped down in May, saying that …': the subject of an own clause, though it speaks later."""
    back = start
    while back > first and framed[back - 1 - first]:
        back -= 1
    for token in parse.doc[start:end]:
        if is_finite(token):
            for child in token.children:
                if child.dep_ in ("nsubj", "nsubjpass") and back <= child.i < start:
                    return max(int(child.left_edge.i), back)
    return start


def _cue_in(parse: Parse, attribution: Attribution, start: int, end: int) -> bool:
    return attribution.cue is not None and start <= parse.tokens(attribution.cue)[0] < end


def depth(attribution: Attribution) -> int:
    """How many pass it on."""
    found = 0
    while attribution.within is not None and found < DEEPEST:
        found, attribution = found + 1, attribution.within
    return found


def _clip(parse: Parse, span: Span, first: int, last: int) -> tuple[int, int]:
    start, end = parse.tokens(span)
    return max(start, first), max(min(end, last), max(start, first))
