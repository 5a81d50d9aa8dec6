"""Dates on TimeML: the values of time expressions against gold, what is invented without a date, and the speed.

``python -m bench dates FOLDER_OF_TML [-o pred.jsonl] [--plain] [--held]`` reads every .tml of a folder, finds the time
expressions of its TEXT counted from its document date, and prints the measures of TempEval-3:

    strict, relaxed   F1 of the extents (equal; any overlap, one to one)
    value             relaxed F1 times the share of pairs with the very same TIMEX3 value
    calendar          of the gold that names a calendar time, the share with the right value
    weekday, month    the same for an expression that is one weekday's or one month's name
    no date           expressions that still get an interval when the document's date is taken away, and of those how many
                      neither name a year nor are counted from a time that the text itself names

The texts are parsed first, as ``secondsource`` does with every report; ``--plain`` is ``secondsource.dates``, without a parse.
``--held`` takes the third of the documents that was held out while the rules were made, ``--made`` the other two.
"""

from __future__ import annotations

import argparse
import json
import re
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from secondsource.model import TimeExpression
from secondsource.reading.dates import as_article
from secondsource.reading.times import find_times

CALENDAR = re.compile(r"\d{4}(-\d\d(-\d\d)?|-W\d\d(-\d|-WE)?|-Q\d|-H\d|-(SP|SU|FA|WI))?(T\S+)?")
WEEKDAY = re.compile(r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", re.IGNORECASE)
MONTH = re.compile(r"January|February|March|April|May|June|July|August|September|October|November|December", re.IGNORECASE)
YEAR = re.compile(r"\d{4}|\d0'?s|nineteen|thousand|century|nineties|eighties|seventies|sixties")


@dataclass(frozen=True, slots=True)
class Gold:
    """A document: its text, its date and its (start, end, type, value)."""

    name: str
    date: str
    text: str
    times: tuple[tuple[int, int, str, str], ...]


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench dates", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="folder of TimeML files (.tml)")
    parser.add_argument("-o", "--output", type=Path, help="write the predictions as JSON lines")
    parser.add_argument("--plain", action="store_true", help="without the parse that a report's reading has (fast; blunter direction)")
    parser.add_argument("--held", action="store_true", help="only the third of the documents held out")
    parser.add_argument("--made", action="store_true", help="only the two thirds the rules were made on")
    args = parser.parse_args(argv)
    documents = [read(path) for path in sorted(args.folder.glob("*.tml")) if not path.name.startswith("._")]
    if args.held or args.made:
        documents = [d for d in documents if is_held_out(d.name) == args.held]
    if not documents:
        print(f"{args.folder}: no .tml file")
        return 2
    find(documents[0], None)  # the grammar is compiled once per process
    begun = time.process_time()
    found = {d.name: find(d, d.date, not args.plain) for d in documents}
    spent = time.process_time() - begun
    if args.output:
        args.output.write_text("".join(line(d, found[d.name]) for d in documents), "utf-8")
    for name, score in measures(documents, found).items():
        print(f"{name:10}{score:6.1f}")
    resolved, loose = undated(documents)
    print(f"no date    {resolved} resolved, {loose} of them by no time that the text names")
    print(f"speed      {sum(len(d.text.split()) for d in documents) / spent:,.0f} words a second{'' if args.plain else ', parse and all'}")
    return 1 if loose else 0


def is_held_out(name: str) -> bool:
    """A third of the documents, by name, so that it never changes."""
    return zlib.crc32(name.encode()) % 3 == 0


def find(document: Gold, day: str | None, parsed: bool = False) -> tuple[TimeExpression, ...]:
    article = as_article(document.text, day)
    if not parsed:
        return find_times(article)
    from secondsource.reading.sentences import parse

    return find_times(article, parse(article))


def line(document: Gold, found: Sequence[TimeExpression]) -> str:
    times = [{"start": t.span.start, "end": t.span.end, "type": t.type, "value": t.value} for t in found]
    return json.dumps({"doc": document.name, "timexes": times}) + "\n"


# ---- measures ------------------------------------------------------------------------------------------------------


def pairs(gold: Gold, found: Sequence[TimeExpression]) -> Iterator[tuple[tuple[int, int, str, str], TimeExpression]]:
    """Gold and found one to one: equal extents first, then the largest overlap."""
    options = []
    for i, (start, end, *_) in enumerate(gold.times):
        for j, t in enumerate(found):
            overlap = min(end, t.span.end) - max(start, t.span.start)
            if overlap > 0:
                options.append(((start, end) != (t.span.start, t.span.end), -overlap, i, j))
    left, right = set(range(len(gold.times))), set(range(len(found)))
    for _, _, i, j in sorted(options):
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            yield gold.times[i], found[j]


def measures(documents: Sequence[Gold], found: dict[str, tuple[TimeExpression, ...]]) -> dict[str, float]:
    n: Counter[str] = Counter()
    for d in documents:
        n["gold"] += len(d.times)
        n["found"] += len(found[d.name])
        n["calendar"] += sum(bool(CALENDAR.fullmatch(value)) for *_, value in d.times)
        for (start, end, _, value), t in pairs(d, found[d.name]):
            right, dated = value == t.value, bool(CALENDAR.fullmatch(value))
            n["relaxed"] += 1
            n["strict"] += (start, end) == (t.span.start, t.span.end)
            n["value"] += right
            n["calendar right"] += right and dated
            for kind, words in (("weekday", WEEKDAY), ("month", MONTH)):
                if dated and words.fullmatch(d.text[start:end]):
                    n[kind] += 1
                    n[kind + " right"] += right
    f1 = {name: 200 * n[name] / (n["gold"] + n["found"]) for name in ("strict", "relaxed", "value")}
    share = {name: 100 * n[name + " right"] / n[name] for name in ("calendar", "weekday", "month") if n[name]}
    return f1 | share


def undated(documents: Sequence[Gold]) -> tuple[int, int]:
    """Without the document's date: how many expressions get an interval, and how many of those should not."""
    resolved = loose = 0
    for d in documents:
        for t in find(d, None):
            if t.interval:
                resolved += 1
                loose += not (YEAR.search(d.text[t.span.start : t.span.end]) or t.anchor or "a year named" in t.rule)
    return resolved, loose


# ---- TimeML --------------------------------------------------------------------------------------------------------


def read(path: Path) -> Gold:
    """The TEXT of a TimeML file with its TIMEX3, and the document's date; offsets into the character data."""
    root = ElementTree.fromstring(path.read_text("utf-8").lstrip("\ufeff").encode("utf-8"))
    pieces: list[str] = []
    times: list[tuple[int, int, str, str]] = []

    def walk(element: Any) -> None:
        start = sum(map(len, pieces)) if element.tag == "TIMEX3" else 0
        pieces.append(element.text or "")
        for child in element:
            walk(child)
            pieces.append(child.tail or "")
        if element.tag == "TIMEX3" and "".join(pieces)[start:].strip():
            times.append((start, sum(map(len, pieces)), element.get("type", ""), element.get("value", "")))

    walk(root.find(".//TEXT"))
    created = [t for t in root.iter("TIMEX3") if t.get("functionInDocument") in ("CREATION_TIME", "PUBLICATION_TIME")]
    first = created[0] if created else root.find(".//DCT/TIMEX3")
    return Gold(path.stem, first.get("value", "") if first is not None else "", "".join(pieces), tuple(sorted(times)))
