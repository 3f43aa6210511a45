"""EDTF level 0 and 1: what is valid, and the first and last day it can mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacepact.read.edtf import bounds, is_valid


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2020-10-13", date(2020, 10, 13), date(2020, 10, 13)),
        ("2020-10-13~", date(2020, 10, 13), date(2020, 10, 13)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020?", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-12%", date(2020, 12, 1), date(2020, 12, 31)),
        ("2020-21", date(2020, 3, 1), date(2020, 5, 31)),
        ("2020-22", date(2020, 6, 1), date(2020, 8, 31)),
        ("2020-23", date(2020, 9, 1), date(2020, 11, 30)),
        ("2019-24", date(2019, 12, 1), date(2020, 2, 29)),
        ("9999-24", date(9999, 12, 1), date.max),
        ("202X", date(2020, 1, 1), date(2029, 12, 31)),
        ("20XX", date(2000, 1, 1), date(2099, 12, 31)),
        ("000X", date(1, 1, 1), date(9, 12, 31)),
        ("2024-XX", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-XX-XX", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02-XX", date(2024, 2, 1), date(2024, 2, 29)),
        ("2018/2022", date(2018, 1, 1), date(2022, 12, 31)),
        ("2014-05-12/2014-05-18", date(2014, 5, 12), date(2014, 5, 18)),
        ("2018~/2022-06", date(2018, 1, 1), date(2022, 6, 30)),
        ("../2022", date.min, date(2022, 12, 31)),
        ("/2022", date.min, date(2022, 12, 31)),
        ("2022/..", date(2022, 1, 1), date.max),
        ("2022/", date(2022, 1, 1), date.max),
    ],
)
def test_bounds_are_the_first_and_last_possible_day(edtf, first, last):
    assert bounds(edtf) == (first, last)


@pytest.mark.parametrize(
    "edtf",
    [
        "", "/", "..", "../..", "20", "20200", "2020-1", "2020-13", "2020-25", "2020-00", "2020-02-30",
        "2019-02-29", "2020-21-05", "2X24", "202X-05", "2024-XX-05", "0000", "2020-10-13T18:20", "13/10/2020", "2022/2018",
        "2018/20/22",
        " 2020", "2020\n", "２０２０", "[2020..2022]", "2020~~", "XXXX-XX-05",
    ],
)  # fmt: skip
def test_what_is_not_level_0_or_1_is_refused_with_a_reason(edtf):
    assert not is_valid(edtf)
    with pytest.raises(ValueError, match="not EDTF"):
        bounds(edtf)


@given(st.text(alphabet="0123456789X-/.~?%", max_size=24))
def test_bounds_are_ordered_wherever_an_expression_is_valid(edtf):
    if is_valid(edtf):
        first, last = bounds(edtf)
        assert first <= last


@given(st.dates())
def test_a_day_lies_within_its_month_year_decade_and_century(day):
    text = day.isoformat()
    for wider in (text[:7], text[:4], text[:3] + "X", text[:2] + "XX", text[:7] + "-XX"):
        first, last = bounds(wider)
        assert first <= day <= last


@given(st.dates(), st.dates())
def test_an_interval_spans_from_its_first_to_its_last_date(one, other):
    first, last = sorted((one, other))
    assert bounds(f"{first}/{last}") == (first, last)
