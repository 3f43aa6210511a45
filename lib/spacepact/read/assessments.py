"""Who is judged in a sentence, and how."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from spacepact.read.cues import Cue, Wording, listed, read_rules
from spacepact.read.phrases import Hit
from spacepact.read.records import Mention

ACTORS = ("country", "agency", "company")
EUROPE = ("Europe", "European Union")
# So many actors of the sentences before are remembered, and so many clauses before a cue are searched for its subject.
MEMORY, DEEP = 12, 4
# So many words around a cue or a pronoun are searched for an actor.
NEAR = 80
# So many words before a cue may hold its negation; so many around a name its title or office.
BEFORE, BESIDE = 4, 12
# A sentence of fewer words that ends without a full stop is a cross-head.
SHORTEST = 8
FORMER = frozenset({"former", "retired", "ex-head", "one-time"})


class Actor(NamedTuple):
    """Somebody who may be judged: a name, or a pronoun or description that stands for one."""

    place: int
    entity: str
    kind: str
    oblique: bool


class Judgement(NamedTuple):
    """How an actor is judged, by words that end where; what is said in passing, or denied, gives way to what is said."""

    polarity: int
    end: int
    aside: bool
    negated: bool


Home = tuple[str, str]
"""The body or country that somebody speaks for, and its kind."""


def find_actors(words: Sequence[str], named: Iterable[tuple[int, Mention]], article: Container[str]) -> list[Actor]:
    """Named states, bodies and firms; persons, craft and programmes too, as what is said of these judges no actor.

    Parameters
    ----------
    article
        All entities that the article names: "Japan's space agency" is JAXA only where JAXA is named.
    """
    former = read_rules()["former"]
    return [Actor(place, *_stands_for(words, place, one, article), _is_oblique(words, place))
            for place, one in named if one.entity not in former]


def _stands_for(words: Sequence[str], place: int, one: Mention, article: Container[str]) -> tuple[str, str]:
    """Who is meant by a name: the owner of a system, or of "Japan's space agency" the agency."""
    if owner := read_rules()["owners"].get(one.entity):
        return owner, "agency" if owner == "NASA" else "country"
    after = [word for word in words[place + 1:place + 5] if word not in ("'s", "national")]
    if one.kind == "country" and after[:2] == ["space", "agency"]:
        agencies = [body for body in read_rules()["agencies"].get(one.entity, "").split("|") if body in article]
        return (agencies[0], "agency") if agencies else (one.entity, one.kind)
    return one.entity, one.kind


def find_homes(text: str, mentions: Sequence[Mention]) -> dict[str, Home]:
    """The body or country that a person or body speaks for: for a person, the one named beside."""
    homes = {one.entity: (one.entity, one.kind) for one in mentions if one.kind in ACTORS}
    for before, one, after in zip([None, *mentions], mentions, [*mentions[1:], None]):
        if one.kind != "person" or one.entity in homes:
            continue
        for first, second in ((before, one), (one, after)):
            other = first if second is one else second
            if other is None or other.kind not in ACTORS or other.sentence_id != one.sentence_id:
                continue
            gap = text[first.end:second.start]
            titled = second is one and not any(mark in gap for mark in ",;.\n")
            holds_office = other is after and gap.lstrip()[:1] == "," and not any(mark in gap for mark in ";.\n")
            if len(gap.split()) <= BESIDE and (titled or holds_office or gap.strip() in ("of", "from", "at", "of the")):
                former = not FORMER.isdisjoint(f"{text[max(0, first.start - 12):first.start]} {gap}".split())
                homes[one.entity] = _country_of(other.entity) if former else (other.entity, other.kind)
                break
    return homes


def _country_of(body: str) -> Home:
    """The country of an agency: a former official no longer speaks for the agency."""
    owners = (country for country, bodies in read_rules()["agencies"].items() if body in bodies.split("|"))
    return next(((country, "country") for country in owners), (body, "agency"))


def find_voice(actors: Sequence[Actor], first: int, last: int) -> Home | None:
    """For whom a speaker without a name speaks: the body or country named beside the quotation, from word `first` to `last`."""
    beside = [one for one in actors if one.place >= last and one.kind in ACTORS][:1]
    beside = beside or [one for one in actors if one.place < first and one.kind in ACTORS][-1:]
    return (beside[0].entity, beside[0].kind) if beside else None


def find_theme(mentions: Sequence[Mention], kinds: Container[str] = ACTORS) -> Home | None:
    """Whom an article names most: of countries, the likeliest home of a speaker of unknown standing."""
    named = Counter((one.entity, one.kind) for one in mentions if one.kind in kinds)
    return named.most_common(1)[0][0] if named else None


def _is_oblique(words: Sequence[str], place: int) -> bool:
    """Whether a preposition stands before a name, an article or another name at most between."""
    listing = words[place + 1] in ("and", ",", "or")
    place -= 1
    while words[place] in listed("attached") or words[place].endswith("ly"):
        place -= 1
    first = place - NEAR
    while place > first and words[place - 1][:1] == "@" and (words[place] in ("and", "or") or listing and words[place] == ","):
        listing, place = True, place - 2
        while words[place] in listed("attached"):
            place -= 1
    return words[place] in listed("oblique") and words[place - 1] not in ("such", "firms", "companies", "agencies")


def resolve(
    words: Sequence[str], actors: list[Actor], known: Sequence[Actor], speaker: Home | None, home: Home | None,
) -> list[Actor]:
    """Add the pronouns and descriptions ("the country") that stand for an actor; "we" for the speaker's own."""
    cuts: list[int] = []
    stands: list[Actor] = []
    places = [one.place for one in actors]
    for place, word in enumerate(words):
        if word not in listed("pronoun") and word not in listed("stand_in"):
            continue
        cuts = cuts or _find_cuts(words, actors)
        near = actors[bisect_left(places, place - NEAR):bisect_left(places, place + NEAR)]
        fitting = _stood_for(words, place, sorted([*near, *stands]), known, speaker or home, cuts)
        general = word in ("industry", "sector", "government") or word == "country" and words[place - 1] == "this"
        if general and fitting and home and fitting[-1].entity not in {one.entity for one in near}:
            fitting = [Actor(0, *home, False)]
        stands += [one._replace(place=place, oblique=_is_oblique(words, place)) for one in fitting[-1:]]
    return sorted([*actors, *stands])


