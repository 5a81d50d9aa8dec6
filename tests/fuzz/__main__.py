"""The fuzzer itself: ``python -m tests.fuzz NAME CORPUS [libFuzzer options]``, with atheris installed."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["secondsource"]):
    from tests.fuzz import targets


def main(name: str, options: list[str]) -> None:
    def one(data: bytes) -> None:
        targets.run(name, data)

    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
