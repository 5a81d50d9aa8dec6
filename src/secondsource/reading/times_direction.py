"""Direction: does a time without a year lie before or after the report?

Without a parse, surface words decide: read outwards from the expression, the nearest word that tells a direction counts
(``data/tense.toml``). With a parse, the form of the verb that governs the expression is asked first.
"""

from __future__ import annotations

import functools
from typing import Any, Literal

from secondsource.data import table
from secondsource.reading.times_words import Words

#: awaited: somebody expects or plans it; perhaps: a modal that may look ahead; present: a verb in the present, without more
Direction = Literal["past", "future", "awaited", "perhaps", "present", ""]
AHEAD = ("future", "awaited")
UNTOLD = ("", "present")  #: for all but weekdays the present tells nothing
SUBJECTS = ("nsubj", "nsubjpass", "csubj")
NOUN = 8  #: words between 'ahead of' and the time of what lies ahead, at most
STEPS = 8  #: from a word up the tree to its verb, at most
LEFT, RIGHT = 24, 14  #: words looked at on either side; tuned on two thirds of TimeBank and AQUAINT


@functools.cache
def _cues() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in table("tense.toml").items()}


def _tells(words: Words, i: int) -> Direction:
    """What one word says: 'will' future, 'signed' past."""
    cues, word = _cues(), words.word(i)
    if words.word(i - 1) == "been" and words.word(i - 2) == "had":  # 'had been due Friday': it was not so in the end
        return "past"
    if (word == "may" and words.text[words.starts[i]] == "M") or (word == "ahead" and words.word(i + 1) != "of"):
        return ""  # the month; 'went ahead', 'a point ahead'
    if word in cues["ahead"] or word in cues["scheduled"] or (word in cues["ahead_ing"] and words.word(i - 1) in cues["be"]):
        return "future"
    if word in cues["awaited"]:
        active = word.endswith("ed") and words.word(i - 1) not in cues["be"] | cues["before_passive"]
        return "past" if active else "awaited"  # 'she predicted Friday', but 'it is expected Friday', 'the proposed sale'
    if word in cues["perhaps"]:
        return "perhaps"
    if words.word(i - 1) == "be":  # 'would be held': its auxiliary tells, not the participle
        return ""
    return "past" if is_past_form(word) else ""


def is_past_form(word: str) -> bool:
    """'signed', 'went', 'was'; in lower case."""
    cues = _cues()
    return word in cues["back"] or (len(word) > 3 and word.endswith("ed") and word not in cues["not_back"])


def ends_sentence(words: Words, i: int) -> bool:
    """Whether a sentence or clause ends at word ``i``; the point of an abbreviation ends none."""
    word = words.word(i)
    if word not in _cues()["clause"]:
        return word == "" or words.text[words.starts[i]] == "\n"
    if word == "." and i:
        after = words.text[words.ends[i] : words.ends[i] + 2]
        whole = len(words.word(i - 1)) > 3 or words.word(i - 1).isdecimal()
        return whole and (not after.strip() or after[-1:].isupper() or not after[0].isalnum())
    return True


def _beside(words: Words, start: int, end: int) -> Direction | None:
    """What the word directly before or after tells ('by Friday', 'since May'); None where it tells nothing."""
    cues = _cues()
    if (at := _leads_to(words, start)) is not None:
        told = _outward(words, at, end)
        return "present" if told == "past" or (not told and _is_told_in_past(words, at)) else "future"
    before = words.word(start - 1)
    if before == "for" and words.word(start - 2) in cues["set_for"]:
        return "future"
    if before in ("the", "a", "an", "its", "his", "their"):
        before = words.word(start - 2)
    if before in cues["ahead_before"] or words.word(end) in cues["ahead_after"]:
        return "future"
    at = start - 1 - (words.word(start - 1) in ("on", "in"))
    if words.word(at) in ("is", "are"):  # 'the hearing is Thursday'
        return "future"
    if words.word(start - 1) in cues["limit_before"]:
        if words.word(start - 1) in ("until", "till"):  # 'it was put off until Friday' is to come
            return "past" if _has(words, start, end, cues["had"]) and not _has(words, start, end, cues["put_off"]) else "future"
        met = _has(words, start, end, cues["had"]) or _outward(words, start, end) == "past"
        return "past" if met else "future"
    if before in cues["back_before"]:
        return "past"
    return None


def _leads_to(words: Words, start: int) -> int | None:
    """Where 'ahead of' stands, if the time is part of what lies ahead: 'ahead of the vote on Friday'; else None."""
    for i in range(start - 1, max(start - 1 - NOUN, 0), -1):
        if ends_sentence(words, i) or words.word(i) == "," or (is_past_form(words.word(i)) and words.word(i) not in _cues()["ahead_noun"]):
            return None
        if words.word(i) == "of" and words.word(i - 1) in _cues()["leads_to"]:
            return i - 1
    return None


def _is_told_in_past(words: Words, at: int) -> bool:
    """Whether a past form stands before word ``at`` in its sentence."""
    for i in range(at - 1, max(-1, at - 1 - LEFT), -1):
        if ends_sentence(words, i):
            return False
        if is_past_form(words.word(i)):
            return True
    return False


def _outward(words: Words, start: int, end: int) -> Direction:
    """The nearest telling word, first leftwards, then rightwards, within the sentence; '' where none tells."""
    to = False
    for i in range(start - 1, max(-1, start - 1 - LEFT), -1):
        if ends_sentence(words, i):
            break
        if words.word(i) == "to":
            if words.word(i - 1) in ("is", "are"):
                return "future"
            to = True
        if told := _tells(words, i):
            return "" if to and told == "past" else told
    for i in range(end, min(len(words.letters), end + RIGHT)):
        if ends_sentence(words, i):
            break
        if told := _tells(words, i):
            return told
    return ""


