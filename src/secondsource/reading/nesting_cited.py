"""One content, two sources: makes the contents of those who pass it on and of those cited for it the same.

::

    the Post reported S, citing people who saw it       the people have what the Post reported
    the Post reported S, according to a memo            the memo has what the Post reported
    the keeper confirmed S, according to pool reports   the pool reports have what the keeper confirmed
    Brandt said in a statement … The statement said S   Brandt speaks in the words of the statement
    in an e-mail to Tom Hale, Brandt said S             the e-mail, which the newsroom has read, has Brandt's words

`nesting` then puts them in order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from secondsource.model import Mention, Source, Span
from secondsource.reading.grammar import phrase
from secondsource.reading.nearby import Near
from secondsource.reading.proposals import Proposal, extent
from secondsource.reading.rules_phrases import CITING
from secondsource.reading.sentences import Parse, blocks
from secondsource.reading.stance import sentence_at

if TYPE_CHECKING:
    from spacy.tokens import Token

ACCORDING = "rule: according to"
AUTHOR = "rule: speaks in the document"
DOCUMENT = "rule: read in a document"
SHARED = 0.5  #: of two contents' characters, from which on they are one content
FAR = 3  #: paragraphs from "said in a statement" to "the statement said"
BEFORE = ("ADJ", "ADV", "NOUN", "PROPN", "NUM", "DET")  #: what may stand before a noun
PAPERS = ("email", "e-mail", "memo", "memorandum", "cable")  #: written to somebody, and seen by a newsroom
#: Documents that somebody speaks in: "said in a statement", "the statement said".
DOCUMENTS = ("statement", "letter", "memo", "email", "e-mail", "release", "post", "report", "notice")


def aligned(parse: Parse, proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals, those cited for another's content with the very same content."""
    near = Near(proposals, extent)
    return [replace(p, content=other.content) if (other := _other(parse, p, near)) else p for p in proposals]


def _other(parse: Parse, cited: Proposal, near: Near[Proposal]) -> Proposal | None:
    """Who has the same content in the same sentence, in other words than 'citing' and 'according to'."""
    if cited.cue is None or not cited.content or cited.how.split(";")[0] not in (CITING, ACCORDING):
        return None
    sentence = sentence_at(parse, cited.cue.start).span
    found = [
        p
        for p in near.at(sentence)
        if p.cue is not None
        and sentence.covers(p.cue)
        and not p.cue.overlaps(cited.cue)
        and p.how.split(";")[0] not in (CITING, ACCORDING)
        and not any(part.overlaps(cited.cue) for part in p.content)
        and not any(part.covers(p.cue) for part in cited.content)
        and _shared(p, cited) >= SHARED
    ]
    return max(found, key=lambda p: _shared(p, cited), default=None)


def _shared(one: Proposal, other: Proposal) -> float:
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one.content for b in other.content)
    return common / max(sum(map(len, one.content)), sum(map(len, other.content)), 1)


def authors(parse: Parse, proposals: Sequence[Proposal], sources: Mapping[Span, Source]) -> Iterator[Proposal]:
    """Who speaks in the statement that a later sentence quotes: 'Brandt said in a statement … “…,” the statement said'."""
    starts = [b.span.start for b in blocks(parse.article)]
    wrote: dict[str, tuple[Span, int]] = {}
    for proposal in sorted(proposals, key=extent):
        if proposal.source is None or proposal.cue is None or not proposal.content:
            continue
        paragraph = bisect_right(starts, proposal.cue.start)
        first, last = parse.tokens(proposal.source)
        words = [t.lower_ for t in parse.doc[first:last]]
        if len(words) == 2 and words[0] in ("the", "this") and words[1] in DOCUMENTS:
            author = wrote.get(words[1])
            if author and paragraph - author[1] <= FAR:
                yield Proposal(author[0], None, proposal.content, AUTHOR, proposal.score)
            continue
        source = sources.get(proposal.source)
        if source is not None and source.kind in ("named", "organisation"):
            for noun in _documents(parse, proposal):
                wrote[noun] = (proposal.source, paragraph)


