"""The stories of a store as its reports come: all grouped together, or a few placed among those they meet.

A few reports more are weighed as the last grouping of all left the words' weights, meet others by the heaviest words of
both, and are grouped together with all reports of the stories that they meet; no other story is looked at. When a tenth
of the reports came since, all are grouped again. So the work for each report does not grow with the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from secondsource.data import table
from secondsource.model import Article, Story
from secondsource.options import Options
from secondsource.views import store_groups, store_stories

if TYPE_CHECKING:
    from secondsource.stories.groups_text import Sketch, Vector
    from secondsource.views.store import Store

ROUNDS = 3  #: groupings at most, while others add
SMALL = 500  #: a store of fewer reports is always grouped whole: that takes less than a second
SHARE = 0.1  #: of the reports, that may come before all are grouped again


def group(store: Store, options: Options) -> tuple[Story, ...]:
    """Group the newest versions of all documents into stories; the stories that were told anew.

    Only stories whose reports changed are opened and told anew, so the result is that of telling all. Known stories keep
    their ids. Once more where another program added documents meanwhile; whoever adds last groups all.
    """
    told = f"{_version()} {options}"
    written: tuple[Story, ...] | None = None
    for _ in range(ROUNDS):
        written = (_few if few_came(store, told) else _all)(store, options, told)
        if written is not None and not store.stale:
            break
    return written or ()


def _version() -> str:
    try:
        return version("secondsource")
    except PackageNotFoundError:
        return "unknown"


def few_came(store: Store, told: str) -> bool:
    """Is the store large, grouped by this program with these options, and nearly all of it still as it was?"""
    kept = store_groups.weighed(store)
    if kept is None or kept.texts < SMALL or store_stories.told(store) != told:
        return False
    fresh, gone = store_groups.changed(store)
    return kept.since + len(fresh) + len(gone) <= SHARE * kept.texts


# ---- all -----------------------------------------------------------------------------------------------------------


def _all(store: Store, options: Options, told: str) -> tuple[Story, ...] | None:
    """Which reports tell one event is asked of all of them, by their titles, days and beginnings alone."""
    from secondsource.stories import groups, groups_text, groups_weights, tell

    articles = store.outlines(_characters())
    texts = [groups_text.sketch(article) for article in articles]
    weights = groups_text.weighed(texts)
    vectors = [weights.vector(text) for text in texts]
    parted = groups.parted(texts, vectors, options.story_window_days)
    wanted = {frozenset(articles[i].id for i in part): None for part in parted}
    known = store_stories.known(store) if store_stories.told(store) == told else {}
    kept = {id: members for id, members in known.items() if members in wanted}
    standing = set(kept.values())
    fresh = [tell(store.readings(sorted(members)), options) for members in wanted if members not in standing]
    seen, keys = groups_weights.packed(weights), _keys(texts, vectors)
    grouped = frozenset(article.id for article in articles)
    return store_stories.put(store, fresh, grouped, kept, told, lambda: store_groups.keep(store, len(texts), seen, keys))


def _characters() -> int:
    return int(table("stories.toml")["groups"]["most_characters"])


def _keys(texts: Sequence[Sketch], vectors: Sequence[Vector]) -> list[store_groups.Key]:
    from secondsource.stories.groups_weights import hashed, keys

    return [
        (hashed(feature), text.day.isoformat() if text.day else "", text.id, vector[feature])
        for text, vector in zip(texts, vectors, strict=True)
        for feature in keys(vector)
    ]


# ---- a few ---------------------------------------------------------------------------------------------------------


def _few(store: Store, options: Options, told: str) -> tuple[Story, ...] | None:
    """Place the reports that came since: they, and the stories they meet, are grouped together."""
    from secondsource.stories import groups, tell

    kept = store_groups.weighed(store)
    fresh, gone = store_groups.changed(store)
    if kept is None:
        return None
    texts, vectors = _weighed(kept, store.outlines(_characters(), fresh))
    keys = _keys(texts, vectors)
    touched = store_groups.stories_of(store, [*gone, *_met(store, keys, options.story_window_days)])
    members = sorted({id for articles in touched.values() for id in articles} - set(gone))
    around, around_vectors = _weighed(kept, store.outlines(_characters(), members))
    every = [*texts, *around]
    parted = groups.parted(every, [*vectors, *around_vectors], options.story_window_days)
    wanted = {frozenset(every[i].id for i in part): None for part in parted}
    replaced = {id: articles for id, articles in touched.items() if articles not in wanted}
    standing = {articles for articles in touched.values() if articles in wanted}
    told_anew = [tell(store.readings(sorted(part)), options) for part in wanted if part not in standing]
    return store_stories.put_some(store, told_anew, replaced, lambda: store_groups.place(store, keys, gone))


def _weighed(kept: store_groups.Weighed, articles: Sequence[Article]) -> tuple[list[Sketch], list[Vector]]:
    from secondsource.stories import groups_text, groups_weights

    texts = [groups_text.sketch(article) for article in articles]
    weights = groups_weights.unpacked(kept.texts, kept.seen, texts)
    return texts, [weights.vector(text) for text in texts]


def _met(store: Store, keys: Sequence[store_groups.Key], window: int) -> list[str]:
    """The reports that the new ones meet: neighbours by a heavy feature, near in time, alike enough in those features."""
    settings = table("stories.toml")["groups"]
    shared: dict[tuple[str, str], float] = {}
    for key in keys:
        for _, day, other, weight in store_groups.holders(store, key, int(settings["next_holders"])):
            if not day or not key[1] or abs((date.fromisoformat(day) - date.fromisoformat(key[1])).days) <= window:
                shared[key[2], other] = shared.get((key[2], other), 0.0) + weight * key[3]
    return sorted({other for (_, other), likeness in shared.items() if likeness >= settings["least_key_likeness"]})
