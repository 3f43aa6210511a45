"""Statements: every sentence of prose with a number, a date or a quotation, and what it resolves to.

A statement is one line of a chapter's source (or a heading, a caption). It resolves if each computed
value in it comes out of a table, each link leads to a row or to an article's words, and each digit and
quotation typed by hand occurs in what the statement links to.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from spacepact.read.evidence import CODEBOOK

# What code may read beside a table: the call or attribute, and what it is to a reader.
OTHER_SOURCES = {"measured": "gold", "agreement": "gold", "catalogue": "catalogue", "cut_off": "schema",
                 "leave_one_out": "all tables", "list_findings": "all tables"}
RULES = "rules"  # a constant of the library, such as the most words a quotation may have
NUMBER_WORDS = {word: number for number, word in enumerate(
    "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(), 3)} | {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "dozen": 12, "hundred": 100, "thousand": 1000}
SHARES = ("half", "quarter", "quarters", "thirds")
# Names keep their digits: Chang’e-4, RD-180, CZ-5B, Long March 5.
NAME = re.compile(r"[A-Za-z][\w’']*[-‑]\d+[A-Z]?\b|Long March \d+\w*|\b[A-Z]+\d+\b")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
WORDS = re.compile(rf"\b({'|'.join([*NUMBER_WORDS, *SHARES])})\b", re.IGNORECASE)
QUOTED = re.compile(r"“([^”]*)”")
COMPUTED = "\N{OBJECT REPLACEMENT CHARACTER}"


class Computation(NamedTuple):
    """The part of a chapter's code that a value comes from, and the tables it reads."""

    code: str
    tables: tuple[str, ...]


class Statement(NamedTuple):
    """One statement: where it stands, what it says, what it resolves to, and what is wrong with it, if anything."""

    chapter: str
    line: int
    text: str
    resolves_to: tuple[str, ...]
    problem: str


class Words(NamedTuple):
    """One line of prose: its text with `COMPUTED` for each value, and what it carries."""

    text: str
    values: tuple[str, ...] = ()  # the names of computed values
    shown: tuple[str, ...] = ()  # the values themselves
    support: tuple[tuple[str, str], ...] = ()  # linked rows, words and works: what they are, what they say
    broken: tuple[str, ...] = ()  # links that lead nowhere, each with the reason


def trace(cells: list[str], names: Collection[str], known: Collection[str], findings: Mapping[str, Computation],
          ) -> Computation:
    """Return what the variables `names` are computed from: a backward slice through the cells before them.

    Parameters
    ----------
    cells
        The source of the cells, in order.
    names
        Variables; without any, the last cell's output is traced.
    known
        The names of all tables.
    findings
        What each function of :mod:`spacepact.read.findings` says of itself and reads.
    """
    statements = [statement for cell in cells for statement in _parsed(cell)]
    kept = [] if names else statements[-1:]
    needed = set(names) or _names(kept[0])
    for statement in reversed(statements if names else statements[:-1]):
        assigned, whole = _assigned(statement)
        if assigned & needed:
            kept.append(statement)
            needed = (needed - assigned if whole else needed) | _names(statement)
    nodes = [node for statement in kept for node in ast.walk(statement)]
    found = {node.value for node in nodes if isinstance(node, ast.Constant) and node.value in known}
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    called = attributes | {node.id for node in nodes if isinstance(node, ast.Name)}
    found |= attributes & CODEBOOK.keys() | {OTHER_SOURCES[name] for name in called & OTHER_SOURCES.keys()}
    found |= {RULES for node in nodes if isinstance(node, ast.ImportFrom) and node.module.startswith("spacepact.")
              for alias in node.names if alias.name.isupper() and alias.name in called | set(names)}
    used = [findings[name] for name in sorted(called & findings.keys())]
    code = [*map(ast.unparse, reversed(kept)), *(finding.code for finding in used)]
    return Computation("\n".join(code), tuple(sorted(found.union(*(finding.tables for finding in used)))))


