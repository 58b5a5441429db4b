"""Reads an uploaded workbook: bytes in, plain answers and problems out."""

from typing import Any

from app.documents.excel.cells import is_own_reference
from app.documents.excel.faults import CellFault, code_of
from app.documents.excel.grid import read_grids
from app.documents.excel.layout import (
    LINK_TO_ROW,
    LINK_TO_SCHEME,
    OWN_NUMBER,
    Layout,
    Table,
    layout_of,
)
from app.documents.excel.match import Matched, changes_in, match, notes_on
from app.documents.excel.package import open_package
from app.documents.excel.rows import CellProblem, Row, merged_cells, rows_of
from app.documents.excel.stamp import check_stamp, read_stamp, read_versions
from app.documents.excel.told import Place, Told
from app.documents.excel.uploaded import Sheets, Uploaded, UploadedScheme
from app.documents.typed.text import key_of
from rulebook.labels import label_of
from rulebook.pack import Pack
from rulebook.problem import Path, pointer_to, shorten

_EXTERNAL = (
    "The workbook has links to other workbooks. Their values were read as they were last saved."
)


def read_workbook(data: bytes, pack: Pack) -> Uploaded:
    """The schemes of a workbook that was made from the template of `pack`.

    What concerns the whole file is raised: WrongKind or Unreadable where it is no workbook that
    can be opened, Invalid where it is another template, or sheets or columns are missing.
    """
    package = open_package(data)
    grids = read_grids(package)
    stamp = read_stamp(grids)
    check_stamp(stamp, pack)
    layout = layout_of(pack)
    matched = match(layout, grids, stamp, pack)
    notes = notes_on(matched, layout, grids)
    if package.has_external_links:
        notes.append(Told(Place(layout.schemes.name), _EXTERNAL, code="external_links"))
    reading = _Reading(pack, layout, matched)
    reading.read()
    return Uploaded(
        tuple(reading.schemes),
        tuple(reading.problems),
        tuple(notes),
        changes_in(stamp, pack),
        reading.sheets,
        read_versions(grids),
    )


class _Item:
    """An item of a list, or a scheme itself: its answers, and its pointer."""

    def __init__(self, scheme: UploadedScheme, answers: dict[str, Any], path: Path) -> None:
        self.scheme, self.answers, self.path = scheme, answers, path
        self.numbered: dict[tuple[tuple[str, ...], str], _Item] = {}


