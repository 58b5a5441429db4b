"""Dates and financial years as people type them, the day always before the month."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from app.documents.excel.faults import CellFault
from app.documents.excel.tidy import number_text, plain_text
from rulebook.fields import FIRST_YEAR, LAST_YEAR, is_financial_year
from rulebook.problem import shorten
from rulebook.words import day_in_words

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december")  # fmt: skip
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_BRITISH = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_SHORT_YEAR = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{2})")
_IN_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? ([0-9]{4})")
_YEARS = re.compile(r"(20[0-9]{2}) ?[-/] ?(?:20)?([0-9]{2})")
_EXCEL_EPOCH = date(1899, 12, 30)
_LAST_SERIAL = 109_575
"""31 December 2199 as Excel counts days."""

WRITE_DAY = "Write the day, the month and the year, such as 31/03/2024."
WRITE_YEAR = "Write it as 2024-25, in a cell whose format is Text."


def day_of(value: Any) -> str:
    """A day in ISO form, from a date of Excel or from text."""
    if isinstance(value, datetime) and value.time() != time():
        raise CellFault(f"This has a time of day. {WRITE_DAY}")
    if isinstance(value, datetime | date):
        return _checked(value.year, value.month, value.day, str(value))
    if isinstance(value, float):
        raise CellFault(_number_for_day(value))
    if not isinstance(value, str):
        raise CellFault(f"This is not a date. {WRITE_DAY}")
    return _from_text(value)


def year_of(value: Any) -> str:
    """A financial year such as 2024-25, also where it is typed as 2024/25 or 2024-2025."""
    if isinstance(value, datetime | date):
        message = f"Excel has turned this into a date, {day_in_words(value)}. "
        raise CellFault(message + WRITE_YEAR)
    text = number_text(value) if isinstance(value, float) else plain_text(str(value))
    found = _YEARS.fullmatch(text)
    year = f"{found[1]}-{found[2]}" if found else ""
    if not is_financial_year(year):
        raise CellFault(f"“{shorten(text, 40)}” is not a financial year. {WRITE_YEAR}")
    return year


def _from_text(value: str) -> str:
    text = plain_text(value).lower()
    if found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _BRITISH.fullmatch(text):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
    elif (found := _IN_WORDS.fullmatch(text)) and _month(found[2]):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    elif _SHORT_YEAR.fullmatch(text):
        raise CellFault(f"“{shorten(value, 40)}” may be read in two ways. {WRITE_DAY}")
    else:
        raise CellFault(f"“{shorten(value, 40)}” is not a date. {WRITE_DAY}")
    return _checked(year, month, day, shorten(value, 40))


def _month(word: str) -> int:
    """The number of a month by its name or at least its first three letters, or 0."""
    return next((n for n, name in enumerate(MONTHS, 1) if name.startswith(word)), 0)


def _checked(year: int, month: int, day: int, shown: str) -> str:
    if month > 12 >= day:
        raise CellFault(f"There is no month {month}. {WRITE_DAY} The day comes first.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellFault(f"{shown} is not between {FIRST_YEAR} and {LAST_YEAR}. Check it.")
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise CellFault(f"{shown} is not a day of the calendar. {WRITE_DAY}") from None


def _number_for_day(value: float) -> str:
    if value == int(value) and 1 < value <= _LAST_SERIAL:
        shown = day_in_words(_EXCEL_EPOCH + timedelta(days=int(value)))
        return (
            f"This is the number {value:.0f}, which Excel shows as {shown} in a cell for dates. "
            "Give the cell a date format, or write the date again."
        )
    return f"This is a number, not a date. {WRITE_DAY}"
