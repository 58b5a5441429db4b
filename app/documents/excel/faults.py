"""What a cell is refused for."""


class CellFault(ValueError):
    """A cell that cannot be understood: what is wrong with it, and what to write instead."""

    def __init__(self, message: str, code: str = "invalid_cell") -> None:
        self.message, self.code = message, code
        super().__init__(message)
