"""All tables together: the articles of a folder parsed, the public record beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from spacepact.read import corpus
from spacepact.read.codings import code_sentences
from spacepact.read.dates import find_dates
from spacepact.read.edtf import bounds
from spacepact.read.mentions import find_mentions
from spacepact.read.quotations import find_quotations
from spacepact.read.reference import read_reference, read_schema
from spacepact.read.sentences import clean, find_sentences

QUOTED_WORDS = 25

CODEBOOK: dict[str, dict] = tomllib.loads(Path(__file__).with_name("codebook.toml").read_text(encoding="utf-8"))["tables"]
"""The tables of the codebook: what a row is, and the columns in order with type and description."""

TYPES = {"string": "str", "edtf": "str", "integer": "Int64", "boolean": "bool"}

Rows = dict[str, list[tuple]]


class Reading(NamedTuple):
    """What reading one article gave: rows of every table, or the reason why it was refused."""

    doc_id: str
    text: str
    rows: Rows
    warnings: tuple[str, ...] = ()
    refusal: str = ""


class EvidenceError(ValueError):
    """The folder of articles cannot be read as it stands."""


@dataclass(frozen=True)
class Evidence:
    """The tables of the articles and of the public record.

    Each table of the codebook is an attribute; ``reference`` holds the tables of the record by name,
    ``texts`` the articles by ``doc_id``, ``schema`` what the tables of the record are, and ``set_aside`` the ids of
    rows that are left out because their article is not there.
    """

    documents: pd.DataFrame
    passages: pd.DataFrame
    comments: pd.DataFrame
    sentences: pd.DataFrame
    dates: pd.DataFrame
    mentions: pd.DataFrame
    quotations: pd.DataFrame
    assessments: pd.DataFrame
    reference: Mapping[str, pd.DataFrame] = field(repr=False)
    texts: Mapping[str, str] = field(repr=False)
    schema: Mapping = field(repr=False)
    warnings: tuple[str, ...] = ()
    set_aside: frozenset[str] = frozenset()

    @property
    def cut_off(self) -> date:
        """The day up to which the record goes; nothing later enters a table."""
        return self.schema["data_cut_off"]

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the eight tables of the articles by name."""
        return {name: getattr(self, name) for name in CODEBOOK}

    def table(self, name: str) -> pd.DataFrame:
        """Return one table of the articles or of the record."""
        tables = {**self.tables(), **self.reference}
        if name not in tables:
            raise EvidenceError(f"{name}: no such table; there are {', '.join(tables)}")
        return tables[name]

    def catalogue(self) -> pd.DataFrame:
        """Return what tables there are: ``table``, ``origin``, ``title``, ``description``, ``rows``, ``columns``."""
        parts = [("articles", CODEBOOK, self.tables()), ("record", self.schema["tables"], self.reference)]
        return pd.DataFrame([
            {"table": name, "origin": origin, "title": about[name]["title"], "description": about[name]["description"],
             "rows": len(table), "columns": table.shape[1]}
            for origin, about, tables in parts for name, table in sorted(tables.items())
        ])

    def without(self, doc_id: str) -> Evidence:
        """Return the evidence as if an article had never been read.

        Its rows go, and in the record those that are about it, whose verdict rests on it, or that have no
        other source.
        """
        if doc_id not in self.texts:
            raise EvidenceError(f"{doc_id}: no such article; there are {', '.join(self.texts)}")
        reference, set_aside = _drop(self.reference, doc_id)
        return replace(
            self,
            **{name: rows[rows["doc_id"].ne(doc_id)] for name, rows in self.tables().items()},
            reference=reference, set_aside=self.set_aside | set_aside,
            texts={name: text for name, text in self.texts.items() if name != doc_id},
        )

    def without_table(self, name: str) -> Evidence:
        """Return the evidence with one table of the articles or of the record emptied."""
        empty = {name: self.table(name).iloc[:0]}
        return replace(self, **(empty if name in CODEBOOK else {"reference": {**self.reference, **empty}}))

    def cite(self, row: Mapping) -> str:
        """Return publisher and date of the article a row belongs to."""
        document = self.documents.set_index("doc_id").loc[row["doc_id"]]
        return ", ".join(part for part in (document["publisher"], document["published"]) if part)


def _drop(reference: Mapping[str, pd.DataFrame], doc_id: str) -> tuple[dict[str, pd.DataFrame], set[str]]:
    """Return the record without the rows that lean on an article, and the ids of these."""
    leaning = {name: _leans(rows, doc_id) for name, rows in reference.items()}
    ids = {row_id for name, rows in reference.items() for row_id in rows.loc[leaning[name], "id"]}
    return {name: rows[~leaning[name]] for name, rows in reference.items()}, ids


