"""A few hundred damaged articles; ``benchmarks/fuzz.py`` runs as many as one has time for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks import fuzz
from spacepact.read import evidence


@settings(max_examples=200, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(raw=fuzz.damaged_articles())
def test_a_damaged_article_is_read_or_refused_and_its_rows_keep_their_promises(raw, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "case.txt"
    path.write_bytes(raw)
    fuzz.check(path)


def test_the_whole_articles_keep_them_too(root):
    paths = [*(root / "seeds").glob("*.txt"), *(root / "tests" / "articles" / "tuning").glob("*.txt")]
    assert len(paths) > 50
    assert not any(fuzz.check(path).refusal for path in paths)


@pytest.mark.parametrize(("stage", "change", "promise"), [
    ("find_mentions", lambda rows: [row._replace(end=row.end + 1) for row in rows], "mentions: "),
    ("find_sentences", lambda rows: rows[1:], "sentences: numbered from 1"),
    ("find_quotations", lambda rows: [row._replace(sentence_id=999) for row in rows], "quotations: its sentence"),
])
def test_a_broken_promise_is_noticed(stage, change, promise, monkeypatch, tmp_path):
    whole = getattr(evidence, stage)
    monkeypatch.setattr(evidence, stage, lambda *arguments: change(whole(*arguments)))
    path = tmp_path / "case.txt"
    path.write_text(fuzz.ARTICLES[4], encoding="utf-8")
    assert fuzz.fault(path.read_bytes(), path).startswith(promise)


def test_the_smallest_example_keeps_only_what_the_fault_needs():
    assert fuzz.smallest(b"Moscow and Beijing, 2019", lambda raw: b"Beijing" in raw) == b"Beijing"


def test_an_exception_is_named_by_its_place(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(fuzz, "read_article", lambda path, source: 1 / 0)
    assert fuzz.fault(b"text", tmp_path / "case.txt") == "ZeroDivisionError in test_fuzz.py, <lambda>"
