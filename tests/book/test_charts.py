"""What a reader can do with a chart, in a real browser."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
import vl_convert

from tests.book.conftest import page_names

CHARTLESS = {"data.html", "glossary.html", "bibliography.html", "evidence.html"}
PAGES = [name for name in page_names() if name not in CHARTLESS]
MARKS = """chart => ['.chart-wide svg', '.chart-live svg'].map(place =>
    [...chart.querySelectorAll(place + ' .role-mark')].map(g => [g.getAttribute('class'), g.children.length]))"""
CELLS = "table => [...table.rows].map(row => [...row.cells].map(cell => cell.textContent))"
SMALL = """chart => [...chart.querySelectorAll('button, summary, .chart-link')].map(e => e.getBoundingClientRect())
    .filter(box => box.width && (box.width < 24 || box.height < 24)).length"""


def carried(chart) -> dict:
    return json.loads(chart.locator(".chart-specification").text_content())


def saved(seen, chart, label: str) -> bytes:
    with seen.page.expect_download() as download:
        chart.get_by_role("button", name=label, exact=True).click()
    return Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("name", PAGES)
def test_an_explored_chart_has_the_marks_of_its_picture(visit, name):
    page = visit(name).page
    charts = page.locator(".chart")
    for place in range(charts.count()):
        chart = charts.nth(place)
        chart.locator(".chart-explore").click()
        chart.locator(".chart-live svg").wait_for()
        drawn, live = chart.evaluate(MARKS)
        assert sum(count for _, count in drawn) > 0
        assert live == drawn


@pytest.mark.parametrize("name", PAGES)
def test_the_table_under_a_chart_is_what_its_csv_holds(visit, name):
    seen = visit(name)
    for place in range(seen.page.locator(".chart").count()):
        if place and place % 8 == 0:
            seen = visit(name)  # a browser asks before a page saves more than ten files
        chart = seen.page.locator(".chart").nth(place)
        rows = list(csv.reader(io.StringIO(saved(seen, chart, "CSV").decode())))
        table = carried(chart)["table"]
        assert rows[0] == table["columns"] and len(rows) == len(table["rows"]) + 1 > 1
        shown = chart.locator(".chart-data table")
        if len(table["rows"]) <= 200:
            cells = shown.evaluate(CELLS)
            assert [len(row) for row in cells] == [len(row) for row in rows]
            words = [place for place, value in enumerate(table["rows"][0]) if isinstance(value, str)]
            for row, kept in zip(cells[1:], rows[1:], strict=True):
                assert [row[place] for place in words if "://" not in kept[place]] == [
                    kept[place] or "–" for place in words if "://" not in kept[place]]
        else:
            assert shown.count() == 0


def test_the_table_holds_what_the_marks_are_drawn_from(visit):
    chart = visit("asymmetry.html").page.locator("#launch-attempts .chart")
    chart.locator(".chart-data summary").click()
    (drawn,) = carried(chart)["datasets"].values()
    cells = chart.locator("table").evaluate(CELLS)
    assert cells[0] == ["Year", "Country", "Attempts"]
    assert cells[1:] == [[str(row[column]) for column in ("year", "country", "attempts")] for row in drawn]


@pytest.mark.parametrize(("page", "figure"), [("asymmetry.html", "launch-attempts"), ("accords.html", "camps-map")])
def test_downloads_are_of_the_kind_they_are_named(visit, page, figure):
    seen = visit(page)
    chart = seen.page.locator(f"#{figure} .chart")
    picture = ElementTree.fromstring(saved(seen, chart, "SVG"))
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    assert "CC BY 4.0" in picture.findtext("{http://www.w3.org/2000/svg}title")
    assert b"Source Sans 3" in ElementTree.tostring(picture)
    image = saved(seen, chart, "PNG")
    assert image.startswith(b"\x89PNG")
    assert struct.unpack(">II", image[16:24]) == (2 * int(picture.get("width")), 2 * int(picture.get("height")))
    assert len(image) > 10_000, "the picture is not blank"
    specification = json.loads(saved(seen, chart, "Vega-Lite"))
    assert "vega-lite" in specification["$schema"]
    marks = re.findall(r"<(?:path|text|line)\b", vl_convert.vegalite_to_svg(specification))
    assert len(marks) == len(re.findall(r"<(?:\w+:)?(?:path|text|line)\b", ElementTree.tostring(picture).decode()))
    assert seen.foreign == []


def test_a_mark_says_its_words_and_leads_to_its_source(visit):
    seen = visit("history.html", timezone_id="America/Los_Angeles")
    chart = seen.page.locator("#signed-delivered .chart")
    chart.locator(".chart-explore").click()
    mark = chart.locator(".chart-live .mark-symbol.role-mark path").first
    mark.hover()
    tip = seen.page.locator(".chart-tip")
    address = tip.locator("a").get_attribute("href")
    item = next(row for row in carried(chart)["table"]["rows"] if row[-1] == address)
    assert item[0] in tip.text_content()
    mark.click()
    seen.page.wait_for_timeout(500)
    assert seen.foreign == [address]


def test_a_day_is_the_same_in_every_time_zone(visit):
    chart = (seen := visit("forecasts.html", timezone_id="America/Los_Angeles")).page.locator("#forecast-slips .chart")
    chart.locator(".chart-explore").click()
    chart.locator(".chart-live .mark-symbol.role-mark path").first.hover(force=True)
    due = min(row[1] for row in carried(chart)["table"]["rows"])
    said = seen.page.locator(".chart-tip").text_content()
    days = {row[1] for row in carried(chart)["table"]["rows"] if row[0] in said}
    assert due and any(f"{int(day[8:]):02d}, {day[:4]}" in said for day in days)


@pytest.mark.parametrize("width", [1280, 320])
def test_tools_are_large_enough_for_a_finger_and_stay_on_the_page(visit, width):
    page = visit("endgame.html", width).page
    charts = page.locator(".chart")
    for place in range(charts.count()):
        charts.nth(place).locator(".chart-data summary").click()
        charts.nth(place).locator(".chart-cite summary").click()
        assert charts.nth(place).evaluate(SMALL) == 0
    rights = page.locator(".chart-tools").evaluate_all("all => all.map(tools => tools.getBoundingClientRect().right)")
    assert max(rights) <= width


def test_a_figure_can_be_linked_and_cited(visit):
    page = visit("asymmetry.html").page
    chart = page.locator("#launch-attempts .chart")
    chart.locator(".chart-cite summary").click()
    cited = chart.locator(".chart-cite p").text_content()
    assert cited.startswith("Figure 2.1: Launch attempts in 2025")
    for words in ("Partners on Paper, edition of", "asymmetry.html#launch-attempts", "CC BY 4.0"):
        assert words in cited
    chart.get_by_role("link", name="Link").click()
    assert page.url.endswith("asymmetry.html#launch-attempts")


def test_without_javascript_the_data_are_there_and_no_dead_button(visit):
    chart = visit("asymmetry.html", java_script_enabled=False).page.locator("#launch-attempts .chart")
    assert chart.locator("button").count() == 0
    chart.locator(".chart-data summary").click()
    assert chart.locator(".chart-data table").is_visible()
    assert "spacepact.show.asymmetry.launch_attempts" in chart.inner_text()


def test_the_tools_work_by_keyboard(visit):
    page = visit("asymmetry.html").page
    chart = page.locator("#launch-attempts .chart")
    chart.locator(".chart-explore").focus()
    page.keyboard.press("Enter")
    chart.locator(".chart-live svg").wait_for()
    page.keyboard.press("Tab")
    focused = "() => { const e = document.activeElement; return [e.textContent, getComputedStyle(e).outlineStyle]; }"
    assert page.evaluate(focused) == ["SVG", "solid"]
