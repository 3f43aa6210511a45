"""Charts of the chapter on capabilities."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from spacepact.read.edtf import bounds
from spacepact.show.alternatives import of_events, of_series, of_values
from spacepact.show.figure import figure
from spacepact.show.shapes import bands, by_year, intervals, labelled_lines, rule_at
from spacepact.show.theme import ACTORS, GREY, HAIRLINE, INK, ORIGINS, actor_colour, coded
from spacepact.show.timelines import day_axis, laned, spans, subtitle, timeline

GCAT = "GCAT by Jonathan McDowell (CC BY), own count"
BY_SITE = "GCAT by Jonathan McDowell (CC BY), joined by C. Kalitin, own sums by launch site"
TWO = ["China", "Russia"]
THREE = [*TWO, "United States"]
COUNTERS = {"UCS": "circle", "an official": "square", "the press": "triangle-up"}
OUTCOMES = {"success": "circle", "partial": "triangle-up", "under way": "square", "failure": "cross"}
BOUNDS = {"published": "circle", "above": "triangle-right", "at_most": "triangle-left"}
VOICES = {"the article itself": 1, "someone quoted": 0}


def launch_attempts(frame: pd.DataFrame) -> alt.LayerChart:
    """Draw launch attempts a year. Columns: ``year``, ``country``, ``attempts``."""
    chart = labelled_lines(frame, "attempts", "Launch attempts a year, by state of the launch provider", THREE)
    text = of_series("Line chart", "launch attempts a year", frame, "year", "attempts", "country")
    return figure(chart, text, GCAT)


def mass_to_orbit(frame: pd.DataFrame) -> alt.LayerChart:
    """Draw mass to orbit as bands. Columns: ``year``, ``country``, ``mass_low_t``, ``mass_high_t``."""
    chart = bands(frame, "mass_low_t", "mass_high_t", "Tonnes to orbit a year, lower to upper measure", TWO)
    columns = {"mass_low_t": "lower measure", "mass_high_t": "upper measure"}
    return figure(chart, _series("Band chart", "tonnes to orbit a year", frame, columns, "{:.0f}", "country"), BY_SITE)


def ratios(frame: pd.DataFrame) -> alt.LayerChart:
    """Draw China's multiple of Russia. Columns: ``year``, ``launches``, ``mass_least``, ``mass_most``."""
    axis = alt.Axis(values=[0.25, 0.5, 1, 2, 4, 8], format="~g")
    chart = _launches_and_mass(frame, "China", "China’s multiple of Russia (logarithmic scale)",
                               alt.Scale(type="log", domain=[0.2, 8]), axis)
    columns = {"launches": "launches", "mass_least": "mass, least", "mass_most": "mass, most"}
    text = _series("Line and band", "China divided by Russia", frame, columns, "{:.1f}")
    return figure(alt.layer(rule_at(1, "level"), chart), text, BY_SITE)


def station_share(frame: pd.DataFrame) -> alt.LayerChart:
    """Draw the share of the ISS in what Russia launches. Columns: ``year``, and as shares ``launches``, ``mass``."""
    title, scale = "Share of the ISS in what Russia launches", alt.Scale(domain=[0, 1])
    twice = frame.assign(mass_least=frame["mass"], mass_most=frame["mass"])
    chart = _launches_and_mass(twice, "Russia", title, scale, alt.Axis(format=".0%"))
    text = _series("Lines", title, frame, {"launches": "by launches", "mass": "by mass"}, "{:.0%}")
    return figure(chart, text, BY_SITE + "; TASS for 2025")


def reliability(frame: pd.DataFrame) -> alt.LayerChart:
    """Draw success shares by period. Columns: ``period``, ``country``, ``share``, ``low``, ``high``."""
    chart = intervals(frame, "period", "Share of launches that succeeded, with 95 per cent Wilson intervals", TWO)
    said = frame.assign(label=frame["country"] + " " + frame["period"])
    text = of_values("Dots with intervals", "share of launches that succeeded", said, "label", "share", "{:.1%}")
    return figure(chart, text, GCAT + "; partial failures count as failures")


