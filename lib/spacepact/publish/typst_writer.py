"""The book's doctree as Typst markup: one rule for each kind of node, and an error for every other kind.

All text is written as string literals and all structure as calls to the functions of ``book.typ``,
so that no character needs escaping and the design stays in one place.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable
from urllib.parse import urljoin

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.locale import admonitionlabels

from spacepact.show.tables import breakable

# Nodes that only hold others; nodes that print nothing; nodes that are one Typst call around their children.
TRANSPARENT = frozenset("document compound inline generated abbreviation compact_paragraph glossary definition_list "
                        "definition_list_item only target start_of_file PassthroughTextElement".split())
SILENT = frozenset("comment index toctree pending meta substitution_definition footnote label colspec tabular_col_spec "
                   "transition HiddenCellNode".split())
CALLS = {
    "emphasis": "emph", "literal_emphasis": "emph", "title_reference": "emph", "strong": "strong",
    "literal_strong": "strong", "subscript": "sub", "superscript": "super", "title": "rubric",
    "rubric": "rubric", "caption": "rubric", "block_quote": "quotation", "attribution": "attribution",
    "term": "term", "definition": "meaning", "citation": "bibentry",
}  # fmt: skip
# Containers by class: the Typst function that sets them.
DIVISIONS = {"sd-card": "card", "sd-card-title": "rubric", "finding": "card"}
ADDRESS_LENGTH = 24  # characters that find room in a narrow column
# HTML that shows no words.
UNSEEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>|<[^<>]*>", re.DOTALL)


class PrintError(SphinxError):
    """The book cannot be printed as it stands; the message says where, and what to change."""

    category = "PDF edition"


def chain(node: nodes.Node | None) -> list[nodes.Node]:
    """Return a node and all nodes above it."""
    above = []
    while node is not None:
        above.append(node)
        node = node.parent
    return above


def locate(node: nodes.Node) -> str:
    """Return where in the chapters a node comes from, as ``file:line``."""
    source = next((above.source for above in chain(node) if above.source), "?")
    return f"{source}:{next((above.line for above in chain(node) if above.line), '?')}"


def boxed(node: nodes.Node) -> bool:
    """Tell whether a node stands where there is no margin and nothing may float."""
    boxes = nodes.Admonition | nodes.sidebar | nodes.figure
    return any(isinstance(above, boxes) or DIVISIONS.keys() & above["classes"] for above in chain(node))


def quote(text: str) -> str:
    """Return a Typst string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def words_of(node: nodes.Node) -> str:
    """Return a node's text on one line; an address in a narrow column may be broken at its signs."""
    if not isinstance(node, nodes.Text):
        return "".join(map(words_of, node.children))
    text = re.sub(r"\s*\n\s*", " ", node.astext())
    if isinstance(node.next_node(descend=False, siblings=True), nodes.footnote_reference):
        text = text.rstrip()  # a mark follows its word at once
    narrow = any(isinstance(above, nodes.entry | nodes.footnote) for above in chain(node))
    address = narrow and isinstance(node.parent, nodes.reference) and "." in text and " " not in text
    return breakable(text) if address and len(text) > ADDRESS_LENGTH else text


def _is_finding(node: nodes.Node) -> bool:
    return isinstance(node, nodes.section) and any(True for _ in node.findall(nodes.figure))


def array(items: Iterable[str]) -> str:
    """Return a Typst array of expressions."""
    return "(" + "".join(f"{item}, " for item in items) + ")"


