"""Adding pages to a store in a process of its own, so that it can be killed; and the stand-ins that make it quick.

The stand-ins are real stages with little in them: the children's reading takes each sentence for a claim, and each page
is a story. Pages, children, pipes and store are the program's own.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from secondsource.model import Article, Claim, Reading, Story, make_id
from secondsource.options import Options

ROOT = Path(__file__).parents[1]
SENTENCE = re.compile(r"[^.\n]{10,400}\.")


def read(article: Article, options: Options | None = None) -> Reading:
    """Each sentence is a claim in the outlet's own voice."""
    spans = [article.span(m.start(), m.end()) for m in SENTENCE.finditer(article.text)]
    return Reading(article, claims=tuple(Claim(make_id("c", article.id, s.start), article.id, s, None) for s in spans))


def compare(readings: Sequence[Reading], options: Options | None = None) -> tuple[Story, ...]:
    """Each page is a story of its own."""
    return tuple(Story(make_id("y", r.article.id), r.article.title, (r,)) for r in readings)


def stand_in() -> None:
    """Put the stand-ins in the places of the stages, in this process."""
    from secondsource import reading, stories

    reading.read = read  # type: ignore[assignment]
    stories.compare = compare  # type: ignore[assignment]


def pages(folder: Path, count: int) -> Path:
    """A folder of small invented pages, each with words of its own; the second of them twice, and one with nothing in it."""
    folder.mkdir(exist_ok=True)
    for n in range(count):
        told = "".join(
            f"<p>The ferry {n} left quay {k} of Port Ellery at dawn on Tuesday with {n + k} passengers, the harbour office said.</p>"
            for k in range(5)
        )
        head = f"<html><head><title>Ferry {n}</title></head>"
        (folder / f"{n:03}.html").write_text(f"{head}<body><h1>Ferry {n} leaves</h1>{told}</body></html>")
    (folder / "twice.html").write_bytes((folder / "001.html").read_bytes())
    (folder / "empty.html").write_bytes(b"")
    return folder


def start(store: Path, inputs: Path, *, quick: bool, workers: int = 2, tmp: Path, **environment: str) -> subprocess.Popen[bytes]:
    """`secondsource add` in a process group of its own; ``quick`` with the stand-ins in it and in its children."""
    tmp.mkdir(exist_ok=True)
    (tmp / "sitecustomize.py").write_text("import adding\nadding.stand_in()\n" if quick else "")
    path = os.pathsep.join([str(tmp), str(ROOT / "tests"), *(p for p in sys.path if p)])
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "secondsource.cli", "add", str(store), str(inputs), "--workers", str(workers), "-q"],
        env={**os.environ, "PYTHONPATH": path, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
