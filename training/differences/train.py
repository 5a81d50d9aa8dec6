"""Makes ``data/contrasts_weights.toml``: which two passages differ in a way worth noting, and of what kind the difference is.

    python -m training.differences.train CASES READINGS.pickle [--without CASE] > src/secondsource/data/contrasts_weights.toml

CASES holds folders with answer keys (``expected.yaml``); READINGS is a pickled ``{case: [Reading, ...]}``. A pair of
passages is worth noting where its two sides hold the two quotes of one of the key's disagreements; every other pair among
the likeliest of its story is not. Each kind is learnt likewise, from its signs and the value of the pair. ``--without``
leaves a story out, so that whatever is learnt from a story is scored on it only by weights that never saw it.
"""

from __future__ import annotations

import argparse
import pickle
import re
import sys
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from secondsource.model import Reading
from secondsource.stories import alignment, copies
from secondsource.stories.differences import aligned
from secondsource.stories.differences_kinds import KINDS, SIGNS, signs
from secondsource.stories.differences_likeness import FEATURES, features
from secondsource.stories.differences_passages import Passage, passages
from training.alignment.train import letters_of, places, quotes

STRENGTH = 0.003, 0.1  #: of the regularisation, for pairs and for kinds: the smaller, the plainer the weights

Example = tuple[list[list[float]], list[list[float]], list[frozenset[str]]]  #: of each pair: features, signs, kinds in the key


def halves(passage: Passage, span: tuple[int, int]) -> bool:
    shared = min(passage.span.end, span[1]) - max(passage.span.start, span[0])
    return shared >= 0.5 * min(len(passage.span), span[1] - span[0])


def wanted(folder: Path, readings: list[Reading], found: Sequence[Passage]) -> list[tuple[str, set[tuple[int, int]]]]:
    """The kind of each of the key's disagreements, and the pairs of passages that hold it."""
    key_text = (folder / "expected.yaml").read_text("utf-8")
    key: dict[str, Any] = yaml.safe_load(key_text)
    letters = letters_of(key, key_text, readings)
    items = []
    for item in key.get("disagreements") or []:
        sides = []
        for name, value in item.items():
            if (match := re.fullmatch(r"([A-Z])\d*", name)) and match[1] in letters:
                article = letters[match[1]].article
                for quote in quotes(value):
                    held = [n for n, p in enumerate(found) if p.article.id == article.id
                            and any(halves(p, span) for span in places(article.text, quote))]  # fmt: skip
                    sides.append(held)
        pairs = {(min(i, j), max(i, j)) for one, other in combinations(sides, 2) for i in one for j in other if i != j}
        items.append((str(item["kind"]), pairs))
    return items


def examples(folder: Path, readings: list[Reading]) -> Example:
    """Features, signs and the key's kinds of one story's pairs."""
    readings = sorted(readings, key=lambda reading: reading.article.id)
    found = passages(readings)
    groups = alignment.align(readings, copies.copies([reading.article for reading in readings]))
    rows, items = features(found, readings, aligned(found, groups)), wanted(folder, readings, found)
    kinds = [frozenset(kind for kind, pairs in items if pair in pairs) for pair in rows]
    return list(rows.values()), [signs(found[i], found[j]) for i, j in rows], kinds


def fit(parts: Sequence[Example]) -> dict[str, Any]:
    """Weights of pairs and of kinds, for the features as they come."""
    import numpy

    rows, shown = (numpy.array([row for part in parts for row in part[n]]) for n in (0, 1))
    kinds = [found for part in parts for found in part[2]]
    start, weights = regression(rows, [bool(found) for found in kinds], STRENGTH[0])
    values = start + rows @ weights
    table = numpy.column_stack([values, shown])
    made: dict[str, Any] = {"pairs": {"intercept": start, **dict(zip(FEATURES, map(float, weights), strict=True))}, "kinds": {}}
    for kind in KINDS:
        start, weights = regression(table, [kind in found for found in kinds], STRENGTH[1])
        made["kinds"][kind] = {"intercept": start, **dict(zip(("value", *SIGNS), map(float, weights), strict=True))}
    return made


def regression(rows: Any, labels: list[bool], strength: float) -> tuple[float, Any]:
    """Intercept and weights for unscaled features, fitted on scaled ones."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = rows.mean(0), rows.std(0) + 1e-6
    model = LogisticRegression(C=strength, max_iter=5000).fit((rows - mean) / spread, labels)
    weights = model.coef_[0] / spread
    return float(model.intercept_[0] - weights @ mean), weights


def written(weights: dict[str, Any], stories: int) -> str:
    lines = [
        "# By how much each sign speaks for two passages to differ in a way worth noting ([pairs]), and for the kind of the difference:",
        "# logistic regressions.",
        f"# Made by training/differences/train.py from the answer keys of {stories} stories.",
        "# The names are explained in stories/differences_likeness.py and stories/differences_kinds.py.",
        "",
        "[pairs]",
        *(f"{name} = {value:.4f}" for name, value in weights["pairs"].items()),
    ]
    for kind, values in weights["kinds"].items():
        lines += ["", f"[kinds.{kind}]", *(f"{name} = {value:.4f}" for name, value in values.items())]
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path)
    parser.add_argument("readings", type=Path)
    parser.add_argument("--without", metavar="CASE")
    args = parser.parse_args(argv)
    held: dict[str, list[Reading]] = pickle.loads(args.readings.read_bytes())
    parts = [examples(args.cases / case, readings) for case, readings in held.items() if case != args.without]
    sys.stdout.write(written(fit(parts), len(parts)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
