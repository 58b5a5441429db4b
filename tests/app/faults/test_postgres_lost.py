"""PostgreSQL drops its connections, or dies and recovers: the service goes on by itself."""

import os
import signal
import time
from collections import Counter
from itertools import chain
from pathlib import Path

import psycopg
import pytest

from app.errors import StoreError
from app.store.database import Database, Transaction
from tests.app.faults.checks import (
    check_that_all_is_there,
    check_that_each_was_made_once,
    count_acknowledged,
    send_all_again,
)
from tests.app.faults.served import Client, served, until
from tests.app.faults.stores import with_open_round
from tests.app.faults.writers import writing
from tests.depth import times

OTHERS = "datname = current_database() AND pid <> pg_backend_pid()"


def test_connections_that_are_lost_while_clients_write_lose_nothing(
    postgres_url: str, tmp_path: Path
) -> None:
    key = with_open_round(postgres_url).lead
    with served(postgres_url, tmp_path) as service:
        with writing(service, key, is_killed=False) as lists:
            until(lambda: all(done and done[0].acknowledged for done in lists), 30)
            for _ in range(times(4)):
                until(lambda: ended(postgres_url) > 0, 10)
                time.sleep(0.15)
            kill_backend(postgres_url)
            time.sleep(0.5)
        sent = list(chain.from_iterable(lists))
        client = service.client(key)
        until(lambda: is_ready(client), 30)
        check_that_all_is_there(client, sent)
        send_all_again(client, sent)
        assert len(service.workers()) == 1
    assert Counter(request.status for request in sent).keys() <= {200, 201, 503}
    assert any(b'"code":"store_' in request.answer for request in sent)
    assert min(count_acknowledged(sent).values()) > 0
    check_that_each_was_made_once(postgres_url, sent)


def ended(url: str) -> int:
    """How many connections of the service the server has ended just now."""
    with psycopg.connect(url, autocommit=True) as connection:
        query = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OTHERS}"
        return len(connection.execute(query).fetchall())


def kill_backend(url: str) -> bool:
    """Kills a process of the server, if it runs here: then all of it stops and recovers."""
    with psycopg.connect(url, autocommit=True) as connection:
        query = f"SELECT pid, datname FROM pg_stat_activity WHERE {OTHERS}"
        for pid, name in connection.execute(query).fetchall():
            about = Path(f"/proc/{pid}/cmdline")
            if about.exists() and name.encode() in about.read_bytes():
                os.kill(pid, signal.SIGKILL)
                return True
    return False


def is_ready(client: Client) -> bool:
    return client.get("/readyz").status == 200


def test_a_commit_that_gets_no_answer_is_not_said_to_have_changed_nothing(
    postgres_url: str, postgres_database: Database
) -> None:
    def lose(transaction: Transaction) -> None:
        transaction.run("UPDATE migrations SET name = name")
        assert ended(postgres_url) > 0

    with pytest.raises(StoreError, match="may be kept or not"):
        postgres_database.write(lose)

    def lose_twice(transaction: Transaction) -> None:
        lose(transaction)
        transaction.run("UPDATE migrations SET name = name")

    with pytest.raises(StoreError, match="Nothing was changed"):
        postgres_database.write(lose_twice)
