"""Another process keeps the store to itself for too long: callers are told, and can try again."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest

from app.store.database import Database
from tests.app.callers import ROUND, SCHEMES, Caller, Service, open_round, refused, values
from tests.app.faults.served import served
from tests.app.faults.stores import (
    SMALL,
    at_this_time,
    faults_of,
    stages_of_today,
    with_open_round,
)
from tests.app.servers import opened

WAIT_SECONDS = 0.4
HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""
Hold = Callable[[str], AbstractContextManager[None]]


@contextmanager
def file_held(url: str) -> Iterator[None]:
    """Another process has begun to write into the file, and does not come to an end."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, url.removeprefix("sqlite:///")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout
        assert other.stdin
        assert other.stdout.readline() == b"held\n"
        yield
        other.stdin.close()


@contextmanager
def ledger_held(url: str) -> Iterator[None]:
    """Another server has the turn to write in every ledger, and does not come to an end."""
    with psycopg.connect(url) as other:
        other.execute("SELECT round_id FROM heads FOR UPDATE")
        yield
        other.rollback()


@pytest.fixture(params=["sqlite", "postgres"])
def busy(request: pytest.FixtureRequest) -> Iterator[tuple[Service, str, Hold]]:
    """A service that waits for others only briefly, and what keeps it waiting."""
    url = request.getfixturevalue(f"{request.param}_url")
    database: Database = opened(url, WAIT_SECONDS)
    service = at_this_time(database)
    open_round(service, stages=stages_of_today())
    yield service, url, file_held if request.param == "sqlite" else ledger_held
    database.close()


def test_a_writer_that_waits_too_long_is_told_and_can_write_later(
    busy: tuple[Service, str, Hold],
) -> None:
    service, url, hold = busy
    lead = service.caller("LIVPP", "lead")
    with hold(url):
        began = time.monotonic()
        answer = lead.post(SCHEMES, SMALL, Idempotency_Key="one")
        assert refused(answer) == (503, "store_busy")
        assert answer.headers["Retry-After"] == "2"
        assert time.monotonic() - began > WAIT_SECONDS
        imported = lead.post(f"{ROUND}/imports", [SMALL])
        assert refused(imported) == (503, "store_busy")
    assert lead.post(SCHEMES, SMALL, Idempotency_Key="one").status_code == 201
    assert len(values(lead.get(SCHEMES))["schemes"]) == 1
    assert faults_of(url) == []


def test_readers_wait_once_at_most_for_a_store_that_is_busy(
    sqlite_url: str,
) -> None:
    """The first use of a key in a day is noted where it can be; that alone waits."""
    database = opened(sqlite_url, WAIT_SECONDS)
    service = at_this_time(database)
    chair = open_round(service, stages=stages_of_today())
    fresh = Caller(service.app.test_client(), service.caller("QYG", "chair").key)
    with file_held(sqlite_url):
        assert fresh.get(f"{ROUND}/ranking").status_code == 200
        began = time.monotonic()
        answers = [caller.get(f"{ROUND}/ranking") for caller in (fresh, chair) for _ in range(5)]
        assert {answer.status_code for answer in answers} == {200}
        assert time.monotonic() - began < 5 * WAIT_SECONDS
    assert fresh.get(f"{ROUND}/ranking").status_code == 200
    database.close()


def test_a_service_says_that_it_lives_while_writers_wait(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, tmp_path) as service:
        key = with_open_round(sqlite_url).lead
        lives = service.client()
        with ThreadPoolExecutor(8) as writers:
            with file_held(sqlite_url):
                waiting = [writers.submit(service.client(key).post, SCHEMES, SMALL)
                           for _ in range(8)]  # fmt: skip
                assert [lives.get("/healthz").status for _ in range(50)] == [200] * 50
                assert [writer.done() for writer in waiting] == [False] * 8
            assert [writer.result().status for writer in waiting] == [201] * 8


def test_a_service_whose_store_is_busy_is_not_ready(busy: tuple[Service, str, Hold]) -> None:
    service, url, hold = busy
    client = service.app.test_client()
    if hold is file_held:  # in PostgreSQL the turn of one round hinders nobody else
        with hold(url):
            assert client.get("/readyz").status_code == 503
    assert client.get("/readyz").status_code == 200
