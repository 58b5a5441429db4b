"""The money of a scheme by year."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from app.domain.money import CASH_RELEASED, GROSS_COST, INCOME, NON_CASH, money_by_year, years_of
from app.web.presenters.list_rows import money_in_words
from app.web.presenters.table import Cell, Column, Row, Table


def money_table(answers: Mapping[str, Any]) -> Table | None:
    """A row for each kind of money, a column for each year; None where no line was given."""
    years = years_of([answers])
    if not years:
        return None
    kinds = {
        GROSS_COST: gettext("Gross cost"),
        CASH_RELEASED: gettext("Saving that releases cash"),
        NON_CASH: gettext("Saving that releases no cash"),
        INCOME: gettext("Income"),
    }
    rows = [_row(title, answers, part, years) for part, title in kinds.items()]
    columns = (Column(gettext("Money")), *(Column(year, is_number=True) for year in years))
    return Table(gettext("Money by year, in pounds"), columns, (*rows, _net(answers, years)))


def _row(title: str, answers: Mapping[str, Any], part: str, years: tuple[str, ...]) -> Row:
    found = money_by_year(answers, part)
    return Row((Cell(title), *(Cell(money_in_words(found.get(year))) for year in years)))


def _net(answers: Mapping[str, Any], years: tuple[str, ...]) -> Row:
    """Gross cost without the cash that is released and the income."""
    cost = money_by_year(answers, GROSS_COST)
    less = [money_by_year(answers, part) for part in (CASH_RELEASED, INCOME)]
    amounts = (
        money_in_words(cost[year] - sum(part.get(year, 0) for part in less))
        if year in cost
        else money_in_words(None)
        for year in years
    )
    return Row((Cell(gettext("Net cost")), *map(Cell, amounts)), stands_out=True)
