"""What every chart of the book has to keep to."""

from __future__ import annotations

import re

from spacepact.show.figure import draw
from spacepact.show.theme import NARROW, WIDE


def check_chart(chart, frame, changed, said) -> None:
    """A chart fits both widths, says what it shows, and follows its data in picture and in words."""
    spec, other = chart(frame).to_dict(), chart(changed).to_dict()
    for width in (WIDE, NARROW):
        svg = draw(spec, width)
        assert float(re.search(r'<svg[^>]*? width="([\d.]+)"', svg)[1]) <= width * 1.03
        assert "NaN" not in svg
    assert all(words in spec["description"] for words in said), spec["description"]
    assert other["description"] != spec["description"]
    assert draw(other, WIDE) != draw(spec, WIDE)
