"""What a link of the prose leads to: a row of the record or words of an article, as a note and as proof."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple
from urllib.parse import urlsplit

from docutils import nodes

from spacepact.publish.statements import stands_in
from spacepact.read import Evidence
from spacepact.read.evidence import QUOTED_WORDS
from spacepact.read.sentences import clean


class Proof(NamedTuple):
    """What a link leads to: its place on the evidence page, the note's sentences, and all it says, for the check."""

    table: str
    key: str
    note: list[nodes.Node]
    says: str


def short(doc_id: str, evidence: Evidence) -> str:
    """Return the beginning of an article's id, up to its first underscore, if no other article shares it."""
    beginning = doc_id.split("_")[0]
    return beginning if sum(other.split("_")[0] == beginning for other in evidence.texts) == 1 else doc_id


def prove(mark: nodes.Element, evidence: Evidence) -> Proof | str | None:
    """Return what a mark leads to; a reason if it leads nowhere; None if its article is not among the seeds."""
    if mark["kind"] == "record":
        return _prove_row(mark["key"], evidence)
    found = [doc_id for doc_id in evidence.texts if mark["key"] and doc_id.startswith(mark["key"])]
    if len(found) > 1:
        return f"{len(found)} articles begin with {mark['key']}: write more of the file name"
    return _prove_quotation(mark["words"], found[0], evidence) if found else None


def find_row(key: str, evidence: Evidence) -> tuple[str, dict] | None:
    """Return the table and the row of the record with this id."""
    for name, table in evidence.reference.items():
        rows = table[table["id"].eq(key)]
        if len(rows):
            return name, {column: value for column, value in rows.iloc[0].items() if str(value) not in ("", "<NA>", "nan")}
    return None


def describe(table: str, row: dict, evidence: Evidence) -> str:
    """Return one line that says what a row of the record says, by the ``summary`` of its table in the schema."""
    known = {name: str(value).replace("_", " ") for name, value in row.items()}
    return evidence.schema["tables"][table]["summary"].format_map(defaultdict(lambda: "unknown", known)).rstrip(".")


def _prove_row(key: str, evidence: Evidence) -> Proof | str | None:
    if key in evidence.set_aside:
        return None
    found = find_row(key, evidence)
    if found is None:
        return f"no row of the record has the id {key}"
    table, row = found
    note = [nodes.Text(describe(table, row, evidence) + ". ")]
    if not row["verified"]:
        note.append(nodes.strong("", "Unconfirmed. "))
    for name in ("source_url", "second_source_url"):
        address = str(row.get(name, ""))
        if address.startswith("http"):
            note += [nodes.reference("", urlsplit(address).netloc.removeprefix("www."), refuri=address), nodes.Text("; ")]
    says = "\n".join(str(value) for value in row.values())
    if "start" in row:
        says += "\n" + clean(evidence.texts[row["doc_id"]][int(row["start"]) : int(row["end"])])
    return Proof(table, key, note, says)


def _prove_quotation(words: str, doc_id: str, evidence: Evidence) -> Proof | str:
    if len(words.split()) > QUOTED_WORDS:
        return f"“{words[:30]}…” has {len(words.split())} words, and the book quotes at most {QUOTED_WORDS}"
    inside = evidence.sentences[evidence.sentences["doc_id"].eq(doc_id)]
    holding = inside[[stands_in(words, text) for text in inside["text_clean"]]]
    if not len(holding):
        return f"“{words}” does not stand in one sentence of article {short(doc_id, evidence)}"
    sentence = holding.iloc[0]
    quoted = evidence.quotations
    spoken = quoted[quoted["doc_id"].eq(doc_id) & (quoted["start"] < sentence["end"])
                    & (quoted["end"] > sentence["start"]) & quoted["speaker"].ne("")]
    within = [row.speaker for row in spoken.itertuples()
              if stands_in(words, clean(evidence.texts[doc_id][row.start : row.end]))]
    who = f"{within[0]}, quoted in " if within else ""
    place = f", sentence {sentence['sentence_id']}, characters {sentence['start']} to {sentence['end']}. "
    note = [nodes.Text(who + evidence.cite(sentence) + place)]
    return Proof("articles", f"{short(doc_id, evidence)}-{sentence['sentence_id']}", note, sentence["text_clean"])


def anchor_of(table: str, key: str) -> str:
    """Return the anchor of a piece of evidence on the evidence page."""
    return f"sentence-{key}" if table == "articles" else key
