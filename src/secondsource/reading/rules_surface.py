"""Rules on the words as they stand, for sentences that the parser reads wrongly.

The form that opens many reports, a long clause with its cue at the end ("…, the Times reported on Saturday, citing
eleven officials"), and verbs of saying for which the parse holds no content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from secondsource.model import Quote
from secondsource.reading.cues import Cue, lexicon
from secondsource.reading.grammar import is_verb, phrase, subject, tails, trim, verb_group
from secondsource.reading.nearby import quotes_near
from secondsource.reading.proposals import Proposal
from secondsource.reading.rules_verbs import NOBODY, before_next_cue, pieces, source_of
from secondsource.reading.sentences import Parse

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FINITE = ("VBD", "VBZ", "VBP", "MD")
NAMES = ("NOUN", "PROPN", "PRON", "NUM")
#: Words that begin a clause which is no statement of its own: "When asked about the wall, Brandt said no."
LINKS = frozenset(
    (
        "when",
        "while",
        "if",
        "after",
        "although",
        "as",
        "since",
        "before",
        "because",
        "though",
        "asked",
        "once",
        "until",
        "whether",
        "unless",
    )
)
LONGEST_SOURCE, LONGEST_TAIL, SHORTEST_CLAUSE = 16, 16, 4  #: tokens


def by_tails(parse: Parse, quotes: Sequence[Quote]) -> Iterator[Proposal]:
    """'Clause, source cue.' and 'Clause, cue source.' at the end of a sentence, at most one a sentence.

    A clause that is a quotation is left to the rules for quotations.
    """
    quoted = {i for q in quotes for i in range(*parse.tokens(q.span))}
    for n, sentence in enumerate(parse.sentences):
        if parse.late(n):
            return
        start, end = parse.tokens(sentence.span)
        for i in range(end - 1, max(start + SHORTEST_CLAUSE, end - 60), -1):
            if i not in quoted and _speaks(parse.doc[i]) and (made := _tail(parse, start, i, end, quoted)):
                yield made
                break


def _speaks(token: Token) -> tuple[Cue, ...]:
    words = lexicon()
    if token.lower_ not in words.forms or token.tag_ not in ("VBD", "VBZ", "VBP", "VBN") or token.dep_ in ("compound", "pobj", "nsubj"):
        return ()
    rows = words.cues(token.lower_, token.lemma_)
    return tuple(
        row
        for row in rows
        if "quote" in row.frames and row.profile == "speech" and row.stance not in ("believes", "urges", "asks", "criticises")
    )


def _tail(parse: Parse, start: int, verb: int, end: int, quoted: set[int]) -> Proposal | None:
    doc = parse.doc
    stop = _tail_end(doc, verb, end)
    comma = next((k for k in range(verb - 1, max(start, verb - LONGEST_SOURCE - 1), -1) if doc[k].text in (",", "—", "―", "–")), None)
    if stop is None or comma is None or comma in quoted or not _is_clause(doc, start, comma):
        return None
    group = verb_group(doc[verb])
    if comma + 1 < group[0]:
        source = (comma + 1, group[0])
    elif doc[verb + 1 : stop] and doc[verb + 1].pos_ in (*NAMES, "DET", "ADJ"):
        source = (verb + 1, _first(doc, verb + 1, stop, (",",), "ADP"))
    else:
        return None
    if not _is_source(doc, *source):
        return None
    content = pieces(parse, range(start, comma))
    return Proposal(parse.span(*trim(doc, *source)), parse.span(*group), content, "rule: clause, X said", 0.7) if content else None


def _tail_end(doc: Doc, verb: int, end: int) -> int | None:
    """Where the tail after the cue ends; None where more than a time, a place and 'in a statement' follows."""
    for k in range(verb + 1, end):
        token = doc[k]
        if (
            token.text in (",", "—")
            and k + 1 < end
            and (doc[k + 1].tag_ == "VBG" or doc[k + 1].lower_ in ("according", "but", "even", "although", "and"))
        ):
            return k
        if (
            k - verb > LONGEST_TAIL
            or token.tag_ in FINITE
            or (k == verb + 1 and (token.lower_ in ("that", "whether", "if", "it", "he", "she", "they") or token.text in (":", "“", '"')))
        ):
            return None
    return end


def _is_clause(doc: Doc, start: int, end: int) -> bool:
    """A statement: long enough, with a finite verb, not opened by 'when' and the like, and no cue of its own at its end."""
    words = [t for t in doc[start:end] if not t.is_punct and not t.is_space]
    return (
        len(words) >= SHORTEST_CLAUSE
        and words[0].lower_ not in LINKS
        and words[0].tag_ not in ("VBG", "VBN", "IN")
        and any(t.tag_ in FINITE for t in words)
        and not _speaks(words[-1])
    )


def _is_source(doc: Doc, start: int, end: int) -> bool:
    """A noun phrase that is no mere time or place, without a verb of its own."""
    words = doc[start:end]
    first = doc[start]
    if first.pos_ in ("ADP", "VERB", "PUNCT", "SCONJ") or first.lower_ in (
        *NOBODY,
        *LINKS,
        "who",
        "which",
        "where",
        "and",
        "but",
        "including",
    ):
        return False
    return any(t.pos_ in NAMES and t.ent_type_ not in ("DATE", "TIME") for t in words) and not any(
        t.tag_ in (*FINITE, "WP", "WDT") for t in words
    )


def _first(doc: Doc, start: int, end: int, texts: tuple[str, ...], pos: str) -> int:
    for k in range(start, end):
        if doc[k].text in texts or (doc[k].pos_ == pos and doc[k].lower_ != "of") or doc[k].ent_type_ in ("DATE", "TIME"):
            return max(k, start + 1)
    return end


# ---- verbs whose content the parse does not hold -------------------------------------------------------------------


def by_order(parse: Parse, quotes: Sequence[Quote], known: Sequence[Proposal]) -> Iterator[Proposal]:
    """'X said S' by the order of the words, for verbs that no proposal has as its cue."""
    taken = {t for p in known if p.cue is not None for t in range(p.cue.start, p.cue.end)}
    words = lexicon()
    for n, sentence in enumerate(parse.sentences):
        if parse.late(n):
            return
        start, end = parse.tokens(sentence.span)
        for token in parse.doc[start:end]:
            if token.idx in taken or token.lower_ not in words.forms or not is_verb(token) or token.tag_ == "VB":
                continue
            rows = [r for r in words.cues(token.lower_, token.lemma_, tails(token)) if r.profile == "speech" and r.stance != "believes"]
            made = (_said_that(parse, token, end) or _called(parse, token, end, quotes, rows)) if rows else None
            if made:
                yield made
                break


def _said_that(parse: Parse, verb: Token, end: int) -> Proposal | None:
    rows = lexicon().cues(verb.lower_, verb.lemma_)
    frames = {f for r in rows if r.profile == "speech" for f in r.frames}
    if not frames & {"clause", "told"}:
        return None
    that = next((t for t in verb.doc[verb.i + 1 : min(end, verb.i + 14)] if t.lower_ in ("that", "whether") or t.tag_ in FINITE), None)
    if that is not None and that.tag_ not in FINITE and parse.doc[that.i - 1].lemma_.lower() not in lexicon().nouns:
        return _ordered(parse, verb, that.i, end)
    follow = verb.doc[verb.i + 1] if verb.i + 1 < end else None
    if (
        that is not None
        and follow is not None
        and verb.lemma_ == "say"
        and follow.pos_ in (*NAMES, "DET", "ADJ")
        and subject(verb) is not None
    ):
        return _ordered(parse, verb, verb.i + 1, end)
    return None


def _ordered(parse: Parse, verb: Token, start: int, end: int) -> Proposal | None:
    source = source_of(parse, verb, ())
    content = pieces(parse, before_next_cue(parse, verb, list(range(start, end))))
    return Proposal(source, parse.span(*verb_group(verb)), content, "rule: word order", 0.5) if content and source else None


def _called(parse: Parse, verb: Token, end: int, quotes: Sequence[Quote], rows: Sequence[Cue]) -> Proposal | None:
    """'called the plan “unfair”': from the verb to the end of the quotation."""
    if not any("as" in row.frames or "object" in row.frames for row in rows) or verb.i + 1 >= end:
        return None
    stop = parse.doc[end - 1].idx
    quote = (
        next((q for q in quotes_near(quotes, parse.article.span(verb.idx, stop)) if q.span.start > verb.idx), None)
        if stop > verb.idx
        else None
    )
    if quote is None:
        return None
    first, _ = parse.tokens(quote.span)
    between = parse.doc[verb.i + 1 : first]
    if len(between) > 20 or any(t.tag_ in FINITE for t in between):
        return None
    source = source_of(parse, verb, ())
    content = parse.article.span(parse.doc[verb.i + 1].idx, quote.span.end) if len(between) else quote.inner
    return Proposal(source, parse.span(*verb_group(verb)), (content,), "rule: called it, in words", 0.5) if source else None


# ---- adjectives ----------------------------------------------------------------------------------------------------


def by_adjectives(parse: Parse) -> Iterator[Proposal]:
    """'was critical of the plan', 'is confident that it will hold'."""
    words = lexicon().adjectives
    for token in parse.doc:
        if token.lower_ not in words or not is_verb(token.head) or token.dep_ not in ("acomp", "ROOT", "conj", "ccomp", "oprd"):
            continue
        verb = token.head
        part = next(
            (
                c
                for c in (*token.rights, *verb.rights)
                if c.i > token.i
                and (c.dep_ in ("ccomp", "xcomp") or (c.dep_ == "prep" and c.lower_ in ("of", "about", "by", "with", "over", "that")))
            ),
            None,
        )
        head = subject(verb)
        if part is None or head is None or head.lower_ in NOBODY:
            continue
        start = part.i + 1 if part.dep_ == "prep" else part.left_edge.i
        content = pieces(parse, range(start, part.right_edge.i + 1))
        if content:
            cue = parse.span(verb_group(verb)[0], token.i + 1) if verb.i < token.i else parse.span(token.i, token.i + 1)
            yield Proposal(parse.span(*phrase(head, stop=verb.i)), cue, content, "rule: adjective", 0.5, stance=words[token.lower_])
