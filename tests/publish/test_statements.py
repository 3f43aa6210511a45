"""Every statement leads to its evidence: what resolves, and what must not."""

from __future__ import annotations

import pytest

from spacepact.publish.statements import COMPUTED, Computation, Words, judge, numbers_in_captions, trace

KNOWN = {"launches_by_year", "forecasts"}
CELLS = [
    "from spacepact.read import load\nevidence = load()\nrecord = evidence.reference",
    "from spacepact.read.evidence import LIMIT\nTYPED = 5",
    "launches = record['launches_by_year']\nrecent = launches[launches['year'].ge(2014)]\nattempts, typed = len(recent), 17",
    "late = len(record['forecasts'])\nlaunches['x'] = late\nboth = attempts + late",
]


def problem(text, **carries):
    found = judge("chapter", 1, Words(text, **carries), CELLS, KNOWN, {})
    return found.problem if found else None


@pytest.mark.parametrize(("name", "tables"), [
    ("attempts", ("launches_by_year",)),
    ("typed", ()),
    ("both", ("forecasts", "launches_by_year")),
    ("unknown", ()),
    ("LIMIT", ("rules",)),
    ("TYPED", ()),
])
def test_a_value_is_traced_to_the_tables_it_is_computed_from(name, tables):
    assert trace(CELLS, [name], KNOWN, {}).tables == tables


def test_a_finding_passes_its_tables_on():
    found = trace(["number = findings.ground(evidence).numbers['built']"], ["number"], KNOWN,
                  {"ground": Computation("Since 2014.", ("forecasts",))})
    assert found.tables == ("forecasts",) and "2014" in found.code


def test_a_later_change_of_a_table_is_part_of_the_trace():
    assert "launches['x'] = late" in trace([*CELLS, "total = launches['x'].sum()"], ["total"], KNOWN, {}).code


@pytest.mark.parametrize("text", ["Nothing to see here.", "Chang’e-4 and the RD-180 flew on Long March 5.", "One of the two."])
def test_words_without_number_or_quotation_are_no_statement(text):
    assert problem(text) is None


@pytest.mark.parametrize("text", [f"There were {COMPUTED} attempts.", f"Since 2014 there were {COMPUTED} attempts."])
def test_a_computed_value_carries_its_sentence_and_the_numbers_of_its_code(text):
    assert problem(text, values=("attempts",), shown=("5",)) == ""


@pytest.mark.parametrize(("text", "carries"), [
    ("In 2015 it flew.", {}),
    ("It cost a dozen satellites.", {}),
    ("They wrote “never again”.", {}),
    ("In 2016 it flew.", {"support": (("row", "2015-03-02 flown"),)}),
    ("Seven flew.", {"support": (("row", "6 flown"),)}),
    ("They wrote “never more”.", {"support": (("row", "we will never go"),)}),
    ("They wrote “ace”.", {"support": (("row", "our space"),)}),
    (f"There were {COMPUTED}.", {"values": ("typed",), "shown": ("17",)}),
    (f"Since 2013 there were {COMPUTED}.", {"values": ("attempts",), "shown": ("5",)}),
    ("A link that leads nowhere.", {"broken": ("no row of the record has the id x",)}),
])
def test_what_nothing_bears_out_does_not_resolve(text, carries):
    assert problem(text, **carries)


@pytest.mark.parametrize(("text", "says"), [
    ("On 2 March 2015 it flew.", "2015-03-02"),
    ("It lifted 1,406 tonnes.", "mass 1406"),
    ("Seven flew.", "7 flown"),
    ("They wrote “we’ll go”.", "and we'll go there"),
])
def test_a_linked_row_bears_out_what_it_says(text, says):
    assert problem(text, support=(("row", says),)) == ""


@pytest.mark.parametrize(("cell", "numbers"), [
    ("table(rows, 'name', 'The 17 launches')", ["17"]),
    ("table(rows, 'name', f'The {count} launches of Luna-25')", []),
])
def test_numbers_typed_into_captions_are_found(cell, numbers):
    assert list(numbers_in_captions(cell)) == numbers
