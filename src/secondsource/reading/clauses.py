"""A stretch of a sentence to the statements in it.

::

    The council met three times, but the mayor refused to sign.
    |--------- statement ------|     |------ statement -------|

    Mr. Dunn, who resigned in May, denied it.          'who resigned in May' is a statement about Mr. Dunn
    The US held three meetings before deciding not to help.    'deciding not to help' is a second one

A clause is cut off only where it can stand by itself: two finite clauses joined by 'and', 'but' or a semicolon, a
relative clause behind a comma, and what somebody did 'before', 'after' or 'while' doing something. Reasons, conditions
and times stay with what they explain.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FINITE = {"VBD", "VBZ", "VBP", "MD"}
SHORTEST = 4  #: words; a shorter stretch is part of its neighbour
STEPS = {"before", "after", "while", "without", "by"}
RELATIVES = {"who", "whom", "which", "whose", "where"}


def statements(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Token ranges of the statements in tokens ``[start, end)``, which lie in one sentence, in text order."""
    cuts = sorted({cut for token in doc[start:end] for cut in _cuts(token, start, end)})
    edges = [start, *cuts, end]
    pieces = [(a, b) for a, b in pairwise(edges) if a < b]
    yield from _joined(doc, pieces)


def _cuts(token: Token, start: int, end: int) -> Iterator[int]:
    """Where the clause of this verb begins, and for a clause in the middle where it ends."""
    first = None
    if token.dep_ in ("conj", "ccomp", "parataxis") and is_finite(token) and _own_subject(token) is not None and is_finite(token.head):
        subject = _own_subject(token)
        if token.dep_ == "conj" or (subject is not None and _semicolon_before(token, start)):
            first = max(_left(token), start)
    elif token.dep_ == "relcl" and is_finite(token) and _behind_comma(token):
        first = _relative(token)
        last = _right(token) + 1
        if first is not None and start < last < end and token.doc[last].text == ",":
            yield last + 1
    elif token.dep_ in ("pcomp", "advcl") and token.tag_ == "VBG" and _step(token) is not None:
        step = _step(token)
        first = step if step is not None and _words(token.doc, step, _right(token) + 1) > SHORTEST else None
    if first is not None and start < first < end:
        yield first


def is_finite(verb: Token) -> bool:
    """Does the verb, or an auxiliary of it, carry a tense?"""
    return verb.tag_ in FINITE or any(child.tag_ in FINITE for child in verb.children if child.dep_ in ("aux", "auxpass"))


def _own_subject(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "expl")), None)


def _left(verb: Token) -> int:
    """The first word of the verb's clause, without the conjunction before it, which belongs to the verb's head."""
    return min((c.left_edge.i for c in verb.lefts if c.dep_ not in ("punct", "cc")), default=verb.i)


def _right(verb: Token) -> int:
    return int(verb.right_edge.i)


def _semicolon_before(verb: Token, start: int) -> bool:
    at = _left(verb) - 1
    return at > start and verb.doc[at].text in (";", "—", "–")


def _behind_comma(verb: Token) -> bool:
    first = _relative(verb)
    return first is not None and first > 0 and (verb.doc[first - 1].text in (",", "—", "–") or verb.doc[first - 2].text == ",")


def _relative(verb: Token) -> int | None:
    """Where the relative clause begins: at 'who', or at the preposition before 'which'."""
    edge = verb.left_edge.i
    for at in range(edge, min(edge + 3, verb.i + 1)):
        if verb.doc[at].lower_ in RELATIVES:
            return int(edge)
    return None


def _step(verb: Token) -> int | None:
    """The 'before' of 'before deciding'."""
    if verb.dep_ == "pcomp" and verb.head.lower_ in STEPS:
        return int(verb.head.i)
    mark = next((c for c in verb.children if c.dep_ == "mark" and c.lower_ in STEPS), None)
    return int(mark.i) if mark is not None else None


def _words(doc: Doc, start: int, end: int) -> int:
    return sum(t.is_alpha or t.like_num for t in doc[start:end])


def _joined(doc: Doc, pieces: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Pieces too short to say anything go with the piece before them; the bare subject of a relative clause falls away."""
    held: list[tuple[int, int]] = []
    for n, piece in enumerate(pieces):
        stub = _words(doc, *piece) < SHORTEST
        if stub and n + 1 < len(pieces) and doc[pieces[n + 1][0]].lower_ in RELATIVES:
            continue  # 'Ms. Page, who had left in May, …'
        behind_relative = bool(held) and doc[held[-1][0]].lower_ in RELATIVES
        if held and not behind_relative and (stub or _words(doc, *held[-1]) < SHORTEST):
            held[-1] = (held[-1][0], piece[1])
        else:
            held.append(piece)
    yield from held
