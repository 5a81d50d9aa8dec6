"""Which lines of an HTML page the extractors call the article's body.

trafilatura, resiliparse and the page's own JSON-LD are asked which words they would keep; their text is used for that
alone, for they rewrite characters. A line is kept where its letters and digits stand in theirs, in order.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from secondsource.intake.markup import Line, Sheet
from secondsource.intake.memo import remembered

NOT_LETTERS = re.compile(r"[\W_]+")
SURE = 24  #: letters; a line this long is found anywhere, a shorter one only beside its neighbours
DEPTH_LIMIT = 150  #: open elements; on deeper pages trafilatura takes seconds to minutes, and tree parsers cut text off
SIZE_LIMIT = 8_000_000  #: characters
TAG_LIMIT = 80_000
LINK_LIMIT = 6_000


@remembered
def key(text: str) -> str:
    """Letters and digits alone, for comparing texts that differ in white space and marks."""
    return NOT_LETTERS.sub("", text).casefold()


def too_much(sheet: Sheet) -> bool:
    """Is the page beyond what parsers of trees keep whole in bounded time?

    trafilatura's cost grows with the square of the links in a paragraph: 10,000 take 4 seconds, 40,000 take 27.
    """
    page = sheet.page
    return sheet.deepest > DEPTH_LIMIT or len(page) > SIZE_LIMIT or page.count("<") > TAG_LIMIT or page.count("<a ") > LINK_LIMIT


def trafilatura_text(sheet: Sheet, precision: bool = False, recall: bool = False, fast: bool = False) -> str:
    """The body by trafilatura; '' where it finds none or the page is beyond what its parser keeps whole."""
    if too_much(sheet):
        return ""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring
    from trafilatura import bare_extraction

    # huge_tree: without it lxml drops in silence all that follows 254 open elements or a text of 10 MB
    parser = HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True, collect_ids=False)
    try:
        tree = document_fromstring(without_scripts(sheet).encode("utf-8", "replace"), parser=parser)
        found = bare_extraction(
            tree, include_comments=False, with_metadata=False, favor_precision=precision, favor_recall=recall, fast=fast
        )
    except (etree.LxmlError, ValueError, AssertionError, RecursionError):
        return ""
    if found is None or isinstance(found, dict) or found.body is None:
        return ""
    return "\n".join("".join(block.itertext()) for block in found.body) or (found.text or "")


def without_scripts(sheet: Sheet) -> str:
    """The page without NUL and without scripts and styles: half of most pages, and nothing that trafilatura reads."""
    parts, at = [], 0
    for start, end in sheet.scripts:
        parts.append(sheet.page[at:start])
        at = end
    return "".join([*parts, sheet.page[at:]]).replace("\0", "")


def resiliparse_text(sheet: Sheet) -> str:
    """The main content by resiliparse; '' on pages that parsers of trees do not keep whole."""
    if too_much(sheet):
        return ""
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(sheet.page.replace("\0", ""), main_content=True, alt_texts=False, links=False))


def kept(lines: list[Line], text: str) -> list[bool]:
    """For each line: do its letters stand in ``text``, in order with its neighbours?

    Long lines are looked up first, each at the next free place; short ones must then stand between the places of the
    long lines around them.
    """
    whole = key(text)
    keys = [key(line.text) for line in lines]
    found = [-1] * len(lines)
    at = 0
    for i, letters in enumerate(keys):
        if len(letters) >= SURE:
            if has_cap(lines[i]) and letters not in whole:
                letters = letters[1:]  # extractors leave a drop cap out
            place = whole.find(letters, at)
            if place < 0 and at:
                place = whole.find(letters)
                if place >= 0 and any(keys[j] == letters for j in range(max(0, i - 400), i) if found[j] == place):
                    place = -1
            if place >= 0:
                found[i] = place
                at = place + len(letters)
    anchors = [i for i, place in enumerate(found) if place >= 0]
    at = 0
    for i, letters in enumerate(keys):
        if found[i] >= 0:
            at = found[i] + len(letters)
        elif letters and anchors and len(letters) < SURE:
            after = bisect_left(anchors, i)
            if 0 < after < len(anchors):
                end = found[anchors[after]]
                place = whole.find(letters, at, end if end >= at else at)
                if place >= 0 and place - at <= 3 * SURE:
                    found[i] = place
                    at = place + len(letters)
    return [place >= 0 for place in found]


def has_cap(line: Line) -> bool:
    """Does the line start with a letter from an element of its own?"""
    return len(line.runs) > 1 and line.runs[0][2] == 1


def opinions(sheet: Sheet, body: str) -> dict[str, list[bool]]:
    """What trafilatura (precision), resiliparse and the page's own ``articleBody`` keep of its lines."""
    found = {
        "trafilatura": kept(sheet.lines, trafilatura_text(sheet, precision=True, fast=True)),
        "resiliparse": kept(sheet.lines, resiliparse_text(sheet)),
    }
    if len(body) > 200:
        found["body"] = kept(sheet.lines, body)
    return found