def _leans(rows: pd.DataFrame, doc_id: str) -> pd.Series:
    """Tell which rows of the record name an article, or have it as their only source."""
    seed = f"seed:{doc_id}"
    first, second = rows["source_url"], rows["second_source_url"]
    leans = first.fillna(seed).eq(seed) & second.fillna(seed).eq(seed) & (first.notna() | second.notna())
    for column in rows.columns[rows.columns.str.endswith("doc_id")]:
        leans |= rows[column].eq(doc_id).fillna(False)
    return leans


def find_root(start: Path | None = None) -> Path:
    """Return the book's folder: the nearest one above `start` that holds ``_config.yml`` and ``seeds``."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents, Path(__file__).parents[3]):
        if (folder / "_config.yml").is_file() and (folder / "seeds").is_dir():
            return folder
    raise EvidenceError(f"{here}: no folder with _config.yml and seeds above this one: change to the book's folder")


def read_article(path: Path, source: corpus.Source | None) -> Reading:
    """Parse one article by itself; a pure function of its file and of its line in ``sources.csv``."""
    try:
        article = corpus.read_article(path)
    except corpus.ArticleError as error:
        return Reading(path.stem, "", {}, refusal=str(error))
    text = article.text
    passages = corpus.find_passages(text)
    comments = corpus.find_comments(text, passages)
    sentences = find_sentences(text, passages)
    document = corpus.describe(article, passages, comments, source)
    published = bounds(document.published)[0] if document.published else None
    dates = find_dates(text, passages, sentences, published)
    mentions = find_mentions(text, sentences)
    quotations = find_quotations(text, passages, sentences, mentions)
    codings, assessments = code_sentences(text, sentences, dates, mentions, quotations, published)
    key = article.doc_id
    rows: Rows = {
        "documents": [tuple(document)],
        "passages": [(key, *p, shown := "" if p.role == "comment" else text[p.start:p.end], clean(shown)) for p in passages],
        "comments": [(key, *c) for c in comments],
        "sentences": [(key, *s, text[s.start:s.end], *c[1:], clean(text[s.start:s.end]))
                      for s, c in zip(sentences, codings, strict=True)],
        "dates": [(key, *d[:3], text[d.start:d.end], d.edtf, d.mod) for d in dates],
        "mentions": [(key, *m[:3], text[m.start:m.end], m.entity, m.kind) for m in mentions],
        "quotations": [(key, *q) for q in quotations],
        "assessments": [(key, *a) for a in assessments],
    }
    undated = (f"{path.name}: no date of publication in the text or in sources.csv, so relative dates stay blank: "
               "add a line to sources.csv")
    return Reading(key, text, rows, () if published else (undated,))


def read_articles(folder: Path) -> Iterator[Reading]:
    """Read a folder of articles one by one, in order of file name."""
    sources = corpus.read_sources(folder)
    for path in corpus.article_paths(folder):
        yield read_article(path, sources.get(path.stem))


def frame(name: str, rows: list[tuple]) -> pd.DataFrame:
    """Return the rows of one table of the codebook as a dataframe with its columns and types."""
    columns = CODEBOOK[name]["columns"]
    types = {column: TYPES[about["type"]] for column, about in columns.items()}
    return pd.DataFrame(rows, columns=list(columns)).astype(types)


def load(folder: Path | str | None = None) -> Evidence:
    """Read all evidence of the book: the articles in `folder` and the record in ``folder/reference``.

    Parameters
    ----------
    folder
        The folder of articles; by default ``seeds`` of the book one stands in.

    Raises
    ------
    EvidenceError, ArticleError, SourcesError, ReferenceError
        All are ValueErrors whose message names the file and the line and says what to do.
    """
    folder = Path(folder) if folder else find_root() / "seeds"
    readings = list(read_articles(folder))
    if refusals := [r.refusal for r in readings if r.refusal]:
        raise EvidenceError("\n".join(refusals))
    tables = {name: frame(name, [row for r in readings for row in r.rows[name]]) for name in CODEBOOK}
    texts, reference = {r.doc_id: r.text for r in readings}, read_reference(folder / "reference")
    # The record must not speak of an article that is not there.
    set_aside: set[str] = set()
    for doc_id in set(reference["article_provenance"]["doc_id"]) - texts.keys():
        reference, ids = _drop(reference, doc_id)
        set_aside |= ids
    return Evidence(
        **tables, reference=reference, texts=texts, schema=read_schema(folder / "reference"), set_aside=frozenset(set_aside),
        warnings=tuple(w for r in readings for w in r.warnings),
    )
