"""The sheets of a workbook as values, read once its parts are known to be harmless."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from app.documents.excel.contents import contents_of
from app.documents.excel.marks import FURTHEST_COLUMN, FURTHEST_ROW, Marks, marks_of
from app.documents.excel.markup import check
from app.documents.excel.package import DAMAGED, Package
from app.documents.excel.plain import Measured, packed
from app.documents.excel.strings import Strings, strings_of
from app.documents.excel.styles import Styles, styles_of
from app.errors import Invalid, Unreadable

LARGEST_AREA: Final = 6_000_000
"""The most cells of all sheets, blank ones included: they are all held in memory at once."""
MOST_TAGS: Final = 3_000_000
"""The most beginnings and ends of elements: 1,000 full schemes have 1.2 million in 12 MB."""
LARGEST_TEXT: Final = 100_000_000
"""The most bytes of shared texts in all cells: each cell gets a copy of its text."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The values of a sheet by row and column, from 0, blank as "", and its marks.

    A value is text, a float, true or false, a date or a time.
    """

    name: str
    rows: list[list[Any]]
    marks: Marks

    def value(self, row: int, column: int) -> Any:
        """The value of a cell; what lies outside is blank. Rows and columns count from 1."""
        cells = self.rows[row - 1] if row <= len(self.rows) else []
        return cells[column - 1] if column <= len(cells) else ""


def read_grids(package: Package) -> dict[str, Grid]:
    """The sheets of a workbook by name; raises Unreadable or Invalid for what cannot be read."""
    parts = package.parts
    _check_parts(parts)
    contents = contents_of(parts)
    strings = parts.get("xl/sharedstrings.xml")
    shared = strings_of(strings) if strings else Strings()
    styles = styles_of(parts["xl/styles.xml"]) if "xl/styles.xml" in parts else Styles()
    found = {name: marks_of(parts[part], styles, shared) for name, part in contents.sheets.items()}
    marks = {name: marked for name, (marked, _) in found.items()}
    _check_sizes(marks)
    rows = [rows for _, rows in found.values()]
    values = _values(Measured(rows, styles, shared, contents.counts_from_1904))
    return {
        name: Grid(name, _restored(values, marked.no_dates), marked)
        for (name, marked), values in zip(marks.items(), values, strict=True)
    }


def _check_parts(parts: Mapping[str, bytes]) -> None:
    if sum(part.count(b"<") for part in parts.values()) > MOST_TAGS:
        raise Invalid("The workbook holds too many cells. Split it into several workbooks.")
    for part in parts.values():
        check(part)


def _values(measured: Measured) -> list[list[list[Any]]]:
    """The values of every sheet, in their order."""
    with guarded(), CalamineWorkbook.from_filelike(packed(measured)) as book:
        sheets = (book.get_sheet_by_index(n) for n in range(len(measured.rows)))
        return [sheet.to_python(skip_empty_area=False) for sheet in sheets]


def _restored(rows: list[list[Any]], no_dates: Mapping[tuple[int, int], str]) -> list[list[Any]]:
    """The rows with the numbers that are no dates, as the text that stands there."""
    for (row, column), text in no_dates.items():
        rows[row - 1][column - 1] = text
    return rows


@contextmanager
def guarded() -> Iterator[None]:
    """Refuses the workbook where the library fails, even where it panics.

    A panic is no Exception, so it would pass every handler of the service; it leaves nothing
    behind that another read could meet.
    """
    try:
        yield
    except (CalamineError, OSError, ValueError, OverflowError):
        raise Unreadable(DAMAGED) from None
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":
            raise
        raise Unreadable(DAMAGED) from None


def _check_sizes(marks: Mapping[str, Marks]) -> None:
    for name, found in marks.items():
        _check_size(name, found)
    if sum(found.last_row * found.last_column for found in marks.values()) > LARGEST_AREA:
        raise Invalid("The sheets are too large when they are taken together. Split the workbook.")
    if sum(found.text_size for found in marks.values()) > LARGEST_TEXT:
        raise Invalid("The texts of all cells are too long together. Split the workbook.")


def _check_size(name: str, found: Marks) -> None:
    if found.last_row > FURTHEST_ROW:
        raise Invalid(
            f"The sheet {name} has something in row {found.last_row:,}; rows up to "
            f"{FURTHEST_ROW:,} are read. Delete what stands far below, or split the workbook."
        )
    if found.last_column > FURTHEST_COLUMN:
        raise Invalid(
            f"The sheet {name} has something in column {found.last_column:,}; the first "
            f"{FURTHEST_COLUMN} columns are read. Delete what stands far to the right."
        )
