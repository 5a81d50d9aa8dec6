"""The words of the program in one language: what the report page and the app say themselves.

They stand in ``data/strings.LANGUAGE.toml``, one file a language, which a translator can read (docs/languages.md). What is
said of a story is not among them: sentences of the account, reasons and names come from the record and the pages, stay
in their own language and are marked so. Plural forms and dates of languages other than English are Babel's (CLDR).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from secondsource import data
from secondsource.errors import SecondSourceError
from secondsource.model import Article, Found, Interval, Origins, Stamp
from secondsource.views import wording

if TYPE_CHECKING:
    from babel import Locale

CATEGORIES = ("zero", "one", "two", "few", "many", "other")  #: CLDR's plural categories
CODE = re.compile("[a-z]{2,3}")
VOWEL_I = re.compile(r"\W*(?:[iíÍ]|hi(?!e))", re.I)  #: where Spanish "y" is "e"
TAG = re.compile(r"<(/?)bdi[^>]*>")
ISOLATE = {"": "\u2068", "/": "\u2069"}  #: what stands for ``bdi`` where no element can


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """One language. In English all names are plain text; in others names and record sentences are elements with their language."""

    lang: str
    direction: str  #: ltr or rtl
    texts: Mapping[str, str]
    escaped: Mapping[str, Markup]  #: the texts ready for a template
    forms: Mapping[str, Mapping[str, str]]  #: texts that depend on a number, by plural category
    small_numbers: tuple[str, ...]  #: the words for 0 to 10, or none
    locale: Locale | None = None  #: None is English

    # ---- texts -----------------------------------------------------------------------------------------------------

    def __call__(self, key: str, **values: object) -> str:
        """The text with its places filled in; markup where a value is."""
        return _filled(self.texts[key], values) if values else self.texts[key]

    def many(self, key: str, count: int, **values: object) -> str:
        """The form for so many; ``n`` is the number, with its separators, where no other is given."""
        values.setdefault("n", self.number(count))
        return _filled(self.forms[key][self.category(count)], values)

    def known(self, part: str, value: str) -> str:
        """The text of a value of the record, such as a kind of source; the value itself where there is none."""
        key = f"{part}.{value.replace(' ', '_')}"
        return self.texts[key] if key in self.texts else self.name(value)

    def category(self, count: int) -> str:
        """CLDR's plural category."""
        if self.locale is None:
            return "one" if count == 1 else "other"
        return str(self.locale.plural_form(count))

    # ---- numbers and lists -----------------------------------------------------------------------------------------

    def number(self, count: int) -> str:
        """'2,000'. The digits are Western ones: CLDR's usual ones for all languages here, Arabic too."""
        if self.locale is None:
            return f"{count:,}"
        from babel.numbers import format_decimal

        return format_decimal(count, locale=self.locale)

    def small(self, count: int) -> str:
        """'two'; figures from eleven on, and where the language has no word that fits everywhere."""
        return self.small_numbers[count] if count < len(self.small_numbers) else self.number(count)

    def listed(self, words: Sequence[str], most: int = 0) -> str:
        """'a, b and c'; with ``most``, 'a, b and 7 more'."""
        words = list(words)
        if most and len(words) > most + 1:
            words = [*words[:most], self.many("list.more", len(words) - most)]
        if len(words) < 2:
            return words[0] if words else ""
        comma = self.texts["list.comma"]
        head = escape(comma).join(words[:-1]) if any(isinstance(w, Markup) for w in words) else comma.join(words[:-1])
        return self("list.and_i" if VOWEL_I.match(bare(words[-1])) else "list.and", head=head, last=words[-1])

    def joined(self, words: Sequence[str]) -> str:
        """'a, b, c', where no element can stand."""
        return self.texts["list.comma"].join(map(bare, words))

    def range(self, low: int, high: int) -> str:
        """A count of origins, never a bare number: 'exactly 1', '2 to 3'."""
        if low == high:
            return self("range.exactly", n=self.number(low))
        return self("range.span", low=self.number(low), high=self.number(high))

    def origins(self, found: Origins) -> str:
        """'exactly 1 origin', '2 to 3 origins'."""
        return self.many("range.origins", found.max, range=self.range(found.min, found.max))

    # ---- dates -----------------------------------------------------------------------------------------------------

    def day(self, when: date) -> str:
        """'8 Sep 2018'."""
        return wording.day(when) if self.locale is None else self._shaped("yMMMd", when)

    def days(self, interval: Interval) -> str:
        """An interval in the shortest honest words: '8 to 14 Sep 2018', 'Jul 2017', '2017', 'since 3 May 2018'."""
        first, last = interval.first, interval.last
        if not first or not last:
            only = first or last
            key = "dates.since" if first else "dates.until"
            return self(key, day=self.day(only)) if only else self("dates.unknown")
        if self.locale is None:
            return wording.days(interval)
        if first == last:
            return self.day(first)
        from babel.dates import format_interval

        whole = wording.whole(first, last)
        skeleton = {"years": "y", "months": "yMMM"}.get(whole, "yMMMd")
        if whole and self._shaped(skeleton, first) == self._shaped(skeleton, last):
            return self._shaped(skeleton, first)
        return format_interval(first, last, skeleton, locale=self.locale)

    def between(self, first: date, last: date) -> str:
        """'8 and 14 Sep 2018', after 'between'; a single day as it is."""
        if first == last:
            return self.day(first)
        if self.locale is None:
            head, _, tail = wording.days(Interval(first, last)).partition(" to ")
            return self("dates.between", first=head, last=tail) if tail else head
        return self("dates.between", first=self._shaped("MMMd" if first.year == last.year else "yMMMd", first), last=self.day(last))

    def tick(self, when: date, parts: str) -> str:
        """A mark of an axis: ``parts`` are 'y', 'm', 'my', 'd' or 'dm'."""
        if self.locale is not None:
            return self._shaped({"y": "y", "m": "MMM", "my": "yMMM", "d": "d", "dm": "MMMd"}[parts], when)
        month = wording.MONTHS[when.month]
        return {"y": str(when.year), "m": month, "my": f"{month} {when.year}", "d": str(when.day), "dm": f"{when.day} {month}"}[parts]

    def iso(self, interval: Interval) -> str:
        """'2018-09-08 to 2018-09-14', for tables: the dates of the data, in no language's order."""
        first, last = (self.code(d.isoformat()) if d else self("dates.open") for d in (interval.first, interval.last))
        return first if interval.first and interval.first == interval.last else self("dates.iso", first=first, last=last)

    def stamp(self, found: Found[Stamp]) -> str:
        """A page's own date, with the time of day where it gives one: '10 Sep 2018, 10:31'."""
        days, clock = self.days(found.value.interval), wording.clock(found.value)
        return self("dates.clock", days=days, time=self.code(clock)) if clock else days

    def _shaped(self, skeleton: str, when: date) -> str:
        return _date(self.lang, skeleton, when)

    # ---- words of others, in their own language --------------------------------------------------------------------

    def spoken(self, language: str = "en") -> Markup:
        """The attribute of an element whose words are in that language; nothing in an English page."""
        return Markup() if self.locale is None else Markup(' lang="%s"') % ("" if language == "und" else language)

    def name(self, text: str, language: str = "en", most: int = 0) -> str:
        """A name or another piece of a record or page inside our words; at most so many characters."""
        text = wording.clip(text, most) if most else text
        return text if self.locale is None or not text else Markup("<bdi%s>%s</bdi>") % (self.spoken(language), text)

    def said(self, text: str) -> str:
        """A sentence of the record: English, whatever the language of the page."""
        return text if self.locale is None or not text else Markup('<span%s dir="auto">%s</span>') % (self.spoken(), text)

    def code(self, text: str) -> str:
        """A date of the data, a time of day: always from left to right."""
        return text if self.direction == "ltr" else Markup('<bdi dir="ltr">%s</bdi>') % text

    def outlet(self, article: Article, most: int = 0) -> str:
        """'WQEL', or 'outlet unknown'."""
        return self.name(wording.outlet(article), article.language, most) if article.outlet else self("pages.outlet_unknown")

    def clip(self, text: str, most: int) -> str:
        """As ``wording.clip``; markup is left whole, for its names are clipped as they are marked."""
        return text if isinstance(text, Markup) else wording.clip(text, most)


