"""The PDF edition: a Sphinx builder that sets the whole book with Typst.

The doctrees are those of the website, so the notebooks run once for both. Nothing depends on the
day, the machine or the network: fonts come with the package, and the document's date is
``SOURCE_DATE_EPOCH`` or none.
"""

from __future__ import annotations

import functools
import hashlib
import html
import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import typst
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.util import logging
from sphinx.util.console import darkgreen
from sphinx.util.docutils import SphinxTranslator
from sphinx.util.nodes import inline_all_toctrees

from spacepact.publish.typst_writer import PrintError, TypstWriter, locate, quote
from spacepact.show.theme import ACTORS, GREY, HAIRLINE, INK

DESIGN = Path(__file__).with_name("book.typ")
ON_DARK = {INK: "#e6eaee", GREY: "#98a1aa", HAIRLINE: "#333b45", ACTORS["United States"]: "#8d949b"}
FONTS = Path(__file__).parents[1] / "fonts"
# The form of a cell's output that is printed, best first. HTML reaches the writer, which refuses it.
PRINTED_FORMS = ("image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/html", "text/plain")

logger = logging.getLogger(__name__)


class TypstBuilder(Builder):
    """Builds the book as one PDF (``typst_filename``) that meets PDF/UA-1."""

    name = format = "typst"
    epilog = "The PDF is in %(outdir)s."
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg"]
    default_translator_class = SphinxTranslator  # a post-transform of Sphinx asks for it

    def get_outdated_docs(self) -> str:
        return "the whole book"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return "%" + docname  # the mark by which the writer knows a link inside the book

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return self.get_target_uri(to, typ)

    def write(self, *_) -> None:
        folder = Path(self.outdir) / "source"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "images").mkdir(parents=True)
        shutil.copy(DESIGN, folder / "design.typ")
        tree = self.assemble()
        self.post_process_images(tree)
        picture = functools.partial(copy_picture, srcdir=Path(self.srcdir), folder=folder)
        writer = TypstWriter(self.env, picture)
        body = writer.write(tree)
        cover = self.cover(tree, writer, functools.partial(picture, inks=ON_DARK))
        epoch = int(os.environ.get("SOURCE_DATE_EPOCH") or 0)
        date = datetime.fromtimestamp(epoch, UTC).timetuple()[:3] if epoch else None
        names = ("author", "language", "copyright", "typst_subtitle", "typst_edition", "typst_keywords")
        meta = {"title": self.config.html_title, "date": date, **{name: self.config[name] for name in names}}
        (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
        values = f'json("meta.json"), cover: {cover}'
        main = folder / "book.typ"
        main.write_text(f'#import "design.typ": *\n#show: book.with({values})\n{body}', encoding="utf-8")
        (Path(self.outdir) / self.config.typst_filename).write_bytes(typeset(main, epoch))

    def cover(self, tree: nodes.document, writer: TypstWriter, picture: Callable[[nodes.image], str]) -> str:
        """Return caption and picture of the figure that the cover shows, if it shows one."""
        name = self.config.typst_cover
        if not name:
            return "none"
        figure = next((node for node in tree.findall(nodes.figure) if name in node["ids"]), None)
        if figure is None:
            raise PrintError(f"_config.yml: typst_cover is {name}, but no figure of the book has this name")
        caption, image = (next(iter(figure.findall(kind)), None) for kind in (nodes.caption, nodes.image))
        return f"([{writer.children(caption)}], {picture(image)})"

    def assemble(self) -> nodes.document:
        """Return the doctree of the whole book: the root document, the contents, the chapters."""
        root = self.config.root_doc
        tree = self.env.get_doctree(root)
        toctrees = list(tree.findall(addnodes.toctree))
        for index, toctree in enumerate(toctrees):
            # Chapters come after the root document, not inside its last section.
            block = toctree.parent if isinstance(toctree.parent, nodes.compound) else toctree
            block.parent.remove(block)
            title = toctree.get("rawcaption") or toctree.get("caption")
            opening = "" if index else "\n#contents\n#figures-and-tables\n"
            opening += f"\n#part({quote(title)})\n" if title else ""
            tree += [nodes.raw("", opening, format="typst"), block]
        tree = inline_all_toctrees(self, set(), root, tree, darkgreen, [root])
        tree["docname"] = root
        self.env.resolve_references(tree, root, self)
        return tree


def copy_picture(node: nodes.image, srcdir: Path, folder: Path, inks: Mapping[str, str] = MappingProxyType({})) -> str:
    """Copy an image to `folder` and return its Typst arguments: path, width, text alternative, source line.

    Charts bring their text alternative (``aria-label``) and sources (``data-source``) in the root
    element; other images have the text alternative that the chapter gives. Raises `PrintError` if
    there is none. `inks` are colours to print in place of others.
    """
    file = srcdir / node["uri"]
    if not file.is_file():
        raise PrintError(f"{locate(node)}: image {node['uri']} is not a file of the book")
    data = file.read_bytes()
    root = re.search(rb"<svg\b[^>]*>", data) if file.suffix == ".svg" else None
    attributes = re.findall(r'([\w-]+)="([^"]*)"', root[0].decode()) if root else []
    given = {name: html.unescape(value) for name, value in attributes}
    # Where an output has no text alternative, myst-nb writes the file's name.
    written = "" if file.stem in node.get("alt", "") else node.get("alt", "")
    alternative = given.get("aria-label", written).strip()
    if not alternative:
        raise PrintError(f"{locate(node)}: image {node['uri']} has no text alternative; show a chart through "
                         "spacepact.show.figure, or give the image an alt text")
    for ink, other in inks.items():
        data = data.replace(ink.encode(), other.encode())
    path = f"images/{hashlib.sha256(data).hexdigest()[:16]}{file.suffix}"
    (folder / path).write_bytes(data)
    width = re.fullmatch(r"([\d.]+)(px|%)?", node.get("width") or given.get("width", ""))
    # Typst knows no pixels: they are 1/96 inch.
    length = "auto" if not width else f"{width[1]}%" if width[2] == "%" else f"{float(width[1]) * 0.75:g}pt"
    return f"({quote(path)}, {length}, {quote(alternative)}, {quote(given.get('data-source', ''))})"


def typeset(main: Path, epoch: int) -> bytes:
    """Return the PDF of a Typst source; raise `PrintError` at the chapter's line that Typst refuses."""
    try:
        data, warnings = typst.compile_with_warnings(
            str(main), root=str(main.parent), font_paths=[str(FONTS)], ignore_system_fonts=True, format="pdf",
            pdf_standards=["ua-1"], timestamp=epoch,
        )  # fmt: skip
    except typst.TypstError as error:
        hints = "; ".join(error.hints)
        raise PrintError(f"{find_origin(main, error.diagnostic)}: typst: {error.message}; {hints}") from None
    for warning in warnings:
        logger.warning("%s: typst: %s", find_origin(main, warning.diagnostic), warning.message)
    return data


def find_origin(main: Path, diagnostic: str) -> str:
    """Return the place in the chapters, or in the design, that a Typst diagnostic is about."""
    place = re.search(r"(\w+\.typ):(\d+):", diagnostic)
    if not place or place[1] != main.name:
        return place[0].strip(":") if place else main.name
    lines = main.read_text(encoding="utf-8").splitlines()[: int(place[2])]
    return next((line.removeprefix("//@ ") for line in reversed(lines) if line.startswith("//@ ")), main.name)


def _choose_printed_forms(app: Sphinx, config: Config) -> None:
    own = [(TypstBuilder.name, form, rank) for rank, form in enumerate(PRINTED_FORMS)]
    config.nb_mime_priority_overrides = [*own, *config.nb_mime_priority_overrides]


def setup(app: Sphinx) -> dict[str, object]:
    app.add_builder(TypstBuilder)
    app.add_config_value("typst_filename", "partners-on-paper.pdf", "")
    app.add_config_value("typst_keywords", [], "")
    for name in ("subtitle", "edition", "cover"):
        app.add_config_value(f"typst_{name}", "", "")
    app.connect("config-inited", _choose_printed_forms)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
