"""The public record: the tables of ``seeds/reference``, typed and checked against their ``schema.toml``."""

from __future__ import annotations

import csv
import functools
import io
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import pandas as pd

from spacepact.read.edtf import bounds, is_valid

Value: TypeAlias = str | int | float | bool | None
FAULTS_SHOWN = 20  # of each file


class ReferenceError(ValueError):  # noqa: A001 (the builtin of this name is about weak references)
    """A table of the public record that cannot be used: says in which file and line, and what to do."""


_ISO3 = frozenset(Path(__file__).with_name("iso3166.txt").read_text(encoding="ascii").split())
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_URL = re.compile(r"https?://[^\s/]+(/\S*)?|seed:[0-9a-z_]+")
_DATE_FORMS = "is not an EDTF date; write 2021-04-29, 2021-04, 2020/2022, ../2030 or 2018-06~"
_CELL_TYPES = {  # which cells fit, how they are read, the dtype of their column, what a misfit is told
    "string": (bool, str, "string", ""),
    "integer": (_WHOLE_NUMBER.fullmatch, int, "Int64", "is not a whole number; write digits only"),
    "number": (_NUMBER.fullmatch, float, "Float64", "is not a number; write digits and a point"),
    "boolean": ({"true", "false"}.__contains__, "true".__eq__, "boolean", "is not true or false"),
    "edtf": (is_valid, str, "string", _DATE_FORMS),
    "iso3": (_ISO3.__contains__, str, "string", "is no ISO 3166-1 alpha-3 code; look it up there"),
    "url": (_URL.fullmatch, str, "string", "is not one address; write http(s)://... or seed:DOC_ID"),
}


def read_reference(folder: Path) -> dict[str, pd.DataFrame]:
    """Read the tables of the public record up to the data cut-off.

    Parameters
    ----------
    folder
        Folder with ``schema.toml`` and one CSV file a table.

    Returns
    -------
    dict
        Tables by name, with the columns of the schema. EDTF values stay strings; empty cells are missing.
        Rows that begin after the data cut-off are left out; unconfirmed rows (``verified`` false) stay.

    Raises
    ------
    ReferenceError
        Names every fault (the first 20 of a file) with file, line and column, and what to do.
    """
    schema = read_schema(folder)
    faults = [f"{path}: is not registered; describe it in schema.toml as [tables.{path.stem}], or remove it"
              for path in sorted(folder.glob("*.csv")) if path.stem not in schema["tables"]]
    tables: dict[str, pd.DataFrame] = {}
    places: dict[Value, str] = {}  # where each id stands
    for name, table in schema["tables"].items():
        found: list[str] = []
        tables[name] = _read_table(folder / f"{name}.csv", table, schema["data_cut_off"], places, found)
        hidden = len(found) - FAULTS_SHOWN
        faults += found[:FAULTS_SHOWN] + ([f"{folder / name}.csv: and {hidden} more"] if hidden > 0 else [])
    if faults:
        raise ReferenceError("\n".join(faults))
    return tables


def read_schema(folder: Path) -> dict[str, Any]:
    """Read ``schema.toml``: the data cut-off and, by table, description and fields (shared ones filled in).

    Raises ReferenceError if the file is missing, is no TOML, or describes a table incompletely.
    """
    path, where = folder / "schema.toml", "its head"
    try:
        schema = tomllib.loads(path.read_text(encoding="utf-8"))
        schema["data_cut_off"].toordinal()
        shared = schema["shared_fields"]
        for name, table in schema["tables"].items():
            where = f"[tables.{name}]"
            fields = [{"name": f, **shared[f]} if isinstance(f, str) else f for f in table["fields"]]
            described = {f["name"]: (_CELL_TYPES[f["type"]], f["description"]) for f in fields}
            _ = [described[name] for name in ("id", "verified", "source_url", *table["cut_off_columns"])]
            _ = table["id_prefix"], table["title"], table["description"]
            table["fields"] = fields
    except OSError as error:
        raise ReferenceError(f"{path}: cannot be read ({error.strerror}); it describes the tables") from error
    except (KeyError, AttributeError, TypeError) as error:
        raise ReferenceError(f"{path}: {where} lacks or does not know {error}; compare a table") from error
    except ValueError as error:  # no TOML, or no UTF-8
        raise ReferenceError(f"{path}: is not valid TOML: {error}") from error
    return schema


