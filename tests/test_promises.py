"""The page of promises names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_promise_has_tests_that_exist() -> None:
    """P1 to P9 each name at least one test, and every test named is in the tests."""
    page = (ROOT / "docs" / "promises.md").read_text("utf-8")
    rows = re.findall(r"^\| (P\d) \|.*\|([^|]*)\|$", page, re.M)
    tests = set(re.findall(r"^def (test_\w+)", "\n".join(p.read_text("utf-8") for p in (ROOT / "tests").rglob("test_*.py")), re.M))

    assert [name for name, _ in rows] == [f"P{n}" for n in range(1, 10)]
    for name, named in rows:
        wanted = set(re.findall(r"`(test_\w+)`", named))
        assert wanted, name
        assert wanted <= tests, name
