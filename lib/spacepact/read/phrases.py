"""The small language of the cue lists, and where its phrases stand in a sentence.

A sentence is its words in small letters, with each name and date as one word ("@country", "@date").
A phrase is words with blanks between; phrases stand apart by commas:

========== ================================================================
lag~       the word with the endings of a regular verb or noun
cooperat*  any word that begins so
a|b|c      any of these
(far)      it may be missing
...        up to four words, no mark, preposition or conjunction among them; at an end of the phrase all of them
....       up to nine words, no mark among them
<its>      any word of the list of that name
!the       no such word stands there
========== ================================================================
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

Group = TypeVar("Group")
GAPS = {"...": 4, "....": 9}
RARE, BEGINNING = 0.2, 2.0  # sentences in a thousand, of a word that is not counted and of those that begin alike
SHORTEST = 3  # letters before an asterisk
MOST_WORDS = 50_000  # whose phrases are remembered
VOWELS = "aeiou"

_LIST = re.compile(r"<(\w+)>")


class Words(NamedTuple):
    """The words that may stand in one place: whole ones, and beginnings."""

    whole: frozenset[str]
    begun: tuple[str, ...]

    def __contains__(self, word: object) -> bool:
        return word in self.whole or str(word).startswith(self.begun)

    def lean(self) -> Container[str]:
        """The same for a fast look-up: a mere set where there are no beginnings."""
        return self if self.begun else self.whole


class Slot(NamedTuple):
    """One place of a phrase; of a gap, `words` are those that end it."""

    words: Container[str]
    optional: bool = False
    gap: int = 0
    barred: bool = False


@dataclass(frozen=True, eq=False)
class Phrase(Generic[Group]):
    """One phrase of a cue list, seen from its rarest word.

    ``left`` and ``right`` are what must stand beside that, ``other`` is what must stand elsewhere in the sentence.
    """

    text: str
    group: Group
    anchor: Words
    before: tuple[Slot, ...]
    behind: tuple[Slot, ...]
    left: Container[str] | None
    right: Container[str] | None
    other: frozenset[str] | None


class Hit(NamedTuple, Generic[Group]):
    """A phrase in a sentence: its first word, the one after its last, and the rarest in it."""

    start: int
    end: int
    anchor: int
    phrase: Phrase[Group]


Called = tuple[Container[str] | None, Container[str] | None, frozenset[str] | None, Phrase[Group]]
"""A phrase behind its ``left``, ``right`` and ``other``, which are looked at most often."""


class Index(dict[str, tuple[Called, ...]], Generic[Group]):
    """Phrases by the words that call them; what a word calls is worked out when it is first met."""

    def __init__(self, phrases: Iterable[Phrase[Group]]) -> None:
        super().__init__()
        self._whole: dict[str, list[Phrase[Group]]] = {}
        self._begun: dict[str, list[tuple[str, Phrase[Group]]]] = {}
        for phrase in phrases:
            for word in phrase.anchor.whole:
                self._whole.setdefault(word, []).append(phrase)
            for beginning in phrase.anchor.begun:
                self._begun.setdefault(beginning[:SHORTEST], []).append((beginning, phrase))

    def __missing__(self, word: str) -> tuple[Called, ...]:
        begun = self._begun.get(word[:SHORTEST], ())
        phrases = (*self._whole.get(word, ()), *(phrase for beginning, phrase in begun if word.startswith(beginning)))
        called = tuple((phrase.left, phrase.right, phrase.other, phrase) for phrase in phrases)
        if called or len(self) < MOST_WORDS:
            self[word] = called
        return called

    def find(self, words: Sequence[str]) -> list[Hit[Group]]:
        """Where phrases stand among the words of a sentence, which begin and end with a blank one."""
        hits, present = [], {*words}
        for place, called in enumerate(map(self.__getitem__, words)):
            for left, right, other, phrase in called:
                if left and words[place - 1] not in left or right and words[place + 1] not in right:
                    continue  # most candidates end here
                if other and other.isdisjoint(present):
                    continue  # and most others here
                start = _reach(words, place - 1, phrase.before, 0, -1) if phrase.before else place - 1
                if start is None:
                    continue
                end = _reach(words, place + 1, phrase.behind, 0, 1) if phrase.behind else place + 1
                if end is not None:
                    hits.append(Hit(start + 1, end, place, phrase))
        return hits


def _reach(words: Sequence[str], place: int, slots: Sequence[Slot], number: int, step: int) -> int | None:
    """The first place behind all slots from `number` on, or None where they do not fit."""
    while number < len(slots):
        allowed, optional, gap, barred = slots[number]
        number += 1
        if barred:
            if words[place] in allowed:
                return None
            continue
        if gap and number == len(slots):  # nothing has to follow: as far as it goes
            for _ in range(gap):
                if words[place] in allowed:
                    break
                place += step
            return place
        if gap:
            for _ in range(gap + 1):
                if (end := _reach(words, place, slots, number, step)) is not None:
                    return end
                if words[place] in allowed:
                    return None
                place += step
            return None
        if words[place] in allowed:
            if optional and (end := _reach(words, place + step, slots, number, step)) is not None:
                return end
            place += 0 if optional else step
        elif not optional:
            return None
    return place


def split_phrases(text: str) -> list[str]:
    """The phrases of a list."""
    return [" ".join(phrase.split()) for phrase in text.split(",") if phrase.strip()]


class Lists:
    """The word lists that phrases may name, each read once; `often` counts common words in a thousand sentences.

    Raises
    ------
    ValueError
        From its methods, if a phrase or a list names a list that is not there.
    """

    def __init__(self, texts: Mapping[str, str], often: str = "") -> None:
        self._texts = texts
        words = often.split()
        self._often = dict(zip(words[::2], map(int, words[1::2])))
        self._read: dict[str, Words] = {}
        self._counted: dict[Words, float] = {}
        self.stops = {gap: self.read(f"<{name}>") for gap, name in (("...", "gap_ends"), ("....", "marks"))}
        self.stops = {gap: Words(words.whole | {""}, words.begun) for gap, words in self.stops.items()}

    def read(self, part: str) -> Words:
        """The words of one place of a phrase."""
        if part not in self._read:
            self._read[part] = self._read_words(part)
        return self._read[part]

    def _read_words(self, part: str) -> Words:
        whole, begun = set(), set()
        for word in part.replace("|", " ").split():
            if named := _LIST.fullmatch(word):
                if named[1] not in self._texts:
                    raise ValueError(f"<{named[1]}>: there is no list of this name")
                inner = self.read(self._texts[named[1]])
                whole |= inner.whole
                begun |= {*inner.begun}
            elif word.endswith("*"):
                begun.add(word[:-1])
            else:
                whole |= inflect(word[:-1]) if word.endswith("~") else {word}
        return Words(frozenset(whole), tuple(sorted(begun)))

    def frequency(self, words: Words) -> float:
        """How many sentences in a thousand hold one of some words, roughly."""
        if words not in self._counted:
            whole = sum(self._often.get(word, RARE) for word in words.whole)
            self._counted[words] = whole + BEGINNING * len(words.begun)
        return self._counted[words]


def read_phrase(text: str, group: Group, lists: Lists) -> Phrase[Group]:
    """Make a phrase ready to be sought.

    Raises
    ------
    ValueError
        If the phrase names a list that is not there, or has no word to be found by.
    """
    slots, allowed = [], []
    for part in text.split():
        words = lists.stops.get(part) or lists.read(part.strip("()").removeprefix("!"))
        allowed.append(words)
        slots.append(Slot(words.lean(), part[0] == "(", GAPS.get(part, 0), part[0] == "!"))
    certain = [number for number, slot in enumerate(slots) if not (slot.optional or slot.gap or slot.barred)]
    if not certain:
        raise ValueError(f"{text!r}: this phrase has no word that must be there: give one without brackets")
    anchor, *others = sorted(certain, key=lambda number: lists.frequency(allowed[number]))
    other = next((allowed[number].whole for number in others
                  if abs(number - anchor) > 1 and not allowed[number].begun), None)
    before, behind = tuple(slots[:anchor][::-1]), tuple(slots[anchor + 1:])
    return Phrase(text, group, allowed[anchor], before, behind, _beside(before), _beside(behind), other)


def _beside(slots: Sequence[Slot]) -> Container[str] | None:
    """The words one of which must stand beside a phrase's rarest, if its neighbour is certain."""
    certain = slots and not (slots[0].optional or slots[0].gap or slots[0].barred)
    return slots[0].words if certain else None


def inflect(word: str) -> set[str]:
    """A word with the endings of a regular verb or noun; a few forms that do not exist do no harm.

    >>> sorted(inflect("rely"))
    ['relied', 'relies', 'rely', 'relying', 'relys']
    """
    if word.endswith("e"):
        return {word, f"{word}s", f"{word}d", f"{word[:-1]}ing"}
    forms = {word, f"{word}s", f"{word}ing"}
    if word.endswith("y") and word[-2] not in VOWELS:
        return forms | {f"{word[:-1]}ies", f"{word[:-1]}ied"}
    doubled = word + word[-1]
    return forms | {f"{word}es", f"{word}ed", f"{doubled}ed", f"{doubled}ing"}
