"""The benches' own measures: known answers, and agreement with the scorers beside the corpora where those are there."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bench import measures

SHARED = Path(__file__).parents[3] / "shared"
EVAL = SHARED / "eval"


def asked(name: str, *arguments: object) -> str:
    """What the scorer of that name prints."""
    file = EVAL / f"{name}.py"
    if not file.is_file():
        pytest.skip(f"{name}.py lies in ../shared/eval, which is not there")
    done = subprocess.run([sys.executable, str(file), *map(str, arguments)], capture_output=True, text=True, check=True)
    return done.stdout


def said(name: str, *arguments: object) -> Any:
    """The scorer's answer as it gives it in JSON."""
    return json.loads(asked(name, *arguments, "--json"))


def written(file: Path, rows: Iterable[dict[str, Any]]) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return file


def close(ours: Sequence[float], theirs: Sequence[float]) -> None:
    """Each of our per cent within 0.1 of the scorer's, in their order."""
    assert ours == pytest.approx(theirs, abs=0.1)


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
    """Precision, recall and F1 of B-cubed and of pairs, of a random grouping."""
    chance = random.Random(1)
    gold = [f"e{chance.randrange(40)}" for _ in range(300)]
    given = [g if chance.random() < 0.7 else f"x{chance.randrange(60)}" for g in gold]
    files = [
        written(tmp_path / f"{name}.jsonl", ({"doc": f"d{n}", "cluster": label} for n, label in enumerate(labels)))
        for name, labels in (("gold", gold), ("pred", given))
    ]
    theirs = said("eval_clusters", *files)

    close(measures.b_cubed(gold, given), [100 * x for x in theirs["bcubed"]])
    close(measures.pairwise(gold, given), [100 * x for x in theirs["pairwise"]])


WORDS = "alder birch cedar dogwood elm fir gum hazel ivy juniper".split()  # noqa: SIM905


def made_text(chance: random.Random, count: int) -> str:
    return ". ".join(" ".join(chance.choices(WORDS, k=chance.randrange(4, 12))).capitalize() for _ in range(count)) + "."


def changed(chance: random.Random, text: str) -> str:
    """Some words gone, some more at the end."""
    return " ".join(w for w in text.split() if chance.random() < 0.9) + " more" * chance.randrange(20)


def made_pages(chance: random.Random) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Gold and predictions with every kind of right and wrong: missing, a day off, other marks, more names."""
    gold, found = [], []
    for n in range(60):
        body, day = made_text(chance, chance.randrange(1, 25)), f"2024-03-{1 + n % 28:02}"
        names = chance.sample(["Ada Brook", "Bo Cliff", "Cy Dale", "Di Fenn"], k=chance.randrange(1, 4))
        gold.append(
            {"id": f"p{n}", "url": None, "file": f"p{n}.html", "body": body, "title": f"The {n}: news", "date": day, "authors": names}
        )
        title = chance.choice([f"the {n} — News", f"The {n}: news | Site", None])
        near = chance.choice([day, day[:8] + f"{1 + (n + 1) % 28:02}", "2023-01-01", "soon", None])
        who = chance.choice([names, names[:1], [*names, "Ed Gill"], [name.upper() for name in names], []])
        found.append({"id": f"p{n}", "body": changed(chance, body), "title": title, "date": near, "authors": who})
    found[-1]["body"] = ""
    return gold, found


def test_extraction_agrees(tmp_path: Path) -> None:
    """Body F1, titles, days and authors of pages, by the scorer's own keys."""
    gold, found = made_pages(random.Random(2))
    (tmp_path / "set").mkdir()
    written(tmp_path / "set" / "gold.jsonl", gold)
    theirs = said("eval_extraction", "score", tmp_path / "set", written(tmp_path / "pred.jsonl", found))
    pairs = list(zip(gold, found, strict=True))
    word = re.compile(r"\w+")
    bodies = [(word.findall(g["body"]), word.findall(f["body"])) for g, f in pairs]
    exact, names = measures.authors([(g["authors"], f["authors"]) for g, f in pairs])

    close(measures.shingle_f1(bodies), [100 * theirs["body"][key] for key in ("P", "R", "F1")])
    close([measures.titles([(g["title"], f["title"]) for g, f in pairs])], [100 * theirs["title"]["right"]])
    close(measures.days([(g["date"], f["date"]) for g, f in pairs]), [100 * theirs["day"][key] for key in ("right", "within one day")])
    close([exact, *names], [100 * theirs["authors"][key] for key in ("exact", "P", "R", "F1")])
    assert 0 < theirs["title"]["right"] < 1
    assert theirs["day"]["right"] < theirs["day"]["within one day"] < 1


