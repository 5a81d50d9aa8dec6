"""What the rules ask of a parsed sentence: who is the subject, where does a clause begin and end.

Everything works with token numbers; ``Parse.span`` turns them into characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
#: Verbs whose object does what follows: "urged him to say"; after others it is the subject: "used the notes to show".
CONTROL = frozenset(
    """ask tell urge want allow cause force get help lead let make need enable permit expect order advise persuade convince
    encourage invite require push press warn direct instruct beg prompt""".split()  # noqa: SIM905  # readable as words
)
EDGES = frozenset(" ,.;:—–-…\n\t\u00a0")  #: what a content or source never begins or ends with


def subject(verb: Token, depth: int = 0) -> Token | None:
    """Who does what the verb says, as the head of a noun phrase; None where the sentence does not tell.

    Follows a second verb ("rose and said"), a participle ("adding that …"), a verb of control ("went on to say") and a
    relative clause ("officials who said …") to the words that name the doer.
    """
    passive = is_passive(verb)
    for child in verb.children:
        if passive and child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
        if not passive and child.dep_ in ("nsubj", "csubj") and child.i != verb.i:
            if child.tag_ in ("WP", "WDT") and verb.dep_ in ("relcl", "ccomp"):
                return verb.head if verb.dep_ == "relcl" else child
            return child
    if depth > 6 or passive:
        return None
    return _governing(verb, depth)


def _governing(verb: Token, depth: int) -> Token | None:
    head = verb.head
    if verb.dep_ == "conj" and is_verb(head):
        return subject(head, depth + 1) or passive_subject(head)
    if verb.dep_ in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN", "PRON"):
        return head if verb.tag_ != "VBN" else None
    if verb.dep_ in ("advcl", "xcomp", "pcomp") and (is_verb(head) or head.dep_ == "prep"):
        above = head if is_verb(head) else head.head
        if head.lower_ == "as" and (quoted := next((c for c in above.rights if c.dep_ == "dobj" and c.i < verb.i), None)) is not None:
            return quoted  # "cited the officials as saying that …"
        if (
            verb.dep_ == "xcomp"
            and (told := next((c for c in head.children if c.dep_ in ("dobj", "dative") and c.i < verb.i), None)) is not None
        ):
            return told if verb.tag_ == "VB" and head.lemma_.lower() in CONTROL else subject(above, depth + 1)
        if is_verb(above):
            return subject(above, depth + 1) or passive_subject(above)
    return None


def passive_subject(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ == "nsubjpass"), None)


def is_verb(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX")


def is_passive(verb: Token) -> bool:
    """'was told', 'accused by': the words that name the doer, if any, follow 'by'."""
    return any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children) or (
        verb.tag_ == "VBN" and any(c.dep_ == "agent" for c in verb.children)
    )


def inverted(verb: Token) -> Token | None:
    """The subject that follows its verb: “…,” said Ida Brandt, even where the parser took it for an object."""
    for child in verb.rights:
        if (
            child.dep_ in ("nsubj", "dobj", "attr", "npadvmod", "oprd")
            and child.pos_ in ("PROPN", "NOUN", "PRON")
            and child.ent_type_ not in ("DATE", "TIME")
        ):
            return child
        if child.dep_ not in ("advmod", "prt", "punct", "npadvmod"):
            return None
    return None


def nearest(verb: Token) -> tuple[int, int] | None:
    """The noun phrase right before the verb, over adverbs, times and what commas set apart: the subject the parser missed.

    'Holt, 68, had said'; 'Brandt over the weekend denied'; 'a keeper, who read the papers, told'.
    """
    doc, first = verb.doc, verb.sent.start
    at = verb_group(verb)[0] - 1
    for _ in range(4):
        while at > first and (doc[at].pos_ == "ADV" or doc[at].is_space):
            at -= 1
        if at < first:
            return None
        if doc[at].text in (",", ")", "—") and (opening := _opening(doc, at, first)) is not None:
            at = opening - 1
        elif doc[at].ent_type_ in ("DATE", "TIME"):
            while at > first and doc[at].ent_type_ in ("DATE", "TIME"):
                at -= 1
            at -= doc[at].pos_ == "ADP"
        else:
            break
    if at < first or doc[at].pos_ not in ("NOUN", "PROPN", "PRON") or doc[at].tag_ in ("WP", "WDT"):
        return None
    start = at
    while start > first and (
        doc[start - 1].pos_ in ("NOUN", "PROPN", "ADJ", "DET", "NUM")
        or doc[start - 1].tag_ in ("POS", "PRP$")
        or doc[start - 1].lower_ == "of"
    ):
        start -= 1
    return start, at + 1


def _opening(doc: Doc, at: int, first: int) -> int | None:
    """Where what the comma or bracket at ``at`` closes was opened."""
    pair = {",": ",", ")": "(", "—": "—"}[doc[at].text]
    return next((k for k in range(at - 1, max(first, at - 40), -1) if doc[k].text == pair), None)


def phrase(head: Token, limit: int | None = None, stop: int | None = None) -> tuple[int, int]:
    """The noun phrase around its head, with what is set beside it: 'Ida Brandt, the harbour's keeper'.

    ``limit`` is the first token that can belong to it, ``stop`` the first that no more can; the head itself always belongs to it.
    """
    start, end = head.left_edge.i, head.right_edge.i + 1
    for token in head.subtree:
        if token.i > head.i and token.dep_ in ("parataxis", "advcl", "ccomp") and token.left_edge.i > head.i:
            end = min(end, token.left_edge.i)
    start = min(max(start, limit), head.i) if limit is not None else start
    end = min(end, stop) if stop is not None else end
    for k in range(head.i - 1, start - 1, -1):
        if head.doc[k].text in ("--", "—", "–", ":", "“", '"', ";"):
            start = k + 1
            break
    while end - 1 > head.i and head.doc[end - 1].tag_ in ("WP", "WDT"):
        end -= 1
    return trim(head.doc, start, max(end, head.i + 1))


def trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Without commas, dashes and blanks at the ends; with the full stop of an abbreviation."""
    while start < end and doc[start].text.strip("".join(EDGES)) == "":
        start += 1
    while end > start and doc[end - 1].text.strip("".join(EDGES)) == "":
        end -= 1
    return start, end


