"""``python -m bench NAME …`` runs one measurement; without a name it lists them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def names() -> list[str]:
    return sorted(p.stem for p in Path(__file__).parent.glob("*.py") if not p.stem.startswith("_"))


def main(argv: list[str]) -> int:
    if not argv or argv[0] not in names():
        print("python -m bench NAME [ARGUMENTS]; each NAME has --help:")
        for name in names():
            module = importlib.import_module(f"bench.{name}")
            print(f"  {name:14}{(module.__doc__ or '').strip().splitlines()[0]}")
        return 0 if not argv else 2
    return int(importlib.import_module(f"bench.{argv[0]}").main(argv[1:]) or 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
