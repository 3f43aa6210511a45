"""What role each line of ninety-six invented pages plays; they may be read while rules are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from spacepact.read.corpus import find_passages

PAGES = sorted((Path(__file__).parents[1] / "articles" / "pages").glob("*.tsv"))
FLOOR = 0.97


def read_page(path: Path) -> tuple[str, list[str]]:
    """A page as text, and the role of each line that is not blank."""
    rows = [row.partition("\t") for row in path.read_text(encoding="utf-8").split("\n")]
    return "\n".join(line for _, _, line in rows), [role for role, _, _ in rows if role]


@pytest.fixture(scope="module")
def judged() -> dict[str, list[bool]]:
    """Of each page, whether its lines get their roles."""
    pages = {path.stem: read_page(path) for path in PAGES}
    return {name: [one.role == role for one, role in zip(find_passages(text), roles, strict=True)]
            for name, (text, roles) in pages.items()}


def test_the_lines_of_pages_get_their_roles(judged):
    right = [one for page in judged.values() for one in page]
    assert len(judged) == 96
    assert sum(right) / len(right) >= FLOOR


def test_no_page_is_lost(judged):
    assert not [name for name, page in judged.items() if sum(page) / len(page) < 0.8]
