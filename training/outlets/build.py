"""Make ``data/outlets.tsv`` and ``data/stations.txt`` from open lists and ``names.tsv``, which we wrote by hand.

    python training/outlets/build.py FOLDER

FOLDER holds ``local_news_dataset_2018.csv`` (github.com/yinleon/LocalNewsDataset, MIT) and ``wikipedia_us_newspapers.csv``
(github.com/hearvox/wiki-media-cred, CC0 1.0). A domain that several outlets share names none of them: such rows keep
their names, for recognising a copyright line, and lose the domain.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parents[2] / "src" / "secondsource" / "data"
HEAD = "# domain\tname\tcountry\tstate\towner\tmedium\tlist (hand: ours; lnd: LocalNewsDataset, MIT; wmc: wiki-media-cred, CC0)"
# Platforms and hosts in the lists that are no outlet's own domain.
SHARED = frozenset(
    ("facebook.com", "google.com", "twitter.com", "wordpress.com", "blogspot.com", "youtube.com",
     "sites.google.com", "tumblr.com", "issuu.com",
     "weebly.com", "wixsite.com")
)  # fmt: skip
CALL_SIGN = re.compile(r"([KW][A-Z]{2,3})(?:-.*)?")

Row = tuple[str, str, str, str, str, str, str]


def by_hand() -> Iterator[Row]:
    for line in (Path(__file__).parent / "names.tsv").read_text("utf-8").splitlines():
        domain, name, country = line.split("\t")
        yield domain, name, country, "", "", "", "hand"


def local(folder: Path) -> Iterator[Row]:
    with (folder / "local_news_dataset_2018.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    users = Counter(row["domain"].strip().lower() for row in rows)
    for row in rows:
        domain = row["domain"].strip().lower().removeprefix("www.")
        name = " ".join(row["name"].split())
        if "TV" in row["medium"] and (match := CALL_SIGN.fullmatch(name)):
            name = match[1]
        if users[row["domain"].strip().lower()] > 1 or domain in SHARED or domain.endswith(".edu") or "/" in domain:
            domain = ""
        if name:
            yield domain, name, "US", row["state"].strip(), " ".join(row["owner"].split()), row["medium"].strip(), "lnd"


def wikipedia(folder: Path) -> Iterator[Row]:
    with (folder / "wikipedia_us_newspapers.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = re.sub(r"\s*\([^)]*\)$", "", " ".join(row["WP-title"].split()))
            if name:
                yield "", name, "US", row["state"].strip(), "", "Newspapers", "wmc"


def main() -> None:
    folder = Path(sys.argv[1])
    seen: set[tuple[str, str]] = set()
    domains: set[str] = set()
    kept: list[Row] = []
    signs: set[str] = set()
    for row in (*by_hand(), *local(folder), *wikipedia(folder)):
        domain, name = row[0], row[1]
        if row[5] == "TV station" and CALL_SIGN.fullmatch(name):
            signs.add(name)
        if domain in domains:
            row, domain = ("", *row[1:]), ""
        key = (domain, re.sub(r"\W+", "", name.casefold()), row[3]) if not domain else (domain, "")
        if key in seen:
            continue
        seen.add(key)  # type: ignore[arg-type]
        domains.add(domain)
        domains.discard("")
        kept.append(row)
    kept.sort()
    (DATA / "outlets.tsv").write_text("\n".join([HEAD, *("\t".join(row) for row in kept)]) + "\n", "utf-8")
    (DATA / "stations.txt").write_text("\n".join(sorted(signs)) + "\n", "utf-8")
    print(f"{len(kept)} outlets, {len(domains)} domains, {len(signs)} call signs")


if __name__ == "__main__":
    main()
