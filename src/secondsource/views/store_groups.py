"""By what the reports of a store meet: kept by each grouping, asked for when reports are added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondsource.views.store import Store

FRESH = "SELECT current FROM documents WHERE current NOT IN (SELECT article FROM story_articles) ORDER BY current"
GONE = "SELECT article FROM story_articles WHERE article NOT IN (SELECT current FROM documents) ORDER BY article"

Key = tuple[int, str, str, float]  #: hash of a feature, the report's day ('' where it has none), its id, the feature's weight in it


@dataclass(frozen=True, slots=True)
class Weighed:
    """In how many texts words and pairs stood at the last grouping of all reports."""

    texts: int
    since: int  #: reports placed since then
    seen: bytes


def weighed(store: Store) -> Weighed | None:
    """None where the store was never grouped whole by a version that keeps it."""
    row = store.db.execute("SELECT texts, since, seen FROM weights").fetchone()
    return Weighed(*row) if row else None


def keep(store: Store, texts: int, seen: bytes, keys: Iterable[Key]) -> None:
    """Replace what is kept, after all reports were grouped. Inside a transaction."""
    store.db.execute("INSERT OR REPLACE INTO weights VALUES (1, ?, 0, ?)", (texts, seen))
    store.db.execute("DELETE FROM article_keys")
    store.db.executemany("INSERT OR IGNORE INTO article_keys VALUES (?, ?, ?, ?)", keys)


def place(store: Store, keys: Sequence[Key], gone: Sequence[str]) -> None:
    """Keep the keys of reports that were placed, and forget those of older versions. Inside a transaction."""
    store.db.executemany("DELETE FROM article_keys WHERE article = ?", [(id,) for id in gone])
    store.db.executemany("INSERT OR IGNORE INTO article_keys VALUES (?, ?, ?, ?)", keys)
    store.db.execute("UPDATE weights SET since = since + ?", (len({article for _, _, article, _ in keys}) + len(gone),))


def forget(store: Store) -> None:
    """All stories must be grouped anew."""
    store.db.execute("DELETE FROM weights")
    store.db.execute("DELETE FROM article_keys")


def changed(store: Store) -> tuple[list[str], list[str]]:
    """The newest versions that are in no story, and the older ones that still are."""
    return [row[0] for row in store.db.execute(FRESH)], [row[0] for row in store.db.execute(GONE)]


def holders(store: Store, key: Key, most: int) -> list[Key]:
    """The reports that hold a feature, the nearest before and after in order of day and id, at most so many on each side."""
    before = "SELECT * FROM article_keys WHERE feature = ? AND (day, article) < (?, ?) ORDER BY day DESC, article DESC LIMIT ?"
    after = "SELECT * FROM article_keys WHERE feature = ? AND (day, article) > (?, ?) ORDER BY day, article LIMIT ?"
    rows = (row for query in (before, after) for row in store.db.execute(query, (*key[:3], most)))
    return [(row["feature"], row["day"], row["article"], row["weight"]) for row in rows]


def stories_of(store: Store, articles: Iterable[str]) -> dict[str, frozenset[str]]:
    """The stories in which some articles stand, each with all its articles."""
    ids = {row[0] for id in articles for row in store.db.execute("SELECT story FROM story_articles WHERE article = ?", (id,))}
    query = "SELECT article FROM story_articles WHERE story = ?"
    return {id: frozenset(row[0] for row in store.db.execute(query, (id,))) for id in sorted(ids)}
