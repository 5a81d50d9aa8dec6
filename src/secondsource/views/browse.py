"""Lists of a store: stories and claims, filtered by facets with their counts. Values only ever travel as parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from secondsource.views.store import Store

PAGE = 50  #: rows of one page of a list

#: facet -> the column that it filters by
FACETS = {
    "outlet": "a.outlet",
    "kind": "t.kind",
    "certainty": "c.certainty",
    "agreement": "l.relation",
    "year": "substr(a.first, 1, 4)",
}
FROM = (
    "FROM claims c JOIN articles a ON a.id = c.article JOIN documents d ON d.current = a.id "
    "LEFT JOIN attributions t ON t.id = c.attribution LEFT JOIN alignment_claims lc ON lc.claim = c.id "
    "LEFT JOIN alignments l ON l.id = lc.alignment AND l.story = lc.story"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet and how many claims have it."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, with the facets that narrow it."""

    rows: tuple[Mapping[str, Any], ...]
    total: int
    offset: int
    facets: dict[str, tuple[Choice, ...]]


def stories(store: Store, offset: int = 0) -> Listing:
    """Stories, newest first."""
    total = store.db.execute("SELECT count(*) FROM stories").fetchone()[0]
    rows = store.db.execute(
        "SELECT s.id, s.headline, s.first, s.last, s.articles, l.text, l.min, l.max, l.newsrooms FROM stories s "
        "LEFT JOIN alignments l ON l.story = s.id AND l.place = 0 ORDER BY s.last DESC, s.id LIMIT ? OFFSET ?",
        (PAGE, offset),
    )
    return Listing(tuple(dict(r) for r in rows), total, offset, {})


def claims(store: Store, chosen: Mapping[str, str], offset: int = 0) -> Listing:
    """Claims that have the chosen value of every chosen facet."""
    picked = {name: value for name, value in chosen.items() if name in FACETS}
    where, values = _where(picked)
    total = store.db.execute(f"SELECT count(DISTINCT c.id) {FROM} {where}", values).fetchone()[0]
    rows = store.db.execute(
        "SELECT c.id, c.text, c.certainty, a.id AS article, a.title, a.outlet, a.file, a.first, t.source, t.kind, "
        f"l.relation, l.min, l.max, l.story {FROM} {where} GROUP BY c.id ORDER BY a.first DESC, c.id LIMIT ? OFFSET ?",
        (*values, PAGE, offset),
    )
    return Listing(tuple(dict(r) for r in rows), total, offset, {name: _choices(store, name, picked) for name in FACETS})


def _choices(store: Store, name: str, picked: Mapping[str, str]) -> tuple[Choice, ...]:
    """The commonest values of one facet under the other facets' choices."""
    where, values = _where({n: v for n, v in picked.items() if n != name})
    column = FACETS[name]
    query = f"SELECT {column} AS value, count(DISTINCT c.id) AS count {FROM} {where} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 12"
    rows = store.db.execute(query, values).fetchall()
    return tuple(Choice(str(row["value"]), row["count"], picked.get(name) == str(row["value"])) for row in rows if row["value"] is not None)


def _where(picked: Mapping[str, str]) -> tuple[str, list[str]]:
    if not picked:
        return "", []
    return "WHERE " + " AND ".join(f"{FACETS[name]} = ?" for name in picked), list(picked.values())


def one(store: Store, id: str) -> dict[str, Any] | None:
    """The plain row behind the id of a claim, an attribution, a time or a difference, with its article's place and words."""
    kinds = {"claims": "claim", "attributions": "attribution", "times": "time"}
    for table, kind in kinds.items():
        row = store.db.execute(f"SELECT * FROM {table} WHERE id = ?", (id,)).fetchone()  # noqa: S608 - names from the lines above
        if row:
            return {"kind": kind, **dict(row)}
    row = store.db.execute("SELECT * FROM differences WHERE id = ?", (id,)).fetchone()
    return {"kind": "difference", **dict(row)} if row else None
