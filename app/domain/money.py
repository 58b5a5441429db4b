"""The money of a scheme by financial year, from its finance lines, in pence."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

LINES, YEAR = "finance_lines", "financial_year"
"""The fields of a template that hold money by year; a pack may lack them."""
GROSS_COST: Final = "gross_cost"
CASH_RELEASED: Final = "cash_releasing_saving"
NON_CASH: Final = "non_cash_saving"
INCOME: Final = "income"

ByYear = Mapping[str, int]
"""Pence by financial year, such as 2024-25. A year without a line is not there: it is not zero."""


def money_by_year(answers: Mapping[str, Any], part: str) -> ByYear:
    """What all finance lines of a scheme say of one part of their money."""
    found: Counter[str] = Counter()
    for line in answers.get(LINES) or ():
        if isinstance(line.get(part), int) and line.get(YEAR):
            found[line[YEAR]] += line[part]
    return found


def added(many: Iterable[ByYear]) -> ByYear:
    """The sums of several schemes by year."""
    found: Counter[str] = Counter()
    for one in many:
        for year, pence in one.items():
            found[year] += pence
    return found


def years_of(many: Iterable[Mapping[str, Any]], first: Sequence[str] = ()) -> tuple[str, ...]:
    """The years that schemes have lines for, and `first`, in order."""
    lines = (line for answers in many for line in answers.get(LINES) or ())
    return tuple(sorted({*first, *(line[YEAR] for line in lines if line.get(YEAR))}))
