"""Short makers: inputs built by hand, without a model or a file."""

from __future__ import annotations

import hashlib
from datetime import date

from secondsource.model import Article, Block, BlockKind, Found, Interval, Page, Reading, Span, Stamp


def page(text: str, file: str = "a.txt", url: str | None = None) -> Page:
    return Page(file=file, body=text.encode(), url=url)


def article(
    *blocks: str | tuple[BlockKind, str],
    file: str = "a.txt",
    outlet: str | None = None,
    credit: str | None = None,
    published: str | None = None,
) -> Article:
    """An article of the given blocks; a bare string is a paragraph. ``published`` is an ISO day."""
    pieces: list[tuple[BlockKind, str]] = [("paragraph", b) if isinstance(b, str) else b for b in blocks]
    text = "\n\n".join(words for _, words in pieces)
    id = "a" + hashlib.sha256((file + text).encode()).hexdigest()[:10]
    made, at = [], 0
    for kind, words in pieces:
        made.append(Block(kind, Span(id, at, at + len(words))))
        at += len(words) + 2
    title = next((words for kind, words in pieces if kind == "headline"), "")
    day = date.fromisoformat(published) if published else None
    return Article(
        id=id,
        file=file,
        url=None,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        language="en",
        blocks=tuple(made),
        title=title,
        outlet=Found(outlet, "given") if outlet else None,
        credit=Found(credit, "given") if credit else None,
        published=Found(Stamp(day.isoformat(), Interval(day, day)), "given") if day else None,
    )


def words(article: Article, quote: str, nth: int = 0) -> Span:
    """The span of the nth place where ``quote`` stands in the article."""
    at = -1
    for _ in range(nth + 1):
        at = article.text.index(quote, at + 1)
    return article.span(at, at + len(quote))


def reading(*blocks: str | tuple[BlockKind, str], **facts: str) -> Reading:
    return Reading(article(*blocks, **facts))  # type: ignore[arg-type]
