"""Rules for verbs: 'she said (that) …', '…, she said', 'she told them …', 'she denied the report', 'he called it unfair'."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from secondsource.model import Span, Spans
from secondsource.reading.cues import Cue, lexicon
from secondsource.reading.grammar import (
    clauses,
    inverted,
    is_passive,
    is_verb,
    nearest,
    passive_subject,
    phrase,
    subject,
    tails,
    trim,
    verb_group,
)
from secondsource.reading.mentions import kind_of
from secondsource.reading.proposals import Proposal
from secondsource.reading.sentences import Parse

if TYPE_CHECKING:
    from spacy.tokens import Token

CLAUSE = ("clause", "wh", "told")
ENDS = ("dobj", "xcomp", "ccomp", "oprd", "conj")  #: what still belongs to an object that is the content …
ENDING = ("of", "for", "as", "with", "against", "about", "over", "to", "by", "in")  #: … and the words that may begin it
ABOUT = ("about", "of", "on", "against", "over", "for")
LONG = 300  #: tokens of a clause, at most; what is longer makes no sense, and is cut, not walked through
MOST_BETWEEN = 10  #: tokens from a person to the 'who' that is that person
#: Words that stand for nobody: "it appears", "there is", "that shows".
NOBODY = frozenset(("it", "there", "what", "that", "this", "these", "those", "which"))


def by_verbs(parse: Parse) -> Iterator[Proposal]:
    """One proposal for each verb of the lexicon that has a source or a content in its sentence."""
    words = lexicon()
    for token in parse.doc:
        if parse.late(token.i):
            return
        if token.lower_ == "asked" and token.i == token.sent.start and token.i + 2 < len(parse.doc):
            yield from _asked(parse, token)
            continue
        if not is_verb(token) or (token.lower_ not in words.forms and token.lemma_.lower() not in words.verbs):
            continue
        rows = words.cues(token.lower_, token.lemma_, tails(token))
        if rows and (made := _by_verb(parse, token, rows)):
            yield made


def _by_verb(parse: Parse, verb: Token, rows: tuple[Cue, ...]) -> Proposal | None:
    frames = {frame for row in rows for frame in row.frames}
    if frames & set(CLAUSE):
        for clause in clauses(verb):
            if made := _with_clause(parse, verb, clause, "rule: clause"):
                return made
        if verb.dep_ == "parataxis" and is_verb(verb.head) and not is_passive(verb) and verb.head.i != verb.i:
            return _with_clause(parse, verb, verb.head, "rule: inserted clause")
    if "to" in frames and (made := _with_complement(parse, verb, ("xcomp", "ccomp"), "rule: to do")):
        return made
    for row in rows:
        if "as" in row.frames and (made := _described(parse, verb)):
            return made
        if "object" in row.frames and (made := _with_object(parse, verb, row)):
            return made
    if any(row.profile == "speech" and row.stance != "believes" for row in rows) and not is_passive(verb):
        return _about(parse, verb)
    return None


# ---- frames --------------------------------------------------------------------------------------------------------


def _with_clause(parse: Parse, verb: Token, clause: Token, how: str) -> Proposal | None:
    outside = _own(verb, clause)
    low, high = clause.left_edge.i, clause.right_edge.i + 1
    inside = (t.i for t in clause.subtree) if high - low <= LONG else range(low, min(high, low + LONG))
    tokens = [i for i in inside if i not in outside]
    content = pieces(parse, before_next_cue(parse, verb, _and_that(clause, tokens)))
    if not content or _is_title(parse, content[0]):
        return None
    return _proposal(parse, verb, content, how)


def _and_that(clause: Token, tokens: list[int]) -> list[int]:
    """'said that the wall stood, but was not safe and that the work went on': up to the end of the last 'that'."""
    doc, end = clause.doc, max(tokens, default=clause.i) + 1
    if not any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.lefts):
        return tokens
    for token in doc[end : min(clause.sent.end, end + MOST_BETWEEN)]:
        if token.dep_ in ("nsubj", "nsubjpass"):
            break  # somebody else does something
        if token.lower_ == "that" and token.dep_ == "mark" and token.head.i > token.i and doc[token.i - 1].lower_ in ("and", "or", "but"):
            return [*tokens, *range(end, token.head.right_edge.i + 1)]
    return tokens


def _is_title(parse: Parse, content: Span) -> bool:
    """'on NBC's “Meet the Press”': a name in quotation marks is not what was said."""
    start, _ = parse.tokens(content)
    words = list(parse.doc[start : start + 6])
    if start < 2 or words[0].text not in ("“", '"', "‘") or len(words) < 3:
        return False
    before = parse.doc[start - 1]
    return (
        (before.lower_ in ("on", "in", "titled", "called") or before.tag_ == "POS" or before.text in ("’", "'"))
        and words[1].text.istitle()
        and any(t.text.istitle() for t in words[2:4])
    )


