"""Sentence boundaries as the codebook defines them, and the clean text of a span."""

import re
import time
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacepact.read.corpus import find_passages, read_article
from spacepact.read.records import Passage
from spacepact.read.sentences import clean, find_sentences, skip_slug
from tests.read.gold import gold

SEEDS = Path(__file__).parents[2] / "seeds"
RULES = tomllib.loads(files("spacepact.read").joinpath("sentences.toml").read_text(encoding="utf-8"))


def split(text, role="body"):
    """Return the sentences of one passage."""
    return [text[s.start:s.end] for s in find_sentences(text, [Passage(1, 0, len(text), role)])]


PROSE = st.lists(st.sampled_from(
    ["Mr", "U.S", "The", "Ivanov", "said", "2020", ".", "!", "?", "…", " ", " ", "\u00a0", "“", "”", "\"", "'", "(", ")", "no", "A", "é", "e\u0301",
     "MOSCOW, May 3. /TASS/.", "\n", "—", "»", "[1]", "😀", "\u202e"]), max_size=40).map("".join)


@given(st.one_of(PROSE, st.text(max_size=200)))
def test_sentences_lie_in_their_passage_in_order_and_without_margins(text):
    passages = find_passages(text)
    sentences = find_sentences(text, passages)
    assert [s.sentence_id for s in sentences] == list(range(1, len(sentences) + 1))
    assert all(a.end <= b.start for a, b in zip(sentences, sentences[1:]))
    for sentence in sentences:
        span = text[sentence.start:sentence.end]
        assert span and span == span.strip()
        assert any(p.start <= sentence.start and sentence.end <= p.end and p.role == sentence.role for p in passages)


@given(PROSE)
def test_only_the_slug_and_blanks_lie_outside_the_sentences(text):
    text = " ".join(text.split())
    outside = text
    for sentence in reversed(find_sentences(text, [Passage(1, 0, len(text), "body")])):
        outside = outside[:sentence.start] + outside[sentence.end:]
    slug = text[:skip_slug(text, 0, len(text), True)]
    assert outside.strip() == slug.strip()


@given(st.text(max_size=200))
def test_cleaning_a_clean_text_changes_nothing(text):
    once = clean(text)
    assert clean(once) == once
    assert once == once.strip()


def test_sentences_agree_with_the_annotated_articles():
    right = found_total = gold_total = 0
    passages = gold("passages")
    for doc_id, rows in gold("sentences").items():
        text = read_article(SEEDS / f"{doc_id}.txt").text
        given_passages = [Passage(int(p["passage_id"]), int(p["start"]), int(p["end"]), p["role"]) for p in passages[doc_id]]
        found = {(s.start, s.end) for s in find_sentences(text, given_passages)}
        expected = {(int(row["start"]), int(row["end"])) for row in rows}
        right, found_total, gold_total = right + len(found & expected), found_total + len(found), gold_total + len(expected)
    assert 2 * right / (found_total + gold_total) >= 0.98


@pytest.mark.parametrize("marked", [
    "The U.S. Congress passed it.|In the U.S.|The law is old.", "He met Gen. Ivanov and Lt. Col. Petrov on Jan. 5.|They spoke.",
    "“Why not?” Rogozin said.|“We can go!” he added.", "“It is done.”|Rogozin said on Monday that it was over.",
    "Russia will build it.|No. 5 is next.|He has a Ph.D.|It helps.", "See Space.com for more.|Gazeta.RU said so.",
    "It cost $1.5 billion.|2020 was bad.|“He said ‘go.’”|Then he left.", "Oops… will it fly?|Maybe…|Nobody knows...|It does.",
    "Luzin (of M. V. Keldysh) met J. F. Smith, Jr.|He left at 5 p.m. on May 3.|The end.", "1. China will do it.|He agreed.",
    "Yu. Borisov met V. Putin.|Mr. Xi (b. 1953) came.|(This is an aside.)|Next came e.g. ESA, i.e. Europe, etc. and others.",
    "SoftBank Corp.|In Japan it is big.", "« Nous irons. »|Il partit.", "'We go.'|He left.|\"We go.\"|\"They stay.\"",
    "The U.N. Security Council met in St. Petersburg vs. Moscow.|Is it?|Yes!|No?!|Done.", "It held trophies.1|But habits changed.[2]|They did.",
    "It ran; then it stopped: all of it — spacesuits, etc. — was gone.", "The moon is near.|The station is far.",
])
def test_a_sentence_ends_where_the_bar_stands(marked):
    assert split(marked.replace("|", " ")) == marked.split("|")


def test_a_lost_blank_is_no_obstacle():
    assert split("The moon is near.The station is far.") == ["The moon is near.", "The station is far."]


@pytest.mark.parametrize("slug", [
    "MOSCOW, December 29. /TASS/. ", "BEIJING, March 9 (Xinhua) -- ", "PARIS, June 5 (Reuters) - ", "MOSCOW. Dec 29 (Interfax) - ",
    "Moscow (AFP) – ", "CAPE CANAVERAL, Fla. (AP) — ", "(CNN) — ", "HELSINKI — ", "WASHINGTON, May 3, 2021 — ",
])
def test_a_slug_belongs_to_no_sentence(slug):
    assert split(slug + "China signed it.") == ["China signed it."]


@pytest.mark.parametrize("opening", [
    "By 2030 (ESA) plans that.", "The agency (NASA) said so.", "NASA - the US agency - is big.", "China — a rival — signed it.",
])
def test_a_sentence_is_no_slug(opening):
    assert split(opening) == [opening]


def test_a_credit_behind_a_caption_is_a_sentence():
    assert split("The station (Credit: A. Writer)", "caption") == ["The station", "(Credit: A. Writer)"]
    assert split("Two men in Beijing. Photo: A. Writer/Agency", "caption") == ["Two men in Beijing.", "Photo: A. Writer/Agency"]


def test_every_pattern_of_the_rule_file_matches_its_example():
    for slug in RULES["slug"]:
        assert re.match(slug["pattern"], slug["example"] + "China signed it.")
    for name in ("credit", "attribution"):
        assert re.search(RULES[name]["pattern"], RULES[name]["example"], re.IGNORECASE)


@pytest.mark.parametrize(("raw", "read"), [
    ("a lu-nar base", "a lunar base"), ("coun-tries re-spond", "countries respond"), ("post-war, US-led", "post-war, US-led"),
    ("navi\u00adgation", "navigation"), ("a\u00a0 b\n", "a b"), ("Que\u0301bec", "Québec"), ("co-operation", "co-operation"),
])
def test_the_clean_text_reads_as_printed(raw, read):
    assert clean(raw) == read


@pytest.mark.parametrize("text", [
    "." * 100_000, ".”" * 50_000, "A. " * 33_000, "U.S. " * 20_000, "?!" * 50_000, "a-" * 50_000, "(" * 100_000, "A" * 100_000, "x.[1]" * 20_000,
    "“Why?” A B " * 9_000, "lu-nar " * 14_000, "1.2 " * 25_000, " " * 100_000 + "x",
])
def test_hostile_lines_are_split_in_time(text):
    start = time.perf_counter()
    split(text)
    clean(text)
    split(text, "caption")
    assert time.perf_counter() - start < 3
