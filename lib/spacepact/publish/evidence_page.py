"""The evidence page: article by article what was taken from it, and each row of the record that the prose links to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit

import pandas as pd
from docutils import nodes
from myst_nb.ext.utils import DirectiveBase
from sphinx.application import Sphinx

from spacepact.publish.links import Use, noted, the_evidence
from spacepact.publish.proofs import anchor_of, describe, find_row, short
from spacepact.read import Evidence

CODINGS = ("forecast", "agreement", "rupture")
PAGE = "chapters/evidence"


class EvidenceList(nodes.General, nodes.Element):
    """The place of a list that is made when all chapters have been read: of one article, or of the record."""


class EvidenceListDirective(DirectiveBase):
    """``{evidence-list} articles`` or ``{evidence-list} record``: a section for each article, or for each table."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        evidence = the_evidence(self.document.settings.env)
        if self.arguments[0] == "record":
            return [EvidenceList("", doc_id="")]
        sections = []
        for document in evidence.documents.sort_values(["published", "doc_id"]).itertuples():
            heading = ", ".join(part for part in (document.publisher or short(document.doc_id, evidence), document.published) if part)
            opening = nodes.paragraph("", "", nodes.emphasis("", document.title), nodes.Text(", "))
            opening += [nodes.reference("", urlsplit(document.url).netloc, refuri=document.url)] if document.url else []
            counts = [(len(rows), name) for name, rows in evidence.tables().items()
                      for rows in [rows[rows["doc_id"].eq(document.doc_id)]] if name not in ("documents", "passages")]
            opening += nodes.Text(". The parser took from it " + ", ".join(f"{count} {name}" for count, name in counts if count) + ".")
            section = nodes.section("", nodes.title("", heading), opening, EvidenceList("", doc_id=document.doc_id),
                                    ids=[f"article-{short(document.doc_id, evidence)}"], names=[heading.lower()], classes=["generated"])
            self.document.note_implicit_target(section)
            sections.append(section)
        return sections


def list_sentences(doc_id: str, evidence: Evidence, used: dict[tuple[str, str], list[Use]], whole: bool) -> pd.DataFrame:
    """Return one row a sentence: ``key``, ``place``, ``taken`` (what was read in it), ``words`` and ``rows`` of the record.

    Only sentences that the book quotes come with words; without `whole`, only those are listed.
    """
    mine = {name: rows[rows["doc_id"].eq(doc_id)] for name, rows in evidence.tables().items()}
    dates, names, judged = (mine[name].groupby("sentence_id") for name in ("dates", "mentions", "assessments"))
    found = []
    for row in mine["sentences"].itertuples():
        key = f"{short(doc_id, evidence)}-{row.sentence_id}"
        uses = used.get(("articles", key), [])
        if not (uses or whole):
            continue
        taken = [coding for coding in CODINGS if getattr(row, coding)]
        for group, say in ((judged, lambda one: f"{one.actor} judged {'well' if one.polarity > 0 else 'badly'}"),
                           (dates, lambda one: one.edtf), (names, lambda one: one.entity)):
            if row.sentence_id in group.groups:
                taken += dict.fromkeys(filter(None, map(say, group.get_group(row.sentence_id).itertuples())))
        words = list(dict.fromkeys(use.words for use in uses if use.words))
        found.append((key, f"{row.sentence_id} ({row.start}–{row.end})", ", ".join(taken), words,
                      list(_rows_resting_on(doc_id, row.start, row.end, evidence))))
    return pd.DataFrame(found, columns=["key", "place", "taken", "words", "rows"])


def _rows_resting_on(doc_id: str, start: int, end: int, evidence: Evidence) -> Iterable[str]:
    for name, prefix in (("forecasts", ""), ("contradictions", "first_"), ("contradictions", "second_")):
        table = evidence.reference[name]
        article, first, last = (table[f"{prefix}{column}"] for column in ("doc_id", "start", "end"))
        yield from table.loc[(article.eq(doc_id) & (first < end) & (last > start)).fillna(False), "id"]


