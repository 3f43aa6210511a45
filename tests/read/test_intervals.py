import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacepact.read.intervals import wilson


def test_it_agrees_with_a_published_table():
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29
    for hits, trials, low, high in [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605),
                                    (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]:
        assert wilson(hits, trials) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_within(pair):
    hits, trials = pair
    low, high = wilson(hits, trials)
    assert 0 <= low <= hits / trials + 1e-12
    assert hits / trials - 1e-12 <= high <= 1


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_more_trials_narrow_it(pair):
    hits, trials = pair
    narrow, wide = wilson(hits * 10, trials * 10), wilson(hits, trials)
    assert narrow[1] - narrow[0] < wide[1] - wide[0]


@pytest.mark.parametrize("pair", [(1, 0), (3, 2), (-1, 5)])
def test_what_is_no_share_is_refused(pair):
    with pytest.raises(ValueError, match="no share"):
        wilson(*pair)
