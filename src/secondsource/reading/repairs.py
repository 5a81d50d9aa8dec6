"""What is certain about a proposal that the vote has chosen.

A source stays in its paragraph; a claim is its owner's, not that of whoever takes it up; a quotation is the person's whom
a film shows saying it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from secondsource.model import Quote, Span
from secondsource.reading.cues import lexicon
from secondsource.reading.grammar import is_verb, tails
from secondsource.reading.nearby import quotes_near
from secondsource.reading.proposals import Proposal
from secondsource.reading.rules_phrases import owner
from secondsource.reading.sentences import Parse

if TYPE_CHECKING:
    from spacy.tokens import Token

NEAR = 8  #: tokens between 'saying' and the quotation, at most: 'saying at the harbour last week, “…”'


def repaired(parse: Parse, proposal: Proposal, quotes: Sequence[Quote]) -> Proposal:
    """The proposal after all of these."""
    return _shown(parse, _owners(parse, _one_paragraph(parse, proposal)), quotes)


def _one_paragraph(parse: Parse, proposal: Proposal) -> Proposal:
    """'said Hale.' and the next paragraph's 'Ida Brandt': the part of the source that stands in the cue's paragraph."""
    source, cue = proposal.source, proposal.cue
    if source is None or cue is None or "\n" not in parse.article[source].strip():
        return proposal
    words = parse.article[source].rstrip()
    if cue.end <= source.start:
        first = len(words) - len(words.lstrip())
        kept = words[first : words.find("\n", first)].rstrip(" .,\u00a0")
        return replace(proposal, source=parse.article.span(source.start + first, source.start + first + len(kept)))
    return replace(proposal, source=parse.article.span(source.start + words.rfind("\n") + 1, source.start + len(words)))


def _owners(parse: Parse, proposal: Proposal) -> Proposal:
    """'seized on Brandt's claim | that it held': the claim is its owner's, whoever takes it up."""
    if not proposal.content:
        return proposal
    start, _ = parse.tokens(proposal.content[-1])
    noun = parse.doc[start - 1]
    if start == 0 or parse.doc[start].lower_ != "that" or noun.pos_ != "NOUN" or noun.lemma_.lower() not in lexicon().nouns:
        return proposal
    whose = owner(parse, noun)
    if whose is None or parse.doc[parse.tokens(whose)[0]].tag_ == "PRP$" or (proposal.source and whose.overlaps(proposal.source)):
        return proposal
    return replace(proposal, source=whose, cue=parse.span(noun.i, noun.i + 1), content=proposal.content[-1:])


def _shown(parse: Parse, proposal: Proposal, quotes: Sequence[Quote]) -> Proposal:
    """'The film ends with Brandt saying, “It held”': where the cue is no verb of saying, what is said is Brandt's."""
    if proposal.cue is None or not proposal.content or _says(parse, proposal.cue):
        return proposal
    last = proposal.content[-1]
    quote = next((q for q in quotes_near(quotes, last) if abs(q.span.end - last.end) <= 1 and q.span.start > proposal.cue.end), None)
    if quote is None:
        return proposal
    first, _ = parse.tokens(quote.span)
    if parse.article.text[max(quote.span.start - 3, 0) : quote.span.start].rstrip()[-1:] not in (",", ":"):
        return proposal  # 'an account of Brandt telling the crew to “go home”'
    for token in reversed(list(parse.doc[max(first - NEAR, 0) : first])):
        if token.idx < proposal.cue.end:
            break
        if token.tag_ == "VBG" and _is_saying(token) and (who := _right_before(parse, token, proposal.cue)):
            return replace(proposal, source=who, cue=parse.span(token.i, token.i + 1), content=(quote.inner,))
    return proposal


def _says(parse: Parse, cue: Span) -> bool:
    start, end = parse.tokens(cue)
    return any(is_verb(token) and _is_saying(token) for token in parse.doc[start:end])


def _is_saying(token: Token) -> bool:
    return any(row.profile == "speech" and row.stance != "believes" for row in lexicon().cues(token.lower_, token.lemma_, tails(token)))


def _right_before(parse: Parse, verb: Token, cue: Span) -> Span | None:
    """The name or noun that stands right before a verb, with what belongs to it."""
    start = verb.i
    while start > verb.sent.start and parse.doc[start - 1].pos_ in ("PROPN", "NOUN", "ADJ", "DET") and parse.doc[start - 1].idx >= cue.end:
        start -= 1
    return parse.span(start, verb.i) if start < verb.i and parse.doc[verb.i - 1].pos_ in ("PROPN", "NOUN") else None
