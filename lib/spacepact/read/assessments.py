"""Who is judged in a sentence, and how."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from spacepact.read.cues import Cue, pattern, read_rules
from spacepact.read.records import Mention

ACTORS = ("country", "agency", "company")
JOINED = (" and ", " and the ", " & ", "'s and ")
# Before these a clause ends, within which a pronoun is likelier to find whom it stands for.
CLAUSES = (" but ", " that ", "; ", " — ")
# So many actors on either side of a cue are looked at.
NEAR = 12


class Actor(NamedTuple):
    """Somebody who may be judged: a mention, or a pronoun or description that stands for one."""

    start: int
    end: int
    entity: str
    kind: str
    oblique: bool


class Judgement(NamedTuple):
    """How an actor is judged, and by which cue where."""

    polarity: int
    start: int
    cue: Cue


def find_actors(words: str, named: list[tuple[int, int, Mention]]) -> list[Actor]:
    """Named states, bodies and firms; craft and programmes too, as what is said of these judges no actor."""
    former = read_rules()["words"]["former"].split(", ")
    return [Actor(start, end, one.entity, one.kind, _is_oblique(words, start))
            for start, end, one in named if one.kind != "person" and one.entity not in former]


def find_homes(text: str, mentions: list[Mention]) -> dict[str, tuple[str, str]]:
    """The body or country that a person or body speaks for, with its kind: for a person, the one named beside."""
    homes = {one.entity: (one.entity, one.kind) for one in mentions if one.kind in ACTORS}
    for before, one, after in zip([None, *mentions], mentions, [*mentions[1:], None]):
        if one.kind != "person" or one.entity in homes:
            continue
        for first, second in ((before, one), (one, after)):
            if not first or not second or second.start - first.end > 90:
                continue
            other, gap = (first if second is one else second), text[first.end:second.start]
            beside = pattern("title" if second is one else "office").fullmatch(gap)
            if beside and other.kind in ACTORS and first.sentence_id == second.sentence_id:
                homes[one.entity] = (other.entity, other.kind)
                break
    return homes


def _is_oblique(words: str, start: int) -> bool:
    return bool(pattern("oblique").search(words[max(0, start - 25):start]))


def resolve(words: str, actors: list[Actor], known: list[Actor], speaker: tuple[str, str] | None = None,
            ) -> list[Actor]:
    """Add the pronouns and descriptions ("the country") that stand for an actor; "we" for the speaker's own."""
    stands = []
    for match in pattern("stands_for").finditer(words):
        place = bisect_left(actors, (match.start(),))
        before, noun = [*known, *actors[max(0, place - NEAR):place]], match["noun"]
        if match["we"]:
            fitting = [Actor(0, 0, *speaker, False)] if speaker else known
        elif noun == "continent":
            fitting = [Actor(0, 0, "Europe", "country", False)]
        elif noun:
            kind = {"firm": "company", "nation": "country"}.get(noun, noun)
            fitting = [actor for actor in before if actor.kind == kind]
        else:
            fitting = [actor for actor in before if not actor.oblique] or before
            cut = max(words.rfind(mark, max(0, match.start() - 300), match.start()) for mark in CLAUSES)
            fitting = ([actor for actor in fitting if actor.start > cut >= 0][:1]
                       or [actor for actor in fitting if actor.start >= 0][:1] or fitting)
        start, end = match.span()
        stands += [actor._replace(start=start, end=end, oblique=_is_oblique(words, start))
                   for actor in fitting[-1:]]
    return sorted([*actors, *stands])


def remember(known: list[Actor], actors: list[Actor], judged: dict[str, int]) -> list[Actor]:
    """What a pronoun in the next sentence may stand for; the likeliest last."""
    if not actors:
        return known
    topic = ([actor for actor in actors if actor.entity in judged]
             or [actor for actor in actors if not actor.oblique])
    rest = [actor for actor in [*known, *actors] if actor not in topic[:1]]
    return [actor._replace(start=-1, end=-1, oblique=False) for actor in [*rest[-6:], *topic[:1]]]


def judge(words: str, hits: list[tuple[Cue, re.Match[str]]], actors: list[Actor],
           known: list[Actor]) -> dict[str, int]:
    """The judged actors of a sentence with their polarity."""
    judged: dict[str, Judgement] = {}
    turns = [match.end() for match in pattern("turn").finditer(words)]
    starts = [one.start for one in actors]
    inside = range(0)
    for cue, match in sorted(hits, key=lambda hit: hit[1].span()):
        start, end = match.span()
        if cue.who == "after":
            inside = range(start + 1, end)
        elif start in inside:  # "nobody builds better arms than Canada": "better than" judges nobody
            continue
        own = match[0] if cue.polarity == 1 and cue.who == "before" else ""
        negated = pattern("negation").search(words[max(0, start - 30):start] + own)
        polarity = -cue.polarity if negated else cue.polarity
        place = bisect_left(starts, start)
        near = actors[max(0, place - NEAR):place + NEAR]
        for actor in _judged_by(cue, start, end, near, known, words):
            first = judged.get(actor)
            if first is None or first.cue.who == "after" != cue.who or (
                    bisect_left(turns, first.start) < bisect_left(turns, start)):
                judged[actor] = Judgement(polarity, start, cue)
            if cue.other and cue.other.search(words[start:end + 20]):
                others = [one for one in near if end - 3 <= one.start < end + 60 and one.kind in ACTORS]
                for other in [one.entity for one in others if one.entity != actor][:1]:
                    judged.setdefault(other, Judgement(-polarity, start, cue))
    return {actor: judgement.polarity for actor, judgement in judged.items()}


def _judged_by(cue: Cue, start: int, end: int, actors: list[Actor], known: list[Actor],
               words: str) -> list[str]:
    """Whom a cue judges: the subject before it, the name after it or touching it, or the topic before."""
    before = [one for one in actors if one.end <= start + 1 or one.start == start]
    straight = [one for one in before if not one.oblique]
    if cue.who == "previous":
        chosen = known[-1:]
    elif cue.who == "touch":
        chosen = [one for one in actors if 0 <= start - one.end <= 3][:1]
    elif cue.who == "after":
        chosen = [one for one in actors if end - 1 <= one.start <= end + 80][:1]
    elif straight or before:
        related = pattern("relative").match(words, before[-1].end, start)
        chosen = (before if related else straight or before)[-1:]
        while pair := [one for one in before if 0 < one.end < chosen[0].start
                       and words[one.end:chosen[0].start] in JOINED]:
            chosen = pair[-1:] + chosen
    else:
        chosen = known[-1:] if not actors or pattern("pronoun").search(words[max(0, start - 300):start]) else []
    return [one.entity for one in chosen if one.kind in ACTORS]
