"""Charts of the chapter on the Accords and the lunar station."""

from __future__ import annotations

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
TARGETS = pd.DataFrame({
    "milestone": ["Landing"] * 3 + ["Luna-25 launch"] * 2, "country": ["United States"] * 3 + ["Russia"] * 2,
    "said_on": ["2019-03-26", "2021-11-09", "2023-05"] + ["2023-02", "2023-08-11"],
    "target": ["2024", "2025/..", "../2030", "2023-07", "2023-08-11"],
    "kind": ["announcement"] * 4 + ["event"], "origin": ["record"] * 3 + ["articles", "record"], "statement": list("abcde")})
CHARTS = {
    "joined": (lambda frame: accords.joined(frame, NOTES), STEPS, STEPS.assign(count=[8, 44, 2, 13]), ["8 in 2020-10-13", "61 in 2026-01-26"]),
    "camps": (accords.camps, CAMPS, CAMPS.assign(camp="ILRS only"), ["Accords only: 2.", "ILRS only: 1, China.", "both: 1, Thailand."]),
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


def test_open_ends_become_arrows_and_deadlines_start_on_the_day_they_were_set():
    assert accords._span("2021-11-09", "2025/..") == ("2021-11-09", "2025-01-01", "2025-12-31", "open")
    assert accords._span("2023-05", "../2030") == ("2023-05-01", "2023-05-01", "2030-12-31", "deadline")
