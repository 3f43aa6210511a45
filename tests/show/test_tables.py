"""Dataframes as tables."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from myst_parser.parsers.docutils_ import Parser
from docutils.core import publish_doctree

from spacepact.show import link, table
from spacepact.show.tables import _cell


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
    markdown = table(pd.DataFrame({"launch_attempts": [5], "who": ["China"]}), "n", "c").markdown
    assert "| Launch attempts | Who |\n| ---: | :--- |" in markdown


def test_unknown_is_a_dash_and_truth_a_word():
    frame = pd.DataFrame({"a": [None, "x"], "b": pd.array([True, None], dtype="boolean"), "c": pd.array([None, -12345], dtype="Int64")})
    assert cells_of(table(frame, "n", "c").markdown)[1:] == [["–", "yes", "–"], ["x", "–", "−12,345"]]


def test_a_link_in_a_cell_is_a_link():
    assert _cell(link("SpaceNews", "https://spacenews.com/a_(b)")) == "[SpaceNews](https://spacenews.com/a_(b%29)"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40))
def test_words_in_a_cell_stay_words(words):
    frame = pd.DataFrame({"word": ["x" + words + "x"]})
    assert cells_of(table(frame, "n", "c").markdown)[1] == [" ".join(frame["word"][0].split())]


def test_a_day_stays_on_one_line():
    markdown = table(pd.DataFrame({"signed_on": ["2024-12-16"]}), "n", "c").markdown
    assert "[2024-12-16]{.date}" in markdown
