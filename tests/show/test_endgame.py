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
WAYS = pd.DataFrame({"country": ["United States", "Russia", "Russia"],
                     "period": ["2022-01-01/2024-04-20", "2022-01-01/2023-11-27", "2024-03-03/2024-04-20"]})
EVENTS = pd.DataFrame({"what": ["Soyuz: pad damaged", "Soyuz: ship damaged"], "country": "Russia", "closes": [True, False],
                       "period": ["2023-11-27/2024-03-03", "2022-12-14/2023-02-26"]})
FLIGHTS = pd.DataFrame({"craft": ["A", "B"], "country": ["Russia", "United States"], "day": ["2022-09-21", "2023-08-26"]})

CHARTS = {
    "exit_statements": lambda frame: endgame.exit_statements(frame, date(2026, 4, 20)),
    "station_share": endgame.station_share,
    "stations": lambda frame: endgame.stations(frame, date(1998, 1, 1), date(2040, 12, 31), date(2026, 4, 20)),
    "crew_ways": lambda frame: endgame.crew_ways(frame, EVENTS, FLIGHTS, date(2024, 4, 20)),
}
CASES = [
    ("exit_statements", ACTS, ["Decisions 2, naming 2024 to 2024", "no year named: 1", "Russia 2015-07-23 for 2024"],
     ACTS.assign(target=["2024/..", "2020", "2028", None])),
    ("station_share", MASS, ["highest 65 in 2025", "lowest 46 in 2024"],
     MASS.assign(share_pct=[55.0, 46.0, 70.0])),
    ("stations", FLEET, ["ISS 1998 to 2030", "2028 to an open end"],
     FLEET.assign(span=["1998-11/2032", "2028/2034"])),
    ("crew_ways", WAYS, ["Russia 2022-01-01/2023-11-27", "Soyuz: ship damaged 2022-12-14/2023-02-26", "Launches: 2"],
     WAYS.assign(period=["2022-01-01/2024-04-20", "2022-01-01/2023-11-27", "2024-02-03/2024-04-20"])),
]


@pytest.mark.parametrize(("name", "frame", "said", "changed"), CASES, ids=list(CHARTS))
def test_a_chart_fits_both_widths_and_says_what_it_shows(name, frame, said, changed):
    check_chart(CHARTS[name], frame, changed, said)


def test_an_unfinished_year_is_starred():
    assert ">65*</text>" in draw(endgame.station_share(MASS).to_dict(), WIDE)


def test_a_year_of_ways_shows_a_gap_where_none_was_open():
    rows = endgame._by_year(WAYS[WAYS["country"].eq("Russia")], "period", date(2022, 1, 1), date(2024, 4, 20))
    assert list(zip(rows["year"], rows["low"], rows["high"])) == [
        (2022, "2000-01-01", "2000-12-31"), (2023, "2000-01-01", "2000-11-27"), (2024, "2000-03-03", "2000-04-20")]


def test_an_event_is_named_once_however_many_years_it_lasts():
    drawn = draw(CHARTS["crew_ways"](WAYS).to_dict(), WIDE)
    assert [drawn.count(f">{event}</text>") for event in EVENTS["what"]] == [1, 1]


def test_every_register_of_the_record_has_its_group(root):
    registers = set(read_reference(root / "seeds" / "reference")["iss_exit_statements"]["register"])
    assert registers <= set(endgame.REGISTERS)
