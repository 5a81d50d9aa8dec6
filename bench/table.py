"""One table of quality and speed in Markdown, with the date, the commit, the names of the corpora and peers' figures beside ours.

    python -m bench [--shared ../shared] [--lines pred.jsonl] [--keep FILE.json] [--only articles attributions dates …] [--first N]

SHARED holds ``corpora`` (pages, attribution, dates, stories), ``cases`` and ``eval``. A corpus that is not there leaves its rows
out, with the reason. With ``--keep`` what was measured is kept in a file, and with ``--only`` too the other parts are printed from
there, each with its own date and commit. ``--lines`` is what ``bench lines --folds 5`` wrote in half an hour. ``--first`` takes so many
articles of each slow part. Peers' figures of quality are those of ``bench/peers.toml``; those of speed are measured in the same run,
where the peers are installed.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import functools
import gzip
import io
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import attribution, cases, copies, dates, measures, pages, speed, stories
from secondsource.model import Page
from secondsource.options import Options
from training.attribution.corpus import read

Line = tuple[str, str, str, str]  #: measure, ours, peers', corpus
WORD = re.compile(r"\w+")
HERE = Path(__file__).parents[1]


@functools.cache
def peers() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "peers.toml").read_text("utf-8"))


def line(part: str, measure: str, value: str, corpus: str, key: str = "") -> Line:
    return measure, value, peers().get(part, {}).get(key or measure, ""), corpus


# ---- quality -------------------------------------------------------------------------------------------------------


def opened(file: Path) -> bytes:
    raw = file.read_bytes()
    return gzip.decompress(raw) if file.suffix == ".gz" else raw


def articles(shared: Path, first: int | None) -> Iterator[Line]:
    folder = shared / "corpora" / "pages" / "scrapinghub"
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    found = []
    for id, url, file in pages.listed(folder)[:first]:
        body = pages.ours(Page(f"{id}.html", opened(file), url=url))["body"]
        found.append((WORD.findall(truth[id]["articleBody"]), WORD.findall(body)))
    corpus = f"scrapinghub, {len(found)} pages; the model that chooses lines was trained on them"
    yield line("articles", "body F1", f"{measures.shingle_f1(found)[2]:.1f}", corpus)
    yield from heads(shared / "corpora" / "pages" / "metadata", first)


def heads(folder: Path, first: int | None) -> Iterator[Line]:
    """Title, day and authors beside what trafilatura says of the same pages."""
    gold = [json.loads(row) for row in (folder / "gold.jsonl").read_text("utf-8").splitlines()][:first]
    given = [Page(f"{row['id']}.html", opened(folder / row["file"]), url=row.get("url")) for row in gold]
    said = []
    for tool in (pages.ours, pages.trafilatura):
        found = list(zip(gold, map(tool, given), strict=True))
        known = [(row, f) for row, f in found if row.get("authors")]
        said.append((
            measures.titles([(row.get("title", ""), f["title"]) for row, f in found]),
            measures.days([(row.get("date", ""), f["date"]) for row, f in found])[0],
            measures.authors([(row["authors"], f["authors"]) for row, f in known])[1][2],
        ))  # fmt: skip
    for name, ours, theirs in zip(("title right", "day right", "authors F1"), *said, strict=True):
        yield name, f"{ours:.1f}", f"trafilatura {theirs:.1f}", f"metadata, {len(gold)} pages"


def bare(shared: Path, first: int | None, found: Path | None) -> Iterator[Line]:
    """Lines of bare text, each page judged by a model that never saw its site: what ``bench lines --folds 5`` wrote to ``found``."""
    folder, scorer = shared / "corpora" / "pages" / "scrapinghub", shared / "eval" / "eval_plaintext.py"
    if not found or not found.is_file():
        raise FileNotFoundError(2, "no such file", "the file of `python -m bench lines --folds 5` (give it as --lines)")
    if not scorer.is_file():
        raise FileNotFoundError(2, "no such file", scorer.name)
    cut = subprocess.run([sys.executable, str(scorer), "lines", str(folder)], capture_output=True, text=True, check=True).stdout
    lines = {row["id"]: row["lines"] for row in map(json.loads, cut.splitlines())}
    keep = {row["id"]: row["keep"] for row in map(json.loads, found.read_text("utf-8").splitlines())}
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    bodies = [truth[id]["articleBody"] for id in lines]
    gold = [measures.article_lines(lines[id], body) for id, body in zip(lines, bodies, strict=True)]
    texts = [" ".join(words for words, k in zip(lines[id], keep[id], strict=True) if k) for id in lines]
    value = measures.shingle_f1([(WORD.findall(body), WORD.findall(text)) for body, text in zip(bodies, texts, strict=True)])[2]
    kept = measures.kept_lines([(known, list(map(bool, keep[id]))) for id, known in zip(lines, gold, strict=True)])
    corpus = f"scrapinghub, {len(lines)} pages, five folds by site"
    yield line("bare text", "body F1", f"{value:.1f}", corpus)
    yield line("bare text", "line F1", f"{kept[2]:.1f}", corpus)


def attributions(shared: Path, first: int | None) -> Iterator[Line]:
    known = [versions[0] for versions in read(shared / "corpora" / "attribution", "dev") if versions][:first]
    if not known:
        raise FileNotFoundError(2, "no such file", "attribution")
    score = attribution.Score()
    for one in known:
        score.add(one, attribution.found_by_reading(attribution.article(one.stem, one.text)))
    for measure in ("content", "source+content"):
        yield line("attributions", f"{measure} F1", f"{score.numbers(measure)[2]:.1f}", f"PolNeAR dev, {len(known)} articles")
    all_, _, both = score.kinds["speech cue"]
    yield line("attributions", "recall of source+content, speech", f"{100 * both / (all_ or 1):.1f}", f"PolNeAR dev, {all_} attributions")


def times(shared: Path, first: int | None) -> Iterator[Line]:
    for name in ("TimeBank", "AQUAINT"):
        folder = shared / "corpora" / "dates" / name
        documents = [dates.read(p) for p in sorted(folder.glob("*.tml")) if not p.name.startswith("._")][:first]
        if not documents:
            raise FileNotFoundError(2, "no such file", name)
        scores = dates.measures(documents, {d.name: dates.find(d, d.date, parsed=True) for d in documents})
        corpus = f"{name}, {len(documents)} documents"
        yield line("dates", "value F1", f"{scores['value']:.1f}", corpus, f"value F1, {name}")
        yield line("dates", "strict, relaxed F1; calendar recall", "{strict:.1f}, {relaxed:.1f}; {calendar:.1f}".format(**scores), corpus)


def groups(shared: Path, first: int | None) -> Iterator[Line]:
    for name in ("allsides_dev", "basil_dev", "ecb_dev"):
        rows = stories.rows(shared / "corpora" / "stories" / f"{name}.jsonl")
        given = stories.predict(rows, Options(), online=False)
        gold = [row["cluster"] for row in rows]
        value = f"{measures.b_cubed(gold, given)[2]:.1f}, {measures.pairwise(gold, given)[2]:.1f}"
        measure = "B-cubed F1, pairwise F1"
        yield line("stories", measure, value, f"{name}, {len(rows)} reports", f"{measure}, {name}")


def copied(shared: Path, first: int | None) -> Iterator[Line]:
    rows = stories.rows(shared / "corpora" / "stories" / "basil_dev.jsonl")
    found = copies.measure(rows, first or 150, 7)
    kinds = ", ".join(f"{found[f'{kind}_in_use']:.1f}" for kind in ("whole", "cut", "edited", "embedded"))
    yield line("copies", "recall whole, cut, edited, embedded", kinds, "made from basil_dev")
    yield line("copies", "false positives, %", f"{found['false_positives']:.1f}", f"basil_dev, {found['negatives']:.0f} independent pairs")


def answered(shared: Path, first: int | None) -> Iterator[Line]:
    scorer = shared / "eval" / "score_cases.py"
    if not scorer.is_file():
        raise FileNotFoundError(2, "no such file", scorer.name)
    folders = [f for f in sorted((shared / "cases").iterdir()) if (f / "expected.yaml").is_file()][:first]
    with tempfile.TemporaryDirectory() as out, contextlib.redirect_stderr(io.StringIO()):
        cases.write_records(folders, Path(out), 1)
        scores = [cases.score(scorer, folder, Path(out) / f"{folder.name}.json") for folder in folders]
    for name, value in headlines(scores).items():
        yield line("cases", name, f"{value:.1f}", f"{len(folders)} cases, mean")


def headlines(scores: Sequence[dict[str, Any]]) -> dict[str, float]:
    """The mean of each headline of the scorer over the cases that have it."""
    names = list(scores[0]["headlines"]) if scores else []
    seen = {name: [s["headlines"][name] for s in scores if s["headlines"].get(name) is not None] for name in names}
    return {name: sum(values) / len(values) for name, values in seen.items() if values}


# ---- speed ---------------------------------------------------------------------------------------------------------


def speeds(shared: Path, first: int | None) -> Iterator[Line]:
    found = speed.pages_of(shared / "corpora" / "pages" / "scrapinghub", min(first or 40, 40))
    rows, ratio = speed.ours(found)
    beside, missing = speed.peers(found)
    corpus = f"scrapinghub, first {len(found)} pages"
    for row in rows:
        yield f"{row.name.strip()}: articles of {speed.WORDS} words a CPU second", f"{row.rate:.1f} ({row.mb:.0f} MB)", "", corpus
    for row in beside:
        yield f"peers' chain: {row.name}", "", f"{row.rate:.1f} ({row.mb:.0f} MB); {row.note}", corpus
    for words in missing:
        yield "peers' chain", "", words, ""
    yield "whole path / (spaCy + tagger alone), CPU time", f"{ratio:.2f}", "", corpus
    warm, warm_cpu, cold, cold_cpu = speed.two_pages(speed.usual_pages(found))
    yield "report on two pages, warm process", f"{warm:.2f} s ({warm_cpu:.2f} CPU s)", "", corpus
    start = "the tools chained: 10 s to start, then 1.9 CPU s an article"
    yield "report on two pages, cold start of the command", f"{cold:.2f} s ({cold_cpu:.2f} CPU s)", start, corpus


PARTS: dict[str, Callable[[Path, int | None], Iterator[Line]]] = {
    "articles": articles,
    "bare text": functools.partial(bare, found=None),
    "attributions": attributions,
    "dates": times,
    "stories": groups,
    "copies": copied,
    "cases": answered,
    "speed": speeds,
}


# ---- the table -----------------------------------------------------------------------------------------------------


def commit() -> str:
    done = subprocess.run(["git", "-C", str(HERE), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return done.stdout.strip() or "no commit"


def measured(name: str, shared: Path, first: int | None, lines: Path | None) -> list[Line]:
    try:
        return list(bare(shared, first, lines) if name == "bare text" else PARTS[name](shared, first))
    except (FileNotFoundError, ImportError) as error:
        missing = error.filename if isinstance(error, FileNotFoundError) else error.name
        return [(f"left out: {missing or error} is not there", "", "", "")]


def table(kept: dict[str, dict[str, Any]]) -> str:
    """The parts as one Markdown table; parts of one date and commit are told so once."""
    stamps = sorted({(part["date"], part["commit"]) for part in kept.values()})
    date, where = stamps[-1]
    rows = [
        f"Measured {date} at commit {where} with `python -m bench`.",
        "",
        "| part | measure | ours | others | corpus |",
        "|---|---|---|---|---|",
    ]
    for name in (n for n in PARTS if n in kept):
        part = kept[name]
        own = "" if (part["date"], part["commit"]) == stamps[-1] else f" ({part['date']}, {part['commit']})"
        rows += ["| " + " | ".join((name + own, *row)) + " |" for row in part["lines"]]
    return "\n".join(rows)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parent / "shared")
    parser.add_argument("--lines", type=Path, default=None, metavar="pred.jsonl")
    parser.add_argument("--first", type=int, default=None)
    parser.add_argument("--only", nargs="*", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--keep", type=Path, default=None, metavar="FILE.json")
    args = parser.parse_args(argv)
    kept: dict[str, dict[str, Any]] = json.loads(args.keep.read_text("utf-8")) if args.keep and args.keep.is_file() else {}
    for name in args.only:
        stamp = {"date": datetime.date.today().isoformat(), "commit": commit()}
        kept[name] = {**stamp, "lines": measured(name, args.shared, args.first, args.lines)}
        print(f"{name} measured", file=sys.stderr, flush=True)
        if args.keep:
            args.keep.write_text(json.dumps(kept, indent=1), "utf-8")
    print(table(kept) if kept else "nothing measured yet")
    return 0


if __name__ == "__main__":
    sys.exit(main())
