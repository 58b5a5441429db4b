"""One cell as a plain answer, in the form that the JSON API takes, or why it cannot be read."""

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, TypeAlias

from app.documents.excel.choices import Choices, confirmed, one_of, some_of, yes_no_of
from app.documents.excel.days import day_of, year_of
from app.documents.excel.faults import CellFault
from app.documents.excel.numbers import number_of, pounds_of
from app.documents.excel.tidy import number_text
from app.documents.typed.numbers import WRITE_POUNDS, check_pence, pence_of, whole_of
from app.documents.typed.text import trimmed
from rulebook.template import Field

Parser: TypeAlias = Callable[[Any], Any]
"""From the value of a cell that is not blank to the answer in it; raises Unreadable."""


def parser_of(field: Field, known: Choices | None) -> Parser:
    """What reads the cells of a question."""
    if known and field.type == "choice":
        return partial(one_of, known)
    if known and field.type == "choices":
        return partial(some_of, field, known)
    return partial(_PARSERS[field.type], field)


def percent_fault(field: Field, value: Any) -> CellFault:
    """Why a cell that Excel shows as a percentage is refused, and what to write."""
    shown = number_text(float(value) * 100)
    if field.unit == "percent":
        how = f"Give the cell the format General, and write {shown}."
    elif field.type in ("text", "reference"):
        how = f"Give the cell the format Text, and write {shown}% again."
    else:
        how = "Give the cell the format General, and write the number again."
    return CellFault(f"This cell is a percentage: it shows {shown}%. {how}", "percent_cell")


def _text(_: Field, value: Any) -> str:
    if isinstance(value, str):
        return trimmed(value)
    if isinstance(value, bool):
        raise CellFault("Excel has turned this into TRUE or FALSE. " + _AS_TEXT)
    if isinstance(value, float):
        return number_text(value)
    kind = "a date" if isinstance(value, date) else "a time"
    raise CellFault(f"Excel has turned this into {kind}. {_AS_TEXT}")


_AS_TEXT = "Give the cell the format Text, and write it again."


def _money(field: Field, value: Any) -> int:
    number = _number_or_text(value, WRITE_POUNDS)
    return check_pence(pence_of(pounds_of(number)), field.minimum, field.maximum)


def _integer(field: Field, value: Any) -> int:
    number = _number_or_text(value, "Write a whole number.")
    return whole_of(number_of(number, field))


def _decimal(field: Field, value: Any) -> int | Decimal:
    number = _number_or_text(value, "Write a number.")
    exact = number_of(number, field)
    return int(exact) if exact == int(exact) else exact


def _number_or_text(value: Any, hint: str) -> float | str:
    if isinstance(value, date | time | timedelta):
        message = "Excel shows a date or a time here. Give the cell the format General. "
        raise CellFault(message + hint)
    if isinstance(value, bool):
        raise CellFault(f"This is TRUE or FALSE, not a number. {hint}")
    return value if isinstance(value, str) else float(value)


_PARSERS: Mapping[str, Callable[[Field, Any], Any]] = {
    "text": _text,
    "reference": _text,
    "integer": _integer,
    "decimal": _decimal,
    "money": _money,
    "date": lambda _, value: day_of(value),
    "financial_year": lambda _, value: year_of(value),
    "yes_no": lambda _, value: yes_no_of(value),
    "confirm": lambda _, value: confirmed(value),
}
