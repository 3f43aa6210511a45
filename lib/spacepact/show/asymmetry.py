"""Charts of the chapter on capabilities."""

from __future__ import annotations

import altair as alt
import pandas as pd

from spacepact.show.alternatives import of_series, of_values
from spacepact.show.figure import figure
from spacepact.show.shapes import bands, intervals, labelled_lines, rule_at, year_axis
from spacepact.show.theme import ACTORS, GREY, INK

GCAT = "GCAT by Jonathan McDowell (CC BY), own count"
TWO = ["China", "Russia"]


def launch_attempts(frame: pd.DataFrame) -> alt.LayerChart:
    """Draw launch attempts a year. Columns: ``year``, ``country``, ``attempts``."""
    chart = labelled_lines(frame, "attempts", "Launch attempts a year, by state of the launch provider",
                           ["China", "Russia", "United States"])
    text = of_series("Line chart", "launch attempts a year", frame, "year", "attempts", "country")
    return figure(chart, text, GCAT)


def mass_to_orbit(frame: pd.DataFrame) -> alt.LayerChart:
    """Draw mass to orbit as bands. Columns: ``year``, ``country``, ``mass_low_t``, ``mass_high_t``."""
    chart = bands(frame, "mass_low_t", "mass_high_t", "Tonnes to orbit a year, lower to upper measure", TWO)
    text = " ".join(of_series("Band chart", f"tonnes to orbit a year, {name} measure", frame, "year", column, "country", "{:.0f}")
                    for name, column in (("lower", "mass_low_t"), ("upper", "mass_high_t")))
    return figure(chart, text, "GCAT by Jonathan McDowell (CC BY), joined by C. Kalitin, own sums by launch site")


def ratios(frame: pd.DataFrame) -> alt.LayerChart:
    """Draw China's multiple of Russia. Columns: ``year``, ``launches``, ``mass_least``, ``mass_most``."""
    first, last = int(frame["year"].min()), int(frame["year"].max())
    base = alt.Chart(frame).encode(year_axis(first, last, room=(last - first) * 0.22))
    scale = alt.Scale(type="log", domain=[0.2, 8])
    axis = alt.Axis(values=[0.25, 0.5, 1, 2, 4, 8], format="~g")
    title = "China’s multiple of Russia (logarithmic scale)"
    y = alt.Y("launches:Q", scale=scale, axis=axis, title=title)
    ends = base.transform_filter(alt.datum.year == last)
    chart = alt.layer(
        rule_at(1, "level"),
        base.mark_area(color=GREY, opacity=0.35).encode(alt.Y("mass_least:Q", scale=scale, axis=axis, title=title),
                                                         alt.Y2("mass_most:Q")),
        base.mark_line(color=ACTORS["China"]).encode(y),
        ends.mark_text(align="left", dx=8, color=ACTORS["China"], fontWeight=600, text="by launches").encode(y),
        ends.mark_text(align="left", dx=8, dy=14, color=GREY, fontWeight=600, text="by mass").encode(
            alt.Y("mass_least:Q", scale=scale)),
    )
    text = " ".join(of_series("Line and band", f"China divided by Russia, {name}", frame, "year", column, form="{:.1f}")
                    for name, column in (("launches", "launches"), ("mass, least", "mass_least"), ("mass, most", "mass_most")))
    return figure(chart, text, "GCAT by Jonathan McDowell (CC BY), own count and sums by launch site")


def reliability(frame: pd.DataFrame) -> alt.LayerChart:
    """Draw success shares by period. Columns: ``period``, ``country``, ``share``, ``low``, ``high``."""
    chart = intervals(frame, "period", "Share of launches that succeeded, with 95 per cent Wilson intervals", TWO)
    said = frame.assign(label=frame["country"] + " " + frame["period"])
    text = of_values("Dots with intervals", "share of launches that succeeded", said, "label", "share", "{:.1%}")
    return figure(chart, text, GCAT + "; partial failures count as failures")


def foreign_flights(frame: pd.DataFrame) -> alt.LayerChart:
    """Draw flights mainly for foreign owners. Columns: ``year``, ``flights_mainly_foreign``."""
    base = alt.Chart(frame).encode(
        alt.X("year:O", title=None),
        alt.Y("flights_mainly_foreign:Q", title="Flights of Russian launchers mainly for foreigners",
              scale=alt.Scale(domain=[0, int(frame["flights_mainly_foreign"].max()) + 1])),
        tooltip=["year:O", "flights_mainly_foreign:Q"],
    )
    chart = alt.layer(base.mark_bar(color=ACTORS["Russia"]),
                      base.mark_text(dy=-7, color=INK).encode(text="flights_mainly_foreign:Q"))
    text = of_series("Bar chart", "flights mainly for foreign owners", frame, "year", "flights_mainly_foreign")
    return figure(chart, text, GCAT)


def judgements(frame: pd.DataFrame) -> alt.LayerChart:
    """Draw how often the articles judge an actor up or down. Columns: ``article``, ``country``, ``verdict``, ``count``."""
    signed = frame.assign(signed=frame["count"].where(frame["verdict"].eq("favourable"), -frame["count"]))
    reach = int(signed["signed"].abs().max()) if len(signed) else 1
    base = alt.Chart(signed).encode(
        alt.Y("article:N", title=None, sort=None),
        alt.X("signed:Q", title="Sentences that judge: against (left), in favour (right)",
              scale=alt.Scale(domain=[-reach, reach]), axis=alt.Axis(tickMinStep=1, format="d", labelExpr="abs(datum.value)")),
        alt.Color("country:N", scale=alt.Scale(domain=TWO, range=[ACTORS[name] for name in TWO]), legend=alt.Legend()),
        alt.YOffset("country:N", sort=TWO),
        tooltip=["article:N", "country:N", "verdict:N", "count:Q"],
    )
    chart = alt.layer(base.mark_bar(), alt.Chart().mark_rule(color=GREY).encode(x=alt.datum(0))).properties(height=alt.Step(14))
    said = frame.assign(label=frame["article"] + ", " + frame["country"] + ", " + frame["verdict"])
    return figure(chart, of_values("Diverging bars", "sentences that judge", said, "label", "count"), "the articles, coded by the book’s parser")
