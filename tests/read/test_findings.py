"""Every finding can turn false: by counter-evidence, and by evidence left out."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from spacepact.read import findings
from spacepact.read.evidence import CODEBOOK, EvidenceError
from spacepact.read.findings import FINDINGS, leave_one_out, tables_of

HOLDS = {
    "ground-built-flight-not": True, "smaller-not-less-reliable": True, "customers-lost-in-two-steps": True,
    "exit-in-speech-stay-by-decision": True, "camps-overlap": True, "russia-judged-worse": False, "no-date-named": True,
    "a-quarter-as-stated": True, "claims-fall-to-the-record": False, "launch-lead": True,
}
ON_THE_RECORD_ALONE = {"ground-built-flight-not", "smaller-not-less-reliable", "customers-lost-in-two-steps",
                       "exit-in-speech-stay-by-decision", "camps-overlap", "launch-lead"}
by_function = pytest.mark.parametrize("finding", FINDINGS, ids=lambda function: function.__name__)


def with_table(evidence, name, rows):
    if name in CODEBOOK:
        return replace(evidence, **{name: rows})
    return replace(evidence, reference={**evidence.reference, name: rows})


def altered(evidence, name, chosen, **values):
    """The evidence with values set in the rows of a table in which the columns of `chosen` are as given."""
    rows = evidence.table(name).copy()
    hit = (rows[list(chosen)] == pd.Series(chosen)).fillna(False).all(axis=1)
    assert hit.any(), chosen
    for column, value in values.items():
        rows.loc[hit, column] = value
    return with_table(evidence, name, rows)


def added(evidence, name, chosen, times=1, **values):
    """The evidence with copies of a row added, with other values."""
    rows = evidence.table(name)
    row = rows[(rows[list(chosen)] == pd.Series(chosen)).fillna(False).all(axis=1)].head(1).assign(**values)
    assert len(row), chosen
    return with_table(evidence, name, pd.concat([rows, *[row] * times], ignore_index=True).astype(rows.dtypes))


@pytest.fixture(scope="module")
def trials(evidence):
    return leave_one_out(evidence)


@by_function
def test_each_finding_is_true_or_false_as_the_book_says(evidence, finding):
    found = finding(evidence)
    assert type(found.holds) is bool
    assert found.holds == HOLDS[found.name]
    assert all(isinstance(number, int | str) for number in found.numbers.values())


def test_findings_have_names_of_their_own(evidence):
    assert len({finding(evidence).name for finding in FINDINGS}) == len(FINDINGS) == len(HOLDS)


@by_function
def test_each_says_when_it_holds_and_what_overturns_it(finding):
    assert "Holds if" in finding.__doc__
    assert "Overturned by" in finding.__doc__ or "Overturned if" in finding.__doc__


DELIVERED, LAUNCHES, ISS = "delivered_or_not", "launches_by_year", "iss_exit_statements"
RUSSIA = {"country": "Russia", "attribution": "provider"}
CUSTOMERS = "foreign_payloads_on_russian_rockets"
COUNTER_EVIDENCE = {
    "five more joint spacecraft": (findings.ground_built, lambda e: added(
        e, DELIVERED, {"kind": "joint_spacecraft"}, times=5)),
    "a Russian instrument on a Chinese probe": (findings.ground_built, lambda e: altered(
        e, DELIVERED, {"status": "unclear", "kind": "hosted_instrument"}, delivered=True)),
    "a flight on a signed paper": (findings.ground_built, lambda e: altered(
        e, DELIVERED, {"kind": "joint_mission_plan"}, delivered=True)),
    "stations that do not exist": (findings.ground_built, lambda e: altered(
        e, DELIVERED, {"instrument": "contract"}, delivered=False)),
    "no paper signed": (findings.ground_built, lambda e: altered(
        e, "cooperation_timeline", {"kind": "signed"}, kind="statement")),
    "a string of failures": (findings.smaller_not_less_reliable, lambda e: altered(
        e, LAUNCHES, RUSSIA | {"year": 2025}, successes=12)),
    "far less reliable than China, if steadily so": (findings.smaller_not_less_reliable, lambda e: altered(
        e, LAUNCHES, RUSSIA, successes=10)),
    "Russian launches grow": (findings.smaller_not_less_reliable, lambda e: altered(
        e, LAUNCHES, RUSSIA | {"year": 2025}, attempts=40, successes=40)),
    "Russian mass grows": (findings.smaller_not_less_reliable, lambda e: altered(
        e, "mass_to_orbit", {"country": "Russia", "year": 2024}, mass_low_t=300.0)),
    "ships for the station no longer half": (findings.smaller_not_less_reliable, lambda e: altered(
        e, "mass_to_orbit", {"country": "Russia"}, crew_and_cargo_share_pct=30)),
    "a Chinese payload on a Russian rocket": (findings.customers_lost, lambda e: added(
        e, CUSTOMERS, {"year": 2025}, year=2026, chinese_payloads=1)),
    "customers come back": (findings.customers_lost, lambda e: altered(
        e, CUSTOMERS, {"year": 2025}, flights_mainly_foreign=6)),
    "no first step": (findings.customers_lost, lambda e: altered(
        e, CUSTOMERS, {"year": 2018}, flights_mainly_foreign=13)),
    "a notice of withdrawal": (findings.exit_in_speech, lambda e: altered(
        e, ISS, {"subject": "russian_exit", "register": "technical_council"}, decides=True)),
    "Moscow before Washington": (findings.exit_in_speech, lambda e: altered(
        e, ISS, {"country": "Russia", "register": "government_decision", "target": "2028"}, stated_on="2021-06-01")),
    "Moscow beyond Washington": (findings.exit_in_speech, lambda e: added(
        e, ISS, {"country": "Russia", "register": "government_decision"}, stated_on="2026-04-01", target="2035")),
    "a single decision to stay": (findings.exit_in_speech, lambda e: altered(
        e, ISS, {"country": "Russia", "register": "government_decision", "target": "2024"}, register="agency_plan")),
    "the states in both leave the Accords": (findings.camps_overlap, lambda e: with_table(
        e, "artemis_accords", e.table("artemis_accords").query("iso3 not in ['SEN', 'THA']"))),
    "ends read into open targets": (findings.no_date_named, lambda e: altered(
        e, "forecasts", {"target": "2023/.."}, target="2030")),
    "more of them kept": (findings.quarter_as_stated, lambda e: altered(
        e, "forecasts", {"outcome_as_understood": "late"}, outcome_as_understood="as_stated")),
    "one Russian lead": (findings.launch_lead, lambda e: altered(e, LAUNCHES, RUSSIA | {"year": 2020}, attempts=50)),
    "a year that nobody counted": (findings.launch_lead, lambda e: altered(
        e, LAUNCHES, RUSSIA | {"year": 2021}, successes=pd.NA)),
    "Chinese failures": (findings.launch_lead, lambda e: altered(
        e, LAUNCHES, RUSSIA | {"country": "China", "year": 2025}, successes=60)),
}


@pytest.mark.parametrize("case", COUNTER_EVIDENCE)
def test_counter_evidence_overturns_it(evidence, case):
    finding, change = COUNTER_EVIDENCE[case]
    assert finding(evidence).holds
    assert not finding(change(evidence)).holds


WOULD_BE_BORNE_OUT = {
    "every judgement of China favourable": (findings.russia_judged_worse, lambda e: altered(
        e, "assessments", {"actor": "China"}, polarity=1)),
    "no claim right against another": (findings.claims_fall, lambda e: altered(
        e, "contradictions", {"holds": "second"}, holds="neither")),
}


@pytest.mark.parametrize("case", WOULD_BE_BORNE_OUT)
def test_what_does_not_hold_would_on_other_evidence(evidence, case):
    finding, change = WOULD_BE_BORNE_OUT[case]
    assert not finding(evidence).holds
    assert finding(change(evidence)).holds


@by_function
def test_unconfirmed_rows_carry_no_finding(evidence, finding):
    doubtful = {name: rows.assign(verified=pd.array([False] * len(rows), dtype="boolean"))
                for name, rows in evidence.reference.items()}
    assert not finding(replace(evidence, reference=doubtful)).holds


@by_function
def test_without_any_evidence_nothing_holds_and_nothing_breaks(evidence, finding):
    for name in (*CODEBOOK, *evidence.reference):
        evidence = evidence.without_table(name)
    assert not finding(evidence).holds


class TestWithout:
    def test_the_rows_of_the_article_go_and_those_of_the_others_stay(self, evidence):
        for doc_id in evidence.texts:
            less = evidence.without(doc_id)
            assert set(evidence.texts) - set(less.texts) == {doc_id}
            for name, rows in evidence.tables().items():
                assert_frame_equal(less.table(name), rows[rows["doc_id"] != doc_id])

    def test_no_row_of_the_record_leans_on_it_any_more(self, evidence):
        for doc_id in evidence.texts:
            for name, rows in evidence.without(doc_id).reference.items():
                for column in rows.columns[rows.columns.str.endswith("doc_id")]:
                    assert not rows[column].eq(doc_id).any(), (name, column)
                alone = rows["source_url"].eq(f"seed:{doc_id}") & rows["second_source_url"].isna()
                assert not alone.any(), name

    def test_rows_of_the_record_that_do_not_lean_on_it_stay(self, evidence):
        for doc_id in evidence.texts:
            for name, rows in evidence.without(doc_id).reference.items():
                gone = evidence.table(name).drop(rows.index)
                assert all(doc_id in " ".join(map(str, row)) for row in gone.itertuples()), name

    def test_a_row_with_another_source_stays(self, evidence):
        rows = evidence.table(ISS)
        backed = rows[rows["source_url"].str.startswith("seed:") & rows["second_source_url"].notna()]
        assert len(backed)
        for row in backed.itertuples():
            assert row.id in set(evidence.without(row.source_url.removeprefix("seed:")).table(ISS)["id"])

    def test_verdicts_that_rest_on_it_go(self, evidence):
        first, other, *_ = evidence.texts
        key = {"id": evidence.table("forecasts").query("doc_id == @first")["id"].iloc[0]}
        resting = altered(evidence, "forecasts", key, rests_on_doc_id=other)
        assert key["id"] in set(evidence.without(other).table("forecasts")["id"])
        assert key["id"] not in set(resting.without(other).table("forecasts")["id"])

    def test_a_contradiction_goes_with_either_article(self, evidence):
        disputes = evidence.table("contradictions").dropna(subset=["first_doc_id", "second_doc_id"])
        assert len(disputes)
        for row in disputes.itertuples():
            for doc_id in (row.first_doc_id, row.second_doc_id):
                assert row.id not in set(evidence.without(doc_id).table("contradictions")["id"])

    def test_the_order_does_not_matter(self, evidence):
        first, second, *_ = evidence.texts
        one, other = evidence.without(first).without(second), evidence.without(second).without(first)
        for name in (*CODEBOOK, *evidence.reference):
            assert_frame_equal(one.table(name), other.table(name))

    def test_one_table_is_emptied_and_keeps_its_columns(self, evidence):
        for name in ("sentences", ISS):
            less = evidence.without_table(name)
            assert_frame_equal(less.table(name), evidence.table(name).head(0))
            assert len(less.table("documents")) == len(evidence.documents)
            assert_frame_equal(less.table("forecasts"), evidence.table("forecasts"))

    def test_an_unknown_name_is_named_with_the_known_ones(self, evidence):
        with pytest.raises(EvidenceError, match="no_article: no such article; there are 0"):
            evidence.without("no_article")
        with pytest.raises(EvidenceError, match="no_table: no such table; there are documents"):
            evidence.without_table("no_table")


class TestTablesOf:
    def test_it_records_what_is_asked_for_and_nothing_else(self, evidence):
        assert tables_of(lambda seen: None, evidence) == ()
        assert tables_of(lambda seen: [seen.table(name) for name in (ISS, "dates", ISS)], evidence) == (ISS, "dates")

    @by_function
    def test_a_finding_that_holds_needs_every_table_it_reads(self, evidence, finding):
        for name in tables_of(finding, evidence):
            assert not finding(evidence.without_table(name)).holds


class TestLeaveOneOut:
    def test_each_finding_is_tried_without_each_article_and_each_table_it_reads(self, evidence, trials):
        expected = [(finding(evidence).name, name) for finding in FINDINGS
                    for name in (*evidence.texts, *tables_of(finding, evidence))]
        assert list(zip(trials["finding"], trials["left_out"])) == expected
        assert list(trials.columns) == ["finding", "left_out", "kind", "holds", "changed"]
        assert trials["kind"].eq("article").equals(trials["left_out"].isin(evidence.texts))

    def test_what_rests_on_the_record_falls_with_no_article(self, trials):
        kept = trials[trials["kind"].eq("article") & trials["finding"].isin(ON_THE_RECORD_ALONE)]
        assert len(kept) and kept["holds"].all()

    def test_two_findings_hang_on_single_articles(self, trials):
        fallen = trials[trials["kind"].eq("article") & ~trials["holds"] & trials["finding"].map(HOLDS)]
        assert set(fallen["finding"]) == {"no-date-named", "a-quarter-as-stated"}

    def test_a_number_that_moves_is_marked(self, evidence, trials):
        exits = trials[trials["finding"].eq("exit-in-speech-stay-by-decision")].set_index("left_out")["changed"]
        rows = evidence.table(ISS)
        alone = rows[rows["subject"].eq("russian_exit") & rows["second_source_url"].isna()]["source_url"]
        moved = set(alone[alone.str.startswith("seed:")].str.removeprefix("seed:"))
        assert moved and set(exits[exits].index) == moved | {ISS}
