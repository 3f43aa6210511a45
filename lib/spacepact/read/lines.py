"""The lines of a page and what each of them looks like, taken for itself."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from spacepact.read.names import read_rules

LONGEST_CUE = 400  # characters: a longer line is a paragraph, whatever words it holds
LONGEST_LABEL, LONGEST_UNPROMPTED = 60, 240  # characters: of a label; of a line that any pattern is tried on
SHORT_MENU = 40  # characters of a line that is a menu if blanks part it only once

_STRAIGHT = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00ad": "", "\u200b": ""}
_AROUND_LABEL = " .:;,!?|·•»›>-–—+#()[]0123456789/\\…←→↑↓*_=~'\""
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_]+")
_COLUMNS = re.compile(r"\S {2,}(?=\S)")
# A stop with closing marks, the mark of a footnote or an agency's sign-off behind it.
_END = re.compile(r"[.!?…。][”’\"'»)\]*]*(?: Enditem|(?<=[^\W\d][.!?”])\d{1,2}|\[\d{1,3}\])?$")


class Line(NamedTuple):
    """One non-blank line without its margins; ``gap`` tells whether a blank line stands before it.

    ``kind`` is what the cue file makes of the line, ``closed`` whether it ends with a sentence's punctuation.
    """

    start: int
    end: int
    indent: int
    gap: bool
    text: str
    words: int
    closed: bool
    kind: str = ""


class Pattern(NamedTuple):
    """One pattern of the cue file."""

    kind: str
    needs: tuple[str, ...]
    unless: frozenset[str]
    search: Callable[[str], object]


class Cues(NamedTuple):
    """The cue file ``layout.toml``, ready for use."""

    labels: dict[str, str]
    comment_controls: frozenset[str]
    words: dict[str, tuple[frozenset[str], frozenset[str]]]
    named: dict[str, re.Pattern[str]]
    genre: dict[str, list[str]]
    patterns: tuple[Pattern, ...]


@cache
def cues() -> Cues:
    """Read the cue file."""
    table = tomllib.loads(Path(__file__).with_name("layout.toml").read_text(encoding="utf-8"))
    controls = frozenset(table["labels"].pop("comment_control"))
    return Cues(
        labels={label: kind for kind, labels in table["labels"].items() for label in labels},
        comment_controls=controls,
        words={
            kind: (frozenset(entry["strong"]), frozenset(entry["strong"] + entry["weak"]))
            for kind, entry in table["words"].items()
        },
        named={name: re.compile(entry["pattern"]) for name, entry in table["named"].items()},
        genre=table["genre"],
        patterns=tuple(
            Pattern(
                entry["kind"], tuple(entry.get("needs", ())), frozenset(entry.get("unless", ())),
                re.compile(entry["pattern"]).search if "needs" in entry else re.compile(entry["pattern"]).match,
            )
            for entry in table["pattern"]
        ),
    )


def split_lines(text: str) -> list[Line]:
    """Give the non-blank lines of a text, without the white space around them and without their kinds."""
    lines: list[Line] = []
    position, gap = 0, True
    for raw in text.split("\n"):
        if stripped := raw.strip():
            start = position + len(raw) - len(raw.lstrip())
            lines.append(read_line(text, start, start + len(stripped), gap))
        gap = not stripped
        position += len(raw) + 1
    return lines


def read_line(text: str, start: int, end: int, gap: bool = False) -> Line:
    """Describe the line at an offset, its kind left open."""
    line = text[start:end]
    return Line(start, end, start - text.rfind("\n", 0, start) - 1, gap, line, count_words(line), ends_sentence(line))


@lru_cache(maxsize=256)  # a line is counted again when it is a passage
def count_words(text: str) -> int:
    """Count the runs between blanks that hold a letter or a digit."""
    runs = text.split()
    return len(runs) - len([run for run in runs if not (run[0].isalnum() or any(map(str.isalnum, run)))])


def ends_sentence(text: str) -> bool:
    """Tell whether a line closes with the punctuation of a sentence."""
    return bool(_END.search(text, max(0, len(text) - 24)))


def normalise(text: str) -> str:
    """Give a line in the form in which cues and repeated lines are compared."""
    for sign, plain in _STRAIGHT.items():
        text = text.replace(sign, plain)
    return " ".join(text.casefold().split())


def is_comment_control(text: str) -> bool:
    """Tell whether a line is a control between readers' comments ("Reply", "Share ›")."""
    return len(text) <= LONGEST_LABEL and normalise(text).strip(_AROUND_LABEL) in cues().comment_controls


def shows(name: str, text: str) -> bool:
    """Tell whether a line, as it is written, shows one of the cue file's named patterns ("date", "person")."""
    return len(text) <= 2 * LONGEST_CUE and bool(cues().named[name].search(text))


def is_biography(text: str) -> bool:
    """Tell whether a line reads as a note on the author or the publisher."""
    return shows("biography", text)


def is_timestamp(text: str) -> bool:
    """Tell whether a line consists of a date, a time, a distance or a label of these."""
    return len(text) <= 120 and _made_of(text, "date")


def _made_of(text: str, kind: str) -> bool:
    """Tell whether a line has no words but those of a kind, a strong one or a whole date among them."""
    tokens = [token.casefold() for token in _TOKEN.findall(text)]
    words = [token for token in tokens if not token.isdigit()]
    strong, known = cues().words[kind]
    if not known.issuperset(words):
        return False
    if not strong.isdisjoint(words):
        return words != ["may"] or len(tokens) > 1
    return kind == "date" and shows("date", text)


@lru_cache(maxsize=4096)  # the pages of one site share their lines
def kind_of(text: str) -> str:
    """Name the kind of layout that a line shows by its own words, or give "" for none."""
    if len(text) > LONGEST_CUE:
        return ""
    plain = normalise(text)
    if len(plain) <= LONGEST_LABEL and (label := cues().labels.get(plain.strip(_AROUND_LABEL))):
        return label
    if "  " in text and shows("signed", text):
        return "byline"
    if "  " in text and not ends_sentence(text) and text[:3].lower() != "by " and cues().named["date"].match(text):
        return "date"
    several = 1 + (len(text) > SHORT_MENU or any(map(str.isdigit, text)))
    if "  " in text and len(_COLUMNS.findall(text)) >= several and not ends_sentence(text) and text[:3].lower() != "by ":
        return "navigation"  # a menu, its entries apart by several blanks
    if text[-2:-1].isupper() and shows("credited", text):
        return "caption"
    if text.split()[0] in read_rules()["persons"]["given"]:
        if shows("photographer", text):
            return "credit"
        if " | " in text and not any(map(str.isdigit, text)):
            return ""  # several authors
    if text[:3].isupper() and shows("place_and_day", text) or text[-1] in "—–" and shows("place_alone", text):
        return "date"
    if "/" in text and shows("agency_credit", text):
        return "credit"
    if text[:3].isupper() and shows("slug", text) or "·" in text and shows("post", text):
        return "control"
    if is_timestamp(text) or (len(text) <= 140 and shows("date", text) and shows("dated_byline", text)):
        return "date"
    if len(plain) <= LONGEST_LABEL and _made_of(plain, "control"):
        return "control"
    words = plain.split()
    for kind, needs, unless, search in cues().patterns:
        if unless and not unless.isdisjoint(words):
            continue
        if (any(map(plain.__contains__, needs)) if needs else len(plain) <= LONGEST_UNPROMPTED) and search(plain):
            return kind
    return "" if any(map(str.isalpha, plain)) else "control"
