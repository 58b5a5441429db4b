"""A matrix says which criteria count, by how much, and what each level is worth."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType


class MatrixError(ValueError):
    """A matrix cannot be used as it stands."""


class NoCriteriaError(MatrixError):
    """A matrix has nothing to score against."""


class DuplicateCriterionError(MatrixError):
    """Two criteria share one id."""


class WeightNotPositiveError(MatrixError):
    """A weight is zero or less."""


class PointsNotIncreasingError(MatrixError):
    """A better level is worth less, or no level is worth anything."""


class PointsDifferInLengthError(MatrixError):
    """Two criteria have different numbers of levels."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing schemes are judged on.

    `weight` is any positive number: only its ratio to the other weights matters.
    `points[level]` is what a level is worth, from level 0 up. Points never go down, the
    first is not negative and the last is positive. Their unit is free: only the ratio
    to the last counts.
    """

    id: str
    group: str
    weight: Fraction
    points: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        if self.weight <= 0:
            raise WeightNotPositiveError(
                f"Criterion {self.id}: the weight must be more than 0, not {self.weight}."
            )
        _check_points(self.id, self.points)

    @property
    def top_level(self) -> int:
        """The highest level."""
        return len(self.points) - 1

    def worth(self, level: int) -> Fraction:
        """The part of the full points that a level earns, from 0 to 1."""
        return Fraction(self.points[level]) / self.points[-1]


@dataclass(frozen=True)  # no slots: what follows from the criteria is worked out once and kept
class Matrix:
    """The criteria of one scoring, in the order they are shown.

    Ids are unique and all criteria have the same number of levels. At least one criterion.
    """

    criteria: tuple[Criterion, ...]

    def __post_init__(self) -> None:
        if not self.criteria:
            raise NoCriteriaError("A matrix needs at least one criterion.")
        _check_ids(criterion.id for criterion in self.criteria)
        _check_lengths(self.criteria)

    @cached_property
    def shares(self) -> Mapping[str, Fraction]:
        """Each criterion's share of 100, by id in matrix order; they add up to 100 exactly."""
        total = sum((criterion.weight for criterion in self.criteria), Fraction(0))
        shares = {criterion.id: 100 * criterion.weight / total for criterion in self.criteria}
        return MappingProxyType(shares)

    @cached_property
    def credits(self) -> Mapping[str, tuple[Fraction, ...]]:
        """What each level of each criterion adds to a total, of 100, by criterion and level."""
        return MappingProxyType(
            {
                criterion.id: tuple(
                    self.shares[criterion.id] * criterion.worth(level)
                    for level in range(len(criterion.points))
                )
                for criterion in self.criteria
            }
        )

    @cached_property
    def whole_credits(self) -> tuple[tuple[int, ...], ...]:
        """The credits in the smallest whole numbers that keep their ratios, in matrix order."""
        rows = self.credits.values()
        denominator = math.lcm(*(value.denominator for row in rows for value in row))
        whole = [[int(value * denominator) for value in row] for row in rows]
        divisor = math.gcd(*(value for row in whole for value in row))
        return tuple(tuple(value // divisor for value in row) for row in whole)

    @property
    def group_shares(self) -> dict[str, Fraction]:
        """Each group's share of 100, in the order in which groups first appear."""
        shares = self.shares
        groups: dict[str, Fraction] = {}
        for criterion in self.criteria:
            so_far = groups.get(criterion.group, Fraction(0))
            groups[criterion.group] = so_far + shares[criterion.id]
        return groups

    @property
    def top_level(self) -> int:
        """The highest level, the same for every criterion."""
        return self.criteria[0].top_level


def _check_points(criterion_id: str, points: tuple[Fraction, ...]) -> None:
    if len(points) < 2:
        raise PointsNotIncreasingError(f"Criterion {criterion_id}: at least two levels are needed.")
    if points[0] < 0:
        raise PointsNotIncreasingError(
            f"Criterion {criterion_id}: the points of level 0 must not be negative."
        )
    for level, (worse, better) in enumerate(pairwise(points), start=1):
        if better < worse:
            raise PointsNotIncreasingError(
                f"Criterion {criterion_id}: level {level} is worth less than the level below it."
            )
    if points[-1] <= 0:
        raise PointsNotIncreasingError(
            f"Criterion {criterion_id}: the top level must be worth more than 0."
        )


def _check_ids(ids: Iterable[str]) -> None:
    for criterion_id, count in Counter(ids).items():
        if count > 1:
            raise DuplicateCriterionError(f"Criterion {criterion_id} is listed {count} times.")


def _check_lengths(criteria: tuple[Criterion, ...]) -> None:
    expected = len(criteria[0].points)
    for criterion in criteria:
        if len(criterion.points) != expected:
            raise PointsDifferInLengthError(
                f"Criterion {criterion.id} has {len(criterion.points)} levels"
                f" where {criteria[0].id} has {expected}."
            )
