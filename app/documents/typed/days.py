"""Dates and financial years as people type them, the day always before the month."""

import re
from calendar import monthrange
from datetime import date
from typing import Final

from app.documents.typed.fault import Unreadable
from app.documents.typed.text import plain_text
from rulebook.fields import FIRST_YEAR, LAST_YEAR, is_financial_year
from rulebook.problem import shorten

MONTHS: Final = ("january", "february", "march", "april", "may", "june", "july", "august",
                 "september", "october", "november", "december")  # fmt: skip
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_BRITISH = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_SHORT_YEAR = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{2})")
_IN_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? ([0-9]{4})")
_YEARS = re.compile(r"(20[0-9]{2}) ?[-/] ?(?:20)?([0-9]{2})")

WRITE_DAY = "Write the day, the month and the year, such as 31/03/2024."


def day_of(text: str) -> str:
    """A day in ISO form."""
    plain = plain_text(text).lower()
    if found := _ISO.fullmatch(plain):
        year, month, day = map(int, found.groups())
    elif found := _BRITISH.fullmatch(plain):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
    elif (found := _IN_WORDS.fullmatch(plain)) and month_of(found[2]):
        day, month, year = int(found[1]), month_of(found[2]), int(found[3])
    elif _SHORT_YEAR.fullmatch(plain):
        raise Unreadable(f"“{shorten(text, 40)}” may be read in two ways. {WRITE_DAY}")
    else:
        raise Unreadable(f"“{shorten(text, 40)}” is not a date. {WRITE_DAY}")
    return checked_day(year, month, day, shorten(text, 40))


def year_of(text: str) -> str | None:
    """A financial year such as 2024-25, also where it is typed as 2024/25 or 2024-2025."""
    found = _YEARS.fullmatch(plain_text(text))
    year = f"{found[1]}-{found[2]}" if found else ""
    return year if is_financial_year(year) else None


def month_of(word: str) -> int:
    """The number of a month by its name or at least its first three letters, or 0."""
    if len(word) < 3:
        return 0
    return next((n for n, name in enumerate(MONTHS, 1) if name.startswith(word)), 0)


def checked_day(year: int, month: int, day: int, shown: str) -> str:
    """A day in ISO form; raises Unreadable, with what was typed, where there is no such day."""
    if month > 12 >= day:
        raise Unreadable(f"There is no month {month}. {WRITE_DAY} The day comes first.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(f"{shown} is not between {FIRST_YEAR} and {LAST_YEAR}. Check it.")
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise Unreadable(_no_such_day(year, month, shown)) from None


def _no_such_day(year: int, month: int, shown: str) -> str:
    if not 1 <= month <= 12:
        return f"{shown} is not a day of the calendar. {WRITE_DAY}"
    days, name = monthrange(year, month)[1], MONTHS[month - 1].capitalize()
    return f"{shown} is not a day of the calendar: {name} {year} has {days} days."
