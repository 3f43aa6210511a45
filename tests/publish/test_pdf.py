"""The PDF edition, built from a small book and read back."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

NOTES_BEGIN = 437.7  # points from the left: the first letter of each line of a note in the margin
EPOCH = "1776643200"  # 20 April 2026

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"'

HEAD = """\
---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3}
---
"""

CHART = '''\
```{code-cell} ipython3
---
mystnb:
  figure:
    name: launches
    caption: China passed Russia in 2016
---
class Chart:
    def _repr_mimebundle_(self, **_):
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="680" height="200" role="img" '
            'aria-label="Two lines; China&apos;s &quot;rises&quot; to 92." data-source="McDowell; own count">'
            '<text x="9" y="99" font-family="&apos;Source Sans 3&apos;">attempts 中国</text></svg>'
        )
        page = "<div>Interactive chart</div>"
        return {"text/html": page, "image/svg+xml": svg, "text/plain": "plain chart"}

Chart()
```
'''

BOOK = {
    "index.md": """\
# Key findings

Signed on paper, built on the ground.

::::{grid} 2
:::{grid-item-card} 92 against 17
:link: history
:link-type: doc
Launch attempts in 2025.
:::
::::

## Edition

The first.

```{toctree}
:numbered:
:caption: Findings
history
methods
```
""",
    "history.md": HEAD + """\
# What was signed

How much was delivered?

## The papers

The China National Space Administration (中国国家航天局) met Roscosmos (Роскосмос).[^name]
See {numref}`launches`, {numref}`papers`, {ref}`built`, {doc}`methods`,
{term}`launch attempt` and {cite:p}`harvey2019`.
It cost "less" than \\#5 & 50 % of *that* `code_name` \\\\ path; the note again.[^name]

[^name]: Its seat is Байконур's neighbour, 北京.

""" + CHART + """\

| Paper | Year |
|:------|-----:|
| Memorandum | 2014 |

```{table} None that was to fly has flown
:name: papers

| Paper with a very long name that has to wrap somewhere in the column of a table | Kind | Year |
|:------|:----|-----:|
| Memorandum on satellite navigation between the two countries, with *emphasis* | agency paper | 2014 |
| Programme | government agreement | 2021 |
```

(built)=
## What was built

:::{admonition} Answer
:class: key-finding
Two in three.
:::

```{margin}
A margin note.
```

- one
- two

1. first
2. second

> A quotation.

```{only} html
Only on the website.
```

```{only} typst
Only in print.
```
""",
    "methods.md": """\
# Methods

```python
tables = load("seeds")  # a listing
```

## Glossary

```{glossary}
launch attempt
  A launch with ignition.
```

## Bibliography

```{bibliography}
```
""",
    "references.bib": """\
@book{harvey2019, author={Harvey, Brian}, title={China in Space}, publisher={Springer}, year={2019}}
""",
}


def build(folder: Path, files: dict[str, str], **settings: object) -> Path:
    """Write a book's files and build its PDF; return the PDF's path."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    settings = {
        "extensions": [
            "myst_nb", "sphinx_design", "sphinxcontrib.bibtex", "sphinx_book_theme", "spacepact.publish.pdf",
        ],
        "html_title": "Partners on Paper",
        "author": "The team",
        "language": "en",
        "nb_execution_raise_on_error": True,
        "numfig": True,
        "numfig_secnum_depth": 1,
        "bibtex_bibfiles": ["references.bib"],
        "bibtex_reference_style": "author_year",
        "myst_enable_extensions": ["colon_fence", "dollarmath"],
        "typst_subtitle": "China–Russia space cooperation",
        "typst_edition": "Edition 1",
        "typst_keywords": ["space", "China"],
        **settings,
    }
    (folder / "references.bib").touch()
    output = folder / "_build"
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            folder, None, output / "typst", output / "doctrees", "typst", confoverrides=settings,
            status=None, warning=io.StringIO(),
        )  # fmt: skip
        app.build()
    return output / "typst" / "partners-on-paper.pdf"


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        return build(tmp_path_factory.mktemp("book"), BOOK)


@pytest.fixture(scope="module")
def reader(pdf: Path) -> PdfReader:
    return PdfReader(pdf)


