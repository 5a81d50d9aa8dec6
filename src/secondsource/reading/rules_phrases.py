"""Rules for cues that are no verb of saying: 'according to X', 'X's claim that …', 'allegedly', 'citing X', 'as X put it'."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from secondsource.model import Span, Spans
from secondsource.reading.cues import lexicon
from secondsource.reading.grammar import is_verb, phrase, subject, verb_group
from secondsource.reading.proposals import Proposal
from secondsource.reading.rules_verbs import NOBODY, pieces
from secondsource.reading.sentences import Parse

if TYPE_CHECKING:
    from spacy.tokens import Token


CITING = "rule: citing"


def by_phrases(parse: Parse) -> Iterator[Proposal]:
    """Proposals from phrases and nouns."""
    words = lexicon()
    adverbs = set(words.phrases["adverbs"].split())
    for token in parse.doc:
        low = token.lower_
        if low in ("according", "per"):
            made = _according(parse, token)
        elif low in adverbs:
            made = _adverb(parse, token)
        elif low == "as":
            made = _as_said(parse, token)
        elif token.pos_ == "NOUN" and token.lemma_.lower() in words.nouns:
            made = _noun(parse, token)
        else:
            continue
        if made:
            yield made


def _according(parse: Parse, token: Token) -> Proposal | None:
    """'S, according to X': everything in the clause but the phrase."""
    doc = token.doc
    preposition = token
    if token.lower_ == "according":
        preposition = next((t for t in doc[token.i + 1 : token.i + 2] if t.lower_ == "to"), token)
    head = next((t for t in preposition.children if t.dep_ == "pobj"), None)
    if head is None or (token.lower_ == "per" and (head.pos_ != "PROPN" or token.nbor(-1).text not in (",", "(") if token.i else True)):
        return None
    start, end = phrase(head, limit=preposition.i + 1)
    content = _clause_without(parse, token, {t.i for t in token.subtree} | set(range(token.i, end)))
    if not content:
        return None
    return Proposal(parse.span(start, end), parse.span(token.i, preposition.i + 1), content, "rule: according to", 0.8)


def _clause_without(parse: Parse, token: Token, own: set[int]) -> Spans:
    """The clause the phrase belongs to, less the phrase; a phrase at the edge of a sentence belongs to all of it."""
    head = token.head
    while not is_verb(head) and head.head.i != head.i:
        head = head.head
    sentence = token.sent
    edge = sorted(own)
    after = [t for t in sentence.doc[edge[-1] + 1 : sentence.end] if not t.is_punct and not t.is_space]
    before = [t for t in sentence.doc[sentence.start : edge[0]] if not t.is_punct and not t.is_space]
    if (not before or not after) and head.i != token.i:
        top = head
        while top.dep_ in ("conj", "aux") and is_verb(top.head):
            top = top.head
        return pieces(parse, [t.i for t in top.subtree if t.i not in own])
    return pieces(parse, [t.i for t in head.subtree if t.i not in own])


def _adverb(parse: Parse, token: Token) -> Proposal | None:
    """'He allegedly took the money': said, and the words do not tell by whom."""
    head = token.head
    while not is_verb(head) and head.head.i != head.i:
        head = head.head
    if not is_verb(head):
        return None
    content = pieces(parse, [t.i for t in head.subtree if t.i != token.i and not (t.i > head.i and t.dep_ == "punct")])
    return Proposal(None, parse.span(token.i, token.i + 1), content, "rule: adverb", 0.4) if content else None


def _as_said(parse: Parse, token: Token) -> Proposal | None:
    """'As the keeper put it, …', '…, as the Times reported': the clause that 'as' hangs on."""
    verb = token.head
    words = lexicon()
    if token.dep_ not in ("mark", "advmod", "prep") or not is_verb(verb) or verb.i < token.i or verb.dep_ != "advcl":
        return None
    if not (words.cues(verb.lower_, verb.lemma_) or verb.lower_ in ("put", "puts", "had", "has")):
        return None
    if any(c.dep_ in ("ccomp", "xcomp") for c in verb.children):
        return None
    if not any("clause" in row.frames and row.profile == "speech" for row in words.cues(verb.lower_, verb.lemma_)) and not any(
        c.lower_ == "it" for c in verb.rights
    ):
        return None
    head = subject(verb)
    if head is None or head.lower_ in NOBODY:
        return None
    content = pieces(parse, [t.i for t in verb.head.subtree if t.i not in {u.i for u in verb.subtree}])
    return Proposal(parse.span(*phrase(head)), parse.span(*verb_group(verb)), content, "rule: as said", 0.6) if content else None


def _noun(parse: Parse, noun: Token) -> Proposal | None:
    """'the keeper's claim that …', 'a warning from the mayor that …', 'on allegations that …'."""
    clause = next(
        (
            c
            for c in noun.rights
            if c.dep_ in ("acl", "ccomp", "relcl") and any(m.lower_ in ("that", "whether") and m.dep_ == "mark" for m in c.lefts)
        ),
        None,
    )
    if clause is not None:
        content = pieces(parse, [t.i for t in clause.subtree])
        source = _noun_source(parse, noun, content) or owner(parse, noun)
    else:
        content, source = _owned(parse, noun), owner(parse, noun)
        if source is None:
            return None
    return Proposal(source, parse.span(noun.i, noun.i + 1), content, "rule: noun", 0.5) if content else None


