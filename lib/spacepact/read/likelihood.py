"""How likely it is that a sentence judges somebody, by what its words have meant in other sentences.

The cues of ``codings.toml`` tell who is judged by which words, but know only the words somebody wrote down. The weights
in ``weights.csv`` are learnt from thousands of judged sentences (``benchmarks/learn.py``) and know many words a little.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache, lru_cache
from math import exp
from pathlib import Path
from typing import NamedTuple

BEGINNING = 5  # letters: "strong" also counts as "stron*", as does "strongest"
HIGHEST = 30.0  # of a sum of weights, far above any that is met
MOST_WORDS = 50_000  # whose weights are remembered


class Likelihood(NamedTuple):
    """How likely a sentence of such words judges somebody, and how if it does."""

    judges: float
    polarity: int


def features(words: Sequence[str]) -> list[str]:
    """What is weighed of a sentence: each of its words once, with the beginning of a longer one, and its pairs of neighbours.

    >>> sorted(features(["", "it", "lagged", ""]))
    ['', ' it', 'it', 'it lagged', 'lagge*', 'lagged', 'lagged ']
    """
    return [*(part for word in {*words} for part in _parts(word)), *map(" ".join, zip(words, words[1:]))]


def _parts(word: str) -> tuple[str, ...]:
    return (word, f"{word[:BEGINNING]}*") if len(word) > BEGINNING else (word,)


@cache
def _read_weights() -> tuple[dict[str, complex], dict[tuple[str, ...], complex]]:
    """The weights of ``weights.csv``, of words and of pairs; that for praise is the real part, so both add up at once."""
    with open(Path(__file__).with_name("weights.csv"), encoding="utf-8", newline="") as file:
        weights = {row["feature"]: complex(float(row["praise"]), float(row["blame"])) for row in csv.DictReader(file)}
    return ({feature: weight for feature, weight in weights.items() if " " not in feature},
            {tuple(feature.split(" ")): weight for feature, weight in weights.items() if " " in feature})


@lru_cache(maxsize=MOST_WORDS)
def _weight(word: str) -> complex:
    weights, _ = _read_weights()
    return sum((weights.get(part, 0j) for part in _parts(word)), 0j)


def estimate(words: Sequence[str]) -> Likelihood:
    """How likely it is that a sentence judges somebody: multinomial logistic regression on its features.

    Parameters
    ----------
    words
        A sentence as `cues.read_wording` has it, blank words around it.
    """
    _, pairs = _read_weights()
    total = sum(map(_weight, {*words})) + sum(filter(None, map(pairs.get, zip(words, words[1:]))))
    odds = exp(min(total.real, HIGHEST)) + exp(min(total.imag, HIGHEST))
    return Likelihood(odds / (1 + odds), 1 if total.real > total.imag else -1)
