"""Pages to articles: quality and speed, beside trafilatura and htmldate.

    python -m bench pages SET_DIR -o pred.jsonl [--tool ours|trafilatura] [--folds 3]

SET_DIR holds ``gold.jsonl`` or ``ground-truth.json`` with ``html/``. The predictions are what ``eval_extraction.py``
reads: {"id", "body", "title", "date", "authors"}. The last line printed is the speed, in pages a second of one process.
With ``--folds`` the trees that choose lines are trained anew for each fold on the hosts outside it, so that no page is read
by trees that saw its site (a set with full bodies; needs scikit-learn).
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from secondsource import intake
from secondsource.errors import UnreadableInput
from secondsource.intake import linemodel
from secondsource.model import Article, Page

BODY = ("paragraph", "subhead", "list", "quote")


def listed(folder: Path) -> list[tuple[str, str | None, Path]]:
    """(id, address, file) of the pages in a set."""
    gold = folder / "gold.jsonl"
    if gold.is_file():
        rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines() if line.strip()]
        return [(row["id"], row.get("url"), folder / row["file"]) for row in rows]
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    return [(id, row.get("url"), folder / "html" / f"{id}.html.gz") for id, row in truth.items()]


def ours(page: Page) -> dict[str, Any]:
    try:
        article = intake.extract(page)
    except UnreadableInput:
        return {"body": "", "title": "", "date": None, "authors": []}
    stamp = article.published
    day = stamp.value.interval.first if stamp and not stamp.inferred else None
    return {"body": body(article), "title": article.title, "date": day.isoformat() if day else None, "authors": list(article.byline)}


def body(article: Article) -> str:
    return "\n\n".join(article[block.span] for block in article.blocks if block.kind in BODY)


def trafilatura(page: Page) -> dict[str, Any]:
    """trafilatura with precision and its own metadata; the day by htmldate where trafilatura gives none."""
    from htmldate import find_date
    from trafilatura import bare_extraction

    html = page.body.decode("utf-8", "replace")
    found = bare_extraction(html, url=page.url, favor_precision=True, include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict):
        return {"body": "", "title": "", "date": None, "authors": []}
    day = found.date or find_date(html, url=page.url, original_date=True)
    authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    return {"body": found.text or "", "title": found.title or "", "date": day, "authors": authors}


def htmldate(page: Page) -> dict[str, Any]:
    from htmldate import find_date

    html = page.body.decode("utf-8", "replace")
    return {"date": find_date(html, url=page.url, original_date=True, extensive_search=True)}


def folded(folder: Path, pages: dict[str, Page], folds: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """(id, what we find) for each page, by trees that did not see its host; the last resort, networks for bare text, is the shipped one."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "training" / "lines"))
    import train

    shipped = linemodel.model
    for trees, ids in train.page_models(folder, folds):
        models = {"page": (trees, train.KEEP["page"]), "text": shipped("text")}
        with mock.patch.object(linemodel, "model", models.__getitem__):
            yield from ((id, ours(pages[id])) for id in ids)


TOOLS = {"ours": ours, "trafilatura": trafilatura, "htmldate": htmldate}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench pages", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", type=Path, metavar="SET_DIR")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="pred.jsonl")
    parser.add_argument("--tool", choices=sorted(TOOLS), default="ours")
    parser.add_argument("--folds", type=int, default=0)
    given = parser.parse_args(argv)
    pages = []
    for id, url, file in listed(given.folder):
        raw = file.read_bytes()
        pages.append((id, Page(f"{id}.html", gzip.decompress(raw) if file.suffix == ".gz" else raw, url=url)))
    tool = TOOLS[given.tool]
    tool(pages[0][1])  # loads models and tables before the clock starts
    start = time.process_time()
    held_out = folded(given.folder, dict(pages), given.folds) if given.folds else ((id, tool(page)) for id, page in pages)
    found = [{"id": id, **row} for id, row in held_out]
    seconds = time.process_time() - start
    given.output.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found), "utf-8")
    if not given.folds:
        print(f"{given.tool}: {len(found)} pages, {len(found) / seconds:.1f} pages a second of processor time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
