"""Sentences as vectors of meaning, where the model is installed.

MiniLM (data/embedder.onnx; its card says what it is): 384 numbers of length 1, whose dot product is the likeness of two
sentences. Without the model every sentence gets an empty vector, and likeness of meaning is unknown.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from secondsource.data import path, session
from secondsource.errors import MissingModel

MOST_SUBWORDS = 96  #: of a sentence that are read; a claim is shorter

Embedding = tuple[float, ...]


@functools.cache
def tokenizer() -> Any:
    """The subword tokenizer of the model; raises ``MissingModel`` where it is not installed."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(path("tokenizer.json")))
    made.enable_truncation(MOST_SUBWORDS)
    made.no_padding()
    return made


def available() -> bool:
    """Is the model installed?"""
    try:
        session("embedder.onnx", 1)
        tokenizer()
    except (MissingModel, ImportError):
        return False
    return True


def embed(sentences: Sequence[str]) -> tuple[Embedding, ...]:
    """A vector for each sentence; empty vectors where the model is not installed.

    One sentence at a time: the 8-bit model scales a batch as a whole, and a vector must not depend on what else is asked for.
    Two sentences on two processors, for the model works outside Python's lock.
    """
    if not sentences or not available():
        return tuple(() for _ in sentences)
    with ThreadPoolExecutor(2) as pool:
        return tuple(pool.map(_embedded, sentences))


@functools.lru_cache(maxsize=20_000)
def _embedded(sentence: str) -> Embedding:
    import numpy

    ids = numpy.array([tokenizer().encode(sentence).ids], dtype=numpy.int64)
    vector = session("embedder.onnx", 1).run(None, {"ids": ids, "mask": numpy.ones_like(ids)})[0][0]
    return tuple(float(round(x, 6)) for x in vector.tolist())


def likeness(one: Embedding, other: Embedding) -> float:
    """-1 to 1; 0 where a vector is not known."""
    return sum(a * b for a, b in zip(one, other, strict=True)) if one and other else 0.0
