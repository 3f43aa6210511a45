"""Readers' comments below an article: where they stand, and how many words each pseudonym wrote.

Three layouts of a plain-text page are known: handles behind bullets with indented comments under them, handles
followed by "says:", and handles followed by (or on one line with) the time of writing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from spacepact.read.lines import Line, ends_sentence, is_comment_control, is_timestamp, read_line
from spacepact.read.records import Comment, Passage

LONGEST_HANDLE, LONGEST_AUTHOR_LINE = 60, 120  # characters
MOST_LISTS = 20  # lists of short items tried before the page is taken to have no bulleted comments
_BULLET = re.compile(r"[•·‣◦●○▪∙*–-][\s\u200b]+(?=\S)")
_SAYS = re.compile(
    r"(?P<handle>\S.{0,59}?)\s+(?:says|said|wrote|writes|commented|replied)"
    r"(?:(?:\s+(?:on|at)\s.{4,50})?\s?:|\.\.\.|…)$"
)
_SEPARATOR = re.compile(r"\s*(?:[|•·,–—-]\s|\s(?:on|at)\s|\s(?=\d)|\s(?=an?\s\w+\sago$))")
_INITIAL = re.compile(r"(?:^|\s)(?:[^\W\d_]|[JS]r)\.$")


class CommentLines(NamedTuple):
    """Where the comment section of a page begins, and the roles of its lines from there on."""

    first: int
    roles: list[str]


def find_comment_lines(lines: Sequence[Line]) -> CommentLines:
    """Find the comment section of a page; ``first`` is past the end without one."""
    heading = next((index for index, line in enumerate(lines) if line.kind == "comments"), None)
    if authors := _bulleted_authors(lines):
        return _section(lines, authors, lines[authors[0]].indent)
    if authors := _named_authors(lines, heading):
        return _section(lines, authors, -1)
    return CommentLines(len(lines), [])


def find_comments(text: str, passages: Sequence[Passage]) -> list[Comment]:
    """Give the comments of an article, their authors by pseudonyms in the order of first appearance."""
    lines = [read_line(text, passage.start, passage.end) for passage in passages if passage.role == "comment"]
    if not lines:
        return []
    authors = sorted({0, *(_bulleted_authors(lines) or _named_authors(lines, -1))})
    pseudonyms: dict[str, str] = {}
    comments = []
    for number, (first, after) in enumerate(zip(authors, [*authors[1:], len(lines)]), start=1):
        commenter = pseudonyms.setdefault(_handle(lines[first].text), f"reader-{len(pseudonyms) + 1:02d}")
        told = lines[first + 1:after]
        times = [line for line in told[:1] + told[1:][-1:] if is_timestamp(line.text)]
        words = sum(line.words for line in told) - sum(line.words for line in times)
        comments.append(Comment(number, commenter, lines[first].start, lines[after - 1].end, words))
    return comments


def _handle(author_line: str) -> str:
    name = unicodedata.normalize("NFC", _without_bullet(author_line))
    says = _SAYS.match(name) if len(name) <= LONGEST_AUTHOR_LINE else None
    return says["handle"].strip() if says else _before_time(name) or name


def _without_bullet(text: str) -> str:
    bullet = _BULLET.match(text)
    return text[bullet.end():].strip() if bullet else text


def _before_time(text: str) -> str:
    """Give what stands before a time at the end of a short line ("Ann • 3 years ago": "Ann"), else ""."""
    for gap in _SEPARATOR.finditer(text) if len(text) <= LONGEST_AUTHOR_LINE else ():
        if 0 < gap.start() <= LONGEST_HANDLE and is_timestamp(text[gap.start():].strip(" |•·,–—-")):
            return text[:gap.start()].strip()
    return ""


def _is_handle(text: str) -> bool:
    name = _before_time(text) or text
    words = len(name.split())
    if len(name) > LONGEST_HANDLE or words > 6 or name[-1:] in ",;:":
        return False
    return words == 1 or not ends_sentence(name) or bool(_INITIAL.search(name))


def _is_bulleted_handle(line: Line) -> bool:
    return bool(_BULLET.match(line.text)) and _is_handle(_without_bullet(line.text))


def _bulleted_authors(lines: Sequence[Line]) -> list[int]:
    """Give the author lines of a section of bulleted handles with indented comments.

    A list in the article's own text has no indented paragraphs under short items, and prose after it.
    """
    opened = (
        index for index, (line, below) in enumerate(zip(lines, lines[1:]))
        if below.indent > line.indent and _is_bulleted_handle(line)
        and (_is_bulleted_handle(below) or not _BULLET.match(below.text))
    )
    for first, _ in zip(opened, range(MOST_LISTS)):
        level = lines[first].indent
        while first and lines[first - 1].indent == level and _is_bulleted_handle(lines[first - 1]):
            first -= 1
        outer = [index for index in range(first, len(lines)) if lines[index].indent <= level]
        authors = [index for index in outer if _BULLET.match(lines[index].text)]
        prose = sum(lines[index].closed and lines[index].words >= 12 for index in set(outer).difference(authors))
        if prose <= max(1, len(authors) // 3):
            return authors
    return []


def _named_authors(lines: Sequence[Line], heading: int | None) -> list[int]:
    """Give the author lines of a section of names with "says:" or with times; a heading or a time must vouch."""
    start = 0 if heading is None else heading + 1
    authors: list[int] = []
    for index, line in enumerate(lines[start:], start=start):
        if heading is not None and not authors and line.kind in ("list", "closing"):
            break
        if len(line.text) > LONGEST_AUTHOR_LINE:
            continue
        timed_below = index + 1 < len(lines) and is_timestamp(lines[index + 1].text)
        bare = _without_bullet(line.text)
        if _SAYS.match(bare):
            if heading is not None or timed_below or any(map(str.isdigit, bare[-20:])):
                authors.append(index)
        elif heading is not None and _is_handle(bare) and not is_timestamp(bare) and not is_comment_control(bare):
            bulleted = bare != line.text and (not authors or bool(_BULLET.match(lines[authors[0]].text)))
            says = authors and _SAYS.match(lines[authors[0]].text)
            if not says and (timed_below or _before_time(bare) or bulleted):
                authors.append(index)
    return authors


def _section(lines: Sequence[Line], authors: Sequence[int], level: int) -> CommentLines:
    """Give each line from the first author on its role: a reader's words never pass for the page's own."""
    roles, over, opening = [], False, set(authors)
    for index, line in enumerate(lines[authors[0]:], start=authors[0]):
        outdented = level >= 0 and line.indent <= level
        vote = line.text.isdigit() and index + 1 < len(lines) and is_comment_control(lines[index + 1].text)
        if index > authors[-1] and (outdented or level < 0) and not is_comment_control(line.text):
            over = over or _ends_section(line, outdented)
        own = over or vote or is_comment_control(line.text)
        roles.append("comment" if index in opening or not own else "furniture")
    return CommentLines(authors[0], roles)


def _ends_section(line: Line, outdented: bool) -> bool:
    if line.kind and line.kind not in ("date", "navigation"):
        return True
    return outdented and line.gap and not (line.closed and line.words >= 12)
