"""The rows of the codebook's tables, one type a table; offsets are code points into the article's text."""

from __future__ import annotations

from typing import NamedTuple


class Article(NamedTuple):
    """One article as it stands in its file, decoded, with universal newlines."""

    doc_id: str
    text: str
    sha256: str


class Passage(NamedTuple):
    """One non-blank line and its role in the layout."""

    passage_id: int
    start: int
    end: int
    role: str


class Comment(NamedTuple):
    """One reader comment; the reader appears by a pseudonym only."""

    comment_id: int
    commenter: str
    start: int
    end: int
    words: int


class Sentence(NamedTuple):
    """One sentence of headline, standfirst, caption or body."""

    sentence_id: int
    start: int
    end: int
    role: str


class TimeExpression(NamedTuple):
    """One expression that denotes a calendar point or interval; ``sentence_id`` is None in datelines."""

    sentence_id: int | None
    start: int
    end: int
    edtf: str
    mod: str


class Mention(NamedTuple):
    """One name of a listed kind, resolved to its entity."""

    sentence_id: int
    start: int
    end: int
    entity: str
    kind: str


class Quotation(NamedTuple):
    """One stretch of direct speech without its marks; ``speaker`` is blank where nobody is named."""

    sentence_id: int
    start: int
    end: int
    speaker: str


class Coding(NamedTuple):
    """The four independent codings of one sentence."""

    sentence_id: int
    forecast: bool
    agreement: bool
    rupture: bool
    assessment: bool


class Assessment(NamedTuple):
    """One actor judged in one sentence: polarity 1 or -1."""

    sentence_id: int
    actor: str
    polarity: int
