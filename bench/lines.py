"""Bare text, its tags gone: which lines are the article.

    python -m bench lines SET_DIR -o pred.jsonl [--folds 5]

SET_DIR is a folder of pages with full bodies, whose lines come from ``eval_plaintext.py lines SET_DIR > lines.jsonl``:
give that file as ``--lines``. With ``--folds`` networks and trees are trained anew for each fold on the hosts
outside it, so that no page is judged by a model that saw its site (with 5 folds, half an hour; needs torch and scikit-learn);
without, the shipped ones judge all.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from secondsource.intake import segments
from secondsource.intake.markup import Line


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench lines", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", type=Path, metavar="SET_DIR")
    parser.add_argument("--lines", type=Path, required=True, metavar="lines.jsonl")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="pred.jsonl")
    parser.add_argument("--folds", type=int, default=0)
    given = parser.parse_args(argv)
    rows = [json.loads(line) for line in given.lines.read_text("utf-8").splitlines() if line.strip()]
    if given.folds:
        sys.path.insert(0, str(Path(__file__).parents[1] / "training" / "lines"))
        import ends

        kept = ends.cross_validated(rows, given.folder, given.folds)
    else:
        kept = [segments.kept([Line(words, ()) for words in row["lines"]]) for row in rows]
    with given.output.open("w", encoding="utf-8") as file:
        for row, keep in zip(rows, kept, strict=True):
            file.write(json.dumps({"id": row["id"], "keep": [int(k) for k in keep]}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
