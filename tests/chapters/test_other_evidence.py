"""Chapters follow the evidence: they run without any one article, and with one more."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pytest

import spacepact.read
import spacepact.read.findings
from tests.chapters.test_chapters import CHAPTERS, ROOT, cells

NAMES = re.compile(r"\{eval\}`(\w+)`|^:::\{when\} (\w+)$", flags=re.M)
EXTRA = sorted((ROOT / "tests" / "articles" / "tuning").glob("*.txt"))[0]
COMPUTING = [chapter for chapter in CHAPTERS if "{code-cell}" in chapter.read_text(encoding="utf-8")]


def run(chapter: Path, monkeypatch) -> dict:
    """Run the cells of a chapter up to its outputs; return its variables."""
    monkeypatch.chdir(chapter.parent)
    variables: dict = {}
    for _, source in cells(chapter):
        tree = ast.parse("\n".join(source))
        exec(compile(tree, str(chapter), "exec"), variables)
    return variables


def assert_computed(chapter: Path, variables: dict) -> None:
    wanted = {name for pair in NAMES.findall(chapter.read_text(encoding="utf-8")) for name in pair if name}
    assert wanted - variables.keys() == set()


@pytest.fixture(scope="module")
def more(tmp_path_factory) -> spacepact.read.Evidence:
    folder = tmp_path_factory.mktemp("more") / "seeds"
    shutil.copytree(ROOT / "seeds", folder)
    shutil.copy(EXTRA, folder / f"zz_{EXTRA.name}")
    return spacepact.read.load(folder)


@pytest.mark.parametrize("chapter", COMPUTING, ids=lambda path: path.stem)
def test_a_chapter_runs_without_any_one_article(chapter, evidence, monkeypatch):
    for doc_id in evidence.texts:
        rest = evidence.without(doc_id)
        monkeypatch.setattr(spacepact.read, "load", lambda rest=rest: rest)
        assert_computed(chapter, run(chapter, monkeypatch))


@pytest.mark.parametrize("chapter", COMPUTING, ids=lambda path: path.stem)
def test_a_chapter_runs_with_one_more_article(chapter, more, monkeypatch):
    monkeypatch.setattr(spacepact.read, "load", lambda: more)
    assert_computed(chapter, run(chapter, monkeypatch))


@pytest.mark.parametrize(("chapter", "finding", "names"), [
    ("history", "ground_built", "on_ground built in_flight flown signed_built by_officials"),
    ("asymmetry", "customers_lost", "steady_least steady_most in_2014 in_2021"),
    ("asymmetry", "launch_lead", "first_lead last_russian_lead latest_year china_now china_total russia_now russia_total"),
    ("endgame", "exit_in_speech", "threats readings"),
    ("forecasts", "no_date_named", "total dated_count open_ended"),
    ("forecasts", "quarter_as_stated", "kept resolved_count kept_share least most"),
])
def test_a_chapter_and_the_finding_give_the_same_numbers(chapter, finding, names, evidence, monkeypatch):
    monkeypatch.setattr(spacepact.read, "load", lambda: evidence)
    variables = run(ROOT / "chapters" / f"{chapter}.md", monkeypatch)
    numbers = getattr(spacepact.read.findings, finding)(evidence).numbers
    assert {name: str(variables[name]) for name in names.split()} == {name: str(numbers[name]) for name in names.split()}


def test_one_more_article_keeps_the_ids_of_existing_rows(evidence, more):
    for name, table in evidence.tables().items():
        kept = more.tables()[name]
        kept = kept[kept["doc_id"].isin(evidence.texts)].reset_index(drop=True)
        assert kept.equals(table.reset_index(drop=True)), name


def test_an_article_taken_from_the_folder_is_gone_from_the_record_too(evidence, tmp_path):
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    gone = sorted(evidence.texts)[-1]
    (tmp_path / "seeds" / f"{gone}.txt").unlink()
    sources = tmp_path / "seeds" / "sources.csv"
    lines = sources.read_text(encoding="utf-8").splitlines(keepends=True)
    sources.write_text("".join(line for line in lines if not line.startswith(gone)), encoding="utf-8")
    left, wanted = spacepact.read.load(tmp_path / "seeds"), evidence.without(gone)
    assert left.texts == wanted.texts
    assert left.set_aside == wanted.set_aside != frozenset()
    for name, table in wanted.reference.items():
        assert left.reference[name]["id"].tolist() == table["id"].tolist(), name
