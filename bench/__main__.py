"""``python -m bench`` prints one table of quality and speed; ``python -m bench NAME …`` runs one measurement; ``--help`` lists them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HELPERS = {"measures", "corpus_made"}  # no measurements of their own


def names() -> list[str]:
    return sorted(p.stem for p in Path(__file__).parent.glob("*.py") if not p.stem.startswith("_") and p.stem not in HELPERS)


def main(argv: list[str]) -> int:
    if argv and argv[0] in names():
        return int(importlib.import_module(f"bench.{argv[0]}").main(argv[1:]) or 0)
    if not argv or (argv[0].startswith("--") and argv[0] != "--help"):
        return int(importlib.import_module("bench.table").main(argv) or 0)
    print("python -m bench [--shared DIR] prints the table; python -m bench NAME [ARGUMENTS] one part; each NAME has --help:")
    for name in names():
        module = importlib.import_module(f"bench.{name}")
        print(f"  {name:14}{(module.__doc__ or '').strip().splitlines()[0]}")
    return 0 if argv[0] == "--help" else 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