def verb_group(verb: Token) -> tuple[int, int]:
    """The verb with the auxiliaries, 'not' and adverbs that stand directly before it: 'has not yet said'."""
    start = verb.i
    helpers = {c.i for c in verb.lefts if c.dep_ in ("aux", "auxpass", "neg", "advmod")}
    while start - 1 in helpers:
        start -= 1
    while start < verb.i and verb.doc[start].dep_ == "advmod":
        start += 1
    return start, verb.i + 1


def tails(verb: Token) -> tuple[str, ...]:
    """Particles and prepositions that belong to the verb, longest first: ('out_at', 'out', 'at')."""
    words = []
    for child in verb.rights:
        if child.dep_ in ("prt", "prep", "advmod", "agent", "dative") and child.i - verb.i <= 3:
            words.append(child.lower_)
            words += [f"{child.lower_}_{c.lower_}" for c in child.rights if c.dep_ == "prep" and c.i == child.i + 1]
    follow = verb.doc[verb.i + 1].lower_ if verb.i + 1 < len(verb.doc) else ""
    after = verb.doc[verb.i + 2].lower_ if verb.i + 2 < len(verb.doc) else ""
    words += [f"{follow}_{after}", follow]
    return tuple(sorted(set(words), key=lambda w: (-len(w), w)))


def negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)


def clauses(verb: Token) -> Iterator[Token]:
    """The heads of the clauses that can be the verb's content: those after it, else those before it ('The wall held, she said').

    In 'The pier failed, the Star reported, and the Post said nobody had looked' the parser hangs the first clause on 'said' too.
    """
    found = [c for c in verb.children if c.dep_ == "ccomp" or (c.dep_ == "xcomp" and c.tag_ not in ("VB", "VBG"))]
    after = [child for child in found if child.i > verb.i]
    yield from after or found
