"""The parts of corpus runs, each alone: filters, shards, rows, buckets, linking, the store."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

import archives
import makers
from secondsource.corpus import filters, guard, meeting, plan, rows, sources
from secondsource.corpus.filters import Filters
from secondsource.errors import SecondSourceError, UnreadableInput
from secondsource.model import Page
from secondsource.options import Options

ENGLISH = "The council met on Monday and voted for the new bridge, which is to be built next year by the county and the state. " * 3
GERMAN = "Der Stadtrat hat am Montag getagt und für die neue Brücke gestimmt, die im nächsten Jahr gebaut werden soll. " * 3


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (["2024-03"], ("2024-03",)),
        (["2023-11..2024-02"], ("2023-11", "2023-12", "2024-01", "2024-02")),
        (["2024-03", "2024-02..2024-03"], ("2024-02", "2024-03")),
        ([], ()),
    ],
)
def test_months(given: list[str], found: tuple[str, ...]) -> None:
    """A month, or two with dots between and all those from one to the other."""
    assert filters.months(given) == found


@pytest.mark.parametrize("words", ["March", "2024-13", "2024", "2024-03-01"])
def test_no_months(words: str) -> None:
    """Anything else is wrong use, with the form that is right."""
    with pytest.raises(SecondSourceError, match="2024-03"):
        filters.months([words])


@pytest.mark.parametrize(
    ("wanted", "url", "text", "why"),
    [
        (Filters(), None, ENGLISH, None),
        (Filters(), None, GERMAN, "language"),
        (Filters(languages=()), None, GERMAN, None),
        (Filters(languages=("de",)), None, GERMAN, None),
        (Filters(), None, "Ja.", None),  # too short to tell
        (Filters(keywords=("new  Bridge",)), None, ENGLISH, None),
        (Filters(keywords=("ridge",)), None, ENGLISH, "keywords"),
        (Filters(outlets=("penmarra.example",)), "https://news.penmarra.example/a", ENGLISH, None),
        (Filters(outlets=("penmarra.example",)), "https://sturbeck.example/a", ENGLISH, "outlet"),
        (Filters(outlets=("penmarra.example",)), None, ENGLISH, None),  # unknown until its article is
    ],
)
def test_quick_look(wanted: Filters, url: str | None, text: str, why: str | None) -> None:
    """A page is dropped on sight only for what is known of it."""
    html = f"<html><body><main><p>{text}</p></main></body></html>".encode()
    assert filters.page(Page("a.html", html, url=url), wanted) == why


def test_article_filters() -> None:
    """An article without a known month is of no month; its outlet counts by name too."""
    known = makers.article(ENGLISH, outlet="Penmarra Post", published="2024-03-05")
    assert filters.article(known, Filters(months=("2024-03",), outlets=("penmarra post",))) is None
    assert filters.article(known, Filters(months=("2024-04",))) == "months"
    assert filters.article(makers.article(ENGLISH), Filters(months=("2024-03",))) == "months"
    assert filters.article(known, Filters(least_words=500)) == "length"


def test_shards(tmp_path: Path) -> None:
    """WARC files and addresses are shards of their own, pages go together; a moved archive keeps its keys."""
    for name in ("x.warc.gz", "y.warc", "a.html", "b.txt", "c.jpg", ".hidden.html"):
        (tmp_path / name).write_bytes(b"")
    made = plan.make([str(tmp_path), "s3://bucket/z.warc.gz"], None, None)
    assert [(s.kind, [Path(p).name for p in s.paths]) for s in made.shards] == [
        ("warc", ["x.warc.gz"]),
        ("warc", ["y.warc"]),
        ("warc", ["z.warc.gz"]),
        ("files", ["a.html", "b.txt"]),
    ]
    moved = tmp_path.with_name("moved")
    tmp_path.rename(moved)
    assert [s.key for s in plan.make([str(moved), "s3://bucket/z.warc.gz"], None, None).shards] == [s.key for s in made.shards]


def test_lists_of_paths(tmp_path: Path) -> None:
    """A list as archives publish it is opened, with what goes before its paths."""
    listed = tmp_path / "warc.paths.gz"
    listed.write_bytes(gzip.compress(b"crawl/a.warc.gz\ncrawl/b.warc.gz\n"))
    made = plan.make([str(listed)], None, None, base="https://archive.example/")
    assert [s.paths[0] for s in made.shards] == ["https://archive.example/crawl/a.warc.gz", "https://archive.example/crawl/b.warc.gz"]


def test_missing_input() -> None:
    """A name that leads to nothing is said at once, before any work."""
    with pytest.raises(SecondSourceError, match="no such file"):
        plan.make(["nowhere.warc.gz"], None, None)


def test_lines_by_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However JSON lines are cut by bytes, every line is in exactly one shard, a bad one as a reason."""
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps({"text": "ü" * n}, ensure_ascii=False) + "\n" for n in range(12)) + "no json\n", "utf-8")
    for size in (1, 7, 30, 1000):
        monkeypatch.setattr(plan, "BYTES", size)
        found = [row for shard in plan.make([str(file)], None, None).shards for _, row in sources.rows(tmp_path, shard, Options())]
        assert [len(row["text"]) for row in found if not isinstance(row, UnreadableInput)] == list(range(12))
        assert [row.reason for row in found if isinstance(row, UnreadableInput)] == ["corrupt"]


