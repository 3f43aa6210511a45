"""Evidence in reach: links from the prose to rows of the record and to words of the articles, as numbered notes.

The roles and the directive of this module are what chapters use; ``publish.statements`` judges what they write.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from myst_nb.core.variables import RetrievalError
from myst_nb.ext.eval import EvalRoleAny, retrieve_eval_data
from myst_nb.ext.utils import DirectiveBase, RoleBase
from pybtex.database import parse_file
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from spacepact.publish.proofs import Proof, anchor_of, prove
from spacepact.publish.statements import COMPUTED, Computation, Statement, Words, judge, numbers_in_captions, trace
from spacepact.publish.typst_writer import chain
from spacepact.read import Evidence, findings, load

TARGET = re.compile(r"(?:(?P<words>.*?)\s*)<(?P<key>[^<>]+)>", re.DOTALL)
WITHDRAWN = "The finding that stood here does not hold on the evidence of this edition."

logger = logging.getLogger(__name__)


class EvidenceMark(nodes.inline):
    """Words that rest on a row of the record (``kind`` record) or quote an article (``kind`` quote)."""


class ComputedValue(nodes.inline):
    """A value that the chapter computes; ``name`` is the variable, ``cell`` the last cell before it."""


class Use(NamedTuple):
    """A place in the book that uses a piece of evidence: `table` and `key` of a row, or ``articles`` and a sentence."""

    table: str
    key: str
    chapter: str
    anchor: str
    words: str


@cache
def evidence_of(folder: str, digest: str) -> Evidence:
    """Read the evidence once for each state of the files."""
    return load(Path(folder) / "seeds")


def the_evidence(env: BuildEnvironment) -> Evidence:
    """Return the evidence of the book that is being built."""
    return evidence_of(str(env.srcdir), env.config.spacepact_digest)


@cache
def _findings_of(folder: str, digest: str) -> dict[str, Computation]:
    evidence = evidence_of(folder, digest)
    return {one.__name__: Computation(one.__doc__ or "", findings.tables_of(one, evidence)) for one in findings.FINDINGS}


class ValueRole(EvalRoleAny):
    """``{eval}`variable```: the value, marked with the variable it comes from."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        shown, messages = super().run()
        return [ComputedValue("", "", *shown, name=self.text)], messages


class RecordRole(RoleBase):
    """``{record}`words <row-id>``` or ``{record}`row-id```: words that rest on a row of the record."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        match = TARGET.fullmatch(self.text)
        words, key = (match["words"], match["key"]) if match else ("", self.text)
        return [EvidenceMark(self.text, words, kind="record", key=key.strip())], []


class QuoteRole(RoleBase):
    """``{quote}`words to the letter <003>```: words of the article whose file name begins so, as a quotation."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        match = TARGET.fullmatch(self.text)
        words, key = (match["words"], match["key"]) if match else (self.text, "")
        return [EvidenceMark(self.text, f"“{words}”", kind="quote", key=key, words=words)], []


