"""Sentences by the codebook's section 3, and the clean text of a passage.

Own rules: pysbd 0.3 (F1 0.95 and 0.97 on the two annotated sets) and syntok 1.4 (1.00 and 0.97) know no slugs, credits
or footnote marks and are four to forty times slower. The words that decide stand in ``sentences.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from spacepact.read.marks import trim
from spacepact.read.records import Passage, Sentence

ROLES = frozenset({"headline", "standfirst", "caption", "body"})
LONGEST_WORD = 40  # characters looked back or ahead around a full stop

# The run of closing punctuation with its marks and the white space behind it; never begun inside such a run.
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[”’\"'»)\]]*+(?:\[\d{1,3}\]|[¹²³]|[ \u00a0\u202f]»|(?<=[^\W\d_][.?!”\"’])\d{1,2}(?=\s))*(?:\s++|(?=[A-Z]))")
_OPENING = re.compile(r"[“‘«„\"'(\[]*")
_DASH = re.compile(r"[-–—/&]")
_LAST_WORD = re.compile(r"[\w.’'&-]*\Z")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_INITIALS = re.compile(r"(?:[^\W\d_]|Yu|Ye|Ya|Zh|Th|Ch|Kh|Sh|Ts)(?:[.-][^\W\d_])*\Z")
_ITEM_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})\Z")
_HYPHEN = re.compile(r"[-\u2010]([^\W\d_]{2,12}(?:['’]s)?)(?![\w-])")
_BEFORE_HYPHEN = re.compile(r"\b[^\W\d_]{2,12}\Z")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]")


@cache
def _table() -> dict:
    return tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_table()["words"][name])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_table()[name]["pattern"], re.IGNORECASE if name == "credit" else 0)


@cache
def _slugs(first: bool) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(slug["pattern"]) for slug in _table()["slug"] if first or not slug.get("first"))


def find_sentences(text: str, passages: Sequence[Passage]) -> list[Sentence]:
    """Give the sentences of headlines, standfirsts, captions and body, numbered through the article."""
    sentences: list[Sentence] = []
    first_paragraph = True
    for passage in passages:
        if passage.role not in ROLES:
            continue
        start = passage.start
        if passage.role == "body":
            start = skip_slug(text, passage.start, passage.end, first_paragraph)
            first_paragraph = False
        for first, after in _split(text, start, passage.end, passage.role):
            sentences.append(Sentence(len(sentences) + 1, first, after, passage.role))
    return sentences


def skip_slug(text: str, start: int, end: int, first: bool) -> int:
    """Give the offset behind a wire's opening slug, or `start` if the paragraph has none."""
    opening = text[start:min(end, start + 140)]
    for slug in _slugs(first):
        match = slug.match(opening)
        if match and start + match.end() < end:
            return start + match.end()
    return start


def clean(text: str) -> str:
    """Give a span as it would read in print: composed accents, single blanks, no line-break hyphens or marks."""
    if not (text.isascii() or text.isprintable() and unicodedata.is_normalized("NFC", text)):
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    if "-" in text or "\u2010" in text:
        text = _HYPHEN.sub(_join, text)
    return " ".join(text.split()) if "  " in text or not text.isprintable() else text.strip()


def _join(match: re.Match[str]) -> str:
    if match[1] not in _words("line_break"):
        return match[0]
    before = _BEFORE_HYPHEN.search(match.string[max(0, match.start() - 13):match.start()])
    return match[1] if before and (before[0].islower() or before[0].istitle()) else match[0]


def _split(text: str, start: int, end: int, role: str) -> Iterator[tuple[int, int]]:
    """Give the spans of the sentences of one passage, without white space at their ends."""
    start, last = trim(text, start, end)
    if role == "caption":
        whole = _pattern("credit").match(" " + text[start:min(end, start + 40)])
        for credit in () if whole else _pattern("credit").finditer(text, start, end):
            label = text[start:credit.start()].strip(" ([").casefold()
            if credit.start() > start and label not in _words("credit_labels"):
                yield from _split(text, start, credit.start(), "")
                start = credit.end()
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end and _is_end(text, begin, stop, end):
            yield begin, stop.start() + len(stop[0].rstrip())
            begin = stop.end()
    if last > begin:
        yield begin, last


def _is_end(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    """Decide whether a sentence ends at closing punctuation with something behind it."""
    marks = stop[0].rstrip()
    opening = _OPENING.match(text, stop.end(), min(end, stop.end() + 6))
    follows = opening.end()
    if follows >= end or _DASH.match(text, follows) or text[follows].islower():
        return False
    ahead = text[follows:min(end, follows + LONGEST_WORD)]
    word = _FIRST_WORD.match(ahead)
    opens = bool(word) and word[0].casefold() in _words("openers")
    before = _LAST_WORD.search(text[max(begin, stop.start() - LONGEST_WORD):stop.start()])[0]
    if marks == stop[0]:  # no blank: a lost one ("moon.The"), or an address ("Space.Com")
        return opens and word.end() < len(ahead) and ahead[word.end()].isspace() and before[-2:].islower()
    if marks == "." or marks[:1] == "." and marks[1:2] in ("'", "’"):
        name = before.lstrip("'’.-").casefold()
        number = ahead[:1].isdigit()
        if name in _words("never") or (number and name in _words("before_number")):
            return False
        if name in _words("sometimes") or _INITIALS.match(before) and before not in ("I",):
            return opens or (opening.end() > opening.start() and name in _words("sometimes"))
        if _ITEM_NUMBER.match(before) and stop.start() - begin <= len(before) + 1:
            return False
    elif marks[:1] == "." and before.casefold() in _words("never") | _words("before_number"):
        return False
    quoted = marks[-1] in "”’\"'»" and marks[0] in "!?…"
    return not (quoted and _pattern("attribution").match(text, follows, min(end, follows + 90)))
