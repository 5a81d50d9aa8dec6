"""Every value of Second Source, from a page's bytes to the report: those of one page stand in ``model_reading``.

All values are frozen: a stage takes values and gives new ones. A plural is a tuple. Everything said about text
carries a ``Span``; everything worked out about a page is a ``Found`` (the answer with its evidence); unknown is None.

::

    Page --intake--> Article --reading--> Reading --stories--> Story --views--> report, records, exports

Offsets are ``[start, end)`` in Unicode code points of ``Article.text``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from secondsource import shown
from secondsource.model_reading import (
    Article,
    Attribution,
    Block,
    BlockKind,
    Certainty,
    Claim,
    Found,
    Interval,
    LeftOut,
    Manner,
    Mention,
    MentionKind,
    Page,
    Quantity,
    Quote,
    Reading,
    Run,
    Sentence,
    Source,
    SourceKind,
    Span,
    Spans,
    Stamp,
    TimeExpression,
    TimeType,
    make_id,
)
from secondsource.options import Options

__all__ = [
    "Alignment",
    "Article",
    "Attribution",
    "Block",
    "BlockKind",
    "Certainty",
    "Chain",
    "Claim",
    "Component",
    "Copy",
    "Difference",
    "DifferenceKind",
    "Found",
    "Input",
    "Interval",
    "LeftOut",
    "Manner",
    "Mention",
    "MentionKind",
    "Moment",
    "Origins",
    "Page",
    "Passage",
    "Quantity",
    "Quote",
    "Reading",
    "Relation",
    "Report",
    "Run",
    "Sentence",
    "Source",
    "SourceKind",
    "Span",
    "Spans",
    "Stamp",
    "State",
    "Statement",
    "Story",
    "Testimony",
    "TimeExpression",
    "TimeType",
    "Verdict",
    "make_id",
]  # fmt: skip

Relation = Literal["agree", "differ", "contradict", "single"]
DifferenceKind = Literal["quantity", "date", "actor", "certainty", "place"]
Verdict = Literal["compatible", "different", "contradicts"]
State = Literal["ok", "partial", "failed", "duplicate", "interrupted"]


# ---- stories: many articles ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """The same words in two articles."""

    of: Span
    by: Span


@dataclass(frozen=True, slots=True)
class Copy:
    """Article ``by`` carries text of article ``of``."""

    of: str
    by: str
    passages: tuple[Passage, ...]
    why: str = ""  #: what decided the direction


@dataclass(frozen=True, slots=True)
class Chain:
    """From the page's newsroom inwards to the origin; None is an unknown newsroom.

    ``voices[0]`` is the newsroom whose text it is, ``voices[-1]`` the origin, relays between.
    """

    article: str
    voices: tuple[Source | None, ...]
    attribution: Attribution | None = None  #: the innermost attribution it was read from; None: own voice


@dataclass(frozen=True, slots=True)
class Testimony:
    """One report making a claim, and on whose word."""

    claim: Claim
    chain: Chain
    carried: bool = False  #: it stands in a passage copied from another report: shown, not counted


@dataclass(frozen=True, slots=True)
class Component:
    """Sources that are provably one origin. ``proven``: counted in the least number of origins."""

    sources: tuple[Source, ...]
    proven: bool
    why: str = ""  #: the rule that joined it, or that keeps it from being proven


@dataclass(frozen=True, slots=True)
class Origins:
    """How many different origins can stand behind a claim: never fewer than ``min``, never more than ``max``."""

    min: int
    max: int
    components: tuple[Component, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """The same claim in one or more reports."""

    id: str
    claims: tuple[Claim, ...]
    relation: Relation
    silent: tuple[str, ...]  #: ids of the story's articles that do not say it
    newsrooms: tuple[str, ...]  #: distinct names, by own sourcing
    origins: Origins
    circular: bool = False
    testimonies: tuple[Testimony, ...] = ()
    marks: tuple[str, ...] = ()  #: 'one source', 'unproven'


@dataclass(frozen=True, slots=True)
class Difference:
    id: str
    kind: DifferenceKind
    left: Span
    right: Span
    verdict: Verdict
    says: str  #: the reason in one plain sentence
    guess: bool = False  #: the two passages are alike enough to be compared, but no fact alone shows that they differ


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of the timeline: the claims on one event, with disagreement about its date kept."""

    id: str
    interval: Interval
    span: Span  #: the words that tell it
    article: str
    time: TimeExpression | None = None
    claims: tuple[Claim, ...] = ()
    disputed: bool = False  #: reports give other days for it


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the account, with the spans that bear it out. No cites, no statement."""

    text: str
    cites: Spans
    alignment: str | None = None  #: id of the alignment it tells
    interval: Interval | None = None

    def __post_init__(self) -> None:
        if not self.cites:
            raise ValueError(f"a statement needs a citation: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Story:
    id: str
    headline: str
    readings: tuple[Reading, ...]
    sources: tuple[Source, ...] = ()
    copies: tuple[Copy, ...] = ()
    chains: tuple[Chain, ...] = ()  #: one for every attribution of its readings
    alignments: tuple[Alignment, ...] = ()  #: most telling first
    differences: tuple[Difference, ...] = ()
    timeline: tuple[Moment, ...] = ()
    account: tuple[Statement, ...] = ()

    def article(self, id: str) -> Article:
        return next(r.article for r in self.readings if r.article.id == id)

    def __str__(self) -> str:
        return shown.text([self])

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return shown.html([self])


# ---- the whole run -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Input:
    """What became of one input."""

    file: str
    state: State
    article: str | None = None
    reason: str | None = None  #: 'empty', 'too-large', 'not-text', 'time', 'memory', 'crashed', …
    why: str | None = None  #: in words, with the cure


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    inputs: tuple[Input, ...]
    readings: tuple[Reading, ...]
    stories: tuple[Story, ...]
    options: Options

    @property
    def unread(self) -> tuple[Input, ...]:
        return tuple(i for i in self.inputs if i.state == "failed")

    def __iter__(self) -> Iterator[Story]:
        return iter(self.stories)

    def __repr__(self) -> str:
        return shown.brief(self)

    def __str__(self) -> str:
        return shown.text(self.stories)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return shown.html(self.stories)
