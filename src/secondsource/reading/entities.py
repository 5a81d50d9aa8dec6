"""The people, bodies and papers an article speaks of, and how they are found again by name or description."""

from __future__ import annotations

from dataclasses import dataclass, field

from secondsource.model import SourceKind, Span
from secondsource.reading.names_tables import plain, words_of
from secondsource.reading.salience import Recent
from secondsource.reading.sources_phrase import Phrase, same_head

BODIES: tuple[SourceKind, ...] = ("organisation", "outlet")
PEOPLE: tuple[SourceKind, ...] = ("named", "unnamed")
SMALL = {"of", "the", "and", "for", "&"}
BACK = 60  #: descriptions with one head that are compared at most, the latest first


@dataclass(slots=True)
class Entity:
    """Somebody or something the article speaks of."""

    number: int
    kind: SourceKind
    name: str
    low: int | None
    high: int | None
    head: str = ""
    words: frozenset[str] = frozenset()
    article: str = ""  #: of its first mention: 'a', 'the', 'name'
    gender: str = ""
    spans: list[Span] = field(default_factory=list)
    named: bool = False  #: has a proper name
    spoke: bool = False  #: was a source
    place: bool = False
    times: int = 0  #: how often it was mentioned
    places: dict[int, float] = field(default_factory=dict)  #: sentence number to the greatest prominence there
    first: int = 1 << 60  #: token of the first mention
    last: int = -1  #: token of the latest mention
    clause: int = -1  #: verb whose subject it was at the latest mention

    @property
    def plural(self) -> bool:
        return self.high is None or self.high > 1

    def narrow(self, phrase: Phrase) -> None:
        """Take over what newer words for it tell: 'the two sources' says how many 'the sources' were."""
        self.words |= phrase.words
        if phrase.low and (self.low is None or phrase.low > self.low) and (self.high is None or phrase.low <= self.high):
            self.low = phrase.low
        if phrase.high is not None and self.high is None and phrase.high >= (self.low or 0):
            self.high = phrase.high

    def allows(self, phrase: Phrase) -> bool:
        """Can both be the same number of people?"""
        low = max(self.low or 0, phrase.low or 0)
        highs = [h for h in (self.high, phrase.high) if h is not None]
        return not highs or low <= min(highs)


@dataclass(frozen=True, slots=True)
class Expression:
    """Words at tokens ``[start, end)`` that refer to something."""

    start: int
    end: int
    phrase: Phrase
    source: bool


class Register:
    """All entities met so far, by name, by letters, by head noun and by how lately they were spoken of."""

    def __init__(self) -> None:
        self.all: list[Entity] = []
        self.by_name: dict[str, Entity] = {}
        self.recent: Recent[Entity] = Recent()
        self._by_head: dict[str, list[Entity]] = {}
        self._shorter: dict[str, Entity] = {}  #: 'nsc' and 'safari club' to the body with the full name

    def new(self, phrase: Phrase, name: str) -> Entity:
        entity = Entity(
            number=len(self.all),
            kind=phrase.kind,
            name=name,
            low=phrase.low,
            high=phrase.high,
            head=same_head(phrase.head),
            words=phrase.words,
            article=phrase.article,
            gender=phrase.gender,
            place=phrase.place,
        )
        self.all.append(entity)
        self.call(entity, entity.head)
        return entity

    def call(self, entity: Entity, head: str) -> None:
        """From now on the entity may also be called by this noun: 'a charity' in 'Green Hands, a charity, …'."""
        self._by_head.setdefault(same_head(head), []).append(entity)

    def headed(self, head: str) -> list[Entity]:
        """The latest entities called by the noun, the newest last."""
        return self._by_head.get(same_head(head), [])[-BACK:]

    def proper(self, phrase: Phrase) -> Entity:
        """The bearer of a proper name; 'the NSC' and 'the National Security Council' are one."""
        key = plain(phrase.name)
        entity = self.by_name.get(key)
        if entity is None and phrase.kind == "organisation" and not phrase.place:
            entity = self._shorter.get(key)
        if entity is None:
            entity = self.new(phrase, phrase.name)
            entity.named = True
            if phrase.kind in BODIES:
                self._shorten(entity, key)
        self.by_name[key] = entity
        if len(phrase.name) > len(entity.name):
            entity.name = phrase.name
        return entity

    def _shorten(self, entity: Entity, key: str) -> None:
        words = key.split()
        letters = "".join(w[0] for w in words if w not in SMALL)
        for at in range(max(len(letters) - 2, 0)):
            self._shorter.setdefault(letters[at:], entity)
        if len(words) == 2:
            self._shorter.setdefault(letters, entity)
        for size in range(2, len(words)):
            self._shorter.setdefault(" ".join(words[:size]), entity)
            self._shorter.setdefault(" ".join(words[-size:]), entity)

    # ---- descriptions ----

    def again(self, phrase: Phrase) -> Entity | None:
        """A description met before: the same head and no word that contradicts; 'the source' for any unnamed speaker."""
        if phrase.article in ("bare", "a", "part"):
            same = [x for x in self.headed(phrase.head) if not x.named and x.words == phrase.words and x.kind == phrase.kind]
            exact = phrase.article == "part"
            return next((x for x in reversed(same) if self._numbers_fit(x, phrase, exact)), None)
        near = [x for x in self.headed(phrase.head) if self._suits(x, phrase)]
        if near:
            return max(near, key=lambda x: (len(x.words & phrase.words), x.last))
        if phrase.kind in BODIES:
            return self._body(phrase)
        if phrase.kind == "document" and phrase.head == "document":
            return self.recent.last(lambda x: x.kind == "document")
        if phrase.kind == "unnamed" and same_head(phrase.head) in words_of("roles.toml", "generic") and not phrase.words:
            return self._anybody(phrase)
        return None

    @staticmethod
    def _numbers_fit(entity: Entity, phrase: Phrase, exact: bool) -> bool:
        if exact:
            return (entity.low, entity.high) == (phrase.low, phrase.high)
        return entity.allows(phrase) and entity.plural == phrase.plural

    @staticmethod
    def _suits(entity: Entity, phrase: Phrase) -> bool:
        """The newer words are among the known ones, or hold them all, or share two of them."""
        if entity.kind != phrase.kind or entity.plural != phrase.plural or not entity.allows(phrase):
            return False
        return phrase.words <= entity.words or entity.words <= phrase.words or len(phrase.words & entity.words) >= 2

    def _body(self, phrase: Phrase) -> Entity | None:
        """'that committee', 'the agency', 'the newspaper': the last body whose name ends so, else the last of its kind."""
        head = phrase.head
        if phrase.plural:
            return None
        ended = self.recent.last(lambda x: x.named and not x.place and x.kind in BODIES and plain(x.name).endswith(head))
        if ended is not None:
            return ended
        if phrase.kind == "outlet":
            return self.recent.last(lambda x: x.kind == "outlet")
        if head in words_of("aliases.toml", "organisation", "any") and len(phrase.words) < 2:
            fit = [x for x in reversed(self.recent.held.values()) if x.named and x.kind == "organisation" and not x.place]
            return next((x for x in fit if x.spoke), fit[0] if fit and not phrase.words else None)
        return None

    def _anybody(self, phrase: Phrase) -> Entity | None:
        def fits(x: Entity) -> bool:
            return x.kind == "unnamed" and x.allows(phrase) and x.plural == phrase.plural

        return self.recent.last(lambda x: x.spoke and fits(x)) or self.recent.last(fits)
