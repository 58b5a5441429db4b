"""Finds the nearest changes of one scheme: to be submitted, through each gate, to each tier."""

from functools import partial

from rulebook.classify import Classification
from rulebook.nearest import nearest_changes
from tests.bench.material import bulk_classifier, made_up_schemes, pack, sample_schemes
from tests.bench.timing import MILLI, print_table, show_figure, spread_of, time_each

MADE_UP = 500
ROUNDS = 3


def main() -> None:
    classifier = bulk_classifier()
    samples, made_up = sample_schemes(), made_up_schemes(MADE_UP)
    sets = {
        f"{len(samples)} samples": classifier.classify(samples),
        f"{MADE_UP} made-up": classifier.classify(made_up),
    }
    title = f"All nearest changes of one scheme, milliseconds, median of {ROUNDS} calls for each"
    headings = ["schemes", "p50", "p95", "longest", "longest is", "goals", "out of reach"]
    print_table(title, headings, [_row(name, found) for name, found in sets.items()])


def _row(name: str, found: tuple[Classification, ...]) -> list[str]:
    taken = time_each([partial(nearest_changes, pack(), each) for each in found], ROUNDS)
    slowest = max(range(len(taken)), key=taken.__getitem__)
    goals = [goal for each in found for goal in nearest_changes(pack(), each)]
    beyond = sum(goal.changes is None for goal in goals)
    where = f"{found[slowest].ref}, {show_figure(taken[slowest] * MILLI)}"
    return [name, *spread_of(taken).show(), where, f"{len(goals):,}", f"{beyond:,}"]


if __name__ == "__main__":
    main()
