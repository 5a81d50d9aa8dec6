"""Results of a run put into a store: all of them, or the stories that a condition picks.

The archive's pages are not kept with the results, so the store gets for each article a plain page made of it, with its
title, address, outlet, authors and date as structured data: enough to read it again.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from secondsource import grouping, stories
from secondsource.corpus import plan, query, tables, telling
from secondsource.model import Article, Input, Page, Reading, Report, Story
from secondsource.options import Options
from secondsource.views import load, packing
from secondsource.views.store import Store

TAGS = {"headline": "h1", "deck": "h2", "subhead": "h3"}


def add(store: Store, out: Path, where: str = "true") -> list[Input]:
    """The stories for which ``where`` (SQL over the view ``stories``) holds, with their articles; known articles stay.

    Where the store was empty it gets the stories of the run; else all its stories are grouped anew.
    """
    options = plan.load(out).options
    _, picked = query.answer(out, f"SELECT id, articles FROM stories WHERE {where} ORDER BY id")  # noqa: S608 - the user's own SQL
    articles = {article for _, members in picked for article in members}
    empty = store.db.execute("SELECT 1 FROM articles").fetchone() is None
    done = [put(store, reading, options) for reading in readings(out, articles)]
    if empty:
        told = tuple(wanted(out, {id for id, _ in picked}, options))
        store.put_stories(Report((), tuple(r for story in told for r in story.readings), told, options))
    elif store.stale:
        grouping.group(store, options)
    return sorted(done, key=lambda i: i.file)


def put(store: Store, reading: Reading, options: Options) -> Input:
    article = reading.article
    if store.db.execute("SELECT 1 FROM articles WHERE sha256 = ? OR id = ?", (article.sha256, article.id)).fetchone():
        return Input(article.file, "duplicate", reason="duplicate", why="this article is in the store already")
    partial = article.partial is not None or reading.read_to is not None
    return store.put(page(article), Input(article.file, "partial" if partial else "ok", article.id), reading, options)


def readings(out: Path, articles: set[str]) -> Iterator[Reading]:
    for file in tables.files(out, "readings", "readings"):
        for row in tables.each(file, ("id", "record")):
            if row["id"] in articles:
                yield telling.unpack(row["record"])


def wanted(out: Path, ids: set[str], options: Options) -> Iterator[Story]:
    """The stories as they were told; those of single reports, which a run leaves out, are told now."""
    for file in (*tables.files(out, "gathered", "stories"), *tables.files(out, "told", "stories")):
        for row in tables.each(file, ("id", "articles", "record")):
            if row["id"] not in ids:
                continue
            held = list(readings(out, set(row["articles"])))
            if row["record"] is None:
                yield stories.tell(held, options)
            else:
                yield told(held, json.loads(row["record"]), options)


def told(held: Sequence[Reading], packed: dict[str, object], options: Options) -> Story:
    parts = [json.loads(telling.pack(reading, options)) for reading in held]
    return load.report({**packing.join(parts, [packed]), "inputs": []}).stories[0]


def page(article: Article) -> Page:
    """A plain page of the article: its blocks, and what is known of it as JSON-LD."""
    known = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published.value.value if article.published and not article.published.inferred else None,
        "publisher": {"@type": "Organization", "name": article.outlet.value} if article.outlet else None,
        "author": [{"@type": "Person", "name": name} for name in article.byline],
        "url": article.url,
    }
    data = json.dumps({k: v for k, v in known.items() if v}).replace("<", "\\u003c")
    parts = [(TAGS.get(b.kind, "p"), html.escape(article[b.span])) for b in article.blocks]
    body = "\n".join(f"<{tag}>{text}</{tag}>" for tag, text in parts)
    head = f'<meta charset="utf-8"><title>{html.escape(article.title)}</title><script type="application/ld+json">{data}</script>'
    text = f"<!DOCTYPE html><html><head>{head}</head><body><article>\n{body}\n</article></body></html>"
    return Page(article.file, text.encode("utf-8", "replace"), url=article.url)
