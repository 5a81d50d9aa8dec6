"""What this installation is: versions, models with their hashes, limits. A line that begins with FAULT needs a cure."""

from __future__ import annotations

import dataclasses
import hashlib
import platform
import sqlite3
from importlib import metadata

from secondsource.data import FOLDER, table
from secondsource.errors import MissingModel
from secondsource.options import Options

PARTS = (
    "secondsource",
    "spacy",
    "trafilatura",
    "lxml",
    "htmldate",
    "resiliparse",
    "fastwarc",
    "onnxruntime",
    "tokenizers",
    "rensa",
    "py3langid",
)


def lines() -> list[str]:
    """The whole check, a line each."""
    return [*_versions(), *_models(), *_limits()]


def _versions() -> list[str]:
    found = [f"python {platform.python_version()} on {platform.system()} {platform.machine()}, SQLite {sqlite3.sqlite_version}"]
    for part in PARTS:
        try:
            found.append(f"{part} {metadata.version(part)}")
        except metadata.PackageNotFoundError:
            found.append(f"FAULT {part} is not installed. Cure: pip install --force-reinstall secondsource")
    return found


def _models() -> list[str]:
    found = []
    for card in sorted(FOLDER.glob("*.card.toml")):
        facts = table(card.name)
        file = FOLDER / str(facts.get("file", card.name.removesuffix(".card.toml") + ".onnx"))
        if "sha256" not in facts:
            continue
        if not file.is_file():
            found.append(f"FAULT {file.name} is missing. Cure: pip install --force-reinstall secondsource")
            continue
        whole = hashlib.sha256(file.read_bytes()).hexdigest() == facts["sha256"]
        verdict = "as on its card" if whole else "differs from its card. Cure: pip install --force-reinstall secondsource"
        found.append(f"{'model' if whole else 'FAULT'} {file.name}: sha256 {facts['sha256'][:16]}… {verdict}")
    return [*found, _english()]


def _english() -> str:
    from secondsource.reading import sentences

    try:
        package, folder = sentences.installed()
    except MissingModel as error:
        return f"FAULT {error}"
    if wrong := sentences.changed(folder):
        return f"FAULT {package}: these files are not the official ones: {', '.join(wrong)}. Cure: {sentences.INSTALL}"
    return f"model {package}: files as in data/models.toml"


def _limits() -> list[str]:
    return [f"limit {f.name} = {getattr(Options(), f.name)}" for f in dataclasses.fields(Options)]
