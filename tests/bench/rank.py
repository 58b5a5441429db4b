"""Ranks 10,000 schemes by the criteria of the pack: whole numbers beside two libraries' floats."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt
from pymcdm.methods import WSM
from skcriteria import mkdm
from skcriteria.agg.simple import WeightedSumModel

from app.services.ranking import matrix_for
from scoring.many import Int64s, rank_many, totals_in_tenths
from scoring.matrix import Matrix
from tests.bench.material import SEED, pack
from tests.bench.timing import MILLI, print_table, race

SCHEMES = 10_000
ROUNDS, CALLS = 9, 10

Floats = npt.NDArray[np.float64]


def main() -> None:
    matrix = _matrix()
    levels = np.random.default_rng(SEED).integers(
        0, matrix.top_level + 1, (SCHEMES, len(matrix.criteria)), dtype=np.int64
    )
    ours = "totals and ranks, whole numbers"
    calls: dict[str, Callable[[], Any]] = {
        ours: lambda: rank_many(levels, matrix),
        "of that, totals": lambda: totals_in_tenths(levels, matrix),
        **_peers(levels, matrix),
    }
    ranks = calls[ours]()
    for name in list(calls)[2:]:
        _check_order(name, ranks, calls[name]())
    timings = race(calls, ROUNDS, CALLS)
    rows = [
        [name, timing.show(MILLI, "ms"), f"{timing.median / timings[ours].median:.1f}"]
        for name, timing in timings.items()
    ]
    size = f"{SCHEMES:,} schemes × {len(matrix.criteria)} criteria"
    title = f"{size}, {ROUNDS} rounds of {CALLS} calls, equal order"
    print_table(title, ["", "median (min to max)", "times ours"], rows)
    print(f"\nLinear algebra of the peers: {', '.join(_kernels())}.")


def _matrix() -> Matrix:
    """The criteria of the scale that has the most."""
    scales = {scale for criterion in pack().matrix.criteria for scale in criterion.scales}
    matrices = [matrix_for(pack().matrix, scale) for scale in sorted(scales)]
    return max(matrices, key=lambda matrix: len(matrix.criteria))


def _kernels() -> list[str]:
    """The libraries under NumPy and SciPy, and the processor that each works for."""
    # It comes with scikit-criteria.
    libraries = import_module("threadpoolctl").threadpool_info()
    found = {f"{each['internal_api']} ({each.get('architecture', 'any')})" for each in libraries}
    return sorted(found)


def _peers(levels: Int64s, matrix: Matrix) -> dict[str, Callable[[], Floats]]:
    """The peers' weighted sums and ranks, of what each level is worth."""
    worth = np.array(
        [[float(c.worth(n)) for n in range(matrix.top_level + 1)] for c in matrix.criteria]
    )
    table = np.take_along_axis(worth.T, levels, axis=0)
    weights = np.array([float(share) / 100 for share in matrix.shares.values()])
    kinds = np.ones(len(weights))
    made, method, wsm = _decision(table, weights), WeightedSumModel(), WSM(_as_they_are)

    def from_table() -> Floats:
        return _scores(method.evaluate(_decision(table, weights)))

    def evaluated() -> Floats:
        return _scores(method.evaluate(made))

    def with_pymcdm() -> Floats:
        scores: Floats = wsm(table, weights, kinds)
        wsm.rank(scores)
        return scores

    return {
        "scikit-criteria WeightedSumModel": evaluated,
        "scikit-criteria, with making its matrix": from_table,
        "pymcdm WSM and rank": with_pymcdm,
    }


def _decision(table: Floats, weights: Floats) -> Any:
    return mkdm(table, [max] * len(weights), weights=weights)


def _scores(result: Any) -> Floats:
    """The scores; asking for the ranks too makes sure that they were worked out."""
    assert len(result.rank_) == SCHEMES
    scores: Floats = np.asarray(result.e_.score)
    return scores


def _as_they_are(values: Floats, cost: bool = False) -> Floats:
    return values


def _check_order(name: str, ranks: Int64s, scores: Floats) -> None:
    """No scheme that ours ranks below another has a score at the peer as high as the other's."""
    order = np.lexsort([scores, ranks])
    by_rank, lowest_first = ranks[order], scores[order]
    starts = np.flatnonzero(np.r_[True, by_rank[1:] != by_rank[:-1]])
    ends = np.r_[starts[1:], len(order)] - 1
    if not (lowest_first[starts[:-1]] > lowest_first[ends[1:]]).all():
        raise AssertionError(f"{name} orders the schemes otherwise.")


if __name__ == "__main__":
    main()
