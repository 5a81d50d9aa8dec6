"""The local web app: the stories of one store, page by page, each with its JSON twin.

Pages are rendered here and need no script; htmx saves a reload where scripts are on. Page text is always escaped text.
Rendered stories and searches are kept until the store changes.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from secondsource import project
from secondsource.errors import SecondSourceError, UnreadableInput
from secondsource.model import Page
from secondsource.options import Options
from secondsource.views import browse, corrections, guard, records
from secondsource.views.exports import FORMATS
from secondsource.views.kept import Kept
from secondsource.views.report import html as report_html
from secondsource.views.store import Store
from secondsource.views.words import Words, bare, words_in

STATIC = Path(__file__).parent / "static"
TEMPLATES = Path(__file__).parent / "templates"
HITS = 20  #: articles that a search shows
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
LANGUAGE = "secondsource-language"  #: the cookie that keeps the language chosen with ?lang=
#: Starlette's own refusals
REFUSALS = {"Not Found": "app.error.not_found", "Method Not Allowed": "app.error.not_allowed"}

View = Callable[["Desk", Request], Awaitable[Response]]


class Desk:
    """The open store, the templates, and the pages rendered since the store last changed."""

    def __init__(self, path: Path, options: Options, token: str, lang: str = "en"):
        self.path = path
        self.lang = words_in(lang).lang
        self.options = options
        self.token = token
        self.store = Store(path, create=True)
        self.templates = Environment(loader=PackageLoader("secondsource.views", "templates/app"), autoescape=True, trim_blocks=True)
        self.kept = Kept()

    def page(self, request: Request, name: str, **facts: Any) -> HTMLResponse:
        return HTMLResponse(
            self.templates.get_template(name).render(w=request.state.words, say=request.state.words.escaped, bare=bare, **facts)
        )

    def keep(self, key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        """What ``make`` gives, made once for each state of the store."""
        db = self.store.db
        return self.kept.get(key, (db.execute("PRAGMA data_version").fetchone()[0], db.total_changes), make)


def create_app(
    path: Path, options: Options | None = None, token: str | None = None, hosts: frozenset[str] = frozenset(), lang: str = "en"
) -> guard.Guard:
    """The app on a store, as an ASGI application.

    ``token`` lets its bearer write; ``hosts`` are further names it answers to; ``lang`` is its language until another is chosen.
    """
    desk = Desk(Path(path), options or Options(), token or secrets.token_urlsafe(24), lang)
    views: list[tuple[str, View, list[str]]] = [
        ("/", home, ["GET"]),
        ("/claims", claims, ["GET"]),
        ("/claims.json", claims_json, ["GET"]),
        ("/search", search, ["GET"]),
        ("/search.json", search_json, ["GET"]),
        ("/story/{id}.json", story_json, ["GET"]),
        ("/story/{id}/export", export, ["GET"]),
        ("/story/{id}", story, ["GET"]),
        ("/article/{id}.json", article_json, ["GET"]),
        ("/article/{id}", article, ["GET"]),
        ("/id/{id}.json", one_json, ["GET"]),
        ("/id/{id}", one, ["GET"]),
        ("/add", add, ["GET", "POST"]),
        ("/corrections", correct, ["POST"]),
        ("/corrections.jsonl", corrected, ["GET"]),
        ("/errors", errors, ["GET"]),
        ("/static/{name}", static, ["GET"]),
        ("/favicon.ico", icon, ["GET"]),
    ]
    routes = [Route(path, partial(speaking, view, desk), methods=methods) for path, view, methods in views]
    handlers: Any = {HTTPException: http_error, SecondSourceError: our_error}
    app = Starlette(routes=[*routes, Route("/stories.json", partial(stories_json, desk))], exception_handlers=handlers)
    app.state.desk = desk
    return guard.Guard(app, desk.token, hosts)


# ---- languages -----------------------------------------------------------------------------------------------------


async def speaking(view: View, desk: Desk, request: Request) -> Response:
    """The view's answer in the language of the request; one that is named in the address is kept in a cookie."""
    given = request.query_params.get("lang")
    request.state.words = words_in(given) if given else kept_words(desk, request)
    answer = await view(desk, request)
    if given:
        answer.set_cookie(LANGUAGE, given, max_age=365 * 86_400, httponly=True, samesite="strict")
    return answer


def kept_words(desk: Desk, request: Request) -> Words:
    """The language of the cookie, else the app's."""
    try:
        return words_in(request.cookies.get(LANGUAGE) or desk.lang)
    except SecondSourceError:
        return words_in(desk.lang)


# ---- lists ---------------------------------------------------------------------------------------------------------


async def home(desk: Desk, request: Request) -> Response:
    if given := request.query_params.get("token"):
        answer = RedirectResponse("/", status_code=303)
        if secrets.compare_digest(given.encode(), desk.token.encode()):
            answer.set_cookie(guard.COOKIE, desk.token, httponly=True, samesite="strict")
        return answer
    offset = number(request, "offset")
    return desk.page(request, "stories.html", listing=browse.stories(desk.store, offset), size=browse.PAGE, stale=desk.store.stale)