def owner(parse: Parse, noun: Token) -> Span | None:
    """'Director Ida Brandt's earlier guarantee': whose it is, where the parse has lost it."""
    doc, at, first = parse.doc, noun.i - 1, noun.sent.start
    while at > first and noun.i - at < 4 and doc[at].pos_ in ("ADJ", "ADV", "NUM", "NOUN") and doc[at].tag_ != "POS":
        at -= 1
    if at >= first and doc[at].tag_ == "PRP$":
        return parse.span(at, at + 1)
    if at <= first or doc[at].tag_ != "POS":
        return None
    start = at
    while start > first and (doc[start - 1].pos_ in ("PROPN", "NOUN", "ADJ", "DET") or doc[start - 1].text == "."):
        start -= 1
    return parse.span(start, at) if start < at else None


def _owned(parse: Parse, noun: Token) -> Spans:
    """What follows the noun: 'the mayor's pledge to rebuild the wall', 'her assurance that the wall held'."""
    after = noun.nbor(1) if noun.i + 1 < noun.sent.end else None
    if after is None:
        return ()
    if after.lower_ == "that" and after.dep_ == "mark" and after.head.i > after.i:
        return pieces(parse, range(after.i, after.head.right_edge.i + 1))
    promised = lexicon().nouns.get(noun.lemma_.lower()) in ("promises", "urges")
    if promised and after.lower_ == "to" and after.dep_ == "aux" and after.head.i > after.i and after.head.tag_ == "VB":
        return pieces(parse, range(after.i, after.head.right_edge.i + 1))
    return ()


def _noun_source(parse: Parse, noun: Token, content: Spans) -> Span | None:
    for child in noun.children:
        if child.dep_ == "poss":
            start, end = phrase(child)
            if end - start > 1 and parse.doc[end - 1].tag_ == "POS":
                end -= 1
            return parse.span(start, end)
        if child.dep_ == "prep" and child.lower_ in ("from", "by", "of") and child.i > noun.i:
            head = next((t for t in child.children if t.dep_ == "pobj"), None)
            if head is not None:
                span = parse.span(*phrase(head))
                return None if any(span.overlaps(c) for c in content) else span
    verb = noun.head
    if noun.dep_ in ("dobj", "attr") and is_verb(verb):
        head = subject(verb)
        if head is not None and head.lower_ not in NOBODY:
            return parse.span(*phrase(head, stop=verb.i if head.i < verb.i else None))
    return None


def citing(parse: Parse, proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """'…, the Times reported, citing eleven officials': the officials said what the Times reported.

    The one cited is the inner source of the same content; `nesting` puts the two in order.
    """
    words = set(lexicon().phrases["citing"].split())
    cues = sorted((p for p in proposals if p.cue is not None and p.content), key=lambda p: p.cue.start if p.cue else 0)
    starts = [p.cue.start for p in cues if p.cue]
    for token in parse.doc:
        if token.lower_ not in ("citing", "quoting") or (token.lemma_.lower() not in words and token.tag_ != "VBG"):
            continue
        place = bisect_left(starts, token.idx) - 1
        outer = cues[place] if place >= 0 and starts[place] >= token.sent.start_char else None
        cited = next((c for c in token.rights if c.dep_ in ("dobj", "pobj")), None)
        if cited is not None and outer is not None and _can_speak(cited):
            yield Proposal(parse.span(*phrase(cited)), parse.span(token.i, token.i + 1), outer.content, CITING, 0.7)


def _can_speak(head: Token) -> bool:
    """Is the thing cited somebody or something that says things: people, a name, a document?"""
    people = any(c.dep_ == "nummod" or (c.dep_ == "relcl" and any(w.lower_ in ("who", "whose") for w in c.lefts)) for c in head.children)
    return (
        people or head.pos_ == "PROPN" or head.lemma_.lower() in lexicon().speakers["cited"] or head.ent_type_ in ("PERSON", "ORG", "NORP")
    )
