"""Benefit lost for each unit of money released, by hand."""

from fractions import Fraction

import pytest

from scoring.per_amount import loss_per_amount

HUNDRED_THOUSAND_POUNDS = 100_000 * 100


@pytest.mark.parametrize(
    ("loss", "amount_pence", "expected"),
    [
        # 12.5 x 100,000 / 250,000 = 5
        pytest.param(Fraction(25, 2), 25_000_000, Fraction(5), id="two and a half units"),
        # 12.5 x 100,000 / 300,000 = 4 1/6
        pytest.param(Fraction(25, 2), 30_000_000, Fraction(25, 6), id="exact, not rounded"),
        pytest.param(Fraction(0), 25_000_000, Fraction(0), id="nothing is lost"),
        pytest.param(Fraction(25, 2), 1, Fraction(125_000_000), id="one penny released"),
        pytest.param(Fraction(25, 2), 0, None, id="nothing is released"),
        pytest.param(Fraction(25, 2), -1, None, id="it costs money"),
        pytest.param(Fraction(25, 2), None, None, id="the amount is not known"),
        pytest.param(Fraction(0), 0, None, id="0 over 0 is not the best"),
    ],
)
def test_a_loss_is_divided_by_the_units_released(
    loss: Fraction, amount_pence: int | None, expected: Fraction | None
) -> None:
    assert loss_per_amount(loss, amount_pence, HUNDRED_THOUSAND_POUNDS) == expected


@pytest.mark.parametrize("unit_pence", [0, -1])
def test_a_unit_that_is_not_positive_is_refused(unit_pence: int) -> None:
    with pytest.raises(ValueError, match=r"unit must be more than 0 pence"):
        loss_per_amount(Fraction(1), 100, unit_pence)
