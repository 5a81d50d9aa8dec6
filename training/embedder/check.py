"""Compares the 8-bit embedder with the published weights computed in numpy, in 32-bit floats."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from training.embedder.graph import Array, Weights, bert_layers

SENTENCES = (
    "The harbour was closed on Monday after a crane fell into the water.",
    "A crane that toppled into the harbour shut the port at the start of the week.",
    "Officials said nobody was hurt.",
    "According to the mayor, two people were taken to hospital.",
    "The band's second record was praised for its drumming, its long silences and its cover.",
    "Interest rates stay as they are until spring, three people close to the central bank told the paper.",
)


def scores(file: Path, tokenizer: Path, raw: Weights) -> dict[str, float]:
    """The least cosine between a sentence's two vectors, and the largest change of a pair's likeness."""
    import onnxruntime
    from tokenizers import Tokenizer

    cut = Tokenizer.from_file(str(tokenizer))
    coded = [cut.encode(sentence) for sentence in SENTENCES]
    ids, mask = np.array([c.ids for c in coded]), np.array([c.attention_mask for c in coded])
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    ours: Array = session.run(None, {"ids": ids, "mask": mask})[0]
    exact = np.stack([_embed(row[: int(seen.sum())], raw) for row, seen in zip(ids, mask, strict=True)])
    change = np.abs(ours @ ours.T - exact @ exact.T).max()
    return {"least_cosine_to_float32": float((ours * exact).sum(1).min()), "largest_change_of_a_likeness": float(change)}


def _embed(ids: Array, raw: Weights) -> Array:
    """One sentence through the float weights: what the published model gives."""

    def norm(x: Array, w: Array, b: Array) -> Any:
        return (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-12) * w + b

    erf = np.vectorize(math.erf)
    x = raw["embeddings.word_embeddings.weight"][ids] + raw["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(x + raw["embeddings.token_type_embeddings.weight"][0], raw["embeddings.LayerNorm.weight"], raw["embeddings.LayerNorm.bias"])
    for w in bert_layers(raw, 6):
        q, k, v = (x @ w["qkv.weight"].T + w["qkv.bias"]).reshape(len(ids), 3, 12, 32).transpose(1, 2, 0, 3)
        likeness = np.exp(q @ k.transpose(0, 2, 1) / 32**0.5)
        seen = (likeness / likeness.sum(-1, keepdims=True) @ v).transpose(1, 0, 2).reshape(len(ids), 384)
        x = norm(x + seen @ w["out.weight"].T + w["out.bias"], w["norm1.weight"], w["norm1.bias"])
        inner = x @ w["up.weight"].T + w["up.bias"]
        x = norm(x + inner * (1 + erf(inner / 2**0.5)) / 2 @ w["down.weight"].T + w["down.bias"], w["norm2.weight"], w["norm2.bias"])
    total = x.sum(0)
    return np.asarray(total / np.linalg.norm(total))