def _stood_for(
    words: Sequence[str], place: int, actors: Sequence[Actor], known: Sequence[Actor], speaker: Home | None,
    cuts: Sequence[int],
) -> list[Actor]:
    """Whom a pronoun or a description may stand for, the likeliest last."""
    word = words[place]
    here = [one for one in actors if one.place < place and one.kind != "person"]
    number = bisect_right(cuts, place) - 1
    cut = cuts[number]
    if word in listed("stand_in"):
        return _described(words, place, actors, [*known, *(one for one in here if one.place < cut)] or here)
    if word in ("we", "us", "our"):
        return [Actor(0, *speaker, False)] if speaker else [*known]
    if word == "it" and _is_empty(words, place):
        return []
    people = word in ("they", "them", "their")
    here = [one for one in here if (one.kind in ACTORS if people else not _is_plural(words, one))]
    if word in ("it", "them") and place - cut > 1 and words[place + 1] not in listed("auxiliary"):
        here = [one for one in here if one.place < cut]  # what a verb is done to is not who does it
    straight = [one for one in here if not one.oblique]
    begins = place - cut < 2 or words[place + 1] in listed("auxiliary") and not any(one.place >= cut for one in straight)
    if number > 0 and begins:
        fitting = _subject_before(words, straight, cuts[max(0, number - MEMORY):number])
    else:
        fitting = [one for one in straight if one.place >= cut][:1]
    return fitting or straight[:1] or [one for one in known if one.kind in ACTORS or not people] or here


def _subject_before(words: Sequence[str], straight: Sequence[Actor], cuts: Sequence[int]) -> list[Actor]:
    """The subject of the clause before, an inserted one ("…, when …, but it") passed over."""
    for number in reversed(range(len(cuts))):
        inserted = number and (words[cuts[number] - 1] in ("when", "where", "because") or words[cuts[number]] in listed("relative"))
        found = [one for one in straight if one.place >= cuts[number]][:1]
        if found and not (inserted and any(one.place < cuts[number] for one in straight)):
            return found
    return []


def _is_plural(words: Sequence[str], actor: Actor) -> bool:
    """Whether a name belongs to a plural that "it" cannot stand for: "the American companies"."""
    place = actor.place
    while words[place + 1] == "and" and words[place + 2][:1] == "@":
        place += 2
    return words[place + 1] in listed("plural")


