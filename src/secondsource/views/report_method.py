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
from secondsource.views.words import Words

STATES = ("ok", "partial", "failed", "duplicate", "interrupted")
FILES = 8  #: names of inputs in the command line shown
PAGES = 5  #: pages named by their letters; more are counted
LISTED = 60  #: files with trouble that are named


@dataclass(frozen=True, slots=True)
class Method:
    counts: str
    settings: str
    limits: tuple[str, ...]
    command: str
    troubles: tuple[Input, ...]
    troubles_more: int


def method(w: Words, report: Report, desks: Sequence[Desk], cuts: Sequence[str]) -> Method:
    """The last section, for the whole report."""
    troubles = [i for i in report.inputs if i.state != "ok"]
    return Method(
        counts(w, report),
        settings(w, report.options),
        (*unread(w, report), *(limit for desk in desks for limit in limits(desk, len(desks) > 1)), *cuts),
        command(w, report),
        tuple(troubles[:LISTED]),
        max(0, len(troubles) - LISTED),
    )


def unread(w: Words, report: Report) -> Iterator[str]:
    """Files that gave no report; each stands with its reason under what was read."""
    for state in ("failed", "interrupted"):
        if count := sum(i.state == state for i in report.inputs):
            yield w.many(f"method.limit.{state}", count)


def counts(w: Words, report: Report) -> str:
    """'in 4 = 3 ok + 0 partial + 1 failed + 0 duplicate + 0 interrupted'; a report made by hand counts its readings."""
    seen: Counter[str] = Counter([i.state for i in report.inputs] or ["ok"] * len(report.readings))
    return w("method.counts", all=sum(seen.values()), **{state: seen[state] for state in STATES})


def settings(w: Words, options: Options) -> str:
    """'Default settings', or those that differ from them."""
    usual = Options()
    changed = [
        f"{field.name} = {getattr(options, field.name)}"
        for field in dataclasses.fields(Options)
        if getattr(options, field.name) != getattr(usual, field.name)
    ]
    return w("method.changed", settings=w.name(", ".join(changed))) if changed else w("method.default")


def command(w: Words, report: Report) -> str:
    """The command that makes this report again."""
    files = [i.file for i in report.inputs] or [r.article.file for r in report.readings]
    named = " ".join(shlex.quote(wording.plain(f)) for f in files[:FILES])
    rest = f" … {w.many('list.and_more', len(files) - FILES)}" if len(files) > FILES else ""
    lang = f" --lang {w.lang}" if w.lang != "en" else ""
    return f"secondsource report {named}{rest} -o story.html --json record.json{lang}"


def limits(desk: Desk, named: bool) -> Iterator[str]:
    """What could not be done for one story, in plain sentences."""
    story = desk.w.name(desk.story.headline, desk.tongue, 50)
    for line in _limits(desk):
        yield desk.w("method.of_story", story=story, limit=line) if named else line


def _limits(desk: Desk) -> Iterator[str]:
    readings, w = desk.story.readings, desk.w
    if nameless := [r.article.id for r in readings if not r.article.outlet]:
        yield w.many("method.limit.outlet", len(nameless), pages=desk.pages(nameless, PAGES))
    if dateless := [r.article.id for r in readings if not r.article.published]:
        yield w("method.limit.date", pages=desk.pages(dateless, PAGES))
    for reading in [r for r in readings if r.article.published and r.article.published.inferred][:5]:
        published = reading.article.published
        if published:
            days = w.days(published.value.interval)
            yield w("method.limit.inferred", page=desk.page(reading.article.id), days=days, how=w.said(published.how))
    if unresolved := wording.undated_in(readings):
        yield w.many("method.limit.times", unresolved)
    open_ = [a for a in desk.story.alignments if a.origins.max > a.origins.min]
    if open_:
        yield w.many("method.limit.origins", len(open_))
    if not any(r.attributions for r in readings):
        yield w("method.limit.nobody")
    for reading in readings:
        page = desk.page(reading.article.id)
        if reading.article.partial:
            yield w("method.limit.partial", page=page, why=w.said(reading.article.partial))
        if reading.read_to is not None:
            yield w("method.limit.cut", page=page, place=w.number(reading.read_to))
