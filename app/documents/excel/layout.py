"""Which sheets and columns a workbook has: one row for a scheme, one sheet for each list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from app.documents.excel.choices import Choices, choices_of, offered
from app.documents.typed.text import key_of
from rulebook.pack import Pack
from rulebook.template import Field, Section

SCHEMES: Final = "Schemes"
GUIDANCE, LISTS, VERSION, PROBLEMS = "Guidance", "Lists", "Version", "Problems"
OWN_SHEETS: Final = (GUIDANCE, LISTS, VERSION, PROBLEMS)
"""Sheets that hold no answers."""
LINK: Final = "Scheme"
"""The heading of the column that says which scheme a row is, or belongs to."""
NUMBER: Final = "Number"
LONGEST_SHEET_NAME: Final = 31
"""Excel's own limit, in characters."""
MOST_SCHEMES: Final = 2_000
MOST_ROWS: Final = 20_000
"""The most rows of the sheet Schemes, and of the sheet of a list: far above any real round."""

ANSWER, LINK_TO_SCHEME, LINK_TO_ROW, OWN_NUMBER, NONE_MARK = (
    "answer",
    "scheme",
    "row",
    "own",
    "none",
)
"""What a column holds: an answer, what links its row, or that a list has nothing in it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `steps` lead from the answers of its row to its own, `top` is its question.

    `chain` is the field after those round it, from the one that its row belongs to.
    """

    kind: str
    heading: str
    unit: str = ""
    steps: tuple[str, ...] = ()
    chain: tuple[Field, ...] = ()
    section: Section | None = None

    @property
    def field(self) -> Field:
        return self.chain[-1]

    @property
    def top(self) -> Field:
        return self.chain[0]

    @property
    def title(self) -> str:
        """The heading with its unit."""
        return f"{self.heading} ({self.unit})" if self.unit else self.heading


@dataclass(frozen=True)
class Table:
    """A sheet with answers. `parent` is the table whose rows its own belong to.

    `path` leads from a scheme to the list, without indexes; `steps` lead there from the parent.
    """

    name: str
    columns: tuple[Column, ...]
    path: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    parent: "Table | None" = None
    chain: tuple[Field, ...] = ()
    section: Section | None = None

    @cached_property
    def by_key(self) -> dict[str, int]:
        """The columns by their heading as it is compared, with and without the unit."""
        named = [(key_of(column.heading), n) for n, column in enumerate(self.columns)]
        return dict(named) | {key_of(c.title): n for n, c in enumerate(self.columns)}

    @cached_property
    def choices(self) -> tuple[Choices | None, ...]:
        """What may be chosen in each column, where anything may."""
        fields = [c.field if c.kind == ANSWER else None for c in self.columns]
        return tuple(choices_of(offered(f)) if f and offered(f) else None for f in fields)

    def find(self, kind: str) -> int | None:
        """The number of the first column of a kind, from 0."""
        return next((n for n, column in enumerate(self.columns) if column.kind == kind), None)

    @property
    def most_rows(self) -> int:
        return MOST_ROWS if self.parent else MOST_SCHEMES


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables of a workbook, the schemes first, each list after what holds it."""

    tables: tuple[Table, ...]

    @property
    def schemes(self) -> Table:
        return self.tables[0]

    def children(self, table: Table) -> list[Table]:
        return [other for other in self.tables if other.parent is table]


@dataclass(frozen=True, slots=True)
class _List:
    """A list that gets a sheet of its own."""

    chain: tuple[Field, ...]
    steps: tuple[str, ...]
    section: Section

    @property
    def field(self) -> Field:
        return self.chain[-1]


def layout_of(pack: Pack) -> Layout:
    """The sheets for the template of a pack."""
    link, names = Column(LINK_TO_SCHEME, LINK), {name.casefold() for name in (SCHEMES, *OWN_SHEETS)}
    answers = [link]
    lists: list[_List] = []
    for section in pack.template.sections:
        for field in section.fields:
            answers += _columns((field,), (field.id,), field.label, section)
            lists += _lists((field,), (field.id,), section)
    schemes = Table(SCHEMES, _distinct(answers))
    tables = [schemes]
    for item in lists:
        tables += _tables(item, schemes, names)
    return Layout(tuple(tables))


def _tables(item: _List, parent: Table, names: set[str]) -> Iterator[Table]:
    """The sheet of a list, then those of the lists in it."""
    columns = [Column(LINK_TO_SCHEME, LINK)]
    if parent.path:
        columns.append(Column(LINK_TO_ROW, f"{parent.name}: number", section=item.section))
    inner: list[_List] = []
    for part in item.field.fields:
        inner += _lists((*item.chain, part), (part.id,), item.section)
        columns += _columns((*item.chain, part), (part.id,), part.label, item.section)
    if inner:
        columns.insert(1, Column(OWN_NUMBER, NUMBER, section=item.section))
    name = _sheet_name(item.field.label, names)
    path = (*parent.path, *item.steps)
    table = Table(
        name,
        _distinct(columns, item.field.label),
        path,
        item.steps,
        parent,
        item.chain,
        item.section,
    )
    yield table
    for each in inner:
        yield from _tables(each, table, names)


def _columns(
    chain: tuple[Field, ...], steps: tuple[str, ...], heading: str, section: Section
) -> Iterator[Column]:
    """The column of a field, or one for each part of a group."""
    field = chain[-1]
    if field.type == "group":
        for part in field.fields:
            name = f"{heading}: {part.label}"
            yield from _columns((*chain, part), (*steps, part.id), name, section)
    elif field.type != "list":
        yield Column(ANSWER, heading, _unit(field), steps, chain, section)
    elif field.may_be_empty:
        yield Column(NONE_MARK, f"{heading}: none", "", steps, chain, section)


def _lists(chain: tuple[Field, ...], steps: tuple[str, ...], section: Section) -> Iterator[_List]:
    """The lists at or below a field, not those inside another list."""
    field = chain[-1]
    if field.type == "list":
        yield _List(chain, steps, section)
    elif field.type == "group":
        for part in field.fields:
            yield from _lists((*chain, part), (*steps, part.id), section)


def _unit(field: Field) -> str:
    return "£" if field.type == "money" else field.unit


def _distinct(columns: Sequence[Column], label: str = "") -> tuple[Column, ...]:
    """The columns with headings of which no two are alike.

    A later one gets the label of its list before its own or, if that does not help, a number.
    """
    taken: set[str] = set()
    done = []
    for column in columns:
        is_taken = label and key_of(column.heading) in taken
        wanted = f"{label}: {column.heading}" if is_taken else column.heading
        heading = _free(wanted, taken)
        taken.add(key_of(heading))
        done.append(replace(column, heading=heading))
    return tuple(done)


def _free(heading: str, taken: set[str]) -> str:
    number = 2
    name = heading
    while key_of(name) in taken:
        name, number = f"{heading} {number}", number + 1
    return name


def _sheet_name(label: str, taken: set[str]) -> str:
    """A name that Excel takes: 31 characters at most, cut after a word, and no other like it."""
    plain = " ".join(re.sub(r"[\[\]:*?/\\]", " ", label).split()).strip("'") or "List"
    name, number = _cut(plain, LONGEST_SHEET_NAME), 2
    while name.casefold() in taken:
        end = f" {number}"
        name, number = _cut(plain, LONGEST_SHEET_NAME - len(end)) + end, number + 1
    taken.add(name.casefold())
    return name


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return (text[: longest + 1].rpartition(" ")[0] or text[:longest]).strip("'")
