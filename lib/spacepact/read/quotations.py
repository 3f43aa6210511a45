"""Direct speech and who is speaking, by the codebook's section 6; the words that decide stand in ``quotations.toml``."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from spacepact.read.lines import count_words
from spacepact.read.marks import find_spans
from spacepact.read.names import Names, alternatives, find_names, lower, read_words, with_beginnings
from spacepact.read.records import Mention, Passage, Quotation, Sentence

FEWEST_WORDS = 4
LONGEST_CLAUSE = 400  # characters of an attribution looked at on either side of a quotation
LONGEST_SENTENCE = 2000  # characters looked back for the subject of a sentence, or for whose views are told
PERSONS, BODIES = frozenset({"person"}), frozenset({"agency", "company"})
SPEAKERS = PERSONS | BODIES | {"country"}
# What an attribution may say instead of a name.
HE, IT, NOBODY = "he", "it", "nobody"

_PRONOUN = re.compile(r"\W*(?:he|she)\b", re.IGNORECASE)
START = attrgetter("start")
_TITLE_WORD = re.compile(r"[^\W\d_][\w’'-]{3,}")


class Scene(NamedTuple):
    """What the search for a speaker looks at: the sentences, and the mentions of those who can speak, by position."""

    text: str
    sentences: Sequence[Sentence]
    mentions: Sequence[Mention]


@cache
def _words() -> dict[str, re.Pattern[str]]:
    """Read the patterns of ``quotations.toml``; a list there stands for any of its words."""
    patterns = {
        name: entry if isinstance(entry, str) else rf"\b(?:{alternatives(entry)})\b"
        for name, entry in _table().items() if name != "verbs" and not name.startswith("example")
    }
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in patterns.items()}


@cache
def _table() -> dict:
    return tomllib.loads(Path(__file__).with_name("quotations.toml").read_text(encoding="utf-8"))


@cache
def _verbs() -> Names[None]:
    return with_beginnings(dict.fromkeys(_table()["verbs"]))


def _find_verbs(clause: str) -> list[tuple[int, int, None]]:
    """Where verbs of saying stand; looked up by word, as one pattern of hundreds of verbs is slow."""
    return find_names(read_words(lower(clause)), _verbs())


def find_quotations(
    text: str, passages: Sequence[Passage], sentences: Sequence[Sentence], mentions: Sequence[Mention],
) -> list[Quotation]:
    """Give the direct speech of the body: one row for each stretch of four words or more between two marks."""
    scene = Scene(text, sentences, sorted((m for m in mentions if m.kind in SPEAKERS), key=START))
    quotations: list[Quotation] = []
    for passage in passages:
        if passage.role != "body" or not sentences:
            continue
        spans = list(find_spans(text, passage.start, passage.end))
        for number, (start, end) in enumerate(spans):
            if count_words(text[start:end]) >= FEWEST_WORDS and not _is_title(text, passage.start, start, end):
                speaker = _find_speaker(scene, passage, spans, number, quotations)
                quotations.append(Quotation(_sentence_at(scene, start).sentence_id, start, end, speaker))
    for index in range(len(quotations) - 1, 0, -1):
        before, quotation = quotations[index - 1:index + 1]
        if not before.speaker and text[before.end:before.end + 1] == "\n":  # it goes on in the next paragraph
            quotations[index - 1] = before._replace(speaker=quotation.speaker)
    return quotations


def _is_title(text: str, first: int, start: int, end: int) -> bool:
    """Tell whether a quoted stretch is the title of a work, by the word before it or by its capitals."""
    words = _TITLE_WORD.findall(text[start:min(end, start + 200)])
    capitals = sum(word[0].isupper() for word in words)
    if len(words) < 2 or end - start > 200 or text[end - 1] in ".!" or capitals * 4 < len(words) * 3:
        return False
    named = _words()["title"].search(text[max(first, start - 60):start - 1])
    return bool(named) or capitals == len(words) and (len(words) >= 3 or text[end - 1] == ",")


def _sentence_at(scene: Scene, position: int) -> Sentence:
    return scene.sentences[max(0, bisect_right(scene.sentences, position, key=START) - 1)]


def _mentions_in(scene: Scene, start: int, end: int) -> Sequence[Mention]:
    return scene.mentions[bisect_left(scene.mentions, start, key=START):bisect_left(scene.mentions, end, key=START)]


def _find_speaker(
    scene: Scene, passage: Passage, spans: Sequence[tuple[int, int]], number: int, told: Sequence[Quotation],
) -> str:
    """Find the speaker: named behind the quotation, named before it, or the one who has been speaking."""
    text, (start, end) = scene.text, spans[number]
    first = max(_sentence_at(scene, start).start, passage.start, start - LONGEST_SENTENCE)
    last = min(max(_sentence_at(scene, end - 1).end, end), passage.end)
    begin = max(spans[number - 1][1] + 1 if number else passage.start, first, start - LONGEST_CLAUSE)
    stop = min(spans[number + 1][0] - 1 if number + 1 < len(spans) else last, last, end + LONGEST_CLAUSE)
    if _words()["impersonal"].search(text[max(begin, start - 80):start - 1]):
        return ""
    opens = not any(character.isalnum() for character in text[first:start - 1])
    named = _named_before(scene, begin, start - 1, first)
    if opens or not named or text[end - 1] in ",?!—":
        named = _named_behind(scene, end + 1, stop) or named
    earlier = told[-1] if told else None
    if named:
        return _resolve(scene, named, start, earlier)
    if earlier and earlier.start >= passage.start:
        return earlier.speaker
    return _opened_speaker(scene, passage, spans, number, earlier) if opens else _context_speaker(scene, passage, first, start)


def _named_before(scene: Scene, start: int, end: int, sentence: int) -> str:
    """Name who says what follows: an entity, HE, IT, NOBODY, or "" where no word of saying stands."""
    words, clause = _words(), scene.text[start:end]
    if credited := words["before_speaker"].search(clause):
        return _credited(scene, start + credited.end(), end)
    if not (verbs := _find_verbs(clause)):
        return ""
    if reported := words["reported"].search(clause):
        if people := [m for m in _mentions_in(scene, start + reported.end(), end) if m.kind in PERSONS]:
            return people[0].entity
    said = [one for one in verbs if clause[one[1]:one[1] + 40].partition(",")[0].find(" that ") >= 0]
    if said and said[0] is not verbs[-1]:
        verbs = said[:1]  # "said that the agency welcomed the plan": the first is the one who speaks
    verb = start + verbs[-1][0]
    if clause[:verbs[-1][1]].endswith("ing") and (main := _mentions_in(scene, sentence, verb)):
        return _likeliest(scene, main)
    return _subject(scene, start, verb) or _likeliest(scene, _mentions_in(scene, sentence, start))


def _named_behind(scene: Scene, start: int, end: int) -> str:
    """Name who said what stands before: "said Ivanov", "Ivanov, the head of the agency, told reporters"."""
    words, clause = _words(), scene.text[start:end]
    if credited := words["before_speaker"].match(clause.lstrip(" ,—–-")):
        return _credited(scene, end - len(clause.lstrip(" ,—–-")) + credited.end(), end)
    if not (verbs := _find_verbs(clause)):
        named = [m for m in _mentions_in(scene, start, min(end, start + 3)) if m.kind in PERSONS]
        return named[0].entity if named else HE if _PRONOUN.match(clause) else ""
    lead = clause[:verbs[0][0]].strip(" ,—–-”’\"'").removeprefix("as ").strip()
    return _subject(scene, start, start + verbs[0][0]) if lead else _credited(scene, start + verbs[0][1], end)


def _credited(scene: Scene, start: int, end: int) -> str:
    """Name the speaker who stands behind "said" or "according to"."""
    words, near = _words(), scene.text[start:min(end, start + 120)]
    named = _mentions_in(scene, start, min(end, start + 160))
    people = [mention for mention in named if mention.kind in PERSONS]
    gap = len(near) - len(near.lstrip())
    if people and people[0].start <= start + gap:
        return people[0].entity
    if words["unnamed"].match(near, gap) and not people:
        spoken = [m for m in named if m.kind in BODIES] if words["speaks_for"].search(near) else []
        return spoken[0].entity if spoken else IT if words["spokesperson"].search(near[:40]) else NOBODY
    for pattern, answer in ((words["persons"], HE), (words["bodies"], IT)):
        if (found := pattern.match(near, gap)) and (answer == HE and not people and near[found.end():][:4] == " of "
                                                    or not any(m.start < start + found.end() + 40 for m in named)):
            return answer
    return _likeliest(scene, named)


def _subject(scene: Scene, start: int, verb: int) -> str:
    """Name the subject of a verb of saying by what stands before it."""
    words, clause, named = _words(), scene.text[start:verb], _mentions_in(scene, start, verb)
    people = [mention for mention in named if mention.kind in PERSONS]
    after_name = named[-1].end - start if named else 0
    if people and people[-1].end >= verb - 2:
        return people[-1].entity
    for pattern, answer in ((words["persons"], HE), (words["bodies"], IT)):
        described = [found for found in pattern.finditer(clause) if found.start() >= after_name]
        if described and (not people or len(clause) - described[-1].end() <= 25):
            return answer
    if people:
        told = [m for m in people if words["relative"].match(scene.text, m.end)]
        return (told or people)[0 if told else -1].entity
    unnamed = list(words["unnamed"].finditer(clause))
    if unnamed and len(clause) - unnamed[-1].start() <= 60:
        bodies = [m for m in named if m.kind in BODIES and m.end > start + unnamed[-1].start()]
        return bodies[-1].entity if bodies and words["speaks_for"].search(clause, unnamed[-1].start()) else NOBODY
    return _likeliest(scene, named[::-1])


def _likeliest(scene: Scene, named: Sequence[Mention]) -> str:
    """Choose who speaks of those named: a person, then a body, then a state; no possessive if avoidable."""
    free = [m for m in named if scene.text[m.end:m.end + 2] not in ("’s", "'s")] or named
    for kinds in (PERSONS, BODIES, SPEAKERS):
        for mention in free:
            if mention.kind in kinds:
                surface = scene.text[mention.start:mention.end].removeprefix("the ").removeprefix("The ")
                return surface if mention.kind == "country" and _words()["seats"].fullmatch(surface) else mention.entity
    return ""


def _resolve(scene: Scene, named: str, start: int, earlier: Quotation | None) -> str:
    """Give the entity behind HE or IT: who has just been speaking, or who was named first in the last such sentence."""
    if named not in (HE, IT):
        return "" if named == NOBODY else named
    kinds = PERSONS if named == HE else BODIES
    index = bisect_left(scene.mentions, start, key=START)
    recent = [m for m in scene.mentions[max(0, index - 60):index] if m.kind in kinds]
    if not recent:
        return ""
    if earlier and earlier.speaker in {m.entity for m in recent} and recent[-1].end <= earlier.end + LONGEST_CLAUSE:
        told = _sentence_at(scene, earlier.end).end
        if not any(m.start > told and m.entity != earlier.speaker for m in recent):
            return earlier.speaker
    same = [m for m in recent if m.sentence_id == recent[-1].sentence_id]
    return same[-1 if recent[-1].sentence_id == _sentence_at(scene, start).sentence_id else 0].entity


def _opened_speaker(
    scene: Scene, passage: Passage, spans: Sequence[tuple[int, int]], number: int, earlier: Quotation | None,
) -> str:
    """Name the speaker of a sentence that is all quotation: introduced just before, named later, or still speaking."""
    start = spans[number][0]
    introduction = scene.sentences[max(0, bisect_right(scene.sentences, start, key=START) - 2)]
    if introduction.end <= start:
        begin = max(introduction.start, introduction.end - LONGEST_CLAUSE)
        if quoted := list(find_spans(scene.text, begin, introduction.end)):
            named = _named_behind(scene, quoted[-1][1] + 1, introduction.end)
        else:
            named = _named_before(scene, begin, introduction.end, begin)
        if named:
            return _resolve(scene, named, start, earlier)
    for _, end in spans[number + 1:number + 3]:
        if named := _named_behind(scene, end + 1, min(passage.end, end + LONGEST_CLAUSE)):
            return _resolve(scene, named, start, earlier)
    resumed = earlier and not _mentions_in(scene, min(earlier.end + LONGEST_CLAUSE, start), start)
    return earlier.speaker if resumed else ""


def _context_speaker(scene: Scene, passage: Passage, first: int, start: int) -> str:
    """Name the speaker of words quoted without a verb of saying: the person, or the body, whose views are told."""
    for begin, end in ((first, start), (max(passage.start, first - LONGEST_SENTENCE), first)):
        if people := [m for m in _mentions_in(scene, begin, end) if m.kind in PERSONS]:
            return people[-1].entity
    bodies = [m for m in _mentions_in(scene, first, start) if m.kind in BODIES]
    return bodies[0].entity if bodies else ""