def read_in(parse: Parse, mentions: Sequence[Mention], proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """A paper not meant for the newsroom: 'in an e-mail to Tom Hale', 'in a May 4 memo'.

    'said in an e-mail' alone may well be the answer to a reporter: there nothing is passed on.
    """
    named: dict[int, tuple[Token, ...]] = {}  # first token of a sentence: its papers
    for proposal in proposals:
        if proposal.cue is None or proposal.source is None or not proposal.content:
            continue
        sentence = sentence_at(parse, proposal.cue.start).span
        first, last = parse.tokens(sentence)
        if first not in named:
            named[first] = tuple(token for token in parse.doc[first:last] if _noun(token) in PAPERS)
        for token in named[first]:
            if any(p.start <= token.idx < p.end for p in (*proposal.content, proposal.source)):
                continue
            start, end = _whole(token)
            paper = parse.span(start, end)
            apart = start > first and not any(part.overlaps(paper) for part in (*proposal.content, proposal.source))
            if apart and _is_paper(parse, start, token, proposal) and _to_another(parse, mentions, paper, token):
                yield Proposal(paper, None, proposal.content, DOCUMENT, proposal.score)
                break


def _is_paper(parse: Parse, start: int, noun: Token, proposal: Proposal) -> bool:
    """'in an e-mail …' that hangs on the cue, or 'sent him an e-mail, objecting that …' right before it."""
    assert proposal.cue is not None
    cue = parse.doc[parse.tokens(proposal.cue)[0]]
    verb = next((t for t in parse.doc[slice(*parse.tokens(proposal.cue))] if t.pos_ in ("VERB", "AUX")), cue)
    if parse.doc[start - 1].lower_ == "in":
        return bool(parse.doc[start - 1].head.i == verb.i or proposal.cue.start <= noun.idx < proposal.cue.end)
    return bool(noun.dep_ == "dobj" and cue.tag_ == "VBG" and cue.i - noun.i == 2 and parse.doc[noun.i + 1].text == ",")


def _to_another(parse: Parse, mentions: Sequence[Mention], paper: Span, noun: Token) -> bool:
    """Sent to a person or on a day that the words name, not to an outlet; or sent to somebody as the sentence tells."""
    held = [m for m in mentions if paper.covers(m.span) and m.span.start != paper.start]
    if any(m.kind == "outlet" for m in held):
        return False
    dated = any(t.ent_type_ == "DATE" for t in parse.doc[slice(*parse.tokens(paper))] if t.i < noun.i)
    to = any(m.kind in ("person", "organisation", "group", "role") and m.span.start > noun.idx for m in held)
    sent = noun.dep_ == "dobj" and any(c.dep_ in ("dative", "dobj") and c.i < noun.i for c in noun.head.rights)
    reporters = any(t.lower_ in ("reporters", "journalists") for t in parse.doc[slice(*parse.tokens(paper))])
    return (dated or to or sent) and not reporters


def _whole(noun: Token) -> tuple[int, int]:
    """'an even more pointed e-mail to Tom Hale', where the parse may have lost the words before the hyphen."""
    start, end = phrase(noun)
    if noun.text.lower() != _noun(noun) and start > noun.i - 2:
        start = noun.i - 2
        while start > noun.sent.start and noun.doc[start].pos_ != "DET" and noun.doc[start - 1].pos_ in BEFORE:
            start -= 1
    return start, end


def _noun(token: Token) -> str:
    """The word, 'e-mail' whole where its hyphen parts it."""
    parted = token.i > 1 and token.lower_ == "mail" and token.nbor(-1).text == "-" and token.nbor(-2).lower_ == "e"
    return "email" if parted else token.lower_


def _documents(parse: Parse, proposal: Proposal) -> Iterator[str]:
    """The documents that the frame of the saying says it stood in: 'said in a joint statement late on Friday'."""
    assert proposal.cue is not None
    first, last = parse.tokens(sentence_at(parse, proposal.cue.start).span)
    for token in parse.doc[first:last]:
        if _noun(token) not in DOCUMENTS or any(part.start <= token.idx < part.end for part in proposal.content):
            continue
        before = [t.lower_ for t in parse.doc[max(first, token.i - 4) : token.i]]
        if "in" in before and any(word in ("a", "an") for word in before[before.index("in") :]):
            yield _noun(token)
