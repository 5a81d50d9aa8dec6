"""What is certain about a proposal that the vote has chosen, each a function of one proposal.

A source stays in its paragraph and closes its brackets; a claim is its owner's, not that of whoever takes it up; a quotation
behind 'said:' is all that was said; a content that ends with a subject goes on to its verb, and one that ', the Post reported'
ends has its sentence's beginning, behind the dateline; a quotation is the person's whom a film shows saying it. Where the
tagger sees a saying of nobody, the parse may know whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from secondsource.model import Quote, Span
from secondsource.reading.cues import lexicon
from secondsource.reading.grammar import is_passive, is_verb, phrase, subject, tails, trim
from secondsource.reading.nearby import quotes_near
from secondsource.reading.proposals import Proposal
from secondsource.reading.rules_phrases import owner
from secondsource.reading.rules_verbs import NOBODY
from secondsource.reading.sentences import Parse

if TYPE_CHECKING:
    from spacy.tokens import Token

# 'who in May', 'which on Friday': a relative pronoun and what does not belong to it
RELATIVE = re.compile(r"(?:who|which|that)\s+(?:in|on|at|through|after|before|during|since|by|for|also|later|now|then|once)\b")
# 'state officials – including the Republican', 'reports of it and': what follows a dash, or leads on to what the tagger left out
TAIL = re.compile(r"\s+(?:(?:--|[–—])\s(?:including|among|both|labeled)\b.*|(?:and|or|including)\W*$)", re.DOTALL)
# '(D-Hull.)': the end of a bracket that a source has left open
CLOSING = re.compile(r"[\w. -]{0,20}\)")
# 'said: “'
OPENS = re.compile(r":?\s{0,2}[\"“]?")
SEEMING = frozenset(("seem", "appear"))  #: 'he seemed to differ': that he differs seems so to others
# 'PORT ELLERY (Meridian News Agency) — ', 'WASHINGTON - ', 'PARIS, May 3 (AP) -- ': no part of what is said
DATELINE = re.compile(r"[A-Z][A-Z.'’ -]{2,30}(?:, ?[A-Z][\w. ]{1,15}){0,2}(?: ?\([^()\n]{2,40}\))? {0,2}(?:[—–]|--?) {0,2}(?=[\w“\"‘])")
BESIDE = frozenset(("conj", "cc", "parataxis", "punct"))  #: what stands beside a verb and can be said without it
MAIN = frozenset(("ROOT", "ccomp", "conj", "parataxis"))  #: verbs of clauses that can stand alone
LAST, MOST = 3, 15  #: tokens before the end of a content that are looked at, and from there to the verb, at most
NEAR = 8  #: tokens between 'saying' and the quotation, at most: 'saying at the harbour last week, “…”'


def repaired(parse: Parse, proposal: Proposal, quotes: Sequence[Quote]) -> Proposal:
    """The proposal after all of these."""
    proposal = _owners(parse, _whole_source(parse, _one_paragraph(parse, proposal)))
    proposal = _undated(parse, _begun(parse, _finished(parse, _after_colon(parse, proposal, quotes))))
    return _shown(parse, proposal, quotes)


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


def _whole_source(parse: Parse, proposal: Proposal) -> Proposal:
    """'who in May' is who; 'Ida Brandt (Ind' closes its bracket."""
    source = proposal.source
    if source is None:
        return proposal
    if (
        proposal.cue is not None
        and proposal.cue.covers(source)
        and all(t.pos_ in ("VERB", "AUX", "NOUN") or t.lower_ in NOBODY for t in parse.doc[slice(*parse.tokens(source))])
    ):
        return replace(proposal, source=None)  # 'Keeps saying', 'it appears'
    text, words = parse.article.text, parse.article[source]
    if (tail := TAIL.search(words)) and tail.start():
        return replace(proposal, source=parse.article.span(source.start, source.start + tail.start()))
    if RELATIVE.match(words):
        return replace(proposal, source=parse.article.span(source.start, source.start + len(words.split()[0])))
    if words.count("(") > words.count(")") and (closing := CLOSING.match(text, source.end)):
        return replace(proposal, source=parse.article.span(source.start, closing.end()))
    return proposal


def doer(parse: Parse, proposal: Proposal) -> Proposal:
    """Who does it by the parse, where the tagger has nobody: 'Hale went on, from saying it held to …'; 'who', in a clause with 'who'."""
    if proposal.cue is None or proposal.source is not None:
        return proposal
    start, end = parse.tokens(proposal.cue)
    verb = next((t for t in reversed(list(parse.doc[start:end])) if is_verb(t) and t.dep_ not in ("aux", "auxpass")), None)
    if verb is None or is_passive(verb) or verb.tag_ not in ("VBG", "VB", "VBD", "VBZ", "VBP") or verb.lemma_ in SEEMING:
        return proposal
    own = next((c for c in verb.lefts if c.dep_ == "nsubj" and c.tag_ == "WP"), None)
    head = own or subject(verb)
    if head is None or (own is None and head.lower_ in NOBODY) or head.i > verb.i:
        return proposal
    span = parse.span(own.i, own.i + 1) if own is not None else parse.span(*phrase(head, stop=verb.i))
    return proposal if any(part.overlaps(span) for part in (proposal.cue, *proposal.content)) else replace(proposal, source=span)


def _after_colon(parse: Parse, proposal: Proposal, quotes: Sequence[Quote]) -> Proposal:
    """'In the harbour, Brandt said: “It held.”': what stands before the cue is the reporter's."""
    if proposal.cue is None or len(proposal.content) < 2 or proposal.content[0].start > proposal.cue.start:
        return proposal
    gap = OPENS.match(parse.article.text, proposal.cue.end)
    colon = parse.article.text[proposal.cue.end - 1 : proposal.cue.end + 1]
    kept = tuple(part for part in proposal.content if part.start >= proposal.cue.end)
    if (
        gap is None
        or ":" not in colon
        or not kept
        or kept[0].start > gap.end()
        or not any(q.span.overlaps(kept[0]) for q in quotes_near(quotes, kept[0]))
    ):
        return proposal
    return replace(proposal, content=kept)


