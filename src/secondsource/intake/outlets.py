"""Names of news outlets: by domain, by call sign, and the agencies whose texts others carry."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from secondsource.data import path, table


@dataclass(frozen=True, slots=True)
class Agency:
    """A newsroom whose text other outlets carry."""

    name: str
    codes: tuple[str, ...] = ()  #: as in datelines and credits: 'AP', 'AFP'
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    kind: str = "agency"  #: 'agency', or 'network' for a broadcaster or paper with a wire of its own

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases, *self.codes)


@functools.cache
def agencies() -> tuple[Agency, ...]:
    return tuple(
        Agency(a["name"], tuple(a.get("codes", ())), tuple(a.get("aliases", ())), tuple(a.get("domains", ())), a.get("kind", "agency"))
        for a in table("agencies.toml")["agency"]
    )


def plain(name: str) -> str:
    """For comparing: no case, no 'the', letters and digits only."""
    return re.sub(r"[\W_]+", "", re.sub(r"^the\s+", "", name.casefold()))


@functools.cache
def agency_names() -> dict[str, Agency]:
    found: dict[str, Agency] = {}
    for agency in agencies():
        for name in agency.names:
            found.setdefault(plain(name), agency)
    return found


@functools.cache
def domains() -> dict[str, str]:
    """Domain to the outlet's name, from data/outlets.tsv."""
    found: dict[str, str] = {}
    with path("outlets.tsv").open(encoding="utf-8") as file:
        for line in file:
            if line.startswith("#"):
                continue
            domain, name, _, _, _, medium, _ = line.rstrip("\n").split("\t")
            # a station's site under a brand of its own ('hawaiinewsnow.com') is not called by its call sign
            if domain and not (medium == "TV station" and name.lower() not in domain):
                found.setdefault(domain, name)
    for agency in agencies():
        for domain in agency.domains:
            found.setdefault(domain, agency.name)
    return found


@functools.cache
def names() -> frozenset[str]:
    """Every outlet's name, for comparing."""
    with path("outlets.tsv").open(encoding="utf-8") as file:
        return frozenset(plain(line.split("\t")[1]) for line in file if not line.startswith("#"))


@functools.cache
def call_signs() -> frozenset[str]:
    """Broadcast stations' call signs."""
    return frozenset(path("stations.txt").read_text("utf-8").split())


def host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def by_domain(url: str | None) -> str | None:
    """The outlet that owns the address; the longest known ending of its host counts."""
    parts = host(url).split(".")
    for i in range(len(parts) - 1):
        if name := domains().get(".".join(parts[i:])):
            return name
    return None
