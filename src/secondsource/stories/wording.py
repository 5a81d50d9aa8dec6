"""The words of the account: who reported it, who said it, and a claim's own clause fitted into a sentence.

A clause that can stand by itself follows "that"; its words are the page's own, in their own order: at most the first
letter is made small, white space is evened out and a point at the end is taken off. What cannot stand by itself is
quoted with the whole sentence it stands in, exactly as the page has it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from secondsource.data import table
from secondsource.model import Claim, Reading, Source, Span
from secondsource.stories.reasons import listed, opened

#: A word, with the apostrophe, point or hyphen inside it.
WORD = re.compile(r"[\w$€£][\w.’'-]*")
#: A clause that speaks of what stands outside it: "He said so", "This was not so", "I never agreed".
OUTSIDE = re.compile(r"[“\"‘']?(?:he|she|it|they|this|that|these|those|there|here|his|her|its|their|such|I|we|you|my|our)\b", re.IGNORECASE)
#: "WASHINGTON — The mayor", "(CNN) The mayor": a dateline that the block has kept, at most 40 characters.
DATELINE = re.compile(r"[A-Z][A-Z.,\s]{2,38}[^\n]{0,40}?\s?[—―–-]{1,2}\s")
MARKS = "“”\"‘’'«»"


def clause(claim: Claim, reading: Reading) -> str:
    """The claim's words, to follow 'that'."""
    text = " ".join(reading.article[claim.span].split()).rstrip(".,;: ")
    return text if is_name(claim.span, reading) else text[:1].lower() + text[1:]


def is_name(span: Span, reading: Reading) -> bool:
    """Does it begin with a name, or with a word that the report writes with a capital inside sentences too?"""
    text, start = reading.article.text, span.start
    first = WORD.match(text, start)
    if first is None or not first[0][0].isupper():
        return True
    if first[0] in ("I", "I’m", "I'm", "I’ve", "I've") or (len(first[0]) > 1 and first[0].isupper()):
        return True
    if first[0].casefold() in table("phrases.toml")["clauses"]["small"]:
        return False
    if any(m.span.start <= start < m.span.end and m.kind in ("person", "organisation", "place", "outlet") for m in reading.mentions):
        return True
    return re.search(rf"[\w,;]\s{re.escape(first[0])}\b", text) is not None


def stands_alone(claim: Claim, reading: Reading) -> bool:
    """Can the clause follow 'that' without a change of meaning?

    Its speaker's cue must be a plain word of saying; the clause begins with its subject and has a finite verb. Told by
    its words alone: no joining word or verb at its beginning, no loose end, and before its verb neither 'to' nor a
    relative word. In doubt it cannot.
    """
    say, text = table("phrases.toml")["clauses"], reading.article[claim.span]
    if DATELINE.match(text) or not claim.action or claim.block == "headline" or not plainly_said(claim, reading) or closes(text):
        return False
    if not ends(claim, reading):
        return False
    found = folded(text)
    while found and (found[0] in say["adverbs"] or (found[0].endswith("ly") and len(found[0]) > 4)):
        del found[0]
    if (
        not found
        or found[0] in say["joining"]
        or found[0] in say["auxiliaries"]
        or is_form(found[0], claim.action)
        or found[-1] in say["loose"]
    ):
        return False
    if found[0].endswith(("ed", "ing")) and text[:1].islower():
        return False
    verb_at = next((n for n in range(1, len(found)) if is_finite(found[n], claim.action, say)), None)
    return verb_at is not None and not set(found[:verb_at]) & set(say["subordinate"])


def ends(claim: Claim, reading: Reading) -> bool:
    """Does the claim end where a clause ends: before a mark, at the end of its block, or before a word that begins another?"""
    text, end = reading.article.text, claim.span.end
    if text[end - 1 : end] in (*".,;:!?", *MARKS):
        return True
    rest = text[end : end + 30]
    after = WORD.match(rest.lstrip(" \u00a0"))
    return (
        not rest.strip(" \u00a0")
        or rest.lstrip(" \u00a0")[0] in "\n.,;:!?)—–―-" + MARKS
        or bool(after and after[0] in table("phrases.toml")["clauses"]["parting"])
    )


def plainly_said(claim: Claim, reading: Reading) -> bool:
    """In the newsroom's own voice from a sentence's beginning, or right beside a cue such as 'said'.

    What stands between cue and claim may turn it round ("denied allegations that …"), so nothing but 'that' and who was
    told may stand there.
    """
    said, say, text = claim.attribution, table("phrases.toml")["clauses"], reading.article.text
    sentence = next((s.span for s in reading.sentences if s.span.covers(claim.span)), claim.span)
    if said is None or said.cue is None:
        return said is None and not set(folded(text[sentence.start : claim.span.start])) & set(say["turning"])
    cue = set(folded(reading.article[said.cue]))
    if said.stance not in ("states", "confirms", "shows") or claim.certainty == "denied" or not cue & set(say["cues"]):
        return False
    before = claim.span.start >= said.cue.end
    between = folded(text[said.cue.end : claim.span.start] if before else text[sentence.start : claim.span.start])
    return len(between) <= say["between"] and not set(between) & set(say["turning"])


