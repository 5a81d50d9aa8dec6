"""Readings brought together by group, and the stories told: claims, origins, differences, copies.

Readings go from the shards they came in to the tasks that tell their groups: each shard's file holds them by task, and a
task takes its part of every file. A report that is alone is a story without more to tell: its claims are written where it
lies, and its origins only where the run asks for them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from secondsource import stories
from secondsource.corpus import meeting, plan, tables
from secondsource.corpus.linking import LONE
from secondsource.model import Alignment, Article, Chain, Claim, Difference, Reading, Report, Story, make_id
from secondsource.options import Options

Part = tuple[str, Any]
Row = dict[str, Any]
TOLD = ("stories", "claims", "origins", "differences", "copies")


# ---- readings as text ----------------------------------------------------------------------------------------------


def pack(reading: Reading, options: Options) -> str:
    """One reading whole as the records of the format, in JSON of one line."""
    from secondsource.views import records

    return json.dumps(records.records(Report((), (reading,), (), options)), separators=(",", ":"))


def unpack(record: str) -> Reading:
    from secondsource.views import load

    return load.report(json.loads(record)).readings[0]


def article(record: str) -> Article:
    """The article alone: what the readings hold besides is not made into values."""
    from secondsource.views import load

    raw = json.loads(record)
    return load.report({**raw, "attributions": [], "claims": [], "times": [], "sources": [], "stories": []}).readings[0].article


def clean(value: Any) -> Any:
    """Text that UTF-8 can hold: half characters, which some pages have, become question marks."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


# ---- from shards to tasks ------------------------------------------------------------------------------------------


def gathered(out: Path, key: str) -> Iterator[Part]:
    """A shard's readings by the task that tells them; the stories of reports that are alone are written at once."""
    known = plan.load(out)
    story, task = places(out, key)
    waiting: dict[int, list[Row]] = defaultdict(list)
    kept = Kept()
    for number, row in enumerate(tables.each(out / "readings" / key / "readings.parquet", ("id", "record"))):
        if task[number] != LONE:
            waiting[task[number]].append({"task": task[number], "story": story[number], **row})
        elif known.lone:
            yield from kept.take(facts(stories.tell([unpack(row["record"])], known.options), known.options))
        else:
            yield from kept.take(alone(unpack(row["record"])))
    yield from kept.rest()
    for number in sorted(waiting):
        yield "gathered", tables.rows("gathered", waiting[number])


def places(out: Path, key: str) -> tuple[list[int], list[int]]:
    """The group and the task of each of a shard's readings."""
    import numpy as np

    ids = np.array([meeting.number(r["id"]) for r in tables.each(out / "readings" / key / "readings.parquet", ("id",))], np.uint64)
    known = tables.whole([out / "groups" / "all" / "groups.parquet"], "groups")
    at = np.searchsorted(known["id"].to_numpy(), ids)
    return known["story"].to_numpy()[at].tolist(), known["task"].to_numpy()[at].tolist()


def tasks(out: Path) -> list[str]:
    known = tables.whole([out / "groups" / "all" / "groups.parquet"], "groups", ("task",))
    return [f"{n:06}" for n in range(max(known["task"].to_pylist(), default=LONE) + 1)]


class Kept:
    """Rows put together until there are enough for a row group."""

    def __init__(self, most: int = 5000):
        self.most = most
        self.rows: dict[str, list[Row]] = {name: [] for name in TOLD}

    def take(self, found: dict[str, list[Row]]) -> Iterator[Part]:
        for name, rows in found.items():
            self.rows[name] += rows
            if len(self.rows[name]) >= self.most:
                yield name, tables.rows(name, self.rows[name])
                self.rows[name] = []

    def rest(self) -> Iterator[Part]:
        for name, rows in self.rows.items():
            yield name, tables.rows(name, rows)
            self.rows[name] = []


# ---- stories -------------------------------------------------------------------------------------------------------


def told(out: Path, key: str) -> Iterator[Part]:
    """The stories of one task, look-alike events told apart first."""
    options = plan.load(out).options
    found: dict[int, list[Row]] = defaultdict(list)
    for row in tables.bucket(tables.files(out, "gathered", "gathered"), "gathered", int(key)).to_pylist():
        found[row["story"]].append(row)
    kept = Kept()
    for number in sorted(found):
        for group in parted([unpack(row["record"]) for row in found[number]]):
            yield from kept.take(facts(stories.tell(group, options), options))
    yield from kept.rest()