async def stories_json(desk: Desk, request: Request) -> Response:
    return listed(browse.stories(desk.store, number(request, "offset")))


async def claims(desk: Desk, request: Request) -> Response:
    chosen = {k: v for k, v in request.query_params.items() if k in browse.FACETS}
    found = await run_in_threadpool(_claims, desk, chosen, number(request, "offset"))
    links = {
        (name, c.value): "/claims?" + urlencode({k: v for k, v in {**chosen, name: c.value}.items() if not (k == name and c.chosen)})
        for name, choices in found.facets.items()
        for c in choices
    }
    return desk.page(request, "claims.html", listing=found, links=links, chosen=chosen, size=browse.PAGE, query=urlencode(chosen))


async def claims_json(desk: Desk, request: Request) -> Response:
    return listed(await run_in_threadpool(_claims, desk, dict(request.query_params), number(request, "offset")))


def _claims(desk: Desk, chosen: dict[str, str], offset: int) -> browse.Listing:
    counted = desk.keep(("cube",), lambda: browse.cube(desk.store))
    return browse.claims(desk.store, chosen, offset, counted)


async def search(desk: Desk, request: Request) -> Response:
    words = request.query_params.get("q", "")[:2000]
    hits = desk.keep(("search", words), lambda: desk.store.search(words, HITS))
    return desk.page(request, "search.html", words=words, hits=hits, most=HITS)


async def search_json(desk: Desk, request: Request) -> Response:
    words = request.query_params.get("q", "")[:2000]
    hits = desk.keep(("search", words), lambda: desk.store.search(words, HITS))
    rows = [{"article": h.article, "title": h.title, "outlet": h.outlet, "first": h.first, "snippet": h.snippet} for h in hits]
    return JSONResponse({"words": words, "hits": rows})


async def errors(desk: Desk, request: Request) -> Response:
    return desk.page(request, "errors.html", inputs=desk.store.inputs("failed", "partial", "interrupted"))


# ---- one thing -----------------------------------------------------------------------------------------------------


async def story(desk: Desk, request: Request) -> Response:
    id = request.path_params["id"]
    w: Words = request.state.words
    page, policy = await run_in_threadpool(desk.keep, ("story", w.lang, id), lambda: _story_page(desk, w, id))
    return Response(page, media_type="text/html", headers={"content-security-policy": policy})


def _story_page(desk: Desk, w: Words, id: str) -> tuple[bytes, str]:
    """The story's report with the app's own links on top, and the policy that allows its one style and one script."""
    text = report_html(desk.store.report(desk.options, id), w.lang)
    bar = desk.templates.get_template("bar.html").render(id=id, say=w.escaped)
    text = text.replace('<div class="page">\n', f'<div class="page">\n{bar}\n', 1)
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    policy = found[1].replace("&#39;", "'").replace("form-action 'none'", "form-action 'self'") if found else guard.CSP
    return text.encode(), policy + "; frame-ancestors 'none'"


async def story_json(desk: Desk, request: Request) -> Response:
    id = request.path_params["id"]
    text = await run_in_threadpool(desk.keep, ("json", id), lambda: records.to_json(desk.store.report(desk.options, id)).encode())
    return Response(text, media_type="application/json")


async def export(desk: Desk, request: Request) -> Response:
    id, name = request.path_params["id"], request.query_params.get("format", "json")
    if name not in FORMATS:
        raise HTTPException(400, request.state.words("app.error.formats", formats=", ".join(FORMATS)))
    text = await run_in_threadpool(lambda: FORMATS[name](desk.store.report(desk.options, id)))
    return PlainTextResponse(text, headers={"content-disposition": f'attachment; filename="story.{name}"'})


async def article(desk: Desk, request: Request) -> Response:
    found = desk.store.readings([request.path_params["id"]])
    if not found:
        raise HTTPException(404, request.state.words("app.error.no_article"))
    reading = found[0]
    row = desk.store.db.execute("SELECT story FROM story_articles WHERE article = ?", (reading.article.id,)).fetchone()
    versions = desk.store.db.execute(
        "SELECT id, version, first FROM articles WHERE document = (SELECT document FROM articles WHERE id = ?) ORDER BY version",
        (reading.article.id,),
    ).fetchall()
    changes = _changes(desk, reading.article.id, [v["id"] for v in versions])
    standing = corrections.standing(desk.store)
    published = request.state.words.stamp(reading.article.published) if reading.article.published else None
    return desk.page(
        request,
        "article.html",
        reading=reading,
        story=row["story"] if row else None,
        published=published,
        versions=versions,
        changes=changes,
        standing=standing,
    )


