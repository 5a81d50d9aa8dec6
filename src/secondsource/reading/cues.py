"""The cue lexicon ``data/cues.toml``, ready to be asked: does this word introduce what somebody says, and how?"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from secondsource.data import table

#: Past forms that no rule of spelling makes.
IRREGULAR = {
    "said": "say", "told": "tell", "wrote": "write", "written": "write", "swore": "swear", "sworn": "swear", "sang": "sing",
    "read": "read", "began": "begin", "went": "go", "foresaw": "foresee", "foreseen": "foresee", "forecast": "forecast",
    "foretold": "foretell", "thought": "think", "felt": "feel", "knew": "know", "known": "know", "understood": "understand",
    "found": "find", "shown": "show", "cast": "cast", "saw": "see", "seen": "see", "sought": "seek", "heard": "hear",
    "learnt": "learn", "spoke": "speak", "spoken": "speak", "took": "take", "taken": "take", "hit": "hit", "let": "let",
    "held": "hold", "besought": "beseech", "berated": "berate", "undertook": "undertake", "dealt": "deal", "lit": "light",
    "pled": "plead", "chid": "chide", "put": "put", "overruled": "overrule", "withdrew": "withdraw",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of the lexicon for one verb."""

    lemma: str  #: 'say', 'point_out'
    stance: str
    strength: str  #: neutral, strong, weak or doubtful
    frames: tuple[str, ...]
    profile: str  #: 'speech', or 'all' for what is a wish, belief or decree


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``verbs`` by lemma, ``forms`` from inflected word to lemma, ``nouns`` from lemma to stance."""

    verbs: dict[str, tuple[Cue, ...]]
    forms: dict[str, str]
    nouns: dict[str, str]
    phrases: dict[str, Any]
    declines: dict[str, frozenset[str]]
    speakers: dict[str, frozenset[str]]
    adjectives: dict[str, str]

    def cues(self, word: str, lemma: str, tails: tuple[str, ...] = ()) -> tuple[Cue, ...]:
        """The rows for a verb: first those with one of its particles ('out' after 'pointed'), then the bare verb's."""
        base = self.forms.get(word.lower()) or lemma.lower()
        found: tuple[Cue, ...] = ()
        for tail in tails:
            found += self.verbs.get(f"{base}_{tail}", ())
        return found + self.verbs.get(base, ())


@functools.cache
def lexicon() -> Lexicon:
    """The lexicon, read once per process."""
    data = table("cues.toml")
    verbs: dict[str, tuple[Cue, ...]] = {}
    for row in data["verbs"]:
        for word in row["words"].split():
            cue = Cue(word, row["stance"], row["strength"], tuple(row["frames"]), row.get("profile", "speech"))
            verbs[word] = (*verbs.get(word, ()), cue)
    forms = dict(IRREGULAR)
    for lemma in verbs:
        base = lemma.split("_")[0]
        forms.update({form: base for form in inflections(base) if form not in forms})
    nouns = {word: stance for stance, words in data["nouns"].items() if stance != "doubtful" for word in words.split()}
    declines = {name: frozenset(words.split()) for name, words in data["declines"].items()}
    speakers = {name: frozenset(words.split()) for name, words in data["speakers"].items()}
    adjectives = {word: stance for stance, words in data["adjectives"].items() for word in words.split()}
    return Lexicon(verbs, forms, nouns, data["phrases"], declines, speakers, adjectives)


def inflections(verb: str) -> Iterator[str]:
    """Every regular form a verb could have, wrong spellings among them: they do no harm in a table to look things up in."""
    yield verb
    yield from (verb + "s", verb + "es", verb + "ed", verb + "ing", verb + verb[-1] + "ed", verb + verb[-1] + "ing")
    if verb.endswith("e"):
        yield from (verb + "d", verb[:-1] + "ing")
    if verb.endswith("y"):
        yield from (verb[:-1] + "ies", verb[:-1] + "ied")
