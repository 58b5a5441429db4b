"""What is wrong in a workbook, told by sheet, row and column in the words of the form."""

from dataclasses import dataclass

from app.documents.excel.faults import INVALID_CELL


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A cell. Rows and columns count from 1; 0 stands for the whole sheet or the whole row."""

    sheet: str
    row: int = 0
    column: int = 0
    heading: str = ""

    @property
    def cell(self) -> str:
        """The cell as Excel names it, such as C12, or nothing for a whole sheet."""
        return f"{letters(self.column)}{self.row}" if self.row and self.column else ""

    def __str__(self) -> str:
        row = f", row {self.row:,}" if self.row else ""
        column = f", column {letters(self.column)}" if self.column else ""
        return f"Sheet {self.sheet}{row}{column}"


@dataclass(frozen=True, slots=True)
class Told:
    """A problem, or something to know: where, of which scheme and question, and what to do.

    `pointer` is the JSON pointer into the answers of the scheme; `code` is stable.
    """

    place: Place
    message: str
    scheme: str = ""
    label: str = ""
    code: str = INVALID_CELL
    pointer: str = ""

    def __str__(self) -> str:
        label = self.label or self.place.heading
        return f"{self.place}{f' ({label})' if label else ''}: {self.message}"


def letters(column: int) -> str:
    """The name of a column, from 1: A, Z, AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
