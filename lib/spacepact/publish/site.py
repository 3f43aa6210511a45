"""The website: Sphinx's HTML builder with the book's theme, short addresses and nothing foreign on a page."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import quote

import vl_convert
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.writers.html5 import HTML5Translator

from spacepact.publish.digest import digest_of, execution

HERE = Path(__file__).parent
FONTS = HERE.parent / "fonts" / "web"
CHAPTERS = "chapters/"
STYLES = ("_static/pygments.css", "_static/book.css")
SEARCH_SCRIPTS = ("documentation_options", "doctools", "language_data", "sphinx_highlight", "searchtools")
KEPT = {"pygments.css", "book.css", "book.js", "vega.js", "fonts", *(f"{name}.js" for name in SEARCH_SCRIPTS),
        "minus.png", "plus.png", "file.png"}


class BookHTMLBuilder(StandaloneHTMLBuilder):
    """Sphinx's HTML builder; ``chapters/history`` becomes ``history.html``."""

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return quote(docname.removeprefix(CHAPTERS)) + self.link_suffix

    def get_outfilename(self, pagename: str) -> str:
        return str(Path(self.outdir) / (pagename.removeprefix(CHAPTERS) + self.out_suffix))


class BookTranslator(HTML5Translator):
    """Sphinx's HTML; a table too wide for a phone scrolls inside its own frame, by keyboard too."""

    def visit_table(self, node: nodes.table) -> None:
        title = next(iter(node.findall(nodes.title)), None)
        label = f' role="region" aria-label="{self.attval(title.astext())}"' if title is not None else ""
        self.body.append(f'<div class="table-scroll" tabindex="0"{label}>')
        super().visit_table(node)

    def depart_table(self, node: nodes.table) -> None:
        super().depart_table(node)
        self.body.append("</div>\n")


def _know_the_evidence(app: Sphinx, config: Config) -> None:
    """Make every chapter outdated when the library, the evidence or a locked package changes."""
    config.spacepact_digest = config.spacepact_digest or execution(Path(app.srcdir))


def _find_changed_chapters(app: Sphinx, env: BuildEnvironment, added: set, changed: set, removed: set) -> set[str]:
    """Compare chapters by content: a copied or restored file may carry an old time."""
    known = getattr(env, "spacepact_chapters", {})
    now = {name: digest_of([Path(env.doc2path(name))]) for name in env.found_docs}
    env.spacepact_chapters = now
    return {name for name in now if known.get(name) != now[name]} - added - changed


def _prepare_page(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """Leave out what the extensions of a stock book add to every page."""
    is_search = page == "search"
    context.setdefault("edition", "no commit")
    context["book_styles"] = STYLES
    context["book_scripts"] = [f"_static/{name}.js" for name in SEARCH_SCRIPTS] if is_search else []
    context["short_name"] = page.removeprefix(CHAPTERS)
    paragraph = next((p for p in doctree.findall() if p.tagname == "paragraph"), None) if doctree else None
    context["description"] = " ".join(paragraph.astext().split())[:200] if paragraph is not None else ""


def _finish(app: Sphinx, failure: Exception | None) -> None:
    """Keep only the static files that pages ask for, and add the one bundle that charts ask for."""
    if failure or app.builder.name != "html":
        return
    static = Path(app.outdir) / "_static"
    for entry in static.iterdir():
        if entry.name not in KEPT:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    shutil.copytree(FONTS, static / "fonts", dirs_exist_ok=True)
    (static / "vega.js").write_text(vl_convert.javascript_bundle(), encoding="utf-8")
    index = Path(app.outdir) / "searchindex.js"
    index.write_text(index.read_text(encoding="utf-8").replace(f'"{CHAPTERS}', '"'), encoding="utf-8")
    for name in ("objects.inv", ".buildinfo"):
        (Path(app.outdir) / name).unlink(missing_ok=True)


def setup(app: Sphinx) -> dict:
    app.add_html_theme("spacepact", str(HERE / "theme"))
    app.add_builder(BookHTMLBuilder, override=True)
    app.set_translator("html", BookTranslator, override=True)
    app.add_config_value("spacepact_digest", "", "env")
    app.connect("config-inited", _know_the_evidence)
    app.connect("env-get-outdated", _find_changed_chapters)
    app.connect("html-page-context", _prepare_page, priority=900)
    app.connect("build-finished", _finish, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
