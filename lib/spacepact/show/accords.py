"""Charts of the chapter on the Artemis Accords and the International Lunar Research Station."""

from __future__ import annotations

from datetime import date, timedelta

import altair as alt
import pandas as pd

from spacepact.read.edtf import bounds
from spacepact.read.geography import read_outlines
from spacepact.show.alternatives import of_series, of_values
from spacepact.show.figure import figure
from spacepact.show.theme import ACTORS, GREY, HAIRLINE, INK, ORIGINS, coded
from spacepact.show.timelines import day_axis, fill, origin_shape, subtitle

CAMPS = {"Accords only": ACTORS["United States"], "ILRS only": ACTORS["China"], "both": INK, "neither": "rgba(128,128,128,0.25)"}
HEMISPHERES = {"west": 100, "east": -65}  # the meridian turned to the middle
MEMBERS = ("artemis_accords", "ilrs_members")
SIGNATURES = f"the tables {' and '.join(MEMBERS)} of the record"
BARS = {"accords_on": (ACTORS["United States"], 3), "ilrs_on": (ACTORS["China"], -3)}


def joined(frame: pd.DataFrame, notes: pd.DataFrame) -> alt.ConcatChart:
    """Draw how many states had joined each instrument, each on a scale of its own.

    Columns: ``instrument``, ``date``, ``count``; of `notes` also ``label``, ``origin`` and ``side`` (left, right).
    """
    panels = [_joined_panel(part, notes[notes["instrument"].eq(name)], name)
              for name, part in frame.groupby("instrument", sort=False)]
    said = of_series("Two step charts, each with its own scale", "states that had joined", frame, "date", "count", "instrument")
    marked = of_values("Marked", "what was claimed", notes.assign(label=notes["label"] + ", drawn at"), "label", "count")
    return figure(alt.concat(*panels, columns=2, spacing=12), f"{said} {marked}", f"the articles; {SIGNATURES}", MEMBERS)


def _joined_panel(frame: pd.DataFrame, notes: pd.DataFrame, name: str) -> alt.LayerChart:
    x = alt.X("date:T", title=None, axis=alt.Axis(format="%Y", tickCount="year"),
              scale=alt.Scale(type="utc", domain=["2020-07-01", "2026-10-01"]))
    top = int(max([frame["count"].max(), *notes["count"]]) * 1.35)
    y = alt.Y("count:Q", title=None, stack=None, scale=alt.Scale(domain=[0, top]), axis=alt.Axis(tickCount=5, grid=False))
    base = alt.Chart(frame).encode(x, y, tooltip=["date:T", "count:Q"])
    layers = [base.mark_area(interpolate="step-after", color=GREY, opacity=0.18),
              base.mark_line(interpolate="step-after", color=INK, strokeWidth=1.8),
              alt.Chart(frame.tail(1)).mark_text(align="right", dy=-9, fontWeight=600).encode(x, y, text="count:Q")]
    places = {"left": {"align": "left", "dx": -106, "dy": -50}, "right": {"align": "left", "dx": 9, "dy": 8}}
    for side, part in notes.groupby("side", sort=False):
        noted = alt.Chart(part).encode(x, y, tooltip=["label:N", "count:Q"])
        layers += [noted.mark_point(size=110, color=INK).encode(origin_shape()),
                   noted.mark_text(lineBreak="\n", baseline="top", fontSize=11, **places[side]).encode(text="label:N")]
    return alt.layer(*layers).properties(height=230, title=alt.Title(name, frame="group"))


