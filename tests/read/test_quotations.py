"""Direct speech and its speakers, as the codebook defines them."""

import re
import time
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacepact.read.corpus import read_article
from spacepact.read.lines import count_words
from spacepact.read.marks import find_spans
from spacepact.read.quotations import FEWEST_WORDS, find_quotations
from spacepact.read.records import Mention, Passage, Sentence
from spacepact.read.sentences import find_sentences
from tests.read.gold import gold

SEEDS = Path(__file__).parents[2] / "seeds"
WORDS = tomllib.loads(files("spacepact.read").joinpath("quotations.toml").read_text(encoding="utf-8"))
NAMES = {
    "Dmitry Rogozin": ("Dmitry Rogozin", "person"), "Rogozin": ("Dmitry Rogozin", "person"), "Ivan Petrov": ("Ivan Petrov", "person"),
    "Petrov": ("Ivan Petrov", "person"), "He Qisong": ("He Qisong", "person"), "Mao Ning": ("Mao Ning", "person"),
    "Roscosmos": ("Roscosmos", "agency"), "NASA": ("NASA", "agency"), "TASS": ("TASS", "agency"), "Kremlin": ("Russia", "country"),
    "Chinese": ("China", "country"), "China": ("China", "country"), "Russia": ("Russia", "country"),
}
NAME = re.compile("|".join(sorted(NAMES, key=len, reverse=True)))


def read(text, role="body"):
    """Return (words, speaker) of each quotation; each line is a passage, names are those listed above."""
    passages = [Passage(n, m.start(), m.end(), role) for n, m in enumerate(re.finditer(r"[^\n]+", text), start=1)]
    sentences = find_sentences(text, passages)
    mentions = [
        Mention(s.sentence_id, m.start(), m.end(), *NAMES[m[0]])
        for s in sentences for m in NAME.finditer(text, s.start, s.end)
    ]
    return [(text[q.start:q.end], q.speaker) for q in find_quotations(text, passages, sentences, mentions)]


QUOTED = st.lists(st.sampled_from(
    ["“", "”", "‘", "’", "\"", "'", "«", "»", "„", " ", " ", "Rogozin", "said", "he", "it", "we go to the moon", "states", ".", ",", "\n", "According to",
     "titled", "\u00a0", "😀", "NASA"]), max_size=40).map("".join)


@given(QUOTED)
def test_spans_have_no_margins_and_do_not_overlap(text):
    spans = list(find_spans(text, 0, len(text)))
    assert all(text[start:end] == text[start:end].strip() and start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:]))


@given(QUOTED)
def test_quotations_are_long_enough_and_spoken_by_the_named(text):
    for words, speaker in read(text):
        assert count_words(words) >= FEWEST_WORDS
        assert speaker in {"", "Dmitry Rogozin", "NASA"}


def test_quotations_agree_with_the_annotated_articles():
    spans = speakers = found_total = gold_total = 0
    tables = {name: gold(name) for name in ("passages", "sentences", "mentions", "quotations")}
    for doc_id, rows in tables["quotations"].items():
        text = read_article(SEEDS / f"{doc_id}.txt").text
        place = [(int(r["start"]), int(r["end"])) for r in tables["passages"][doc_id]]
        passages = [Passage(int(r["passage_id"]), *at, r["role"]) for r, at in zip(tables["passages"][doc_id], place)]
        sentences = [Sentence(int(r["sentence_id"]), int(r["start"]), int(r["end"]), r["role"]) for r in tables["sentences"][doc_id]]
        mentions = [Mention(int(r["sentence_id"]), int(r["start"]), int(r["end"]), r["entity"], r["kind"]) for r in tables["mentions"][doc_id]]
        found = {tuple(q)[:3]: q.speaker for q in find_quotations(text, passages, sentences, mentions)}
        expected = {(int(r["sentence_id"]), int(r["start"]), int(r["end"])): r["speaker"] for r in rows}
        spans += len(found.keys() & expected.keys())
        speakers += len(found.items() & expected.items())
        found_total, gold_total = found_total + len(found), gold_total + len(expected)
    assert 2 * spans / (found_total + gold_total) >= 0.98
    assert 2 * speakers / (found_total + gold_total) >= 0.95


