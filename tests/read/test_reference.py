"""The tables of the public record: they load, they say what the book rests on, and bad rows are refused."""

import csv
import io
import shutil
from datetime import date
from pathlib import Path
from string import Formatter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spacepact.read.edtf import bounds
from spacepact.read.reference import FAULTS_SHOWN, ReferenceError, find_addresses, host_of, read_reference, read_schema

SEEDS = Path(__file__).parents[2] / "seeds"
FOLDER = SEEDS / "reference"
SCHEMA = read_schema(FOLDER)
TABLES = read_reference(FOLDER)


def launches(attribution):
    """Return the launch table of one attribution, indexed by year and country."""
    table = TABLES["launches_by_year"].query("attribution == @attribution")
    return table.set_index(["year", "country"])


# What the real tables say


def test_every_registered_table_has_rows():
    assert {name for name, table in TABLES.items() if len(table)} == set(SCHEMA["tables"])


def test_columns_follow_the_schema():
    for name, table in TABLES.items():
        assert list(table.columns) == [field["name"] for field in SCHEMA["tables"][name]["fields"]]
        assert list(table.columns[-2:]) == ["verified", "note"]


def test_columns_have_the_dtypes_of_their_types():
    table = TABLES["mass_to_orbit"]
    assert [str(table[name].dtype) for name in ("id", "year", "mass_low_t", "full_year")] == [
        "string",
        "Int64",
        "Float64",
        "boolean",
    ]


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_a_source_or_is_unconfirmed(name):
    table = TABLES[name]
    assert table[table["source_url"].isna() & table["verified"]].empty


def test_ids_are_unique_across_tables():
    ids = pd.concat([table["id"] for table in TABLES.values()])
    assert ids.is_unique


@pytest.mark.parametrize("name", TABLES)
def test_nothing_begins_after_the_data_cut_off(name):
    for column in SCHEMA["tables"][name]["cut_off_columns"]:
        for value in TABLES[name][column].dropna():
            assert bounds(str(value))[0] <= date(2026, 4, 20)


@pytest.mark.parametrize("name", TABLES)
def test_articles_named_as_sources_exist(name):
    articles = {path.stem for path in SEEDS.glob("*.txt")}
    for column in TABLES[name].filter(regex="_url$"):
        named = TABLES[name][column].dropna().str.extract("^seed:(.*)$")[0].dropna()
        assert set(named) <= articles
    for column in TABLES[name].filter(regex="doc_id$"):
        assert set(TABLES[name][column].dropna()) <= articles


def test_every_host_has_its_publisher_and_no_publisher_is_unused():
    assert set(TABLES["publishers"]["host"]) == set(find_addresses(TABLES)["host"])


def test_a_publisher_without_a_name_is_of_an_unknown_kind_or_one_that_its_address_shows():
    nameless = TABLES["publishers"].query("publisher == host")
    assert set(nameless["kind"]) <= {"unknown", "blog", "mirror", "aggregator"}
    assert TABLES["publishers"].query("kind == 'unknown' and publisher != host").empty


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.Example.org/a", "example.org"),
        ("http://news.example.org./a", "news.example.org"),
        ("https://github.com/owner/repository/blob/main/a.csv", "github.com/owner/repository"),
    ],
)
def test_hosts_are_named_in_one_way(address, host):
    assert host_of(address) == host


def test_each_address_of_a_row_is_found_once():
    columns = {"source_url": ["https://a.org/1", "seed:000", "https://a.org/1"],
               "outcome_source_url": ["https://a.org/1", "http://b.org/2", None]}
    found = find_addresses({"things": pd.DataFrame({"id": ["x", "y", "z"], **columns})})
    assert found[["id", "host"]].to_numpy().tolist() == [["x", "a.org"], ["z", "a.org"], ["y", "b.org"]]


WITH_CODES = [name for name, table in TABLES.items() if {"country", "iso3"} <= set(table.columns)]


@pytest.mark.parametrize("name", WITH_CODES)
def test_a_code_belongs_to_one_country(name):
    table = TABLES[name].dropna(subset="iso3")
    assert (table.groupby("iso3")["country"].nunique() == 1).all()
    assert table.loc[table["country"] == "China", "iso3"].eq("CHN").all()


