"""Results of a corpus run in a store."""

from __future__ import annotations

from pathlib import Path

import pytest

import archives
from secondsource import corpus
from secondsource.corpus import loading
from secondsource.intake import extract
from secondsource.views.store import Store

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")


def test_a_store_of_the_results(tmp_path: Path) -> None:
    """A store gets the stories of the run under their own ids; what it has already is not added twice; a condition picks."""
    corpus.run([str(archives.stored(tmp_path, archives.some()))], tmp_path / "out")
    with Store(tmp_path / "some.db", create=True) as store:
        assert [i.state for i in loading.add(store, tmp_path / "out", "reports > 1")] == ["ok"] * 5
        assert store.db.execute("SELECT count(*) FROM stories").fetchone()[0] == 2
        states = [i.state for i in loading.add(store, tmp_path / "out")]
        assert (states.count("duplicate"), states.count("ok")) == (5, 2)
        assert store.db.execute("SELECT count(*) FROM stories").fetchone()[0] == 4


def test_the_page_of_an_article_reads_as_the_article() -> None:
    """The page that stands for an article gives its title, paragraphs, outlet and date back."""
    article = archives.reading("ferry", 0).article
    again = extract(loading.page(article))
    assert (again.title, again.outlet and again.outlet.value) == (article.title, article.outlet and article.outlet.value)
    assert again.published
    assert article.published
    assert again.published.value == article.published.value
    assert [again[b.span] for b in again.blocks] == [article[b.span] for b in article.blocks]
