"""The results as DuckDB views: SQL over the Parquet files, without loading them anywhere.

Views: ``articles`` (those read, with counts of what was found), ``stories``, ``claims``, ``origins``, ``differences``,
``copies``, ``near_copies`` (MinHash neighbours, on whatever days), ``left`` (what became of every input), ``cost``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from secondsource.corpus import plan, tables
from secondsource.errors import SecondSourceError

#: view -> the folders of Parquet files it is over, and the columns that are too large to show
VIEWS: dict[str, tuple[Sequence[str], str]] = {
    "articles": (("readings/*/readings",), "EXCLUDE (record)"),
    "stories": (("gathered/*/stories", "told/*/stories"), "EXCLUDE (record)"),
    "claims": (("gathered/*/claims", "told/*/claims"), ""),
    "origins": (("gathered/*/origins", "told/*/origins"), ""),
    "differences": (("gathered/*/differences", "told/*/differences"), ""),
    "copies": (("gathered/*/copies", "told/*/copies"), ""),
    "near_copies": (("candidates/*/near",), ""),
    "left": (("articles/*/left", "once/*/left", "readings/*/left"), ""),
}


def connect(out: Path) -> Any:
    """A DuckDB connection in memory with the views of a finished run. Raises ``SecondSourceError`` where there is none."""
    try:
        import duckdb
    except ImportError as error:
        raise SecondSourceError(f"this needs {error.name}", "Install it: pip install 'secondsource[corpus]'") from error
    plan.load(out)
    if not tables.files(out, "gathered", "stories"):
        raise SecondSourceError(f"the run in {out} is not finished", "Run the same command again; it goes on where it stopped.")
    db = duckdb.connect()
    for name, (patterns, without) in VIEWS.items():
        there = [str(out / f"{pattern}.parquet") for pattern in patterns if any(out.glob(f"{pattern}.parquet"))]
        files = ", ".join("'" + file.replace("'", "''") + "'" for file in there)
        db.execute(f'CREATE VIEW "{name}" AS SELECT * {without} FROM read_parquet([{files}])')  # noqa: S608 - names of ours, quotes doubled
    logs = str(out / "log" / "*.json").replace("'", "''")
    db.execute(f"CREATE VIEW cost AS SELECT * FROM read_json('{logs}', format = 'newline_delimited')")  # noqa: S608 - quotes doubled
    return db


def answer(out: Path, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The names of the columns and the rows; raises ``SecondSourceError`` with DuckDB's words for SQL that it cannot take."""
    with connect(out) as db:  # says what to install where DuckDB is not there
        import duckdb

        try:
            found = db.execute(sql)
            return [column[0] for column in found.description], found.fetchall()
        except duckdb.Error as error:
            reason = " ".join(str(error).split("\nLINE ")[0].split())  # without its drawing of the place, which needs lines
            raise SecondSourceError(f"DuckDB: {reason.rstrip('.')}", f"The views are {', '.join(VIEWS)} and cost.") from error
