"""What an uploaded workbook holds: schemes with the place of every answer, problems and notes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.documents.excel.layout import ANSWER, LINK_TO_SCHEME, NONE_MARK, Layout, Table
from app.documents.excel.match import Matched
from app.documents.excel.told import Place, Told
from rulebook.problem import Problem


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of a workbook as they were found, by the path of their table."""

    layout: Layout
    by_path: Mapping[tuple[str, ...], Matched]

    def of(self, table: Table) -> Matched:
        return self.by_path[table.path]


@dataclass(slots=True)
class UploadedScheme:
    """A scheme of a workbook: its answers as the JSON API takes them, and where they stand.

    `label` is what the first column calls it. `rows` gives the sheet and row of the scheme ("")
    and of each item of its lists, by JSON pointer. `told` is what could not be read; those answers
    are left out.
    """

    label: str
    row: int
    sheets: Sheets
    answers: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, tuple[Table, int]] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What people know it by: its name in the workbook, or its row."""
        return self.label or f"row {self.row:,}"

    def tell(self, problem: Problem) -> Told:
        """A problem of the reader or of completeness, told by sheet, row and column."""
        place, sheet = self.place_of(problem.pointer)
        to_do = f" Use the sheet {sheet}." if sheet else ""
        message = problem.message + to_do
        return Told(place, message, self.name, problem.label, problem.code, problem.pointer)

    def tell_all(self, problems: Iterable[Problem]) -> list[Told]:
        """The problems, without those that follow from a cell that could not be read."""
        return [self.tell(p) for p in problems if not self._is_told(p.pointer)]

    def place_of(self, pointer: str) -> tuple[Place, str]:
        """The cell of an answer, and the sheet where a list that has no row yet belongs."""
        if f"{pointer}/0" in self.rows:
            pointer = f"{pointer}/0"
        steps = pointer.split("/")
        for length in range(len(steps), 0, -1):
            above = "/".join(steps[:length])
            if above in self.rows:
                table, row = self.rows[above]
                return self._in_row(table, row, tuple(steps[length:]))
        return Place(self.sheets.layout.schemes.name), ""

    def _in_row(self, table: Table, row: int, rest: tuple[str, ...]) -> tuple[Place, str]:
        found = self.sheets.of(table)
        number = _column_at(table, rest)
        child = next(
            (c for c in self.sheets.layout.children(table) if rest and c.steps == rest), None
        )
        if number is None:
            number = table.find(LINK_TO_SCHEME) or 0
        return found.place(row, number), self.sheets.of(child).grid.name if child else ""

    def _is_told(self, pointer: str) -> bool:
        return any(_covers(told.pointer, pointer) for told in self.told)


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The schemes of a workbook in the order of their rows.

    `problems` belong to no scheme, such as a row of a list whose scheme is not there. `notes` are
    no problems: what was left aside or is easily overlooked. `version_note` says that the workbook
    is of another version, and is empty otherwise. `versions` are those of the schemes that it was
    filled with, by reference.
    """

    schemes: tuple[UploadedScheme, ...]
    problems: tuple[Told, ...]
    notes: tuple[Told, ...]
    version_note: str
    sheets: Sheets
    versions: Mapping[str, int]

    @property
    def told(self) -> list[Told]:
        """Everything that could not be read, in the order of sheets, rows and columns."""
        return self.in_order([*self.problems, *(t for s in self.schemes for t in s.told)])

    def in_order(self, told: Iterable[Told]) -> list[Told]:
        """Problems by sheet, row and column."""
        names = [self.sheets.of(table).grid.name for table in self.sheets.layout.tables]
        order = {name: n for n, name in enumerate(names)}
        return sorted(told, key=lambda t: (order.get(t.place.sheet, -1), t.place))


def _column_at(table: Table, steps: tuple[str, ...]) -> int | None:
    """The column of an answer, of a choice in it, or the first one of a group."""
    kinds = (ANSWER, NONE_MARK)
    asked = [(n, c.steps) for n, c in enumerate(table.columns) if c.kind in kinds]
    inside = (n for n, at in asked if at == steps[: len(at)])
    below = (n for n, at in asked if steps and at[: len(steps)] == steps)
    return next(inside, next(below, None))


def _covers(told: str, pointer: str) -> bool:
    """Whether a problem at `pointer` only follows from one that was told already."""
    if not told:
        return False
    if pointer == told or pointer.startswith(f"{told}/"):
        return True
    rest = told.removeprefix(f"{pointer}/")
    return rest != told and not any(step.isdigit() for step in rest.split("/"))
