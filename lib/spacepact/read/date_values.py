"""From the words of a time expression to its EDTF value: calendar arithmetic, no text.

An expression arrives as the named groups of its pattern (``dates.toml``), with the day of publication and
the values of the text so far; whether its clause tells of the past is asked only where the value needs it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from spacepact.read.edtf import bounds, is_valid

_WEEK = timedelta(days=7)
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
# From the first to the last day, at most: how fine a value is.
_DAYS = {"day": 0, "weekend": 1, "week": 6, "month": 30, "quarter": 91, "year": 365,
         "decade": 3652, "century": 36524}  # fmt: skip


class Anchors(NamedTuple):
    """What relative expressions count from."""

    published: date | None
    history: list[str]  # values of the text so far, which "that year" and "two weeks later" point to
    is_told: Callable[[], bool]  # whether the clause speaks of the past; asked only where it matters


@cache
def date_words() -> dict:
    """Return the contents of ``dates.toml``."""
    return tomllib.loads(Path(__file__).with_name("dates.toml").read_text(encoding="utf-8"))


@cache
def number(word: str) -> int | float:
    """Return what a numeral counts, or the number of a month, weekday (Monday is 0), season or decade."""
    if word.isdigit():
        return int(word)
    tables = date_words()["calendar"].values()
    numbers = {name.lower(): value for table in tables for name, value in table.items()}
    return numbers[" ".join(word.lower().rstrip(".").split())]


def resolve(groups: dict[str, str], anchors: Anchors) -> str:
    """Return the EDTF value of one expression, blank if it cannot be known.

    Parameters
    ----------
    groups
        Named groups of the pattern that found it. ``part`` is the part that it makes of itself: START, MID,
        END, half_1, quarter_3, week_0 (the week that holds it) and so on.
    """
    resolver = next((_RESOLVERS[name] for name in _RESOLVERS if name in groups), _named)
    try:
        value = resolver(groups, anchors)
        value = _part(value, groups["part"]) if value and "part" in groups else value
    except (ValueError, OverflowError):  # 31 June, or a count that leaves the calendar
        return ""
    return value if value and is_valid(value) else ""


def interval(first: str, last: str) -> str:
    """Return the interval from one value to another; from November to February ends in the next year."""
    if not first or not last:
        return ""
    start, end = first.split("/")[0], last.split("/")[-1]
    opening, closing = bounds(start)[0], bounds(end)[1]
    # An interval of level 1 cannot have unspecified digits.
    start = f"{opening.year:04}" if "X" in start else start
    end = f"{closing.year:04}" if "X" in end else end
    if opening > closing and len(start) == len(end) == 10 and opening - closing < _WEEK:  # Monday to Friday
        end = (closing + _WEEK).isoformat()
    elif opening > closing:
        end = f"{closing.year + 1:04}{end[4:]}"
    value = start if start == end else f"{start}/{end}"
    return value if is_valid(value) else ""


def _numeric(groups: dict[str, str], anchors: Anchors) -> str:
    """Return the day that 13/10/2020 means; of two readings the one nearer to publication."""
    year = int(groups["year"]) + (2000 if len(groups["year"]) == 2 else 0)
    one, other = int(groups["one"]), int(groups["other"])
    days = {date(year, month, day) for day, month in ((one, other), (other, one)) if month < 13}
    if len(days) > 1 and not anchors.published:
        return f"{year}-XX-XX"
    return min(days, key=lambda day: abs(day - (anchors.published or day))).isoformat()


def _decade(groups: dict[str, str], anchors: Anchors) -> str:
    decade = int(number(groups["decade"]))
    if decade >= 100:
        return f"{decade // 10}X" if decade % 10 == 0 else f"{decade}"  # "2021's"
    latest = (anchors.published or date.max).year
    return f"{19 if decade >= 30 or 2000 + decade > latest else 20}{decade // 10}X"


def _years(groups: dict[str, str], anchors: Anchors) -> str:
    first, last = groups["year"], groups["last_year"]
    full = first[: 4 - len(last)] + last
    return f"{first}/{full}" if first < full else f"{first}-{last}"  # 2020-10 is a month


def _counted(groups: dict[str, str], anchors: Anchors) -> str:
    """Return the day, month or year that lies a counted distance from publication or another date."""
    unit = groups["unit"].replace("centurie", "century")
    count = number(groups["count"]) + 0.5 * bool({"half", "more"} & groups.keys())
    step = "day" if unit in ("day", "week") else "month"
    steps = round(count * {"day": 1, "week": 7, **_MONTHS}[unit])
    grain = "year" if unit in ("decade", "century") else step
    value = ""
    if groups["course"] in ("later", "earlier"):
        value = _anchor(anchors.history, grain) or _anchor(anchors.history, "year")
    base = bounds(value)[0] if value else anchors.published
    if base is None:
        return ""
    moved = bounds(_unit(base, step, -steps if groups["course"] in ("ago", "earlier") else steps))[0]
    length = max(_DAYS[grain], _length(value) if value else 0)
    return _unit(moved, "day" if length < 7 else "month" if length < 92 else "year", 0)


def _pointed(groups: dict[str, str], anchors: Anchors) -> str:
    """Return what "last month", "yesterday" or the decade in "by the end of the decade" means."""
    unit = groups["unit"].lower()
    base, steps = _base(groups.get("pointer", "this"), anchors, unit)
    if "told_year" in groups and anchors.is_told():  # in 1961 ... by the end of the decade
        base = date(int(groups["told_year"]), 1, 1)
    return _unit(base, unit, steps) if base else ""


def _named(groups: dict[str, str], anchors: Anchors) -> str:
    """Return a day, month, season, weekday, ... of its own year or of the one that it points to."""
    if "year" in groups:
        return _in_year(groups, date(int(groups["year"]), 1, 1), 0)
    for name, unit, cycle in (("year_pointer", "year", _in_year), ("week_pointer", "week", _in_week)):
        if name in groups:
            base, steps = _base(groups[name], anchors, unit)
            return cycle(groups, base, steps) if base else ""
    base, steps = _base(groups.get("pointer", "this"), anchors, "century")
    if base is None:
        return ""
    towards = steps or (0 if "pointer" in groups else -1 if anchors.is_told() else 1)
    return _nearest(frozenset(groups.items()), base, towards, "pointer" in groups)


@lru_cache(maxsize=4096)  # a text names the same few dates again and again
def _nearest(named: frozenset[tuple[str, str]], base: date, towards: int, pointed: bool) -> str:
    """Return the latest (-1), current (0) or coming (1) weekday or month; last March was not this month."""
    groups = dict(named)
    cycle = _in_week if {"weekday", "weekend"} & groups.keys() else _in_year
    values = [value for step in (-2, -1, 0, 1) if is_valid(value := cycle(groups, base, step))]
    current = [value for value in values if bounds(value)[0] <= base <= bounds(value)[1]]
    if not towards:
        return current[0] if current else cycle(groups, base, 0)
    values = [value for value in values if not (pointed and value in current)]
    if towards < 0:
        return max((value for value in values if bounds(value)[0] <= base), default="")
    return min((value for value in values if bounds(value)[1] >= base), default="")


# The first of these groups that an expression has decides.
_RESOLVERS: dict[str, Callable[[dict[str, str], Anchors], str]] = {
    "one": _numeric,
    "decade": _decade,
    "century": lambda groups, _: f"{number(groups['century']) - 1:02}XX",
    "last_year": _years,
    "count": _counted,
    "unit": _pointed,
}


def _base(pointer: str, anchors: Anchors, unit: str) -> tuple[date | None, int]:
    """Return the day that a pointing word counts from, and how many steps it goes."""
    pointers, word = date_words()["pointers"], " ".join(pointer.lower().split())
    if word in pointers["published"]:
        return anchors.published, pointers["published"][word]
    value = _anchor(anchors.history, unit)
    return bounds(value)[0] if value else anchors.published, pointers["text"][word]


def _anchor(history: list[str], unit: str) -> str:
    """Return the last value of the text that is no longer than a unit."""
    return next((value for value in reversed(history[-12:]) if _length(value) <= _DAYS[unit]), "")


def _length(value: str) -> int:
    first, last = bounds(value)
    return (last - first).days


def _unit(base: date, unit: str, steps: int) -> str:
    """Return the day, week, month, ... that lies ``steps`` units from the one that holds ``base``."""
    if unit in _MONTHS:
        length = _MONTHS[unit]
        return _months(((base.year * 12 + base.month - 1) // length + steps) * length, length)
    if unit == "day":
        return (base + timedelta(days=steps)).isoformat()
    sunday = base + timedelta(days=6 - base.weekday()) + steps * _WEEK
    return f"{sunday - timedelta(days=_DAYS[unit])}/{sunday}"


def _months(start: int, length: int) -> str:
    """Return so many months, from the one with this number, counted from the year 0."""
    year = f"{start // 12:04}"
    if length in (12, 120, 1200):
        return {12: year, 120: f"{year[:3]}X", 1200: f"{year[:2]}XX"}[length]
    first, last = (f"{month // 12:04}-{month % 12 + 1:02}" for month in (start, start + length - 1))
    return first if length == 1 else f"{first}/{last}" if length < 60 else f"{first[:4]}/{last[:4]}"


def _in_week(groups: dict[str, str], base: date, steps: int) -> str:
    """Return the weekday or the weekend that the groups name, so many weeks from that of ``base``."""
    if "weekday" not in groups:
        return _unit(base, "weekend", steps)
    return (base + timedelta(days=number(groups["weekday"]) - base.weekday()) + steps * _WEEK).isoformat()


def _in_year(groups: dict[str, str], base: date, steps: int) -> str:
    """Return the day, month, season, quarter or half that the groups name, so many years from ``base``."""
    year = f"{base.year + steps:04}"
    if part := next((name for name in ("quarter", "half") if name in groups), ""):
        return _part(year, f"{part}_{number(groups[part])}")
    if "season" in groups:
        return f"{year}-{number(groups['season'])}"
    if "month" not in groups:
        return year
    month = f"{year}-{number(groups['month']):02}"
    if "day" not in groups:
        return month
    days = [f"{month}-{int(day):02}" for day in re.findall(r"\d+", groups["day"])]
    return days[0] if len(days) == 1 else f"{days[0]}/{days[-1]}"


def _part(value: str, part: str) -> str:
    """Return the half, quarter or week of a value; START, MID and END leave it as it is."""
    kind, _, count = part.partition("_")
    first, last = bounds(value)
    if not count:
        return value
    if part == "week_0":
        return _unit(first, "week", 0)
    if kind == "week":
        start = last - timedelta(days=6) if part == "week_5" else first + (int(count) - 1) * _WEEK
        return f"{start}/{start + timedelta(days=6)}"
    month = first.year * 12 + first.month - 1
    length = (last.year * 12 + last.month - month) // {"half": 2, "quarter": 4}[kind]
    if length:
        return _months(month + length * (int(count) - 1), length)
    middle = first.replace(day=15)
    return f"{first}/{middle}" if part == "half_1" else f"{middle + timedelta(days=1)}/{last}"