def foreign_flights(frame: pd.DataFrame) -> alt.LayerChart:
    """Draw flights mainly for foreign owners. Columns: ``year``, ``flights_mainly_foreign``."""
    chart = _counted_bars(frame.assign(country="Russia"), "flights_mainly_foreign")
    text = of_series("Bar chart", "flights mainly for foreign owners", frame, "year", "flights_mainly_foreign")
    return figure(chart.properties(title=subtitle("Flights of Russian launchers mainly for foreigners")), text, GCAT)


def crewed_launches(frame: pd.DataFrame) -> alt.FacetChart:
    """Draw launches with people on board. Columns: ``year``, ``country``, ``crewed_launches``."""
    chart = _counted_bars(frame, "crewed_launches", 4).properties(height=110)
    chart = chart.facet(alt.Facet("country:N", sort=THREE, title=None), columns=3)
    columns = {"crewed_launches": "by launching state"}
    text = _series("Bars", "launches with people on board", frame, columns, "{:g}", "country")
    return figure(chart, text, GCAT + "; 2025 from the press")


def active_satellites(frame: pd.DataFrame) -> alt.LayerChart:
    """Draw active satellites. Columns: ``date`` (EDTF), ``country``, ``value``, ``counter`` (of `COUNTERS`)."""
    drawn = frame.assign(day=[bounds(value)[0].isoformat() for value in frame["date"]]).sort_values("day")
    first, last = (date.fromisoformat(day) for day in (drawn["day"].min(), drawn["day"].max()))
    axis = day_axis(date(first.year, 1, 1), date(last.year + 1, 6, 30), "day")
    base = alt.Chart(drawn).encode(axis, alt.Y("value:Q", title=None), actor_colour("country", TWO),
                                   tooltip=["country:N", "date:N", "value:Q", "counter:N"])
    ucs = base.transform_filter("datum.counter == 'UCS'")
    names = alt.Chart(drawn[drawn["counter"].eq("UCS")].groupby("country").tail(1))
    chart = alt.layer(
        ucs.mark_line(),
        base.transform_filter("datum.counter != 'UCS'").mark_text(dy=-11, fontSize=11).encode(
            text=alt.Text("value:Q", format=",")),
        base.mark_point(size=60).encode(coded(alt.Shape, "counter", COUNTERS, legend=alt.Legend())),
        names.mark_text(align="right", dx=-4, dy=-13, fontWeight=600).encode(
            axis, y="value:Q", color=actor_colour("country", TWO), text="country:N"),
    ).properties(title=subtitle("Active satellites, as counted by"))
    said = drawn.assign(label=drawn["country"] + " " + drawn["date"] + " by " + drawn["counter"])
    return figure(chart, of_values("Lines and marks", "active satellites", said, "label", "value"),
                  "UCS Satellite Database, own count; officials and press as named in the table satellites")


def stations(frame: pd.DataFrame) -> alt.FacetChart:
    """Draw stations side by side. Columns: ``station``, ``owner``, ``measure``, ``low``, ``high``, ``words``."""
    base = alt.Chart(frame.assign(colour=frame["owner"].map(ACTORS).fillna(GREY))).encode(
        alt.Y("station:N", axis=None, sort=None), alt.X("low:Q", axis=None),
        alt.Color("colour:N", scale=None), tooltip=["station:N", "measure:N", "words:N"])
    panel = alt.layer(
        base.mark_bar(height=10, yOffset=6), base.mark_bar(height=10, yOffset=6, opacity=0.4).encode(alt.X2("high:Q")),
        base.mark_text(align="left", yOffset=-7).transform_calculate(said="datum.station + ': ' + datum.words").encode(
            x=alt.value(0), text="said:N"),
    ).properties(height=alt.Step(34))
    order = list(dict.fromkeys(frame["measure"]))
    chart = panel.facet(alt.Facet("measure:N", sort=order, title=None), columns=3).resolve_scale(x="independent")
    said = frame.assign(label=frame["station"] + ", " + frame["measure"])
    return figure(chart, of_values("Bars", "space stations compared", said, "label", "words", "{}"),
                  "NASA, Boeing, the Russian Space Research Institute and others: the table stations")


