"""A part of a ranked list as somebody asked for it: filtered, sorted, added up, in pages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, Final

from app.domain.listing import RETURNED, UNPLACED, Entry, Filters, Listing
from app.domain.money import CASH_RELEASED, GROSS_COST, ByYear, added, money_by_year

BY_RANK, BY_SCORE, BY_COST, BY_TITLE = "rank", "score", "cost", "title"
SORTS: Final = (BY_RANK, BY_SCORE, BY_COST, BY_TITLE)


@dataclass(frozen=True, slots=True)
class Total:
    """How many schemes there are on a list, with what they cost and release by year."""

    list: str
    number: int
    gross_cost: ByYear
    cash_released: ByYear


@dataclass(frozen=True, slots=True)
class Shown:
    """The entries that were asked for, in their order, and what they add up to list by list."""

    entries: tuple[Entry, ...]
    totals: tuple[Total, ...]

    @property
    def on_lists(self) -> tuple[Total, ...]:
        """The totals of the lists, without what is on none: that is not assessed."""
        return tuple(total for total in self.totals if total.list not in (RETURNED, UNPLACED))

    @property
    def gross_cost(self) -> ByYear:
        """Of all lists together."""
        return added(total.gross_cost for total in self.on_lists)

    @property
    def cash_released(self) -> ByYear:
        """Of all lists together."""
        return added(total.cash_released for total in self.on_lists)

    def pages(self, size: int) -> int:
        """How many pages of so many entries there are: one at least."""
        return max(1, -(-len(self.entries) // size))

    def page(self, number: int, size: int) -> Sequence[Entry]:
        """The entries of a page, from 1."""
        return self.entries[(number - 1) * size : number * size]


def shown_of(listing: Listing, filters: Filters, sort: str = BY_RANK) -> Shown:
    """What a listing has for the filters, each of its lists sorted by itself."""
    by_list: dict[str, list[Entry]] = {}
    for entry in listing.matching(filters):
        by_list.setdefault(entry.list, []).append(entry)
    key = _KEYS.get(sort)
    ordered = [sorted(found, key=key) if key else found for found in by_list.values()]
    return Shown(
        entries=tuple(entry for found in ordered for entry in found),
        totals=tuple(_total(id, found) for id, found in by_list.items()),
    )


def _total(id: str, entries: Iterable[Entry]) -> Total:
    schemes = [entry.line.scheme for entry in entries]
    return Total(
        list=id,
        number=len(schemes),
        gross_cost=added(money_by_year(scheme, GROSS_COST) for scheme in schemes),
        cash_released=added(money_by_year(scheme, CASH_RELEASED) for scheme in schemes),
    )


def _highest_score(entry: Entry) -> float:
    return -float(entry.line.score.low) if entry.line.score else inf


def _highest_cost(entry: Entry) -> int:
    return -sum(money_by_year(entry.line.scheme, GROSS_COST).values())


def _title(entry: Entry) -> str:
    return str(entry.line.scheme.get("title", entry.line.ref)).casefold()


_KEYS: Final[Mapping[str, Callable[[Entry], Any]]] = {
    BY_SCORE: _highest_score,
    BY_COST: _highest_cost,
    BY_TITLE: _title,
}
"""By rank is how a list is already ordered."""
