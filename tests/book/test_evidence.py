"""Evidence in reach: notes, cards, computed values and the evidence page, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.book.conftest import page_names

PAGES = page_names()


def test_a_note_opens_as_a_card_by_keyboard_and_gives_the_focus_back(visit):
    seen = visit("history.html", 360)
    mark, card = seen.page.locator("article p a.footnote-reference").first, seen.page.locator("#evidence-card")
    mark.focus()
    seen.page.keyboard.press("Enter")
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert card.locator('a[href*="evidence.html#"]').count() == 1
    seen.page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert mark.evaluate("mark => mark === document.activeElement")
    assert seen.complaints == []


def test_a_computed_value_says_from_which_tables_it_comes(visit, book):
    page = visit("index.html").page
    page.locator("a.value").first.click()
    link = page.locator("#evidence-card a[href^='data/']").first
    expect(link).to_be_visible()
    assert (book / "html" / link.get_attribute("href")).is_file()


def test_notes_stand_in_the_margin_where_there_is_one(visit):
    wide, narrow = (visit("history.html", width).page.locator(".side-note").count() for width in (1440, 900))
    assert wide > 10 and narrow == 0


def test_without_javascript_a_note_is_a_footnote_and_a_value_leads_to_its_code(visit):
    page = visit("history.html", java_script_enabled=False).page
    for place in ("article p a.footnote-reference", "a.value"):
        target = page.locator(place).first.get_attribute("href")
        assert page.locator(f"[id='{target[1:]}']").count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_the_foot_of_each_page_says_that_all_statements_resolve(book, name):
    text = (book / "html" / name).read_text(encoding="utf-8")
    for kept, all_of_them in re.findall(r"(\d+) of (?:the )?(\d+) (?:statements|in the book)", text):
        assert kept == all_of_them
    assert "in the book." in text or name in ("evidence.html", "bibliography.html")


def test_every_note_leads_to_its_evidence_and_the_evidence_leads_back(book):
    pages = {name: (book / "html" / name).read_text(encoding="utf-8") for name in PAGES}
    anchors = {name: set(re.findall(r'\bid="([^"]+)"', text)) for name, text in pages.items()}
    evidence = pages["evidence.html"]
    forth = [anchor for text in pages.values() for anchor in re.findall(r'href="evidence\.html#([^"]+)"', text)]
    back = re.findall(r'href="(\w+\.html)#(mark-[^"]+)"', evidence)
    assert len(forth) > 50 and len(back) >= len(forth)
    assert set(forth) <= anchors["evidence.html"]
    assert all(anchor in anchors[page] for page, anchor in back)


def test_the_lines_of_the_evidence_page_can_be_filtered(visit):
    page = visit("evidence.html").page
    rows = page.locator("table.evidence tbody tr")
    everything = rows.count()
    page.locator(".filter input").fill("forecast")
    shown = page.locator("table.evidence tbody tr:visible").count()
    assert 0 < shown < everything
    expect(page.locator(".filter [role=status]")).to_have_text(f"{shown} of {everything} lines")
