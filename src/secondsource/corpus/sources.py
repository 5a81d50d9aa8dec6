"""The pages, articles or readings of one shard, each with its name or the reason why it cannot be had."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from secondsource.corpus.plan import SCHEMES, Shard
from secondsource.errors import SecondSourceError, UnreadableInput
from secondsource.model import Page
from secondsource.options import Options

ARCHIVE = 4 * 2**30  #: bytes of an archive that is fetched at most
FETCH_SECONDS = 3600.0

Row = dict[str, Any]


def pages(out: Path, shard: Shard, options: Options) -> Iterator[Page | UnreadableInput]:
    """The pages of a shard of files or of a WARC."""
    from secondsource import intake

    if shard.kind == "files":
        yield from intake.pages(shard.paths, options)
        return
    from secondsource.intake import warc

    for path in shard.paths:
        with at_hand(out, path, options) as file:
            yield from warc.pages(file, os.path.basename(path), options)


def rows(out: Path, shard: Shard, options: Options) -> Iterator[tuple[str, Row | UnreadableInput]]:
    """The rows of a shard of JSON lines or Parquet, each with the name that it is shown by."""
    for path in shard.paths:
        name = os.path.basename(path)
        with at_hand(out, path, options) as file:
            if shard.kind == "jsonl":
                yield from lines(file, name, shard)
            else:
                yield from parquet(file, name, shard)


def lines(file: Path, name: str, shard: Shard) -> Iterator[tuple[str, Row | UnreadableInput]]:
    """The lines that begin between the shard's bytes; a line is named by the byte at which it begins."""
    with gzip.open(file) if file.name.endswith(".gz") else file.open("rb") as opened:
        at = shard.start
        if at:
            opened.seek(at - 1)
            at += len(opened.readline()) - 1
        while shard.stop is None or at < shard.stop:
            line = opened.readline()
            if not line:
                return
            begin, at = at, at + len(line)
            if line.strip():
                yield f"{name}@{begin}", parsed(line, f"{name}@{begin}")


def parsed(line: bytes, name: str) -> Row | UnreadableInput:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return UnreadableInput(name, "corrupt", f"the line is no JSON: {error}")
    return row if isinstance(row, dict) else UnreadableInput(name, "corrupt", "the line is no JSON object")


def parquet(file: Path, name: str, shard: Shard) -> Iterator[tuple[str, Row | UnreadableInput]]:
    """The rows of the shard's row groups, named by their number in the file."""
    from pyarrow.parquet import ParquetFile

    with ParquetFile(file) as opened:
        facts = opened.metadata
        stop = facts.num_row_groups if shard.stop is None else shard.stop
        number = sum(facts.row_group(n).num_rows for n in range(shard.start))
        for batch in opened.iter_batches(batch_size=256, row_groups=list(range(shard.start, stop))):
            for row in batch.to_pylist():
                yield f"{name}@{number}", row
                number += 1


@contextlib.contextmanager
def at_hand(out: Path, path: str, options: Options) -> Iterator[Path]:
    """The file itself, or what lies at the address, fetched beside the results and taken away after use."""
    if not path.startswith(SCHEMES):
        yield Path(path)
        return
    folder = out / f".fetched-{uuid.uuid4().hex}"
    folder.mkdir()
    try:
        file = folder / (os.path.basename(path.split("?")[0]) or "input")
        if path.startswith(("http://", "https://")):
            from secondsource.intake import web

            limits = replace(options, page_bytes=ARCHIVE, intake_seconds=FETCH_SECONDS)
            file.write_bytes(web.fetch(path, web.Rules(limits)).body or b"")
        else:
            from_store(path, file)
        yield file
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def from_store(address: str, file: Path) -> None:
    """Copy an object of S3, Google Cloud Storage, Azure or HDFS to a file; credentials are the environment's."""
    from pyarrow import ArrowException
    from pyarrow.fs import FileSystem

    try:
        store, path = FileSystem.from_uri(address)
        with store.open_input_stream(path, compression=None) as source, file.open("wb") as target:
            while chunk := source.read(1 << 24):
                target.write(chunk)
    except (ArrowException, OSError) as error:
        raise SecondSourceError(f"{address} cannot be fetched: {error}", "Check the address and the credentials.") from error
