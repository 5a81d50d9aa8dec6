"""Trains the tagger: ``python -m training.attribution.train CORPUS WEIGHTS OUT [--epochs 6] [--minutes 75] [--seed 1]``.

CORPUS has ``train`` and ``dev`` in PolNeAR's layout; WEIGHTS is all-MiniLM-L6-v2's ``model.safetensors``, or a checkpoint
(``.pt``) to go on from; OUT gets a checkpoint of the averaged weights every few minutes, and ``log.txt`` with the loss on
``dev`` at the end. The learning rate falls to nothing at the last epoch or minute, whichever comes first. One thread, bf16.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as fn

from secondsource.reading.tagger_text import LABELS, Window
from training.attribution.corpus import read
from training.attribution.examples import Batch, Example, batch, cut, example
from training.attribution.model import LINK, Tagger, crf_loss, start

SMOOTHING, EMA, WARM_UP = 0.05, 0.998, 0.04
CUE, CONTENT = LABELS.index("B-cue"), (LABELS.index("B-content"), LABELS.index("I-content"))


def loss(model: Tagger, b: Batch, fast: bool = True) -> Tensor:
    """CRF loss a subword, cross entropy of labels, and cross entropy of both pointers, added up."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=fast):
        scores, links = model(b.ids, b.shapes, b.mask)
    scores, links = scores.float(), links.float()
    crf = crf_loss(scores, b.labels, b.mask, model.steps()) / b.mask.sum()
    plain = fn.cross_entropy(scores[b.mask], b.labels[b.mask], label_smoothing=SMOOTHING)
    return crf + 0.5 * plain + 0.3 * pointers(links, b)


def pointers(links: Tensor, b: Batch) -> Tensor:
    """Content to cue and cue to source, each a choice among all subwords of the window."""
    content, cue, asking, source = links.split(LINK, dim=2)
    total = links.new_zeros(())
    is_content = (b.labels == CONTENT[0]) | (b.labels == CONTENT[1])
    for query, key, which in ((content, cue, is_content), (asking, source, b.labels == CUE)):
        rows = which & (b.link >= 0)
        if rows.any():
            table = torch.einsum("btd,bsd->bts", query, key) / LINK**0.5
            table = table.masked_fill(~b.mask[:, None, :], -1e4)
            total = total + fn.cross_entropy(table[rows], b.link[rows])
    return total


