"""Who says what, on a corpus in PolNeAR's layout: precision, recall and F1 of source, cue and content.

``python -m bench attribution DIR dev -o pred.jsonl`` reads every article of DIR/dev with profile ``all``, writes what was found
(one attribution a line, as offsets) and scores it against each article's first annotator. ``--tagger`` scores the tagger alone,
``--pred`` scores a file written before. A span is the set of its words (``\\w+``), so marks at its edges do not matter;
two spans match where they share half of their words together (intersection over union). Attributions are matched one to
one by content. What lies in page clutter that the annotators set aside is not counted, nor are nested attributions: PolNeAR
marks none inside another's content.
"""

from __future__ import annotations

import argparse
import bisect
import collections
import itertools
import json
import re
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secondsource.model import Article, Attribution, Block, Span, make_id
from training.attribution.corpus import Annotated, Fragments, Said, read

WORD = re.compile(r"\w+")
QUOTES = '"\u201c\u201d\u00ab\u00bb'
# What stands between marks, or after a mark that is never closed: says "we will win" again
QUOTED = re.compile(r"[\"\u201c\u00ab][^\"\u201c\u201d\u00bb]*(?:[\"\u201d\u00bb]|$)")
# Words of speech in a cue, to tell reports of speech from wishes, beliefs and rulings: 'told', 'according to', 'tweeted'
SPEECH = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|accord(?:ing|s)? to|add(?:s|ed|ing)?|ask(?:s|ed|ing)?|writ(?:e|es|ing|ten)|wrote|"
    r"tweet(?:s|ed|ing)?|den(?:y|ies|ied|ying)|not(?:e|es|ed|ing)|point(?:s|ed|ing)? out|repl(?:y|ies|ied|ying)|report(?:s|ed|ing)?|"
    r"stat(?:e|es|ed|ing)|statement|urg(?:e|es|ed|ing)|sp(?:eak|eaks|oke|eaking)|post(?:s|ed|ing)?|continued|concluded|joked|predicted|"
    r"(?:announc|argu|assert|alleg|claim|comment|conced|confirm|contend|declar|describ|disclos|explain|insist|mention|quot|recall|"
    r"remark|repeat|respond|reveal|shout|suggest|testif|warn|acknowledg|admit|accus|promis|vow|talk)\w*)\b",
    re.IGNORECASE,
)
ROLES = ("content", "source", "cue")
MEASURES = {"content": ("content",), "source+content": ("content", "source"), "triple": ("content", "source", "cue")}
TYPES = ("direct", "mixed", "indirect", "speech cue", "other cue", "no source", "split")

Words = frozenset[int]


@dataclass(frozen=True, slots=True)
class Tuple:
    """An attribution as sets of words."""

    content: Words
    source: Words
    cue: Words
    said: Said


class Text:
    def __init__(self, text: str):
        self.text = text
        self.ends = [m.end() for m in WORD.finditer(text)]
        self.starts = [m.start() for m in WORD.finditer(text)]

    def words(self, fragments: Fragments) -> Words:
        """The words that any of the fragments touches."""
        return frozenset(
            i for start, end in fragments for i in range(bisect.bisect_right(self.ends, start), bisect.bisect_left(self.starts, end))
        )

    def tuples(self, said: Iterable[Said], discard: Words) -> list[Tuple]:
        made = [Tuple(self.words(s.content), self.words(s.source), self.words(s.cue), s) for s in said]
        return [t for t in made if t.content and len(t.content & discard) < 0.5 * len(t.content)]

    def types(self, said: Said) -> set[str]:
        """What kind of attribution the corpus has here, for recall by kind."""
        cue = " ".join(self.text[a:b] for a, b in sorted(said.cue))
        found = {self.manner(said.content), "speech cue" if SPEECH.search(cue) or cue.strip() == ":" else "other cue"}
        return found | ({"no source"} if not self.words(said.source) else set()) | ({"split"} if len(said.content) > 1 else set())

    def manner(self, content: Fragments) -> str:
        words = " ".join(self.text[a:b] for a, b in sorted(content)).strip().strip(".,;:!?")
        if not any(mark in words for mark in QUOTES):
            start, end = min(a for a, _ in content), max(b for _, b in content)
            after = self.text[end : end + 2].strip(".,;:!?")[:1]
            return "direct" if start and self.text[start - 1] in QUOTES and after and after in QUOTES else "indirect"
        return "mixed" if WORD.search(QUOTED.sub(" ", words)) else "direct"


def likeness(a: Words, b: Words) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0


def agrees(a: Words, b: Words, exact: bool) -> bool:
    return a == b if exact else (not a and not b) or likeness(a, b) >= 0.5


