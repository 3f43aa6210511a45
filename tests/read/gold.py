"""The annotated tables of the five articles."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

GOLD = Path(__file__).parents[1] / "gold" / "seeds"


def gold(table: str) -> dict[str, list[dict[str, str]]]:
    """Return the annotated rows of one table by article."""
    rows = defaultdict(list)
    with (GOLD / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            rows[row["doc_id"]].append(row)
    return rows
