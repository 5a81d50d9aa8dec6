"""What a page says about itself: JSON-LD first, then <meta>, then its visible words; each answer with its evidence."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from secondsource.intake import stamps
from secondsource.intake.markup import Sheet
from secondsource.model import Found, Stamp

NODE_LIMIT = 5000  #: JSON-LD nodes looked at; a page with more is a list, not an article
ARTICLE_TYPES = (
    "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "backgroundnewsarticle", "opinionnewsarticle",
    "reviewnewsarticle", "liveblogposting", "article", "blogposting", "socialmediaposting", "techarticle", "report",
    "scholarlyarticle", "medicalwebpage", "recipe", "videoobject", "webpage",
)  # fmt: skip
TITLE_META = (
    "og:title",
    "parsely-title",
    "sailthru.title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "citation_title",
    "headline",
    "title",
)
SITE_META = (
    "og:site_name",
    "application-name",
    "parsely-network-canonical",
    "dc.publisher",
    "cre",
    "publisher",
    "al:android:app_name",
    "twitter:app:name:iphone",
)
AUTHOR_META = (
    "author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "article:author",
    "citation_author",
    "authors",
    "article.author",
)
PUBLISHED_META = (
    "article:published_time", "og:published_time", "article:published", "datepublished", "parsely-pub-date", "sailthru.date",
    "publishdate", "publish-date", "publish_date", "pubdate", "dc.date.issued", "dcterms.created", "dc.date.created", "dc.date",
    "dcterms.date", "date", "article.published", "originalpublicationdate", "citation_date", "citation_publication_date",
    "cxenseparse:recs:publishtime", "ptime", "og:article:published_time", "published", "displaydate", "rnews:datepublished",
    "created", "datecreated", "article_date_original",
)  # fmt: skip
UPDATED_META = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "utime",
    "modified",
    "article.updated",
)
SECTION_META = ("article:section", "parsely-section", "sailthru.section", "section", "cxenseparse:section")
DECK_META = ("og:description", "description", "twitter:description")


@dataclass(slots=True)
class Facts:
    """The hidden data of a page, best first; visible evidence is joined later."""

    titles: list[tuple[str, str]] = field(default_factory=list)  #: (words, how)
    authors: tuple[str, ...] = ()
    authors_how: str = ""
    published: list[Found[Stamp]] = field(default_factory=list)
    updated: Found[Stamp] | None = None
    publisher: list[tuple[str, str]] = field(default_factory=list)
    section: str | None = None
    deck: list[str] = field(default_factory=list)
    body: str = ""  #: JSON-LD articleBody
    url: str | None = None
    live: bool = False  #: the data call it a live blog
    notes: list[str] = field(default_factory=list)


def read(sheet: Sheet) -> Facts:
    """The facts in the page's data."""
    facts = Facts()
    if not sheet.html:
        return facts
    nodes = linked_data(sheet, facts.notes)
    meta = meta_table(sheet)
    article = best_node(nodes.values())
    facts.live = "liveblogposting" in types(article)
    from_linked_data(facts, article, nodes)
    from_meta(facts, meta)
    if sheet.title:
        words = " ".join(html.unescape(sheet.page[slice(*sheet.title)]).split())
        if words:
            facts.titles.append((words, "<title>"))
    facts.url = sheet.links.get("canonical") or meta.get("og:url", [None])[0]
    return facts


# ---- JSON-LD


def linked_data(sheet: Sheet, notes: list[str]) -> dict[str, dict[str, Any]]:
    """Every JSON-LD object by its @id (or a number), scripts in order; broken scripts are noted and passed over."""
    nodes: dict[str, dict[str, Any]] = {}
    for script in sheet.data:
        value = loads(script)
        if value is None:
            notes.append("a JSON-LD script could not be read")
            continue
        for node in walk(value):
            if len(nodes) >= NODE_LIMIT:
                notes.append(f"more than {NODE_LIMIT} JSON-LD objects: the rest was not looked at")
                return nodes
            name = str(node.get("@id") or f"_{len(nodes)}")
            if name not in nodes or len(nodes[name]) < len(node):
                nodes[name] = node
    return nodes


# comments and CDATA marks that pages wrap their JSON in; a comma before a closing bracket
WRAPPERS = re.compile(
    r"^\s*(?:/\*.{0,40}?\*/|//)?\s*(?:<!--|<!\[CDATA\[)|(?:/\*.{0,10}?\*/|//)?\s*(?:-->|\]\]>)\s*(?:/\*.{0,10}?\*/)?\s*;?\s*$"
)
TRAILING_COMMA = re.compile(r",(\s*[\]}])")


