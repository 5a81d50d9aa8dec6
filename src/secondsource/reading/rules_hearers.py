"""Who heard it: 'told the Times', 'confirmed to CNN', 'said in an interview with the Globe', 'speaking on CNN'."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from secondsource.model import Span
from secondsource.reading.cues import lexicon
from secondsource.reading.grammar import is_passive, is_verb, passive_subject, phrase
from secondsource.reading.proposals import Proposal
from secondsource.reading.sentences import Parse

if TYPE_CHECKING:
    from spacy.tokens import Token


def with_hearer(parse: Parse, proposal: Proposal) -> Proposal:
    """The proposal with the words that name who heard it, where the cue is a verb and the words tell."""
    if proposal.cue is None or proposal.addressee is not None:
        return proposal
    start, end = parse.tokens(proposal.cue)
    verb = next((t for t in reversed(list(parse.doc[start:end])) if is_verb(t)), None)
    if verb is None:
        return proposal
    span = _told(parse, verb, proposal)
    return replace(proposal, addressee=span) if span else proposal


def _told(parse: Parse, verb: Token, proposal: Proposal) -> Span | None:
    if is_passive(verb):
        head = passive_subject(verb) if verb.lemma_ in ("tell", "inform", "brief", "advise") else None
        return parse.span(*phrase(head)) if head is not None else None
    for head in _heads(verb):
        if head.i <= verb.i:
            continue  # a parse whose lines cross
        span = parse.span(*phrase(head, limit=verb.i + 1))
        if not any(span.overlaps(part) for part in proposal.content) and not (proposal.source and span.overlaps(proposal.source)):
            return span
    return None


def _heads(verb: Token) -> list[Token]:
    """The object of 'told'; the words after 'to', 'with' or 'interview with' behind other verbs."""
    told = any("told" in row.frames for row in lexicon().cues(verb.lower_, verb.lemma_))
    found = []
    for child in verb.rights:
        if told and child.dep_ in ("dobj", "dative", "ccomp", "attr", "npadvmod") and child.pos_ in ("PROPN", "PRON", "NOUN"):
            found.append(child)
        elif child.lower_ in ("to", "with", "in", "on", "during") and child.dep_ in ("prep", "dative"):
            objects = [c for c in child.children if c.dep_ == "pobj"]
            if child.lower_ in ("in", "during"):
                objects = [
                    c
                    for o in objects
                    for p in o.children
                    if p.dep_ == "prep" and p.lower_ in ("with", "to", "on")
                    for c in p.children
                    if c.dep_ == "pobj"
                ]
            found += objects
    follow = verb.nbor(1) if verb.i + 1 < len(verb.doc) else None
    if told and not found and follow is not None and follow.pos_ in ("PROPN", "DET", "PRON"):
        found.append(
            next(
                (
                    t
                    for t in verb.doc[verb.i + 1 : verb.i + 5]
                    if t.pos_ in ("PROPN", "NOUN", "PRON") and t.nbor(1).pos_ not in ("PROPN", "NOUN") and t.nbor(1).tag_ != "POS"
                ),
                follow,
            )
            if verb.i + 6 < len(verb.doc)
            else follow
        )
    return found
