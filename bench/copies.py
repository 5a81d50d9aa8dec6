"""How well copies are told from independent reports of the same event.

    python -m bench copies BASIL.jsonl [--pairs 300] [--seed 7]

No corpus of copies is at hand, so copies are made from a corpus of several outlets' reports on the same events (lines
with ``doc``, ``cluster``, ``outlet``, ``text``): whole; cut to the first 40 %; every tenth word dropped; 30 % of it set
inside another outlet's report of the same event. Independent pairs, the hard negatives: two outlets on one event.
Printed: recall of each kind at 1 % false positives and at the setting in use, its false positives, and how often the
direction is right where a credit says it.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from secondsource.model import Article, Block, Found, Span, make_id
from secondsource.stories.copies import copies, direction, sameness, shingled


def article(name: str, text: str, outlet: str | None = None, credit: str | None = None) -> Article:
    id = make_id("a", name)
    return Article(
        id=id, file=name, url=None, sha256="", text=text, language="en", title="", blocks=(Block("paragraph", Span(id, 0, len(text))),),
        outlet=Found(outlet, "the corpus") if outlet else None, credit=Found(credit, "the recipe") if credit else None,
    )  # fmt: skip


def made(kind: str, text: str, host: str, chance: random.Random) -> str:
    """The copy of a text."""
    words = text.split(" ")
    if kind == "cut":
        return " ".join(words[: int(0.4 * len(words))])
    if kind == "edited":
        return " ".join(word for word in words if chance.random() >= 0.1)
    if kind == "embedded":
        length = int(0.3 * len(words))
        start, around = chance.randrange(max(1, len(words) - length)), host.split(" ")
        at = chance.randrange(len(around))
        return " ".join([*around[:at], *words[start : start + length], *around[at:]])
    return text


def measure(rows: Sequence[dict[str, Any]], count: int, seed: int) -> dict[str, float]:
    chance = random.Random(seed)
    events: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        events.setdefault(row["cluster"], []).append(row)
    couples = [pair for event in events.values() for pair in combinations(event, 2)]
    taken = [couples[n % len(couples)] for n in range(count)]
    against = sorted(shared(a["text"], b["text"]) for a, b in couples)
    limit = against[min(len(against) - 1, int(0.99 * len(against)))]
    figures: dict[str, float] = {
        "negatives": len(against),
        "false_positives": 100 * sum(v >= 1 for v in against) / len(against),
        "limit_at_1": limit,
    }
    for kind in ("whole", "cut", "edited", "embedded"):
        values, right = [], 0
        for n, (a, b) in enumerate(taken):
            text = made(kind, a["text"], b["text"], chance)
            values.append(shared(a["text"], text))
            of = article("of", a["text"], outlet=a["outlet"])
            by = article(f"by{n}", text, outlet=b["outlet"], credit=a["outlet"])
            right += direction(shingled(by), shingled(of))[0].article.id == of.id
        figures[f"{kind}_at_1"] = 100 * sum(v > limit for v in values) / len(values)
        figures[f"{kind}_in_use"] = 100 * sum(v >= 1 for v in values) / len(values)
        figures[f"{kind}_direction"] = 100 * right / len(values)
    return {name: round(value, 4 if name == "limit_at_1" else 2) for name, value in figures.items()}


def shared(one: str, other: str) -> float:
    return sameness(shingled(article("one", one)), shingled(article("other", other)))


def crowd(rows: Sequence[dict[str, Any]], count: int) -> tuple[int, float]:
    """Many copies of one text: how many pairs are given, in how many CPU seconds."""
    chance, start = random.Random(3), time.process_time()
    found = copies([article(f"{n:05}", made("edited", rows[0]["text"], "", chance)) for n in range(count)])
    return len(found), time.process_time() - start


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench copies", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--crowd", type=int, default=0, metavar="N", help="time N edited copies of one text")
    args = parser.parse_args(argv)
    rows = [json.loads(line) for line in args.file.read_text("utf-8").splitlines() if line.strip()]
    for name, value in measure(rows, args.pairs, args.seed).items():
        print(f"{name:20} {value}")
    if args.crowd:
        pairs, seconds = crowd(rows, args.crowd)
        print(f"{args.crowd} copies: {pairs} pairs in {seconds:.1f} CPU s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
