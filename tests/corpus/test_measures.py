"""The benches' own measures: known answers, and agreement with the scorers beside the corpora where those are there."""

from __future__ import annotations

import importlib.util
import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import measures

SHARED = Path(__file__).parents[3] / "shared"
EVAL = SHARED / "eval"


def scorer(name: str) -> Any:
    file = EVAL / f"{name}.py"
    if not file.is_file():
        pytest.skip(f"{name}.py lies in ../shared/eval, which is not there")
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("gold", "given", "found"),
    [
        ("aabb", "1122", (100.0, 100.0)),
        ("aabb", "1111", (50.0, 100.0)),
        ("aabb", "1234", (100.0, 50.0)),
        ("aaab", "1122", (75.0, 66.7)),
    ],
)
def test_b_cubed_by_hand(gold: str, given: str, found: tuple[float, float]) -> None:
    """Small groupings worked out by hand."""
    assert measures.b_cubed(gold, given)[:2] == pytest.approx(found, abs=0.05)


def test_shingles_by_hand() -> None:
    """Half of the found runs right and all of the gold found; a page without text on either side counts on neither."""
    gold, found = ["a", "b", "c", "d", "e"], ["a", "b", "c", "d", "e", "f", "g"]
    assert measures.shingle_f1([(gold, found), ([], [])]) == pytest.approx((50.0, 100.0, 66.67), abs=0.01)


def test_exponent() -> None:
    """Growth in proportion has the exponent 1, growth by the square 2."""
    assert measures.exponent([(10, 3), (100, 30), (1000, 300)]) == pytest.approx(1)
    assert measures.exponent([(10, 1), (100, 100)]) == pytest.approx(2)
    assert measures.exponent([(10, 1)]) is None


def test_clusters_agree(tmp_path: Path) -> None:
    """B-cubed and pairwise F1 of a random grouping are those of the scorer to 0.1."""
    scorer("eval_clusters")
    chance = random.Random(1)
    gold = [f"e{chance.randrange(40)}" for _ in range(300)]
    given = [g if chance.random() < 0.7 else f"x{chance.randrange(60)}" for g in gold]
    for name, labels in (("gold", gold), ("pred", given)):
        lines = [json.dumps({"doc": f"d{n}", "cluster": label}) for n, label in enumerate(labels)]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    command = [sys.executable, str(EVAL / "eval_clusters.py"), str(tmp_path / "gold.jsonl"), str(tmp_path / "pred.jsonl"), "--json"]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    flat = json.dumps(said)
    for value in (measures.b_cubed(gold, given)[2], measures.pairwise(gold, given)[2]):
        assert any(abs(number - value) < 0.1 for number in numbers(said)), (value, flat)


def numbers(value: Any) -> list[float]:
    """Every number in a scorer's answer, shares as per cent too."""
    if isinstance(value, dict):
        return [n for v in value.values() for n in numbers(v)]
    if isinstance(value, list):
        return [n for v in value for n in numbers(v)]
    return [float(value), 100 * float(value)] if isinstance(value, (int, float)) else []


def test_bodies_agree() -> None:
    """The shingle F1 of texts with words dropped and added is that of the scorer to 0.1."""
    module, chance = scorer("eval_extraction"), random.Random(2)
    words = [[f"w{chance.randrange(50)}" for _ in range(chance.randrange(3, 200))] for _ in range(40)]
    pairs = [(w, [x for x in w if chance.random() < 0.9] + ["more"] * chance.randrange(20)) for w in words] + [(["alone"], [])]
    theirs = module.prf([module.tpfpfn(" ".join(g), " ".join(f)) for g, f in pairs])
    assert measures.shingle_f1(pairs) == pytest.approx([100 * x for x in theirs], abs=0.1)


def test_dates_agree(tmp_path: Path) -> None:
    """Relaxed, strict and value F1 and calendar recall of the dates bench are those of the scorer to 0.1."""
    scorer("eval_timex")
    from bench import dates

    folder = SHARED / "corpora" / "dates" / "AQUAINT"
    documents = [dates.read(p) for p in sorted(folder.glob("*.tml"))[:6] if not p.name.startswith("._")]
    part = tmp_path / "gold"
    part.mkdir()
    for d in documents:
        (part / f"{d.name}.tml").write_bytes((folder / f"{d.name}.tml").read_bytes())
    found = {d.name: dates.find(d, d.date) for d in documents}
    (tmp_path / "pred.jsonl").write_text("".join(dates.line(d, found[d.name]) for d in documents), "utf-8")
    command = [sys.executable, str(EVAL / "eval_timex.py"), "score", str(part), str(tmp_path / "pred.jsonl"), "--json"]
    said = numbers(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    ours = dates.measures(documents, found)
    for name in ("strict", "relaxed", "value", "calendar"):
        assert any(abs(number - ours[name]) < 0.1 for number in said), name


def test_attributions_agree(tmp_path: Path) -> None:
    """Content and source+content F1 of the attribution bench are those of the scorer to 0.1, on made-over gold."""
    scorer("eval_attribution")
    from bench import attribution

    corpus = SHARED / "corpora" / "attribution"
    known = [versions[0] for versions in attribution.read(corpus, "dev") if versions]
    score, lines, chance = attribution.Score(), [], random.Random(3)
    for one in known:
        kept = [s for s in one.said if chance.random() < 0.8]
        kept = [attribution.Said(() if chance.random() < 0.2 else s.source, s.cue, s.content) for s in kept]
        score.add(one, kept)
        lines += [attribution.to_line(one.stem, s) for s in kept]
    (tmp_path / "pred.jsonl").write_text("".join(lines), "utf-8")
    command = [sys.executable, str(EVAL / "eval_attribution.py"), "--split", "dev", str(tmp_path / "pred.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = [float(n) for n in re.findall(r"\d+\.\d+", done.stdout)]
    said += [100 * n for n in said]
    for measure in ("content", "source+content"):
        assert any(abs(number - score.numbers(measure)[2]) <= 0.1 for number in said), (measure, score.numbers(measure), done.stdout[:2000])
