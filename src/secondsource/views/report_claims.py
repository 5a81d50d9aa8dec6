"""The table of claims: rows are claims, columns are origins; agreement, difference and silence in every cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from secondsource.model import Alignment, Difference, Source, Span, Testimony
from secondsource.views import marks, wording
from secondsource.views.desk import Cite, Desk
from secondsource.views.marks import Mark, Range
from secondsource.views.quoting import first_words, quoted

ROWS = 20  #: claims shown at most
HEADING = 96  #: characters of a claim's words in its row
CELL = 28  #: characters of differing words that fit a cell
LINKS = 8  #: page letters in a cell; the rest is counted


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    name: str
    small: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Saying:
    """What one origin says of a claim, on which pages."""

    name: str
    mark: Mark
    words: Markup | None
    cites: tuple[Cite, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Claim:
    id: str
    words: Markup
    range: Range
    agreement: str
    silent: str
    notes: tuple[tuple[str, str], ...]  #: a mark of the record, and its words
    relation: str  #: agree, differ or one: what the filter goes by
    icon: str  #: tick or wave
    cells: tuple[Saying | None, ...]  #: one for each column; None is silence
    others: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Claims:
    columns: tuple[Column, ...]
    rows: tuple[Claim, ...]
    total: int
    whole: bool  #: every page was read to its end


def claims(desk: Desk, most: int) -> Claims:
    """The most telling claims with their origins in columns."""
    shown = desk.story.alignments[: min(most, ROWS)]
    columns = _columns(desk, shown)
    whole = not any(r.article.partial or r.read_to is not None for r in desk.story.readings)
    return Claims(columns, tuple(_row(desk, a, columns) for a in shown), len(desk.story.alignments), whole)


def _columns(desk: Desk, shown: Sequence[Alignment]) -> tuple[Column, ...]:
    """The origins with a colour, in the order of their colours."""
    sources: dict[str, Source] = {}
    getters: dict[str, list[str]] = {}
    for alignment in shown:
        for component in alignment.origins.components:
            sources.setdefault(component.sources[0].id, component.sources[0])
        for testimony in desk.testimonies(alignment):
            voice = desk.voice(testimony.chain, alignment)
            getters.setdefault(voice.key.split("\n")[0], []).append(voice.via[0] if voice.via else "")
    made = []
    for key, hue in sorted(desk.hue.items(), key=lambda pair: pair[1]):
        if source := sources.get(key):
            to = desk.w.listed([g for g in dict.fromkeys(getters.get(key, ())) if g], 1)
            small = desk.w("claims.own_report") if source.kind == "outlet" else desk.w("claims.via", names=to) if to else ""
            name = desk.named(wording.clip(source.name, 40), capital=True)
            made.append(Column(key, name, small, Mark(marks.shape(source), hue)))
    return tuple(made)


def _row(desk: Desk, alignment: Alignment, columns: Sequence[Column]) -> Claim:
    testimonies = desk.testimonies(alignment)
    first = _telling(desk, alignment)
    by_origin: dict[str, list[Testimony]] = {}
    for testimony in testimonies:
        by_origin.setdefault(desk.voice(testimony.chain, alignment).key.split("\n")[0], []).append(testimony)
    sayings = {key: _saying(desk, alignment, group) for key, group in by_origin.items()}
    known = {column.key for column in columns}
    alone = len({c.article for c in alignment.claims}) < 2
    desk.anchor(first)
    marked = (*alignment.marks, *(["circular"] if alignment.circular and "circular" not in alignment.marks else []))
    return Claim(
        id=desk.ids.of(alignment.id),
        words=first_words(desk.articles[first.article], first, HEADING),
        range=marks.range_of(alignment, desk.hue, desk.w),
        agreement=_agreement(desk, alignment),
        silent=_silent(desk, alignment),
        notes=tuple((mark, desk.w.known("claims.mark", mark)) for mark in marked),
        relation="one" if alone else "agree" if alignment.relation == "agree" else "differ",
        icon="tick" if alignment.relation in ("agree", "single") else "wave",
        cells=tuple(sayings.get(column.key) for column in columns),
        others=tuple(saying for key, saying in sayings.items() if key not in known),
    )


def _telling(desk: Desk, alignment: Alignment) -> Span:
    """The claim in the words that the account tells it in, else the first that is no caption."""
    told = {s.cites[0] for s in desk.story.account if s.alignment == alignment.id}
    return min(alignment.claims, key=lambda c: (c.span not in told, c.block == "caption")).span


def _saying(desk: Desk, alignment: Alignment, testimonies: Sequence[Testimony]) -> Saying:
    kept = list({t.claim.span: t for t in testimonies}.values())
    cites = tuple(desk.cite_testimony(t, alignment) for t in kept[:LINKS])
    words = _differing(desk, alignment, testimonies) if alignment.relation in ("differ", "contradict") else None
    voice = cites[0].voice
    return Saying(voice.name, voice.mark, words, cites, len(kept[LINKS:]))


def _differing(desk: Desk, alignment: Alignment, testimonies: Sequence[Testimony]) -> Markup | None:
    """The differing words of this origin's claim, where they are few enough for a cell."""
    spans = [c.span for c in alignment.claims]
    for difference in desk.story.differences:
        if not (_within(difference, spans)):
            continue
        for side in (difference.left, difference.right):
            if len(side) <= CELL and any(side.overlaps(t.claim.span) for t in testimonies):
                return quoted(desk.articles[side.article], side, "bdi")
    return None


def _within(difference: Difference, spans: Sequence[Span]) -> bool:
    """Whether both sides of a difference stand in claims of the row."""
    return all(any(side.overlaps(s) for s in spans) for side in (difference.left, difference.right))


def _agreement(desk: Desk, alignment: Alignment) -> str:
    """'A and B agree', '14 pages agree', 'Differ, compatible', 'Contradict', 'Only A'."""
    letters = list(dict.fromkeys(desk.letters[c.article] for c in alignment.claims))
    if len(letters) < 2:
        return desk.w("claims.only" if len(desk.letters) > 1 else "claims.one_says", letter=letters[0])
    if alignment.relation == "contradict":
        return desk.w("claims.contradict")
    if alignment.relation == "differ":
        verdicts = {d.verdict for d in desk.story.differences if _within(d, [c.span for c in alignment.claims])}
        return desk.w("claims.compatible" if verdicts == {"compatible"} else "claims.differ")
    who = desk.w.listed(letters) if len(letters) <= 4 else desk.w.many("page.count", len(letters))
    return desk.w.many("claims.agree", len(letters), pages=who)


def _silent(desk: Desk, alignment: Alignment) -> str:
    """Who does not say it, and why: 'B: not mentioned', 'C: page cut'."""
    cut = [a for a in alignment.silent if a in desk.readings and (desk.articles[a].partial or desk.readings[a].read_to is not None)]
    made = []
    for articles, key in (
        ([a for a in alignment.silent if a in desk.letters and a not in cut], "claims.not_mentioned"),
        (cut, "claims.page_cut"),
    ):
        if articles:
            letters = [desk.letters[a] for a in articles]
            who = desk.w.listed(letters) if len(letters) <= 5 else desk.w.many("page.count", len(letters))
            made.append(desk.w(key, pages=who))
    return desk.w("list.semicolon").join(made)
