"""Codings: forecast, agreement, rupture, and who is judged."""

from __future__ import annotations

import csv
import re
import time
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spacepact.read.codings import BY_PLACE, code_sentences
from spacepact.read.cues import CODINGS, find_hits, read_cues, read_rules, read_wording
from spacepact.read.dates import find_dates
from spacepact.read.edtf import bounds
from spacepact.read.likelihood import Likelihood
from spacepact.read.mentions import find_mentions
from spacepact.read.phrases import Index
from spacepact.read.records import Assessment, Coding, Mention, Passage, Quotation, Sentence, TimeExpression

TESTS = Path(__file__).parents[1]
PUBLISHED = date(2023, 3, 15)
CASES = tomllib.loads((Path(__file__).parent / "coding_cases.toml").read_text(encoding="utf-8"))["case"]
FOLDERS = {"seeds": TESTS.parent / "seeds", "tuning": TESTS / "articles" / "tuning"}
FLOORS = {
    "seeds": {"forecast": 0.95, "agreement": 0.95, "rupture": 0.9, "assessment": 0.97, "actors": 0.95},
    "tuning": {"forecast": 0.92, "agreement": 0.9, "rupture": 0.88, "assessment": 0.9, "actors": 0.82},
}
HOSTILE = ["will ", "better than ", "China is ", "is the ", "in the ", "not ", "agreed ", "signed a ", "A", ", ", "not be ",
           "threatened to quit the ", "may ", "if ", "said what ", "purpose ", "to be ", "leading ",
           "is very ",
           "China, its ", "China they ", "doubt that China ", "nobody ", "accord ", "will work ", "no plans ", "The country ", "but it ",
           "chose ",
           "under a ", "cost a ", "expect it ", "plans new ", "China and ", "ahead of China ", "a ban on ",
           "n't ", "no country has joined ", "the rocket is overpriced ", "hired two officials to run it ", "growing ", "as the ", "“", "promised in 1999 to go ", "\0", "😀"]


def code(text: str, role: str = "body") -> tuple[Coding, list[Assessment]]:
    """Code one sentence."""
    sentences = [Sentence(1, 0, len(text), role)]
    dates = find_dates(text, [Passage(1, 0, len(text), role)], sentences, PUBLISHED)
    codings, assessments = code_sentences(text, sentences, dates, find_mentions(text, sentences), [], PUBLISHED)
    return codings[0], assessments


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def f1(found: set, expected: set) -> float:
    return 2 * len(found & expected) / (len(found) + len(expected))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_codings_of_an_invented_sentence(case):
    coding, assessments = code(case["text"])
    codes = "".join(letter for letter, value in zip("FAR", coding[1:4]) if value)
    judged = " ".join(f"{one.actor}{'+' if one.polarity == 1 else '-'}" for one in assessments)
    assert codes == case["codes"]
    assert sorted(re.findall(r"[^+-]+[+-]", judged.replace(" ", ""))) == sorted(
        re.findall(r"[^+-]+[+-]", case.get("judged", "").replace(" ", "")))
    assert coding.assessment is bool(assessments)


@pytest.fixture(scope="module", params=FOLDERS)
def coded(request) -> tuple[str, dict[str, set], dict[str, set]]:
    """The codings of a gold folder, from gold sentences, dates and mentions, and those of the gold itself."""
    gold = TESTS / "gold" / request.param
    names = ("documents", "sentences", "dates", "mentions", "assessments")
    tables = {name: rows(gold, name) for name in names}
    expected = {name: {(row["doc_id"], int(row["sentence_id"]))
                       for row in tables["sentences"] if row[name] == "true"} for name in CODINGS}
    expected["actors"] = {(row["doc_id"], int(row["sentence_id"]), row["actor"], int(row["polarity"]))
                          for row in tables["assessments"]}
    found: dict[str, set] = {name: set() for name in expected}
    for document in tables["documents"]:
        doc_id = document["doc_id"]
        own = {name: [row for row in table if row["doc_id"] == doc_id] for name, table in tables.items()}
        codings, assessments = code_sentences(
            (FOLDERS[request.param] / f"{doc_id}.txt").read_text(encoding="utf-8"),
            [Sentence(int(row["sentence_id"]), int(row["start"]), int(row["end"]), row["role"])
             for row in own["sentences"]],
            [TimeExpression(int(row["sentence_id"]), int(row["start"]), int(row["end"]),
                            row["edtf"], row["mod"])
             for row in own["dates"] if row["sentence_id"]],
            [Mention(int(row["sentence_id"]), int(row["start"]), int(row["end"]), row["entity"], row["kind"])
             for row in own["mentions"]],
            [], bounds(document["published"])[0])
        for name in CODINGS:
            found[name] |= {(doc_id, one.sentence_id) for one in codings if getattr(one, name)}
        found["actors"] |= {(doc_id, *one) for one in assessments}
    return request.param, found, expected


@pytest.mark.parametrize("name", [*CODINGS, "actors"])
def test_codings_agree_with_gold(coded, name):
    part, found, expected = coded
    assert f1(found[name], expected[name]) >= FLOORS[part][name]


