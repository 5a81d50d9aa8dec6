"""Real stories with answer keys, where they are at hand: the whole pipeline against what a careful reporter finds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from secondsource.pipeline import investigate
from secondsource.views import records

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "docs" / "records.schema.json").read_text("utf-8"))
NAMES = [
    *("benghazi-2013", "bombs-2018", "coup-2018", "flynn-2017", "grimm-2014"),
    *("lieberman-2017", "mattis-2018", "sestak-2010", "strzok-2018", "trophies-2017"),
]


def score(case: Path, data: dict[str, Any], tmp_path: Path) -> dict[str, Any]:
    """The scorer's headlines for one story."""
    file = tmp_path / "records.json"
    file.write_text(json.dumps(data), "utf-8")
    scorer = case.parents[1] / "eval" / "score_cases.py"
    done = subprocess.run([sys.executable, str(scorer), str(case), str(file), "--json"], capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout)["headlines"])


@pytest.fixture(scope="session")
def read(cases: Path) -> dict[str, dict[str, Any]]:
    """The records of every story."""
    return {
        name: records.records(investigate(sorted(p for p in (cases / name).iterdir() if p.suffix in (".html", ".txt")))) for name in NAMES
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_case_is_read_without_a_fault(name: str, read: dict[str, dict[str, Any]], cases: Path, tmp_path: Path) -> None:
    """Every page of every story is read whole, the reports are one story, and every span and reference holds."""
    data = read[name]
    jsonschema.validate(data, SCHEMA)

    assert {i["state"] for i in data["inputs"]} == {"ok"}
    headlines = score(cases / name, data, tmp_path)
    assert headlines["integrity"] == 100
    assert headlines["stories"] == 100


def test_founding_case(read: dict[str, dict[str, Any]], cases: Path, tmp_path: Path) -> None:
    """The two founding pages: clean articles, no invented date, one story."""
    headlines = score(cases / "coup-2018", read["coup-2018"], tmp_path)

    assert headlines["articles"] >= 90
    assert headlines["dates"] >= 85
    assert headlines["overall"] >= 50


def test_one_commander_is_one_origin(read: dict[str, dict[str, Any]], cases: Path) -> None:
    """One commander's words to one newspaper, in two pages: one newsroom, exactly one origin."""
    key = yaml.safe_load((cases / "coup-2018" / "expected.yaml").read_text("utf-8"))
    quote = next(claim["B"] for claim in key["claims"] if claim["id"] == "no-joint-operation")
    data = read["coup-2018"]
    texts = {a["id"]: a["text"] for a in data["articles"]}
    claims = {c["id"]: texts[c["article"]][slice(*c["span"])] for c in data["claims"]}
    found = [
        a
        for a in data["stories"][0]["alignments"]
        if any(quote in " ".join(claims[c].split()) for c in a["claims"]) and len(a["claims"]) > 1
    ]

    assert [(len(a["newsrooms"]), a["origins"]["min"], a["origins"]["max"]) for a in found] == [(1, 1, 1)]
