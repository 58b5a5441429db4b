"""A workbook being written: its formats and the few ways in which a cell is filled."""

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from types import TracebackType
from typing import Any, Final, Self

from xlsxwriter import Workbook

from app.documents.excel.tidy import number_text

FONT: Final = "Arial"
BLUE, DARK, GREY, PALE, WARN = "#005EB8", "#003087", "#4C6272", "#E8EDEE", "#FFF2CC"
"""Colours of the NHS palette; each keeps its contrast with the text on it."""
A3: Final = 8
"""The number of the paper size in the file format."""
FORMULA_SIGNS: Final = ("=", "+", "-", "@")
"""Text that begins so would become a formula when somebody edits the cell."""
FIRST_EXCEL_DAY: Final = date(1900, 3, 1)
"""Excel counts a 29 February 1900: earlier days are written as text."""
_NO_SIGNS = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")
"""Numbers that Unicode gives to no sign, and that XML does not allow."""
_BASE: Mapping[str, Any] = {"font_name": FONT, "font_size": 10, "valign": "top"}
_CELL: Mapping[str, Any] = {**_BASE, "locked": False, "text_wrap": True}
_HEAD: Mapping[str, Any] = {
    **_BASE, "bold": True, "font_color": "#FFFFFF", "text_wrap": True, "border": 1,
    "border_color": "#FFFFFF", "valign": "vcenter",
}  # fmt: skip
STYLES: Mapping[str, Mapping[str, Any]] = {
    "plain": {**_BASE, "text_wrap": True},
    "title": {**_BASE, "bold": True, "font_size": 16, "font_color": DARK},
    "part": {**_BASE, "bold": True, "font_size": 12, "font_color": DARK},
    "band": {**_BASE, "bold": True, "font_size": 12, "font_color": DARK, "bg_color": PALE},
    "mark": {**_BASE, "font_size": 8, "italic": True, "text_wrap": True, "bg_color": PALE},
    "head_draft": {**_HEAD, "bg_color": DARK},
    "head_submit": {**_HEAD, "bg_color": BLUE},
    "head_other": {**_HEAD, "bg_color": GREY},
    "text": _CELL,
    "short_text": {**_CELL, "num_format": "@"},
    "quoted": {**_CELL, "quote_prefix": True},
    "whole": {**_CELL, "num_format": "#,##0", "align": "right"},
    "one_decimal": {**_CELL, "num_format": "#,##0.0", "align": "right"},
    "decimal": {**_CELL, "num_format": "#,##0.######", "align": "right"},
    "money": {**_CELL, "num_format": "£#,##0.00;-£#,##0.00", "align": "right"},
    "date": {**_CELL, "num_format": "dd/mm/yyyy", "align": "right"},
    "percent": {**_CELL, "num_format": "0%", "align": "right"},
    "link": {**_BASE, "font_color": BLUE, "underline": 1},
}


class Book:
    """A workbook in memory. The same cells give the same bytes: it has a fixed day of creation."""

    def __init__(self, title: str, about: str, made_on: date) -> None:
        self._stream = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = Workbook(self._stream, options)
        self._styles: dict[str, Any] = {}
        made_at = datetime.combine(made_on, time(), UTC)
        self._book.set_properties({"title": title, "comments": about, "created": made_at})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if kind is None:
            self._book.close()

    @property
    def data(self) -> bytes:
        """The bytes of the workbook, once it is closed."""
        return self._stream.getvalue()

    def sheet(self, name: str) -> Any:
        """A new sheet after the others."""
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(A3)
        sheet.set_print_scale(60)
        return sheet

    def style(self, name: str) -> Any:
        """One of STYLES."""
        if name not in self._styles:
            self._styles[name] = self._book.add_format(dict(STYLES[name]))
        return self._styles[name]

    def put(self, sheet: Any, row: int, column: int, value: Any, style: str) -> None:
        """Writes a value as what it is; text is never a formula. Rows and columns from 0."""
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value, self.style(style))
        elif isinstance(value, date) and date(value.year, value.month, value.day) < FIRST_EXCEL_DAY:
            sheet.write_string(row, column, value.isoformat(), self.style("text"))
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self.style("date"))
        elif isinstance(value, str):
            self._put_text(sheet, row, column, value, style)
        else:
            number = float(number_text(float(value)))
            sheet.write_number(row, column, number, self.style(style))

    def _put_text(self, sheet: Any, row: int, column: int, value: str, style: str) -> None:
        value = value.translate(_NO_SIGNS)
        is_cell = not STYLES[style].get("locked", True)
        name = "quoted" if is_cell and value.startswith(FORMULA_SIGNS) else style
        sheet.write_string(row, column, value, self.style(name))
