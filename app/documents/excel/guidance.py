"""The first sheet of the workbook: what it is, how to fill it in, and every question."""

import textwrap
from collections.abc import Iterator
from typing import Any, Final

from app.documents.excel.book import Book
from app.documents.excel.choices import EMPTY_CHOICE, EMPTY_LIST
from app.documents.excel.layout import ANSWER, GUIDANCE, NONE_MARK, Layout
from app.documents.excel.wording import (
    NEEDED,
    capital,
    form_of,
    need_of,
    question_of,
    source_of,
    title_of_table,
)
from rulebook.pack import Pack

LINE: Final = 14
"""The height of a line of text, in points."""
WIDTHS = (8, 34, 44, 52, 44, 26, 60)
HEADS = ("No.", "Sheet", "Column", "Question", "What to write", "Needed", "Where it comes from")
HOW = (
    (
        "Each row of the sheet Schemes is one scheme. Its first column holds the reference; give a "
        "new scheme any short name there, such as A."
    ),
    (
        "Cost lines, outcomes, milestones and other lists have sheets of their own, one row for "
        "each line. Their first column says which scheme a row belongs to, by the same name. Where "
        "there are no lines, a column of the sheet Schemes may ask you to say so: choose "
        f"“{EMPTY_LIST}” there."
    ),
    "Click on a cell: a note shows the question and what to write. Many cells have a list.",
    (
        "Several choices go in one cell with semicolons: “Quality; Safety”. "
        f"Write “{EMPTY_CHOICE}” where none applies. A blank cell means not answered yet."
    ),
    "Money is in pounds: 1250000, £1,250,000, £1.25m and £250k are all understood.",
    "Dates are day, month, year: 31/03/2024. Financial years are written 2024-25.",
    (
        "Leave headings and hidden sheets as they are. You may move columns, hide them, and add "
        "your own, which are not read. Formulas are read by their result. Do not merge cells."
    ),
    "Text beginning with = or @ is kept as text. Do not write what could identify a patient.",
    "Nothing is saved by an upload alone: you see first what would be created or changed.",
)
MARKS = (
    ("head_draft", "Dark blue", "needed to save a scheme as a draft"),
    ("head_submit", "Blue", "needed before the scheme can be submitted"),
    ("head_other", "Grey", "optional, needed in some cases only, or given by the service"),
)


def write_guidance(book: Book, pack: Pack, layout: Layout) -> None:
    """The sheet in plain English, with a table of all questions at its end."""
    sheet = book.sheet(GUIDANCE)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 2 * LINE)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    template = pack.template
    book.put(sheet, 0, 0, f"{template.title}: schemes in Excel", "title")
    book.put(sheet, 1, 0, f"{pack.title}. Version {template.version} of the template.", "part")
    row = _write_how(book, sheet, 3)
    row = _write_marks(book, sheet, row + 1)
    row = _write_sheets(book, sheet, layout, row + 1)
    _write_questions(book, sheet, pack, layout, row + 1)
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _write_how(book: Book, sheet: Any, row: int) -> int:
    book.put(sheet, row, 0, "How to fill it in", "part")
    for number, text in enumerate(HOW, 1):
        _wide(book, sheet, row + number, f"{number}.", text)
    return row + len(HOW) + 1


def _write_marks(book: Book, sheet: Any, row: int) -> int:
    book.put(sheet, row, 0, "What the colours of the headings mean", "part")
    for number, (style, colour, text) in enumerate(MARKS, 1):
        book.put(sheet, row + number, 1, colour, style)
        _wide(book, sheet, row + number, "", text, first=2)
    return row + len(MARKS) + 1


def _write_sheets(book: Book, sheet: Any, layout: Layout, row: int) -> int:
    book.put(sheet, row, 0, "The sheets", "part")
    for number, table in enumerate(layout.tables, 1):
        about = title_of_table(table) if table.parent else "One row for each scheme."
        sheet.write_url(
            row + number, 1, f"internal:'{_quoted(table.name)}'!A1", book.style("link"), table.name
        )
        _wide(book, sheet, row + number, "", about, first=2)
    return row + len(layout.tables) + 1


def _write_questions(book: Book, sheet: Any, pack: Pack, layout: Layout, row: int) -> None:
    book.put(sheet, row, 0, "All questions", "part")
    for column, head in enumerate(HEADS):
        book.put(sheet, row + 1, column, head, "head_submit")
    for number, cells in enumerate(_questions(pack, layout), row + 2):
        for column, text in enumerate(cells):
            book.put(sheet, number, column, text, "plain")
        sheet.set_row(number, LINE * max(map(lines_in, cells, (1.1 * width for width in WIDTHS))))


def _questions(pack: Pack, layout: Layout) -> Iterator[tuple[str, ...]]:
    """A row for each column with answers, in the order of the sheets."""
    for table in layout.tables:
        for column in table.columns:
            if column.kind in (ANSWER, NONE_MARK):
                yield (
                    column.top.number,
                    table.name,
                    column.title,
                    question_of(column),
                    capital(form_of(column)),
                    NEEDED[need_of(column)],
                    source_of(pack, column),
                )


def _wide(book: Book, sheet: Any, row: int, mark: str, text: str, first: int = 1) -> None:
    """Text over several columns: the guidance is the only sheet with merged cells."""
    if mark:
        book.put(sheet, row, 0, mark, "plain")
    sheet.merge_range(row, first, row, 4, "", book.style("plain"))
    book.put(sheet, row, first, text, "plain")
    sheet.set_row(row, LINE * lines_in(text, 1.1 * sum(WIDTHS[first:5])))


def lines_in(text: str, width: float) -> int:
    """How many lines a text takes in a cell of a width in characters, at least one."""
    return len(textwrap.wrap(text, max(int(width), 1))) or 1


def _quoted(name: str) -> str:
    return name.replace("'", "''")
