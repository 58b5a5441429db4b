"""A rank is a place on a list, with what put each scheme below the one before it.

Competition ranking, 1-1-3: a rank is one more than the number of candidates that are
strictly better, so two firsts are followed by a third.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.score import shown_units

Prefer = Literal["high", "low"]
Order = Literal["grouped", "pooled"]
TieValue = Fraction | int | str | None

# Numbers only, one for each thing compared, most important first: smaller is better.
Key = tuple[int, ...]

_GROUP = "group"
_VALUE = "value"


class DuplicateRefError(ValueError):
    """Two candidates share one reference."""


class TieBreakError(ValueError):
    """Tie-breaks and the values given for them do not fit together."""


@dataclass(frozen=True, slots=True)
class TieBreak:
    """What separates candidates of equal value, and which way round."""

    id: str
    prefer: Prefer


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line to be ranked.

    `group` 0 comes first in a grouped list. `value` None cannot be ranked: the caller keeps
    the reason. `ties` holds one value for each tie-break, in their order; None is not known;
    a text is an ISO date.
    """

    ref: str
    group: int
    value: Fraction | None
    ties: tuple[TieValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """Where a candidate stands.

    `rank` is over the whole list, `group_rank` among its group; both are None for one that
    cannot be ranked. `decided_by` is what put it below the line before it: "group", "value"
    or the id of a tie-break; None when first, tied with that line, or not ranked.
    """

    ref: str
    rank: int | None
    group_rank: int | None
    tied_with: tuple[str, ...]
    decided_by: str | None


def rank(
    candidates: Iterable[Candidate],
    tie_breaks: Sequence[TieBreak],
    *,
    order: Order,
    prefer: Prefer,
    places: int = 1,
) -> tuple[Position, ...]:
    """Rank candidates by group (when grouped), then value, then each tie-break in turn.

    Values are compared as shown: half-up to `places` decimals. Tie-break values are compared
    exactly; unknown ones come after all known ones, whichever is preferred. Complete ties
    share a rank and stand in order of ref. Candidates without a value stand last, by ref,
    with no rank. The order of arrival never matters, and a newcomer never swaps two others.
    A ref that occurs twice is refused.
    """
    by_ref = sorted(candidates, key=lambda candidate: candidate.ref)
    _check_refs(by_ref)
    _check_ties(by_ref, tie_breaks)
    ranked = [candidate for candidate in by_ref if candidate.value is not None]
    unranked = [candidate for candidate in by_ref if candidate.value is None]
    keys = _build_keys(ranked, tie_breaks, order, prefer, places)
    ranked.sort(key=lambda candidate: keys[candidate.ref])
    names = (_GROUP, _VALUE, *(tie_break.id for tie_break in tie_breaks))
    return (
        *_positions(ranked, keys, names),
        *(Position(candidate.ref, None, None, (), None) for candidate in unranked),
    )


def _build_keys(
    ranked: Sequence[Candidate],
    tie_breaks: Sequence[TieBreak],
    order: Order,
    prefer: Prefer,
    places: int,
) -> dict[str, Key]:
    """What each ref is compared by: one column for the group, one for the value, one a tie."""
    groups = [candidate.group if order == "grouped" else 0 for candidate in ranked]
    values = [
        None if candidate.value is None else shown_units(candidate.value, places)
        for candidate in ranked
    ]
    columns = [groups, _ordinals(values, prefer)]
    for index, tie_break in enumerate(tie_breaks):
        columns.append(_ordinals([c.ties[index] for c in ranked], tie_break.prefer))
    refs = [candidate.ref for candidate in ranked]
    return dict(zip(refs, zip(*columns, strict=True), strict=True))


def _ordinals(values: Sequence[TieValue], prefer: Prefer) -> list[int]:
    """The place of each value among the distinct known ones, best first; unknown ones last."""
    # Texts and numbers never meet in one column (_check_ties), so one of the two is empty.
    texts = sorted({v for v in values if isinstance(v, str)}, reverse=prefer == "high")
    numbers = sorted(
        {v for v in values if v is not None and not isinstance(v, str)}, reverse=prefer == "high"
    )
    known: list[TieValue] = [*texts, *numbers]
    place = {value: index for index, value in enumerate(known)}
    return [len(known) if value is None else place[value] for value in values]


def _positions(
    ranked: Sequence[Candidate], keys: Mapping[str, Key], names: Sequence[str]
) -> list[Position]:
    ranks = _competition_ranks([keys[c.ref] for c in ranked])
    group_ranks = _group_ranks(ranked, keys)
    refs_by_key: dict[Key, list[str]] = defaultdict(list)
    for candidate in ranked:
        refs_by_key[keys[candidate.ref]].append(candidate.ref)
    positions = []
    previous: Key | None = None
    for candidate in ranked:
        key = keys[candidate.ref]
        tied_with = tuple(ref for ref in refs_by_key[key] if ref != candidate.ref)
        group_rank = group_ranks[candidate.group][key]
        decided_by = _first_difference(previous, key, names)
        positions.append(Position(candidate.ref, ranks[key], group_rank, tied_with, decided_by))
        previous = key
    return positions


def _competition_ranks(best_first: Iterable[Key]) -> dict[Key, int]:
    """The rank of each distinct key: one more than the number of lines before its first."""
    ranks: dict[Key, int] = {}
    for line, key in enumerate(best_first, start=1):
        ranks.setdefault(key, line)
    return ranks


def _group_ranks(ranked: Sequence[Candidate], keys: Mapping[str, Key]) -> dict[int, dict[Key, int]]:
    lines: dict[int, list[Key]] = defaultdict(list)
    for candidate in ranked:
        lines[candidate.group].append(keys[candidate.ref])
    return {group: _competition_ranks(best_first) for group, best_first in lines.items()}


def _first_difference(previous: Key | None, key: Key, names: Sequence[str]) -> str | None:
    if previous is None:
        return None
    pairs = zip(names, previous, key, strict=True)
    return next((name for name, above, below in pairs if above != below), None)


def _check_refs(candidates: Iterable[Candidate]) -> None:
    for ref, count in Counter(candidate.ref for candidate in candidates).items():
        if count > 1:
            raise DuplicateRefError(f"Candidate {ref} is listed {count} times.")


def _check_ties(candidates: Sequence[Candidate], tie_breaks: Sequence[TieBreak]) -> None:
    for name, count in Counter([_GROUP, _VALUE, *(tie.id for tie in tie_breaks)]).items():
        if count > 1:
            raise TieBreakError(f"The tie-break id {name} is already taken.")
    for candidate in candidates:
        if len(candidate.ties) != len(tie_breaks):
            raise TieBreakError(
                f"Candidate {candidate.ref} has {len(candidate.ties)} tie-break values"
                f" where there are {len(tie_breaks)} tie-breaks."
            )
    for index, tie_break in enumerate(tie_breaks):
        known = [c.ties[index] for c in candidates if c.ties[index] is not None]
        if len({isinstance(value, str) for value in known}) > 1:
            raise TieBreakError(f"Tie-break {tie_break.id} mixes texts and numbers.")
