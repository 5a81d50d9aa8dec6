"""Train the networks that find where an article in a bare text begins and ends, and write them with their card.

    python training/lines/ends.py LINES.jsonl SET_DIR

LINES.jsonl is what ``eval_plaintext.py lines SET_DIR`` prints; SET_DIR the folder of pages with full bodies (see
``train.py``). A network sees all lines of a page and learns the distribution over all stretches of lines: its loss is the
lost part of the expected F1 of the stretch (in words), the stretch's own likelihood, and which lines inside belong. Pages
are few, so more are made: one page's frame around another's article, always within one fold. Needs torch and scikit-learn.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import torch
import train
from sklearn.model_selection import GroupKFold
from torch import Tensor, nn
from torch.nn import functional

from secondsource.intake import segments
from secondsource.intake.markup import Line

SEEDS = (1, 2, 3, 4)  #: one network each
WIDTH, EMBEDDED, DILATIONS = 40, 16, (1, 2, 4, 8, 16)
DROP, DROP_WORDS, NOISE, CUT = 0.35, 0.3, 0.1, 0.5
EPOCHS, MADE, BATCH, RATE, DECAY = 11, 500, 8, 3e-3, 0.02  #: MADE pages are drawn anew for each epoch
PARTNERS = 6  #: articles that each page's frame is put around
HOSTS = 8  #: a word is known when so many hosts use it
LONGEST = 700  #: lines; of longer pages the part around the article is learnt


@dataclass(frozen=True)
class Sample:
    """A page to learn from."""

    rows: Any  #: [lines, numbers]
    tokens: list[list[Any]]  #: words of each line; their ids after ``encoded``
    words: Any  #: words in each line
    wanted: Any  #: 1 for lines of the body
    first: int
    last: int  #: one past the article's last line
    host: str
    fold: int


def sample(lines: Sequence[Line], wanted: Sequence[int], first: int, last: int, host: str, fold: int) -> Sample:
    inside = np.zeros(len(lines))
    inside[first:last] = wanted[first:last]
    rows = np.array(segments.rows(lines), dtype="float32")
    return Sample(rows, [segments.tokens(line.text) for line in lines], np.array(segments.sizes(lines)), inside, first, last, host, fold)


Given = tuple[list[Line], list[int], str]  # the lines of a page, which are wanted, its host


def given(rows: Sequence[dict[str, Any]], folder: Path) -> list[Given]:
    """The pages of ``eval_plaintext.py lines`` with their labels."""
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    found = []
    for row in rows:
        lines = [Line(words, ()) for words in row["lines"]]
        host = (urlsplit(row["url"]).hostname or row["id"]).removeprefix("www.")
        found.append((lines, train.labels(lines, truth[row["id"]]["articleBody"]), host))
    return found


def samples(pages: Sequence[Given], folds: int) -> tuple[list[Sample], list[Sample]]:
    """The pages themselves, and the pages made of two of one fold."""
    fold_of = {i: n for n, (_, test) in enumerate(GroupKFold(folds).split(pages, groups=[p[2] for p in pages])) for i in test}
    ends = [train.article(wanted, lines) for lines, wanted, _ in pages]
    own = [sample(lines, wanted, *ends[i], host, fold_of[i]) for i, (lines, wanted, host) in enumerate(pages)]
    chance, made = random.Random(0), []
    for fold in range(folds):
        members = [i for i in range(len(pages)) if fold_of[i] == fold]
        for i in members:
            others = [j for j in chance.sample(members, min(PARTNERS, len(members))) if pages[i][2] != pages[j][2]]
            made += [mixed(pages[i], ends[i], pages[j], ends[j], fold) for j in others]
    return own, made


def mixed(frame: Given, around: tuple[int, int], other: Given, part: tuple[int, int], fold: int) -> Sample:
    """One page's menus, teasers and comments around another's article."""
    (first, last), (a, b) = around, part
    lines = [*frame[0][:first], *other[0][a:b], *frame[0][last:]]
    wanted = [*[0] * first, *other[1][a:b], *[0] * (len(frame[0]) - last)]
    return sample(lines, wanted, first, first + b - a, "", fold)


class Block(nn.Module):
    """A line with its neighbours at a distance, and the means of all lines before and after it."""

    def __init__(self, step: int):
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.conv = nn.Conv1d(WIDTH, WIDTH, 3, padding=step, dilation=step)
        self.mix = nn.Linear(3 * WIDTH, WIDTH)
        self.drop = nn.Dropout(DROP)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        z = self.norm(x) * mask
        near = self.conv(z.transpose(1, 2)).transpose(1, 2)
        so_far, count = z.cumsum(1), mask.cumsum(1)
        past = (so_far - z) / (count - mask).clamp(min=1)
        rest = (so_far[:, -1:] - so_far) / (count[:, -1:] - count).clamp(min=1)
        seen = torch.cat([gelu(near), past, rest], -1)
        return (x + self.drop(gelu(self.mix(seen)))) * mask


def gelu(x: Tensor) -> Tensor:
    return functional.gelu(x, approximate="tanh")


class Network(nn.Module):
    """What ``secondsource.intake.segments`` runs, by the same names."""

    def __init__(self, words: int):
        super().__init__()
        self.emb = nn.EmbeddingBag(words + 1, EMBEDDED, mode="mean")
        nn.init.normal_(self.emb.weight, 0, 0.1)
        self.into = nn.Linear(len(segments.NAMES) + EMBEDDED, WIDTH)
        self.drop = nn.Dropout(DROP)
        self.blocks = nn.ModuleList(Block(step) for step in DILATIONS)
        self.norm = nn.LayerNorm(WIDTH)
        self.out = nn.Linear(WIDTH, 4)

    def forward(self, rows: Tensor, ids: Tensor, starts: Tensor, mask: Tensor) -> Tensor:
        pages, size, _ = rows.shape
        known = self.emb(ids, starts)
        if self.training:
            known = known * (torch.rand(len(known), 1) > DROP_WORDS)
        words = torch.zeros(pages * size, EMBEDDED)
        words[mask.view(-1) > 0] = known
        x = self.drop(gelu(self.into(torch.cat([rows, words.view(pages, size, -1)], -1)))) * mask
        for block in self.blocks:
            x = block(x, mask)
        return self.out(self.norm(x))  # type: ignore[no-any-return]


def batch(pages: Sequence[Sample]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    size = max(len(page.words) for page in pages)
    rows, mask = torch.zeros(len(pages), size, len(segments.NAMES)), torch.zeros(len(pages), size, 1)
    ids: list[int] = []
    starts: list[int] = []
    for i, page in enumerate(pages):
        rows[i, : len(page.words)] = torch.from_numpy(page.rows)
        mask[i, : len(page.words)] = 1
        for line in page.tokens:
            starts.append(len(ids))
            ids.extend(line or [0])
    return rows, torch.tensor(ids), torch.tensor(starts), mask


def loss_of(out: Tensor, page: Sample) -> Tensor:
    """Lost expected F1, likelihood of the true stretch, and which lines inside belong."""
    size = len(page.words)
    begin, end, inside = out[:size, 0], out[:size, 1], out[:size, 2]
    so_far = torch.cat([torch.zeros(1), inside.cumsum(0)])
    worth = (begin - so_far[:-1])[:, None] + (end + so_far[1:])[None, :]
    worth = worth.masked_fill(torch.ones(size, size).tril(-1) > 0, -1e9)
    words, wanted = torch.tensor(page.words, dtype=torch.float32), torch.tensor(page.wanted, dtype=torch.float32)
    total, right = (torch.cat([torch.zeros(1), x.cumsum(0)]) for x in (words, words * wanted))
    taken = (total[1:][None] - total[:-1][:, None]).clamp(min=1)
    f1 = (2 * (right[1:][None] - right[:-1][:, None]).clamp(min=0) / (taken + right[-1])).clamp(0, 1)
    chance = torch.softmax(worth.view(-1), 0)
    likely = torch.logsumexp(worth.view(-1), 0) - worth[page.first, page.last - 1]
    part = slice(page.first, page.last)
    weight = words[part].clamp(min=1).sqrt()
    belongs = functional.binary_cross_entropy_with_logits(out[part, 3], wanted[part], reduction="none")
    return 4 * (1 - (chance * f1.view(-1)).sum()) + 0.3 * likely.clamp(max=20) + 0.5 * (belongs * weight).sum() / weight.sum()


def cropped(page: Sample) -> Sample | None:
    """Of a very long page the part around its article; None where that is too long itself."""
    size = len(page.words)
    if size <= LONGEST:
        return page
    start = max(0, min(page.first - LONGEST // 3, size - LONGEST))
    if page.last > start + LONGEST:
        return None
    return picked(page, np.arange(start, start + LONGEST))


def picked(page: Sample, kept: Any) -> Sample:
    """The page with some of its lines; the article's first and last are among them."""
    first, last = (int(np.searchsorted(kept, x)) for x in (page.first, page.last))
    tokens = [page.tokens[i] for i in kept]
    return replace(page, rows=page.rows[kept], tokens=tokens, words=page.words[kept], wanted=page.wanted[kept], first=first, last=last)


