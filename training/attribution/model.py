"""The network in plain torch: MiniLM-L6 (a BERT of 6 layers, 384 wide), a CRF over labels, and two pointers as linker.

Per subword it gives a score for each label, and four vectors for the linker: a content subword points to the first
subword of its cue, and a cue to the first subword of its source ([CLS]: it has none).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as fn

from secondsource.reading.tagger_text import LABELS, SHAPES

WIDE, HEADS, LAYERS, INNER, LINK = 384, 12, 6, 1536, 64
FORBIDDEN = -1e4


class Layer(nn.Module):
    """One BERT layer, normalised after each half."""

    def __init__(self, dropout: float):
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDE, 3 * WIDE), nn.Linear(WIDE, WIDE)
        self.up, self.down = nn.Linear(WIDE, INNER), nn.Linear(INNER, WIDE)
        self.norm1, self.norm2 = nn.LayerNorm(WIDE, eps=1e-12), nn.LayerNorm(WIDE, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDE // HEADS).permute(2, 0, 3, 1, 4).reshape(3, batch * HEADS, length, -1)
        # written out: on a processor, short windows go twice as fast as with torch's fused attention
        likeness = torch.bmm(q * (WIDE // HEADS) ** -0.5, k.transpose(1, 2)).view(batch, HEADS, length, length) + mask
        seen = torch.bmm(torch.softmax(likeness, -1).view(batch * HEADS, length, length), v)
        x = self.norm1(x + self.drop(self.out(seen.view(batch, HEADS, length, -1).transpose(1, 2).reshape(batch, length, WIDE))))
        return self.norm2(x + self.drop(self.down(fn.gelu(self.up(x)))))


class Tagger(nn.Module):
    def __init__(self, dropout: float = 0.1, vocabulary: int = 30522, positions: int = 512):
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDE)
        self.positions = nn.Embedding(positions, WIDE)
        self.types = nn.Parameter(torch.zeros(WIDE))  # BERT's sentence type 0, the only one used
        self.shapes = nn.Embedding(SHAPES, WIDE)
        self.norm = nn.LayerNorm(WIDE, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.drop = nn.Dropout(dropout)
        self.label = nn.Linear(WIDE, len(LABELS))
        self.inner, self.link = nn.Linear(WIDE, WIDE), nn.Linear(WIDE, 4 * LINK)
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        nn.init.zeros_(self.shapes.weight)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """``mask`` is true for real subwords. Gives labels [batch, length, 7] and links [batch, length, 4 x 64]."""
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.types + self.shapes(shapes)
        x = self.drop(self.norm(x))
        bias = torch.where(mask, 0.0, FORBIDDEN)[:, None, None, :]
        bias = bias.to(torch.get_autocast_dtype("cpu") if torch.is_autocast_enabled("cpu") else x.dtype)
        for layer in self.layers:
            x = layer(x, bias)
        x = self.drop(x)
        return self.label(x), self.link(fn.gelu(self.inner(x)))

    def steps(self) -> Tensor:
        """The CRF's scores from label to label, with what cannot follow forbidden."""
        return self.transitions + forbidden().to(self.transitions)


def forbidden() -> Tensor:
    """``I-x`` follows only ``B-x`` and ``I-x``."""
    table = torch.zeros(len(LABELS), len(LABELS))
    for j, to in enumerate(LABELS):
        for i, at in enumerate(LABELS):
            if to.startswith("I-") and at[1:] != to[1:]:
                table[i, j] = FORBIDDEN
    return table


def crf_loss(scores: Tensor, labels: Tensor, mask: Tensor, steps: Tensor) -> Tensor:
    """Minus the log likelihood of the label sequences, summed (linear-chain CRF, forward algorithm)."""
    gold = scores.gather(2, labels[..., None])[..., 0] * mask
    moves = steps[labels[:, :-1], labels[:, 1:]] * mask[:, 1:]
    alpha = scores[:, 0]
    for t in range(1, scores.shape[1]):
        onward = torch.logsumexp(alpha[:, :, None] + steps, dim=1) + scores[:, t]
        alpha = torch.where(mask[:, t, None], onward, alpha)
    return (torch.logsumexp(alpha, dim=1) - gold.sum(1) - moves.sum(1)).sum()


def start(path: Path, dropout: float = 0.1) -> Tagger:
    """A new tagger with the encoder weights of all-MiniLM-L6-v2 (``model.safetensors``)."""
    from safetensors.torch import load_file

    raw, model = load_file(path), Tagger(dropout)
    state: dict[str, Any] = {
        "words.weight": raw["embeddings.word_embeddings.weight"],
        "positions.weight": raw["embeddings.position_embeddings.weight"],
        "types": raw["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": raw["embeddings.LayerNorm.weight"],
        "norm.bias": raw["embeddings.LayerNorm.bias"],
    }
    for n in range(LAYERS):
        at = f"encoder.layer.{n}."
        for kind in ("weight", "bias"):
            state[f"layers.{n}.qkv.{kind}"] = torch.cat([raw[f"{at}attention.self.{part}.{kind}"] for part in ("query", "key", "value")])
            for ours, theirs in (("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"), ("up", "intermediate.dense"),
                                 ("down", "output.dense"), ("norm2", "output.LayerNorm")):  # fmt: skip
                state[f"layers.{n}.{ours}.{kind}"] = raw[f"{at}{theirs}.{kind}"]
    absent = model.load_state_dict(state, strict=False)
    assert not absent.unexpected_keys, absent
    return model
