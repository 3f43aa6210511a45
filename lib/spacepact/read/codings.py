"""Code the sentences: forecast, agreement, rupture, and who is judged how."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from spacepact.read.actors import find_actors, find_homes, find_theme, find_voice, remember, resolve
from spacepact.read.assessments import find_likeliest, judge
from spacepact.read.clauses import Actor
from spacepact.read.cues import Cue, Hits, find_hits, listed, read_wording
from spacepact.read.edtf import bounds
from spacepact.read.likelihood import estimate
from spacepact.read.names import lower
from spacepact.read.phrases import Hit
from spacepact.read.plain_text import make_plain
from spacepact.read.records import Assessment, Coding, Mention, Quotation, Sentence, TimeExpression

# A plan told in the past tense with a year that many years back is taken to be over.
OLD = 4
# A sentence this likely to judge somebody does so, though no cue tells whom.
LIKELY = 0.97
# A year belongs to a cue within so many words.
REACH = 60
BY_PLACE = itemgetter(0, 1)


class Time(NamedTuple):
    """A time expression among the words of its sentence, seen from publication; years ago only if the year is named."""

    place: int
    ahead: bool
    years_ago: int


def code_sentences(
    text: str, sentences: list[Sentence], dates: list[TimeExpression], mentions: list[Mention],
    quotations: list[Quotation], published: date | None,
) -> tuple[list[Coding], list[Assessment]]:
    """Code every sentence by the cues of ``codings.toml``.

    A sentence is coded by its own words; dates decide whether a plan still lay ahead at publication, and the
    sentence before tells whom a pronoun stands for.
    """
    plain = make_plain(text)
    small = lower(plain.text)
    codings, assessments = [], []
    named = [(plain.plain(one.start), plain.plain(one.end), f"@{one.kind}", one) for one in mentions]
    named += [(plain.plain(one.start), plain.plain(one.end), "@date", one) for one in dates if one.sentence_id is not None]
    named.sort(key=BY_PLACE)
    places, spoken = [first for first, *_ in named], [one.start for one in quotations]
    known: list[Actor] = []
    homes, home, theme = find_homes(text, mentions), find_theme(mentions, ("country",)), find_theme(mentions)
    for sentence in sentences:
        start, end = plain.plain(sentence.start), plain.plain(sentence.end)
        spans = named[bisect_left(places, start):bisect_left(places, end)]
        before = bisect_left(spoken, sentence.end)
        quoted = before > 0 and quotations[before - 1].end > sentence.start
        if quoted:
            said = quotations[before - 1]
            ends = max(plain.plain(said.start), start), min(plain.plain(said.end), end)
            spans = sorted([*spans, *((end, end, "", said) for end in ends)], key=BY_PLACE)
        words, standing = read_wording(small, start, end, spans)
        hits = find_hits(words)
        when = [_time(one, text, place, published)
                for place, (_, _, _, one) in zip(standing, spans) if isinstance(one, TimeExpression)]
        actors = find_actors(
            words, [(place, one) for place, (_, _, _, one) in zip(standing, spans) if isinstance(one, Mention)])
        judged: dict[str, int] = {}
        if (actors or known) and ("assessment" in hits or estimate(words).judges > LIKELY):
            heard = None
            if quoted:
                first, last = (place for place, (_, _, _, one) in zip(standing, spans) if one is said)
                heard = homes.get(said.speaker) or find_voice(actors, first, last)
            actors = resolve(words, actors, known, heard, home, quoted)
            judged = judge(words, hits.get("assessment", ()), actors, theme)
            if not judged and (likelihood := estimate(words)).judges > LIKELY:
                judged = find_likeliest(words, likelihood.polarity, actors)
        headline = sentence.role in ("headline", "standfirst") and "headline" in hits
        codings.append(Coding(sentence.sentence_id, headline or _is_forecast(words, hits, when),
                              "agreement" in hits, "rupture" in hits, bool(judged)))
        assessments += [Assessment(sentence.sentence_id, *judgement) for judgement in judged.items()]
        known = remember(known, actors, judged)
    return codings, assessments


def _time(one: TimeExpression, text: str, place: int, published: date | None) -> Time:
    """Whether the time lies ahead of publication, and its year if it is a past one and named."""
    if published is None or not one.edtf:
        return Time(place, False, 0)
    first, last = bounds(one.edtf)
    expression = text[one.start:one.end]
    part = one.mod in ("END", "BEFORE") and "/" not in one.edtf and last > published
    ahead = (first > published or part) and not expression.endswith("later")
    named = str(first.year) in expression and "X" not in one.edtf
    return Time(place, ahead, published.year - first.year if named and last < published else 0)


def _is_forecast(words: Sequence[str], hits: Hits, when: Sequence[Time]) -> bool:
    """Whether something ahead is said."""
    if words[-2:-1] == ["?"]:
        return False
    talks = listed("talks")
    if any(time.ahead for time in when) and not any(word in talks for word in words):
        return True
    return any(not (hit.phrase.group.fresh and "rupture" in hits or _is_over(words, hit, when))
               for hit in hits.get("forecast", []))


def _is_over(words: Sequence[str], hit: Hit[Cue], when: Sequence[Time]) -> bool:
    """Whether the planned time had passed at publication.

    It had if a past year follows that no verb of saying governs, or if the plan itself is told as an old one.
    """
    near = [time for time in when if time.years_ago and hit.start - REACH < time.place < hit.end + REACH]
    told = near and (any(word in listed("past_plan") for word in words[hit.start:hit.end])
                     or any(word in ("had", "was", "were") for word in words[max(0, hit.start - 2):hit.end]))
    return bool(told) and any(
        time.years_ago > (0 if hit.phrase.group.fresh else OLD) if time.place < hit.start
        else not any(word in listed("apart") for word in words[hit.end:time.place]) for time in near)
