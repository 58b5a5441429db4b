"""Facts that only show when the schemes of a round are looked at together.

Each function gets all schemes at once and answers for each by its reference. The order in which the
schemes arrive never matters.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rulebook.derive.finance import LINE, OFFSET, releases_by_year
from rulebook.derive.priorities import covered_places
from rulebook.derive.registry import (
    UNKNOWN,
    Case,
    Derived,
    FieldPath,
    Gathering,
    ListName,
    derives,
)
from rulebook.words import listed, pounds

ByRef = Mapping[str, Derived]
Move = tuple[str | None, str | None]
"""A measure and the way it is moved; None where that is not given."""
Releases = dict[str, dict[str, int] | None]
"""By scheme, what is left of its release in each planning year, in pence; None when not known."""
Takers = defaultdict[tuple[str, str], set[str]]
"""The schemes that have claimed a release, by its scheme and year."""


@derives("set", lines=LINE, offsets=OFFSET)
def offset_overclaimed(
    gathering: Gathering, *, lines: FieldPath, offsets: FieldPath, submitted: FieldPath
) -> ByRef:
    """By how many pence a scheme claims releases that earlier claims have used up.

    Claims are met in the order of submission, then reference, year by year, from what the named
    scheme releases in that year. A scheme without a date of submission comes last, and one that is
    returned after all others: it takes nothing from them. A claim without a year or an amount takes
    nothing from others; one on a year outside the planning period pays for nothing and is not
    looked at. Unknown while a claim cannot be checked (the named scheme is not among those looked
    at or is returned, or a figure is missing), unless others are too high: then it is what they
    claim too much.
    """
    returned = gathering.returned
    left: Releases = {
        case.ref: None if case.ref in returned else releases_by_year(case, lines)
        for case in gathering.cases
    }

    def turn(case: Case) -> tuple[bool, date, str]:
        return case.ref in returned, case.answer(submitted) or date.max, case.ref

    order = sorted(gathering.cases, key=turn)
    takers: Takers = defaultdict(set)
    return {case.ref: _claim(case, offsets, left, takers, returned) for case in order}


@derives("set")
def places_sharing(
    gathering: Gathering,
    *,
    columns: Sequence[FieldPath],
    places: FieldPath,
    lead: FieldPath,
    footprint: FieldPath,
    footprints: ListName,
    everywhere_attribute: str,
    entries: ListName,
) -> ByRef:
    """In how many places two schemes or more have the same answers to `columns`; 0 for one alone.

    A scheme that covers all places counts as all of them. One whose places are not known counts its
    lead place; without one it is unknown, and does not count for the others. Unknown, too, while
    one of `columns` is not answered.
    """
    areas: dict[str, frozenset[str]] = {}
    alike: dict[tuple[Any, ...], list[frozenset[str]]] = defaultdict(list)
    for case in gathering.cases:
        area = covered_places(case, places, footprint, footprints, everywhere_attribute)
        lead_place = case.answer(lead)
        areas[case.ref] = area or frozenset({lead_place} if lead_place else ())
        if areas[case.ref]:
            alike[_answers(case, columns)].append(areas[case.ref])
    found = {}
    for case in gathering.cases:
        same = _answers(case, columns)
        together = frozenset().union(*alike[same]) if len(alike[same]) > 1 else ()
        titles = [e.title for id, e in case.entries(entries).items() if id in together]
        is_known = None not in same and bool(areas[case.ref])
        notes = (listed(titles),) if titles else ()
        found[case.ref] = Derived(len(titles), notes) if is_known else UNKNOWN
    return found


@derives("set")
def opposite_movers(
    gathering: Gathering,
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
) -> ByRef:
    """How many other schemes move one of its measures the other way in a place that both cover.

    Unknown while one of its measures, its direction or its places are. Of others, what is not known
    does not count.
    """
    areas = {
        case.ref: covered_places(case, places, footprint, footprints, everywhere_attribute)
        for case in gathering.cases
    }
    moves = {case.ref: _moves(case, list, metric, direction) for case in gathering.cases}
    movers: dict[Move, set[str]] = defaultdict(set)
    for ref, own in moves.items():
        for move in own or ():
            movers[move].add(ref)
    found = {}
    for ref, own in moves.items():
        area = areas[ref]
        if own is None or area is None or any(None in move for move in own):
            found[ref] = UNKNOWN
            continue
        against = [(m, down if way == up else up) for m, way in own if way in (up, down)]
        others = {other for move in against for other in movers.get(move, ())} - {ref}
        met = sorted(other for other in others if not area.isdisjoint(areas[other] or ()))
        found[ref] = Derived(len(met), tuple(met))
    return found


@derives("set")
def unready_dependencies(
    gathering: Gathering,
    *,
    list: FieldPath,
    reference: str,
    kind: str,
    kinds: Sequence[str],
) -> ByRef:
    """How many of the schemes it needs were returned, or are not among those looked at.

    `kinds` are the kinds of dependency that count. An item without a reference is about something
    outside the round. Unknown while the answer, or the kind of an item with a reference, is
    missing.
    """
    present = {case.ref for case in gathering.cases}
    found = {}
    for case in gathering.cases:
        items = [item for item in case.answer(list) or () if item.get(reference)]
        needed = {item[reference] for item in items if item.get(kind) in kinds}
        notes = tuple(_unready(needed, present, gathering.returned))
        is_known = case.answer(list) is not None and all(item.get(kind) for item in items)
        found[case.ref] = Derived(len(notes), notes) if is_known else UNKNOWN
    return found


def _claim(
    case: Case, offsets: str, left: Releases, takers: Takers, returned: frozenset[str]
) -> Derived:
    """What a scheme claims too much; what it is granted is taken from `left`."""
    excess, notes, is_checked = 0, [], True
    for offset in case.answer(offsets) or ():
        ref, year, amount = (offset.get(k) for k in ("scheme_ref", "financial_year", "amount"))
        if ref is None or (year is not None and year not in case.planning_years):
            continue
        release = left.get(ref)
        if release is None or year is None or amount is None:
            is_checked = False
            notes.append(_why_unchecked(ref, left, returned))
            continue
        granted = min(amount, release[year])
        release[year] -= granted
        if granted < amount:
            excess += amount - granted
            others = listed(sorted(takers[ref, year] - {case.ref}))
            after = f" after {others}" if others else ""
            notes.append(
                f"{ref}, {year}: {pounds(amount)} claimed, {pounds(granted)} left to claim{after}"
            )
        takers[ref, year].add(case.ref)
    return Derived(excess if is_checked or excess else None, tuple(notes))


def _why_unchecked(ref: str, left: Releases, returned: frozenset[str]) -> str:
    if ref in returned:
        return f"{ref} was returned, so its release does not count yet"
    if ref not in left:
        return f"{ref} is not among the schemes looked at, so it cannot be checked"
    if left[ref] is None:
        return f"{ref} has no complete finance lines, so its release is not known"
    return f"the claim on {ref} lacks a year or an amount"


def _moves(case: Case, path: str, metric: str, direction: str) -> set[Move] | None:
    """Each measure that a scheme moves, and the way; None when that is not answered."""
    items = case.answer(path)
    return None if items is None else {(item.get(metric), item.get(direction)) for item in items}


def _unready(needed: set[str], present: set[str], returned: frozenset[str]) -> Iterator[str]:
    for ref in sorted(needed):
        if ref not in present:
            yield f"{ref} is not among the schemes looked at"
        elif ref in returned:
            yield f"{ref} was returned"


def _answers(case: Case, columns: Sequence[str]) -> tuple[Any, ...]:
    return tuple(case.answer(column) for column in columns)
