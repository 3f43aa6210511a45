"""Plain text for matching: straight signs, composed accents, no layout hyphens; offsets can be mapped."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache
from typing import NamedTuple

from spacepact.read.names import read_authority

INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060"
# Invisible marks, or a word that may be broken by a hyphen of the layout ("Ros-cosmos").
JOINT = re.compile(rf"[A-Z{INVISIBLE}](?:(?<=[{INVISIBLE}])[{INVISIBLE}]*|(?<!\w.)(?<=[A-Z])[a-z]+-[a-z]+(?!\w))")
# The same, or a letter with its combining marks.
JOINT_DECOMPOSED = re.compile(JOINT.pattern + r"|[^\W\d_][\u0300-\u036f]+")
SAME = {"'": "’‘ʼʹ′`´", " ": "\u00a0\u2009\u202f", "-": "‑–‐−"}


class Plain(NamedTuple):
    """The plain text, and where each stretch of it starts, here and in the original."""

    text: str
    starts: list[int]
    originals: list[int]

    def original(self, offset: int) -> int:
        """Offset in the original text."""
        if len(self.starts) == 1:
            return offset
        index = bisect_right(self.starts, offset) - 1
        return offset - self.starts[index] + self.originals[index]

    def plain(self, offset: int) -> int:
        """Offset in the plain text; of what was taken out, the offset of what follows."""
        if len(self.starts) == 1:
            return offset
        index = bisect_right(self.originals, offset) - 1
        following = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return min(offset - self.originals[index] + self.starts[index], following)


@cache
def _listed_words() -> frozenset[str]:
    return frozenset(word for name in read_authority() for word in name.split())


def _is_word(word: str, text: str) -> bool:
    """Whether a word is known from a listed name or from elsewhere in the text."""
    return word in _listed_words() or word in text and bool(re.search(rf"\b{word}\b", text))


@lru_cache(maxsize=1)  # mentions and codings are sought in the same text
def make_plain(text: str) -> Plain:
    """Straighten apostrophes and blanks, compose accents, take layout hyphens out of names."""
    for sign, variants in SAME.items():
        for variant in variants:
            text = text.replace(variant, sign)
    pieces, starts, originals, last, length = [], [0], [0], 0, 0
    joint = JOINT if unicodedata.is_normalized("NFC", text) else JOINT_DECOMPOSED
    for match in joint.finditer(text):
        start, kept, end = match.start(), "", match.end()
        if match[0].isascii():
            head, _, tail = match[0].partition("-")
            if match[0] in _listed_words() or not _is_word(head + tail, text):
                continue
            start, end = start + len(head), start + len(head) + 1
        elif match[0][0] not in INVISIBLE:
            kept = unicodedata.normalize("NFC", match[0])
        pieces += [text[last:start], kept]
        length += start - last + len(kept)
        starts.append(length)
        originals.append(end)
        last = end
    return Plain("".join([*pieces, text[last:]]), starts, originals)
