"""Names from outside as they can safely be shown, and characters that can deceive a reader."""

from __future__ import annotations

import re

# The characters that turn the direction of the text after them: embeddings, overrides and isolates.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# "Аda" (its first letter Cyrillic): a Cyrillic or Greek letter that looks Latin, in one word with a Latin letter.
MIXED = re.compile("[A-Za-z]['\u2019]?[\u0391-\u03c9\u0400-\u04ff]|[\u0391-\u03c9\u0400-\u04ff]['\u2019]?[A-Za-z]")
FOREIGN = re.compile("[\u0391-\u03c9\u0400-\u04ff]")
WORD = 30  #: characters around such letters that are looked at for the whole word
ASCII = bytes(range(128))


def printable(name: str) -> str:
    """The name without characters that steer a terminal: escaped as \\x1b, bytes that are no UTF-8 as \\udc80.

    >>> printable("a\\x1b[31m")
    'a\\\\x1b[31m'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def beyond_ascii(text: str) -> str:
    """The other characters alone, in their order: few on most pages, so that a look among them is quick.

    >>> beyond_ascii("café “Ada”")
    'é“”'
    """
    return text.encode("utf-8", "surrogatepass").translate(None, ASCII).decode("utf-8", "surrogatepass")


def odd(text: str, rest: str) -> list[str]:
    """Notes on characters that can make a page look like what it is not, and are kept; ``rest``: its characters beyond ASCII."""
    notes: list[str] = []
    if turning := len(TURNING.findall(rest)):
        notes.append(f"{turning} characters turn the direction of the writing: read what stands beside them with care")
    if FOREIGN.search(rest) and (mixed := MIXED.search(text)):
        start, end = mixed.span()
        before = re.search(r"\w{0,30}$", text[max(0, start - WORD) : start])
        after = re.match(r"\w{0,30}", text[end : end + WORD])
        word = (before[0] if before else "") + mixed[0] + (after[0] if after else "")
        notes.append(f"the word {word!r} mixes scripts: it may look like a name that it is not")
    return notes
