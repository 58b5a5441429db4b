"""What a list adds up to: in a few sentences, and list by list in a table."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from app.documents.shown_list import list_title
from app.domain.money import ByYear
from app.domain.shown import Shown, Total
from app.web.presenters.list_rows import money_in_words, whole
from app.web.presenters.table import Cell, Column, Row, Table
from app.web.presenters.wording import number
from rulebook.pack import Pack
from rulebook.words import listed


@dataclass(frozen=True, slots=True)
class Totals:
    """`about` says what the lists add up to; `table` has it by list and year."""

    about: tuple[str, ...]
    table: Table


def totals_of(pack: Pack, years: tuple[str, ...], shown: Shown) -> Totals:
    """What is shown adds up to, to the nearest pound."""
    return Totals(tuple(_about(shown, years)), _table(pack, years, shown))


def _about(shown: Shown, years: tuple[str, ...]) -> Iterator[str]:
    """The schemes on the lists; those that are on none are not assessed and are not counted."""
    if shown.on_lists:
        cost, released = sum(shown.gross_cost.values()), sum(shown.cash_released.values())
        count = sum(total.number for total in shown.on_lists)
        yield ngettext(
            "%(num)s scheme costs %(cost)s gross in %(years)s, and releases %(released)s in cash.",
            "%(num)s schemes cost %(cost)s gross in %(years)s, and release %(released)s in cash.",
            count,
            cost=_rounded(cost),
            released=_rounded(released),
            years=_span(years),
        )
        yield _left(shown, years, cost - released)
        yield gettext(
            "Income and savings that release no cash are not taken off, and which fund would pay "
            "is not looked at. Amounts are to the nearest pound; the files have them exactly."
        )
    others = sum(total.number for total in shown.totals) - sum(t.number for t in shown.on_lists)
    if others:
        yield ngettext(
            "%(num)s scheme that is on no list, such as one that was returned, is not counted.",
            "%(num)s schemes that are on no list, such as those that were returned, are not "
            "counted.",
            others,
        )


def _left(shown: Shown, years: tuple[str, ...], left: int) -> str:
    """What would be left to pay if every scheme went ahead, or what would be left over."""
    if left < 0:
        return gettext(
            "If all went ahead, they would release %(amount)s more than they cost.",
            amount=_rounded(-left),
        )
    cost, released = shown.gross_cost, shown.cash_released
    each = (
        gettext(
            "%(amount)s in %(year)s",
            amount=_rounded(cost.get(year, 0) - released.get(year, 0)),
            year=whole(year),
        )
        for year in years
    )
    return gettext(
        "If all went ahead, cost less release would leave %(amount)s to pay: %(each)s.",
        amount=_rounded(left),
        each=listed(each),
    )


def _span(years: tuple[str, ...]) -> str:
    if len(years) < 2:
        return whole("".join(years))
    return gettext("%(first)s to %(last)s", first=whole(years[0]), last=whole(years[-1]))


def _table(pack: Pack, years: tuple[str, ...], shown: Shown) -> Table:
    """List by list, together where there are several, and last what is on no list."""
    titles = [f"{gettext('Gross cost')} {whole(year)}" for year in years]
    titles += [f"{gettext('Cash released')} {whole(year)}" for year in years]
    rows = [_row(pack, years, total) for total in shown.on_lists]
    if len(rows) > 1:
        every = Total("", sum(total.number for total in shown.on_lists), shown.gross_cost,
                      shown.cash_released)  # fmt: skip
        rows.append(_row(pack, years, every))
    rows += [_row(pack, years, total) for total in shown.totals if total not in shown.on_lists]
    heads = [Column(title, is_number=True) for title in (gettext("Schemes"), *titles)]
    return Table(gettext("By list and year"), (Column(gettext("List")), *heads), tuple(rows))


def _row(pack: Pack, years: tuple[str, ...], total: Total) -> Row:
    title = list_title(pack, total.list) if total.list else gettext("All lists together")
    amounts = [*_by_year(total.gross_cost, years), *_by_year(total.cash_released, years)]
    cells = (Cell(title), Cell(number(total.number)), *map(Cell, amounts))
    return Row(cells, stands_out=not total.list)


def _by_year(amounts: ByYear, years: tuple[str, ...]) -> list[str]:
    return [_rounded(amounts.get(year)) for year in years]


def _rounded(pence: int | None) -> str:
    """Pence to the nearest pound, a half upwards."""
    return money_in_words(None if pence is None else (pence + 50) // 100 * 100)
