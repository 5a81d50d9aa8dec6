"""The app under load: requests a second and their times, on a store of invented articles, over the loopback address.

``python -m bench load --articles 20000 --seconds 10`` needs ``wrk`` (a Debian package of that name) and the ``app`` extra.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import quote

from secondsource import data
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

TEXTS = re.compile(r"^([a-z]{2,}) (\d+)$", re.M)


def vocabulary() -> tuple[list[str], list[int]]:
    """Words of the news with the number of texts that hold each, so that a search meets as many articles as it would."""
    found = TEXTS.findall(data.path("words.txt").read_text("utf-8"))
    return [word for word, _ in found], [int(count) for _, count in found]


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
            paths = asked(store)
        print(f"{args.articles:,} articles, 8 connections, {args.seconds} s each; load average before: {os.getloadavg()[0]:.1f}")
        print(f"{'':32}{'req/s':>8}{'median':>10}{'p99':>10}  {'answers'}")
        with Served(path) as address:
            for name, some in paths.items():
                print(f"{name:32}" + measure(address, some, args.seconds), flush=True)
    return 0


def asked(store: Store) -> dict[str, list[str]]:
    """What is asked for: one thing again and again, as a story that is in the news is, and many things in turn."""
    noise = random.Random(5)
    stories, claims, articles = (
        [row[0] for row in store.db.execute(f"SELECT id FROM {table} ORDER BY id")] for table in ("stories", "claims", "articles")
    )
    telling, common = some_words()
    words = [f"/search.json?q={noise.choice(telling)}+{noise.choice(telling)}" for _ in range(20_000)]
    for paths in (stories, claims, articles):
        noise.shuffle(paths)
    rare = "".join(chr(c) for c in range(33, 127))
    bad = ["/" + quote("".join(noise.choice(rare) for _ in range(noise.randrange(1, 60)))) for _ in range(500)]
    return {
        "story page, one": [f"/story/{stories[0]}"],
        "story page, 200 in turn": [f"/story/{id}" for id in stories[:200]],
        "story page, each once": [f"/story/{id}" for id in stories[200:]],
        "claim JSON, in turn": [f"/id/{id}.json" for id in claims[:20_000]],
        "article JSON, in turn": [f"/article/{id}.json" for id in articles],
        "search, one": words[:1],
        "search, two words in turn": words,
        "search, one word in turn": [f"/search.json?q={word}" for word in telling],
        "search, commonest words": [f"/search.json?q={a}+{b}" for a in common for b in common],
        "bad paths": bad,
        "bad ids": [kind + path for kind in ("/story", "/id", "/article", "/claims?outlet=", "/search?q=") for path in bad],
        "64 KB queries": ["/search?q=" + "y" * 2**16, "/claims?outlet=" + "%22" * (2**16 // 3)],
    }


def some_words() -> tuple[list[str], list[str]]:
    """Words that one text in a hundred to one in ten holds, as people search for, and the commonest of all."""
    words, counts = vocabulary()
    telling = [word for word, count in zip(words, counts, strict=True) if 20 <= count <= 200]
    return telling, words[:40]


# wrk asks for the lines of a file in turn, and counts the answers by their first digit
ASK = """
local paths, at = {}, 0
n2, n3, n4, n5 = 0, 0, 0, 0
local all = {}
for line in io.lines("PATHS") do paths[#paths + 1] = line end
function setup(thread) all[1] = thread end
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
function response(status)
  local kind = math.floor(status / 100)
  if kind == 2 then n2 = n2 + 1 elseif kind == 3 then n3 = n3 + 1 elseif kind == 4 then n4 = n4 + 1 else n5 = n5 + 1 end
end
function done()
  for kind = 2, 5 do
    local n = all[1]:get("n" .. kind)
    if n > 0 then print("answers " .. kind .. "xx:" .. n) end
  end
end
"""


def measure(address: str, paths: list[str], seconds: int) -> str:
    """One line of figures from wrk, after the first path was asked for once; the answers by status."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "paths.txt").write_text("\n".join(paths) + "\n")
        (Path(folder) / "ask.lua").write_text(ASK.replace("PATHS", f"{folder}/paths.txt"))
        command = ["wrk", "-t1", "-c8", f"-d{seconds}s", "--latency", "--timeout", "10s", "-s", f"{folder}/ask.lua", address]
        subprocess.run(["curl", "-s", "-o", "/dev/null", address + paths[0]], check=False)
        done = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done)
    median, last = (re.search(rf"{part}%\s+(\d\S+)", done) for part in (50, 99))
    told = " ".join(re.findall(r"^answers (.*)$", done, re.M)) or "?"
    return f"{float(rate[1]) if rate else 0:8,.0f}{median[1] if median else '?':>10}{last[1] if last else '?':>10}  {told}"


class Served:
    """`secondsource serve` on a free port, ended with the block."""

    def __init__(self, path: Path):
        self.path = path

    def __enter__(self) -> str:
        with socket.create_server(("127.0.0.1", 0)) as plug:
            port = plug.getsockname()[1]
        command = [sys.executable, "-m", "secondsource.cli", "serve", str(self.path), "--port", str(port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(600):
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
    words, counts = vocabulary()
    weights = list(accumulate(counts))
    stories, readings = [], []
    with Store(path, create=True) as store:
        for n in range(0, count, 4):
            group = [reading(n + k, noise.choices(words, cum_weights=weights, k=396)) for k in range(4)]
            for one in group:
                a = one.article
                store.put(Page(a.file, a.text.encode()), Input(a.file, "ok", a.id), one, Options())
            stories.append(story(group))
            readings += group
        store.put_stories(Report((), tuple(readings), tuple(stories), Options()))


def reading(n: int, words: list[str]) -> Reading:
    sentences = [" ".join(words[i : i + 11]).capitalize() + "." for i in range(0, len(words), 11)]
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
