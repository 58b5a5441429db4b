"""What the XML of a sheet says of its cells, and the library that reads values does not.

Formulas, errors, percentages, merged and hidden cells, and dates that are none; how far the sheet
goes and how much text it repeats, which must be known before it is read, because a single cell in
the last row would fill the memory. Only the rows that were measured here are handed on.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from app.documents.excel.layout import MOST_ROWS
from app.documents.excel.markup import (
    Attributes,
    Parser,
    a_parser,
    damaged,
    forbid_asides,
    local,
    run,
)
from app.documents.excel.strings import Strings
from app.documents.excel.styles import Styles
from app.errors import Unreadable

FURTHEST_ROW: Final = MOST_ROWS + 100
FURTHEST_COLUMN: Final = 400
MOST_MARKED: Final = 300_000
"""The most cells of a sheet that may be formulas, errors or percentages."""
MOST_MERGED: Final = 2_000
"""The most blocks of merged cells that are kept, and one more to show that there are more."""
LAST_DAY: Final = 2_958_466
"""The day after 31 December 9999 as Excel counts days, the last that it knows."""
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_WHOLE = re.compile("0|[1-9][0-9]{0,8}")
_PLAIN = re.compile(rb"<[^<>]*/>|<[^<>]*>([^<>&]*)")
"""An empty element, or the beginning of one with text that means what it says."""
_PLACES = {"row": 3, "c": 4}
"""How deep rows and cells stand within the cells of a sheet, the sheet itself being 1."""
Cell = tuple[int, int]
"""Row and column, from 1."""


@dataclass(slots=True)
class Marks:
    """Cells of a sheet by what is special about them, and the last row and column with a value.

    `no_dates` has what stands in a cell for dates where the number is none. `text_size` counts the
    bytes of shared texts, as often as cells repeat them.
    """

    formulas: set[Cell] = field(default_factory=set)
    errors: set[Cell] = field(default_factory=set)
    percents: set[Cell] = field(default_factory=set)
    no_dates: dict[Cell, str] = field(default_factory=dict)
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0
    text_size: int = 0


class _Scan:
    """Goes through the XML of a sheet once, and keeps its marks."""

    def __init__(self, sheet: bytes, styles: Styles, strings: Strings) -> None:
        self.marks = Marks()
        self.sheet, self.sizes = sheet, strings.sizes
        self.percents, self.times = styles.percents, styles.times
        self.parser: Parser = a_parser(self.start, self.end)
        self.row = self.column = self.depth = 0
        self.first = self.last = self.value_at = 0
        self.is_inside = self.has_data = False
        self.kind: str | None = None
        self.is_time = False
        self.columns: dict[str, int] = {"": 0}
        self.styles: set[str | None] = {None}
        self.hidden = bytearray(FURTHEST_COLUMN + 1)
        self.spans: list[tuple[int, int, bytes]] = []
        self.inside: dict[str, Callable[[Attributes], None]] = {
            "row": self._row,
            "c": self._cell,
            "v": self._value,
            "is": self._text,
            "f": self._formula,
        }
        self.outside: dict[str, Callable[[Attributes], None]] = {
            "sheetData": self._data,
            "col": self._column,
            "mergeCell": self._merged,
        }

    def start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        name = local(name) if ":" in name else name
        if self.is_inside:
            self._check_place(name)
        handler = (self.inside if self.is_inside else self.outside).get(name)
        if handler:
            handler(attributes)

    def _check_place(self, name: str) -> None:
        """Rows stand in the sheet and cells in rows, or another reader counts them otherwise."""
        if name == "sheetData" or _PLACES.get(name, self.depth) != self.depth:
            damaged()
        if self.depth == 3 and name != "row":
            damaged()

    def end(self, name: str) -> None:
        if self.is_inside:
            if self.value_at:
                self._value_ends(name)
            elif self.depth == 2:
                self.is_inside = False
                self.last = self.parser.CurrentByteIndex
        self.depth -= 1

    def _data(self, _: Attributes) -> None:
        if self.depth != 2 or self.has_data:
            damaged()
        self.is_inside = self.has_data = True

    def _row(self, attributes: Attributes) -> None:
        self.first = self.first or self.parser.CurrentByteIndex
        self.row = _whole(attributes["r"]) if "r" in attributes else self.row + 1
        self.column = 0
        if attributes.get("hidden") in ("1", "true") and len(self.marks.hidden_rows) < MOST_ROWS:
            self.marks.hidden_rows.append(self.row)

    def _column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in ("1", "true"):
            first = max(int(attributes.get("min", 1)), 1)
            last = min(int(attributes.get("max", first)), FURTHEST_COLUMN)
            self.hidden[first : last + 1] = bytes([1]) * (last + 1 - first)

    def _cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r", "")
        name = reference.rstrip("0123456789")
        if name not in self.columns:
            self.columns[name] = column_number(name)
        self.column = self.columns[name] or self.column + 1
        if "r" in attributes and (not name or reference[len(name) :] != str(self.row)):
            damaged()
        self.kind = attributes.get("t")
        style = attributes.get("s")
        if style not in self.styles:
            self.styles.add(str(_whole(style or "")))
        is_number = self.kind in (None, "n")
        self.is_time = is_number and style in self.times
        if self.kind == "e":
            self._mark(self.marks.errors)
        elif is_number and style in self.percents:
            self._mark(self.marks.percents)

    def _formula(self, _: Attributes) -> None:
        if self.kind != "str":
            self._mark(self.marks.formulas)

    def _mark(self, cells: set[Cell]) -> None:
        if len(cells) >= MOST_MARKED:
            raise Unreadable(
                f"A sheet has more than {MOST_MARKED:,} formulas, errors or percentages. Copy what "
                "you need into a new workbook as values, and upload that."
            )
        cells.add((self.row, self.column))

    def _text(self, _: Attributes) -> None:
        self.marks.last_row = max(self.marks.last_row, self.row)
        self.marks.last_column = max(self.marks.last_column, self.column)

    def _value(self, attributes: Attributes) -> None:
        self._text(attributes)
        if self.kind == "s" or self.is_time:
            if self.value_at:
                damaged()
            self.value_at = self.parser.CurrentByteIndex

    def _value_ends(self, name: str) -> None:
        """Looks at a value that is the number of a shared text, or a date."""
        start, end = self.value_at, self.parser.CurrentByteIndex
        plain = _PLAIN.fullmatch(self.sheet, start, end)
        self.value_at = 0
        if local(name) != "v" or plain is None:
            damaged()
        if plain[1]:
            text = plain[1].decode()
            if self.is_time:
                self._check_day(text, plain.span(1))
            else:
                self._count(text)

    def _check_day(self, text: str, span: tuple[int, int]) -> None:
        """Keeps a number that is no day from the library, which stops the service at some."""
        try:
            is_day = abs(float(text)) <= LAST_DAY
        except ValueError:
            return  # taken for text
        if not is_day:
            self.marks.no_dates[(self.row, self.column)] = text
            self.spans.append((*span, b"0" * (span[1] - span[0])))

    def _count(self, number: str) -> None:
        index = _whole(number)
        if index >= len(self.sizes):
            damaged()
        self.marks.text_size += self.sizes[index]

    def _merged(self, attributes: Attributes) -> None:
        ends = _REFERENCE.findall(attributes.get("ref", ""))
        if len(ends) == 2 and len(self.marks.merged) <= MOST_MERGED:
            first, last = ((int(row), column_number(name)) for name, row in ends)
            self.marks.merged.append((first, last))


def marks_of(sheet: bytes, styles: Styles, strings: Strings) -> tuple[Marks, bytes]:
    """The marks of a sheet, and the XML of its rows with 0 in the place of dates that are none.

    Raises Unreadable where the sheet is damaged.
    """
    scan = _Scan(sheet, styles, strings)
    forbid_asides(scan.parser)
    run(scan.parser, sheet)
    marks = scan.marks
    marks.hidden_columns = [number for number, is_hidden in enumerate(scan.hidden) if is_hidden]
    return marks, b"".join(_patched(sheet, scan)) if scan.first else b""


def column_number(name: str) -> int:
    """The number of a column from its name, from 1; raises Unreadable for what is no name."""
    if not re.fullmatch("[A-Z]{1,3}", name):
        damaged()
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _patched(sheet: bytes, scan: _Scan) -> Iterator[bytes]:
    """The rows, with 0 in the place of each number that is no day."""
    at = scan.first
    for first, last, new in scan.spans:
        yield sheet[at:first]
        yield new
        at = last
    yield sheet[at : scan.last]


def _whole(text: str) -> int:
    """A number as every reader understands it: no sign, no zero in front, nine digits at most."""
    return int(text) if _WHOLE.fullmatch(text) else damaged()
