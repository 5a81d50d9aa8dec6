"""Makes ``data/alignment.toml``: the weights by which two claims of two reports are held for one.

    python -m training.alignment.train CASES READINGS.pickle [--without CASE] > src/secondsource/data/alignment.toml

CASES holds folders with answer keys (``expected.yaml``); READINGS is a pickled ``{case: [Reading, ...]}``. Two claims
are one where both cover the same claim of the key; pairs where only one covers a claim of the key are not one, nor are
pairs hardly alike; pairs the key says nothing about are left out. ``--without`` leaves a story out, so that whatever is
learnt from a story is scored on it only by weights that never saw it. With ``--check`` every story is left out in turn
and the mean average precision is printed.
"""

from __future__ import annotations

import argparse
import pickle
import re
import sys
from pathlib import Path
from typing import Any

import yaml

from secondsource.model import Claim, Reading
from secondsource.stories.alignment_likeness import FEATURES, Claims, features

STRENGTH = 1.0  #: of the regularisation, the smaller the stronger; from 0.3 on, no story left out changes much

Pairs = tuple[list[list[float]], list[int]]


def places(text: str, quote: str) -> list[tuple[int, int]]:
    """Where a key's quote stands: any white space for a space, any quote mark or dash for another."""
    loose = [
        r"\s+" if c.isspace() else "['‘’]" if c in "'‘’" else '["“”]' if c in '"“”' else "[-–—]" if c in "-–—" else re.escape(c)
        for c in quote
    ]
    pattern = "".join(part for i, part in enumerate(loose) if not (part == r"\s+" and i and loose[i - 1] == part))
    return [m.span() for m in re.finditer(pattern, text)]


def quotes(value: Any) -> list[str]:
    found = value if isinstance(value, list) else [value]
    return [str(v.get("quote") or v.get("text")) if isinstance(v, dict) else str(v) for v in found if v]


def keyed(claims: list[dict[str, Any]], letters: dict[str, Reading]) -> dict[str, set[int]]:
    """Claim id -> numbers of the key's claims that it covers, or that cover it, by half."""
    found: dict[str, set[int]] = {}
    for letter, reading in letters.items():
        for number, wanted in enumerate(claims):
            spans = [span for quote in quotes(wanted.get(letter)) for span in places(reading.article.text, quote)]
            for claim in reading.claims:
                if any(halves(claim, span) for span in spans):
                    found.setdefault(claim.id, set()).add(number)
    return found


def halves(claim: Claim, span: tuple[int, int]) -> bool:
    shared = min(claim.span.end, span[1]) - max(claim.span.start, span[0])
    return shared >= 0.5 * min(len(claim.span), span[1] - span[0])


def letters_of(key: dict[str, Any], key_text: str, readings: list[Reading]) -> dict[str, Reading]:
    named = dict(re.findall(r"`([A-Z])`\s+is\s+`?([\w.-]+\.\w+)`?", key_text)) | (key.get("files") or {})
    by_file = {reading.article.file: reading for reading in readings}
    by_stem = {Path(file).stem: reading for file, reading in by_file.items()}
    return {letter: by_file[named[letter]] for letter in named} if named else {k: v for k, v in by_stem.items() if re.fullmatch("[A-Z]", k)}


def examples(folder: Path, readings: list[Reading]) -> Pairs:
    """Features and labels of the pairs of one story."""
    key_text = (folder / "expected.yaml").read_text("utf-8")
    key = yaml.safe_load(key_text)
    covered = keyed(key["claims"], letters_of(key, key_text, readings))
    held = Claims(readings, [claim for reading in readings for claim in reading.claims])
    pairs = held.pairs()
    rows, labels = [], []
    for (i, j), row in zip(pairs, features(held, pairs), strict=True):
        one, other = (covered.get(held.known[n].claim.id, set()) for n in (i, j))
        if one & other or one or other or row[0] < 0.55:
            rows.append(row)
            labels.append(int(bool(one & other)))
    return rows, labels


def fit(parts: list[Pairs]) -> tuple[float, list[float]]:
    """Intercept and weights for the features as they come."""
    import numpy
    from sklearn.linear_model import LogisticRegression

    rows = numpy.array([row for part in parts for row in part[0]])
    labels = numpy.array([label for part in parts for label in part[1]])
    mean, spread = rows.mean(0), rows.std(0) + 1e-6
    model = LogisticRegression(C=STRENGTH, max_iter=3000).fit((rows - mean) / spread, labels)
    weights = model.coef_[0] / spread
    return float(model.intercept_[0] - (weights * mean).sum()), [float(w) for w in weights]


def check(data: dict[str, Pairs]) -> None:
    from sklearn.metrics import average_precision_score

    found = []
    for left_out in data:
        intercept, weights = fit([part for name, part in data.items() if name != left_out])
        rows, labels = data[left_out]
        scored = [intercept + sum(w * x for w, x in zip(weights, row, strict=True)) for row in rows]
        found.append(float(average_precision_score(labels, scored)))
        print(f"{left_out:20} average precision {100 * found[-1]:.1f}", file=sys.stderr)
    print(f"mean {100 * sum(found) / len(found):.1f}", file=sys.stderr)


def written(intercept: float, weights: list[float], stories: int) -> str:
    lines = [
        "# By how much each likeness of two claims speaks for their being one: a logistic regression.",
        f"# Made by training/alignment/train.py from the answer keys of {stories} stories.",
        "# The names are explained in stories/alignment_likeness.py.",
        f"intercept = {intercept:.4f}",
        "",
        "[weights]",
        *(f"{name} = {weight:.4f}" for name, weight in zip(FEATURES, weights, strict=True)),
    ]
    return "\n".join(lines) + "\n"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path)
    parser.add_argument("readings", type=Path)
    parser.add_argument("--without", default="")
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args(argv)
    readings = pickle.loads(args.readings.read_bytes())
    data = {name: examples(args.cases / name, found) for name, found in readings.items() if name != args.without}
    if args.check:
        check(data)
    print(written(*fit(list(data.values())), len(data)), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
