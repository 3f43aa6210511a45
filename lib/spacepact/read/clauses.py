"""The clauses of a sentence: where they begin, and who is the subject of one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from spacepact.read.cues import listed

# So many words around a cue or a pronoun are searched for an actor, and so many clauses before a cue for its subject.
NEAR, DEEP = 80, 4
# Marks that end what is put between a subject and its verb, and those that open it.
INSERTED = {")": "(", "—": "—", "–": "–"}


class Actor(NamedTuple):
    """Somebody who may be judged: a name, or a pronoun or description that stands for one."""

    place: int
    entity: str
    kind: str
    oblique: bool


def find_cuts(words: Sequence[str], actors: Sequence[Actor]) -> list[int]:
    """Where clauses begin: after a conjunction, a verb of saying or a mark, and where "and" brings a new subject."""
    cuts, stops, breaks, relative = {1}, listed("stop"), listed("clause"), listed("relative")
    for place, word in enumerate(words):
        if word in stops:
            cuts.add(place + 1)
        elif word in breaks and not (word == "since" and words[place - 1] in listed("have")):
            cuts.add(place + 1)
        elif word == "," and words[place + 1] in ("and", "or"):
            cuts.add(place + 2)
        elif (word in relative or word == "what") and any(ahead[:1] == "@" for ahead in words[place + 1:place + 3]):
            cuts.add(place + 1)  # "a field in which China leads", "what Moscow lacks"
        elif word == "," and (words[place + 1] in relative or words[place + 1].endswith("ing")):
            cuts.add(place + 1)
    opened = words[1] in listed("opening")
    for one in actors:
        first = one.place - (words[one.place - 1] == "the")
        before = words[first - 1]
        if before == "and" and words[first - 2][:1] != "@" and words[first - 2] != "'s" or opened and before == ",":
            cuts.add(first)
    return sorted(cuts)


def find_turns(words: Sequence[str]) -> list[int]:
    """Where what decides begins: after "but", and after the comma that ends an opening "although"."""
    turning = listed("turn")
    turns = [place for place, word in enumerate(words) if word in turning]
    if words[1] in listed("concession") and "," in words:
        turns.append(words.index(","))
    return sorted(turns)


def is_oblique(words: Sequence[str], place: int) -> bool:
    """Whether a preposition stands before a name, an article or another name at most between."""
    listing = words[place + 1] in ("and", ",", "or")
    place -= 1
    while words[place] in listed("attached"):
        place -= 1
    first = place - NEAR
    while place > first and words[place - 1][:1] == "@" and (words[place] in ("and", "or") or listing and words[place] == ","):
        listing, place = True, place - 2
        while words[place] in listed("attached"):
            place -= 1
    return words[place] in listed("oblique")


def find_subjects(start: int, actors: Sequence[Actor], words: Sequence[str], cuts: Sequence[int]) -> list[Actor]:
    """The subject of the clause a cue stands in, or of the clause before that it goes on with."""
    start = _verb_start(words, start)
    place, last = bisect_right(cuts, start), start
    before = words[start - 2:max(0, start - NEAR):-1]
    if (opening := INSERTED.get(words[start - 1])) in before:
        last = start - 2 - before.index(opening)  # "Russia — once the leader — lags"
    relative = listed("relative")
    for cut in reversed(cuts[max(0, place - DEEP):place]):
        inside = [one for one in actors if cut <= one.place <= last]
        if inside and start - inside[-1].place < 4 and _is_absolute(words, inside[-1].place):
            return inside[-1:]
        if words[start] == "as" and inside and inside[-1].place == start - 1 and "by" not in words[start - 3:start - 1]:
            return inside[-1:]  # "speak of India as a valuable partner", but not "seen by the Russians as"
        if (words[cut] in relative or words[cut - 1] in relative) and _is_over(words, max(cut, start - NEAR), start):
            last = cut  # "France, which sold two satellites, keeps its place"
            continue
        straight = [one for one in inside if not one.oblique and (one.kind != "person" or last == start)]
        if straight and last == start and (beside := _beside(words, start, straight)):
            return beside
        if straight:
            return join_names([one for one in straight if one.kind != "person"] or straight, actors, words)
        if last == start == cut and words[cut - 1] == "that":
            owner = [one for one in actors if not one.oblique and one.place < cut - 2][:1]
            between = words[owner[0].place:cut - 2] if owner else []
            meant = [] if {"for", "to", "need"}.intersection(between) else owner
            return [one for one in actors if one.place == cut - 2] or meant
        if words[cut] in relative:
            return [one for one in actors if cut - 9 < one.place < cut][-1:]
        if _is_stranger(words, cut, last):
            return []
        last = min(last, cut)
    return []


def _is_over(words: Sequence[str], first: int, start: int) -> bool:
    """Whether an inserted clause ends before a verb: at a comma right before it, or before an auxiliary."""
    return words[start - 1] == "," or any(
        words[number] == "," and words[number + 1] in listed("auxiliary") for number in range(first, start))


def _beside(words: Sequence[str], start: int, straight: Sequence[Actor]) -> list[Actor]:
    """The name right before a cue, if it begins its clause ("…, NASA lags") or says again who is meant ("…, KASA, lags")."""
    nearest = straight[-1]
    opens = words[nearest.place - 1] == "," and nearest.place == start - 1
    if opens:
        return [nearest]
    first = nearest.place
    while words[first - 1] in ("and", ",") and words[first - 2][:1] == "@":
        first -= 2
    again = words[first - 1] == words[start - 1] == "," and nearest.place == start - 2
    return [one for one in straight if one.place >= first] if again else []


def _verb_start(words: Sequence[str], place: int) -> int:
    """Where the verb begins to which a cue belongs: "has quietly become one of the …"."""
    auxiliary, now = listed("auxiliary"), listed("now")
    while place > 1 and ((before := words[place - 1]) in auxiliary or before in now or before.endswith("ly")):
        place -= 1
    return place


def _is_absolute(words: Sequence[str], place: int) -> bool:
    """Whether a name opens "with China firmly in charge"."""
    place -= 1 + (words[place - 1] == "the")
    return words[place] == "with" and (words[place - 1] in listed("stop") or words[place - 1] in ("", ","))


def _is_stranger(words: Sequence[str], cut: int, last: int) -> bool:
    """Whether a clause has a subject of its own that is no actor."""
    place = cut
    while place < last and (words[place] in listed("adverb") or words[place].endswith("ly")):
        place += 1
    if place >= last:
        return False
    word, after = words[place], words[place + 1]
    if word in listed("determiner") or word in listed("somebody") or word[:1] == "@" and word != "@date":
        return True
    return cut == 1 or after in listed("auxiliary")


def join_names(straight: Sequence[Actor], actors: Sequence[Actor], words: Sequence[str]) -> list[Actor]:
    """The first of some actors with those joined to it; of "Italy's Avio" it is the last named."""
    chosen, whole = list(straight[:1]), len(straight[:1])
    following = [one for one in actors if straight and one.place > straight[0].place]
    for one in following:
        gap = words[chosen[-1].place + 1:one.place]
        if len(chosen) == 1 and words[one.place] not in listed("its") and (gap in ([], ["'s"]) or len(gap) <= 4 and _describes(gap)):
            chosen = [one]
        elif one in straight and gap in (["and"], ["or"], ["nor"], ["and", "the"], ["'s", "and"], [","], [",", "the"]):
            chosen.append(one)
            whole = len(chosen) if gap[0] != "," else whole
        else:
            break
    return chosen[:whole]


def _describes(gap: Sequence[str]) -> bool:
    """Whether the words between two names describe the second: "the French launch company Arianespace"."""
    return gap[-1] in listed("described") and gap != ["as"] or gap[-1] in (",", "the") and any(word in listed("described") for word in gap)
