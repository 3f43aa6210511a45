"""One chart, every edition."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree

import altair as alt
import pandas as pd
import pytest

from spacepact.show import figure
from spacepact.show.figure import UndescribedChartError, draw, fit, render
from spacepact.show.theme import ACTORS, NARROW, WIDE

FRAME = pd.DataFrame({"year": [2014, 2015] * 2, "count": [1, 2, 3, 5], "country": ["China"] * 2 + ["Russia"] * 2})
CHART = alt.Chart(FRAME).mark_line().encode(x="year:O", y="count:Q", color="country:N")


def bundle(chart=CHART, alternative="Line chart: two rising lines.", sources="a catalogue"):
    return render(figure(chart, alternative, sources).to_dict())


def test_a_bundle_serves_page_print_and_screen_reader():
    made = bundle()
    assert set(made) == {"text/html", "image/svg+xml", "text/plain"}
    picture = ElementTree.fromstring(made["image/svg+xml"])
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == "Line chart: two rising lines."
    assert picture.get("data-source") == "a catalogue"
    assert "Source: a catalogue" in made["text/html"]


def test_the_page_carries_both_widths_and_the_data_to_explore():
    page = bundle()["text/html"]
    widths = [float(width) for width in re.findall(r'<svg[^>]*? width="([\d.]+)"', page)]
    assert widths == [WIDE, NARROW]
    data = json.loads(re.search(r'<script type="application/json"[^>]*>(.*?)</script>', page, flags=re.S)[1])
    assert data["wide"]["width"] == WIDE and data["narrow"]["width"] == NARROW
    (rows,) = data["datasets"].values()
    assert [row["count"] for row in rows] == FRAME["count"].tolist()
    assert "datasets" not in data["wide"] | data["narrow"], "the data are carried once"


def drawn_from(frame, notes):
    """Draw it. Columns: ``year``, ``count``; of `notes` also ``label``."""
    base = alt.Chart(frame.assign(unused=1, height=frame["count"] / 2))
    return figure(base.mark_line().encode(x="year:O", y="height:Q"), "Line chart: a line.", "a catalogue", ["launches"])


def test_the_table_holds_the_columns_that_the_drawing_function_documents():
    notes = pd.DataFrame({"year": [2014], "label": ["<b>first</b>"], "secret": ["x"],
                          "source_url": ["https://example.org/a"]})
    page = render(drawn_from(FRAME, notes).to_dict())["text/html"]
    heads, cells = (re.findall(rf"<{kind}\b[^>]*>(.*?)</{kind}>", page) for kind in ("th", "td"))
    assert heads == ["Year", "Count", "Label", "Source"]
    assert cells[:4] == ["2014", "1", "–", "–"]
    assert cells[-4:] == ["2014", "–", "&lt;b&gt;first&lt;/b&gt;", '<a href="https://example.org/a">example.org</a>']
    assert "unused" not in page and "secret" not in page
    assert "tests.show.test_figure.drawn_from</code> from <a href=\"data/launches.csv\">launches</a>" in page


def test_a_long_table_is_left_to_the_download():
    long = pd.DataFrame({"year": range(201), "count": range(201)})
    page = render(drawn_from(long, long.head(0)).to_dict())["text/html"]
    assert "<table" not in page and "(201 rows), in the CSV file" in page


def test_the_same_chart_gives_the_same_bytes():
    assert bundle() == bundle()


def test_changed_data_change_the_picture():
    other = alt.Chart(FRAME.assign(count=[9, 2, 3, 5])).mark_line().encode(x="year:O", y="count:Q", color="country:N")
    assert bundle(other)["image/svg+xml"] != bundle()["image/svg+xml"]


def test_names_inside_two_pictures_of_a_page_never_meet():
    page = bundle()["text/html"] + bundle(alt.Chart(FRAME).mark_bar(clip=True).encode(x="year:O", y="count:Q"))["text/html"]
    names = re.findall(r'\bid="([^"]+)"', page)
    assert len(names) == len(set(names))
    for used in re.findall(r"url\(#([^)]+)\)", page):
        assert used in names


def test_markup_in_words_stays_words():
    page = bundle(alternative='A <b>"chart"</b>', sources="<script>")["text/html"]
    assert "<b>" not in page and "Source: &lt;script&gt;" in page


def test_a_chart_without_description_or_source_is_refused():
    with pytest.raises(UndescribedChartError, match="text alternative"):
        render(CHART.to_dict())
    with pytest.raises(UndescribedChartError):
        bundle(sources=" ")


def test_small_multiples_are_laid_out_anew_on_a_phone():
    spec = figure(CHART.facet("country:N", columns=2), "Two panels.", "a catalogue").to_dict()
    wide, narrow = fit(spec, WIDE), fit(spec, NARROW)
    assert (wide["columns"], narrow["columns"]) == (2, 1)
    for width in (WIDE, NARROW):
        svg = draw(spec, width)
        assert float(re.search(r'<svg[^>]*? width="([\d.]+)"', svg)[1]) <= width * 1.03


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of WCAG 2."""
    def luminance(colour):
        parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("paper", ["#ffffff", "#14181e"])
@pytest.mark.parametrize("actor", ACTORS)
def test_actor_colours_stand_out_on_light_and_dark_paper(actor, paper):
    assert contrast(ACTORS[actor], paper) >= 3
