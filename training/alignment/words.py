"""How common a word is in news: makes ``data/words.txt``, the document counts behind the weight of a word.

    python -m training.alignment.words CORPORA > src/secondsource/data/words.txt

CORPORA holds ``attribution/train/text``, ``stories`` and ``pages/scrapinghub`` (see the README there). Only counts of
words that stand in at least ``LEAST`` texts are kept: the table holds no text.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

#: A word: letters or digits, with an apostrophe, point or comma inside.
WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
LEAST = 3


def texts(corpora: Path) -> Iterator[str]:
    """Every text that is counted."""
    for file in sorted((corpora / "attribution/train/text").glob("*.txt")):
        yield file.read_text("utf-8")
    for name in ("allsides_dev", "basil_dev"):
        for line in (corpora / f"stories/{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            yield row["title"] + "\n" + row["text"]
    for row in json.loads((corpora / "pages/scrapinghub/ground-truth.json").read_text("utf-8")).values():
        yield row["articleBody"]


def words(text: str) -> set[str]:
    """The words of a text, lower case, without the English possessive."""
    return {m[0].lower().replace("’", "'").removesuffix("'s") for m in WORD.finditer(text)}


def main(argv: list[str]) -> int:
    count, seen = 0, Counter[str]()
    for text in texts(Path(argv[0])):
        count += 1
        seen.update(words(text))
    print("# In how many of the counted news texts a word stands. Made by training/alignment/words.py; a word that is not here is rarer.")
    print(f"# texts {count}")
    for word, n in sorted(seen.items(), key=lambda item: (-item[1], item[0])):
        if n >= LEAST:
            print(f"{word} {n}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