def parted(readings: Sequence[Reading]) -> list[list[Reading]]:
    """The group, or the look-alike events that it falls into."""
    from secondsource.stories.groups_lookalikes import apart
    from secondsource.stories.groups_text import sketch

    known = [(sketch(reading.article), reading) for reading in readings]
    known.sort(key=lambda item: (item[0].day or date.min, item[0].id))
    return [[known[i][1] for i in group] for group in apart(range(len(known)), [text for text, _ in known])]


def alone(reading: Reading) -> dict[str, list[Row]]:
    """A story of one report, its claims in their own words; nothing is compared."""
    id = make_id("y", reading.article.id)
    claims = [claim_row(claim, id, reading.article, None, ()) for claim in reading.claims]
    return {"stories": [story_row(id, reading.article.title, (reading,), (), None)], "claims": claims}


def facts(story: Story, options: Options) -> dict[str, list[Row]]:
    """What a story tells, as rows."""
    from secondsource.views import packing, records

    whole = records.records(Report((), story.readings, (story,), options))
    record = whole["stories"][0]
    packed = {"story": record, "sources": packing.sources_of(record, whole), "chains": packing.chains_of(record, whole)}
    text = {reading.article.id: reading.article for reading in story.readings}
    chains = {chain.attribution.id: chain for chain in story.chains if chain.attribution}
    aligned = {claim.id: alignment.id for alignment in story.alignments for claim in alignment.claims}
    newsrooms = sorted({reading.article.newsroom() for reading in story.readings})
    return {
        "stories": [story_row(story.id, story.headline, story.readings, newsrooms, json.dumps(packed, separators=(",", ":")))],
        "claims": [
            claim_row(claim, story.id, reading.article, aligned.get(claim.id), voices(chains.get(claim.attribution.id)))
            if claim.attribution
            else claim_row(claim, story.id, reading.article, aligned.get(claim.id), ())
            for reading in story.readings
            for claim in reading.claims
        ],
        "origins": [origin_row(alignment, story.id, text) for alignment in story.alignments],
        "differences": [difference_row(difference, story.id, text) for difference in story.differences],
        "copies": [{"story": story.id, "of": c.of, "by": c.by, "passages": len(c.passages), "why": clean(c.why)} for c in story.copies],
    }


def voices(chain: Chain | None) -> tuple[str, ...]:
    """The names from the page's newsroom inwards to the origin."""
    return tuple(voice.name if voice else "unknown newsroom" for voice in chain.voices) if chain else ()


def story_row(id: str, headline: str, readings: Sequence[Reading], newsrooms: Sequence[str], record: str | None) -> Row:
    days = [r.article.published.value.interval for r in readings if r.article.published]
    firsts = [day.first.isoformat() for day in days if day.first]
    lasts = [day.last.isoformat() for day in days if day.last]
    return {
        "id": id,
        "headline": clean(headline),
        "first": min(firsts, default=None),
        "last": max(lasts, default=None),
        "reports": len(readings),
        "articles": [reading.article.id for reading in readings],
        "newsrooms": [clean(name) for name in newsrooms or [readings[0].article.newsroom()]],
        "record": record,
    }


def claim_row(claim: Claim, story: str, article: Article, alignment: str | None, chain: Sequence[str]) -> Row:
    source = claim.attribution.source if claim.attribution else None
    first = article.published.value.interval.first if article.published else None
    return {
        "id": claim.id,
        "story": story,
        "article": article.id,
        "outlet": clean(article.outlet.value) if article.outlet else None,
        "published": first.isoformat() if first else None,
        "start": claim.span.start,
        "end": claim.span.end,
        "text": clean(article[claim.span]),
        "certainty": claim.certainty,
        "action": clean(claim.action),
        "source": clean(source.name) if source else None,
        "source_kind": source.kind if source else None,
        "chain": [clean(name) for name in chain],
        "alignment": alignment,
    }


def origin_row(alignment: Alignment, story: str, text: dict[str, Article]) -> Row:
    first, origins = alignment.claims[0], alignment.origins
    return {
        "alignment": alignment.id,
        "story": story,
        "text": clean(text[first.article][first.span]),
        "relation": alignment.relation,
        "reports": len({claim.article for claim in alignment.claims}),
        "silent": len(alignment.silent),
        "newsrooms": [clean(name) for name in alignment.newsrooms],
        "min": origins.min,
        "max": origins.max,
        "why": clean(origins.why),
        "circular": alignment.circular,
        "sources": [clean(component.sources[0].name) for component in origins.components],
    }


def difference_row(difference: Difference, story: str, text: dict[str, Article]) -> Row:
    left, right = (clean(text[span.article][span]) for span in (difference.left, difference.right))
    words = {"id": difference.id, "story": story, "kind": difference.kind, "verdict": difference.verdict, "says": clean(difference.says)}
    return {**words, "left": left, "right": right}
