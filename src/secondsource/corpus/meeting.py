"""How reports meet without comparing all with all: shared heavy words, and shared MinHash bands.

The words, their weights and what makes two reports candidates are those of ``stories.groups``, so that an archive falls
into the same stories as a folder of pages does; only the work is cut up. How many texts hold a word or a pair of words is
counted by shard and added up by bucket of the word's hash; with that, a shard's reports become vectors; the 16 heaviest
features and the 16 MinHash bands of each go into buckets again, in which each report meets the next few in order of day.
"""

from __future__ import annotations

import functools
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secondsource.corpus import plan, tables
from secondsource.data import table
from secondsource.model import Article

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from secondsource.stories.groups_text import Sketch

NO_DAY = -(2**31)  #: sorts before every day, as reports without a day do
PER_BUCKET = 20_000  #: articles for each bucket
MOST_BUCKETS = 1024
CHUNK = 2000  #: texts that are held at once
BANDS, BAND_VALUES = 16, 4  #: of 64 MinHash values: texts meet at a Jaccard of about 0.5 and more
NEAR_BANDS = 4  #: of the 16 that two texts share where they are called near copies

Part = tuple[str, Any]


def number(id: str) -> int:
    """An article's id as a number that sorts as the id does."""
    return int(id[1:], 16)


def ident(number: int) -> str:
    return f"a{number:010x}"


