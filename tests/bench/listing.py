"""Pages of the list of a round, from small rounds to very large ones.

script/bench listing            1,000 and 10,000 schemes
LARGEST=100000 script/bench listing      minutes, and some 6 GB of memory
"""

import os
import statistics
import tempfile
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter

import orjson

from app.services.vocabulary import vocabulary_from
from seed.generator.schemes import generate
from tests.app.callers import ROUND, Caller, open_round, start
from tests.bench.material import SEED, pack
from tests.bench.serving import migrated
from tests.bench.timing import print_table, show_figure

SIZES = (1_000, 10_000, 100_000)
PAGES = 300
PORTION = 2_000


def main() -> None:
    largest = int(os.environ.get("LARGEST", "10000"))
    rows = [_measure(size) for size in SIZES if size <= largest]
    heads = [
        "schemes",
        "brought in, a second",
        "first list",
        "after one change",
        "page of 50, median",
    ]
    print_table("The ranked list", [*heads, "p99", "p99 by median", "filtered, median"], rows)


def _measure(size: int) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        database = migrated(Path(folder) / "list.db")
        service = start(database, kept_schemes=size + 10)
        chair = open_round(service)
        rate = _fill(service.caller("QYG", "administrator"), size)
        first = _seconds(chair, "ranking?limit=50")
        lead = service.caller("LIVPP", "lead")
        lead.submitted(title="One more")
        again = _seconds(chair, "ranking?limit=50")
        pages = _pages(chair, size, "")
        filtered = _pages(chair, size, "&tier=place_priority&q=clinic")
    middle, p99 = statistics.median(pages), statistics.quantiles(pages, n=100)[98]
    return [
        f"{size:,}",
        show_figure(rate),
        f"{show_figure(first)} s",
        f"{show_figure(again)} s",
        f"{show_figure(middle * 1000)} ms",
        f"{show_figure(p99 * 1000)} ms",
        f"{p99 / middle:.1f}",
        f"{show_figure(statistics.median(filtered) * 1000)} ms",
    ]


def _fill(caller: Caller, size: int) -> float:
    """Brings in so many schemes; how many a second."""
    vocabulary = vocabulary_from(pack(), pack().calendar.judged_on)
    made = generate(vocabulary, size, SEED)
    taken = 0.0
    while portion := list(islice(made, PORTION)):
        lines = b"\n".join(orjson.dumps(scheme) for scheme in portion)
        before = perf_counter()
        address = f"{ROUND}/imports?action=submit&accept_warnings=true"
        caller.post(address, lines, Content_Type="application/x-ndjson").get_data()
        taken += perf_counter() - before
    return size / taken


def _pages(chair: Caller, size: int, filters: str) -> list[float]:
    """Seconds of pages at random places, each asked for by its cursor."""
    rng = Random(SEED)  # noqa: S311 the same places each time
    position = orjson.loads(chair.get(f"{ROUND}/ranking?limit=1").get_data())["as_of"]["position"]
    found = []
    for _ in range(PAGES):
        after = f"{rng.randrange(1, size)}-{position}"
        found.append(_seconds(chair, f"ranking?limit=50&after={after}{filters}"))
    return found


def _seconds(chair: Caller, address: str) -> float:
    before = perf_counter()
    answer = chair.get(f"{ROUND}/{address}")
    answer.get_data()
    taken = perf_counter() - before
    if answer.status_code != 200:
        raise RuntimeError(answer.get_data(as_text=True))
    return taken


if __name__ == "__main__":
    main()
