"""The words that name a source: what kind it is, and how many people they allow.

::

    both a current and a former US official       unnamed, 2 to 2, 'official'
    11 current and former US officials            unnamed, 11 to 11, 'official'
    Brendan Buck, a spokesman for the speaker     named, 1 to 1
    the report, by the council's lawyers          document

Only the words at this place are read here; who 'he' or 'the official' is, `coreference` says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from secondsource.data import table
from secondsource.model import SourceKind, Span
from secondsource.reading.mentions import is_partisan, is_plural, kind_of, lemma
from secondsource.reading.names import Name
from secondsource.reading.names_runs import MONTHS, WEEK
from secondsource.reading.names_tables import gender_of, plain, words_of
from secondsource.reading.quantities import bounded, numbers
from secondsource.reading.sentences import Parse
from secondsource.reading.sources_phrase import Phrase, together

if TYPE_CHECKING:
    from spacy.tokens import Token

STOPS = {"who", "whom", "whose", "which", "that", "where", "when"}  #: a relative clause begins
ARTICLES = {"a", "an", "another", "one"}
DEFINITE = {"the", "that", "this", "these", "those", "both"}
#: heads of two words
COMPOUNDS = {
    "general": frozenset({"attorney", "inspector", "surgeon", "solicitor"}),
    "president": frozenset({"vice"}),
    "minister": frozenset({"prime"}),
    "secretary": frozenset({"press"}),
}


class Reader:
    """Describes phrases of one article; holds where its names stand."""

    def __init__(self, parse: Parse, names: Sequence[Name]):
        self.parse = parse
        self.doc = parse.doc
        self.starts = {n.start: n for n in names}
        self.inside = {i: n for n in names for i in range(n.start, n.end)}
        self.titled = {i for n in names for i in range(n.title, n.start)}

    def read(self, span: Span) -> Phrase:
        """The phrase at the span; a span without a noun is of kind 'unknown'."""
        start, end = self.parse.tokens(span)
        while start < end and (self.doc[start].is_punct or self.doc[start].is_space or self.doc[start].lower_ in ("and", "but")):
            start += 1
        while end > start and (
            (self.doc[end - 1].is_punct and self.doc[end - 1].text not in (")", "’", "'")) or self.doc[end - 1].is_space
        ):
            end -= 1
        start = self._after_dateline(start, end)
        if start >= end:
            return Phrase(span, "unknown", low=None, high=None)
        if pronoun := self._pronoun(start, end, span):
            return pronoun
        cuts = self._coordinated(start, end)
        pieces = [self._one(a, b, span) for a, b in zip([start, *[c + 1 for c in cuts]], [*cuts, end], strict=True)]
        return pieces[0] if len(pieces) == 1 else together(pieces, span)

    def _after_dateline(self, start: int, end: int) -> int:
        """'WASHINGTON — E-mails released by …': the words behind the dash."""
        for at in range(start + 1, min(start + 6, end - 1)):
            if self.doc[at].text in ("—", "–", "–-", "--") and self.doc[start].is_upper:
                return at + 1
        return start

    def _pronoun(self, start: int, end: int, span: Span) -> Phrase | None:
        word = self.doc[start].lower_
        if word in ("who", "which"):
            return Phrase(span, "unknown", low=1, high=None, pronoun="relative")
        kind = table("roles.toml")["pronoun"].get(word)
        if kind and (
            end == start + 1 or (end == start + 2 and self.doc[start + 1].lower_ in ("all", "both", "also", "himself", "herself", "too"))
        ):
            low, high = (2, 2) if word == "both" else {"they": (2, None), "we": (2, None)}.get(kind, (1, 1))
            return Phrase(span, "unknown", low=low, high=high, pronoun=kind, gender=kind if kind in ("male", "female") else "")
        return None

    def describe(self, start: int, end: int) -> Phrase:
        """The description at tokens ``[start, end)``, commas and all, read as one."""
        return self._base(start, end, self.parse.span(start, end))

    def describing(self, start: int, end: int) -> list[str]:
        """The content words at tokens ``[start, end)``."""
        return self._describing(start, end, end, end)

    # ---- parts ----

    def _coordinated(self, start: int, end: int) -> list[int]:
        """Where 'and' parts two whole descriptions: 'Mr. Issa and all seven Republicans', not 'current and former officials'."""
        depth = self._first_stop(start, end)
        found = []
        for at in range(start + 1, depth - 1):
            token = self.doc[at]
            if token.lower_ not in ("and", "&", "with") or (token.lower_ == "with" and self.doc[at - 1].lower_ != "along"):
                continue
            if at in self.inside or self._in_title_list(at):
                continue
            if self._ends_source(at - 1) and self._begins_source(at + 1, end) and not self._same_man(at):
                found.append(at)
        return found

    def _same_man(self, at: int) -> bool:
        """'a former agent and 20-year veteran': one person with two descriptions."""
        left, right = self.doc[at - 1], self.doc[at + 1]
        return (
            left.tag_ == "NN"
            and left.i not in self.inside
            and right.i not in self.inside
            and right.lower_ not in ARTICLES | DEFINITE
            and right.tag_ != "PRP$"
        )

    def _first_stop(self, start: int, end: int) -> int:
        """Where a relative clause, an apposition or a participle begins; coordination behind it is not of sources: 'seen by A and B'."""
        for at in range(start + 1, end):
            if self.doc[at].lower_ in STOPS and self.doc[at].dep_ != "det":
                return at
            if self.doc[at].tag_ in ("VBN", "VBD") and at + 1 < end and self.doc[at + 1].lower_ == "by":
                return at
            if self.doc[at].text == "," and at + 1 < end and self.doc[at + 1].lower_ in ("a", "an", "the", "including", "who"):
                return at
        return end

    def _in_title_list(self, at: int) -> bool:
        return self.doc[at - 1].text == "," and self.doc[at - 1].lower_ in ("jr.", "sr.")

    def _ends_source(self, at: int) -> bool:
        while at > 1 and (self.doc[at].is_punct or self.doc[at].lower_ == "along" or self._in_party(at)):
            at -= 1
        token = self.doc[at]
        if name := self.inside.get(token.i):
            return name.kind in ("person", "outlet", "organisation", "place")
        return (is_plural(token) and kind_of(token) is not None) or (token.tag_ == "NN" and kind_of(token) == "role")

    def _in_party(self, at: int) -> bool:
        """A piece of 'R-Fla.' or '(D-Mo.)'."""
        return any(self.doc[i].text in ("R", "D", "I") for i in range(max(at - 2, 0), at + 1)) and any(
            self.doc[i].text in ("-", "–") for i in range(at - 1, min(at + 2, len(self.doc)))
        )

    def _begins_source(self, at: int, end: int) -> bool:
        if at >= end:
            return False
        token = self.doc[at]
        if (
            at in self.inside
            or token.tag_ in ("NNP", "NNPS", "NNS", "PRP$", "CD")
            or token.lower_ in ARTICLES | DEFINITE | {"all", "some", "several", "many", "other", "others"}
        ):
            return True
        return token.tag_ in ("NN", "JJ") and any(is_plural(self.doc[i]) and kind_of(self.doc[i]) for i in range(at, min(at + 3, end)))

    # ---- one description ----

    def _one(self, start: int, end: int, span: Span) -> Phrase:
        segments = self._segments(start, end)
        phrases = [self._base(a, b, span) for a, b in segments]
        main = phrases[0]
        if main.kind in ("unnamed", "unknown", "organisation") and not main.name:
            named = next((p for p in phrases[1:] if p.kind == "named" and p.article == "name"), None)
            if named:
                return replace(named, head=main.head, words=main.words | named.words)
        last = phrases[-1]
        if main.kind == "named" and len(phrases) > 1 and self._is_several(last, end):
            return last  # 'Mr. Pace, officials said, had left': several officials are no description of one man
        if main.kind == "unknown" and len(phrases) > 1 and phrases[1].kind != "unknown":
            return replace(phrases[1], name=main.name or phrases[1].name)
        return main

    def _is_several(self, last: Phrase, end: int) -> bool:
        """Does the last segment only say 'officials' or 'administration officials'?"""
        while self.doc[end - 1].is_punct:
            end -= 1
        return last.kind == "unnamed" and last.plural and last.article == "bare" and lemma(self.doc[end - 1]) == last.head

    def _segments(self, start: int, end: int) -> list[tuple[int, int]]:
        """The description cut at commas and brackets: the main words first, then what stands in apposition."""
        cuts = [i for i in range(start, end) if self.doc[i].text in (",", "(", ")", "–", "—", ":") and not self._in_number(i)]
        found = [(a, b) for a, b in zip([start, *[c + 1 for c in cuts]], [*cuts, end], strict=True) if a < b]
        return found or [(start, end)]

    def _in_number(self, at: int) -> bool:
        return self.doc[at].text == "," and at + 1 < len(self.doc) and plain(self.doc[at + 1].text) in ("jr", "sr")

    def _base(self, start: int, end: int, span: Span) -> Phrase:
        """The noun phrase at the beginning of a segment, up to its head: prepositions and clauses behind it only describe."""
        stop = self._base_end(start, end)
        if (
            start < stop
            and self._of(stop, end)
            and (
                lemma(self.doc[stop - 1]) in words_of("roles.toml", "phrase", "parts")
                or self.doc[stop - 1].lower_ in words_of("roles.toml", "phrase", "parts")
            )
        ):
            return self._of_whole(start, stop, end, span)
        at = stop - 1
        while at > start and self._no_head(at):
            at -= 1
        name = self.inside.get(at)
        if name and not self._possessor(name, stop):
            return self._proper(name, start, stop, span)
        head = self.doc[at]
        if kind_of(head) is None and head.tag_ not in (
            "NNP",
            "NNPS",
        ):  # 'a C.I.A. spokesman e-mailed', with a verb the tagger took for a noun
            at = next((i for i in range(at - 1, max(start - 1, at - 4), -1) if kind_of(self.doc[i])), at)
            head = self.doc[at]
        compound = COMPOUNDS.get(head.lower_, frozenset())
        first = at - 1 if at > start and self.doc[at - 1].lower_ in compound else at
        words = frozenset(self._describing(start, first, stop, end))
        low, high = self._count(start, at, head)
        article = self._article(start, stop)
        gender = next((g for g in ("male", "female") if lemma(head) in words_of("roles.toml", "gender", g)), "")
        full = f"{self.doc[first].lower_} {lemma(head)}" if first < at else lemma(head)
        kind = self._kind(head, full)
        return Phrase(span, kind, "", low, high, full, words, article, gender=gender, owner=self._owner(start, at))

    def _no_head(self, at: int) -> bool:
        """A mark, an adverb, a verb or a time behind the noun: 'a release early Tuesday'."""
        token = self.doc[at]
        if token.is_punct or token.is_space or token.tag_ in ("POS", "RB", "RBR", "VBD", "VBZ", "VBP", "MD"):
            return True
        return at not in self.inside and (token.ent_type_ in ("DATE", "TIME") or token.lower_ in ("earlier", "later"))

    def _base_end(self, start: int, end: int) -> int:
        for at in range(start, end):
            token = self.doc[at]
            if self._begins_clause(start, at):
                return at
            if at in self.inside or at in self.titled:
                continue
            if token.lower_ in STOPS and at > start:
                return at
            if token.lower_ in words_of("roles.toml", "phrase", "postnominal") and at > start and kind_of(self.doc[at - 1]):
                return at
            if (
                at > start
                and token.tag_ in ("IN", "TO", "VBN", "VBG", "WP", "WDT", "WRB", "VBD", "VBZ")
                and token.lower_ not in ("than", "like", "least")
                and not self._before_noun(at, end)
            ):
                return at
        return end

    def _begins_clause(self, start: int, at: int) -> bool:
        """'a memo Brandt wrote': a relative clause without its 'that'."""
        subject = self.doc[at]
        while at in self.inside and subject.dep_ == "compound" and subject.head.i > at:
            subject = subject.head
        if at == start or subject.dep_ != "nsubj" or subject.head.dep_ != "relcl":
            return False
        return kind_of(self.doc[at - 1]) == "document" and self.doc[at - 1].tag_ in ("NN", "NNS")

    def _before_noun(self, at: int, end: int) -> bool:
        """A participle that describes the noun behind it: 'the retired colonel', 'unidentified officials'."""
        return (
            self.doc[at].tag_ in ("VBN", "VBG", "VBD")
            and at + 1 < end
            and self.doc[at + 1].tag_ in ("NN", "NNS", "NNP", "NNPS", "JJ", "CD", "HYPH")
        )

    def _of(self, stop: int, end: int) -> bool:
        return stop < end and self.doc[stop].lower_ == "of"

    def _of_whole(self, start: int, stop: int, end: int, span: Span) -> Phrase:
        """'two of the officials', 'a majority of Democrats', 'one of her aides': the count of the part, the rest of the whole."""
        whole = self._base(stop + 1, end, span)
        part = lemma(self.doc[stop - 1])
        if part == "member":
            low, high = self._count(start, stop - 1, self.doc[stop - 1])
            return Phrase(span, "unnamed", "", low, high, "member", whole.words | {whole.head}, self._article(start, stop))
        if part in ("part", "series", "page"):
            return replace(whole, low=1, high=1)
        low, high = self._counted(start, stop) or (2, None)
        if part in ("one", "each", "any"):
            low, high = 1, 1
        kind: SourceKind = whole.kind if not whole.name else "unnamed"
        return replace(whole, kind=kind, name="", low=low, high=high, article="part")

    def _possessor(self, name: Name, stop: int) -> bool:
        return name.end < stop and self.doc[name.end].tag_ == "POS" and name.end < stop - 1

    def _proper(self, name: Name, start: int, stop: int, span: Span) -> Phrase:
        """A name at the head: 'Orlov attorney Ada Lindqvist', 'The Times', 'Washington'."""
        kinds: dict[str, SourceKind] = {"person": "named", "outlet": "outlet", "organisation": "organisation", "place": "organisation"}
        role = next((self.doc[i] for i in range(name.title - 1, start - 1, -1) if kind_of(self.doc[i]) == "role"), None)
        words = frozenset(self._describing(start, name.title, name.title, name.title)) if name.title > start else frozenset()
        head = name.roles[0] if name.roles else lemma(role) if role is not None else ""
        return Phrase(
            span,
            kinds.get(name.kind, "unknown"),
            name.name,
            1,
            1,
            head,
            words,
            "name",
            gender=name.gender or gender_of(name.name.split()[0]),
            place=name.kind == "place",
        )

    def _kind(self, head: Token, full: str) -> SourceKind:
        kind = kind_of(head)
        if kind in ("role", "group"):
            return "organisation" if full == "inspector general" else "unnamed"
        if kind in ("organisation", "outlet", "document"):
            return kind
        if head.tag_ in ("NNP", "NNPS"):
            return "unknown" if head.ent_type_ in ("DATE", "TIME") or plain(head.text) in MONTHS | WEEK else "organisation"
        if (
            is_partisan(head)
            or head.ent_type_ == "NORP"
            or head.lower_.endswith(("man", "men", "woman", "women", "ist", "ists", "crat", "crats"))
        ):
            return "unnamed"
        if head.tag_ == "CD" or head.lower_ in words_of("roles.toml", "phrase", "parts"):
            return "unnamed"
        return "unknown"

    def _describing(self, start: int, at: int, stop: int, end: int) -> list[str]:
        """Content words before the head and in the first phrase behind it: 'former', 'venezuelan'; 'council' of 'for the council'."""
        kept = [t for t in self.doc[start:at] if t.is_alpha or "." in t.text]
        behind = []
        for token in self.doc[stop : min(end, stop + 8)]:
            if token.lower_ in STOPS or token.tag_ in ("VBD", "VBZ"):
                break
            behind.append(token)
        words = [
            t
            for t in [*kept, *behind]
            if t.pos_ in ("NOUN", "PROPN", "ADJ", "ADV", "VERB") and t.tag_ not in ("POS", "WP") and t.is_alpha | ("." in t.text)
        ]
        return [plain(lemma(t)) for t in words if t.lower_ not in words_of("roles.toml", "phrase", "empty")]

    def _article(self, start: int, stop: int) -> str:
        first = self.doc[start]
        if first.lower_ in ("another", "other", "separate") or any(
            t.lower_ in ("another", "separate") for t in self.doc[start : start + 2]
        ):
            return "another"
        if first.lower_ in ("a", "an", "one"):
            return "a"
        if first.lower_ in DEFINITE or (first.lower_ == "all" and self.doc[start + 1].lower_ in DEFINITE):
            return "a" if first.lower_ == "both" and self.doc[start + 1].lower_ in ("a", "an") else "the"
        if first.tag_ == "PRP$" or any(t.tag_ == "POS" for t in self.doc[start:stop]):
            return "poss"
        return "bare"

    def _owner(self, start: int, at: int) -> str:
        """Whose: the name before the last possessive mark."""
        marks = [i for i in range(start + 1, at) if self.doc[i].tag_ == "POS"]
        return plain(self.doc[marks[-1] - 1].text) if marks else ""

    # ---- how many ----

    def _counted(self, start: int, stop: int) -> tuple[int | None, int | None] | None:
        for number in numbers(self.doc, start, stop):
            if number.end < len(self.doc) and self.doc[number.end].text == "-":
                continue  # '20-year'
            wide = bounded(self.doc, number)
            return _whole(wide.low), _whole(wide.high)
        return None

    def _count(self, start: int, at: int, head: Token) -> tuple[int | None, int | None]:
        """How many the words before the head allow: a number, an article, or none with a plural."""
        before = [t.lower_ for t in self.doc[start:at]]
        articles = [w for w in before if w in ("a", "an")]
        if len(articles) > 1 and "and" in before and not is_plural(head):
            return len(articles), len(articles)  # 'a current and a former official'
        if counted := self._counted(start, at):
            return counted
        if kind_of(head) == "group" or is_plural(head) or lemma(head) in words_of("roles.toml", "group"):
            return 2, None
        return 1, 1


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