def _fill(app: Sphinx, document: nodes.document, chapter: str) -> None:
    """Make the lists, and lead each note to its place on the evidence page."""
    env, builder = app.env, app.builder
    web = builder.format == "html"
    for node in list(document.findall(nodes.reference)):
        if "evidence" in node and web and PAGE in env.found_docs:
            node["refuri"] = f"{builder.get_relative_uri(chapter, PAGE)}#{node['evidence']}"
        elif "evidence" in node:
            _end_note(node)
    places = list(document.findall(EvidenceList))
    if not places:
        return
    evidence, used = the_evidence(env), defaultdict(list)
    for use in noted(env, "uses"):
        used[use.table, use.key].append(use)

    def links(uses: list[Use]) -> list[nodes.Node]:
        parts: list[nodes.Node] = []
        for use in uses:
            number = ".".join(map(str, env.toc_secnumbers.get(use.chapter, {}).get("", ())))
            title = f"Chapter {number}, note {use.anchor.split('-')[1]}" if number else env.titles[use.chapter].astext()
            address = f"{builder.get_relative_uri(chapter, use.chapter)}#{use.anchor}"
            parts += [nodes.Text(", ")] * bool(parts) + [nodes.reference("", title, refuri=address, internal=True)]
        return parts

    for place in places:
        if place["doc_id"]:
            rows = list_sentences(place["doc_id"], evidence, used, whole=web)
            body = [([nodes.Text(row.place)], [nodes.Text(row.taken)],
                     [nodes.Text("; ".join(f"“{words}”" for words in row.words))],
                     [*links(used.get(("articles", row.key), [])), *[nodes.Text(" " + ", ".join(row.rows))] * web], anchor_of("articles", row.key))
                    for row in rows.itertuples()]
            heads = ("Sentence (characters)", "What was read in it", "Quoted in the book", "Used in")
            place.replace_self(_table(heads, body) if body else nodes.paragraph("", "The book quotes nothing from it."))
        elif web:
            place.replace_self(_record(evidence, used, links))
        else:  # in print each note carries its source
            place.parent.parent.remove(place.parent)


def _end_note(link: nodes.reference) -> None:
    """Take the link from the end of a note, and what led up to it."""
    note, place = link.parent, link.parent.index(link)
    note.remove(link)
    before = note[place - 1] if place else None
    if isinstance(before, nodes.Text):
        note[place - 1] = nodes.Text(before.astext().rstrip("; ."))


def _record(evidence: Evidence, used: dict, links) -> nodes.table:
    body = []
    for (table, key), uses in sorted(used.items()):
        if table == "articles" or not (found := find_row(key, evidence)):
            continue
        row = found[1]
        address = str(row.get("source_url", ""))
        source = (nodes.reference("", urlsplit(address).netloc.removeprefix("www."), refuri=address)
                  if address.startswith("http") else nodes.Text(address))
        body.append(([nodes.Text(f"{table}: {key}")], [nodes.Text(describe(table, row, evidence))], [source], links(uses), anchor_of(table, key)))
    return _table(("Table and row", "What it says", "Read at", "Used in"), body)


def _table(heads: tuple[str, ...], body: list[tuple]) -> nodes.table:
    """Return a table; the last item of each row is its anchor."""
    def row(cells: Iterable[list[nodes.Node]], anchor: str = "") -> nodes.row:
        made = nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))
        if anchor:
            made[0][0]["ids"].append(anchor)
        return made

    columns = [nodes.colspec(colwidth=1) for _ in heads]
    head = nodes.thead("", row([nodes.Text(head)] for head in heads))
    return nodes.table("", nodes.tgroup("", *columns, head, nodes.tbody("", *(row(cells, anchor) for *cells, anchor in body)),
                                        cols=len(heads)), classes=["evidence"])


def setup(app: Sphinx) -> dict:
    app.add_directive("evidence-list", EvidenceListDirective)
    app.connect("doctree-resolved", _fill)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
