"""The story's events in calendar order: one moment for each event, all reports' claims on it together.

Every calendar time in the reports' running text is a candidate, told by the claim or sentence that it stands in.
Candidates of one event are one moment: the same days told in much the same words, or one claim across reports with
days that lie within each other. Where aligned claims give days that cannot both be right, both moments stay and are
disputed. Then those that matter are kept: the best of every day or period first, then further events, up to a measure
that grows with the number of different days.

::

    "met in the fall of 2017"     [2017-09-01, 2017-11-30]   report A   } one moment
    "met in October 2017"         [2017-10-01, 2017-10-31]   report B   } with the narrower days
    "said on Saturday"            a time of saying: the last to be kept
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from secondsource.data import table
from secondsource.model import Alignment, Claim, Interval, Moment, Reading, Sentence, Span, TimeExpression, make_id

RUNNING = ("headline", "deck", "paragraph", "subhead", "list", "quote", "caption")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One time expression with the words that tell its event."""

    time: TimeExpression
    days: Interval
    span: Span
    words: frozenset[str]
    claims: tuple[Claim, ...]
    aligned: frozenset[str]  #: ids of the alignments of the claims that happened then
    weight: float
    saying: bool = False  #: when something was said, not when what is said happened


Event = list[Candidate]


def timeline(readings: Sequence[Reading], alignments: Sequence[Alignment] = ()) -> tuple[Moment, ...]:
    """The moments of the story, earliest first; the order of the readings does not matter."""
    places = {claim.id: alignment.id for alignment in alignments for claim in alignment.claims}
    ordered = sorted(readings, key=lambda reading: reading.article.id)
    groups = events([candidate for reading in ordered for candidate in candidates(reading, places)])
    quarrels = disputed(groups)
    kept = [moment(groups[n], n in quarrels) for n in choose(groups)]
    return tuple(sorted(kept, key=lambda m: (*days_key(m.interval), m.article, m.span, m.id)))


# ---- candidates ----------------------------------------------------------------------------------------------------


def candidates(reading: Reading, places: Mapping[str, str]) -> Iterable[Candidate]:
    """Every dated piece of the report's running text, in the order of the text."""
    said = {a.time.id for a in reading.attributions if a.time and (not a.cue or beside(a.cue, a.time.span))}
    length = len(reading.article.text) or 1
    starts = [sentence.span.start for sentence in reading.sentences]
    told = inside_of(reading)
    for time in sorted(reading.times, key=lambda t: t.span):
        at = bisect_right(starts, time.span.start) - 1
        sentence = reading.sentences[at] if at >= 0 and reading.sentences[at].span.covers(time.span) else None
        if time.interval is None or time.type == "SET" or sentence is None or sentence.block.kind not in RUNNING:
            continue
        inside = told.get(at, [])
        own = [c for c in inside if any(t.id == time.id for t in c.times) or c.span.covers(time.span)] or inside
        aligned = frozenset(places[c.id] for c in inside if c.id in places and any(t.id == time.id for t in c.times))
        words = frozenset(word for claim in own for word in claim.words)
        weight = weigh(time, sentence, bool(aligned), 1 - time.span.start / length)
        yield Candidate(time, time.interval, teller(own, time, sentence), words, tuple(own), aligned, weight, time.id in said)


def inside_of(reading: Reading) -> dict[int, list[Claim]]:
    """For each sentence, by its number, the claims that overlap it, in the order of the reading."""
    starts = [sentence.span.start for sentence in reading.sentences]
    found: dict[int, list[Claim]] = defaultdict(list)
    for claim in reading.claims:
        first = max(0, bisect_right(starts, claim.span.start) - 1)
        for at in range(first, bisect_left(starts, claim.span.end)):
            if claim.span.overlaps(reading.sentences[at].span):
                found[at].append(claim)
    return found


def beside(cue: Span, time: Span) -> bool:
    """'said on Saturday' is a time of saying; 'toured the docks on Saturday, saying' and 'At a meeting on Saturday' tell an event too."""
    most: int = settings("weights")["beside"]
    return time.start - cue.end <= most and cue.start - time.end <= most


def teller(claims: Sequence[Claim], time: TimeExpression, sentence: Sentence) -> Span:
    """The words that tell the event: the shortest claim that holds the time, else its sentence."""
    holding = [claim.span for claim in claims if claim.span.covers(time.span)]
    return min(holding, key=lambda span: (len(span), span)) if holding else sentence.span


