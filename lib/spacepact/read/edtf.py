"""Calendar dates in EDTF, the Extended Date/Time Format (ISO 8601-2), levels 0 and 1.

Covered is what a time expression in prose can need: day, month, year, season (21 to 24), digits left
unspecified from the right (``202X``, ``2024-XX``), the qualifiers ``~ ? %`` and intervals, open ones too.
Times of day, years before 1 and years beyond 9999 are not.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

_DATE = re.compile(
    r"(?P<year>(?=[\dX]{4}(?!\d))\d{1,4}X{0,3})"
    r"(?:-(?P<month>0[1-9]|1[0-2]|2[1-4]|XX)(?:-(?P<day>0[1-9]|[12]\d|3[01]|XX))?)?"
    r"[~?%]?",
    re.ASCII,
)


@lru_cache(maxsize=4096)  # a text names the same few dates again and again
def bounds(edtf: str) -> tuple[date, date]:
    """Return the first and the last day that an EDTF expression can mean.

    Parameters
    ----------
    edtf
        A date or an interval, level 0 or 1. A qualifier does not widen the bounds.

    Returns
    -------
    tuple of date
        An open or unknown end of an interval gives ``date.min`` or ``date.max``.

    Raises
    ------
    ValueError
        If the expression is not valid, or the interval ends before it begins.
    """
    if not edtf.isascii():
        raise ValueError(f"{edtf!r} is not EDTF: only ASCII characters are allowed.")
    start, slash, end = edtf.partition("/")
    if not slash:
        return _date_bounds(start)
    if {start, end} <= {"", ".."}:
        raise ValueError(f"{edtf!r} is not EDTF: an interval needs at least one date.")
    first = date.min if start in ("", "..") else _date_bounds(start)[0]
    last = date.max if end in ("", "..") else _date_bounds(end)[1]
    if last < first:
        raise ValueError(f"{edtf!r} is not EDTF: the interval ends before it begins.")
    return first, last


def is_valid(edtf: str) -> bool:
    """Tell whether ``edtf`` is a valid expression of EDTF level 0 or 1."""
    try:
        bounds(edtf)
    except ValueError:
        return False
    return True


def last_of_month(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def _date_bounds(edtf: str) -> tuple[date, date]:
    match = _DATE.fullmatch(edtf)
    if match is None:
        raise ValueError(f"{edtf!r} is not EDTF of level 0 or 1: expected something like 2020-10-13 or 202X.")
    year, month, day = match["year"], match["month"], match["day"]
    first_year, last_year = max(int(year.replace("X", "0")), 1), int(year.replace("X", "9"))
    unspecified = "X" in year or month == "XX"
    if last_year == 0 or (unspecified and any(part not in (None, "XX") for part in (day, month))):
        raise ValueError(f"{edtf!r} is not EDTF: digits may be left unspecified from the right only.")
    if month is None or month == "XX":
        return date(first_year, 1, 1), date(last_year, 12, 31)
    number = int(month)
    if number > 12:
        if day is not None:
            raise ValueError(f"{edtf!r} is not EDTF: a season has no days.")
        return _season_bounds(first_year, number)
    last = last_of_month(first_year, number)
    if day is None or day == "XX":
        return last.replace(day=1), last
    if int(day) > last.day:
        raise ValueError(f"{edtf!r} is not EDTF: the month has no such day.")
    return last.replace(day=int(day)), last.replace(day=int(day))


def _season_bounds(year: int, season: int) -> tuple[date, date]:
    """Return the bounds of 21 (March to May) to 24: a winter is named after the year in which it begins."""
    month = (season - 20) * 3
    if month < 12:
        return date(year, month, 1), last_of_month(year, month + 2)
    return date(year, 12, 1), last_of_month(year + 1, 2) if year < date.max.year else date.max
