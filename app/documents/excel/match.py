"""Finds the sheets and columns of the template in a workbook, wherever they were moved to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.documents.excel.grid import Grid
from app.documents.excel.layout import LINK, LINK_TO_SCHEME, OWN_SHEETS, Column, Layout, Table
from app.documents.excel.stamp import TAKE_NEW, Stamp
from app.documents.excel.tidy import is_blank
from app.documents.excel.told import Place, Told, letters
from app.documents.excel.wording import mark_of
from app.documents.typed.text import key_of
from app.errors import Invalid
from rulebook.pack import Pack
from rulebook.problem import Problem, shorten
from rulebook.suggest import nearest

LATEST_HEADING_ROW: Final = 20
"""People put a few rows above the headings; further down they are not looked for."""
_FIRST_MARK = mark_of(Column(LINK_TO_SCHEME, LINK))
"""What stands below the heading of the first column of every sheet."""


@dataclass(frozen=True, slots=True)
class Matched:
    """A table as it stands in a workbook: the row of its headings, and its columns, from 1.

    `columns` gives for each column of the table its own there. `added` are others, by heading.
    """

    table: Table
    grid: Grid
    heading_row: int
    columns: Mapping[int, int]
    added: Mapping[int, str]

    @property
    def first_row(self) -> int:
        """The first row with answers: below the marks under the headings, if they are there."""
        below = self.grid.value(self.heading_row + 1, self.columns.get(0, 1))
        return self.heading_row + (2 if key_of(str(below)) == key_of(_FIRST_MARK) else 1)

    def place(self, row: int, column: int) -> Place:
        """Where a column of the table stands in a row."""
        heading = self.table.columns[column].title
        return Place(self.grid.name, row, self.columns[column], heading)


def match(layout: Layout, grids: Mapping[str, Grid], stamp: Stamp, pack: Pack) -> list[Matched]:
    """Every table of the layout in a workbook; raises Invalid when any part of one is missing."""
    by_key = {key_of(name): grid for name, grid in grids.items()}
    problems: list[Problem] = []
    matched: list[Matched] = []
    for table in layout.tables:
        grid = by_key.get(key_of(table.name))
        if grid is None:
            problems.append(_missing_sheet(table, grids, layout))
            continue
        found = _matched(table, grid)
        problems += _wrong_columns(found)
        matched.append(found)
    if problems:
        raise Invalid(_why(stamp, pack, matched), problems)
    return matched


def notes_on(matched: list[Matched], layout: Layout, grids: Mapping[str, Grid]) -> list[Told]:
    """What was left aside or is easily overlooked: other sheets and columns, hidden cells."""
    known = {key_of(table.name) for table in layout.tables} | set(map(key_of, OWN_SHEETS))
    notes = [
        Told(Place(name), "This sheet is not part of the template. It was not read.", code="added")
        for name in grids
        if key_of(name) not in known
    ]
    for item in matched:
        notes += _notes_on_sheet(item)
    return notes


def changes_in(stamp: Stamp, pack: Pack) -> str:
    """What to know about a workbook that was made from another version, or nothing."""
    if stamp.template != pack.template.version:
        return (
            f"This workbook was made from version {shorten(stamp.template)} of the template; the "
            f"one of this round is {pack.template.version}."
        )
    if stamp.sha256 != pack.sha256:
        return (
            "The lists or rules of the framework have changed since this workbook was made. Your "
            "answers were read by the present ones."
        )
    return ""


def _matched(table: Table, grid: Grid) -> Matched:
    rows = range(1, min(LATEST_HEADING_ROW, len(grid.rows)) + 1)
    found = {row: _columns_in(table, grid, row) for row in rows}
    best = max(rows, key=lambda row: len(set(found[row].values())), default=1)
    columns = found.get(best, {})
    added = {
        column: str(value)
        for column, value in enumerate(grid.rows[best - 1] if grid.rows else (), 1)
        if column not in columns and not is_blank(value)
    }
    first = {number: column for column, number in reversed(columns.items())}
    return Matched(table, grid, best, first, added)


def _columns_in(table: Table, grid: Grid, row: int) -> dict[int, int]:
    """The columns of a row that have a heading of the table, each with its number there."""
    keys = {column: key_of(str(value)) for column, value in enumerate(grid.rows[row - 1], 1)}
    return {column: table.by_key[key] for column, key in keys.items() if key in table.by_key}


def _wrong_columns(found: Matched) -> Iterator[Problem]:
    name, added = found.grid.name, list(found.added.values())
    for number, column in enumerate(found.table.columns):
        if number not in found.columns:
            hint = nearest(column.title, added).replace("Did you mean", "Was it renamed to")
            message = f"The column “{column.title}” is missing on the sheet {name}.{hint}"
            yield Problem(f"{message} Put it back.", label=name, code="missing_column")
    seen: dict[int, int] = {}
    for at, number in _columns_in(found.table, found.grid, found.heading_row).items():
        if number in seen:
            both = f"{letters(seen[number])} and {letters(at)}"
            title = found.table.columns[number].title
            message = f"The column “{title}” is on the sheet {name} twice, as {both}. Delete one."
            yield Problem(message, label=name, code="repeated_column")
        seen.setdefault(number, at)


def _missing_sheet(table: Table, grids: Mapping[str, Grid], layout: Layout) -> Problem:
    """A sheet that is not there, and the other one that has its columns if there is one."""
    known = {key_of(other.name) for other in layout.tables}
    others = [grid for name, grid in grids.items() if key_of(name) not in known]
    least = len(table.columns) / 2
    alike = [grid.name for grid in others if len(_matched(table, grid).columns) > least]
    renamed = f" It may be the sheet “{alike[0]}”: give it its name again." if alike else ""
    message = f"The sheet “{table.name}” is missing.{renamed or ' Put it back.'}"
    return Problem(message, label=table.name, code="missing_sheet")


def _why(stamp: Stamp, pack: Pack, matched: list[Matched]) -> str:
    added = [f"“{shorten(name)}”" for item in matched for name in item.added.values()]
    if stamp.template == pack.template.version:
        return f"Sheets or columns of the template are missing, or there twice. {TAKE_NEW}"
    gone = f" No longer asked: {', '.join(added)}." if added else ""
    return f"{changes_in(stamp, pack)} What is new is listed below.{gone} {TAKE_NEW}"


def _notes_on_sheet(item: Matched) -> Iterator[Told]:
    name, marks = item.grid.name, item.grid.marks
    for column, heading in item.added.items():
        message = f"The column “{shorten(heading)}” is not part of the template. It was not read."
        yield Told(Place(name, item.heading_row, column), message, code="added")
    last = min(len(item.grid.rows), marks.last_row)
    rows = [row for row in marks.hidden_rows if item.first_row <= row <= last]
    if rows:
        yield Told(
            Place(name), f"{_some('Row', rows)} hidden, and read all the same.", code="hidden"
        )
    columns = [c for c in marks.hidden_columns if c in item.columns.values()]
    if columns:
        words = _some("Column", [letters(column) for column in columns])
        yield Told(Place(name), f"{words} hidden, and read all the same.", code="hidden")


def _some(kind: str, items: list[int] | list[str], most: int = 5) -> str:
    """The first few, and how many more: Rows 4, 5 and 6 are."""
    if len(items) == 1:
        return f"{kind} {items[0]} is"
    more = f" and {len(items) - most:,} more" if len(items) > most else ""
    return f"{kind}s {', '.join(map(str, items[:most]))}{more} are"