def _is_empty(words: Sequence[str], place: int) -> bool:
    """Whether "it" stands for nothing: "it is clear that"."""
    after = words[place + 1:place + 6]
    if words[place - 1] == "when" and after[:2] == ["comes", "to"]:
        return True
    return bool(after) and after[0] in listed("be") and not {"that", "whether", "how", "what"}.isdisjoint(after[2:])


def _described(words: Sequence[str], place: int, actors: Sequence[Actor], before: Sequence[Actor]) -> list[Actor]:
    """Whom "the country" or "the Turkish agency" may stand for, the likeliest last."""
    noun, first = words[place], place
    while first > place - 4 and words[first] not in ("the", "that", "this", "a"):
        first -= 1
    between = words[first + 1:place]
    followed = (words[place + 1][:1] == "@" or words[place + 1] == "of" and words[first] != "a"
                or words[place + 1] == "'s" and words[place + 2] in ("that", "which")
                or any(word[:1] != "@" and word not in listed("plain") for word in between))
    general = words[first] == "a" and not (noun == "continent" or words[place + 1] == "of")
    if noun == "agency" and words[place - 1 - (words[place - 1] == "space")] == "its":
        owners = [one.entity for one in actors if place - 3 < one.place < place]
        return [Actor(place, body, "agency", False) for one in owners[-1:] for body in read_rules()["agencies"].get(one, "").split("|")[:1] if body]
    if words[first] == "a" and words[first - 1] == "," and not followed:  # "of Eutelsat, a French company that"
        return [one for one in actors if one.place == first - 2]
    if words[first] not in ("the", "that", "this", "a") or followed or general:
        return []
    inside = [one for one in actors if first < one.place < place]
    if noun in ("continent", "bloc"):
        return [one._replace(entity="Europe", kind="country") for one in before if one.entity in (*EUROPE, "ESA")]
    kinds = next((kinds for kinds, nouns in STANDS_FOR if noun in nouns), ())
    if not kinds:
        told = [one for one in before if one.place >= 0 and not one.oblique]
        return inside or [*before, *told[:1]]
    fitting = [one for one in before if one.kind in kinds and one.entity not in EUROPE]
    if kinds == ("country",) and before and before[-1].kind == "agency" and not inside:
        home = _country_of(before[-1].entity)  # after a sentence on JAXA, "the country" is Japan
        fitting += [Actor(0, *home, False)] if home[1] == "country" else []
    if not inside or kinds == ("country",) or kinds == ("company",) and fitting:
        return fitting
    own = read_rules()["agencies"].get(inside[0].entity, "").split("|")
    return [one for one in fitting if one.entity in own] or inside


STANDS_FOR = (
    (("country",), ("country", "nation", "kingdom", "emirate", "republic", "superpower", "industry", "sector",
                    "government")),
    (("agency",), ("agency",)),
    (("agency",), ("ministry", "department")),
    (("agency", "company"), ("institute", "corporation", "centre", "center")),
    (("company",), ("group", "company", "firm", "startup", "start-up", "manufacturer", "maker", "operator", "contractor",
                    "supplier", "builder")),
)
"""What kind of actor a describing noun stands for; the other nouns stand for any."""


def remember(known: list[Actor], actors: Sequence[Actor], judged: dict[str, int]) -> list[Actor]:
    """What a pronoun in the next sentence may stand for; the likeliest last."""
    actors = [one for one in actors if one.kind != "person"]
    if not actors:
        return known
    topic = [one for one in actors if one.entity in judged] or [one for one in actors if not one.oblique]
    latest = {one.entity: one for one in actors} if topic else {}
    order = {one.entity: one for one in known} | {one.entity: one for one in actors}
    rest = [one for entity, one in order.items() if entity not in latest]
    rest += [one for one in latest.values() if one.entity != topic[0].entity]
    return [Actor(-1, one.entity, one.kind, False) for one in [*rest[-MEMORY:], *topic[:1]]]


