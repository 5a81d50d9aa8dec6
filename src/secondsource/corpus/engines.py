"""Where the pieces of a stage are worked on; each engine calls the same function for the same pieces.

``local``   processes on this machine; with one worker, this process
``daft``    daft's own runner: the pieces are the rows of a frame, a function of its own processes works on each
``ray``     the same daft program on a Ray cluster that shares the folder of results; without an address, on a node here

A piece that fails does not stop the others: the stage's end says what failed, and the same command tries it again.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from secondsource.errors import MissingModel, SecondSourceError

ENGINES = ("local", "daft", "ray")
INSTALL = "Install it: pip install 'secondsource[corpus]'"

Work = Callable[[Path, str, Sequence[str]], Iterator[str]]  #: folder, stage, keys -> each key's end, in any order


@contextlib.contextmanager
def started(engine: str, workers: int, address: str | None = None) -> Iterator[Work]:
    """The engine, ready to work through stages; ended with the block."""
    for name in ("pyarrow", *(("daft",) if engine != "local" else ()), *(("ray",) if engine == "ray" else ())):
        needed(name)
    if engine == "local":
        with local(workers) as work:
            yield checked(work)
    elif engine in ("daft", "ray"):
        with on_daft(workers, address, engine == "ray") as work:
            yield checked(work)
    else:
        raise SecondSourceError(f"there is no engine {engine!r}", f"Take one of {', '.join(ENGINES)}.")


def needed(module: str) -> None:
    import importlib.util

    if not importlib.util.find_spec(module):
        raise SecondSourceError(f"this needs {module}", INSTALL)


def checked(work: Work) -> Work:
    """The engine's work; where pieces failed, an error at the end of their stage."""

    def run(out: Path, stage: str, keys: Sequence[str]) -> Iterator[str]:
        failed = []
        for ended in work(out.absolute(), stage, keys) if keys else ():
            if ended:
                failed.append(ended)
            yield ended
        if failed:
            error = MissingModel if all("MissingModel" in line for line in failed) else SecondSourceError
            raise error(
                f"{len(failed)} of {len(keys)} pieces of the stage {stage!r} failed; the first: {failed[0]}",
                "What is done is kept: run the same command again.",
            )

    return run


# ---- processes here ------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def local(workers: int) -> Iterator[Work]:
    from secondsource.corpus import stages

    if workers == 1:
        try:
            yield lambda out, stage, keys: (stages.work(str(out), stage, key) for key in keys)
        finally:
            stages.release()
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=follow, initargs=(os.getpid(),)) as pool:

        def run(out: Path, stage: str, keys: Sequence[str]) -> Iterator[str]:
            waiting = [pool.submit(stages.work, str(out), stage, key) for key in keys]
            try:
                for future in as_completed(waiting):
                    yield future.result()
            except BrokenProcessPool as error:
                cure = "What is done is kept: run the same command again, with fewer --workers if memory ran out."
                raise SecondSourceError("a worker process was ended from outside", cure) from error

        try:
            yield run
        finally:
            pool.shutdown(cancel_futures=True)


def follow(parent: int) -> None:
    """End this worker when its parent is gone: a pool's processes wait for ever otherwise."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


# ---- daft, here or on Ray ------------------------------------------------------------------------------------------


@contextlib.contextmanager
def on_daft(workers: int, address: str | None, ray: bool) -> Iterator[Work]:
    os.environ["DO_NOT_TRACK"] = "true"  # before the import: a newsroom's tool reports to nobody, and without a network daft may crash
    os.environ.setdefault("DAFT_PROGRESS_BAR", "0")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    import daft

    if ray:
        import ray as cluster

        paths = os.pathsep.join(p for p in (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")) if p)
        settings: dict[str, Any] = {"runtime_env": {"env_vars": {"PYTHONPATH": paths, "DO_NOT_TRACK": "true"}}, "log_to_driver": False}
        if address:
            cluster.init(address=address, **settings)
        else:
            cluster.init(num_cpus=workers, include_dashboard=False, **settings)
        daft.set_runner_ray(address)
    else:
        daft.set_runner_native()
    try:
        yield lambda out, stage, keys: on_frame(out, stage, keys, workers, ray)
    finally:
        if ray:
            cluster.shutdown()


class Worker:
    """What daft starts once in each of its processes."""

    def __init__(self, folder: str, stage: str):
        self.folder, self.stage = folder, stage

    def work(self, keys: Any) -> list[str]:
        from secondsource.corpus import stages

        return [stages.work(self.folder, self.stage, key) for key in keys.to_pylist()]


def on_frame(out: Path, stage: str, keys: Sequence[str], workers: int, ray: bool) -> Iterator[str]:
    """The pieces as rows of a frame, one at a time (on Ray one a partition), through a class in processes of its own."""
    import daft

    made: Any = type("Worker", (Worker,), {"work": daft.method.batch(return_dtype=daft.DataType.string(), batch_size=1)(Worker.work)})
    many = daft.cls(made, use_process=True, max_concurrency=min(workers, len(keys)))(str(out), stage)
    frame = daft.from_pydict({"key": list(keys)})
    frame = frame.into_partitions(len(keys)) if ray else frame
    yield from frame.select(many.work(daft.col("key")).alias("ended")).to_pydict()["ended"]
