"""Train the models that tell the article's lines from clutter, and write them with their cards.

    python training/lines/train.py SET_DIR [text] [page]

SET_DIR is a folder of pages with their full bodies: ``ground-truth.json`` {id: {"articleBody", "url"}} and
``html/<id>.html.gz`` (the layout of scrapinghub/article-extraction-benchmark). A line is the article's where its letters
stand in the body, in order with its neighbours. Folds are made by host, so that no page is judged by a model that saw
its site. The model of bare text also learns from pages made of one page's frame and another's article, for what tells them
apart is how a page is built, not what it is about. Needs scikit-learn.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from secondsource.intake import decoding, extractors, features, markup, metadata
from secondsource.intake.linemodel import Trees
from secondsource.intake.markup import Line

DATA = Path(__file__).parents[2] / "src" / "secondsource" / "data"
SETTINGS: dict[str, Any] = {
    "max_iter": 60, "max_leaf_nodes": 12, "learning_rate": 0.12, "min_samples_leaf": 20, "l2_regularization": 1.0, "early_stopping": False,
    "max_bins": 64, "random_state": 0,
}  # fmt: skip
TEXT_SETTINGS: dict[str, Any] = {**SETTINGS, "max_iter": 140, "max_leaf_nodes": 24, "learning_rate": 0.07}
PARTNERS = 2  #: pages made from each page of bare text, with another page's article in its frame
KEEP = {"text": 0.3, "page": 0.45}  #: the threshold with the best body F1 over the folds


def labels(lines: Sequence[Line], body: str) -> list[int]:
    """1 for lines of the body; a lone word of it in a menu far from the body's sentences is none of it."""
    kept = extractors.kept(list(lines), body)
    long = [i for i, (line, keep) in enumerate(zip(lines, kept, strict=True)) if keep and len(line.text.split()) >= 7]
    return [
        int(keep and (len(line.text.split()) >= 4 or not long or min(abs(i - j) for j in long) <= 4))
        for i, (line, keep) in enumerate(zip(lines, kept, strict=True))
    ]


def bare(lines: Sequence[Line]) -> list[Line]:
    return [Line(line.text, ()) for line in lines]


def sheets(folder: Path) -> list[tuple[str, str, str, markup.Sheet]]:
    """(id, host, body, page) of the set."""
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    found = []
    for id, row in sorted(truth.items()):
        page = decoding.decode(gzip.decompress((folder / "html" / f"{id}.html.gz").read_bytes()))
        host = (urlsplit(row["url"]).hostname or id).removeprefix("www.")
        found.append((id, host, row["articleBody"], markup.tokenize(page.text)))
    return found


def said(sheet: markup.Sheet) -> dict[str, list[bool]]:
    """What the extractors keep, as ``blocks`` asks them."""
    facts = metadata.read(sheet)
    return extractors.opinions(sheet, facts.body)


def weights(rows: Any) -> Any:
    """Long lines weigh more, long pages less."""
    words = np.sqrt(np.maximum(1.0, np.expm1(rows[:, 0])))
    return words / math.sqrt(words.sum())


def article(wanted: Sequence[int], lines: Sequence[Line]) -> tuple[int, int]:
    """[first, last) of the lines from the article's start to its end."""
    return features.best_stretch([len(line.text.split()) * (1 if y else -1) for line, y in zip(lines, wanted, strict=True)])


def swapped(pages: Sequence[tuple[Sequence[Line], Sequence[int]]], hosts: Sequence[str], seed: int) -> list[tuple[Any, Any]]:
    """New pages: one page's menus, teasers and comments around another's article. Both come from ``pages``."""
    chance = random.Random(seed)
    found = []
    for i, (lines, wanted) in enumerate(pages):
        first, last = article(wanted, lines)
        for j in chance.sample(range(len(pages)), min(PARTNERS, len(pages))):
            if hosts[i] == hosts[j]:
                continue
            other, others = pages[j]
            a, b = article(others, other)
            mixed = [*lines[:first], *other[a:b], *lines[last:]]
            answer = [*[0] * first, *others[a:b], *[0] * (len(lines) - last)]
            found.append((np.array(features.measure(mixed), dtype="float32"), np.array(answer)))
    return found


def text_models(pages: Sequence[tuple[Sequence[Line], Sequence[int]]], hosts: Sequence[str], folds: int) -> Iterator[tuple[Any, Any]]:
    """(model, places of the pages it did not see) for each fold, and last (model of all, none).

    New pages are made within a fold, so that a model sees nothing of the pages it judges.
    """
    plain = [(np.array(features.measure(lines), dtype="float32"), np.array(wanted)) for lines, wanted in pages]
    parts = [test for _, test in GroupKFold(folds).split(pages, groups=hosts)]
    new = [swapped([pages[i] for i in test], [hosts[i] for i in test], seed) for seed, test in enumerate(parts)]
    for n, test in enumerate([*parts, []]):
        seen = set(test)
        used = [page for i, page in enumerate(plain) if i not in seen] + [page for m, made in enumerate(new) if m != n for page in made]
        yield fit(used, TEXT_SETTINGS), test


def page_models(folder: Path, folds: int) -> Iterator[tuple[Trees, list[str]]]:
    """(trees, ids of the pages whose hosts they did not see) for each fold."""
    given = sheets(folder)
    rows = page_rows(given)
    for seen, test in GroupKFold(folds).split(rows, groups=[host for _, host, *_ in given]):
        yield Trees(trees(fit([rows[i] for i in seen]))), [given[i][0] for i in test]