def judge(
    wording: Wording, hits: Sequence[Hit[Cue]], actors: Sequence[Actor], known: Sequence[Actor], theme: Home | None,
) -> dict[str, int]:
    """The judged actors of a sentence with their polarity; `theme` is whom the article is about."""
    words = wording.words
    judged: dict[str, Judgement] = {}
    cuts, turns = _find_cuts(words, actors), _find_turns(words)
    places = [one.place for one in actors]
    inner = range(0)
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        cue, named = hit.phrase.group, "<actor>" in hit.phrase.text or "<owner>" in hit.phrase.text
        if not named and hit.start in inner:
            continue  # "nobody builds better arms than Canada": "better than" judges nobody
        near = actors[bisect_left(places, hit.start - NEAR):bisect_left(places, hit.end + NEAR)]
        inside = [one for one in near if hit.start <= one.place < hit.end]
        if named:
            inner = range(hit.start + 1, hit.end)
            last = hit.phrase.text.endswith("<actor>")
            first = inside[-1 if last else 0].place if inside else 0
            chosen = _head([one for one in near if inside and one.place >= first], near, words)[:None if last else 1]
            if _is_beside_the_point(words, hit):
                continue
        elif cue.previous:
            topic = [one for one in near if one.place < hit.start and not one.oblique and one.kind != "person"]
            chosen = topic[:1] or ([Actor(0, *theme, False)] if theme else [])
        else:
            chosen = _subjects(hit.start, hit.end, near, known, words, cuts)
        negated = _is_negated(words, hit)
        aside = named or (words[cuts[bisect_right(cuts, hit.start) - 1]] in listed("relative")
                          and words[_verb_start(words, hit.start) - 1] != ",")
        polarity = -cue.polarity if negated else cue.polarity
        others: list[Actor] = []
        if "<other>" in hit.phrase.text and inside:
            others = _head([one for one in near if one.place >= inside[-1].place], near, words)
        for one in chosen:
            if one.kind in ACTORS and not _is_thing(words, one):
                _weigh(judged, one.entity, Judgement(polarity, hit.end, aside, negated), turns)
        for one in others:
            if one.kind in ACTORS and one.entity not in [actor.entity for actor in chosen]:
                _weigh(judged, one.entity, Judgement(-polarity, hit.end, True, negated), turns)
    polarities = {entity: judgement.polarity for entity, judgement in judged.items()}
    decided = {judgement.polarity for judgement in judged.values() if not judgement.aside}
    if len(decided) == 1:
        polarities |= {one.entity: -min(decided) for one in actors if one.entity not in judged and _is_contrasted(words, one)}
    return polarities


def _is_beside_the_point(words: Sequence[str], hit: Hit[Cue]) -> bool:
    """Whether what stands beside a name is not said of it: "in Germany, the most advanced, …", "is Europe's leading power"."""
    before = words[hit.start - 1]
    if hit.phrase.text.startswith("<actor> <comma>"):
        return before in ("in", "unlike") or words[hit.start - 2] in ("compared", "contrast")
    return hit.phrase.text.startswith("<actor> 's") and before in listed("be")


def _is_contrasted(words: Sequence[str], actor: Actor) -> bool:
    """Whether others are held up against an actor: "unlike China", "compared with that of NASA"."""
    place = actor.place - 1
    while words[place] in ("the", "that", "those", "of", "its"):
        place -= 1
    pair = words[place - 1:place + 1]
    return actor.kind in ACTORS and not _is_thing(words, actor) and (
        words[place] == "unlike" or pair in (["compared", "with"], ["compared", "to"], ["contrast", "to"], ["contrast", "with"], ["next", "to"]))


def _weigh(judged: dict[str, Judgement], entity: str, new: Judgement, turns: Sequence[int]) -> None:
    """Let a new judgement take the place of an earlier one that was said in passing, denied, or before a "but"."""
    old = judged.get(entity)
    if (old is None or old.aside and not new.aside or old.negated and not new.negated
            or bisect_left(turns, old.end) < bisect_left(turns, new.end)):
        judged[entity] = new


def _is_negated(words: Sequence[str], hit: Hit[Cue]) -> bool:
    """Whether a negation stands before a cue in its clause, or in it without being a word of the phrase."""
    negation, said = listed("negation"), hit.phrase.text.split()
    if words[hit.start - 1] in listed("nearly_negation") or words[max(0, hit.start - 3):hit.start - 1] == ["none", "of"]:
        return True
    if "neither" in words[max(0, hit.start - BESIDE):hit.start] and words[hit.start - 1][:1] == "@" and words[hit.start - 2] in ("nor", "the"):
        return True  # "neither Italy nor Spain has"
    place = hit.start - 1
    while place >= max(0, hit.start - BEFORE) and words[place] not in (",", ";", ".", "but", ":"):
        if (words[place] in negation or words[place:place + 2] == ["no", "longer"]) and words[place + 1] not in ("only", "just", "merely", "least"):
            return True
        place -= 1
    return any((word in negation or word in ("no", "nor", "neither")) and word not in said and not any(word in part.split("|") for part in said)
               for place, word in enumerate(words[hit.start:hit.end], start=hit.start) if words[place + 1] != "only")


