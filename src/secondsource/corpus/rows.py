"""Articles that another program extracted: rows of JSON lines or Parquet, by the column names that such files use.

A row needs its text; title, address, date, language, outlet and authors are taken where they are. What the row does not
say stays unknown, apart from what its words and address say by themselves: the credit, the dateline, the domain's owner.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from secondsource.errors import UnreadableInput
from secondsource.model import Article, Block, Found, Span, Stamp, make_id

#: What columns are called in the sets of extracted news that are about; the first that holds something counts.
NAMES = {
    "text": ("text", "plain_text", "maintext", "body", "content", "article", "raw_content"),
    "title": ("title", "headline", "name"),
    "url": ("url", "requested_url", "responded_url", "link", "source_url", "uri"),
    "published": ("published", "date_publish", "published_date", "publish_date", "publishing_date", "publication_date", "date", "first"),
    "language": ("language", "lang"),
    "outlet": ("outlet", "publisher", "source", "sitename", "source_domain"),
    "byline": ("byline", "authors", "author"),
}

#: A blank line, or where a text has none, any line break, parts paragraphs.
BLANK = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
LINE = re.compile(r"[^\n]+")


def article(row: Mapping[str, Any], name: str) -> Article:
    """The row as an article; raises ``UnreadableInput`` where it holds no text."""
    from secondsource.intake import credit, language, outlets, stamps
    from secondsource.intake.metadata import Facts

    given = {key: next((row[n] for n in names if row.get(n)), None) for key, names in NAMES.items()}
    body, title = str(given["text"] or "").replace("\r\n", "\n").strip(), " ".join(str(given["title"] or "").split())
    if not body:
        raise UnreadableInput(name, "no-text", "the row holds no text", f"One of these columns must: {', '.join(NAMES['text'])}")
    url = str(given["url"]) if given["url"] and str(given["url"]).startswith(("http://", "https://")) else None
    sha = hashlib.sha256(json.dumps([url, title, body]).encode()).hexdigest()
    id, text = make_id("a", sha), f"{title}\n\n{body}" if title and not body.startswith(title) else body
    blocks = paragraphs(id, text, title)
    owner, said = outlets.by_domain(url), str(given["outlet"]) if given["outlet"] else None
    outlet = Found(owner, f"the domain {outlets.host(url)}") if owner else Found(said, "the row's outlet") if said else None
    byline = tuple(str(n) for n in given["byline"]) if isinstance(given["byline"], list) else tuple(filter(None, [given["byline"]]))
    stamp = stamps.parse(day(given["published"])) if given["published"] else None
    return Article(
        id=id,
        file=name,
        url=url,
        sha256=sha,
        text=text,
        language=str(given["language"])[:2].lower() if given["language"] else language.of(body),
        blocks=blocks,
        title=title,
        byline=byline,
        outlet=outlet,
        credit=credit.credit(Facts(), outlet, byline, text, blocks),
        dateline=credit.place(text, blocks),
        published=found(stamp),
    )


def found(stamp: Stamp | None) -> Found[Stamp] | None:
    return Found(stamp, "the row's date") if stamp else None


def day(value: object) -> str:
    """A date in the words that intake reads, whatever type the column has."""
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


def paragraphs(id: str, text: str, title: str) -> tuple[Block, ...]:
    """The headline, where the text begins with the title, and the paragraphs."""
    pattern = BLANK if "\n\n" in text[len(title) + 2 if title else 0 :] else LINE
    spans = [match.span() for match in pattern.finditer(text)]
    opens = bool(title) and text[: len(title)] == title and bool(spans) and spans[0][1] == len(title)
    return tuple(
        Block("headline" if opens and n == 0 else "paragraph", Span(id, start, end))
        for n, (start, end) in enumerate(spans)
        if text[start:end].strip()
    )
