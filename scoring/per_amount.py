"""What a release of money costs in benefit, so that releases of unlike size can be compared."""

from fractions import Fraction


def loss_per_amount(loss: Fraction, amount_pence: int | None, unit_pence: int) -> Fraction | None:
    """The benefit lost for each unit of money released: loss times unit over amount.

    `loss` is in points of 100, `amount_pence` is the money released, `unit_pence` the unit to
    report by (10,000,000 is 100,000 pounds). Lower is better. None when the amount is not
    known, or nothing is released (0 or less): there is then no ratio, and 0 would look like
    the best. It assumes that loss grows in proportion to money; it does not apply to a
    release that cannot be made in part. A unit that is not positive is refused.

    Benefit per cost as a measure of worth: Belton and Stewart, Multiple Criteria Decision
    Analysis: An Integrated Approach (2002).
    """
    if unit_pence <= 0:
        raise ValueError(f"The unit must be more than 0 pence, not {unit_pence}.")
    if amount_pence is None or amount_pence <= 0:
        return None
    return Fraction(loss) * unit_pence / amount_pence
