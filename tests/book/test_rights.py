"""What the published book must not carry: an article's text beyond a short quotation, or a reader's handle."""

from __future__ import annotations

import html
import re

import pypdf
import pytest

from spacepact.read.evidence import QUOTED_WORDS


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def runs(words: list[str]) -> set[tuple[str, ...]]:
    """Return every run of one word more than may be quoted."""
    length = QUOTED_WORDS + 1
    return {tuple(words[at:at + length]) for at in range(len(words) - length + 1)}


@pytest.fixture(scope="module")
def published(book):
    texts = {str(path): path.read_text(encoding="utf-8") for folder in ("html", "data")
             for path in (book / folder).rglob("*") if path.suffix in (".html", ".csv", ".js") and path.name != "vega.js"}
    pdf = pypdf.PdfReader(book / "pdf" / "partners-on-paper.pdf")
    return texts | {"pdf": " ".join(page.extract_text() for page in pdf.pages)}


def test_no_page_table_or_print_gives_more_than_a_short_quotation(published, evidence):
    articles = set().union(*(runs(words_of(text)) for text in evidence.texts.values()))
    for name, text in published.items():
        plain = html.unescape(re.sub(r"<[^>]+>", " ", text))
        assert not articles & runs(words_of(plain)), name


def test_no_readers_handle_leaves_the_parser(published, evidence):
    handles = set()
    for comment in evidence.comments.itertuples():
        author = evidence.texts[comment.doc_id][comment.start:comment.end].split("\n")[0].strip(" •\t")
        # A handle that is an everyday name or word would be found in any text.
        handles |= {author} if re.search(r"\w{7,}|\d", author) and " " not in author else set()
    assert len(handles) > 8
    for name, text in published.items():
        assert not {handle for handle in handles if handle in text}, name
