"""A project as one SQLite file: documents and all they yield in, reports out.

A document and all that it yields are one transaction, so a store that was cut off at any moment holds whole documents
only; the same pages added again end as the same store. Stories are written in one transaction of their own, and marked
stale by every document that comes after.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from secondsource.errors import SecondSourceError, StoreError
from secondsource.model import Article, Found, Input, Interval, Page, Reading, Report, Stamp, Story, make_id
from secondsource.options import Options
from secondsource.views import faults, load, packing, store_groups, store_stories

APPLICATION_ID = 0x53534F31  #: 'SSO1', in the file's header: what makes a SQLite file one of ours
VERSION = 3  #: of the schema, in user_version
READABLE = 2  #: the oldest version that is read as it is; what came after serves writing only
WAIT_SECONDS = 10.0  #: for another writer to finish


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found, with the words around the match in ⟦ ⟧."""

    article: str
    title: str
    outlet: str | None
    first: str | None
    snippet: str


def is_store(path: Path) -> bool:
    """Is it a SQLite file with our application id? Reads the header only."""
    try:
        if not path.is_file():  # a pipe would be waited for
            return False
        with path.open("rb") as file:
            head = file.read(72)
    except OSError:
        return False
    return head[:16] == b"SQLite format 3\x00" and int.from_bytes(head[68:72], "big") == APPLICATION_ID


