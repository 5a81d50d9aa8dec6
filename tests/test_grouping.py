"""A few reports more are placed among those they meet: the same stories as grouping all, without looking at all."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from makers import article
from secondsource import grouping
from secondsource.model import Reading
from secondsource.options import Options
from secondsource.stories import groups, groups_text, groups_weights
from secondsource.views import store_groups, store_stories
from secondsource.views.store import Store
from test_project import EVENTS, put, report_of

TOWNS = "Arden Bexley Corran Dunmore Elswick Farleigh Garrow Hexley Inverloch Jarrow Kelsoe Lindale".split()  # noqa: SIM905


def told_of(noise: random.Random, n: int) -> Reading:
    """A report of one of a dozen towns' events, in some of its event's words."""
    town = TOWNS[n % len(TOWNS)]
    who, what, words = EVENTS[n % len(EVENTS)]
    said = " ".join(f"{town} {word}" for word in noise.sample(words.split(), k=6))
    return Reading(
        article(("headline", f"{who} {what} at {town}"), f"{said}. {said}.", file=f"{n}.html", published=f"2024-03-0{1 + n % 3}")
    )


def at_home(reading: Reading) -> Reading:
    """The report at the one address whose text changes."""
    return replace(reading, article=replace(reading.article, url="https://quay.example/home"))


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any store of twelve reports is taken for a large one, of which few came anew."""
    monkeypatch.setattr(grouping, "SMALL", 12)
    monkeypatch.setattr(grouping, "SHARE", 9.0)


def parts(store: Store) -> set[frozenset[str]]:
    """The groups that grouping all reports gives."""
    articles = store.outlines(2000)
    found = groups.indexes([groups_text.sketch(a) for a in articles], Options().story_window_days)
    return {frozenset(articles[i].id for i in part) for part in found}


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("seed", range(4))
def test_a_store_that_grew_report_by_report_has_the_stories_of_grouping_all(tmp_path: Path, seed: int) -> None:
    """Placing reports one after another, or a few at once, ends in the stories, ids and rows that telling all anew gives."""
    noise = random.Random(seed)
    with Store(tmp_path / "p.db", create=True) as store:
        for n in range(48):
            put(store, told_of(noise, n))
            if n >= 24 and (seed % 2 or n % 3 == 0):
                few = grouping.few_came(store, f"{grouping._version()} {Options()}")
                assert few is (n > 24)
                grouping.group(store, Options())
        grouping.group(store, Options())
        grown, ids = store.content_hash(), store_stories.known(store)

        assert set(ids.values()) == parts(store)
        store_groups.forget(store)
        store.db.execute("DELETE FROM meta WHERE key = 'told'")
        grouping.group(store, Options())
        assert store_stories.known(store) == ids
        assert store.content_hash() == grown


@pytest.mark.usefixtures("large")
def test_one_report_more_opens_its_neighbours_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a large store only the reports that share heavy words with the new one are read, and its one story is told."""
    noise, read = random.Random(1), []
    with Store(tmp_path / "p.db", create=True) as store:
        for n in range(36):
            put(store, told_of(noise, n))
        grouping.group(store, Options())
        before = store_stories.known(store)
        outlines = Store.outlines

        def watched(self: Store, characters: int, ids: object = None) -> object:
            assert ids is not None, "all reports were read"
            found = outlines(self, characters, ids)  # type: ignore[arg-type]
            read.extend(a.id for a in found)
            return found

        monkeypatch.setattr(Store, "outlines", watched)
        new = told_of(noise, 36)
        put(store, new)
        told = grouping.group(store, Options())
        after = store_stories.known(store)

        assert [new.article.id in {r.article.id for r in story.readings} for story in told] == [True]
        assert told[0].id in before
        assert {id: a for id, a in after.items() if id != told[0].id} == {id: a for id, a in before.items() if id != told[0].id}
        assert len(set(read)) < 30
        assert not store.stale


@pytest.mark.usefixtures("large")
def test_a_new_version_leaves_the_story_of_the_old_one(tmp_path: Path) -> None:
    """A page whose text changed stands in one story, with its newest version."""
    noise = random.Random(2)
    old = at_home(told_of(noise, 24))
    with Store(tmp_path / "p.db", create=True) as store:
        for reading in (*(told_of(noise, n) for n in range(23)), old):
            put(store, reading)
        grouping.group(store, Options())
        put(store, at_home(told_of(noise, 30)))
        grouping.group(store, Options())

        standing = [a for articles in store_stories.known(store).values() for a in articles]
        assert sorted(standing) == sorted(row[0] for row in store.db.execute("SELECT current FROM documents"))
        assert not store.db.execute("SELECT 1 FROM article_keys WHERE article = ?", (old.article.id,)).fetchone()
        assert tuple(store.db.execute("SELECT texts, since FROM weights").fetchone()) == (24, 2)


def test_small_stores_and_much_news_are_grouped_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few came only where the store is large, was grouped with these options, and nine tenths of it are as they were."""
    noise, told = random.Random(1), f"{grouping._version()} {Options()}"
    with Store(tmp_path / "p.db", create=True) as store:
        for n in range(20):
            put(store, report_of(noise, n))
        assert not grouping.few_came(store, told)
        grouping.group(store, Options())
        put(store, report_of(noise, 20))
        assert not grouping.few_came(store, told)
        monkeypatch.setattr(grouping, "SMALL", 20)
        assert grouping.few_came(store, told)
        assert not grouping.few_came(store, "another version")
        put(store, report_of(noise, 21))
        assert grouping.few_came(store, told)
        put(store, report_of(noise, 22))
        assert not grouping.few_came(store, told)


def test_kept_weights_weigh_as_those_of_the_grouping_did() -> None:
    """The counts come back from bytes for the features asked for; a feature that no text had is held by one."""
    noise = random.Random(5)
    texts = [groups_text.sketch(told_of(noise, n).article) for n in range(30)]
    weights = groups_text.weighed(texts)
    again = groups_weights.unpacked(weights.count, groups_weights.packed(weights), texts)

    assert all(again.seen[f] == count for f, count in weights.seen.items())
    assert [again.vector(text) for text in texts] == [weights.vector(text) for text in texts]
    lone = groups_text.sketch(article("Quokkas seen.", file="q.html"))
    assert groups_weights.unpacked(0, b"", [lone]).seen["quokkas"] == 1