@pytest.mark.parametrize(("text", "speakers"), [
    ("“We will go to the moon,” Rogozin said. “They will follow us soon.”", ["Dmitry Rogozin"] * 2),
    ('Rogozin told TASS: "We will go to the moon together with China."', ["Dmitry Rogozin"]),
    ("“We will go to the moon together,” said a former Roscosmos engineer.", [""]),
    ("“We will go to the moon together,” a Roscosmos spokesman said.", ["Roscosmos"]),
    ("“We will go to the moon together,” the Kremlin said.", ["Kremlin"]),
    ("“It is a very good plan,” said Chinese foreign ministry spokeswoman Mao Ning.", ["Mao Ning"]),
    ("According to Petrov, “the station is open to everyone.”", ["Ivan Petrov"]),
    ("Rogozin criticised NASA. “It is too costly for us,” he said.\nNASA did not like it. “We do not agree with that,” it said.",
     ["Dmitry Rogozin", "NASA"]),
    ("Rogozin spoke first. “This is a long first part,” he began, “and this is the second part.”", ["Dmitry Rogozin"] * 2),
    ("“We will go there soon.\n“We will then stay there for good,” Rogozin said.", ["Dmitry Rogozin"] * 2),
    ("Rogozin said:\n“We go to the moon in 2030.”", ["Dmitry Rogozin"]),
    ("Petrov, quoting Rogozin, said NASA was “not at all ready for that”.", ["Dmitry Rogozin"]),
    ("TASS quotes Petrov as saying that NASA is “not at all ready for that”.", ["Ivan Petrov"]),
    ("Ivan Petrov has called the plan “a very bad idea indeed” and Rogozin replied that it was “better than nothing at all.”",
     ["Ivan Petrov", "Dmitry Rogozin"]),
    ("Analysts say that the plan is “little more than a dream”.", [""]),
    ("China called the law “a relic of the Cold War” on Monday.", ["China"]),
    ("It was described as “the biggest deal of the century” in Russia.", [""]),
    ("China's programme “has caught up with Russia,” said He Qisong, a professor.", ["He Qisong"]),
    ("Petrov sees no point in it. China needs Russia only for “what it has not yet made”.", ["Ivan Petrov"]),
    ("“The Chinese used to ask us for advice,” said Ivan Petrov, an engineer.\n“We now ask them for it.”", ["Ivan Petrov"] * 2),
    ("“We have no vision at all,” sighs Ivan Petrov, the author of a book.", ["Ivan Petrov"]),
    ("Petrov spoke first.\n“I would not bet against them,” a rival admitted.", [""]),
])
def test_the_speaker_is_found(text, speakers):
    assert [speaker for _, speaker in read(text)] == speakers


@pytest.mark.parametrize(("text", "quoted"), [
    ("‘We won the states’ support for the plan,’ Petrov said. The ‘big one’ is here.", ["We won the states’ support for the plan,"]),
    ("“It's an \"open and fair\" project,” Petrov said.", ["It's an \"open and fair\" project,"]),
    ("'We don't want this at all,' Petrov said of the '90s.", ["We don't want this at all,"]),
    ('The rocket is 5" wide, "as wide as it gets," Petrov said.', ["as wide as it gets,"]),
    ("« Nous irons tous sur la lune », Petrov said. „Wir fliegen alle zum Mond“, said Rogozin.",
     ["Nous irons tous sur la lune", "Wir fliegen alle zum Mond"]),
    ("He wrote a report titled “The Long March To The Moon” in 2020.", []),
    ("It was a “blow to them”, Petrov said.", []),
    ("The astronauts' food and the states' support were not enough for Petrov's men.", []),
])
def test_the_span_is_what_stands_between_the_marks(text, quoted):
    assert [words for words, _ in read(text)] == quoted


def test_there_are_no_quotations_outside_the_body():
    assert read("“We will go to the moon,” Rogozin said.", "caption") == []
    assert find_quotations("", [], [], []) == []
    assert list(find_spans("« ", 0, 2)) == []


def test_the_examples_of_the_word_file_match():
    for name in ("impersonal", "title"):
        before = WORDS[f"example_{name}"].partition("“")[0] + "“"
        assert re.search(WORDS[name], before[:-1], re.IGNORECASE)


@pytest.mark.parametrize("text", [
    "“" * 50_000, "” " * 50_000, " 'a" * 33_000, " ‘a b c d" * 11_000, "\"a b c d\" " * 10_000, "“we go to the moon,” he said. " * 3_500,
    "« a b c d " * 10_000, "“a b c d” said " * 7_000, "said " * 20_000 + "“a b c d”", "“Rogozin a b c” " * 6_000,
])
def test_hostile_lines_are_read_in_time(text):
    start = time.perf_counter()
    read(text)
    assert time.perf_counter() - start < 3
