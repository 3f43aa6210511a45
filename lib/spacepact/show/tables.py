"""Dataframes as real, numbered tables in every edition."""

from __future__ import annotations

import html
import re

import numpy as np
import pandas as pd

# MyST would read these as markup; a table's cells are words and numbers.
MARKUP = re.compile(r"([\\`*_{}\[\]<>|$~^#])")
ISO_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")


class Table:
    """A dataframe that appears as a numbered MyST table in the book and as an HTML table in a notebook."""

    def __init__(self, markdown: str, page: str) -> None:
        self.markdown, self.page = markdown, page

    def _repr_mimebundle_(self, **_) -> dict[str, str]:
        return {"text/markdown": self.markdown, "text/html": self.page, "text/plain": self.markdown}


def link(text: str, address: str) -> str:
    """Return a link for use in a table cell."""
    return f"\N{START OF TEXT}{text}\N{END OF TEXT}{address}\N{END OF TRANSMISSION}" if address else text


def table(frame: pd.DataFrame, name: str, caption: str) -> Table:
    """Return a dataframe as a numbered table that can be referred to by `name`.

    Column names become headings: underscores are read as spaces. Numbers are set right-aligned;
    missing values as a dash.
    """
    numeric = [pd.api.types.is_numeric_dtype(kind) for kind in frame.dtypes]
    heading = [_heading(column) for column in frame.columns]
    rows = [[_cell(value) for value in row] for row in frame.itertuples(index=False)]
    lines = [heading, ["---:" if right else ":---" for right in numeric], *rows]
    body = "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
    markdown = f"```{{table}} {caption}\n:name: {name}\n\n{body}\n```\n"
    return Table(markdown, frame.rename(columns=_heading).to_html(index=False, na_rep="–"))


def _heading(column: str) -> str:
    words = str(column).replace("_", " ")
    return words[:1].upper() + words[1:]


def _cell(value: object) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)) or value == "":
        return "–"
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.1f}".replace("-", "\N{MINUS SIGN}")
    if isinstance(value, int):
        return f"{value:,}".replace("-", "\N{MINUS SIGN}") if abs(value) > 9999 else str(value)
    if ISO_DATE.fullmatch(str(value)):
        return f"[{value}]{{.date}}"  # kept on one line
    text = MARKUP.sub(r"\\\1", " ".join(str(value).split()))
    return re.sub("\x02(.*?)\x03(.*?)\x04", lambda m: f"[{m[1]}]({html.unescape(_address(m[2]))})", text)


def _address(escaped: str) -> str:
    return re.sub(r"\\(.)", r"\1", escaped).replace(")", "%29").replace(" ", "%20")