def test_china_passed_russia_in_launches_in_2016_and_for_good_in_2018():
    by_provider, by_vehicle = launches("provider")["attempts"], launches("vehicle")["attempts"]
    assert (by_provider[2016, "China"], by_provider[2016, "Russia"]) == (22, 17)
    assert (by_provider[2017, "China"], by_provider[2017, "Russia"]) == (18, 19)
    assert (by_vehicle[2016, "Russia"], by_vehicle[2017, "Russia"]) == (19, 21)
    for year in range(2018, 2026):
        assert by_provider[year, "China"] > by_vehicle[year, "Russia"] >= by_provider[year, "Russia"]


def test_launches_of_2025():
    attempts = launches("provider")["attempts"]
    assert [attempts[2025, name] for name in ("China", "Russia", "United States")] == [92, 17, 181]


@pytest.mark.parametrize(("country", "attempts", "rate"), [("China", 534, 96.3), ("Russia", 235, 96.6)])
def test_success_rates_of_2014_to_2025_are_practically_equal(country, attempts, rate):
    table = TABLES["launches_by_year"]
    rows = table.query("attribution == 'provider' and country == @country and year >= 2014")
    assert rows["attempts"].sum() == attempts
    assert round(100 * rows["successes"].sum() / attempts, 1) == rate


def test_signatories_of_the_accords_at_year_ends():
    signed = TABLES["artemis_accords"]["signed_on"].str[:4].astype(int)
    assert [(signed <= year).sum() for year in range(2020, 2026)] == [9, 14, 23, 33, 52, 59]
    assert len(signed) == 62


def test_states_of_the_lunar_station_at_year_ends():
    members = TABLES["ilrs_members"].query("counted")
    signed = members["signed_on"].str[:4].astype(int)
    assert [(signed <= year).sum() for year in range(2021, 2026)] == [2, 2, 8, 13, 13]
    assert members["iso3"].is_unique and members["kind"].eq("state").all()


def test_thailand_and_senegal_are_in_both_camps():
    members = TABLES["ilrs_members"].query("counted")
    assert set(members["iso3"]) & set(TABLES["artemis_accords"]["iso3"]) == {"THA", "SEN"}


def test_foreign_customers_left_in_two_steps():
    flights = TABLES["foreign_payloads_on_russian_rockets"].set_index("year")["flights_mainly_foreign"]
    assert [flights[year] for year in (2014, 2016, 2021, 2022, 2023, 2024)] == [13, 6, 10, 2, 0, 0]


def test_signed_papers_are_apart_from_procedure():
    events = TABLES["cooperation_timeline"]
    since_2014 = events[events["date"].str[:4].astype(int) >= 2014]
    procedure = {"in_force", "ratified", "ratification_step", "body_founded", "body_meeting"}
    assert since_2014["kind"].isin(procedure).sum() == 7
    assert (since_2014["kind"] == "signed").sum() >= 17


def test_russia_spoke_of_leaving_and_decided_to_stay():
    statements = TABLES["iss_exit_statements"]
    assert (statements["subject"] == "russian_exit").sum() >= 14
    decided = statements.query("register == 'government_decision' and country == 'Russia'")
    assert decided["stated_on"].tolist() == ["2015-07-23", "2023-04-12"]
    assert decided["decides"].all() and decided["subject"].eq("extension").all()


def test_outcomes_of_the_forecasts():
    counts = TABLES["forecasts"]["outcome_as_understood"].value_counts()
    assert counts.to_dict() == {"as_stated": 20, "late": 8, "differently": 14, "not": 21, "open": 17}


def test_what_the_second_look_left_unconfirmed_is_unconfirmed():
    ledger = TABLES["forecasts"]
    assert ledger["second_look"].value_counts().to_dict() == {"corrected": 43, "upheld": 30, "unconfirmed": 7}
    assert (ledger["second_look"].eq("unconfirmed") == ~ledger["verified"]).all()


def test_a_corrected_forecast_says_what_was_corrected():
    ledger = TABLES["forecasts"]
    said = ledger["note"].fillna("").str.startswith("Corrected: ")
    assert (said == ledger["second_look"].eq("corrected")).all()


