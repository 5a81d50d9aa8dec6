"""Lists of a store: stories and claims, filtered by facets with their counts. Values only ever travel as parameters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from secondsource.views.store import Store

PAGE = 50  #: rows of one page of a list
CHOICES = 12  #: values of a facet that are offered

#: facet -> the column that it filters by
FACETS = {
    "outlet": "a.outlet",
    "kind": "t.kind",
    "certainty": "c.certainty",
    "agreement": "l.relation",
    "year": "substr(a.first, 1, 4)",
}
FROM = (  # claims of the newest versions, each with the most telling alignment that it is in
    "FROM articles a JOIN documents d ON d.current = a.id JOIN claims c ON c.article = a.id "
    "LEFT JOIN attributions t ON t.id = c.attribution "
    "LEFT JOIN alignments l ON l.rowid = (SELECT m.rowid FROM alignment_claims k JOIN alignments m ON m.story = k.story "
    "AND m.id = k.alignment WHERE k.claim = c.id ORDER BY m.place, m.story LIMIT 1)"
)

Cube = tuple[tuple[tuple[str | None, ...], int], ...]  #: for each combination of the facets' values the number of claims


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


def cube(store: Store) -> Cube:
    """How many claims have each combination of values: from it every facet's counts follow, whatever is chosen."""
    columns = ", ".join(FACETS.values())
    places = ", ".join(str(n) for n in range(1, len(FACETS) + 1))
    rows = store.db.execute(f"SELECT {columns}, count(*) {FROM} GROUP BY {places}")
    return tuple((tuple(row)[:-1], row[-1]) for row in rows)


def claims(store: Store, chosen: Mapping[str, str], offset: int = 0, counted: Cube | None = None) -> Listing:
    """Claims that have the chosen value of every chosen facet, newest article first, in the order of its text."""
    picked = {name: value for name, value in chosen.items() if name in FACETS}
    counted = cube(store) if counted is None else counted
    where = "WHERE " + " AND ".join(f"{FACETS[name]} = ?" for name in picked) if picked else ""
    total = _count(counted, picked)
    rows = store.db.execute(
        "SELECT c.id, c.text, c.certainty, a.id AS article, a.title, a.outlet, a.file, a.first, t.source, t.kind, "
        f"l.relation, l.min, l.max, l.story {FROM} {where} ORDER BY a.first DESC, a.id, c.start, c.id LIMIT ? OFFSET ?",
        (*picked.values(), PAGE, offset),
    )
    shown = tuple(dict(r) for r in rows) if offset < total else ()
    return Listing(shown, total, offset, {name: _choices(counted, name, picked) for name in FACETS})


def _count(counted: Cube, picked: Mapping[str, str]) -> int:
    wanted = [(list(FACETS).index(name), value) for name, value in picked.items()]
    return sum(count for values, count in counted if all(values[n] == value for n, value in wanted))


def _choices(counted: Cube, name: str, picked: Mapping[str, str]) -> tuple[Choice, ...]:
    """The commonest values of one facet under the other facets' choices."""
    place = list(FACETS).index(name)
    wanted = [(list(FACETS).index(n), value) for n, value in picked.items() if n != name]
    counts: Counter[str] = Counter()
    for values, count in counted:
        here = values[place]
        if here is not None and all(values[n] == value for n, value in wanted):
            counts[here] += count
    common = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:CHOICES]
    return tuple(Choice(value, count, picked.get(name) == value) for value, count in common)


def one(store: Store, id: str) -> dict[str, Any] | None:
    """The plain row behind the id of a claim, an attribution, a time or a difference, with its article's place and words."""
    kinds = {"claims": "claim", "attributions": "attribution", "times": "time"}
    for table, kind in kinds.items():
        row = store.db.execute(f"SELECT * FROM {table} WHERE id = ?", (id,)).fetchone()  # noqa: S608 - names from the lines above
        if row:
            return {"kind": kind, **dict(row)}
    row = store.db.execute("SELECT * FROM differences WHERE id = ?", (id,)).fetchone()
    return {"kind": "difference", **dict(row)} if row else None