def find_addresses(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the web addresses of the record: ``table`` and ``id`` of a row, ``address``, ``host`` of the address."""
    found = [rows.melt("id", rows.columns[rows.columns.str.endswith("source_url")], value_name="address")
             .assign(table=name)[["table", "id", "address"]] for name, rows in tables.items()]
    addresses = pd.concat(found).dropna().drop_duplicates(ignore_index=True)
    addresses = addresses[addresses["address"].str.startswith("http")]
    return addresses.assign(host=addresses["address"].map(host_of)).reset_index(drop=True)


def host_of(address: str) -> str:
    """Return the host of a web address without ``www``; a repository on a shared host is one of its own."""
    parts = urlsplit(address)
    host = parts.netloc.lower().removeprefix("www.").rstrip(".")
    return "/".join([host, *parts.path.split("/")[1:3]]) if host == "github.com" else host


def _read_table(path: Path, table: dict, cut_off: date, places: dict, faults: list[str]) -> pd.DataFrame:
    """Read one table, adding what is wrong to `faults` and the place of each id to `places`."""
    fields = {field["name"]: field for field in table["fields"]}
    checks = {name: _check_of(field, cut_off) for name, field in fields.items()}
    taken = {name: {} for name, field in fields.items() if field.get("constraints", {}).get("unique")}
    taken["id"] = places
    rows: list[dict[str, Any]] = []
    lines = _lines(path, faults)
    header = next(lines, (1, []))[1]
    if sorted(header) != sorted(fields) and not faults:
        unknown, missing = sorted(set(header) - set(fields)), sorted(set(fields) - set(header))
        what = f"unknown columns {unknown}, missing columns {missing}, or one twice"
        faults.append(f"{path}, line 1: {what}; the columns are {','.join(fields)}")
        return pd.DataFrame()
    for line, cells in lines:
        where = f"{path}, line {line}"
        if len(cells) != len(header):
            counts = f"has {len(cells)} cells, the header {len(header)}"
            faults.append(f"{where}: {counts}; put quotation marks around a cell with a comma in it")
            continue
        row: dict[str, Any] = dict.fromkeys(fields)
        for name, cell in zip(header, cells, strict=True):
            try:
                row[name] = checks[name](cell)
            except ValueError as error:
                faults.append(f"{where}, column {name}: {cell[:60]!r} {error}")
        for name, known in taken.items():
            if row[name] is not None and (first := known.setdefault(row[name], where)) != where:
                faults.append(f"{where}, column {name}: {row[name]!r} is taken by {first}; tell them apart")
        if row["id"] and not row["id"].startswith(f"{table['id_prefix']}-"):
            faults.append(f"{where}, column id: {row['id']!r} must begin with {table['id_prefix']}-")
        if row["verified"] and not cells[header.index("source_url")]:
            faults.append(f"{where}, column source_url: is empty; give the address, or set verified to false")
        if all(_first_day(row[name]) <= cut_off for name in table["cut_off_columns"]):
            rows.append(row)
    return pd.DataFrame({name: pd.array([row[name] for row in rows], dtype=_CELL_TYPES[field["type"]][2])
                         for name, field in fields.items()})


def _lines(path: Path, faults: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV file, each with the line on which it begins."""
    line = 1
    try:
        text = path.read_bytes().decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except OSError as error:
        faults.append(f"{path}: cannot be read ({error.strerror}); add it, or take it out of schema.toml")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        faults.append(f"{path}, line {line}: is not UTF-8; save the file as UTF-8")
    except csv.Error as error:
        faults.append(f"{path}, line {line}: is not CSV ({error}); look for a stray quotation mark")


def _check_of(field: dict[str, Any], cut_off: date) -> Callable[[str], Value]:
    """Return what turns a cell of `field` into its value, or raises ValueError saying what to do."""
    fits, convert, _, hint = _CELL_TYPES[field["type"]]
    limits = field.get("constraints", {})
    pattern, allowed = limits.get("pattern"), limits.get("enum")
    low, high = limits.get("minimum", float("-inf")), limits.get("maximum", float("inf"))

    @functools.cache  # columns repeat their values
    def check(cell: str) -> Value:
        if not cell:
            if limits.get("required"):
                raise ValueError("is required; fill it in, or remove the row")
            return None
        if cell.strip() != cell:
            raise ValueError("begins or ends with a blank; remove it")
        if not fits(cell):
            raise ValueError(hint)
        value = convert(cell)
        if allowed and value not in allowed:
            raise ValueError(f"is not allowed; write one of {', '.join(allowed)}")
        if pattern and not re.fullmatch(pattern, cell):
            raise ValueError(f"does not have the form {pattern}")
        if isinstance(value, int | float) and not low <= value <= high:
            raise ValueError(f"lies outside {low} to {high}; check figure and unit")
        if field.get("until_cut_off") and _first_day(value) > cut_off:
            raise ValueError(f"lies after the data cut-off {cut_off}; give the state on that day")
        return value

    return check


def _first_day(value: Value) -> date:
    """Return the first day of a year or an EDTF value; a missing value begins before everything."""
    if isinstance(value, int):
        return date(min(max(value, 1), 9999), 1, 1)
    return bounds(value)[0] if value else date.min
