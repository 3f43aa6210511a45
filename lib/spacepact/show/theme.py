"""The look of the book's charts: colours, type and the Altair theme."""

from __future__ import annotations

from pathlib import Path

import altair as alt
import vl_convert

FONTS = Path(__file__).parents[1] / "fonts"

# A family name that ends in a digit must be quoted inside Vega, or the text is dropped without a word.
SANS = "'Source Sans 3', 'Noto Sans CJK SC', system-ui, sans-serif"

INK = "#1b1f24"
GREY = "#6b7178"
HAIRLINE = "#d9dde2"

# Found by search over 374 colours: at least 3.1:1 on white and on #14181e, and told apart by
# deuteranope and protanope eyes. The United States is the grey context of the two partners.
ACTORS = {
    "China": "#cb351d",
    "Russia": "#1166e5",
    "United States": "#6d6d6d",
    "Europe": "#3297b3",
}

# What the articles say and what the record says are never drawn with the same mark.
ORIGINS = {"articles": "diamond", "record": "circle"}

WIDE = 680
NARROW = 340


def coded(channel: type, field: str, marks: dict[str, object], **options) -> alt.FieldChannelMixin:
    """Return the encoding that gives each value of a column its mark, without a legend unless `options` have one."""
    scale = alt.Scale(domain=list(marks), range=list(marks.values()))
    return channel(f"{field}:N", scale=scale, **{"legend": None, **options})


def actor_colour(field: str, actors: list[str] | None = None, **options) -> alt.Color:
    """Return the colour encoding of an actor column, the same in every chart."""
    return coded(alt.Color, field, {name: ACTORS[name] for name in actors or ACTORS}, **options)


@alt.theme.register("partners-on-paper", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    config = {
        "font": SANS,
        "background": "transparent",
        "padding": 2,
        "view": {"stroke": None, "continuousHeight": 280, "discreteHeight": {"step": 24}},
        "axis": {"domainColor": GREY, "gridColor": HAIRLINE, "labelColor": INK, "labelFontSize": 12, "labelLimit": 320,
                 "tickColor": GREY, "titleColor": GREY, "titleFontSize": 12, "titleFontWeight": "normal"},
        "axisX": {"grid": False, "titleAnchor": "start", "labelAngle": 0, "labelOverlap": True},
        "axisY": {"domain": False, "ticks": False, "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end",
                  "titleY": -12},
        "header": {"labelColor": INK, "labelFontSize": 13, "labelFontWeight": 600, "labelAnchor": "start", "title": None},
        "legend": {"labelColor": INK, "labelFontSize": 12, "orient": "top", "title": None, "symbolSize": 90, "symbolOpacity": 1},
        "mark": {"color": GREY},
        "line": {"strokeWidth": 2.2},
        "point": {"filled": True, "size": 60, "opacity": 1},
        "rule": {"color": GREY},
        "text": {"color": INK, "fontSize": 12},
        "title": {"anchor": "start", "color": INK, "fontSize": 13, "fontWeight": 600},
        "range": {"category": list(ACTORS.values())},
    }
    return alt.theme.ThemeConfig(config=config)


vl_convert.register_font_directory(str(FONTS))
