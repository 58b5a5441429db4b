"""Dates and financial years in cells: as Excel keeps them, or typed as text."""

from datetime import date, datetime, time, timedelta
from typing import Any

from app.documents.excel.faults import CellFault
from app.documents.excel.tidy import number_text
from app.documents.typed import days
from app.documents.typed.days import WRITE_DAY, checked_day
from rulebook.problem import shorten
from rulebook.words import day_in_words

_EXCEL_EPOCH = date(1899, 12, 30)
_LAST_SERIAL = 109_575
"""31 December 2199 as Excel counts days."""

WRITE_YEAR = "Write it as 2024-25, in a cell whose format is Text."


def day_of(value: Any) -> str:
    """A day in ISO form, from a date of Excel or from text."""
    if isinstance(value, datetime) and value.time() != time():
        raise CellFault(f"This has a time of day. {WRITE_DAY}")
    if isinstance(value, datetime | date):
        return checked_day(value.year, value.month, value.day, str(value))
    if isinstance(value, float):
        raise CellFault(_number_for_day(value))
    if not isinstance(value, str):
        raise CellFault(f"This is not a date. {WRITE_DAY}")
    return days.day_of(value)


def year_of(value: Any) -> str:
    """A financial year such as 2024-25."""
    if isinstance(value, datetime | date):
        message = f"Excel has turned this into a date, {day_in_words(value)}. "
        raise CellFault(message + WRITE_YEAR)
    text = number_text(value) if isinstance(value, float) else str(value)
    year = days.year_of(text)
    if year is None:
        raise CellFault(f"“{shorten(text, 40)}” is not a financial year. {WRITE_YEAR}")
    return year


def _number_for_day(value: float) -> str:
    if value == int(value) and 1 < value <= _LAST_SERIAL:
        shown = day_in_words(_EXCEL_EPOCH + timedelta(days=int(value)))
        return (
            f"This is the number {value:.0f}, which Excel shows as {shown} in a cell for dates. "
            "Give the cell a date format, or write the date again."
        )
    return f"This is a number, not a date. {WRITE_DAY}"
