"""Days, times left and numbers as people read them, in the language of the page."""

from datetime import date, datetime

from flask_babel import format_date, format_decimal, gettext, ngettext

from app.edge.current import local


def day(on: date) -> str:
    """A day as 19 December 2023."""
    return str(format_date(on, "d MMMM y"))  # type: ignore[no-untyped-call]  # it has no types


def moment(at: str) -> str:
    """A moment as the ledger writes it as 19 June 2024 at 10:05 BST, where rounds are run."""
    when = local(datetime.fromisoformat(at))
    time = when.strftime("%H:%M %Z")
    return gettext("%(day)s at %(time)s", day=day(when.date()), time=time)


def number(count: int) -> str:
    return format_decimal(count)


def time_left(until: date, today: date) -> str:
    """How long it is until the end of a day."""
    days = (until - today).days
    if days < 0:
        return gettext("The date has passed")
    if days == 0:
        return gettext("Today is the last day")
    return ngettext("%(num)s day left", "%(num)s days left", days)


def time_until(start: date, today: date) -> str:
    """How long it is until something begins."""
    days = (start - today).days
    return ngettext("Begins in %(num)s day", "Begins in %(num)s days", days)
