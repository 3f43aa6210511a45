"""Small charts of the key findings: one square for one thing."""

from __future__ import annotations

import altair as alt
import pandas as pd

from spacepact.show.alternatives import of_events, of_values
from spacepact.show.figure import figure
from spacepact.show.theme import GREY, INK, actor_colour

GAP = 2.2  # between two rows, in squares


def units(frame: pd.DataFrame, what: str, colour: str, sources: str, tall: int = 1, tables: tuple[str, ...] = ()) -> alt.LayerChart:
    """Draw one square for each thing, filled where it counts.

    Columns: ``row`` (the line of words above its squares), ``counts`` (bool) and ``thing``. Squares stand `tall` to a column.
    """
    frame = frame.assign(row=frame["row"].str.replace("'", "’"))
    order = frame["row"].drop_duplicates().tolist()
    drawn = frame.sort_values(["row", "counts"], ascending=[True, False], key=lambda c: c.map(order.index) if c.name == "row" else c)
    place = drawn.groupby("row").cumcount()
    top = drawn["row"].map(order.index) * (tall + GAP)
    drawn = drawn.assign(x=place // tall, y=top + place % tall + 1, x2=place // tall + 0.82, y2=top + place % tall + 1.82)
    heads = pd.DataFrame({"row": order, "y": [number * (tall + GAP) + 0.1 for number in range(len(order))]})
    across, down = max(int(drawn["x"].max()) + 1, 32), len(order) * (tall + GAP)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, across], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[down, -0.8], nice=False))
    squares = alt.Chart(drawn).mark_rect(stroke=colour, strokeWidth=1.2).encode(
        x, y, alt.X2("x2:Q"), alt.Y2("y2:Q"), tooltip=["thing:N", "row:N"],
        fill=alt.condition("datum.counts", alt.value(colour), alt.value("transparent")))
    words = alt.Chart(heads).mark_text(align="left", baseline="middle", fontWeight=600, fontSize=13).encode(
        x=alt.value(0), y=y, text="row:N")
    counted = frame.groupby("row", sort=False)["counts"].agg(["sum", "size"]).reset_index()
    text = of_values("Squares, filled where it counts", what, counted, "row", "sum")
    return figure(alt.layer(squares, words).properties(height=int(down * 12)), text, sources, tables)


def columns(frame: pd.DataFrame, what: str, colour: str, sources: str, tables: tuple[str, ...] = ()) -> alt.LayerChart:
    """Draw one column a year with its number on top. Columns: ``year`` and ``count``."""
    base = alt.Chart(frame).encode(alt.X("year:O", title=None, axis=alt.Axis(domain=True, ticks=False)),
                                   alt.Y("count:Q", axis=None), tooltip=["year:O", "count:Q"])
    marks = alt.layer(base.mark_bar(color=colour), base.mark_text(dy=-8, fontWeight=600).encode(text="count:Q"))
    return figure(marks.properties(height=80), of_values("Columns", what, frame, "year", "count"), sources, tables)


def acts(frame: pd.DataFrame, what: str, sources: str, tables: tuple[str, ...] = ()) -> alt.LayerChart:
    """Draw one mark for each act in its row of time. Columns: ``row``, ``day`` (ISO), ``country``, ``decides``, ``statement``."""
    order = frame["row"].drop_duplicates().tolist()
    drawn = frame.assign(y=frame["row"].map(order.index) + 0.62)
    heads = pd.DataFrame({"row": order, "y": [number + 0.15 for number in range(len(order))]})
    heads["line"] = heads["y"] + 0.47
    x = alt.X("day:T", title=None, scale=alt.Scale(type="utc"), axis=alt.Axis(format="%Y", tickCount=6))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[len(order), 0], nice=False))
    base = alt.Chart(drawn).encode(x, y, actor_colour("country"), tooltip=["statement:N", "day:T"])
    marks = alt.layer(base.transform_filter("!datum.decides").mark_point(filled=False, size=80, strokeWidth=1.8),
                      base.transform_filter("datum.decides").mark_square(size=120, opacity=1))
    words = alt.Chart(heads).mark_text(align="left", baseline="middle", fontWeight=600, fontSize=13, color=INK).encode(
        x=alt.value(0), y=y, text="row:N")
    rules = alt.Chart(heads).mark_rule(color=GREY, opacity=0.35).encode(
        y=alt.Y("line:Q", axis=None, scale=alt.Scale(domain=[len(order), 0], nice=False)))
    return figure(alt.layer(rules, marks, words).properties(height=len(order) * 40),
                  of_events("Marks on a line of time", what, frame, "day", "row"), sources, tables)
