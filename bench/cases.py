"""Stories with answer keys: write each story's records and print the table of the scorer's measures.

``python -m bench cases ../shared/cases -o DIR`` reads the pages of every folder under CASES that has an ``expected.yaml``,
writes DIR/<case>.json, and runs ``score_cases.py`` (looked for in ``eval`` beside CASES) over them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

SUFFIXES = {".html", ".htm", ".txt", ".xhtml"}


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench cases", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", type=Path, help="folder of cases")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder for the records")
    parser.add_argument("--only", nargs="*", default=[], help="names of cases")
    parser.add_argument("--scorer", type=Path, default=None, help="score_cases.py, if it is not in ../eval of CASES")
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args(argv)
    args.output.mkdir(parents=True, exist_ok=True)
    scorer = args.scorer or args.cases.resolve().parent / "eval" / "score_cases.py"
    folders = [f for f in sorted(args.cases.iterdir()) if (f / "expected.yaml").is_file() and (not args.only or f.name in args.only)]
    if not folders:
        print(f"{args.cases}: no folder with an expected.yaml in it", file=sys.stderr)
        return 2
    faults = write_records(folders, args.output, args.workers)
    if not scorer.is_file():
        print(f"no scorer at {scorer}: the records are in {args.output}", file=sys.stderr)
        return 1
    scores = {f.name: score(scorer, f, args.output / f"{f.name}.json") for f in folders}
    print(table(scores))
    return 1 if faults else 0


def write_records(folders: list[Path], output: Path, workers: int) -> int:
    """Each case's records to ``output``; the number of pages that were not read whole."""
    from secondsource.pipeline import investigate
    from secondsource.views import records

    faults = 0
    for folder in folders:
        pages = sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES)
        start = time.perf_counter()
        report = investigate(pages, workers=workers)
        (output / f"{folder.name}.json").write_text(records.to_json(report), "utf-8")
        bad = [i for i in report.inputs if i.state != "ok"]
        faults += len(bad)
        print(f"{folder.name}: {len(report.inputs)} pages in {time.perf_counter() - start:.1f} s", *bad, file=sys.stderr)
    return faults


def score(scorer: Path, folder: Path, record: Path) -> dict[str, Any]:
    done = subprocess.run([sys.executable, str(scorer), str(folder), str(record), "--json"], capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def table(scores: dict[str, dict[str, Any]]) -> str:
    """Rows are measures, columns cases, last columns the mean over all and over all but the founding case."""
    rows: dict[str, dict[str, float]] = {}
    for case, values in scores.items():
        for name, value in flat(values):
            rows.setdefault(name, {})[case] = value
    cases = list(scores)
    others = [c for c in cases if c != "coup-2018"]
    lines = ["measure".ljust(34) + "".join(c.split("-")[0][:9].rjust(10) for c in cases) + "     macro    others"]
    for name, values in rows.items():
        cells = "".join(f"{values[c]:10.1f}" if c in values else " " * 9 + "-" for c in cases)
        lines.append(name.ljust(34) + cells + mean(values, cases) + mean(values, others))
    return "\n".join(lines)


def mean(values: dict[str, float], cases: list[str]) -> str:
    seen = [values[c] for c in cases if c in values]
    return f"{sum(seen) / len(seen):10.1f}" if seen else " " * 9 + "-"


def flat(values: dict[str, Any]) -> list[tuple[str, float]]:
    """The scorer's headlines, then every measure and count, as ('dates.value', 81.2) rows."""
    rows = [(f"= {name}", float(score)) for name, score in values["headlines"].items() if score is not None]
    for part, found in values["parts"].items():
        for name, measure in found["measures"].items():
            if measure["score"] is not None:
                rows.append((f"{part}.{name}", float(measure["score"])))
        rows += [(f"{part}.{name} (count)", float(number)) for name, number in found["numbers"].items()]
    return rows
