"""Pages of the list of a round, from small rounds to very large ones.

script/bench listing            1,000 and 10,000 schemes
LARGEST=100000 script/bench listing      a quarter of an hour, and some 5 GB of memory

In brackets stands the processor's time, which other programs on the machine do not lengthen.
"""

import os
import statistics
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter, process_time

import orjson

from app.services.vocabulary import vocabulary_from
from app.serving import look_for_garbage_less
from seed.generator.schemes import generate
from tests.app.callers import ROUND, Caller, open_round, start
from tests.bench.material import SEED, pack
from tests.bench.serving import migrated
from tests.bench.timing import MILLI, print_table, show_figure

SIZES = (1_000, 10_000, 100_000)
PAGES = 300
PORTION = 2_000


Seconds = tuple[float, float]
"""By the clock, and of the processor."""


def main() -> None:
    largest = int(os.environ.get("LARGEST", "10000"))
    heads = [
        "schemes",
        "brought in, a second",
        "first list",
        "after one change",
        "page of 50, median",
        "p99",
        "p99 by median",
        "filtered, median",
    ]
    rows = (_measure(size) for size in SIZES if size <= largest)
    print_table("The ranked list", heads, rows)


def _measure(size: int) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        database = migrated(Path(folder) / "list.db")
        service = start(database, kept_schemes=size + 10)
        chair = open_round(service)
        look_for_garbage_less()  # as a worker of the server does once it has started
        brought = _fill(service.caller("QYG", "administrator"), size)
        first = _seconds(chair, "ranking?limit=50")
        service.caller("LIVPP", "lead").submitted(title="One more")
        again = _seconds(chair, "ranking?limit=50")
        pages = _pages(chair, size, "")
        filtered = _pages(chair, size, "&tier=place_priority&q=clinic")
    middle, p99 = _spread(pages)
    return [
        f"{size:,}",
        _show((size / brought[0], size / brought[1])),
        f"{_show(first)} s",
        f"{_show(again)} s",
        f"{_show(middle, MILLI)} ms",
        f"{_show(p99, MILLI)} ms",
        _show((p99[0] / middle[0], p99[1] / middle[1])),
        f"{_show(_spread(filtered)[0], MILLI)} ms",
    ]


def _fill(caller: Caller, size: int) -> Seconds:
    """Brings in so many schemes; the seconds that it took."""
    vocabulary = vocabulary_from(pack(), pack().calendar.judged_on)
    made = generate(vocabulary, size, SEED)
    taken = (0.0, 0.0)
    while portion := list(islice(made, PORTION)):
        lines = b"\n".join(orjson.dumps(scheme) for scheme in portion)
        before = _now()
        address = f"{ROUND}/imports?action=submit&accept_warnings=true"
        caller.post(address, lines, Content_Type="application/x-ndjson").get_data()
        now = _now()
        taken = (taken[0] + now[0] - before[0], taken[1] + now[1] - before[1])
    return taken


def _pages(chair: Caller, size: int, filters: str) -> list[Seconds]:
    """Seconds of pages at random places, each asked for by its cursor."""
    rng = Random(SEED)  # noqa: S311 the same places each time
    position = orjson.loads(chair.get(f"{ROUND}/ranking?limit=1").get_data())["as_of"]["position"]
    found = []
    for _ in range(PAGES):
        after = f"{rng.randrange(1, size)}-{position}"
        found.append(_seconds(chair, f"ranking?limit=50&after={after}{filters}"))
    return found


def _seconds(chair: Caller, address: str) -> Seconds:
    before = _now()
    answer = chair.get(f"{ROUND}/{address}")
    answer.get_data()
    now = _now()
    if answer.status_code != 200:
        raise RuntimeError(answer.get_data(as_text=True))
    return now[0] - before[0], now[1] - before[1]


def _now() -> Seconds:
    return perf_counter(), process_time()


def _spread(taken: Sequence[Seconds]) -> tuple[Seconds, Seconds]:
    """The median, and what 99 in 100 do not reach."""
    wall, processor = zip(*taken, strict=True)
    return (
        (statistics.median(wall), statistics.median(processor)),
        (_p99(wall), _p99(processor)),
    )


def _p99(figures: Sequence[float]) -> float:
    return statistics.quantiles(figures, n=100)[98]


def _show(figures: Seconds, per: float = 1) -> str:
    wall, processor = (show_figure(figure * per) for figure in figures)
    return f"{wall} ({processor})"


if __name__ == "__main__":
    main()