def test_bare_text_agrees(tmp_path: Path) -> None:
    """F1 over lines, and of the text that the kept lines make, on made-up pages whose lines the scorer cuts."""
    chance, rows = random.Random(4), []
    folder = tmp_path / "set"
    folder.mkdir()
    for n in range(12):
        body = [made_text(chance, 1) for _ in range(8)]
        clutter = [f"Section {i} of {n}" for i in range(5)]
        lines = [*clutter[:3], *body, *clutter[3:]]
        (folder / f"p{n}.html").write_text("<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>", "utf-8")
        rows.append({"id": f"p{n}", "url": None, "file": f"p{n}.html", "body": "\n".join(body)})
    written(folder / "gold.jsonl", rows)
    cut = [json.loads(line) for line in asked("eval_plaintext", "lines", folder).splitlines()]
    kept = [[chance.random() < 0.8 for _ in page["lines"]] for page in cut]
    found = written(tmp_path / "pred.jsonl", ({"id": p["id"], "keep": [int(k) for k in keep]} for p, keep in zip(cut, kept, strict=True)))
    theirs = said("eval_plaintext", "score", folder, found)
    gold = [measures.article_lines(page["lines"], row["body"]) for page, row in zip(cut, rows, strict=True)]
    texts = [" ".join(line for line, k in zip(page["lines"], keep, strict=True) if k) for page, keep in zip(cut, kept, strict=True)]
    word = re.compile(r"\w+")
    bodies = [(word.findall(row["body"]), word.findall(text)) for row, text in zip(rows, texts, strict=True)]

    close(measures.kept_lines(zip(gold, kept, strict=True)), [100 * theirs["score lines"][key] for key in ("P", "R", "F1")])
    close(measures.shingle_f1(bodies), [100 * theirs["score body"][key] for key in ("P", "R", "F1")])


def test_dates_agree(tmp_path: Path) -> None:
    """Strict, relaxed and value F1 and calendar recall of the dates bench, on six real documents."""
    from bench import dates

    folder = SHARED / "corpora" / "dates" / "AQUAINT"
    if not folder.is_dir():
        pytest.skip("../shared/corpora/dates is not there")
    documents = [dates.read(p) for p in sorted(folder.glob("*.tml"))[:6] if not p.name.startswith("._")]
    part = tmp_path / "gold"
    part.mkdir()
    for d in documents:
        (part / f"{d.name}.tml").write_bytes((folder / f"{d.name}.tml").read_bytes())
    found = {d.name: dates.find(d, d.date) for d in documents}
    (tmp_path / "pred.jsonl").write_text("".join(dates.line(d, found[d.name]) for d in documents), "utf-8")
    theirs = said("eval_timex", "score", part, tmp_path / "pred.jsonl")
    ours = dates.measures(documents, found)

    close(
        [ours[name] for name in ("strict", "relaxed", "value", "calendar")],
        [theirs["strict"]["f1"], theirs["relaxed"]["f1"], theirs["value_f1"], theirs["calendar_recall"]],
    )


def test_attributions_agree(tmp_path: Path) -> None:
    """Content and source+content of the attribution bench, and its recall on speech cues, on made-over gold."""
    from bench import attribution

    corpus = SHARED / "corpora" / "attribution"
    if not corpus.is_dir():
        pytest.skip("../shared/corpora/attribution is not there")
    known = [versions[0] for versions in attribution.read(corpus, "dev") if versions]
    score, lines, chance = attribution.Score(), [], random.Random(3)
    for one in known:
        kept = [s for s in one.said if chance.random() < 0.8]
        kept = [attribution.Said(() if chance.random() < 0.2 else s.source, s.cue, s.content) for s in kept]
        score.add(one, kept)
        lines += [attribution.to_line(one.stem, s) for s in kept]
    (tmp_path / "pred.jsonl").write_text("".join(lines), "utf-8")
    printed = asked("eval_attribution", "--split", "dev", tmp_path / "pred.jsonl")

    for ours, theirs in (("content", "tuple content"), ("source+content", "tuple src+content")):
        row = re.search(rf"^{re.escape(theirs)} +([\d.]+) +([\d.]+) +([\d.]+)$", printed, re.M)
        assert row, printed
        close(score.numbers(ours), [float(n) for n in row.groups()])
    speech = re.search(r"speech-cue ([\d.]+) \(\+src ([\d.]+)\) n=(\d+)", printed)
    assert speech, printed
    all_, content, both = score.kinds["speech cue"]
    close([100 * content / all_, 100 * both / all_, all_], [float(n) for n in speech.groups()])


def test_cases_agree(tmp_path: Path) -> None:
    """A headline of the table is the mean over the cases of what the scorer says of each, and each measure is its own, by its key."""
    from bench import cases, table
    from secondsource.options import Options
    from secondsource.pipeline import investigate
    from secondsource.views import records

    if not (EVAL / "score_cases.py").is_file() or not (SHARED / "cases").is_dir():
        pytest.skip("../shared/cases or its scorer is not there")
    pytest.importorskip("yaml")
    folders = [f for f in sorted((SHARED / "cases").iterdir()) if (f / "expected.yaml").is_file()][:2]
    for folder in folders:  # one page of each case is enough to be scored
        page = min((p for p in folder.iterdir() if p.suffix in cases.SUFFIXES), key=lambda p: p.stat().st_size)
        (tmp_path / f"{folder.name}.json").write_text(records.to_json(investigate([page], Options())), "utf-8")
    ours = [cases.score(EVAL / "score_cases.py", f, tmp_path / f"{f.name}.json") for f in folders]
    theirs = [said("score_cases", f, tmp_path / f"{f.name}.json") for f in folders]

    for name, mean in table.headlines(ours).items():
        seen = [score["headlines"][name] for score in theirs if score["headlines"].get(name) is not None]
        close([mean], [sum(seen) / len(seen)])
    for score, answer in zip(ours, theirs, strict=True):
        flat = dict(cases.flat(score))
        known = {f"{part}.{name}": m["score"] for part, found in answer["parts"].items() for name, m in found["measures"].items()}
        assert {key: flat[key] for key, value in known.items() if value is not None} == {k: v for k, v in known.items() if v is not None}
        assert any(value for value in known.values())