def test_a_settled_forecast_has_evidence_and_an_open_one_no_verdict():
    ledger = TABLES["forecasts"]
    settled = ledger["outcome_as_understood"].ne("open")
    assert (ledger["resolved_by"].ne("unresolved") == settled).all()
    assert ledger.loc[settled, "outcome_source_url"].notna().all()


def test_no_russian_instrument_has_flown_on_a_chinese_lunar_probe():
    flown = TABLES["foreign_payloads_on_change"].query("status == 'flown' and iso3 == 'RUS'")
    assert flown["part"].tolist() == ["component"]


def test_the_only_russian_pad_for_crews_was_closed_for_96_days():
    [period] = TABLES["crew_carrier_outages"].query("kind == 'pad_damaged'")["period"]
    first, last = bounds(period)
    assert (last - first).days == 96


def test_a_late_forecast_has_the_slip_of_its_dates():
    late = TABLES["forecasts"].query("outcome_as_understood == 'late'")
    assert late["slip_days"].notna().all()
    for row in late[late["slip_note"].isna()].itertuples():
        assert (bounds(row.actual_on)[1] - bounds(row.target)[1]).days == row.slip_days


@pytest.mark.parametrize(
    ("table", "prefix"), [("forecasts", ""), ("contradictions", "first_"), ("contradictions", "second_")]
)
def test_offsets_lie_in_the_article(table, prefix):
    spans = TABLES[table][[prefix + "doc_id", prefix + "start", prefix + "end"]].dropna()
    texts = {path.stem: path.read_text(encoding="utf-8") for path in SEEDS.glob("*.txt")}
    for doc_id, start, end in spans.itertuples(index=False):
        words = texts[doc_id][start:end]
        assert words and words == words.strip()


# What is refused

HEADER = "id,year,country,iso3,signed_on,kind,mass_t,done,source_url,verified,note\n"
GOOD = "things-first,2020,China,CHN,2020-03,paper,1.5,true,https://example.org/a,true,\n"
SMALL_SCHEMA = """
data_cut_off = 2026-04-20
[shared_fields]
id = { type = "string", description = "Name", constraints = { required = true, unique = true } }
verified = { type = "boolean", description = "Read", constraints = { required = true } }
[tables.things]
title = "Things"
description = "One row is a thing."
id_prefix = "things"
cut_off_columns = ["year", "signed_on"]
fields = [
  "id",
  { name = "year", type = "integer", description = "Year", constraints = { minimum = 1957, maximum = 2100 } },
  { name = "country", type = "string", description = "State", constraints = { required = true } },
  { name = "iso3", type = "iso3", description = "Code", constraints = { unique = true } },
  { name = "signed_on", type = "edtf", description = "Day" },
  { name = "kind", type = "string", description = "Kind", constraints = { enum = ["paper", "flight"] } },
  { name = "mass_t", type = "number", unit = "tonnes", description = "Mass", constraints = { minimum = 0 } },
  { name = "done", type = "boolean", description = "Done" },
  { name = "source_url", type = "url", description = "Source" },
  "verified",
  { name = "note", type = "edtf", until_cut_off = true, description = "Day of the outcome" },
]
"""


@pytest.fixture
def folder(tmp_path):
    """Return a function that writes rows into a small record and returns its folder."""

    def write(rows, header=HEADER, schema=SMALL_SCHEMA, encoding="utf-8"):
        (tmp_path / "schema.toml").write_text(schema, encoding="utf-8")
        (tmp_path / "things.csv").write_bytes((header + rows).encode(encoding))
        return tmp_path

    return write


def test_a_good_row_is_read_with_its_types(folder):
    [row] = read_reference(folder(GOOD))["things"].itertuples(index=False)
    assert (row.id, row.year, row.signed_on) == ("things-first", 2020, "2020-03")
    assert (row.mass_t, row.done) == (1.5, True)
    assert row.note is pd.NA


