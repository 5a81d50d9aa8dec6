"""Live blogs and slide shows: pages whose text is a row of entries, each under its own time or number.

A live blog is told by its data (JSON-LD ``LiveBlogPosting``) or its title ('as it happened') together with three or more
lines that are a time of day alone; a slide show by numbered slides ('3 of 12') or by captions of its gallery. Both are
kept whole: the times as subheads, the slides' words as captions.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from secondsource.data import table
from secondsource.intake import clutter
from secondsource.intake.hints import hints
from secondsource.intake.markup import ELEMENTS, HEADINGS, HIDDEN, Line, Sheet
from secondsource.intake.metadata import Facts

LEAST = 3  #: times or slides that make a row of entries
FAR = 40  #: lines; the next entry is no further than this

# "6.40pm", "18:40", "10:05 a.m. ET", "14 Mar 18:40 GMT", "Updated at 6:40 p.m., March 14, 2024": a time of day and nothing but its day
CLOCK = re.compile(r"\b(?:[01]?\d|2[0-3])(?:[:.h][0-5]\d(?::[0-5]\d)?\s?(?:[ap]\.?\s?m\b\.?)?|\s?[ap]\.?m\b\.?)", re.I)
# "3 of 12", "3/12", "Slide 3 of 12"
NUMBER = re.compile(r"(?:slide|photo|image|picture)?\s?(\d{1,3})\s?(?:of|/)\s?(\d{1,3})", re.I)


@dataclass(slots=True)
class Entries:
    """What a row of entries changes: lines to keep, and what some of them are."""

    keep: list[bool]
    times: frozenset[int] = frozenset()  #: lines that are an entry's time
    slides: frozenset[int] = frozenset()  #: lines that are a slide's words
    numbers: frozenset[int] = frozenset()  #: lines that number a slide
    notes: list[str] = field(default_factory=list)


@functools.cache
def live_title() -> re.Pattern[str]:
    return re.compile(table("clutter.toml")["live"]["title"], re.I)


def of(sheet: Sheet, facts: Facts, keep: list[bool]) -> Entries:
    """The page's entries; what was kept before, unchanged, where it has none."""
    live = live_blog(sheet, facts, keep)
    return live or slide_show(sheet, keep) or Entries(keep)


# ---- live blogs


def is_clock(text: str) -> bool:
    """A time of day, perhaps with its day, and nothing else."""
    if len(text) > 60 or not (match := CLOCK.search(text)):
        return False
    rest = text[: match.start()] + " " + text[match.end() :]
    words = [word for word in clutter.words(rest) if not word.isdigit()]
    return clutter.is_date_line(text) or all(word.lower() in clutter.DATE_WORDS or word.isupper() for word in words)


def live_blog(sheet: Sheet, facts: Facts, keep: list[bool]) -> Entries | None:
    lines = sheet.lines
    titles = [words for words, _ in facts.titles] or [line.text for line in lines[:12]]
    if not facts.live and not any(live_title().search(title) for title in titles):
        return None
    times = row([i for i, line in enumerate(lines) if not away(line) and is_clock(line.text)], lines)
    if len(times) < LEAST:
        return None
    last = max((i for i, kept in enumerate(keep) if kept), default=times[-1])
    end = last if last > times[-1] else entry_end(lines, times[-1])
    kept = [kept or (times[0] <= i <= end and belongs(lines[i])) for i, kept in enumerate(keep)]
    for i in times:
        kept[i] = True
    note = f"a live blog of {len(times)} entries, from {lines[times[0]].text} at the top to {lines[times[-1]].text} at the end"
    return Entries(kept, times=frozenset(times), notes=[note])


def row(times: list[int], lines: Sequence[Line]) -> list[int]:
    """The times that a sentence follows before the next one, near each other."""
    found = []
    for i, after in pairwise([*times, len(lines)]):
        if any(clutter.is_sentence(lines[j].text, 5) and not away(lines[j]) for j in range(i + 1, min(after, i + FAR))):
            found.append(i)
    return found


