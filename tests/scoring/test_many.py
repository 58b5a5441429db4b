"""The path for thousands, by hand and at its limits."""

from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pytest

from scoring.many import (
    ArrayShapeError,
    Integers,
    WeightsTooFineError,
    rank_many,
    totals_in_tenths,
)
from scoring.matrix import Criterion, Matrix

EVEN_STEPS = tuple(Fraction(level) for level in range(6))
MATRIX = Matrix(
    (
        Criterion("reach", "benefit", Fraction(5), EVEN_STEPS),
        Criterion("risk", "delivery", Fraction(3), EVEN_STEPS),
    )
)


def whole(*rows: object) -> npt.NDArray[np.int64]:
    return np.array(rows, dtype=np.int64)


def test_totals_are_in_tenths_rounded_half_up() -> None:
    levels = whole([5, 5], [0, 0], [1, 0], [0, 1], [3, 4])
    # shares 62.5 and 37.5; [1, 0] 62.5/5 = 12.5; [0, 1] 37.5/5 = 7.5; [3, 4] 37.5 + 30 = 67.5
    assert totals_in_tenths(levels, MATRIX).tolist() == [1000, 0, 125, 75, 675]


def test_half_a_tenth_goes_up() -> None:
    two_levels = (Fraction(0), Fraction(1))
    matrix = Matrix(
        (
            Criterion("small", "all", Fraction(1), two_levels),
            Criterion("large", "all", Fraction(1999), two_levels),
        )
    )
    # 100 x 1/2000 = 0.05, shown as 0.1; 100 x 1999/2000 = 99.95, shown as 100.0
    assert totals_in_tenths(whole([1, 0], [0, 1]), matrix).tolist() == [1, 1000]


def test_the_higher_total_comes_first_and_two_firsts_are_followed_by_a_third() -> None:
    assert rank_many(whole([2, 2], [4, 4], [4, 4]), MATRIX).tolist() == [3, 1, 1]


def test_an_earlier_group_comes_before_a_higher_total() -> None:
    levels = whole([5, 5], [0, 0], [1, 1])
    assert rank_many(levels, MATRIX, whole(7, -2, 7)).tolist() == [2, 1, 3]


def test_ties_are_broken_by_each_column_in_turn_the_smaller_first() -> None:
    levels = whole([1, 1], [1, 1], [1, 1], [1, 1], [2, 2])
    ties = whole([1, 9], [0, 5], [0, 5], [0, 4], [9, 9])
    assert rank_many(levels, MATRIX, ties=ties).tolist() == [5, 3, 3, 2, 1]


def test_no_tie_columns_are_the_same_as_no_ties() -> None:
    levels = whole([2, 2], [4, 4], [4, 4])
    ties = np.zeros((3, 0), dtype=np.int64)
    assert rank_many(levels, MATRIX, ties=ties).tolist() == [3, 1, 1]


def test_no_rows_have_no_totals_and_no_ranks() -> None:
    levels = np.zeros((0, 2), dtype=np.int64)
    assert totals_in_tenths(levels, MATRIX).tolist() == []
    assert rank_many(levels, MATRIX).tolist() == []
    assert rank_many(levels, MATRIX, whole(), np.zeros((0, 1), dtype=np.int64)).tolist() == []


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int32, np.uint64])
def test_any_whole_number_type_gives_64_bit_results(dtype: type[np.integer]) -> None:
    levels: Integers = np.array([[5, 5], [1, 0]], dtype=dtype)
    totals, ranks = totals_in_tenths(levels, MATRIX), rank_many(levels, MATRIX)
    assert (totals.tolist(), ranks.tolist()) == ([1000, 125], [1, 2])
    assert totals.dtype == ranks.dtype == np.dtype(np.int64)


def test_the_levels_given_are_left_as_they_were() -> None:
    levels = np.asfortranarray(whole([5, 5], [1, 0]))
    rank_many(levels, MATRIX)
    assert levels.tolist() == [[5, 5], [1, 0]]


def matrix_with_weights(*weights: int | Fraction) -> Matrix:
    steps = (Fraction(0), Fraction(1))
    return Matrix(
        tuple(Criterion(f"c{i}", "all", Fraction(w), steps) for i, w in enumerate(weights))
    )


# 2,001 times the sum of the whole-number weights must fit in 2**63 - 1.
LARGEST_SUM = (2**63 - 1) // 2001


def test_weights_at_the_limit_of_64_bits_are_exact() -> None:
    matrix = matrix_with_weights(LARGEST_SUM - 1, 1)
    assert totals_in_tenths(whole([1, 1], [1, 0], [0, 1]), matrix).tolist() == [1000, 1000, 0]


def test_weights_one_past_the_limit_of_64_bits_are_refused() -> None:
    with pytest.raises(WeightsTooFineError, match=r"too finely divided"):
        totals_in_tenths(whole([1, 1]), matrix_with_weights(LARGEST_SUM, 1))


def test_large_weights_with_a_common_factor_are_reduced_first() -> None:
    matrix = matrix_with_weights(3 * 10**40, Fraction(10**40))
    assert totals_in_tenths(whole([1, 0]), matrix).tolist() == [750]


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        pytest.param(whole([1, 2, 3]), r"2 columns", id="too many columns"),
        pytest.param(whole(1, 2), r"2 columns", id="one row must still be a table"),
        pytest.param(whole([0, 6]), r"from 0 to 5", id="above the top"),
        pytest.param(whole([0, -1]), r"from 0 to 5", id="negative would wrap round"),
        pytest.param(np.array([[0.0, 1.0]]), r"whole numbers, not float64", id="floats"),
        pytest.param(np.array([[0, 2**64 - 1]], dtype=np.uint64), r"from 0 to 5", id="huge"),
    ],
)
def test_levels_that_do_not_fit_are_refused(levels: Integers, message: str) -> None:
    with pytest.raises(ArrayShapeError, match=message):
        totals_in_tenths(levels, MATRIX)


@pytest.mark.parametrize(
    ("groups", "ties", "message"),
    [
        pytest.param(whole(0), None, r"one group for each", id="groups too short"),
        pytest.param(np.array([0.5, 1.0]), None, r"Groups must be whole", id="float groups"),
        pytest.param(None, whole([1]), r"tie values for each", id="ties too short"),
        pytest.param(None, whole(1, 2), r"tie values for each", id="ties not a table"),
        pytest.param(None, np.array([[0.5], [1.0]]), r"Tie values must be whole", id="float ties"),
    ],
)
def test_groups_and_ties_that_do_not_fit_are_refused(
    groups: Integers | None, ties: Integers | None, message: str
) -> None:
    with pytest.raises(ArrayShapeError, match=message):
        rank_many(whole([1, 1], [2, 2]), MATRIX, groups, ties)
