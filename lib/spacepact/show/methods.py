"""Charts of the chapter on methods."""

from __future__ import annotations

import altair as alt
import pandas as pd

from spacepact.show.alternatives import of_values
from spacepact.show.figure import figure
from spacepact.show.theme import ACTORS, GREY, HAIRLINE, coded

ROLES = {"body": ACTORS["Europe"], "headings, captions": "#1b4e5d", "comment": GREY, "furniture": HAIRLINE}


def roles(frame: pd.DataFrame) -> alt.Chart:
    """Draw what the pages consist of. Columns: ``article``, ``role``, ``characters``."""
    known = frame["role"].where(frame["role"].isin(list(ROLES)), "headings, captions")
    sums = frame.assign(role=known).groupby(["article", "role"], sort=False)["characters"].sum().reset_index()
    chart = alt.Chart(sums).mark_bar().encode(
        alt.Y("article:N", title=None, sort=list(dict.fromkeys(frame["article"]))),
        alt.X("characters:Q", title="Characters"),
        coded(alt.Color, "role", ROLES, legend=alt.Legend(columns=1)),
        alt.Order("place:Q"),
        tooltip=["article:N", "role:N", "characters:Q"],
    ).transform_calculate(place=f"indexof({list(ROLES)}, datum.role)").properties(height=alt.Step(30))
    said = sums.assign(label=sums["article"] + ", " + sums["role"])
    return figure(chart, of_values("Stacked bars", "characters by role of the line", said, "label", "characters"), "the articles, read by the book’s parser")
