"""The charts of the chapter on capabilities."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from spacepact.show import asymmetry
from spacepact.show.figure import draw
from spacepact.show.theme import WIDE
from tests.show.charts import check_chart

YEARS = pd.DataFrame({"year": [2022, 2023, 2024], "country": ["China", "China", "China"]})
ATTEMPTS = YEARS.assign(attempts=[64, 67, 68])
MASS = YEARS.assign(mass_low_t=[160.0, 109.5, 150.3], mass_high_t=[227.2, 138.6, 190.5])
RATIOS = YEARS.assign(launches=[3.0, 3.5, 4.0], mass_least=[2.9, 1.6, 2.0], mass_most=[3.0, 1.8, 2.6])
SHARES = YEARS.assign(launches=[0.24, 0.32, 0.35], mass=[0.56, 0.55, 0.46])
SUCCESSES = pd.DataFrame({"period": ["2022–2025"], "country": ["Russia"], "share": [1.0], "low": [0.951],
                          "high": [1.0]})
FOREIGN = pd.DataFrame({"year": [2021, 2022, 2023], "flights_mainly_foreign": [10, 2, 0]})
CREWED = YEARS.assign(crewed_launches=[2, 2, 3])
ACTIVE = pd.DataFrame({"date": ["2022-12-31", "2023-05-01", "2024-12"], "country": ["Russia"] * 3,
                       "value": [178, 182, 288], "counter": ["UCS", "UCS", "an official"]})
HOMES = pd.DataFrame({"station": ["Mir", "ROS (planned)"], "owner": ["Russia", "Russia"], "measure": ["Usual crew"] * 2,
                      "low": [3.0, 0.0], "high": [3.0, 0.0], "words": ["3", "not found"]})
MISSIONS = pd.DataFrame({"mission": ["Chang'e-6", "Luna-25"], "country": ["China", "Russia"],
                         "launched_on": ["2024-05-03", "2023-08-10"], "outcome": ["success", "failure"]})
SPENDING = pd.DataFrame({"row": ["2013 Euroconsult", "2013 OECD"], "country": ["Russia", "Russia"],
                         "low": [10.0, 8.691], "high": [10.0, 8.691], "kind": ["above", "published"]})
TRANSFERS = pd.DataFrame({"period": ["1995", "2022"],
                          "row": ["Russia to China: delivered", "China to Russia: offered"], "giver": ["Russia", "China"],
                          "stage": ["delivered", "offered"], "item": ["A capsule", "Parts"]})
ROWS = ["Russia to China: delivered", "China to Russia: delivered", "China to Russia: offered"]
JUDGED = pd.DataFrame({"article": ["A, 2014", "A, 2014", "B, 2023"], "country": ["Russia", "Russia", "China"],
                       "polarity": [-1, -1, 1],
                       "voice": ["someone quoted", "the article itself", "the article itself"]})


def transfers(frame: pd.DataFrame):
    return asymmetry.transfers(frame, ROWS, date(1990, 1, 1), date(2026, 12, 31))


CASES = [
    (asymmetry.launch_attempts, ATTEMPTS, ["from 64 in 2022 to 68 in 2024"], {"attempts": [64, 67, 70]}),
    (asymmetry.mass_to_orbit, MASS, ["upper measure", "227 in 2022"], {"mass_high_t": [227.2, 138.6, 200.0]}),
    (asymmetry.ratios, RATIOS, ["mass, least", "lowest 1.6 in 2023"], {"mass_least": [2.9, 1.4, 2.0]}),
    (asymmetry.station_share, SHARES, ["from 56% in 2022 to 46% in 2024"], {"mass": [0.56, 0.55, 0.5]}),
    (asymmetry.reliability, SUCCESSES, ["Russia 2022–2025 100.0%"], {"share": [0.97]}),
    (asymmetry.foreign_flights, FOREIGN, ["lowest 0 in 2023"], {"flights_mainly_foreign": [10, 2, 1]}),
    (asymmetry.crewed_launches, CREWED, ["by launching state", "to 3 in 2024"], {"crewed_launches": [2, 2, 1]}),
    (asymmetry.active_satellites, ACTIVE, ["Russia 2024-12 by an official 288"], {"value": [178, 182, 300]}),
    (asymmetry.stations, HOMES, ["Mir, Usual crew 3", "ROS (planned), Usual crew not found"],
     {"words": ["2", "not found"]}),
    (asymmetry.deep_space, MISSIONS, ["Russia, Luna-25 2023 failure"], {"outcome": ["success", "partial"]}),
    (asymmetry.spending, SPENDING, ["Russia above 10", "2013 OECD, Russia 8.691"],
     {"low": [9.0, 8.6], "high": [9.0, 8.6]}),
    (transfers, TRANSFERS, ["2 from 1995 to 2022", "Russia to China: delivered 1"], {"period": ["1995", "2023"]}),
    (asymmetry.judgements, JUDGED, ["Russia, against, by someone quoted 1"], {"polarity": [-1, 1, 1]}),
]


@pytest.mark.parametrize(("chart", "frame", "said", "change"), CASES, ids=[case[0].__name__ for case in CASES])
def test_a_chart_fits_both_widths_and_says_what_it_shows(chart, frame, said, change):
    check_chart(chart, frame, frame.assign(**change), said)


def test_an_empty_row_of_transfers_says_none():
    assert draw(transfers(TRANSFERS).to_dict(), WIDE).count(">none</text>") == 1


def test_every_counter_outcome_and_voice_has_its_mark():
    for chart, frame in [(asymmetry.active_satellites, ACTIVE), (asymmetry.deep_space, MISSIONS)]:
        assert "undefined" not in draw(chart(frame).to_dict(), WIDE)


def test_no_line_joins_what_publishers_say_was_spent():
    marks = [layer["mark"]["type"] for layer in asymmetry.spending(SPENDING).to_dict()["layer"]]
    assert "line" not in marks
