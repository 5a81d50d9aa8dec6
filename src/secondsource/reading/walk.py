"""One walk over an article's referring words, from left to right: what does each of them mean?

Sources of speech weigh most, then subjects, and what was said last weighs more than what was said before. Named people
and their roles are known beforehand, so that 'the committee chairman' may come before the name.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from secondsource.data import table
from secondsource.model import Quote, Span, Spans
from secondsource.reading.entities import BODIES, PEOPLE, Entity, Expression, Register
from secondsource.reading.mentions import MODIFIERS, kind_of
from secondsource.reading.names import Name, find_names
from secondsource.reading.names_tables import plain
from secondsource.reading.roles import Role, find_roles, fits
from secondsource.reading.salience import SAME, prominence
from secondsource.reading.sentences import Parse
from secondsource.reading.sources import Reader
from secondsource.reading.sources_phrase import Phrase, same_head

QUOTED = 0.3  #: what standing in a quotation leaves of a mention's weight
IN_CONTENT = 0.4  #: the factor of a mention in the content that the pronoun is the source of
MOST_CONTENT = 40  #: contents looked through for the one that holds a word
LONGEST = 30  #: tokens of an expression
FAR = 2  #: sentences between 'the top Republican' and the name that follows


class Walk:
    """What the referring words of one article mean.

    ``said`` pairs the words of each source with its contents. Afterwards ``meant`` has the entity of each source span,
    and ``at_start`` the entity of whatever refers to something at an offset.
    """

    def __init__(self, parse: Parse, said: Iterable[tuple[Span | None, Spans]], quotes: Sequence[Quote]):
        self.parse, self.doc = parse, parse.doc
        self.names = find_names(parse)
        self.reader = Reader(parse, self.names)
        self.quoted = sorted((q.inner.start, q.inner.end) for q in quotes)
        self.sentences = [s.span.start for s in parse.sentences]
        self.said = list(said)
        self.said_by: dict[Span, list[tuple[Span, Spans]]] = defaultdict(list)
        for source, content in self.said:
            if source is not None:
                self.said_by[source].append((source, content))
        self.contents = sorted((c.start, c.end, s) for s, content in self.said if s is not None for c in content)
        self.known = Register()
        self.meant: dict[Span, Entity] = {}
        self.at_start: dict[int, Entity] = {}
        self.at_token: dict[int, Entity] = {}
        self.pronouns: dict[int, Phrase] = {}
        self._known_roles()
        for expression in self._expressions():
            self._step(expression)
        self._introduced()

    def _known_roles(self) -> None:
        self.counts: dict[str, int] = defaultdict(int)
        self.people: dict[str, Name] = {}
        for name in self.names:
            self.counts[name.name] += 1
            if name.kind == "person":
                self.people.setdefault(name.name, name)
        self.roles = find_roles(self.parse, self.names, self.reader)
        letters = _letters(self.names)
        wider = table("roles.toml")["also"]
        self.holders: dict[str, list[tuple[str, Role]]] = defaultdict(list)  #: noun to those who may be called by it
        for name_, roles in self.roles.items():
            for role in roles:
                more = {w for word in role.words for w in letters.get(word, ())}
                full = Role(role.head, role.words | more)
                for head in {role.head, *wider.get(role.head, ()), *(("spokesman",) if role.head == "of" else ())}:
                    self.holders[same_head(head)].append((name_, full))

    # ---- the walk ----

    def _step(self, e: Expression) -> None:
        entity = self._of(e)
        if entity is None:
            return
        self._note(entity, e)
        if e.source:
            self.meant[e.phrase.span] = entity
        self.at_start.setdefault(self.doc[e.start].idx, entity)
        if e.phrase.pronoun != "relative":
            self.at_token.update(dict.fromkeys(range(e.start, min(e.end, e.start + LONGEST)), entity))
        if e.phrase.pronoun:
            self.pronouns[self.doc[e.start].idx] = e.phrase

    def _expressions(self) -> list[Expression]:
        """Sources first where they begin at one place; a name or a pronoun inside a source's words still counts as mentioned."""
        found: list[Expression] = []
        heads: set[int] = set()
        for span in sorted({source for source, _ in self.said if source is not None}):
            start, end = self.parse.tokens(span)
            phrase = self.reader.read(span)
            found.append(Expression(start, end, phrase, True))
            heads.update({start} if phrase.pronoun else range(start, end) if not phrase.name else ())
        found += [self._expression(n.title, n.end) for n in self.names]
        for chunk in self.doc.noun_chunks:
            if chunk.end - 1 in self.reader.inside or chunk.start in heads:
                continue
            e = self._expression(chunk.start, self._widened(chunk.end))
            if e.phrase.pronoun or e.phrase.kind != "unknown":
                found.append(e)
        mine = ("my", "our", "your")
        found += [self._expression(t.i, t.i + 1) for t in self.doc if t.tag_ == "PRP$" and t.lower_ not in mine and t.i not in heads]
        return sorted(found, key=lambda e: (e.start, not e.source, -e.end))

    def _expression(self, start: int, end: int) -> Expression:
        return Expression(start, end, self.reader.read(self.parse.span(start, end)), False)

    def _widened(self, end: int) -> int:
        """With a short phrase behind that says whose or of what."""
        if end < len(self.doc) and self.doc[end].lower_ in MODIFIERS:
            last = self.doc[end].right_edge.i + 1
            if last - end <= 8 and not any(t.is_punct or t.tag_ in ("CC", "WP", "WDT") for t in self.doc[end:last]):
                return last
        return end

    def _note(self, entity: Entity, e: Expression) -> None:
        """Remember that the entity was mentioned here, and how prominently."""
        at = self.sentence(e.start)
        head = self.doc[self._head(e)]
        weight = prominence(head, e.source) * (QUOTED if self.in_quote(e.start) and not e.source else 1.0)
        entity.places[at] = max(weight, entity.places.get(at, 0.0))
        entity.times += 1
        entity.spoke |= e.source
        entity.first, entity.last = min(entity.first, e.start), e.start
        entity.clause = head.head.i if head.dep_ in ("nsubj", "nsubjpass") else -1
        if not e.phrase.pronoun and e.phrase.article != "and":
            entity.spans.append(e.phrase.span)
            entity.gender = entity.gender or e.phrase.gender
            if not entity.named:
                entity.narrow(e.phrase)
        self.known.recent.touch(entity)

    def _head(self, e: Expression) -> int:
        """The token of the expression that hangs on something outside it."""
        for at in range(e.start, e.end):
            if not e.start <= self.doc[at].head.i < e.end and not self.doc[at].is_punct:
                return at
        return max(e.end - 1, e.start)

    def sentence(self, at: int) -> int:
        return bisect_right(self.sentences, self.doc[at].idx)

    def in_quote(self, at: int) -> bool:
        n = bisect_right(self.quoted, (self.doc[at].idx, 1 << 60)) - 1
        return n >= 0 and self.quoted[n][0] <= self.doc[at].idx < self.quoted[n][1]

    # ---- who is it ----

    def _of(self, e: Expression) -> Entity | None:
        phrase = e.phrase
        if phrase.members:
            return self._several(phrase)
        if phrase.pronoun == "relative":
            return self._antecedent(e) if e.source else None
        if phrase.pronoun:
            return None if phrase.pronoun in ("i", "we") and not e.source else self._pronoun(e)
        if phrase.name:
            return self.known.proper(phrase)
        if phrase.kind == "unknown" and not e.source:
            return None
        return self._described(e)

    def _several(self, phrase: Phrase) -> Entity:
        """'Trump and his lawyer, John Bell': a source of its own, named by its members."""
        name = " and ".join(p.name or self.words(p) for p in phrase.members)
        key = "and " + plain(name)
        if key not in self.known.by_name:
            self.known.by_name[key] = self.known.new(phrase, name)
            self.known.by_name[key].named = phrase.kind == "named"
        return self.known.by_name[key]

    def _described(self, e: Expression) -> Entity | None:
        """A phrase without a name: a role somebody holds, a description met before, or something new."""
        phrase = e.phrase
        if (body := self._apposed(e)) is not None:
            return body
        if (person := self._by_role(e)) is not None:
            return person
        if phrase.article in ("the", "poss", "bare", "a", "part") and (known := self.known.again(phrase)) is not None:
            return known
        if phrase.article == "the" and e.source and (focus := self._in_focus(e)) is not None:
            return focus
        if not e.source and phrase.kind in PEOPLE and not phrase.plural and phrase.article == "poss":
            return None  # 'his wife': of no use unless she speaks
        return self.known.new(phrase, self.words(phrase))

    def _apposed(self, e: Expression) -> Entity | None:
        """'Green Hands, a charity': from now on 'the charity' is Green Hands."""
        if e.source or e.start < 2 or self.doc[e.start - 1].text != "," or e.phrase.article not in ("a", "the"):
            return None
        name = self.reader.inside.get(e.start - 2)
        if name is None or name.kind not in ("organisation", "outlet") or e.phrase.kind not in (*BODIES, "document"):
            return None
        entity = self.known.by_name.get(plain(name.name))
        if entity is not None and entity.kind in BODIES:
            self.known.call(entity, e.phrase.head)
            entity.words |= e.phrase.words
        return entity

    def _by_role(self, e: Expression) -> Entity | None:
        """The named person whose role fits: 'the president', 'Dorn's attorney', or 'a spokesman for the NSC' for its Ruth Vance."""
        phrase = e.phrase
        if phrase.plural or phrase.article == "another" or (phrase.kind != "unnamed" and phrase.head != "inspector general"):
            return None
        if phrase.article == "bare" and not self._in_headline(e):
            return None
        best: tuple[tuple[float, ...], str] | None = None
        for name, role in self.holders.get(same_head(phrase.head), ())[:200]:
            score = fits(phrase, role)
            if not score or (phrase.article == "a" and not (role.head == "of" and len(phrase.words & role.words) >= 2)):
                continue
            entity = self.known.by_name.get(plain(name))
            near = 1.0 / (1 + max(self.sentence(e.start) - max(entity.places), 0)) if entity is not None and entity.places else 0.0
            plainly = role.head == same_head(phrase.head) and not role.words and not phrase.words
            rank = (float(score >= 4), float(plainly), self.counts[name] + 3 * near, float(score))
            if best is None or rank > best[0]:
                best = rank, name
        return self.known.proper(self._person(best[1])) if best else None

    def _in_headline(self, e: Expression) -> bool:
        at = self.doc[e.start].idx
        return any(b.kind in ("headline", "deck", "subhead") and b.span.start <= at < b.span.end for b in self.parse.article.blocks[:4])

    def _person(self, name: str) -> Phrase:
        known = self.people[name]
        return self.reader.read(self.parse.span(known.title, known.end))

    def _in_focus(self, e: Expression) -> Entity | None:
        """'the congressman' with no role on record: the named person who spoke or acted last, if nobody else is called so."""
        phrase = e.phrase
        if phrase.kind != "unnamed" or phrase.plural or len(phrase.words) > 1 or self.known.headed(phrase.head):
            return None

        def allowed(x: Entity) -> bool:
            return x.kind == "named" and not x.plural and x.gender in ("", phrase.gender or x.gender)

        return self.known.recent.best(allowed, self.sentence(e.start), 2)

    # ---- pronouns ----

    def _pronoun(self, e: Expression) -> Entity | None:
        """The most prominent thing nearby that agrees in number and gender, never the subject of the pronoun's own clause."""
        token, kind = self.doc[e.start], e.phrase.pronoun
        own = token.head.i if token.dep_ in ("dobj", "dative") else token.head.head.i if token.dep_ == "pobj" else -2
        speaker = self._quoted_speaker(e)

        def allowed(x: Entity) -> bool:
            if x.clause == own or x.last >= e.start or x is speaker:
                return False
            if kind in ("male", "female"):
                return x.kind in PEOPLE and not x.plural and x.gender in ("", kind)
            if kind == "it":
                return x.kind not in PEOPLE and not x.plural
            if kind in ("i", "we"):
                return x.kind in PEOPLE
            if e.phrase.high is not None:
                return (x.low, x.high) == (e.phrase.low, e.phrase.high)  # 'both': two who were counted
            return x.plural or (x.kind in BODIES and e.source)

        def bonus(x: Entity) -> float:
            if kind in ("male", "female"):
                return 0.6 * (x.gender == kind) + 0.3 * (x.kind == "named")
            if kind == "it":
                return 0.5 * x.spoke - 0.8 * x.place
            return 1.0 * x.plural

        before = self._told_before(e)

        def here_counts(x: Entity) -> float:
            return IN_CONTENT if before is not None and before <= x.last else SAME

        return self.known.recent.best(allowed, self.sentence(e.start), 5, bonus, here_counts)

    def _told_before(self, e: Expression) -> int | None:
        """Where the content begins that these words, as its source, come right behind: 'Mr. Dunn had lied, she said'."""
        if not e.source:
            return None
        start = self.doc[e.start].idx
        own = [c for s, content in self.said_by.get(e.phrase.span, ()) for c in content if c.end <= start]
        return self.parse.tokens(min(own))[0] if own else None

    def _antecedent(self, e: Expression) -> Entity | None:
        """Whom 'who' stands for: the noun that its clause hangs on, else what stands just before it."""
        verb = self.doc[e.start].head
        for _ in range(3):
            if verb.dep_ == "relcl":
                break
            verb = verb.head
        heads = [verb.head.i] if verb.dep_ == "relcl" and verb.head.i < e.start else []
        found = next((self.at_token[i] for i in (*heads, e.start - 1, e.start - 2) if i in self.at_token), None)
        if found is not None and found.kind == "named" and self.doc[e.start].lower_ == "which":
            return self._thing(e.start)
        return found

    def _thing(self, at: int) -> Entity | None:
        """'a book by Ida Brandt, which reported …': 'which' is the book, never a person."""
        first = max(self.doc[at].sent.start, at - LONGEST)
        noun = next((self.doc[i] for i in range(at - 1, first - 1, -1) if kind_of(self.doc[i]) == "document"), None)
        if noun is None:
            return None
        phrase = self.reader.read(self.parse.span(max(noun.left_edge.i, first), at))
        return self.known.again(phrase) or self.known.new(phrase, self.words(phrase))

    def _quoted_speaker(self, e: Expression) -> Entity | None:
        """Who speaks the quotation these words stand in, where that is known by now: never 'he' in his own words."""
        if not self.in_quote(e.start):
            return None
        holding = [(end - start, s) for start, end, s in self._holding(self.doc[e.start].idx) if s != e.phrase.span]
        return self.meant.get(min(holding)[1]) if holding else None

    def _holding(self, at: int) -> Iterator[tuple[int, int, Span]]:
        """The contents that hold the offset, among the last few that begin before it."""
        last = bisect_left(self.contents, (at + 1, 0))
        return ((a, b, s) for a, b, s in self.contents[max(last - MOST_CONTENT, 0) : last] if a <= at < b)

    # ---- afterwards ----

    def _introduced(self) -> None:
        """'The top Republican on the panel urged …', then 'Rep. Ed Royce said …', named for the first time: one man."""
        order = sorted(self.meant, key=lambda s: s.start)
        held = table("roles.toml")["lead"]
        for before, after in pairwise(order):
            one, two = self.meant[before], self.meant[after]
            if one is two or one.kind != "unnamed" or one.plural or one.article != "the" or two.kind != "named" or two.plural:
                continue
            gap = self.sentence(self.parse.tokens(after)[0]) - self.sentence(self.parse.tokens(before)[0])
            heads = {head for role in self.roles.get(two.name, ()) for head in (role.head, *held.get(role.head, ()))}
            if 0 < gap <= FAR and two.first >= self.parse.tokens(after)[0] - 3 and one.head in heads:
                self._merge(one, two)

    def _merge(self, one: Entity, two: Entity) -> None:
        two.spans = sorted({*one.spans, *two.spans})
        for held in (self.meant, self.at_start):
            for key, entity in held.items():
                if entity is one:
                    held[key] = two  # type: ignore[index]

    # ---- words ----

    def words(self, phrase: Phrase) -> str:
        """A description as it is shown: up to the first comma or relative clause, without 'both', no capital at its head."""
        text = " ".join(self.parse.article[phrase.span].split()).strip(" ,.:;“”\"'")
        for stop in (",", " who ", " which ", " that ", " (", " speaking ", " —"):
            at = text.find(stop)
            text = text[:at] if at > 0 else text
        bare = text[5:] if text[:5].lower() == "both " and text[5:].startswith(("a ", "an ")) else text
        small = table("roles.toml")["phrase"]["small"].split()
        return bare[0].lower() + bare[1:] if bare.split(" ", 1)[0].lower() in small else bare


def _letters(names: Sequence[Name]) -> dict[str, tuple[str, ...]]:
    """Initials of the article's bodies: 'nsc' to 'national', 'security', 'council'; and what a building stands for."""
    found: dict[str, tuple[str, ...]] = {word: (means,) for word, means in table("aliases.toml")["stands_for"].items()}
    for name in names:
        words = plain(name.name).split()
        if name.kind == "organisation" and len(words) > 1:
            found["".join(w[0] for w in words if w not in ("of", "and", "for", "the"))] = tuple(words)
    return found
