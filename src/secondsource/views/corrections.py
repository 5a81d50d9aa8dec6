"""What a person decided about what the program found: accept, reject, edit, undo. The original is never changed."""

from __future__ import annotations

import json
from typing import Any

from secondsource.errors import SecondSourceError
from secondsource.views.store import Store

VERDICTS = ("accept", "reject", "edit")
LONGEST = 10_000  #: characters of an edit


def correct(store: Store, target: str, verdict: str, text: str = "") -> None:
    """Lay a decision over the thing with the id ``target``; 'undo' takes the newest decision on it back."""
    if not any(
        store.db.execute(f"SELECT 1 FROM {table} WHERE id = ?", (target,)).fetchone()  # noqa: S608 - names from the line below
        for table in ("claims", "attributions", "times", "alignments", "differences", "articles", "stories")
    ):
        raise SecondSourceError(f"nothing here has the id {target[:40]}")
    if len(text) > LONGEST:
        raise SecondSourceError(f"a correction may hold {LONGEST:,} characters")
    with store.transaction():
        if verdict == "undo":
            store.db.execute(
                "UPDATE corrections SET undone = 1 WHERE n = (SELECT max(n) FROM corrections WHERE target = ? AND undone = 0)", (target,)
            )
        elif verdict in VERDICTS:
            store.db.execute("INSERT INTO corrections (target, verdict, text) VALUES (?, ?, ?)", (target, verdict, text))
        else:
            raise SecondSourceError(f"{verdict[:40]!r} is none of {', '.join(VERDICTS)}, undo")


def standing(store: Store) -> dict[str, dict[str, Any]]:
    """The newest decision on each thing that was not taken back."""
    rows = store.db.execute("SELECT n, target, verdict, text FROM corrections WHERE undone = 0 ORDER BY n")
    return {row["target"]: {"n": row["n"], "verdict": row["verdict"], "text": row["text"]} for row in rows}


def to_jsonl(store: Store) -> str:
    """Every decision ever made, one a line, undone ones marked."""
    rows = store.db.execute("SELECT n, target, verdict, text, undone FROM corrections ORDER BY n")
    return "".join(json.dumps({**dict(row), "undone": bool(row["undone"])}, ensure_ascii=False) + "\n" for row in rows)
