"""Long runs that can be stopped and taken up again: what is done stands in a file, one line each.

``pytest -m long`` runs them whole; each can be ended at any moment and goes on where it was. The files lie in `out/long`
(or in the folder that SECONDSOURCE_LONG names). SECONDSOURCE_LONG_SECONDS ends each run after so many seconds, skipped with
how far it came. Each step notes which code it ran (`code`), so that a run taken up again after a change tells what was seen
of which code; steps of older code count all the same. For a run of the present code alone, name an empty folder.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = Path(os.environ.get("SECONDSOURCE_LONG", ROOT / "out" / "long"))
SECONDS = float(os.environ.get("SECONDSOURCE_LONG_SECONDS", "inf"))


@functools.cache
def code() -> str:
    """Twelve letters that stand for the program as it is: of every file of it, tables and models among them."""
    found = hashlib.sha256()
    for file in sorted((ROOT / "src").rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            found.update(f"{file.relative_to(ROOT)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()[:12]


class Progress:
    """The steps of one long run that are done, with what each found."""

    def __init__(self, name: str):
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.file = FOLDER / f"{name}.jsonl"
        text = self.file.read_text("utf-8") if self.file.exists() else ""
        self.done: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines() if line.endswith("}")]
        self.begun = time.monotonic()

    def note(self, **facts: Any) -> None:
        """One step more is done."""
        facts = {**facts, "code": code()}
        self.done.append(facts)
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(facts, ensure_ascii=False) + "\n")

    def left(self, steps: int) -> Iterator[int]:
        """The numbers of the steps that are not done; ends the test, to go on another time, when its seconds are over."""
        for step in range(len(self.done), steps):
            if time.monotonic() - self.begun > SECONDS:
                pytest.skip(f"{step} of {steps} steps done, none failed: run it again to go on")
            yield step
