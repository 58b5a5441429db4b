"""Scores by hand: totals with the sums written out, open levels, caps and rounding."""

from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest

from scoring.matrix import Criterion, Matrix
from scoring.score import (
    CapError,
    LevelRange,
    LevelRangeError,
    UnknownCriterionError,
    score,
    shown,
    unknown_range,
)

EVEN_STEPS = tuple(Fraction(level) for level in range(6))
LATE_STEPS = tuple(Fraction(value) for value in (0, 0, 1, 2, 4, 8))

# Shares of 100: reach 50, risk 30, gain 20.
MATRIX = Matrix(
    (
        Criterion("reach", "benefit", Fraction(5), EVEN_STEPS),
        Criterion("risk", "delivery", Fraction(3), EVEN_STEPS),
        Criterion("gain", "benefit", Fraction(2), LATE_STEPS),
    )
)


def settled(**levels: int) -> dict[str, LevelRange | None]:
    return {criterion: LevelRange(level, level) for criterion, level in levels.items()}


def test_a_total_is_the_sum_of_share_times_points_over_full_points() -> None:
    result = score(MATRIX, settled(reach=4, risk=1, gain=3))
    # 50 x 4/5 + 30 x 1/5 + 20 x 2/8 = 40 + 6 + 5 = 51
    assert [part.low for part in result.parts] == [40, 6, 5]
    assert result.low == result.high == 51
    assert result.is_settled


def test_the_worst_levels_total_0_and_the_best_100() -> None:
    assert score(MATRIX, settled(reach=0, risk=0, gain=0)).high == 0
    assert score(MATRIX, settled(reach=5, risk=5, gain=5)).low == 100


@pytest.mark.parametrize(
    "levels",
    [
        pytest.param(settled(reach=4, gain=3), id="missing"),
        pytest.param({**settled(reach=4, gain=3), "risk": None}, id="given as None"),
        pytest.param({**settled(reach=4, gain=3), "risk": LevelRange(0, 5)}, id="full range"),
    ],
)
def test_a_criterion_not_scored_counts_as_the_full_range(
    levels: Mapping[str, LevelRange | None],
) -> None:
    result = score(MATRIX, levels)
    # low 40 + 0 + 5 = 45; high 40 + 30 + 5 = 75
    assert [result.low, result.high] == [45, 75]
    assert not result.is_settled
    assert result.parts[1].levels == unknown_range(5)


def test_a_part_keeps_the_levels_given_and_the_cap() -> None:
    part = score(MATRIX, settled(reach=4, risk=1, gain=3), {"reach": 2}).parts[0]
    # 50 x 2/5 = 20
    assert (part.levels, part.cap, part.counted) == (LevelRange(4, 4), 2, LevelRange(2, 2))
    assert [part.share, part.low, part.high] == [50, 20, 20]


def test_groups_add_up_their_parts() -> None:
    benefit, delivery = score(MATRIX, settled(reach=4, gain=3)).group_parts
    # benefit 40 + 5 = 45 of 50 + 20 = 70; delivery 0 to 30 of 30
    assert (benefit.group, delivery.group) == ("benefit", "delivery")
    assert [benefit.share, benefit.low, benefit.high] == [70, 45, 45]
    assert [delivery.share, delivery.low, delivery.high] == [30, 0, 30]
    assert [part.criterion.id for part in benefit.parts] == ["reach", "gain"]


def test_a_total_is_settled_when_the_open_levels_are_worth_the_same() -> None:
    levels = {**settled(reach=4, risk=1), "gain": LevelRange(0, 1)}
    assert score(MATRIX, levels).is_settled


@pytest.mark.parametrize(
    ("levels", "cap", "capped"),
    [
        pytest.param(LevelRange(1, 4), None, LevelRange(1, 4), id="no cap"),
        pytest.param(LevelRange(1, 4), 5, LevelRange(1, 4), id="cap above both"),
        pytest.param(LevelRange(1, 4), 4, LevelRange(1, 4), id="cap at the upper end"),
        pytest.param(LevelRange(1, 4), 3, LevelRange(1, 3), id="cap between"),
        pytest.param(LevelRange(1, 4), 1, LevelRange(1, 1), id="cap at the lower end"),
        pytest.param(LevelRange(1, 4), 0, LevelRange(0, 0), id="cap below both"),
    ],
)
def test_a_cap_holds_both_ends(levels: LevelRange, cap: int | None, capped: LevelRange) -> None:
    assert levels.capped(cap) == capped


@pytest.mark.parametrize(("low", "high", "is_settled"), [(2, 2, True), (2, 3, False)])
def test_a_range_is_settled_when_one_level_is_left(low: int, high: int, is_settled: bool) -> None:
    assert LevelRange(low, high).is_settled is is_settled


@pytest.mark.parametrize(
    ("low", "high", "message"),
    [(3, 2, r"lowest level 3 is above the highest level 2"), (-1, 2, r"below 0, and -1 is")],
)
def test_a_range_that_is_backwards_or_negative_is_refused(
    low: int, high: int, message: str
) -> None:
    with pytest.raises(LevelRangeError, match=message):
        LevelRange(low, high)


def test_a_cap_below_level_0_is_refused() -> None:
    with pytest.raises(CapError, match=r"below level 0, and -1 is"):
        score(MATRIX, {}, {"reach": -1})


def test_a_level_above_the_top_is_refused() -> None:
    with pytest.raises(LevelRangeError, match=r"reach: level 6 is above the top, 5"):
        score(MATRIX, settled(reach=6))


def test_a_level_above_the_top_is_refused_even_when_a_cap_would_hide_it() -> None:
    with pytest.raises(LevelRangeError, match=r"reach: level 6 is above the top, 5"):
        score(MATRIX, settled(reach=6), {"reach": 1})


def test_levels_and_caps_for_unknown_criteria_are_refused() -> None:
    with pytest.raises(UnknownCriterionError, match=r"no criterion raech"):
        score(MATRIX, settled(raech=1))
    with pytest.raises(UnknownCriterionError, match=r"no criterion grain, raech"):
        score(MATRIX, {}, {"raech": 1, "grain": 1})


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        pytest.param(Fraction(1205, 100), 1, "12.1", id="a half goes up, unlike half-even"),
        pytest.param(Fraction(1204999, 100000), 1, "12.0", id="just under a half goes down"),
        pytest.param(Fraction(-1205, 100), 1, "-12.1", id="a negative half goes away from zero"),
        pytest.param(Fraction(-1204, 100), 1, "-12.0", id="a negative under a half goes to zero"),
        pytest.param(Fraction(-4, 100), 1, "0.0", id="zero has no sign"),
        pytest.param(Fraction(-5, 100), 1, "-0.1", id="the smallest negative that shows"),
        pytest.param(Fraction(2, 3), 3, "0.667", id="three places"),
        pytest.param(Fraction(5, 2), 0, "3", id="no places"),
        pytest.param(Fraction(100), 1, "100.0", id="the zero is kept"),
    ],
)
def test_a_value_is_shown_rounded_half_up(value: Fraction, places: int, expected: str) -> None:
    assert str(shown(value, places)) == expected


def test_rounding_does_not_hang_on_the_precision_of_the_context() -> None:
    with localcontext() as context:
        context.prec = 2
        assert shown(Fraction(123456, 1000)) == Decimal("123.5")


def test_negative_places_are_refused() -> None:
    with pytest.raises(ValueError, match=r"decimals cannot be negative, and -1 is"):
        shown(Fraction(1), -1)
