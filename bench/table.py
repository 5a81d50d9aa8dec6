"""One table of quality and speed in Markdown, with the date, the commit and the names of the corpora.

    python -m bench [--shared ../shared] [--first N] [--only articles attributions dates stories copies cases speed]

SHARED holds ``corpora`` (pages, attribution, dates, stories) and ``cases``. A corpus that is not there leaves its rows out, with
the reason. ``--first`` takes so many articles of each slow part.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import gzip
import io
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench import attribution, cases, copies, dates, measures, pages, speed, stories

Line = tuple[str, str, str, str]  #: part, measure, value, corpus
WORD = re.compile(r"\w+")
HERE = Path(__file__).parents[1]


def articles(shared: Path, first: int | None) -> Iterator[Line]:
    folder = shared / "corpora" / "pages" / "scrapinghub"
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    found = []
    for id, url, file in pages.listed(folder)[:first]:
        body = pages.ours(pages.Page(f"{id}.html", gzip.decompress(file.read_bytes()), url=url))["body"]
        found.append((WORD.findall(truth[id]["articleBody"]), WORD.findall(body)))
    yield "articles", "body, 4-word shingle F1", f"{measures.shingle_f1(found)[2]:.1f}", f"scrapinghub, {len(found)} pages"


def attributions(shared: Path, first: int | None) -> Iterator[Line]:
    known = [versions[0] for versions in attribution.read(shared / "corpora" / "attribution", "dev") if versions][:first]
    score = attribution.Score()
    for one in known:
        score.add(one, attribution.found_by_reading(attribution.article(one.stem, one.text)))
    for measure in ("content", "source+content"):
        yield "attributions", f"{measure} F1", f"{score.numbers(measure)[2]:.1f}", f"PolNeAR dev, {len(known)} articles"
    all_, _, both = score.kinds["speech cue"]
    yield "attributions", "recall of source+content, speech", f"{100 * both / (all_ or 1):.1f}", f"PolNeAR dev, {all_} attributions"


def times(shared: Path, first: int | None) -> Iterator[Line]:
    for name in ("TimeBank", "AQUAINT"):
        documents = [dates.read(p) for p in sorted((shared / "corpora" / "dates" / name).glob("*.tml")) if not p.name.startswith("._")]
        found = {d.name: dates.find(d, d.date) for d in documents}
        scores = dates.measures(documents, found)
        yield (
            "dates",
            "value F1, calendar recall",
            f"{scores['value']:.1f}, {scores['calendar']:.1f}",
            f"{name}, {len(documents)} documents",
        )


def groups(shared: Path, first: int | None) -> Iterator[Line]:
    for name in ("allsides_dev", "basil_dev", "ecb_dev"):
        rows = stories.rows(shared / "corpora" / "stories" / f"{name}.jsonl")
        given = stories.predict(rows, stories.Options(), online=False)
        gold = [row["cluster"] for row in rows]
        value = f"{measures.b_cubed(gold, given)[2]:.1f}, {measures.pairwise(gold, given)[2]:.1f}"
        yield "stories", "B-cubed F1, pairwise F1", value, f"{name}, {len(rows)} reports"


def copied(shared: Path, first: int | None) -> Iterator[Line]:
    rows = stories.rows(shared / "corpora" / "stories" / "basil_dev.jsonl")
    found = copies.measure(rows, first or 150, 7)
    kinds = ", ".join(f"{found[f'{kind}_in_use']:.1f}" for kind in ("whole", "cut", "edited", "embedded"))
    yield "copies", "recall whole, cut, edited, embedded", kinds, "made from basil_dev"
    yield "copies", "false positives, %", f"{found['false_positives']:.1f}", f"basil_dev, {found['negatives']:.0f} independent pairs"


def answered(shared: Path, first: int | None) -> Iterator[Line]:
    scorer = shared / "eval" / "score_cases.py"
    if not scorer.is_file():
        raise FileNotFoundError(f"{scorer.name} is not there")
    folders = [f for f in sorted((shared / "cases").iterdir()) if (f / "expected.yaml").is_file()][:first]
    with tempfile.TemporaryDirectory() as out, contextlib.redirect_stderr(io.StringIO()):
        cases.write_records(folders, Path(out), 1)
        scores = [cases.score(scorer, folder, Path(out) / f"{folder.name}.json") for folder in folders]
    for name in scores[0]["headlines"]:
        seen = [s["headlines"][name] for s in scores if s["headlines"].get(name) is not None]
        yield "cases", name, f"{sum(seen) / len(seen):.1f}", f"{len(seen)} cases, mean"


def speeds(shared: Path, first: int | None) -> Iterator[Line]:
    found = speed.pages_of(shared / "corpora" / "pages" / "scrapinghub", min(first or 40, 40))
    rows, ratio = speed.ours(found)
    beside, missing = speed.peers(found)
    corpus = f"scrapinghub, first {len(found)} pages"
    for row in (*rows, *beside):
        name = row.name.strip() + (" (peer)" if row in beside else "")
        yield "speed", f"{name}: articles of {speed.WORDS} words a CPU s; MB", f"{row.rate:.1f}; {row.mb:.0f}", corpus
    yield "speed", "whole path / (spaCy + tagger alone)", f"{ratio:.2f}", corpus
    for line in missing:
        yield "speed", line, "-", ""
    warm, _, cold, _ = speed.two_pages(speed.short_pages(found))
    yield "speed", "report on two pages, warm and cold, seconds", f"{warm:.2f}, {cold:.2f}", corpus


PARTS: dict[str, Callable[[Path, int | None], Iterator[Line]]] = {
    "articles": articles,
    "attributions": attributions,
    "dates": times,
    "stories": groups,
    "copies": copied,
    "cases": answered,
    "speed": speeds,
}


def commit() -> str:
    done = subprocess.run(["git", "-C", str(HERE), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return done.stdout.strip() or "no commit"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parent / "shared")
    parser.add_argument("--first", type=int, default=None)
    parser.add_argument("--only", nargs="+", choices=sorted(PARTS), default=list(PARTS))
    args = parser.parse_args(argv)
    print(f"Measured {datetime.date.today().isoformat()} at commit {commit()} with `python -m bench`.\n")
    print("| part | measure | value | corpus |\n|---|---|---|---|", flush=True)
    for name in args.only:
        try:
            for line in PARTS[name](args.shared, args.first):
                print("| " + " | ".join(line) + " |", flush=True)
        except FileNotFoundError as error:
            print(f"| {name} | left out: {error.filename or error} is not there | - | |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
