"""The app under load: requests a second and their times, on a store of invented articles, over the loopback address.

``python -m bench load --articles 20000 --seconds 10`` needs ``wrk`` (a Debian package of that name) and the ``app`` extra.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from secondsource.model import (
    Alignment,
    Article,
    Attribution,
    Block,
    Chain,
    Claim,
    Component,
    Found,
    Input,
    Interval,
    Origins,
    Page,
    Reading,
    Report,
    Source,
    Span,
    Stamp,
    Statement,
    Story,
    Testimony,
    make_id,
)
from secondsource.options import Options
from secondsource.views.store import Store

WORDS = (
    *("harbour", "bridge", "pier", "council", "engineer", "ferry", "inspector", "report", "minister", "repair", "crack", "weather"),
    *("market", "school", "road", "water", "station", "hospital", "budget", "election", "court", "police", "storm", "river", "union"),
)
VERBS = ("closed", "opened", "found", "said", "reported", "warned", "repaired", "counted", "visited", "delayed", "approved", "moved")


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench load", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--store", type=Path, default=None, help="keep the store here, and use it again")
    args = parser.parse_args(argv)
    if not shutil.which("wrk"):
        print("wrk is not installed (Debian: apt-get install wrk)", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        path = args.store or Path(folder) / "load.db"
        if not path.exists():
            fill(path, args.articles)
        with Store(path, read_only=True) as store:
            story = store.db.execute("SELECT id FROM stories ORDER BY id LIMIT 1").fetchone()[0]
            claim = store.db.execute("SELECT id FROM claims ORDER BY id LIMIT 1").fetchone()[0]
            article = store.db.execute("SELECT id FROM articles ORDER BY id LIMIT 1").fetchone()[0]
        paths = {
            "story page": f"/story/{story}",
            "claim JSON": f"/id/{claim}.json",
            "article JSON": f"/article/{article}.json",
            "search": "/search.json?q=harbour+bridge",
            "no such page": "/story/%00%ff?x=" + "y" * 4000,
        }
        print(f"{args.articles:,} articles, 8 connections, {args.seconds} s each")
        print(f"{'':14}{'req/s':>10}{'median':>10}{'p99':>10}{'status':>8}")
        with Served(path) as address:
            for name, where in paths.items():
                print(f"{name:14}" + measure(address + where, args.seconds))
    return 0


def measure(url: str, seconds: int) -> str:
    """One line of figures from wrk, after a first request that warms the page."""
    asked = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", url]
    status = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", "--latency", "--timeout", "10s", url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    median = re.search(r"50%\s+(\S+)", done.stdout)
    last = re.search(r"99%\s+(\S+)", done.stdout)
    return f"{float(rate[1]) if rate else 0:10,.0f}{median[1] if median else '?':>10}{last[1] if last else '?':>10}{status:>8}"


class Served:
    """`secondsource serve` on a free port, ended with the block."""

    def __init__(self, path: Path):
        self.path = path

    def __enter__(self) -> str:
        with socket.create_server(("127.0.0.1", 0)) as plug:
            port = plug.getsockname()[1]
        command = [sys.executable, "-m", "secondsource.cli", "serve", str(self.path), "--port", str(port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return f"http://127.0.0.1:{port}"
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the app did not start")

    def __exit__(self, *exc: object) -> None:
        self.process.terminate()
        self.process.wait()


# ---- an invented store ---------------------------------------------------------------------------------------------


def fill(path: Path, count: int) -> None:
    """A store of ``count`` articles of about 400 words in stories of four, the same at every call."""
    noise = random.Random(11)
    stories, readings = [], []
    with Store(path, create=True) as store:
        for n in range(0, count, 4):
            group = [reading(noise, n + k) for k in range(4)]
            for one in group:
                a = one.article
                store.put(Page(a.file, a.text.encode()), Input(a.file, "ok", a.id), one, Options())
            stories.append(story(group))
            readings += group
        store.put_stories(Report((), tuple(readings), tuple(stories), Options()))


def reading(noise: random.Random, n: int) -> Reading:
    pick = noise.choice
    sentences = [
        f"The {pick(WORDS)} {pick(VERBS)} the {pick(WORDS)} of ward {noise.randrange(99)} by the {pick(WORDS)}." for _ in range(36)
    ]
    text = "\n\n".join(" ".join(sentences[i : i + 4]) for i in range(0, 36, 4))
    sha = hashlib.sha256(text.encode()).hexdigest()
    id = f"a{n:010x}"
    blocks, at = [], 0
    for part in text.split("\n\n"):
        blocks.append(Block("paragraph", Span(id, at, at + len(part))))
        at += len(part) + 2
    from datetime import date, timedelta

    day = date(2024, 1, 1) + timedelta(days=n % 365)
    article = Article(
        id, f"page-{n}.html", None, sha, text, "en", tuple(blocks), sentences[0].rstrip("."), outlet=Found(f"Paper {n % 200}", "invented"),
        published=Found(Stamp(day.isoformat(), Interval(day, day)), "invented"),
    )  # fmt: skip
    source = Source(make_id("s", id), f"official {n % 50}", "unnamed", (Span(id, 0, 3),), newsroom=f"Paper {n % 200}")
    said = Attribution(make_id("q", id), id, source, Span(id, 0, 3), Span(id, 4, 8), (blocks[0].span,), "indirect", "states")
    claims = tuple(
        Claim(make_id("c", id, i), id, Span(id, b.span.start, b.span.start + 40), said if i == 0 else None) for i, b in enumerate(blocks)
    )
    return Reading(article, sources=(source,), attributions=(said,), claims=claims)


def story(group: list[Reading]) -> Story:
    alignments: list[Any] = []
    for k in range(6):
        claims = tuple(r.claims[k] for r in group)
        chains = [Chain(r.article.id, (r.sources[0],), r.attributions[0]) for r in group]
        parts = tuple(Component((r.sources[0],), n == 0, "invented") for n, r in enumerate(group))
        alignments.append(
            Alignment(
                make_id("l", *(c.id for c in claims)), claims, "agree", (), tuple(r.article.newsroom() for r in group),
                Origins(1, len(parts), parts, "Unnamed officials may be the same people."),
                testimonies=tuple(Testimony(c, chain) for c, chain in zip(claims, chains, strict=True)),
            )
        )  # fmt: skip
    first = group[0].article
    return Story(
        make_id("y", *(r.article.id for r in group)), first.title, tuple(group), sources=tuple(r.sources[0] for r in group),
        chains=tuple(Chain(r.article.id, (r.sources[0],), r.attributions[0]) for r in group), alignments=tuple(alignments),
        account=(Statement(first.title + ".", (group[0].claims[0].span,), alignments[0].id),),
    )  # fmt: skip
