"""The uploaded workbook written again, with a comment in every faulty cell and a list of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from types import MappingProxyType
from typing import Any, Final

from app.documents.excel.book import Book
from app.documents.excel.cells import is_own_reference
from app.documents.excel.entry import DropDowns, style_of
from app.documents.excel.guidance import write_guidance
from app.documents.excel.layout import ANSWER, PROBLEMS
from app.documents.excel.match import Matched
from app.documents.excel.told import Place, Told
from app.documents.excel.uploaded import Uploaded
from app.documents.excel.write import FIRST, new_book, write_hidden, write_sheet
from rulebook.pack import Pack

MOST_COMMENTS: Final = 5_000
"""More comments than this make Excel slow; the list has them all."""
HEADS = ("Sheet", "Cell", "Scheme", "Question", "What is wrong, and what to do")
WIDTHS = (28, 10, 24, 48, 100)


@dataclass(frozen=True, slots=True)
class _Moved:
    """Where a sheet of the upload stands in the new workbook, whose columns are in order."""

    found: Matched

    @property
    def columns(self) -> dict[int, int]:
        """The column there of each column of the upload, both from 1."""
        own = {at: number + 1 for number, at in self.found.columns.items()}
        first = len(self.found.table.columns) + 1
        return own | {at: first + n for n, at in enumerate(self.found.added)}

    def place(self, place: Place) -> Place:
        """The same cell in the new workbook."""
        row = place.row + FIRST + 1 - self.found.first_row if place.row else 0
        column = self.columns.get(place.column, 0)
        return Place(self.found.table.name, row, column, place.heading)


Saved = Mapping[int, tuple[str, int]]
"""The reference and version of schemes that were saved, by their row in the upload."""


def with_comments(
    pack: Pack, uploaded: Uploaded, told: Iterable[Told], saved: Saved = MappingProxyType({})
) -> bytes:
    """The answers as they were uploaded, in the present template, with all that is wrong.

    Schemes that were saved have their references, so that they are changed and not made once more.

    Nothing that was typed is lost, wrong or not, and columns of the team's own stand to the right;
    formulas are written as the values that they had.
    """
    sheets = uploaded.sheets
    moved = {sheets.of(t).grid.name: _Moved(sheets.of(t)) for t in sheets.layout.tables}
    listed = [(_new_place(moved, one.place), one) for one in told]
    with new_book(pack) as book:
        _write_list(book, listed)
        write_guidance(book, pack, sheets.layout)
        drops, comments = DropDowns(pack), _comments(listed)
        for table in sheets.layout.tables:
            found = sheets.of(table)
            sheet = write_sheet(book, table, sheets.layout, drops, list(found.added.values()))
            _write_values(book, sheet, _Moved(found))
            if table.parent is None:
                _write_references(book, sheet, _Moved(found), saved)
            for (row, column), text in comments.get(table.name, {}).items():
                sheet.write_comment(row - 1, column - 1, text, {"x_scale": 2, "y_scale": 1.5})
        write_hidden(book, pack, drops, {**uploaded.versions, **dict(saved.values())})
    return book.data


def _new_place(moved: Mapping[str, _Moved], place: Place) -> Place:
    return moved[place.sheet].place(place) if place.sheet in moved else place


def _write_list(book: Book, listed: list[tuple[Place, Told]]) -> None:
    sheet = book.sheet(PROBLEMS)
    for column, (head, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        book.put(sheet, 0, column, head, "head_submit")
    for row, (place, one) in enumerate(listed, 1):
        cells = (place.sheet, place.cell, one.scheme, one.label or place.heading, one.message)
        for column, text in enumerate(cells):
            book.put(sheet, row, column, text, "plain")
        if place.cell:
            name = place.sheet.replace("'", "''")
            link = f"internal:'{name}'!{place.cell}"
            sheet.write_url(row, 1, link, book.style("link"), place.cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(listed), len(HEADS) - 1)


def _comments(listed: list[tuple[Place, Told]]) -> dict[str, dict[tuple[int, int], str]]:
    """The text of each comment by sheet and cell: all that is wrong with that cell."""
    found: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for place, one in [pair for pair in listed if pair[0].cell][:MOST_COMMENTS]:
        cell = (place.row, place.column)
        label = f"{one.label}: " if not place.heading.startswith(one.label) else ""
        before = found[place.sheet].get(cell)
        text = f"{label}{one.message}"
        found[place.sheet][cell] = f"{before}\n{text}" if before else text
    return found


def _write_values(book: Book, sheet: Any, moved: _Moved) -> None:
    """Every cell with a value as it was, in the column where the template has it."""
    found, columns = moved.found, moved.columns
    styles = [style_of(column) for column in found.table.columns]
    for number in range(found.first_row, len(found.grid.rows) + 1):
        row = moved.place(Place(found.grid.name, number)).row - 1
        for at, column in columns.items():
            value = found.grid.value(number, at)
            if value == "":
                continue
            style = styles[column - 1] if column <= len(styles) else "text"
            if (number, at) in found.grid.marks.percents:
                style = "percent"
            elif style == "date":  # a number must not become a date because it is written again
                style = "text"
            book.put(sheet, row, column - 1, _writable(value), style)


def _write_references(book: Book, sheet: Any, moved: _Moved, saved: Saved) -> None:
    columns = moved.found.table.columns
    at = next(
        (n for n, c in enumerate(columns) if c.kind == ANSWER and is_own_reference(c.field)), None
    )
    for number, (ref, _) in saved.items():
        if at is not None:
            row = moved.place(Place(moved.found.grid.name, number)).row - 1
            book.put(sheet, row, at, ref, style_of(columns[at]))


def _writable(value: Any) -> Any:
    """What Excel cannot hold as a value is kept as text: a time without a date, no number."""
    is_number = isinstance(value, int | float) and isfinite(value)
    return value if is_number or isinstance(value, str | date) else str(value)
