"""What the article says its named people are: 'attorney' of 'orlov', 'counsel' of 'white house', 'former' 'president'.

A title before the name, a description before or behind it, a possessor, or "X is the chairman": each is one ``Role``.
They let 'Orlov's lawyer', 'the attorney' and 'the committee chairman' be somebody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondsource.data import table
from secondsource.reading.mentions import kind_of
from secondsource.reading.names import Name
from secondsource.reading.sentences import Parse
from secondsource.reading.sources import Reader
from secondsource.reading.sources_phrase import Phrase, same_head

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST = 20  #: tokens of one description
BEFORE = {"NN", "NNS", "NNP", "NNPS", "JJ", "VBN", "HYPH", "POS", "PRP$", "CD", ":"}
PAST = {"former", "ex", "then", "late", "previous", "onetime"}


@dataclass(frozen=True, slots=True)
class Role:
    """A noun a person may be called by, and the words that narrow it."""

    head: str
    words: frozenset[str]

    @property
    def past(self) -> bool:
        return bool(self.words & PAST)


def find_roles(parse: Parse, names: Sequence[Name], reader: Reader) -> dict[str, tuple[Role, ...]]:
    """Full name to roles, in the order in which the article gives them."""
    held: dict[str, list[Role]] = defaultdict(list)
    for name in names:
        if name.kind == "person":
            for role in (
                *_title(reader, name),
                *_before(parse, reader, name),
                *_behind(parse, reader, name),
                *_said_to_be(parse, reader, name),
            ):
                if role.head and role not in held[name.name]:
                    held[name.name].append(role)
    return {name: tuple(roles) for name, roles in held.items()}


def _role(phrase: Phrase) -> Role:
    return Role(same_head(phrase.head), phrase.words)


def _start_of_description(reader: Reader, end: int) -> int:
    """The words that stand before a title or a name and belong to it: 'then-FBI' of 'then-FBI Director James Reed'."""
    doc, at = reader.doc, end
    while at > 0 and end - at < LONGEST and not doc[at].is_sent_start and (doc[at - 1].tag_ in BEFORE or at - 1 in reader.inside):
        at -= 1
    return at


def _title(reader: Reader, name: Name) -> Iterator[Role]:
    start = _start_of_description(reader, name.title)
    words = frozenset(reader.describing(start, name.title))
    for role in name.roles:
        plain = role.removeprefix("former ").removeprefix("then ").removeprefix("ex ")
        past = frozenset({role.split()[0]}) if plain != role else frozenset()
        yield Role(same_head(plain), words | past)


def _before(parse: Parse, reader: Reader, name: Name) -> Iterator[Role]:
    """'Orlov attorney Ada Lindqvist', 'a White House spokesman, Erik Sand', 'the NSC's Ruth Vance'."""
    doc = parse.doc
    if name.title == 0 or doc[name.title].is_sent_start:
        return
    last = doc[name.title - 1]
    if not name.roles and kind_of(last) == "role":
        start = _start_of_description(reader, name.title)
        yield _role(reader.describe(start, name.title))
    elif last.tag_ == "POS" and not name.roles:
        start = _start_of_description(reader, name.title)
        yield Role("of", frozenset(reader.describing(start, name.title)))
    elif (
        last.text == ","
        and (head := _apposed(doc[name.end - 1])) is not None
        and kind_of(head) == "role"
        and head.left_edge.i < name.title - 1
    ):
        yield _role(reader.describe(head.left_edge.i, name.title - 1))


def _is_before(head: Token, name: Name) -> bool:
    return kind_of(head) == "role" and head.left_edge.i < name.title - 1


def _apposed(root: Token) -> Token | None:
    """The noun the name explains: 'opponent' in 'his opponent for president, Hillary Clinton'."""
    if root.dep_ != "appos":
        return None
    head = root.head
    while head.dep_ == "pobj" and not any(c.dep_ in ("det", "poss") for c in head.children) and head.head.head.pos_ == "NOUN":
        head = head.head.head
    return head


