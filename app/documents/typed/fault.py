"""What a typed value is refused for."""


class Unreadable(ValueError):
    """A value that cannot be understood: what is wrong with it, and what to write instead."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)