def camps(frame: pd.DataFrame) -> alt.ConcatChart:
    """Draw which states are in which camp. Columns: ``iso3``, ``country``, ``camp`` (Accords only, ILRS only, both)."""
    world, states = read_outlines(), frame.set_index("iso3")
    names = {camp: ", ".join(sorted(states.loc[states["camp"].eq(camp), "country"])) for camp in list(CAMPS)[:3]}
    labels = {camp: f"both: {names['both'] or 'none'}" if camp == "both" else camp for camp in CAMPS}
    for state in world["objects"]["states"]["geometries"]:
        state["properties"] = {"camp": labels[states["camp"].get(state["id"], "neither")],
                               "country": states["country"].get(state["id"], state["id"])}
    colour = coded(alt.Color, "properties.camp", {labels[camp]: colour for camp, colour in CAMPS.items()},
                   legend=alt.Legend(columns=2, labelLimit=300, symbolType="square"))
    rim = alt.layer(alt.Chart(alt.sphere()).mark_geoshape(fill="transparent", stroke=HAIRLINE))
    land = alt.Chart().mark_geoshape(stroke="white", strokeWidth=0.5).encode(
        colour, tooltip=[alt.Tooltip("properties.country:N"), alt.Tooltip("properties.camp:N")])
    panels = [alt.layer(rim, land).project("azimuthalEqualArea", rotate=[turn, -8], clipAngle=90, pointRadius=2.5)
              .properties(height=270) for turn in HEMISPHERES.values()]
    data = alt.InlineData(values=world, format=alt.DataFormat({"type": "topojson", "feature": "states"}))
    chart = alt.concat(*panels, columns=2, data=data).resolve_scale(color="shared")
    sizes = states["camp"].value_counts()
    said = " ".join(f"{camp}: {sizes.get(camp, 0)}" + (f", {listed}." if camp != "Accords only" else ".")
                    for camp, listed in names.items())
    return figure(chart, f"Map of the world in two hemispheres, number of states. {said}",
                  f"{SIGNATURES}; outlines from Natural Earth", MEMBERS)


def payloads(frame: pd.DataFrame, groups: list[str], until: date) -> alt.LayerChart:
    """Draw whose payloads were selected for which probe, and since when each state is in either instrument.

    Columns: ``state``, ``group`` (one of `groups`), ``probe``, ``announced_on``, ``accords_on`` and ``ilrs_on`` (EDTF),
    ``status`` (flown, selected), ``part``, ``payload``. A row without a day of selection stands at that of its probe.
    """
    days = frame.dropna(subset=["announced_on"]).groupby("probe")["announced_on"].first().map(bounds)
    middle = {probe: str(start + (end - start) / 2) for probe, (start, end) in days.items()}
    drawn = frame.assign(day=frame["probe"].map(middle), row=frame["state"], flown=frame["status"].eq("flown"))
    order = []
    for group in groups:
        inside = drawn[drawn["group"].eq(group)].sort_values(["day", "state"])["state"].unique()
        order += [group, *inside] if len(inside) else []
    headings = [row for row in order if row in groups]
    x = day_axis(min(start for start, _ in days) - timedelta(420), until + timedelta(120), "day")
    x["axis"]["grid"] = False
    y = alt.Y("row:N", title=None, sort=None, scale=alt.Scale(domain=order), axis=alt.Axis(
        grid=False, labelPadding=8, labelExpr=f"indexof({headings}, datum.value) < 0 ? datum.label : ''"))
    columns = pd.DataFrame([(probe.replace("'", "’"), str(start), str(end), middle[probe], -6 - 15 * (place % 2))
                            for place, (probe, (start, end)) in enumerate(days.items())],
                           columns=["probe", "day", "end", "middle", "rise"])
    upright = alt.Chart(columns)
    layers = [upright.mark_rect(fill=GREY, fillOpacity=0.14, stroke=GREY, strokeOpacity=0.6).encode(x, alt.X2("end:T")),
              *(upright.transform_filter(alt.datum.rise == rise).mark_text(color=GREY, dy=rise, fontSize=11).encode(
                  alt.X("middle:T"), y=alt.value(0), text="probe:N") for rise in sorted(set(columns["rise"])))]
    for column, (colour, shift) in BARS.items():
        since = drawn.dropna(subset=[column]).drop_duplicates("row")
        since = since.assign(day=[str(bounds(day)[1]) for day in since[column]], until=str(until))
        for twice, bars in since.groupby(since[list(BARS)].notna().all(axis=1)):
            layers.append(alt.Chart(bars).mark_rule(
                strokeWidth=5, color=colour, yOffset=shift if twice else 0, opacity=0.75).encode(
                    x, alt.X2("until:T"), y, tooltip=["state:N", f"{column}:N"]))
    parts = coded(alt.Shape, "part", {"component": "cross", "other": "circle"})
    layers += [alt.Chart(drawn.assign(part=drawn["part"].where(drawn["part"].eq("component"), "other")))
               .mark_point(size=80, color=INK, stroke=INK, strokeWidth=1.6)
               .encode(x, y, parts, fill("flown", True), tooltip=["state:N", "probe:N", "payload:N", "status:N"]),
               alt.Chart(pd.DataFrame({"row": headings})).mark_text(align="left", fontWeight=600).encode(
                   y, x=alt.value(-86), text="row:N")]
    title = subtitle("Payload: ● flown, ○ selected, + only a component.", "Bars: since the state signed, grey for the Accords,",
                     "red for the ILRS. Upright: when it was chosen.")
    said = [f"{probe}: " + ", ".join(
                f"{row.state} ({row.group}{', component' if row.part == 'component' else ''})" for row in rows.itertuples())
            for probe, rows in frame.groupby("probe")]
    text = f"Rows of states with the probes their payloads were selected for, {len(frame)} in all. {'. '.join(said)}."
    return figure(alt.layer(*layers).properties(height=alt.Step(19), title=title), text,
                  "the tables foreign_payloads_on_change, artemis_accords and ilrs_members of the record",
                  ("foreign_payloads_on_change", *MEMBERS))


