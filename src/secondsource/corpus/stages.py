"""All stages in their order, the first ones, and what every stage is: files of earlier stages in, its own tables out.

::

    shards --articles--> articles --once--> each page once --readings--> readings
           --counts--> --weights--> --vectors--> weighted words and MinHash bands --pairs--> --candidates--> pairs that meet
           --groups--> groups of reports --gathered--> readings by group --told--> stories, claims, origins, differences, copies
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secondsource.corpus import filters, linking, meeting, plan, rows, sources, tables, telling
from secondsource.corpus.guard import Guard
from secondsource.errors import UnreadableInput
from secondsource.model import Article, Page, Reading
from secondsource.options import Options

Part = tuple[str, Any]  #: the name of a table and a piece of it
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stage:
    """``work`` makes the parts of the tables for one key; ``keys`` says which keys there are once earlier stages are done."""

    tables: tuple[str, ...]
    work: Callable[[Path, str], Iterator[Part]]
    keys: Callable[[Path], list[str]]


def keys(out: Path, stage: str) -> list[str]:
    return STAGES[stage].keys(out)


def perform(out: Path, stage: str, key: str) -> None:
    """Do one piece of a stage and keep it; nothing where it is done already. What it cost goes into ``log/``."""
    if tables.done(out, stage, key):
        return
    begun, before = time.perf_counter(), spent()
    tables.write(out, stage, key, STAGES[stage].tables, STAGES[stage].work(out, key))
    seconds, size = (now - then for now, then in zip(spent(), (before[0], 0), strict=True))
    line = {"stage": stage, "key": key, "cpu": round(seconds, 3), "wall": round(time.perf_counter() - begun, 3), "bytes": size}
    (out / "log").mkdir(exist_ok=True)
    (out / "log" / f"{stage}-{key}.json").write_text(json.dumps(line) + "\n", "utf-8")


def spent() -> tuple[float, int]:
    """CPU seconds of this process and its child, and the bytes that the larger held at most."""
    import resource

    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    seconds, size = _guard.cost() if _guard else (0.0, 0)
    return time.process_time() + seconds, max(own, size)


# ---- the child -----------------------------------------------------------------------------------------------------

_guard: Guard | None = None  #: one for each process, kept from shard to shard: its models take seconds to load


def guard(options: Options, wanted: filters.Filters) -> Guard:
    global _guard
    if _guard is None or (_guard.options, _guard.filters) != (options, wanted):
        release()
        _guard = Guard(options, wanted)
    return _guard


def release() -> None:
    """End the child of this process."""
    global _guard
    if _guard:
        _guard.close()
    _guard = None


# ---- articles ------------------------------------------------------------------------------------------------------


def articles(out: Path, key: str) -> Iterator[Part]:
    """A shard's pages as articles, and what became of all that gave none."""
    known, shard = plan.load(out), plan.shard(out, key)
    if shard.kind in ("warc", "files"):
        found: Iterator[Row] = from_pages(out, shard, known)
    else:
        found = from_rows(out, shard, known)
    for batch in batched(found, tables.GROUP):
        yield "articles", tables.rows("articles", [row for row in batch if "record" in row])
        yield "left", tables.rows("left", [row for row in batch if "record" not in row])


def from_pages(out: Path, shard: plan.Shard, known: plan.Plan) -> Iterator[Row]:
    reader = guard(known.options, known.filters)
    for page in sources.pages(out, shard, known.options):
        if isinstance(page, Page):
            kind, value = reader.extract(page)
            if kind == "article":
                yield article_row(Reading(value), known.options)
            elif kind == "filtered":
                yield left(page.file, "articles", "filtered", value)
            else:
                yield left(page.file, "articles", "failed", *value)
        elif page.reason == "skipped":
            yield left(page.file, "articles", "skipped", "no pages", page.why)
        else:
            yield left(page.file, "articles", "failed", page.reason, page.why)


def from_rows(out: Path, shard: plan.Shard, known: plan.Plan) -> Iterator[Row]:
    for name, row in sources.rows(out, shard, known.options):
        try:
            if isinstance(row, UnreadableInput):
                raise row
            if shard.kind == "readings":
                reading = telling.unpack(row[plan.READING])
                article, record = reading.article, row[plan.READING]
            else:
                article = rows.article(row, name)
                reading, record = Reading(article), None
        except (UnreadableInput, KeyError, TypeError, ValueError) as error:
            reason, why = (error.reason, error.why) if isinstance(error, UnreadableInput) else ("corrupt", f"no such row: {error!r}")
            yield left(name, "articles", "failed", reason, why)
            continue
        if why_not := filters.article(article, known.filters):
            yield left(name, "articles", "filtered", why_not)
        else:
            yield article_row(reading, known.options, record)


