"""Who is judged in a sentence, and how."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import NamedTuple

from spacepact.read.cues import Cue, pattern, read_rules
from spacepact.read.records import Mention

ACTORS = ("country", "agency", "company")
EUROPE = ("Europe", "European Union")
JOINED = (" and ", " and the ", " & ", "'s and ", ", ")
# What cues of these kinds say of an actor is said in passing; the main clause outweighs it.
ASIDE = ("after", "touch")
# So many actors on either side of a cue are looked at, and so many clauses before it.
NEAR, DEEP = 12, 4
# So many actors of the sentences before are remembered.
MEMORY = 12


class Actor(NamedTuple):
    """Somebody who may be judged: a mention, or a pronoun or description that stands for one."""

    start: int
    end: int
    entity: str
    kind: str
    oblique: bool


class Judgement(NamedTuple):
    """How an actor is judged, and by which cue ending where."""

    polarity: int
    end: int
    cue: Cue


def find_actors(words: str, named: list[tuple[int, int, Mention]]) -> list[Actor]:
    """Named states, bodies and firms; persons, craft and programmes too, as what is said of these judges no actor."""
    former = read_rules()["words"]["former"].split(", ")
    return [Actor(start, end, one.entity, one.kind, _is_oblique(words, start))
            for start, end, one in named if one.entity not in former]


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


def find_home(mentions: list[Mention]) -> tuple[str, str] | None:
    """The country an article names most, with its kind: the likeliest home of a speaker of unknown standing."""
    named = Counter(one.entity for one in mentions if one.kind == "country")
    return (named.most_common(1)[0][0], "country") if named else None


def _is_oblique(words: str, start: int) -> bool:
    return bool(pattern("oblique").search(words[max(0, start - 40):start]))


def resolve(words: str, actors: list[Actor], known: list[Actor], speaker: tuple[str, str] | None = None,
            ) -> list[Actor]:
    """Add the pronouns and descriptions ("the country") that stand for an actor; "we" for the speaker's own."""
    stands: list[Actor] = []
    found = [*pattern("stands_for").finditer(words)]
    cuts = [match.end() for match in pattern("clause").finditer(words)] if found else []
    for match in found:
        place = bisect_left(actors, (match.start(),))
        here = [one for one in actors[max(0, place - NEAR):place] if one.kind != "person"]
        (start, end), apart = match.span(), bisect_left(cuts, match.start() + 1) - 1
        cut = cuts[apart] if apart >= 0 else 0
        if match["noun"] and any(0 < one.start - end <= 2 for one in actors[place:place + NEAR]):
            continue  # "the Italian firm Leonardo" stands for nobody else
        if match["we"]:
            fitting = [Actor(0, 0, *speaker, False)] if speaker else known
        elif match["noun"]:
            before = [*known, *(one for one in here if one.end <= cut)]
            fitting = _described(match["noun"].lower(), [one for one in actors if start <= one.start < end],
                                 before or here)
        else:
            if match[0][0] in "Tt":  # "they" are people
                here = [one for one in here if one.kind in ACTORS]
            straight = [one for one in here if not one.oblique]
            if apart > 0 and match.start() - cut < 3:
                fitting = [one for one in straight if one.start >= cuts[apart - 1]][:1]
            else:
                fitting = [one for one in straight if one.start >= cut][:1]
            fitting = fitting or straight[:1] or [
                one for one in known if one.kind in ACTORS or match[0][0] not in "Tt"] or here
        stands += [one._replace(start=start, end=end, oblique=_is_oblique(words, start)) for one in fitting[-1:]]
    return sorted([*actors, *stands])


def _described(noun: str, inside: list[Actor], before: list[Actor]) -> list[Actor]:
    """Whom "the country" or "the Turkish agency" may stand for, the likeliest last."""
    kind = next((kind for kind, nouns in read_rules()["nouns"].items() if noun in nouns.split()), "")
    if noun in ("continent", "bloc"):
        return [one._replace(entity="Europe", kind="country") for one in before
                if one.entity in (*EUROPE, "ESA")]
    if not kind:
        return inside or before
    kinds = ("agency", "company") if kind == "body" else (kind,)
    fitting = [one for one in before if one.kind in kinds and one.entity not in EUROPE]
    if not inside or kind == "country" or kind == "company" and fitting:
        return fitting
    own = read_rules()["agencies"].get(inside[0].entity, "").split("|")
    return [one for one in fitting if one.entity in own] or inside


def remember(known: list[Actor], actors: list[Actor], judged: dict[str, int]) -> list[Actor]:
    """What a pronoun in the next sentence may stand for; the likeliest last."""
    actors = [one for one in actors if one.kind != "person"]
    if not actors:
        return known
    topic = ([one for one in actors if one.entity in judged]
             or [one for one in actors if not one.oblique])
    latest = {one.entity: one for one in actors} if topic else {}
    order = {one.entity: one for one in known} | {one.entity: one for one in actors}
    rest = [one for entity, one in order.items() if entity not in latest]
    rest += [one for one in latest.values() if one.entity != topic[0].entity]
    return [one if one.start < 0 else Actor(-1, -1, one.entity, one.kind, False)
            for one in [*rest[-MEMORY:], *topic[:1]]]


