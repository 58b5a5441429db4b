"""What must hold for every matrix and every set of levels."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.compare import End, compare
from scoring.many import rank_many, totals_in_tenths
from scoring.matrix import Criterion, Matrix
from scoring.per_amount import loss_per_amount
from scoring.rank import Candidate, Order, TieBreak, rank
from scoring.score import LevelRange, Score, score, shown, unknown_range

Levels = dict[str, LevelRange | None]

WEIGHTS = st.builds(Fraction, st.integers(1, 500), st.integers(1, 20))
STEPS = st.builds(Fraction, st.integers(0, 50), st.integers(1, 6))
# Anything from a settled level to no level at all, on a scale of 0 to 4.
TOP = 4
RANGES = st.tuples(st.integers(0, TOP), st.integers(0, TOP)).map(sorted)
OPEN_LEVELS = st.none() | RANGES.map(lambda ends: LevelRange(ends[0], ends[1]))


# Coarse enough for five criteria to fit in 64-bit whole numbers, whatever is drawn.
COARSE_WEIGHTS = st.integers(1, 100).map(lambda halves: Fraction(halves, 2))
COARSE_STEPS = st.integers(0, 10).map(Fraction)


@st.composite
def matrices(
    draw: st.DrawFn,
    weights: st.SearchStrategy[Fraction] = WEIGHTS,
    steps: st.SearchStrategy[Fraction] = STEPS,
) -> Matrix:
    """Matrices of one to five criteria in one to three groups; points end above 0."""
    groups = st.sampled_from(["x", "y", "z"])
    points = st.lists(steps, min_size=TOP + 1, max_size=TOP + 1).filter(any).map(sorted)
    rows = draw(st.lists(st.tuples(groups, weights, points), min_size=1, max_size=5))
    return Matrix(
        tuple(
            Criterion(f"c{number}", group, weight, tuple(level_points))
            for number, (group, weight, level_points) in enumerate(rows)
        )
    )


@st.composite
def scored(draw: st.DrawFn) -> tuple[Matrix, Levels, dict[str, int]]:
    """A matrix with open levels and caps for some of its criteria."""
    matrix = draw(matrices())
    ids = [criterion.id for criterion in matrix.criteria]
    levels = draw(st.dictionaries(st.sampled_from(ids), OPEN_LEVELS))
    caps = draw(st.dictionaries(st.sampled_from(ids), st.integers(0, TOP + 1)))
    return matrix, levels, caps


@st.composite
def tables(draw: st.DrawFn) -> tuple[Matrix, list[list[int]], list[int], list[list[int]]]:
    """A matrix with settled levels, a group and two tie values for each of up to 12 rows."""
    matrix = draw(matrices(COARSE_WEIGHTS, COARSE_STEPS))
    row = st.lists(
        st.integers(0, TOP), min_size=len(matrix.criteria), max_size=len(matrix.criteria)
    )
    rows = draw(st.lists(row, min_size=1, max_size=12))
    small = st.integers(-1, 1)
    groups = draw(st.lists(small, min_size=len(rows), max_size=len(rows)))
    pair = st.lists(small, min_size=2, max_size=2)
    ties = draw(st.lists(pair, min_size=len(rows), max_size=len(rows)))
    return matrix, rows, groups, ties


def score_row(matrix: Matrix, row: list[int]) -> Score:
    pairs = zip(matrix.criteria, row, strict=True)
    return score(matrix, {criterion.id: LevelRange(level, level) for criterion, level in pairs})


@given(scored(), WEIGHTS)
def test_only_the_ratios_of_the_weights_matter(
    given_score: tuple[Matrix, Levels, dict[str, int]], factor: Fraction
) -> None:
    matrix, levels, caps = given_score
    scaled = Matrix(tuple(replace(c, weight=c.weight * factor) for c in matrix.criteria))
    ours, theirs = score(matrix, levels, caps), score(scaled, levels, caps)
    assert scaled.shares == matrix.shares
    assert [(p.low, p.high) for p in ours.parts] == [(p.low, p.high) for p in theirs.parts]


@given(matrices())
def test_shares_add_up_to_100(matrix: Matrix) -> None:
    assert sum(matrix.shares.values()) == 100
    assert sum(matrix.group_shares.values()) == 100


@given(scored())
def test_parts_and_groups_add_up_to_the_total(
    given_score: tuple[Matrix, Levels, dict[str, int]],
) -> None:
    result = score(*given_score)
    for parts in (result.parts, result.group_parts):
        assert sum(part.low for part in parts) == result.low
        assert sum(part.high for part in parts) == result.high
        assert sum(part.share for part in parts) == 100
    assert 0 <= result.low <= result.high <= 100


@given(scored(), st.data())
def test_a_better_level_never_lowers_a_total(
    given_score: tuple[Matrix, Levels, dict[str, int]], data: st.DataObject
) -> None:
    matrix, levels, caps = given_score
    criterion = data.draw(st.sampled_from([c.id for c in matrix.criteria]))
    worse, better = data.draw(RANGES)
    before = score(matrix, {**levels, criterion: LevelRange(worse, worse)}, caps)
    after = score(matrix, {**levels, criterion: LevelRange(better, better)}, caps)
    assert after.low >= before.low
    assert after.high >= before.high


@given(scored(), st.data())
def test_bounds_contain_the_total_for_every_choice_of_levels(
    given_score: tuple[Matrix, Levels, dict[str, int]], data: st.DataObject
) -> None:
    matrix, levels, caps = given_score
    chosen: Levels = {}
    for criterion in matrix.criteria:
        levels_left = levels.get(criterion.id) or unknown_range(TOP)
        level = data.draw(st.integers(levels_left.low, levels_left.high))
        chosen[criterion.id] = LevelRange(level, level)
    bounds, truth = score(matrix, levels, caps), score(matrix, chosen, caps)
    assert truth.is_settled
    assert bounds.low <= truth.low <= bounds.high


@given(scored())
def test_both_bounds_are_reached(given_score: tuple[Matrix, Levels, dict[str, int]]) -> None:
    matrix, levels, caps = given_score
    ranges = {c.id: levels.get(c.id) or unknown_range(TOP) for c in matrix.criteria}
    worst = score(matrix, {key: LevelRange(r.low, r.low) for key, r in ranges.items()}, caps)
    best = score(matrix, {key: LevelRange(r.high, r.high) for key, r in ranges.items()}, caps)
    bounds = score(matrix, levels, caps)
    assert (worst.high, best.low) == (bounds.low, bounds.high)


@given(scored())
def test_caps_never_raise_a_part(given_score: tuple[Matrix, Levels, dict[str, int]]) -> None:
    matrix, levels, caps = given_score
    capped, free = score(matrix, levels, caps), score(matrix, levels)
    for ours, theirs in zip(capped.parts, free.parts, strict=True):
        assert ours.low <= theirs.low
        assert ours.high <= theirs.high
        assert ours.cap is None or ours.counted.high <= ours.cap


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(0, 6))
def test_rounding_agrees_with_decimal_arithmetic(value: Fraction, places: int) -> None:
    # A multiple of a tenth of the last place, so that Decimal can hold it exactly.
    tenths = int(value * 10 ** (places + 1))
    exact = Fraction(tenths, 10 ** (places + 1))
    with localcontext() as context:
        context.prec = 40
        expected = (Decimal(tenths) / 10 ** (places + 1)).quantize(
            Decimal(1).scaleb(-places), ROUND_HALF_UP
        )
    assert shown(exact, places) == expected
    assert abs(Fraction(shown(value, places)) - value) <= Fraction(1, 2 * 10**places)


@given(tables())
def test_totals_for_thousands_equal_the_reference(
    table: tuple[Matrix, list[list[int]], list[int], list[list[int]]],
) -> None:
    matrix, rows, _, _ = table
    reference = [shown(score_row(matrix, row).low) * 10 for row in rows]
    assert totals_in_tenths(np.array(rows), matrix).tolist() == reference


@pytest.mark.parametrize("has_groups", [False, True])
@pytest.mark.parametrize("has_ties", [False, True])
@given(table=tables())
def test_ranks_for_thousands_equal_the_reference(
    has_groups: bool,
    has_ties: bool,
    table: tuple[Matrix, list[list[int]], list[int], list[list[int]]],
) -> None:
    matrix, rows, groups, ties = table
    tie_breaks = (TieBreak("first", "low"), TieBreak("second", "low")) if has_ties else ()
    candidates = [
        Candidate(
            f"{line:02}", groups[line], score_row(matrix, row).low, tuple(ties[line] * has_ties)
        )
        for line, row in enumerate(rows)
    ]
    order: Order = "grouped" if has_groups else "pooled"
    positions = rank(candidates, tie_breaks, order=order, prefer="high")
    reference = {position.ref: position.rank for position in positions}
    result = rank_many(
        np.array(rows),
        matrix,
        np.array(groups) if has_groups else None,
        np.array(ties) if has_ties else None,
    )
    assert result.tolist() == [reference[candidate.ref] for candidate in candidates]


@pytest.mark.parametrize("end", ["low", "high"])
@given(given_score=scored(), data=st.data())
def test_differences_add_up_to_the_gap_and_turn_round_with_it(
    end: End, given_score: tuple[Matrix, Levels, dict[str, int]], data: st.DataObject
) -> None:
    matrix, levels, caps = given_score
    ids = st.sampled_from([criterion.id for criterion in matrix.criteria])
    ours = score(matrix, levels, caps)
    theirs = score(matrix, data.draw(st.dictionaries(ids, OPEN_LEVELS)))
    differences = compare(ours, theirs, end=end)
    gap = ours.low - theirs.low if end == "low" else ours.high - theirs.high
    sizes = [abs(difference.points) for difference in differences]
    assert sum(difference.points for difference in differences) == gap
    assert sizes == sorted(sizes, reverse=True)
    assert all(sizes)
    turned = [(d.criterion, d.theirs, d.ours, -d.points) for d in differences]
    assert turned == [
        (d.criterion, d.ours, d.theirs, d.points) for d in compare(theirs, ours, end=end)
    ]


@given(STEPS, st.integers(1, 10**12), st.integers(1, 10**9))
def test_a_loss_per_amount_times_the_units_released_is_the_loss(
    loss: Fraction, amount_pence: int, unit_pence: int
) -> None:
    per_unit = loss_per_amount(loss, amount_pence, unit_pence)
    assert per_unit is not None
    assert per_unit * Fraction(amount_pence, unit_pence) == loss
