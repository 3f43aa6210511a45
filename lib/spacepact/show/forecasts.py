"""Charts of the chapter on forecasts."""

from __future__ import annotations

import textwrap

import altair as alt
import pandas as pd

from spacepact.show.alternatives import of_values
from spacepact.show.figure import figure
from spacepact.show.theme import GREY, INK, ORIGINS
from spacepact.show.timelines import origin_shape

OUTCOMES = {"as_stated": "as stated", "late": "late", "differently": "differently", "not": "not at all", "open": "open"}
LEDGER = "the articles; verdicts of this book, with their evidence in its ledger of forecasts"
CHARACTERS = 52  # of a statement in one line on a phone


def outcomes(frame: pd.DataFrame) -> alt.ConcatChart:
    """Draw one mark a statement by outcome, dated and open-ended targets apart.

    Columns: ``statement``, ``outcome``, ``dated``, ``verified`` and ``rests_on_article`` (booleans).
    """
    drawn = frame.assign(outcome=frame["outcome"].map(OUTCOMES),
                         origin=frame["rests_on_article"].map({True: "articles", False: "record"}),
                         kind=frame["dated"].map({True: "With a date", False: "Open-ended"}))
    drawn = drawn.sort_values(["dated", "verified", "rests_on_article"], ascending=[False, False, True])
    drawn["place"] = drawn.groupby(["dated", "outcome"]).cumcount() + 1
    counts = drawn.groupby(["kind", "outcome"], sort=False).size().unstack(fill_value=0).reindex(
        index=drawn["kind"].unique(), columns=list(OUTCOMES.values()), fill_value=0).stack().rename("count").reset_index()
    # Five places at the left hold the names of the outcomes, so that both panels stay equally wide.
    scale = alt.Scale(domain=[-4.5, int(drawn["place"].max()) + 1.5], nice=False)
    x = alt.X("place:Q", axis=None, scale=scale)
    y = alt.Y("outcome:N", axis=None, scale=alt.Scale(domain=list(OUTCOMES.values())))
    panels = []
    for name, part in drawn.groupby("kind", sort=False):
        sums = alt.Chart(counts[counts["kind"].eq(name)])
        panels.append(alt.layer(
            alt.Chart(part).mark_point(size=90, color=INK, strokeWidth=1.4).encode(
                x, y, origin_shape(), fillOpacity=alt.condition("datum.verified", alt.value(1), alt.value(0)),
                stroke=alt.value(INK), tooltip=["statement:N", "outcome:N", "verified:N"]),
            sums.mark_text(align="left").encode(y, x=alt.value(0), text="outcome:N"),
            sums.mark_text(align="left", dx=11, fontWeight=600).encode(
                alt.X("count:Q", axis=None, scale=scale), y, text="count:Q"),
        ).properties(height=alt.Step(26), title=f"{name}: {len(part)}"))
    said = counts.assign(label=counts["kind"] + ", " + counts["outcome"])
    text = of_values("One mark a statement, in two panels", "statements by outcome", said, "label", "count")
    marks = (f"{int(frame['rests_on_article'].sum())} verdicts rest on another article, "
             f"{int((~frame['verified']).sum())} are unconfirmed.")
    return figure(alt.concat(*panels, columns=2, spacing=16), f"{text} {marks}", LEDGER)


def slips(frame: pd.DataFrame) -> alt.LayerChart:
    """Draw target against actual day of late ones. Columns: ``statement``, ``due``, ``happened`` (ISO), ``slip_days``."""
    drawn = frame.sort_values("slip_days")
    wrapped = [textwrap.wrap(statement, CHARACTERS) for statement in drawn["statement"]]
    drawn = drawn.assign(label=["\n".join([""] * (2 - len(lines)) + lines) for lines in wrapped],
                         slip=[f"+{days} day{'s' if days > 1 else ''}" for days in drawn["slip_days"]])
    first, last = int(drawn["due"].min()[:4]), int(drawn["happened"].max()[:4])
    scale = alt.Scale(type="utc", domain=[f"{first}-01-01", f"{last + 2}-07-01"], nice=False)
    about = {"title": "Last day of the target (diamond) and the day it happened (circle)",
             "axis": alt.Axis(format="%Y", tickCount=6)}
    base = alt.Chart(drawn).encode(
        alt.Y("statement:N", title=None, axis=None, sort=None),
        tooltip=["statement:N", "due:T", "happened:T", "slip_days:Q"])
    chart = alt.layer(
        base.mark_rule(strokeWidth=3, opacity=0.45).encode(alt.X("due:T", **about), alt.X2("happened:T")),
        base.mark_point(shape=ORIGINS["articles"], size=90, color=GREY).encode(alt.X("due:T", scale=scale, **about)),
        base.mark_point(shape=ORIGINS["record"], size=80, color=INK).encode(alt.X("happened:T", scale=scale, **about)),
        base.mark_text(align="left", dx=9, fontWeight=600).encode(alt.X("happened:T", scale=scale, **about), text="slip:N"),
        base.mark_text(align="left", baseline="bottom", lineBreak="\n", dy=-24, fontSize=12).encode(
            x=alt.value(0), text="label:N"),
    ).properties(height=alt.Step(62))
    said = drawn.assign(label=drawn["statement"] + " Due " + drawn["due"] + ", happened " + drawn["happened"] + ", days late")
    return figure(chart, of_values("Dumbbells", "targets and actual days of late ones", said, "label", "slip_days"), LEDGER)


def shares(frame: pd.DataFrame, title: str) -> alt.LayerChart:
    """Draw shares with intervals, in the order given. Columns: ``row``, ``hits``, ``trials``, ``share``, ``low``, ``high``."""
    drawn = frame.assign(label=frame["hits"].astype(str) + " of " + frame["trials"].astype(str))
    x = alt.X("low:Q", title=title, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", tickCount=4))
    base = alt.Chart(drawn).encode(
        alt.Y("row:N", title=None, sort=None, axis=alt.Axis(labelPadding=9)),
        tooltip=["row:N", "label:N", *(alt.Tooltip(f"{name}:Q", format=".0%") for name in ("low", "high"))])
    chart = alt.layer(
        base.mark_rule(strokeWidth=3, opacity=0.45).encode(x, alt.X2("high:Q")),
        base.mark_point(shape=ORIGINS["record"], size=90, color=INK).encode(alt.X("share:Q")),
        base.mark_text(align="left", dx=6).encode(alt.X("high:Q"), text="label:N"),
    ).properties(height=alt.Step(30))
    said = drawn.assign(row=[f"{row.row}: {row.label}, interval {row.low:.0%} to {row.high:.0%}, share" for row in drawn.itertuples()])
    return figure(chart, of_values("Dots with 95 per cent Wilson intervals", title, said, "row", "share", "{:.0%}"), LEDGER)
