"""How well reports are grouped into stories: B-cubed and pairwise F1 against a file of known groups.

    python -m bench stories FILE.jsonl... [--online] [--window DAYS] [--json]

Each line of FILE: ``doc``, ``cluster`` (the truth), ``text``, and where known ``title`` and ``date``.
Also ``--scale N...``: time and memory of grouping N made-up variations of the files' reports.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from secondsource.model import Article, Block, Found, Interval, Span, Stamp, make_id
from secondsource.options import Options
from secondsource.stories.groups import Stream, indexes
from secondsource.stories.groups_text import Sketch, sketch

Row = dict[str, Any]


def article(row: Row) -> Article:
    """A report of a corpus as intake would give it."""
    id, title = make_id("a", row["doc"]), row.get("title") or ""
    text = f"{title}\n\n{row['text']}" if title else row["text"]
    day = date.fromisoformat(row["date"][:10]) if row.get("date") else None
    start = len(title) + 2 if title else 0
    blocks = (Block("headline", Span(id, 0, len(title))),) if title else ()
    return Article(
        id=id, file=row["doc"], url=None, sha256="", text=text, language="en", title=title,
        blocks=(*blocks, Block("paragraph", Span(id, start, len(text)))),
        published=Found(Stamp(day.isoformat(), Interval(day, day)), "the corpus") if day else None,
    )  # fmt: skip


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def predict(found: Sequence[Row], options: Options, online: bool) -> list[int]:
    """The group of each row."""
    articles = [article(row) for row in found]
    labels = [0] * len(found)
    if online:
        stream = Stream(options)
        for i in sorted(range(len(found)), key=lambda i: (found[i].get("date") or "", found[i]["doc"])):
            labels[i] = stream.add(articles[i])
    else:
        for number, group in enumerate(indexes([sketch(a) for a in articles], options.story_window_days)):
            for i in group:
                labels[i] = number
    return labels


def scores(gold: Sequence[str], given: Sequence[int]) -> dict[str, float]:
    """B-cubed (Bagga and Baldwin 1998) and pairwise precision, recall and F1, in per cent."""
    joint, of_gold, of_given = Counter(zip(gold, given, strict=True)), Counter(gold), Counter(given)
    precision = sum(n * n / of_given[p] for (_, p), n in joint.items()) / len(gold)
    recall = sum(n * n / of_gold[g] for (g, _), n in joint.items()) / len(gold)
    together = sum(n * (n - 1) for n in joint.values())
    pairs_given, pairs_gold = (sum(n * (n - 1) for n in counts.values()) for counts in (of_given, of_gold))
    p, r = (together / pairs_given if pairs_given else 1.0), (together / pairs_gold if pairs_gold else 1.0)
    figures = {"b3_p": precision, "b3_r": recall, "b3_f1": f1(precision, recall), "pair_p": p, "pair_r": r, "pair_f1": f1(p, r)}
    return {name: round(100 * value, 2) for name, value in figures.items()}


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def variations(found: Sequence[Row], count: int, seed: int = 11) -> Iterator[Sketch]:
    """Made-up reports: a corpus' events told again with other names and numbers, on other days.

    Every event is moved to a day of its own and its names get a suffix of its own, so that the copies of an event are
    events of their own; the reports of one event keep their words in common. There are 300 reports a day, and one report in
    ten drops a tenth of its words.
    """
    chance = random.Random(seed)
    base = [sketch(article(row)) for row in found]
    events: dict[str, list[Sketch]] = {}
    for row, text in zip(found, base, strict=True):
        events.setdefault(row["cluster"], []).append(text)
    made, names = 0, sorted(events)
    for round_ in range(count):
        for name in names:
            tag = f"{round_}" if round_ else ""
            day = date(2020, 1, 1) + timedelta(days=chance.randrange(max(3, count // 300)))
            for text in events[name]:
                if made >= count:
                    return
                made += 1
                yield varied(text, tag, day, f"{made:07}", chance)


def varied(text: Sketch, tag: str, day: date, id: str, chance: random.Random) -> Sketch:
    """One report of an event told again: its marks get the tag."""
    marked = {mark.lower() for mark in text.marks}
    dropped = {word for word in text.words if chance.random() < 0.1} if chance.random() < 0.1 else set()
    words = Counter({word + tag if word in marked else word: n for word, n in text.words.items() if word not in dropped})
    pairs: Counter[str] = Counter()
    for pair, n in text.pairs.items():
        ends = pair.split(" ")
        if not dropped.intersection(ends):
            pairs[" ".join(word + tag if word in marked else word for word in ends)] += n
    return replace(text, id=id, day=day, words=words, pairs=pairs, marks=frozenset(mark + tag for mark in text.marks))


def scale(found: Sequence[Row], counts: Sequence[int]) -> None:
    """Seconds and memory for each count, and the exponent of the growth from one to the next."""
    import math

    before: tuple[int, float] | None = None
    for count in counts:
        texts = list(variations(found, count))
        start = time.process_time()
        groups = indexes(texts, Options().story_window_days)
        seconds = time.process_time() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        grown = f"  exponent {math.log(seconds / before[1]) / math.log(count / before[0]):.2f}" if before else ""
        print(f"{count:8} reports  {len(groups):7} stories  {seconds:8.1f} CPU s  {memory:5.2f} GiB at most{grown}", flush=True)
        before = (count, seconds)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench stories", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--online", action="store_true", help="one report at a time, in order of date")
    parser.add_argument("--window", type=int, default=Options().story_window_days, help="days")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--scale", type=int, nargs="+", metavar="N")
    args = parser.parse_args(argv)
    if args.scale:
        scale([row for file in args.files for row in rows(file)], args.scale)
        return 0
    for file in args.files:
        found = rows(file)
        start = time.process_time()
        figures = scores([row["cluster"] for row in found], predict(found, Options(story_window_days=args.window), args.online))
        figures["cpu_seconds"] = round(time.process_time() - start, 2)
        if args.json:
            print(json.dumps({"file": file.name, "online": args.online, **figures}))
        else:
            print(
                f"{file.name:24} {'online' if args.online else 'batch':6} "
                + "  ".join(f"{name} {value}" for name, value in figures.items())
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
