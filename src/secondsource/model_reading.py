"""The values of one page: the places in its text, what intake makes of it, and what reading does.

All values are frozen: a stage takes values and gives new ones. A plural is a tuple. Everything said about text
carries a ``Span``; everything worked out about a page is a ``Found`` (the answer with its evidence); unknown is None.

::

    Page --intake--> Article --reading--> Reading

Offsets are ``[start, end)`` in Unicode code points of ``Article.text``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

BlockKind = Literal["headline", "deck", "byline", "dateline", "paragraph", "subhead", "caption", "list", "quote"]
MentionKind = Literal["person", "organisation", "place", "role", "group", "outlet", "document"]
SourceKind = Literal["named", "unnamed", "organisation", "outlet", "document", "unknown"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Manner = Literal["direct", "indirect", "mixed"]
Certainty = Literal["asserted", "possible", "denied", "unknown"]


def make_id(prefix: str, *parts: object) -> str:
    """A short id that the same facts always get: the kind's letter and ten hexadecimal digits."""
    facts = "\x1f".join(str(part) for part in parts)
    return prefix + hashlib.blake2s(facts.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


# ---- pointing and knowing ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters ``[start, end)`` of the text of one article."""

    article: str  #: the article's id
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"no such span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: Span) -> bool:
        return self.article == other.article and self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.article == other.article and self.start < other.end and other.start < self.end


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """An answer with its evidence. A guess is marked ``inferred``."""

    value: T
    how: str  #: the evidence in words: 'json-ld datePublished', 'station name in the page furniture'
    span: Span | None = None  #: where the page says so; None for facts from hidden data
    inferred: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Calendar days from ``first`` to ``last``, both included; None is an open side."""

    first: date | None
    last: date | None

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"interval runs backwards: {self.first} to {self.last}")


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a page says it was published: the ISO words ('2018-09-10T10:31', '2018-09') and the days they cover."""

    value: str
    interval: Interval


# ---- intake: one page ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of one input as they came."""

    file: str  #: the name shown to people: base name, or the shortest telling path among like names
    body: bytes
    url: str | None = None
    media_type: str | None = None  #: as declared by whoever handed the page over; content decides
    fetched: datetime | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` characters copied unchanged from the decoded page into ``Article.text``."""

    start: int  #: offset in Article.text
    page_start: int  #: offset in the decoded page
    length: int


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the article that stands by itself on the page."""

    kind: BlockKind
    span: Span
    runs: tuple[Run, ...] = ()  #: the way back to the decoded page


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of the page that are not the article, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Article:
    """A page's report: its text exactly as the page has it, blocks parted by blank lines."""

    id: str
    file: str
    url: str | None
    sha256: str  #: of the page's bytes
    text: str
    language: str  #: ISO 639-1, 'und' where the text is too short to tell
    blocks: tuple[Block, ...]
    title: str
    byline: tuple[str, ...] = ()
    outlet: Found[str] | None = None  #: who publishes the page
    credit: Found[str] | None = None  #: whose text it is, where that is another newsroom
    dateline: Found[str] | None = None  #: the place a dateline names
    published: Found[Stamp] | None = None
    updated: Found[Stamp] | None = None
    section: str | None = None
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()  #: what a reader should know: 'declared utf-8, read as windows-1252'
    partial: str | None = None  #: why the text is not whole; None when it is

    def __getitem__(self, span: Span) -> str:
        if span.article != self.id:
            raise KeyError(f"{span} points into another article than {self.id}")
        return self.text[span.start : span.end]

    def span(self, start: int, end: int) -> Span:
        return Span(self.id, start, end)

    def newsroom(self) -> str:
        """Whose text this is: the credit, else the outlet, else the newsroom of this file."""
        known = self.credit or self.outlet
        return known.value if known else f"newsroom of {self.file}"


# ---- reading: one article ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sentence:
    span: Span
    block: Block


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: ``span`` with its marks, ``inner`` without. Parts of one quotation share ``group``."""

    span: Span
    inner: Span
    group: int = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name or describe somebody or something."""

    span: Span
    kind: MentionKind
    name: str  #: the fullest form known in this article: 'Ruth Vance' for 'Vance'
    head: str = ""  #: lower-case lemma of the head word: 'official' for '11 current and former US officials'


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many: 'at least three meetings' is 3 to None of 'meeting'."""

    span: Span
    low: float | None
    high: float | None
    unit: str = ""  #: lemma of what is counted, '%' or a currency sign
    vague: bool = False  #: 'several', 'dozens', 'about 40'


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that name a time, and the calendar days they mean where they mean some."""

    id: str
    span: Span
    type: TimeType
    value: str  #: TIMEX3: '2018-09-08', '2017-FA', 'P1M', 'PAST_REF'
    interval: Interval | None  #: None where no calendar time is meant or can be told
    rule: str  #: the rule in words: 'weekday: the latest one up to the report's day'
    anchor: date | None = None  #: the day it was counted from
    vague: bool = False  #: 'early this year': the days are bounds, not a statement


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody or something that says things: one per report after reading, one per story after `stories`."""

    id: str
    name: str  #: full name where known, else the fullest description: '11 current and former US officials'
    kind: SourceKind
    mentions: Spans = ()
    low: int | None = 1  #: how many people the words allow: at least
    high: int | None = 1  #: at most; None is no bound ('officials')
    head: str = ""  #: lemma of the head noun of a description: 'official'
    newsroom: str | None = None  #: for unnamed sources: the newsroom they spoke to, where the words say or imply it
    members: tuple[str, ...] = ()  #: after merging across a story: the ids of the per-report sources in it


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody says something.

    ::

        The New York Times reported Saturday that 11 American officials said the talks took place.
        |---- source ----| |-cue--|              |------ content (of the outer) ----------------|
                                                 |--- source -------| |cue| |--- content ------|   within: the outer
    """

    id: str
    article: str
    source: Source | None  #: None where nobody is named
    source_span: Span | None  #: the words that name the source at this place
    cue: Span | None
    content: Spans  #: empty only where the stance is 'declines'
    manner: Manner
    stance: str  #: states confirms denies declines doubts admits predicts … as in data/cues.toml
    within: Attribution | None = None
    time: TimeExpression | None = None  #: when it was said, where the words say so
    addressee: Span | None = None  #: 'told the Times': the words that name who heard it
    anonymity: Span | None = None  #: the reason given for not naming the source
    how: str = ""  #: the rule or model that found it

    @property
    def span(self) -> Span:
        """From the first to the last character of its parts."""
        parts = [*self.content, *(part for part in (self.source_span, self.cue) if part)]
        return Span(self.article, min(p.start for p in parts), max(p.end for p in parts))


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of fact in one report, and by whom. ``attribution`` None is the outlet's own voice."""

    id: str
    article: str
    span: Span
    attribution: Attribution | None
    times: tuple[TimeExpression, ...] = ()  #: times of the event, not of the saying
    certainty: Certainty = "asserted"
    actors: tuple[Mention, ...] = ()
    places: tuple[Mention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    action: str = ""  #: lemma of the main verb
    negated: bool = False
    words: tuple[str, ...] = ()  #: lemmas of the content words, in order
    block: BlockKind = "paragraph"


@dataclass(frozen=True, slots=True)
class Reading:
    """All that reading found in one article."""

    article: Article
    sentences: tuple[Sentence, ...] = ()
    quotes: tuple[Quote, ...] = ()
    mentions: tuple[Mention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    sources: tuple[Source, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    claims: tuple[Claim, ...] = ()
    read_to: int | None = None  #: offset up to which the text was read, where time ran out; None is all of it
    notes: tuple[str, ...] = ()
