"""The money that a list asks for, shared out so that every scheme is counted once.

It is the gross cost of all years of the schemes on the lists that are ranked by score. What stands
on other lists releases money; what was returned or is on no list yet asks for none.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.domain.listing import Entry, Listing
from app.domain.money import GROSS_COST, money_by_year
from app.domain.ranked import SCORE

SEVERAL, EVERY, NONE = "several places", "every place", ""
"""What stands where the id of a place does, for schemes of more places than one, or of none."""
NOT_PLACES: Final = (SEVERAL, EVERY, NONE)


@dataclass(frozen=True, slots=True)
class Portion:
    """The schemes that share something, and their gross cost in pence.

    `unknown` is how many of them give no cost: they add nothing.
    """

    id: str
    number: int
    pence: int
    unknown: int


def asking(listing: Listing) -> tuple[Entry, ...]:
    """The entries that ask for money: those of the lists that are ranked by score."""
    lists = {item.id for item in listing.ranked.pack.lists if item.rank_by == SCORE}
    return tuple(entry for entry in listing.entries if entry.list in lists)


def cost_of(scheme: Mapping[str, Any], part: str = GROSS_COST) -> int | None:
    """What a scheme says of one part of its money in all years; None where it says nothing."""
    found = money_by_year(scheme, part)
    return sum(found.values()) if found else None


def by_tier(entries: Iterable[Entry]) -> tuple[Portion, ...]:
    return portions(entries, lambda entry: entry.tier)


def by_theme(entries: Iterable[Entry]) -> tuple[Portion, ...]:
    return portions(entries, lambda entry: entry.theme)


def by_place(entries: Iterable[Entry], every: Collection[str]) -> tuple[Portion, ...]:
    """Places with what is for them alone; one portion for several places, and one for `every`."""

    def place(entry: Entry) -> str:
        if len(entry.places) == 1:
            return next(iter(entry.places))
        if not entry.places:
            return NONE
        return EVERY if entry.places >= set(every) and len(every) > 1 else SEVERAL

    return portions(entries, place)


def portions(entries: Iterable[Entry], key: Callable[[Entry], str]) -> tuple[Portion, ...]:
    """The entries by a key, largest amount first, then by key."""
    found: dict[str, list[int | None]] = {}
    for entry in entries:
        found.setdefault(key(entry), []).append(cost_of(entry.line.scheme))
    made = (
        Portion(id, len(costs), sum(cost or 0 for cost in costs), costs.count(None))
        for id, costs in found.items()
    )
    return tuple(sorted(made, key=lambda portion: (-portion.pence, portion.id)))


def covering(entries: Iterable[Entry], place: str) -> int:
    """Pence of all that covers a place, alone or with others: what the filtered list adds up to."""
    found = (cost_of(entry.line.scheme) for entry in entries if place in entry.places)
    return sum(cost or 0 for cost in found)
