"""Parquet folders ``DIR/STAGE/KEY/TABLE.parquet``, each folder written whole or not at all.

A stage writes into a hidden folder that takes its name by one rename when all is written; the name is the done-marker.
What a kill left half-written has another name and is moved away before anything is made. Tables are zstd-compressed;
those that later stages take by bucket hold one row group for each bucket, found by the statistics of the first column.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from secondsource.errors import StoreError

FORMAT = "secondsource-corpus/1"
GROUP = 256  #: rows of readings in a row group


def _schemas() -> dict[str, Any]:
    import pyarrow as pa

    text, number, list_ = pa.string(), pa.int64(), pa.list_
    article = [
        ("id", text), ("file", text), ("url", text), ("outlet", text), ("credit", text), ("title", text), ("language", text),
        ("first", text), ("last", text), ("words", number),
    ]  # fmt: skip
    bucketed, ident, key, weight = [("bucket", pa.int32())], pa.uint64(), pa.uint64(), pa.float64()
    return {
        "articles": [*article, ("record", text)],
        "readings": [*article, ("attributions", number), ("times", number), ("record", text)],
        "left": [("file", text), ("stage", text), ("state", text), ("reason", text), ("why", text), ("article", text)],
        "once": [("shard", text), ("row", number)],
        "counts": [*bucketed, ("feature", key), ("texts", pa.int32())],
        "weights": [("feature", key), ("texts", pa.int32())],
        "vectors": [("id", ident), ("day", pa.int32()), ("features", list_(key)), ("values", list_(weight))],
        "keys": [*bucketed, ("feature", key), ("id", ident), ("day", pa.int32()), ("value", weight), ("band", pa.bool_())],
        "pairs": [*bucketed, ("one", ident), ("other", ident), ("shared", weight), ("bands", pa.int32()), ("near", pa.bool_())],
        "candidates": [("one", ident), ("other", ident)],
        "near": [("one", text), ("other", text), ("bands", pa.int32())],
        "groups": [("id", ident), ("story", number), ("task", pa.int32())],
        "gathered": [("task", pa.int32()), ("story", number), ("id", text), ("record", text)],
        "stories": [
            ("id", text), ("headline", text), ("first", text), ("last", text), ("reports", number), ("articles", list_(text)),
            ("newsrooms", list_(text)), ("record", text),
        ],
        "claims": [
            ("id", text), ("story", text), ("article", text), ("outlet", text), ("published", text), ("start", number), ("end", number),
            ("text", text), ("certainty", text), ("action", text), ("source", text), ("source_kind", text), ("chain", list_(text)),
            ("alignment", text),
        ],
        "origins": [
            ("alignment", text), ("story", text), ("text", text), ("relation", text), ("reports", number), ("silent", number),
            ("newsrooms", list_(text)), ("min", number), ("max", number), ("why", text), ("circular", pa.bool_()), ("sources", list_(text)),
        ],
        "differences": [("id", text), ("story", text), ("kind", text), ("verdict", text), ("left", text), ("right", text), ("says", text)],
        "copies": [("story", text), ("of", text), ("by", text), ("passages", number), ("why", text)],
    }  # fmt: skip


def schema(name: str) -> Any:
    import pyarrow as pa

    return pa.schema(_schemas()[name])


def rows(name: str, given: Sequence[dict[str, Any]]) -> Any:
    """Rows as an Arrow table of the named schema."""
    import pyarrow as pa

    return pa.Table.from_pylist(list(given), schema=schema(name))


def columns(name: str, **given: Any) -> Any:
    """Arrays as an Arrow table of the named schema."""
    import pyarrow as pa

    wanted = schema(name)
    return pa.table([pa.array(given[field.name], type=field.type) for field in wanted], schema=wanted)


# ---- writing -------------------------------------------------------------------------------------------------------


def write(out: Path, stage: str, key: str, names: Sequence[str], parts: Iterable[tuple[str, Any]]) -> None:
    """Write the parts, each a row group of the table it names; every table of the stage is there, if without rows."""
    from pyarrow.parquet import ParquetWriter

    target = out / stage / key
    half = target.parent / f".half-{key}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    half.mkdir(parents=True)
    try:
        with contextlib.ExitStack() as stack:
            writers = {n: stack.enter_context(ParquetWriter(half / f"{n}.parquet", schema(n), compression="zstd")) for n in names}
            for name, table in parts:
                if table.num_rows:
                    writers[name].write_table(table, row_group_size=table.num_rows)
        half.rename(target)
    except BaseException as error:
        shutil.rmtree(half, ignore_errors=True)
        if target.is_dir():  # another worker was quicker with the same work
            return
        if isinstance(error, OSError) and not isinstance(error, StoreError):
            raise StoreError(f"{target} cannot be written: {error.strerror or error}", "Free some space; then run it again.") from error
        raise


def done(out: Path, stage: str, key: str) -> bool:
    return (out / stage / key).is_dir()


@contextlib.contextmanager
def locked(out: Path) -> Iterator[None]:
    """One run at a time in a folder of results, and nothing half-written in it."""
    import fcntl

    try:
        out.mkdir(parents=True, exist_ok=True)
        with (out / ".lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreError(f"another run is at work in {out}", "Wait for it, or give another --out.") from None
            sweep(out)
            yield
    except OSError as error:
        if isinstance(error, StoreError):
            raise
        raise StoreError(f"{out} cannot be written: {error.strerror or error}", "Free some space, or give another --out.") from error


def sweep(out: Path) -> None:
    """Take away what a kill left. Moved first: a worker that outlived its run can then finish nothing."""
    for half in [*out.glob("*/.half-*"), *out.glob(".fetched-*")]:
        away = out / f".away-{uuid.uuid4().hex}"
        with contextlib.suppress(FileNotFoundError):
            half.rename(away)
    for away in out.glob(".away-*"):
        shutil.rmtree(away, ignore_errors=True)


# ---- reading -------------------------------------------------------------------------------------------------------


def batches(file: Path, wanted: Sequence[str] | None = None, size: int = GROUP) -> Iterator[Any]:
    """The table in Arrow batches, columns as wanted."""
    from pyarrow.parquet import ParquetFile

    with ParquetFile(file) as opened:
        yield from opened.iter_batches(batch_size=size, columns=list(wanted) if wanted else None)


def each(file: Path, wanted: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    for batch in batches(file, wanted):
        yield from batch.to_pylist()


def whole(files: Iterable[Path], name: str, wanted: Sequence[str] | None = None) -> Any:
    """All the files as one table."""
    import pyarrow as pa
    from pyarrow.parquet import read_table

    kept = schema(name) if wanted is None else pa.schema([schema(name).field(c) for c in wanted])
    found = [read_table(file, columns=kept.names, partitioning=None) for file in files]
    return pa.concat_tables(found).combine_chunks() if found else kept.empty_table()


def bucket(files: Iterable[Path], name: str, number: int) -> Any:
    """The rows of one bucket in all the files."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    found = []
    for file in files:
        with ParquetFile(file) as opened:
            for n in range(opened.num_row_groups):
                facts = opened.metadata.row_group(n).column(0).statistics
                if facts.min <= number <= facts.max:
                    found.append(opened.read_row_group(n))
    return pa.concat_tables(found).combine_chunks() if found else schema(name).empty_table()


def files(out: Path, stage: str, name: str) -> list[Path]:
    """The files of a table, in the order of their shards."""
    return sorted(path for path in (out / stage).glob(f"*/{name}.parquet") if not path.parent.name.startswith("."))


def count(out: Path, stage: str, name: str) -> int:
    """Rows of a table in all shards, from the files' footers."""
    from pyarrow.parquet import read_metadata

    return sum(read_metadata(file).num_rows for file in files(out, stage, name))


def states(out: Path) -> dict[str, int]:
    """How many input records ended how: 'ok', 'partial', 'filtered: language', 'failed: no-text', 'duplicate', …"""
    found: Counter[str] = Counter()
    for stage in ("articles", "once", "readings"):
        for file in files(out, stage, "left"):
            for row in each(file, ("state", "reason")):
                found[f"{row['state']}: {row['reason']}" if row["reason"] else row["state"]] += 1
    return dict(sorted(found.items()))
