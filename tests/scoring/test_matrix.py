"""Matrices: shares by hand, and every matrix that is refused."""

from fractions import Fraction

import pytest

from scoring.matrix import (
    Criterion,
    DuplicateCriterionError,
    Matrix,
    NoCriteriaError,
    PointsDifferInLengthError,
    PointsNotIncreasingError,
    WeightNotPositiveError,
)


def points(*values: int) -> tuple[Fraction, ...]:
    return tuple(Fraction(value) for value in values)


def a_criterion(
    criterion_id: str = "reach",
    group: str = "benefit",
    weight: Fraction = Fraction(1),
    level_points: tuple[Fraction, ...] = points(0, 1, 2, 3, 4, 5),
) -> Criterion:
    return Criterion(criterion_id, group, weight, level_points)


def test_shares_are_weights_scaled_to_100() -> None:
    matrix = Matrix(
        (
            a_criterion("reach", "benefit", Fraction(3)),
            a_criterion("risk", "delivery", Fraction(2)),
            a_criterion("gain", "benefit", Fraction(1)),
        )
    )
    # 3 + 2 + 1 = 6; 100 x 3/6 = 50; 100 x 2/6 = 33 1/3; 100 x 1/6 = 16 2/3
    assert matrix.shares == {
        "reach": Fraction(50),
        "risk": Fraction(100, 3),
        "gain": Fraction(50, 3),
    }
    # benefit 50 + 16 2/3 = 66 2/3; delivery 33 1/3
    assert matrix.group_shares == {"benefit": Fraction(200, 3), "delivery": Fraction(100, 3)}


def test_shares_and_groups_keep_the_order_of_the_matrix() -> None:
    matrix = Matrix((a_criterion("z", "late"), a_criterion("a", "early"), a_criterion("m", "late")))
    assert list(matrix.shares) == ["z", "a", "m"]
    assert list(matrix.group_shares) == ["late", "early"]


def test_the_top_level_is_one_less_than_the_number_of_levels() -> None:
    assert Matrix((a_criterion(level_points=points(0, 1, 4)),)).top_level == 2


@pytest.mark.parametrize(
    ("level", "worth"),
    [
        pytest.param(0, Fraction(1, 8), id="level 0 may be worth something"),
        pytest.param(1, Fraction(1, 8), id="a level may be worth no more than the one below"),
        pytest.param(2, Fraction(1), id="the top level is worth all"),
    ],
)
def test_a_level_is_worth_its_points_over_full_points(level: int, worth: Fraction) -> None:
    assert a_criterion(level_points=points(1, 1, 8)).worth(level) == worth


def test_a_matrix_without_criteria_is_refused() -> None:
    with pytest.raises(NoCriteriaError, match=r"at least one criterion"):
        Matrix(())


def test_two_criteria_with_one_id_are_refused() -> None:
    with pytest.raises(DuplicateCriterionError, match=r"Criterion reach is listed 2 times"):
        Matrix((a_criterion("reach"), a_criterion("reach")))


def test_criteria_with_different_numbers_of_levels_are_refused() -> None:
    with pytest.raises(PointsDifferInLengthError, match=r"risk has 2 levels where reach has 6"):
        Matrix((a_criterion("reach"), a_criterion("risk", level_points=points(0, 1))))


@pytest.mark.parametrize("weight", [Fraction(0), Fraction(-1, 2)])
def test_a_weight_that_is_not_positive_is_refused(weight: Fraction) -> None:
    with pytest.raises(WeightNotPositiveError, match=r"reach: the weight must be more than 0"):
        a_criterion(weight=weight)


@pytest.mark.parametrize(
    ("level_points", "message"),
    [
        pytest.param(points(), r"at least two levels", id="none"),
        pytest.param(points(5), r"at least two levels", id="one level cannot tell schemes apart"),
        pytest.param(points(-1, 0, 1), r"level 0 must not be negative", id="negative"),
        pytest.param(points(0, 2, 1), r"level 2 is worth less", id="falls"),
        pytest.param(points(0, 0, 0), r"top level must be worth more than 0", id="all zero"),
    ],
)
def test_points_that_do_not_increase_are_refused(
    level_points: tuple[Fraction, ...], message: str
) -> None:
    with pytest.raises(PointsNotIncreasingError, match=message):
        a_criterion(level_points=level_points)
