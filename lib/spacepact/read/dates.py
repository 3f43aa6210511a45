"""Time expressions: where they stand, which calendar point or interval they mean, and how vaguely.

The words, patterns and cues are data (``dates.toml``). One scan finds the expressions, the words around
them make parts, ranges and modifiers of them, and ``date_values`` gives them their values.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache, lru_cache, partial
from itertools import takewhile
from typing import NamedTuple

from spacepact.read.date_values import Anchors, date_words, interval, number, resolve
from spacepact.read.records import Passage, Sentence, TimeExpression

_ROLES = frozenset({"headline", "standfirst", "dateline", "caption", "body"})
_LEFT = 40  # how far to look for words before an expression
_GAP = 14  # the longest " up until the " between the ends of a range, or between two months of a list
_MARKS = 12  # how many verbs, conjunctions and commas to look at on either side
_OPENING = 16  # the longest ", and in early " that opens a clause
_CUES = frozenset({"past", "future", "told"})
_SENTENCE_END = frozenset({"sentence_end"})
_CLAUSE_END = frozenset({"boundary", "sentence_end"})
_YEAR_GROUPS = frozenset({"year", "year_pointer"})
_SHARING_KINDS = frozenset({"day", "month", "season", "quarter"})
_SLUG = re.compile(r"[A-Z][A-Z .,'’/()-]{2,52}")
_SLUG_END = re.compile(r"\s*[,.]?\s*(?:[(/\[]|[-–—])")
_LATER_VERSION = re.compile(r"(?i:updated|modified|revised|edited|accessed|corrected)\W*(?:on|at)?\W*$")
_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_OR_SO = re.compile(r"\s+or\s+(?:so|thereabouts)\b")
_POSSESSIVE = re.compile(r"['’]s?\s")
_WORD = re.compile(r"(?=\S)[(“”\"'‘\[]*(\S*)")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_HYPHEN = re.compile(r"[-‐](?<=[A-Za-z].)(?=[a-z])")
_FIRST_LETTER = re.compile(r"(\[.+?\]|\\?.)(.*)")
_NUMBER, _AND, _SPACE = re.compile(r"\d+"), re.compile("and|or"), re.compile(r"\s+")

_Phrases = list[tuple[str, int]]  # the longest first, with the offset where each begins
_Marks = list[tuple[int, str]]  # offset and kind of each cue and boundary in a passage


class _Pattern(NamedTuple):
    """One ``[[pattern]]`` of the data, which explains the fields."""

    regex: str  # compiled once a text has such a date
    kind: str
    adds: dict[str, str]
    after: dict[str, str] | None
    not_after: dict[str, str]
    planned: bool
    noun_follows: bool


class _Rules(NamedTuple):
    starts: re.Pattern[str]
    dateline_starts: re.Pattern[str]  # layouts glue a date to the word before it
    scanner: re.Pattern[str]
    patterns: dict[str, _Pattern]
    parts: dict[str, str]
    modifiers: dict[str, str]
    leaning_forward: dict[str, str]
    marks: re.Pattern[str]
    last_words: frozenset[str]  # of all phrases that matter before an expression
    joinable: frozenset[str]


class _Found(NamedTuple):
    rule: _Pattern
    head: int  # where the words that make it a part begin, otherwise its own start
    start: int
    end: int
    groups: dict[str, str]
    before: _Phrases  # what stands before its head


def find_dates(
    text: str, passages: list[Passage], sentences: list[Sentence], published: date | None
) -> list[TimeExpression]:
    """Find the time expressions of an article and resolve them by the codebook.

    Parameters
    ----------
    published
        Day of first publication. Without it, what is relative to it keeps its span and gets a blank value.
    """
    starts = [sentence.start for sentence in sentences]
    history: list[str] = []
    rows = []
    for passage in passages:
        if passage.role not in _ROLES:
            continue
        dateline = passage.role == "dateline"
        for start, end, value, modifier in _expressions(text, passage, published, [] if dateline else history):
            place = bisect_right(starts, start) - 1
            inside = place >= 0 and start < sentences[place].end and not dateline
            rows.append(TimeExpression(sentences[place].sentence_id if inside else None, start, end, value, modifier))
    return rows


def find_published(text: str, passages: list[Passage]) -> date | None:
    """Return the day of first publication if the text itself states year, month and day.

    Datelines are looked at first ("Updated" ones last), then the slug that opens the first body paragraph.
    """
    body = next((passage for passage in passages if passage.role == "body"), None)
    opening = [body._replace(end=min(body.end, body.start + 120))] if body else []
    ranked = []
    for passage in [passage for passage in passages if passage.role == "dateline"] + opening:
        if passage.role == "body" and ranked:
            break
        for start, end, value, _ in _expressions(text, passage, None, []):
            before = text[max(passage.start, start - 60) : start]
            slug = _SLUG.fullmatch(before) and _SLUG_END.match(text, end)
            if _FULL_DATE.fullmatch(value) and (slug or passage.role == "dateline"):
                ranked.append((passage.role == "body", bool(_LATER_VERSION.search(before)), value))
    return date.fromisoformat(min(ranked, key=lambda found: found[:2])[2]) if ranked else None


def _expressions(
    text: str, passage: Passage, published: date | None, history: list[str]
) -> Iterator[tuple[int, int, str, str]]:
    """Yield start, end, value and modifier of each expression of one passage, in order."""
    clean, cuts = _join_broken_words(text[passage.start : passage.end])
    marks = partial(_find_marks, clean, passage.role)
    for items in _joined(_scan(clean, passage.role, marks), clean):
        first, last = items[0], items[-1]
        anchors = [Anchors(published, history, partial(_is_told, marks, item)) for item in items]
        groups = [_with_told_year(clean, marks, item) for item in items]
        values = list(map(resolve, groups, anchors))
        value = values[0] if first is last else interval(*values)
        one_day = first.groups.get("day", "1").isdigit()
        is_range = first is not last or "last_year" in first.groups or not one_day
        head = first.before[-1][1] if is_range and _is_opened(first) else first.head
        if value:
            history.append(value)
        start, end = head + bisect_right(cuts, head), last.end + bisect_right(cuts, last.end - 1)
        yield passage.start + start, passage.start + end, value, "" if is_range else _modifier(clean, first)


@cache
def _rules() -> _Rules:
    data = date_words()
    calendar, direction = data["calendar"], data["direction"]
    terms = {table: "|".join(names) + "|" + "|".join(names).upper() for table, names in calendar.items()}
    terms = data["terms"] | {table: f"(?:{names})".replace(" ", r"[ ]") for table, names in terms.items()}
    head = _by_letter([_expand(regex, terms) for regex in data["beginnings"]])
    regexes = {pattern["name"]: _expand(pattern["regex"], terms) for pattern in data["pattern"]}
    # The name stands in an empty group at the end, so that an alternative fails at its first letter.
    named = (re.sub(r"[(][?]P<\w+>", "(?:", regex) + f"(?P<{name}>)" for name, regex in regexes.items())
    kinds = ("past", "future", "told", "infinitive", "year", "sentence_end", "boundary")
    marks = "|".join(f"(?P<{kind}>{_expand(direction[kind], terms)})" for kind in kinds)
    names = [name.lower() for table in ("month_name", "weekday_name") for name in calendar[table]]
    patterns = {entry["name"]: _pattern(entry, regexes[entry["name"]]) for entry in data["pattern"]}
    parts, modifiers = _phrases(data["parts"]), _phrases(data["modifiers"])
    leaning_forward = _phrases({"": direction["leaning_forward"]})
    tables = [parts, modifiers, leaning_forward, data["contexts"]["shifts"]]
    tables += [table for rule in patterns.values() for table in (rule.after, rule.not_after) if table]
    return _Rules(
        starts=re.compile(rf"(?<!\w)(?={head})"),
        dateline_starts=re.compile(rf"(?:(?<![^\W\d_])|(?<=[a-zA-Z])(?=[A-Z\d]))(?={head})"),
        scanner=re.compile("|".join(named)),
        patterns=patterns,
        parts=parts,
        modifiers=modifiers,
        leaning_forward=leaning_forward,
        marks=re.compile(rf"(?={direction['head']})(?:{marks})"),
        last_words=frozenset(phrase.split()[-1] for table in tables for phrase in table if phrase),
        joinable=frozenset(names + data["contexts"]["joinable"]),
    )


def _by_letter(regexes: Iterable[str]) -> str:
    """Return one regular expression for many, those of each first letter together, so that most words fail at once."""
    begun: dict[str, list[str]] = {}
    for letters, rest in (_FIRST_LETTER.match(regex).groups() for regex in regexes):
        for letter in [letters] if letters[0] == "\\" else letters.strip("[]"):
            begun.setdefault(letter, []).append(rest)
    return "|".join(f"{letter}(?:{'|'.join(rests)})" for letter, rests in begun.items())


def _expand(regex: str, terms: dict[str, str]) -> str:
    while (expanded := re.sub(r"\{([a-z_]+)\}", lambda term: terms[term[1]], regex)) != regex:
        regex = expanded
    return regex


def _pattern(data: dict, regex: str) -> _Pattern:
    return _Pattern(
        regex=regex,
        kind=data.get("kind", ""),
        adds=data.get("adds", {}),
        after=_phrases({"": data["after"]}) if "after" in data else None,
        not_after=_phrases({"": ["frequencies", *data.get("not_after", [])]}, articles=("",)),
        planned=data.get("planned", False),
        noun_follows=data.get("noun_follows", False),
    )


def _phrases(meanings: dict[str, list[str]], articles: tuple[str, ...] = ("", " the", " the year")) -> dict[str, str]:
    """Return what each phrase means, with the articles that may follow it; some are names of whole lists."""
    lists = date_words()["contexts"]
    entries = [(entry, meaning) for meaning, phrases in meanings.items() for entry in phrases]
    phrases = [(phrase, meaning) for entry, meaning in entries for phrase in lists.get(entry, [entry])]
    return {(phrase + article).strip(): meaning for phrase, meaning in phrases for article in articles}


def _join_broken_words(text: str) -> tuple[str, list[int]]:
    """Take out soft and line-break hyphens; return the text and where in it each of them stood."""
    places = [] if text.isascii() else [mark.start() for mark in _INVISIBLE.finditer(text)]
    for hyphen in _HYPHEN.finditer(text):
        place = hyphen.start()
        left = re.split(r"\W", text[max(0, place - 10) : place])[-1]
        if (left + re.split(r"\W", text[place + 1 : place + 11])[0]).lower() in _rules().joinable:
            places.append(place)
    if not places:
        return text, []
    places.sort()
    pieces = [text[i + 1 : j] for i, j in zip([-1, *places], [*places, len(text)], strict=True)]
    return "".join(pieces), [place - count for count, place in enumerate(places)]


def _scan(text: str, role: str, marks: Callable[[], _Marks]) -> list[_Found]:
    rules = _rules()
    found: list[_Found] = []
    begins, last = rules.dateline_starts if role == "dateline" else rules.starts, 0
    for start in (begin.start() for begin in begins.finditer(text)):
        if start < last or not (match := rules.scanner.match(text, start)):
            continue
        rule, last = rules.patterns[match.lastgroup], match.end()
        full = re.compile(rule.regex).match(text, start)
        groups = {key: value for key, value in full.groupdict().items() if value} | rule.adds
        before = _phrases_before(text, start)
        part, head = _look_up(before, rules.parts) or ("", start)
        if part:
            groups, before = groups | {"part": part}, _phrases_before(text, head)
        item = _Found(rule, head, start, match.end(), groups, before)
        if _is_date(item, found[-1:], marks):
            while found and found[-1].end > head:  # "the first quarter of" belongs to what follows
                found.pop()
            found += _split_days(item, full)
    return found


def _phrases_before(text: str, place: int) -> _Phrases:
    """Return the last six words before a place, the last five, ... and the last; blank if there is none.

    Of words that no phrase of the data ends with, the last is enough.
    """
    left = text[max(0, place - _LEFT) : place].replace("‑", "-").replace("–", "-")
    last = "".join(left.split()[-1:]).lstrip("(“”\"'‘[").lower()
    if last not in _rules().last_words:
        return [(last, place)]
    words = list(_WORD.finditer(left))[-6:]
    joined = " ".join([word[1] for word in words]).lower()
    phrases, begin = [], 0
    for word in words:
        phrases.append((joined[begin:], place - len(left) + word.start(1)))
        begin += len(word[1]) + 1
    return phrases


def _look_up(phrases: _Phrases, meanings: dict[str, str]) -> tuple[str, int] | None:
    """Return what the longest phrase with a meaning says, and where it begins."""
    return next(((meanings[phrase], start) for phrase, start in phrases if phrase in meanings), None)


def _is_date(item: _Found, previous: list[_Found], marks: Callable[[], _Marks]) -> bool:
    """Tell a date from a name, an amount, a frequency or a common word, by the words before it."""
    rule = item.rule
    if _look_up(item.before, rule.not_after) or rule.planned and _is_told(marks, item):
        return False
    if rule.after is None or "part" in item.groups or _YEAR_GROUPS & item.groups.keys():
        return True
    if _look_up(item.before, rule.after) or "…" + item.before[-1][0][-1:] in rule.after:
        return True
    months = [one for one in previous if "month" in one.groups and rule.kind == "month"]
    return any(item.start - month.end < _GAP for month in months)  # in April, May and June


def _split_days(item: _Found, match: re.Match[str]) -> list[_Found]:
    """Split "3 and 7 March" into two dates; "3 and 4 March" and "3-7 March" are one stretch."""
    listed = item.groups.get("day", "")
    if not _AND.search(listed):
        return [item]
    days = list(_NUMBER.finditer(listed))
    numbers, offset = [int(day[0]) for day in days], match.start("day")
    if numbers == list(range(numbers[0], numbers[0] + len(days))):
        return [item]
    starts = [item.start, *(offset + day.start() for day in days[1:])]
    ends = [*(offset + day.end() for day in days[:-1]), item.end]
    return [
        item._replace(head=start, start=start, end=end, groups=item.groups | {"day": day[0]})
        for start, end, day in zip(starts, ends, days, strict=True)
    ]


def _joined(found: list[_Found], text: str) -> list[list[_Found]]:
    """Join the ends of ranges, and give "May and July 2019" its year twice."""
    joiners = date_words()["contexts"]["year_joiners"]
    groups: list[list[_Found]] = []
    for item in reversed(found):
        following = groups[-1][0] if groups else item
        if following is item or following.head - item.end > _GAP:
            groups.append([item])
            continue
        gap = _SPACE.sub(" ", text[item.end : following.head].lower())
        year = {key: value for key, value in following.groups.items() if key in _YEAR_GROUPS}
        sharing = {item.rule.kind, following.rule.kind} <= _SHARING_KINDS and gap in joiners
        if year and sharing and not _YEAR_GROUPS & item.groups.keys():
            item = item._replace(groups=item.groups | year)
        if gap and len(groups[-1]) == 1 and _is_range(item, following, gap):
            groups[-1].insert(0, item)
        else:
            groups.append([item])
    return groups[::-1]


def _is_range(first: _Found, second: _Found, gap: str) -> bool:
    contexts, kind, other = date_words()["contexts"], first.rule.kind, second.rule.kind
    alike, opened = kind == other, _is_opened(first)
    if not kind or not other:
        return False
    if gap == " and ":  # July and August are one stretch
        bare = alike and kind in ("month", "weekday") and "part" not in first.groups | second.groups
        return alike and opened or bare and number(second.groups[kind]) - number(first.groups[kind]) == 1
    if gap in contexts["range_words"]:
        return (alike or opened) and not set(first.before[0][0].split()) & set(contexts["shifts"])
    return alike and gap in contexts["range_signs"]


def _is_opened(item: _Found) -> bool:
    """Tell whether "from" or "between" stands directly before an expression."""
    return item.before[-1][0] in ("from", "between")


def _with_told_year(text: str, marks: Callable[[], _Marks], item: _Found) -> dict[str, str]:
    """Add the year that "by the end of the decade" may look back to, if its sentence has named one."""
    if "unit" not in item.groups or {"pointer", "count"} & item.groups.keys():
        return item.groups
    year = _first(_before(marks(), item.head), frozenset({"year"}), _SENTENCE_END)
    return item.groups | {"told_year": text[year[0] : year[0] + 4]} if year else item.groups


def _modifier(text: str, item: _Found) -> str:
    """Return how vague an expression is; of two cues the inner one wins."""
    part = item.groups.get("part", "")
    if part in ("START", "MID", "END"):
        return part
    if "modifier" in item.groups or _OR_SO.match(text, item.end):
        return "APPROX"
    if item.rule.noun_follows and not part and item.before[-1][0] == "the":
        return ""  # before the 2022 war
    modifier, _ = _look_up(item.before, _rules().modifiers) or ("", 0)
    possessive = modifier in ("BEFORE", "AFTER") and _POSSESSIVE.match(text, item.end)
    return "" if possessive else modifier  # "after Monday's launch" is not after Monday


@lru_cache(maxsize=1)  # once for a passage, however many dates it has
def _find_marks(text: str, role: str) -> _Marks:
    """Find the cues of one passage."""
    marks = [(mark.start(), mark.lastgroup) for mark in _rules().marks.finditer(text)]
    if role == "headline":
        marks = [(place, "future" if kind == "infinitive" else kind) for place, kind in marks]
    return marks


def _is_told(marks: Callable[[], _Marks], item: _Found) -> bool:
    """Tell whether a clause is of the past: by the cue nearest before, else after, else further off."""
    behind = bisect_left(marks(), (item.end,))
    before, after = _before(marks(), item.head), marks()[behind : behind + _MARKS]
    own = list(takewhile(lambda mark: mark[1] not in _CLAUSE_END, before))
    limit = before[len(own)][0] if len(own) < len(before) else 0
    if item.head - limit < _OPENING and after[:1] == [(item.end, "boundary")]:  # In July, Russia will
        after = after[1:]
    leans = _look_up(item.before, _rules().leaning_forward)
    if leans and {"infinitive", "future"} & {kind for _, kind in own}:  # asked to report by July
        return False
    cue = _first(own, _CUES, _CLAUSE_END) or _first(after, _CUES, _CLAUSE_END)
    if not cue and not leans:
        cue = _first(before, _CUES, _SENTENCE_END)
    return cue[1] != "future" if cue else not leans


def _before(marks: _Marks, place: int) -> _Marks:
    """Return the last marks before a place, the nearest first."""
    count = bisect_left(marks, (place,))
    return marks[max(0, count - _MARKS) : count][::-1]


def _first(marks: _Marks, wanted: frozenset[str], stops: frozenset[str]) -> tuple[int, str] | None:
    """Return the first mark of a wanted kind that comes before any of the stops."""
    mark = next((mark for mark in marks if mark[1] in wanted or mark[1] in stops), None)
    return mark if mark and mark[1] in wanted else None
