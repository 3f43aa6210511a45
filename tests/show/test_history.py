"""The charts of the chapter on what was agreed."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from spacepact.show import history
from tests.show.charts import check_chart

EVENTS = pd.DataFrame({
    "date": ["1990-04-24", "2013/2017", "2014-05"], "row": ["Treaties", "Programmes", "In the articles"],
    "origin": ["record", "record", "articles"], "joint": [True, False, True], "event": ["an agreement", "a programme", "May"],
})
DATES = pd.DataFrame({
    "article": ["Wire, 2014", "Wire, 2014", "Daily, 2023"], "published": ["2014-05-24", "2014-05-24", "2023-02-27"],
    "edtf": ["2011", "2020", "202X"], "mod": ["", "AFTER", "END"], "text": ["2011", "2020", "the end of the decade"],
})
ITEMS = pd.DataFrame({"item": ["a station", "a probe", "a lander"], "realm": ["ground", "flight", "flight"],
                      "outcome": ["delivered", "open", "open"], "own_word": [True, False, False]})
BROKEN = pd.DataFrame({"date": ["2014", "2022-03-03", "2023-11-29"], "row": ["Laws", "Launches", "Laws"],
                       "event": ["a ban", "a stop", "an exception"], "loss": [True, True, False]})
PAIRS = pd.DataFrame({"article": ["May 2014", "Feb 2023"], "pair": ["China – Russia"] * 2, "sentences": [8, 17]})

CHARTS = {
    "cooperation_timeline": lambda frame: history.cooperation_timeline(
        frame, ["Treaties", "Programmes", "In the articles"], date(1990, 1, 1), date(2026, 12, 31)),
    "time_horizon": lambda frame: history.time_horizon(frame, date(2010, 1, 1), date(2030, 12, 31)),
    "delivered": lambda frame: history.delivered(frame, ["ground", "flight"]),
    "ruptures": lambda frame: history.ruptures(
        frame, ["Laws", "Launches"], date(2010, 1, 1), date(2026, 12, 31), "2022-02-24"),
    "named_together": lambda frame: history.named_together(frame, ["May 2014", "Feb 2023"], ["China – Russia"]),
}
CASES = [
    ("cooperation_timeline", EVENTS, ["1990-04-24", "2014-05-01", "Treaties 1"],
     EVENTS.assign(date=["1991-04-24", "2013/2017", "2014-05"])),
    ("time_horizon", DATES, ["2011-01-01 to 2020-12-31", "2029-12-31"],
     DATES.assign(edtf=["2012", "2020", "202X"])),
    ("delivered", ITEMS, ["flight, open 2", "ground, delivered 1"],
     ITEMS.assign(outcome=["delivered", "delivered", "open"])),
    ("ruptures", BROKEN, ["2 of them from 2022-02-24 on", "Laws 2"], BROKEN.assign(date=["2014", "2021-03-03", "2023"])),
    ("named_together", PAIRS, ["in one 17", "China – Russia 25"], PAIRS.assign(sentences=[8, 18])),
]


@pytest.mark.parametrize(("name", "frame", "said", "changed"), CASES, ids=list(CHARTS))
def test_a_chart_fits_both_widths_and_says_what_it_shows(name, frame, said, changed):
    check_chart(CHARTS[name], frame, changed, said)


def test_a_modifier_narrows_a_decade_to_its_third():
    drawn = history.days_ahead(DATES)
    assert drawn.tolist() == [(date(2011, 12, 31) - date(2014, 5, 24)).days, (date(2020, 12, 31) - date(2014, 5, 24)).days,
                              (date(2029, 12, 31) - date(2023, 2, 27)).days]
    early = history.days_ahead(DATES.assign(mod="START"))
    assert early.iloc[2] < drawn.iloc[2] / 10


def test_names_pair_once_in_a_sentence():
    mentions = pd.DataFrame({"doc_id": "a", "sentence_id": [1, 1, 1, 2, 3], "entity": ["Russia", "China", "China", "China", "Russia"]})
    assert history.pairs_named(mentions).values.tolist() == [["a", "China – Russia", 1]]