def left(file: str, stage: str, state: str, reason: str | None, why: str | None = None, article: str | None = None) -> Row:
    words = {"file": file, "stage": stage, "state": state, "reason": reason, "why": why, "article": article}
    return {name: telling.clean(value) for name, value in words.items()}


def article_row(reading: Reading, options: Options, record: str | None = None) -> Row:
    """The plain columns of an article, for queries and filters, and all that is known of it as a record."""
    a: Article = reading.article
    days = a.published.value.interval if a.published else None
    row = {
        "id": a.id,
        "file": a.file,
        "url": a.url,
        "outlet": a.outlet.value if a.outlet else None,
        "credit": a.credit.value if a.credit else None,
        "title": a.title,
        "language": a.language,
        "first": days.first.isoformat() if days and days.first else None,
        "last": days.last.isoformat() if days and days.last else None,
    }
    return {
        **{k: telling.clean(v) for k, v in row.items()},
        "words": len(a.text.split()),
        "record": record or telling.pack(reading, options),
    }


def batched(found: Iterator[Row], size: int) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in found:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


# ---- each page once ------------------------------------------------------------------------------------------------


def once(out: Path, key: str) -> Iterator[Part]:
    """Which rows of which shards are read: of pages that are the same bytes, the first. Holds ids alone."""
    seen: set[int] = set()
    for file in tables.files(out, "articles", "articles"):
        kept, twice = [], []
        for number, row in enumerate(tables.each(file, ("id", "file"))):
            ident = meeting.number(row["id"])
            if ident in seen:
                twice.append(left(row["file"], "once", "duplicate", "", "the same bytes as a page before", row["id"]))
            else:
                seen.add(ident)
                kept.append({"shard": file.parent.name, "row": number})
        yield "once", tables.rows("once", kept)
        yield "left", tables.rows("left", twice)


# ---- readings ------------------------------------------------------------------------------------------------------


def readings(out: Path, key: str) -> Iterator[Part]:
    """A shard's articles read, the dear step; articles that come with their readings keep them."""
    known, shard = plan.load(out), plan.shard(out, key)
    wanted = chosen(out, key)
    number = 0
    for batch in tables.batches(out / "articles" / key / "articles.parquet", size=32):
        kept = [row for n, row in enumerate(batch.to_pylist(), number) if n in wanted]
        number += batch.num_rows
        done = [read(row, shard, known) for row in kept]
        yield "readings", tables.rows("readings", [row for row, _ in done])
        yield "left", tables.rows("left", [state for _, state in done])


def read(row: Row, shard: plan.Shard, known: plan.Plan) -> tuple[Row, Row]:
    """The row with its reading, and what became of it."""
    reading = telling.unpack(row["record"])
    record = row["record"]
    if shard.kind != "readings":
        reading = guard(known.options, known.filters).read(reading.article)
        record = telling.pack(reading, known.options)
    partial = reading.article.partial is not None or reading.read_to is not None
    why = reading.article.partial or (reading.notes[-1] if reading.notes else "time ran out; all its text is kept") if partial else None
    state = left(row["file"], "readings", "partial" if partial else "ok", "", why, row["id"])
    return {**row, "attributions": len(reading.attributions), "times": len(reading.times), "record": record}, state


def chosen(out: Path, key: str) -> frozenset[int]:
    from pyarrow.parquet import read_table

    table = read_table(out / "once" / "all" / "once.parquet", filters=[("shard", "=", key)], partitioning=None)
    return frozenset(table.column("row").to_pylist())


# ---- all of them, in order -----------------------------------------------------------------------------------------


def by_shard(out: Path) -> list[str]:
    return [shard.key for shard in plan.load(out).shards]


def alone(out: Path) -> list[str]:
    return ["all"]


STAGES = {
    "articles": Stage(("articles", "left"), articles, by_shard),
    "once": Stage(("once", "left"), once, alone),
    "readings": Stage(("readings", "left"), readings, by_shard),
    "counts": Stage(("counts",), meeting.counts, by_shard),
    "weights": Stage(("weights",), meeting.weights, meeting.buckets),
    "vectors": Stage(("vectors", "keys"), meeting.vectors, by_shard),
    "pairs": Stage(("pairs",), meeting.pairs, meeting.buckets),
    "candidates": Stage(("candidates", "near"), meeting.candidates, meeting.buckets),
    "groups": Stage(("groups",), linking.groups, alone),
    "gathered": Stage(("gathered", *telling.TOLD), telling.gathered, by_shard),
    "told": Stage(telling.TOLD, telling.told, telling.tasks),
}
ORDER = tuple(STAGES)


def work(folder: str, stage: str, key: str) -> str:
    """What an engine calls for one piece of work, in whatever process: empty, or the error in words."""
    try:
        perform(Path(folder), stage, key)
    except Exception as error:  # the other pieces go on; the run says at its end what failed
        return f"{stage} {key}: {type(error).__name__}: {error}"
    return ""