class _Reading:
    """Puts the rows of all sheets together. The schemes come first, a list after what holds it."""

    def __init__(self, pack: Pack, layout: Layout, matched: list[Matched]) -> None:
        self.template, self.layout, self.matched = pack.template, layout, matched
        self.sheets = Sheets(layout, {found.table.path: found for found in matched})
        self.schemes: list[UploadedScheme] = []
        self.problems: list[Told] = []
        self.items: dict[str, _Item] = {}
        self.nothing: list[tuple[_Item, Path, Place]] = []

    def read(self) -> None:
        for found in self.matched:
            self.problems += [Told(p.place, p.fault.message, code=code_of(p.fault))
                              for p in merged_cells(found)]  # fmt: skip
            for row in rows_of(found):
                if found.table.parent is None:
                    self._take_scheme(found, row)
                else:
                    self._take_item(found, found.table.parent, row)
        for item, steps, place in self.nothing:
            self._take_nothing(item, steps, place)

    def _take_scheme(self, found: Matched, row: Row) -> None:
        answers: dict[str, Any] = {}
        reference = _reference(row)
        label = row.links.get(LINK_TO_SCHEME) or reference
        scheme = UploadedScheme(label, row.number, self.sheets, answers)
        self.schemes.append(scheme)
        item = _Item(scheme, answers, ())
        self._fill(found, item, row)
        for name in dict.fromkeys((label, reference)):
            first = self.items.setdefault(key_of(name), item) if name else item
            if first is not item:
                self._tell_twice(found, item, name, first.scheme.row)

    def _tell_twice(self, found: Matched, item: _Item, name: str, first: int) -> None:
        message = (
            f"The scheme “{shorten(name)}” is in row {first:,} as well. Delete one of the rows, or "
            "give each its own name."
        )
        scheme = item.scheme
        place = found.place(scheme.row, found.table.find(LINK_TO_SCHEME) or 0)
        scheme.told.append(Told(place, message, scheme.name, code="repeated_scheme"))

    def _take_item(self, found: Matched, parent: Table, row: Row) -> None:
        if not row.has_answers:
            return
        try:
            holder = self._holder(parent, row)
        except CellFault as fault:
            kind = LINK_TO_ROW if fault.code == "unknown_row" else LINK_TO_SCHEME
            place = found.place(row.number, found.table.find(kind) or 0)
            self.problems.append(Told(place, fault.message, code=fault.code))
            self.problems += [self._told_cell(problem) for problem in row.problems]
            return
        items = _inside(holder.answers, found.table.steps[:-1]).setdefault(
            found.table.steps[-1], []
        )
        path: Path = (*holder.path, *found.table.steps, len(items))
        items.append({})
        item = _Item(holder.scheme, items[-1], path)
        self._fill(found, item, row)
        self._number(found, holder, item, row.links.get(OWN_NUMBER) or str(len(items)), row.number)

    def _number(self, found: Matched, holder: _Item, item: _Item, number: str, row: int) -> None:
        """Remembers an item by its number, which rows of other sheets may name."""
        if holder.numbered.setdefault((found.table.path, key_of(number)), item) is not item:
            place = found.place(row, found.table.find(OWN_NUMBER) or 0)
            message = f"Another row of this scheme has the number {shorten(number)}. Change one."
            holder.scheme.told.append(
                Told(place, message, holder.scheme.name, code="repeated_number")
            )

    def _holder(self, parent: Table, row: Row) -> _Item:
        """What a row of a list belongs to: its scheme, or a row of another list."""
        name = row.links.get(LINK_TO_SCHEME, "")
        if not name:
            raise CellFault("Say which scheme this row belongs to.", "no_scheme")
        scheme = self.items.get(key_of(name))
        if scheme is None:
            message = f"There is no scheme “{shorten(name)}” on the sheet "
            fix = "Correct the name, or add the scheme there."
            raise CellFault(f"{message}{self.layout.schemes.name}. {fix}", "unknown_scheme")
        return scheme if not parent.path else _numbered(scheme, parent, row)

    def _fill(self, found: Matched, item: _Item, row: Row) -> None:
        """Takes the answers and problems of a row into its item."""
        scheme = item.scheme
        scheme.rows[pointer_to(item.path)] = (found.table, row.number)
        for column, value in row.answers:
            _inside(item.answers, column.steps[:-1])[column.steps[-1]] = value
        for column, place in row.nothing:
            self.nothing.append((item, column.steps, place))
        for problem in row.problems:
            path = (*item.path, *problem.steps)
            scheme.told.append(self._told_cell(problem, scheme.name, path))

    def _told_cell(self, problem: CellProblem, scheme: str = "", path: Path = ()) -> Told:
        label = label_of(self.template, path) if path else problem.place.heading
        fault = problem.fault
        return Told(problem.place, fault.message, scheme, label, code_of(fault), pointer_to(path))

    def _take_nothing(self, item: _Item, steps: Path, place: Place) -> None:
        """An empty list, where a cell declares it and the sheet of the list agrees."""
        group = _inside(item.answers, [str(step) for step in steps[:-1]])
        if group.setdefault(str(steps[-1]), []):
            path = (*item.path, *steps)
            label = label_of(self.template, path)
            message = "It says that there are none, and its sheet has rows for this scheme. "
            told = Told(place, message + "Clear this cell, or delete the rows.", item.scheme.name)
            item.scheme.told.append(
                Told(told.place, told.message, told.scheme, label, "not_none", pointer_to(path))
            )


def _numbered(scheme: _Item, parent: Table, row: Row) -> _Item:
    """The row of another list that a row belongs to, by its number within the scheme."""
    number = row.links.get(LINK_TO_ROW, "")
    found = _numbered_in(scheme, parent, number)
    if found is None:
        message = f"There is no row {shorten(number)} of this scheme on the sheet {parent.name}."
        say = f"Say to which row of the sheet {parent.name} this one belongs: 1 for the first."
        raise CellFault(f"{message} Correct the number." if number else say, "unknown_row")
    return found


def _numbered_in(scheme: _Item, parent: Table, number: str) -> _Item | None:
    return scheme.numbered.get((parent.path, key_of(number)))


def _inside(answers: dict[str, Any], steps: "tuple[str, ...] | list[str]") -> dict[str, Any]:
    """The group at the end of the steps, made where it is not there yet."""
    for step in steps:
        answers = answers.setdefault(step, {})
    return answers


def _reference(row: Row) -> str:
    """The reference of a scheme, if its row gives one: the first answer of that type."""
    return next((str(v) for column, v in row.answers if is_own_reference(column.field)), "")
