"""Parse to mentions: names, and phrases such as 'two officials', 'the ministry', 'a court filing'.

::

    Ruth Vance, a spokesman for the National Security Council, told the newspaper …
    |--- person --|  |- role ----------- |---- organisation -----|      |-- outlet --|
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from secondsource.model import Mention, MentionKind
from secondsource.reading.names import Name, find_names
from secondsource.reading.names_tables import words_of
from secondsource.reading.sentences import Parse

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

MODIFIERS = {"of", "for", "from", "with", "in", "at"}  #: prepositions whose phrase belongs to the description before them
LONGEST = 8  #: tokens of such a phrase
#: plurals, by ear, of nouns that the lemmatiser leaves as they are
IRREGULAR = {"people": "person", "persons": "person", "men": "man", "women": "woman", "media": "medium", "police": "police"}


def find_mentions(parse: Parse) -> tuple[Mention, ...]:
    """All mentions in text order; of two that overlap from the same start, the longer comes first."""
    names = find_names(parse)
    taken = {i for n in names for i in range(n.start, n.end)}
    found = [_of_name(parse, n) for n in names]
    for chunk in parse.doc.noun_chunks:
        if chunk.root.i not in taken and chunk.root.pos_ != "PRON" and (kind := kind_of(chunk.root)) and not _is_bare(chunk, kind):
            end = _with_modifier(parse, chunk)
            found.append(Mention(parse.span(chunk.start, end), kind, parse.doc[chunk.start : end].text, lemma(chunk.root)))
    return tuple(sorted(found, key=lambda m: (m.span.start, -m.span.end)))


def _of_name(parse: Parse, name: Name) -> Mention:
    return Mention(parse.span(name.title, name.end), name.kind, name.name, name.roles[0] if name.roles else "")


def lemma(token: Token) -> str:
    """The singular, lower case: 'officials' is 'official', 'Officials' at the head of a sentence too."""
    low = token.lower_
    if low in IRREGULAR:
        return IRREGULAR[low]
    known = token.lemma_.lower()
    if known == low and low.endswith("s") and not low.endswith("ss") and is_known(low[:-1]):
        return low[:-1]
    return known


def is_known(word: str) -> bool:
    return any(word in words_of("roles.toml", kind) for kind in ("person", "group", "organisation", "outlet", "document"))


def kind_of(token: Token) -> MentionKind | None:
    """What a common noun stands for by the tables; None for things that neither speak nor act."""
    word = lemma(token)
    plural = is_plural(token)
    if word in words_of("roles.toml", "person") or is_partisan(token):
        return "group" if plural else "role"
    if word in words_of("roles.toml", "group") or token.lower_ in words_of("roles.toml", "group"):
        return "group"
    for kind in ("organisation", "outlet", "document"):
        if word in words_of("roles.toml", kind) or token.lower_ in words_of("roles.toml", kind):
            return kind
    return None


def is_plural(token: Token) -> bool:
    return token.tag_ in ("NNS", "NNPS") or token.lower_ in ("people", "men", "women")


def is_partisan(token: Token) -> bool:
    """'Republicans', 'Russians', 'Democrats': people named by their party or nation."""
    return (token.ent_type_ == "NORP" and token.tag_ in ("NNS", "NNPS")) or token.lower_ in (
        "republicans",
        "democrats",
        "conservatives",
        "liberals",
    )


def _is_bare(chunk: Tokens, kind: MentionKind) -> bool:
    """'in order to', 'in service of': a lone singular noun for a paper or a body names none."""
    return len(chunk) == 1 and kind in ("organisation", "document", "outlet") and chunk.root.tag_ == "NN" and lemma(chunk.root) != "police"


def _with_modifier(parse: Parse, chunk: Tokens) -> int:
    """Where the description ends, with the phrase that says for whom or of what: 'a spokesman for the council'."""
    doc, end = parse.doc, chunk.end
    for part in _prepositions(chunk.root):
        last = part.right_edge.i + 1
        if part.i == end and last - part.i <= LONGEST and not any(t.is_punct or t.dep_ == "relcl" for t in doc[part.i : last]):
            end = last
    return end


def _prepositions(root: Token) -> Iterator[Token]:
    return (child for child in root.rights if child.dep_ == "prep" and child.lower_ in MODIFIERS)
