"""Persons, institutions and other names that the authority does not hold."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from spacepact.read.names import (
    Found, Words, find_at_capitals, find_at_words, find_before, find_names, pattern, read_authority, read_rules, with_beginnings,
)

KOREAN_GIVEN = re.compile(r"[A-Z][a-z]{1,5}-[a-z]{2,5}")
MOST_WORDS = 10_000  # remembered for what they are
# What joins words to one name but not two persons.
APART = ("of", "for", "on", "and", "the", "at", "&")


class Part(NamedTuple):
    """One word of a run of capitalised words, whether it ends in 's, and what links it to the next."""

    start: int
    end: int
    word: str
    owner: bool
    link: str


def find_runs(words: Words) -> list[Found]:
    """Runs of capitalised words: institutions (no mention), unlisted agencies and firms, and persons."""
    text, found = words.text, []
    formed = any(form.split(".")[0] in words.places for form in read_rules()["firms"]["forms"])
    for match in find_at_capitals("firms", words) if formed else ():
        start = match.start() + 4 * match[0].startswith("The ")
        name = pattern("form").sub("", text[start:match.end()])
        if not (set(name.split()) <= read_rules()["persons"]["never"] or _is_listed(match[0].split())):
            found.append(Found(start, match.end(), read_authority().get(name, (name,))[0], "company"))
    for match in find_before("agencies", words, ["Space"]):
        name = match[0].split()
        if name[0] not in read_rules()["agencies"]["descriptive"] and not _is_listed(name):
            found.append(Found(*match.span(), match[0], "agency"))
    for run in find_at_capitals("run", words):
        start = run.start()
        parts = [Part(start + part.start(), start + part.end(1), word, bool(owner), link or "")
                 for part in pattern("part").finditer(run[0]) for word, owner, link in (part.groups(),)]
        found += _institutions(parts)
        found += _persons(text, parts)
    return found


def _institutions(parts: list[Part]) -> list[Found]:
    """Names around words such as University; what they hold is no mention."""
    rules, roles, found = read_rules()["institutions"], read_rules()["persons"]["roles"], []
    for index, head in enumerate(parts):
        if head.word not in rules["heads"] or _is_listed(
                [part.word for part in parts[max(0, index - 4):index + 1]]):
            continue
        first = last = index
        while first and index - first < 6:
            before = parts[first - 1]
            if before.owner or before.link.strip() not in ("", "&") or before.word in rules["stops"] or (
                    before.word.lower() in roles):
                break
            first -= 1
        while last + 1 < len(parts) and last - index < 9 and _goes_on(parts[last], parts[last + 1].word):
            last += 1
        if last > first:
            found.append(Found(parts[first].start, parts[last].end, "", ""))
    return found


def _is_listed(words: list[str]) -> bool:
    """Whether the words end in a name of the authority of several words ("Russian Federation")."""
    return any(" ".join(words[start:]) in read_authority() for start in range(len(words) - 1))


def _goes_on(part: Part, following: str) -> bool:
    """Whether an institution's name goes on ("College London", "Institute of Physics and Technology")."""
    rules, persons, link = read_rules()["institutions"], read_rules()["persons"], part.link.strip()
    if following in rules["heads"]:
        return link not in ("at", "and the", "on the")
    if part.owner or link in ("at", "and the", "on the") or not link and following in persons["never"]:
        return False
    other = (following in read_authority() and following != "London" or following in rules["stops"]
             or following.lower() in persons["roles"] or following in persons["given"])
    return not (other and link in ("and", "&", ""))


def _persons(text: str, parts: list[Part]) -> list[Found]:
    """Persons among the parts of a run."""
    rules, authority, found = read_rules()["persons"], read_authority(), []
    group: list[Part] = []
    for index, part in enumerate([*parts, Part(0, 0, "The", False, "")]):
        following = parts[index + 1].word if index + 1 < len(parts) else ""
        surname = group and group[0].word in rules["given"] and part.word in rules["words"]
        unnamed = part.word in rules["never"] and not surname and not is_chinese([part.word, following])
        other = _is_other(part.word)
        if not (unnamed or other):
            group.append(part)
        if unnamed or other or part.owner or part.link and part.link.split()[0] in APART:
            if 2 <= len(group) <= 4 and _is_person(text, group):
                name = text[group[0].start:group[-1].end]
                found.append(Found(group[0].start, group[-1].end, authority.get(name, (name,))[0], "person"))
            group = []
    return found