class WhenDirective(DirectiveBase):
    """``{when} variable``: what it holds is printed while the variable is true, and withdrawn otherwise."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        try:
            value = retrieve_eval_data(self.document, name)[0].data.get("text/plain", "")
        except RetrievalError as error:
            raise self.error(f"{name}: {error}") from None
        if value not in ("True", "False"):
            raise self.error(f"{name} is {value}, but {{when}} needs a variable that is True or False")
        if value == "False":
            logger.info("%s:%s: %s is false, so what rests on it is withdrawn", self.source, self.line, name)
            env = self.document.settings.env
            _of(env, "notices").append(f"{env.docname}.md, line {self.line}: {name} is false; the finding is withdrawn")
            return [nodes.paragraph("", WITHDRAWN, classes=["withdrawn"])]
        passage = nodes.container(classes=["when"])
        self.state.nested_parse(self.content, self.content_offset, passage)
        return passage.children


def _of(env: BuildEnvironment, kind: str) -> list:
    """What the book notes of the chapter being read: ``statements``, ``uses`` or ``notices``."""
    return vars(env).setdefault("spacepact_notes", {}).setdefault((kind, env.docname), [])


def noted(env: BuildEnvironment, kind: str) -> list:
    """Return what was noted of all chapters, in the order of the book."""
    notes = getattr(env, "spacepact_notes", {})
    order = [env.config.root_doc, *env.toctree_includes.get(env.config.root_doc, [])]
    return [one for chapter in order for one in notes.get((kind, chapter), [])]


def split_lines(paragraph: nodes.TextElement) -> list[list[nodes.Node]]:
    """Return the nodes of a paragraph by line of source, which is by sentence."""
    lines: list[list[nodes.Node]] = [[]]
    for child in paragraph.children:
        if isinstance(child, nodes.Text):
            first, *rest = str(child).split("\n")
            lines[-1].append(nodes.Text(first))
            lines += [[nodes.Text(line)] for line in rest]
        else:
            lines[-1].append(child)
    return lines


def _is_prose(node: nodes.Node) -> bool:
    if not isinstance(node, nodes.paragraph | nodes.title | nodes.caption):
        return False
    above = chain(node.parent)
    # A cell's output is computed; its caption is prose all the same.
    computed = not isinstance(node, nodes.caption) and any(one.get("nb_element") == "cell_code_output" for one in above)
    return not computed and not any("generated" in one["classes"] for one in above)


def read_words(line: list[nodes.Node], evidence: Evidence, works: dict[str, str]) -> Words:
    """Return what one line of prose says and carries."""
    holder = nodes.inline("", "", *(child.deepcopy() for child in line))
    values, shown, support, broken = [], [], [], []
    for node in list(holder.findall(nodes.inline)) + list(holder.findall(nodes.literal)):
        above = node.parent
        if above is None:
            continue
        if isinstance(node, ComputedValue):
            values.append(node["name"])
            shown.append(node.astext())
            above.replace(node, nodes.Text(COMPUTED))
        elif isinstance(node, EvidenceMark):
            proof = prove(node, evidence)
            if isinstance(proof, str):
                broken.append(proof)
            elif proof:
                support.append((f"{proof.table} {proof.key}", proof.says))
            if node["kind"] == "quote":
                above.replace(node, nodes.Text(""))
    for node in [*holder.findall(nodes.Element)]:
        if node.get("refdomain") == "cite":
            keys = node["reftarget"].split(",")
            support += [(f"citation {key.strip()}", works.get(key.strip(), "")) for key in keys]
            broken += [f"no work {key.strip()} in the bibliography" for key in keys if key.strip() not in works]
        if (node.get("refdomain") == "cite" or node.get("reftype") in ("numref", "doc")
                or isinstance(node, nodes.literal | nodes.raw | nodes.math)) and node.parent is not None:
            node.parent.replace(node, nodes.Text(""))
    return Words(" ".join(holder.astext().split()), tuple(values), tuple(shown), tuple(support), tuple(broken))


@cache
def _works(path: str, digest: str) -> dict[str, str]:
    return {key: "\n".join(entry.fields.values()) for key, entry in parse_file(path).entries.items()}


def _read_chapter(app: Sphinx, document: nodes.document) -> None:
    """Judge every statement of a chapter, and set its links as notes."""
    env = app.env
    evidence, digest = the_evidence(env), env.config.spacepact_digest
    known = {*evidence.reference, *evidence.tables()}
    computed = _findings_of(str(env.srcdir), digest)
    works = _works(str(Path(env.srcdir) / env.config.bibtex_bibfiles[0]), digest)
    statements: list[Statement] = _of(env, "statements")
    cells: list[str] = []
    for node in list(document.findall(nodes.Element)):
        if node.get("nb_element") == "cell_code_source":
            cells.append(node.astext())
            node[0]["ids"].append(f"code-{len(cells)}")
            problems = [f"{number} is typed into a caption; compute it" for number in numbers_in_captions(cells[-1])]
            statements += [Statement(env.docname, node.line or 0, cells[-1][:60], (), problem) for problem in problems]
        elif node.get("nb_element") == "cell_code_output" and not trace(cells, (), known, computed).tables:
            problem = "the figure or table comes from no table of the evidence"
            statements.append(Statement(env.docname, node.line or 0, cells[-1][:60], (), problem))
        elif _is_prose(node):
            _leave_out_absent(env, node, evidence)
            for value in node.findall(ComputedValue):
                tables = trace(cells, [value["name"]], known, computed).tables
                value["cell"], value["tables"] = len(cells), " ".join(tables)
                value["files"] = " ".join(name for name in tables if name in known)
            for place, line in enumerate(split_lines(node)):
                words = read_words(line, evidence, works)
                caption = isinstance(node, nodes.caption) and bool(cells)
                if found := judge(env.docname, (node.line or 0) + place, words, cells, known, computed, caption):
                    statements.append(found)
    _set_notes(env, document, evidence)


def _leave_out_absent(env: BuildEnvironment, node: nodes.TextElement, evidence: Evidence) -> None:
    """Leave out the sentences that quote or rest on an article which is not among the seeds."""
    lines = split_lines(node)
    kept = [line for line in lines if not any(
        prove(mark, evidence) is None for child in line if isinstance(child, nodes.Element)
        for mark in child.findall(EvidenceMark))]
    if len(kept) == len(lines):
        return
    _of(env, "notices").append(f"{env.docname}.md, line {node.line}: {len(lines) - len(kept)} sentence(s) rest on an "
                               "article that is not among the seeds; left out")
    node.children = []
    for place, line in enumerate(kept):
        node += [nodes.Text("\n"), *line] if place else line
    if not kept and node.parent is not None:
        node.parent.remove(node)


def _set_notes(env: BuildEnvironment, document: nodes.document, evidence: Evidence) -> None:
    """Turn the marks of a chapter into references to numbered notes at its end."""
    notes: dict[tuple[str, str], nodes.footnote] = {}
    for mark in list(document.findall(EvidenceMark)):
        proof = prove(mark, evidence)
        if not isinstance(proof, Proof):
            mark.parent.replace(mark, nodes.inline("", "", *mark.children))
            continue
        same = proof.table, proof.key
        if same not in notes:
            number = str(len(notes) + 1)
            more = nodes.reference("", "Evidence", internal=True, refuri="", classes=["to-evidence"],
                                   evidence=anchor_of(*same))
            notes[same] = nodes.footnote(
                "", nodes.label("", number), nodes.paragraph("", "", *proof.note, more, nodes.Text(".")),
                ids=[f"note-{number}"], names=[], backrefs=[])
            notes[same]["docname"] = env.docname
        note = notes[same]
        anchor = f"mark-{note['ids'][0].removeprefix('note-')}-{len(note['backrefs']) + 1}"
        note["backrefs"].append(anchor)
        _of(env, "uses").append(Use(*same, env.docname, anchor, mark.get("words", "")))
        reference = nodes.footnote_reference("", note[0].astext(), refid=note["ids"][0], ids=[anchor],
                                             docname=env.docname)
        words = [nodes.inline("", "", *mark.children, classes=["proven"])] if mark.astext() else []
        place = mark.parent.index(mark)
        if not words and place and isinstance(mark.parent[place - 1], nodes.Text):
            mark.parent[place - 1] = nodes.Text(mark.parent[place - 1].rstrip())
        mark.parent.replace(mark, [*words, reference])
    if notes:
        last = next((node for node in document.children if isinstance(node, nodes.section)), document)
        last += nodes.container("", nodes.rubric("", "Notes"), *notes.values(), classes=["notes"])


def _forget(app: Sphinx, env: BuildEnvironment, chapter: str) -> None:
    for kind in ("statements", "uses", "notices"):
        getattr(env, "spacepact_notes", {}).pop((kind, chapter), None)


def _merge(app: Sphinx, env: BuildEnvironment, chapters: set[str], other: BuildEnvironment) -> None:
    env.spacepact_notes = getattr(env, "spacepact_notes", {}) | getattr(other, "spacepact_notes", {})


def _report(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of every statement that does not resolve; a warning fails the build."""
    for one in noted(env, "statements"):
        if one.problem and app.builder.name != "dummy":  # the dummy builder is the check's, which lists them all
            logger.warning("does not resolve: %s — %s", one.text.replace(COMPUTED, "…"), one.problem,
                           location=(one.chapter, one.line))


