"""Charts of the chapter on the end of the International Space Station."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from spacepact.read.edtf import bounds
from spacepact.show.alternatives import of_series, of_values
from spacepact.show.figure import figure
from spacepact.show.theme import ACTORS, GREY, INK
from spacepact.show.timelines import day_axis, fill, laned, origin_shape, spans, subtitle, timeline

REGISTERS = {
    "government_decision": "Decisions",
    "official_statement": "Officials’ statements",
    "partner_decision": "Officials’ statements",
    "technical_council": "Plans and steps",
    "agency_plan": "Plans and steps",
    "legislative_step": "Plans and steps",
    "conditional_threat": "Threats, readings, views",
    "press_reading": "Threats, readings, views",
    "individual_view": "Threats, readings, views",
}
"""The panel of each register; what decides goes to the first whatever its register."""

GROUPS = list(dict.fromkeys(REGISTERS.values()))
CAPITALS = {"Russia": "Moscow", "United States": "Washington"}
BY_LAUNCH_SITE = "GCAT by Jonathan McDowell (CC BY), joined by C. Kalitin, own sums by launch site"


def exit_statements(frame: pd.DataFrame, until: date) -> alt.FacetChart:
    """Draw years named for the end against the day they were named.

    Columns: ``stated_on`` and ``target`` (EDTF), ``side`` (Russia or United States), ``register``,
    ``decides``, ``origin``, ``statement``. Rows without a year cannot be drawn; the text alternative says
    how many.
    """
    marks = _years_named(frame)
    decided = marks[marks["decides"]].sort_values("start")
    ends = decided.groupby("side").tail(1).assign(start=until.isoformat())
    stairs = [pd.concat([decided, ends]).assign(group=group, part="stair") for group in GROUPS]
    labels = decided.groupby("side").head(2).groupby("side").tail(1).assign(part="label")
    labels["words"] = labels["side"].map(CAPITALS)
    labels["year"] = labels["year"] + labels["side"].map({"Russia": -0.9, "United States": 0.9})
    years = alt.Scale(domain=[int(marks["year"].min()) - 1, int(marks["upto"].max()) + 1], nice=False)
    y = alt.Y("year:Q", title=None, scale=years, axis=alt.Axis(format="d", tickMinStep=2, tickCount=6))
    x = day_axis(date(int(marks["start"].min()[:4]), 1, 1), date(until.year, 12, 31))
    scale = alt.Scale(domain=list(CAPITALS), range=[ACTORS[side] for side in CAPITALS])
    colour, stroke = (kind("side:N", scale=scale, legend=None) for kind in (alt.Color, alt.Stroke))
    base = alt.Chart().encode(x, y, tooltip=["statement:N", "stated_on:N", "target:N"])
    stair, mark, label = (base.transform_filter(alt.datum.part == part) for part in ("stair", "mark", "label"))
    panel = alt.layer(
        stair.mark_line(interpolate="step-after", strokeWidth=1.6, opacity=0.55).encode(stroke),
        mark.transform_filter("datum.upto > datum.year").mark_rule(strokeWidth=2).encode(alt.Y2("upto:Q"), colour),
        mark.mark_point(size=62, strokeWidth=1.4).encode(
            colour, stroke, origin_shape(), fill("decides", True, 0.15)),
        mark.transform_filter("datum.later").mark_point(size=34, shape="triangle-up", yOffset=-9).encode(colour),
        label.mark_text(align="left", dx=8, baseline="middle", fontWeight=600).encode(colour, text="words:N"),
        data=pd.concat([marks, *stairs, labels]),
    ).properties(height=170)
    chart = panel.facet(alt.Facet("group:N", sort=GROUPS, title=None), columns=2).properties(title=subtitle(
        "Year named for leaving or ending, by day;", "lines: what Moscow and Washington decided;",
        "◆ article, ● record, ▲ or later"))
    said = "; ".join(f"{name} {len(part)}, naming {part['year'].min()} to {part['upto'].max()}"
                     for name, part in marks.groupby("group", sort=False))
    moves = "; ".join(f"{row.side} {row.start} for {row.year}" for row in decided.itertuples())
    undrawn = f"Not drawn, no year named: {len(frame) - len(marks)}."
    return figure(chart, f"Dots by kind of act: {said}. Decisions: {moves}. {undrawn}",
                  "the table iss_exit_statements of the record; articles where marked")


def station_share(frame: pd.DataFrame) -> alt.LayerChart:
    """Draw Russian mass to orbit and the share of crew and cargo ships.

    Columns: ``year``, ``mass_t``, ``share_pct``, ``full_year``.
    """
    star = frame["full_year"].map({True: "", False: "*"})
    frame = frame.assign(words=frame["share_pct"].map("{:.0f}".format) + star)
    ships = frame["mass_t"] * frame["share_pct"] / 100
    parts = pd.concat([frame.assign(part="ships", low=0, high=ships),
                       frame.assign(part="rest", low=ships, high=frame["mass_t"])])
    base = alt.Chart(parts).encode(alt.X("year:O", title=None, axis=alt.Axis(tickSize=0)),
                                   tooltip=["year:O", "mass_t:Q", "share_pct:Q"])
    shade = alt.Opacity("part:N", scale=alt.Scale(domain=["ships", "rest"], range=[1, 0.28]), legend=None)
    y = alt.Y("low:Q", title=None, axis=alt.Axis(grid=False))
    above = base.transform_filter(alt.datum.part == "rest").mark_text(dy=-7, fontSize=11, color=INK)
    chart = alt.layer(
        base.mark_bar(color=ACTORS["Russia"]).encode(y, alt.Y2("high:Q"), shade),
        above.encode(y="high:Q", text="words:N"),
    ).properties(title=subtitle("Russian tonnes to orbit a year, upper measure:",
                                "dark crew and cargo ships, light all the rest;",
                                "above: their share in per cent (* part of a year)"))
    said = frame.astype({"year": str})  # beside fractions a whole year would be read out with a decimal point
    what = "crew and cargo ships in per cent of Russian mass to orbit"
    text = of_series("Stacked bars", what, said, "year", "share_pct")
    tonnes = of_series("All mass", "tonnes, upper measure", said, "year", "mass_t", form="{:.0f}")
    return figure(chart, f"{text} {tonnes}", BY_LAUNCH_SITE)


def stations(frame: pd.DataFrame, first: date, last: date, today: date) -> alt.LayerChart:
    """Draw stations from first launch to end.

    Columns: ``station``, ``owner``, ``status``, ``span`` (EDTF), ``known_end``.
    """
    drawn = spans(frame, "span", first, last)
    drawn = drawn.assign(vague=True, colour=drawn["owner"].map(ACTORS).fillna(GREY), origin="record",
                         said=drawn["station"], solid=drawn["status"].eq("in_orbit"),
                         opens=drawn["known_end"].map({True: "", False: "right"}))
    placed, headings = laned(drawn, "station", list(drawn["station"]), 1)
    line = alt.Chart(pd.DataFrame({"start": [today.isoformat()]})).mark_rule(strokeDash=[4, 3])
    chart = timeline(placed, headings, first, last, line.encode(day_axis(first, last)))
    title = subtitle("From first launch to stated end: solid in orbit,",
                     "hollow planned; ▶ end open or not stated.", "Dashed line: where the record ends")
    said = "; ".join(f"{row.station} {row.start[:4]} to {'an open end' if row.opens else row.end[:4]}"
                     for row in drawn.itertuples())
    return figure(chart.properties(title=title), f"Bars: life of stations. {said}.",
                  "the table stations of the record; red China, blue Russia, grey others")


def crewed_launches(frame: pd.DataFrame, outages: pd.DataFrame, first: date, last: date) -> alt.LayerChart:
    """Draw each crewed launch and the times without.

    Columns of `frame`: ``country``, ``day`` (EDTF), ``craft``; of `outages`: ``what``, ``date`` (EDTF).
    """
    flown = spans(frame, "day", first, last)
    flown = flown.assign(row=flown["country"], said=flown["craft"], colour=flown["country"].map(ACTORS))
    broken = spans(outages, "date", first, last)
    broken = broken.assign(row=broken["what"], said=broken["what"], colour=INK, vague=True)
    drawn = pd.concat([flown, broken]).assign(origin="record", solid=True, opens="")
    placed, headings = laned(drawn, "row", list(dict.fromkeys(drawn["row"])), (last - first).days // 60)
    found = longest_gaps(frame)
    gaps = found[found["days"] > 1000].merge(headings, left_on="country", right_on="row")
    words = (gaps["days"] / 365.25).map("none for {:.1f} years".format)
    gaps = gaps.assign(at=gaps["at"] + 1.5, words=words, start=gaps["middle"])
    label = alt.Chart(gaps).mark_text(color=GREY, fontSize=11, baseline="middle")
    label = label.encode(day_axis(first, last), alt.Y("at:Q"), text="words:N")
    chart = timeline(placed, headings, first, last, label)
    counts = frame.groupby("country", sort=False).size().rename("count").reset_index()
    text = of_values("Timeline", "launches with people on board", counts, "country", "count")
    said = "; ".join(f"{row.country} {row.days} days from {row.after}" for row in found.itertuples())
    return figure(chart.properties(title=subtitle("Launches with people on board, by launching state")),
                  f"{text} Longest gap: {said}.",
                  "GCAT by Jonathan McDowell (CC BY), own count; 2025 and 2026 from the press")


def longest_gaps(frame: pd.DataFrame) -> pd.DataFrame:
    """Return each state's longest time between launches: ``country``, ``after``, ``middle``, ``days``."""
    rows = []
    for country, group in frame.groupby("country", sort=False):
        days = sorted(bounds(day)[0] for day in group["day"])
        if len(days) > 1:
            one, other = max(zip(days, days[1:]), key=lambda pair: pair[1] - pair[0])
            rows.append((country, one.isoformat(), (one + (other - one) / 2).isoformat(), (other - one).days))
    return pd.DataFrame(rows, columns=["country", "after", "middle", "days"])


def _years_named(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that name a year, with its first and last (``year``, ``upto``) and their panel."""
    named = frame[frame["target"].notna()].astype({"decides": bool})
    targets = [bounds(value) for value in named["target"]]
    open_ended = [last == date.max for _, last in targets]
    return named.assign(
        start=[bounds(value)[0].isoformat() for value in named["stated_on"]],
        year=[first.year for first, _ in targets],
        upto=[first.year if open_end else last.year for (first, last), open_end in zip(targets, open_ended)],
        later=open_ended, part="mark",
        group=named["register"].map(REGISTERS).mask(named["decides"], "Decisions"))
