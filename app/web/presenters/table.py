"""Tables as templates show them: `parts.jinja` has the macro."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column. Numbers stand on the right; short texts, such as dates, in one line.

    Long texts stand beneath their head on a narrow screen: whole sentences are read from the left.
    """

    text: str
    is_number: bool = False
    is_short: bool = False
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, where it leads, and what stands small beneath it."""

    text: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row; one that stands out is shown so."""

    cells: tuple[Cell, ...]
    stands_out: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with at least one row; the first cell of a row names it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
