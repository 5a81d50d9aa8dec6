"""The same stages over whole archives: shards in, Parquet between the stages, stories and claims out.

In running order:

``filters``   which pages are worth reading, told as early as can be
``plan``      the inputs cut into shards; what a folder of results holds, and which options made it
``sources``   the pages or articles of one shard; ``rows`` are articles that another program extracted
``guard``     a child process that extracts and reads one document at a time, so that a bad one costs itself only
``tables``    Parquet (zstd) folders, each written whole or not at all: the name of a folder is its done-marker
``stages``    articles, each once, readings; the list of all stages in their order
``meeting``   the weighted words and MinHash bands by which reports meet, and the pairs that meet, in buckets
``linking``   the last step that needs one process: groups grown from the pairs, near-linear
``telling``   readings brought together by group; stories, claims, origins and differences told
``engines``   where the shards are worked on: processes here, daft, or daft on a Ray cluster
``query``     the results as DuckDB views; ``loading`` puts them into a store

Every stage is a pure function from the files of earlier stages to its own files, the same for all engines, and nothing
in a result depends on the engine, the number of workers or the order of work. Stopped at any moment and run again, it
ends with the same output.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondsource.corpus.filters import Filters
    from secondsource.options import Options

Tell = Callable[[str, int, int], None]  #: the stage, how many of its shards are done, of how many


def run(
    inputs: Sequence[str],
    out: Path,
    *,
    filters: Filters | None = None,
    options: Options | None = None,
    engine: str = "local",
    workers: int = 1,
    address: str | None = None,
    base: str = "",
    lone: bool = False,
    tell: Tell | None = None,
) -> dict[str, int]:
    """Work through all stages; how many input records ended in which state ('ok', 'filtered: language', 'failed: …').

    ``address`` is a Ray cluster's, None a node of its own; ``base`` goes before the paths in lists of paths (``.paths``
    files); with ``lone`` the stories of single reports are told too. Raises ``SecondSourceError`` where ``out`` holds a
    run of other inputs or options.
    """
    from secondsource.corpus import engines, plan, stages, tables

    with tables.locked(out):
        plan.settle(out, plan.make(inputs, filters, options, base, lone))
        with engines.started(engine, workers, address) as work:
            for stage in stages.ORDER:
                keys = stages.keys(out, stage)
                left = [key for key in keys if not tables.done(out, stage, key)]
                for count, _ in enumerate(work(out, stage, left), len(keys) - len(left)):
                    if tell:
                        tell(stage, count, len(keys))
                if tell:
                    tell(stage, len(keys), len(keys))
    return tables.states(out)
