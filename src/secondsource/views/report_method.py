"""Method and limits: what was read, what the report could not do, how to make it again."""

from __future__ import annotations

import dataclasses
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secondsource.model import Input, Report
from secondsource.options import Options
from secondsource.views import wording
from secondsource.views.desk import Desk

STATES = ("ok", "partial", "failed", "duplicate", "interrupted")
FILES = 8  #: names of inputs in the command line shown
LISTED = 60  #: files with trouble that are named


@dataclass(frozen=True, slots=True)
class Method:
    counts: str
    settings: str
    limits: tuple[str, ...]
    command: str
    troubles: tuple[Input, ...]
    troubles_more: int


def method(report: Report, desks: Sequence[Desk], cuts: Sequence[str]) -> Method:
    """The last section, for the whole report."""
    troubles = [i for i in report.inputs if i.state != "ok"]
    return Method(
        counts(report),
        settings(report.options),
        (*unread(report), *(limit for desk in desks for limit in limits(desk, len(desks) > 1)), *cuts),
        command(report),
        tuple(troubles[:LISTED]),
        max(0, len(troubles) - LISTED),
    )


def unread(report: Report) -> Iterator[str]:
    """Files that gave no report; each stands with its reason under what was read."""
    for state, words in (("failed", "Read"), ("interrupted", "Finish")):
        if count := sum(i.state == state for i in report.inputs):
            yield f"{words} {wording.counted(count, 'file')}; the {'reason stands' if count == 1 else 'reasons stand'} with the counts."


def counts(report: Report) -> str:
    """'in 4 = 3 ok + 0 partial + 1 failed + 0 duplicate + 0 interrupted'; a report made by hand counts its readings."""
    seen: Counter[str] = Counter([i.state for i in report.inputs] or ["ok"] * len(report.readings))
    return f"in {sum(seen.values())} = " + " + ".join(f"{seen[state]} {state}" for state in STATES)


def settings(options: Options) -> str:
    """'Default settings', or those that differ from them."""
    usual = Options()
    changed = [
        f"{field.name} = {getattr(options, field.name)}"
        for field in dataclasses.fields(Options)
        if getattr(options, field.name) != getattr(usual, field.name)
    ]
    return f"Settings changed from the default: {', '.join(changed)}." if changed else "Default settings."


def command(report: Report) -> str:
    """The command that makes this report again."""
    files = [i.file for i in report.inputs] or [r.article.file for r in report.readings]
    named = " ".join(shlex.quote(wording.plain(f)) for f in files[:FILES])
    rest = f" … and {len(files) - FILES:,} more" if len(files) > FILES else ""
    return f"secondsource report {named}{rest} -o story.html --json record.json"


def limits(desk: Desk, named: bool) -> Iterator[str]:
    """What could not be done for one story, in plain sentences."""
    start = f"{wording.clip(desk.story.headline, 50)}: " if named else ""
    for line in _limits(desk):
        yield start + line


def _limits(desk: Desk) -> Iterator[str]:
    readings = desk.story.readings
    if nameless := [r.article.id for r in readings if not r.article.outlet]:
        yield f"Name the outlet of {_pages(desk, nameless)}. The {'page does' if len(nameless) == 1 else 'pages do'} not say."
    if dateless := [r.article.id for r in readings if not r.article.published]:
        yield f"Date {_pages(desk, dateless)}. Relative dates there (such as “yesterday”) stay without a day."
    for reading in [r for r in readings if r.article.published and r.article.published.inferred][:5]:
        published = reading.article.published
        if published:
            days = wording.days(published.value.interval)
            yield f"Give {desk.page(reading.article.id)} an exact date; {days} is inferred from {published.how}."
    if unresolved := wording.undated_in(readings):
        yield f"Give calendar days to {wording.counted(unresolved, 'time expression')}."
    open_ = [a for a in desk.story.alignments if a.origins.max > a.origins.min]
    if open_:
        yield f"Tell for {wording.counted(len(open_), 'claim')} whether all origins are different; the range says how many may be."
    if not any(r.attributions for r in readings):
        yield "Find anybody who is named as saying something; every claim rests on the pages’ own voice."
    for reading in readings:
        if reading.article.partial:
            yield f"Read {desk.page(reading.article.id)} whole: {reading.article.partial}."
        if reading.read_to is not None:
            yield f"Read {desk.page(reading.article.id)} beyond character {reading.read_to:,}: time ran out."


def _pages(desk: Desk, articles: Sequence[str]) -> str:
    if len(articles) > 5:
        return wording.counted(len(articles), "page")
    return ("page " if len(articles) == 1 else "pages ") + wording.listed([desk.letters[a] for a in articles])
