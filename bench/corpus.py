"""Corpus runs: the same stories on every engine and after kills, against a known truth; curves of time and memory.

    python -m bench corpus CORPORA -o DIR [--pages 1000] [--readings 20000] [--engines local daft ray] [--kills 10]
    python -m bench corpus CORPORA -o DIR --curve 1000 10000 100000 --signatures 10000 100000 1000000 [--plot FILE.svg]

CORPORA holds ``pages`` and ``stories``. From them a WARC set is made: reports of known events as pages, copies of them whole, cut
and edited, and pages that are alone. Its pages are read in full; then stored readings, varied from those (other names, other days,
other ids), go from the pairs stage on: the first engine does all stages, the others and the run that is killed begin with its
vectors. Everything made is kept in DIR and used again. A run's outcome is one hash over all its Parquet files.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import corpus_made, measures
from secondsource.corpus import query, stages, tables


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench corpus", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--readings", type=int, default=20_000)
    parser.add_argument("--engines", nargs="*", default=["local", "daft", "ray"])
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--curve", type=int, nargs="*", default=[], metavar="N", help="articles, from stored readings to groups")
    parser.add_argument("--signatures", type=int, nargs="*", default=[], metavar="N", help="made-up signatures, from keys to groups")
    parser.add_argument("--plot", type=Path)
    args = parser.parse_args(argv)
    out: Path = args.output.absolute()
    out.mkdir(parents=True, exist_ok=True)
    pages = read_pages(args.corpora, out, args.pages, args.workers)
    if args.curve or args.signatures:
        curves(pages, out, args.curve, args.signatures, args.plot)
        return 0
    if args.readings:
        return compared(pages, out, args)
    return 0


def read_pages(corpora: Path, out: Path, count: int, workers: int) -> Path:
    """The WARC set and the run that read it in full."""
    archive, done = out / f"pages-{count}.warc.gz", out / f"pages-{count}"
    if not archive.exists():
        corpus_made.archive(corpora, archive, count)
    if not tables.files(done, "told", "stories"):
        command(archive, done, "local", workers).wait()
        show(done, corpus_made.truth_of(archive), f"{count} pages read in full")
    return done


def compared(pages: Path, out: Path, args: argparse.Namespace) -> int:
    """Each engine's outcome, and that of a run killed again and again."""
    stored = out / f"stored-{args.readings}"
    if not stored.exists():
        corpus_made.stored(pages, stored, args.readings)
    truth, found, longest = corpus_made.truth_of(stored), {}, 72.0
    for engine in args.engines:
        done, begun = out / f"{engine}-{args.readings}", time.perf_counter()
        if engine != args.engines[0]:
            begin_from(out / f"{args.engines[0]}-{args.readings}", done)
        code = command(stored, done, engine, args.workers).wait()
        found[engine], seconds = outcome(done), time.perf_counter() - begun
        longest = max(longest, seconds) if engine == "local" else longest
        print(f"{engine:8} exit {code}, {seconds:6.0f} s wall, outcome {found[engine][:16]}", flush=True)
        show(done, truth, f"{args.readings} stored readings on {engine}")
    if args.kills:
        begin_from(out / f"{args.engines[0]}-{args.readings}", out / f"killed-{args.readings}")
        found["killed"] = killed(stored, out / f"killed-{args.readings}", args, longest / 6)
    same = len(set(found.values())) == 1
    print(f"outcomes: {'all the same' if same else 'NOT the same'} ({', '.join(found)})")
    return 0 if same else 1


def begin_from(first: Path, done: Path) -> None:
    """What another run made before its reports met, as the beginning of this one: the stages from the pairs on are its own."""
    for stage in stages.ORDER[: stages.ORDER.index("pairs")]:
        if not (done / stage).exists():
            shutil.copytree(first / stage, done / stage)
    shutil.copy(first / "plan.json", done)


def command(given: Path, out: Path, engine: str, workers: int) -> subprocess.Popen[bytes]:
    words = ["corpus", "run", str(given), "--out", str(out), "--engine", engine, "--workers", str(workers), "--quiet"]
    return subprocess.Popen([sys.executable, "-m", "secondsource.cli", *words], start_new_session=True)


def killed(stored: Path, done: Path, args: argparse.Namespace, longest: float, seed: int = 5) -> str:
    """The outcome of a run that was killed at random moments, ``longest`` seconds apart at most, and resumed each time."""
    chance, kills = random.Random(seed), 0
    while kills < args.kills:
        running = command(stored, done, "local", args.workers)
        time.sleep(chance.uniform(1.5, longest))
        if running.poll() is not None:
            break  # it was quicker than the kills
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        kills += 1
        reached = [stage for stage in stages.ORDER if (done / stage).is_dir()]
        print(f"  kill {kills}: in {reached[-1] if reached else 'the plan'}", flush=True)
    command(stored, done, "local", args.workers).wait()
    print(f"killed   {kills} times with -9 and resumed, outcome {outcome(done)[:16]}", flush=True)
    return outcome(done)


def outcome(done: Path) -> str:
    """One hash over every Parquet file of a run."""
    total = hashlib.sha256()
    for file in sorted(done.glob("*/*/*.parquet")):
        total.update(str(file.relative_to(done)).encode() + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def show(done: Path, truth: dict[str, str], title: str) -> None:
    """B-cubed against the truth, and what each stage cost."""
    told = "SELECT id, unnest(articles) AS article FROM stories"
    _, rows = query.answer(done, f"SELECT a.file, s.id FROM ({told}) s JOIN articles a ON a.id = s.article")
    given: dict[str, str] = dict(rows)
    known = sorted(file for file in given if file in truth)
    p, r, f = measures.b_cubed([truth[k] for k in known], [given[k] for k in known])
    print(f"{title}: {len(given)} articles, {len(set(given.values()))} stories of {len({truth[k] for k in known})} events")
    print(f"  B-cubed precision {p:.1f}, recall {r:.1f}, F1 {f:.1f}", flush=True)
    _, costs = query.answer(done, "SELECT stage, count(*), sum(cpu), max(bytes) FROM cost GROUP BY stage")
    for stage, pieces, cpu, size in sorted(costs, key=lambda row: stages.ORDER.index(row[0])):
        per = 1000 * cpu / max(len(given), 1)
        print(f"  {stage:11}{pieces:5} pieces {cpu:9.1f} CPU s {per:9.2f} ms an article {size / 2**20:7.0f} MB", flush=True)


# ---- curves --------------------------------------------------------------------------------------------------------


def curves(pages: Path, out: Path, articles: Sequence[int], signatures: Sequence[int], plot: Path | None) -> None:
    """Time and memory against size, each size in a process of its own, and the exponent of the growth."""
    found: dict[str, list[dict[str, Any]]] = {}
    for kind, counts in (("articles", articles), ("signatures", signatures)):
        for count in counts:
            done = subprocess.run(
                [sys.executable, "-m", "bench.corpus_made", kind, str(pages), str(out / f"curve-{kind}-{count}"), str(count)],
                check=True, capture_output=True, text=True,
            )  # fmt: skip
            row = json.loads(done.stdout.splitlines()[-1])
            found.setdefault(kind, []).append(row)
            grown = measures.exponent([(r["count"], r["cpu"]) for r in found[kind]])
            print(f"{kind:11}{count:9,} {row['cpu']:9.1f} CPU s {row['mb']:7.0f} MB at most  {row['stories']:8,} groups"
                  + (f"  exponent {grown:.2f}" if grown else ""), flush=True)  # fmt: skip
    if plot:
        plot.write_text(corpus_made.svg(found), "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
