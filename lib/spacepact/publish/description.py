"""What a page says of itself to search engines, to reference managers and where it is shared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

import vl_convert
from docutils import nodes

import spacepact.show.theme  # noqa: F401 - the pictures are set in the book's own fonts
from spacepact.publish.digest import PDF
from spacepact.publish.typst_writer import chain

WORDS_A_MINUTE = 230
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PICTURE_WIDTH, PICTURE_HEIGHT, PICTURE_MARGIN = 1200, 630, 48
CHART = re.compile(r'class="chart\b.*?(<svg\b.*?</svg>)', re.DOTALL)


class Page(NamedTuple):
    """One page of the book as a stranger to it needs to know it."""

    name: str
    title: str
    description: str
    minutes: int
    tables: list[str]
    address: str
    picture: str
    picture_alternative: str


def count_minutes(doctree: nodes.document) -> int:
    """Return how many minutes the prose of a page takes: its paragraphs, without tables and code."""
    return max(1, round(sum(len(p.astext().split()) for p in _prose(doctree)) / WORDS_A_MINUTE))


def first_sentences(doctree: nodes.document, length: int = 200) -> str:
    """Return the beginning of the first paragraph, cut between words."""
    text = " ".join(next(_prose(doctree), nodes.paragraph()).astext().split())
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"


def first_chart(doctree: nodes.document) -> str:
    """Return the SVG of the first chart of a page; nothing where there is none."""
    found = (CHART.search(node.astext()) for node in doctree.findall(nodes.raw))
    return next((chart[1] for chart in found if chart), "")


def alternative_of(chart: str) -> str:
    """Return the text alternative a chart carries."""
    found = re.search(r'aria-label="([^"]*)"', chart)
    return unescape(found[1]) if found else ""


def draw_picture(chart: str, path: Path) -> None:
    """Write a chart on paper, in the size in which links to a page are shown."""
    width, height = PICTURE_WIDTH - 2 * PICTURE_MARGIN, PICTURE_HEIGHT - 2 * PICTURE_MARGIN
    opening, rest = chart.split(">", 1)
    opening = re.sub(r' (?:width|height)="[^"]*"', "", opening)
    placed = f'{opening} x="{PICTURE_MARGIN}" y="{PICTURE_MARGIN}" width="{width}" height="{height}">{rest}'
    sheet = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{PICTURE_WIDTH}" height="{PICTURE_HEIGHT}">'
             f'<rect width="100%" height="100%" fill="#fff"/>{placed}</svg>')
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(vl_convert.svg_to_png(sheet, scale=1, ppi=72))


def meta_tags(page: Page, book: dict) -> list[tuple[str, str, str]]:
    """Return the meta elements of a page as attribute, name and content: OpenGraph and Highwire."""
    is_cover = page.name == "index"
    day = book["edition"] if book["commit"] else ""
    tags = [
        ("property", "og:type", "website" if is_cover else "article"),
        ("property", "og:site_name", book["project"]),
        ("property", "og:title", book["project"] if is_cover else page.title),
        ("property", "og:description", page.description),
        ("property", "og:locale", "en_GB"),
        ("property", "og:url", page.address),
        ("property", "og:image", page.picture),
        ("property", "og:image:alt", page.picture and page.picture_alternative),
        ("property", "og:image:width", page.picture and str(PICTURE_WIDTH)),
        ("property", "og:image:height", page.picture and str(PICTURE_HEIGHT)),
        ("name", "twitter:card", page.picture and "summary_large_image"),
        ("name", "citation_title", book["project"] if is_cover else page.title),
        ("name", "citation_author", book["author"]),
        ("name", "citation_publication_date", day.replace("-", "/")),
        ("name", "citation_inbook_title", "" if is_cover else book["project"]),
        ("name", "citation_language", "en"),
        ("name", "citation_fulltext_html_url", page.address),
        ("name", "citation_pdf_url", book["base"] + PDF if book["base"] and book.get("pdf") else ""),
    ]
    return [tag for tag in tags if tag[2]]


def linked_data(page: Page, book: dict) -> str:
    """Return the page as JSON-LD: a book, a chapter of it, or its data with every table to download."""
    whole = {"@type": "Book", "name": book["project"], "url": book["base"]}
    said = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": page.title,
        "name": page.title,
        "description": page.description,
        "author": {"@type": "Organization", "name": book["author"]},
        "inLanguage": "en",
        "license": LICENCE,
        "datePublished": book["edition"] if book["commit"] else "",
        "version": book["commit"],
        "timeRequired": f"PT{page.minutes}M",
        "url": page.address,
        "image": page.picture,
        "isPartOf": {key: value for key, value in whole.items() if value},
    }
    if page.name == "index":
        said |= {"@type": "Book", "name": book["project"], "headline": "", "isPartOf": {}}
    elif page.tables:
        said |= {"@type": "Dataset", "headline": "", "timeRequired": "", "isAccessibleForFree": True,
                 "creator": said["author"], "distribution": [
                     {"@type": "DataDownload", "name": Path(table).stem, "encodingFormat": "text/csv",
                      "contentUrl": book["base"] + table} for table in page.tables]}
    # A "<" inside could end the script element early.
    text = json.dumps({key: value for key, value in said.items() if value}, ensure_ascii=False)
    return text.replace("<", "\\u003c")


def _prose(doctree: nodes.document) -> Iterator[nodes.paragraph]:
    return (paragraph for paragraph in doctree.findall(nodes.paragraph)
            if not any(isinstance(above, nodes.table) for above in chain(paragraph)))
