"""One article to all that it says: who says what, when, and which statements of fact stand in it.

The files, in running order: `sentences` (spaCy), `quotes`.
"""

from __future__ import annotations

from collections.abc import Callable

from secondsource.model import Article, Reading
from secondsource.options import Options
from secondsource.reading.sentences import Parse
from secondsource.reading.sentences import parse as _parse


def read(article: Article, options: Options | None = None, *, parse: Callable[[Article, Options], Parse] = _parse) -> Reading:
    """Read one article; each stage can be swapped by passing a function.

    Raises ``MissingModel`` where the English model is not installed. Where the time for reading runs out,
    ``Reading.read_to`` says how far it came.
    """
    options = options or Options()
    parsed = parse(article, options)
    return Reading(article=article, sentences=parsed.sentences, read_to=parsed.read_to)
