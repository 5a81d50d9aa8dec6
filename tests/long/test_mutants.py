"""Spoilt pages: bits turned over, tags lost, parts doubled. No crash, no hang, and every word shown is the page's."""

from __future__ import annotations

import os
import random
import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import promises
from longrun import ROOT, Progress
from secondsource import intake
from secondsource.errors import UnreadableInput
from secondsource.model import Article, Page
from secondsource.options import Options
from secondsource.worker import Worker

SEED = 8
PAGES = ("harbour-post.html", "wqel-news.txt")
LIMITS = Options(intake_seconds=60.0, reading_seconds=60.0)  # by the clock, which on a busy machine says little
SLOW = 5.0  #: processor seconds of a page; more is a hang
TAG = re.compile(rb"<[^>]{0,300}>")


def mutant(n: int) -> Page:
    """The nth spoilt page; always the same."""
    noise = random.Random(f"{SEED}/{n}")
    name = PAGES[n % 2]
    body = bytearray((ROOT / "examples" / name).read_bytes())
    for _ in range(noise.choice((1, 2, 5, 20, 60))):
        at, length = noise.randrange(len(body)), noise.randrange(1, 120)
        match noise.randrange(7):
            case 0:
                body[at] ^= 1 << noise.randrange(8)
            case 1:
                del body[at : at + length]
            case 2:
                body[at:at] = body[at : at + length]
            case 3:
                body[at : at + length] = bytes(noise.randrange(256) for _ in range(length))
            case 4 if tags := list(TAG.finditer(body)):
                lost = noise.choice(tags)
                del body[lost.start() : lost.end()]
            case 5:
                body[at:at] = noise.choice(
                    (b"<", b">", b'"', b"&", b"\0", b"\xff", b"<!--", b"<script>", "“".encode(), b"]]>", b"\r\n\r\n")
                )
            case _:
                other = (ROOT / "examples" / noise.choice(PAGES)).read_bytes()
                start = noise.randrange(len(other))
                body[at : at + length] = other[start : start + noise.randrange(1, 400)]
        if len(body) < 50:
            break
    return Page(f"mutant-{n}{name[-5:]}", bytes(body))


def extract(page: Page) -> tuple[Article | None, float]:
    """The page's article, if there is one, and the processor seconds that it took; more than ``SLOW`` ends it."""

    def late(number: int, frame: object) -> None:
        raise TimeoutError(page.file)

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, SLOW)
    begun = time.process_time()
    try:
        article = intake.extract(page, LIMITS)
    except UnreadableInput as error:
        if not (error.reason and error.why):
            raise AssertionError(f"{page.file} failed without a reason") from error
        return None, time.process_time() - begun
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    promises.check_article(page, article)
    return article, time.process_time() - begun


def read(worker: Worker, page: Page) -> float:
    """Read the page in a child; the processor seconds that it took."""
    begun = used(worker)
    outcome = worker.run(page)
    assert outcome.input.state == "ok", (page.file, outcome.input)
    assert outcome.reading
    promises.check_reading(outcome.reading)
    return used(worker) - begun


def used(worker: Worker) -> float:
    """The processor seconds of the child so far; the clock's where the system does not tell."""
    child = Path(f"/proc/{worker.child.process.pid if worker.child else 0}/stat")
    if not child.exists():
        return time.monotonic()
    facts = child.read_text().rpartition(")")[2].split()
    return (int(facts[11]) + int(facts[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture
def worker() -> Iterator[Worker]:
    """A child under the limits, with its models and those of this process loaded."""
    intake.extract(Page("warm.html", (ROOT / "examples" / PAGES[0]).read_bytes()))
    made = Worker(LIMITS)
    made.run(Page("warm.html", (ROOT / "examples" / PAGES[0]).read_bytes()))
    yield made
    made.close()


def run(worker: Worker, numbers: range, wanted: Callable[[int], bool]) -> dict[str, float]:
    """All of these mutants through intake, and the wanted ones through reading: how many of each, and the longest time."""
    found = {"pages": 0, "articles": 0, "read": 0, "longest": 0.0}
    for n in numbers:
        page = mutant(n)
        article, took = extract(page)
        found["pages"] += 1
        found["articles"] += article is not None
        if article and not article.partial and wanted(n):
            took = max(took, read(worker, page))
            found["read"] += 1
        found["longest"] = max(found["longest"], round(took, 2))
    assert found["longest"] < SLOW, found
    return found


def test_a_hundred_spoilt_pages(worker: Worker) -> None:
    """Each of a hundred mutants of two pages is an article or a named failure, with no crash and no hang, and points at its own words."""
    found = run(worker, range(100), lambda n: n % 10 < 2)

    assert found["articles"] > 50
    assert found["read"] >= 10


@pytest.mark.long
@pytest.mark.parametrize(("name", "wanted"), [("quarter", lambda n: n % 8 < 2), ("rest", lambda n: n % 8 >= 2)], ids=["quarter", "rest"])
def test_ten_thousand_spoilt_pages(worker: Worker, name: str, wanted: Callable[[int], bool]) -> None:
    """Ten thousand through intake; a quarter of them through reading too, then the rest."""
    progress = Progress(f"mutants-{name}")
    for step in progress.left(100):
        progress.note(**run(worker, range(100 * step, 100 * step + 100), wanted))
