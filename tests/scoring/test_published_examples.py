"""Totals and ranks that others have published, with their sources.

Each example is read as a matrix whose points equal the published marks. A published total
is ours times the full total of that table, over 100.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from scoring.many import rank_many, totals_in_tenths
from scoring.matrix import Criterion, Matrix
from scoring.rank import Candidate, rank
from scoring.score import LevelRange, Score, score, shown


@dataclass(frozen=True, slots=True)
class Example:
    """A published table: `weights` by criterion, `marks` and `totals` by alternative.

    `top` is the highest mark, `full` the total of an alternative with top marks throughout.
    """

    top: int
    full: int
    weights: tuple[int, ...]
    marks: tuple[tuple[int, ...], ...]
    totals: tuple[str, ...]
    ranks: tuple[int, ...]


# Wikipedia, "Weighted sum model", section Example (after Triantaphyllou, Multi-Criteria
# Decision Making: A Comparative Study, 2000). Weights 0.20, 0.15, 0.40, 0.25.
# A1: 25 x 0.20 + 20 x 0.15 + 15 x 0.40 + 30 x 0.25 = 5 + 3 + 6 + 7.5 = 21.5
# A2: 10 x 0.20 + 30 x 0.15 + 20 x 0.40 + 30 x 0.25 = 2 + 4.5 + 8 + 7.5 = 22
# A3: 30 x 0.20 + 10 x 0.15 + 30 x 0.40 + 10 x 0.25 = 6 + 1.5 + 12 + 2.5 = 22
WEIGHTED_SUM_MODEL = Example(
    top=30,
    full=30,
    weights=(20, 15, 40, 25),
    marks=((25, 20, 15, 30), (10, 30, 20, 30), (30, 10, 30, 10)),
    totals=("21.5", "22.0", "22.0"),
    ranks=(3, 1, 1),
)

# Multi-Criteria Analysis, sheet 6 of a cost-benefit workbook, at
# https://www.dwmbeancounter.com/BCTutorials/Decisions/files/Cost-Benefit-Analysis_files/sheet006.htm
# Scores out of 10, weights 50, 25, 15 and 10 %; "Overall" is printed to one decimal.
# Option 1: 1.50 + 1.25 + 0.60 + 0.40 = 3.75, printed 3.8 (half-up)
# Option 2: 2.50 + 2.25 + 0.90 + 0.30 = 5.95, printed 6.0 (half-up)
# Option 3: 2.50 + 0 + 1.20 + 0.50 = 4.20
# Option 4: 2.50 + 1.50 + 1.20 + 0.80 = 6.00
COST_BENEFIT_SHEET = Example(
    top=10,
    full=10,
    weights=(50, 25, 15, 10),
    marks=((3, 5, 4, 4), (5, 9, 6, 3), (5, 0, 8, 5), (5, 6, 8, 8)),
    totals=("3.8", "6.0", "4.2", "6.0"),
    ranks=(4, 1, 3, 1),
)

# scikit-criteria (quatrope/scikit-criteria), tests/agg/test_simple.py, test_WeightedSumModel.
# Weights of 1, so the scores are plain sums: 1 + 0 + 3 = 4.0 and 0 + 5 + 6 = 11.0.
SCIKIT_CRITERIA = Example(
    top=6,
    full=18,
    weights=(1, 1, 1),
    marks=((1, 0, 3), (0, 5, 6)),
    totals=("4.0", "11.0"),
    ranks=(2, 1),
)

EXAMPLES = pytest.mark.parametrize(
    "example",
    [
        pytest.param(WEIGHTED_SUM_MODEL, id="weighted sum model"),
        pytest.param(COST_BENEFIT_SHEET, id="cost-benefit sheet"),
        pytest.param(SCIKIT_CRITERIA, id="scikit-criteria"),
    ],
)


def matrix_of(example: Example) -> Matrix:
    points = tuple(Fraction(mark) for mark in range(example.top + 1))
    return Matrix(
        tuple(
            Criterion(f"C{number}", "all", Fraction(weight), points)
            for number, weight in enumerate(example.weights, start=1)
        )
    )


def score_row(matrix: Matrix, marks: tuple[int, ...]) -> Score:
    pairs = zip(matrix.criteria, marks, strict=True)
    return score(matrix, {criterion.id: LevelRange(mark, mark) for criterion, mark in pairs})


def published_scale(example: Example, total: Fraction) -> Fraction:
    return total * example.full / 100


@EXAMPLES
def test_totals_are_the_published_ones(example: Example) -> None:
    matrix = matrix_of(example)
    totals = [published_scale(example, score_row(matrix, row).low) for row in example.marks]
    assert [shown(total) for total in totals] == [Decimal(total) for total in example.totals]


@EXAMPLES
def test_ranks_follow_the_published_totals(example: Example) -> None:
    matrix = matrix_of(example)
    candidates = [
        Candidate(f"A{number}", 0, published_scale(example, score_row(matrix, row).low))
        for number, row in enumerate(example.marks, start=1)
    ]
    positions = rank(candidates, (), order="pooled", prefer="high")
    by_ref = {position.ref: position.rank for position in positions}
    assert tuple(by_ref[candidate.ref] for candidate in candidates) == example.ranks


@EXAMPLES
def test_the_path_for_thousands_gives_the_published_totals(example: Example) -> None:
    matrix = matrix_of(example)
    tenths = totals_in_tenths(np.array(example.marks), matrix)
    reference = [shown(score_row(matrix, row).low) * 10 for row in example.marks]
    assert tenths.tolist() == reference


def test_competition_ranks_are_those_scipy_publishes() -> None:
    # docs.scipy.org, scipy.stats.rankdata: rankdata([0, 2, 3, 2], method='min') is [1, 2, 4, 2],
    # "also referred to as competition ranking"; there the smallest is first.
    values = [0, 2, 3, 2]
    candidates = [Candidate(f"A{line}", 0, Fraction(value)) for line, value in enumerate(values)]
    positions = rank(candidates, (), order="pooled", prefer="low")
    assert {position.ref: position.rank for position in positions} == {
        "A0": 1,
        "A1": 2,
        "A2": 4,
        "A3": 2,
    }
    one = Matrix((Criterion("C1", "all", Fraction(1), tuple(map(Fraction, range(4)))),))
    levels = np.array([[3 - value] for value in values])
    assert rank_many(levels, one).tolist() == [1, 2, 4, 2]