def cut(page: Sample, chance: random.Random) -> Sample:
    """The page, sometimes without a piece before the article and one after it; three lines next to it stay."""
    size = len(page.words)
    keep = np.ones(size, bool)
    for start, end in ((0, page.first - 3), (page.last + 3, size)):
        if end - start > 3 and chance.random() < CUT:
            length = chance.randint(1, end - start)
            at = start + chance.randint(0, end - start - length)
            keep[at : at + length] = False
    return page if keep.all() else picked(page, np.nonzero(keep)[0])


@dataclass(frozen=True)
class Known:
    """What is known of words and numbers before a network learns."""

    words: dict[str, int]
    mean: Any
    spread: Any

    def encoded(self, page: Sample) -> Sample:
        rows = np.clip((page.rows - self.mean) / self.spread, -segments.CLIP, segments.CLIP).astype("float32")
        return replace(page, rows=rows, tokens=[[self.words[w] for w in line if w in self.words] for line in page.tokens])


def learnt(own: Sequence[Sample]) -> Known:
    hosts = defaultdict(set)
    for page in own:
        for word in {word for line in page.tokens for word in line}:
            hosts[word].add(page.host)
    words = {word: i + 1 for i, word in enumerate(sorted(word for word, seen in hosts.items() if len(seen) >= HOSTS))}
    rows = np.concatenate([page.rows for page in own])
    return Known(words, rows.mean(0).astype("float32"), (rows.std(0) + 1e-3).astype("float32"))


