"""The rows of a sheet: what links each one, its answers, and what is wrong with its cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from app.documents.excel.choices import check_empty_list
from app.documents.excel.faults import CellFault
from app.documents.excel.layout import (
    ANSWER,
    LINK_TO_ROW,
    LINK_TO_SCHEME,
    NONE_MARK,
    OWN_NUMBER,
    Column,
    Table,
)
from app.documents.excel.marks import MOST_MERGED
from app.documents.excel.match import Matched
from app.documents.excel.parse import Parser, parser_of, percent_fault
from app.documents.excel.tidy import is_blank, number_text
from app.documents.excel.told import Place
from app.documents.typed.fault import Unreadable
from app.documents.typed.text import plain_text
from app.errors import Invalid

_ERROR = "This cell shows an error of Excel, such as #REF!. Write the answer itself."
_NO_DATE = (
    "This is not a date that can be read. Write it again; where no date is asked for, give the "
    "cell the format General first."
)
_UNSAVED = (
    "This cell has a formula whose result was not saved. Write the result itself, or open the "
    "workbook in Excel, save it, and upload it again."
)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that cannot be used; `steps` lead to its answer from those of its row."""

    place: Place
    column: Column
    fault: Unreadable

    @property
    def steps(self) -> tuple[str, ...]:
        return self.column.steps


@dataclass(slots=True)
class Row:
    """A row that is not blank. `links` holds what is written in its columns that link it."""

    number: int
    links: dict[str, str] = field(default_factory=dict)
    answers: list[tuple[Column, Any]] = field(default_factory=list)
    nothing: list[tuple[Column, Place]] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)

    @property
    def has_answers(self) -> bool:
        return bool(self.answers or self.nothing or self.problems)


def rows_of(found: Matched) -> Iterator[Row]:
    """Every row with something in it; raises Invalid where there are more than may be given."""
    parsers = list(_parsers(found.table))
    count = 0
    for number in range(found.first_row, len(found.grid.rows) + 1):
        row = _row(found, number, parsers)
        if not (row.has_answers or row.links):
            continue
        count += 1
        if count > found.table.most_rows:
            raise Invalid(
                f"The sheet {found.grid.name} has more than {found.table.most_rows:,} rows with "
                "answers. Split it into several workbooks."
            )
        yield row


def merged_cells(found: Matched) -> Iterator[CellProblem]:
    """A problem for each block of merged cells among the answers; raises Invalid for too many."""
    if len(found.grid.marks.merged) > MOST_MERGED:
        raise Invalid(
            f"The sheet {found.grid.name} has more than {MOST_MERGED:,} blocks of merged cells. "
            "Select the whole sheet, choose Unmerge Cells, and write the answer in each row."
        )
    ours = {at: number for number, at in found.columns.items()}
    for (top, left), (bottom, right) in found.grid.marks.merged:
        inside = [at for at in ours if left <= at <= right]
        if bottom >= found.first_row and inside:
            number = ours[min(inside)]
            message = "These cells are merged. Unmerge them, and write the answer in each row."
            place = found.place(max(top, found.first_row), number)
            yield CellProblem(place, found.table.columns[number], CellFault(message, "merged"))


def _parsers(table: Table) -> Iterator[Parser | None]:
    """What reads the cells of each column with answers."""
    for column, known in zip(table.columns, table.choices, strict=True):
        yield parser_of(column.field, known) if column.kind == ANSWER else None


def _row(found: Matched, number: int, parsers: list[Parser | None]) -> Row:
    row = Row(number)
    for index, column in enumerate(found.table.columns):
        at = (number, found.columns[index])
        value = found.grid.value(*at)
        try:
            _check_cell(found, at, column, value)
            if not is_blank(value):
                _take(row, found, index, parsers[index], value)
        except Unreadable as fault:
            row.problems.append(CellProblem(found.place(number, index), column, fault))
    return row


def _check_cell(found: Matched, at: tuple[int, int], column: Column, value: Any) -> None:
    """Refuses a cell for what its value does not show."""
    marks = found.grid.marks
    if at in marks.no_dates:
        raise CellFault(_NO_DATE)
    if at in marks.errors or (isinstance(value, float) and not isfinite(value)):
        raise CellFault(_ERROR, "error_cell")
    if value == "" and at in marks.formulas:
        raise CellFault(_UNSAVED, "unsaved_formula")
    if at in marks.percents and isinstance(value, float) and column.kind == ANSWER:
        raise percent_fault(column.field, value)


def _take(row: Row, found: Matched, index: int, parser: Parser | None, value: Any) -> None:
    column = found.table.columns[index]
    if parser is not None:
        row.answers.append((column, parser(value)))
    elif column.kind == NONE_MARK:
        check_empty_list(value)
        row.nothing.append((column, found.place(row.number, index)))
    elif column.kind in (LINK_TO_SCHEME, LINK_TO_ROW, OWN_NUMBER):
        text = number_text(value) if isinstance(value, float) else str(value)
        row.links[column.kind] = plain_text(text)
