"""The scores: what counts as the same row, and what the numbers mean."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas
import pytest

from spacepact.read.scores import MEASURES, score

GOLD = Path(__file__).parents[1] / "gold" / "seeds"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOLD, tmp_path / "tables"))


def change(folder: Path, table: str, row: int, **values: str) -> None:
    path = folder / f"{table}.csv"
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
    for column, value in values.items():
        frame.loc[row, column] = value
    frame.to_csv(path, index=False)


def one(scores: pandas.DataFrame, table: str, measure: str) -> pandas.Series:
    return scores.set_index(["table", "measure"]).loc[(table, measure)]


def test_gold_against_itself_is_perfect():
    scores = score(GOLD, GOLD)
    assert (scores[["precision", "recall", "f1", "low", "high"]] == 1).all(axis=None)
    assert len(scores) == len(MEASURES)


def test_a_wrong_role_costs_one_passage(tables):
    change(tables, "passages", 0, role="caption")
    row = one(score(GOLD, tables), "passages", "role")
    assert row["correct"] == row["gold"] - 1


def test_a_wrong_value_is_a_found_span(tables):
    change(tables, "dates", 0, edtf="1999")
    scores = score(GOLD, tables)
    assert one(scores, "dates", "span")["f1"] == 1
    assert one(scores, "dates", "span and value")["f1"] < 1


def test_a_coding_is_known_by_the_span_of_its_sentence_and_not_by_its_number(tables):
    for name in ("sentences", "assessments"):
        path = tables / f"{name}.csv"
        frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
        frame["sentence_id"] = (frame["sentence_id"].astype(int) + 100).astype(str)
        frame.to_csv(path, index=False)
    assert (score(GOLD, tables)["f1"] == 1).all()


def test_a_wrongly_split_sentence_loses_its_codings(tables):
    frame = pandas.read_csv(GOLD / "sentences.csv", dtype=str, keep_default_na=False)
    row = frame.index[frame["forecast"] == "true"][0]
    change(tables, "sentences", row, end=str(int(frame.loc[row, "end"]) - 1))
    scores = score(GOLD, tables)
    assert one(scores, "sentences", "forecast")["correct"] == one(scores, "sentences", "forecast")["gold"] - 1


def test_a_row_given_twice_counts_once(tables):
    path = tables / "mentions.csv"
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
    pandas.concat([frame, frame.head(1)]).to_csv(path, index=False)
    row = one(score(GOLD, tables), "mentions", "span and entity")
    assert row["found"] == row["gold"] + 1
    assert row["correct"] == row["gold"]


def test_documents_that_gold_does_not_know_are_left_out(tables):
    path = tables / "comments.csv"
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
    pandas.concat([frame, frame.head(3).assign(doc_id="stranger")]).to_csv(path, index=False)
    assert one(score(GOLD, tables), "comments", "span")["f1"] == 1


def test_the_interval_holds_the_score_and_repeats_itself(tables):
    for row in range(20):
        change(tables, "mentions", row, entity="Nobody")
    first, second = score(GOLD, tables), score(GOLD, tables)
    row = one(first, "mentions", "span and entity")
    assert row["low"] < row["f1"] < row["high"] < 1
    pandas.testing.assert_frame_equal(first, second)


def test_many_documents_are_resampled_as_documents(tmp_path):
    rows = [{"doc_id": f"doc-{number}", "comment_id": 1, "start": 0, "end": 5} for number in range(12)]
    for folder in ("gold", "tables"):
        (tmp_path / folder).mkdir()
        some = rows[:12 if folder == "gold" else 9]
        pandas.DataFrame(some).to_csv(tmp_path / folder / "comments.csv", index=False)
    row = score(tmp_path / "gold", tmp_path / "tables").iloc[0]
    assert row["resampled"] == "documents"
    assert row["recall"] == 0.75


def test_a_missing_table_is_named(tables):
    (tables / "dates.csv").unlink()
    with pytest.raises(ValueError, match="dates.csv"):
        score(GOLD, tables)


def test_a_missing_column_is_named(tables):
    path = tables / "mentions.csv"
    pandas.read_csv(path).drop(columns="entity").to_csv(path, index=False)
    with pytest.raises(ValueError, match=r"mentions\.csv.*entity"):
        score(GOLD, tables)


def test_a_folder_without_gold_is_named(tmp_path):
    with pytest.raises(ValueError, match="no gold table"):
        score(tmp_path, GOLD)