@pytest.mark.parametrize("likelihood, judged", [((0.99, -1), [("Russia", -1)]), ((0.99, 1), [("Russia", 1)]), ((0.5, 1), [])])
def test_without_a_cue_the_weights_of_words_decide(monkeypatch, likelihood, judged):
    monkeypatch.setattr("spacepact.read.codings.estimate", lambda words: Likelihood(*likelihood))
    coding, assessments = code("In Geneva Russia brought the samovar.")
    assert [(one.actor, one.polarity) for one in assessments] == judged and coding.assessment == bool(judged)


def test_a_headline_with_to_and_a_verb_is_a_forecast():
    assert code("Russia to build a new station", role="headline")[0].forecast
    assert not code("Russia’s road to China", role="headline")[0].forecast


def test_a_wish_becomes_a_forecast_by_a_date_ahead():
    assert not code("Egypt hopes to train an astronaut.")[0].forecast
    assert code("Egypt hopes to train an astronaut by 2030.")[0].forecast


def test_without_a_publication_date_no_plan_is_over():
    text = "Russia was to land in 2010."
    sentences, year = [Sentence(1, 0, len(text), "body")], TimeExpression(1, 22, 26, "2010", "")
    assert not code_sentences(text, sentences, [year], [], [], PUBLISHED)[0][0].forecast
    assert code_sentences("Russia will land.", [Sentence(1, 0, 17, "body")], [], [], [], None)[0][0].forecast


def test_a_pronoun_stands_for_the_actor_before():
    text = "India built it alone. It is a leading space power."
    sentences = [Sentence(1, 0, 21, "body"), Sentence(2, 22, len(text), "body")]
    _, assessments = code_sentences(text, sentences, [], find_mentions(text, sentences), [], PUBLISHED)
    assert assessments == [Assessment(2, "India", 1)]


def test_we_stands_for_whom_the_speaker_speaks_for():
    text = "“We are second to none,” said Pavel Luzin, the head of Roscosmos."
    sentences, quotation = [Sentence(1, 0, len(text), "body")], Quotation(1, 1, 23, "Pavel Luzin")
    mentions = find_mentions(text, sentences)
    _, assessments = code_sentences(text, sentences, [], mentions, [quotation], PUBLISHED)
    assert assessments == [Assessment(1, "Roscosmos", 1)]


def test_they_are_not_who_says_we():
    text = "“We admire NASA, and they are second to none,” said Pavel Luzin, the head of Roscosmos."
    sentences, quotation = [Sentence(1, 0, len(text), "body")], Quotation(1, 1, 45, "Pavel Luzin")
    _, assessments = code_sentences(text, sentences, [], find_mentions(text, sentences), [quotation], PUBLISHED)
    assert assessments == [Assessment(1, "NASA", 1)]


def test_the_clause_after_but_decides():
    _, assessments = code("Russia is an experienced power, but it is short of money.")
    assert assessments == [Assessment(1, "Russia", -1)]


def test_a_negation_turns_the_polarity():
    assert code("Europe is not short of talent.")[1] == [Assessment(1, "Europe", 1)]


def test_a_craft_is_no_judged_actor():
    assert code("Ariane 6 is lagging behind.")[1] == []


@pytest.mark.parametrize("number", range(len(read_cues())))
def test_every_group_of_cues_finds_its_examples(number):
    for example in read_rules()["cue"][number]["examples"]:
        sentence = [Sentence(1, 0, len(example), "body")]
        named = [(one.start, one.end, f"@{one.kind}", one) for one in find_mentions(example, sentence)]
        dated = [(*match.span(), "@date", match) for match in re.finditer(r"\b(?:in |last )?(?:20\d\d|1998|month)\b", example)]
        words = read_wording(example.lower(), 0, len(example), sorted([*named, *dated], key=BY_PLACE)).words
        assert any(hit.phrase.group.number == number for hit in Index(read_cues()[number]).find(words)), words


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_no_text_breaks_it(text):
    sentences = [Sentence(1, 0, len(text), "body")]
    codings, assessments = code_sentences(text, sentences, [], find_mentions(text, sentences), [], PUBLISHED)
    assert codings[0].assessment is bool(assessments)


@given(st.permutations(
    ["Russia will build it.", "China signed a treaty.", "Japan pulled out.", "NASA is ahead."]))
@settings(max_examples=24)
def test_the_three_event_codings_do_not_depend_on_the_sentences_around(parts):
    text = " ".join(parts)
    sentences = [Sentence(number, text.index(part), text.index(part) + len(part), "body")
                 for number, part in enumerate(parts, 1)]
    codings, _ = code_sentences(text, sentences, [], find_mentions(text, sentences), [], PUBLISHED)
    for part, coding in zip(parts, codings):
        assert coding[1:4] == code(part)[0][1:4]


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_hostile_line_sends_a_pattern_backtracking(piece):
    text = piece * (100_000 // len(piece))
    sentences = [Sentence(1, 0, len(text), "body")]
    mentions = find_mentions(text, sentences)
    years = [TimeExpression(1, match.start(), match.end(), "1999", "") for match in re.finditer("1999", text)]
    find_hits(["", "will", ""])
    begin = time.process_time()
    code_sentences(text, sentences, years, mentions, [], PUBLISHED)
    assert time.process_time() - begin < 3


def test_an_impossible_date_is_no_time():
    text = "It was planned for 29 February 2019."
    impossible = [TimeExpression(1, 19, 35, "", "")]
    codings, _ = code_sentences(text, [Sentence(1, 0, len(text), "body")], impossible, [], [], PUBLISHED)
    assert len(codings) == 1
