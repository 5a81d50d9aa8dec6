"""What this installation is: versions, models with their hashes, limits; and whether a store is whole.

A line that begins with FAULT says what is wrong and ends with what to do.
"""

from __future__ import annotations

import dataclasses
import hashlib
import platform
import sqlite3
from importlib import metadata
from pathlib import Path

from secondsource.data import FOLDER, table
from secondsource.errors import MissingModel, SecondSourceError
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


def lines(store: Path | None = None) -> list[str]:
    """The whole check, a line each: of the installation, and of a store where one is given; the verdict is the last."""
    found = [*_versions(), *_models(), *_limits(), *(_store(store) if store else ())]
    faults = sum(line.startswith("FAULT") for line in found)
    cure = "do what the lines that begin with FAULT say" if faults else "nothing to do"
    return [*found, f"{faults} fault{'' if faults == 1 else 's'}: {cure}"]


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


def _store(path: Path) -> list[str]:
    """What the store holds, and everything that is wrong with it. It is only read."""
    from secondsource.views import faults
    from secondsource.views.store import VERSION, Store
    from secondsource.views.summary import counts_of

    try:
        with Store(path, read_only=True) as store:
            wrong = [f"FAULT {path}: {line.replace('STORE', str(path))}" for line in faults.check(store)]
            if any("reading it fails" in line for line in wrong):
                return wrong
            held = store.db.execute("SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM stories)").fetchone()
            found = [f"store {path}: version {VERSION}, {held[0]} articles, {held[1]} stories, {counts_of(store.inputs())}"]
            if store.stale:
                found.append(f"store {path}: articles came after the last grouping. To group them: run the last secondsource add again")
            return found + (wrong or [f"store {path}: file, rows, quotations, pages and records are whole"])
    except (SecondSourceError, sqlite3.Error, UnicodeDecodeError) as error:
        said = str(error).replace("STORE", str(path))
        return [f"FAULT {said}" if said.startswith(str(path)) else f"FAULT {path}: {said}"]


def _limits() -> list[str]:
    return [f"limit {f.name} = {getattr(Options(), f.name)}" for f in dataclasses.fields(Options)]
