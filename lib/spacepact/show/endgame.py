"""Charts of the chapter on the end of the International Space Station."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from spacepact.read.edtf import bounds
from spacepact.show.alternatives import of_series
from spacepact.show.figure import figure
from spacepact.show.theme import ACTORS, GREY, INK, coded
from spacepact.show.timelines import day_axis, fill, laned, origin_shape, spans, subtitle, timeline

GROUPS = {
    "Decisions": ["government_decision"],
    "Officials’ statements": ["official_statement", "partner_decision"],
    "Councils, plans, bills": ["technical_council", "agency_plan", "legislative_step"],
    "Threats, press readings, views": ["conditional_threat", "press_reading", "individual_view"],
}
"""The registers of each panel; what decides goes to the first whatever its register."""

REGISTERS = {register: group for group, registers in GROUPS.items() for register in registers}
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
    x = day_axis(date(int(marks["start"].min()[:4]) - 1, 7, 1), date(until.year, 12, 31))
    colour, stroke = (coded(kind, "side", {side: ACTORS[side] for side in CAPITALS}) for kind in (alt.Color, alt.Stroke))
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
    ).properties(height=150)
    chart = panel.facet(alt.Facet("group:N", sort=list(GROUPS), title=None), columns=2).properties(title=subtitle(
        "Year named for leaving or ending the station;", "lines: decisions of Moscow and Washington;",
        "◆ article, ● record, ▲ or later"))
    said = "; ".join(f"{name} {len(part)}, naming {part['year'].min()} to {part['upto'].max()}"
                     for name, part in marks.groupby("group", sort=False))
    moves = "; ".join(f"{row.side} {row.start} for {row.year}" for row in decided.itertuples())
    undrawn = f"Not drawn, no year named: {len(frame) - len(marks)}."
    return figure(chart, f"Dots by kind of act: {said}. Decisions: {moves}. {undrawn}",
                  "the record; the articles where marked", tables=["iss_exit_statements"])


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
    shade = coded(alt.Opacity, "part", {"ships": 1, "rest": 0.28})
    y = alt.Y("low:Q", title=None, axis=alt.Axis(grid=False))
    above = base.transform_filter(alt.datum.part == "rest").mark_text(dy=-7, fontSize=11, color=INK)
    chart = alt.layer(
        base.mark_bar(color=ACTORS["Russia"]).encode(y, alt.Y2("high:Q"), shade),
        above.encode(y="high:Q", text="words:N"),
    ).properties(title=subtitle("Russian tonnes to orbit a year, upper measure:",
                                "dark crew and cargo ships, light all the rest;",
                                "above: ships’ share, per cent (* part of a year)"))
    what = "crew and cargo ships in per cent of Russian mass to orbit"
    text = of_series("Stacked bars", what, frame, "year", "share_pct")
    tonnes = of_series("All mass", "tonnes, upper measure", frame, "year", "mass_t", form="{:.0f}")
    return figure(chart, f"{text} {tonnes}", BY_LAUNCH_SITE, tables=["mass_to_orbit"])


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
    title = subtitle("From first launch to stated end, else completion;",
                     "▶ no end stated; solid in orbit, hollow planned.", "Dashed line: where the record ends")
    said = "; ".join(f"{row.station} {row.start[:4]} to {'an open end' if row.opens else row.end[:4]}"
                     for row in drawn.itertuples())
    return figure(chart.properties(title=title), f"Bars: life of stations. {said}.",
                  "the record; red China, blue Russia, grey others", tables=["stations"])


def crew_ways(ways: pd.DataFrame, events: pd.DataFrame, flights: pd.DataFrame, last: date) -> alt.LayerChart:
    """Draw, year under year, when ships could carry crews to orbit and when they did.

    Columns of `ways`, the times in which crews could go up: ``country``, ``period`` (EDTF); of `events`:
    ``what``, ``country`` if one's ships are meant, ``period``, ``closes``, true where the gap shows it already; of
    `flights`: ``craft``, ``country``, ``day`` (EDTF).
    """
    first = bounds(ways["period"].min())[0]
    notes = _by_year(events.rename(columns={"what": "said"}), "period", first, last)
    years = list(range(first.year, last.year + 1))
    noted = set(notes.loc[notes["begins"] | ~notes["closes"], "year"])
    room = [2.5 + 1.5 * (year in noted) for year in years]
    base = {year: sum(room[:place + 1]) - 2.5 for place, year in enumerate(years)}
    open_, flown = (_by_year(frame, column, first, last) for frame, column in ((ways, "period"), (flights, "day")))
    marks = pd.concat([open_.assign(part="open", said=open_["country"]), flown.assign(part="flown", said=flown["craft"])])
    marks["top"] = marks["year"].map(base) + marks["country"].map({"United States": 0, "Russia": 1})
    late = notes["low"] > "2000-07"  # a label of the second half of the year would run out of the picture
    lines = notes.assign(part=late.map({True: "late", False: "early"}), top=notes["year"].map(base) - 0.35)
    lines.loc[late, "low"] = lines.loc[late, "high"].mask(lines["high"] > "2000-07", "2000-12-31")
    running = notes[~notes["closes"]].assign(part="open", top=notes["year"].map(base) - 0.3, low_bar=True)
    drawn = pd.concat([marks, lines[lines["begins"]], running])
    drawn = drawn.assign(foot=drawn["top"] + 0.85 - 0.65 * drawn["low_bar"].eq(True),
                         colour=drawn["country"].map(ACTORS).fillna(INK))
    names = f"{years}[indexof({[base[year] + 0.9 for year in years]}, datum.value)]"
    y = alt.Y("top:Q", title=None, scale=alt.Scale(domain=[sum(room), -0.4], nice=False, zero=False),
              axis=alt.Axis(values=[base[year] + 0.9 for year in years], labelExpr=names, grid=False))
    scale = alt.Scale(type="utc", domain=["2000-01-01", "2000-12-31"], nice=False)
    x = alt.X("low:T", title=None, scale=scale, axis=alt.Axis(format="%b", tickCount="month", grid=True))
    chart = alt.Chart(drawn).encode(x, y, alt.Color("colour:N", scale=None), tooltip=["said:N", "start:T", "end:T"])
    bar, tick, early, after = (chart.transform_filter(alt.datum.part == part) for part in ("open", "flown", "early", "late"))
    words = {"baseline": "bottom", "fontSize": 11, "color": INK}
    chart = alt.layer(
        bar.mark_rect().encode(alt.X2("high:T"), alt.Y2("foot:Q")),
        tick.mark_rule(strokeWidth=1.6).encode(alt.Y2("foot:Q"), color=alt.value("white")),
        early.mark_text(align="left", **words).encode(text="said:N", color=alt.value(INK)),
        after.mark_text(align="right", **words).encode(text="said:N", color=alt.value(INK)),
    ).properties(height=round(10 * sum(room)), title=subtitle(
        "Upper bar: American ships; lower bar: Soyuz;", "white: launches with people; gap: none possible.",
        "Thin line: a damaged ship, or one crew alone"))
    said = "; ".join(f"{row.country} {row.period}" for row in ways.itertuples())
    happened = "; ".join(f"{row.what} {row.period}" for row in events.itertuples())
    return figure(chart, f"Bars, a row a year: when crews could go up. {said}. Marked: {happened}. Launches: {len(flown)}.",
                  "the record; launches from GCAT by Jonathan McDowell (CC BY), 2025 and 2026 from the press",
                  tables=["crew_carrier_outages", "crewed_flights", "ruptures_and_losses"])


def _by_year(frame: pd.DataFrame, column: str, first: date, last: date) -> pd.DataFrame:
    """Return a row for each year that the EDTF `column` touches: ``year``, ``begins``, ``low`` and ``high`` in 2000."""
    rows = []
    for row in spans(frame, column, first, last).to_dict("records"):
        start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
        for year in range(start.year, end.year + 1):
            low, high = max(start, date(year, 1, 1)), min(end, date(year, 12, 31))
            rows.append({**row, "year": year, "begins": year == start.year, "low": f"2000-{low:%m-%d}",
                         "high": f"2000-{high:%m-%d}"})
    return pd.DataFrame(rows)


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
