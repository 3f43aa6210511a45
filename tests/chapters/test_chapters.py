"""The rules that keep chapters readable as source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted((ROOT / "chapters").glob("*.md"))
CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```$", flags=re.M | re.S)
COMPUTED = {"index": 1, "history": 2, "asymmetry": 2, "accords": 2, "endgame": 2, "forecasts": 2, "methods": 2, "data": 2}
ABBREVIATIONS = r"(?:\b(?:No|St|Mr|Dr|vs|e\.g|i\.e|U\.S|Jan|Feb|Aug|Sept|Oct|Nov|Dec|p|pp)|\b[A-Z])\.$"


def cells(chapter):
    """Return option lines and source lines of each code cell."""
    found = []
    for body in CELL.findall(chapter.read_text(encoding="utf-8")):
        lines = body.rstrip("\n").split("\n")
        options = [line for line in lines if line.startswith(":")]
        found.append((options, [line for line in lines if not line.startswith(":") and line.strip()]))
    return found


def prose(chapter):
    """Return the lines of a chapter that are neither code, directive nor front matter."""
    text = chapter.read_text(encoding="utf-8")
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"^(`{3,}|:{3,})\{(?:code-cell|bibliography|glossary|toctree)\}.*?^\1$", "", text, flags=re.M | re.S)
    return [line for line in text.split("\n") if line.strip() and not line.startswith(("```", ":", "#", "|"))]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
class TestChapter:
    def test_cells_are_short_and_folded(self, chapter):
        for options, source in cells(chapter):
            assert len(source) <= 12, source[0]
            assert max(map(len, source), default=0) <= 120, source[0]
            assert any("hide-input" in option for option in options), f"not folded: {source[0]}"

    def test_cells_hold_no_function_path_or_regular_expression(self, chapter):
        for _, source in cells(chapter):
            code = "\n".join(source)
            for forbidden in (r"^\s*(def|class|lambda)\b", r"\bopen\(", r"\bPath\b", r"\.(csv|txt|json|parquet)\b",
                              r"\bimport re\b", r"\.str\.(extract|match|fullmatch|replace)\(", r"spacepact\.publish"):
                assert not re.search(forbidden, code, flags=re.M), f"{forbidden} in: {source[0]}"

    def test_prose_has_one_sentence_on_a_line(self, chapter):
        for line in prose(chapter):
            for stop in re.finditer(r"[.!?][”’)]?\s+(?=[A-Z“‘\[{])", re.sub(r"`[^`]*`", "x", line)):
                before = re.sub(r"`[^`]*`", "x", line)[: stop.start() + 1]
                assert re.search(ABBREVIATIONS, before), f"two sentences: {line}"

    def test_a_chapter_computes_figures_or_tables(self, chapter):
        code = "\n".join(line for _, source in cells(chapter) for line in source)
        named = re.findall(r"^:mystnb:.*figure", chapter.read_text(encoding="utf-8"), flags=re.M)
        tables = re.findall(r"\btable\(", code)
        assert len(named) + len(tables) >= COMPUTED.get(chapter.stem, 0)


def test_every_chapter_is_in_the_table_of_contents():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = {toc["root"], *(entry["file"] for entry in toc["chapters"])}
    assert files == {f"chapters/{path.stem}" for path in CHAPTERS}