def page_rows(given: Sequence[tuple[str, str, str, markup.Sheet]]) -> list[tuple[Any, Any]]:
    """(numbers, which are wanted) of the lines of each page."""
    return [
        (np.array(features.measure(sheet.lines, said(sheet)), dtype="float32"), np.array(labels(sheet.lines, body)))
        for *_, body, sheet in given
    ]


def fit(pages: Sequence[tuple[Any, Any]], settings: dict[str, Any] = SETTINGS) -> HistGradientBoostingClassifier:
    rows = np.concatenate([rows for rows, _ in pages])
    wanted = np.concatenate([wanted for _, wanted in pages])
    return HistGradientBoostingClassifier(**settings).fit(rows, wanted, sample_weight=np.concatenate([weights(rows) for rows, _ in pages]))


def trees(model: HistGradientBoostingClassifier) -> dict[str, Any]:
    """The model as lists of nodes; a leaf leads to itself."""
    found, deepest = [], 0
    for (predictor,) in model._predictors:
        nodes = predictor.nodes
        deepest = max(deepest, int(nodes["depth"].max()))
        leaf = nodes["is_leaf"].astype(bool)
        place = np.arange(len(nodes))
        found.append(
            {
                "feature": np.where(leaf, 0, nodes["feature_idx"]).astype(int).tolist(),
                "threshold": [None if end else round(float(t), 5) for end, t in zip(leaf, nodes["num_threshold"], strict=True)],
                "left": np.where(leaf, place, nodes["left"]).astype(int).tolist(),
                "right": np.where(leaf, place, nodes["right"]).astype(int).tolist(),
                "value": [round(float(v), 5) if end else 0.0 for end, v in zip(leaf, nodes["value"], strict=True)],
            }
        )
    return {"base": round(float(model._baseline_prediction[0, 0]), 5), "depth": deepest, "trees": found}


def write(name: str, model: HistGradientBoostingClassifier, pages: int, lines: int, score: str) -> None:
    names = features.NAMES if name == "text" else features.PAGE_NAMES
    file = DATA / f"clutter.{name}.json"
    file.write_text(json.dumps({"names": list(names), "keep": KEEP[name], **trees(model)}, separators=(",", ":")) + "\n", "utf-8")
    card = (
        f"# The card of clutter.{name}.json: which lines of {'a bare text' if name == 'text' else 'an HTML page'} are the article.\n"
        f'file = "{file.name}"\n'
        f'sha256 = "{hashlib.sha256(file.read_bytes()).hexdigest()}"\n'
        f'what = "gradient boosted decision trees over the numbers of src/secondsource/intake/features.py"\n'
        f'trained_on = "{pages} pages ({lines} lines) of github.com/scrapinghub/article-extraction-benchmark, commit 4a3bc97, MIT; '
        f'numbers only, no text of theirs"\n'
        f'command = "python training/lines/train.py SET_DIR"\n'
        f'score = "{score}"\n'
        f'licence = "Apache-2.0"\n'
    )
    (DATA / f"clutter.{name}.card.toml").write_text(card, "utf-8")
    print(name, file.stat().st_size, "bytes;", score)


def body_f1(sets: Sequence[tuple[str, str]]) -> float:
    """Body F1 over (gold, found) texts: 4-word shingles, F1 of the mean precision and recall, as in the benchmark."""
    precisions, recalls = [], []
    for gold, found in sets:
        a, b = shingles(gold), shingles(found)
        common = sum(min(count, b.get(key, 0)) for key, count in a.items())
        if b:
            precisions.append(common / sum(b.values()))
        if a:
            recalls.append(common / sum(a.values()))
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return 2 * precision * recall / (precision + recall)


def shingles(text: str) -> dict[tuple[str, ...], int]:
    import re

    words = re.findall(r"\w+", text)
    found: dict[tuple[str, ...], int] = {}
    for i in range(max(1, len(words) - 3)):
        key = tuple(words[i : i + 4])
        if key:
            found[key] = found.get(key, 0) + 1
    return found


def main() -> None:
    given = sheets(Path(sys.argv[1]))
    names = sys.argv[2:] or ["text", "page"]
    hosts = [host for _, host, _, _ in given]
    wanted = [labels(sheet.lines, body) for _, _, body, sheet in given]
    count = sum(map(len, wanted))
    if "text" in names:
        pages = [(bare(sheet.lines), y) for (*_, sheet), y in zip(given, wanted, strict=True)]
        found = [("", "")] * len(given)
        for model, test in text_models(pages, hosts, 3):
            for i in test:
                found[i] = judged(model, np.array(features.measure(pages[i][0]), dtype="float32"), given[i], KEEP["text"])
        write("text", model, len(pages), count, f"body F1 {body_f1(found):.4f} over 3 folds by host")
    if "page" in names:
        rows = page_rows(given)
        found = [("", "")] * len(given)
        for train, test in GroupKFold(3).split(rows, groups=hosts):
            model = fit([rows[i] for i in train])
            for i in test:
                found[i] = judged(model, rows[i][0], given[i], KEEP["page"])
        write("page", fit(rows), len(rows), count, f"body F1 {body_f1(found):.4f} over 3 folds by host")


def judged(model: HistGradientBoostingClassifier, rows: Any, page: tuple[str, str, str, markup.Sheet], least: float) -> tuple[str, str]:
    """(gold, found) bodies of a page."""
    kept = model.predict_proba(rows)[:, 1] > least
    return page[2], "\n".join(line.text for line, k in zip(page[3].lines, kept, strict=True) if k)


if __name__ == "__main__":
    main()
