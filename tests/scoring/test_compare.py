"""Why one score is above another, by hand."""

from fractions import Fraction

import pytest

from scoring.compare import Difference, DifferentMatrixError, compare
from scoring.matrix import Criterion, Matrix
from scoring.score import LevelRange, score

EVEN_STEPS = tuple(Fraction(level) for level in range(6))
REACH = Criterion("reach", "benefit", Fraction(5), EVEN_STEPS)
RISK = Criterion("risk", "delivery", Fraction(3), EVEN_STEPS)
GAIN = Criterion("gain", "benefit", Fraction(2), EVEN_STEPS)

# Shares of 100: reach 50, risk 30, gain 20; one level is worth 10, 6 and 4.
MATRIX = Matrix((REACH, RISK, GAIN))


def at(level: int) -> LevelRange:
    return LevelRange(level, level)


def test_the_largest_difference_comes_first_and_its_sign_says_who_is_ahead() -> None:
    ours = score(MATRIX, {"reach": at(3), "risk": at(5), "gain": at(2)})
    theirs = score(MATRIX, {"reach": at(4), "risk": at(1), "gain": at(2)})
    # reach (3 - 4) x 10 = -10; risk (5 - 1) x 6 = 24; gain 0: the gap is 68 - 54 = 14
    assert compare(ours, theirs) == (
        Difference(RISK, at(5), at(1), Fraction(24)),
        Difference(REACH, at(3), at(4), Fraction(-10)),
    )


def test_equal_sizes_stand_in_matrix_order() -> None:
    matrix = Matrix((GAIN, Criterion("cost", "value", Fraction(2), EVEN_STEPS)))
    ours = score(matrix, {"gain": at(1), "cost": at(3)})
    theirs = score(matrix, {"gain": at(3), "cost": at(1)})
    # gain (1 - 3) x 10 = -20; cost (3 - 1) x 10 = 20
    assert [difference.criterion.id for difference in compare(ours, theirs)] == ["gain", "cost"]


def test_the_end_chosen_says_how_open_levels_count() -> None:
    levels = {"risk": at(0), "gain": at(0)}
    ours, theirs = score(MATRIX, levels), score(MATRIX, {**levels, "reach": at(2)})
    # reach open: low 0 - 20 = -20; high 50 - 20 = 30
    assert compare(ours, theirs, end="low") == (
        Difference(REACH, LevelRange(0, 5), at(2), Fraction(-20)),
    )
    assert compare(ours, theirs, end="high") == (
        Difference(REACH, LevelRange(0, 5), at(2), Fraction(30)),
    )


def test_levels_are_those_that_counted_after_the_cap() -> None:
    levels = {"reach": at(5), "risk": at(0), "gain": at(0)}
    ours, theirs = score(MATRIX, levels, {"reach": 1}), score(MATRIX, levels)
    # reach (1 - 5) x 10 = -40
    assert compare(ours, theirs) == (Difference(REACH, at(1), at(5), Fraction(-40)),)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Matrix((REACH, RISK)), id="a criterion missing"),
        pytest.param(Matrix((RISK, REACH, GAIN)), id="another order"),
    ],
)
def test_scores_made_with_different_matrices_are_refused(other: Matrix) -> None:
    with pytest.raises(DifferentMatrixError, match=r"different matrices"):
        compare(score(MATRIX, {}), score(other, {}))
