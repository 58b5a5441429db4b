"""Releases that are claimed as offsets: each penny pays for one scheme only."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from rulebook.derive.finance import LINE, OFFSET, releases_by_year
from rulebook.derive.registry import Case, Derived, FieldPath, derives
from rulebook.words import listed, pounds

Release: TypeAlias = Mapping[str, int] | None
"""What a scheme releases in each planning year, in pence; None where that is not known."""


@derives("set", lines=LINE, offsets=OFFSET)
def offset_overclaimed(*, lines: FieldPath, offsets: FieldPath, submitted: FieldPath) -> "_Claims":
    """By how many pence a scheme claims releases that earlier claims have used up.

    Claims are met in the order of submission, then reference, year by year, from what the named
    scheme releases in that year. A scheme without a date of submission comes last, and one that is
    returned after all others: it takes nothing from them. A claim without a year or an amount takes
    nothing from others; one on a year outside the planning period pays for nothing and is not
    looked at. Unknown while a claim cannot be checked (the named scheme is not among those looked
    at or is returned, or a figure is missing), unless others are too high: then it is what they
    claim too much.
    """
    return _Claims(lines, offsets, submitted)


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a scheme claims of the release of another; None for what is not given."""

    ref: str
    year: str | None
    amount: int | None


@dataclass(frozen=True, slots=True)
class _Grant:
    """What a claim is granted, in pence, and which other schemes have claimed before it."""

    amount: int
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of a scheme in claims: what it releases, and what it claims when its turn comes."""

    case: Case
    is_returned: bool
    turn: tuple[bool, date, str]
    claims: tuple[_Claim, ...]


class _Claims:
    """Claims on one release in one year settle each other, and no others."""

    def __init__(self, lines: FieldPath, offsets: FieldPath, submitted: FieldPath) -> None:
        self._lines, self._offsets, self._submitted = lines, offsets, submitted
        self._parts: dict[str, _Part] = {}
        self._releases: dict[str, Release] = {}
        """Of those that were asked for: few are claimed."""
        self._claimants: dict[str, set[str]] = defaultdict(set)
        self._settled: dict[str, dict[str, dict[str, list[_Grant]]]] = defaultdict(dict)
        """By the scheme that releases, year and claimant: its grants, once they were asked for."""

    def put(self, case: Case, *, is_returned: bool) -> None:
        part = self._parts[case.ref] = self._part(case, is_returned)
        for claim in part.claims:
            self._claimants[claim.ref].add(case.ref)
            self._settled.pop(claim.ref, None)

    def take(self, ref: str) -> None:
        part = self._parts.pop(ref)
        self._releases.pop(ref, None)
        self._settled.pop(ref, None)
        for claim in part.claims:
            self._claimants[claim.ref].discard(ref)
            self._settled.pop(claim.ref, None)

    def fact(self, ref: str) -> Derived:
        excess, notes, is_checked = 0, [], True
        own: dict[tuple[str, str], Iterator[_Grant]] = {}
        for claim in self._parts[ref].claims:
            release = self._release(claim.ref)
            if release is None or claim.year is None or claim.amount is None:
                is_checked = False
                notes.append(self._why_unchecked(claim.ref))
                continue
            place = (claim.ref, claim.year)
            if place not in own:
                own[place] = iter(self._grants(*place, release[claim.year])[ref])
            grant = next(own[place])
            if grant.amount < claim.amount:
                excess += claim.amount - grant.amount
                notes.append(_too_much(claim, grant))
        return Derived(excess if is_checked or excess else None, tuple(notes))

    def _part(self, case: Case, is_returned: bool) -> _Part:
        given = (
            _Claim(offset["scheme_ref"], offset.get("financial_year"), offset.get("amount"))
            for offset in case.answer(self._offsets) or ()
            if offset.get("scheme_ref") is not None
        )
        years = (None, *case.planning_years)
        return _Part(
            case=case,
            is_returned=is_returned,
            turn=(is_returned, case.answer(self._submitted) or date.max, case.ref),
            claims=tuple(claim for claim in given if claim.year in years),
        )

    def _release(self, ref: str) -> Release:
        part = self._parts.get(ref)
        if part is None or part.is_returned:
            return None
        if ref not in self._releases:
            self._releases[ref] = releases_by_year(part.case, self._lines)
        return self._releases[ref]

    def _grants(self, ref: str, year: str, release: int) -> Mapping[str, list[_Grant]]:
        """What each claimant is granted of a release in a year, claim by claim."""
        settled = self._settled[ref]
        if year not in settled:
            settled[year] = self._settle(ref, year, release)
        return settled[year]

    def _settle(self, ref: str, year: str, left: int) -> dict[str, list[_Grant]]:
        grants: dict[str, list[_Grant]] = {}
        claimants = (self._parts[claimant] for claimant in self._claimants[ref])
        for part in sorted(claimants, key=lambda part: part.turn):
            name = part.turn[-1]
            for claim in part.claims:
                if claim.ref == ref and claim.year == year and claim.amount is not None:
                    granted = min(claim.amount, left)
                    left -= granted
                    before = sorted(grants.keys() - {name}) if granted < claim.amount else ()
                    grants.setdefault(name, []).append(_Grant(granted, tuple(before)))
        return grants

    def _why_unchecked(self, ref: str) -> str:
        part = self._parts.get(ref)
        if part is None:
            return f"{ref} is not among the schemes looked at, so it cannot be checked"
        if part.is_returned:
            return f"{ref} was returned, so its release does not count yet"
        if self._release(ref) is None:
            return f"{ref} has no complete finance lines, so its release is not known"
        return f"the claim on {ref} lacks a year or an amount"


def _too_much(claim: _Claim, grant: _Grant) -> str:
    after = f" after {listed(grant.after)}" if grant.after else ""
    return (
        f"{claim.ref}, {claim.year}: {pounds(claim.amount or 0)} claimed, "
        f"{pounds(grant.amount)} left to claim{after}"
    )
