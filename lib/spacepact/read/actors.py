"""Who may be judged in a sentence: names, and what stands for them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Sequence

from spacepact.read.clauses import NEAR, Actor, find_cuts, is_oblique
from spacepact.read.cues import listed, read_rules
from spacepact.read.names import read_authority
from spacepact.read.records import Mention

ACTORS = ("country", "agency", "company")
EUROPE = ("Europe", "European Union")
# So many actors of the sentences before are remembered.
MEMORY = 12
# So many words may stand between a name and its title or office.
BESIDE = 12
FORMER = frozenset({"former", "retired", "ex-head", "one-time"})

Home = tuple[str, str]
"""The body or country that somebody speaks for, and its kind."""


def find_actors(words: Sequence[str], named: Iterable[tuple[int, Mention]]) -> list[Actor]:
    """Named states, bodies and firms; persons, craft and programmes too, as what is said of these judges no actor."""
    former = read_rules()["former"]
    return [Actor(place, *_stands_for(one), is_oblique(words, place)) for place, one in named if one.entity not in former]


def _stands_for(one: Mention) -> tuple[str, str]:
    """Who is meant by a name: of a system its owner."""
    if owner := read_rules()["owners"].get(one.entity):
        return owner, read_authority()[owner][1]
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
    beside = [one for one in actors if one.place >= last][:1] or [one for one in actors if one.place < first][-1:]
    return (beside[0].entity, beside[0].kind) if beside else None


def find_theme(mentions: Sequence[Mention], kinds: Container[str] = ACTORS) -> Home | None:
    """Whom an article names most: of countries, the likeliest home of a speaker of unknown standing."""
    named = Counter((one.entity, one.kind) for one in mentions if one.kind in kinds)
    return named.most_common(1)[0][0] if named else None


def resolve(
    words: Sequence[str], actors: list[Actor], known: Sequence[Actor], speaker: Home | None, home: Home | None, quoted: bool,
) -> list[Actor]:
    """Add the pronouns and descriptions ("the country") that stand for an actor; "we" for the speaker's own."""
    cuts: list[int] = []
    stands: list[Actor] = []
    places = [one.place for one in actors]
    meant, ours = listed("meant"), any(word in listed("ours") for word in words)
    for place, word in enumerate(words):
        if word not in meant:
            continue
        cuts = cuts or find_cuts(words, actors)
        near = actors[bisect_left(places, place - NEAR):bisect_left(places, place + NEAR)]
        fitting = _stood_for(words, place, sorted([*near, *stands[-NEAR:]]), known, speaker or home, cuts, quoted, ours)
        general = word in ("industry", "sector", "government") or word == "country" and words[place - 1] == "this"
        if general and fitting and home and fitting[-1].entity not in {one.entity for one in near}:
            fitting = [Actor(0, *home, False)]
        stands += [one._replace(place=place, oblique=is_oblique(words, place)) for one in fitting[-1:]]
    return sorted([*actors, *stands])


def _stood_for(
    words: Sequence[str], place: int, actors: Sequence[Actor], known: Sequence[Actor], speaker: Home | None,
    cuts: Sequence[int], quoted: bool, ours: bool,
) -> list[Actor]:
    """Whom a pronoun or a description may stand for, the likeliest last."""
    word = words[place]
    here = [one for one in actors if one.place < place and one.kind != "person"]
    number = bisect_right(cuts, place) - 1
    cut = cuts[number]
    if word in listed("stand_in"):
        return _described(words, place, actors, [*known, *(one for one in here if one.place < cut)] or here)
    if word in listed("ours"):
        return [Actor(0, *speaker, False)] if speaker else [*known]
    people = word in ("they", "them", "their")
    if people and speaker and ours:  # "they" is not who says "we"
        known = [one for one in known if one.entity != speaker[0]]
        here = [one for one in here if one.entity != speaker[0]]
    straight = [one for one in here if not one.oblique or words[1] == "for" and words[one.place + 1] == "," and one.place < 5]
    return straight[:1] or ([] if people and not quoted else [*known]) or here


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
    if words[first] not in ("the", "that", "this", "a") or followed or general:
        return []
    inside = [one for one in actors if first < one.place < place]
    if noun in ("continent", "bloc"):
        return [one._replace(entity="Europe", kind="country") for one in before if one.entity in (*EUROPE, "ESA")]
    kinds = next((kinds for kinds, nouns in STANDS_FOR if noun in nouns), ())
    fitting = [one for one in before if one.kind in kinds and one.entity not in EUROPE]
    if not inside or kinds == ("country",) or kinds == ("company",) and fitting:
        return fitting
    own = read_rules()["agencies"].get(inside[0].entity, "").split("|")
    return [one for one in fitting if one.entity in own] or inside


STANDS_FOR = (
    (("country",), ("country", "nation", "kingdom", "emirate", "republic", "superpower", "industry", "sector",
                    "government")),
    (("agency",), ("agency", "ministry", "department")),
    (("agency", "company"), ("institute", "corporation", "centre", "center")),
    (("company",), ("group", "company", "firm", "startup", "start-up", "manufacturer", "maker", "operator", "contractor",
                    "supplier", "builder")),
)
"""What kind of actor a describing noun stands for; the other nouns, only for a name among their words ("the Chinese newcomer")."""


def remember(known: list[Actor], actors: Sequence[Actor], judged: dict[str, int]) -> list[Actor]:
    """What a pronoun in the next sentence may stand for; the likeliest last."""
    named = {one.entity: one for one in actors if one.kind != "person"}
    topics = [entity for entity in named if entity in judged] or [
        one.entity for one in actors if not one.oblique and one.kind != "person"]
    if not topics:
        return [*({one.entity: one for one in known} | named).values()][-MEMORY:] if named else known
    latest = named.pop(topics[0])
    before = [one for one in known if one.entity not in named and one.entity != latest.entity]
    return [*[*before, *named.values()][-MEMORY:], latest]
