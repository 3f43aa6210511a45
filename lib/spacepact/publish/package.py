"""The data behind the book: tables as CSV, without the articles' text."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from spacepact.read import Evidence

# These columns together would give an article back; the book publishes where its words stand, not the words.
TEXTS = {"passages": ["text", "text_clean"], "sentences": ["text", "text_clean"]}


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Give a new folder to write to that takes the place of `folder` only if all went well."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield fresh
        old = fresh.with_name(fresh.name + "-old")
        if folder.exists():
            os.replace(folder, old)
        os.replace(fresh, folder)
        folder.chmod(0o755)
        shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def publishable(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the articles' sentences replaced by their SHA-256."""
    if name not in TEXTS:
        return table
    sums = [hashlib.sha256(text.encode()).hexdigest() if text else "" for text in table["text"]]
    return table.drop(columns=TEXTS[name]).assign(text_sha256=sums)


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table as the codebook wants it: true and false in lower case, blank for unknown."""
    told = {name: column.astype("object").map({True: "true", False: "false"})
            for name, column in table.select_dtypes(["bool", "boolean"]).items()}
    table.assign(**told).to_csv(path, index=False, lineterminator="\n")


def write_tables(evidence: Evidence, folder: Path) -> list[str]:
    """Write all tables that may be published to `folder`, one CSV each; return their names."""
    tables = {name: publishable(name, table) for name, table in evidence.tables().items()} | dict(evidence.reference)
    for name, table in tables.items():
        write_csv(table, folder / f"{name}.csv")
    return list(tables)
