"""What ``bench corpus`` is measured on: WARC sets and stored readings with known events, made-up signatures, the plot."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import html
import json
import random
import re
import resource
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from secondsource.corpus import meeting, plan, stages, tables
from secondsource.corpus.filters import Filters
from secondsource.model import make_id
from secondsource.options import Options

Row = dict[str, Any]
ROUND_DAYS = 11  #: each round of variations lies so many days after the one before: beyond any window


# ---- a WARC set ----------------------------------------------------------------------------------------------------


def archive(corpora: Path, target: Path, count: int, seed: int = 3) -> None:
    """Pages alone, reports of events, and copies of them, in an order of their own; the truth lies beside it as JSON."""
    chance = random.Random(seed)
    made = [*alone(corpora / "pages", count * 28 // 100)]
    made += list(reports(corpora / "stories", count - len(made), chance))
    chance.shuffle(made)
    truth = {}
    with target.open("wb") as file:
        for number, (url, body, event) in enumerate(made, 1):
            truth[f"{target.name}#{number}"] = event
            file.write(gzip.compress(record(url, body, number), mtime=0))
    target.with_suffix(".truth.json").write_text(json.dumps(truth), "utf-8")


def truth_of(target: Path) -> dict[str, str]:
    return dict(json.loads(target.with_suffix(".truth.json").read_text("utf-8")))


def record(url: str, body: bytes, number: int) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 2024-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def alone(pages: Path, count: int) -> Iterator[tuple[str, bytes, str]]:
    """Real pages, each an event of its own but for the few that a person has put together."""
    events = tomllib.loads((Path(__file__).parent / "corpus_alone.toml").read_text("utf-8"))["events"]
    together = {id: event for event, ids in events.items() for id in ids.split()}
    truth = json.loads((pages / "scrapinghub" / "ground-truth.json").read_text("utf-8"))
    found = [(row["url"], pages / "scrapinghub" / "html" / f"{id}.html.gz") for id, row in sorted(truth.items())]
    gold = (pages / "metadata" / "gold.jsonl").read_text("utf-8").splitlines()
    found += [(row["url"], pages / "metadata" / row["file"]) for row in map(json.loads, gold)]
    for url, file in found[:count]:
        raw = file.read_bytes()
        yield (
            url if "://" in url else f"http://{url}",
            gzip.decompress(raw) if file.suffix == ".gz" else raw,
            f"alone {together.get(file.name[:6], file.name)}",
        )


def reports(stories: Path, count: int, chance: random.Random) -> Iterator[tuple[str, bytes, str]]:
    """Reports of known events as pages, and of every third report a copy under another outlet's address.

    Names are others in every event: events that the corpora tell apart, but which are two days of one affair, are two affairs here.
    """
    rows = [
        json.loads(line) for name in ("basil_dev", "allsides_dev") for line in (stories / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    made = 0
    for number, row in enumerate(rows):
        pattern, key = named(f"{row.get('title') or ''}\n{row['text']}"), keyed(0, row["cluster"])
        own = {**row, **{name: renamed(row.get(name), pattern, key) for name in ("title", "text")}}
        kinds = ["own"] + ([("whole", "cut", "edited")[number // 3 % 3]] if number % 3 == 0 else [])
        for kind in kinds:
            if made >= count:
                return
            made += 1
            text = copied(kind, own["text"], chance)
            site = f"outlet{sum(map(ord, row['outlet'])) % 97}" if kind == "own" else f"carrier{number % 53}"
            yield f"https://{site}.example/{row['date'][:10]}/{number}-{kind}", page(own, text, site), row["cluster"]


def copied(kind: str, text: str, chance: random.Random) -> str:
    words = text.split(" ")
    if kind == "cut":
        return " ".join(words[: max(60, int(0.5 * len(words)))])
    return " ".join(w for w in words if chance.random() >= 0.08) if kind == "edited" else text


def page(row: Row, text: str, site: str) -> bytes:
    """A news page around a report: navigation, structured data, paragraphs, links at the foot."""
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z“\"])", text)
    body = "".join(f"<p>{html.escape(' '.join(sentences[at : at + 3]))}</p>\n" for at in range(0, len(sentences), 3))
    title = row.get("title") or sentences[0][:90]
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "datePublished": row["date"][:10]}
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)} | {site}</title>'
        f'<script type="application/ld+json">{json.dumps(data)}</script></head>'
        '<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>'
        f"<main><article><h1>{html.escape(title)}</h1>\n{body}</article></main><footer><a href='/about'>About us</a></footer></body></html>"
    ).encode()


# ---- stored readings -----------------------------------------------------------------------------------------------


def stored(pages: Path, target: Path, count: int, most_words: int = 260) -> None:
    """Readings of short reports varied until there are enough: names, ids and days are others in every round.

    Names are others in every event, too: gold events that are two days of one affair in the corpora are two affairs here, and a
    page that is alone shares its names with none, so that the truth is known.
    """
    from pyarrow.parquet import ParquetWriter

    base = [
        row
        for file in tables.files(pages, "readings", "readings")
        for row in tables.each(file)
        if row["words"] <= most_words and row["first"]
    ]
    known, truth, made = truth_of(pages.with_suffix(".warc.gz")), {}, 0
    target.mkdir(parents=True)
    for turn in range(count):
        batch = [varied(row, turn, known[row["file"]]) for row in base[: count - made]]
        truth.update({row["file"]: f"{known[old['file']]} {turn}" for row, old in zip(batch, base, strict=False)})
        with ParquetWriter(target / f"{turn:04}.parquet", tables.schema("readings"), compression="zstd") as writer:
            for at in range(0, len(batch), tables.GROUP):
                writer.write_table(tables.rows("readings", batch[at : at + tables.GROUP]))
        made += len(batch)
        if made >= count:
            break
    target.with_suffix(".truth.json").write_text(json.dumps(truth), "utf-8")


ID = re.compile(r'"([a-z])([0-9a-f]{10})"')
DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
PLAIN = {"kind", "type", "how", "rule", "manner", "stance", "certainty", "id", "article", "language", "sha256", "url"}


def varied(row: Row, turn: int, event: str) -> Row:
    """The reading with every name turned into another of the same length, so that its offsets stay right."""
    raw = json.loads(row["record"])
    words = json.dumps(renamed(raw, named(raw["articles"][0]["text"]), keyed(turn, event)), separators=(",", ":"))
    words = ID.sub(lambda m: f'"{make_id(m[1], m[0], turn)}"', words)
    words = DAY.sub(lambda m: moved(m[0], turn), words)
    file = f"{row['file']}~{turn}"
    record = json.loads(words)
    one = record["articles"][0]
    one["file"], one["sha256"] = file, f"{turn:08x}{raw['articles'][0]['sha256'][:56]}"
    changed = {"id": one["id"], "file": file, "first": moved(row["first"], turn), "last": moved(row["last"], turn)}
    return {**row, **changed, "title": one["title"], "record": json.dumps(record, separators=(",", ":"))}


def named(text: str) -> re.Pattern[str] | None:
    """The words of the names in a text, wherever they stand."""
    from secondsource.stories.groups_text import marks

    names = sorted({part for mark in marks(text) for part in re.findall(r"[A-Za-z]{3,}", mark)}, key=lambda n: (-len(n), n))
    return re.compile(rf"\b(?:{'|'.join(names)})\b", re.I) if names else None


def keyed(turn: int, event: str) -> bytes:
    return hashlib.blake2b(f"{turn} {event}".encode(), digest_size=5).digest()


def renamed(value: Any, pattern: re.Pattern[str] | None, key: bytes) -> Any:
    if isinstance(value, dict):
        return {k: v if k in PLAIN else renamed(v, pattern, key) for k, v in value.items()}
    if isinstance(value, list):
        return [renamed(v, pattern, key) for v in value]
    return pattern.sub(lambda m: shifted(m[0], key), value) if pattern and isinstance(value, str) else value


def shifted(word: str, key: bytes) -> str:
    """Each letter so many places on in its case's alphabet as the key's byte for its place in the word says."""
    begins = [65 if c.isupper() else 97 for c in word]
    return "".join(chr((ord(c) - a + key[n % len(key)]) % 26 + a) for n, (c, a) in enumerate(zip(word, begins, strict=True)))


def moved(day: str, turn: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=ROUND_DAYS * turn)).isoformat()
    except (ValueError, OverflowError):
        return day


# ---- one point of a curve, in a process of its own -----------------------------------------------------------------


def point(kind: str, pages: Path, out: Path, count: int) -> Row:
    """CPU seconds and memory of grouping so many: of articles from their readings on, of signatures from their keys on."""
    if kind == "articles":
        laid(pages, out, count)
    else:
        signatures(out, count)
    begun = time.process_time()
    for stage in ("counts", "weights", "vectors", "pairs", "candidates", "groups")[0 if kind == "articles" else 3 :]:
        for key in stages.keys(out, stage):
            stages.perform(out, stage, key)
    seconds = time.process_time() - begun
    groups = tables.whole([out / "groups" / "all" / "groups.parquet"], "groups")
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"count": count, "cpu": round(seconds, 2), "mb": round(size), "stories": len(set(groups["story"].to_pylist()))}


def laid(pages: Path, out: Path, count: int) -> None:
    """So many stored readings as a run has them when all are read."""
    given = out.with_name(f"stored-{count}")
    if not given.exists():
        stored(pages, given, count)
    files = sorted(given.glob("*.parquet"))
    empty(out, [f"{n:05}" for n in range(len(files))], count)
    for number, file in enumerate(files):
        folder = out / "readings" / f"{number:05}"
        folder.mkdir(parents=True)
        (folder / "readings.parquet").hardlink_to(file)


def empty(out: Path, keys: Sequence[str], count: int) -> None:
    """The plan of a run over shards with these keys, and a table of what is read that holds so many rows."""
    out.mkdir(parents=True, exist_ok=True)
    plan.settle(out, plan.Plan(tuple(plan.Shard(key, "readings", ()) for key in keys), Filters(), Options()))
    tables.write(out, "once", "all", ("once", "left"), [("once", tables.columns("once", shard=[""] * count, row=[0] * count))])


def signatures(out: Path, count: int, seed: int = 9) -> None:
    """Made-up vectors, keys and bands: stories of one to eight reports, 300 reports a day, one report in six a near copy."""
    import numpy as np

    shards = [f"{n:05}" for n in range(max(1, count // 10_000))]
    empty(out, shards, count)
    chance, size, per = np.random.default_rng(seed), meeting.how_many(out), count // len(shards)
    for number, shard in enumerate(shards):
        rows: list[Row] = []
        keys: list[tuple[Any, ...]] = []
        while len(rows) < per:
            day = 738_000 + int(chance.integers(max(3, count // 300)))
            own = chance.integers(1 << 40, 1 << 63, 60, dtype=np.uint64)  # the story's own words
            bands: list[int] = []
            for _ in range(min(int(chance.choice([1, 1, 1, 2, 3, 5, 8])), per - len(rows))):
                common = (chance.zipf(1.3, 70) % 200_000).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
                features = np.unique(np.concatenate((chance.choice(own, 40, replace=False), common)))
                values = np.where(np.isin(features, own), 0.12, 0.05)
                id = number * per + len(rows)
                rows.append({"id": id, "day": day, "features": features.tolist(), "values": values.tolist()})
                heavy = features[np.argsort(-values, kind="stable")[:16]]
                keys += [(f, id, day, 0.12, False) for f in heavy.tolist()]
                if not bands or chance.random() > 0.3:
                    bands = chance.integers(0, 1 << 63, meeting.BANDS, dtype=np.uint64).tolist()
                keys += [(band, id, day, 0.0, True) for band in bands]
        tables.write(out, "vectors", shard, ("vectors", "keys"), parts(rows, keys, size))


def parts(rows: list[Row], keys: list[tuple[Any, ...]], size: int) -> Iterator[tuple[str, Any]]:
    import numpy as np

    yield "vectors", tables.rows("vectors", rows)
    feature, id, day, value, band = zip(*keys, strict=True)
    features = np.array(feature, np.uint64)
    yield from meeting.by_bucket(
        "keys", size, meeting.bucket_of(features, size), feature=features, id=np.array(id, np.uint64), day=np.array(day, np.int32),
        value=np.array(value), band=np.array(band, bool),
    )  # fmt: skip


# ---- the plot ------------------------------------------------------------------------------------------------------


def svg(found: dict[str, list[Row]]) -> str:
    """Seconds against size, both in powers of ten; a dashed line is growth in proportion."""
    import math

    width, height, left, bottom = 560, 360, 60, 44
    points = [(row["count"], max(row["cpu"], 0.05)) for rows in found.values() for row in rows]
    low_x, high_x = math.floor(math.log10(min(x for x, _ in points))), math.ceil(math.log10(max(x for x, _ in points)))
    low_y, high_y = math.floor(math.log10(min(y for _, y in points))), math.ceil(math.log10(max(y for _, y in points)))

    def at(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - low_x) / max(1, high_x - low_x) * (width - left - 20) + left
        up = height - bottom - (math.log10(y) - low_y) / max(1, high_y - low_y) * (height - bottom - 20)
        return round(across, 1), round(up, 1)

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for n in range(low_x, high_x + 1):
        x, _ = at(10**n, 10**low_y)
        lines.append(f'<path d="M{x} 20V{height - bottom}" stroke="#ddd"/>')
        lines.append(f'<text x="{x}" y="{height - 26}" text-anchor="middle">{10**n:,}</text>')
    for n in range(low_y, high_y + 1):
        _, y = at(10**low_x, 10.0**n)
        lines.append(f'<path d="M{left} {y}H{width - 20}" stroke="#ddd"/>')
        lines.append(f'<text x="{left - 6}" y="{y + 4}" text-anchor="end">{10.0**n:g} s</text>')
    for (kind, rows), colour in zip(found.items(), ("#1a5fb4", "#a51d2d"), strict=False):
        places = [at(row["count"], max(row["cpu"], 0.05)) for row in rows]
        corners = " ".join(f"{x},{y}" for x, y in places)
        lines.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{corners}"/>')
        lines += [f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>' for x, y in places]
        lines.append(f'<text x="{places[-1][0] - 8}" y="{places[-1][1] - 8}" fill="{colour}" text-anchor="end">{kind}</text>')
        begin = max(rows[0]["cpu"], 0.05)
        x, y = at(rows[-1]["count"], begin * rows[-1]["count"] / rows[0]["count"])
        lines.append(f'<path d="M{places[0][0]} {places[0][1]}L{x} {y}" stroke="{colour}" stroke-dasharray="4 4" fill="none"/>')
    says = "articles or signatures (CPU seconds; dashed: in proportion)"
    lines.append(f'<text x="{width / 2}" y="{height - 6}" text-anchor="middle">{says}</text>')
    return "\n".join([*lines, "</svg>", ""])


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench.corpus_made", description="One point of a curve, as a line of JSON.")
    parser.add_argument("kind", choices=("articles", "signatures"))
    parser.add_argument("pages", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("count", type=int)
    args = parser.parse_args(argv)
    print(json.dumps(point(args.kind, args.pages, args.out, args.count)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