class TypstWriter:
    """Writes a book's doctree; `picture` returns the Typst arguments of an image."""

    def __init__(self, env: BuildEnvironment, picture: Callable[[nodes.image], str]) -> None:
        self.env, self.picture, self.root = env, picture, env.config.root_doc
        self.aliases: dict[str, str] = {}
        self.footnotes: dict[str, nodes.footnote] = {}
        self.printed_footnotes: set[str] = set()

    def write(self, tree: nodes.document) -> str:
        """Return the body of the Typst source; raise `PrintError` at a node without a rule."""
        for node in tree.findall(nodes.Element):
            # Transforms that replace a node leave its children with the old parent.
            for child in node.children:
                child.parent = node
        for node in tree.findall(nodes.Element):
            labels = self.labels(node)
            if isinstance(node, nodes.footnote):
                self.footnotes |= dict.fromkeys(labels, node)
            elif labels and isinstance(node, nodes.section | nodes.figure | nodes.table):
                # Typst labels these themselves, by the first of their ids.
                self.aliases |= dict.fromkeys(labels, labels[0])
                if isinstance(node, nodes.section):
                    self.aliases.setdefault(self.document(node), labels[0])
        return self.children(tree)

    def document(self, node: nodes.Node) -> str:
        files = (above for above in chain(node) if isinstance(above, addnodes.start_of_file))
        return next((file["docname"] for file in files), self.root)

    def labels(self, node: nodes.Element) -> list[str]:
        return [f"{self.document(node)}#{name}" for name in node["ids"]]

    def render(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Text):
            return f"#{quote(words_of(node))};"
        labels = [label for label in self.labels(node) if label not in self.aliases]
        anchors = "".join(f"#anchor({quote(label)})" for label in labels)
        for name in (kind.__name__ for kind in type(node).__mro__):
            if name in SILENT:
                return ""
            if name in CALLS:
                return f"{anchors}#{CALLS[name]}[{self.children(node)}];"
            if rule := self.children if name in TRANSPARENT else getattr(self, f"write_{name}", None):
                return anchors + rule(node)
        raise PrintError(f"{locate(node)}: the PDF edition has no rule for a {type(node).__name__!r} node; "
                         "add one to typst_writer.py, or put the passage under an {only} html directive")

    def children(self, node: nodes.Element | None, *skipped: nodes.Node | None) -> str:
        return "".join(self.render(child) for child in node.children if child not in skipped) if node else ""

    def write_section(self, node: nodes.section) -> str:
        level, front = self.level(node), self.document(node) == self.root
        title, *rest = node.children
        lead = rest.pop(0) if level == 1 and rest and isinstance(rest[0], nodes.paragraph) else None
        opening = f"\n#lead{'(front: true)' * front}[{self.children(lead)}]\n" if lead else ""
        findings = [part for part in rest if front and level == 1 and _is_finding(part)]
        body = [self.render(part) for part in rest if part not in findings]
        if findings:  # on one page, so together
            place = rest.index(findings[0])
            body.insert(place, f"\n#findings({array(map(self.finding, findings))})\n")
            body[:place] = [f"#block(width: full-width)[{part}]" for part in body[:place] if part]
        end = "\n#chapter-end\n" * (level == 1)
        return f"\n//@ {locate(node)}\n{self.heading(node)}\n{opening}{''.join(body)}{end}"

    def level(self, node: nodes.section) -> int:
        return sum(isinstance(above, nodes.section) for above in chain(node))

    def heading(self, node: nodes.section) -> str:
        document, level = self.document(node), self.level(node)
        # Sphinx keeps the number of a document's first section under the empty anchor.
        names = [f"#{name}" for name in node["ids"]] + [""] * (not isinstance(node.parent, nodes.section))
        numbers = self.env.toc_secnumbers.get(document, {})
        number = next((".".join(map(str, numbers[name])) for name in names if numbers.get(name)), "")
        role = "front " * (document == self.root) + ("chapter", "section", "subsection")[min(level, 3) - 1]
        values = f"{quote(role)}, {level}, {quote(number)}, {quote(self.labels(node)[0])}"
        return f"#sec({values})[{self.children(node[0])}]"

    def finding(self, node: nodes.section) -> str:
        """Return heading, statement, words and charts of a section of the key findings."""
        charts = list(node.findall(nodes.figure))
        words = [part for part in node.findall(nodes.paragraph) if not any(above in charts for above in chain(part))]
        statement = next((part for part in words[0] if isinstance(part, nodes.strong)), None) if words else None
        told = "#parbreak();".join(self.children(part, statement) for part in words)
        told = told.replace('#" ', '#"', 1)  # what parted it from the statement
        parts = self.heading(node), self.render(statement) if statement else "", told, "".join(map(self.render, charts))
        return array(f"[{part}]" for part in parts)

    def write_paragraph(self, node: nodes.paragraph) -> str:
        return f"\n//@ {locate(node)}\n{self.host(node)}{self.children(node)}\n\n"

    def write_literal(self, node: nodes.Element) -> str:
        language = quote(node.get("language", "text"))
        form = f"block: true, lang: {language}, " if isinstance(node, nodes.literal_block) else ""
        return f"#raw({form}{quote(node.astext())});"

    write_literal_block = write_literal

    def write_raw(self, node: nodes.raw) -> str:
        text = node.astext()
        if words := UNSEEN.sub("", text).strip() if "html" in node["format"] else "":
            raise PrintError(f"{locate(node)}: {words[:40]!r} is HTML and would be missing in print; give the output a "
                             "text/markdown or image/svg+xml form too, or put the passage under an {only} html directive")
        return text if node["format"] == "typst" else "#linebreak();" if text.startswith("<br") else ""

    def write_container(self, node: nodes.container) -> str:
        classes = node["classes"]
        # What the website folds away is not printed, nor is code; notes stand beside their marks.
        if {"cell_input", "tag_hide-cell", "tag_hide-output", "tag_web-only", "notes"} & set(classes):
            return ""
        if "sd-row" in classes:
            columns = max(map(int, re.findall(r"sd-row-cols-(?:\w+-)?([123])\b", " ".join(classes)) or "1"))
            return f"\n#cards({columns}, {array(f'[{self.render(cell)}]' for cell in node.children)})\n"
        call = next((DIVISIONS[name] for name in classes if name in DIVISIONS), None)
        return f"\n#{call}[{self.children(node)}]\n" if call else self.children(node)

    def write_list(self, node: nodes.Element) -> str:
        call = f"enum(start: {node.get('start', 1)}, " if isinstance(node, nodes.enumerated_list) else "list("
        return f"\n#{call}{', '.join(f'[{self.children(item)}]' for item in node.children)})\n"

    write_bullet_list = write_enumerated_list = write_list

    def write_footnote_reference(self, node: nodes.footnote_reference) -> str:
        key = f"{self.document(node)}#{node['refid']}"
        if isinstance(node.parent, nodes.title):
            raise PrintError(f"{locate(node)}: a heading cannot have a footnote, the sentence below it can")
        note = self.footnotes[key]
        values = f"{quote(key)}, {quote(note[0].astext())}"
        if key in self.printed_footnotes:
            return f"#fref({values});"
        self.printed_footnotes.add(key)
        parts = [child for child in note.children if not isinstance(child, nodes.label)]
        return f"{self.host(node)}#fnote({values})[{'#parbreak();'.join(map(self.children, parts))}];"

    def host(self, node: nodes.Node) -> str:
        """Return a place where notes of earlier pages may stand: in the running text, where nothing moves."""
        apart = boxed(node) or any(isinstance(above, nodes.table | nodes.footnote) for above in chain(node))
        return "" if apart or self.document(node) == self.root else "#host;"

    def write_Admonition(self, node: nodes.Element) -> str:
        kind, title = type(node).__name__, node.children[0]
        if not isinstance(title, nodes.title):
            title = nodes.title("", str(admonitionlabels.get(kind, '')))
        head = f"\n//@ {locate(node)}\n#admonition({quote(kind)}, [{self.children(title)}])"
        return f"{head}[{self.children(node, title)}]\n"

    def write_sidebar(self, node: nodes.sidebar) -> str:
        title, *rest = node.children
        body = "".join(map(self.render, rest))
        return f"\n//@ {locate(node)}\n#margin-note({quote(locate(node))}, [{self.children(title)}])[{body}]\n"

    def write_reference(self, node: nodes.Element) -> str:
        address, body = node.get("refuri", ""), self.children(node)
        if node.get("refid") or address.startswith("%"):
            local = f"{self.document(node)}#{node.get('refid')}"
            label = local if node.get("refid") else address[1:].removesuffix("#")
            # A page number helps where the words name a chapter or section, not at every term or source.
            named = any({"std-ref", "doc"} & set(child["classes"]) for child in node.findall(nodes.inline))
            pages = str(named and not boxed(node)).lower()
            return f"#xlink({quote(self.aliases.get(label, label))}, pages: {pages})[{body}];"
        if "filename" in node:
            address = f"_downloads/{node['filename']}"
        if address and not re.match(r"\w+://|mailto:", address):
            base = self.env.config.html_baseurl
            address = urljoin(base, address) if base else ""
        return f"#link({quote(address)})[{body}];" if address else body

    write_number_reference = write_download_reference = write_reference

    def write_image(self, node: nodes.image) -> str:
        if isinstance(node.parent, nodes.TextElement) and len(node.parent) > 1:
            return f"#inline-picture{self.picture(node)};"
        return f"\n//@ {locate(node)}\n#{'picture' if boxed(node) else 'lone-picture'}{self.picture(node)}\n"

    def write_figure(self, node: nodes.figure) -> str:
        caption, legend = (next(iter(node.findall(kind)), None) for kind in (nodes.caption, nodes.legend))
        body = self.children(node, caption, legend)
        return self.framed("figure", node, caption, f"legend: [{self.children(legend)}], body: [{body}]")

    def framed(self, kind: str, node: nodes.Element, caption: nodes.Element | None, content: str) -> str:
        document = self.document(node)
        numbers = self.env.toc_fignumbers.get(document, {}).get(kind, {})
        number = next((".".join(map(str, numbers[name])) for name in node["ids"] if name in numbers), "")
        key = quote(self.labels(node)[0]) if node["ids"] else "none"
        floats = str(not boxed(node.parent) and document != self.root).lower()
        head = f"caption: [{self.children(caption)}], num: {quote(number)}, key: {key}, floats: {floats}"
        return f"\n//@ {locate(node)}\n#fig({head}, {content})\n"

    def write_table(self, node: nodes.table) -> str:
        title, group = (next(iter(node.findall(kind)), None) for kind in (nodes.title, nodes.tgroup))
        if any("morecols" in cell or "morerows" in cell for cell in group.findall(nodes.entry)):
            raise PrintError(f"{locate(node)}: the PDF edition has no merged cells; repeat the cell's text")
        head = [row for part in group.findall(nodes.thead) for row in part.children]
        body = [row for part in group.findall(nodes.tbody) for row in part.children]
        columns = array(self.column(place, head, body) for place in range(group["cols"]))
        specified = "colwidths-given" in node["classes"]
        shares = array(str(column["colwidth"]) for column in group.findall(nodes.colspec) if specified)
        cells = [array(f"[{self.children(cell)}]" for row in part for cell in row) for part in (head, body)]
        grid = f"(columns: {columns}, head: {cells[0]}, body: {cells[1]}, given: {shares})"
        if title is None and not node["ids"]:
            return f"\n//@ {locate(node)}\n#plain-table({grid})\n"
        return self.framed("table", node, title, f"grid: {grid}")

    def column(self, place: int, head: list[nodes.row], body: list[nodes.row]) -> str:
        """Return what sets a column's width: its alignment, its longest word and its longest text."""
        # Headings may wrap, but not to more than three lines.
        texts = [" ".join(words_of(row[place]).split()) for row in body]
        words = [word for text in texts for word in re.split(r"(?<=[-/–—])|[\s\u200b]", text)]
        for row in head:
            heading = words_of(row[place])
            wrapped = (textwrap.wrap(heading, width, break_long_words=False) for width in range(1, len(heading) + 2))
            words += next((lines for lines in wrapped if len(lines) <= 3), [])
        classes = body[0][place]["classes"] if body else []
        align = next((side for side in ("right", "center") if f"text-{side}" in classes), "left")
        word, text = (quote(max(found, key=len, default="")) for found in (words, texts))
        return f"({align}, {word}, {text})"
