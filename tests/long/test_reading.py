"""Odd texts at full size: nothing faults, no text is lost, memory stays bounded, and what was not read whole says so."""

from __future__ import annotations

import multiprocessing
import resource

import pytest

from makers import article
from secondsource.options import Options
from secondsource.reading import read

GIB = 1024 * 1024  #: of the kilobytes that the system counts in
SENTENCE = "Ida Brandt said the wall would hold. “It is safe,” she said. "
ODD = {
    "200,000 words": (SENTENCE * 8 + "\n\n", 200_000 * 6),
    "one sentence": ("the keeper of the wall and of the town ", 1_000_000),
    "unbalanced marks": ("“", 100_000),
    "unbalanced marks among words": ("He said “it held ", 100_000 * 17),
    "no letters": ("12 , ; 45 !? ", 1_000_000),
    "no blanks": ("x", 1_000_000),
    "nested": ("he said ", 1_000_000),
}


def work(name: str) -> tuple[bool, int | None, bool, int, int]:
    """Is all text kept, how far was it read, do all spans lie in it, its length, and the most memory held, in kilobytes."""
    piece, length = ODD[name]
    text = (piece * (length // len(piece) + 1))[:length]
    given = article(*[part for part in text.split("\n\n") if part.strip()])
    reading = read(given, Options())
    inside = all(0 <= part.start < part.end <= len(given.text) for a in reading.attributions for part in a.content)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return reading.article == given, reading.read_to, inside, len(given.text), memory


@pytest.mark.long
@pytest.mark.parametrize("name", ODD)
def test_odd_text_at_full_size(name: str) -> None:
    """Read in a process of its own, to its end or to where it says, in less than 4 GiB."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        kept, read_to, inside, length, memory = pool.apply(work, (name,))

    assert kept
    assert inside
    assert read_to is None or 0 <= read_to <= length
    assert memory < 4 * GIB
