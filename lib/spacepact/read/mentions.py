"""Find who and what is named, and resolve the names to the authority's entities."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache

from spacepact.read.names import (
    Found, Names, Words, find_at_capitals, find_names, pattern, read_authority, read_rules, read_words, with_beginnings,
)
from spacepact.read.persons import find_introduced, find_runs, find_surnames
from spacepact.read.plain_text import make_plain
from spacepact.read.records import Mention, Sentence


def find_mentions(text: str, sentences: list[Sentence]) -> list[Mention]:
    """Find the mentions of listed kinds in the sentences, in order.

    The longest name wins; a bare surname is the person last named with it, or first named after it.
    """
    plain = make_plain(text)
    words = read_words(plain.text)
    found = _choose([*_find_names(words), *_find_series(words), *find_runs(words)])
    if surnames := find_surnames(words, found):
        found = _choose([*surnames, *found])
    if introduced := find_introduced(words, found):
        found = _choose([*found, *introduced])
    mentions, starts = [], [sentence.start for sentence in sentences]
    for one in found:
        start, end = plain.original(one.start), plain.original(one.end - 1) + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        index = bisect_right(starts, start) - 1
        if one.kind and index >= 0 and end <= sentences[index].end:
            mentions.append(Mention(sentences[index].sentence_id, start, end, one.entity, one.kind))
    return mentions


def _choose(candidates: list[Found]) -> list[Found]:
    """Of overlapping candidates keep the longest, the earlier among equals."""
    chosen: list[Found] = []
    for one in sorted(candidates, key=lambda one: (one.start, -one.end, not one.kind)):
        size = one.end - one.start
        while chosen and chosen[-1].end > one.start and size > chosen[-1].end - chosen[-1].start:
            chosen.pop()
        if not chosen or chosen[-1].end <= one.start:
            chosen.append(one)
    return chosen


def _find_names(words: Words) -> list[Found]:
    """Names of the authority, with the ministries and forces built on them; capitals only where they act."""
    text, authority, capitals, found = words.text, read_authority(), read_rules()["capitals"], []
    cities, bodies = capitals["names"] | capitals["seats"], pattern("bodies")
    lines = text.split("\n")
    shouted = []
    if any(map(str.isupper, lines)):
        capitals_only = "\n".join(line if line.isupper() else " " * len(line) for line in lines)
        shouted = find_names(read_words(capitals_only), _listed(True))
    for start, end, name in find_names(words, _listed(False)) + shouted:
        entity, kind = authority.get(name, ("", ""))
        if name in cities and _is_place(text, start, end, name in capitals["seats"]):
            continue
        if kind == "country" and (body := bodies.match(text, end)):
            found.append(Found(start, body.end(), _body_name(entity, body), "agency"))
        else:
            found.append(Found(start, end, entity, kind))
    return found


@cache
def _listed(upper: bool) -> Names[str]:
    names = [*read_rules()["nothing"]["names"], *read_authority()]
    return with_beginnings({name.upper() if upper else name: name for name in names})


def _is_place(text: str, start: int, end: int, seat: bool) -> bool:
    """Whether a capital or seat of state is a mere place here, and does not act for its state."""
    before, owner = text[max(0, start - 40):start], text.startswith("'s", end)
    if seat:
        return not owner and bool(pattern("seat_before").search(before))
    if pattern("place_after").match(text, end):
        return True
    return bool(pattern("place_before").search(before)) and not (
        owner or pattern("state_before").search(before))


@cache
def _adjective(country: str) -> str:
    return next((alias for alias, (entity, _) in read_authority().items() if entity == country), country)


def _body_name(country: str, match: re.Match[str]) -> str:
    """Canonical name of a country's ministry or force, as the authority writes it where it has it."""
    name = read_rules()["bodies"][int(match.lastgroup[1:])]["name"] or match[match.lastgroup]
    name = f"{_adjective(country)} {name}"
    return read_authority().get(name, (name, ""))[0]


def _find_series(words: Words) -> list[Found]:
    """Craft and missions under a serial name."""
    found = []
    for match in find_at_capitals("series", words):
        one = read_rules()["series"][int(match.lastgroup[1:])]
        entity = one["entity"].format(*re.compile(one["pattern"]).match(words.text, match.start()).groups())
        found.append(Found(*match.span(), read_authority().get(entity, (entity,))[0], one["kind"]))
    return found
