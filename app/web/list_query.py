"""What the address of a list asks for, and the addresses that ask for something else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from app.documents.shown_list import COLUMNS, RELEASE, USUAL_COLUMNS
from app.documents.typed.days import day_of
from app.documents.typed.fault import Unreadable
from app.domain.listing import FILTERS, Filters
from app.domain.shown import BY_RANK, SORTS
from rulebook.fields import FIRST_YEAR, LAST_YEAR

MOST_WORDS: Final = 8
LONGEST: Final = 200
COLUMN, CHOSEN = "column", "columns"
"""A column that is chosen; and whether columns were chosen at all, so that none may be."""


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What is asked of a list. Empty or 0 asks for nothing in particular.

    `day` is the day at the end of which the list is wanted, in ISO form; what is none stays as it
    was typed.
    """

    list: str = ""
    tier: str = ""
    place: str = ""
    organisation: str = ""
    theme: str = ""
    held: str = ""
    offset_status: str = ""
    urgency: str = ""
    q: str = ""
    sort: str = BY_RANK
    columns: tuple[str, ...] = USUAL_COLUMNS
    position: int = 0
    day: str = ""
    page: int = 1

    @property
    def filters(self) -> Filters:
        words = tuple(self.q.casefold().split())[:MOST_WORDS]
        return Filters(**{name: getattr(self, name) for name in FILTERS}, words=words)

    @property
    def columns_of_files(self) -> tuple[str, ...]:
        """Those of a file with all lists together: usually some show cost, and others release."""
        return (*self.columns, RELEASE) if self.columns == USUAL_COLUMNS else self.columns

    @property
    def on(self) -> date | None:
        """The day; None where what was typed is no day."""
        try:
            day = date.fromisoformat(self.day)
        except ValueError:
            return None
        return day if FIRST_YEAR <= day.year <= LAST_YEAR else None

    @property
    def is_day_wrong(self) -> bool:
        return bool(self.day) and self.on is None

    def asking(self, **changes: Any) -> str:
        """The query of an address that asks for something else; from its first page on."""
        return urlencode(replace(self, **{"page": 1, **changes}).pairs())

    def pairs(self) -> Sequence[tuple[str, str]]:
        """The query as names with values: only what differs from what is usual."""
        usual = ListQuery()
        plain = [field.name for field in fields(self) if field.name != CHOSEN]
        found = [(name, str(getattr(self, name))) for name in plain if self._differs(usual, name)]
        if self._differs(usual, CHOSEN):
            found += [(CHOSEN, "chosen"), *((COLUMN, column) for column in self.columns)]
        return found

    def _differs(self, usual: "ListQuery", name: str) -> bool:
        return bool(getattr(self, name) != getattr(usual, name))


def list_query(args: MultiDict[str, str]) -> ListQuery:
    """What an address asks for; what it cannot ask for is left out."""
    texts: Mapping[str, str] = {
        name: args.get(name, "").strip()[:LONGEST] for name in (*FILTERS, "q", "day")
    }
    chosen = tuple(column for column in COLUMNS if column in args.getlist(COLUMN))
    sort = args.get("sort", BY_RANK)
    return ListQuery(
        **{**texts, "day": _day(texts["day"])},
        sort=sort if sort in SORTS else BY_RANK,
        columns=chosen if CHOSEN in args else USUAL_COLUMNS,
        position=_number(args.get("position", ""), 0),
        page=_number(args.get("page", ""), 1),
    )


def _day(text: str) -> str:
    try:
        return day_of(text) if text else ""
    except Unreadable:
        return text


def _number(text: str, otherwise: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= 9
    return int(text) or otherwise if is_number else otherwise
