"""A score is a weighted sum of level points, kept with all its parts.

Weighted additive value model: each criterion adds its share of 100 times the part of its
full points that the level earns. It assumes that criteria are independent in preference:
what a level is worth on one does not hang on the level of another. Where they overlap the
same benefit counts twice. Levels are anchored in words, not on today's list.

Keeney and Raiffa, Decisions with Multiple Objectives (1976); Belton and Stewart, Multiple
Criteria Decision Analysis: An Integrated Approach (2002).
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from scoring.matrix import Criterion, Matrix


class LevelRangeError(ValueError):
    """A level range runs backwards or leaves the scale."""


class UnknownCriterionError(ValueError):
    """A level or cap is given for a criterion that the matrix does not have."""


class CapError(ValueError):
    """A cap is below level 0."""


@dataclass(frozen=True, slots=True)
class LevelRange:
    """The levels a scheme may have on one criterion, both ends included.

    `low` equals `high` when the level is settled.
    """

    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low < 0:
            raise LevelRangeError(f"A level cannot be below 0, and {self.low} is.")
        if self.low > self.high:
            raise LevelRangeError(
                f"The lowest level {self.low} is above the highest level {self.high}."
            )

    @property
    def is_settled(self) -> bool:
        """Whether only one level is left."""
        return self.low == self.high

    def capped(self, cap: int | None) -> "LevelRange":
        """The range with neither end above the cap; None caps nothing."""
        if cap is None:
            return self
        if cap < 0:
            raise CapError(f"A cap cannot be below level 0, and {cap} is.")
        return LevelRange(min(self.low, cap), min(self.high, cap))


@dataclass(frozen=True, slots=True)
class Part:
    """What one criterion adds to a total.

    `levels` is the range as given, before the cap. `share` is the most the criterion can
    add; `low` and `high` are what it adds at the ends of the counted range. All of 100.
    """

    criterion: Criterion
    levels: LevelRange
    cap: int | None
    share: Fraction
    low: Fraction
    high: Fraction

    @property
    def counted(self) -> LevelRange:
        """The range that counts: the levels given, after the cap."""
        return self.levels.capped(self.cap)


@dataclass(frozen=True, slots=True)
class GroupPart:
    """What the criteria of one group add to a total: sums over `parts`, all of 100."""

    group: str
    parts: tuple[Part, ...]
    share: Fraction
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Score:
    """A total from 0 to 100 with its parts in matrix order.

    `low` is the total if every open level turns out worst, `high` if best.
    """

    parts: tuple[Part, ...]
    low: Fraction
    high: Fraction

    @property
    def is_settled(self) -> bool:
        """Whether the total is one number whatever the open levels turn out to be."""
        return self.low == self.high

    @property
    def group_parts(self) -> tuple[GroupPart, ...]:
        """The parts gathered by group, in the order in which groups first appear."""
        groups: dict[str, list[Part]] = {}
        for part in self.parts:
            groups.setdefault(part.criterion.group, []).append(part)
        return tuple(_sum_group(group, tuple(parts)) for group, parts in groups.items())


def unknown_range(top_level: int) -> LevelRange:
    """The range of a level of which nothing is known: 0 to the top."""
    return LevelRange(0, top_level)


def score(
    matrix: Matrix,
    levels: Mapping[str, LevelRange | None],
    caps: Mapping[str, int] | None = None,
) -> Score:
    """Score one scheme: the sum of share times level points over full points.

    `levels` and `caps` are by criterion id. A criterion that is missing from `levels`, or
    is None there, is not scored: it counts as the full range, never as 0. A cap lowers both
    ends of a range. Ids that the matrix does not have are refused, as are levels above the
    top. The result is exact, from 0 to 100. Method and references: see the module.
    """
    caps = {} if caps is None else caps
    _check_known(matrix, levels)
    _check_known(matrix, caps)
    parts = tuple(
        _part(matrix, criterion, levels.get(criterion.id), caps.get(criterion.id))
        for criterion in matrix.criteria
    )
    return Score(parts, _total(part.low for part in parts), _total(part.high for part in parts))


@lru_cache(maxsize=4096)
def shown(value: Fraction, places: int = 1) -> Decimal:
    """The value rounded half-up to `places` decimals: the only rounding there is.

    A half goes away from zero, for negatives too. Zero has no sign.
    """
    units = shown_units(value, places)
    # Built digit by digit: Decimal arithmetic would round to the precision of the context.
    return Decimal((int(units < 0), tuple(int(digit) for digit in str(abs(units))), -places))


def shown_units(value: Fraction, places: int = 1) -> int:
    """The value as shown, in units of its last decimal: 12.34 is 123 at one place."""
    if places < 0:
        raise ValueError(f"The number of decimals cannot be negative, and {places} is.")
    numerator, denominator = value.as_integer_ratio()
    units: int = (2 * abs(numerator) * 10**places + denominator) // (2 * denominator)
    return units if numerator > 0 else -units


def _part(matrix: Matrix, criterion: Criterion, given: LevelRange | None, cap: int | None) -> Part:
    levels = unknown_range(criterion.top_level) if given is None else given
    if levels.high > criterion.top_level:
        raise LevelRangeError(
            f"Criterion {criterion.id}: level {levels.high} is above the top,"
            f" {criterion.top_level}."
        )
    counted = levels.capped(cap)
    earned, share = matrix.credits[criterion.id], matrix.shares[criterion.id]
    return Part(criterion, levels, cap, share, earned[counted.low], earned[counted.high])


def _sum_group(group: str, parts: tuple[Part, ...]) -> GroupPart:
    return GroupPart(
        group,
        parts,
        share=_total(part.share for part in parts),
        low=_total(part.low for part in parts),
        high=_total(part.high for part in parts),
    )


def _total(amounts: Iterable[Fraction]) -> Fraction:
    """The sum, over the common denominator: one fraction is made, not one for each amount."""
    pairs = [amount.as_integer_ratio() for amount in amounts]
    whole = math.lcm(*(denominator for _, denominator in pairs))
    return Fraction(sum(n * (whole // denominator) for n, denominator in pairs), whole)


def _check_known(matrix: Matrix, given: Mapping[str, object]) -> None:
    unknown = sorted(given.keys() - {criterion.id for criterion in matrix.criteria})
    if unknown:
        raise UnknownCriterionError(f"The matrix has no criterion {', '.join(unknown)}.")
