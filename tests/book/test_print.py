"""The PDF edition read back."""

from __future__ import annotations

import html
import re

import pypdf
import pytest

from tests.book.conftest import page_names
from tests.publish.test_pdf import overprinted


@pytest.fixture(scope="module")
def pdf(book):
    return pypdf.PdfReader(book / "pdf" / "partners-on-paper.pdf")


@pytest.fixture(scope="module")
def words(pdf):
    return "\n".join(page.extract_text() for page in pdf.pages)


def structure(node, kind, depth=0):
    """Yield the structure elements of a kind below `node`."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from structure(child, kind, depth + 1)
    elif isinstance(node, dict):
        if node.get("/S") == kind:
            yield node
        if "/K" in node:
            yield from structure(node["/K"], kind, depth + 1)


def bookmarks(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from bookmarks(entry)
        else:
            yield entry.title


def test_it_has_the_bookmarks_of_all_chapters(pdf, book):
    titles = " | ".join(bookmarks(pdf.outline))
    for name in page_names():
        page = (book / "html" / name).read_text(encoding="utf-8")
        heading = html.unescape(re.sub(r"<.*?>", "", re.search(r"<h1>(.*?)<a", page, flags=re.S)[1])).replace(".", "", 1)
        assert heading.strip() in titles


def test_title_author_and_language_are_set(pdf):
    assert pdf.metadata.title.startswith("Partners on Paper")
    assert pdf.metadata.author
    assert pdf.trailer["/Root"]["/Lang"].startswith("en")
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_every_figure_of_the_website_is_printed_with_its_alternative(pdf, book):
    figures = list(structure(pdf.trailer["/Root"]["/StructTreeRoot"], "/Figure"))
    charts = sum((book / "html" / name).read_text(encoding="utf-8").count('class="chart"') for name in page_names())
    assert charts > 0
    assert len([f for f in figures if len(f.get("/Alt", "")) > 60]) >= charts
    assert all(f.get("/Alt") for f in figures)


def test_no_raw_markup_is_printed(words):
    for markup in ("{eval}", "{numref}", "{cite", "```", ":::", "](", "**", "<svg", "NaN", "np.", "Timestamp("):
        assert markup not in words


def test_fonts_are_embedded(pdf):
    fonts = {}
    for page in pdf.pages:
        fonts |= page["/Resources"].get("/Font", {}).get_object() if "/Font" in page["/Resources"] else {}
    assert fonts
    for font in fonts.values():
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descendant["/FontDescriptor"].get_object())


def test_no_page_is_empty(pdf):
    short = [n for n, page in enumerate(pdf.pages, 1) if len(page.extract_text()) < 40]
    assert short == []


def test_no_two_margin_notes_overlap(pdf):
    assert overprinted(pdf) == []


def test_no_note_of_the_website_is_missing(words, book):
    printed = re.sub(r"[^A-Za-z0-9]", "", words)
    pages = "".join((book / "html" / name).read_text(encoding="utf-8") for name in page_names())
    notes = re.findall(r'<aside class="footnote brackets" id="note-.*?<p>(.*?)</p>', pages, re.DOTALL)
    beginnings = [re.sub(r"[^A-Za-z0-9]", "", html.unescape(re.sub(r"<.*?>", "", note)))[:30] for note in notes]
    assert len(beginnings) > 50
    assert [beginning for beginning in beginnings if beginning not in printed] == []


def test_the_key_findings_stand_on_one_page(pdf):
    findings, after = pdf.outline[0], next(entry for entry in pdf.outline[1:] if not isinstance(entry, list))
    assert pdf.get_destination_page_number(after) == pdf.get_destination_page_number(findings) + 1


def test_what_only_the_website_can_show_is_not_printed(words):
    assert "Table and row" not in words  # the record's rows, which each note's source stands for
    assert not re.search(r"^Notes$", words, re.MULTILINE)
