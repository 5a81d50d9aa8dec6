"""Ten minutes of fuzzing of each of the seven targets of `tests/fuzz`: with atheris where it is installed, else with Hypothesis.

Each step goes on from the inputs that those before it found worth keeping, in a folder of the run's own. An input that breaks a
promise is kept there too, and named; it belongs among the cases of `tests/fuzz/test_targets.py`.
"""

from __future__ import annotations

import importlib.util
import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from tests.fuzz import targets

from longrun import FOLDER, ROOT, Progress

STEPS, SECONDS = 10, 60
PULSE = re.compile(r"#(\d+)\s+DONE\s+cov: (\d+).*?corp: (\d+)")
LONGEST = 2_000  #: bytes of an input


def words(name: str, folder: Path) -> Path:
    """The target's words in the form that libFuzzer reads."""
    held = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in targets.TARGETS[name].words)
    file = folder / "words.txt"
    file.write_text("".join(f'"{word}"\n' for word in held if word))
    return file


def guided(name: str, step: int, folder: Path) -> dict[str, Any]:
    """One step of atheris: how many inputs were run, how many parts of the code they reach, how many are kept."""
    corpus, bad = folder / "inputs", folder / "bad"
    for made in (corpus, bad):
        made.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(targets.TARGETS[name].seeds):
        (corpus / f"seed-{number}").write_bytes(data)
    options = [f"-max_total_time={SECONDS}", f"-seed={step + 1}", f"-dict={words(name, folder)}", f"-artifact_prefix={bad}{os.sep}"]
    options += [f"-max_len={LONGEST}", "-timeout=100", "-rss_limit_mb=3000", str(corpus)]
    paths = os.pathsep.join([str(ROOT / "tests"), str(ROOT), *(p for p in sys.path if p)])
    command = [sys.executable, "-m", "tests.fuzz", name, *options]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", cwd=ROOT, env={**os.environ, "PYTHONPATH": paths})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, f"{sorted(bad.iterdir())}: {done.stdout[-1500:]}{done.stderr[-1500:]}"
    pulse = PULSE.search(done.stderr)
    assert pulse, done.stderr[-1500:]
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"inputs": int(pulse[1]), "reached": int(pulse[2]), "kept": int(pulse[3]), "processor_seconds": round(used)}


def unguided(name: str, step: int) -> dict[str, Any]:
    """One step of Hypothesis: bytes at random and seeds with bytes put in, as many as the time allows."""
    run, begun, count = targets.run, time.monotonic(), 0
    spliced = st.builds(
        lambda one, at, new: one[:at] + new + one[at:], st.sampled_from(targets.TARGETS[name].seeds), st.integers(0, 99), st.binary()
    )
    while time.monotonic() - begun < SECONDS:

        @seed(1000 * step + count)
        @given(st.binary(max_size=LONGEST) | spliced)
        @settings(max_examples=500, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def check(data: bytes) -> None:
            run(name, data)

        check()
        count += 1
    return {"inputs": 500 * count}


@pytest.mark.long
@pytest.mark.parametrize("name", targets.TARGETS)
def test_ten_minutes_of_fuzzing(name: str) -> None:
    """Whatever bytes: no error but the declared ones, places that lie in the text, no text lost, and time that is linear."""
    letters = name.replace(" ", "-")
    progress = Progress(f"fuzz-{letters}")
    for step in progress.left(STEPS):
        have = importlib.util.find_spec("atheris")
        found = guided(name, step, FOLDER / f"fuzz-{letters}") if have else unguided(name, step)
        progress.note(seconds=SECONDS, **found)