def _is_thing(words: Sequence[str], actor: Actor) -> bool:
    """Whether a name only says whose craft or plan is meant: "China's rocket"."""
    thing = False
    for word in words[actor.place + 1:actor.place + 6]:
        if word in listed("auxiliary") or word in listed("determiner") or word in listed("gap_ends") or word in listed("its"):
            break
        thing = word in listed("thing") or thing and word not in listed("realm")  # "China's rocket industry" is none
    return thing


def _find_turns(words: Sequence[str]) -> list[int]:
    """Where what decides begins: after "but", and after the comma that ends an opening "although"."""
    turns = [place for place, word in enumerate(words) if word in listed("turn")]
    if words[1] in listed("concession") and "," in words:
        turns.append(words.index(","))
    return sorted(turns)


def _find_cuts(words: Sequence[str], actors: Sequence[Actor]) -> list[int]:
    """Where clauses begin: after a conjunction, a verb of saying or a mark, and where "and" brings a new subject."""
    cuts, stops, breaks, relative = {1}, listed("stop"), listed("clause"), listed("relative")
    for place, word in enumerate(words):
        if word in stops:
            cuts.add(place + 1)
        elif word in breaks and not (word == "that" and words[place + 1] == "of"):
            cuts.add(place + 1)
        elif word == "," and words[place + 1] in ("and", "or"):
            cuts.add(place + 2)
        elif word == "," and (words[place + 1] in relative or words[place + 1].endswith("ing")):
            cuts.add(place + 1)
    opened = words[1] in listed("opening")
    for one in actors:
        first = one.place - (words[one.place - 1] == "the")
        before = words[first - 1]
        if before == "and" and words[first - 2][:1] != "@" and words[first - 2] != "'s" or opened and before == ",":
            cuts.add(first)
    return sorted(cuts)


def _subjects(
    start: int, end: int, actors: Sequence[Actor], known: Sequence[Actor], words: Sequence[str], cuts: Sequence[int],
) -> list[Actor]:
    """The subject of the clause a cue stands in, or of the clause before that it goes on with."""
    start = _verb_start(words, start)
    place, last = bisect_right(cuts, start), start
    relative = listed("relative")
    for cut in reversed(cuts[max(0, place - DEEP):place]):
        inside = [one for one in actors if cut <= one.place <= last]
        if inside and start - inside[-1].place < 4 and _is_absolute(words, inside[-1].place):
            return inside[-1:]
        inserted = words[cut] in relative or (words[cut - 1] == "that" or words[cut - 1] in listed("concession")) and not any(
            one.place >= cut for one in inside)
        if words[start - 1] == "," and last == start and inserted:
            last = cut  # "France, which sold two satellites, keeps its place": the relative clause is over
            continue
        straight = [one for one in inside if not one.oblique and (one.kind != "person" or last == start)]
        if straight and last == start and (beside := _beside(words, start, straight)):
            return beside
        if straight and _is_foreign(words, cut, straight[0].place):
            return []
        if straight:
            return _head([one for one in straight if one.kind != "person"] or straight, actors, words)
        if last == start == cut and words[cut - 1] == "that":
            owner = [one for one in actors if not one.oblique and one.place < cut - 2][:1]
            stated = owner and any(word in listed("be") for word in words[owner[0].place:cut - 2])
            return [one for one in actors if one.place == cut - 2] or (owner if stated else [])
        if last == start and words[cut] in relative:
            return [one for one in actors if cut - 9 < one.place < cut][-1:]
        if _is_stranger(words, cut, last):
            return [one for one in inside[:1] if _is_part(words, cut, one.place)]
        last = cut
    if following := _fronted(words, start, end, actors):
        return following
    if len(words) < SHORTEST and words[-2] != ".":
        return []  # a cross-head judges nobody it does not name
    return [] if any(0 <= one.place - end <= 1 for one in actors) else [*known[-1:]]


