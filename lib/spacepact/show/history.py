"""Charts of the chapter on what the two agreed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import altair as alt
import pandas as pd

from spacepact.show.alternatives import of_events, of_values
from spacepact.show.figure import figure
from spacepact.show.theme import GREY, INK
from spacepact.show.timelines import day_axis, fill, laned, spans, subtitle, timeline

ARTICLES = "the articles, read by the book’s parser"
OUTCOMES = ["delivered", "open", "not delivered"]


def cooperation_timeline(frame: pd.DataFrame, rows: list[str], first: date, last: date) -> alt.LayerChart:
    """Draw events by kind. Columns: ``date`` (EDTF), ``row``, ``origin``, ``joint``, ``event``."""
    drawn = spans(frame, "date", first, last).rename(columns={"joint": "solid", "event": "said"})
    drawn = drawn.assign(solid=drawn["solid"].astype(bool), colour=GREY, opens="")
    placed, headings = laned(drawn, "row", rows, (last - first).days // 34)
    title = subtitle("Record: ● both sides act, ○ one side alone.",
                     "Articles: ◆ a date in a sentence on the event.", "Bars: vague dates and periods.")
    text = of_events("Timeline", "events by kind", drawn, "start", "row")
    return figure(timeline(placed, headings, first, last).properties(title=title), text,
                  f"the table cooperation_timeline of the record; {ARTICLES}",
                  ["cooperation_timeline", "dates", "sentences"])


def ruptures(frame: pd.DataFrame, rows: list[str], first: date, last: date, turn: str) -> alt.LayerChart:
    """Draw what broke or was lost, by kind, against the day `turn` (ISO).

    Columns: ``date`` (EDTF), ``row``, ``event``, ``loss`` (false for relief or a promise).
    """
    drawn = spans(frame, "date", first, last).rename(columns={"event": "said", "loss": "solid"})
    drawn = drawn.assign(solid=drawn["solid"].astype(bool), colour=GREY, opens="", origin="record")
    placed, headings = laned(drawn, "row", rows, (last - first).days // 34)
    day = alt.Chart(pd.DataFrame({"start": [turn]})).mark_rule(strokeWidth=1.4, color=INK).encode(day_axis(first, last))
    title = subtitle("Record: ● rupture or loss, ○ relief or promise.", "Bars: vague dates and periods.",
                     f"Upright line: full-scale invasion, {turn}.")
    late = int((drawn["start"] >= turn).sum())
    text = of_events("Timeline", f"ruptures and losses by kind, {late} of them from {turn} on", drawn, "start", "row")
    return figure(timeline(placed, headings, first, last, day).properties(title=title), text,
                  "the table ruptures_and_losses of the record", ["ruptures_and_losses"])


def time_horizon(frame: pd.DataFrame, first: date, last: date) -> alt.LayerChart:
    """Draw the dates an article mentions against its own.

    Columns: ``article``, ``published`` (ISO day), ``edtf``, ``mod`` (TIMEX3), ``text``.
    """
    drawn = _narrowed(spans(frame, "edtf", first, last))
    opens = drawn["mod"].map({"AFTER": "right", "BEFORE": "left"}).fillna("")
    drawn = drawn.assign(said=drawn["text"], colour=GREY, origin="articles", opens=opens,
                         solid=drawn["end"] < drawn["published"])
    groups = drawn.groupby("article", sort=False)
    placed, headings = laned(drawn, "article", list(groups.groups), (last - first).days // 30)
    headings["start"] = headings["article"].map(groups["published"].first())
    upright = alt.Chart(headings).transform_calculate(above="datum.at + 0.8").mark_rule(strokeWidth=2.4, color=INK)
    issue = upright.encode(day_axis(first, last), alt.Y("above:Q"), alt.Y2("to:Q"))
    title = subtitle("Dates each article names: filled ones are past,",
                     "hollow ones not over on its day (upright line).", "▶ and ◀ stand for after and before.")
    said = "; ".join(f"{name}, published {part['published'].iloc[0]}: {len(part)} from {part['start'].min()} "
                     f"to {part['end'].max()}" for name, part in groups)
    return figure(timeline(placed, headings, first, last, issue).properties(title=title),
                  f"Timeline: {len(drawn)} dates that articles mention. {said}.", ARTICLES, ["dates"])


def days_ahead(frame: pd.DataFrame) -> pd.Series:
    """Return by how many days each date ends after its article. Columns: ``edtf``, ``mod``, ``published``."""
    known = _narrowed(spans(frame, "edtf", date(1900, 1, 1), date(2100, 12, 31)))
    return (pd.to_datetime(known["end"]) - pd.to_datetime(known["published"])).dt.days


def delivered(frame: pd.DataFrame, realms: list[str]) -> alt.LayerChart:
    """Draw what became of each item.

    Columns: ``item``, ``realm`` (what for), ``outcome`` (OUTCOMES), ``own_word`` (of one side's officials).
    """
    cells = ["realm", "outcome"]
    dots = frame.assign(slot=frame.groupby(cells).cumcount() + 1)
    counts = frame.groupby(cells).size().rename("count").reset_index()
    heads = pd.DataFrame({"realm": "", "outcome": OUTCOMES, "words": [name.replace(" ", "\n") for name in OUTCOMES]})
    words = pd.concat([heads, counts.assign(words=counts["count"].astype(str))]).assign(slot=0)
    slots = list(range(int(dots["slot"].max()) + 1))
    place = [
        alt.Y("realm:N", title=None, sort=["", *realms], scale=alt.Scale(domain=["", *realms])),
        alt.X("outcome:N", title=None, axis=None, scale=alt.Scale(domain=OUTCOMES, paddingInner=0.12)),
        alt.XOffset("slot:O", scale=alt.Scale(domain=slots)),
    ]
    point = alt.Chart(dots).mark_point(size=64, stroke=GREY, strokeWidth=1.5)
    chart = alt.layer(
        alt.Chart(words).mark_text(align="left", dx=-6, fontWeight=600, lineBreak="\n").encode(*place, text="words:N"),
        point.encode(*place, fill("own_word", False), tooltip=["item:N", "outcome:N"]),
    ).properties(height=alt.Step(30), title=subtitle(
        "Projects as last reported since 2014, on the word", "of ● a catalogue or the press, ○ one side’s officials"))
    said = counts.assign(label=counts["realm"] + ", " + counts["outcome"])
    return figure(chart, of_values("Matrix of dots", "projects by realm and outcome", said, "label", "count"),
                  "the table delivered_or_not of the record", ["delivered_or_not"])


def pairs_named(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return in how many sentences two names stand together: ``doc_id``, ``pair``, ``sentences``."""
    named = mentions.groupby(["doc_id", "sentence_id"])["entity"].agg(lambda names: sorted(set(names)))
    rows = [(doc_id, f"{one} – {other}")
            for (doc_id, _), names in named.items() for one, other in combinations(names, 2)]
    pairs = pd.DataFrame(rows, columns=["doc_id", "pair"])
    return pairs.groupby(["doc_id", "pair"]).size().rename("sentences").reset_index()


def named_together(frame: pd.DataFrame, articles: list[str], pairs: list[str]) -> alt.LayerChart:
    """Draw who is named with whom. Columns: ``article`` (month and year), ``pair``, ``sentences``."""
    most = int(frame["sentences"].max())
    top = alt.Axis(orient="top", labelExpr="split(datum.label, ' ')", labelOverlap=False, domain=False,
                   ticks=False, labelBaseline="line-bottom", labelPadding=14)
    base = alt.Chart(frame).encode(
        alt.Y("pair:N", title=None, sort=pairs, scale=alt.Scale(domain=pairs), axis=alt.Axis(labelLimit=260)),
        alt.X("article:N", title=None, sort=articles, scale=alt.Scale(domain=articles), axis=top),
        tooltip=["article:N", "pair:N", "sentences:Q"],
    )
    scale = alt.Scale(type="sqrt", domain=[0, most], range=[0, 0.6])
    chart = alt.layer(base.mark_rect(color=GREY).encode(alt.Opacity("sentences:Q", scale=scale, legend=None)),
                      base.mark_text().encode(text="sentences:Q"))
    said = frame.groupby("pair", sort=False)["sentences"].sum().loc[pairs].rename_axis("label").reset_index()
    what = f"sentences that name both in {len(articles)} articles, of most in one {most}"
    return figure(chart.properties(title=subtitle("Sentences that name both, by article")),
                  of_values("Matrix", what, said, "label", "sentences"), ARTICLES, ["mentions"])


def _narrowed(frame: pd.DataFrame) -> pd.DataFrame:
    """Narrow ``start`` and ``end`` to the third of the span that a modifier of TIMEX3 means."""
    start, end = pd.to_datetime(frame["start"]), pd.to_datetime(frame["end"])
    third = (end - start) // timedelta(days=3) * timedelta(days=1)
    mid = frame["mod"].eq("MID")
    late = start.mask(mid, start + third).mask(frame["mod"].eq("END"), end - third)
    early = end.mask(mid, end - third).mask(frame["mod"].eq("START"), start + third)
    return frame.assign(start=late.dt.strftime("%Y-%m-%d"), end=early.dt.strftime("%Y-%m-%d"))
