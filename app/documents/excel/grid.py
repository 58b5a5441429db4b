"""The sheets of a workbook as values, read once its parts are known to be harmless."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from app.documents.excel.marks import (
    FURTHEST_COLUMN,
    FURTHEST_ROW,
    Marks,
    elements,
    marks_of,
    percent_styles,
)
from app.documents.excel.package import DAMAGED, Package
from app.errors import Invalid, Unreadable

_WORKBOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"

LARGEST_AREA: Final = 6_000_000
"""The most cells of all sheets, blank ones included: they are all held in memory at once."""


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
    parts = {name.lower(): data for name, data in package.parts.items()}
    styles = percent_styles(parts.get("xl/styles.xml", b""))
    marks = {name: marks_of(parts[part], styles) for name, part in _sheets(parts) if part in parts}
    for name, found in marks.items():
        _check_size(name, found)
    if sum(found.last_row * found.last_column for found in marks.values()) > LARGEST_AREA:
        raise Invalid("The sheets are too large when they are taken together. Split the workbook.")
    return {name: Grid(name, rows, marks[name]) for name, rows in _values(package, marks)}


def _sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """The name of each sheet, and the part that holds it."""
    targets = {
        item.attributes.get("Id"): item.attributes.get("Target", "")
        for item in elements(parts.get(_LINKS, b"<none/>"))
    }
    for item in elements(parts[_WORKBOOK]):
        if item.name == "sheet":
            id = next((v for k, v in item.attributes.items() if k.rpartition(":")[2] == "id"), "")
            path = posixpath.normpath(posixpath.join("/xl", targets.get(id, "")))
            yield item.attributes.get("name", ""), path.lstrip("/").lower()


def _values(package: Package, marks: Mapping[str, Marks]) -> Iterator[tuple[str, list[list[Any]]]]:
    try:
        with CalamineWorkbook.from_filelike(package.packed()) as book:
            for name in book.sheet_names:
                if name in marks:
                    yield name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError):
        raise Unreadable(DAMAGED) from None


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
