"""Folders of many articles: tables written part by part, by one process, by several, or by a Dask cluster."""

from __future__ import annotations

import csv
import io
import multiprocessing
import os
import re
import signal
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from tqdm import tqdm

from spacepact.publish.package import replacing
from spacepact.read.corpus import Document, Source, article_paths, read_sources
from spacepact.read.evidence import CODEBOOK, Reading, frame, read_article

ARTICLES_A_PART = {"csv": 16, "parquet": 200}
"""Articles that are read and written at once. Rows do not depend on it; the number of Parquet files does."""

SECONDS_TO_ANSWER = 30
"""How long a cluster may take to answer and to show a worker."""

Files = list[tuple[Path, Source | None]]


class Part(NamedTuple):
    """What some articles gave: the bytes to write for each table, and what to tell about the articles."""

    pieces: dict[str, bytes]
    digests: list[tuple[Path, str]]
    warnings: list[str]
    refusals: list[str]


class Summary(NamedTuple):
    """How many articles a folder holds, how many were refused, and how many warnings there were."""

    articles: int
    refused: int
    warnings: int


def write_folder(folder: Path, out: Path, jobs: int = 1, cluster: str = "") -> Summary:
    """Read a folder of articles and write its tables in order of file name, whatever does the reading.

    Only a few parts are held at a time, so memory does not grow with the folder. An article that cannot be
    read is named on stderr and left out. `out` is replaced at the end, or not at all.

    Parameters
    ----------
    jobs
        Processes; the tables do not depend on it.
    cluster
        Address of a Dask scheduler, whose workers see `folder` under the same path. Tables are then folders
        of Parquet files, otherwise CSV files.

    Raises
    ------
    ValueError, OSError
        If nothing can be read or written at all; the message says what to do.
    """
    if jobs < 1:
        raise ValueError(f"--jobs {jobs}: at least one must read; --jobs {os.cpu_count()} uses all cores")
    out, kind = out.resolve(), "parquet" if cluster else "csv"
    _check_out(out)
    files = _find_files(folder.resolve() if cluster else folder)
    size = ARTICLES_A_PART[kind]
    parts = [files[first:first + size] for first in range(0, len(files), size)]
    seen: dict[str, Path] = {}
    refused = warned = 0
    with _start_workers(min(jobs, len(parts)), cluster) as (executor, ahead), replacing(out) as fresh, \
            tqdm(total=len(files), unit="article", disable=None, leave=False, delay=1) as progress:
        for number, part in enumerate(_read_in_order(executor, ahead, parts, kind)):
            for name, piece in part.pieces.items():
                path = fresh / name / f"part-{number:05}.parquet" if cluster else fresh / f"{name}.csv"
                path.parent.mkdir(exist_ok=True)
                with path.open("ab") as file:
                    file.write(piece)
            copies = [f"{path}: a copy of {seen[digest].name}: both are read; delete one unless that is meant"
                      for path, digest in part.digests if seen.setdefault(digest, path) != path]
            for message in (*part.warnings, *copies, *part.refusals):
                progress.write(f"spacepact: {message}", file=sys.stderr)
            refused += len(part.refusals)
            warned += len(part.warnings) + len(copies)
            progress.update(len(parts[number]))
    return Summary(len(files), refused, warned)


def _check_out(out: Path) -> None:
    """Refuse to replace anything but earlier tables: a slip of the hand must not delete a folder."""
    if out.exists() and not out.is_dir():
        raise ValueError(f"{out}: this is a file: name a folder for the tables")
    ours = {f"{name}{ending}" for name in CODEBOOK for ending in ("", ".csv")}
    if strange := sorted(path.name for path in out.glob("*") if path.name not in ours):
        raise ValueError(f"{out}: holds {strange[0]}, which is no table and would be lost: name a new folder")


def _find_files(folder: Path) -> Files:
    sources, paths = read_sources(folder), article_paths(folder)
    stems: dict[str, Path] = {}
    for path in paths:
        if stems.setdefault(path.stem, path) != path:
            raise ValueError(f"{path}: {stems[path.stem].name} would have the same doc_id: rename one")
    return [(path, sources.get(path.stem)) for path in paths]


