"""The website: Sphinx's HTML builder with the book's theme, short addresses and nothing foreign on a page."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from html import escape
from pathlib import Path
from urllib.parse import quote

import vl_convert
from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from spacepact.publish import description
from spacepact.publish.digest import digest_of, execution

HERE = Path(__file__).parent
THEME = HERE / "theme"
FONTS = HERE.parent / "fonts" / "web"
CHAPTERS = "chapters/"
STYLES = ("_static/pygments.css", "_static/book.css")
SEARCH_SCRIPTS = ("documentation_options", "doctools", "language_data", "sphinx_highlight", "searchtools")
KEPT = {"pygments.css", "vega.js", "fonts", *(path.name for path in (THEME / "static").iterdir()),
        *(f"{name}.js" for name in SEARCH_SCRIPTS)}
# Nothing but the book's own files. "file:" is what 'self' means to Firefox for a page opened from a folder.
OWN = "'self' file:"
POLICY = ("default-src 'none'; script-src {own}; style-src {style}; img-src {own} data: blob:; font-src {own}; form-action {own}; "
          "base-uri 'none'")
HAN = r"\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
CYRILLIC = r"[\u0400-\u052f]+"
FOREIGN = re.compile(rf"(?P<zh>[{HAN}][{HAN}\u3000-\u303f\uff00-\uff65]*)|(?P<ru>{CYRILLIC}(?:[ \u00a0-]{CYRILLIC})*)")


class BookHTMLBuilder(StandaloneHTMLBuilder):
    """Sphinx's HTML builder; ``chapters/history`` becomes ``history.html``."""

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return quote(docname.removeprefix(CHAPTERS)) + self.link_suffix

    def get_outfilename(self, pagename: str) -> str:
        return str(Path(self.outdir) / (pagename.removeprefix(CHAPTERS) + self.out_suffix))


def mark_languages(html: str) -> str:
    """Mark runs of Chinese and Russian in text without tags, for voices and fonts."""
    return FOREIGN.sub(lambda run: f'<span lang="{run.lastgroup}">{run[0]}</span>', html)


class BookTranslator(HTML5Translator):
    """Sphinx's HTML with foreign words marked and each wide table in a frame that scrolls, by keyboard too."""

    def visit_Text(self, node: nodes.Text) -> None:
        before = len(self.body)
        super().visit_Text(node)
        self.body[before:] = [mark_languages(part) for part in self.body[before:]]

    def visit_raw(self, node: nodes.raw) -> None:
        # Sphinx-Thebe leaves the settings of a live kernel on every page, wanted or not.
        if node.astext().lstrip().startswith("<script"):
            raise nodes.SkipNode
        super().visit_raw(node)

    def visit_citation(self, node: nodes.citation) -> None:
        super().visit_citation(node)
        # The role that docutils gives is withdrawn from ARIA, and no item of a list.
        self.body[-1] = self.body[-1].replace("doc-biblioentry", "listitem")

    def visit_table(self, node: nodes.table) -> None:
        title = next(iter(node.findall(nodes.title)), None)
        label = f' role="region" aria-label="{self.attval(title.astext())}"' if title is not None else ""
        self.body.append(f'<div class="table-scroll" tabindex="0"{label}>')
        super().visit_table(node)

    def depart_table(self, node: nodes.table) -> None:
        super().depart_table(node)
        self.body.append("</div>\n")


class JoinFoldedCode(SphinxPostTransform):
    """Put code that stands folded cell after cell behind one button."""

    default_priority = 190  # before MyST-NB folds the cells
    formats = ("html",)

    def run(self, **_) -> None:
        for cell in list(self.document.findall(nodes.container)):
            after = cell.next_node(descend=False, siblings=True)
            if _is_folded(cell) and len(cell) == 1 and _is_folded(after):
                after[0].insert(0, cell[0].children)
                cell.parent.remove(cell)


