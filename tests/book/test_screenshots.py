"""Five pages as pictures: what a change of style does to them is seen, not guessed.

Renew after a change that you have looked at: ``python -m tests.book.test_screenshots``.
"""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.book.conftest import QUIET, find_chromium

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "tests" / "golden" / "pages"
PAGES = {"index": 1000, "history": 1000, "accords": 360, "evidence": 1000, "data": 360}
DIFFERENT = 0.03  # share of pixels that another version of the browser may draw otherwise
COMPARE = """async ([before, after]) => {
  const pixels = async (data) => {
    const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + data)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    return pen.getImageData(0, 0, image.width, image.height);
  };
  const [one, other] = [await pixels(before), await pixels(after)];
  if (one.width !== other.width || one.height !== other.height) return 1;
  let changed = 0;
  for (let at = 0; at < one.data.length; at += 4)
    changed += [0, 1, 2].some((channel) => Math.abs(one.data[at + channel] - other.data[at + channel]) > 48);
  return changed / (one.width * one.height);
}"""


def photograph(page: Page, name: str) -> bytes:
    """Return the upper part of a page of the built book as PNG."""
    page.set_viewport_size({"width": PAGES[name], "height": 900})
    page.goto((ROOT / "_build" / "html" / f"{name}.html").as_uri())
    page.evaluate("document.fonts.ready")
    return page.screenshot(animations="disabled", caret="hide")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did(chromium, book, name, tmp_path):
    page = chromium.new_page()
    now = photograph(page, name)
    page.goto("about:blank")
    kept = (KEPT / f"{name}.png").read_bytes()
    share = page.evaluate(COMPARE, [base64.b64encode(picture).decode() for picture in (kept, now)])
    (tmp_path / f"{name}.png").write_bytes(now)
    page.close()
    assert share < DIFFERENT, f"{share:.1%} of {name} differ: compare {tmp_path / name}.png with {KEPT / name}.png"


if __name__ == "__main__":
    KEPT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        for wanted in PAGES:
            (KEPT / f"{wanted}.png").write_bytes(photograph(browser.new_page(), wanted))
        browser.close()
