"""Article files and their sources: decoding, description, and clear words where a file is not what it should be."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from spacepact.read.comments import find_comments
from spacepact.read.dates import find_published
from spacepact.read.edtf import is_valid
from spacepact.read.layout import find_passages
from spacepact.read.lines import count_words, cues, is_biography, normalise
from spacepact.read.records import Article, Comment, Passage
from spacepact.read.sentences import clean, skip_slug

__all__ = [
    "ArticleError", "Document", "Source", "SourcesError", "article_paths", "describe", "find_comments", "find_passages",
    "read_article", "read_sources",
]

SOURCES = "sources.csv"
COLUMNS = ("doc_id", "publisher", "published", "published_basis", "genre", "url")
BASES = ("stated", "sourced", "inferred")
GENRES = ("news", "wire", "analysis", "commentary")
COUNTED_ROLES = frozenset({"headline", "standfirst", "caption", "body"})

_FOREIGN_FORMATS = {
    b"%PDF": "a PDF file", b"PK\x03\x04": "a zip archive or an office document", b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"{\\rtf": "an RTF document",
    b"\xd0\xcf\x11\xe0": "an old office document",
}
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")


class ArticleError(ValueError):
    """A file is no article that can be read; the message says where and what to do."""


class SourcesError(ValueError):
    """``sources.csv`` is wrong; the message names the line and says what to do."""


class Source(NamedTuple):
    """One line of ``sources.csv``: what the article's own text does not say."""

    publisher: str
    published: str
    published_basis: str
    genre: str
    url: str


class Document(NamedTuple):
    """One article by the codebook's section 7."""

    doc_id: str
    title: str
    publisher: str
    published: str
    published_basis: str
    genre: str
    url: str
    sha256: str
    words: int
    comments: int


def article_paths(folder: Path) -> list[Path]:
    """Give the articles of a folder, its ``*.txt`` files, in the order of their names.

    Raises
    ------
    ArticleError
        If the folder is missing or holds no article.
    """
    if not folder.is_dir():
        raise ArticleError(f"{folder}: no such folder: name the folder that holds the articles")
    paths = sorted(path for path in folder.iterdir()
                   if path.suffix.lower() == ".txt" and not path.name.startswith(".") and not path.is_dir())
    if not paths:
        raise ArticleError(f"{folder}: no article in this folder: put each into a text file of its own, named *.txt")
    return paths


def read_article(path: Path) -> Article:
    """Read one article: UTF-8, any line ends, a byte order mark dropped.

    Raises
    ------
    ArticleError
        If the file is missing, unreadable, empty, binary or not UTF-8.
    """
    return Article(path.stem, _read_text(path, ArticleError), hashlib.sha256(path.read_bytes()).hexdigest())


def read_sources(folder: Path) -> dict[str, Source]:
    """Read ``sources.csv`` of a folder of articles; without that file nothing is known about any of them.

    Raises
    ------
    SourcesError
        If a column, a date, a basis or a genre is unknown, or a line belongs to no article.
    """
    path = folder / SOURCES
    if not path.exists():
        return {}
    reader = csv.DictReader(io.StringIO(_read_text(path, SourcesError)), strict=True)
    sources: dict[str, Source] = {}
    try:
        _check_columns(path, reader.fieldnames or [])
        for row in reader:
            where = f"{path}, line {reader.line_num}"
            doc_id, source = _read_source(where, row)
            if doc_id in sources:
                raise SourcesError(f"{where}: a second line for {doc_id}: keep one")
            if not any((folder / f"{doc_id}{suffix}").is_file() for suffix in (".txt", ".TXT", ".Txt")):
                raise SourcesError(f"{where}: no article {doc_id}.txt in this folder: add the file or delete the line")
            sources[doc_id] = source
    except csv.Error as error:
        raise SourcesError(f"{path}, line {reader.line_num + 1}: {error}: check its quotation marks") from None
    return sources


def describe(article: Article, passages: Sequence[Passage], comments: Sequence[Comment], source: Source | None) -> Document:
    """Describe an article by its own text, and by its line in ``sources.csv`` where the text is silent.

    A date that the text states in full wins; without either the date is taken from the address, or left blank.
    """
    text, known = article.text, source or Source("", "", "", "", "")
    url = known.url or _find_url(text, passages)
    if stated := find_published(text, passages):
        published, basis = stated.isoformat(), "stated"
    elif known.published:
        published, basis = known.published, known.published_basis or "sourced"
    else:
        published, basis = _date_in(url), "inferred"
    return Document(
        article.doc_id, next((clean(text[p.start:p.end]) for p in passages if p.role == "headline"), ""),
        known.publisher or _find_publisher(text, passages), published, basis,
        known.genre or _find_genre(text, passages), url, article.sha256,
        sum(count_words(text[p.start:p.end]) for p in passages if p.role in COUNTED_ROLES), len(comments),
    )


