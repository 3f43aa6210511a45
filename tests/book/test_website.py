"""Every page in a real browser, opened from the built folder with the network blocked."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest

from tests.book.conftest import page_names

PAGES = page_names()
FIGURES = "() => [...document.querySelectorAll('figure .chart')].map(c => [...c.querySelectorAll('svg')]" \
          ".filter(s => s.getBoundingClientRect().width > 200 && s.getBoundingClientRect().height > 60).length)"


class Addresses(HTMLParser):
    """What a page links to and what it can be linked at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.names: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.links += [found[key] for key in ("href", "src") if found.get(key)]
        if found.get("id"):
            self.names.append(found["id"])


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_without_complaint_and_without_network(visit, name, width):
    seen = visit(name, width)
    seen.page.wait_for_load_state("networkidle")
    assert seen.complaints == []
    assert seen.foreign == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.page.locator("h1").count() == 1
    assert all(shown == 1 for shown in seen.page.evaluate(FIGURES)), "each chart shows exactly one picture"


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_is_there_without_javascript(visit, name):
    page = visit(name, 360, java_script_enabled=False).page
    charts = page.locator("figure .chart")
    for place in range(charts.count()):
        shown = charts.nth(place).locator("svg:visible")
        assert shown.count() == 1
        assert shown.bounding_box()["width"] > 200
        assert len(shown.get_attribute("aria-label")) > 60, "the text alternative says what the chart shows"


@pytest.mark.parametrize("name", PAGES)
def test_every_chart_turns_interactive_on_request(visit, name):
    seen = visit(name)
    buttons = seen.page.locator(".chart-explore")
    charts = buttons.count()
    left = "n => document.querySelectorAll('.chart-explore').length === n"
    for remaining in reversed(range(charts)):
        buttons.first.click()
        seen.page.wait_for_function(left, arg=remaining, timeout=10_000)
    assert seen.page.locator(".chart-live svg:visible").count() == charts
    assert seen.page.locator(".chart-static svg:visible").count() == 0
    assert seen.complaints == []
    assert seen.foreign == []


def test_vega_is_not_read_before_a_reader_asks(visit):
    page = visit("asymmetry.html").page
    loaded = "() => performance.getEntriesByType('resource').filter(r => r.name.includes('vega')).length"
    assert page.evaluate(loaded) == 0
    page.locator(".chart-explore").first.click()
    page.locator(".chart-live svg").first.wait_for()
    assert page.evaluate("typeof window.vegaEmbed") == "function"


def test_the_search_finds_a_chapter(visit):
    seen = visit("search.html?q=reliability")
    seen.page.locator("#search-results li a").first.wait_for()
    targets = seen.page.locator("#search-results li a").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    assert any(target.startswith("asymmetry.html") for target in targets)
    assert seen.complaints == []


def test_every_link_inside_the_book_leads_somewhere(book):
    site = book / "html"
    pages = {page.name: Addresses(page.read_text(encoding="utf-8")) for page in site.glob("*.html")}
    dead = []
    for name, page in pages.items():
        assert len(page.names) == len(set(page.names)), f"{name} names two places alike"
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = unquote(parts.path) or name
            if not (site / target).exists() or (parts.fragment and parts.fragment not in pages[target].names):
                dead.append(f"{name}: {link}")
    assert dead == []


def test_no_page_asks_another_host(book):
    for page in (book / "html").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.findall(r'<(?:script|link|img|iframe|source)[^>]+(?:src|href)="(?:https?:)?//[^"]+"', text), page.name


def test_no_page_shows_raw_markup(visit):
    for name in PAGES:
        words = visit(name).page.locator("main").inner_text()
        for markup in ("{eval}", "{numref}", "{cite", "```", ":::", "](", "np.", "Timestamp(", "dtype", "<NA>"):
            assert markup not in words, f"{name} shows {markup}"
        assert not {"None", "NaN", "nan", "NaT", "<NA>", "True", "False"} & set(re.split(r"[\n\t]+", words)), name