def fit(own: Sequence[Sample], made: Sequence[Sample], known: Known, seed: int) -> Network:
    """A network after its epochs."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    mine, more = ([known.encoded(page) for page in map(cropped, pages) if page] for pages in (own, made))
    network = Network(len(known.words))
    best = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    steps = EPOCHS * math.ceil((len(mine) + min(MADE, len(more))) / BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(best, RATE, total_steps=steps + 5, pct_start=0.15)
    for _ in range(EPOCHS):
        pages = [cut(page, chance) for page in (*mine, *chance.sample(more, min(MADE, len(more))))]
        pages.sort(key=lambda page: len(page.words) + chance.random() * 60)
        batches = [pages[i : i + BATCH] for i in range(0, len(pages), BATCH)]
        chance.shuffle(batches)
        for part in batches:
            rows, *rest = batch(part)
            out = network(rows + torch.randn_like(rows) * NOISE, *rest)
            loss = torch.stack([loss_of(out[i], page) for i, page in enumerate(part)]).mean()
            best.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            best.step()
            schedule.step()
    return network.eval()


def stored(networks: Sequence[Network], known: Known) -> dict[str, Any]:
    """All of it as ``segments.Networks`` reads it; weights as half-precision numbers."""

    def array(x: Tensor) -> tuple[list[int], str]:
        return list(x.shape), base64.b64encode(x.numpy().astype("<f2").tobytes()).decode()

    return {
        "names": list(segments.NAMES),
        "words": list(known.words),
        "mean": [round(float(x), 5) for x in known.mean],
        "spread": [round(float(x), 5) for x in known.spread],
        "dilations": list(DILATIONS),
        "networks": [{name: array(x) for name, x in network.state_dict().items()} for network in networks],
    }


def folded(own: Sequence[Sample], made: Sequence[Sample], folds: int, seeds: Sequence[int] = SEEDS) -> Iterator[tuple[Any, list[int]]]:
    """(networks, places of the pages whose hosts they did not see) for each fold."""
    for fold in range(folds):
        mine, more = ([page for page in pages if page.fold != fold] for pages in (own, made))
        known = learnt(mine)
        networks = [fit(mine, more, known, seed) for seed in seeds]
        yield segments.Networks(stored(networks, known)), [i for i, page in enumerate(own) if page.fold == fold]


def cross_validated(rows: Sequence[dict[str, Any]], folder: Path, folds: int) -> list[list[bool]]:
    """For the lines of ``eval_plaintext.py lines``: what networks and trees that did not see the page's host keep."""
    torch.set_num_threads(1)
    pages = given(rows, folder)
    kept: list[list[bool]] = [[] for _ in pages]
    trees = train.text_models([(lines, wanted) for lines, wanted, _ in pages], [host for *_, host in pages], folds)
    for (networks, test), (model, same) in zip(folded(*samples(pages, folds), folds), trees, strict=False):
        if test != list(same):
            raise ValueError("the folds of networks and trees differ")
        for i in test:
            kept[i] = segments.kept(pages[i][0], networks, chances(model))
    return kept


def chances(model: Any) -> Callable[[Any], Any]:
    """The trees of one fold, as ``segments`` asks them."""
    return lambda rows: model.predict_proba(rows)[:, 1]


def write_card(file: Path, networks: int, pages: int, score: str) -> None:
    card = (
        "# The card of clutter.ends.json: where the article in a bare text begins and ends.\n"
        f'file = "{file.name}"\n'
        f'sha256 = "{hashlib.sha256(file.read_bytes()).hexdigest()}"\n'
        f'what = "{networks} networks of dilated convolutions over the numbers and words of lines, src/secondsource/intake/segments.py"\n'
        f'trained_on = "{pages} pages of github.com/scrapinghub/article-extraction-benchmark, commit 4a3bc97, MIT; '
        f'weights, and single words that {HOSTS} or more of its sites use"\n'
        'command = "python training/lines/ends.py LINES.jsonl SET_DIR"\n'
        f'score = "{score}"\n'
        'licence = "Apache-2.0"\n'
    )
    (train.DATA / "clutter.ends.card.toml").write_text(card, "utf-8")


def main() -> None:
    torch.set_num_threads(1)
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines() if line.strip()]
    own, made = samples(given(rows, Path(sys.argv[2])), 5)
    known = learnt(own)
    file = train.DATA / "clutter.ends.json"
    file.write_text(json.dumps(stored([fit(own, made, known, seed) for seed in SEEDS], known), separators=(",", ":")) + "\n", "utf-8")
    write_card(file, len(SEEDS), len(own), "not measured: python -m bench lines SET_DIR --lines LINES.jsonl -o pred.jsonl --folds 5")
    print(file.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
