"""What an article spoke of last, and how prominently: the memory that pronouns are looked up in.

After Lappin and Leass (1994): subjects weigh more than objects, speakers most, and every sentence halves the weight.
The memory is bounded, so a look-up costs the same in a long text as in a short one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from spacy.tokens import Token

KEPT = 40  #: things remembered; a pronoun that needs an older one is left unresolved
HALVED = 0.5  #: what a sentence in between leaves of a mention's weight
#: by what a mention does in its sentence; set by reading news, not fitted to a figure
WEIGHTS = {
    "nsubj": 3.0,
    "nsubjpass": 3.0,
    "dobj": 1.5,
    "dative": 1.5,
    "attr": 1.0,
    "appos": 1.0,
    "pobj": 1.0,
    "conj": 1.2,
    "poss": 1.2,
    "agent": 1.5,
}
OWNER, OTHER_OWNER = 2.0, 0.7  #: 'Mr. Dunn's' of 'Mr. Dunn's letter said', and of 'they read Mr. Dunn's letter'
SOURCE = 4.0  #: a source of speech
EMBEDDED = 0.6  #: what a clause inside another clause leaves of the weight
SAME = 1.7  #: a mention in the pronoun's own sentence, before it
REST = 0.3  #: what earlier sentences add to the best one


class Thing(Protocol):
    number: int
    places: dict[int, float]
    times: int
    last: int


T = TypeVar("T", bound=Thing)


def prominence(head: Token, source: bool) -> float:
    """The weight of a mention whose head word is ``head``."""
    if head.dep_ == "poss":
        return OWNER if head.head.dep_ in ("nsubj", "nsubjpass") else OTHER_OWNER
    if head.dep_ == "pobj" and head.head.lower_ == "to" and head.head.head.pos_ == "VERB" and not source:
        return WEIGHTS["dative"]
    weight = SOURCE if source else WEIGHTS.get(head.dep_, 0.8)
    inner = head.dep_ in ("nsubj", "nsubjpass") and head.head.dep_ in ("ccomp", "advcl", "relcl", "acl", "xcomp", "pcomp")
    return weight * (EMBEDDED if inner and not _quotes_before(head.head) else 1.0)


def _quotes_before(verb: Token) -> bool:
    """'"…," he said' is often parsed with the quotation as the main clause: its speaker is not embedded."""
    return verb.dep_ == "ccomp" and verb.head.i < verb.i and any(t.text in ("”", '"', "''") for t in verb.doc[verb.head.i : verb.i])


class Recent(Generic[T]):
    """The last ``KEPT`` things, the latest last."""

    def __init__(self) -> None:
        self.held: OrderedDict[int, T] = OrderedDict()

    def touch(self, thing: T) -> None:
        self.held.pop(thing.number, None)
        self.held[thing.number] = thing
        if len(self.held) > KEPT:
            self.held.popitem(last=False)

    def last(self, allowed: Callable[[T], bool]) -> T | None:
        """The latest thing that is allowed."""
        return next((x for x in reversed(self.held.values()) if allowed(x)), None)

    def best(
        self,
        allowed: Callable[[T], bool],
        here: int,
        back: int,
        bonus: Callable[[T], float] | None = None,
        here_counts: Callable[[T], float] | None = None,
    ) -> T | None:
        """The most prominent allowed thing of sentence ``here`` and the ``back`` sentences before it.

        ``here_counts`` gives the factor of a mention in sentence ``here``; ``SAME`` where it is left out.
        """
        best: tuple[float, int] | None = None
        found: T | None = None
        for thing in self.held.values():
            if not allowed(thing):
                continue
            weights = [
                thing.places[at] * (HALVED ** (here - at) if at < here else here_counts(thing) if here_counts else SAME)
                for at in range(here - back, here + 1)
                if at in thing.places
            ]
            if not weights:
                continue
            weight = max(weights) + REST * (sum(weights) - max(weights))
            rank = (weight + (bonus(thing) if bonus else 0.0) + 0.03 * min(thing.times, 10), thing.last)
            if best is None or rank > best:
                best, found = rank, thing
        return found
