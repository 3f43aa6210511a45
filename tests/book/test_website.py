"""Every page in a real browser, opened from the built folder with the network blocked."""

from __future__ import annotations

import json
import re
import struct
from html import escape
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from docutils import nodes
from playwright.sync_api import expect

from spacepact.publish.description import count_minutes, draw_picture
from spacepact.publish.site import mark_languages
from tests.book.conftest import page_names
from tests.conftest import CHAPTER

PAGES = page_names()
EVERY_PAGE = [*PAGES, "search.html?q=station", "404.html"]
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


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", EVERY_PAGE)
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
    for remaining in reversed(range(charts)):
        buttons.first.click()
        expect(buttons).to_have_count(remaining, timeout=10_000)
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


def linked_data(book, name):
    page = (book / "html" / name).read_text(encoding="utf-8")
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


@pytest.mark.parametrize("name", [name.partition("?")[0] for name in EVERY_PAGE])
def test_a_page_may_run_nothing_but_the_books_own_files(book, name):
    page = (book / "html" / name).read_text(encoding="utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)[1]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy and "http" not in policy
    assert page.index("Content-Security-Policy") < min(page.find(tag) % len(page) for tag in ("<script", "<link", "<style"))
    assert not re.findall(r"<[^>]+\s(?:style|on[a-z]+)=[\"'][^>]*>", page)
    assert [kind for kind in re.findall(r"<script\b([^>]*)>", page) if "src=" not in kind and "json" not in kind] == []


def test_a_script_that_slips_into_a_page_does_not_run(visit):
    page = visit("index.html").page
    page.evaluate("""() => {
        document.body.insertAdjacentHTML('beforeend', '<img src="_static/favicon.svg" onload="window.slipped = 1">');
        document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.slipped = 2' }));
    }""")
    page.wait_for_timeout(100)
    assert page.evaluate("window.slipped ?? null") is None


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_it_is_to_strangers(book, name):
    page = (book / "html" / name).read_text(encoding="utf-8")
    said = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page))
    data = linked_data(book, name)
    assert data["@type"] == {"index.html": "Book", "data.html": "Dataset"}.get(name, "ScholarlyArticle")
    assert escape(data["name"]) == said["og:title"] == said["citation_title"]
    assert said["og:description"] == said["description"] == escape(data["description"])
    assert 40 < len(data["description"]) < 205 and not {"None", "NaN"} & set(said.values())
    assert "og:image" not in said and 'rel="canonical"' not in page, "no address of the book is known"


def test_the_data_page_names_every_table_to_download(book):
    tables = {"data/" + path.name for path in (book / "html" / "data").glob("*.csv")}
    assert {part["contentUrl"] for part in linked_data(book, "data.html")["distribution"]} == tables


def test_the_reading_time_counts_prose_and_neither_tables_nor_code():
    words = nodes.paragraph("", "word " * 690)
    page = nodes.section("", words, nodes.literal_block("", "code " * 690), nodes.table("", nodes.paragraph("", "cell " * 690)))
    assert count_minutes(page) == 3
    assert count_minutes(nodes.section("")) == 1


def test_chinese_and_russian_words_are_marked_for_the_voice():
    assert mark_languages("Tiangong (天宫，空间站) and Роскосмос") == (
        'Tiangong (<span lang="zh">天宫，空间站</span>) and <span lang="ru">Роскосмос</span>')
    assert mark_languages("«Морской старт»") == '«<span lang="ru">Морской старт</span>»'
    assert mark_languages("Éire, naïve, 5 µm") == "Éire, naïve, 5 µm"


def test_the_picture_for_links_is_the_first_chart_on_paper_alike_each_time(root, tmp_path):
    chart = (root / "tests" / "golden" / "launch-attempts.svg").read_text(encoding="utf-8")
    for name in ("one.png", "two.png"):
        draw_picture(chart, tmp_path / name)
    image = (tmp_path / "one.png").read_bytes()
    assert struct.unpack(">II", image[16:24]) == (1200, 630)
    assert image == (tmp_path / "two.png").read_bytes()
    assert len(image) > 20_000, "the chart is in it"


CHART = """
```{code-cell} python
import altair as alt
from spacepact.show import figure
figure(alt.Chart(load().documents).mark_bar().encode(x="words", y="doc_id"), "Bars of " + "words " * 20, "the articles")
```
"""


def test_a_book_with_an_address_tells_it(small_book, spacepact):
    config = small_book / "_config.yml"
    config.write_text(re.sub(r'(?m)^  baseurl:.*$', "  baseurl: https://example.org/partners", config.read_text()))
    (small_book / "chapters" / "index.md").write_text(CHAPTER + CHART, encoding="utf-8")
    done = spacepact("build", "html", folder=small_book)
    assert done.returncode == 0, done.stderr
    site = small_book / "_build" / "html"
    page = (site / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.org/partners/">' in page
    picture = re.search(r'property="og:image" content="https://example.org/partners/([^"]+)"', page)[1]
    assert (site / picture).read_bytes().startswith(b"\x89PNG")
    places = ElementTree.parse(site / "sitemap.xml").findall("{*}url/{*}loc")
    assert [place.text for place in places] == ["https://example.org/partners/"]
    assert 'href="https://example.org/partners/index.html"' in (site / "404.html").read_text(encoding="utf-8")


def test_the_page_for_lost_readers_needs_no_other_file(book):
    page = (book / "html" / "404.html").read_text(encoding="utf-8")
    assert set(Addresses(page).links) == set(PAGES)


def test_the_first_key_leads_past_the_masthead(visit):
    page = visit("history.html").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("name", ["index.html", "history.html"])
def test_a_page_stands_in_print_without_the_way_about_the_book(visit, name):
    page = visit(name).page
    page.emulate_media(media="print")
    assert page.locator(".masthead:visible, .side:visible, .turn:visible, .chart-tools:visible").count() == 0
    assert page.locator("h1:visible, figure svg:visible").count() > 1


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
