"""Dataframes as tables."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from myst_parser.parsers.docutils_ import Parser
from docutils.core import publish_doctree

from spacepact.show import link, table
from spacepact.show.tables import _cell, address_words, breakable


def cells_of(markdown: str) -> list[list[str]]:
    """Read the rows of a pipe table back through MyST."""
    body = markdown.split("\n\n", 1)[1].rsplit("```", 1)[0]
    tree = publish_doctree(body, parser=Parser(), settings_overrides={"report_level": 5})
    return [[entry.astext() for entry in row.findall(lambda n: n.tagname == "entry")]
            for row in tree.findall(lambda n: n.tagname == "row")]


def test_it_is_a_numbered_table_with_a_name():
    made = table(pd.DataFrame({"launch_attempts": [5]}), "attempts-table", "Attempts")._repr_mimebundle_()
    assert made["text/markdown"].startswith("```{table} Attempts\n:name: attempts-table\n")
    assert "<table" in made["text/html"]


def test_columns_become_headings_and_numbers_are_set_right():
    frame = pd.DataFrame({"launch_attempts": [5], "who": ["China"], "interval": ["0.95–0.99"], "year": ["2019"], "F1": ["0.98"]})
    assert "| Launch attempts | Who | Interval | Year | F1 |\n| ---: | :--- | ---: | :--- | ---: |" in table(frame, "n", "c").markdown


def test_unknown_is_a_dash_and_truth_a_word():
    frame = pd.DataFrame({"a": [None, "x"], "b": pd.array([True, None], dtype="boolean"), "c": pd.array([None, -12345], dtype="Int64")})
    assert cells_of(table(frame, "n", "c").markdown)[1:] == [["–", "yes", "–"], ["x", "–", "−12,345"]]


def test_a_link_in_a_cell_is_a_link():
    assert _cell(link("SpaceNews", "https://spacenews.com/a_(b)")) == "[SpaceNews](https://spacenews.com/a_(b%29)"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40))
def test_words_in_a_cell_stay_words(words):
    frame = pd.DataFrame({"word": ["x" + words + "x"]})
    assert cells_of(table(frame, "n", "c").markdown)[1] == [" ".join(frame["word"][0].split())]


def test_a_day_and_an_interval_stay_on_one_line():
    markdown = table(pd.DataFrame({"signed_on": ["2024-12-16"], "interval": ["0.95–0.99"]}), "n", "c").markdown
    assert "[2024-12-16]{.whole}" in markdown and "[0.95–0.99]{.whole}" in markdown


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://a.org/news/2021/china-and-russia-sign.html?from=rss", "china and russia sign"),
        ("https://a.org/china_and_russia_sign_a_road_map_for_the_moon_and_more/amp", "china and russia sign a road map for the …"),
        ("https://a.org/science/1062820", "science/1062820"),
        ("https://a.org/?p=77", "p=77"),
        ("https://a.org/%D0%BB%D1%83%D0%BD%D0%B0-%D0%B2-2026", "луна-в-2026"),
        ("https://a.org/\N{CJK UNIFIED IDEOGRAPH-6708}/966585", "966585"),
        ("https://a.org/" + "0123456789" * 5, "…6789" + "0123456789" * 4),
    ],
)
def test_an_address_is_named_by_its_readable_part(address, words):
    assert address_words(address).replace("\N{ZERO WIDTH SPACE}", "") == words


def test_a_long_address_has_places_to_break_and_loses_no_sign():
    address = "news.indianspaceexploration.org/a_b?c=1"
    parts = breakable(address).split("\N{ZERO WIDTH SPACE}")
    assert "".join(parts) == address
    assert max(map(len, parts)) <= 17
    assert breakable("SpaceNews") == "SpaceNews"


def test_a_breakable_host_is_not_made_a_link():
    settings = {"report_level": 5, "myst_enable_extensions": ["linkify"]}
    plain, broken = (str(publish_doctree(text, parser=Parser(), settings_overrides=settings))
                     for text in ("tass.com", breakable("tass.com")))
    assert "<reference" in plain and "<reference" not in broken
