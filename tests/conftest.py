"""Where the material outside the repository lies, and the demo story read once for every test that wants it."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondsource.model import Report

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of real stories with answer keys; not part of the repository."""
    if not (SHARED / "cases").is_dir():
        pytest.skip(f"the stories with answer keys are not at {SHARED / 'cases'}")
    return SHARED / "cases"


@pytest.fixture(scope="session")
def demo() -> Report:
    """The invented story of `examples/`, read by the whole pipeline."""
    from secondsource.pipeline import investigate

    return investigate([ROOT / "examples"])
