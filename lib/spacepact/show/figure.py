"""One chart, one execution, every edition: static SVG first, interaction on request, vector in print.

An Altair chart at the end of a cell is all a chapter needs. Importing :mod:`spacepact.show` makes
the renderer of this module Altair's own; the chart's edition in HTML, in print and in JupyterLab
comes from the one bundle that :func:`render` returns.
"""

from __future__ import annotations

import copy
import hashlib
import inspect
import json
import re
import textwrap
from collections.abc import Iterator, Sequence
from html import escape
from types import FrameType
from urllib.parse import urlsplit

import altair as alt
import pandas as pd
import vl_convert

from spacepact.show.tables import heading
from spacepact.show.theme import NARROW, WIDE

PANEL_MARGIN = 52
TITLE_CHARACTERS = 32  # what fits on a phone beside the labels of a vertical axis
SHOWN_ROWS = 200  # a longer table is a download only
ADDRESSES = ("address", "source_url")  # where a mark leads to, the first that a row has
# What stands in the names of columns and does not read as a word.
WORDS = {"t": "in tonnes", "pct": "in per cent", "days": "in days", "iso3": "ISO code", "edtf": "date (EDTF)",
         "mod": "modifier (TIMEX3)"}  # fmt: skip
# A hundredth of a pixel is enough for every mark.
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
PLACES = re.compile(r' (?:d|transform|[xy][12]?|width|height)="[^"]*"')


class UndescribedChartError(ValueError):
    """A chart came without its text alternative or its sources."""


def figure(chart: alt.TopLevelMixin, alternative: str, sources: str, tables: Sequence[str] = ()) -> alt.TopLevelMixin:
    """Give a chart what every edition of the book needs beside the marks.

    Its data table is what the calling function was given: the columns that its docstring names.

    Parameters
    ----------
    chart
        An Altair chart; its width is left open and follows the column.
    alternative
        The text alternative, computed from the chart's data.
    sources
        What the source line under the chart says, without the word "Source".
    tables
        The published tables that the data come from.
    """
    made_by, table = _origin(inspect.currentframe().f_back)
    meta = {"sources": " ".join(sources.split()), "made_by": made_by, "tables": list(tables), "table": table}
    return chart.properties(description=" ".join(alternative.split()), usermeta=meta)


def _origin(caller: FrameType) -> tuple[str, dict | None]:
    """Return the name of the function that runs in `caller`, and the documented columns of its dataframes."""
    code = caller.f_code
    function = caller.f_globals.get(code.co_name)
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    given = [caller.f_locals[name] for name in names if isinstance(caller.f_locals.get(name), pd.DataFrame)]
    if function is None or not given:
        return "", None
    named = dict.fromkeys(re.findall(r"``(\w+)``", inspect.getdoc(function) or "") + list(ADDRESSES))
    frames = [frame[[column for column in named if column in frame] or list(frame)] for frame in given]
    made = json.loads(pd.concat(frames).to_json(orient="split", index=False, date_format="iso"))
    return f"{function.__module__}.{function.__name__}", {"columns": made["columns"], "rows": made["data"]}