def _finished(parse: Parse, proposal: Proposal) -> Proposal:
    """'said he would go if Hale | , who is ill, came': a content that ends with a subject goes on to its verb's end."""
    if proposal.cue is None or not proposal.content or proposal.content[-1].start < proposal.cue.end or not _says(parse, proposal.cue):
        return proposal
    start, end = parse.tokens(proposal.content[-1])
    for token in parse.doc[max(start, end - LAST) : end]:
        verb = token.head
        begun = any(is_verb(t) for t in parse.doc[max(start, token.i - MOST) : token.i])  # a clause stands before this subject
        if (
            begun
            and token.dep_ in ("nsubj", "nsubjpass")
            and token.tag_ not in ("WP", "WDT")
            and end <= verb.i < token.sent.end
            and is_verb(verb)
            and verb.i - end < MOST
        ):
            edge = min(verb.right_edge.i + 1, token.sent.end)
            last = parse.span(*trim(parse.doc, start, edge))
            more = parse.article.text[proposal.content[-1].end : last.end]
            if "\n" not in more and not any(part is not None and part.overlaps(last) for part in (proposal.source, proposal.cue)):
                return replace(proposal, content=(*proposal.content[:-1], last))
    return proposal


def _begun(parse: Parse, proposal: Proposal) -> Proposal:
    """'Engineers warned | the town of it, the Post reported': a content that this ends has its sentence's subject and verb."""
    source, cue = proposal.source, proposal.cue
    if source is None or cue is None or len(proposal.content) != 1 or not _says(parse, cue):
        return proposal
    content, said = proposal.content[0], min(source.start, cue.start)
    if content.end > said or parse.article.text[content.end : said].strip() != ",":
        return proposal
    start, end = parse.tokens(content)
    begins = _behind_dateline(parse, parse.doc[start].sent.start_char)
    first, _ = parse.tokens(parse.article.span(begins, content.end))
    before, inside = parse.doc[first:start], parse.doc[start:end]
    verb = next((t for t in before if is_verb(t) and t.dep_ not in ("aux", "auxpass")), None)
    if verb is None or not any(t.dep_ in ("nsubj", "nsubjpass") for t in before) or any(t.is_space for t in before):
        return proposal
    cut = len(before) < MOST and not any(t.is_punct for t in before) and not any(t.dep_ in ("nsubj", "nsubjpass") for t in inside)
    one = not any(is_verb(t) and t.dep_ in MAIN and t != verb for t in before)
    return replace(proposal, content=(parse.span(first, end),)) if cut or (one and _hangs_on(inside[0], verb)) else proposal


def _hangs_on(token: Token, verb: Token) -> bool:
    """'The bridge was closed | after cracks were found': does the token begin what hangs on the verb and cannot stand without it?

    What somebody said can: 'Hale said on Friday | that it held'.
    """
    below = next((t for t in (token, *token.ancestors) if t.head == verb), None)
    if below is None or below.i < verb.i or below.dep_ in BESIDE:
        return False
    return below.dep_ != "ccomp" or is_passive(verb) or not _is_saying(verb)


def _undated(parse: Parse, proposal: Proposal) -> Proposal:
    """'PORT ELLERY — | The bridge was closed, the Post reported': the dateline is not part of what was reported."""
    if not proposal.content:
        return proposal
    start = _behind_dateline(parse, proposal.content[0].start)
    kept = tuple(parse.article.span(max(part.start, start), part.end) for part in proposal.content if part.end > start)
    return replace(proposal, content=kept) if kept else proposal


def _behind_dateline(parse: Parse, at: int) -> int:
    """The offset behind a dateline that begins a paragraph at the offset; the offset itself where none does."""
    text = parse.article.text
    found = DATELINE.match(text, at) if not text[:at].rstrip(" ") or text[:at].rstrip(" ").endswith("\n") else None
    return found.end() if found else at


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
