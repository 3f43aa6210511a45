"""Charts of dated marks in rows: exact dates as dots, vague ones as bars."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from spacepact.read.edtf import bounds
from spacepact.show.theme import GREY, ORIGINS, coded

LANE_HEIGHT = 11


def subtitle(*lines: str) -> alt.Title:
    """Return what a chart measures as grey lines above it; a phone holds 47 characters, fewer with symbols."""
    return alt.Title(list(lines), anchor="start", color=GREY, fontSize=12, fontWeight="normal", offset=8, lineHeight=16)


def origin_shape() -> alt.Shape:
    """Return the shape that tells the articles from the record."""
    return coded(alt.Shape, "origin", ORIGINS)


def fill(column: str, filled: bool, hollow: float = 0) -> alt.FillOpacity:
    """Return the encoding that fills a mark where `column` equals `filled` and leaves it hollow elsewhere."""
    return coded(alt.FillOpacity, column, {filled: 0.9, not filled: hollow})


def day_axis(first: date, last: date, field: str = "start") -> alt.X:
    """Return an axis of days, the same in every time zone."""
    scale = alt.Scale(type="utc", domain=[first.isoformat(), last.isoformat()], nice=False)
    return alt.X(f"{field}:T", title=None, scale=scale, axis=alt.Axis(format="%Y", tickCount=6, grid=True))


def spans(frame: pd.DataFrame, column: str, first: date, last: date) -> pd.DataFrame:
    """Return a frame with the ISO days ``start`` and ``end`` of its EDTF `column`, held between two days.

    ``vague`` is true where the two lie more than a month apart: such dates are drawn as bars, not as dots.
    Rows without a date are left out.
    """
    kept = frame[frame[column].notna() & frame[column].ne("")]
    pairs = [[min(max(day, first), last) for day in bounds(value)] for value in kept[column]]
    starts, ends = [start.isoformat() for start, _ in pairs], [end.isoformat() for _, end in pairs]
    return kept.assign(start=starts, end=ends, vague=[(end - start).days > 31 for start, end in pairs])


def laned(frame: pd.DataFrame, row: str, rows: list[str], gap_days: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give marks that would touch lanes of their own, row under row.

    Returns
    -------
    tuple of DataFrame
        The `frame` (columns `row`, ``start``, ``end``) with the lane ``at``, counted from the top;
        and for each of the `rows` the lane ``at`` of its heading and the lane ``to`` where it ends.
    """
    headings, placed, top = [], [], 0.0
    for name in rows:
        marks, free, lanes = frame[frame[row].eq(name)].sort_values(["start", "end"]), [], []
        for mark in marks.itertuples():
            start, end = (date.fromisoformat(day).toordinal() for day in (mark.start, mark.end))
            lane = next((number for number, until in enumerate(free) if until <= start), len(free))
            free[lane:lane + 1] = [end + gap_days]
            lanes.append(top + 1.5 + lane)
        depth = max(len(free), 1)
        placed.append(marks.assign(at=lanes))
        headings.append({row: name, "at": top, "to": top + 1 + depth})
        top += 2.2 + depth
    return pd.concat(placed), pd.DataFrame(headings)


def timeline(placed: pd.DataFrame, headings: pd.DataFrame, first: date, last: date, *more: alt.Chart) -> alt.LayerChart:
    """Return the marks that :func:`laned` placed, the name of each row above them.

    Columns of `placed`: ``start``, ``end``, ``vague``, ``at``; ``colour``; ``origin`` (articles or record);
    ``solid``, hollow where false; ``opens``, left or right for a mark that goes on; ``said``, the tooltip.
    The first column of `headings` names the rows; `more` are layers that share the axes.
    """
    depth = float(headings["to"].max()) + 0.4
    scale = alt.Scale(domain=[depth, -0.7], nice=False, zero=False)
    y = alt.Y("at:Q", title=None, scale=scale, axis=alt.Axis(labels=False, grid=False))
    x, end = day_axis(first, last), day_axis(first, last, "end")
    pale = alt.condition("datum.solid && datum.origin == 'articles'", alt.value(0.3), fill("solid", True))
    base = alt.Chart(placed).encode(y, alt.Color("colour:N", scale=None), alt.Stroke("colour:N", scale=None),
                                    tooltip=["said:N", "start:N", "end:N"])
    bars = base.transform_filter("datum.vague").transform_calculate(top="datum.at - 0.3", foot="datum.at + 0.3")
    dots = base.transform_filter("!datum.vague")
    after, before = (base.transform_filter(alt.datum.opens == side) for side in ("right", "left"))
    names = alt.Chart(headings).mark_text(align="left", baseline="middle", fontWeight=600)
    return alt.layer(
        *more,
        bars.mark_rect(strokeWidth=1.3, cornerRadius=2).encode(
            x, alt.X2("end:T"), alt.Y("top:Q"), alt.Y2("foot:Q"), pale),
        dots.mark_point(size=50, strokeWidth=1.3).encode(x, origin_shape(), fill("solid", True)),
        after.mark_point(size=44, shape="triangle-right", xOffset=7).encode(end),
        before.mark_point(size=44, shape="triangle-left", xOffset=-7).encode(x),
        names.encode(y, x=alt.value(0), text=f"{headings.columns[0]}:N"),
    ).properties(height=round((depth + 0.7) * LANE_HEIGHT))