def deep_space(frame: pd.DataFrame) -> alt.Chart:
    """Draw missions by launch and outcome. Columns: ``mission``, ``country``, ``launched_on``, ``outcome``."""
    shape = coded(alt.Shape, "outcome", OUTCOMES, legend=alt.Legend(columns=2))
    first, last = (date.fromisoformat(day) for day in (frame["launched_on"].min(), frame["launched_on"].max()))
    chart = alt.Chart(frame).mark_point(size=95).encode(
        day_axis(date(first.year, 1, 1), date(last.year, 12, 31), "launched_on"),
        alt.Y("mission:N", title=None, sort=None, axis=alt.Axis(grid=True)), shape,
        actor_colour("country", TWO, legend=alt.Legend(columns=1)),
        tooltip=["mission:N", "launched_on:N", "outcome:N"]).properties(height=alt.Step(19))
    said = frame.assign(label=frame["country"] + ", " + frame["mission"] + " " + frame["launched_on"].str[:4])
    return figure(chart, of_values("Dots", "deep-space missions and their outcome", said, "label", "outcome", "{}"),
                  "agencies and press as named in the table deep_space_missions; launch days from GCAT (CC BY)")


def spending(frame: pd.DataFrame) -> alt.LayerChart:
    """Draw what publishers say was spent. Columns: ``row``, ``country``, ``low``, ``high``, ``kind``."""
    scale = alt.Scale(domain=[0, float(frame["high"].max()) * 1.04], nice=False)
    base = alt.Chart(frame).encode(
        alt.Y("row:N", title=None, sort=None), alt.X("low:Q", title="Billion US dollars a year", scale=scale),
        actor_colour("country", TWO, legend=alt.Legend()), tooltip=["row:N", "country:N", "low:Q", "high:Q", "kind:N"])
    chart = alt.layer(
        alt.Chart(frame).mark_rule(color=HAIRLINE, strokeWidth=2).encode(
            alt.Y("row:N", sort=None), alt.X("min(low):Q"), alt.X2("max(high):Q")),
        base.mark_rule(strokeWidth=5).encode(alt.X2("high:Q")),
        base.mark_point(size=85).encode(coded(alt.Shape, "kind", BOUNDS)),
    ).properties(height=alt.Step(22))
    words = frame["kind"].map({"above": "above ", "at_most": "at most "}).fillna("") + frame["high"].map("{:g}".format)
    said = frame.assign(label=frame["row"] + ", " + frame["country"], words=words)
    text = of_values("Dots", "government spending on space, billion dollars", said, "label", "words", "{}")
    return figure(chart, text, "the publishers named in the rows, as passed on by the pages in the table budgets")


