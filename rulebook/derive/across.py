"""Facts that only show when the schemes of a round are looked at together.

Each keeps what it needs of every scheme in an index, so that a scheme that comes or goes costs the
same in a small round and in a large one. The order in which the schemes arrive never matters.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from rulebook.derive.priorities import covered_places
from rulebook.derive.registry import UNKNOWN, Case, Derived, FieldPath, ListName, derives
from rulebook.words import listed

Move: TypeAlias = tuple[str | None, str | None]
"""A measure and the way it is moved; None where that is not given."""
Area: TypeAlias = frozenset[str] | None
"""The places that a scheme covers; None where they are not known."""


@derives("set")
def places_sharing(
    *,
    columns: Sequence[FieldPath],
    places: FieldPath,
    lead: FieldPath,
    footprint: FieldPath,
    footprints: ListName,
    everywhere_attribute: str,
    entries: ListName,
) -> "_Sharing":
    """In how many places two schemes or more have the same answers to `columns`; 0 for one alone.

    A scheme that covers all places counts as all of them. One whose places are not known counts its
    lead place; without one it is unknown, and does not count for the others. Unknown, too, while
    one of `columns` is not answered.
    """

    def area_of(case: Case) -> frozenset[str]:
        area = covered_places(case, places, footprint, footprints, everywhere_attribute)
        lead_place = case.answer(lead)
        return area or frozenset({lead_place} if lead_place else ())

    return _Sharing(columns, area_of, entries)


@derives("set")
def opposite_movers(
    *,
    list: FieldPath,
    metric: str,
    direction: str,
    up: str,
    down: str,
    places: FieldPath,
    footprint: FieldPath,
    footprints: ListName,
    everywhere_attribute: str,
) -> "_Movers":
    """How many other schemes move one of its measures the other way in a place that both cover.

    Unknown while one of its measures, its direction or its places are. Of others, what is not known
    does not count.
    """

    def area_of(case: Case) -> Area:
        return covered_places(case, places, footprint, footprints, everywhere_attribute)

    def moves_of(case: Case) -> frozenset[Move] | None:
        items = case.answer(list)
        if items is None:
            return None
        return frozenset((item.get(metric), item.get(direction)) for item in items)

    return _Movers(area_of, moves_of, {up: down, down: up})


@derives("set")
def unready_dependencies(
    *, list: FieldPath, reference: str, kind: str, kinds: Sequence[str]
) -> "_Dependencies":
    """How many of the schemes it needs were returned, or are not among those looked at.

    `kinds` are the kinds of dependency that count. An item without a reference is about something
    outside the round. Unknown while the answer, or the kind of an item with a reference, is
    missing.
    """

    def needed_by(case: Case) -> frozenset[str] | None:
        items = [item for item in case.answer(list) or () if item.get(reference)]
        is_known = case.answer(list) is not None and all(item.get(kind) for item in items)
        needed = frozenset(item[reference] for item in items if item.get(kind) in kinds)
        return needed if is_known else None

    return _Dependencies(needed_by)


class _Sharing:
    """Counts the schemes of each place by what they answer."""

    def __init__(
        self,
        columns: Sequence[FieldPath],
        area_of: Callable[[Case], frozenset[str]],
        entries: ListName,
    ) -> None:
        self._columns, self._area_of, self._entries = columns, area_of, entries
        self._cases: dict[str, tuple[Case, tuple[Any, ...], frozenset[str]]] = {}
        self._alike: Counter[tuple[Any, ...]] = Counter()
        self._places: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
        self._told: dict[tuple[Any, ...], Derived] = {}
        """What those that answer alike are told, once one of them was."""

    def put(self, case: Case, *, is_returned: bool) -> None:
        answers = tuple(case.answer(column) for column in self._columns)
        area = self._area_of(case)
        self._cases[case.ref] = (case, answers, area)
        self._told.pop(answers, None)
        if area:
            self._alike[answers] += 1
            self._places[answers].update(area)

    def take(self, ref: str) -> None:
        _, answers, area = self._cases.pop(ref)
        self._told.pop(answers, None)
        if area:
            self._alike[answers] -= 1
            self._places[answers].subtract(area)

    def fact(self, ref: str) -> Derived:
        case, answers, area = self._cases[ref]
        if None in answers or not area:
            return UNKNOWN
        if answers not in self._told:
            self._told[answers] = self._tell(case, answers)
        return self._told[answers]

    def _tell(self, case: Case, answers: tuple[Any, ...]) -> Derived:
        together = self._places[answers] if self._alike[answers] > 1 else {}
        titles = [e.title for id, e in case.entries(self._entries).items() if together.get(id)]
        return Derived(len(titles), (listed(titles),) if titles else ())


class _Movers:
    """The schemes that move a measure one way, by the places where they do."""

    def __init__(
        self,
        area_of: Callable[[Case], Area],
        moves_of: Callable[[Case], frozenset[Move] | None],
        other_way: dict[str, str],
    ) -> None:
        self._area_of, self._moves_of, self._other_way = area_of, moves_of, other_way
        self._schemes: dict[str, tuple[frozenset[Move] | None, Area]] = {}
        self._movers: dict[tuple[Move, str], set[str]] = defaultdict(set)

    def put(self, case: Case, *, is_returned: bool) -> None:
        moves, area = self._schemes[case.ref] = (self._moves_of(case), self._area_of(case))
        for place in _places(moves, area):
            self._movers[place].add(case.ref)

    def take(self, ref: str) -> None:
        for place in _places(*self._schemes.pop(ref)):
            self._movers[place].discard(ref)

    def fact(self, ref: str) -> Derived:
        moves, area = self._schemes[ref]
        if moves is None or area is None or any(None in move for move in moves):
            return UNKNOWN
        other = self._other_way
        against = [(measure, other[way]) for measure, way in moves if way in other]
        met = (self._movers.get(place, ()) for place in _places(against, area))
        others = sorted(set().union(*met) - {ref})
        return Derived(len(others), tuple(others))


class _Dependencies:
    """The schemes that each one needs, and those that are there."""

    def __init__(self, needed_by: Callable[[Case], frozenset[str] | None]) -> None:
        self._needed_by = needed_by
        self._needed: dict[str, frozenset[str] | None] = {}
        self._returned: set[str] = set()

    def put(self, case: Case, *, is_returned: bool) -> None:
        self._needed[case.ref] = self._needed_by(case)
        if is_returned:
            self._returned.add(case.ref)

    def take(self, ref: str) -> None:
        del self._needed[ref]
        self._returned.discard(ref)

    def fact(self, ref: str) -> Derived:
        needed = self._needed[ref]
        if needed is None:
            return UNKNOWN
        notes = tuple(self._unready(needed))
        return Derived(len(notes), notes)

    def _unready(self, needed: Iterable[str]) -> Iterator[str]:
        for ref in sorted(needed):
            if ref not in self._needed:
                yield f"{ref} is not among the schemes looked at"
            elif ref in self._returned:
                yield f"{ref} was returned"


def _places(moves: Iterable[Move] | None, area: Area) -> Iterator[tuple[Move, str]]:
    """Each place in which a measure is moved one way."""
    return ((move, place) for move in moves or () for place in area or ())
