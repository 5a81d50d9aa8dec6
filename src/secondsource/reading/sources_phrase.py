"""What the words of one source say by themselves, as a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from secondsource.data import table
from secondsource.model import SourceKind, Span


@dataclass(frozen=True, slots=True)
class Phrase:
    """What the words of one source say by themselves."""

    span: Span
    kind: SourceKind
    name: str = ""  #: a proper name in full; '' for pronouns and descriptions
    low: int | None = 1
    high: int | None = 1
    head: str = ""  #: lemma of the head noun
    words: frozenset[str] = frozenset()  #: lemmas of what describes the head: {'former', 'us'}
    article: str = ""  #: 'the', 'a', 'poss', 'bare', 'another'
    pronoun: str = ""  #: 'male', 'female', 'it', 'they', 'i', 'we', 'relative'
    gender: str = ""
    owner: str = ""  #: 'orlov' of 'Mr. Orlov's lawyer'
    place: bool = False  #: the name of a place, where it speaks for its government
    members: tuple[Phrase, ...] = ()  #: the parts of 'Smith and two aides'

    @property
    def plural(self) -> bool:
        return self.high is None or self.high > 1


def together(pieces: Sequence[Phrase], span: Span) -> Phrase:
    """'Mr. Issa and all seven Republicans': 8 people; named where one of them is."""
    kinds = [p.kind for p in pieces]
    order: tuple[SourceKind, ...] = ("named", "unnamed", "outlet", "organisation", "document", "unknown")
    kind = next(k for k in order if k in kinds)
    low = sum(p.low or 0 for p in pieces)
    high = None if any(p.high is None for p in pieces) else sum(p.high or 0 for p in pieces)
    return Phrase(span, kind, "", low, high, pieces[0].head, frozenset().union(*(p.words for p in pieces)), "and", members=tuple(pieces))


def same_head(head: str) -> str:
    """One word for heads that mean one office: 'attorney' and 'lawyer'."""
    return str(table("roles.toml")["same"].get(head, head))