def judge(words: str, hits: list[tuple[Cue, re.Match[str]]], actors: list[Actor],
          known: list[Actor]) -> dict[str, int]:
    """The judged actors of a sentence with their polarity."""
    if not hits:
        return {}
    judged: dict[str, Judgement] = {}
    turns = [match.end() for match in pattern("turn").finditer(words)]
    cuts = _find_cuts(words, actors)
    starts = [one.start for one in actors]
    inside = range(0)
    for cue, match in sorted(hits, key=lambda hit: hit[1].span()):
        start, end = match.span()
        if cue.who in ("after", "object"):
            inside = range(start + 1, end)
        elif start in inside:  # "nobody builds better arms than Canada": "better than" judges nobody
            continue
        own = match[0] if cue.who == "slot" or cue.polarity == 1 and cue.who == "before" else ""
        negated = pattern("negation").search(words[max(0, start - 30):start] + own)
        polarity = -cue.polarity if negated else cue.polarity
        place = bisect_left(starts, start)
        near = actors[max(0, place - NEAR):place + NEAR]
        for actor in _judged_by(cue, start, end, near, known, words, cuts):
            first = judged.get(actor)
            if first is None or first.cue.who in ASIDE and cue.who not in ASIDE or (
                    bisect_left(turns, first.end) < bisect_left(turns, end)):
                judged[actor] = Judgement(polarity, end, cue)
            if cue.other and re.search(cue.other, words[start:end + 20], re.IGNORECASE):
                stop = next((cut for cut in cuts if cut > end), len(words))
                others = [one for one in near if end - 3 <= one.start < min(end + 60, stop) and one.kind in ACTORS]
                for other in [one.entity for one in _head(others, words)[:1] if one.entity != actor]:
                    judged.setdefault(other, Judgement(-polarity, end, cue))
    return {actor: judgement.polarity for actor, judgement in judged.items()}


def _find_cuts(words: str, actors: list[Actor]) -> list[int]:
    """Where clauses begin: after a conjunction, a verb of saying or a mark, and where "and" brings a new subject."""
    cuts = {0, *(match.end() for match in pattern("clause").finditer(words))}
    opening = pattern("opening").match(words)
    for before, one in zip([None, *actors], actors):
        gap = words[before.end if before else 0:one.start]
        if gap.endswith((" and ", " and the ")) and gap not in JOINED or opening and gap.endswith((", ", ", the ")):
            cuts.add(one.start)
    return sorted(cuts)


def _judged_by(cue: Cue, start: int, end: int, actors: list[Actor], known: list[Actor], words: str,
               cuts: list[int]) -> list[str]:
    """Whom a cue judges: the subject before it, the name after it or touching it, or the topic before."""
    if cue.who == "previous":
        chosen = known[-1:]
    elif cue.who == "touch":
        chosen = [one for one in actors if 0 <= start - one.end <= 3
                  and not words[:one.start].endswith(("one of ", "some of ", "among "))][:1]
    elif cue.who in ("after", "object"):
        reach = 80 if cue.who == "after" else 5
        following = [one for one in actors if end - 1 <= one.start <= end + reach and one.kind != "person"]
        chosen = _head(following, words)[:1] if following else []
    else:
        chosen = _subjects(start, end, actors, known, words, cuts)
    return [one.entity for one in chosen if one.kind in ACTORS]


def _subjects(start: int, end: int, actors: list[Actor], known: list[Actor], words: str,
              cuts: list[int]) -> list[Actor]:
    """The subject of the clause a cue stands in, or of the clause before that it goes on with."""
    place, last = bisect_left(cuts, start + 1), start
    for cut in reversed(cuts[max(0, place - DEEP):place]):
        inside = [one for one in actors if one.start >= cut and (one.end <= last + 1 or one.start == last)]
        nearest = inside[-1] if inside and start - inside[-1].end < 12 else None
        if nearest and pattern("absolute").search(words[max(0, nearest.start - 12):nearest.start]):
            return inside[-1:]
        if words[start - 2:start] == ", " and last == start and pattern("relative").match(words, cut):
            last = cut  # "France, which sold two satellites, keeps its place": the relative clause is over
            continue
        straight = [one for one in inside if not one.oblique and (one.kind != "person" or last == start)]
        if straight and pattern("foreign").fullmatch(words, cut, straight[0].start):
            return []
        if straight:
            return _head([one for one in straight if one.kind != "person"] or straight, words)
        if last == start and pattern("relative").match(words, cut):
            return [one for one in actors if cut - 25 < one.end <= cut][-1:]
        if pattern("stranger").match(words, cut, last):
            return [one for one in inside[:1] if pattern("part").fullmatch(words, cut, one.start)]
        last = cut
    if pattern("fronted").fullmatch(words, 0, start):
        comma = words.find(",", end, end + 120)
        if following := [one for one in actors if one.start > comma > 0 and not one.oblique]:
            return following[:1]
    return [] if any(0 <= one.start - end <= 4 for one in actors) else known[-1:]


def _head(straight: list[Actor], words: str) -> list[Actor]:
    """The first subject of a clause with those joined to it; of "Italy's Avio" it is the last named."""
    chosen, whole = straight[:1], len(straight[:1])
    for one in straight[1:]:
        gap = words[chosen[-1].end:one.start]
        if one.start < chosen[-1].end or len(chosen) == 1 and pattern("chain").fullmatch(gap):
            chosen = [one] if one.start >= chosen[-1].end else chosen
        elif gap in JOINED:
            chosen.append(one)
            whole = len(chosen) if gap != ", " else whole
        else:
            break
    return chosen[:whole]
