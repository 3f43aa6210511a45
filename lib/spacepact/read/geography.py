"""Outlines of the states, from Natural Earth; see LICENSE-world.md beside this module."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd


def read_outlines() -> dict:
    """Return the states as TopoJSON; each geometry's id is an ISO 3166-1 alpha-3 code, its region that of the UN (M49)."""
    return json.loads(Path(__file__).with_name("world.json").read_text(encoding="ascii"))


def regions_of(codes: pd.Series) -> pd.Series:
    """Return the region (M49) of each ISO 3166-1 alpha-3 code."""
    states = read_outlines()["objects"]["states"]["geometries"]
    return codes.map({state["id"]: state["properties"]["region"] for state in states})
