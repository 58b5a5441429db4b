"""What a cell is refused for."""

from typing import Final

from app.documents.typed.fault import Unreadable

INVALID_CELL: Final = "invalid_cell"


class CellFault(Unreadable):
    """A cell that cannot be understood, with the code that programs know it by."""

    def __init__(self, message: str, code: str = INVALID_CELL) -> None:
        self.code = code
        super().__init__(message)


def code_of(fault: Unreadable) -> str:
    """The code of a refusal; what is typed wrongly in any place has that of a wrong cell."""
    return fault.code if isinstance(fault, CellFault) else INVALID_CELL
