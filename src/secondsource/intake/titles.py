"""The page's title: which of its lines is the headline."""

from __future__ import annotations

import re

from secondsource.intake import clutter
from secondsource.intake.extractors import key
from secondsource.intake.markup import ELEMENTS, HEADINGS, HIDDEN, Line, Sheet
from secondsource.intake.metadata import Facts

# " - Fox News", " | The New York Times", " — BBC", " :: Site": what <title> adds to the headline
SUFFIX = re.compile(r"\s+(?:[|–—·•»«:]{1,2}|-{1,2}|::|//)\s+")
FURNITURE = ELEMENTS["nav"] | ELEMENTS["footer"] | ELEMENTS["aside"] | HIDDEN
COMMON = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "and",
        "or",
        "but",
        "is",
        "are",
        "was",
        "were",
        "be",
        "as",
        "by",
        "with",
        "from",
        "that",
        "this",
        "it",
        "its",
        "he",
        "she",
        "his",
        "her",
        "they",
        "their",
        "not",
        "no",
        "have",
        "has",
        "had",
        "will",
    ]
)


def without_site(title: str, sites: list[str]) -> str:
    """The title without the site's name at its end or start."""
    parts = SUFFIX.split(title)
    if len(parts) < 2:
        return title
    known = {key(site) for site in sites} - {""}
    marks = [m.group() for m in SUFFIX.finditer(title)]
    while len(parts) > 1 and (key(parts[-1]) in known or key(parts[-1]).removesuffix("com") in known):
        parts.pop()
        marks.pop()
    if len(parts) > 1 and key(parts[0]) in known:
        parts.pop(0)
        marks.pop(0)
    return parts[0] + "".join(m + p for m, p in zip(marks, parts[1:], strict=False))


def word_set(title: str) -> frozenset[str]:
    return frozenset(map(str.lower, clutter.words(title)))


def likeness(left: frozenset[str], right: frozenset[str]) -> float:
    """Share of words two titles have in common, of the longer one's."""
    return len(left & right) / (max(len(left), len(right)) or 1)


def of_page(sheet: Sheet, facts: Facts, body: list[int]) -> tuple[int | None, str]:
    """(the headline's line, its words) of an HTML page: the heading that the page's data confirm, else the data."""
    sites = [name for name, _ in facts.publisher]
    given = [(without_site(words, sites) if how not in ("json-ld headline",) else words, how) for words, how in facts.titles]
    called = {key(site) for site in sites}
    given = [(words, how) for words, how in given if key(words) not in called] or given  # a site's name in a title's place is no title
    first_body = body[0] if body else len(sheet.lines)
    told = [word_set(words) for words, _ in given[:8]]
    best, worth = None, 0.0
    for i, line in enumerate(sheet.lines):
        heading = line.tag in HEADINGS
        if (line.where & FURNITURE and not heading) or len(line.text) > 400 or not (heading or i <= first_body + 3):
            continue
        own = word_set(line.text)
        alike = max((likeness(own, words) for words in told), default=0.0)
        score = alike + 0.3 * (line.tag == "h1") + 0.1 * heading - 0.3 * bool(line.where & FURNITURE) - 0.2 * (i > first_body + 3)
        score -= 0.5 * (line.link > 0.8 * len(line.text) and line.tag != "h1")
        if score > worth + 1e-9 and (alike >= 0.6 or (line.tag == "h1" and alike >= 0.25)):
            best, worth = i, score
    if best is not None:
        return best, sheet.lines[best].text
    headline = next((words for words, how in given if how == "json-ld headline"), None) or next(
        (words for words, how in given if how == "og:title"), None
    )
    if headline:
        return None, headline
    h1 = [
        i for i, line in enumerate(sheet.lines) if line.tag == "h1" and not line.where & FURNITURE and key(line.text) not in map(key, sites)
    ]
    if h1:
        return h1[0], sheet.lines[h1[0]].text
    title = next((words for words, how in given if how == "<title>"), "")
    return None, SUFFIX.split(title)[0] if title else ""


WHOLE_PAGE = 60  #: lines; a text of so many begins with menus, one of fewer with its headline


def of_text(lines: list[Line], body: list[int]) -> int | None:
    """The headline's line of a plain text: before the body, no sentence, near it, in its words."""
    if not body:
        return None
    content = {w.lower() for i in body[:12] for w in clutter.words(lines[i].text)} - COMMON
    best, worth = None, 0.0
    for i in range(max(0, body[0] - 25), body[0] + 1):
        text = lines[i].text
        count = len(clutter.words(text))
        if (
            not 3 <= count <= 30
            or len(text) > 220
            or text[-1] in ".,;:"
            or text[0].islower()
            or "://" in text
            or clutter.is_date_line(text)
            or clutter.is_byline(text)
        ):
            continue
        if clutter.clutter(text) or clutter.is_caption(text):
            continue
        shared = [w for w in (w.lower() for w in clutter.words(text)) if w in content]
        telling = len([w for w in (w.lower() for w in clutter.words(text)) if w not in COMMON]) or 1
        first = len(lines) < WHOLE_PAGE and (i == 0 or all(len(clutter.words(lines[j].text)) <= 2 for j in range(i)))
        score = min(1.0, len(shared) / telling) + 0.6 * first + 0.02 * i / (body[0] + 1) + 0.1 * min(len(set(shared)), 4)
        if score > worth + 1e-9 and (shared or first):
            best, worth = i, score
    return best
