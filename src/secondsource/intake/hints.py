"""What the class names of elements say about the text inside: bits of ``Line.where``, from data/clutter.toml.

Names are compared in small letters, so the patterns there are written in these.
"""

from __future__ import annotations

import functools
import re

from secondsource.data import table


@functools.cache
def hints() -> dict[str, int]:
    """Names of class hints ('comments', 'byline') to their bit in ``Line.where``."""
    return {name: 1 << (13 + i) for i, name in enumerate(table("clutter.toml")["hints"])}


@functools.cache
def patterns() -> tuple[tuple[int, re.Pattern[str]], ...]:
    bits = hints()
    return tuple((bits[name], re.compile(words)) for name, words in table("clutter.toml")["hints"].items())


@functools.cache
def any_hint() -> re.Pattern[str]:
    """All the patterns as one: most class names match none, and one search tells."""
    return re.compile("|".join(table("clutter.toml")["hints"].values()))


@functools.lru_cache(maxsize=1 << 16)
def name_bits(name: str) -> int:
    """What one class name says: 'article__byline' says byline."""
    name = name.lower()
    if not any_hint().search(name):
        return 0
    return sum(bit for bit, pattern in patterns() if pattern.search(name))