def _with_complement(parse: Parse, verb: Token, deps: tuple[str, ...], how: str) -> Proposal | None:
    for child in verb.rights:
        if child.dep_ in deps and any(c.lower_ == "to" or c.dep_ == "aux" for c in child.lefts):
            objects = [c for c in verb.rights if c.dep_ in ("dobj", "dative") and c.i < child.i]
            start = objects[0].left_edge.i if objects else child.left_edge.i
            tokens = list(range(start, child.right_edge.i + 1))
            content = pieces(parse, before_next_cue(parse, verb, tokens))
            return _proposal(parse, verb, content, how) if content else None
    return None


def _described(parse: Parse, verb: Token) -> Proposal | None:
    """'called it unfair', 'described the wall as safe': the thing and what is said of it."""
    parts = [c for c in verb.rights if c.dep_ in ("dobj", "oprd", "ccomp", "xcomp", "attr", "prep", "acomp", "prt")]
    says = [c for c in parts if c.dep_ in ("oprd", "ccomp", "xcomp", "attr", "acomp") or c.lower_ in ("as", "to", "a")]
    if not says or (is_passive(verb) and not any(c.dep_ == "agent" for c in verb.children)):
        return None
    start = min(c.left_edge.i for c in parts if c.dep_ != "prt")
    end = max(c.right_edge.i for c in says)
    content = pieces(parse, before_next_cue(parse, verb, list(range(start, end + 1))))
    return _proposal(parse, verb, content, "rule: called it") if content else None


def _with_object(parse: Parse, verb: Token, row: Cue) -> Proposal | None:
    """'denied the report', 'accused them of lying', 'pointed to the drawings'."""
    if is_passive(verb):
        return _accused(parse, verb, row) or _by_agent(parse, verb)
    head = _object(verb, row)
    if verb.lemma_ == "contradict" and _is_thing(subject(verb)):
        return None
    if head is None or head.ent_type_ in ("DATE", "TIME") or (row.stance == "shows" and not _is_document(subject(verb))):
        return None
    last = [c for c in verb.rights if c.i >= head.i and (c.dep_ in ENDS or (c.dep_ == "prep" and c.lower_ in ENDING))]
    end = max([head.right_edge.i, *(c.right_edge.i for c in last)])
    content = pieces(parse, before_next_cue(parse, verb, list(range(head.left_edge.i, end + 1))))
    return _proposal(parse, verb, content, "rule: object") if content else None


def _is_thing(head: Token | None) -> bool:
    """'The decision contradicts the report': a deed says nothing."""
    return head is not None and (head.lower_ in NOBODY or (head.tag_ in ("NN", "NNS") and kind_of(head) is None))


def _object(verb: Token, row: Cue) -> Token | None:
    tail = row.lemma.split("_")[1:]
    if tail:
        near = [t for t in verb.subtree if t.lower_ == tail[-1] and 0 < t.i - verb.i <= 3]
        return next((c for t in near for c in t.rights if c.dep_ in ("pobj", "pcomp")), None)
    return next((c for c in verb.rights if c.dep_ in ("dobj", "ccomp", "xcomp")), None)


def _about(parse: Parse, verb: Token) -> Proposal | None:
    """'warned about the wall', 'testified about how it fell': what the words are about, where nothing more is told."""
    for child in verb.rights:
        if child.dep_ == "prep" and child.lower_ in ABOUT:
            content = pieces(parse, before_next_cue(parse, verb, list(range(child.i + 1, child.right_edge.i + 1))))
            return _proposal(parse, verb, content, "rule: about") if content else None
    return None


def _is_document(head: Token | None) -> bool:
    return head is not None and head.lemma_.lower() in lexicon().speakers["documents"]


def _accused(parse: Parse, verb: Token, row: Cue) -> Proposal | None:
    """'was accused of lying': said by nobody the words name, or by the words after 'by'."""
    if row.stance not in ("accuses", "criticises", "praises"):
        return None
    parts = [c for c in verb.rights if c.lower_ in ("of", "for", "as") or c.dep_ in ("xcomp", "oprd")]
    if not parts:
        return None
    content = pieces(parse, list(range(parts[0].left_edge.i, parts[-1].right_edge.i + 1)))
    return _proposal(parse, verb, content, "rule: was accused") if content else None


def _by_agent(parse: Parse, verb: Token) -> Proposal | None:
    """'The meeting was first reported by the Times': the thing is the content."""
    head = passive_subject(verb)
    if head is None and verb.dep_ in ("acl", "conj") and verb.head.pos_ in ("NOUN", "PROPN"):
        head = verb.head
    if head is None or subject(verb) is None or head.lower_ in NOBODY or head.pos_ == "PRON":
        return None
    content = pieces(parse, [i for i in range(head.left_edge.i, head.right_edge.i + 1) if i < verb.i])
    return _proposal(parse, verb, content, "rule: by agent") if content else None


def _asked(parse: Parse, verb: Token) -> Iterator[Proposal]:
    """'Asked (by a reporter) whether it held, Brandt said …': the question, up to the comma before the answer."""
    doc, end = parse.doc, verb.sent.end
    comma = next(
        (k for k in range(verb.i + 1, end) if doc[k].text == "," and any(t.tag_ in ("VBD", "VBZ") for t in doc[k + 1 : min(end, k + 12)])),
        None,
    )
    if comma is None:
        return
    start, source = verb.i + 1, None
    if doc[start].lower_ == "by" and (head := next((c for c in doc[start].children if c.dep_ == "pobj"), None)) is not None:
        low, high = phrase(head, limit=start + 1, stop=comma)
        source, start = parse.span(low, high), high
    if content := pieces(parse, range(start, comma)):
        yield Proposal(source, parse.span(verb.i, verb.i + 1), content, "rule: asked", 0.5)