def folded(text: str) -> list[str]:
    """Its words in small letters; the country is not the pronoun."""
    return ["u.s." if word == "US" else word.casefold() for word in WORD.findall(text)]


def is_finite(word: str, action: str, say: dict[str, Any]) -> bool:
    """An auxiliary, or a form of the clause's verb that shows person or tense."""
    return (
        word in say["auxiliaries"]
        or word == say["past"].get(action)
        or (is_form(word, action) and word != action and not word.endswith("ing"))
    )


def is_form(word: str, lemma: str) -> bool:
    """``fired``, ``fires`` of fire."""
    stem = lemma[:-1] if lemma.endswith(("e", "y")) and len(lemma) > 3 else lemma
    return bool(stem) and word.startswith(stem) and len(word) - len(stem) <= 4


def points_outside(span: Span, reading: Reading) -> bool:
    """Does it begin with a word that needs the sentence before?"""
    return OUTSIDE.match(reading.article[span]) is not None


# ---- quotations ----------------------------------------------------------------------------------------------------


def quoted_claim(claim: Claim, reading: Reading) -> Span | None:
    """The claim inside its speaker's direct quotation, without marks at its ends; None where it is no sentence of it."""
    said = claim.attribution
    if said is None or said.manner != "direct" or not any(part.covers(claim.span) or claim.span.covers(part) for part in said.content):
        return None
    found = trimmed(claim.span, reading)
    words = folded(reading.article[found]) if found else []
    say = table("phrases.toml")["clauses"]
    begins = found is not None and reading.article[found][:1].isupper() and not set(words[:1]) & {*say["joining"], *say["subordinate"]}
    whole = begins and ends(claim, reading) and words[-1] not in say["loose"]
    return found if whole and said.stance in ("states", "confirms", "predicts", "promises", "warns") else None


def whole_sentence(claim: Claim, reading: Reading) -> Span | None:
    """The sentence that the claim stands in; None where a quotation runs into or out of it."""
    sentence = next((s.span for s in reading.sentences if s.span.covers(claim.span)), None)
    return trimmed(sentence, reading) if sentence else None


def trimmed(span: Span, reading: Reading) -> Span | None:
    """Without marks that open at its beginning or close at its end only, and without a line break inside."""
    text = reading.article.text
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in "-–—•" or (text[start] in MARKS and not closes(text[start + 1 : end]))):
        start += 1
    while start < end and (
        text[end - 1].isspace() or text[end - 1] in ",;:" or (text[end - 1] in MARKS and not closes(text[start : end - 1]))
    ):
        end -= 1
    words = text[start:end]
    broken = words.count("“") != words.count("”") or words.count('"') % 2 or "\n" in words or not words
    return None if broken else Span(span.article, start, end)


def closes(words: str) -> bool:
    """Is there one mark too many among the words, so that a mark beside them pairs with it?"""
    return words.count("“") != words.count("”") or bool(words.count('"') % 2)


# ---- names ---------------------------------------------------------------------------------------------------------


def named(source: Source, reading: Reading) -> str:
    """A source as a sentence names it: an institution with its article, a description without a sentence's capital."""
    name, text = " ".join(source.name.split()).strip(" -–—:,"), reading.article.text
    first = name.split(" ", 1)[0]
    if source.kind in ("organisation", "document") and re.search(rf"\b[Tt]he {re.escape(name)}\b", text):
        return f"the {name}"
    small = table("phrases.toml")["clauses"]["small"]
    if (
        source.kind != "named"
        and first[:1].isupper()
        and (first.casefold() in small or re.search(rf"\b{re.escape(first.lower())}\b", text))
    ):
        return name[:1].lower() + name[1:]
    return name


def can_be_named(source: Source) -> bool:
    """Does its name say who it is: more than a pronoun, a scrap or a bare 'people'?"""
    say, found = table("phrases.toml")["clauses"], [word.casefold() for word in WORD.findall(source.name)]
    scrap = not found or found[-1] in say["loose"] or found[0] in say["joining"] or bool(set(source.name) & set(MARKS[:3]))
    return not scrap and found not in [[word] for word in say["vague"]] and not OUTSIDE.fullmatch(source.name)


def rooms(found: Sequence[str]) -> str:
    """Newsrooms in a row: ``CNN and The New York Times``; an unknown one is the page it stands on."""
    page = table("phrases.toml")["account"]["page"]
    prefix = "newsroom of "
    return listed([page.format(file=name.removeprefix(prefix)) if name.startswith(prefix) else name for name in found])


def verb(stance: str) -> str:
    """The neutral verb of a stance."""
    return str(table("phrases.toml")["verbs"].get(stance, "said"))


__all__ = [
    "can_be_named",
    "clause",
    "named",
    "opened",
    "points_outside",
    "quoted_claim",
    "rooms",
    "stands_alone",
    "verb",
    "whole_sentence",
]