def _changes(desk: Desk, id: str, versions: list[str]) -> Any:
    """What changed from the version before to this one."""
    from secondsource.views.changes import changes

    at = versions.index(id)
    if at == 0:
        return None
    old, new = desk.store.readings([versions[at - 1], id])
    return changes(old, new)


async def article_json(desk: Desk, request: Request) -> Response:
    id = request.path_params["id"]
    text = desk.keep(("article", id), lambda: desk.store.article_record(id))
    if text is None:
        raise HTTPException(404, request.state.words("app.error.no_article"))
    return Response(text, media_type="application/json")


async def one(desk: Desk, request: Request) -> Response:
    id = request.path_params["id"]
    row = browse.one(desk.store, id)
    lines = await run_in_threadpool(project.explain_in, desk.store, desk.options, id)
    return desk.page(request, "one.html", id=id, lines=lines, row=row, decision=corrections.standing(desk.store).get(id))


async def one_json(desk: Desk, request: Request) -> Response:
    row = browse.one(desk.store, request.path_params["id"])
    if row is None:
        raise HTTPException(404, request.state.words("app.error.no_id"))
    return JSONResponse(row)


# ---- changing things -----------------------------------------------------------------------------------------------


async def add(desk: Desk, request: Request) -> Response:
    if request.method == "GET":
        return desk.page(request, "add.html", done=None)
    inputs: list[str | Page | UnreadableInput] = []
    async with request.form(max_files=50, max_fields=10) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    inputs.append(Page(shown(value.filename), await value.read()))
            elif name == "url" and value.strip():
                inputs.append(value.strip() if value.strip().startswith(("http://", "https://")) else _no_address(value))
            elif name == "text" and value.strip():
                inputs.append(Page("pasted.txt", value.encode()))
    if not inputs:
        raise HTTPException(400, request.state.words("app.error.nothing_given"))
    done = await run_in_threadpool(_add, desk, inputs)
    return desk.page(request, "add.html", done=done)


def _no_address(value: str) -> UnreadableInput:
    return UnreadableInput(shown(value), "scheme", "it is not an http or https address")


def _add(desk: Desk, inputs: list[str | Page | UnreadableInput]) -> Any:
    with Store(desk.path) as store:  # a connection of its own: readers go on meanwhile
        return project.add(store, inputs, desk.options)


def shown(name: str) -> str:
    """The last part of a file's name, without characters that steer anything."""
    return "".join(c for c in name.replace("\\", "/").rsplit("/", 1)[-1] if c.isprintable())[:200] or "page"


async def correct(desk: Desk, request: Request) -> Response:
    async with request.form(max_files=0, max_fields=10) as form:
        target, verdict, text = (str(form.get(k, "")) for k in ("target", "verdict", "text"))
    await run_in_threadpool(corrections.correct, desk.store, target, verdict, text)
    if request.headers.get("hx-request"):
        return desk.page(request, "decision.html", id=target, decision=corrections.standing(desk.store).get(target))
    return RedirectResponse(f"/id/{target}", status_code=303)


async def corrected(desk: Desk, request: Request) -> Response:
    return PlainTextResponse(corrections.to_jsonl(desk.store), media_type="application/jsonl")


# ---- answers -------------------------------------------------------------------------------------------------------


async def static(desk: Desk, request: Request) -> Response:
    name = request.path_params["name"]
    file = (TEMPLATES if name in ("report.css", "report.rtl.css") else STATIC) / name
    if not re.fullmatch(r"[\w.-]{1,60}", name) or file.suffix not in TYPES or not file.is_file():
        raise HTTPException(404, request.state.words("app.error.no_file"))
    return Response(file.read_bytes(), media_type=TYPES[file.suffix], headers={"cache-control": "max-age=3600"})


async def icon(desk: Desk, request: Request) -> Response:
    """The mark in the browser's tab: browsers ask for it on every page, whatever the page says."""
    return Response((STATIC / "icon.svg").read_bytes(), media_type=TYPES[".svg"], headers={"cache-control": "max-age=86400"})


def listed(listing: browse.Listing) -> JSONResponse:
    facets = {name: {c.value: c.count for c in choices} for name, choices in listing.facets.items()}
    return JSONResponse({"total": listing.total, "offset": listing.offset, "facets": facets, "rows": [dict(r) for r in listing.rows]})


def number(request: Request, name: str) -> int:
    """A number in the query; nonsense is 0."""
    given = request.query_params.get(name, "0")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


async def http_error(request: Request, error: HTTPException) -> Response:
    w = kept_words(request.app.state.desk, request)
    detail = w(REFUSALS[error.detail]) if error.detail in REFUSALS else error.detail
    return PlainTextResponse(f"{detail}\n", status_code=error.status_code)


async def our_error(request: Request, error: SecondSourceError) -> Response:
    """An error of ours is the asker's: an id that is not there, words that cannot be a query."""
    return PlainTextResponse(f"{error}\n", status_code=404 if "no story" in str(error) or "has the id" in str(error) else 400)