@cache
def _parsed(cell: str) -> tuple[ast.stmt, ...]:
    """The statements of a cell; ``a, b = x, y`` as two, so that each value keeps its own sources."""
    parts: list[ast.stmt] = []
    for statement in ast.parse(cell).body:
        match statement:
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if len(names) == len(values):
                parts += [ast.copy_location(ast.Assign([name], value), statement) for name, value in zip(names, values)]
            case _:
                parts.append(statement)
    return tuple(parts)


def _names(statement: ast.stmt) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _assigned(statement: ast.stmt) -> tuple[set[str], bool]:
    """The variables that a statement sets, and whether it sets all of each."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name.split(".")[0] for alias in statement.names}, True
    targets = [target for node in ast.walk(statement) for target in (
        node.targets if isinstance(node, ast.Assign) else [node.target]
        if isinstance(node, ast.AugAssign | ast.AnnAssign | ast.For) else [])]
    names = {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
    return names, isinstance(statement, ast.Assign) and all(isinstance(one, ast.Name | ast.Tuple) for one in targets)


def judge(chapter: str, line: int, words: Words, cells: list[str], known: Collection[str],
          findings: Mapping[str, Computation], caption: bool = False) -> Statement | None:
    """Return what a line of prose resolves to, or None where it states no number, date or quotation.

    The numbers of a caption may also stand in the code of what it captions, the last cell.
    """
    plain = NAME.sub(" ", QUOTED.sub(" ", words.text))
    typed = [number.replace(",", "") for number in NUMBER.findall(plain)]
    counted = [word.lower() for word in WORDS.findall(plain)]
    quoted = [said for said in QUOTED.findall(words.text) if re.search(r"\w", said.replace(COMPUTED, ""))]
    if not (words.values or words.support or words.broken or typed or counted or quoted):
        return None
    problems = list(words.broken)
    computation = trace(cells, words.values, known, findings) if words.values else Computation("", ())
    if caption:
        drawn = trace(cells, (), known, findings)
        computation = Computation(f"{computation.code}\n{drawn.code}", tuple(sorted({*computation.tables, *drawn.tables})))
    problems += [f"the value {name} comes from no table"
                 for name in words.values if not trace(cells, [name], known, findings).tables]
    said = "\n".join(text for _, text in words.support)
    numbers = {_value(number) for number in NUMBER.findall(f"{said}\n{computation.code}\n{' '.join(words.shown)}")}
    problems += [f"{number} stands in nothing that the sentence links to"
                 for number in typed if _value(number) not in numbers]
    linked = f"{said} {' '.join(words.shown)}".lower()
    for word in counted:
        if not (computation.tables or words.support):
            problems.append(f"“{word}” is a number without a computed value, a link or a citation")
        elif word in NUMBER_WORDS and float(NUMBER_WORDS[word]) not in numbers and word not in linked:
            problems.append(f"“{word}” stands in nothing that the sentence links to")
    problems += [f"“{words}” are not the words of what the sentence links to"
                 for words in quoted if not stands_in(words, said)]
    resolves_to = [kind for kind, _ in words.support]
    if computation.tables:
        resolves_to.append(f"computed from {', '.join(computation.tables)}")
    return Statement(chapter, line, words.text, tuple(resolves_to), "; ".join(problems))


def _value(number: str) -> float:
    return float(number.replace(",", "").rstrip(".") or 0)


def letters(text: str) -> str:
    """Return text with typographic marks made plain, for comparing words to the letter."""
    return " ".join(text.translate(str.maketrans("‘’“”‑\u00a0", "''\"\"- ")).split())


def stands_in(words: str, text: str) -> bool:
    """Whether words stand in a text to the letter, and no word of them is cut."""
    return bool(re.search(rf"(?<!\w){re.escape(letters(words))}(?!\w)", letters(text)))


def numbers_in_captions(cell: str) -> Iterator[str]:
    """Yield the numbers typed into captions of tables, which should be computed."""
    for node in ast.walk(ast.parse(cell)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "table" and len(node.args) > 2:
            typed = " ".join(part.value for part in ast.walk(node.args[2])
                             if isinstance(part, ast.Constant) and isinstance(part.value, str))
            yield from NUMBER.findall(NAME.sub(" ", typed))
