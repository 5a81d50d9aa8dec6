"""The inputs cut into shards, and the plan that a folder of results keeps: which inputs, filters and options made it.

A WARC file is one shard, and so is an address; page files go by so many, JSON lines by so many bytes, Parquet by its row
groups. The plan lies in ``plan.json``: a run goes on only with the same one.
"""

from __future__ import annotations

import functools
import glob
import gzip
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from secondsource.corpus.filters import Filters
from secondsource.errors import SecondSourceError
from secondsource.options import Options

FILES = 500  #: page files in a shard
BYTES = 32 * 2**20  #: of JSON lines in a shard
ROWS = 10_000  #: of Parquet in a shard, about: row groups are not cut
PAGES = (".html", ".htm", ".xhtml", ".txt", ".shtml", ".mhtml")
SCHEMES = ("http://", "https://", "s3://", "gs://", "gcs://", "abfs://", "abfss://", "hdfs://")
READING = "record"  #: the column of packed readings that an earlier run wrote

Kind = Literal["warc", "files", "jsonl", "parquet", "readings"]


@dataclass(frozen=True, slots=True)
class Shard:
    """What one worker takes at a time. ``start`` and ``stop`` are bytes of JSON lines or row groups of Parquet."""

    key: str
    kind: Kind
    paths: tuple[str, ...]
    start: int = 0
    stop: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    shards: tuple[Shard, ...]
    filters: Filters
    options: Options
    lone: bool = False


def make(inputs: Sequence[str], filters: Filters | None, options: Options | None, base: str = "", lone: bool = False) -> Plan:
    """The plan for these inputs. Raises ``SecondSourceError`` where an input is not there or holds nothing to read."""
    names = sorted({name for given in inputs for name in expand(given, base)})
    if not names:
        raise SecondSourceError("the inputs hold no pages", "Give WARC files, folders of pages, JSONL or Parquet files.")
    pages = [name for name in names if kind(name) == "files"]
    loose = [Shard("", "files", tuple(pages[at : at + FILES])) for at in range(0, len(pages), FILES)]
    cut = [shard for name in names if kind(name) != "files" for shard in slices(name)]
    shards = tuple(Shard(f"{n:05}-{digest(s)}", s.kind, s.paths, s.start, s.stop) for n, s in enumerate((*cut, *loose)))
    return Plan(shards, filters or Filters(), options or Options(), lone)


def digest(shard: Shard) -> str:
    """Tells shards of like numbers apart: by the base names, so that a moved archive keeps its shards."""
    names = [os.path.basename(path) for path in shard.paths]
    return hashlib.blake2s(json.dumps([names, shard.start, shard.stop]).encode(), digest_size=4).hexdigest()


def expand(given: str, base: str) -> Iterator[str]:
    """The files and addresses behind an input: a folder, a pattern with ``*``, a list of paths, an address, a file."""
    if is_list(given):
        yield from (path if path.startswith(SCHEMES) else base + path for path in listed(given))
    elif given.startswith(SCHEMES):
        yield given
    elif os.path.isdir(given):
        yield from folder(given)
    else:
        found = sorted(glob.glob(given, recursive=True)) if any(c in given for c in "*?[") else [given]
        found = [name for name in found if not os.path.isdir(name)]
        if not found or not all(os.path.exists(name) for name in found):
            raise SecondSourceError(f"{given}: there is no such file", "Check the name.")
        yield from (os.path.abspath(name) for name in found)


def is_list(name: str) -> bool:
    """Is it a list of paths, as archives publish them ('warc.paths.gz')?"""
    return not name.startswith(SCHEMES) and name.endswith((".paths", ".paths.gz"))


def listed(name: str) -> list[str]:
    data = Path(name).read_bytes()
    text = (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8")
    return [line.strip() for line in text.splitlines() if line.strip()]


def folder(name: str) -> Iterator[str]:
    """What lies below a folder and can be read, hidden files apart; of an earlier run's results its readings only."""
    top = Path(name) / "readings" if (Path(name) / "plan.json").is_file() else Path(name)
    for here, folders, names in os.walk(os.path.abspath(top)):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        yield from (os.path.join(here, n) for n in sorted(names) if not n.startswith(".") and n != "left.parquet" and known(n))


def known(name: str) -> bool:
    return kind(name) != "files" or name.lower().endswith(PAGES)


def kind(name: str) -> Kind:
    """What a file holds, by its name."""
    low = name.lower().split("?")[0]
    if low.endswith((".warc", ".warc.gz")):
        return "warc"
    if low.endswith((".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")):
        return "jsonl"
    return "parquet" if low.endswith(".parquet") else "files"


def slices(name: str) -> Iterator[Shard]:
    """The shards of one file, their keys still to be given."""
    what, away = kind(name), name.startswith(SCHEMES)
    if what == "parquet" and not away:
        yield from row_groups(name)
    elif what == "jsonl" and not away and not name.endswith(".gz"):
        size = os.path.getsize(name)
        for start in range(0, max(size, 1), BYTES):
            yield Shard("", "jsonl", (name,), start, min(start + BYTES, size))
    else:
        yield Shard("", what, (name,))


def row_groups(name: str) -> Iterator[Shard]:
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(name) as file:
            what: Kind = "readings" if READING in file.schema_arrow.names else "parquet"
            sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    except ArrowException as error:
        raise SecondSourceError(f"{name} is no Parquet file: {error}", "Leave it out, or write it again.") from error
    start = rows = 0
    for n, size in enumerate(sizes):
        rows += size
        if rows >= ROWS or n == len(sizes) - 1:
            yield Shard("", what, (name,), start, n + 1)
            start, rows = n + 1, 0


# ---- kept beside the results ---------------------------------------------------------------------------------------


def to_json(plan: Plan) -> str:
    from secondsource.corpus.tables import FORMAT

    return json.dumps({"format": FORMAT, **asdict(plan)}, indent=1, ensure_ascii=False) + "\n"


def settle(out: Path, plan: Plan) -> None:
    """Keep the plan in the folder; raises ``SecondSourceError`` where another one lies there."""
    file, text = out / "plan.json", to_json(plan)
    if file.is_file():
        if file.read_text("utf-8") != text:
            raise SecondSourceError(f"{out} holds a run of other inputs or options", "Give another folder with --out, or the same command.")
        return
    fresh = out / f".plan.{os.getpid()}"
    fresh.write_text(text, "utf-8")
    fresh.replace(file)


@functools.lru_cache(maxsize=4)
def load(out: Path) -> Plan:
    """The plan of a folder of results."""
    file = out / "plan.json"
    if not file.is_file():
        raise SecondSourceError(f"{out} holds no results", "Make them with: secondsource corpus run INPUT… --out DIR")
    raw: dict[str, Any] = json.loads(file.read_text("utf-8"))
    shards = tuple(Shard(s["key"], s["kind"], tuple(s["paths"]), s["start"], s["stop"]) for s in raw["shards"])
    given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in raw["filters"].items()}
    filters = Filters(**given)
    return Plan(shards, filters, Options(**raw["options"]), raw["lone"])


def shard(out: Path, key: str) -> Shard:
    return next(s for s in load(out).shards if s.key == key)
