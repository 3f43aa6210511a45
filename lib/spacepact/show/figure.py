"""One chart, one execution, every edition: static SVG first, interaction on request, vector in print.

An Altair chart at the end of a cell is all a chapter needs. Importing :mod:`spacepact.show` makes
the renderer of this module Altair's own; the chart's edition in HTML, in print and in JupyterLab
comes from the one bundle that :func:`render` returns.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
import textwrap
from html import escape

import altair as alt
import vl_convert

from spacepact.show.theme import NARROW, WIDE

PANEL_MARGIN = 52
TITLE_CHARACTERS = 32  # what fits on a phone beside the labels of a vertical axis


class UndescribedChartError(ValueError):
    """A chart came without its text alternative or its sources."""


def figure(chart: alt.TopLevelMixin, alternative: str, sources: str) -> alt.TopLevelMixin:
    """Give a chart what every edition of the book needs beside the marks.

    Parameters
    ----------
    chart
        An Altair chart; its width is left open and follows the column.
    alternative
        The text alternative, computed from the chart's data.
    sources
        What the source line under the chart says, without the word "Source".
    """
    return chart.properties(description=" ".join(alternative.split()), usermeta={"sources": " ".join(sources.split())})


def fit(spec: dict, width: int) -> dict:
    """Return the specification laid out for a column of `width` pixels; small multiples are re-flowed."""
    spec = copy.deepcopy(spec)
    if "facet" in spec or "concat" in spec:
        wanted = spec.get("columns", 1)
        columns = wanted if width >= WIDE else max(1, min(2, wanted // 2))
        spec["columns"] = columns
        panel = (width - columns * PANEL_MARGIN) // columns
        for part in [spec["spec"]] if "facet" in spec else spec["concat"]:
            part["width"] = panel
    else:
        spec["width"] = width
        spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    if width < WIDE:
        _wrap_titles(spec)
    return spec


def compiled(spec: dict, width: int) -> dict:
    """Return the chart as a Vega specification: what the static picture and the interactive one are both drawn from."""
    return vl_convert.vegalite_to_vega(fit(spec, width))


def _wrap_titles(node: object) -> None:
    """Break the long titles of horizontal axes, which Vega would cut off at the edge."""
    if isinstance(node, list):
        for child in node:
            _wrap_titles(child)
    elif isinstance(node, dict):
        axis = node.get("x")
        if isinstance(axis, dict) and isinstance(axis.get("title"), str):
            axis["title"] = textwrap.wrap(axis["title"], TITLE_CHARACTERS)
        for key, child in node.items():
            if key not in ("data", "datasets"):
                _wrap_titles(child)


def draw(spec: dict, width: int) -> str:
    """Return the chart as SVG with its text alternative and source line, ids unique to the chart."""
    svg = vl_convert.vega_to_svg(compiled(spec, width))
    name = _name(spec)
    svg = re.sub(r'\b(id="|url\(#|href="#)', rf"\g<1>{name}-{width}-", svg)
    # Vega names the role of each group for assistive technology; the picture is one image with one text.
    svg = re.sub(r' (?:role|aria-\w+)="[^"]*"', "", svg)
    root = f'<svg role="img" aria-label="{escape(spec["description"])}" data-source="{escape(spec["usermeta"]["sources"])}" '
    return svg.replace("<svg ", root, 1)


def render(spec: dict, **_) -> dict[str, str]:
    """Return the MIME bundle of a chart for all editions.

    Raises
    ------
    UndescribedChartError
        If the chart did not pass through :func:`figure`.
    """
    if not spec.get("description") or not spec.get("usermeta", {}).get("sources"):
        raise UndescribedChartError(
            "this chart has no text alternative or no sources: return it through spacepact.show.figure(chart, "
            "alternative, sources)"
        )
    wide, narrow = draw(spec, WIDE), draw(spec, NARROW)
    name, sources = _name(spec), escape(spec["usermeta"]["sources"])
    # A "<" inside could end the script element early.
    both = {"wide": compiled(spec, WIDE), "narrow": compiled(spec, NARROW)}
    data = json.dumps(both, separators=(",", ":")).replace("<", "\\u003c")
    html = (
        f'<div class="chart" id="chart-{name}">'
        f'<div class="chart-static chart-wide">{wide}</div><div class="chart-static chart-narrow" hidden>{narrow}</div>'
        f'<p class="chart-source">Source: {sources}</p>'
        f'<p class="chart-tools" hidden><button type="button" class="chart-explore">Explore this chart</button></p>'
        f'<script type="application/json" class="chart-specification">{data}</script></div>'
    )
    return {"text/html": html, "image/svg+xml": wide, "text/plain": spec["description"]}


def _name(spec: dict) -> str:
    return hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()[:10]


alt.renderers.register("partners-on-paper", render)
alt.renderers.enable("partners-on-paper")