def _has(words: Words, start: int, end: int, wanted: frozenset[str]) -> bool:
    """Whether one of the words stands in the clause around the expression."""
    for way in (range(start - 1, max(-1, start - 1 - LEFT), -1), range(end, min(len(words.letters), end + RIGHT))):
        for i in way:
            if ends_sentence(words, i):
                break
            if words.word(i) in wanted:
                return True
    return False


# ---- with a parse --------------------------------------------------------------------------------------------------


def from_parse(token: Any, weekday: bool) -> Direction | None:
    """The direction that the verb governing ``token`` gives; '' where its form does not tell, None where none governs it.

    ::

        He  was  asked  whether  he  will  meet  the  envoy  Friday
                                     MD <- VB <--------------- token      future
    """
    *between, verb = _up(token)
    if verb is None:
        return None
    told = _of_noun(between) or _of_verb(verb)
    if weekday and told in (*AHEAD, "perhaps") and between and between[-1].dep_ in SUBJECTS:
        return "present"  # 'Friday's ruling will change little', but 'Friday's vote will be close'
    return told


def _of_noun(between: list[Any]) -> Direction | None:
    """What the nouns between the expression and its verb tell: 'a planned rally on Friday'."""
    wanted = _cues()["ahead_noun"]
    return "future" if any(c.dep_ == "amod" and c.lower_ in wanted for token in between[1:] for c in token.children) else None


def _of_verb(verb: Any) -> Direction | None:
    """What the form of a verb tells; None where it tells nothing."""
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    cues = _cues()
    if helpers & {"will", "'ll", "’ll", "shall", "wo"}:
        return "future"
    if helpers & cues["perhaps"]:
        return "past" if verb.lower_ in cues["not_found"] else "perhaps"
    if verb.tag_ == "VBD" or _stands_for_past(verb) or helpers & {"was", "were", "had", "did"}:
        return "future" if verb.tag_ == "VBG" and verb.lower_ in cues["ahead_ing"] else "past"
    if "to" in helpers:
        return _of_infinitive(verb)
    if verb.tag_ == "VBG" and helpers & cues["be"]:
        return "future" if verb.lower_ in cues["ahead_ing"] else None
    if verb.lower_ in cues["ahead"] or verb.lower_ in cues["awaited"]:
        return "future" if verb.lower_ in cues["ahead"] else "awaited"
    if verb.tag_ in ("VBP", "VBZ") and verb.lemma_ in cues["scheduled_lemmas"]:
        return "future"
    if verb.tag_ != "VBN" or helpers & {"is", "are"}:
        return None
    return _of_verb(verb.head) if verb.dep_ in ("xcomp", "ccomp") and verb.head.pos_ == "VERB" else "past"  # 'will get paid Friday'


def _stands_for_past(verb: Any) -> bool:
    """'she predicted', read as a participle though it has a subject; 'since announcing'."""
    if verb.tag_ == "VBN" and verb.dep_ != "ccomp":
        deps = {child.dep_ for child in verb.children}
        return "nsubj" in deps and not deps & {"aux", "auxpass"}
    return bool(verb.dep_ == "pcomp" and verb.head.lower_ == "since")


def is_so_far_ahead(token: Any) -> bool:
    """'will open in two years' is so long from now; 'will be the first in two years' is a length, and 'could open' tells nothing."""
    into = token.head
    verb = into.head
    if into.lower_ != "in" or verb is into or verb.pos_ not in ("VERB", "AUX") or _of_verb(verb) not in AHEAD:
        return False
    between = verb.doc[min(verb.i, into.i) : max(verb.i, into.i)]
    return not any(t.tag_ == "JJS" or t.lower_ in _cues()["of_many"] for t in between)


def _of_infinitive(verb: Any) -> Direction | None:
    """'agreed to meet Friday' looks ahead; 'had been due to meet Friday' does not."""
    cues, head = _cues(), verb.head
    helpers = {child.lower_ for child in head.children if child.dep_ in ("aux", "auxpass")}
    if {"had", "been"} <= helpers:
        return "past"
    if head.lower_ in cues["ahead"]:
        return "future"
    return "awaited" if head.lower_ in cues["awaited"] or head.lemma_ in cues["plans"] else None


def _is_present(token: Any) -> bool:
    """Whether the verb that governs ``token`` is in the present, and ``token`` is no part of its subject."""
    *between, verb = _up(token)
    if verb is None or (between and between[-1].dep_ in SUBJECTS):
        return False
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    return verb.tag_ in ("VBP", "VBZ") or (verb.tag_ == "VBG" and bool(helpers & {"is", "are", "'s", "’s", "am"}))


def _up(token: Any) -> list[Any]:
    """From a time expression up the tree to the verb it belongs to, which comes last; None last where there is no verb."""
    path: list[Any] = []
    for _ in range(STEPS):
        head = token.head
        if head is token or head.i == token.i:
            return [*path, token if token.pos_ in ("VERB", "AUX") else None]
        if path or token.pos_ not in ("VERB", "AUX"):
            path.append(token)
        if head.pos_ in ("VERB", "AUX"):
            return [*path, head]
        token = head
    return [*path, None]


def direction(words: Words, start: int, end: int, token: Any | None = None, weekday: bool = False) -> Direction:
    """The direction of the expression at words ``[start, end)``; ``token`` is its head in a parse, if there is one.

    A ``weekday`` in the subject of what will be may be the one just past; a month there is ahead.
    """
    told = _beside(words, start, end)
    if told is not None:
        return told
    told = from_parse(token, weekday) if token is not None else None
    if told is not None:
        return told
    told = _outward(words, start, end)
    return "present" if told in ("past", "") and token is not None and _is_present(token) else told
