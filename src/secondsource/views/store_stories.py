"""The stories of a store: written in one transaction, known again when they grow, and read without opening every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from secondsource.model import Report, Story, make_id
from secondsource.options import Options
from secondsource.views import leading, packing, records, store_groups

if TYPE_CHECKING:
    from secondsource.views.store import Store

#: what is written of a story, the tables that refer to others first
TABLES = ("source_members", "sources", "differences", "alignment_claims", "alignments", "story_articles")

Known = dict[str, frozenset[str]]  #: story id -> ids of its articles


def known(store: Store) -> Known:
    """The stories as they stand."""
    found: dict[str, set[str]] = {}
    for row in store.db.execute("SELECT story, article FROM story_articles ORDER BY story, article"):
        found.setdefault(row["story"], set()).add(row["article"])
    return {id: frozenset(articles) for id, articles in found.items()}


def nothing() -> None:
    """Nothing else is written."""


def put(
    store: Store,
    stories: Sequence[Story],
    grouped: frozenset[str],
    kept: Mapping[str, frozenset[str]],
    told: str,
    also: Callable[[], None] = nothing,
) -> tuple[Story, ...] | None:
    """Write ``stories`` in the place of all but those ``kept``, and ``also`` what belongs to them; a story that grew keeps its id.

    ``grouped`` are the articles that were grouped: stories stay stale where another program added some meanwhile.
    ``told`` names the program that tells them. None, and nothing written, where the kept stories are no longer as they were.
    """
    with store.transaction():
        before = known(store)
        if any(before.get(id) != articles for id, articles in kept.items()):
            return None
        old = {id: articles for id, articles in before.items() if id not in kept}
        named = keep_ids(stories, old, kept)
        _delete(store, [row["id"] for row in store.db.execute("SELECT id FROM stories").fetchall() if row["id"] not in kept])
        for story in named:
            _put(store, story)
        also()
        current = {row["current"] for row in store.db.execute("SELECT current FROM documents")}
        for key, value in (("stories", "fresh" if current == grouped else "stale"), ("told", told)):
            store.db.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value))
    return named


def put_some(store: Store, stories: Sequence[Story], replaced: Known, also: Callable[[], None] = nothing) -> tuple[Story, ...] | None:
    """Write ``stories`` in the place of those ``replaced``, and ``also`` what belongs to them; all others stay as they are.

    None, and nothing written, where a replaced story is no longer as it was, or one of the reports stands in another.
    """
    with store.transaction():
        now = store_groups.stories_of(store, [id for articles in replaced.values() for id in articles])
        members = [(id,) for id in sorted({r.article.id for story in stories for r in story.readings})]
        elsewhere = store_groups.stories_of(store, [id for (id,) in members])
        if now != dict(sorted(replaced.items())) or not elsewhere.keys() <= replaced.keys():
            return None
        named = keep_ids(stories, replaced, _taken(store, stories, replaced))
        _delete(store, replaced)
        for story in named:
            _put(store, story)
        also()
        waiting, gone = store_groups.changed(store)
        store.db.execute("UPDATE meta SET value = ? WHERE key = 'stories'", ("stale" if waiting or gone else "fresh",))
    return named


def _taken(store: Store, stories: Sequence[Story], replaced: Known) -> frozenset[str]:
    """The ids that new stories would have of their own and that other stories have."""
    taken, pending = set(), [story.id for story in stories]
    while pending:
        id = pending.pop()
        if id not in replaced and id not in taken and store.db.execute("SELECT 1 FROM stories WHERE id = ?", (id,)).fetchone():
            taken.add(id)
            pending.append(make_id("y", id))
    return frozenset(taken)


def _delete(store: Store, ids: Iterable[str]) -> None:
    gone = [(id,) for id in ids]
    for table in TABLES:
        store.db.executemany(f"DELETE FROM {table} WHERE story = ?", gone)  # noqa: S608 - names from TABLES
    store.db.executemany("DELETE FROM stories WHERE id = ?", gone)


def told(store: Store) -> str:
    """Which program, with which options, told the stories; empty where they must be told anew."""
    row = store.db.execute("SELECT value FROM meta WHERE key = 'told'").fetchone()
    return str(row[0]) if row else ""


def keep_ids(stories: Sequence[Story], known: Mapping[str, frozenset[str]], kept: Collection[str] = ()) -> tuple[Story, ...]:
    """Each known id goes to the story that has most of its articles; a story that is new has its own.

    Where another story grew under the id that would be a new one's own, or one that is ``kept`` did, the new one gets the next.
    """
    was = {article: id for id, articles in known.items() for article in articles}
    shared: list[tuple[int, str, int]] = []
    for n, story in enumerate(stories):
        counts = Counter(was[r.article.id] for r in story.readings if r.article.id in was)
        shared += [(-count, id, n) for id, count in counts.items()]
    taken: dict[int, str] = {}
    used: set[str] = set(kept)
    for _, id, n in sorted(shared):
        if n not in taken and id not in used:
            taken[n] = id
            used.add(id)
    for n, story in enumerate(stories):
        if n not in taken:
            id = story.id
            while id in used:
                id = make_id("y", id)
            taken[n] = id
            used.add(id)
    return tuple(replace(story, id=taken[n]) for n, story in enumerate(stories))


def pack(story: Story) -> dict[str, Any]:
    """The story as a record, with the sources and chains that it alone needs."""
    whole = records.records(Report((), story.readings, (story,), Options()))
    record = whole["stories"][0]
    return {"story": record, "sources": packing.sources_of(record, whole), "chains": packing.chains_of(record, whole)}


def _put(store: Store, story: Story) -> None:
    days = sorted(str(d) for r in story.readings if r.article.published and (d := r.article.published.value.interval.first))
    ids = [r.article.id for r in story.readings]
    packed = pack(story)
    row = (story.id, story.headline, days[0] if days else None, days[-1] if days else None, len(ids), packing.pack(packed))
    store.db.execute("INSERT INTO stories VALUES (?, ?, ?, ?, ?, ?)", row)
    store.db.executemany("INSERT INTO story_articles VALUES (?, ?)", [(story.id, id) for id in ids])
    texts = {r.article.id: r.article for r in story.readings}
    store.db.executemany(
        "INSERT OR IGNORE INTO alignments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(x.id, story.id, n, texts[x.claims[0].article][x.claims[0].span], x.relation, len({c.article for c in x.claims})),
                *(len(x.newsrooms), x.origins.min, x.origins.max, x.origins.why, int(x.circular)),
            )
            for n, x in enumerate(leading.lead_first(story).alignments)
        ],
    )
    pairs = [(story.id, x.id, c.id) for x in story.alignments for c in x.claims]
    store.db.executemany("INSERT OR IGNORE INTO alignment_claims VALUES (?, ?, ?)", pairs)
    store.db.executemany(
        "INSERT OR IGNORE INTO differences VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (d.id, story.id, d.kind, d.verdict, texts[d.left.article][d.left], texts[d.right.article][d.right], d.says)
            for d in story.differences
        ],
    )
    put_sources(store, story.id, packed["sources"])


def put_sources(store: Store, story: str, sources: Sequence[Mapping[str, Any]]) -> None:
    """The story's sources as plain rows, with the sources of single reports that each is made of."""
    rows = [(story, s["id"], s["name"], s["kind"], s["count"]["min"], s["count"]["max"]) for s in sources]
    store.db.executemany("INSERT OR IGNORE INTO sources VALUES (?, ?, ?, ?, ?, ?)", rows)
    members = [(story, s["id"], member) for s in sources for member in s["members"]]
    store.db.executemany("INSERT OR IGNORE INTO source_members VALUES (?, ?, ?)", members)


def place(store: Store, id: str) -> tuple[str | None, str | None]:
    """The story and the article in which the thing with this id stands; None where it stands in none."""
    for table in ("claims", "attributions", "times"):
        if row := store.db.execute(f"SELECT article FROM {table} WHERE id = ?", (id,)).fetchone():  # noqa: S608 - names above
            return _story_of(store, row["article"]), row["article"]
    if store.db.execute("SELECT 1 FROM articles WHERE id = ?", (id,)).fetchone():
        return _story_of(store, id), id
    for table, key in (("stories", "id"), ("alignments", "id"), ("differences", "id"), ("sources", "id"), ("source_members", "member")):
        column = "id" if table == "stories" else "story"
        query = f"SELECT {column} AS story FROM {table} WHERE {key} = ? ORDER BY 1 LIMIT 1"  # noqa: S608 - names above
        if row := store.db.execute(query, (id,)).fetchone():
            return row["story"], None
    return None, None


def _story_of(store: Store, article: str) -> str | None:
    row = store.db.execute("SELECT story FROM story_articles WHERE article = ? ORDER BY story LIMIT 1", (article,)).fetchone()
    return row["story"] if row else None
