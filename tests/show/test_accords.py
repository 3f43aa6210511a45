"""Charts of the chapter on the Accords and the lunar station."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from spacepact.read.geography import regions_of
from spacepact.read.reference import read_reference
from spacepact.show import accords
from tests.show.charts import check_chart

STEPS = pd.DataFrame({"instrument": ["Accords: signatories"] * 2 + ["ILRS: partners"] * 2,
                      "date": ["2020-10-13", "2026-01-26", "2021-03-09", "2024-09-05"], "count": [8, 61, 2, 13]})
NOTES = pd.DataFrame({"instrument": ["Accords: signatories", "ILRS: partners"], "date": ["2023-02-27", "2025-04-23"],
                      "count": [23, 17], "label": ["Article:\ntwo dozen", "own count"], "origin": ["articles", "record"],
                      "side": ["right", "left"]})
CAMPS = pd.DataFrame({"iso3": ["FRA", "BHR", "CHN", "THA"], "country": ["France", "Bahrain", "China", "Thailand"],
                      "camp": ["Accords only", "Accords only", "ILRS only", "both"]})
GROUPS = ["Accords only", "Both", "ILRS only", "Neither"]
PAYLOADS = pd.DataFrame({
    "state": ["Sweden", "Russia", "Thailand", "Iran"], "group": ["Accords only", "ILRS only", "Both", "Neither"],
    "probe": ["Chang'e-4", "Chang'e-4", "Chang'e-7", "Chang'e-8"], "announced_on": ["2017", None, "2024-04-24", "2025-04-24"],
    "accords_on": ["2024-04-16", None, "2024-12-16", None], "ilrs_on": [None, "2021-03", "2024-04-05", None],
    "status": ["flown", "flown", "selected", "selected"], "part": ["instrument", "component", "instrument", "rover"],
    "payload": list("abcd")})
TARGETS = pd.DataFrame({
    "panel": ["Landing"] * 3 + ["Luna launches"] * 2, "mission": [""] * 3 + ["25", ""],
    "country": ["United States"] * 3 + ["Russia"] * 2,
    "said_on": ["2019-03-26", "2021-11-09", "2023-05"] + ["2023-02", "2023-08-11"],
    "target": ["2024", "2025/..", "../2030", "2023-07", "2023-08-11"],
    "kind": ["announcement"] * 4 + ["event"], "origin": ["record"] * 3 + ["articles", "record"], "statement": list("abcde")})
CHARTS = {
    "joined": (lambda frame: accords.joined(frame, NOTES), STEPS, STEPS.assign(count=[8, 44, 2, 13]), ["8 in 2020-10-13", "61 in 2026-01-26"]),
    "camps": (accords.camps, CAMPS, CAMPS.assign(camp="ILRS only"), ["Accords only: 2.", "ILRS only: 1, China.", "both: 1, Thailand."]),
    "payloads": (lambda frame: accords.payloads(frame, GROUPS, date(2026, 4, 20)), PAYLOADS, PAYLOADS.iloc[:3],
                 ["4 in all", "Chang'e-4: Sweden (Accords only), Russia (ILRS only, component).", "Chang'e-8: Iran (Neither)"]),
    "targets": (accords.targets, TARGETS, TARGETS.assign(target="2029"), ["latest 2030", "2025/..", "2023-08-11"]),
}


@pytest.mark.parametrize(("chart", "frame", "other", "extremes"), CHARTS.values(), ids=CHARTS)
def test_a_chart_fits_both_widths_tells_its_extremes_and_follows_its_data(chart, frame, other, extremes):
    check_chart(chart, frame, other, extremes)


def test_every_state_of_the_record_is_on_the_map_in_its_region(root):
    record = read_reference(root / "seeds" / "reference")
    signatories, papers = record["artemis_accords"], record["ilrs_members"]
    assert regions_of(signatories["iso3"]).tolist() == signatories["region"].tolist()
    assert regions_of(papers["iso3"].dropna()).notna().all()


def test_bars_begin_with_the_signature_and_a_state_in_both_has_two_beside_each_other():
    layers = accords.payloads(PAYLOADS, GROUPS, date(2026, 4, 20)).to_dict()
    bars = [(layer["mark"]["yOffset"], [row["day"] for row in layers["datasets"][layer["data"]["name"]]])
            for layer in layers["layer"] if layer["mark"]["type"] == "rule"]
    assert bars == [(0, ["2024-04-16"]), (3, ["2024-12-16"]), (0, ["2021-03-31"]), (-3, ["2024-04-05"])]


def test_a_component_without_a_day_stands_at_the_selection_of_its_probe():
    spec = accords.payloads(PAYLOADS, GROUPS, date(2026, 4, 20)).to_dict()
    marks = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "point")
    days = {row["state"]: (row["day"], row["part"]) for row in spec["datasets"][marks["data"]["name"]]}
    assert days["Russia"] == (days["Sweden"][0], "component")


def test_open_ends_become_arrows_and_deadlines_start_on_the_day_they_were_set():
    assert accords._span("2021-11-09", "2025/..") == ("2021-11-09", "2025-01-01", "2025-12-31", "open")
    assert accords._span("2023-05", "../2030") == ("2023-05-01", "2023-05-01", "2030-12-31", "deadline")
