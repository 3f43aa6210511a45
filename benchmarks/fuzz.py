"""Damaged articles: whatever stands in a file, it is read or refused, and the rows keep their promises.

    python benchmarks/fuzz.py [--cases 20000] [--seed 1]

Each case takes one of the articles below and damages it; each kind of failure is told with a small example.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
import tempfile
import time
import traceback
import unicodedata
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from spacepact.read.edtf import is_valid
from spacepact.read.evidence import CODEBOOK, Reading, frame, read_article

ROOT = Path(__file__).parents[1]
ARTICLES = [path.read_text(encoding="utf-8") for folder in ("seeds", "tests/articles/tuning")
            for path in sorted((ROOT / folder).glob("*.txt"))]

PIECES = (
    "\u200f", "\u202e", "\u2067x\u2069", "\u200b", "\u200d", "\u00ad", "\ufeff", "\u00a0", "\u2028", "\x0b", "\x0c", "\x85",
    "🚀", "👩\u200d🚀", "🇨🇳🇷🇺", "한국", "中国宇航员。", "روسيا", "\u0301", "İ", "ß", "ﬁ", "½", "²⁰¹⁹", "٢٠١٩", "Ⅻ",
    "\n", "\n\n", "\n \n", "\t", "   ", "-\n", "- ", "•", "• @", "\n• reader\n", "\n  • ", "“", "”", '"', "‘", "’", "'", "«", "»",
    "(", ")", "[", "]", "…", "...", ".", "!", "?", ";", ":", "—", "--", ",", "/", "\\", "%s", "{}", "$^*+?",
    "<p>", "</div>", "<script>var a = '\"';</script>", "&nbsp;", "&#8217;", "<!-- ", "<a href='https://x.example/2019/02/30/'>",
    "2019-02-30", "31 June 2020", "29 February 2019", "0000", "99999", "1/2/3", "12/13/2014", "Jan. 0", "Monday", "yesterday",
    "in the 1890s", "2035-2030", "between 2030 and", "by the end of", "from", "to", "two years ago", "9999 years ago",
    "last century", "next week", "MOSCOW, December 29. /TASS/", "(Reuters) -", "Published:", "Comments", "Reply", "said",
    "he said.", "Dr.", "U.S.", "Mr. Xi", "Roscosmos", "O’", "van der", "I", "A" * 3000, "a b " * 900, "\"" * 400, "." * 500,
    "2019 " * 400, "(" * 300, "• " * 300, "China, " * 200, "\n" * 300, "-" * 2000, "1" * 400, "“x” " * 300,
)
DAMAGE: tuple[Callable[[str, int, int, str], str], ...] = (
    lambda text, a, b, piece: text[a:b],
    lambda text, a, b, piece: text[:a] + text[b:],
    lambda text, a, b, piece: text[:b] + text[a:],
    lambda text, a, b, piece: text[b:] + text[:a] + text[a:b],
    lambda text, a, b, piece: text[:a] + piece + text[a:],
    lambda text, a, b, piece: text[:a] + piece + text[b:],
    lambda text, a, b, piece: text[:a] + piece.join(text[a:b][:60]) + text[b:],
    lambda text, a, b, piece: text[:a] + text[a:b].replace(" ", piece[:4]) + text[b:],
    lambda text, a, b, piece: text[:a] + text[a:b].replace("\n", " ") + text[b:],
    lambda text, a, b, piece: text[:a] + text[a:b].replace(" ", "\n") + text[b:],
    lambda text, a, b, piece: text[:a] + text[a:b].upper() + text[b:],
    lambda text, a, b, piece: text[:a] + unicodedata.normalize("NFD", text[a:b].replace("o", "ö")) + text[b:],
    lambda text, a, b, piece: "\n".join(sorted(text[a:b].split("\n"))),
    lambda text, a, b, piece: "\n".join(f"• {line}" for line in text[a:b].split("\n")),
)
BYTES = (
    lambda raw: b"\xef\xbb\xbf" + raw,
    lambda raw: raw.replace(b"\n", b"\r\n"),
    lambda raw: raw.replace(b"\n", b"\r"),
    lambda raw: raw[:90] + b"\0" + raw[90:],
    lambda raw: raw.decode().encode("latin-1", "replace"),
    lambda raw: raw.decode().encode("utf-16"),
    lambda raw: raw[:-1] + b"\xe2",
    lambda raw: raw[:40] + bytes(range(256)) + raw[40:],
    lambda raw: b"%PDF" + raw,
    lambda raw: b"",
)


@st.composite
def damaged_articles(draw: st.DrawFn) -> bytes:
    """Draw the bytes of an article that something has happened to."""
    text = draw(st.sampled_from(ARTICLES))
    for _ in range(draw(st.integers(1, 5))):
        first, last = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        piece = draw(st.sampled_from(PIECES) if draw(st.integers(0, 4)) else st.text(st.characters(codec="utf-8"), max_size=20))
        text = draw(st.sampled_from(DAMAGE))(text, first, last, piece)[:40_000]
    raw = text.encode("utf-8")
    return draw(st.sampled_from(BYTES))(raw) if draw(st.integers(0, 7)) == 0 else raw


def check(path: Path) -> Reading:
    """Read one file and raise AssertionError, named after the promise, if a row breaks one."""
    began = time.process_time()
    reading = read_article(path, None)
    if time.process_time() - began > (limit := 0.5 + path.stat().st_size / 20_000):
        began = time.process_time()  # A second time, for the first may have gone to something else.
        read_article(path, None)
        assert time.process_time() - began < limit, "slow: over half a second and 20 kB a second"
    if reading.refusal:
        assert not reading.rows and str(path) in reading.refusal, "refusal names the file and gives no rows"
        return reading
    assert set(reading.rows) == set(CODEBOOK), "all tables are there"
    tables = {name: frame(name, rows).to_dict("records") for name, rows in reading.rows.items()}
    for name, rows in tables.items():
        for row in rows:
            assert row["doc_id"] == path.stem, f"{name}: doc_id"
            if "start" in row:
                _check_span(name, row, reading.text)
    for name, number in (("passages", "passage_id"), ("sentences", "sentence_id"), ("comments", "comment_id")):
        assert [row[number] for row in tables[name]] == list(range(1, len(tables[name]) + 1)), f"{name}: numbered from 1"
        ends = [(row["start"], row["end"]) for row in tables[name]]
        assert all(one[1] <= two[0] for one, two in zip(ends, ends[1:], strict=False)), f"{name}: in order, apart"
    _check_lines(tables, reading.text)
    _check_comments(tables)
    _check_values(tables)
    return reading


def _check_span(name: str, row: dict, text: str) -> None:
    span = text[row["start"]:row["end"]]
    assert 0 <= row["start"] < row["end"] <= len(text), f"{name}: span inside the text"
    assert span == span.strip(), f"{name}: span is stripped"
    if "text" in row and row.get("role") != "comment":
        assert row["text"] == span, f"{name}: offsets return the text"


def _check_lines(tables: dict, text: str) -> None:
    lines = [(m.start() + len(m[0]) - len(m[0].lstrip()), m.start() + len(m[0].rstrip()))
             for m in re.finditer(r"[^\n]+", text) if m[0].strip()]
    assert [(row["start"], row["end"]) for row in tables["passages"]] == lines, "passages: every line that is not blank"
    homes = [(row["start"], row["end"], row["role"]) for row in tables["passages"]]
    for row in tables["sentences"]:
        assert any(a <= row["start"] and row["end"] <= b and row["role"] == role for a, b, role in homes), \
            "sentences: inside a passage of their role"


def _check_comments(tables: dict) -> None:
    hidden = [(row["start"], row["end"]) for row in tables["passages"] if row["role"] == "comment"]
    for row in tables["passages"]:
        assert row["role"] != "comment" or not (row["text"] or row["text_clean"]), "passages: comments carry no text"
    for row in tables["comments"]:
        assert re.fullmatch(r"reader-\d\d+", row["commenter"]), "comments: a pseudonym"
        assert row["words"] >= 0, "comments: words"
    for name in ("sentences", "dates", "mentions", "quotations"):
        for row in tables[name]:
            assert not any(a < row["end"] and row["start"] < b for a, b in hidden), f"{name}: none in a comment"


def _check_values(tables: dict) -> None:
    sentences = {row["sentence_id"]: row for row in tables["sentences"]}
    for name in ("dates", "mentions", "quotations"):
        for row in tables[name]:
            number = row["sentence_id"]
            if name == "dates" and (number is None or number != number or not isinstance(number, int)):
                continue
            assert number in sentences, f"{name}: its sentence is there"
            home = sentences[number]
            assert home["start"] <= row["start"] < home["end"], f"{name}: begins in its sentence"
            assert name == "quotations" or row["end"] <= home["end"], f"{name}: ends in its sentence"
    assert all(is_valid(row["edtf"]) for row in tables["dates"] if row["edtf"]), "dates: EDTF"
    assert all(row["entity"] and row["kind"] for row in tables["mentions"]), "mentions: entity and kind"
    for row in tables["assessments"]:
        assert sentences[row["sentence_id"]]["assessment"], "assessments: in a coded sentence"
        assert row["polarity"] in (1, -1), "assessments: polarity"
    published = tables["documents"][0]["published"]
    assert not published or is_valid(published), "documents: published is EDTF"


def fault(raw: bytes, path: Path) -> str:
    """Name what goes wrong with these bytes, or "" if nothing does."""
    path.write_bytes(raw)
    try:
        check(path)
    except AssertionError as error:
        return str(error).split("\n")[0] if error.args else _place(error)
    except Exception as error:
        return _place(error)
    return ""


def _place(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, {last.name}"


def smallest(raw: bytes, same: Callable[[bytes], bool]) -> bytes:
    """Cut away what is not needed for the same fault: halves first, single characters last."""
    text = raw.decode("utf-8", "surrogateescape")
    step = 2 ** int(math.log2(max(1, len(text))))
    while step:
        place = 0
        while place < len(text):
            shorter = text[:place] + text[place + step:]
            text, place = (shorter, place) if same(shorter.encode("utf-8", "surrogateescape")) else (text, place + step)
        step //= 2
    return text.encode("utf-8", "surrogateescape")


def main() -> int:
    """Run the cases and tell each kind of fault once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found: dict[str, bytes] = {}
    counts = {"cases": 0, "faults": 0}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.txt"

        @seed(options.seed)
        @settings(max_examples=options.cases, database=None, deadline=None, phases=[Phase.generate],
                  suppress_health_check=list(HealthCheck))
        @given(damaged_articles())
        def run(raw: bytes) -> None:
            name = fault(raw, path)
            counts["cases"] += 1
            counts["faults"] += bool(name)
            if name and len(raw) < len(found.get(name, raw + b" ")):
                found[name] = raw
            if counts["cases"] % 1000 == 0:
                print(counts, file=sys.stderr, flush=True)

        run()
        for name, raw in sorted(found.items()):
            short = smallest(raw, lambda part, name=name: fault(part, path) == name)
            print(f"{name}\n    {short[:400]!r}")
    print(f"{counts['cases']:,} cases, {counts['faults']:,} with a fault, {len(found)} kinds")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
