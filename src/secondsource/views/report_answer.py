"""The top of a story: what is said, who says so, how many origins, and what to read with care."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from secondsource.model import Alignment, Difference, Interval, Reading, Story, Testimony
from secondsource.views import wording
from secondsource.views.desk import NOBODY, Cite, Desk
from secondsource.views.quoting import first_words
from secondsource.views.report_figure import COLUMN, Figure, figure, getter, origin_of
from secondsource.views.words import Words

WORDS = 260  #: characters of the main claim's words, where no sentence of the account tells it
PAGES = 4  #: pages named by their letters; more are counted
CHIPS = 6  #: short chips after a sentence of the standfirst


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the standfirst, or words of a page, with its short chips; ``more`` chips are not shown."""

    text: str | Markup
    cites: tuple[Cite, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Care:
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Answer:
    kick: str
    headline: str
    spoken: Markup  #: the headline's language, as an attribute
    said: tuple[Said, ...]
    figure: Figure | None
    care: tuple[Care, ...]


def answer(desk: Desk, unread: int, files: int) -> Answer:
    """The first screen of a story."""
    story = desk.story
    lead = story.alignments[0] if story.alignments else None
    return Answer(
        kick=kick(desk.w, story, files),
        headline=wording.plain(story.headline) or desk.w("story.unnamed", id=desk.w.name(story.id, "")),
        spoken=desk.w.spoken(desk.tongue if wording.plain(story.headline) else desk.w.lang),
        said=tuple(said(desk, lead)) if lead else (),
        figure=figure(desk, lead) if lead else None,
        care=tuple(care(desk, unread)),
    )


def kick(w: Words, story: Story, files: int) -> str:
    """'2 reports, published between 8 and 14 Sep 2018 (one date inferred). Made from 2 files.'"""
    stamps = [r.article.published for r in story.readings if r.article.published]
    edges = [d for s in stamps for d in (s.value.interval.first, s.value.interval.last) if d]
    words = w.many("answer.reports", len(story.readings))
    if edges:
        first, last = min(edges), max(edges)
        when = w.between(first, last)
        key = "answer.published_on" if when == w.days(Interval(first, last)) else "answer.published_between"
        words += w.many(key, len(stamps), when=when)
    notes = []
    if inferred := sum(s.inferred for s in stamps):
        notes.append(w.many("answer.inferred", inferred, n=w.small(inferred)))
    if missing := len(story.readings) - len(stamps):
        notes.append(w.many("answer.undated", missing, n=w.small(missing)))
    if notes:
        words += f" ({w('list.semicolon').join(notes)})"
    return w("answer.made_from", reports=words, files=w.many("answer.files", files))


# ---- who says so ---------------------------------------------------------------------------------------------------


def said(desk: Desk, lead: Alignment) -> list[Said]:
    """What is said, in the account's own sentence, then who says so: one sentence a newsroom that got it."""
    made: list[Said] = []
    told = next((s for s in desk.story.account if s.alignment == lead.id), None)
    if not told:
        first = lead.claims[0].span
        made.append(Said(first_words(desk.articles[first.article], first, WORDS), (desk.cite(first, lead),)))
    elif wording.plain(told.text).casefold() != wording.plain(desk.story.headline).casefold():
        spans = list(dict.fromkeys(told.cites))
        cites = tuple(desk.cite(span, lead) for span in spans[:CHIPS])
        made.append(Said(desk.told(told.text), cites, max(0, len(spans) - CHIPS)))
    tellers = _tellers(desk, lead, told.text if told else "")
    made += tellers[: COLUMN + 1]
    if (more := len(tellers) - COLUMN - 1) > 0:
        made.append(Said(wording.upper(desk.w.many("answer.more_groups", more, n=desk.w.small(more))), ()))
    if lead.silent and not (told and all(desk.articles[a].newsroom() in told.text for a in lead.silent if a in desk.articles)):
        made.append(Said(desk.w.many("answer.silent", len(lead.silent), pages=desk.pages(lead.silent, PAGES, capital=True)), ()))
    return made


def _tellers(desk: Desk, lead: Alignment, told: str) -> list[Said]:
    """A sentence for the newsrooms that rest on the same origins, and one for pages that carry others' words.

    What ``told``, the sentence before, says of a newsroom is not said again; nor that a page speaks in its own voice
    where it also names who it has it from.
    """
    by_room: dict[str, list[Testimony]] = {}
    carried: list[Testimony] = []
    sourced = {t.claim.article for t in desk.testimonies(lead) if not t.carried and t.chain.attribution}
    for testimony in desk.testimonies(lead):
        if testimony.chain.attribution is None and testimony.claim.article in sourced:
            continue
        if testimony.carried:
            carried.append(testimony)
        else:
            by_room.setdefault(getter(desk, testimony), []).append(testimony)
    groups: dict[tuple[tuple[str, ...], bool], dict[str, list[Testimony]]] = {}
    for room, testimonies in by_room.items():
        groups.setdefault(_rests_on(desk, lead, testimonies), {})[room] = testimonies
    made = [
        _who(desk, lead, list(rooms), origins, own, [t for ts in rooms.values() for t in ts])
        for (origins, own), rooms in groups.items()
        if not origins or not all(name in told for name in (*rooms, *origins))
    ]
    if carried:
        pages = list(dict.fromkeys(t.claim.article for t in carried))
        text = desk.w.many("answer.carried", len(pages), pages=desk.pages(pages, PAGES, capital=True))
        made.append(_testified(desk, lead, text, carried))
    return made


def _rests_on(desk: Desk, lead: Alignment, testimonies: Sequence[Testimony]) -> tuple[tuple[str, ...], bool]:
    """The names of the origins that a newsroom cites, and whether it also speaks in its own voice."""
    origins: dict[str, str] = {}
    own = False
    for testimony in testimonies:
        origin = desk.source(origin_of(testimony))
        if testimony.chain.attribution is None and len(testimony.chain.voices) < 2:
            own = True
            continue
        if origin and origin.kind == "outlet":  # it is cited for the claim, or says of itself that it has it
            own = own or wording.plain(origin.name) == wording.outlet(desk.articles[testimony.chain.article])
            continue
        component = desk.component(lead, origin)
        key = component.sources[0].id if component else origin.id if origin else ""
        origins.setdefault(key, wording.clip(desk.newsroom(origin.name), 90) if origin else NOBODY)
    return tuple(origins.values()), own


def _who(desk: Desk, lead: Alignment, rooms: Sequence[str], origins: Sequence[str], own: bool, testimonies: Sequence[Testimony]) -> Said:
    """'The Courier cites two engineers and a copy of the report.'"""
    key = "answer.cites_and_says" if origins and own else "answer.cites" if origins else "answer.own_voice" if own else "answer.is_cited"
    names = {"rooms": desk.named_all(rooms, 3, capital=True)}
    if origins:
        names["origins"] = desk.named_all(origins, 3)
    return _testified(desk, lead, desk.w.many(key, len(rooms), **names), testimonies)


def _testified(desk: Desk, lead: Alignment, text: str, testimonies: Sequence[Testimony]) -> Said:
    """A sentence with the short chips of the first testimonies; the rest is counted."""
    kept = list({t.claim.span: t for t in testimonies}.values())
    return Said(text, tuple(desk.cite_testimony(t, lead) for t in kept[:CHIPS]), max(0, len(kept) - CHIPS))


# ---- read with care ------------------------------------------------------------------------------------------------


def care(desk: Desk, unread: int) -> list[Care]:
    """Only what is true, each with a link; nothing to say gives nothing."""
    made = [*_differing(desk.w, desk.story.differences, desk.section("differ"))]
    readings = desk.story.readings
    inferred = [r for r in readings if r.article.published and r.article.published.inferred]
    made += _some(desk, inferred, "care.inferred", desk.section("reported"))
    made += _some(desk, [r for r in readings if not r.article.published], "care.undated", "limits")
    made += _some(desk, [r for r in readings if not r.article.outlet], "care.outlet", "limits")
    made += _some(desk, [r for r in readings if r.article.partial or r.read_to is not None], "care.cut", "limits")
    if circular := [a for a in desk.story.alignments if a.circular]:
        made.append(Care(_counted(desk.w, "care.circular", len(circular)), "#" + desk.section("chains")))
    if unread:
        made.append(Care(desk.w.many("care.unread", unread), "#limits"))
    return made


def _counted(w: Words, key: str, count: int) -> str:
    return w.many(key, count, n=w.small(count))


def _differing(w: Words, differences: Sequence[Difference], section: str) -> list[Care]:
    differences = [d for d in differences if not d.guess]
    clear = [d for d in differences if d.verdict != "compatible"]
    if len(clear) > 3:
        return [Care(_counted(w, "care.points", len(clear)), f"#{section}")]
    alike: dict[tuple[str, str], list[str]] = {}
    for d in clear:
        alike.setdefault((d.kind, d.verdict), []).append(d.id)
    if alike:
        return [Care(_counted(w, f"care.{kind}.{verdict}", len(ids)), f"#{ids[0]}") for (kind, verdict), ids in alike.items()]
    return [Care(_counted(w, "care.other_words", len(differences)), f"#{section}")] if differences else []


def _some(desk: Desk, found: Sequence[Reading], key: str, target: str) -> list[Care]:
    if len(found) > 2:
        return [Care(_counted(desk.w, f"{key}.several", len(found)), f"#{target}")]
    return [Care(desk.w(f"{key}.page", letter=desk.letters[r.article.id]), f"#{target}") for r in found]
