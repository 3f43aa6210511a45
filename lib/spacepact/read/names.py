"""What is known of names: the authority, the rules of names.toml and the patterns made of both."""

from __future__ import annotations

import csv
import re
import tomllib
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
CAPITAL_LETTER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŹŻŽ"
# What makes a hyphen the end of a name: "Moscow-based", "US-led".
COMPOUND = "[a-z]+(?:ed|ing)|led|made|built|era|style|like|born|run|wide|class|type|friendly|free"
# A capitalised word, an abbreviated title or initials.
TOKEN = (rf"(?:(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sen|Rep)\.|(?:[A-Z]\.-?){{1,3}}(?=[ ])"
         rf"|[{CAPITAL_LETTER}]\w*(?:[.'-](?!(?:s|{COMPOUND})\b)\w+){{0,4}})")


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
    words = {"persons": "roles never words pronouns chinese given sayings titles",
             "institutions": "heads stops", "agencies": "descriptive"}
    for group, keys in words.items():
        for key in keys.split():
            rules[group][key] = frozenset(rules[group][key].split())
    return rules


def alternatives(words: list[str]) -> str:
    """One regular expression for many words: shared beginnings are matched once, the longest word first."""
    def branch(tails: list[str]) -> str:
        groups = groupby((tail for tail in tails if tail), key=lambda tail: tail[0])
        parts = [re.escape(letter) + branch([tail[1:] for tail in group]) for letter, group in groups]
        return f"(?:{'|'.join(parts)}){'?' if '' in tails else ''}" if parts else ""
    return branch(sorted(set(words)))


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """All regular expressions made from the rules and the authority, compiled once."""
    rules, names = read_rules(), [*read_authority(), *read_rules()["nothing"]["names"]]
    persons, capitals = rules["persons"], rules["capitals"]
    series = "|".join(f"(?P<s{number}>{re.sub(r'[(](?![?])', '(?:', one['pattern'])})"
                      for number, one in enumerate(rules["series"]))
    bodies = "|".join(f"(?P<b{number}>{one['pattern']})" for number, one in enumerate(rules["bodies"]))
    roles, sayings = alternatives(list(persons["roles"])), alternatives(list(persons["sayings"]))
    titles = "|".join(map(re.escape, persons["titles"]))
    return {
        "names": re.compile(alternatives(names) + r"(?!\w)"),
        "upper": re.compile(alternatives([name.upper() for name in names]) + r"(?!\w)"),
        "series": re.compile(rf"(?<!\w)(?=[A-Z])(?:{series})(?!\w)"),
        "bodies": re.compile(rf"(?:'s)? (?:{bodies})(?!\w)"),
        "firms": re.compile(rf"(?<!\w){TOKEN}(?: {TOKEN}){{0,4}}{rules['firms']['forms']}(?![\w-])"),
        "agencies": re.compile(rules["agencies"]["pattern"]),
        "role": re.compile(rf"(?:^|\W)(?i:{roles})\.?,? $"),
        "apposition": re.compile(rf",? (?:{sayings})\b|, (?:[\w'-]+,? ){{0,6}}?(?i:{roles})\b|, who\b"),
        "credit": re.compile(rf"(?:{sayings}|according to|{persons['credits']}) $"),
        "saying": re.compile(rf",? (?:{sayings})\b"),
        "title": re.compile(rf"(?<!\w)(?:{titles}) ({TOKEN})(?! [A-Z])"),
        "pinyin": re.compile(rf"{persons['syllable']}(?:[-']?{persons['syllable']}){{0,2}}", re.IGNORECASE),
        **{key: re.compile(capitals[key])
           for key in ("place_before", "place_after", "state_before", "seat_before")},
    }
