"""What the parser reaches on annotated articles: floors of F1 that no change may fall below.

The testing half was never read while rules were written; it alone tells how the parser does on unseen articles.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from spacepact.publish.folders import write_folder
from spacepact.read.scores import MEASURES, score

ROOT = Path(__file__).parents[2]
ARTICLES = {"seeds": "seeds", "tuning": "tests/articles/tuning", "testing": "tests/articles/testing"}

FLOORS = {
    # (table, measure): (seeds, tuning, testing)
    ("passages", "role"): (0.99, 0.98, 0.97),
    ("comments", "span"): (0.99, 0.95, 0.95),
    ("sentences", "span"): (0.98, 0.95, 0.95),
    ("sentences", "forecast"): (0.95, 0.92, 0.90),
    ("sentences", "agreement"): (0.95, 0.92, 0.85),
    ("sentences", "rupture"): (0.95, 0.88, 0.85),
    ("sentences", "assessment"): (0.97, 0.93, 0.84),
    ("assessments", "actor and polarity"): (0.96, 0.84, 0.65),
    ("dates", "span"): (0.98, 0.95, 0.95),
    ("dates", "span and value"): (0.97, 0.90, 0.90),
    ("mentions", "span and entity"): (0.95, 0.90, 0.90),
    ("quotations", "span"): (0.98, 0.95, 0.95),
    ("quotations", "span and speaker"): (0.95, 0.90, 0.90),
}

@pytest.fixture(scope="module", params=list(ARTICLES))
def measured(request, tmp_path_factory):
    """The name of a half, and the scores of all its measures."""
    tables = tmp_path_factory.mktemp("tables") / request.param
    done = write_folder(ROOT / ARTICLES[request.param], tables)
    assert done.refused == 0
    return request.param, score(ROOT / "tests" / "gold" / request.param, tables).set_index(["table", "measure"])


def test_every_measure_has_a_floor():
    assert set(FLOORS) == {(measure.table, measure.name) for measure in MEASURES}


def test_no_measure_falls_below_its_floor(measured):
    name, scores = measured
    place = list(ARTICLES).index(name)
    low = {key: round(scores.loc[key, "f1"], 3) for key, floors in FLOORS.items() if scores.loc[key, "f1"] < floors[place]}
    assert not low


def test_every_measure_has_rows_to_judge_by(measured):
    assert (measured[1]["gold"] >= 5).all()