def test_rows_of_others() -> None:
    """Columns are known by the names that such sets use; what a row does not say stays unknown."""
    article = rows.article({"maintext": f"{ENGLISH}\n\n{ENGLISH}", "title": "Bridge vote", "date_publish": "2024-03-05 10:00"}, "a@1")
    assert [b.kind for b in article.blocks] == ["headline", "paragraph", "paragraph"]
    assert (article.title, article.language, article.outlet) == ("Bridge vote", "en", None)
    assert article.published
    assert article.published.value.interval.first.isoformat() == "2024-03-05"  # type: ignore[union-attr]
    with pytest.raises(UnreadableInput, match="no text"):
        rows.article({"title": "Bridge vote"}, "a@2")


def test_ids_are_numbers() -> None:
    """An id and its number tell each other, and sort alike."""
    assert meeting.ident(meeting.number("a00ff00ff00")) == "a00ff00ff00"
    assert meeting.number("a0000000001") < meeting.number("a000000000a")


def test_near_copies_share_bands() -> None:
    """Two pages with the same long text share all MinHash bands, other texts none; a short text has none."""
    one = makers.article(ENGLISH, archives.EVENTS["ferry"][1])
    same = makers.article(ENGLISH, archives.EVENTS["ferry"][1], file="b.txt")
    other = makers.article(archives.EVENTS["mill"][1], archives.EVENTS["hens"][1])
    assert meeting.bands(one) == meeting.bands(same) != []
    assert meeting.bands(other)
    assert not set(meeting.bands(one)) & set(meeting.bands(other))
    assert meeting.bands(makers.article("Five words are too few.")) == []


def test_a_crash_costs_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that dies is replaced and the document tried once more; one that kills its child twice is set aside."""
    reader = guard.Guard(Options(), Filters())
    page = Page("a.html", f"<html><body><article><h1>Vote</h1><p>{ENGLISH}</p></article></body></html>".encode())
    try:
        assert reader.extract(page)[0] == "article"
        assert reader.process
        reader.process.kill()
        assert reader.extract(page)[0] == "article"
        assert reader.cost()[0] > 0

        def lost(self: guard.Guard, request: object, seconds: float) -> guard.Answer:
            raise guard.Lost("crashed", "the process at work on it ended (exit -11)")

        monkeypatch.setattr(guard.Guard, "_ask", lost)
        assert reader.extract(page) == ("error", ("crashed", "the process at work on it ended (exit -11)"))
    finally:
        monkeypatch.undo()
        reader.close()


def test_bad_documents_are_answers() -> None:
    """What goes wrong in a document is told in words; a missing model is no document's fault."""
    assert guard.safely(lambda: (_ for _ in ()).throw(MemoryError()), Options())[1][0] == "memory"
    assert guard.safely(lambda: (_ for _ in ()).throw(UnreadableInput("a", "empty", "it is empty")), Options()) == (
        "error",
        ("empty", "it is empty"),
    )
