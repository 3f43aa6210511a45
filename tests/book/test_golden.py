"""Each chart of the book against the picture that was last looked at.

After a wanted change: build the book, run ``python -m tests.book.test_golden``, and look at what ``git diff`` shows.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from tests.book.conftest import page_names

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
CHART = re.compile(r'<figure[^>]*\bid="(?P<name>[^"]+)"[^>]*>(?:(?!</figure>).)*?(?P<picture><svg.*?</svg>)', re.DOTALL)


def pictures(site: Path) -> dict[str, str]:
    """Return the wide picture of each chart by the name of its figure, one element on a line."""
    pages = "".join((site / name).read_text(encoding="utf-8") for name in page_names())
    return {found["name"]: found["picture"].replace("><", ">\n<") + "\n" for found in CHART.finditer(pages)}


def test_every_chart_is_drawn_as_it_was_last_looked_at(book):
    drawn = pictures(book / "html")
    kept = {path.stem: path.read_text(encoding="utf-8") for path in GOLDEN.glob("*.svg")}
    assert sorted(drawn) == sorted(kept), "a chart has come or gone: python -m tests.book.test_golden"
    changes = []
    for name, picture in drawn.items():
        old, new = kept[name].splitlines(), picture.splitlines()
        lines = difflib.unified_diff(old, new, f"golden/{name}.svg", "the book", n=0, lineterm="")
        changes += [line[:200] for line in list(lines)[:20]]
    told = "charts have changed: look at them, then python -m tests.book.test_golden\n"
    assert not changes, told + "\n".join(changes)


def renew(site: Path) -> None:
    """Keep the pictures of the built book as the ones to compare with."""
    for path in GOLDEN.glob("*.svg"):
        path.unlink()
    for name, picture in pictures(site).items():
        (GOLDEN / f"{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    renew(ROOT / "_build" / "html")
