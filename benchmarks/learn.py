"""Learn from judged sentences how much each word tells of praise or blame.

    python benchmarks/learn.py

Reads ``tests/gold/judged_sentences.csv`` and writes ``lib/spacepact/read/weights.csv``: multinomial logistic
regression on the features of `spacepact.read.likelihood`, the three kinds of sentences given equal weight.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from spacepact.read.likelihood import features

ROOT = Path(__file__).parents[1]
SENTENCES = ROOT / "tests" / "gold" / "judged_sentences.csv"
WEIGHTS = ROOT / "lib" / "spacepact" / "read" / "weights.csv"
KINDS = ("0", "1", "-1")  # judges nobody, praises, blames
FEWEST = 3  # sentences a feature must stand in
MOST = 6000  # features, those with the greatest weights
DECAY = 3.0  # how strongly weights are held near zero
STEPS, PACE = 300, 0.05  # of Adam (Kingma and Ba 2015)


def read_sentences(path: Path = SENTENCES) -> list[tuple[str, list[str]]]:
    """The kind of each judged sentence, and its words as `features` takes them."""
    with open(path, encoding="utf-8", newline="") as file:
        return [(row["polarity"], ["", *row["words"].split(), ""]) for row in csv.DictReader(file)]


def learn(sentences: Sequence[tuple[str, list[str]]]) -> dict[str, tuple[float, float]]:
    """The weights of features for praise and for blame, in order of the alphabet."""
    found = [features(words) for _, words in sentences]
    counts = Counter(feature for row in found for feature in {*row})
    names = sorted(feature for feature, count in counts.items() if count >= FEWEST)
    number = {name: place for place, name in enumerate(names)}
    rows, columns = np.array([(row, number[feature]) for row, listed in enumerate(found)
                              for feature in listed if feature in number]).T
    kinds = np.array([KINDS.index(kind) for kind, _ in sentences])
    share = (len(kinds) / len(KINDS) / np.bincount(kinds))[kinds][:, None]
    decay = np.full((len(names), 1), DECAY)
    decay[number[""]] = 0
    weights = np.zeros((len(names), len(KINDS)))
    mean, square = weights.copy(), weights.copy()
    for step in range(1, STEPS + 1):
        sums = _add(rows, weights[columns], len(kinds))
        odds = np.exp(sums - sums.max(axis=1, keepdims=True))
        error = (odds / odds.sum(axis=1, keepdims=True) - np.eye(len(KINDS))[kinds]) * share
        slope = _add(columns, error[rows], len(names)) + decay * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope ** 2
        weights -= PACE * mean / (1 - 0.9 ** step) / (np.sqrt(square / (1 - 0.999 ** step)) + 1e-8)
    weights -= weights[:, :1]
    kept = np.sort(np.argsort(-np.abs(weights).max(axis=1), kind="stable")[:MOST])
    return {names[place]: (round(weights[place, 1], 2), round(weights[place, 2], 2)) for place in kept}


def _add(places: np.ndarray, values: np.ndarray, length: int) -> np.ndarray:
    """Add up the rows of some values by place."""
    return np.stack([np.bincount(places, column, length) for column in values.T], axis=1)


def main() -> None:
    """Learn and write."""
    weights = learn(read_sentences())
    with open(WEIGHTS, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "praise", "blame"])
        writer.writerows((name, f"{praise:.2f}", f"{blame:.2f}") for name, (praise, blame) in weights.items())
    print(f"{len(weights):,} weights in {WEIGHTS.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