@pytest.fixture(scope="module")
def text(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", "\n".join(page.extract_text() for page in reader.pages))


def elements(reader: PdfReader) -> list[dict]:
    """Return the elements of the document's structure tree."""
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        item = waiting.pop().get_object()
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            found += [item] if "/S" in item else []
            waiting += [item["/K"]] if "/K" in item else []
    return found


def overprinted(reader: PdfReader) -> list[tuple[str, float]]:
    """Return page and height of the lines of margin notes that stand closer than two lines of one note do."""
    found = []
    for page, label in zip(reader.pages, reader.page_labels):
        heights: list[float] = []

        def keep(text, matrix, inner, font, size, heights=heights):
            if text.strip() and abs(matrix[4] + inner[4] - NOTES_BEGIN) < 1:
                heights.append(matrix[5])

        page.extract_text(visitor_text=keep)
        heights.sort()
        found += [(label, low) for low, high in zip(heights, heights[1:]) if high - low < 8]
    return found


def titles(outline: list) -> list[str]:
    return [title for item in outline for title in (titles(item) if isinstance(item, list) else [item.title])]


def test_the_document_names_its_title_author_language_and_keywords(reader):
    assert reader.metadata.title == "Partners on Paper"
    assert reader.metadata.author == "The team"
    assert reader.metadata.subject == "China–Russia space cooperation"
    assert reader.metadata["/Keywords"] == "space, China"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"


def test_the_document_is_tagged_and_declares_pdf_ua(reader):
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data()


def test_the_date_is_that_of_the_edition(reader):
    assert reader.metadata.creation_date.date().isoformat() == "2026-04-20"


def test_bookmarks_are_numbered_and_nested(reader):
    assert titles(reader.outline) == [
        "Key findings", "Edition", "Contents", "1 What was signed", "1.1 The papers", "1.2 What was built",
        "2 Methods", "2.1 Glossary", "2.2 Bibliography",
    ]  # fmt: skip


def test_key_findings_are_page_one(reader):
    labels = reader.page_labels
    assert "Key findings" in reader.pages[labels.index("1")].extract_text()


def test_contents_give_the_page_where_a_chapter_begins(reader):
    contents = reader.pages[reader.page_labels.index("2")].extract_text()
    for item in (item for item in reader.outline if not isinstance(item, list) and item.title[0].isdigit()):
        label = reader.page_labels[reader.get_destination_page_number(item)]
        number, title = item.title.split(" ", 1)
        assert re.search(rf"{number}\s*{title}[\s.]*{label}\b", contents), item.title


def test_nothing_stands_above_a_chapter_s_title(reader):
    page = reader.pages[reader.page_labels.index("3")]
    lines = page.extract_text(extraction_mode="layout")
    assert 0 < lines.index("What was signed") < lines.index("China passed Russia")


def test_every_figure_has_the_text_alternative_of_its_chart(reader):
    figures = [element for element in elements(reader) if element["/S"] == "/Figure"]
    assert [figure["/Alt"] for figure in figures] == ["Two lines; China's \"rises\" to 92."]


def test_a_chart_is_printed_as_a_picture_with_caption_number_and_sources(text):
    assert "FIGURE 1.1 China passed Russia in 2016" in text
    assert "attempts 中国" in text
    assert "Sources: McDowell; own count" in text
    assert "Interactive chart" not in text and "plain chart" not in text


def test_tables_are_tables(reader, text):
    kinds = [element["/S"] for element in elements(reader)]
    assert kinds.count("/Table") == 2
    assert kinds.count("/TH") == 5
    assert "TABLE 1.1 None that was to fly has flown" in text


def test_references_carry_number_title_and_page(text):
    words = "See Fig. 1.1, Table 1.1, What was built (p. 3), Methods (p. 5), launch attempt and"
    assert words in text.replace(" ,", ",")
    assert "[Harvey, 2019]" in text


def test_a_footnote_is_set_once_and_marked_each_time(text):
    assert text.count("Its seat is Байконур’s neigh") == 1
    assert "(Роскосмос). 1 " in text.replace(".1", ". 1")


def test_text_is_printed_to_the_letter(text):
    assert 'It cost “less” than #5 & 50 % of that code_name \\ path' in text
    assert "Only in print." in text
    assert "Only on the website." not in text


def test_no_markup_is_left_in_the_text(text):
    assert not re.search(r"\{\w+\}`|```|\[\^|:::|#\w+\[|\]\(|mystnb|_repr_mimebundle_", text)


def test_names_in_chinese_and_cyrillic_are_printed(text):
    for name in ("中国国家航天局", "Роскосмос", "北京"):
        assert name in text.replace(" ", "")
    assert "\ufffd" not in text and "\x00" not in text


def test_all_fonts_are_embedded_subsets_of_the_book_s_own(reader):
    fonts = {}
    for page in reader.pages:
        used = page["/Resources"].get("/Font", {}).values()
        fonts |= {font.get_object()["/BaseFont"]: font for font in used}
    assert len(fonts) >= 5
    for name, font in fonts.items():
        assert re.match(r"/[A-Z]{6}\+(SourceSerif4|SourceSans3|NotoSansCJKsc|DejaVuSansMono)", name)
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & descriptor.keys(), name


def test_two_builds_of_one_edition_are_identical(pdf, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    assert build(tmp_path, BOOK).read_bytes() == pdf.read_bytes()


def test_without_an_edition_date_the_document_has_none(tmp_path, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert PdfReader(build(tmp_path, {"index.md": "# Title\n\nText.\n"})).metadata.creation_date is None


def test_the_cover_shows_a_chart_when_there_is_one(tmp_path):
    svg = f'{SQUARE} aria-label="A chart." data-source="Us"/>'
    files = {"index.md": "# Title\n\nText.\n\n```{figure} c.svg\n:name: rise\n\nIt rises\n```\n", "c.svg": svg}
    reader = PdfReader(build(tmp_path, files, typst_cover="rise"))
    assert [element["/Alt"] for element in elements(reader) if element["/S"] == "/Figure"] == ["A chart."] * 2
    assert re.search("It rises\\s+Source: Us", reader.pages[0].extract_text())


def test_a_cover_that_names_no_figure_stops_the_build(tmp_path):
    with pytest.raises(SphinxError, match="_config.yml: typst_cover is rise, but no figure"):
        build(tmp_path, {"index.md": "# Title\n\nText.\n"}, typst_cover="rise")


FINDING = """\
## {0}

**Finding {0}.**
It is told in the words of this sentence.

```{{figure}} c.svg
:name: c{0}

Chart {0}
```

"""


def test_five_key_findings_and_their_charts_stand_on_one_page(tmp_path):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="680" height="170" aria-label="A chart."/>'
    front = "# Key findings\n\nLead.\n\n" + "".join(FINDING.format(number) for number in range(1, 6))
    files = {"index.md": front + "```{toctree}\nnext\n```\n", "next.md": "# Next\n\nText.\n", "c.svg": svg}
    reader = PdfReader(build(tmp_path, files))
    page = reader.pages[reader.page_labels.index("1")].extract_text()
    for number in range(1, 6):
        assert f"Finding {number}." in page and f"Chart {number}" in page


WIDE = "| Paper | Said |\n|:--|:--|\n" + 3 * f"| Memorandum | {'what it says at length ' * 12}|\n" + "\n"


def crowded(counts: list[int]) -> dict[str, str]:
    """Return a chapter of paragraphs with so many notes each, and a wide table after each."""
    names = [[f"n{place}x{note}" for note in range(count)] for place, count in enumerate(counts)]
    passages = [f"{' '.join(f'Word.[^{name}]' for name in some)} {'Plain words. ' * 60}\n\n{WIDE}" for some in names]
    told = "".join(f"[^{name}]: Remark {name}q {'on where this was read ' * 5}\n\n" for some in names for name in some)
    return {
        "index.md": "# Front\n\nText.\n\n```{toctree}\none\ntwo\n```\n",
        "one.md": f"# Chapter\n\nLead.\n\n{''.join(passages)}{told}",
        "two.md": "# After\n\nText.\n",
    }


@pytest.mark.parametrize(("counts", "pages", "left_over"), [
    ([3, 3, 3, 3], [6, 6], False),  # each beside its mark
    ([12, 0, 1, 1], [8, 6], False),  # what the first page cannot hold goes to the second
    ([40], [14], True),  # and to the chapter's end when there is no other page
])  # fmt: skip
def test_no_note_is_lost_and_no_two_overlap_where_there_are_too_many_for_a_margin(tmp_path, counts, pages, left_over):
    reader = PdfReader(build(tmp_path, crowded(counts)))
    text = [page.extract_text() for page in reader.pages]
    found = [re.findall(r"Remark (n\d+x\d+)q", page) for page in text]
    written = [f"n{place}x{note}" for place, count in enumerate(counts) for note in range(count)]
    assert sorted(sum(found, [])) == sorted(written)
    assert ("NOTES CONTINUED" in "".join(text)) == left_over
    assert left_over or [len(page) for page in found if page] == pages
    assert not overprinted(reader)


@pytest.mark.parametrize(
    ("passage", "place", "words"),
    [
        ("Costs $5 and $6.", "index.md:5", "no rule for a 'math' node"),
        ("```{raw} html\n<b>Bold</b>\n```", "index.md:5", "'Bold' is HTML"),
        ("![](c.svg)", "index.md:5", "no text alternative"),
        ("![words](c.png)", "index.md:5", "not a file of the book"),
        ("Words 龘.", "index.md:5", "could not be displayed"),
        ("## Heading[^a]\n\n[^a]: Note.", "index.md:5", "heading cannot have a footnote"),
    ],
)
def test_what_cannot_be_printed_stops_the_build_with_file_and_line(tmp_path, passage, place, words):
    with pytest.raises(SphinxError) as error:
        build(tmp_path, {"index.md": f"# Title\n\nLead.\n\n{passage}\n", "c.svg": f"{SQUARE}/>"})
    assert place in str(error.value)
    assert words in str(error.value)
