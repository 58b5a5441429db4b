"""Why one score is above or below another, criterion by criterion."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.matrix import Criterion
from scoring.score import LevelRange, Part, Score

End = Literal["low", "high"]


class DifferentMatrixError(ValueError):
    """Two scores were made with different matrices, so their parts do not correspond."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What one criterion adds to the gap between two scores.

    `ours` and `theirs` are the levels that counted, after any cap. `points` is of 100, above
    0 where ours is better.
    """

    criterion: Criterion
    ours: LevelRange
    theirs: LevelRange
    points: Fraction


def compare(ours: Score, theirs: Score, *, end: End = "low") -> tuple[Difference, ...]:
    """The criteria on which two scores differ, the largest difference first.

    The points add up exactly to the gap between the two totals at the chosen end. Criteria
    that add nothing to the gap are left out. Equal sizes stand in matrix order. Scores made
    with different matrices are refused.
    """
    if _basis(ours) != _basis(theirs):
        raise DifferentMatrixError("The two scores were made with different matrices.")
    pairs = zip(ours.parts, theirs.parts, strict=True)
    differences = (_difference(our_part, their_part, end) for our_part, their_part in pairs)
    # sorted() keeps the order of equals, which is matrix order.
    return tuple(sorted((d for d in differences if d.points), key=lambda d: -abs(d.points)))


def _basis(score: Score) -> list[tuple[Criterion, Fraction]]:
    return [(part.criterion, part.share) for part in score.parts]


def _difference(ours: Part, theirs: Part, end: End) -> Difference:
    points = ours.low - theirs.low if end == "low" else ours.high - theirs.high
    return Difference(ours.criterion, ours.counted, theirs.counted, points)
