"""Shapes that several chapters draw with: each takes a dataframe and returns an Altair chart without its text."""

from __future__ import annotations

import altair as alt
import pandas as pd

from spacepact.show.theme import GREY, actor_colour


def year_axis(first: int, last: int, room: float = 0) -> alt.X:
    """Return the axis of a column ``year``; `room` leaves years free at the right for labels on the lines."""
    ticks = [year for year in range(first, last + 1) if (last - year) % (2 if last - first < 16 else 5) == 0]
    scale = alt.Scale(domain=[first, last + room], nice=False)
    return alt.X("year:Q", title=None, scale=scale, axis=alt.Axis(format="d", values=ticks))


def labelled_lines(frame: pd.DataFrame, y: str, title: str, actors: list[str]) -> alt.LayerChart:
    """Return one line an actor over ``year``, named at its end.

    Columns: ``year``, ``country`` and `y`.
    """
    first, last = int(frame["year"].min()), int(frame["year"].max())
    base = alt.Chart(frame).encode(
        year_axis(first, last, room=(last - first) * 0.16),
        alt.Y(f"{y}:Q", title=title, axis=alt.Axis(tickCount=5)),
        actor_colour("country", actors),
        tooltip=["country:N", "year:Q", f"{y}:Q"],
    )
    ends = base.transform_filter(alt.datum.year == last)
    return alt.layer(
        base.mark_line(),
        base.mark_circle(size=24),
        ends.mark_text(align="left", dx=8, fontWeight=600).encode(text="country:N"),
    )


def bands(frame: pd.DataFrame, low: str, high: str, title: str, actors: list[str]) -> alt.LayerChart:
    """Return one band an actor over ``year``, from the column `low` to the column `high`."""
    first, last = int(frame["year"].min()), int(frame["year"].max())
    base = alt.Chart(frame).encode(
        year_axis(first, last, room=(last - first) * 0.16),
        actor_colour("country", actors),
        tooltip=["country:N", "year:Q", f"{low}:Q", f"{high}:Q"],
    )
    ends = base.transform_filter(alt.datum.year == last)
    return alt.layer(
        base.mark_area(opacity=0.35).encode(alt.Y(f"{low}:Q", title=title), alt.Y2(f"{high}:Q")),
        base.mark_line(strokeWidth=1.4).encode(y=f"{low}:Q"),
        base.mark_line(strokeWidth=1.4).encode(y=f"{high}:Q"),
        ends.mark_text(align="left", dx=8, fontWeight=600).encode(alt.Y(f"{high}:Q"), text="country:N"),
    )


def intervals(frame: pd.DataFrame, row: str, title: str, actors: list[str]) -> alt.LayerChart:
    """Return a dot and its interval for each `row` and actor.

    Columns: `row`, ``country``, ``share``, ``low`` and ``high``, shares between 0 and 1.
    """
    base = alt.Chart(frame).encode(
        alt.Y(f"{row}:N", title=None, sort=None),
        alt.YOffset("country:N", sort=actors),
        actor_colour("country", actors, legend=alt.Legend()),
        tooltip=[f"{row}:N", "country:N", alt.Tooltip("share:Q", format=".1%"), alt.Tooltip("low:Q", format=".1%"),
                 alt.Tooltip("high:Q", format=".1%")],
    )
    scale = alt.Scale(domain=[float(frame["low"].min()) // 0.05 * 0.05, 1], nice=False)
    return alt.layer(
        base.mark_rule(strokeWidth=3, opacity=0.45).encode(
            alt.X("low:Q", title=title, scale=scale, axis=alt.Axis(format=".0%")), alt.X2("high:Q")),
        base.mark_point(size=90).encode(x="share:Q", shape=alt.Shape("country:N", legend=None)),
    ).properties(height=alt.Step(22))


def rule_at(value: float, label: str, axis: str = "y") -> alt.LayerChart:
    """Return a thin line across the chart at `value`, with its label."""
    data = alt.Chart(pd.DataFrame({"at": [value], "label": [label]}))
    place = {axis: alt.datum(value)}
    rule = data.mark_rule(strokeDash=[4, 3]).encode(**place)
    text = {"y": {"align": "left", "x": 4, "dy": -7}, "x": {"align": "left", "y": 8, "dx": 5}}[axis]
    return alt.layer(rule, data.mark_text(color=GREY, **text).encode(**place, text="label:N"))
