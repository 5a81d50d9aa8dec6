"""The same pages give the same bytes: whatever the seed of Python's hashes, the time zone, the language and the number of workers."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import neighbours
from longrun import ROOT, Progress, code
from secondsource.model import Report
from secondsource.views import records
from secondsource.views.report import html

ZONES = ("UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu", "Pacific/Pago_Pago")
LANGUAGES = ("C", "tr_TR.UTF-8", "C.UTF-8", "de_DE.ISO-8859-1")
#: Seed, time zone, language and workers of each run; the first is what the others are compared with.
RUNS = [(n, ZONES[n % len(ZONES)], LANGUAGES[n % len(LANGUAGES)], 1) for n in range(21)] + [
    (0, "UTC", "C", 2),
    (5, ZONES[1], LANGUAGES[1], 3),
    (9, ZONES[2], LANGUAGES[2], 4),
]
HOSTILE = {
    "deep.html": neighbours.html(
        "<div>" * 300 + neighbours.paragraphs() + "<p>He said \u202eevil\u202c on 12/11/10, “never, “not 'ever'.</p>"
    ),
    "broken.txt": "Harbour shut\n\nİstanbul’s “harbour” was shut, said Ida Brandt, 41.\x00 " + "“It is safe, he said. " * 40,
}


def run(folder: Path, out: Path, seed: int, zone: str, language: str, workers: int) -> list[str]:
    """The sha256 of the report and of the records that a run of the whole program makes."""
    environment = {"PYTHONHASHSEED": str(seed), "TZ": zone, "LANG": language, "LC_ALL": language}
    path = os.pathsep.join(p for p in sys.path if p)
    command = [
        sys.executable,
        "-P",
        "-m",
        "secondsource.cli",
        "report",
        str(folder),
        "-o",
        str(out / "r.html"),
        "--json",
        str(out / "r.json"),
    ]
    done = subprocess.run(
        [*command, "-q", "--workers", str(workers)], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path, **environment}
    )
    assert done.returncode in (0, 1), done.stderr
    return [hashlib.sha256((out / name).read_bytes()).hexdigest() for name in ("r.html", "r.json")]


def test_another_seed_zone_and_language(demo: Report, tmp_path: Path) -> None:
    """The demo made with other hashes, in another time zone and language is the demo, byte for byte."""
    made = [hashlib.sha256(text.encode()).hexdigest() for text in (html(demo), records.to_json(demo))]

    assert run(ROOT / "examples", tmp_path, 7, ZONES[1], LANGUAGES[1], 1) == made


@pytest.mark.long
def test_every_seed_zone_language_and_number_of_workers(tmp_path: Path) -> None:
    """Seeds 0 to 20, five time zones, four languages, one to four workers: the demo's pages and two hostile ones give the same bytes."""
    for name, text in HOSTILE.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for page in (ROOT / "examples").iterdir():
        (tmp_path / page.name).write_bytes(page.read_bytes())
    progress = Progress("matrix")
    for step in progress.left(len(RUNS)):
        (tmp_path / "out").mkdir(exist_ok=True)
        made = run(tmp_path, tmp_path / "out", *RUNS[step])
        (tmp_path / "out" / "r.html").unlink()
        same = [old["made"] for old in progress.done if old["code"] == code()]
        assert not same or made == same[0], RUNS[step]
        progress.note(run=RUNS[step], made=made)