class Store:
    """An open project. Use it as a context manager."""

    def __init__(self, path: Path | str, *, create: bool = False, read_only: bool = False):
        self.path = Path(path)
        if not self.path.exists() and not create:
            raise StoreError(f"{self.path} does not exist", f"Make it with: secondsource add {self.path} PAGES…")
        if self.path.exists() and self.path.stat().st_size and not is_store(self.path) and not faults.begun(self.path):
            raise StoreError(f"{self.path} is not a store of this program", "Give another name for the store.")
        try:
            self.db = self._connect(read_only)
            self._prepare(read_only)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise faults.told(self.path, error, "opened") from error

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        self.db.close()

    def _connect(self, read_only: bool) -> sqlite3.Connection:
        if not read_only:
            return self._open("mode=rwc")
        try:
            db = self._open("mode=ro")
            db.execute("PRAGMA user_version").fetchone()
        except sqlite3.OperationalError:  # in a folder that may not be written SQLite cannot make its shared memory,
            if faults.pending(self.path):  # and needs none, for nobody can change the store there either
                raise
            db = self._open("mode=ro&immutable=1")
        return db

    def _open(self, how: str) -> sqlite3.Connection:
        uri = f"{self.path.absolute().as_uri()}?{how}"
        db = sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False)
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = NORMAL")
        return db

    def _prepare(self, read_only: bool) -> None:
        version = self.db.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise StoreError(f"{self.path} was written by a newer version of this program", "Install the newer version to open it.")
        if version == 0 and read_only:
            raise StoreError(f"{self.path} was never finished", f"Run again: secondsource add {self.path} PAGES…")
        if version < VERSION:
            if read_only and version >= READABLE:
                return
            if read_only:
                raise StoreError(f"{self.path} was written by an older version of this program", f"Run: secondsource rebuild {self.path}")
            with self.transaction():
                self._upgrade(self.db.execute("PRAGMA user_version").fetchone()[0])  # asked again: another may have been quicker
        if version == 0:
            # Only now, so that the header that names the file as ours stands in the file itself whenever the program is ended.
            with suppress(sqlite3.OperationalError):  # another program has it open: it stays as it is, and works
                self.db.execute("PRAGMA journal_mode = WAL")

    def _upgrade(self, version: int) -> None:
        """Make what the schema lacks since that version; 0 is an empty file."""
        for number, name in enumerate(("schema.sql", "schema_2.sql", "schema_3.sql"), 1):
            if version < number:
                for statement in _statements((Path(__file__).parent / name).read_text("utf-8")):
                    self.db.execute(statement)
        if version == 1:
            for row in self.db.execute("SELECT id, record FROM stories ORDER BY id").fetchall():
                store_stories.put_sources(self, row["id"], packing.unpack(row["record"])["sources"])
        self.db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self.db.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; another writer is waited for."""
        try:
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.execute("COMMIT")
            except BaseException:
                if self.db.in_transaction:  # where the disk is full, SQLite has taken it back already
                    self.db.execute("ROLLBACK")
                raise
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):  # a fault of ours, not of the file
            raise
        except sqlite3.DatabaseError as error:
            raise faults.told(self.path, error, "written") from error

    # ---- documents in ----------------------------------------------------------------------------------------------

    def has(self, page: Page) -> bool:
        """Were these very bytes read before?"""
        return bool(self.db.execute("SELECT 1 FROM articles WHERE sha256 = ?", (_sha(page.body),)).fetchone())

    def put(self, page: Page, outcome: Input, reading: Reading | None, options: Options) -> Input:
        """Keep one page and all that it yielded, in one transaction; what became of it."""
        with self.transaction():
            if self.has(page):
                outcome = Input(page.file, "duplicate", reason="duplicate", why="these bytes are in the store already")
            elif reading:
                self._put_reading(page, reading, options)
            self._put_input(outcome, _sha(page.body))
        return outcome

    def put_input(self, outcome: Input) -> None:
        """Keep the state of an input that gave no bytes."""
        with self.transaction():
            self._put_input(outcome, "")

    def expect(self, pages: Sequence[Page]) -> None:
        """Write down, before anything is read, what is going to be: what the program does not come to is 'interrupted'."""
        why = "the program was stopped before it was read. Run the same command again"
        with self.transaction():
            for page in pages:
                row = (page.file, _sha(page.body), "interrupted", None, "interrupted", why)
                self.db.execute("INSERT OR IGNORE INTO inputs VALUES (?, ?, ?, ?, ?, ?)", row)

    def _put_input(self, i: Input, sha: str) -> None:
        """A duplicate never hides what the first reading of the same file found."""
        row = (i.file, sha, i.state, i.article, i.reason, i.why)
        if i.state == "duplicate":
            self.db.execute("DELETE FROM inputs WHERE file = ? AND sha256 = ? AND state = 'interrupted'", (i.file, sha))
            self.db.execute("INSERT OR IGNORE INTO inputs VALUES (?, ?, ?, ?, ?, ?)", row)
        else:
            self.db.execute("INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?, ?, ?)", row)

    def _put_reading(self, page: Page, reading: Reading, options: Options) -> None:
        a = reading.article
        address = a.url or f"sha256:{a.sha256}"
        document = make_id("d", address)
        version = 1 + self.db.execute("SELECT count(*) FROM articles WHERE document = ?", (document,)).fetchone()[0]
        self.db.execute(
            "INSERT INTO documents VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET current = excluded.current", (document, address, a.id)
        )
        days = a.published.value.interval if a.published else None
        self.db.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(a.id, document, version, a.file, a.url, a.sha256, a.title),
                *(a.outlet.value if a.outlet else None, a.credit.value if a.credit else None),
                *(_day(days.first if days else None), _day(days.last if days else None)),
                *(a.language, len(a.text.split()), a.text),
                *(packing.pack_reading(reading, options), zlib.compress(page.body)),
            ),
        )
        self._put_rows(reading)
        self.db.execute("INSERT INTO meta VALUES ('stories', 'stale') ON CONFLICT (key) DO UPDATE SET value = 'stale'")

    def _put_rows(self, reading: Reading) -> None:
        """The plain columns, for people and other programs."""
        a = reading.article
        self.db.executemany(
            "INSERT INTO attributions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(x.id, a.id, x.span.start, x.span.end),
                    *(x.source.name if x.source else None, x.source.kind if x.source else None, a[x.cue] if x.cue else None),
                    *(" … ".join(a[c] for c in x.content), x.manner, x.stance),
                )
                for x in reading.attributions
            ],
        )
        self.db.executemany(
            "INSERT INTO claims VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (c.id, a.id, c.span.start, c.span.end, a[c.span], c.certainty, c.attribution.id if c.attribution else None)
                for c in reading.claims
            ],
        )
        self.db.executemany(
            "INSERT INTO times VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(t.id, a.id, t.span.start, t.span.end, a[t.span], t.type, t.value),
                    *(_day(t.interval.first if t.interval else None), _day(t.interval.last if t.interval else None), t.rule),
                )
                for t in reading.times
            ],
        )

    def replace_readings(self, kept: Sequence[tuple[Page, Input, Reading]], options: Options) -> None:
        """Put new readings of all pages in the place of the old ones, in one transaction, in the order given."""
        with self.transaction():
            for table in ("times", "claims", "attributions", "articles", "documents"):  # stories stay: their ids live on
                self.db.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the line above
            self.db.execute("DELETE FROM meta WHERE key = 'told'")  # and all are told anew
            store_groups.forget(self)
            for page, outcome, reading in kept:
                self._put_reading(page, reading, options)
                self._put_input(outcome, _sha(page.body))

    # ---- stories in ------------------------------------------------------------------------------------------------

    @property
    def stale(self) -> bool:
        """Did documents come after the last grouping?"""
        row = self.db.execute("SELECT value FROM meta WHERE key = 'stories'").fetchone()
        return bool(row and row[0] == "stale")

    def put_stories(self, report: Report, told: str = "") -> tuple[Story, ...]:
        """Replace all stories by the report's; see ``store_stories.put``."""
        grouped = frozenset(r.article.id for r in report.readings)
        return store_stories.put(self, report.stories, grouped, {}, told) or ()

    # ---- feeds -----------------------------------------------------------------------------------------------------

    def feed(self, address: str) -> tuple[str, str]:
        """The ETag and Last-Modified that a feed's server gave last, empty where it gave none."""
        row = self.db.execute("SELECT etag, modified FROM feeds WHERE address = ?", (address,)).fetchone()
        return (row["etag"], row["modified"]) if row else ("", "")

    def put_feed(self, address: str, etag: str, modified: str) -> None:
        with self.transaction():
            self.db.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, ?)", (address, etag, modified))

    def has_address(self, url: str) -> bool:
        """Was a page at this address read before?"""
        return bool(self.db.execute("SELECT 1 FROM documents WHERE address = ?", (url,)).fetchone())

    # ---- out -------------------------------------------------------------------------------------------------------

    def pages(self) -> Iterator[Page]:
        """Every page as it came, in the order in which they were added."""
        for row in self.db.execute("SELECT file, url, sha256, body FROM articles ORDER BY rowid"):
            yield Page(row["file"], faults.whole(row["file"], row["sha256"], row["body"]), url=row["url"])

    def readings(self, ids: Iterable[str] | None = None) -> tuple[Reading, ...]:
        """The newest version of every document, or the articles named, by file name."""
        if ids is None:
            query = self.db.execute("SELECT a.record FROM articles a JOIN documents d ON d.current = a.id ORDER BY a.file, a.id")
            return tuple(packing.unpack_reading(row["record"]) for row in query)
        rows = [self.db.execute("SELECT record FROM articles WHERE id = ?", (id,)).fetchone() for id in ids]
        return tuple(packing.unpack_reading(row["record"]) for row in rows if row)

    def article_record(self, id: str) -> bytes | None:
        """The records of one article as JSON bytes."""
        row = self.db.execute("SELECT record FROM articles WHERE id = ?", (id,)).fetchone()
        return zlib.decompress(row["record"]) if row else None

    def inputs(self, *states: str) -> tuple[Input, ...]:
        """What became of every file, or of those in the given states."""
        rows = self.db.execute("SELECT file, state, article, reason, why FROM inputs ORDER BY file, sha256")
        return tuple(Input(*row) for row in rows if not states or row["state"] in states)

    def inputs_of(self, articles: Sequence[str]) -> tuple[Input, ...]:
        """The files that some articles came from."""
        query = "SELECT file, state, article, reason, why, sha256 FROM inputs WHERE article = ?"
        rows = [row for id in articles for row in self.db.execute(query, (id,))]
        return tuple(Input(*row[:5]) for row in sorted(rows, key=lambda row: (row["file"], row["sha256"])))

    def outlines(self, characters: int, ids: Iterable[str] | None = None) -> tuple[Article, ...]:
        """The newest version of every document, or the articles named, with what grouping looks at alone: title, day, the
        text's beginning. Of all of them by id."""
        query = f"SELECT a.id, a.file, a.url, a.sha256, substr(a.text, 1, {characters:d}) AS text, a.language, a.title, a.first, a.last "
        rows: Iterable[sqlite3.Row] = (
            self.db.execute(query + "FROM documents d JOIN articles a ON a.id = d.current ORDER BY a.id")
            if ids is None
            else (row for id in ids for row in self.db.execute(query + "FROM articles a WHERE a.id = ?", (id,)))
        )
        return tuple(
            Article(
                row["id"],
                row["file"],
                row["url"],
                row["sha256"],
                row["text"],
                row["language"],
                (),
                row["title"],
                published=_published(row["first"], row["last"]),
            )
            for row in rows
        )

    def report(self, options: Options, story: str | None = None) -> Report:
        """The whole store as a report, or one of its stories."""
        query = ("SELECT record FROM stories WHERE id = ?", (story,)) if story else ("SELECT record FROM stories ORDER BY id", ())
        packed = [packing.unpack(row["record"]) for row in self.db.execute(*query)]
        if story and not packed:
            raise SecondSourceError(f"{self.path} has no story {story}", f"See: secondsource list {self.path}")
        ids = [id for p in packed for id in p["story"]["articles"]]
        rows = [self.db.execute("SELECT file, url, record FROM articles WHERE id = ?", (id,)).fetchone() for id in ids]
        rows.sort(key=lambda row: (row["file"], row["url"] or ""))  # the order in which pages are read without a store
        readings = [packing.unpack(row["record"]) for row in rows]
        inputs = self.inputs() if not story else self.inputs_of(ids)
        data = packing.join(readings, packed)
        data["inputs"] = [{"file": i.file, "state": i.state, "article": i.article, "reason": i.reason, "why": i.why} for i in inputs]
        return replace(load.report(data), options=options)

    def search(self, words: str, limit: int = 20) -> tuple[Hit, ...]:
        """Articles that hold all the words, best first. Any text is a safe query."""
        terms = " ".join('"' + term.replace('"', '""') + '"' for term in words.replace("\0", " ").split())
        if not terms:
            return ()
        rows = self.db.execute(  # the inner query sorts by FTS's own rank, and makes snippets of what is shown only
            "SELECT a.id, a.title, a.outlet, a.first, f.snippet FROM (SELECT rowid, rank AS place, "
            "snippet(articles_fts, 1, '⟦', '⟧', '…', 24) AS snippet FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rank LIMIT ?) f "
            "JOIN articles a ON a.rowid = f.rowid ORDER BY f.place, a.id",
            (terms, limit),
        )
        return tuple(Hit(*row) for row in rows)

    def content_hash(self) -> str:
        """One hash over all that the store holds: two stores of the same pages have the same."""
        return faults.content_hash(self.db)


# ---- small things ---------------------------------------------------------------------------------------------------


def _statements(script: str) -> Iterator[str]:
    """The statements of an SQL script, whole triggers included."""
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _sha(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _published(first: str | None, last: str | None) -> Found[Stamp] | None:
    if not first and not last:
        return None
    days = Interval(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)
    return Found(Stamp(first or last or "", days), "the store")


def _day(day: object) -> str | None:
    return str(day) if day else None