def transfers(frame: pd.DataFrame, rows: list[str], first: date, last: date) -> alt.LayerChart:
    """Draw transfers by direction and stage. Columns: ``period`` (EDTF), ``row``, ``giver``, ``stage``, ``item``."""
    drawn = spans(frame, "period", first, last)
    drawn = drawn.assign(colour=drawn["giver"].map(ACTORS).fillna(GREY), origin="record", said=drawn["item"],
                         solid=drawn["stage"].eq("delivered"), opens="")
    placed, headings = laned(drawn, "row", rows, (last - first).days // 40)
    empty = alt.Chart(headings[~headings["row"].isin(drawn["row"])]).transform_calculate(below="datum.at + 1.5")
    empty = empty.mark_text(align="left", color=GREY).encode(alt.Y("below:Q"), x=alt.value(0), text=alt.value("none"))
    chart = timeline(placed, headings, first, last, empty)
    text = of_events("Timeline", "transfers by direction and stage", frame.sort_values("period"), "period", "row")
    return figure(chart, text, "the table technology_transfer of the record")


def judgements(frame: pd.DataFrame) -> alt.LayerChart:
    """Draw each judgement as a mark. Columns: ``article``, ``country``, ``polarity``, ``voice`` (itself or quoted)."""
    drawn = frame.sort_values("voice", ascending=False, kind="stable")
    place = drawn.groupby(["article", "country", "polarity"]).cumcount() + 1
    drawn = drawn.assign(place=(place * drawn["polarity"]).astype(int)).sort_index()
    reach = int(drawn["place"].abs().max()) + 0.5 if len(drawn) else 1
    base = alt.Chart(drawn).encode(
        alt.Y("article:N", title=None, sort=None), alt.YOffset("country:N", sort=THREE),
        alt.X("place:Q", title="Judgements: against (left), in favour (right)", scale=alt.Scale(domain=[-reach, reach]),
              axis=alt.Axis(tickMinStep=1, format="d", labelExpr="abs(datum.value)")),
        actor_colour("country", THREE, legend=alt.Legend(columns=1)), tooltip=["article:N", "country:N", "voice:N"])
    stroke = coded(alt.Stroke, "country", {name: ACTORS[name] for name in THREE})
    voice = coded(alt.FillOpacity, "voice", VOICES)
    chart = alt.layer(base.mark_point(size=48, shape=ORIGINS["articles"], strokeWidth=1.4).encode(voice, stroke),
                      alt.Chart().mark_rule(color=GREY).encode(x=alt.datum(0)))
    counts = drawn.groupby(["article", "country", "polarity", "voice"], sort=False).size().rename("count").reset_index()
    sides = counts["polarity"].map({1: "in favour", -1: "against"})
    said = counts.assign(label=counts["article"] + ", " + counts["country"] + ", " + sides + ", by " + counts["voice"])
    title = subtitle("One mark a judgement: filled in the article’s", "own words, hollow where it quotes someone")
    text = of_values("Marks", "judgements", said, "label", "count")
    return figure(chart.properties(height=alt.Step(13), title=title), text, "the articles, coded by the book’s parser")


def _series(kind: str, what: str, frame: pd.DataFrame, columns: dict[str, str], form: str, by: str | None = None) -> str:
    """Return the text alternative of several columns over ``year``, each with its name."""
    return " ".join(of_series(kind, f"{what}, {name}", frame, "year", column, by, form)
                    for column, name in columns.items())


def _launches_and_mass(frame: pd.DataFrame, actor: str, title: str, scale: alt.Scale, axis: alt.Axis) -> alt.LayerChart:
    """Return a line of launches and a band of mass. Columns: ``year``, ``launches``, ``mass_least``, ``mass_most``."""
    base, ends = by_year(frame, tooltip=["year:Q", "launches:Q", "mass_least:Q", "mass_most:Q"], room=0.22)
    newest = frame.loc[frame["year"].idxmax()]
    beside = "mass_most" if newest["mass_most"] > newest["launches"] else "mass_least"  # the end away from the line
    y, at = (alt.Y(f"{column}:Q", scale=scale, axis=axis, title=title) for column in ("launches", beside))
    return alt.layer(
        base.mark_area(color=GREY, opacity=0.35, line={"color": GREY, "strokeWidth": 1.4}).encode(
            alt.Y("mass_most:Q", scale=scale, axis=axis, title=title), alt.Y2("mass_least:Q")),
        base.mark_line(color=ACTORS[actor]).encode(y),
        ends.mark_text(align="left", dx=8, color=ACTORS[actor], fontWeight=600, text="by launches").encode(y),
        ends.mark_text(align="left", dx=8, color=GREY, fontWeight=600, text="by mass").encode(at),
    )


def _counted_bars(frame: pd.DataFrame, column: str, every: int = 2) -> alt.LayerChart:
    """Return a bar a year with its count above. Columns: ``year``, ``country`` and `column`."""
    years = list(range(int(frame["year"].min()), int(frame["year"].max()) + 1))
    base = alt.Chart(frame).encode(
        alt.X("year:O", title=None, axis=alt.Axis(values=years[::every])),
        alt.Y(f"{column}:Q", axis=None, scale=alt.Scale(domain=[0, int(frame[column].max()) + 1])),
        tooltip=["year:O", f"{column}:Q"])
    return alt.layer(base.mark_bar().encode(actor_colour("country", THREE)),
                     base.mark_text(dy=-7, fontSize=11, color=INK).encode(text=f"{column}:Q"))
