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
#: by what a mention does in its sentence; tried on the PolNeAR training articles by reading, not tuned to the figure
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
SOURCE = 4.0  #: a source of speech


class Thing(Protocol):
    number: int
    places: dict[int, float]
    times: int
    last: int


T = TypeVar("T", bound=Thing)


def prominence(head: Token, source: bool) -> float:
    """The weight of a mention whose head word is ``head``."""
    if source:
        return SOURCE
    return WEIGHTS.get(head.dep_, 0.8)


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
        same_sentence: bool = True,
    ) -> T | None:
        """The most prominent allowed thing of sentence ``here`` and the ``back`` sentences before it.

        A mention of the same sentence counts half where ``same_sentence`` is False.
        """
        best: tuple[float, int] | None = None
        found: T | None = None
        for thing in self.held.values():
            if not allowed(thing):
                continue
            weight = 0.0
            for sentence in range(here - back, here + 1):
                if sentence in thing.places:
                    weight += thing.places[sentence] * HALVED ** (here - sentence) * (0.4 if sentence == here and not same_sentence else 1)
            if not weight:
                continue
            rank = (weight + (bonus(thing) if bonus else 0.0) + 0.05 * min(thing.times, 10), thing.last)
            if best is None or rank > best:
                best, found = rank, thing
        return found
