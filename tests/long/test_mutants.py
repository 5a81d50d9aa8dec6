"""Spoilt pages: bits turned over, tags lost, parts doubled. No crash, no hang, and every word shown is the page's."""

from __future__ import annotations

import random
import re
import time

import pytest

import promises
from longrun import ROOT, Progress
from secondsource.model import Page
from secondsource.options import Options
from secondsource.worker import Worker

SEED = 8
PAGES = ("harbour-post.html", "wqel-news.txt")
LIMITS = Options(intake_seconds=5.0, reading_seconds=5.0, reading_seconds_per_1000_words=0.0)
SLOW = 5.0  #: seconds of a page's own time; more is a hang
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


def read(worker: Worker, n: int) -> tuple[str, float]:
    """The state in which the nth mutant ends, and its seconds of processor time at most."""
    page = mutant(n)
    begun = time.monotonic()
    outcome = worker.run(page)
    took = time.monotonic() - begun
    assert outcome.input.reason not in ("crashed", "memory", "time"), (n, outcome.input)
    assert (outcome.input.state == "failed") == (outcome.reading is None), (n, outcome.input)
    assert outcome.input.state != "failed" or (outcome.input.reason and outcome.input.why), n
    if outcome.reading:
        promises.check_article(page, outcome.reading.article)
        promises.check_reading(outcome.reading)
    return outcome.input.state, took


def run(numbers: range) -> tuple[dict[str, int], float]:
    """What became of these mutants, and the longest that one took once the child was warm."""
    worker, states, longest = Worker(LIMITS), dict[str, int](), 0.0
    try:
        for n in numbers:
            state, took = read(worker, n)
            states[state] = states.get(state, 0) + 1
            if n > numbers[0]:
                longest = max(longest, took)
    finally:
        worker.close()
    return states, longest


def test_a_hundred_spoilt_pages() -> None:
    """Each of a hundred mutants of two pages ends in a state, with no crash and no hang, and points only at its own words."""
    states, longest = run(range(100))

    assert states.get("ok", 0) > 50
    assert longest < SLOW


@pytest.mark.long
def test_ten_thousand_spoilt_pages() -> None:
    """Ten thousand, in steps of a hundred."""
    progress = Progress("mutants")
    for step in progress.left(100):
        states, longest = run(range(100 * step, 100 * step + 100))
        assert longest < SLOW, step
        progress.note(longest=round(longest, 2), **states)
