"""Two versions of one document: which words changed, and which claims, numbers and names changed with them."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from secondsource.model import Reading


@dataclass(frozen=True, slots=True)
class Changes:
    """What only the older and what only the newer version says. Texts are whole blocks, in the page's order."""

    gone: tuple[str, ...]
    come: tuple[str, ...]
    claims_gone: tuple[str, ...]
    claims_come: tuple[str, ...]
    numbers_gone: tuple[str, ...]
    numbers_come: tuple[str, ...]
    names_gone: tuple[str, ...]
    names_come: tuple[str, ...]


def changes(old: Reading, new: Reading) -> Changes:
    """From ``old`` to ``new``. White space alone is no change."""
    gone, come = _apart(_blocks(old), _blocks(new))
    claims = _only(_words(old, "claims"), _words(new, "claims"))
    numbers = _only(_words(old, "quantities"), _words(new, "quantities"))
    names = _only(_names(old), _names(new))
    return Changes(gone, come, *claims, *numbers, *names)


def _blocks(reading: Reading) -> list[str]:
    return [" ".join(reading.article[b.span].split()) for b in reading.article.blocks]


def _apart(old: list[str], new: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    gone: list[str] = []
    come: list[str] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            gone += old[a:b]
            come += new[c:d]
    return tuple(gone), tuple(come)


def _words(reading: Reading, kind: str) -> list[str]:
    return [" ".join(reading.article[x.span].split()) for x in getattr(reading, kind)]


def _names(reading: Reading) -> list[str]:
    return [s.name for s in reading.sources if s.kind in ("named", "organisation", "outlet")]


def _only(old: list[str], new: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What stands on one side alone, each once, in order."""
    return tuple(dict.fromkeys(x for x in old if x not in new)), tuple(dict.fromkeys(x for x in new if x not in old))
