"""Dataframes as real, numbered tables in every edition."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote, urlsplit

import numpy as np
import pandas as pd

# MyST would read these as markup; a table's cells are words and numbers.
MARKUP = re.compile(r"([\\`*_{}\[\]<>|$~^#])")
WORD, WORD_GAP, EXTENSION = re.compile(r"[^\W\d_]{3,}"), re.compile(r"[-_+\s]+"), re.compile(r"\.\w{2,5}$")
PRINTED_BEFORE = "\u0530"  # Latin, Greek and Cyrillic: the fonts of the print edition have no more of an address
ISO_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
DECIMAL = re.compile(r"\d+\.\d+(–\d+\.\d+)?")


class Table:
    """A dataframe that appears as a numbered MyST table in the book and as an HTML table in a notebook."""

    def __init__(self, markdown: str, page: str) -> None:
        self.markdown, self.page = markdown, page

    def _repr_mimebundle_(self, **_) -> dict[str, str]:
        return {"text/markdown": self.markdown, "text/html": self.page, "text/plain": self.markdown}


def link(text: str, address: str) -> str:
    """Return a link for use in a table cell."""
    return f"\N{START OF TEXT}{text}\N{END OF TEXT}{address}\N{END OF TRANSMISSION}" if address else text


def address_words(address: str, length: int = 44) -> str:
    """Return the readable part of an address: the words of its path if it has any, else the end of the path."""
    parts = urlsplit(address)
    path = "".join(sign for sign in unquote(f"{parts.path}?{parts.query}") if sign < PRINTED_BEFORE).strip("/?")
    spelled = [WORD_GAP.sub(" ", EXTENSION.sub("", part)).strip() for part in path.partition("?")[0].split("/")]
    title = max(spelled, key=lambda part: len(WORD.findall(part)))
    if len(WORD.findall(title)) < 3:  # a number or a section
        return breakable(path if len(path) <= length else f"…{path[-length:]}")
    return breakable(title if len(title) <= length else f"{title[:length].rsplit(' ', 1)[0]} …")


def breakable(address: str) -> str:
    """Return an address that may be broken over lines, and is not made a link: at its signs, and in very long words."""
    return re.sub(r"(\w{13}|[./?&=_-])(?=\w)", "\\1\N{ZERO WIDTH SPACE}", address)


def table(frame: pd.DataFrame, name: str, caption: str) -> Table:
    """Return a dataframe as a numbered table that can be referred to by `name`.

    Column names become headings: underscores are read as spaces. Numbers are set right-aligned, decimals written out
    too; missing values as a dash.
    """
    numeric = [pd.api.types.is_numeric_dtype(values) or {bool(DECIMAL.fullmatch(str(value))) for value in values} == {True}
               for _, values in frame.items()]
    headings = [heading(column) for column in frame.columns]
    rows = [[_cell(value) for value in row] for row in frame.itertuples(index=False)]
    lines = [headings, ["---:" if right else ":---" for right in numeric], *rows]
    body = "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
    markdown = f"```{{table}} {caption}\n:name: {name}\n\n{body}\n```\n"
    return Table(markdown, frame.rename(columns=heading).to_html(index=False, na_rep="–"))


def heading(column: str) -> str:
    """Return the name of a column as words."""
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
    if ISO_DATE.fullmatch(str(value)) or DECIMAL.fullmatch(str(value)):
        return f"[{value}]{{.whole}}"  # kept on one line
    text = MARKUP.sub(r"\\\1", " ".join(str(value).split()))
    return re.sub("\x02(.*?)\x03(.*?)\x04", lambda m: f"[{m[1]}]({html.unescape(_address(m[2]))})", text)


def _address(escaped: str) -> str:
    return re.sub(r"\\(.)", r"\1", escaped).replace(")", "%29").replace(" ", "%20")
