"""What the XML of a sheet says of its cells, and the library that reads values does not.

Formulas, errors, percentages, merged and hidden cells; and how far the sheet goes, which must be
known before it is read, because a single cell in the last row would fill the memory.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

from app.documents.excel.layout import MOST_ROWS
from app.documents.excel.package import DAMAGED
from app.errors import Unreadable

FURTHEST_ROW: Final = MOST_ROWS + 100
FURTHEST_COLUMN: Final = 400
MOST_MARKED: Final = 300_000
"""The most cells of a sheet that may be formulas, errors or percentages."""
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_PERCENT_FORMATS = frozenset({"9", "10"})
"""The formats 0% and 0.00%, which every workbook has without writing them down."""
Cell = tuple[int, int]
"""Row and column, from 1."""
Attributes = dict[str, str]


@dataclass(slots=True)
class Marks:
    """Cells of a sheet by what is special about them, and the last row and column with a value."""

    formulas: set[Cell] = field(default_factory=set)
    errors: set[Cell] = field(default_factory=set)
    percents: set[Cell] = field(default_factory=set)
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0


@dataclass(frozen=True, slots=True)
class Element:
    """The beginning of an element: its name without a prefix, and its attributes."""

    name: str
    attributes: Attributes


class _Scan:
    """Goes through the XML of a sheet once, and keeps its marks."""

    def __init__(self, percent_styles: frozenset[str]) -> None:
        self.marks = Marks()
        self.percent_styles = percent_styles
        self.row = self.column = 0
        self.is_text = False
        self.columns: dict[str, int] = {}
        self.handlers: dict[str, Callable[[Attributes], None]] = {
            "c": self._cell,
            "v": self._value,
            "is": self._value,
            "f": self._formula,
            "row": self._row,
            "col": self._column,
            "mergeCell": self._merged,
        }

    def start(self, name: str, attributes: Attributes) -> None:
        handler = self.handlers.get(name.rpartition(":")[2])
        if handler:
            handler(attributes)

    def _row(self, attributes: Attributes) -> None:
        self.row = int(attributes.get("r", self.row + 1))
        self.column = 0
        if attributes.get("hidden") in ("1", "true") and len(self.marks.hidden_rows) < MOST_ROWS:
            self.marks.hidden_rows.append(self.row)

    def _column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in ("1", "true"):
            last = min(int(attributes["max"]), FURTHEST_COLUMN)
            self.marks.hidden_columns.extend(range(int(attributes["min"]), last + 1))

    def _cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r", "")
        name = reference.rstrip("0123456789")
        if name not in self.columns:
            self.columns[name] = column_number(name) if name else 0
        self.column = self.columns[name] or self.column + 1
        if name and reference[len(name) :] != str(self.row):
            raise Unreadable(DAMAGED)
        kind = attributes.get("t")
        self.is_text = kind == "str"
        if kind == "e":
            self._mark(self.marks.errors)
        elif attributes.get("s") in self.percent_styles and kind in (None, "n"):
            self._mark(self.marks.percents)

    def _formula(self, _: Attributes) -> None:
        if not self.is_text:
            self._mark(self.marks.formulas)

    def _mark(self, cells: set[Cell]) -> None:
        if len(cells) >= MOST_MARKED:
            raise Unreadable(
                f"A sheet has more than {MOST_MARKED:,} formulas, errors or percentages. Copy what "
                "you need into a new workbook as values, and upload that."
            )
        cells.add((self.row, self.column))

    def _value(self, _: Attributes) -> None:
        self.marks.last_row = max(self.marks.last_row, self.row)
        self.marks.last_column = max(self.marks.last_column, self.column)

    def _merged(self, attributes: Attributes) -> None:
        ends = _REFERENCE.findall(attributes.get("ref", ""))
        if len(ends) == 2 and len(self.marks.merged) < MOST_ROWS:
            first, last = ((int(row), column_number(name)) for name, row in ends)
            self.marks.merged.append((first, last))


def marks_of(sheet: bytes, percent_styles: frozenset[str]) -> Marks:
    """The marks of a sheet, from its XML; raises Unreadable where that is damaged."""
    scan = _Scan(percent_styles)
    _parse(sheet, scan.start)
    return scan.marks


def elements(part: bytes) -> list[Element]:
    """Every element of a small part, in the order in which they begin."""
    found: list[Element] = []
    _parse(part, lambda name, a: found.append(Element(name.rpartition(":")[2], a)))
    return found


def percent_styles(styles: bytes) -> frozenset[str]:
    """The numbers of the cell styles that show a number as a percentage."""
    formats = set(_PERCENT_FORMATS)
    found = elements(styles) if styles else []
    for item in found:
        if item.name == "numFmt" and "%" in _unquoted(item.attributes.get("formatCode", "")):
            formats.add(item.attributes.get("numFmtId", ""))
    ids = (item.attributes.get("numFmtId", "0") for item in _cell_styles(found))
    return frozenset(str(n) for n, id in enumerate(ids) if id in formats)


def column_number(name: str) -> int:
    """The number of a column from its name, from 1; raises Unreadable for what is no name."""
    if not re.fullmatch("[A-Z]{1,3}", name):
        raise Unreadable(DAMAGED)
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _cell_styles(found: list[Element]) -> Iterator[Element]:
    is_inside = False
    for item in found:
        if item.name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            is_inside = item.name == "cellXfs"
        elif item.name == "xf" and is_inside:
            yield item


def _unquoted(code: str) -> str:
    """A format code without the text that it shows as it is."""
    return re.sub(r'"[^"]*"|\\.', "", code)


def _parse(part: bytes, start: Callable[[str, Attributes], Any]) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise Unreadable(DAMAGED) from None


def _refuse_doctype(*_: object) -> None:
    """A workbook never declares a document type; files made to do harm do."""
    raise Unreadable(DAMAGED)