def epoch(examples: list[list[Example]], rng: random.Random, tokens: int) -> Iterator[Batch]:
    """All articles once, by one annotator each, in batches of about ``tokens`` subwords of like length."""
    chosen = [(ex, w) for versions in examples for ex in [rng.choice(versions)] for w in cut(ex, rng)]
    rng.shuffle(chosen)
    chosen.sort(key=lambda c: (c[1].end - c[1].start) // 32)
    groups: list[list[tuple[Example, Window]]] = [[]]
    for one in chosen:
        if groups[-1] and (len(groups[-1]) + 1) * (one[1].end - one[1].start + 2) > tokens:
            groups.append([])
        groups[-1].append(one)
    rng.shuffle(groups)
    return (batch(group, rng) for group in groups)


def optimiser(model: Tagger, rate: float, frozen: int, falls: float = 0.9) -> torch.optim.AdamW:
    """Lower layers learn more slowly; word and position vectors stay as they are; new parts learn three times as fast.

    With ``frozen`` so many of the lowest layers stay too, and all below them: a fifth faster for two.
    """
    model.words.requires_grad_(False)
    model.positions.requires_grad_(False)
    if frozen:
        for part in (model.norm, model.shapes, *model.layers[:frozen]):
            part.requires_grad_(False)
        model.types.requires_grad_(False)
    groups = [{"params": layer.parameters(), "lr": rate * falls ** (len(model.layers) - 1 - n)} for n, layer in enumerate(model.layers)]
    lowest = rate * falls ** len(model.layers)
    groups += [{"params": [model.types, *model.norm.parameters()], "lr": lowest}, {"params": model.shapes.parameters(), "lr": 2 * rate}]
    groups += [{"params": [*model.label.parameters(), *model.inner.parameters(), *model.link.parameters()], "lr": 3 * rate}]
    groups += [{"params": [model.transitions], "lr": 20 * rate, "weight_decay": 0.0}]
    for group in groups:
        group["top"] = group["lr"]
    return torch.optim.AdamW(groups, betas=(0.9, 0.99), weight_decay=0.01)


@torch.no_grad()
def measure(model: nn.Module, examples: list[Example]) -> str:
    """Loss and share of subwords with the right label, on windows cut the same way each time."""
    model.eval()
    chosen = sorted(((ex, w) for ex in examples for w in cut(ex, random.Random(0))), key=lambda c: c[1].end - c[1].start)
    losses, right, all = [], 0, 0
    for i in range(0, len(chosen), 12):
        b = batch(chosen[i : i + 12])
        losses.append(loss(model, b).item())  # type: ignore[arg-type]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            guess = model(b.ids, b.shapes, b.mask)[0].argmax(2)
        marked = b.mask & ((b.labels > 0) | (guess > 0))
        right, all = right + int((guess == b.labels)[marked].sum()), all + int(marked.sum())
    model.train()
    return f"dev loss {np.mean(losses):.4f}, labels right where either has one {100 * right / all:.2f} %"


def train(corpus: Path, weights: Path, out: Path, epochs: float, minutes: float, rate: float, tokens: int, seed: int, frozen: int) -> None:
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rng = random.Random(seed)
    learn = [[example(version) for version in versions] for versions in read(corpus, "train") if versions]
    dev = [example(versions[0]) for versions in read(corpus, "dev") if versions]
    model = start(weights) if weights.suffix == ".safetensors" else Tagger()
    if weights.suffix == ".pt":
        model.load_state_dict(torch.load(weights))
    model.train()
    for layer in model.layers[:frozen]:
        layer.eval()
    average = {name: value.detach().clone() for name, value in model.state_dict().items()}
    opt, began, saved, step, at, seen = optimiser(model, rate, frozen), time.monotonic(), time.monotonic(), 0, 0.0, 0
    log = (out / "log.txt").open("a", buffering=1)
    per_epoch = sum(len(versions[0].pieces) for versions in learn)
    while at < 1:
        for b in epoch(learn, rng, tokens):
            at = max(seen / per_epoch / epochs, (time.monotonic() - began) / 60 / minutes)
            if at >= 1:
                break
            for group in opt.param_groups:
                group["lr"] = group["top"] * min(at / WARM_UP, (1 - at) / (1 - WARM_UP))
            value = loss(model, b)
            opt.zero_grad()
            value.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            step, seen = step + 1, seen + int(b.mask.sum())
            decay = min(EMA, (1 + step) / (10 + step))
            for name, current in model.named_parameters():
                if current.requires_grad:
                    average[name].lerp_(current.detach(), 1 - decay)
            if step % 50 == 0:
                log.write(
                    f"{(time.monotonic() - began) / 60:.1f} min, step {step}, epoch {seen / per_epoch:.2f}, loss {value.item():.4f}\n"
                )
            if time.monotonic() - saved > 540:
                saved = time.monotonic()
                _save(average, out)
    _save(average, out)
    final = Tagger()
    final.load_state_dict(average)
    log.write(f"end, step {step}, epoch {seen / per_epoch:.2f}: {measure(final, dev)}\n")


def _save(average: dict[str, Tensor], out: Path) -> None:
    torch.save(average, out / "tagger.pt.part")
    (out / "tagger.pt.part").rename(out / "tagger.pt")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpus", "weights", "out"):
        ask.add_argument(name, type=Path)
    ask.add_argument("--epochs", type=float, default=6)
    ask.add_argument("--minutes", type=float, default=600)
    ask.add_argument("--rate", type=float, default=2.5e-4, help="the highest layer's learning rate at its peak")
    ask.add_argument("--tokens", type=int, default=2048, help="subwords of one step")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--frozen", type=int, default=0, help="how many of the lowest layers stay as they are")
    given = ask.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    train(given.corpus, given.weights, given.out, given.epochs, given.minutes, given.rate, given.tokens, given.seed, given.frozen)


if __name__ == "__main__":
    main()
