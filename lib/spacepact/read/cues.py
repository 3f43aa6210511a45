"""The cues of the sentence codings: what ``codings.toml`` says, and where its phrases stand in a sentence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from spacepact.read.phrases import Hit, Index, Lists, Phrase, read_phrase, split_phrases

CODINGS = ("forecast", "agreement", "rupture", "assessment")

_WORD = re.compile(r"-?\w(?:[\w.]*\w(?:-\w+)*(?:(?<=n)'t\b)?)?|'(?:s|re|ll|ve|d)\b|[,;:.()—–!?/$€£-]")


class Cue(NamedTuple):
    """One group of phrases and what it makes of a sentence, by ``codings.toml``; ``number`` tells it from others."""

    number: int
    coding: str
    counts: bool
    fresh: bool
    polarity: int
    previous: bool


class Wording(NamedTuple):
    """A sentence as the cues see it: its words, blank ones around them, and which of them stand for its spans."""

    words: list[str]
    places: list[int]


Span = tuple[int, int, str, object]
"""Start, end and kind of what stands for one word in a sentence, and what it is."""


Hits = dict[str, list[Hit[Cue]]]


@cache
def read_rules() -> dict:
    """The tables of ``codings.toml``."""
    return tomllib.loads((Path(__file__).parent / "codings.toml").read_text(encoding="utf-8"))


@cache
def listed(name: str) -> Container[str]:
    """The words of a list."""
    return _lists().read(f"<{name}>").lean()


@cache
def _lists() -> Lists:
    return Lists(read_rules()["lists"], read_rules()["often"])


@cache
def read_cues() -> list[list[Phrase[Cue]]]:
    """The phrases of each group of cues."""
    groups = []
    for number, one in enumerate(read_rules()["cue"]):
        cue = Cue(number, one["coding"], one.get("counts", True), one.get("fresh", False), one.get("polarity", 0),
                  one.get("previous", False))
        groups.append([read_phrase(text, cue, _lists()) for text in split_phrases(one["phrases"])])
    return groups


@cache
def _index() -> Index[Cue]:
    return Index([phrase for group in read_cues() for phrase in group])


def read_wording(text: str, start: int, end: int, spans: Sequence[Span]) -> Wording:
    """Split a sentence of a text in small letters into its words, each name or date one of them.

    Parameters
    ----------
    spans
        The names and dates in the sentence, in order; a blank kind only marks a place.
    """
    words, places, last = [""], [], start
    for first, after, kind, _ in spans:
        within = first < last
        if not within:
            words += _WORD.findall(text, last, first)
            last = after
        places.append(len(words))
        if kind and not within:
            words.append(kind)
    return Wording([*words, *_WORD.findall(text, last, end), ""], places)


def find_hits(words: Sequence[str]) -> Hits:
    """The cues among the words of a sentence by coding, without those that stand in what does not count."""
    found: Hits = {}
    barred: dict[str, set[int]] = {}
    for hit in _index().find(words):
        if hit.phrase.group.counts:
            found.setdefault(hit.phrase.group.coding, []).append(hit)
        else:
            barred.setdefault(hit.phrase.group.coding, set()).update(range(hit.start, hit.end))
    for coding in barred.keys() & found.keys():
        found[coding] = [hit for hit in found[coding] if hit.anchor not in barred[coding]]
    return {coding: hits for coding, hits in found.items() if hits}