@functools.lru_cache(maxsize=4096)
def _date(lang: str, skeleton: str, when: date) -> str:
    """The parts of a date that CLDR's skeleton names, in the language's order."""
    from babel.dates import format_skeleton

    return str(format_skeleton(skeleton, when, locale=lang))


def bare(text: str) -> str:
    """The text where no element can stand, as in an attribute: names keep their direction by characters instead."""
    return unescape(TAG.sub(lambda m: ISOLATE[m[1]], text)) if isinstance(text, Markup) else text


def _filled(text: str, values: Mapping[str, Any]) -> str:
    for value in values.values():
        if isinstance(value, Markup):
            return escape(text).format(**values)
    return text.format(**values)


def languages() -> tuple[str, ...]:
    """The languages that the report page and the app speak."""
    return tuple(sorted(file.name.split(".")[1] for file in data.FOLDER.glob("strings.*.toml")))


@functools.cache
def words_in(lang: str = "en") -> Words:
    """The words of a language, by its code; ``SecondSourceError`` where there are none."""
    if not CODE.fullmatch(lang) or lang not in languages():
        raise SecondSourceError(f"the report and the app do not speak {lang[:20]!r}", f"The languages are {', '.join(languages())}.")
    texts: dict[str, str] = {}
    forms: dict[str, Mapping[str, str]] = {}
    _flatten(data.table(f"strings.{lang}.toml"), "", texts, forms)
    locale = None
    if lang != "en":
        from babel import Locale

        locale = Locale.parse(lang)
    escaped = {key: escape(text) for key, text in texts.items()}
    return Words(lang, texts["language.direction"], texts, escaped, forms, tuple(texts["numbers.small"].split()), locale)


def _flatten(table: Mapping[str, Any], path: str, texts: dict[str, str], forms: dict[str, Mapping[str, str]]) -> None:
    """'part.key' -> text, or its plural forms."""
    for name, value in table.items():
        if isinstance(value, str):
            texts[path + name] = value
        elif set(value) <= set(CATEGORIES):
            forms[path + name] = value
        else:
            _flatten(value, f"{path}{name}.", texts, forms)