def _read_text(path: Path, error: type[ValueError]) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise error(f"{path}: no such file: check its name and folder") from None
    except OSError as reason:
        raise error(f"{path}: cannot be read ({reason.strerror or reason}): check that you may open this file") from None
    mark = 3 if raw[:3] == b"\xef\xbb\xbf" else 0
    raw = raw[mark:]
    foreign = next((name for magic, name in _FOREIGN_FORMATS.items() if raw.startswith(magic)), "")
    if not foreign and len(_CONTROL.findall(raw[:65536])) * 50 > min(len(raw), 65536):
        foreign = "a binary file"
    try:
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise error(f"{path}: this is UTF-16, not UTF-8, from byte 0, line 1: save it as UTF-8")
        if (position := raw.find(0)) >= 0 and not foreign:
            raise error(f"{path}: NUL at byte {position + mark}, line {_line(raw, position)}: save it as plain text in UTF-8")
        if foreign:
            raise error(f"{path}: this is {foreign}, not plain text: save its text as UTF-8")
        text = raw.decode("utf-8")
    except UnicodeDecodeError as reason:
        raise error(f"{path}: not UTF-8 at byte {reason.start + mark}, line {_line(raw, reason.start)} "
                    f"(0x{raw[reason.start]:02x}): save it as UTF-8") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise error(f"{path}: the file is empty: put the text in, or delete the file")
    return text


def _line(raw: bytes, position: int) -> int:
    before = raw[:position].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1


def _check_columns(path: Path, names: Sequence[str]) -> None:
    unknown = [name for name in names if name not in COLUMNS]
    missing = [name for name in COLUMNS if name not in names]
    if unknown or missing or len(set(names)) < len(names):
        what = f"unknown column {unknown[0]!r}" if unknown else (
            f"column {missing[0]!r} is missing" if missing else "a column stands twice")
        raise SourcesError(f"{path}, line 1: {what}: the columns are {', '.join(COLUMNS)}")


def _read_source(where: str, row: dict[str, str]) -> tuple[str, Source]:
    if None in row or None in row.values():
        number = "more" if None in row else "fewer"
        raise SourcesError(f"{where}: {number} fields than columns: the line needs {len(COLUMNS)}")
    doc_id, *values = (row[name].strip() for name in COLUMNS)
    source = Source(*values)
    if not doc_id:
        raise SourcesError(f"{where}: doc_id is blank: give the file's name without .txt")
    if source.published and not is_valid(source.published):
        raise SourcesError(f"{where}: {source.published!r} is no EDTF date: write 2019-01-15, 2019-01 or 2019")
    for name, allowed in (("published_basis", BASES), ("genre", GENRES)):
        if (value := getattr(source, name)) and value not in allowed:
            raise SourcesError(f"{where}: unknown {name} {value!r}: it is one of {', '.join(allowed)}")
    return doc_id, source


def _texts(text: str, passages: Sequence[Passage], roles: Sequence[str], longest: int) -> list[str]:
    return [text[p.start:p.end] for p in passages if p.role in roles and p.end - p.start <= longest]


def _find_url(text: str, passages: Sequence[Passage]) -> str:
    lines = _texts(text, passages, ("furniture", "dateline", "caption"), 400)
    return next((match[1] for line in lines if (match := cues().named["address"].search(line))), "")


def _date_in(url: str) -> str:
    """Give the date in an address as EDTF ("…/2019/01/15/…": 2019-01-15), or "" for none."""
    match = cues().named["address_date"].search(url)
    day = "-".join(part.zfill(2) for part in match.groups() if part) if match else ""
    return day if is_valid(day) else ""


def _find_agency(text: str, passages: Sequence[Passage]) -> str:
    """Give the agency of the opening slug, or "" for none."""
    body = next((passage for passage in passages if passage.role == "body"), None)
    slug = text[body.start:skip_slug(text, body.start, body.end, True)] if body else ""
    agency = cues().named["agency"].search(slug)
    return clean(agency[1] or agency[2]) if agency else ""


def _find_publisher(text: str, passages: Sequence[Passage]) -> str:
    """Give the agency of the opening slug, or the owner that the last copyright line names."""
    if agency := _find_agency(text, passages):
        return agency
    for line in reversed(_texts(text, passages, ("furniture",), 200)):
        if match := cues().named["owner"].search(line):
            owner = clean(match["after"] or match["before"])
            return re.sub(r"(?i)\b(?:all rights reserved|llc|inc|ltd)\b.*", "", owner).strip(" -–—")
    return ""


def _find_genre(text: str, passages: Sequence[Passage]) -> str:
    """Tell the genre by slug, labels, the author's note and the first person, in this order."""
    if _find_agency(text, passages):
        return "wire"
    lines, genre, named = _texts(text, passages, ("furniture", "dateline"), 120), cues().genre, cues().named
    labels = {normalise(part).strip() for line in lines for part in re.split(r"[>|»›/:•·]", line)}
    if not labels.isdisjoint(genre["commentary"]):
        return "commentary"
    notes = (note for note in _texts(text, passages, ("furniture",), len(text)) if is_biography(note))
    if not labels.isdisjoint(genre["analysis"]) or any(map(named["scholar"].search, notes)):
        return "analysis"
    own = re.sub(r"[“\"][^“”\"]*[”\"]", " ", "\n".join(_texts(text, passages, ("body",), len(text))))
    said = len(named["first_person"].findall(own))
    return "commentary" if said and said * 125 >= count_words(own) else "news"
