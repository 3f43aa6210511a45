"""What is known of names: the authority, the rules of names.toml and the patterns made of both."""

from __future__ import annotations

import csv
import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate, islice
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, TypeVar

Meaning = TypeVar("Meaning")
# What each name stands for, in a tuple; an empty one for what only begins a name.
Names = dict[str, tuple[()] | tuple[Meaning]]
FOLDER = Path(__file__).parent
FURTHEST = 60  # characters from the beginning of one capitalised word of a name to that of the next
BEFORE = 90  # characters from a name to the word that tells what it names
WORD, SPLIT, STEP = re.compile(r"\w+"), re.compile(r"(\w+)"), re.compile(r"\w+|\W")
CAPITAL_LETTER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŹŻŽ"
# What makes a hyphen the end of a name: "Moscow-based", "US-led".
COMPOUND = "[a-z]+(?:ed|ing)|led|made|built|era|style|like|born|run|wide|class|type|friendly|free"
# A capitalised word, an abbreviated title or initials.
TOKEN = (rf"(?:(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sen|Rep)\.|(?:[A-Z]\.-?){{1,3}}(?=[ ])"
         rf"|[{CAPITAL_LETTER}]\w*(?:[.'-](?!(?:s|{COMPOUND})\b)\w+){{0,4}})")
# What joins the words of a name.
LINK = "(?:(?:of|for|on|and|the|at|&|de|da|di|del|van|der|von|den|bin|al|ibn|du) ){1,3}"


class Found(NamedTuple):
    """A candidate in the plain text; kind is blank where a name is of no listed kind."""

    start: int
    end: int
    entity: str
    kind: str


@cache
def read_authority() -> dict[str, tuple[str, str]]:
    """Every name and alias of ``authority.csv`` with its entity and kind."""
    with open(FOLDER / "authority.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    aliases = {alias: (row["entity"], row["kind"])
               for row in rows for alias in row["aliases"].split("|") if alias}
    return aliases | {row["entity"]: (row["entity"], row["kind"]) for row in rows}


@cache
def read_rules() -> dict:
    """The tables of ``names.toml``, their lists of words as sets."""
    rules = tomllib.loads((FOLDER / "names.toml").read_text(encoding="utf-8"))
    for group, key in (("nothing", "names"), ("capitals", "names"), ("capitals", "seats")):
        names = re.split(r",\s+(?!D\.? ?C)", rules[group][key])
        rules[group][key] = frozenset(name.strip() for name in names)
    words = {"persons": "roles never words pronouns chinese korean given sayings titles",
             "institutions": "heads stops", "agencies": "descriptive", "firms": "forms"}
    for group, keys in words.items():
        for key in keys.split():
            rules[group][key] = frozenset(rules[group][key].split())
    listed = (FOLDER / "given_names.txt").read_text(encoding="utf-8").split()
    rules["persons"]["given"] |= frozenset(listed)
    return rules


class Words(NamedTuple):
    """A text, where each of its words stands, and where all those with a capital do."""

    text: str
    places: dict[str, list[int]]
    capitals: list[int]


def read_words(text: str) -> Words:
    """The words of a text."""
    parts = SPLIT.split(text)  # what stands between the words, and every second part a word
    places: dict[str, list[int]] = defaultdict(list)
    for word, start in zip(parts[1::2], islice(accumulate(map(len, parts), initial=0), 1, None, 2)):
        places[word].append(start)
    return Words(text, places, sorted(start for word, starts in places.items() if word[0].isupper() for start in starts))


def lower(text: str) -> str:
    """A text in small letters, every offset kept."""
    small = text.lower()
    return small if len(small) == len(text) else text


def with_beginnings(names: dict[str, Meaning]) -> Names:
    """Names with what they stand for, and what they begin with, for `find_names`."""
    found: Names = {name[:step.end()]: () for name in names for step in STEP.finditer(name)}
    return found | {name: (meaning,) for name, meaning in names.items()}


