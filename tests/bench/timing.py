"""Times calls, and says what was measured in few words."""

import gc
import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

MILLI, MICRO = 1e3, 1e6


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds that one call took: the median of several rounds, the shortest and the longest."""

    median: float
    shortest: float
    longest: float

    def show(self, per: float, unit: str, count: int = 1) -> str:
        """The three for one of `count` things, times `per`: `4.3 (4.1 to 5.0) µs`."""
        figures = (self.median, self.shortest, self.longest)
        median, shortest, longest = (show_figure(value * per / count) for value in figures)
        return f"{median} ({shortest} to {longest}) {unit}"


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds that single calls took: half were quicker than `p50`, 95 in 100 than `p95`."""

    p50: float
    p95: float
    longest: float

    def show(self) -> list[str]:
        """The three in milliseconds, as cells of a table."""
        return [show_figure(value * MILLI) for value in (self.p50, self.p95, self.longest)]


def race(
    parties: Mapping[str, Callable[[], object]], rounds: int, calls: int = 1
) -> dict[str, Timing]:
    """The time of each party; all run in turn in every round, so that they share the weather.

    A round has so many `calls` of each, one after another: many where one is very short. One round
    before the first is not counted.
    """
    taken: dict[str, list[float]] = {name: [] for name in parties}
    for number in range(rounds + 1):
        for name, call in parties.items():
            seconds = time_calls(call, calls)
            if number:
                taken[name].append(seconds)
    return {
        name: Timing(statistics.median(values), min(values), max(values))
        for name, values in taken.items()
    }


def time_calls(call: Callable[[], object], count: int) -> float:
    """The seconds that a call takes on average, with no garbage collected, as in `timeit`."""
    with _quiet():
        before = perf_counter()
        for _ in range(count):
            call()
        return (perf_counter() - before) / count


def time_each(calls: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """The seconds that each call takes: the median of several rounds, after one not counted."""
    taken: list[list[float]] = [[] for _ in calls]
    for number in range(rounds + 1):
        with _quiet():
            for call, values in zip(calls, taken, strict=True):
                before = perf_counter()
                call()
                seconds = perf_counter() - before
                if number:
                    values.append(seconds)
    return [statistics.median(values) for values in taken]


def spread_of(seconds: Sequence[float]) -> Spread:
    """The spread of at least two durations."""
    cuts = statistics.quantiles(seconds, n=20, method="inclusive")
    return Spread(statistics.median(seconds), cuts[18], max(seconds))


def show_figure(value: float) -> str:
    """Three figures that count, no exponent: 0.00412, 4.12, 41.2, 412, 4,120."""
    if value >= 100:
        return f"{value:,.0f}"
    places = 2
    while 0 < abs(value) < 10 ** (2 - places) and places < 6:
        places += 1
    return f"{value:.{places - (value >= 10)}f}"


def print_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table in Markdown, fit to be copied into the page on performance."""
    print(f"\n### {title}\n")
    print(f"| {' | '.join(headings)} |")
    print(f"|{'---|' * len(headings)}")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)


@contextmanager
def _quiet() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
