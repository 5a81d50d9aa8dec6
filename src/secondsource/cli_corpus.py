"""The commands for whole archives: ``secondsource corpus run`` and ``secondsource corpus query``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from secondsource import terminal

app = typer.Typer(no_args_is_help=True, help="The same stages over whole archives, and questions to the results.")

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT…",
        help="WARC files, folders, patterns, addresses (https, s3, gs), lists of them (.paths), JSONL or Parquet of extracted articles, "
        "or the folder of an earlier run.",
        show_default=False,
    ),
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder of results; the same command goes on where it stopped.")]
Given = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of results of a finished run.")]


@app.command()
def run(
    inputs: Inputs,
    out: Out,
    engine: Annotated[str, typer.Option(metavar="local|daft|ray", help="Where the work is done.")] = "local",
    workers: Annotated[int, typer.Option(min=1, max=1024, help="Processes side by side; results do not depend on it.")] = 1,
    address: Annotated[str | None, typer.Option(help="Of the Ray cluster, 'auto' on one of its nodes; none starts a node here.")] = None,
    months: Annotated[list[str], typer.Option(help="Only articles published then: 2024-03, or 2024-03..2024-05.")] = [],  # noqa: B006
    lang: Annotated[list[str], typer.Option(help="Only these languages (ISO 639-1); 'all' for any.")] = ["en"],  # noqa: B006
    keywords: Annotated[list[str], typer.Option(help="Only texts with one of these words or phrases.")] = [],  # noqa: B006
    outlet: Annotated[list[str], typer.Option(help="Only these outlets, by domain or name.")] = [],  # noqa: B006 - typer's way
    least_words: Annotated[int, typer.Option(min=0, help="Only texts of at least so many words.")] = 0,
    base: Annotated[str, typer.Option(help="What goes before the paths in a list of paths.")] = "",
    lone: Annotated[bool, typer.Option("--lone", help="Compare single reports with themselves too.")] = False,
    profile: terminal.Profile = "speech",
    quiet: terminal.Quiet = False,
    debug: terminal.Debug = False,
) -> None:
    """Read an archive, group it into stories, and write who says what on whose word as Parquet.

    \b
    secondsource corpus run CC-NEWS-*.warc.gz --out march --months 2024-03 --workers 16
    secondsource corpus query march "SELECT headline, reports FROM stories ORDER BY reports DESC LIMIT 20"
    """
    from secondsource import corpus
    from secondsource.corpus import filters
    from secondsource.options import Options

    with terminal.errors(debug), terminal.progress(quiet) as tell:
        wanted = filters.Filters(
            filters.months(months), () if "all" in lang else tuple(sorted(lang)), tuple(keywords), tuple(outlet), least_words
        )
        options = Options(profile=profile)  # type: ignore[arg-type]  # checked below
        if profile not in ("speech", "all"):
            raise typer.BadParameter(f"{profile!r} is neither speech nor all", param_hint="--profile")
        states = corpus.run(
            inputs, out, filters=wanted, options=options, engine=engine, workers=workers, address=address, base=base, lone=lone, tell=tell
        )
    if not quiet:
        for state, count in states.items():
            typer.echo(f"{count:10,}  {state}", err=True)
    failed = any(state.startswith(("failed", "partial")) for state in states)
    raise typer.Exit(terminal.SOME_FAILED if failed else terminal.ALL_OK)


@app.command()
def query(out: Given, sql: Annotated[str, typer.Argument(metavar="SQL")], csv: bool = False, debug: terminal.Debug = False) -> None:
    """Ask the results in SQL (DuckDB): articles, stories, claims, origins, differences, copies, near_copies, left, cost.

    \b
    secondsource corpus query march "SELECT text, min, max, why FROM origins WHERE circular"
    """
    import csv as writer
    import sys

    from secondsource.corpus.query import answer
    from secondsource.views.summary import printable

    with terminal.errors(debug):
        names, rows = answer(out, sql)
    if csv:
        writer.writer(sys.stdout, lineterminator="\n").writerows([names, *rows])
        return
    typer.echo(" | ".join(names))
    for row in rows:
        typer.echo(" | ".join(printable(", ".join(map(str, v)) if isinstance(v, list) else "" if v is None else str(v)) for v in row))