def _behind(parse: Parse, reader: Reader, name: Name) -> Iterator[Role]:
    """'Larry Johnson, a former head of internal reviews for the Secret Service, said'."""
    doc, at = parse.doc, name.end
    for _ in range(2):  # 'Cesar Sayoc, 56, a bodybuilder'; 'Sen. Ben Sasse, R-Neb., the …'
        if at + 1 >= len(doc) or doc[at].text not in (",", "(") or doc[at + 1].is_sent_start:
            return
        end = _segment_end(parse, at + 1)
        if any(doc[i].tag_ in ("VBD", "VBZ", "VBP", "MD") for i in range(at + 1, min(end, at + 5))) and not _relative_in(
            parse, at + 1, end
        ):
            return  # '…, attorney says'
        if end - at > 1:
            phrase = reader.describe(at + 1, end)
            if phrase.kind == "unnamed" and not phrase.plural and not phrase.head[:1].isdigit() and _is_description(doc[at + 1], reader):
                if _next_in_list(reader, at + 1, end):
                    return
                yield _role(phrase)
                return
        at = end


def _next_in_list(reader: Reader, start: int, end: int) -> bool:
    """Is the segment the next person of a list: 'Mr. Biden, former Secretary of State Hillary Clinton, …'?"""
    for at in range(start, end):
        name = reader.starts.get(at)
        if name and name.kind == "person" and (name.end >= len(reader.doc) or reader.doc[name.end].tag_ != "POS"):
            before = reader.doc[max(name.title - 1, 0)]
            if before.tag_ not in ("IN", "TO"):
                return True
    return False


def _is_description(first: Token, reader: Reader) -> bool:
    """Does the segment begin like a description and not like the next clause: 'the', 'a', 'his', 'then', a body's name?"""
    name = reader.inside.get(first.i)
    return (
        first.tag_ in ("DT", "PRP$", "JJ", "NN", "RB", "VBN", "CD")
        or (name is not None and name.kind != "person")
        or first.tag_ in ("NNP", "JJS")
    )


def _relative_in(parse: Parse, start: int, end: int) -> bool:
    return any(parse.doc[i].tag_ in ("WP", "WDT") for i in range(start, end))


def _segment_end(parse: Parse, start: int) -> int:
    doc, at = parse.doc, start
    while (
        at < len(doc)
        and at - start < LONGEST
        and doc[at].text not in (",", ";", ".", ")", "—", "–", ":")
        and not (doc[at].is_sent_start and at > start)
    ):
        at += 1
    return at


def _said_to_be(parse: Parse, reader: Reader, name: Name) -> Iterator[Role]:
    """'Mr. Royce is the chairman of the committee.'"""
    root = parse.doc[name.end - 1]
    if root.dep_ == "nsubj" and root.head.lemma_ in ("be", "become"):
        for child in root.head.children:
            if child.dep_ == "attr" and kind_of(child) == "role":
                end = min(child.right_edge.i + 1, child.left_edge.i + LONGEST)
                yield _role(reader.describe(child.left_edge.i, end))


def fits(phrase: Phrase, role: Role) -> int:
    """How well a description suits a role: 0 not at all, 1 by a wider word ('chief'), 2 by its head, more by its words."""
    wider = table("roles.toml")["also"]
    stands = table("aliases.toml")["stands_for"]
    head = same_head(phrase.head)
    if role.head == "of":
        score = 1 if phrase.words & role.words and phrase.article == "a" else 0
    elif head == role.head:
        score = 2
    elif head in wider.get(role.head, []) or phrase.head in wider.get(role.head, []):
        score = 1
    else:
        return 0
    now, then = bool(phrase.words & PAST), role.past
    if now and not then:
        return 0
    narrow = phrase.words - PAST - {"top", "senior", "american", "us"}
    narrow = frozenset(stands.get(w, w) for w in narrow)
    shared = narrow & role.words
    if phrase.owner and role.words - PAST and phrase.owner not in role.words:
        return 0
    if narrow and role.words - PAST and not phrase.owner and 2 * len(shared) < len(narrow):
        return 0  # 'the Senate leader' is not the 'House leader'
    return score * 2 + len(shared) - (then and not now)
