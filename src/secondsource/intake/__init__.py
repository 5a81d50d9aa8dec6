"""Pages to articles, in running order:

names, files, warc, web, feeds (names to bytes) · decoding (bytes to text) · hints, markup, plain (text to lines that know
their places) · stamps, metadata (what the page's data say) · memo, extractors, clutter, features, surroundings, linemodel, segments,
entries, titles, blocks (which lines are the article, and what each is) · published, outlets, bylines, credit (when, by whom, whose text) ·
language · articles (all of it, joined).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from secondsource.errors import UnreadableInput
from secondsource.model import Article, Page
from secondsource.options import Options


def pages(inputs: Iterable[str | Path], options: Options = Options()) -> Iterator[Page | UnreadableInput]:  # noqa: B008 - frozen
    """The pages that the inputs hold: files, folders, '-'; what cannot be read comes as the reason why."""
    from secondsource.intake import files

    return files.read(inputs, options)


def feed(address: str, options: Options = Options()) -> Iterator[Page | UnreadableInput]:  # noqa: B008 - frozen
    """The pages that the items of a feed lead to, fetched politely."""
    from secondsource.intake import web

    return web.feed_pages(address, web.Rules(options))


def extract(page: Page, options: Options = Options()) -> Article:  # noqa: B008 - frozen
    """The article in a page. Raises ``UnreadableInput`` where there is none."""
    from secondsource.intake import articles, blocks, decoding, markup, metadata, plain

    decoded = decoding.checked(page, options)
    sheet = markup.tokenize(decoded.text) if decoded.html else plain.read(decoded.text)
    facts = metadata.read(sheet)
    draft = blocks.compose(sheet, facts)
    return articles.build(page, decoded, sheet, facts, draft)
