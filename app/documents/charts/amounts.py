"""Money on charts and in their headlines, in as few digits as people need."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Final

PENCE: Final = 100
STEPS: Final = ((1, "", 0), (10**3, "k", 0), (10**6, "m", 1), (10**9, "bn", 1))
"""From how many pounds, what stands behind the number, and with how many decimals."""
THOUSAND: Final = 1000
MOST_TICKS: Final = 7


def short_pounds(pence: int) -> str:
    """Pence as £950, £460k, £12.3m or £1.2bn, rounded half up."""
    sign, pounds = "-" if pence < 0 else "", Decimal(abs(pence)) / PENCE
    text = ""
    for size, letter, decimals in STEPS:
        shown = (pounds / size).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        text = f"{sign}£{_without_zeros(shown)}{letter}"
        if shown < THOUSAND:
            break
    return text


def share_text(part: int, whole: int) -> str:
    """A share as 18% or 0.4%; of what is less than can be shown it says so."""
    if not part or not whole:
        return "0%"
    share = Decimal(part) * 100 / Decimal(whole)
    decimals = 0 if share >= 1 else 1
    shown = share.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{_without_zeros(shown)}%" if shown else "under 0.1%"


def money_ticks(least: int, most: int) -> tuple[int, ...]:
    """Round amounts of pence that reach from at most `least` to at least `most`, both above 0.

    They are for a scale that multiplies: 1, 2, 5, 10 or, over a wide range, 1, 10, 100.
    """
    tries = [tuple(_between(least, most, factors)) for factors in ((1, 2, 5), (1, 3), (1,))]
    return next((ticks for ticks in tries if len(ticks) <= MOST_TICKS), tries[-1])


def _between(least: int, most: int, factors: tuple[int, ...]) -> Iterator[int]:
    every = [PENCE * factor * 10**power for power in range(18) for factor in factors]
    for tick, after in pairwise(every):
        if after > least:
            yield tick
        if tick >= most and tick > least:
            return


def _without_zeros(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