def _is_folded(node: nodes.Node | None) -> bool:
    """Whether a node is a cell whose code, and nothing else, is folded away."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code" and (
        node.get("hide_mode") == "input" and node[0].get("nb_element") == "cell_code_source")


def _fold(translator: BookTranslator, node: HideCodeCellNode) -> None:
    # MyST-NB names the button "Toggle hidden content", which is not what a reader sees on it.
    translator.body.append(
        f'<details class="folded"><summary><span class="collapsed">{escape(node["prompt_show"])}</span>'
        f'<span class="expanded">{escape(node["prompt_hide"])}</span></summary>\n')


def _unfold(translator: BookTranslator, node: HideCodeCellNode) -> None:
    translator.body.append("</details>\n")


def _know_the_evidence(app: Sphinx, config: Config) -> None:
    """Make every chapter outdated when the library, the evidence or a locked package changes."""
    config.spacepact_digest = config.spacepact_digest or execution(Path(app.srcdir))
    config.html_additional_pages = {"404": "404.html"}
    if config.html_baseurl:
        config.html_baseurl = config.html_baseurl.rstrip("/") + "/"


def _find_changed_chapters(app: Sphinx, env: BuildEnvironment, added: set, changed: set, removed: set) -> set[str]:
    """Compare chapters by content: a copied or restored file may carry an old time."""
    known = getattr(env, "spacepact_chapters", {})
    now = {name: digest_of([Path(env.doc2path(name))]) for name in env.found_docs}
    env.spacepact_chapters = now
    return {name for name in now if known.get(name) != now[name]} - added - changed


def _prepare_page(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """Give the theme what it needs, and leave out what the extensions of a stock book add to every page."""
    for name, value in (("edition", "no commit"), ("commit", ""), ("cut_off", "")):  # unset under jupyter-book itself
        context.setdefault(name, value)
    context |= {
        "base": app.config.html_baseurl, "author": app.config.author, "short_name": page.removeprefix(CHAPTERS),
        "section_number": ".".join(map(str, app.env.toc_secnumbers.get(page, {}).get("", ()))),
        "book_styles": STYLES, "policy": POLICY.format(own=OWN, style=OWN), "meta_tags": [],
        "book_scripts": [f"_static/{name}.js" for name in SEARCH_SCRIPTS] if page == "search" else [],
    }
    if page == "404":
        context |= _lost_page()
        titles = app.env.titles
        context["chapters"] = [(app.builder.get_target_uri(name), titles[name].astext())
                               for name in app.env.collect_relations() if name != app.config.root_doc]
    if doctree is not None:
        described = _described(app, page, context, doctree)
        context |= described._asdict()
        context["meta_tags"] = description.meta_tags(described, context)
        context["linked_data"] = description.linked_data(described, context)


def _lost_page() -> dict:
    """Return what stands in the page for lost readers, who may be in any folder: its style must come with it."""
    style = (THEME / "404.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return {"lost_style": style, "policy": POLICY.format(own=OWN, style=f"'sha256-{digest}'")}


def _described(app: Sphinx, page: str, context: dict, doctree: nodes.document) -> description.Page:
    """Return the page for strangers; where the book's address is known, its picture is drawn too."""
    base, name = app.config.html_baseurl, context["short_name"]
    own = description.first_chart(doctree)
    chart = own or description.first_chart(app.env.get_doctree(app.config.root_doc))
    picture = f"pictures/{name if own else 'index'}.png" if base and chart else ""
    if picture and own:
        description.draw_picture(chart, Path(app.outdir) / picture)
    tables = [link["refuri"] for link in doctree.findall(nodes.reference) if link.get("refuri", "").startswith("data/")]
    return description.Page(
        name=name,
        title=app.env.titles[page].astext(),
        description=description.first_sentences(doctree),
        minutes=description.count_minutes(doctree),
        tables=tables if name == "data" else [],
        address=_address(base, page) if base else "",
        picture=base + picture if picture else "",
        picture_alternative=description.alternative_of(chart),
    )


def _address(base: str, page: str) -> str:
    """Return the one address of a page; that of the cover is the folder."""
    name = page.removeprefix(CHAPTERS)
    return base + ("" if name == "index" else f"{quote(name)}.html")


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
    if base := app.config.html_baseurl:
        pages = "".join(f"<url><loc>{escape(_address(base, page))}</loc></url>\n" for page in sorted(app.env.found_docs))
        (Path(app.outdir) / "sitemap.xml").write_text(
            '<?xml version="1.0" encoding="utf-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{pages}</urlset>\n', encoding="utf-8")
    for name in ("objects.inv", ".buildinfo"):
        (Path(app.outdir) / name).unlink(missing_ok=True)


def setup(app: Sphinx) -> dict:
    app.setup_extension("myst_nb")
    app.add_node(HideCodeCellNode, override=True, html=(_fold, _unfold))
    app.add_post_transform(JoinFoldedCode)
    app.add_html_theme("spacepact", str(THEME))
    app.add_builder(BookHTMLBuilder, override=True)
    app.set_translator("html", BookTranslator, override=True)
    app.add_config_value("spacepact_digest", "", "env")
    app.connect("config-inited", _know_the_evidence)
    app.connect("env-get-outdated", _find_changed_chapters)
    app.connect("html-page-context", _prepare_page, priority=900)
    app.connect("build-finished", _finish, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
