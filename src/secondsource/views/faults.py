"""What can be wrong with a store, in words: files that cannot be written, damaged ones, and the check of a whole store."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from secondsource.errors import StoreError

if TYPE_CHECKING:
    from secondsource.views.store import Store

#: SQLite's name of an error -> what to do about it
CURES = {
    "SQLITE_FULL": "Free some space and run the same command again: what was done is kept.",
    "SQLITE_BUSY": "Another program is writing to it: run the same command again when it has finished.",
    "SQLITE_READONLY": "It may not be written: change its permissions, or copy it to where you may write.",
    "SQLITE_CANTOPEN": "Check that the folder is there and may be written.",
    "SQLITE_CORRUPT": "It is damaged: see secondsource doctor STORE, and take it from a backup.",
    "SQLITE_NOTADB": "It is damaged: see secondsource doctor STORE, and take it from a backup.",
    "SQLITE_PERM": "It may not be opened: change its permissions.",
}
USUAL = "Check its permissions and the free space."
REBUILD = "Cure: secondsource rebuild STORE"
FROM_BACKUP = "Cure: take the store from a backup, or add its pages to a new one"


def told(path: Path, error: Exception, doing: str) -> StoreError:
    """SQLite's error with the file's name, the free space beside it and the cure."""
    name = getattr(error, "sqlite_errorname", "") or ("SQLITE_CORRUPT" if isinstance(error, UnicodeDecodeError) else "")
    cure = next((cure for kind, cure in CURES.items() if name.startswith(kind)), USUAL)
    try:
        room = f" ({shutil.disk_usage(path.absolute().parent).free / 2**20:,.0f} MB are free there)"
    except OSError:
        room = ""
    return StoreError(f"{path} cannot be {doing}: {error}{room}", cure)


def begun(path: Path) -> bool:
    """Is it a store whose making was cut off, or one whose header is still in its journal? SQLite mends both."""
    try:
        with path.open("rb") as file:
            head = file.read(16)
        if head != b"SQLite format 3\x00" and not Path(f"{path}-journal").exists():
            return False
        db = sqlite3.connect(path.absolute().as_uri() + "?mode=rw", uri=True)
        try:
            from secondsource.views.store import APPLICATION_ID

            ours = db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            return bool(ours or not db.execute("SELECT 1 FROM sqlite_master").fetchone())
        finally:
            db.close()
    except (OSError, sqlite3.Error):
        return False


def pending(path: Path) -> bool:
    """Are there changes beside the file that are not yet in it?"""
    wal = Path(f"{path}-wal")
    return wal.exists() and wal.stat().st_size > 0


def whole(file: str, sha256: str, packed: bytes) -> bytes:
    """The page's bytes as they came; ``StoreError`` where they are damaged."""
    try:
        body = zlib.decompress(packed)
    except zlib.error as error:
        raise StoreError(f"the page {file} in the store is damaged: {error}", FROM_BACKUP) from error
    if hashlib.sha256(body).hexdigest() != sha256:
        raise StoreError(f"the page {file} in the store is not the one that was added", FROM_BACKUP)
    return body


#: table -> its key: what the content hash is taken over, corrections and feeds apart
KEYS = {
    **dict.fromkeys(("documents", "articles", "attributions", "claims", "times", "stories"), "id"),
    "inputs": "file, sha256",
    "story_articles": "story, article",
    "alignments": "story, id",
    "alignment_claims": "story, alignment, claim",
    "differences": "story, id",
    "sources": "story, id",
    "source_members": "story, source, member",
    "meta": "key",
}


def content_hash(db: sqlite3.Connection) -> str:
    """One hash over the rows of all tables, in the order of their keys."""
    from secondsource.views import packing

    total = hashlib.sha256()
    for table, key in KEYS.items():
        for row in db.execute(f"SELECT * FROM {table} ORDER BY {key}"):  # noqa: S608 - names from KEYS
            total.update(repr([packing.unpack(v) if k == "record" else v for k, v in zip(row.keys(), row, strict=True)]).encode())
    return total.hexdigest()


# ---- the whole store -----------------------------------------------------------------------------------------------

#: what must hold of every row: the words that say it, and the query that counts where it does not
ROWS = {
    "claims that are not their article's words": "SELECT count(*) FROM claims c JOIN articles a ON a.id = c.article "
    'WHERE substr(a.text, c.start + 1, c."end" - c.start) IS NOT c.text',
    "times that are not their article's words": "SELECT count(*) FROM times t JOIN articles a ON a.id = t.article "
    'WHERE substr(a.text, t.start + 1, t."end" - t.start) IS NOT t.text',
    "documents whose newest version is missing": "SELECT count(*) FROM documents WHERE current NOT IN (SELECT id FROM articles)",
    "stories with articles that are missing": "SELECT count(*) FROM story_articles WHERE article NOT IN (SELECT id FROM articles)",
}


def check(store: Store) -> Iterator[str]:
    """Everything that is wrong with the store, a line each with its cure; nothing where it is whole."""
    try:
        yield from _file(store.db)
        for what, query in ROWS.items():
            if count := store.db.execute(query).fetchone()[0]:
                yield f"{count} {what}. {REBUILD}"
        yield from _records(store)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        yield f"reading it fails: {error}. {FROM_BACKUP}"


def _file(db: sqlite3.Connection) -> Iterator[str]:
    for row in db.execute("PRAGMA integrity_check(5)"):
        if row[0] != "ok":
            yield f"{row[0]}. {FROM_BACKUP}"
    for row in db.execute("PRAGMA foreign_key_check"):
        yield f"a row of {row[0]} belongs to nothing in {row[2]}. {REBUILD}"


def _records(store: Store) -> Iterator[str]:
    """Every page and every packed record can be opened, and the page is the one that was added."""
    from secondsource.views import packing

    for row in store.db.execute("SELECT file, sha256, body, record FROM articles ORDER BY id"):
        try:
            whole(row["file"], row["sha256"], row["body"])
        except StoreError as error:
            yield str(error)
        try:
            packing.unpack(row["record"])
        except StoreError as error:
            yield f"{row['file']}: {error}"
    for row in store.db.execute("SELECT id, record FROM stories ORDER BY id"):
        try:
            packing.unpack(row["record"])
        except StoreError as error:
            yield f"story {row['id']}: {error}"
