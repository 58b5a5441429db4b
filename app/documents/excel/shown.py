"""The list as a page shows it, as a workbook: a sheet of lines, and one that says what they are."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from app.documents.excel.book import Book
from app.documents.shown_list import shown_rows
from app.domain.listing import Entry
from rulebook.pack import Pack

THE_LIST, ABOUT = "The list", "About this list"
WIDTHS: Final = {"Title": 48, "Places": 28, "Why": 70, "Flags": 40, "Held until": 40, "Tier": 24}
USUAL_WIDTH: Final = 18
HEAD_ROWS: Final = 1


def as_workbook_of_shown(
    pack: Pack,
    entries: Sequence[Entry],
    columns: Collection[str],
    years: Sequence[str],
    about: Sequence[str],
    made_on: date,
) -> bytes:
    """Exactly what a page shows, all its pages together. `about` is what the page says of it."""
    heads, rows = shown_rows(pack, entries, columns, years)
    with Book(about[0], f"{pack.id} {pack.version}", made_on) as book:
        sheet = book.sheet(THE_LIST)
        sheet.freeze_panes(HEAD_ROWS, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, len(entries), len(heads) - 1)
        for column, head in enumerate(heads):
            sheet.set_column(column, column, WIDTHS.get(head, USUAL_WIDTH))
            book.put(sheet, 0, column, head, "head_submit")
        for number, row in enumerate(rows, HEAD_ROWS):
            for column, value in enumerate(row):
                if value != "":
                    book.put(sheet, number, column, value, _style(heads[column], value))
        _write_about(book, about)
    return book.data


def _write_about(book: Book, about: Sequence[str]) -> None:
    sheet = book.sheet(ABOUT)
    sheet.set_column(0, 0, 120)
    for number, text in enumerate(about):
        book.put(sheet, number, 0, text, "title" if number == 0 else "plain")


def _style(head: str, value: str | int | Decimal) -> str:
    if isinstance(value, str):
        return "text"
    if head.endswith("(£)"):
        return "money"
    return "whole" if isinstance(value, int) else "one_decimal"