def fit(spec: dict, width: int) -> dict:
    """Return the specification laid out for a column of `width` pixels; small multiples are re-flowed."""
    spec = copy.deepcopy(spec)
    if "facet" in spec or "concat" in spec:
        wanted = spec.get("columns", 1)
        columns = wanted if width >= WIDE else max(1, min(2, wanted // 2))
        spec["columns"] = columns
        for part in [spec["spec"]] if "facet" in spec else spec["concat"]:
            part["width"] = (width - columns * PANEL_MARGIN) // columns
    else:
        spec["width"] = width
        spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    temporal = {part.get("field") for part in _parts(spec) if part.get("type") == "temporal"}
    for part in _parts(spec):
        for told in part["tooltip"] if isinstance(part.get("tooltip"), list) else []:
            if told.get("field") in temporal:  # the same day in every time zone
                told |= {"type": "temporal", "timeUnit": "utcyearmonthdate", "title": told.get("title", told["field"])}
        if width < WIDE:
            _wrap_title(part.get("x"))
    return spec


def _wrap_title(axis: object) -> None:
    """Break the long title of a horizontal axis, which Vega would cut off at the edge."""
    if isinstance(axis, dict) and isinstance(axis.get("title"), str):
        axis["title"] = textwrap.wrap(axis["title"], TITLE_CHARACTERS)


def _parts(node: object) -> Iterator[dict]:
    """Yield every mapping inside a specification, data left aside."""
    if isinstance(node, dict):
        yield node
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        if key not in ("data", "datasets", "usermeta"):
            yield from _parts(child)


def draw(spec: dict, width: int) -> str:
    """Return the chart as SVG with its text alternative and source line, ids unique to the chart."""
    svg = vl_convert.vega_to_svg(vl_convert.vegalite_to_vega(fit(spec, width)))
    name = _name(spec)
    svg = re.sub(r'\b(id="|url\(#|href="#)', rf"\g<1>{name}-{width}-", svg)
    # Vega names the role of each group for assistive technology; the picture is one image with one text.
    svg = re.sub(r' (?:role|aria-\w+)="[^"]*"', "", svg)
    svg = PLACES.sub(lambda found: LONG_NUMBER.sub(lambda number: f"{float(number[0]):.2f}", found[0]), svg)
    described = f'aria-label="{escape(spec["description"])}" data-source="{escape(spec["usermeta"]["sources"])}"'
    return svg.replace("<svg ", f'<svg role="img" {described} ', 1)


def render(spec: dict, **_) -> dict[str, str]:
    """Return the MIME bundle of a chart for all editions.

    Raises
    ------
    UndescribedChartError
        If the chart did not pass through :func:`figure`.
    """
    if not spec.get("description") or not spec.get("usermeta", {}).get("sources"):
        raise UndescribedChartError("this chart has no text alternative or no sources: return it through "
                                    "spacepact.show.figure(chart, alternative, sources)")
    wide, narrow = draw(spec, WIDE), draw(spec, NARROW)
    table = spec["usermeta"].get("table") or _largest(spec)
    # A "<" inside could end the script element early.
    carried = json.dumps(_carried(spec, table), separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
    data = f'<details class="chart-data"><summary>Data</summary>{_data(spec, table)}</details>'
    html = (
        f'<div class="chart" id="chart-{_name(spec)}">'
        f'<div class="chart-static chart-wide">{wide}</div><div class="chart-static chart-narrow" hidden>{narrow}</div>'
        f'<p class="chart-source">Source: {escape(spec["usermeta"]["sources"])}</p>'
        f'<div class="chart-tools">{data}</div>'
        f'<script type="application/json" class="chart-specification">{carried}</script></div>'
    )
    return {"text/html": html, "image/svg+xml": wide, "text/plain": spec["description"]}


def _carried(spec: dict, table: dict) -> dict:
    """Return what the page carries to explore and to download: two layouts in Vega-Lite and, once, their data."""
    layouts = {name: fit(spec, width) for name, width in (("wide", WIDE), ("narrow", NARROW))}
    for layout in layouts.values():
        layout.pop("datasets", None)
        layout["usermeta"] = {key: value for key, value in layout["usermeta"].items() if key != "table"}
    used = {*re.findall(r"\w+", json.dumps(layouts)), *ADDRESSES}
    datasets = dict(spec.get("datasets", {}))
    for name, rows in datasets.items():
        if isinstance(rows, list):  # the outlines of a map are one mapping
            datasets[name] = [{key: row[key] for key in row if key in used} for row in rows]
    return layouts | {"datasets": datasets, "table": table}


def _largest(spec: dict) -> dict:
    """Return the longest data set of a chart as a table."""
    rows = max((rows for rows in spec.get("datasets", {}).values() if isinstance(rows, list)), key=len, default=[])
    columns = list(rows[0]) if rows else []
    return {"columns": columns, "rows": [[row.get(column) for column in columns] for row in rows]}


def _data(spec: dict, table: dict) -> str:
    """Return what a reader without script finds under a chart: its data, and where it was made."""
    rows, meta = table["rows"], spec["usermeta"]
    caption = f"{spec['description'].partition('. ')[0].rstrip('.')} ({len(rows)} rows)"
    shown = f"<p>{escape(caption)}, in the CSV file.</p>"
    if len(rows) <= SHOWN_ROWS:
        numeric = [all(_is_number(row[place]) for row in rows) for place in range(len(table["columns"]))]
        sides = [' class="text-right"' if right else "" for right in numeric]
        heads = [f'<th scope="col"{side}>{escape(_words(name))}</th>' for name, side in zip(table["columns"], sides)]
        lines = ["".join(f"<td{side}>{_cell(value)}</td>" for value, side in zip(row, sides)) for row in rows]
        shown = (f'<div class="table-scroll" tabindex="0" role="region" aria-label="Data of this chart"><table>'
                 f"<caption>{escape(caption)}</caption><thead><tr>{''.join(heads)}</tr></thead>"
                 f"<tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table></div>")
    tables = ", ".join(f'<a href="data/{name}.csv">{name}</a>' for name in meta.get("tables", []))
    made = f"Made by <code>{escape(meta['made_by'])}</code>" if meta.get("made_by") else ""
    return f'{shown}<p class="chart-made">{" from ".join(filter(None, (made, tables)))}</p>'


def _is_number(value: object) -> bool:
    return value is None or isinstance(value, int | float) and not isinstance(value, bool)


def _words(column: str) -> str:
    return heading(" ".join(WORDS.get(word, word) for word in column.split("_")).replace("source url", "source"))


def _cell(value: object) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{round(value, 3):.12g}"
    text = escape(str(value))
    if text.startswith(("https://", "http://")):
        return f'<a href="{text}">{escape(urlsplit(value).netloc)}</a>'
    return text


def _name(spec: dict) -> str:
    return hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()[:10]


alt.renderers.register("partners-on-paper", render)
alt.renderers.enable("partners-on-paper")
