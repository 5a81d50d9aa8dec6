"""The top of a story: what is said, who says so, how many origins, and what to read with care."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from secondsource.model import Alignment, Difference, Interval, Reading, Story, Testimony
from secondsource.views import wording
from secondsource.views.desk import Cite, Desk
from secondsource.views.quoting import first_words
from secondsource.views.report_figure import COLUMN, Figure, figure, getter, origin_of

WORDS = 260  #: characters of the main claim's words, where no sentence of the account tells it
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
    said: tuple[Said, ...]
    figure: Figure | None
    care: tuple[Care, ...]


def answer(desk: Desk, unread: int, files: int) -> Answer:
    """The first screen of a story."""
    story = desk.story
    lead = story.alignments[0] if story.alignments else None
    return Answer(
        kick=kick(story, files),
        headline=wording.plain(story.headline) or f"Story {story.id}",
        said=tuple(said(desk, lead)) if lead else (),
        figure=figure(desk, lead) if lead else None,
        care=tuple(care(desk, unread)),
    )


def kick(story: Story, files: int) -> str:
    """'2 reports, published between 8 and 14 Sep 2018 (one date inferred). Made from 2 files.'"""
    stamps = [r.article.published for r in story.readings if r.article.published]
    edges = [d for s in stamps for d in (s.value.interval.first, s.value.interval.last) if d]
    words = wording.counted(len(story.readings), "report")
    if edges:
        when = wording.days(Interval(min(edges), max(edges)))
        words += ", published " + (f"between {when.replace(' to ', ' and ')}" if " to " in when else when)
    notes = []
    if inferred := sum(s.inferred for s in stamps):
        notes.append(f"{wording.small(inferred)} {'date' if inferred == 1 else 'dates'} inferred")
    if missing := len(story.readings) - len(stamps):
        notes.append(f"{wording.small(missing)} without a date")
    return words + (f" ({'; '.join(notes)})" if notes else "") + f". Made from {wording.counted(files, 'file')}."


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
        made.append(Said(desk.prose(told.text), cites, max(0, len(spans) - CHIPS)))
    tellers = _tellers(desk, lead, told.text if told else "")
    made += tellers[: COLUMN + 1]
    if (more := len(tellers) - COLUMN - 1) > 0:
        groups = "group" if more == 1 else "groups"
        made.append(Said(f"{wording.upper(wording.small(more))} more {groups} of newsrooms: see the claims.", ()))
    if lead.silent and not (told and all(desk.articles[a].newsroom() in told.text for a in lead.silent if a in desk.articles)):
        made.append(Said(f"{_pages(desk, lead.silent)} {'does' if len(lead.silent) == 1 else 'do'} not say it.", ()))
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
        text = f"{_pages(desk, pages)} only {'carries' if len(pages) == 1 else 'carry'} another page’s words."
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
        origins.setdefault(key, wording.clip(desk.newsroom(origin.name), 90) if origin else "somebody not named")
    return tuple(origins.values()), own


def _who(desk: Desk, lead: Alignment, rooms: Sequence[str], origins: Sequence[str], own: bool, testimonies: Sequence[Testimony]) -> Said:
    """'The Courier cites two engineers and a copy of the report.'"""
    one = len(rooms) == 1
    name = wording.upper(wording.listed(rooms, 3))
    if origins:
        also = f", and {'says' if one else 'say'} so {'itself' if one else 'themselves'}" if own else ""
        text = f"{name} {'cites' if one else 'cite'} {wording.listed(origins, 3)}{also}."
    elif own:
        text = f"{name} {'says so in its' if one else 'say so in their'} own voice."
    else:
        text = f"{name} {'is' if one else 'are'} cited for it, without a source of {'its' if one else 'their'} own."
    return _testified(desk, lead, text, testimonies)


def _testified(desk: Desk, lead: Alignment, text: str, testimonies: Sequence[Testimony]) -> Said:
    """A sentence with the short chips of the first testimonies; the rest is counted."""
    kept = list({t.claim.span: t for t in testimonies}.values())
    return Said(text, tuple(desk.cite_testimony(t, lead) for t in kept[:CHIPS]), max(0, len(kept) - CHIPS))


def _pages(desk: Desk, articles: Sequence[str]) -> str:
    """'Page B', 'Pages B and D', '14 pages'."""
    if len(articles) > 4:
        return wording.counted(len(articles), "page")
    letters = [desk.letters[a] for a in articles if a in desk.letters]
    return ("Page " if len(letters) == 1 else "Pages ") + wording.listed(letters)


# ---- read with care ------------------------------------------------------------------------------------------------

KINDS = {  #: one difference, and several
    "quantity": ("a number is", "numbers are"),
    "date": ("a date is", "dates are"),
    "actor": ("a name is", "names are"),
    "certainty": ("the degree of certainty is", "degrees of certainty are"),
    "place": ("a place is", "places are"),
}


def care(desk: Desk, unread: int) -> list[Care]:
    """Only what is true, each with a link; nothing to say gives nothing."""
    made = [*_differing(desk.story.differences, desk.section("differ"))]
    readings = desk.story.readings
    made += _some(
        desk,
        [r for r in readings if r.article.published and r.article.published.inferred],
        "’s date is inferred",
        "dates are inferred",
        desk.section("reported"),
    )
    made += _some(desk, [r for r in readings if not r.article.published], " has no date", "pages have no date", "limits")
    made += _some(desk, [r for r in readings if not r.article.outlet], "’s outlet is unknown", "outlets are unknown", "limits")
    cut = [r for r in readings if r.article.partial or r.read_to is not None]
    made += _some(desk, cut, " was not read to its end", "pages were not read to their end", "limits")
    if circular := [a for a in desk.story.alignments if a.circular]:
        made.append(
            Care(
                f"{wording.small(len(circular))} {'claim rests' if len(circular) == 1 else 'claims rest'} on circular reporting",
                "#" + desk.section("chains"),
            )
        )
    if unread:
        made.append(Care(f"{wording.counted(unread, 'file was', 'files were')} not read", "#limits"))
    return made


def _differing(differences: Sequence[Difference], section: str) -> list[Care]:
    clear = [d for d in differences if d.verdict != "compatible"]
    if len(clear) > 3:
        return [Care(f"{wording.small(len(clear))} points differ between the reports", f"#{section}")]
    alike: dict[tuple[str, str], list[str]] = {}
    for d in clear:
        alike.setdefault((d.kind, "told two ways" if d.verdict == "different" else "contradicted"), []).append(d.id)
    return [
        Care(f"{KINDS[kind][0] if len(ids) == 1 else f'{wording.small(len(ids))} {KINDS[kind][1]}'} {how}", f"#{ids[0]}")
        for (kind, how), ids in alike.items()
    ] or (
        [
            Care(
                f"{wording.small(len(differences))} {'point is' if len(differences) == 1 else 'points are'} told in other words",
                f"#{section}",
            )
        ]
        if differences
        else []
    )


def _some(desk: Desk, found: Sequence[Reading], one: str, many: str, target: str) -> list[Care]:
    if len(found) > 2:
        return [Care(f"{wording.small(len(found))} {many}", f"#{target}")]
    return [Care(f"page {desk.letters[r.article.id]}{one}", f"#{target}") for r in found]
