"""A ranked list as it stood at a position of the ledger: what is filtered and paged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from app.domain.ledger import Head
from app.domain.ranked import Line, RankedRound

RETURNED, UNPLACED = "returned", "unplaced"
"""What stands where the id of a list does, for schemes that are on none."""
OFFSET_STATUS, URGENCY = "offset_status", "urgency"
"""Attributes that a pack may lack."""
HELD, NOT_HELD = "yes", "no"
FILTERS: Final = ("list", "tier", "place", "organisation", "theme", "held", OFFSET_STATUS, URGENCY)
"""What a list is filtered by besides words: the names in the address of a page and in the API."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a line must have to be shown. What is empty lets every line through.

    `held` is HELD or NOT_HELD: whether a gate has failed or is not known yet.
    """

    list: str = ""
    tier: str = ""
    organisation: str = ""
    theme: str = ""
    place: str = ""
    held: str = ""
    offset_status: str = ""
    urgency: str = ""
    words: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        return self == Filters()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line with what it can be found by. `words` is what is searched, without capitals.

    `held` is empty for what stands on no list: it is neither held nor ready to be approved.
    """

    list: str
    line: Line
    tier: str
    organisation: str
    theme: str
    places: frozenset[str]
    words: str
    held: str = ""
    offset_status: str = ""
    urgency: str = ""

    def matches(self, filters: Filters) -> bool:
        same = (
            filters.list in ("", self.list)
            and filters.tier in ("", self.tier)
            and filters.organisation in ("", self.organisation)
            and filters.theme in ("", self.theme)
            and filters.held in ("", self.held)
            and filters.offset_status in ("", self.offset_status)
            and filters.urgency in ("", self.urgency)
            and (not filters.place or filters.place in self.places)
        )
        return same and all(word in self.words for word in filters.words)


@dataclass(frozen=True, slots=True)
class Listing:
    """Every scheme that stood in a round at `head`, in the order of the list."""

    ranked: RankedRound
    head: Head
    entries: tuple[Entry, ...]

    def page(
        self, filters: Filters, after: int, limit: int
    ) -> tuple[Sequence[tuple[int, Entry]], bool]:
        """Entries after a number, each with its number from 1, and whether there are more."""
        found = list(islice(self._from(filters, after), limit + 1))
        return found[:limit], len(found) > limit

    def matching(self, filters: Filters) -> list[Entry]:
        return [entry for _, entry in self._from(filters, 0)]

    def _from(self, filters: Filters, after: int) -> Iterator[tuple[int, Entry]]:
        numbered = ((n + 1, self.entries[n]) for n in range(after, len(self.entries)))
        if filters.is_empty:
            return numbered
        return ((n, entry) for n, entry in numbered if entry.matches(filters))


def entries_of(ranked: RankedRound) -> Iterator[tuple[str, Line]]:
    """The lines of a round in the order of its lists, each with the id of its list."""
    for item in ranked.lists:
        yield from ((item.ranking.id, line) for line in item.lines)
    yield from ((RETURNED, line) for line in ranked.returned)
    yield from ((UNPLACED, line) for line in ranked.unplaced)