def targets(frame: pd.DataFrame) -> alt.ConcatChart:
    """Draw target dates against the day they were announced, one panel for each ``panel``.

    Columns: ``panel``, ``mission`` (written beside its marks), ``country``, ``said_on`` and ``target`` (EDTF), ``kind``
    (announcement, event), ``origin`` (articles, record), ``statement``.
    """
    spans = [_span(row.said_on, row.target) for row in frame.itertuples()]
    drawn = frame.assign(**{name: [span[i] for span in spans] for i, name in enumerate(("day", "start", "end", "shape"))})
    first, last = drawn["day"].min()[:4] + "-01-01", f"{int(drawn['end'].max()[:4]) + 1}-09-01"
    x = alt.X("day:T", title=None, axis=alt.Axis(format="%Y", tickCount=4),
              scale=alt.Scale(type="utc", domain=[first, "2027-01-01"], nice=False))
    y = {"title": None, "axis": alt.Axis(format="%Y", tickCount=6),
         "scale": alt.Scale(type="utc", domain=[first, last], nice=False)}
    passing = alt.Chart(pd.DataFrame({"day": [first, "2027-01-01"]}))
    panels, said = [], []
    for name, part in drawn.groupby("panel", sort=False):
        colour = ACTORS[part["country"].iloc[0]]
        base = alt.Chart(part).encode(x, alt.Y("end:T", **y), tooltip=["said_on:N", "target:N", "origin:N", "statement:N"])
        told, read = base.transform_filter(alt.datum.origin == "record"), base.transform_filter(alt.datum.origin == "articles")
        panels.append(alt.layer(
            passing.mark_line(strokeDash=[3, 3], strokeWidth=1, color=GREY).encode(x, alt.Y("day:T", **y)),
            told.transform_filter(alt.datum.kind == "announcement").mark_rule(strokeWidth=6, color=colour).encode(
                alt.Y("start:T", title=None, axis=y["axis"]), alt.Y2("end:T"),  # with a domain, Y2 would read it as text
                opacity=alt.condition(alt.datum.shape == "deadline", alt.value(0.3), alt.value(1))),
            told.transform_filter(alt.datum.shape == "open").mark_point(shape="triangle-up", size=130, color=colour),
            told.transform_filter(alt.datum.shape == "deadline").mark_point(shape="stroke", size=180, strokeWidth=3, filled=False, color=colour),
            told.transform_filter(alt.datum.kind == "event").mark_point(shape=ORIGINS["record"], size=80, color=INK),
            told.mark_text(align="left", dx=7, dy=5, baseline="top", fontSize=11).encode(text="mission:N"),
            read.mark_point(shape=ORIGINS["articles"], size=90, color=INK).encode(alt.Y("start:T", **y)),
        ).properties(height=220, title=name))
        listed = "; ".join(" ".join(f"{row.mission} {row.target} ({row.kind}, {row.origin}, {row.said_on})".split())
                           for row in part.sort_values("day").itertuples())
        said.append(f"{name}: {listed}.")
    title = subtitle("Across: the day of the announcement.", "Up: the time it named, pale if a deadline.",
                     "▲ that time or later, ● the event itself,", "◆ in an article. Broken line: due at once.")
    text = f"Small multiples: target dates, latest {drawn['end'].max()[:4]}, against the day they were announced. {' '.join(said)}"
    return figure(alt.concat(*panels, columns=3, spacing={"row": 22, "column": 6}, title=title), text,
                  "the articles; the tables milestones_lunar and forecasts of the record", ("milestones_lunar", "forecasts"))


def _span(said_on: str, target: str) -> tuple[str, str, str, str]:
    """Return the day of the statement, first and last day of the target, and how it is bounded."""
    day, (start, end) = bounds(said_on)[0], bounds(target)
    if end == date.max:  # an arrow of one year stands for every year after
        return str(day), str(start), f"{start.year}-12-31", "open"
    return str(day), str(max(start, day)), str(end), "deadline" if start == date.min else "range"