def _beside(words: Sequence[str], start: int, straight: Sequence[Actor]) -> list[Actor]:
    """The name right before a cue, if it begins its clause ("…, NASA lags") or says again who is meant ("…, KASA, lags")."""
    nearest = straight[-1]
    opens = words[nearest.place - 1] == "," and nearest.place == start - 1 and words[nearest.place - 2][:1] != "@"
    if opens:
        return [nearest]
    first = nearest.place
    while words[first - 1] in ("and", ",") and words[first - 2][:1] == "@":
        first -= 2
    again = words[first - 1] == words[start - 1] == "," and nearest.place == start - 2
    return [one for one in straight if one.place >= first] if again else []


def _verb_start(words: Sequence[str], place: int) -> int:
    """Where the verb begins to which a cue belongs: "has quietly become one of the …"."""
    while place > 1 and (words[place - 1] in listed("auxiliary") or words[place - 1] in listed("now")
                         or words[place - 1].endswith("ly")):
        place -= 1
    return place


def _is_absolute(words: Sequence[str], place: int) -> bool:
    """Whether a name opens "with China firmly in charge"."""
    place -= 1 + (words[place - 1] == "the")
    return words[place] == "with" and (words[place - 1] in listed("stop") or words[place - 1] in ("", ","))


def _is_foreign(words: Sequence[str], cut: int, place: int) -> bool:
    """Whether a subject is no actor though one is named in it: "a bill to create a Korean agency"."""
    opening = words[cut:place]
    if opening[:1] == ["@person"]:
        return opening[1:2] == [","]
    links = ("to", "that", "for", "about", "on", "by", "against", "with")
    return opening[:1] != [] and opening[0] in listed("determiner") and any(word in links for word in opening[2:])


def _is_stranger(words: Sequence[str], cut: int, last: int) -> bool:
    """Whether a clause has a subject of its own that is no actor."""
    place = cut
    while place < last and (words[place] in listed("adverb") or words[place].endswith("ly")):
        place += 1
    if place >= last:
        return False
    if any(words[number] in listed("determiner") and words[number - 1] not in listed("preposition")
           for number in range(place + 2, min(last, place + NEAR))):
        return True  # behind a phrase that opens the clause: "for China the deal is useful"
    word, after = words[place], words[place + 1]
    if word in listed("determiner") or word in listed("somebody") or word[:1] == "@" and word != "@date":
        return True
    if word in listed("preposition") or word in listed("auxiliary") or word.endswith(("ing", "ed")) or word == "@date":
        return False
    return cut == 1 or after in listed("auxiliary")


def _is_part(words: Sequence[str], cut: int, place: int) -> bool:
    """Whether a part of an actor is the subject: "the engineers of Roscosmos"."""
    place -= words[place - 1] == "the"
    return (place - cut <= 6 and words[place - 1] in ("of", "in", "at", "from")
            and any(word in listed("realm") for word in words[cut:place - 1]))


def _fronted(words: Sequence[str], start: int, end: int, actors: Sequence[Actor]) -> list[Actor]:
    """The subject behind a judgement that opens its sentence: "Weak and isolated, Russia turned to China."."""
    if any(not (word in listed("adverb") or word in listed("concession") or word in ("as", "a", "an", "being"))
           for word in words[1:start]):
        return []
    comma = next((place for place in range(end, min(end + 20, len(words))) if words[place] == ","), 0)
    return [one for one in actors if comma and one.place > comma and not one.oblique][:1]


def _head(straight: Sequence[Actor], actors: Sequence[Actor], words: Sequence[str]) -> list[Actor]:
    """The first of some actors with those joined to it; of "Italy's Avio" it is the last named."""
    chosen, whole = list(straight[:1]), len(straight[:1])
    following = [one for one in actors if straight and one.place > straight[0].place]
    for one in following:
        gap = words[chosen[-1].place + 1:one.place]
        if len(chosen) == 1 and (gap in ([], ["'s"]) or len(gap) <= 4 and _describes(gap)):
            chosen = [one]
        elif one in straight and gap in (["and"], ["or"], ["nor"], ["and", "the"], ["'s", "and"], [","], [",", "the"]):
            chosen.append(one)
            whole = len(chosen) if gap[0] != "," else whole
        else:
            break
    return chosen[:whole]


def _describes(gap: Sequence[str]) -> bool:
    """Whether the words between two names describe the second: "the French launch company Arianespace"."""
    return gap[-1] in listed("described") or gap[-1] in (",", "the") and any(word in listed("described") for word in gap)