def _count_on_page(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """Say at the foot of each page how many of its statements resolve."""
    everywhere = noted(app.env, "statements")
    here = [one for one in everywhere if one.chapter == page]
    context.setdefault("cut_off", the_evidence(app.env).cut_off.isoformat())
    if here:
        kept, all_kept = (sum(not one.problem for one in some) for some in (here, everywhere))
        context["statements"] = (f"{kept} of the {len(here)} statements on this page with a number, a date or a quotation "
                                 f"resolve to their evidence, {all_kept} of {len(everywhere)} in the book.")


def _open_value(translator, node: ComputedValue) -> None:
    link = f'<a class="value" href="#code-{node["cell"]}" data-tables="{node["tables"]}" data-files="{node["files"]}">'
    translator.body.append(link if node.get("tables") else "<span>")


def _close_value(translator, node: ComputedValue) -> None:
    translator.body.append("</a>" if node.get("tables") else "</span>")


def setup(app: Sphinx) -> dict:
    app.add_role("eval", ValueRole(), override=True)
    app.add_role("record", RecordRole())
    app.add_role("quote", QuoteRole())
    app.add_directive("when", WhenDirective)
    app.add_node(ComputedValue, html=(_open_value, _close_value))
    app.connect("doctree-read", _read_chapter)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _report)
    app.connect("html-page-context", _count_on_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
