"""The cues of the sentence codings: what codings.toml says, and where its cues stand in a sentence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from spacepact.read.names import alternatives

CODINGS = ("forecast", "agreement", "rupture", "assessment")
STEM = 4


class Cue(NamedTuple):
    """One group of cues, or of what does not count; the fields are those of ``codings.toml``."""

    coding: str
    pattern: re.Pattern[str]
    anywhere: bool = False
    fresh: bool = False
    polarity: int = 0
    who: str = ""
    other: re.Pattern[str] | None = None


Hits = dict[str, list[tuple[Cue, re.Match[str]]]]


@cache
def read_rules() -> dict:
    """The tables of ``codings.toml``."""
    return tomllib.loads((Path(__file__).parent / "codings.toml").read_text(encoding="utf-8"))


@cache
def _cues(masks: bool) -> dict[str, list[Cue]]:
    """All cues, or what does not count for them, by the first letters of the words that call them."""
    groups = [{"coding": coding, **group} for coding in CODINGS for group in read_rules()[coding]]
    cues: dict[str, list[Cue]] = {}
    for group in read_rules()["masks"] if masks else groups:
        other = re.compile(group["other"], re.IGNORECASE) if "other" in group else None
        cue = Cue(group["coding"], re.compile(group["pattern"], re.IGNORECASE), group.get("anywhere", False),
                  group.get("fresh", False), group.get("polarity", 0), group.get("who", ""), other)
        for stem in {stem[:STEM] for stem in group["stems"].split()}:
            cues.setdefault(stem, []).append(cue)
    return cues


@cache
def _callers() -> re.Pattern[str]:
    """The beginnings of all words that call a cue; those shorter than `STEM` are whole words."""
    stems = _cues(False).keys() | _cues(True).keys()
    long, short = ([stem for stem in stems if (len(stem) == STEM) is wanted] for wanted in (True, False))
    return re.compile(rf"\b(?:{alternatives(long)}|{alternatives(short)}\b)")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of the table ``words``."""
    return re.compile(read_rules()["words"][name])


def blank(words: str, spans: Iterable[tuple[int, int]]) -> str:
    """Blank out spans of a sentence, keeping every offset."""
    pieces, last = [], 0
    for start, end in sorted(spans):
        if end > last:
            pieces += [words[last:start], " " * (end - max(start, last))]
            last = end
    return "".join([*pieces, words[last:]])


def _find(masks: bool, words: str, stems: dict[str, list[int]], codings: Container[str]) -> Hits:
    """Where cues stand in a sentence, by coding: at the words that call them, or anywhere around."""
    found: Hits = {}
    sought, cues = set(), _cues(masks)
    for stem in stems.keys() & cues.keys():
        for cue in cues[stem]:
            if cue.coding not in codings or cue.anywhere and cue.pattern in sought:
                continue
            if cue.anywhere:
                sought.add(cue.pattern)
                matches = cue.pattern.finditer(words)
            else:
                matches = filter(None, (cue.pattern.match(words, place) for place in stems[stem]))
            for match in matches:
                found.setdefault(cue.coding, []).append((cue, match))
    return found


def find_hits(words: str) -> Hits:
    """The cues in a sentence by coding, after what does not count for a coding has been blanked out."""
    lower = words.lower()
    stems: dict[str, list[int]] = {}
    for word in _callers().finditer(lower if len(lower) == len(words) else words):
        stems.setdefault(word[0], []).append(word.start())
    hits = _find(False, words, stems, CODINGS)
    for coding, masks in _find(True, words, stems, hits).items() if hits else ():
        masked = blank(words, [match.span() for _, match in masks])
        hits[coding] = _find(False, masked, stems, (coding,)).get(coding, [])
    return hits
