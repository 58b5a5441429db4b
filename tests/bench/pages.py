"""Server time and bytes of the list with 1,000 schemes, and of the page of a scheme.

script/bench pages
SCHEMES=200 script/bench pages      in less time
"""

import os
import re
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from flask.testing import FlaskClient

from app.services.vocabulary import vocabulary_from
from app.serving import look_for_garbage_less
from seed.generator.schemes import generate
from tests.app.callers import open_round, start
from tests.app.web.visitors import World
from tests.bench.material import SEED, pack
from tests.bench.serving import migrated
from tests.bench.timing import print_table, show_figure

PAGES = 100
LIST = "/rounds/CM24/list"
CHART = "/rounds/CM24/charts/value-investment/wide.svg"
ADDRESSES = {
    "the list, a page of 50": "?page={page}",
    "the list, filtered and sorted": "?place=E08000012&q=clinic&sort=cost",
    "the list, every column, by title": (
        "?sort=title&page={page}&columns=chosen" + "".join(
            f"&column={column}"
            for column in (
                "organisation", "places", "tier", "score", "cost", "release", "offset", "holds",
                "flags",
            )
        )
    ),
}  # fmt: skip


def main() -> None:
    size = int(os.environ.get("SCHEMES", "1000"))
    with tempfile.TemporaryDirectory() as folder:
        service = start(migrated(Path(folder) / "pages.db"), kept_schemes=size + 10, is_demo=True)
        world = World(service, open_round(service))
        world.bring_in(generate(vocabulary_from(pack(), pack().calendar.judged_on), size, SEED))
        client = world.visitor("chair").client
        look_for_garbage_less()  # as a worker of the server does once it has started
        _seconds(client, LIST)
        rows = [_list(client, name, query, size) for name, query in ADDRESSES.items()]
        rows.append(_timed("the list as CSV", client, [f"{LIST}.csv"] * 20))
        rows.append(_timed("the list in charts", client, ["/rounds/CM24/charts"] * 20))
        rows.append(_timed("the largest chart, kept", client, [CHART] * 20))
        rows.append(_timed("schemes of the round", client, ["/rounds/CM24/schemes"] * PAGES))
        rows.append(_schemes(client))
    heads = ["page", "median", "p95", "p95 of processor time", "kB, most"]
    print_table(f"Pages with {size:,} schemes, server time in process", heads, rows)


def _list(client: FlaskClient, name: str, query: str, size: int) -> list[str]:
    rng = Random(SEED)  # noqa: S311 the same places each time
    last = max(1, size // 50)
    return _timed(
        name, client, [LIST + query.format(page=rng.randint(1, last)) for _ in range(PAGES)]
    )


def _schemes(client: FlaskClient) -> list[str]:
    """Pages of schemes from everywhere on the list, each asked for once."""
    found: list[str] = []
    for page in range(1, 21):
        text = client.get(f"{LIST}?page={page}").text
        found += re.findall(r'href="(/rounds/CM24/schemes/[^"?]+)"', text)
    return _timed("the page of a scheme", client, found[:: max(1, len(found) // PAGES)])


def _timed(name: str, client: FlaskClient, addresses: Sequence[str]) -> list[str]:
    taken = [_seconds(client, address) for address in addresses]
    seconds, processor, sizes = zip(*taken, strict=True)
    return [
        name,
        f"{show_figure(statistics.median(seconds) * 1000)} ms",
        f"{show_figure(_p95(seconds) * 1000)} ms",
        f"{show_figure(_p95(processor) * 1000)} ms",
        show_figure(max(sizes) / 1000),
    ]


def _p95(figures: Sequence[float]) -> float:
    return statistics.quantiles(figures, n=20)[18]


def _seconds(client: FlaskClient, address: str) -> tuple[float, float, int]:
    """Seconds, seconds of the processor, which other programs do not lengthen, and bytes."""
    before, processor_before = perf_counter(), process_time()
    answer = client.get(address)
    data = answer.get_data()
    taken, processor = perf_counter() - before, process_time() - processor_before
    if answer.status_code != 200:
        raise RuntimeError(answer.get_data(as_text=True))
    return taken, processor, len(data)


if __name__ == "__main__":
    main()