@pytest.mark.parametrize(
    ("old", "new", "column", "what"),
    [
        ("things-first", "", "id", "is required"),
        ("things-first", "other-first", "id", "must begin with things-"),
        ("2020,China", "20 20,China", "year", "is not a whole number"),
        ("2020,China", "1920,China", "year", "lies outside 1957 to 2100"),
        ("2020,China", "2200,China", "year", "lies outside 1957 to 2100"),
        ("China", "", "country", "is required"),
        ("China", " China", "country", "begins or ends with a blank"),
        ("CHN", "CHI", "iso3", "is no ISO 3166-1 alpha-3 code"),
        ("2020-03", "March 2020", "signed_on", "is not an EDTF date"),
        ("2020-03", "2020-13", "signed_on", "is not an EDTF date"),
        ("paper", "papers", "kind", "write one of paper, flight"),
        ("1.5", "1,5", None, "has 12 cells, the header 11"),
        ("1.5", "1.5 t", "mass_t", "is not a number"),
        ("1.5", "-1.5", "mass_t", "lies outside 0"),
        ("true,https", "yes,https", "done", "is not true or false"),
        ("https://example.org/a", "example.org", "source_url", "is not one address"),
        ("https://example.org/a", "http://a.org ; http://b.org", "source_url", "is not one address"),
        ("https://example.org/a", "", "source_url", "set verified to false"),
        (",true,\n", ",,\n", "verified", "is required"),
        (",true,\n", ",true,2026-05\n", "note", "lies after the data cut-off 2026-04-20"),
        ("paper", '"paper', None, "is not CSV"),
    ],
)
def test_a_bad_row_is_refused_with_file_line_and_column(folder, old, new, column, what):
    first = GOOD.replace("things-first", "things-other").replace("CHN", "")
    path = folder(first + GOOD.replace(old, new, 1))
    with pytest.raises(ReferenceError) as error:
        read_reference(path)
    [message] = str(error.value).splitlines()
    assert message.startswith(f"{path / 'things.csv'}, line 3" + (f", column {column}:" if column else ":"))
    assert what in message


@pytest.mark.parametrize("column", ["id", "iso3"])
def test_a_repeated_value_names_both_lines(folder, column):
    second = GOOD.replace("CHN", "RUS") if column == "id" else GOOD.replace("things-first", "things-second")
    with pytest.raises(ReferenceError, match=rf"line 3, column {column}: .* taken by .*csv, line 2"):
        read_reference(folder(GOOD + second))


def test_an_id_of_another_table_is_refused(folder):
    table = SMALL_SCHEMA[SMALL_SCHEMA.index("[tables") :]
    path = folder(GOOD, schema=SMALL_SCHEMA + table.replace("tables.things", "tables.more"))
    shutil.copy(path / "things.csv", path / "more.csv")
    with pytest.raises(ReferenceError, match=r"more.csv, line 2, column id: .* by .*things.csv, line 2"):
        read_reference(path)


def test_lines_are_counted_through_cells_of_several_lines(folder):
    first = GOOD.replace("China", '"China\nand, in one cell,\nmore"')
    last = GOOD.replace("2020,China", "x,China").replace("first", "last").replace("CHN", "")
    with pytest.raises(ReferenceError, match=r"line 5, column year"):
        read_reference(folder(first + last))


@pytest.mark.parametrize(
    ("header", "what"),
    [
        (HEADER.replace("kind", "sort"), r"unknown columns \['sort'\], missing columns \['kind'\]"),
        (HEADER.replace("kind,", ""), r"missing columns \['kind'\]"),
        (HEADER.replace("kind", "kind,kind"), "one twice"),
        ("", "line 1: unknown columns"),
    ],
)
def test_a_wrong_header_is_refused(folder, header, what):
    with pytest.raises(ReferenceError, match=what):
        read_reference(folder(GOOD, header=header))


def test_columns_may_stand_in_any_order(folder):
    rows = list(csv.reader(io.StringIO(HEADER + GOOD)))
    text = "\n".join(",".join(reversed(row)) for row in rows) + "\n"
    assert list(read_reference(folder("", header=text))["things"].columns) == rows[0]


def test_a_missing_table_is_refused(folder):
    path = folder(GOOD)
    (path / "things.csv").unlink()
    with pytest.raises(ReferenceError, match=r"things.csv: cannot be read"):
        read_reference(path)


def test_an_unregistered_table_is_refused(folder):
    path = folder(GOOD)
    (path / "others.csv").write_text(HEADER, encoding="utf-8")
    with pytest.raises(ReferenceError, match=r"others.csv: is not registered"):
        read_reference(path)


def test_a_file_of_another_encoding_is_refused(folder):
    with pytest.raises(ReferenceError, match=r"things.csv, line 2: is not UTF-8"):
        read_reference(folder(GOOD.replace("China", "Türkiye"), encoding="latin-1"))


