"""Classifies one scheme live: the compiled rules and durable_rules, all findings."""

from collections.abc import Callable
from functools import partial

from rulebook.classify import Classification, conclude
from rulebook.engine import Engine, side_by_side
from rulebook.facts import FactSheet
from tests.bench.material import (
    Scheme,
    bulk_classifier,
    live_classifier,
    made_up_schemes,
    sample_schemes,
)
from tests.bench.timing import print_table, spread_of, time_each

MADE_UP = 500
ROUNDS = 5


def main() -> None:
    rows = []
    for name, schemes in _sets().items():
        for part, calls in _parts(schemes).items():
            rows.append([part, name, *spread_of(time_each(calls, ROUNDS)).show()])
    title = f"One live classification, milliseconds, median of {ROUNDS} calls for each scheme"
    print_table(title, ["what", "schemes", "p50", "p95", "longest"], sorted(rows))


def _sets() -> dict[str, tuple[Scheme, ...]]:
    samples = sample_schemes()
    return {f"{len(samples)} samples": samples, f"{MADE_UP} made-up": made_up_schemes(MADE_UP)}


def _parts(schemes: tuple[Scheme, ...]) -> dict[str, list[Callable[[], object]]]:
    sheets = [found.facts for found in bulk_classifier().classify(schemes)]
    return {
        "1. from facts, both engines": [_from_facts(sheet) for sheet in sheets],
        "2. of that, durable_rules": [_by_engine(sheet) for sheet in sheets],
        "3. from answers, both engines": [_from_answers(scheme) for scheme in schemes],
    }


def _from_facts(sheet: FactSheet) -> Callable[[], Classification]:
    """All that the classifier does once the facts are derived."""
    live, engine = live_classifier(), _engine()

    def classify() -> Classification:
        agreed = side_by_side(live.pack, live.book, engine, sheet.values)
        return conclude(live.pack, live.book, sheet, agreed.findings, live.day)

    found = classify()
    if side_by_side(live.pack, live.book, engine, sheet.values).disagreements:
        raise AssertionError(f"The engines differ about {found.ref}.")
    return classify


def _by_engine(sheet: FactSheet) -> Callable[[], object]:
    return partial(_engine().matched, sheet.values)


def _from_answers(scheme: Scheme) -> Callable[[], object]:
    """With the facts derived, for a scheme that stands alone."""
    return partial(live_classifier().classify, [scheme])


def _engine() -> Engine:
    engine = live_classifier().engine
    assert engine is not None
    return engine


if __name__ == "__main__":
    main()
