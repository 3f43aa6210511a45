"""Who is judged in a sentence, and how."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from spacepact.read.actors import ACTORS, Home
from spacepact.read.clauses import NEAR, Actor, find_cuts, find_subjects, find_turns, join_names
from spacepact.read.cues import Cue, listed
from spacepact.read.phrases import Hit

# So many words before a cue may hold its negation, so many "neither", and twice as many a verb of belief.
BEFORE, FAR_BEFORE = 4, 12
# So many words may stand between what denies and the verb of belief that it denies.
HELD = 8
# "Not only", "not just": these deny nothing.
FOCUS = ("only", "just", "merely", "least")


class Judgement(NamedTuple):
    """How an actor is judged, by words that end where; what is said in passing gives way to what is said."""

    polarity: int
    end: int
    aside: bool


def judge(
    words: Sequence[str], hits: Sequence[Hit[Cue]], actors: Sequence[Actor], theme: Home | None,
) -> dict[str, int]:
    """The judged actors of a sentence with their polarity; `theme` is whom the article is about."""
    judged: dict[str, Judgement] = {}
    cuts, turns = find_cuts(words, actors), find_turns(words)
    places = [one.place for one in actors]
    told = any("<actor>" in hit.phrase.text for hit in hits)  # leaves nothing to guess
    hits = [hit for hit in hits if not (told and hit.phrase.group.previous)]
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        cue, named = hit.phrase.group, "<actor>" in hit.phrase.text
        near = actors[bisect_left(places, hit.start - NEAR):bisect_left(places, hit.end + NEAR)]
        inside = [one for one in near if hit.start <= one.place < hit.end]
        if named:
            first = inside[-1 if hit.phrase.text.endswith("<actor>") else 0].place if inside else 0
            chosen = join_names([one for one in near if inside and one.place >= first], near, words)
        elif cue.previous:
            topic = [one for one in near if one.place < hit.start and one.kind != "person"]
            chosen = topic[:1] or ([Actor(0, *theme, False)] if theme else [])
        else:
            chosen = find_subjects(hit.start, near, words, cuts)
        begins = cuts[bisect_right(cuts, hit.start) - 1]
        negated = _is_negated(words, hit) != (begins < hit.start and words[begins] in ("few", "nobody"))
        aside = named or "despite" in words[max(begins, hit.start - BEFORE):hit.start]
        polarity = -cue.polarity if negated else cue.polarity
        rivals = [one for one in inside if words[one.place] in listed("other")] if "<other>" in hit.phrase.text else []
        others = join_names([one for one in near if rivals and one.place >= rivals[-1].place], near, words)
        for one in chosen:
            if one.kind in ACTORS and not _is_thing(words, one):
                _weigh(judged, one.entity, Judgement(polarity, hit.end, aside), turns)
        for one in others:
            if one.kind in ACTORS:
                _weigh(judged, one.entity, Judgement(-polarity, hit.end, True), turns)
    polarities = {entity: judgement.polarity for entity, judgement in judged.items()}
    decided = {judgement.polarity for judgement in judged.values() if not judgement.aside}
    if len(decided) == 1:
        apart = {one.entity: -min(decided) for one in actors if one.kind in ACTORS and _is_set_apart(words, one)}
        return polarities | apart | polarities
    return polarities


def find_likeliest(words: Sequence[str], polarity: int, actors: Sequence[Actor]) -> dict[str, int]:
    """Whom a sentence judges whose cues judge nobody: who comes first without a preposition, by no pronoun if possible."""
    able = [one for one in actors[:NEAR] if one.kind in ACTORS]
    apart = {one.entity: -polarity for one in able if _is_set_apart(words, one)}
    straight = [one for one in able if not one.oblique and one.entity not in apart]
    straight = [one for one in straight if words[one.place] not in listed("pronoun")] or straight
    judged = {one.entity: polarity for one in join_names(straight, able, words) if not _is_thing(words, one)}
    return judged | apart if judged else {}


def _is_set_apart(words: Sequence[str], actor: Actor) -> bool:
    """Whether others are held up against an actor: "unlike China", "further along than the French"."""
    place = actor.place - 1
    while words[place] in ("the", "that", "those", "of", "its"):
        place -= 1
    return words[place] == "unlike" or words[place] == "than" and words[actor.place][:1] == "@"


def _weigh(judged: dict[str, Judgement], entity: str, new: Judgement, turns: Sequence[int]) -> None:
    """Let a new judgement take the place of an earlier one that was said in passing, or before a "but"."""
    old = judged.get(entity)
    if old is None or old.aside and not new.aside or bisect_left(turns, old.end) < bisect_left(turns, new.end):
        judged[entity] = new


def _is_negated(words: Sequence[str], hit: Hit[Cue]) -> bool:
    """Whether a negation stands before a cue in its clause, or in it without being a word of the phrase."""
    negation, before, last = listed("negation"), words[max(0, hit.start - FAR_BEFORE):hit.start], words[hit.start - 1]
    if last in listed("nearly_negation") or before[-3:-1] == ["none", "of"]:
        return True
    if _is_disbelieved(words, hit.start):
        return True
    if "neither" in before and last[:1] == "@":
        return True  # "neither Italy nor Spain has"
    place = hit.start - 1
    while place >= max(0, hit.start - BEFORE) and words[place] not in (",", ";", ".", "but", ":"):
        denied = words[place] in negation or words[place:place + 2] == ["no", "longer"]
        if denied and words[place + 1] not in FOCUS or words[place:place + 2] in (["still", "to"], ["yet", "to"], ["ceased", "to"]):
            return True
        if words[place][:1] == "@":
            break  # the subject: what is denied before it is something else
        place -= 1
    denials = [word for place, word in enumerate(words[hit.start:hit.end], start=hit.start)
               if (word in negation or word in ("no", "nor", "neither", "nobody")) and words[place + 1] not in FOCUS]
    return bool(denials) and not {word for part in hit.phrase.text.split() for word in part.split("|")}.issuperset(denials)


def _is_disbelieved(words: Sequence[str], place: int) -> bool:
    """Whether what follows is held untrue: "Nobody believes that India will", "I doubt whether", "It would be wrong to say that"."""
    believing, doubting = listed("believing"), listed("doubting")
    first = max(1, place - 2 * FAR_BEFORE)
    held = [number for number in range(first, place) if words[number] in believing or words[number] in doubting]
    if not held:
        return False
    said = next((number for number in range(held[-1] + 1, place) if words[number] in ("that", "whether")), held[-1])
    denied = False
    for word in words[max(first, held[-1] - HELD):held[-1]]:
        denied = word in listed("denial") or denied and word not in (",", ";", "but")
    return denied != (words[held[-1]] in doubting) and not any(
        word in (",", ";") or word in listed("clause") for word in words[said + 1:place])


def _is_thing(words: Sequence[str], actor: Actor) -> bool:
    """Whether a name only says whose craft or plan is meant: "China's rocket"."""
    thing = False
    for word in words[actor.place + 1:actor.place + 6]:
        if word in listed("auxiliary") or word in listed("determiner") or word in listed("gap_ends") or word in listed("its"):
            break
        thing = word in listed("thing") or thing and word not in listed("realm")  # "China's rocket industry" is none
    return thing