# ---- parts ---------------------------------------------------------------------------------------------------------


def _own(verb: Token, clause: Token) -> set[int]:
    """The tokens of the cue's clause that are not its content: the cue, its subject, where and when it was said."""
    if clause.i == verb.head.i and verb.dep_ == "parataxis":
        return {t.i for t in verb.subtree}
    own = {verb.i}
    for child in verb.children:
        if child.i != clause.i and not (child.dep_ == "cc" or (child.dep_ == "conj" and child.i > clause.i)):
            own.update(t.i for t in child.subtree)
    return own


def before_next_cue(parse: Parse, verb: Token, tokens: list[int]) -> list[int]:
    """The content up to ', adding that …', ', according to …' and ', citing …': those are attributions of their own."""
    words, doc = lexicon(), parse.doc
    for n, i in enumerate(tokens):
        if n < 2 or i < verb.i or doc[i - 1].text not in (",", "—", "–", "-"):
            continue
        token = doc[i]
        if token.lower_ == "according" or (token.tag_ == "VBG" and token.lower_ in words.forms and _speaks(token)):
            return tokens[:n]
    return tokens


def _speaks(token: Token) -> bool:
    rows = lexicon().cues(token.lower_, token.lemma_, tails(token))
    return any(row.profile == "speech" and row.stance != "believes" for row in rows) and any(
        c.dep_ in ("ccomp", "dobj", "xcomp", "punct", "prep") for c in token.rights
    )


def pieces(parse: Parse, tokens: Iterable[int]) -> Spans:
    """Spans of the runs of tokens, trimmed; a gap of nothing but a blank or a comma parts no run."""
    doc = parse.doc
    runs: list[list[int]] = []
    for i in sorted(set(tokens)):
        if runs and (runs[-1][1] == i or all(doc[k].is_space for k in range(runs[-1][1], i))):
            runs[-1][1] = i + 1
        else:
            runs.append([i, i + 1])
    spans = []
    for start, end in runs:
        start, end = trim(doc, start, end)
        if start < end and not all(doc[k].is_punct for k in range(start, end)):
            spans.append(parse.span(start, end))
    return tuple(spans)


def _proposal(parse: Parse, verb: Token, content: Spans, how: str) -> Proposal:
    start, end = verb_group(verb)
    cue = parse.span(start, end)
    source = source_of(parse, verb, content)
    return Proposal(source=source, cue=cue, content=content, how=how, score=0.6)


def source_of(parse: Parse, verb: Token, content: Spans) -> Span | None:
    """The words that name who says it: the subject, else what stands where a subject stands."""
    if who := _who(verb):
        span = parse.span(*who)
        return None if any(span.overlaps(part) for part in content) else span
    head = subject(verb)
    if head is None and not is_passive(verb) and content and content[0].start < verb.idx:
        head = inverted(verb)
    if head is None and not is_passive(verb) and verb.tag_ in ("VBD", "VBZ", "VBP", "VBN") and (found := nearest(verb)):
        span = parse.span(*found)
        return None if parse.doc[found[0]].lower_ in NOBODY or any(span.overlaps(part) for part in content) else span
    if head is None or (head.lower_ in NOBODY and head.lower_ != "it") or head.dep_ == "expl":
        return None
    start, end = phrase(head, stop=verb.i if head.i < verb.i else None, limit=verb.i + 1 if head.i > verb.i else None)
    behind = [c for c in verb.lefts if c.dep_ == "nsubj" and c.i > head.i]
    if behind and head.tag_ == "NNP" and parse.doc[head.i + 1].text == "." and behind[0].left_edge.i == head.i + 2:
        end = phrase(behind[-1], stop=verb.i)[1]  # "Reps. Ida Brandt and Tom Hale", cut at the full stop by the parser
    span = parse.span(start, end)
    return None if any(span.overlaps(part) for part in content) else span


def _who(verb: Token) -> tuple[int, int] | None:
    """'the official responsible for discipline who found that …': 'who' is the nearest person, not the nearest noun."""
    at = verb_group(verb)[0] - 1
    doc, first = verb.doc, verb.sent.start
    if at <= first or doc[at].lower_ != "who" or doc[at - 1].tag_ not in ("NN", "NNS") or kind_of(doc[at - 1]) in ("role", "group"):
        return None
    for k in range(at - 1, max(first, at - MOST_BETWEEN) - 1, -1):
        if doc[k].is_punct or doc[k].tag_ in ("VBD", "VBZ", "VBP", "MD"):
            return None
        if kind_of(doc[k]) in ("role", "group") and doc[k].dep_ != "compound":
            return (doc[k].left_edge.i if at - doc[k].left_edge.i < MOST_BETWEEN else k), at
    return None
