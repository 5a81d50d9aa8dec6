"""Where the material outside the repository lies, and the demo story read once for every test that wants it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import chromium
from secondsource.model import Report

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


def pytest_configure(config: pytest.Config) -> None:
    """A test that is skipped says why."""
    if "s" not in config.option.reportchars:
        config.option.reportchars += "s"


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for the tests of a module."""
    with chromium.browsing() as running:
        yield running


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[Any]:
    """Where a browser is required, a browser test that was skipped has failed."""
    report = yield
    if report.skipped and item.get_closest_marker("browser") and os.environ.get("SECONDSOURCE_BROWSER") == "required":
        report.outcome = "failed"
        report.longrepr = f"skipped where a browser is required: {report.longrepr}"
    return report
