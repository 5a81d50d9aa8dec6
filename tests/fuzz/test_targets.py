"""Any bytes at all: seven parts of the program that read what strangers wrote. Minutes of fuzzing stand in `tests/long/test_fuzz.py`."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fuzz import targets

EXAMPLES = 60

#: What fuzzing found: the target, the input, and what was wrong with it.
FOUND = [
    ("feed readers", b'\0{"items": [{"url": "//["}]}', "an item's address that is none was an error of the whole feed"),
    ("feed readers", b"\0<item><link></entry><channel></link>", "a mark closed that was not open was an error of another kind"),
    ("WARC reader", b"\0\0", "a whole record before bytes that begin no record was taken for a cut one"),
]


def mixed(name: str, seed: int) -> bytes:
    """An input with something of a seed, of the target's words and of noise in it; always the same of a number."""
    pick, target = random.Random(seed), targets.TARGETS[name]
    data = bytearray(pick.choice(target.seeds))
    for _ in range(pick.randrange(1, 8)):
        at = pick.randrange(len(data) + 1)
        new = pick.choice(target.words).encode() if pick.random() < 0.5 else bytes(pick.randrange(256) for _ in range(pick.randrange(1, 6)))
        data[at : at + pick.choice((0, 0, len(new)))] = new
    return bytes(data)


@pytest.mark.parametrize("name", targets.TARGETS)
def test_seeds_and_their_kin(name: str) -> None:
    """The inputs that fuzzing begins with, and a hundred made of them, keep every promise, repeated in linear time."""
    for data in targets.TARGETS[name].seeds:
        targets.TARGETS[name].check(data)
    for seed in range(100):
        targets.TARGETS[name].check(mixed(name, seed))
    targets.linear(targets.TARGETS[name].check, targets.TARGETS[name].seeds[0])


@pytest.mark.parametrize("name", targets.TARGETS)
def test_any_bytes(name: str) -> None:
    """Bytes that nobody chose keep every promise."""

    @given(st.binary(max_size=300))
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def check(data: bytes) -> None:
        targets.TARGETS[name].check(data)

    check()


@pytest.mark.parametrize(("name", "data"), [case[:2] for case in FOUND], ids=[case[2] for case in FOUND])
def test_what_fuzzing_found(name: str, data: bytes) -> None:
    """An input that broke a promise once keeps it."""
    targets.TARGETS[name].check(data)
