"""The report's script with its words in one language.

Where ``report.js`` has ``@@part.key|place=EXPRESSION@@`` stands the text of that key as an expression: its strings and what
fills its places, joined. A '+' behind the key puts a space behind the text.
"""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from string import Formatter

from secondsource.views.words import Words

TEMPLATES = Path(__file__).parent / "templates"
TOKEN = re.compile(r"@@([a-z_.]+)(\+?)((?:\|[a-z]+=[^|@]+)*)@@")
#: English has two forms, which an expression tells apart; other languages ask the browser for the form.
ENGLISH = {
    "time.outside": 'n + (n == 1 ? " line lies" : " lines lie") + " wholly outside this time and " + (n == 1 ? "is" : "are") + " not shown"'
}


@functools.lru_cache(maxsize=8)
def script(w: Words) -> str:
    """The script of a report in this language."""
    text = TOKEN.sub(lambda m: _expression(w, m[1], m[3], " " if m[2] else ""), _file("report.js"))
    if w.lang == "en":
        return text
    # in other languages names stand between marks of direction, and become elements with their language
    return _file("names.js") + text.replace('el("bdi", "", t)', "named(t, m.lang)")


@functools.cache
def _file(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


def _expression(w: Words, key: str, places: str, more: str) -> str:
    values = dict(part.split("=", 1) for part in places.split("|") if part)
    if key in w.texts:
        return _joined(w.texts[key] + more, values)
    if w.locale is None:
        return ENGLISH[key]
    forms = ", ".join(f"{name}: {_joined(text, values)}" for name, text in w.forms[key].items())
    return f"({{{forms}}})[new Intl.PluralRules({json.dumps(w.lang)}).select({values['n']})]"


def _joined(text: str, values: dict[str, str]) -> str:
    """'{n} of {all}' as ``n + " of " + rows.length``."""
    parts = []
    for words, place, _, _ in Formatter().parse(text):
        parts += [json.dumps(words, ensure_ascii=False)] if words else []
        parts += [values[place]] if place else []
    return " + ".join(parts)