def find_names(words: Words, names: Names) -> list[tuple[int, int, Meaning]]:
    """Where names stand as whole words, and for what; of two that overlap the first, and the longest there."""
    text, found, last = words.text, [], 0
    for word in words.places.keys() & names.keys():
        for start in words.places[word]:
            end, longest = start + len(word), None
            while (meaning := names.get(text[start:end])) is not None:
                if meaning and not WORD.match(text, end):
                    longest = start, end, *meaning
                if not (step := STEP.match(text, end)):
                    break
                end = step.end()
            if longest:
                found.append(longest)
    found.sort(key=itemgetter(0))
    return [(start, last := end, meaning) for start, end, meaning in found if start >= last]


def find_at_capitals(name: str, words: Words) -> Iterator[re.Match[str]]:
    """Where a pattern that begins with a capital is found, one after another."""
    match_at, last, alone = pattern(name).match, 0, name == "run"
    for start, following in zip(words.capitals, [*words.capitals[1:], len(words.text) + FURTHEST]):
        if alone and following - start > FURTHEST:
            continue  # no other capital is near enough to make a run
        if start >= last and (match := match_at(words.text, start)):
            last = match.end()
            yield match


def find_at_words(name: str, words: Words, calls: Iterable[str]) -> Iterator[re.Match[str]]:
    """Where a pattern is found that begins with one of some words."""
    starts = sorted(start for word in calls for start in words.places.get(word, ()))
    return (match for start in starts if (match := pattern(name).match(words.text, start)))


def find_before(name: str, words: Words, calls: Iterable[str]) -> Iterator[re.Match[str]]:
    """Where a pattern is found at the capitals before some words, one after another."""
    match_at, last, capitals = pattern(name).match, 0, words.capitals
    for place in sorted(place for word in calls for place in words.places.get(word, ())):
        for start in capitals[bisect_left(capitals, max(last, place - BEFORE)):bisect_left(capitals, place)]:
            if start >= last and (match := match_at(words.text, start)):
                last = match.end()
                yield match


def alternatives(words: Iterable[str]) -> str:
    """One regular expression for many words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A regular expression made from the rules, compiled once a text calls for it."""
    return re.compile(_patterns()[name])


@cache
def _patterns() -> dict[str, str]:
    rules = read_rules()
    persons, capitals = rules["persons"], rules["capitals"]
    # The number stands in an empty group at the end, so that an alternative fails at its first letter.
    series = "|".join(f"(?:{re.sub(r'[(](?![?])', '(?:', one['pattern'])})(?P<s{number}>)"
                      for number, one in enumerate(rules["series"]))
    bodies = "|".join(f"(?P<b{number}>{one['pattern']})" for number, one in enumerate(rules["bodies"]))
    roles, sayings, titles = (alternatives(persons[key]) for key in ("roles", "sayings", "titles"))
    form = rf"(?: Group)?,? (?:{alternatives(rules['firms']['forms'])})\b\.?"
    return {
        "series": rf"(?<!\w)(?=[A-Z])(?:{series})(?!\w)",
        "bodies": rf"(?:'s)? (?:{bodies})(?!\w)",
        "firms": rf"(?<!\w){TOKEN}(?: {TOKEN}){{0,4}}{form}(?![\w-])",
        "form": rf"{form}$",
        "run": rf"(?<!\w){TOKEN}(?:'s)?(?: (?:{LINK})?{TOKEN}(?:'s)?){{1,14}}(?!\w)",
        "part": rf"({TOKEN})('s)?(?: ({LINK})?|$)",
        "agencies": rules["agencies"]["pattern"],
        "role": rf"(?:^|\W)(?i:{roles})\.?,? $",
        "apposition": rf",? (?:{sayings})\b|, (?:[\w'-]+,? ){{0,6}}?(?i:{roles})\b|, who\b",
        "credit": rf"(?:{sayings}|according to|{persons['credits']}) $",
        "saying": rf",? (?:{sayings})\b",
        "title": rf"(?<!\w)(?:{titles}) ({TOKEN})(?! [A-Z])",
        "pinyin": rf"(?i){persons['syllable']}(?:[-']?{persons['syllable']}){{0,2}}",
        **{key: capitals[key] for key in ("place_before", "place_after", "state_before", "seat_before")},
        **{f"introduction {number}": one["pattern"].replace("NAME", f"({TOKEN})", 1).replace("NAME", TOKEN)
           for number, one in enumerate(rules["introductions"])},
    }
