"""The charts of the chapter on the end of the station."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from spacepact.read.reference import read_reference
from spacepact.show import endgame
from spacepact.show.figure import draw
from spacepact.show.theme import WIDE
from tests.show.charts import check_chart

ACTS = pd.DataFrame({
    "stated_on": ["2014-01-08", "2014-05-13", "2015-07-23", "2022-04~"], "target": ["2024/..", "2020", "2024", None],
    "side": ["United States", "Russia", "Russia", "Russia"], "decides": [True, False, True, False],
    "register": ["government_decision", "official_statement", "government_decision", "official_statement"],
    "origin": ["record", "articles", "record", "record"], "statement": ["extends", "refuses", "follows", "will propose"],
})
MASS = pd.DataFrame({"year": [2023, 2024, 2025], "mass_t": [84.7, 96.4, 56.8], "share_pct": [55.0, 46.0, 65.0],
                     "full_year": [True, True, False]})
FLEET = pd.DataFrame({"station": ["ISS", "Russian Orbital Station"], "owner": ["others", "Russia"], "status": ["in_orbit", "planned"],
                      "span": ["1998-11/2030", "2028/2034"], "known_end": [True, False]})
FLIGHTS = pd.DataFrame({"country": ["Russia", "Russia", "Russia", "China"], "craft": ["A", "B", "C", "D"],
                        "day": ["2022-09-21", "2023-09-15", "2024-03-23", "2024-04-25"]})
OUTAGES = pd.DataFrame({"what": ["A pad out of use"], "date": ["2025-11-27/2026-03-03"]})

CHARTS = {
    "exit_statements": lambda frame: endgame.exit_statements(frame, date(2026, 4, 20)),
    "station_share": endgame.station_share,
    "stations": lambda frame: endgame.stations(frame, date(1998, 1, 1), date(2040, 12, 31), date(2026, 4, 20)),
    "crewed_launches": lambda frame: endgame.crewed_launches(frame, OUTAGES, date(2022, 1, 1), date(2026, 12, 31)),
}
CASES = [
    ("exit_statements", ACTS, ["Decisions 2, naming 2024 to 2024", "no year named: 1", "Russia 2015-07-23 for 2024"],
     ACTS.assign(target=["2024/..", "2020", "2028", None])),
    ("station_share", MASS, ["highest 65 in 2025", "lowest 46 in 2024"],
     MASS.assign(share_pct=[55.0, 46.0, 70.0])),
    ("stations", FLEET, ["ISS 1998 to 2030", "2028 to an open end"],
     FLEET.assign(span=["1998-11/2032", "2028/2034"])),
    ("crewed_launches", FLIGHTS, ["Russia 3", "Russia 359 days from 2022-09-21"],
     FLIGHTS.assign(day=["2022-09-20", *FLIGHTS["day"][1:]])),
]


@pytest.mark.parametrize(("name", "frame", "said", "changed"), CASES, ids=list(CHARTS))
def test_a_chart_fits_both_widths_and_says_what_it_shows(name, frame, said, changed):
    check_chart(CHARTS[name], frame, changed, said)


def test_an_unfinished_year_is_starred():
    assert ">65*</text>" in draw(endgame.station_share(MASS).to_dict(), WIDE)


def test_every_register_of_the_record_has_its_group(root):
    registers = set(read_reference(root / "seeds" / "reference")["iss_exit_statements"]["register"])
    assert registers <= set(endgame.REGISTERS)