@lru_cache(maxsize=MOST_WORDS)
def _is_other(word: str) -> bool:
    """Whether a word is a role or title, or known as the name of something."""
    return word.lower().rstrip(".") in read_rules()["persons"]["roles"] or (
        read_authority().get(word, ("", "person"))[1] != "person")


def _is_person(text: str, group: list[Part]) -> bool:
    """By given name, initials or the build of Chinese names; outside headlines also by the words around."""
    given, words = read_rules()["persons"]["given"], [part.word for part in group]
    if words[0].split("-")[0] in given or is_chinese(words) or re.fullmatch(r"(?:[A-Z]\.-?)+", words[0]):
        return True
    start, end = group[0].start, group[-1].end
    before = text[max(0, start - 40):start]
    line = text[max(text.rfind("\n", 0, start), start - 120) + 1:end + 120].partition("\n")[0].split()
    if len(line) > 4 and sum(word[0].isupper() for word in line) > 0.6 * len(line):
        return False
    if pattern("role").search(before) or pattern("apposition").match(text, end):
        return True
    followed = re.match(r"[,.)/]|$| (?:of|from|at)\b", text[end:end + 8])
    return bool(pattern("credit").search(before)) and bool(followed)


def is_chinese(words: list[str]) -> bool:
    """Whether the words are built as a Chinese or Korean name: surname first, then one to three syllables."""
    rules = read_rules()["persons"]
    return len(words) == 2 and (
        words[0] in rules["chinese"] and bool(pattern("pinyin").fullmatch(words[1]))
        or words[0] in rules["korean"] and bool(KOREAN_GIVEN.fullmatch(words[1])))


def _surname(name: str) -> str:
    words = name.split()
    if is_chinese(words) or words[0] == "Kim" and len(words) > 2:
        return words[0]
    particle = next((index for index, word in enumerate(words[1:], 1) if word.islower()), len(words) - 1)
    return " ".join(words[particle:])


def find_surnames(words: Words, found: list[Found]) -> list[Found]:
    """Bare surnames of the persons that the text names in full, resolved to the one last named."""
    text, rules, surnames = words.text, read_rules()["persons"], []
    named: dict[str, list[Found]] = {}
    for one in found:
        if one.kind == "person" and " " in text[one.start:one.end]:
            named.setdefault(_surname(text[one.start:one.end]), []).append(one)
    starts = {surname: [one.start for one in bearers] for surname, bearers in named.items()}
    others = {(one.start, one.end) for one in found if one.kind != "person"}
    for start, end, bearers in find_names(words, with_beginnings(named)):
        surname = text[start:end]
        if surname in rules["words"]:
            before = text[max(0, start - 30):start]
            said = surname not in rules["pronouns"] and pattern("saying").match(text, end)
            if not (said or pattern("credit").search(before) or pattern("role").search(before)):
                continue
        last = max(bisect_right(starts[surname], start) - 1, 0)
        if (start, end) not in others:
            surnames.append(Found(start, end, bearers[last].entity, "person"))
    return surnames


def find_introduced(words: Words, found: list[Found]) -> list[Found]:
    """Names that the text itself introduces ("the firm Celestia", "the Beaver rover", "Mr Smith")."""
    text, rules, authority = words.text, read_rules()["persons"], read_authority()
    never = {word for one in found if one.kind == "person" for word in text[one.start:one.end].split()}
    never |= rules["never"]
    learned: dict[str, str] = {}
    for number, one in enumerate(read_rules()["introductions"]):
        rule, called = f"introduction {number}", words.places.keys() & one["calls"].split()
        find = find_before if "name_first" in one else find_at_words
        for match in find(rule, words, called):
            name = text[match.start(1):match.end()]
            parts = {*name.split()}
            if not (parts & never or parts & authority.keys() or name.split()[0].lower() in rules["roles"]):
                learned.setdefault(name, one["kind"])
    names = [Found(start, end, text[start:end], kind)
             for start, end, kind in find_names(words, with_beginnings(learned))]
    titled = find_at_words("title", words, {title.rstrip(".") for title in rules["titles"]})
    return names + [Found(*match.span(1), match[1], "person") for match in titled
                    if match[1] not in authority and match[1] not in rules["never"]]