def weigh(time: TimeExpression, sentence: Sentence, aligned: bool, early: float) -> float:
    """How much a reader wants it, by the weights of the table."""
    weights = settings("weights")
    heading = sentence.block.kind in ("headline", "caption")
    return float(weights["aligned"] * aligned + weights["early"] * early - weights["vague"] * time.vague - weights["headline"] * heading)


def settings(part: str) -> dict[str, Any]:
    return dict(table("timeline.toml")[part])


# ---- events --------------------------------------------------------------------------------------------------------


def events(found: Sequence[Candidate]) -> list[Event]:
    """Candidates that tell one event, together; each is compared with the first few of the events of its days or alignments."""
    least, first = settings("events")["same_words"], settings("events")["compared"]
    groups: list[Event] = []
    places: dict[object, list[int]] = {}
    for candidate in found:
        near = sorted({n for place in (candidate.days, *candidate.aligned) for n in places.get(place, ())})
        home = next((n for n in near if any(one_event(candidate, other, least) for other in groups[n][:first])), None)
        if home is None:
            home = len(groups)
            groups.append([])
        groups[home].append(candidate)
        for place in (candidate.days, *candidate.aligned):
            if home not in places.setdefault(place, []):
                places[place].append(home)
    return groups


def one_event(one: Candidate, other: Candidate, least: float) -> bool:
    """The same days in much the same words, or one claim across reports with days that lie within each other."""
    if one.days == other.days:
        shared = len(one.words & other.words) / (min(len(one.words), len(other.words)) or 1)
        return bool(one.aligned & other.aligned) or shared >= least
    return one.span.article != other.span.article and bool(one.aligned & other.aligned) and nested(one.days, other.days)


def nested(one: Interval, other: Interval) -> bool:
    """Does one interval lie within the other?"""
    (a, b), (c, d) = days_key(one), days_key(other)
    return (a <= c and d <= b) or (c <= a and b <= d)


def disputed(groups: Sequence[Event]) -> frozenset[int]:
    """The events that reports give days for that cannot both be right."""
    by_alignment: dict[str, list[tuple[int, Candidate]]] = {}
    for n, group in enumerate(groups):
        for candidate in group:
            for id in candidate.aligned if not candidate.saying else ():
                by_alignment.setdefault(id, []).append((n, candidate))
    return frozenset(
        n
        for found in by_alignment.values()
        for n, one in found
        for _, other in found
        if one.span.article != other.span.article and apart(one.days, other.days)
    )


def apart(one: Interval, other: Interval) -> bool:
    (a, b), (c, d) = days_key(one), days_key(other)
    return b < c or d < a


def choose(groups: Sequence[Event]) -> list[int]:
    """The best event of every day or period, then further events, up to the story's measure."""
    measure = settings("measure")
    room = max(int(measure["least"]), round(measure["per_day"] * len({group[0].days for group in groups})))
    ranked = sorted(range(len(groups)), key=lambda n: (-value(groups[n]), days_key(groups[n][0].days), groups[n][0].span))
    first: dict[Interval, int] = {}
    for n in ranked:
        first.setdefault(groups[n][0].days, n)
    return [*first.values(), *(n for n in ranked if first[groups[n][0].days] != n)][:room]


def value(group: Event) -> float:
    """The best candidate's weight, and more for every further report."""
    weights = settings("weights")
    further = len({candidate.span.article for candidate in group}) - 1
    return float(max(c.weight - weights["saying"] * c.saying for c in group) + weights["reports"] * further)


def moment(group: Event, quarrel: bool) -> Moment:
    """The narrowest days, told by the best candidate that gives them, with every report's claims."""
    best = min(group, key=lambda c: (width(c.days), c.saying, -c.weight, c.span))
    return Moment(
        id=make_id("m", best.time.id, best.span.article, best.span.start),
        interval=best.days,
        span=best.span,
        article=best.span.article,
        time=best.time,
        claims=claims_of(best, group),
        disputed=quarrel,
    )


def claims_of(best: Candidate, group: Event) -> tuple[Claim, ...]:
    """The claims on the event, the best teller's first, no more of one report than a reader takes in."""
    most, found, words = settings("events")["most_words"], {}, dict[str, int]()
    for candidate in (best, *group):
        for claim in candidate.claims:
            size = words.get(claim.article, 0) + len(claim.span) // 5
            if claim.id not in found and size <= most:
                found[claim.id], words[claim.article] = claim, size
    return tuple(found.values())


def width(days: Interval) -> int:
    first, last = days_key(days)
    return (last - first).days


def days_key(days: Interval) -> tuple[date, date]:
    """First and last day; an open side lies at the end of the calendar."""
    return days.first or date.min, days.last or date.max