def loads(script: str) -> Any:
    """The value of a JSON-LD script, forgiving what pages commonly get wrong; None where that is not enough."""
    for attempt in (
        str.strip,
        lambda s: WRAPPERS.sub("", s).strip().rstrip(";"),
        lambda s: TRAILING_COMMA.sub(r"\1", WRAPPERS.sub("", s)).strip(),
    ):
        try:
            return json.loads(attempt(script), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def walk(value: Any) -> Iterator[dict[str, Any]]:
    """Objects inside a JSON value, outer ones first, without recursion."""
    queue = [value]
    for item in queue:
        if isinstance(item, dict):
            yield item
            queue.extend(v for v in item.values() if isinstance(v, (dict, list)))
        elif isinstance(item, list):
            queue.extend(v for v in item if isinstance(v, (dict, list)))


def types(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [str(k).lower().rpartition("/")[2] for k in (kinds if isinstance(kinds, list) else [kinds])]


def best_node(nodes: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The object that is this page's article: by its type, then by how much it tells; a live blog before its own entries."""
    nodes = list(nodes)
    if live := next((node for node in nodes if "liveblogposting" in types(node) and node.get("liveBlogUpdate")), None):
        return live
    best, worth = {}, (len(ARTICLE_TYPES), 0)
    for node in nodes:
        ranks = [ARTICLE_TYPES.index(kind) for kind in types(node) if kind in ARTICLE_TYPES]
        if ranks:
            told = sum(bool(node.get(name)) for name in ("headline", "datePublished", "author", "publisher", "articleBody"))
            if told and (min(ranks) // 9, -told) < worth:
                best, worth = node, (min(ranks) // 9, -told)
    return best


def from_linked_data(facts: Facts, node: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> None:
    name = next(iter(types(node)), "")
    for key in ("headline", "name", "alternativeHeadline"):
        if words := plain(node.get(key)):
            facts.titles.append((words, f"json-ld {key}"))
    facts.authors, facts.authors_how = tuple(names(node.get("author") or node.get("creator"), nodes)), "json-ld author"
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if stamp := stamp_of(node.get(key), facts.notes, f"json-ld {key}"):
            facts.published.append(Found(stamp, f"json-ld {key}"))
    if stamp := stamp_of(node.get("dateModified"), facts.notes, "json-ld dateModified"):
        facts.updated = Found(stamp, "json-ld dateModified")
    for key in ("publisher", "sourceOrganization", "provider"):
        facts.publisher += [(words, f"json-ld {key}") for words in names(node.get(key), nodes)[:1]]
    for other in nodes.values():
        if {"newsmediaorganization", "website"} & set(types(other)) and (words := plain(other.get("name"))):
            facts.publisher.append((words, f"json-ld {types(other)[0]}"))
    section = node.get("articleSection")
    facts.section = plain(section[0] if isinstance(section, list) and section else section) or None
    facts.body = plain(node.get("articleBody"), lines=True) if name else ""
    if words := plain(node.get("description")):
        facts.deck.append(words)


def plain(value: Any, lines: bool = False) -> str:
    """A JSON value as words: '' for what is no text; tags inside are taken away."""
    if isinstance(value, list):
        value = next((v for v in value if isinstance(v, str)), "")
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    if not isinstance(value, str):
        return ""
    words = html.unescape(html.unescape(value))
    if "<" in words:
        words = re.sub(r"<[^<>]{1,300}>", "\n" if lines else " ", words)
    return words.strip() if lines else " ".join(words.split())


def names(value: Any, nodes: dict[str, dict[str, Any]]) -> list[str]:
    """Names of people or organisations in a JSON-LD value, references followed."""
    found: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            item = nodes.get(str(item.get("@id")), item) if not item.get("name") else item
            inner = item.get("name")
            found += [words for one in (inner if isinstance(inner, list) else [inner]) if (words := plain(one))]
        elif words := plain(item):
            found.append(words)
    return list(dict.fromkeys(found))


def stamp_of(value: Any, notes: list[str], how: str) -> Stamp | None:
    """The date in a data field; what is no date of a page (year 9999, a list of words) is noted and ignored."""
    if isinstance(value, list):
        value = value[0] if value else None
    if value is None or value == "":
        return None
    found = stamps.parse(str(value))
    if found is None:
        notes.append(f"{how} {str(value)[:40]!r} is no date")
    return found


# ---- <meta>


def meta_table(sheet: Sheet) -> dict[str, list[str]]:
    """Values of <meta> by name, property or itemprop, in order."""
    table: dict[str, list[str]] = {}
    for tag in sheet.meta:
        content = " ".join(tag.get("content", "").split())
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content and key in tag:
                table.setdefault(tag[key].lower().strip(), []).append(content)
    return table


def first(meta: dict[str, list[str]], keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(value, name) for each of the names that the page gives."""
    return ((meta[key][0], key) for key in keys if key in meta)


def from_meta(facts: Facts, meta: dict[str, list[str]]) -> None:
    facts.titles += [(value, key) for value, key in first(meta, TITLE_META)]
    facts.publisher += [(value, key) for value, key in first(meta, SITE_META)]
    for key in AUTHOR_META:
        if facts.authors:
            break
        words = [v for v in meta.get(key, []) if not v.startswith(("http:", "https:", "/", "@"))]
        facts.authors, facts.authors_how = tuple(dict.fromkeys(words)), f"meta {key}"
    for value, key in first(meta, PUBLISHED_META):
        if stamp := stamp_of(value, facts.notes, key):
            facts.published.append(Found(stamp, f"meta {key}"))
    for value, key in first(meta, UPDATED_META):
        if facts.updated is None and (stamp := stamp_of(value, facts.notes, key)):
            facts.updated = Found(stamp, f"meta {key}")
    facts.section = facts.section or next((value for value, _ in first(meta, SECTION_META)), None)
    facts.deck += [value for value, _ in first(meta, DECK_META)]
