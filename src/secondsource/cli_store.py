"""The commands that work on a store: the store comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from secondsource import terminal

if TYPE_CHECKING:
    from secondsource.model import Input

StorePath = Annotated[Path, typer.Argument(metavar="STORE", help="The project's file, such as project.db.")]
StoreOrInputs = Annotated[list[str], typer.Argument(metavar="STORE|INPUT…", help="A store, a records file, or pages.", show_default=False)]
OneId = Annotated[str, typer.Argument(metavar="ID", help="Any id that a report, the records, list or search print.")]
Words = Annotated[list[str], typer.Argument(metavar="WORDS", help="Words that the articles must all hold.")]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")]
Format = Annotated[str, typer.Option("--format", "-f", metavar="F", help="json jsonl csv md webanno prov graphml timelinejs")]
ExportTo = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is standard output.")]
Run = Annotated[Path | None, typer.Option("--from", metavar="DIR", help="Also take the stories of a finished `corpus run`.")]
Where = Annotated[str, typer.Option(metavar="SQL", help="With --from: only stories for which this holds, such as 'reports > 3'.")]
STDOUT = Path("-")


def add(
    store: StorePath,
    inputs: terminal.Inputs = [],  # noqa: B006 - typer's way
    archive: Run = None,
    where: Where = "true",
    workers: terminal.Workers = 1,
    profile: terminal.Profile = "speech",
    quiet: terminal.Quiet = False,
    debug: terminal.Debug = False,
) -> None:
    """Read pages into a store, made if it is not there, and group its stories anew.

    \b
    secondsource add project.db pages/
    Stopped at any moment and run again it ends as the same store.
    """
    from secondsource import project
    from secondsource.options import Options
    from secondsource.views.store import Store
    from secondsource.views.summary import counts_of

    if not inputs and not archive:
        raise typer.BadParameter("give pages to read, or --from", param_hint="INPUT…")
    terminal.check_profile(profile)
    with terminal.errors(debug), Store(store, create=True) as opened, terminal.progress(quiet) as tell:
        done = []
        if archive:
            from secondsource.corpus import loading

            done += loading.add(opened, archive, where)
        if inputs:
            done += project.add(opened, inputs, Options(profile=profile), workers, tell)  # type: ignore[arg-type]
    if not quiet:
        _tell_unread(done)
        typer.echo(f"{counts_of(done)} (see secondsource errors {store})", err=True)
    raise typer.Exit(_code(done))


def _tell_unread(inputs: Iterable[Input]) -> None:
    """Name each page that was not read, or not wholly, with the reason, on standard error."""
    from secondsource.views.summary import printable

    for i in inputs:
        if i.state in ("failed", "partial"):
            typer.echo(f"{i.state}: {printable(i.file)}: {printable(i.why or '')}", err=True)


def _code(inputs: Iterable[Input]) -> int:
    return terminal.ALL_OK if all(i.state in ("ok", "duplicate") for i in inputs) else terminal.SOME_FAILED


def list_(store: StorePath, debug: terminal.Debug = False) -> None:
    """The stories of a store, one a line: id, days, pages, headline."""
    from secondsource.views.store import Store
    from secondsource.views.summary import printable

    with terminal.errors(debug), Store(store, read_only=True) as opened:
        for row in opened.db.execute("SELECT id, first, last, articles, headline FROM stories ORDER BY last DESC, id"):
            days = row["first"] or "no date"
            if row["last"] != row["first"]:
                days += f" to {row['last']}"
            typer.echo(f"{row['id']}  {days:24}  {row['articles']:4}  {printable(row['headline'])}")


def search(store: StorePath, words: Words, limit: Limit = 20, debug: terminal.Debug = False) -> None:
    """Articles that hold all the words, best first, with the words around them. The exit code is 1 where there are none."""
    from secondsource.views.store import Store
    from secondsource.views.summary import printable

    with terminal.errors(debug), Store(store, read_only=True) as opened:
        hits = opened.search(" ".join(words), limit)
    for hit in hits:
        typer.echo(f"{hit.article}  {hit.first or 'no date':10}  {printable(hit.outlet or 'unknown outlet')}: {printable(hit.title)}")
        typer.echo(f"    {printable(' '.join(hit.snippet.split()))}")
    if not hits:
        typer.echo(f"no article holds {'all of ' if len(words) > 1 else ''}{printable(' '.join(words))}", err=True)
    raise typer.Exit(terminal.ALL_OK if hits else terminal.SOME_FAILED)


def explain(store: StorePath, id: OneId, debug: terminal.Debug = False) -> None:
    """What an id stands for: the chain to the origin, with the exact words and where they stand."""
    from secondsource import project
    from secondsource.options import Options
    from secondsource.views.store import Store, is_store
    from secondsource.views.summary import printable

    with terminal.errors(debug):
        if not store.exists() or (store.is_file() and is_store(store)):
            with Store(store, read_only=True) as opened:
                lines = project.explain_in(opened, Options(), id)
        else:
            lines = project.explain(terminal.obtain([str(store)], Options(), 1, None), id)
        for line in lines:
            typer.echo(printable(line))


def errors(store: StorePath, debug: terminal.Debug = False) -> None:
    """Every page that could not be read, or not wholly, with the reason and what to do."""
    from secondsource.views.store import Store
    from secondsource.views.summary import counts_of, printable

    with terminal.errors(debug), Store(store, read_only=True) as opened:
        for i in opened.inputs("failed", "partial", "interrupted"):
            typer.echo(f"{i.state}: {printable(i.file)}: {i.reason}: {printable(i.why or '')}")
        typer.echo(counts_of(opened.inputs()), err=True)


def rebuild(store: StorePath, workers: terminal.Workers = 1, quiet: terminal.Quiet = False, debug: terminal.Debug = False) -> None:
    """Read every page of a store again with this version of the program. The store keeps its old state until all is done."""
    from secondsource import project
    from secondsource.options import Options
    from secondsource.views.store import Store
    from secondsource.views.summary import counts_of

    with terminal.errors(debug), Store(store) as opened, terminal.progress(quiet) as tell:
        done = project.rebuild(opened, Options(), workers, tell)
    if not quiet:
        typer.echo(counts_of(done), err=True)


def export(
    what: StoreOrInputs, format: Format = "json", output: ExportTo = STDOUT, workers: terminal.Workers = 1, debug: terminal.Debug = False
) -> None:
    """Write a store, records or pages in another format.

    \b
    secondsource export project.db --format csv -o claims.csv
    secondsource export page1.html page2.html --format md -o story.md
    """
    from secondsource.options import Options
    from secondsource.views.exports import FORMATS

    if format not in FORMATS:
        raise typer.BadParameter(f"{format!r} is none of {', '.join(FORMATS)}", param_hint="--format")
    with terminal.errors(debug):
        terminal.check_folder(output)
        result = terminal.obtain(what, Options(), workers, None)
        terminal.write(output, FORMATS[format](result))
    _tell_unread(result.inputs)
    raise typer.Exit(_code(result.inputs))


def serve(
    store: StorePath,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")] = 8010,
    host: Annotated[list[str], typer.Option(help="A further name that the app answers to.")] = [],  # noqa: B006 - typer's way
    lang: terminal.Lang = "en",
    debug: terminal.Debug = False,
) -> None:
    """Open a store in the browser: stories, claims, search, adding pages, corrections. On this machine only.

    \b
    secondsource serve project.db
    """
    import secrets
    import socket

    from secondsource.errors import SecondSourceError

    with terminal.errors(debug):
        terminal.check_language(lang)
        try:
            import uvicorn

            from secondsource.views.server import create_app
        except ImportError as error:
            raise SecondSourceError(f"the app needs {error.name}", "Install it: pip install 'secondsource[app]'") from error
        token = secrets.token_urlsafe(24)
        new = not store.exists()
        app = create_app(store, token=token, hosts=frozenset(host), lang=lang)
        # The protocol is named, for asyncio turns Nagle's waiting off on no other socket: 40 ms an answer.
        plug = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            plug.bind(("127.0.0.1", port))
        except OSError as error:
            raise SecondSourceError(f"port {port} is taken: {error.strerror}", "Give another with --port, or 0 for any.") from None
        if new:
            typer.echo(f"{store} is a new store, and empty: add pages in the app.", err=True)
        typer.echo(f"Open http://127.0.0.1:{plug.getsockname()[1]}/?token={token}   (Ctrl-C ends it)")
        uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[plug])


def watch(
    store: StorePath,
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS", help="An OPML file, or a text file with one feed address a line.")],
    every: Annotated[int, typer.Option(min=5, max=10_080, metavar="MINUTES", help="How long to wait between rounds.")] = 30,
    once: Annotated[bool, typer.Option("--once", help="One round, then end.")] = False,
    debug: terminal.Debug = False,
) -> None:
    """Follow feeds into a store and say when a claim gains its second newsroom or a new difference appears.

    \b
    secondsource watch project.db feeds.opml --every 30
    """
    import time

    from secondsource import watch as watching
    from secondsource.intake.web import Rules
    from secondsource.options import Options
    from secondsource.views.store import Store
    from secondsource.views.summary import counts_of, printable

    with terminal.errors(debug), Store(store, create=True) as opened:
        addresses = watching.feeds_in(feeds)
        typer.echo(f"following {len(addresses)} feed{'' if len(addresses) == 1 else 's'}", err=True)
        while True:
            done = watching.watch_once(opened, addresses, Rules(Options()), lambda line: typer.echo(printable(line)))
            typer.echo(counts_of(done), err=True)
            if once:
                return
            time.sleep(every * 60)


def mcp(store: StorePath, debug: terminal.Debug = False) -> None:
    """Serve a store's stories, claims, chains and quotations, read-only, to programs that speak the Model Context Protocol."""
    from secondsource.errors import SecondSourceError

    with terminal.errors(debug):
        try:
            from secondsource.mcp import create
        except ImportError as error:
            raise SecondSourceError(f"this needs {error.name}", "Install it: pip install 'secondsource[mcp]'") from error
        create(store).run("stdio")


def doctor(
    store: Annotated[Path | None, typer.Argument(metavar="[STORE]", help="A store to check too.", show_default=False)] = None,
    debug: terminal.Debug = False,
) -> None:
    """What is installed, whether the models are whole, the limits in force, whether a store is whole, and what to do.

    \b
    secondsource doctor
    secondsource doctor project.db
    """
    from secondsource.doctor import lines
    from secondsource.views.summary import printable

    with terminal.errors(debug):
        found = lines(store)
    for line in found:
        typer.echo(printable(line))
    raise typer.Exit(terminal.SOME_FAILED if any(line.startswith("FAULT") for line in found) else terminal.ALL_OK)


COMMANDS: dict[str, Callable[..., None]] = {
    "add": add,
    "list": list_,
    "search": search,
    "explain": explain,
    "errors": errors,
    "rebuild": rebuild,
    "export": export,
    "serve": serve,
    "watch": watch,
    "mcp": mcp,
    "doctor": doctor,
}


def add_to(app: typer.Typer) -> None:
    """Give the program these commands."""
    for name, command in COMMANDS.items():
        app.command(name)(command)
