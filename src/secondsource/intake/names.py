"""Names from outside as they can safely be shown."""

from __future__ import annotations


def printable(name: str) -> str:
    """The name without characters that steer a terminal: escaped as \\x1b, bytes that are no UTF-8 as \\udc80.

    >>> printable("a\\x1b[31m")
    'a\\\\x1b[31m'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)
