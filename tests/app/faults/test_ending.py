"""A service that is told to end finishes what it has begun; one that loses a process recovers."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.app.callers import ROUND, SCHEMES
from tests.app.faults.served import NO_ANSWER, Client, served, served_here, until
from tests.app.faults.stores import SMALL, faults_of, with_open_round
from tests.app.faults.writers import Request
from tests.app.rounds import made_up

MOST_SECONDS = 30
"""Ten times what the import takes by itself: the tests share the machine."""


def many_schemes(count: int) -> list[dict[str, Any]]:
    rows = [{**scheme, "submitting_org": "LIVPP"} for scheme in made_up(count)]
    return [{name: row[name] for name in row if name != "scheme_ref"} for row in rows]


def tried(client: Client) -> int:
    """The status of the answer to a new draft; 0 where the service is gone."""
    try:
        return client.post(SCHEMES, SMALL).status
    except NO_ANSWER:
        return 0


@pytest.mark.parametrize(
    ("rows", "is_answering"), [(300, True), (202, False)], ids=["while it answers", "before that"]
)
def test_what_was_begun_is_finished_before_the_service_ends(
    sqlite_url: str, tmp_path: Path, rows: int, is_answering: bool
) -> None:
    key = with_open_round(sqlite_url).lead
    address = f"{ROUND}/imports?action=submit&accept_warnings=true"
    begun = Request(address, many_schemes(rows), rows=rows)
    with served(sqlite_url, tmp_path) as service, ThreadPoolExecutor(4) as pool:
        sending = pool.submit(begun.send, service.client(key))
        if is_answering:
            until(lambda: bool(begun.acknowledged), MOST_SECONDS)
        else:
            time.sleep(0.3)
        others = [pool.submit(tried, service.client(key)) for _ in range(3)]
        time.sleep(0.1)
        assert service.end(MOST_SECONDS) == 0
        assert service.processes() == []
        sending.result()
        kept = [other.result() for other in others]
    assert f'{{"rows":{rows},"kept":{rows},"refused":0}}'.encode() in begun.answer
    assert set(kept) <= {201, 0}
    assert faults_of(sqlite_url) == []
    with served_here(sqlite_url, key) as client:
        assert begun.sent_again(client).answer == begun.answer
        assert schemes_in(client) == rows + kept.count(201)


def schemes_in(client: Client) -> int:
    """How many schemes a lead sees, page by page."""
    number, after = 0, ""
    while True:
        page = client.get(f"{SCHEMES}?limit=200{after}").values
        number += len(page["schemes"])
        if not page["next"]:
            return number
        after = f"&after={page['next']}"


def test_a_worker_that_dies_is_replaced_and_none_outlives_the_service(
    sqlite_url: str, tmp_path: Path
) -> None:
    key = with_open_round(sqlite_url).lead
    with served(sqlite_url, tmp_path) as service:
        (first,) = service.workers()
        os.kill(first, signal.SIGKILL)
        until(lambda: service.workers() not in ([], [first]), MOST_SECONDS)
        until(lambda: tried(service.client(key)) == 201, MOST_SECONDS)
        service.process.kill()
        service.process.wait(MOST_SECONDS)
        until(lambda: service.processes() == [], MOST_SECONDS)
    assert faults_of(sqlite_url) == []
