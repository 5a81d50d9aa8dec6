"""Reads a corpus in the layout of PolNeAR: ``<split>/text/*.txt`` and ``<split>/attributions/<stem>_<annotator>.ann``.

The annotations are brat standoff: ``T`` lines name spans, ``E`` lines tie spans to one attribution.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

Fragments = tuple[tuple[int, int], ...]

# 'T4	Content 10 50;60 80	the words': the words may hold line breaks, so lines that match neither form are skipped
_SPAN = re.compile(r"^(T\d+)\t(\S+) ([\d ;]+)\t")
_EVENT = re.compile(r"^E\d+\t(.+)$")


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution of the corpus, as offsets; a role that is absent is empty."""

    source: Fragments
    cue: Fragments
    content: Fragments


@dataclass(frozen=True, slots=True)
class Annotated:
    """One article as one annotator saw it. ``discard`` is page clutter that the annotator set aside."""

    stem: str
    annotator: str
    text: str
    said: tuple[Said, ...]
    discard: Fragments = field(default=())


def read(folder: Path, split: str) -> Iterator[tuple[Annotated, ...]]:
    """Each article of the split, in the order of its name, with its annotators in the order of theirs."""
    for path in sorted((folder / split / "text").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        stem = path.stem
        files = sorted(f for f in (folder / split / "attributions").glob("*.ann") if f.stem.rpartition("_")[0] == stem)
        yield tuple(Annotated(stem, f.stem.rpartition("_")[2], text, *_parse(f)) for f in files)


def _parse(path: Path) -> tuple[tuple[Said, ...], Fragments]:
    spans: dict[str, Fragments] = {}
    events: list[list[tuple[str, str]]] = []
    discard: list[tuple[int, int]] = []
    for line in path.read_bytes().decode("utf-8").split("\n"):
        if found := _SPAN.match(line):
            pairs = tuple((int(a), int(b)) for a, b in (p.split() for p in found[3].split(";")))
            spans[found[1]] = pairs
            if found[2] == "Discard":
                discard.extend(pairs)
        elif found := _EVENT.match(line):
            events.append([(role, span) for role, _, span in (part.partition(":") for part in found[1].split())])
    said = tuple(_said(event, spans) for event in events)
    return tuple(s for s in said if s.content), tuple(discard)


def _said(event: list[tuple[str, str]], spans: dict[str, Fragments]) -> Said:
    def role(name: str) -> Fragments:
        return tuple(pair for key, span in event if key.rstrip("0123456789").lower() == name for pair in spans.get(span, ()))

    return Said(role("source"), role("cue"), role("content"))
