"""The command line: what it prints, its exit codes, and messages for people instead of tracebacks."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pandas
import pytest

from spacepact.publish.cli import main
from spacepact.read.evidence import CODEBOOK

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold" / "seeds"
ARTICLE = "Moon base planned\n\nMay 24, 2014\n\nChina and Russia will build a base on the Moon, Roscosmos said.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two small articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(f"{ARTICLE}\n{name.title()} more sentence about the Moon.\n", encoding="utf-8")
    return folder


def run_tables(folder: Path, out: Path, *more: str) -> int:
    return main(["tables", str(folder), "--out", str(out), *more])


def test_tables_are_written_and_counted(folder, tmp_path, capsys):
    assert run_tables(folder, tmp_path / "out") == 0
    assert capsys.readouterr().out == f"2 of 2 articles read; tables in {tmp_path / 'out'}\n"
    assert {path.name for path in (tmp_path / "out").iterdir()} == {f"{name}.csv" for name in CODEBOOK}


def test_a_refused_article_is_named_and_the_others_are_read(folder, tmp_path, capsys):
    (folder / "broken.txt").write_bytes(b"caf\xe9 on the Moon")
    assert run_tables(folder, tmp_path / "out") == 1
    out, err = capsys.readouterr()
    assert out.startswith("2 of 3 articles read, 1 refused; ")
    assert "broken.txt: not UTF-8 at byte 3, line 1" in err
    assert list(pandas.read_csv(tmp_path / "out" / "documents.csv")["doc_id"]) == ["one", "two"]


def test_warnings_are_told_and_counted(folder, tmp_path, capsys):
    (folder / "undated.txt").write_text("Moon base planned\n\nThe base was announced yesterday.\n", encoding="utf-8")
    assert run_tables(folder, tmp_path / "out") == 0
    out, err = capsys.readouterr()
    assert "3 of 3 articles read, 1 with a warning" in out
    assert "undated.txt: no date of publication" in err


def test_two_copies_are_both_read_with_a_warning_that_names_both(folder, tmp_path, capsys):
    shutil.copy(folder / "one.txt", folder / "three.txt")
    assert run_tables(folder, tmp_path / "out") == 0
    err = capsys.readouterr().err
    assert "three.txt: a copy of one.txt" in err
    assert len(pandas.read_csv(tmp_path / "out" / "documents.csv")) == 3


HEAD = "doc_id,publisher,published,published_basis,genre,url\n"


@pytest.mark.parametrize(("sources", "message"), [
    ("doc_id,publisher,author\none,TASS,x\n", "sources.csv, line 1: unknown column 'author'"),
    (f"{HEAD}one,TASS,2014-02-30,sourced,wire,\n", "sources.csv, line 2: '2014-02-30' is no EDTF date"),
    (f"{HEAD}one,TASS,24 May,sourced,wire,\n", "sources.csv, line 2: '24 May' is no EDTF date"),
    (f"{HEAD}one,TASS,,,,\nnone,TASS,,,,\n", "sources.csv, line 3: no article none.txt"),
])
def test_wrong_sources_stop_everything_with_file_and_line(sources, message, folder, tmp_path, capsys):
    (folder / "sources.csv").write_text(sources, encoding="utf-8")
    assert run_tables(folder, tmp_path / "out") == 1
    err = capsys.readouterr().err
    assert message in err and len(err.splitlines()) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("jobs", ["0", "-3"])
def test_no_process_cannot_read(jobs, folder, tmp_path, capsys):
    assert run_tables(folder, tmp_path / "out", "--jobs", jobs) == 1
    assert f"--jobs {jobs}: at least one must read" in capsys.readouterr().err


def test_a_folder_without_articles_is_told_in_one_line(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    for name, message in (("empty", "no article in this folder"), ("missing", "no such folder")):
        assert run_tables(tmp_path / name, tmp_path / "out") == 1
        err = capsys.readouterr().err
        assert message in err and len(err.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_the_tables_never_take_the_place_of_other_files(folder, tmp_path, capsys):
    assert run_tables(folder, folder) == 1
    assert "one.txt, which is no table and would be lost" in capsys.readouterr().err
    assert run_tables(folder, tmp_path) == 1
    assert run_tables(folder, folder / "one.txt") == 1
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["articles", "one.txt", "two.txt"]


def test_older_tables_are_replaced(folder, tmp_path):
    out = tmp_path / "out"
    assert run_tables(folder, out) == 0
    (folder / "two.txt").unlink()
    assert run_tables(folder, out) == 0
    assert list(pandas.read_csv(out / "documents.csv")["doc_id"]) == ["one"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "out"]


def test_two_files_of_one_name_would_be_one_document(folder, tmp_path, capsys):
    (folder / "one.TXT").write_text(ARTICLE, encoding="utf-8")
    assert run_tables(folder, tmp_path / "out") == 1
    assert "would have the same doc_id" in capsys.readouterr().err


def test_scores_stand_in_columns(capsys):
    assert main(["score", str(GOLD), str(GOLD)]) == 0
    head, *lines, note = capsys.readouterr().out.splitlines()
    assert head.split() == ["table", "measure", "gold", "found", "correct", "precision", "recall", "f1", "low", "high"]
    assert {len(line) for line in (head, *lines)} == {len(head)}
    assert lines[0].split()[:3] == ["passages", "role", "258"]
    assert "bootstrap" in note


def test_scores_as_csv_are_for_machines(capsys):
    assert main(["score", str(GOLD), str(GOLD), "--csv"]) == 0
    scores = pandas.read_csv(io.StringIO(capsys.readouterr().out))
    assert list(scores["f1"]) == [1.0] * len(scores)


def test_a_share_of_nothing_is_blank(tmp_path, capsys):
    for path in GOLD.glob("*.csv"):
        head = path.read_text(encoding="utf-8").split("\n", 1)[0]
        (tmp_path / path.name).write_text(f"{head}\n", encoding="utf-8")
    assert main(["score", str(GOLD), str(tmp_path)]) == 0
    assert "nan" not in capsys.readouterr().out


def test_missing_folders_and_tables_are_named(tmp_path, capsys):
    assert main(["score", str(tmp_path / "gold"), str(GOLD)]) == 1
    assert f"{tmp_path / 'gold'}: no such folder" in capsys.readouterr().err
    assert main(["score", str(GOLD), str(tmp_path)]) == 1
    assert "passages.csv: this table is missing" in capsys.readouterr().err
    assert main(["score", str(tmp_path), str(GOLD)]) == 1
    assert "no gold table here" in capsys.readouterr().err