def _read_part(files: Files, kind: str, first: bool) -> Part:
    """Read some articles, each by itself: a pure function, for any process on any machine."""
    readings = [_read(path, source) for path, source in files]
    rows = {name: [row for r in readings for row in r.rows.get(name, ())] for name in CODEBOOK}
    encode = _as_parquet if kind == "parquet" else partial(_as_csv, first)
    paths = [path for (path, _), r in zip(files, readings, strict=True) if r.rows]
    digests = [Document(*row).sha256 for row in rows["documents"]]
    return Part(
        {name: encode(name, rows[name]) for name in rows},
        list(zip(paths, digests, strict=True)),
        [warning for r in readings for warning in r.warnings],
        [r.refusal for r in readings if r.refusal],
    )


def _read(path: Path, source: Source | None) -> Reading:
    try:
        path.name.encode()
        return read_article(path, source)
    except UnicodeEncodeError:
        return Reading("", "", {}, refusal=f"{str(path)!a}: the file's name is not UTF-8: rename it")
    except Exception as error:  # One article must not cost the work on a hundred thousand others.
        fault = f"{type(error).__name__}: {error}"
        return Reading("", "", {}, refusal=f"{path}: the parser failed on it ({fault}): please report it")


def _as_csv(first: bool, name: str, rows: list[tuple]) -> bytes:
    """Write rows as `package.write_csv` does, the header only once in a folder."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if first:
        writer.writerow(CODEBOOK[name]["columns"])
    writer.writerows([str(cell).lower() if isinstance(cell, bool) else cell for cell in row] for row in rows)
    return text.getvalue().encode()


def _as_parquet(name: str, rows: list[tuple]) -> bytes:
    buffer = io.BytesIO()
    frame(name, rows).to_parquet(buffer, engine="pyarrow", index=False)
    return buffer.getvalue()


def _read_in_order(executor: Executor | None, ahead: int, parts: list[Files], kind: str) -> Iterator[Part]:
    """Yield the parts in their order, at most `ahead` of them under way: more would fill the memory."""
    if executor is None:
        yield from (_read_part(files, kind, number == 0) for number, files in enumerate(parts))
        return
    waiting: deque = deque()
    try:
        for number, files in enumerate(parts):
            if len(waiting) == ahead:
                yield waiting.popleft().result()
            with _deaf_to_interrupts():
                waiting.append(executor.submit(_read_part, files, kind, number == 0))
        while waiting:
            yield waiting.popleft().result()
    except Exception as error:  # What is wrong with an article never gets here: _read tells it.
        raise ValueError(f"a worker failed ({type(error).__name__}: {error}): try fewer --jobs if memory is short; with "
                         "--dask see whether the scheduler still runs and its workers have pyarrow") from None


@contextmanager
def _start_workers(jobs: int, cluster: str) -> Iterator[tuple[Executor | None, int]]:
    """Give an executor, None for this process itself, and how many parts it should have at hand."""
    if cluster:
        with _connect(cluster) as client:
            # Not pure: the same file may hold another text than in an earlier run.
            executor = client.get_executor(pure=False)
            try:
                yield executor, 2 * sum(client.nthreads().values())
            finally:
                executor.shutdown(wait=False)
    elif jobs > 1:
        # Spawned on every system alike: a forked process inherits locks and threads.
        executor = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"))
        try:
            yield executor, 3 * jobs
        finally:
            executor.shutdown(cancel_futures=True)
    else:
        yield None, 1


def _connect(cluster: str):
    """Give a client of a cluster with at least one worker, all of whose workers know this library."""
    try:
        import pyarrow  # noqa: F401
        from distributed import Client
    except ModuleNotFoundError as error:
        raise ValueError(f"--dask needs {error.name}: in the book's folder, pip install '.[scale]'") from None
    if not re.fullmatch(r"((tcp|tls|wss?)://)?[^/]+:\d+", cluster):
        raise ValueError(f"--dask {cluster}: this is no address of a scheduler, such as tcp://127.0.0.1:8786")
    try:
        client = Client(cluster, timeout=SECONDS_TO_ANSWER, set_as_default=False)
        client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
    except OSError as error:
        raise ValueError(f"--dask {cluster}: no scheduler with a worker answers ({error})") from None
    # A worker that cannot import what it is sent dies, and the work would wait for it for ever.
    if lacking := [worker for worker, found in client.run(find_spec, "spacepact").items() if found is None]:
        raise ValueError(f"--dask {cluster}: no spacepact with its extra scale on {', '.join(sorted(lacking))}")
    return client


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Start processes that leave Ctrl-C to this one, which takes it a moment later."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
