"""Rules for no answer: 'declined to comment', 'did not respond to a request for comment', 'could not be reached'."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from secondsource.reading.cues import lexicon
from secondsource.reading.grammar import is_verb, negated, passive_subject, phrase, subject
from secondsource.reading.proposals import Proposal
from secondsource.reading.rules_verbs import NOBODY
from secondsource.reading.sentences import Parse

if TYPE_CHECKING:
    from spacy.tokens import Token

WH = ("whether", "if", "who", "whom", "what", "when", "where", "why", "how", "which")
#: What one asks for: of these words one must stand in a sentence in which somebody 'did not answer'.
ABOUT = "about"


def by_silence(parse: Parse) -> Iterator[Proposal]:
    """One proposal without content, of stance 'declines', for each answer that was not given."""
    for token in parse.doc:
        if is_verb(token) or token.pos_ in ("ADJ", "NOUN"):
            found = _declined(token) or _unanswered(token) or _unreached(token) or _without(token)
            if found is not None:
                head, start = found
                end = _end(token)
                source = (
                    parse.span(*phrase(head, stop=start if head.i < start else None))
                    if head is not None and head.lower_ not in NOBODY
                    else None
                )
                yield Proposal(source, parse.span(start, end), (), "rule: no answer", 0.9, stance="declines")


Silent = tuple["Token | None", int]  #: who, and where the cue begins


def _declined(verb: Token) -> Silent | None:
    """'declined to comment', 'refused to say', 'would not comment', 'did not disclose what the options were'."""
    words = lexicon().declines
    lemma = verb.lemma_.lower()
    if lemma in words["verbs"] and any(
        (c.dep_ in ("xcomp", "ccomp", "advcl") and c.lemma_.lower() in words["acts"])
        or (c.dep_ == "dobj" and any(t.lower_ in words["about"] for t in c.subtree))
        for c in verb.rights
    ):
        return subject(verb), _start(verb)
    if lemma in words["acts"] and negated(verb) and (_would(verb) or any(_is_open(c) for c in verb.rights)):
        return subject(verb), _start(verb)
    return None


def _would(verb: Token) -> bool:
    """'would not comment', 'could not confirm or deny': with nothing told after it but what was asked."""
    return any(c.lower_ in ("would", "could", "can", "will") for c in verb.lefts) and not any(
        c.dep_ in ("ccomp", "xcomp") and not _is_open(c) for c in verb.rights
    )


def _is_open(clause: Token) -> bool:
    """'what the options were', 'whether it held': a question left open."""
    return clause.dep_ in ("ccomp", "pcomp", "dobj") and clause.left_edge.lower_ in WH


def _unanswered(verb: Token) -> Silent | None:
    """'did not (immediately) respond to a request for comment', 'has not returned calls'."""
    words = lexicon().declines
    if verb.lemma_.lower() in words["unanswered"] and negated(verb) and any(t.lower_ in words["about"] for t in verb.subtree):
        return subject(verb), _start(verb)
    return None


def _unreached(token: Token) -> Silent | None:
    """'could not be reached', 'was not immediately available for comment'."""
    words = lexicon().declines
    if token.lemma_.lower() in words["unreached"] and negated(token) and passive_subject(token) is not None:
        return passive_subject(token), _start(token)
    if (
        token.lower_ in words["unavailable"]
        and is_verb(token.head)
        and (negated(token.head) or negated(token))
        and any(t.lower_ in words["about"] for t in token.head.subtree)
    ):
        return subject(token.head), _start(token.head)
    return None


def _without(token: Token) -> Silent | None:
    """'had no (immediate) comment'."""
    verb = token.head
    if (
        token.lower_ == "comment"
        and is_verb(verb)
        and verb.lemma_ in ("have", "offer", "make")
        and any(c.lower_ == "no" for c in token.lefts)
    ):
        return subject(verb), _start(verb)
    return None


def _start(verb: Token) -> int:
    helpers = [c.i for c in verb.lefts if c.dep_ in ("aux", "auxpass", "neg", "advmod")]
    return min([verb.i, *helpers])


def _end(token: Token) -> int:
    """To the end of what was asked, at most to the next comma."""
    verb = token if is_verb(token) else token.head if is_verb(token.head) else token
    end = verb.right_edge.i + 1
    for i in range(verb.i + 1, end):
        if token.doc[i].text in (",", ";", ".", "—") or (token.doc[i].dep_ == "mark" and i > verb.i + 12):
            return i
    return end


def asked(parse: Parse, silence: Proposal) -> Proposal:
    """The silence with what was not told as its content, for the profile that counts it: 'declined | to comment'.

    Unchanged where nothing is named: 'could not be reached', 'had no comment'.
    """
    assert silence.cue is not None
    start, end = parse.tokens(silence.cue)
    verb = next((t for t in parse.doc[start:end] if t.pos_ == "VERB" and t.dep_ not in ("aux", "auxpass")), None)
    if verb is None or verb.lemma_ in ("have", "reach") or verb.i + 2 > end:
        return silence
    first = verb.i + 1 + (verb.lemma_ in ("respond", "reply") and parse.doc[verb.i + 1].lower_ == "to")
    if first >= end or not any(c.isalpha() for t in parse.doc[first:end] for c in t.text):
        return silence
    return replace(silence, cue=parse.span(start, first), content=(parse.span(first, end),))
