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

_NAME = re.compile(r"\{([a-z_]+)\}")
_BRACKETS = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
# The letters that a word of a list begins with, without one that may be missing.
_LETTERS = re.compile(r"[a-z' -]+(?!\?)")


@dataclass(frozen=True, eq=False)
class Cue:
    """One group of cues, or of what does not count, by ``codings.toml``; compiled once a text calls it."""

    source: str
    coding: str
    anywhere: bool
    fresh: bool
    polarity: int
    who: str
    other: str
    starts: frozenset[str]
    needs: frozenset[str]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What is sought."""
        return re.compile(self.source, re.IGNORECASE)


Hits = dict[str, list[tuple[Cue, re.Match[str]]]]


@cache
def read_rules() -> dict:
    """The tables of ``codings.toml``."""
    return tomllib.loads((Path(__file__).parent / "codings.toml").read_text(encoding="utf-8"))


def expand(source: str) -> str:
    """Put parts and lists in the place of their names."""
    named = read_rules()["parts"] | read_rules()["lists"]
    return _NAME.sub(lambda name: expand(named[name[1]].replace("\n", "")), source)


@cache
def _lists(source: str) -> frozenset[str]:
    """The lists that a pattern, or a part of it, names."""
    parts, names = read_rules()["parts"], _NAME.findall(source)
    nested = (_lists(parts[name]) for name in names if name in parts)
    return frozenset(f"{{{name}}}" for name in names if name not in parts).union(*nested)


@cache
def _cues(masks: bool) -> dict[str, list[Cue]]:
    """All cues, or what does not count for them, by their lists, or by the stems that a sentence must have one of."""
    rules = read_rules()
    groups = rules["masks"] if masks else [{"coding": coding, **group} for coding in CODINGS for group in rules[coding]]
    cues: dict[str, list[Cue]] = {}
    for group in groups:
        stems, needs = (frozenset(stem[:STEM] for stem in group.get(name, "").split()) for name in ("stems", "needs"))
        lists = _lists(group["pattern"])
        cue = Cue(expand(group["pattern"]), group["coding"], group.get("anywhere", False), group.get("fresh", False),
                  group.get("polarity", 0), group.get("who", ""), group.get("other", ""), stems | lists,
                  needs if lists else frozenset())
        for caller in lists or needs or stems:
            cues.setdefault(caller, []).append(cue)
    return cues


@cache
def _callers() -> re.Pattern[str]:
    """The beginnings of all words that may call a cue; those shorter than `STEM` are whole words."""
    stems = {stem for masks in (False, True) for cues in _cues(masks).values() for cue in cues for stem in cue.starts}
    marked = sorted((stem for stem in stems if not stem.isalnum() and stem[0] != "{"), key=len)
    ends = [re.escape(stem) + r"\b" * (len(stem) < STEM) for stem in reversed(marked)]
    return re.compile(rf"\b(?:{'|'.join(ends)}|\w{{{STEM}}}|\w+\b)")


@cache
def _listed() -> dict[str, list[tuple[str, str]]]:
    """The words of the lists by their stems: the letters each begins with, and its list."""
    listed: dict[str, list[tuple[str, str]]] = {}
    for name, words in read_rules()["lists"].items():
        for word in _BRACKETS.sub("", words.replace("\n", "")).split("|"):
            letters = _LETTERS.match(word)[0]
            listed.setdefault(_callers().match(letters)[0], []).append((letters, f"{{{name}}}"))
    return listed


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


def _find(masks: bool, words: str, places: dict[str, list[int]], codings: Container[str]) -> Hits:
    """Where cues stand in a sentence, by coding: at the words that call them, or anywhere around."""
    found: Hits = {}
    cues = _cues(masks)
    for cue in {cue: None for caller in places if caller in cues for cue in cues[caller]}:
        if cue.coding not in codings or cue.needs and cue.needs.isdisjoint(places):
            continue
        if cue.anywhere:
            matches = list(cue.pattern.finditer(words))
        else:
            match, end, matches = cue.pattern.match, 0, []
            for place in sorted({place for caller in cue.starts.intersection(places) for place in places[caller]}):
                if place >= end and (one := match(words, place)):
                    matches.append(one)
                    end = masks and one.end()  # a mask that reaches far is not sought again at each word inside
        if matches:
            found.setdefault(cue.coding, []).extend((cue, one) for one in matches)
    return found


def find_hits(words: str) -> Hits:
    """The cues in a sentence by coding, after what does not count for a coding has been blanked out."""
    lowered, places = lower(words), {}
    for word in _callers().finditer(lowered):
        places.setdefault(word[0], []).append(word.start())
    for stem in places.keys() & _listed().keys():
        for letters, name in _listed()[stem]:
            if here := [place for place in places[stem] if lowered.startswith(letters, place)]:
                places.setdefault(name, []).extend(here)
    hits = _find(False, words, places, CODINGS)
    for coding, masks in _find(True, words, places, hits).items() if hits else ():
        masked = blank(words, [match.span() for _, match in masks])
        hits[coding] = _find(False, masked, places, (coding,)).get(coding, [])
    return hits
