"""Compare the parser's tables with a gold annotation: precision, recall, F1 and how sure they are."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy
import pandas

from spacepact.read.evidence import CODEBOOK, find_root, frame, read_articles

# With fewer documents rows are resampled instead: five articles make no distribution of articles.
DOCUMENTS_ENOUGH = 10
RESAMPLES = 2000
SEED = 20140524


SPAN = ("start", "end")


class Measure(NamedTuple):
    """What counts as the same row: the columns of `key`, among the rows where `only` is true."""

    table: str
    name: str
    key: tuple[str, ...] = SPAN
    only: str = ""


MEASURES = (
    Measure("passages", "role", (*SPAN, "role")),
    Measure("comments", "span"),
    Measure("sentences", "span"),
    *(Measure("sentences", coding, only=coding) for coding in ("forecast", "agreement", "rupture", "assessment")),
    Measure("assessments", "actor and polarity", (*SPAN, "actor", "polarity")),
    Measure("dates", "span"),
    Measure("dates", "span and value", (*SPAN, "edtf", "mod")),
    Measure("mentions", "span and entity", (*SPAN, "entity")),
    Measure("quotations", "span"),
    Measure("quotations", "span and speaker", (*SPAN, "speaker")),
)


def score(gold: Path, tables: Path) -> pandas.DataFrame:
    """Score a folder of tables against a folder of gold tables, both CSV files named as in the codebook.

    Only documents that the gold knows are scored. Sentences are known by their spans: a coding in a wrongly
    split sentence is an error, but the numbering need not agree.

    Returns
    -------
    pandas.DataFrame
        One row per measure: ``table, measure, gold, found, correct, precision, recall, f1, low, high,
        resampled``; ``low`` and ``high`` are the 95 % percentile bootstrap interval of F1 over what
        ``resampled`` says. A share of nothing is missing, not zero.

    Raises
    ------
    ValueError
        If a table or a column is missing; the message names the file.
    """
    names = [name for name in dict.fromkeys(m.table for m in MEASURES) if (gold / f"{name}.csv").exists()]
    if not names:
        raise ValueError(f"{gold}: no gold table here; expected files such as sentences.csv")
    truth, found = _read_tables(gold, names), _read_tables(tables, names)
    documents = sorted(set().union(*(table["doc_id"] for table in truth.values())))
    return pandas.DataFrame([
        {"table": one.table, "measure": one.name,
         **_compare(_keys(truth[one.table], one), _keys(found[one.table], one), documents)}
        for one in MEASURES if one.table in truth
    ])


def score_articles(articles: Path, gold: Path) -> pandas.DataFrame:
    """Read a folder of articles with the parser and score what it finds; the columns are those of :func:`score`."""
    readings = [reading for reading in read_articles(articles) if reading.rows]
    with tempfile.TemporaryDirectory() as folder:
        for name in CODEBOOK:
            rows = [row for reading in readings for row in reading.rows[name]]
            frame(name, rows).to_csv(Path(folder) / f"{name}.csv", index=False)
        return score(gold, Path(folder))


def measured(part: str) -> pandas.DataFrame:
    """Score the parser on an annotated set of the book: ``seeds``, ``tuning`` or ``testing``."""
    tests = find_root() / "tests"
    return score_articles(tests.parent / "seeds" if part == "seeds" else tests / "articles" / part, tests / "gold" / part)


def agreement() -> pandas.DataFrame:
    """Return how far two annotators of the five articles agreed: ``coding``, ``sentences`` coded twice, Cohen's ``kappa``."""
    return pandas.read_csv(find_root() / "tests" / "gold" / "agreement.csv")


def _read_tables(folder: Path, names: list[str]) -> dict[str, pandas.DataFrame]:
    """Read the tables as text; assessments get the span of their sentence."""
    tables = {}
    for name in names:
        path = folder / f"{name}.csv"
        if not path.exists():
            raise ValueError(f"{path}: this table is missing; write it beside the others and score again")
        tables[name] = pandas.read_csv(path, dtype=str, keep_default_na=False)
        needed = {"doc_id"}.union(*({*m.key, m.only} - {""} for m in MEASURES if m.table == name))
        if name == "assessments":
            needed = (needed | {"sentence_id"}) - set(SPAN)
        if missing := sorted(needed - set(tables[name])):
            raise ValueError(f"{path}: missing columns {', '.join(missing)}")
    if "assessments" in tables and "sentences" in tables:
        spans = tables["sentences"][["doc_id", "sentence_id", *SPAN]]
        tables["assessments"] = tables["assessments"].merge(spans, on=["doc_id", "sentence_id"], how="left")
    return tables


def _keys(table: pandas.DataFrame, measure: Measure) -> dict[str, Counter]:
    """Count what the rows say, by document; twice the same row is one too many."""
    if measure.only:
        table = table[table[measure.only].str.lower() == "true"]
    keys: dict[str, Counter] = defaultdict(Counter)
    for doc_id, *key in table[["doc_id", *measure.key]].itertuples(index=False, name=None):
        keys[doc_id][tuple(key)] += 1
    return keys


def _compare(expected: dict[str, Counter], actual: dict[str, Counter], documents: list[str]) -> dict:
    """Counts, shares and the interval of F1."""
    counts = numpy.array([[(expected[doc] & actual[doc]).total(), expected[doc].total(), actual[doc].total()]
                          for doc in documents])
    correct, gold, found = (int(total) for total in counts.sum(axis=0))
    low, high = numpy.nanpercentile(_resample(counts), [2.5, 97.5]) if gold + found else (numpy.nan,) * 2
    return {
        "gold": gold, "found": found, "correct": correct,
        "precision": correct / found if found else numpy.nan,
        "recall": correct / gold if gold else numpy.nan,
        "f1": 2 * correct / (gold + found) if gold + found else numpy.nan,
        "low": low, "high": high,
        "resampled": "documents" if len(documents) >= DOCUMENTS_ENOUGH else "rows",
    }


def _resample(counts: numpy.ndarray) -> numpy.ndarray:
    """F1 of `RESAMPLES` draws with replacement, of documents or, where these are few, of rows."""
    random = numpy.random.default_rng(SEED)
    if len(counts) >= DOCUMENTS_ENOUGH:
        draws = counts[random.integers(0, len(counts), (RESAMPLES, len(counts)))].sum(axis=1)
        correct, total = draws[:, 0], draws[:, 1] + draws[:, 2]
    else:
        hits, gold, found = counts.sum(axis=0)
        kinds = numpy.array([hits, gold - hits, found - hits])
        draws = random.multinomial(kinds.sum(), kinds / kinds.sum(), RESAMPLES)
        correct, total = draws[:, 0], 2 * draws[:, 0] + draws[:, 1] + draws[:, 2]
    return numpy.divide(2 * correct, total, out=numpy.full(RESAMPLES, numpy.nan), where=total > 0)