@functools.lru_cache(maxsize=100_000)
def hashed(feature: str) -> int:
    return int.from_bytes(hashlib.blake2b(feature.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def buckets(out: Path) -> list[str]:
    return [f"{n:04}" for n in range(how_many(out))]


@functools.lru_cache(maxsize=4)
def how_many(out: Path) -> int:
    """A power of two that grows with the archive."""
    wanted = tables.count(out, "once", "once") / PER_BUCKET
    size = 1
    while size < wanted and size < MOST_BUCKETS:
        size *= 2
    return size


def bucket_of(features: NDArray[Any], size: int) -> NDArray[Any]:
    """The bucket of each hash, by its uppermost bits."""
    import numpy as np

    return (features >> np.uint64(64 - size.bit_length() + 1)).astype(np.int32) if size > 1 else np.zeros(len(features), np.int32)


def by_bucket(name: str, size: int, of: NDArray[Any], **columns: NDArray[Any]) -> Iterator[Part]:
    """Arrays cut into one table for each bucket that holds something, rows in the order given."""
    import numpy as np

    order = np.argsort(of, kind="stable")
    cuts = np.searchsorted(of[order], np.arange(size + 1))
    for n in range(size):
        rows = order[cuts[n] : cuts[n + 1]]
        if len(rows):
            yield name, tables.columns(name, bucket=np.full(len(rows), n, np.int32), **{k: v[rows] for k, v in columns.items()})


def sketches(out: Path, key: str) -> Iterator[tuple[Article, Sketch]]:
    from secondsource.corpus.telling import article
    from secondsource.stories.groups_text import sketch

    for row in tables.each(out / "readings" / key / "readings.parquet", ("record",)):
        found = article(row["record"])
        yield found, sketch(found)


# ---- words to weights ----------------------------------------------------------------------------------------------


def counts(out: Path, key: str) -> Iterator[Part]:
    """How many of a shard's texts hold each feature."""
    import numpy as np

    held: Counter[int] = Counter()
    for _, text in sketches(out, key):
        held.update(hashed(feature) for feature in (*text.words, *text.pairs))
    features = np.array(sorted(held), np.uint64)
    texts = np.array([held[f] for f in features.tolist()], np.int32)
    size = how_many(out)
    yield from by_bucket("counts", size, bucket_of(features, size), feature=features, texts=texts)


def weights(out: Path, key: str) -> Iterator[Part]:
    """The features of a bucket that more than one text of the whole archive holds; the others are known by being absent."""
    import numpy as np

    found = tables.bucket(tables.files(out, "counts", "counts"), "counts", int(key))
    features, back = np.unique(found["feature"].to_numpy(), return_inverse=True)
    texts = np.bincount(back, weights=found["texts"].to_numpy(), minlength=len(features)).astype(np.int64)
    more = texts > 1
    yield "weights", tables.columns("weights", feature=features[more], texts=texts[more])


def seen(out: Path, features: Iterable[str]) -> dict[str, int]:
    """In how many texts of the archive each feature stands."""
    import numpy as np

    names = sorted(set(features))
    wanted = np.array([hashed(name) for name in names], np.uint64)
    found = np.ones(len(names), np.int64)
    size = how_many(out)
    of = bucket_of(wanted, size)
    for n in range(size):
        known = tables.whole([out / "weights" / f"{n:04}" / "weights.parquet"], "weights")
        keys, texts = known["feature"].to_numpy(), known["texts"].to_numpy()
        here = np.flatnonzero(of == n)
        at = np.minimum(np.searchsorted(keys, wanted[here]), max(len(keys) - 1, 0))
        if len(keys):
            found[here] = np.where(keys[at] == wanted[here], texts[at], 1)
    return dict(zip(names, found.tolist(), strict=True))


def vectors(out: Path, key: str) -> Iterator[Part]:
    """Each text of a shard as its heaviest features, and the keys by which it meets others; so many texts at a time."""
    from secondsource.stories.groups_text import Weights

    held, waiting = Weights(), iter(sketches(out, key))
    held.count = tables.count(out, "once", "once")
    while texts := list(islice(waiting, CHUNK)):
        held.seen = Counter(seen(out, (f for _, text in texts for f in (*text.words, *text.pairs))))
        yield from weighed(out, [(article, text, held.vector(text)) for article, text in texts], held.seen)


def weighed(out: Path, texts: Iterable[tuple[Article, Sketch, dict[str, float]]], held: Counter[str]) -> Iterator[Part]:
    """Features that no other text holds are left out of the vectors and keys: they are part of no likeness."""
    import numpy as np

    most, size = table("stories.toml")["groups"]["key_features"], how_many(out)
    rows, keys = [], []
    for article, text, vector in texts:
        day = text.day.toordinal() if text.day else NO_DAY
        heaviest = sorted(vector, key=lambda feature: (-vector[feature], feature))[:most]
        kept = sorted((hashed(f), value) for f, value in vector.items() if held[f] > 1)
        rows.append({"id": number(text.id), "day": day, "features": [f for f, _ in kept], "values": [v for _, v in kept]})
        keys += [(hashed(f), number(text.id), day, vector[f], False) for f in heaviest if held[f] > 1]
        keys += [(band, number(text.id), day, 0.0, True) for band in bands(article)]
    yield "vectors", tables.rows("vectors", rows)
    features, ids, days, values, banded = zip(*keys, strict=True) if keys else ((), (), (), (), ())
    columns = (np.array(features, np.uint64), np.array(ids, np.uint64), np.array(days, np.int32), np.array(values), np.array(banded, bool))
    named: dict[str, Any] = dict(zip(("feature", "id", "day", "value", "band"), columns, strict=True))
    yield from by_bucket("keys", size, bucket_of(named["feature"], size), **named)


def bands(article: Article) -> list[int]:
    """Hashes of the text's MinHash bands (Broder 1997; signatures by rensa), quotations left out; [] for a short text."""
    from rensa import RMinHash

    from secondsource.stories.copies import shingled

    shingles = shingled(article).shingles
    if len(shingles) < table("stories.toml")["copies"]["least_shingles"]:
        return []
    sketch = RMinHash(num_perm=BANDS * BAND_VALUES, seed=7)
    sketch.update([" ".join(shingle) for shingle in shingles])
    values = sketch.digest()
    return [hashed(f"{band} {values[BAND_VALUES * band : BAND_VALUES * (band + 1)]}") for band in range(BANDS)]


# ---- keys to pairs -------------------------------------------------------------------------------------------------


def pairs(out: Path, key: str) -> Iterator[Part]:
    """The pairs that meet in a bucket's keys: each report with the next few that hold the key, in order of day."""
    import numpy as np

    settings, window = table("stories.toml")["groups"], plan.load(out).options.story_window_days
    found = tables.bucket(tables.files(out, "vectors", "keys"), "keys", int(key))
    feature, id, day, value, band = (found[name].to_numpy() for name in ("feature", "id", "day", "value", "band"))
    order = np.lexsort((id, day, feature))
    feature, id, day, value, band = feature[order], id[order], day[order].astype(np.int64), value[order], band[order]
    ones, others, shares, banded, near = [], [], [], [], []
    for step in range(1, settings["next_holders"] + 1):
        one = np.flatnonzero((feature[:-step] == feature[step:]) & (~band[:-step] | (step == 1)))
        other = one + step
        in_window = (day[one] == NO_DAY) | (day[other] == NO_DAY) | (day[other] - day[one] <= window)
        kept = in_window | band[one]
        one, other = one[kept], other[kept]
        ones.append(id[one])
        others.append(id[other])
        shares.append(np.where(band[one], 0.0, value[one] * value[other]))
        banded.append(band[one].astype(np.int32))
        near.append(in_window[kept])
    yield from added("pairs", how_many(out), *(np.concatenate(part) for part in (ones, others, shares, banded, near)))


def added(
    name: str, size: int, one: NDArray[Any], other: NDArray[Any], shared: NDArray[Any], bands: NDArray[Any], near: NDArray[Any]
) -> Iterator[Part]:
    """Like pairs made one, what they share added up; parted by bucket of the pair."""
    import numpy as np

    if not len(one):
        return
    order = np.lexsort((other, one))
    one, other, shared, bands, near = one[order], other[order], shared[order], bands[order], near[order]
    first = np.flatnonzero(np.r_[True, (one[1:] != one[:-1]) | (other[1:] != other[:-1])])
    mixed = (one[first] * np.uint64(0x9E3779B97F4A7C15)) ^ (other[first] * np.uint64(0xC2B2AE3D27D4EB4F))
    yield from by_bucket(
        name,
        size,
        bucket_of(mixed, size),
        one=one[first],
        other=other[first],
        shared=np.add.reduceat(shared, first),
        bands=np.add.reduceat(bands, first),
        near=near[first],
    )


def candidates(out: Path, key: str) -> Iterator[Part]:
    """The pairs of a bucket worth comparing whole; and those that are near copies of each other, on whatever days."""
    import numpy as np

    found = tables.bucket(tables.files(out, "pairs", "pairs"), "pairs", int(key))
    columns = (found[name].to_numpy(zero_copy_only=False) for name in ("one", "other", "shared", "bands", "near"))
    least = table("stories.toml")["groups"]["least_key_likeness"]
    for _, part in added("pairs", 1, *columns):
        one, other, shared, bands, near = (part[n].to_numpy(zero_copy_only=False) for n in ("one", "other", "shared", "bands", "near"))
        worth = near & ((shared >= least) | (bands > 0))
        yield "candidates", tables.columns("candidates", one=one[worth], other=other[worth])
        alike = np.flatnonzero(bands >= NEAR_BANDS)
        names = ([ident(n) for n in ids[alike].tolist()] for ids in (one, other))
        yield "near", tables.columns("near", **dict(zip(("one", "other"), names, strict=True)), bands=bands[alike])
