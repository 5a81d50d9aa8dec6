"""The bad input between two good pages: what became of it, and that the good ones are as they are without it."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from secondsource import intake
from secondsource.model import Article, Input, Page, Reading, Report
from secondsource.options import Options
from secondsource.pipeline import AnyInput, investigate
from secondsource.views import records

ROOT = Path(__file__).parents[2]
GOOD = (ROOT / "examples" / "ellery-courier.html", ROOT / "examples" / "wqel-news.txt")


def articles_only(inputs: Sequence[AnyInput], options: Options | None = None) -> Report:
    """Intake alone, in this process."""
    return investigate(inputs, options, extract=intake.extract, read=lambda article, _: Reading(article), compare=lambda *_: ())


@functools.cache
def alone() -> dict[str, Any]:
    """The good pages' records without a bad neighbour."""
    return {a["file"]: a for a in records.records(articles_only(GOOD))["articles"]}


def between(*bad: AnyInput, options: Options | None = None) -> tuple[Input, Article | None]:
    """What became of the bad input, and its article if it has one. The good pages are checked on the way (P1, P2)."""
    report = articles_only([GOOD[0], *bad, GOOD[1]], options)
    found = {a["file"]: a for a in records.records(report)["articles"]}
    assert {name: found[name] for name in alone()} == alone()
    others = [i for i in report.inputs if i.file not in alone()]
    assert len(others) == len(bad)
    assert all(i.state != "failed" or (i.reason and i.why) for i in others)
    last = others[-1]
    return last, next((r.article for r in report.readings if r.article.id == last.article), None)


def among(*bad: AnyInput, options: Options | None = None) -> tuple[dict[str, Input], dict[str, Article]]:
    """As ``between`` for inputs that hold many pages, or none: what became of each, and the articles, by file name."""
    report = articles_only([GOOD[0], *bad, GOOD[1]], options)
    found = {a["file"]: a for a in records.records(report)["articles"]}
    assert {name: found[name] for name in alone()} == alone()
    others = {i.file: i for i in report.inputs if i.file not in alone()}
    assert all(i.state != "failed" or (i.reason and i.why) for i in others.values())
    return others, {r.article.file: r.article for r in report.readings if r.article.file not in alone()}


def told(*inputs: AnyInput, options: Options | None = None) -> Report:
    """The whole program on the inputs, in this process."""
    from secondsource import reading

    return investigate(inputs, options, extract=intake.extract, read=reading.read)


def of_good(report: Report) -> dict[str, Any]:
    """All that the records say of the good pages, stories apart."""
    data = records.records(report)
    ids = {a["id"] for a in data["articles"] if a["file"] in {p.name for p in GOOD}}
    return {kind: [x for x in data[kind] if x.get("article", x["id"]) in ids] for kind in ("articles", "times", "attributions", "claims")}


@functools.cache
def good_alone() -> dict[str, Any]:
    """The good pages read by the whole program without a bad neighbour."""
    return of_good(told(*GOOD))


def read_between(*bad: AnyInput, options: Options | None = None) -> Report:
    """The whole program on the bad inputs between the good pages, whose records are checked to be as they are alone."""
    report = told(GOOD[0], *bad, GOOD[1], options=options)
    assert of_good(report) == good_alone()
    return report


def html(body: str, head: str = "") -> str:
    top = f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Harbour shut</title>{head}</head>"
    return f"{top}<body><article><h1>Harbour shut</h1>{body}</article></body></html>"


def paragraphs(n: int = 6) -> str:
    """Plain sentences, enough to be an article."""
    told = (
        "The harbour of Port Ellery was shut on Tuesday after pilots found cracks in the northern pier.",
        "The port authority said that ferries would leave from the southern quay until further notice.",
        "Two pilots told reporters that they had seen rust on the pier in the summer and had written it down.",
        "Engineers will look at the pier next week and report to the city council before the end of the month.",
        "The council has set aside money for repairs, but nobody could say how long they would take.",
        "Fishing boats were told to stay in the inner basin, where the water is deep enough for most of them.",
    )
    return "".join(f"<p>{told[i % len(told)]}</p>" for i in range(n))


def page(name: str, body: str | bytes) -> Page:
    return Page(name, body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body)


def opened(folder: Path) -> None:
    """Let other users into a folder of this run's, which pytest closes to them."""
    for above in (folder, *folder.parents):
        if above.stat().st_uid == os.getuid() and not above.stat().st_mode & 0o001:
            above.chmod(above.stat().st_mode | 0o011)


def as_other_user(run: Callable[[], str]) -> str:
    """What ``run`` says in a forked process that is not root's, for root may write anything."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setuid(65534)
            said = run()
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said
