"""Who is meant: one ``Source`` for each real source of an article, whatever words name it.

Pronouns, roles, surnames and shorter descriptions are followed back to the fullest words::

    Aitan Goelman, Mr. Strzok's lawyer, said …   -> Aitan Goelman
    "…," he added                                -> Aitan Goelman   (he: the last speaker)
    the lawyer                                   -> Aitan Goelman   (a role that one named person holds)
    the two sources                              -> a current and a former US official

The article is walked once, from left to right, with the few things it spoke of last kept at hand; named people and
their roles are known beforehand, so that a role may come before its name.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from secondsource.model import Attribution, Mention, MentionKind, Quote, Source, SourceKind, Span, Spans, make_id
from secondsource.reading.mentions import MODIFIERS, is_plural
from secondsource.reading.names import Name, find_names, plain, words_of
from secondsource.reading.roles import Role, find_roles, fits
from secondsource.reading.salience import Recent, prominence
from secondsource.reading.sentences import Parse
from secondsource.reading.sources import Phrase, Reader, same_head

PEOPLE: tuple[SourceKind, ...] = ("named", "unnamed")
BODIES: tuple[SourceKind, ...] = ("organisation", "outlet")


class Spoken(Protocol):
    """What coreference needs of a proposal: the words of the source, and the content it is the source of."""

    @property
    def source(self) -> Span | None: ...

    @property
    def content(self) -> Spans: ...


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
    gender: str = ""
    spans: list[Span] = field(default_factory=list)
    named: bool = False  #: has a proper name
    times: int = 0  #: how often it was mentioned
    places: dict[int, float] = field(default_factory=dict)  #: sentence number to the greatest prominence there
    last: int = -1  #: token of the latest mention
    spoke: bool = False  #: was a source
    place: bool = False
    clause: int = -1  #: verb whose subject it was at the latest mention

    @property
    def plural(self) -> bool:
        return self.high is None or self.high > 1


@dataclass(frozen=True, slots=True)
class Expression:
    """Words at tokens ``[start, end)`` that refer to something."""

    start: int
    end: int
    phrase: Phrase
    source: bool


def resolve(parse: Parse, mentions: Sequence[Mention], spoken: Iterable[Spoken], quotes: Sequence[Quote] = ()) -> dict[Span, Source]:
    """The source meant by each ``source`` span of the given attributions.

    Spans that mean the same source map to one ``Source`` with one id, the fullest name and all the spans as mentions.
    """
    walk = _Walk(parse, spoken, quotes)
    return walk.sources()


@dataclass(frozen=True, slots=True)
class _Said:
    source: Span | None
    content: Spans


def follow(
    parse: Parse, mentions: Sequence[Mention], attributions: Iterable[Attribution], quotes: Sequence[Quote] = ()
) -> tuple[Mention, ...]:
    """The mentions with roles and pronouns under the name of whom they mean: 'he' becomes a mention of 'Joe Sestak'."""
    walk = _Walk(parse, [_Said(a.source_span, a.content) for a in attributions], quotes)
    meant = walk.mentioned()
    kinds: dict[SourceKind, MentionKind] = {"named": "person", "organisation": "organisation", "outlet": "outlet", "document": "document"}
    found = []
    for mention in mentions:
        entity = meant.pop(mention.span.start, None)
        if entity is not None and mention.kind not in ("person", "place") and (entity.named or entity.kind == "document"):
            mention = Mention(mention.span, kinds.get(entity.kind, mention.kind), entity.name, mention.head)
        found.append(mention)
    taken = {m.span.start for m in mentions}
    for start, entity in meant.items():
        if start not in taken and (expression := walk.pronouns.get(start)) is not None:
            kind = kinds.get(entity.kind, "group" if entity.plural else "role")
            found.append(Mention(expression.phrase.span, kind, entity.name, entity.head))
    return tuple(sorted(found, key=lambda m: (m.span.start, -m.span.end)))


class _Walk:
    """One pass over the article's referring words."""

    def __init__(self, parse: Parse, spoken: Iterable[Spoken], quotes: Sequence[Quote]):
        self.parse, self.doc = parse, parse.doc
        self.names = find_names(parse)
        self.reader = Reader(parse, self.names)
        self.roles = find_roles(parse, self.names, self.reader)
        self.quoted = sorted((q.inner.start, q.inner.end) for q in quotes)
        self.sentences = [s.span.start for s in parse.sentences]
        self.said = [(s.source, s.content) for s in spoken]
        self.entities: list[Entity] = []
        self.by_name: dict[str, Entity] = {}
        self.by_head: dict[str, list[Entity]] = {}
        self.recent: Recent[Entity] = Recent()
        self.meant: dict[Span, Entity] = {}
        self.at_start: dict[int, Entity] = {}
        self.pronouns: dict[int, Expression] = {}
        self.counts: dict[str, int] = {}
        for name in self.names:
            self.counts[name.name] = self.counts.get(name.name, 0) + 1
        self._go()

    # ---- the walk ----

    def _go(self) -> None:
        for expression in self._expressions():
            entity = self._of(expression)
            if entity is None:
                continue
            self._note(entity, expression)
            if expression.source:
                self.meant[expression.phrase.span] = entity
            self.at_start.setdefault(self.doc[expression.start].idx, entity)
            if expression.phrase.pronoun:
                self.pronouns[self.doc[expression.start].idx] = expression

    def _expressions(self) -> list[Expression]:
        """Sources first where they begin at one place; a name or a pronoun inside a source's words still counts as mentioned."""
        found: list[Expression] = []
        heads: set[int] = set()
        for span in sorted({source for source, _ in self.said if source is not None}):
            start, end = self.parse.tokens(span)
            phrase = self.reader.read(span)
            found.append(Expression(start, end, phrase, True))
            heads.update({start} if phrase.pronoun else range(start, end) if not phrase.name else ())
        taken = {n.start for n in self.names}
        found += [Expression(n.title, n.end, self.reader.read(self.parse.span(n.title, n.end)), False) for n in self.names]
        for chunk in self.doc.noun_chunks:
            start, end = chunk.start, chunk.end
            if end - 1 in self.reader.inside or start in taken or start in heads:
                continue
            phrase = self.reader.read(self.parse.span(start, end))
            if phrase.pronoun or phrase.kind != "unknown":
                found.append(Expression(start, self._widened(end), self.reader.read(self.parse.span(start, self._widened(end))), False))
        found += [e for e in self._possessives() if e.start not in heads]
        return sorted(found, key=lambda e: (e.start, not e.source, -e.end))

    def _possessives(self) -> list[Expression]:
        return [
            Expression(t.i, t.i + 1, self.reader.read(self.parse.span(t.i, t.i + 1)), False)
            for t in self.doc
            if t.tag_ == "PRP$" and t.lower_ not in ("my", "our", "your")
        ]

    def _widened(self, end: int) -> int:
        """With a short phrase behind that says whose or of what."""
        if end < len(self.doc) and self.doc[end].lower_ in MODIFIERS:
            last = self.doc[end].right_edge.i + 1
            if last - end <= 8 and not any(t.is_punct or t.tag_ in ("CC", "WP", "WDT") for t in self.doc[end:last]):
                return last
        return end

    def _note(self, entity: Entity, e: Expression) -> None:
        """Remember that the entity was mentioned here, and how prominently."""
        sentence = self._sentence(e.start)
        head = self._head(e)
        weight = prominence(self.doc[head], e.source)
        if self._in_quote(e.start) and not e.source:
            weight *= 0.3
        entity.places[sentence] = max(weight, entity.places.get(sentence, 0.0))
        entity.times += 1
        entity.spoke |= e.source
        entity.last = e.start
        entity.clause = self.doc[head].head.i if self.doc[head].dep_ in ("nsubj", "nsubjpass") else -1
        if not e.phrase.pronoun and e.phrase.article != "and":
            entity.spans.append(e.phrase.span)
            entity.gender = entity.gender or e.phrase.gender
            if not entity.named:
                entity.words |= e.phrase.words
                self._narrow(entity, e.phrase)
        self.recent.touch(entity)

    def _narrow(self, entity: Entity, phrase: Phrase) -> None:
        """'the two sources' tells how many 'sources' were."""
        if phrase.low and (entity.low is None or phrase.low > entity.low) and (entity.high is None or phrase.low <= entity.high):
            entity.low = phrase.low
        if phrase.high is not None and entity.high is None and phrase.high >= (entity.low or 0):
            entity.high = phrase.high

    def _head(self, e: Expression) -> int:
        """The token of the expression that hangs on something outside it."""
        for at in range(e.start, e.end):
            head = self.doc[at].head.i
            if not e.start <= head < e.end and not self.doc[at].is_punct:
                return at
        return max(e.end - 1, e.start)

    def _sentence(self, at: int) -> int:
        return bisect_right(self.sentences, self.doc[at].idx)

    def _in_quote(self, at: int) -> bool:
        n = bisect_right(self.quoted, (self.doc[at].idx, 1 << 60)) - 1
        return n >= 0 and self.quoted[n][0] <= self.doc[at].idx < self.quoted[n][1]

    # ---- who is it ----

    def _of(self, e: Expression) -> Entity | None:
        phrase = e.phrase
        if phrase.members:
            return self._several(e)
        if phrase.pronoun in ("i", "we"):
            return self._speaker(e)
        if phrase.pronoun:
            return self._pronoun(e)
        if phrase.name:
            return self._proper(phrase)
        if phrase.kind == "unknown" and not e.source:
            return None
        return self._described(e)

    def _several(self, e: Expression) -> Entity:
        """'Trump and his lawyer, John Dowd': a source of its own, named by its members."""
        name = " and ".join(self._named(p) for p in e.phrase.members)
        entity = self.by_name.get("and " + plain(name)) or self._new(e.phrase, name)
        self.by_name["and " + plain(name)] = entity
        entity.named = e.phrase.kind == "named"
        return entity

    def _named(self, phrase: Phrase) -> str:
        return phrase.name or self._words(phrase)

    def _proper(self, phrase: Phrase) -> Entity:
        key = self._key(phrase)
        if key not in self.by_name:
            self.by_name[key] = self._new(phrase, phrase.name)
            self.by_name[key].named = True
        entity = self.by_name[key]
        if phrase.kind == "outlet" or len(phrase.name) > len(entity.name):
            entity.name = phrase.name if len(phrase.name) >= len(entity.name) else entity.name
        return entity

    def _key(self, phrase: Phrase) -> str:
        """One key for 'the FBI', 'F.B.I.' and, where its letters fit a full name of the article, 'the NSC'."""
        key = plain(phrase.name)
        if phrase.kind == "organisation" and key.isalpha() and phrase.name.replace(".", "").isupper() and len(key) < 6:
            for known, entity in self.by_name.items():
                letters = "".join(w[0] for w in known.split() if w not in ("of", "the", "and", "for"))
                if entity.kind == "organisation" and len(known) > len(key) and (key == letters or (len(key) > 2 and letters.endswith(key))):
                    return known
        if phrase.kind == "organisation" and " " in key and key not in self.by_name:  # 'the Safari Club' of 'Safari Club International'
            return next((known for known in self.by_name if known.startswith(key + " ") or known.endswith(" " + key)), key)
        return key

    def _new(self, phrase: Phrase, name: str) -> Entity:
        low, high = phrase.low, phrase.high
        entity = Entity(
            len(self.entities), phrase.kind, name, low, high, same_head(phrase.head), phrase.words, phrase.gender, place=phrase.place
        )
        self.entities.append(entity)
        self.by_head.setdefault(entity.head, []).append(entity)
        return entity

    def _words(self, phrase: Phrase) -> str:
        """A description as it is shown: up to the first comma or relative clause, without 'both'."""
        text = " ".join(self.parse.article[phrase.span].split())
        for stop in (",", " who ", " which ", " that ", " (", " speaking ", " —"):
            at = text.find(stop)
            if at > 0:
                text = text[:at]
        text = text.strip(' ,.:;“”"')
        for article in ("Both ", "both "):
            text = text.removeprefix(article) if text.removeprefix(article).startswith(("a ", "an ")) else text
        first = text.split(" ", 1)[0]
        if first in ("The", "A", "An", "Some", "Several", "Many", "One", "Two", "Three", "Another", "His", "Her", "Their"):
            text = text[0].lower() + text[1:]
        return text

    # ---- descriptions ----

    def _described(self, e: Expression) -> Entity | None:
        """A phrase without a name: a role somebody holds, a description met before, or something new."""
        phrase = e.phrase
        person = self._by_role(e)
        if person is not None:
            return person
        if phrase.article in ("the", "poss", "bare", "a", "part") and (known := self._again(phrase)) is not None:
            return known
        if phrase.article == "the" and e.source and (focus := self._in_focus(e)) is not None:
            return focus
        if not e.source and phrase.kind in PEOPLE and not phrase.plural and phrase.article == "poss":
            return None  # 'his wife': of no use unless she speaks
        return self._new(phrase, self._words(phrase))

    def _by_role(self, e: Expression) -> Entity | None:
        """The named person whose role fits: 'the president', 'Grimm's attorney', or 'a spokesman for the NSC' for its Garrett Marquis."""
        phrase = e.phrase
        if phrase.plural or phrase.kind not in ("unnamed", "organisation") or phrase.article in ("another",):
            return None
        if phrase.kind == "organisation" and phrase.head != "inspector general":
            return None
        best: tuple[tuple[float, ...], str] | None = None
        for name, roles in self.roles.items():
            score = max((fits(phrase, self._spelled(role)) for role in roles), default=0)
            if score and (phrase.article != "a" or self._same_office(phrase, roles, e)):
                entity = self.by_name.get(plain(name))
                near = 1.0 / (1 + max(self._sentence(e.start) - max(entity.places, default=0), 0)) if entity and entity.places else 0.0
                rank = (float(score >= 4), self.counts[name] + 3 * near, float(score))
                if best is None or rank > best[0]:
                    best = rank, name
        if best is None or (phrase.article == "bare" and not self._in_headline(e)):
            return None
        return self._proper(self._person(best[1]))

    def _spelled(self, role: Role) -> Role:
        """A role with the letters of its office written out: 'nsc' as 'national', 'security', 'council'."""
        more = {w for word in role.words for w in self._letters().get(word, ())}
        return Role(role.head, role.words | more) if more else role

    def _letters(self) -> dict[str, tuple[str, ...]]:
        if not hasattr(self, "_spellings"):
            self._spellings = {}
            for name in self.names:
                words = plain(name.name).split()
                if name.kind == "organisation" and len(words) > 1:
                    self._spellings["".join(w[0] for w in words if w not in ("of", "and", "for", "the"))] = tuple(words)
        return self._spellings

    def _same_office(self, phrase: Phrase, roles: Sequence[Role], e: Expression) -> bool:
        """'A spokesman for X' is the named spokesman of X only where the name comes within the next few sentences or the same one."""
        for role in map(self._spelled, roles):
            if role.head == "of" and len(phrase.words & role.words) >= 2 and phrase.head in ("spokesman", "spokeswoman", "spokesperson"):
                return True
        return False

    def _in_headline(self, e: Expression) -> bool:
        at = self.doc[e.start].idx
        return any(b.kind in ("headline", "deck", "subhead") and b.span.start <= at < b.span.end for b in self.parse.article.blocks)

    def _person(self, name: str) -> Phrase:
        known: Name = next(n for n in self.names if n.name == name and n.kind == "person")
        return self.reader.read(self.parse.span(known.title, known.end))

    def _again(self, phrase: Phrase) -> Entity | None:
        """A description met before: the same head and no word that contradicts; 'the source' for any unnamed person."""
        if phrase.article in ("bare", "a", "part"):
            same = [
                x for x in self.by_head.get(same_head(phrase.head), []) if not x.named and x.words == phrase.words and x.kind == phrase.kind
            ]
            same = [
                x
                for x in same
                if self._count_fits(x, phrase)
                and phrase.plural == x.plural
                and (phrase.article != "part" or (x.low, x.high) == (phrase.low, phrase.high))
            ]
            return same[-1] if same else None
        near = [x for x in self.by_head.get(same_head(phrase.head), []) if not x.named and self._suits(x, phrase)]
        if near:
            return max(near, key=lambda x: (len(x.words & phrase.words), x.last))
        if phrase.kind in ("organisation", "outlet"):
            return self._body(phrase)
        if phrase.kind == "document" and phrase.head == "document":
            return self.recent.last(lambda x: x.kind == "document")
        if phrase.kind == "unnamed" and same_head(phrase.head) in words_of("roles.toml", "generic") and not phrase.words:
            fit = lambda x: x.kind == "unnamed" and self._count_fits(x, phrase) and x.plural == phrase.plural  # noqa: E731
            return self.recent.last(lambda x: x.spoke and fit(x)) or self.recent.last(fit)
        return None

    def _suits(self, entity: Entity, phrase: Phrase) -> bool:
        """No word of the newer phrase may be missing from what is known, save where it has all the known ones."""
        if entity.kind != phrase.kind or entity.plural != phrase.plural or not self._count_fits(entity, phrase):
            return False
        return phrase.words <= entity.words or entity.words <= phrase.words or len(phrase.words & entity.words) >= 2

    @staticmethod
    def _count_fits(entity: Entity, phrase: Phrase) -> bool:
        low = max(entity.low or 0, phrase.low or 0)
        highs = [h for h in (entity.high, phrase.high) if h is not None]
        return not highs or low <= min(highs)

    def _body(self, phrase: Phrase) -> Entity | None:
        """'that committee', 'the agency', 'the newspaper': the last body whose name ends so, else the last of its kind."""
        head = phrase.head
        ended = self.recent.last(lambda x: x.named and not x.place and x.kind in BODIES and plain(x.name).endswith(head))
        if ended is not None or phrase.words:
            return ended
        if phrase.kind == "outlet":
            return self.recent.last(lambda x: x.kind == "outlet")
        if head in words_of("aliases.toml", "organisation", "any"):
            return self.recent.last(lambda x: x.named and x.kind == "organisation" and not x.plural and not x.place)
        return None

    def _in_focus(self, e: Expression) -> Entity | None:
        """'the congressman' with no role on record: the named person spoken of most in the last two sentences, if nobody else fits."""
        phrase = e.phrase
        if phrase.kind != "unnamed" or phrase.plural or phrase.words:
            return None
        here = self._sentence(e.start)
        near = self.recent.best(lambda x: x.kind == "named" and not x.plural and _agrees(x, phrase), here, 2)
        return near if near is not None and not self.by_head.get(same_head(phrase.head)) else None

    # ---- pronouns ----

    def _pronoun(self, e: Expression) -> Entity | None:
        """The most prominent thing nearby that agrees in number and gender, never the subject of the pronoun's own clause."""
        token, here, kind = self.doc[e.start], self._sentence(e.start), e.phrase.pronoun
        own = token.head.i if token.dep_ in ("dobj", "dative") else token.head.head.i if token.dep_ == "pobj" else -2

        def allowed(x: Entity) -> bool:
            if x.clause == own or x.last >= e.start:
                return False
            if kind in ("male", "female"):
                return x.kind in PEOPLE and not x.plural and x.gender in ("", kind)
            if kind == "it":
                return x.kind not in PEOPLE and not x.plural
            return x.plural or (x.kind in BODIES and e.source)

        def bonus(x: Entity) -> float:
            if kind in ("male", "female"):
                return 0.6 * (x.gender == kind) + 0.3 * (x.kind == "named")
            return 0.5 * (x.plural) if kind == "they" else 0.0

        return self.recent.best(allowed, here, 5, bonus, same_sentence=not e.source or not self._after_quote(e.start))

    def _after_quote(self, at: int) -> bool:
        """Does a quotation end just before these words: '…," he said'?"""
        before = max(self.doc[at].idx - 3, 0)
        return any(mark in self.parse.article.text[before : self.doc[at].idx] for mark in '”"')

    def _speaker(self, e: Expression) -> Entity | None:
        """'I' inside a quotation is whoever the quotation is of; filled in after the walk."""
        return None

    # ---- what comes out ----

    def sources(self) -> dict[Span, Source]:
        """One ``Source`` per entity that is the source of something."""
        held: dict[int, list[Span]] = {}
        for span, entity in self.meant.items():
            held.setdefault(entity.number, []).append(span)
        made = {number: self._source(self.entities[number], spans) for number, spans in held.items()}
        return {span: made[entity.number] for span, entity in self.meant.items()}

    def _source(self, entity: Entity, spans: list[Span]) -> Source:
        name = entity.name if entity.named else self._fullest(entity, spans)
        id = make_id("s", self.parse.article.id, entity.kind, name, min(spans).start)
        return Source(id, name, entity.kind, tuple(sorted({*spans, *entity.spans})), entity.low, entity.high, entity.head)

    def _fullest(self, entity: Entity, spans: list[Span]) -> str:
        """The description that tells most, the first of those that tell the same; never a pronoun."""
        phrases = [p for p in (self.reader.read(s) for s in sorted({*spans, *entity.spans})) if not p.pronoun]
        if not phrases:
            return entity.name
        best = max(phrases, key=lambda p: (len(p.words) if len(p.words) < 9 else 0, p.low or 0, -p.span.start))
        return self._words(best)

    def mentioned(self) -> dict[int, Entity]:
        """Offset where a referring expression begins, to what it means; 'I' and 'we' mean the speaker."""
        found = dict(self.at_start)
        for source, content in self.said:
            entity = self.meant.get(source) if source is not None else None
            if entity is None:
                continue
            for span in content:
                for at in range(*self.parse.tokens(span)):
                    token = self.doc[at]
                    if token.lower_ in ("i", "we") and self._in_quote(at):
                        found.setdefault(token.idx, entity)
                        self.pronouns.setdefault(token.idx, Expression(at, at + 1, self.reader.read(self.parse.span(at, at + 1)), False))
        return found


def _agrees(entity: Entity, phrase: Phrase) -> bool:
    return not entity.gender or not phrase.gender or entity.gender == phrase.gender


__all__ = ["Entity", "follow", "is_plural", "resolve"]
