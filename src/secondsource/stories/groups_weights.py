"""What a grouping of all reports leaves behind, so that one more can be weighed and placed without looking at the others.

How many texts hold a feature is kept by the feature's hash, for features that two texts or more hold; every other is
held by one. Whoever adds a report looks up the features of that report and of its neighbours alone.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from secondsource.data import table
from secondsource.stories.groups_text import Sketch, Vector, Weights

LEAST = 2  #: texts that hold a feature that is kept


def hashed(feature: str) -> int:
    """A feature as a number of 63 bits, which SQLite holds as it is."""
    return int.from_bytes(hashlib.blake2b(feature.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def packed(weights: Weights) -> bytes:
    """The hashes in ascending order, 8 bytes each, then in the same order how many texts hold them, 4 bytes each."""
    import numpy as np

    found = sorted((hashed(feature), count) for feature, count in weights.seen.items() if count >= LEAST)
    hashes = np.array([h for h, _ in found], dtype="<u8")
    return hashes.tobytes() + np.array([count for _, count in found], dtype="<u4").tobytes()


def unpacked(texts: int, kept: bytes, sketches: Iterable[Sketch]) -> Weights:
    """The weights of the features of ``sketches``, as they were when ``texts`` reports were grouped."""
    import numpy as np

    held = len(kept) // 12
    hashes, counts = np.frombuffer(kept, "<u8", held), np.frombuffer(kept, "<u4", held, 8 * held)
    features = sorted({f for sketch in sketches for part in (sketch.words, sketch.pairs) for f in part})
    wanted = np.array([hashed(feature) for feature in features], dtype="<u8")
    at = np.minimum(np.searchsorted(hashes, wanted), max(0, held - 1))
    seen = np.where(hashes[at] == wanted, counts[at], 1) if held else np.ones(len(features), dtype="<u4")
    weights = Weights()
    weights.count = texts
    weights.seen = Counter(dict(zip(features, seen.tolist(), strict=True)))
    return weights


def keys(vector: Vector) -> list[str]:
    """The heaviest features of a report, by which it meets others."""
    return sorted(vector, key=lambda feature: (-vector[feature], feature))[: table("stories.toml")["groups"]["key_features"]]
