"""Folders of many articles: the same tables whoever reads, and nothing half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas
import pytest

from spacepact.publish import folders
from spacepact.publish.folders import Summary, write_folder
from spacepact.publish.package import write_csv
from spacepact.read.evidence import CODEBOOK, frame, read_articles

ROOT = Path(__file__).parents[2]
COPIES = 8


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Path:
    """Forty articles, so that there are several parts: each a variant of an article of the book."""
    folder = tmp_path_factory.mktemp("many")
    for path in (ROOT / "seeds").glob("*.txt"):
        for number in range(COPIES):
            (folder / f"{path.stem}-{number}.txt").write_text(f"{path.read_text('utf-8')}\nCopy {number}.\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def tables(many, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("out") / "tables"
    assert write_folder(many, out) == Summary(5 * COPIES, 0, 3 * COPIES)
    return out


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_parts_make_the_tables_that_one_piece_would(many, tables, tmp_path):
    readings = list(read_articles(many))
    for name in CODEBOOK:
        write_csv(frame(name, [row for reading in readings for row in reading.rows[name]]), tmp_path / f"{name}.csv")
    assert contents(tables) == contents(tmp_path)


@pytest.mark.parametrize("jobs", [2, 3])
def test_the_tables_do_not_depend_on_the_number_of_processes(jobs, many, tables, tmp_path):
    write_folder(many, tmp_path / "out", jobs)
    assert contents(tmp_path / "out") == contents(tables)


def test_the_tables_do_not_depend_on_the_size_of_the_parts(many, tables, tmp_path, monkeypatch):
    monkeypatch.setitem(folders.ARTICLES_A_PART, "csv", 7)
    write_folder(many, tmp_path / "out")
    assert contents(tmp_path / "out") == contents(tables)


def test_only_a_few_parts_are_under_way():
    class Eager:
        """An executor that has done at once what it is given, and counts what was not yet taken."""

        given = 0

        def submit(self, work, *arguments):
            self.given += 1
            return self

        def result(self):
            return None

    executor, taken = Eager(), 0
    for _ in folders._read_in_order(executor, 4, [[]] * 50, "csv"):
        taken += 1
        assert executor.given - taken <= 4
    assert taken == 50


def test_a_fault_of_the_parser_costs_one_article_only(many, tmp_path, monkeypatch, capsys):
    def read(path, source):
        if path.stem.endswith("-3"):
            raise RecursionError("too deep")
        return folders_read(path, source)

    folders_read = folders.read_article
    monkeypatch.setattr(folders, "read_article", read)
    assert write_folder(many, tmp_path / "out").refused == 5
    assert "-3.txt: the parser failed on it (RecursionError: too deep)" in capsys.readouterr().err


def test_a_dead_worker_is_told_and_nothing_is_written(tmp_path):
    class Dead:
        def submit(self, work, *arguments):
            raise RuntimeError("pool is broken")

    with pytest.raises(ValueError, match="a worker failed .*fewer --jobs"):
        list(folders._read_in_order(Dead(), 4, [[]], "csv"))


@pytest.mark.parametrize(
    ("jobs", "sign"), [("1", "/dates.csv"), ("2", "/dates.csv"), ("2", "")], ids=["one", "two", "starting"],
)
def test_an_interrupt_leaves_older_tables_and_nothing_half_written(jobs, sign, tmp_path):
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets what runs in its background ignore it
    articles, out = tmp_path / "articles", tmp_path / "out"
    articles.mkdir()
    out.mkdir()
    (out / "dates.csv").write_text("older\n", "utf-8")
    text = next((ROOT / "seeds").glob("*.txt")).read_text("utf-8")
    for number in range(600):
        (articles / f"{number:03}.txt").write_text(f"{text}\n{number}\n", "utf-8")
    run = subprocess.Popen(
        [sys.executable, "-m", "spacepact.publish.cli", "tables", articles, "--out", out, "--jobs", jobs],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "lib")}, start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(f".out-*{sign}")):
        assert time.monotonic() < deadline and run.poll() is None
        time.sleep(0.01)
    time.sleep(0.1)
    os.killpg(run.pid, signal.SIGINT)
    _, err = run.communicate(timeout=60)
    assert run.returncode == 130
    assert err.splitlines()[-1] == "spacepact: stopped; nothing was replaced"
    assert "Traceback" not in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "out"]
    assert (out / "dates.csv").read_text("utf-8") == "older\n"


def test_a_name_that_is_not_utf8_is_refused(tmp_path, capsys):
    (tmp_path / "articles").mkdir()
    path = os.fsencode(tmp_path / "articles") + b"/caf\xe9.txt"
    with open(path, "wb") as file:
        file.write(b"Moon base planned\n")
    assert write_folder(tmp_path / "articles", tmp_path / "out").refused == 1
    assert "the file's name is not UTF-8" in capsys.readouterr().err


class TestDask:
    @pytest.mark.parametrize("address", ["nonsense", "foo://bar:1", "tcp://127.0.0.1"])
    def test_a_wrong_address_is_told(self, address, many, tmp_path):
        pytest.importorskip("distributed", reason="dask is not installed: pip install '.[scale]'")
        with pytest.raises(ValueError, match="no address of a scheduler"):
            write_folder(many, tmp_path / "out", cluster=address)

    @pytest.mark.parametrize("package", ["pyarrow", "distributed"])
    def test_a_missing_package_is_named(self, package, many, tmp_path, monkeypatch):
        monkeypatch.setitem(sys.modules, "pyarrow", sys)
        monkeypatch.setitem(sys.modules, package, None)
        with pytest.raises(ValueError, match=r"--dask needs .*pip install '.\[scale\]'"):
            write_folder(many, tmp_path / "out", cluster="tcp://127.0.0.1:8786")
        assert not list(tmp_path.iterdir())

    def test_a_cluster_gives_the_same_rows_as_parquet(self, many, tables, tmp_path, monkeypatch):
        reason = "dask is not installed: pip install '.[scale]'"
        distributed = pytest.importorskip("distributed", reason=reason)
        pytest.importorskip("pyarrow", reason=reason)
        monkeypatch.setitem(folders.ARTICLES_A_PART, "parquet", 15)
        monkeypatch.setenv("PYTHONPATH", str(ROOT / "lib"))
        with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
            for out in ("first", "second"):
                done = write_folder(many, tmp_path / out, cluster=cluster.scheduler_address)
                assert done == Summary(5 * COPIES, 0, 3 * COPIES)
        assert contents(tmp_path / "first") == contents(tmp_path / "second")
        assert {path.name for path in (tmp_path / "first").iterdir()} == set(CODEBOOK)
        for name in CODEBOOK:
            folder = tmp_path / "first" / name
            assert sorted(os.listdir(folder)) == [f"part-0000{number}.parquet" for number in range(3)]
            write_csv(pandas.read_parquet(folder), tmp_path / f"{name}.csv")
            assert (tmp_path / f"{name}.csv").read_bytes() == (tables / f"{name}.csv").read_bytes()
