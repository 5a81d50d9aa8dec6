"""Adding pages to a store in a process of its own, so that it can be killed; and the stand-ins that make it quick.

The stand-ins are stages with little in them: each paragraph of a page is a block, each sentence a claim, and a story holds
its reports and nothing more. The extractors and models are not loaded, so that a kill seldom falls into their loading.
Finding pages, children, pipes, grouping and store are the program's own.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace

from secondsource.errors import UnreadableInput
from secondsource.model import Article, Block, Claim, Page, Reading, Span, Story, make_id
from secondsource.options import Options

ROOT = Path(__file__).parents[1]
PARAGRAPH = re.compile(r"<(p|h1)>([^<]{1,1000})</")
SENTENCE = re.compile(r"[^.\n]{10,400}\.")


def extract(page: Page, options: Options | None = None) -> Article:
    """The title and the paragraphs of a page; one without them has failed."""
    found = PARAGRAPH.findall(page.body.decode())
    if not found:
        raise UnreadableInput(page.file, "no-text", "it has no paragraphs")
    sha256 = hashlib.sha256(page.body).hexdigest()
    id, blocks, at = "a" + sha256[:10], [], 0
    for tag, words in found:
        blocks.append(Block("headline" if tag == "h1" else "paragraph", Span(id, at, at + len(words))))
        at += len(words) + 2
    text = "\n\n".join(words for _, words in found)
    return Article(id, page.file, page.url, sha256, text, "en", tuple(blocks), found[0][1])


def read(article: Article, options: Options | None = None) -> Reading:
    """Each sentence is a claim in the outlet's own voice."""
    spans = [article.span(m.start(), m.end()) for m in SENTENCE.finditer(article.text)]
    return Reading(article, claims=tuple(Claim(make_id("c", article.id, s.start), article.id, s, None) for s in spans))


def tell(readings: Sequence[Reading], options: Options | None = None) -> Story:
    """The reports of one event, with nothing said of them."""
    readings = tuple(sorted(readings, key=lambda reading: reading.article.id))
    return Story(make_id("y", *(r.article.id for r in readings)), readings[0].article.title, readings)


def stand_in() -> None:
    """Put the stand-ins in the places of the stages, in this process."""
    from secondsource import intake, stories
    from secondsource.intake import language

    language.model = lambda: None  # type: ignore[assignment]
    intake.extract = extract  # type: ignore[assignment]
    stories.tell = tell  # type: ignore[assignment]
    sys.modules["secondsource.reading"] = reading = ModuleType("secondsource.reading")  # the real one would load its tables
    reading.read = read  # type: ignore[attr-defined]
    reading.sentences = SimpleNamespace(model=lambda: None)  # type: ignore[attr-defined]
    reading.tagger = SimpleNamespace(note=lambda: None)  # type: ignore[attr-defined]


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
