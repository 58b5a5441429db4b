"""Writes workbooks: the template to fill in, and the same filled with schemes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from app.documents.excel.book import Book
from app.documents.excel.cells import TableRows, rows_for
from app.documents.excel.entry import DropDowns, rule_of, style_of, width_of
from app.documents.excel.guidance import LINE, lines_in, write_guidance
from app.documents.excel.layout import LISTS, VERSION, Column, Layout, Table, layout_of
from app.documents.excel.stamp import stamp_of, stamp_rows, version_rows
from app.documents.excel.wording import mark_of, need_of
from rulebook.pack import Pack

BAND, HEADING, MARK, FIRST = 0, 1, 2, 3
"""The rows of a sheet, from 0: sections, headings, marks, and the first answers."""
FILLED_HEIGHT: Final = 5 * LINE
"""Rows of schemes show five lines; the whole text stands in the formula bar."""
_HEADS = {"draft": "head_draft", "submit": "head_submit", "row": "head_submit",
          "link": "head_draft"}  # fmt: skip
_FREE: Mapping[str, bool] = dict.fromkeys(
    ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort",
     "autofilter"), True
)  # fmt: skip


def workbook_template(pack: Pack) -> bytes:
    """The workbook to fill in. The same pack gives the same bytes."""
    return filled(pack, ())


def filled(
    pack: Pack, schemes: Iterable[Mapping[str, Any]], versions: Mapping[str, int] | None = None
) -> bytes:
    """The workbook with the answers of schemes, checked or plain, in their order.

    `versions` are those of the answers, by reference, for schemes that are kept already: a change
    that is made in the workbook is then told apart from one that others have made meanwhile.
    """
    layout = layout_of(pack)
    rows = rows_for(layout, schemes)
    with new_book(pack) as book:
        write_guidance(book, pack, layout)
        drops = DropDowns(pack)
        for table in layout.tables:
            sheet = write_sheet(book, table, layout, drops)
            _write_rows(book, sheet, table, rows[table.path])
        write_hidden(book, pack, drops, versions or {})
    return book.data


def new_book(pack: Pack) -> Book:
    template = pack.template
    about = f"{pack.title}, {pack.id} {pack.version}, template {template.version}"
    return Book(f"{template.title}: schemes", about, pack.calendar.judged_on)


def write_sheet(
    book: Book, table: Table, layout: Layout, drops: DropDowns, added: Sequence[str] = ()
) -> Any:
    """A sheet with its headings, drop-downs, limits and protection, and no rows yet.

    `added` are headings of columns to the right that are not part of the template.
    """
    sheet = book.sheet(table.name)
    last = FIRST + table.most_rows - 1
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, width_of(column), book.style(style_of(column)))
        book.put(sheet, HEADING, number, column.title, _HEADS.get(need_of(column), "head_other"))
        book.put(sheet, MARK, number, mark_of(column), "mark")
        sheet.data_validation(FIRST, number, last, number, rule_of(column, drops, layout))
    for number, heading in enumerate(added, len(table.columns)):
        sheet.set_column(number, number, 30, book.style("text"))
        book.put(sheet, HEADING, number, heading, "head_other")
    _write_bands(book, sheet, table)
    sheet.set_row(HEADING, LINE * _lines(table, [c.title for c in table.columns], 0.9) + 6)
    sheet.set_row(MARK, LINE * _lines(table, [mark_of(c) for c in table.columns], 1.4))
    sheet.freeze_panes(FIRST, 1)
    sheet.repeat_rows(BAND, MARK)
    sheet.repeat_columns(0)
    sheet.protect("", dict(_FREE))
    return sheet


def write_hidden(book: Book, pack: Pack, drops: DropDowns, versions: Mapping[str, int]) -> None:
    """The choices of the drop-downs, and the stamp."""
    lists = book.sheet(LISTS)
    for column, titles in enumerate(drops.columns()):
        for row, title in enumerate(titles):
            book.put(lists, row, column, title, "plain")
    version = book.sheet(VERSION)
    for row, cells in enumerate([*stamp_rows(stamp_of(pack)), *version_rows(versions)]):
        for column, text in enumerate(cells):
            book.put(version, row, column, text, "plain")
    for sheet in (lists, version):
        sheet.protect("")
        sheet.hide()


def _write_rows(book: Book, sheet: Any, table: Table, rows: TableRows) -> None:
    for number, cells in enumerate(rows, FIRST):
        if table.parent is None:
            sheet.set_row(number, FILLED_HEIGHT)
        for column, value in cells.items():
            book.put(sheet, number, column, value, style_of(table.columns[column]))


def _write_bands(book: Book, sheet: Any, table: Table) -> None:
    """The name of each section above its first column; on the sheet of a list, its question."""
    for number, text in enumerate(_bands(table)):
        book.put(sheet, BAND, number, text, "band")
    sheet.set_row(BAND, LINE * 1.5)


def _bands(table: Table) -> Iterator[str]:
    before: Column | None = None
    for column in table.columns:
        section = column.section
        is_new = section is not None and (before is None or before.section != section)
        yield f"{section.letter}. {section.title}" if section and is_new else ""
        before = column


def _lines(table: Table, texts: Sequence[str], letters: float) -> int:
    """How many lines the longest of the texts needs in its column.

    `letters` is how many fit in a unit of width: fewer of bold ones, more of small ones.
    """
    return max(
        lines_in(text, width_of(column) * letters)
        for column, text in zip(table.columns, texts, strict=True)
    )
