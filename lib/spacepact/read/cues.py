"""The cues of the sentence codings: what codings.toml says, and where its cues stand in a sentence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from spacepact.read.names import lower

CODINGS = ("forecast", "agreement", "rupture", "assessment")
STEM = 4


@dataclass(frozen=True, eq=False)
class Cue:
    """One group of cues, or of what does not count, by ``codings.toml``; compiled once a text calls it."""

    source: str
    coding: str
    anywhere: bool
    fresh: bool
    polarity: int
    who: str
    other: re.Pattern[str] | None

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What is sought."""
        return re.compile(self.source, re.IGNORECASE)


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
        cue = Cue(group["pattern"], group["coding"], group.get("anywhere", False), group.get("fresh", False),
                  group.get("polarity", 0), group.get("who", ""), other)
        for stem in {stem[:STEM] for stem in group["stems"].split()}:
            cues.setdefault(stem, []).append(cue)
    return cues


@cache
def _callers() -> re.Pattern[str]:
    """The beginnings of all words that may call a cue; those shorter than `STEM` are whole words."""
    marked = sorted((stem for stem in _cues(False).keys() | _cues(True).keys() if not stem.isalnum()), key=len)
    ends = [re.escape(stem) + r"\b" * (len(stem) < STEM) for stem in reversed(marked)]
    return re.compile(rf"\b(?:{'|'.join(ends)}|\w{{{STEM}}}|\w+\b)")


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
    for stem, places in stems.items():
        for cue in cues.get(stem, ()):
            if cue.coding not in codings or cue in sought:
                continue
            if cue.anywhere:
                sought.add(cue)
                for match in cue.pattern.finditer(words):
                    found.setdefault(cue.coding, []).append((cue, match))
                continue
            for place in places:
                if match := cue.pattern.match(words, place):
                    found.setdefault(cue.coding, []).append((cue, match))
    return found


def find_hits(words: str) -> Hits:
    """The cues in a sentence by coding, after what does not count for a coding has been blanked out."""
    stems: dict[str, list[int]] = {}
    for word in _callers().finditer(lower(words)):
        stems.setdefault(word[0], []).append(word.start())
    hits = _find(False, words, stems, CODINGS)
    for coding, masks in _find(True, words, stems, hits).items() if hits else ():
        masked = blank(words, [match.span() for _, match in masks])
        hits[coding] = _find(False, masked, stems, (coding,)).get(coding, [])
    return hits
