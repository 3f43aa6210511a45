"""Code the sentences: forecast, agreement, rupture, and who is judged how."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from typing import NamedTuple

from spacepact.read.assessments import Actor, find_actors, find_home, find_homes, judge, remember, resolve
from spacepact.read.cues import Cue, Hits, blank, find_hits, pattern
from spacepact.read.edtf import bounds
from spacepact.read.plain_text import make_plain
from spacepact.read.records import Assessment, Coding, Mention, Quotation, Sentence, TimeExpression

# A plan told in the past tense with a year that many years back is taken to be over.
OLD = 4
# A year belongs to a cue within so many characters.
REACH = 300


class Time(NamedTuple):
    """A time expression in its sentence, seen from publication; years ago only if the year is named."""

    start: int
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
    codings, assessments = [], []
    places = [mention.start for mention in mentions]
    times = sorted((one for one in dates if one.sentence_id is not None), key=lambda one: one.start)
    moments = [one.start for one in times]
    known: list[Actor] = []
    homes, home = find_homes(text, mentions), find_home(mentions)
    spoken = [one.start for one in quotations]
    for sentence in sentences:
        start = plain.plain(sentence.start)
        words = plain.text[start:plain.plain(sentence.end)]
        here = mentions[bisect_left(places, sentence.start):bisect_left(places, sentence.end)]
        named = [(plain.plain(one.start) - start, plain.plain(one.end) - start, one) for one in here]
        # Theresa May is no forecast.
        hits = find_hits(blank(words, [(first, last) for first, last, one in named if one.kind == "person"]))
        when = [_time(one, words, plain.plain(one.start) - start, published)
                for one in times[bisect_left(moments, sentence.start):bisect_left(moments, sentence.end)]]
        judged: dict[str, int] = {}
        actors = find_actors(words, named)
        if actors or known:
            said = quotations[max(0, bisect_left(spoken, sentence.end) - 1):][:1]
            heard = said and said[0].end > sentence.start and homes.get(said[0].speaker)
            actors = resolve(words, actors, known, heard or home)
            judged = judge(words, hits.get("assessment", []), actors, known)
        ends = [end for _, end, _ in named] if sentence.role in ("headline", "standfirst") else []
        codings.append(Coding(sentence.sentence_id, _is_forecast(words, hits, when, ends),
                              bool(hits.get("agreement")), bool(hits.get("rupture")), bool(judged)))
        assessments += [Assessment(sentence.sentence_id, *judgement) for judgement in judged.items()]
        known = remember(known, actors, judged)
    return codings, assessments


def _time(one: TimeExpression, words: str, start: int, published: date | None) -> Time:
    """Whether the time lies ahead of publication, and its year if it is a past one and named."""
    if published is None or not one.edtf:
        return Time(start, False, 0)
    first, last = bounds(one.edtf)
    expression = words[start:start + one.end - one.start]
    part = one.mod in ("END", "BEFORE") and "/" not in one.edtf and last > published
    ahead = (first > published or part) and not expression.endswith("later")
    named = str(first.year) in expression and "X" not in one.edtf
    return Time(start, ahead, published.year - first.year if named and last < published else 0)


def _is_forecast(words: str, hits: Hits, when: list[Time], ends: list[int]) -> bool:
    """Whether something ahead is said; in a headline also by "to" and a verb after a name."""
    if any(pattern("headline").match(words, end) for end in ends):
        return True
    if words.rstrip("\"')”’ ").endswith("?"):
        return False
    if any(time.ahead for time in when) and not pattern("talks").search(words):
        return True
    return any(not (cue.fresh and hits.get("rupture") or _is_over(words, cue, match, when))
               for cue, match in hits.get("forecast", []))


def _is_over(words: str, cue: Cue, match: re.Match[str], when: list[Time]) -> bool:
    """Whether the planned time had passed at publication.

    It had if a past year follows that no verb of saying governs, or if the plan itself is told as an old one.
    """
    start, end = match.span()
    near = [time for time in when if time.years_ago and start - REACH < time.start < end + REACH]
    if not near or not (pattern("past").search(match[0].lower())
                        or pattern("told").search(words[max(0, start - 12):end])):
        return False
    return any(time.years_ago > (0 if cue.fresh else OLD) if time.start < start
               else not pattern("apart").search(words[end:time.start]) for time in near)
