"""The same totals and ranks as `score` and `rank`, for thousands of schemes at once.

All arithmetic is on 64-bit whole numbers, so results equal the reference exactly.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.matrix import Matrix

Int64s = npt.NDArray[np.int64]
Integers = npt.NDArray[np.integer[Any]]

# A total runs from 0 to 100, so in tenths from 0 to 1,000.
_FULL_TENTHS = 1_000
_INT64_MAX = int(np.iinfo(np.int64).max)


class WeightsTooFineError(ValueError):
    """Weights and points need whole numbers beyond 64 bits."""


class ArrayShapeError(ValueError):
    """An array does not have the shape, type or range expected."""


def totals_in_tenths(levels: Integers, matrix: Matrix) -> Int64s:
    """Total each row of settled levels, in tenths: `shown(score) * 10` to the digit.

    `levels` is n rows by one column for each criterion in matrix order, every level from 0
    to the top. The result has n whole numbers from 0 to 1,000, rounded half-up. Open levels
    do not fit in it: give the lower ends, or the upper ones. Weights whose whole-number
    form would overflow are refused; use the reference for those. Method: see `score`.
    """
    checked = _check_levels(levels, matrix)
    table = _whole_number_table(matrix)
    full = int(table[:, -1].sum())
    sums = np.zeros(len(checked), dtype=np.int64)
    for column, worth in enumerate(table):
        sums += worth.take(checked[:, column])
    # Half-up without fractions: floor(x + 1/2) with everything times two.
    result: Int64s = (2 * _FULL_TENTHS * sums + full) // (2 * full)
    return result


def rank_many(
    levels: Integers,
    matrix: Matrix,
    groups: Integers | None = None,
    ties: Integers | None = None,
) -> Int64s:
    """Rank each row of settled levels, 1-1-3: group first, then total, then ties.

    `levels` as in `totals_in_tenths`; the higher total, as shown to one decimal, is better.
    `groups` has n numbers, the smallest first; None puts all in one list. `ties` is n by k,
    already signed so that smaller is better, the first column first; give an unknown value
    the largest number. The result has n ranks from 1, in the order of the rows.
    """
    key = _FULL_TENTHS - totals_in_tenths(levels, matrix)
    if groups is not None:
        key += (_FULL_TENTHS + 1) * _group_ordinals(groups, len(key))
    if ties is None:
        return _rank_by_counting(key)
    return _rank_by_sorting([key, *_tie_columns(ties, len(key))])


def _whole_number_table(matrix: Matrix) -> Int64s:
    """What each level of each criterion adds, in the smallest whole numbers that are exact."""
    rows = matrix.whole_credits
    full = sum(row[-1] for row in rows)
    if 2 * _FULL_TENTHS * full + full > _INT64_MAX:
        raise WeightsTooFineError(
            "The weights and points are too finely divided for 64-bit whole numbers."
        )
    return np.array(rows, dtype=np.int64)


def _rank_by_counting(key: Int64s) -> Int64s:
    """Competition ranks of keys from 0 up, smaller first, in time linear in rows and keys."""
    counts = np.bincount(key)
    ranks: Int64s = (np.cumsum(counts) - counts + 1).take(key)
    return ranks


def _rank_by_sorting(columns: list[Int64s]) -> Int64s:
    """Competition ranks of rows compared column by column, smaller first."""
    rows = len(columns[0])
    order = np.lexsort(columns[::-1])
    starts = np.ones(rows, dtype=np.bool_)
    starts[1:] = _is_new_key(columns, order)
    lines = np.arange(1, rows + 1, dtype=np.int64)
    ranks = np.empty(rows, dtype=np.int64)
    ranks[order] = np.maximum.accumulate(np.where(starts, lines, 0))
    return ranks


def _is_new_key(columns: Iterable[Int64s], order: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Whether each row after the first, in sorted order, differs from the one before it."""
    is_new = np.zeros(max(len(order) - 1, 0), dtype=np.bool_)
    for column in columns:
        in_order = column[order]
        is_new |= in_order[1:] != in_order[:-1]
    return is_new


def _group_ordinals(groups: Integers, rows: int) -> Int64s:
    if groups.shape != (rows,):
        raise ArrayShapeError(f"There must be one group for each of the {rows} rows.")
    _check_whole(groups, "Groups")
    ordinals: Int64s = np.unique(groups, return_inverse=True)[1].astype(np.int64)
    return ordinals


def _tie_columns(ties: Integers, rows: int) -> list[Int64s]:
    if ties.ndim != 2 or len(ties) != rows:
        raise ArrayShapeError(f"There must be one row of tie values for each of the {rows} rows.")
    _check_whole(ties, "Tie values")
    return [ties[:, column].astype(np.int64) for column in range(ties.shape[1])]


def _check_levels(levels: Integers, matrix: Matrix) -> Int64s:
    if levels.ndim != 2 or levels.shape[1] != len(matrix.criteria):
        raise ArrayShapeError(
            f"Levels must have {len(matrix.criteria)} columns, one for each criterion."
        )
    _check_whole(levels, "Levels")
    # Columns are read one by one, so they are laid out one after another.
    checked = np.asfortranarray(levels, dtype=np.int64)
    # Read as unsigned, a negative level is a very large one: one pass finds both.
    if checked.size and int(checked.view(np.uint64).max()) > matrix.top_level:
        raise ArrayShapeError(f"Every level must be from 0 to {matrix.top_level}.")
    return checked


def _check_whole(values: Integers, what: str) -> None:
    if not np.issubdtype(values.dtype, np.integer):
        raise ArrayShapeError(f"{what} must be whole numbers, not {values.dtype}.")
