"""Shapes that several chapters draw with: each takes a dataframe and returns an Altair chart without its text."""

from __future__ import annotations

import altair as alt
import pandas as pd

from spacepact.show.theme import GREY, actor_colour


def by_year(frame: pd.DataFrame, *more: alt.Y | alt.Color, tooltip: list[str], room: float = 0.16) -> list[alt.Chart]:
    """Return a chart over ``year``, and the last year of it, where lines are named.

    `more` are other encodings; `room` is the part of the years that is left free at the right for these names.
    """
    first, last = int(frame["year"].min()), int(frame["year"].max())
    ticks = [year for year in range(first, last + 1) if (last - year) % (2 if last - first < 16 else 5) == 0]
    scale = alt.Scale(domain=[first, last + (last - first) * room], nice=False)
    x = alt.X("year:Q", title=None, scale=scale, axis=alt.Axis(format="d", values=ticks))
    base = alt.Chart(frame).encode(x, *more, tooltip=tooltip)
    return [base, base.transform_filter(alt.datum.year == last)]


def labelled_lines(frame: pd.DataFrame, y: str, title: str, actors: list[str]) -> alt.LayerChart:
    """Return one line an actor over ``year``, named at its end.

    Columns: ``year``, ``country`` and `y`.
    """
    height = alt.Y(f"{y}:Q", title=title, axis=alt.Axis(tickCount=5))
    base, ends = by_year(frame, height, actor_colour("country", actors), tooltip=["country:N", "year:Q", f"{y}:Q"])
    names = ends.mark_text(align="left", dx=8, fontWeight=600).encode(text="country:N")
    return alt.layer(base.mark_line(), base.mark_circle(size=24), names)


def bands(frame: pd.DataFrame, low: str, high: str, title: str, actors: list[str]) -> alt.LayerChart:
    """Return one band an actor over ``year``, from the column `low` to the column `high`."""
    tooltip = ["country:N", "year:Q", f"{low}:Q", f"{high}:Q"]
    base, ends = by_year(frame, actor_colour("country", actors), tooltip=tooltip)
    return alt.layer(
        base.mark_area(opacity=0.35).encode(alt.Y(f"{low}:Q", title=title), alt.Y2(f"{high}:Q")),
        *(base.mark_line(strokeWidth=1.4).encode(y=f"{edge}:Q") for edge in (low, high)),
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
        tooltip=[f"{row}:N", "country:N", *(alt.Tooltip(f"{name}:Q", format=".1%") for name in ("share", "low", "high"))],
    )
    scale = alt.Scale(domain=[float(frame["low"].min()) // 0.05 * 0.05, 1], nice=False)
    return alt.layer(
        base.mark_rule(strokeWidth=3, opacity=0.45).encode(
            alt.X("low:Q", title=title, scale=scale, axis=alt.Axis(format=".0%")), alt.X2("high:Q")),
        base.mark_point(size=90).encode(x="share:Q", shape=alt.Shape("country:N", legend=None)),
    ).properties(height=alt.Step(22))


def rule_at(value: float, label: str) -> alt.LayerChart:
    """Return a thin line across the chart at the height of `value`, with its label."""
    data = alt.Chart(pd.DataFrame({"at": [value], "label": [label]})).encode(y=alt.datum(value))
    text = data.mark_text(color=GREY, align="left", x=4, dy=-7).encode(text="label:N")
    return alt.layer(data.mark_rule(strokeDash=[4, 3]), text)
