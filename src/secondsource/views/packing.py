"""Records as the store keeps them: compressed, one a reading and one a story, and joined to a report's records again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any

from secondsource.errors import StoreError
from secondsource.model import Reading, Report
from secondsource.options import Options
from secondsource.views import load, records


def pack_reading(reading: Reading, options: Options) -> bytes:
    """One reading whole, as compressed records."""
    return pack(records.records(Report((), (reading,), (), options)))


def unpack_reading(blob: bytes) -> Reading:
    """The inverse of ``pack_reading``."""
    return load.report(unpack(blob)).readings[0]


def sources_of(story: dict[str, Any], whole: dict[str, Any]) -> list[dict[str, Any]]:
    """The story-wide sources that the record of a story needs."""
    named = {id for a in whole["attributions"] if a["article"] in story["articles"] for id in (a["source"]["id"], *a["chain"])}
    for alignment in story["alignments"]:
        named |= {id for c in alignment["origins"]["components"] for id in c["sources"]}
        named |= {id for t in alignment["testimonies"] for id in t["chain"]}
    return [s for s in whole["sources"] if s["id"] in named]


def chains_of(story: dict[str, Any], whole: dict[str, Any]) -> dict[str, list[Any]]:
    """Attribution id -> its story-wide source and chain."""
    return {a["id"]: [a["source"]["id"], a["chain"]] for a in whole["attributions"] if a["article"] in story["articles"]}


def join(readings: Sequence[dict[str, Any]], packed: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Records of single readings and of stories as the records of one report."""
    sources = {s["id"]: s for p in packed for s in p["sources"]}
    chains = {id: chain for p in packed for id, chain in p["chains"].items()}
    data: dict[str, Any] = {
        "format": records.FORMAT,
        **{kind: [x for r in readings for x in r[kind]] for kind in ("articles", "times", "attributions", "claims")},
        "sources": [sources[id] for id in sorted(sources)],
        "stories": [p["story"] for p in packed],
    }
    for attribution in data["attributions"]:
        source, chain = chains[attribution["id"]]
        attribution["source"]["id"], attribution["chain"] = source, chain
    return data


def pack(record: dict[str, Any]) -> bytes:
    return zlib.compress(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def unpack(blob: bytes) -> dict[str, Any]:
    """The inverse of ``pack``; ``StoreError`` where the bytes are not what was packed."""
    try:
        return dict(json.loads(zlib.decompress(blob)))
    except (zlib.error, ValueError) as error:
        raise StoreError(f"a record in the store is damaged: {error}", "Make it anew with: secondsource rebuild STORE") from error
