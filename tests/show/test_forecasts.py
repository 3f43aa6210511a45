"""Charts of the chapter on forecasts."""

from __future__ import annotations

import pandas as pd
import pytest

from spacepact.show import forecasts
from spacepact.show.figure import draw
from spacepact.show.theme import WIDE
from tests.show.charts import check_chart

LEDGER = pd.DataFrame({"statement": list("abcdef"), "outcome": ["as_stated", "late", "late", "not", "open", "open"],
                       "dated": [True, True, True, False, False, True], "verified": [True] * 5 + [False],
                       "rests_on_article": [False, False, False, True, False, False]})
LATE = pd.DataFrame({"statement": ["A station is complete.", "A lander is sent to the Moon on a rocket of its own, as was said long ago."],
                     "due": ["2020-12-31", "2023-07-31"], "happened": ["2022-11-03", "2023-08-01"], "slip_days": [672, 1]})
SHARES = pd.DataFrame({"row": ["Officials", "Readers"], "hits": [4, 1], "trials": [9, 6], "share": [4 / 9, 1 / 6],
                       "low": [0.19, 0.03], "high": [0.73, 0.56]})
CHARTS = {
    "outcomes": (forecasts.outcomes, LEDGER, LEDGER.assign(outcome="open"),
                 ["With a date, late 2", "Open-ended, late 0", "1 verdicts rest on another article, 1 are unconfirmed"]),
    "slips": (forecasts.slips, LATE, LATE.assign(slip_days=[300, 1], happened=["2021-10-27", "2023-08-01"]),
              ["Due 2020-12-31, happened 2022-11-03, days late 672", "days late 1"]),
    "shares": (lambda frame: forecasts.shares(frame, "Came as stated"), SHARES, SHARES.assign(hits=[5, 1], share=[5 / 9, 1 / 6]),
               ["Officials: 4 of 9, interval 19% to 73%, share 44%", "Readers: 1 of 6"]),
}


@pytest.mark.parametrize(("chart", "frame", "other", "extremes"), CHARTS.values(), ids=CHARTS)
def test_a_chart_fits_both_widths_tells_its_extremes_and_follows_its_data(chart, frame, other, extremes):
    check_chart(chart, frame, other, extremes)


def test_a_slip_of_one_day_is_said_in_the_singular():
    assert ">+1 day<" in draw(forecasts.slips(LATE).to_dict(), WIDE)
