"""Very many pages in one process: memory stays where it was."""

from __future__ import annotations

import gc
import os
import random
import resource
from pathlib import Path

import pytest

import promises
from longrun import Progress
from secondsource import intake, reading
from secondsource.errors import UnreadableInput
from secondsource.model import Page

MOST = 1.2  #: resident memory at the end, as a share of that at a tenth of the way
NAMES = ("Ada Brandt", "Jon Pell", "Mira Oduya", "the harbour office", "two pilots", "a spokesman for the council", "Tolland Water")
DID = ("closed the northern pier", "found 14 cracks in a bridge", "paid $3.2 million for repairs", "moved the ferry to quay 9", "resigned")
WHEN = ("on Tuesday", "last August", "in early May", "two weeks ago", "on 3 March 2021", "over the weekend")


def page(n: int, paragraphs: int = 6) -> Page:
    """The nth invented page; no two are alike, and each has a name of its own."""
    pick = random.Random(n)
    told = "".join(
        f"<p>{pick.choice(NAMES)} {pick.choice(DID)} {pick.choice(WHEN)}, Kelda Voss{pick.randrange(10**6)} said. “We saw it {k} times,” "
        f"{pick.choice(NAMES)} told reporters of page {n}.</p>"
        for k in range(paragraphs)
    )
    title = f"<title>Harbour news {n}</title>"
    return Page(f"{n}.html", f"<html><head>{title}</head><body><article><h1>Harbour news {n}</h1>{told}</article></body></html>".encode())


def resident() -> int:
    """Bytes of this process's memory that are in use now."""
    gc.collect()
    statm = Path("/proc/self/statm")
    if not statm.exists():
        pytest.skip("this system does not tell a process's memory")
    return int(statm.read_text().split()[1]) * resource.getpagesize()


def soak(count: int, read: bool) -> tuple[int, int, int]:
    """Memory at a tenth and at the end, and the number of open files that came to be."""
    tenth, files = 0, 0
    for n in range(count):
        given = page(n, 2 if read else 6)
        try:
            article = intake.extract(given)
        except UnreadableInput:
            continue
        if read:
            promises.check_reading(reading.read(article))
        if n == count // 10:
            tenth, files = resident(), len(os.listdir("/proc/self/fd"))
    return tenth, resident(), len(os.listdir("/proc/self/fd")) - files


def test_memory_stays_over_a_few_hundred_pages() -> None:
    """Three hundred pages through intake: no more memory at the end than soon after the start, and no file left open."""
    soak(30, False)
    tenth, end, files = soak(300, False)

    assert end <= MOST * tenth
    assert files <= 0


@pytest.mark.long
@pytest.mark.parametrize(("name", "count", "read"), [("intake", 100_000, False), ("reading", 5_000, True)])
def test_memory_stays(name: str, count: int, read: bool) -> None:
    """A hundred thousand pages through intake, five thousand through reading as well, each in one process."""
    progress = Progress(f"soak-{name}")
    for _ in progress.left(1):
        tenth, end, files = soak(count, read)
        progress.note(pages=count, tenth_mb=tenth >> 20, end_mb=end >> 20, share=round(end / tenth, 3), files=files)
        assert end <= MOST * tenth
        assert files <= 0