def test_a_byte_order_mark_does_no_harm(folder):
    assert len(read_reference(folder(GOOD, encoding="utf-8-sig"))["things"]) == 1


def test_blank_lines_do_no_harm(folder):
    assert len(read_reference(folder(GOOD + "\n"))["things"]) == 1


def test_all_faults_are_told_at_once_up_to_a_number(folder):
    bad = GOOD.replace("CHN", "").replace("paper", "x")
    rows = "".join(bad.replace("first", f"n{number}") for number in range(FAULTS_SHOWN + 5))
    with pytest.raises(ReferenceError) as error:
        read_reference(folder(rows))
    lines = str(error.value).splitlines()
    assert len(lines) == FAULTS_SHOWN + 1
    assert lines[-1].endswith("things.csv: and 5 more")


@pytest.mark.parametrize(
    ("year", "signed_on", "kept"),
    [(2027, "", 0), (2026, "2026-04-21", 0), (2026, "2026-04", 1), (2026, "", 1)],
)
def test_rows_after_the_data_cut_off_are_dropped(folder, year, signed_on, kept):
    row = GOOD.replace("2020,", f"{year},").replace("2020-03", signed_on)
    assert len(read_reference(folder(row))["things"]) == kept


def test_a_dropped_row_is_checked_all_the_same(folder):
    with pytest.raises(ReferenceError, match="column kind"):
        read_reference(folder(GOOD.replace("2020,", "2030,").replace("paper", "x")))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("[shared_fields]", "[shared", "is not valid TOML"),
        ("data_cut_off = 2026-04-20", "", "data_cut_off"),
        ('type = "iso3"', 'type = "code"', r"\[tables.things\] lacks or does not know 'code'"),
        ('"signed_on"]', '"signed"]', "'signed'"),
        ('id_prefix = "things"', "", "id_prefix"),
    ],
)
def test_an_incomplete_schema_is_refused(folder, old, new, what):
    assert old in SMALL_SCHEMA
    with pytest.raises(ReferenceError, match=what):
        read_reference(folder(GOOD, schema=SMALL_SCHEMA.replace(old, new, 1)))


def test_a_missing_schema_is_refused(tmp_path):
    with pytest.raises(ReferenceError, match=r"schema.toml: cannot be read"):
        read_reference(tmp_path)


@settings(max_examples=150, deadline=None)
@given(cells=st.lists(st.text(max_size=12), min_size=11, max_size=11))
def test_whatever_stands_in_a_row_it_is_read_or_refused(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("record")
    (path / "schema.toml").write_text(SMALL_SCHEMA, encoding="utf-8")
    row = io.StringIO()
    csv.writer(row, lineterminator="\n").writerow(["things-a", *cells[1:]])
    (path / "things.csv").write_text(HEADER + row.getvalue(), encoding="utf-8", newline="")
    try:
        assert len(read_reference(path)["things"]) <= 1
    except ReferenceError as error:
        assert "things.csv, line 2" in str(error)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.from_regex(r"things-[a-z0-9]{1,12}", fullmatch=True),
            st.integers(1957, 2026),
            st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda text: text == text.strip()),
            st.floats(0, 1e6).map(lambda mass: round(mass, 3)),
            st.booleans(),
        ),
        unique_by=lambda row: row[0],
    )
)
def test_good_rows_come_back_as_they_were_written(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("record")
    (path / "schema.toml").write_text(SMALL_SCHEMA, encoding="utf-8")
    text = io.StringIO(newline="")
    for name, year, country, mass, done in rows:
        truth = str(done).lower()
        csv.writer(text).writerow([name, year, country, "", "", "", f"{mass:.3f}", truth, "", "false", ""])
    (path / "things.csv").write_text(HEADER + text.getvalue(), encoding="utf-8", newline="")
    read = read_reference(path)["things"]
    assert list(read[["id", "year", "country", "mass_t", "done"]].itertuples(index=False, name=None)) == rows


def test_the_summary_of_each_table_names_its_own_columns(evidence):
    for name, table in evidence.reference.items():
        fields = {field for _, field, _, _ in Formatter().parse(evidence.schema["tables"][name]["summary"]) if field}
        assert fields and fields <= set(table.columns), name
