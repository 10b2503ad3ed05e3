"""One-to-one with the highest sum, held against trying everything."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from sync.core.matching.assignment import assign

Gains = Mapping[int, Mapping[int, float]]
GAINS = st.dictionaries(
    st.integers(0, 5), st.dictionaries(st.integers(0, 5), st.integers(-3, 12).map(float), max_size=6), max_size=6
)


def best(gains: Gains, rows: tuple[int, ...], taken: frozenset[int] = frozenset()) -> float:
    """The highest sum there is."""
    if not rows:
        return 0.0
    row, *rest = rows
    sums = [gain + best(gains, tuple(rest), taken | {column}) for column, gain in gains[row].items() if column not in taken]
    return max([best(gains, tuple(rest), taken), *sums])


@given(gains=GAINS)
def test_no_other_choice_has_a_higher_sum(gains: Gains) -> None:
    chosen = assign(gains)

    assert len(set(chosen.values())) == len(chosen)
    assert all(gains[row][column] > 0 for row, column in chosen.items())
    assert sum(gains[row][column] for row, column in chosen.items()) == best(gains, tuple(gains))


def test_one_gives_way_where_both_gain_by_it() -> None:
    assert assign({1: {10: 5.0, 11: 4.0}, 2: {10: 5.0}}) == {1: 11, 2: 10}


def test_who_has_nothing_to_gain_stays_alone() -> None:
    assert assign({1: {10: 5.0}, 2: {10: 3.0}, 3: {11: -1.0}, 4: {}}) == {1: 10}
