"""Tables that a reporter can read, and the models with their cards.

``table(name)`` reads a TOML file once; ``path(name)`` finds a data file; ``session(name)`` loads an ONNX model once
per process after checking it against the sha256 on its card.
"""

from __future__ import annotations

import functools
import hashlib
import tomllib
from pathlib import Path
from typing import Any

from secondsource.errors import MissingModel

FOLDER = Path(__file__).parent
AGAIN = "Install again: pip install --force-reinstall secondsource"


def path(name: str) -> Path:
    """Where the data file lies; raises ``MissingModel`` where the installation lacks it."""
    found = FOLDER / name
    if not found.is_file():
        raise MissingModel(f"the data file {name} is missing from this installation", AGAIN)
    return found


@functools.cache
def table(name: str) -> dict[str, Any]:
    """The TOML table ``name`` ('cues.toml'), read once per process."""
    return tomllib.loads(path(name).read_text("utf-8"))


@functools.cache
def session(name: str, threads: int = 0) -> Any:
    """The ONNX model ``name`` ('tagger.onnx') as an onnxruntime session, one per process.

    Its card ``<name without .onnx>.card.toml`` names its sha256; other bytes are an error. ``threads`` 0 lets
    onnxruntime choose.
    """
    file = path(name)
    card = table(name.removesuffix(".onnx") + ".card.toml")
    if (seen := hashlib.sha256(file.read_bytes()).hexdigest()) != card["sha256"]:
        raise MissingModel(f"{name} is not the file its card describes (sha256 {seen[:12]}…)", AGAIN)
    import onnxruntime  # costs 0.2 s: only for those who run a model

    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = threads
    settings.log_severity_level = 3
    return onnxruntime.InferenceSession(str(file), settings, providers=["CPUExecutionProvider"])
