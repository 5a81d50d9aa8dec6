"""Plain text to lines: a line of the file is a line of the page, unless the file is wrapped at a fixed width."""

from __future__ import annotations

import re
from itertools import pairwise

from secondsource.intake.markup import SPECIAL, Line, Sheet, trimmed

NEWLINE = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
END_MARKS = ".!?…:;\"'”’)"
WRAP_WIDTH = (40, 100)  # a file whose lines stop between these lengths, mostly in mid-sentence, was wrapped by a program


def read(page: str) -> Sheet:
    """The lines of a text, empty ones counted in the next line's ``gap``."""
    places, at = [], 0
    for match in NEWLINE.finditer(page):
        places.append((at, match.start()))
        at = match.end()
    places.append((at, len(page)))
    groups = joined(page, places) if wrapped(page, places) else [[place] for place in places]
    sheet, gap = Sheet(page, []), 0
    for group in groups:
        if line := one(page, group):
            line.gap = gap
            sheet.lines.append(line)
            gap = 0
        else:
            gap += 1
    return sheet


def wrapped(page: str, places: list[tuple[int, int]]) -> bool:
    """Do most lines that another line follows at once stop at one width, in mid-sentence?"""
    lines = [page[a:b].rstrip() for a, b in places]
    before = [one for one, other in pairwise(lines) if one and other.strip()]
    if len(before) < 5 or max(map(len, lines)) > WRAP_WIDTH[1] + 20:
        return False
    full = [one for one in before if WRAP_WIDTH[0] <= len(one) <= WRAP_WIDTH[1] + 20 and one[-1] not in END_MARKS]
    return len(full) > 0.6 * len(before)


def joined(page: str, places: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Paragraphs of a wrapped text: lines up to an empty or an indented one."""
    groups: list[list[tuple[int, int]]] = []
    fresh = True
    for a, b in places:
        empty = not page[a:b].strip()
        if empty or fresh or page[a : a + 2] in ("  ", "\t", "- ", "* "):
            groups.append([])
        groups[-1].append((a, b))
        fresh = empty
    return groups


def one(page: str, places: list[tuple[int, int]]) -> Line | None:
    """A line from its pieces; white space joined to one space, NUL left out, all else unchanged."""
    text: list[str] = []
    runs: list[tuple[int, int, int]] = []
    size = 0

    def put(start: int, end: int) -> None:
        nonlocal size
        if start < end:
            runs.append((size, start, end - start))
            text.append(page[start:end])
            size += end - start

    for start, end in places:
        if text:
            text.append(" ")
            size += 1
        for match in SPECIAL.finditer(page, start, end):
            if match[0][0] == "&":
                continue
            put(start, match.start())
            start = match.end()
            if match[0] != "\0":
                text.append(" ")
                size += 1
        put(start, end)
    return trimmed("".join(text), runs)
