"""Memory stays flat over thousands of pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondsource import intake
from secondsource.model import Page

STATUS = Path("/proc/self/status")
PAGES = 5000
ROOM = 48  #: MB; what the tables of answers about short lines may grow to after the first thousand pages


def resident() -> float:
    """MB of memory in use."""
    return next(int(line.split()[1]) / 1024 for line in STATUS.read_text().splitlines() if line.startswith("VmRSS"))


def page(n: int) -> Page:
    """A page that no other is like: its own words, classes and links."""
    told = "".join(
        f"<p class='c{n}-{i}'>Keeper {n * 31 + i} of the light at Gull Point {n} counted {n * i} ships, the log of {i} says.</p>"
        for i in range(12)
    )
    links = "".join(f"<li><a href='/{n}/{i}'>Story {n} about harbour {i}</a></li>" for i in range(20))
    head = f"<html><head><title>Night {n} at Gull Point</title></head><body><nav><ul>{links}</ul></nav>"
    return Page(f"{n}.html", f"{head}<article><h1>Night {n} at Gull Point</h1>{told}</article></body></html>".encode())


def growth(count: int) -> float:
    """MB by which memory grew from the first fifth of so many pages to the last."""
    first = 0.0
    for n in range(count):
        assert len(intake.extract(page(n)).blocks) > 10
        if n == count // 5:
            first = resident()
    return resident() - first


@pytest.mark.long
@pytest.mark.skipif(not STATUS.exists(), reason="memory is read from /proc")
def test_memory_is_flat_over_5000_pages() -> None:
    """From the thousandth page to the five-thousandth, all different, memory grows by no more than bounded tables do."""
    assert growth(PAGES) < ROOM
