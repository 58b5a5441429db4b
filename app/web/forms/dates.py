"""Dates in three inputs: day, month and year."""

import re
from calendar import monthrange
from datetime import date
from typing import Final

from flask_babel import format_date, gettext

from app.documents.typed.days import month_of
from app.web.forms.typed import DAY, MONTH, YEAR, Typed, one
from rulebook.fields import FIRST_YEAR, LAST_YEAR

_NUMBER: Final = re.compile(r"[0-9]{1,4}")


class NotADay(ValueError):
    """What was typed is not a day; `part` is the input that is wrong."""

    def __init__(self, message: str, part: str) -> None:
        self.part = part
        super().__init__(message)


def day_of(typed: Typed, name: str) -> str | None:
    """The day in ISO form, None where all three inputs are empty."""
    parts = {part: one(typed, f"{name}-{part}").strip() for part in (DAY, MONTH, YEAR)}
    if not any(parts.values()):
        return None
    for part, text in parts.items():
        if not text:
            raise NotADay(_lacking(part), part)
    day, year = _number(parts[DAY], DAY), _number(parts[YEAR], YEAR)
    return _checked(day, _month(parts[MONTH]), year)


def _lacking(part: str) -> str:
    words = {
        DAY: gettext("The date must include a day."),
        MONTH: gettext("The date must include a month."),
        YEAR: gettext("The date must include a year."),
    }
    return words[part]


def _number(text: str, part: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise NotADay(gettext("Write the date in numbers, such as 31 3 2024."), part)
    return int(text)


def _month(text: str) -> int:
    """A month by its number, its name or at least its first three letters."""
    return month_of(text.casefold().rstrip(".")) or _number(text, MONTH)


def _checked(day: int, month: int, year: int) -> str:
    if not 1 <= month <= 12:
        raise NotADay(gettext("The month must be from 1 to 12."), MONTH)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        limits = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        raise NotADay(
            gettext("The year must be written in full, from %(first)s to %(last)s.", **limits), YEAR
        )
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        name = format_date(date(year, month, 1), "MMMM y")  # type: ignore[no-untyped-call]  # none
        days = str(monthrange(year, month)[1])
        message = gettext("%(month)s has %(days)s days.", month=name, days=days)
        raise NotADay(message, DAY) from None