class Score:
    def __init__(self) -> None:
        self.right: collections.Counter[str] = collections.Counter()
        self.kinds: dict[str, list[int]] = {kind: [0, 0, 0] for kind in TYPES}
        self.found = self.gold = 0

    def add(self, article: Annotated, said: Iterable[Said]) -> None:
        text = Text(article.text)
        discard = text.words(article.discard)
        found, gold = text.tuples(said, discard), text.tuples(article.said, discard)
        self.found, self.gold = self.found + len(found), self.gold + len(gold)
        hits = {}
        for i, j in matched(found, gold):
            for name, roles in MEASURES.items():
                for exact in (False, True):
                    if all(agrees(getattr(found[i], role), getattr(gold[j], role), exact) for role in roles):
                        self.right[name + ", exact" * exact] += 1
            if agrees(found[i].content, gold[j].content, False):
                hits[j] = agrees(found[i].source, gold[j].source, False)
        for j, one in enumerate(gold):
            for kind in text.types(one.said):
                for n, counts in enumerate((True, j in hits, hits.get(j, False))):
                    self.kinds[kind][n] += counts

    def numbers(self, measure: str) -> tuple[float, float, float]:
        """Precision, recall and F1 in percent."""
        right = self.right[measure]
        return tuple(100 * right / n if n else 0.0 for n in (self.found, self.gold, (self.found + self.gold) / 2))  # type: ignore[return-value]

    def table(self) -> str:
        lines = [f"{'':24}{'P':>7}{'R':>7}{'F1':>7}   gold {self.gold}, found {self.found}"]
        measures = [name + end for end in ("", ", exact") for name in MEASURES]
        lines += [f"{measure:24}" + "".join(f"{n:7.1f}" for n in self.numbers(measure)) for measure in measures]
        lines.append(f"{'recall by kind':24}{'content':>9}{'+source':>9}{'n':>7}")
        for kind, (all, content, both) in self.kinds.items():
            lines.append(f"  {kind:22}{100 * content / (all or 1):9.1f}{100 * both / (all or 1):9.1f}{all:7}")
        return "\n".join(lines)


def matched(found: Sequence[Tuple], gold: Sequence[Tuple]) -> list[tuple[int, int]]:
    """Pairs that share content, best first, each used once; ties go to the pair with the more similar cue, then source."""
    pairs = []
    for i, j in itertools.product(range(len(found)), range(len(gold))):
        if same := likeness(found[i].content, gold[j].content):
            pairs.append((same, likeness(found[i].cue, gold[j].cue), likeness(found[i].source, gold[j].source), i, j))
    pairs.sort(key=lambda pair: pair[:3], reverse=True)
    left, right, made = set(range(len(found))), set(range(len(gold))), []
    for *_, i, j in pairs:
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            made.append((i, j))
    return made


# ---- what Second Source finds --------------------------------------------------------------------------------------


def article(stem: str, text: str) -> Article:
    """The corpus's text as an article: each line that is not blank is a paragraph."""
    id = make_id("a", stem)
    blocks = tuple(Block("paragraph", Span(id, m.start(), m.end())) for m in re.finditer(r"[^\n]*\S[^\n]*", text))
    return Article(id=id, file=stem, url=None, sha256="", text=text, language="en", blocks=blocks, title="")


def found_by_reading(one: Article) -> list[Said]:
    from secondsource.options import Options
    from secondsource.reading import read as read_article

    reading = read_article(one, Options(profile="all"))
    return [_said(a.source_span, a.cue, a.content) for a in _flat([a for a in reading.attributions if a.content])]


def _flat(attributions: Sequence[Attribution]) -> list[Attribution]:
    """Without what PolNeAR never marks: sayings inside another's content, and outlets that only pass on what they were told."""
    inside = {id(a) for a in attributions for b in attributions if a is not b and any(part.covers(_place(a)) for part in b.content)}
    relays = {id(a.within) for a in attributions if a.within and a.within.cue is None and a.within.content == a.content}
    return [a for a in attributions if id(a) not in inside | relays]


def _place(one: Attribution) -> Span:
    return one.cue or one.source_span or one.content[0]


def found_by_tagger(one: Article) -> list[Said]:
    from secondsource.reading.sentences import parse
    from secondsource.reading.tagger import propose

    return [_said(p.source, p.cue, p.content) for p in propose(parse(one))]


def _said(source: Span | None, cue: Span | None, content: Sequence[Span]) -> Said:
    source_, cue_ = (((span.start, span.end),) if span else () for span in (source, cue))
    return Said(source_, cue_, tuple((span.start, span.end) for span in content))


def to_line(stem: str, said: Said) -> str:
    facts: dict[str, Any] = {"doc": stem, "source": said.source or None, "cue": said.cue or None, "content": said.content}
    return json.dumps(facts) + "\n"


def from_lines(file: Path) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = collections.defaultdict(list)
    for line in file.read_text("utf-8").splitlines():
        facts = json.loads(line)
        found[facts["doc"]].append(Said(*(tuple((a, b) for a, b in facts[role] or ()) for role in ("source", "cue", "content"))))
    return found


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench attribution", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("split", choices=("train", "dev"))
    parser.add_argument("-o", "--output", type=Path, help="where to write what was found")
    parser.add_argument("--tagger", action="store_true", help="the tagger alone, without rules")
    parser.add_argument("--pred", type=Path, help="score this file instead of reading the articles")
    parser.add_argument("--first", type=int, default=None, help="only so many articles")
    args = parser.parse_args(argv)
    articles = [versions[0] for versions in read(args.corpus, args.split) if versions][: args.first]
    if not articles:
        print(f"{args.corpus}/{args.split}: no annotated articles", file=sys.stderr)
        return 2
    find, begun = found_by_tagger if args.tagger else found_by_reading, time.process_time()
    known = from_lines(args.pred) if args.pred else {a.stem: find(article(a.stem, a.text)) for a in articles}
    seconds, score = time.process_time() - begun, Score()
    for one in articles:
        score.add(one, known.get(one.stem, []))
    if args.output:
        args.output.write_text("".join(to_line(stem, said) for stem, all in known.items() for said in all), "utf-8")
    print(score.table())
    if not args.pred:
        print(f"{len(articles)} articles, {sum(len(WORD.findall(a.text)) for a in articles)} words in {seconds:.0f} CPU seconds")
    return 0
