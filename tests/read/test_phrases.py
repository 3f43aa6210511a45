"""The language of the cue lists: what each sign means, and that no sentence can break or slow it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacepact.read.phrases import Index, Lists, inflect, read_phrase, split_phrases

LISTS = Lists({
    "marks": ", ; . : ( )", "gap_ends": "<marks> to of that", "its": "its their",
    "power": "power~ giant|titan",
})
WORDS = ["its", "lag", "lagging", "behind", "far", "a", ",", ".", "great", "power", "giants", "@country", "the", "to"]


def found(phrase: str, sentence: str) -> list[str]:
    """The stretches of a sentence in which a phrase stands."""
    words = ["", *sentence.split(), ""]
    return [" ".join(words[hit.start:hit.end]) for hit in Index([read_phrase(phrase, None, LISTS)]).find(words)]


@pytest.mark.parametrize(("phrase", "sentence", "stretches"), [
    ("lag~ behind", "it lagged behind", ["lagged behind"]),
    ("lag~ behind", "it lags far behind", []),
    ("lag~ (far) behind", "it lags far behind", ["lags far behind"]),
    ("co-operat* with", "co-operating with it", ["co-operating with"]),
    ("lost <its> way", "they lost their way", ["lost their way"]),
    ("a ... <power>", "it is a great new power now", ["a great new power"]),
    ("a ... <power>", "a friend of the power", []),
    ("signed .... pact", "signed with it of all things a pact", ["signed with it of all things a pact"]),
    ("signed .... pact", "signed , it said , a pact", []),
    ("fall~ !short|ill behind", "they fall behind", ["fall behind"]),
    ("decline~ !to", "it declines to comment", []),
    ("!the plan~", "the plans for plans", ["plans"]),
    ("declin* ....", "it declined to say when it would end . so", ["declined to say when it would end"]),
])
def test_a_phrase_is_found_where_its_signs_allow_it(phrase, sentence, stretches):
    assert found(phrase, sentence) == stretches


def test_a_name_is_one_word():
    assert found("<its> @country", "its @country") == ["its @country"]


@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_a_plain_phrase_is_found_just_where_its_words_stand_in_a_row(words):
    hits = found("far behind", " ".join(words))
    assert len(hits) == sum(pair == ("far", "behind") for pair in zip(words, words[1:]))


@given(st.lists(st.sampled_from(WORDS), max_size=30), st.lists(st.sampled_from(
    ["lag~", "(far)", "behind", "...", "....", "<its>", "<power>", "!the", "a|the", "@country"]), min_size=1, max_size=6))
def test_a_stretch_lies_in_its_sentence_and_holds_the_rarest_word(words, parts):
    try:
        phrase = read_phrase(" ".join(parts), None, LISTS)
    except ValueError:
        return  # nothing in it is certain
    for hit in Index([phrase]).find(["", *words, ""]):
        assert 1 <= hit.start <= hit.anchor < hit.end <= len(words) + 1


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=12))
def test_a_word_is_one_of_its_own_forms(word):
    assert word in inflect(word)


@pytest.mark.parametrize(("word", "form"), [
    ("rely", "relied"), ("lag", "lagging"), ("outpace", "outpacing"), ("catch", "catches"), ("play", "played"),
])
def test_regular_endings_are_known(word, form):
    assert form in inflect(word)


@pytest.mark.parametrize("phrase", ["(far)", "... !the", "<missing> word"])
def test_a_phrase_that_cannot_be_sought_says_what_is_wrong(phrase):
    with pytest.raises(ValueError, match="phrase has no word|no list of this name"):
        read_phrase(phrase, None, LISTS)


def test_phrases_stand_apart_by_commas_and_may_be_wrapped():
    assert split_phrases("lag~ behind,\n  lost <its>\n  way, ") == ["lag~ behind", "lost <its> way"]


def test_beginnings_and_lists_of_lists_are_words():
    words = LISTS.read("<power>|strong*")
    assert {"power", "powers", "giant", "stronger"} <= {word for word in ("power", "powers", "giant", "stronger") if word in words}
    assert "weak" not in words


def test_a_long_sentence_of_beginnings_takes_no_more_than_a_second():
    words = ["", *["signed", "a", "it"] * 33_000, ""]
    index = Index([read_phrase(text, None, LISTS) for text in ("signed .... a .... pact", "a (far) ... (far) ... <power>")])
    began = time.process_time()
    index.find(words)
    assert time.process_time() - began < 2
