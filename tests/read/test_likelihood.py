"""The weights of words: what is weighed, that the file is what the judged sentences teach, and what comes of it."""

from __future__ import annotations

import csv
import importlib.util
from math import exp
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacepact.read.likelihood import estimate, features
from spacepact.read.names import read_authority

ROOT = Path(__file__).parents[2]


def read_weights() -> dict[str, tuple[float, float]]:
    with open(ROOT / "lib" / "spacepact" / "read" / "weights.csv", encoding="utf-8", newline="") as file:
        return {row["feature"]: (float(row["praise"]), float(row["blame"])) for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def learning():
    """The script that learns the weights."""
    spec = importlib.util.spec_from_file_location("learn", ROOT / "benchmarks" / "learn.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sentence(text: str) -> list[str]:
    return ["", *text.split(), ""]


def test_the_weights_are_what_the_judged_sentences_teach(learning) -> None:
    """The file can be made again from the sentences; rounding may differ by a hundredth between machines."""
    learnt, kept = learning.learn(learning.read_sentences()), read_weights()
    assert len(learnt.keys() & kept.keys()) > 0.995 * len(kept)
    for feature in learnt.keys() & kept.keys():
        assert learnt[feature] == pytest.approx(kept[feature], abs=0.025), feature


def test_what_is_learnt_follows_the_sentences(learning) -> None:
    """Sentences judged the other way round teach the opposite."""
    given_sentences = [("1", sentence("@country excels")), ("-1", sentence("@country lags")), ("0", sentence("it rains"))] * 20
    other = {"1": "-1", "-1": "1", "0": "0"}
    learnt = learning.learn(given_sentences)
    turned = learning.learn([(other[kind], words) for kind, words in given_sentences])
    assert learnt["excels"][0] > 0.2 > learnt["excels"][1]
    assert learnt["lags"][1] > 0.2 > learnt["lags"][0]
    assert learnt["excels"] == pytest.approx(turned["excels"][::-1], abs=0.02)


@pytest.mark.parametrize("text, polarity", [
    ("@country has the most capable and reliable rockets in the world .", 1),
    ("@agency lags far behind and is chronically short of money .", -1),
])
def test_praise_and_blame_are_told_apart(text: str, polarity: int) -> None:
    found = estimate(sentence(text))
    assert found.judges > 0.85 and found.polarity == polarity


@pytest.mark.parametrize("text", ["the rocket was launched on @date from @name .", "@person told reporters on @date ."])
def test_a_mere_event_judges_nobody(text: str) -> None:
    assert estimate(sentence(text)).judges < 0.5


@given(st.lists(st.text("abc@'-", min_size=1, max_size=9), max_size=30))
def test_a_sentence_weighs_what_its_features_estimate(words: list[str]) -> None:
    weights, whole = read_weights(), ["", *words, ""]
    found, total = estimate(whole), sum((complex(*weights.get(feature, (0, 0))) for feature in features(whole)), 0j)
    assert 0 < found.judges < 1 and found.polarity == (1 if total.real > total.imag else -1)
    odds = exp(min(total.real, 30)) + exp(min(total.imag, 30))
    assert found.judges == pytest.approx(odds / (1 + odds))


def test_the_sentences_name_nobody(learning) -> None:
    """Names are kept as kinds only, so that no sentence puts words into anybody's mouth."""
    sentences = learning.read_sentences()
    assert len(sentences) > 3000 and {kind for kind, _ in sentences} == set(learning.KINDS)
    assert all(word == word.lower() for _, words in sentences for word in words)
    persons = {name.lower() for name, (_, kind) in read_authority().items() if kind == "person"}
    assert len(persons) > 50
    named = {" ".join(pair) for _, words in sentences for pair in zip(words, words[1:])} & persons
    assert not named
