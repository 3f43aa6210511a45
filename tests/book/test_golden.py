"""The chart in the README is the chart of the book."""

from __future__ import annotations

import re


def test_the_picture_in_the_readme_is_the_one_in_the_book(root, book):
    page = (book / "html" / "asymmetry.html").read_text(encoding="utf-8")
    figure = page[page.index('id="launch-attempts"'):]
    drawn = re.search(r"<svg.*?</svg>", figure, flags=re.S)[0]
    kept = (root / "tests" / "golden" / "launch-attempts.svg").read_text(encoding="utf-8")
    assert drawn == kept.strip(), "the chart has changed: look at it, then put the new one into tests/golden"
