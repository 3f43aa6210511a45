"""Quotation marks of any kind in a paragraph: which open, which close, and which are apostrophes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

FURTHEST_MARK = 60  # marks looked ahead for the one that closes; keeps hostile text linear

_MARKS = re.compile("[“”„«»\"‘’‹›「」']")
_CLOSING = {"“": "”“\"", "„": "“”", "«": "»", "‹": "›", "「": "」", '"': '"”', "‘": "’'", "'": "'’"}


def find_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give what stands between quotation marks in a paragraph, marks excluded; marks inside a quotation are its own.

    A quotation that goes on in the next paragraph has no closing mark and ends with its own paragraph.
    """
    marks = [mark for mark in _MARKS.finditer(text, start, end) if not _is_inside_word(text, mark.start(), end)]
    number = 0
    while number < len(marks):
        opening = marks[number].start()
        number += 1
        if not _opens(text, opening, start, end):
            continue
        closing = _find_closing(text, marks, number, opening, end)
        if closing is None and (text[opening] not in "“„«\"" or opening != start):
            continue
        first, after = trim(text, opening + 1, end if closing is None else marks[closing].start())
        if first < after:
            yield first, after
        number = len(marks) if closing is None else closing + 1


def _is_inside_word(text: str, position: int, end: int) -> bool:
    """Tell an apostrophe inside a word, and a mark of inches or minutes, from a quotation mark."""
    before = text[position - 1:position]
    behind = text[position + 1:position + 2] if position + 1 < end else ""
    if text[position] in "'’‘":
        return before.isalnum() and behind.isalnum()
    return text[position] == '"' and before.isdigit() and behind == " "


def _opens(text: str, position: int, start: int, end: int) -> bool:
    mark, before = text[position], text[position - 1:position] if position > start else ""
    behind = text[position + 1:position + 2] if position + 1 < end else ""
    if not behind or behind.isspace() and mark not in "«„":
        return False
    if mark in "“„«‹「":
        return True
    free = not before or before.isspace() or before in "(—–-[/“‘\"…,:"
    if mark in "'‘":
        return free and not behind.isdigit() and text[position + 1:position + 4].lower() not in ("em ", "tis", "twa")
    return mark == '"' and free


def _find_closing(text: str, marks: Sequence[re.Match[str]], number: int, opening: int, end: int) -> int | None:
    """Give the number of the mark that closes a quotation; an apostrophe of the plural may look like one."""
    mark, doubtful, depth = text[opening], None, 0
    for index in range(number, min(len(marks), number + FURTHEST_MARK)):
        position = marks[index].start()
        found, before = text[position], text[position - 1]
        if mark == found == "“" and text[position + 1:position + 2].isalnum():
            return doubtful
        if mark in "'‘" and found in "'‘" and _opens(text, position, opening, end):
            depth += 1
        elif found not in _CLOSING[mark]:
            continue
        elif mark not in "'‘" and (mark, found) != ("“", '"'):
            return index
        elif depth:
            depth -= 1
        elif mark != "“" and (before in ",.?!…" or before not in "sz" and doubtful is None):
            return index
        elif mark != "“" and before not in "sz":
            return doubtful
        elif doubtful is None:
            doubtful = index
    return doubtful


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the bounds of a span without the white space at its ends."""
    first = end - len(text[start:end].lstrip())
    return first, first + len(text[first:end].rstrip())
