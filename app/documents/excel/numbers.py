"""Money and numbers in cells: as Excel keeps them, or typed as text."""

from decimal import Decimal

from app.documents.excel.faults import CellFault
from app.documents.excel.tidy import number_text
from app.documents.typed import numbers
from app.documents.typed.numbers import LARGEST_EXACT
from rulebook.template import Field


def pounds_of(value: float | str) -> Decimal:
    """An amount in pounds."""
    return _exact(value) if isinstance(value, float) else numbers.amount_of(value)


def number_of(value: float | str, field: Field) -> Decimal:
    """A number. “60%” as text is 60 where the unit is percent."""
    if isinstance(value, float):
        return _exact(value)
    is_whole = field.type == "integer"
    instead = numbers.how_to_write(field.minimum, field.maximum, is_whole=is_whole)
    return numbers.number_of(value, may_be_percent=field.unit == "percent", instead=instead)


def _exact(value: float) -> Decimal:
    """The number of a cell, with the 15 digits that Excel keeps."""
    if abs(value) > LARGEST_EXACT:
        message = "This number has more than 15 digits, and Excel has lost the last ones. "
        raise CellFault(message + "Check it, and write it shorter.", "lost_precision")
    return Decimal(number_text(value))