def entry_end(lines: Sequence[Line], start: int) -> int:
    """The last line of the entry that begins at ``start``: up to the first that is clutter or stands elsewhere."""
    end = start
    while end + 1 < len(lines) and end - start < FAR and not away(lines[end + 1]) and clutter.clutter(lines[end + 1].text) is None:
        end += 1
    return end


def away(line: Line) -> bool:
    """Hidden, or in a part of the page that is no article."""
    return bool(line.where & _away())


@functools.cache
def _away() -> int:
    bits = hints()
    names = ("comments", "related", "signup", "share", "navigation", "footer", "sidebar", "advert", "unseen")
    return sum(bits[name] for name in names) | ELEMENTS["nav"] | ELEMENTS["aside"] | ELEMENTS["footer"] | ELEMENTS["form"] | HIDDEN


def belongs(line: Line) -> bool:
    """A line of an entry: a heading, or words that are no clutter and not a link alone."""
    if away(line) or clutter.clutter(line.text):
        return False
    if line.tag in HEADINGS:
        return True
    return line.link <= 0.6 * len(line.text) and (clutter.is_sentence(line.text, 3) or len(clutter.words(line.text)) >= 8 or not line.tag)


# ---- slide shows


def slide_show(sheet: Sheet, keep: list[bool]) -> Entries | None:
    lines = sheet.lines
    numbers = numbered(lines)
    if len(numbers) >= LEAST:
        step = max(after - before for before, after in pairwise(numbers))
        found = [i for i in range(numbers[0], min(len(lines), numbers[-1] + step)) if i not in numbers and is_slide(lines, i, numbers)]
    elif sheet.html:
        found = [i for i, line in enumerate(lines) if is_captioned(line) and is_slide(lines, i, [])]
        count = sum(len(clutter.words(lines[i].text)) >= 4 for i in found)
        if count < LEAST or words_of(lines, found) < words_of(lines, [i for i, kept in enumerate(keep) if kept and i not in found]):
            return None
    else:
        return None
    slides = frozenset(found)
    kept = [(kept or i in slides) and i not in numbers for i, kept in enumerate(keep)]
    return Entries(kept, slides=slides, numbers=frozenset(numbers), notes=[f"a slide show of {len(numbers) or len(found)} slides"])


def numbered(lines: Sequence[Line]) -> list[int]:
    """Lines that count slides: '1 of 6', '2 of 6', …; [] where they do not run from one on."""
    found: list[int] = []
    total = ""
    for i, line in enumerate(lines):
        if len(line.text) > 20 or away(line) or not (match := NUMBER.fullmatch(line.text.strip())):
            continue
        if int(match[1]) == len(found) + 1 and (not found or match[2] == total) and (not found or i - found[-1] <= FAR):
            found.append(i)
            total = match[2]
        elif int(match[1]) == 1 and len(found) < LEAST:
            found, total = [i], match[2]
    return found if total and len(found) >= max(LEAST, int(total) // 2) and len(found) <= int(total) else []


def is_slide(lines: Sequence[Line], i: int, numbers: list[int]) -> bool:
    """Words of a slide: not a link alone, no clutter; after the last number only beside lines as deep as a slide's."""
    line = lines[i]
    if away(line) or line.link > 0.6 * len(line.text) or len(clutter.words(line.text)) < 2 or clutter.clutter(line.text):
        return False
    return not numbers or i < numbers[-1] or line.depth == lines[numbers[0] + 1].depth


def is_captioned(line: Line) -> bool:
    """In the caption of a figure, or in what the page's classes call the caption of a gallery's picture."""
    bits = hints()
    return bool(line.where & ELEMENTS["figcaption"] or (line.where & bits["gallery"] and line.where & bits["caption"]))


def words_of(lines: Sequence[Line], places: Sequence[int]) -> int:
    return sum(len(clutter.words(lines[i].text)) for i in places)
