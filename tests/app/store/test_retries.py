"""Work that others came in between of is done again, and a process that forks may go on."""

import subprocess
import sys
from functools import partial
from threading import Barrier
from threading import Event as Signal

import psycopg
import pytest

from app.errors import StoreBusy
from app.store.database import Database, Transaction
from app.store.ledger import open_ledger
from app.store.pausing import MOST_SECONDS, longest_pause, pause_at_random
from app.store.postgres import ATTEMPTS, PostgresDatabase
from tests.app.rounds import ROOT
from tests.app.servers import opened
from tests.app.store.acts import NOW, SOMEBODY, all_events, count, make_notes, together, write_event

_ADD = "INSERT INTO notes (name, note) VALUES (:key, '')"
FORKING = """
import os, sys
from tests.app.servers import opened
from tests.app.store.acts import write_event
database = opened(sys.argv[1])
write_event(database, "before")
connection = getattr(database, "utils", object)()
child = os.fork()
assert child or getattr(database, "utils", object)() is not connection
for _ in range(5):
    write_event(database, "parent" if child else "child")
if child == 0:
    os._exit(0)
_, status = os.waitpid(child, 0)
write_event(database, "after")
database.close()
sys.exit(os.waitstatus_to_exitcode(status))
"""


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_work_is_done_again_until_nobody_comes_in_between(
    postgres_database: Database, state: str
) -> None:
    make_notes(postgres_database)
    attempts: list[int] = []

    def work(transaction: Transaction) -> str:
        attempts.append(1)
        transaction.run(_ADD, key=f"attempt {len(attempts)}")
        if len(attempts) < 4:
            transaction.run(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$")
        return "done"

    assert postgres_database.write(work) == "done"
    assert len(attempts) == 4
    found = postgres_database.read(lambda t: t.rows("SELECT name FROM notes"))
    assert found == [{"name": "attempt 4"}]


def test_before_work_is_done_again_it_waits_each_time_and_never_after_the_last(
    postgres_url: str,
) -> None:
    paused: list[int] = []
    database = PostgresDatabase(postgres_url, pause=paused.append)

    def work(transaction: Transaction) -> None:
        transaction.run("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$")

    with pytest.raises(StoreBusy, match=r"Try again in a moment"):
        database.write(work)
    assert paused == list(range(1, ATTEMPTS))
    database.read(lambda transaction: transaction.row("SELECT 1 AS one"))
    assert paused == list(range(1, ATTEMPTS))
    database.close()


def test_pauses_grow_up_to_a_limit_and_are_not_the_same_for_two(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("app.store.pausing.sleep", slept.append)
    for attempt in range(1, ATTEMPTS + 1):
        for _ in range(20):
            pause_at_random(attempt)
        longest = longest_pause(attempt)
        assert all(0 <= seconds <= longest for seconds in slept)
        assert len(set(slept)) > 1
        slept.clear()
    assert [longest_pause(attempt) for attempt in (1, 2, 3)] == [0.005, 0.01, 0.02]
    assert longest_pause(ATTEMPTS) == MOST_SECONDS


def test_work_that_breaks_a_rule_of_the_tables_is_done_once(postgres_database: Database) -> None:
    make_notes(postgres_database)
    attempts = []

    def work(transaction: Transaction) -> None:
        attempts.append(1)
        transaction.run(_ADD, key="the same")

    postgres_database.write(work)
    with pytest.raises(psycopg.errors.UniqueViolation, match="notes"):
        postgres_database.write(work)
    assert len(attempts) == 2


def test_two_that_wait_for_each_other_both_end(
    postgres_database: Database, postgres_url: str
) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f'ALTER DATABASE "{name}" SET deadlock_timeout = 50')
    both_hold_one = Barrier(2)
    attempts: list[str] = []

    def write_in_both(first: str, second: str) -> None:
        def work(transaction: Transaction) -> None:
            attempts.append(first)
            for round_id in (first, second):
                pen = open_ledger(transaction, round_id, SOMEBODY, NOW)
                pen.write(f"{first} first")
                pen.finish()
                if len(attempts) <= 2 and round_id == first:
                    both_hold_one.wait(5)

        postgres_database.write(work)

    write_event(postgres_database, round_id="a")
    write_event(postgres_database, round_id="b")
    together(postgres_database, lambda: write_in_both("a", "b"), lambda: write_in_both("b", "a"))
    assert len(attempts) > 2
    for round_id in ("a", "b"):
        found = [event.action for event in all_events(postgres_database, round_id)]
        assert sorted(found) == ["a first", "b first", "noted"]


def test_a_read_that_meets_a_newer_row_is_done_again(
    postgres_database: Database, postgres_url: str
) -> None:
    """A server that follows another one ends reads like this, when the rows they need are gone."""
    make_notes(postgres_database)
    postgres_database.write(lambda t: t.run(_ADD, key="k"))
    other = opened(postgres_url)
    change = "UPDATE notes SET note = 'today'"
    attempts = []

    def work(transaction: Transaction) -> str:
        transaction.row("SELECT 1 AS one")
        attempts.append(1)
        if len(attempts) == 1:
            other.write(lambda t: t.run(change))
        row = transaction.row("SELECT note FROM notes FOR UPDATE")
        return row["note"] if row else ""

    assert postgres_database.read(work) == "today"
    assert len(attempts) == 2
    other.close()


def test_more_may_ask_at_once_than_there_are_connections(postgres_database: Database) -> None:
    def work(transaction: Transaction) -> int:
        transaction.row("SELECT pg_sleep(0.02)")
        return 1

    assert together(postgres_database, *(lambda: postgres_database.read(work),) * 24) == [1] * 24


def test_writers_of_one_process_take_turns_on_sqlite(sqlite_database: Database) -> None:
    make_notes(sqlite_database)
    is_inside = Signal()

    def work(transaction: Transaction) -> None:
        assert not is_inside.is_set()
        is_inside.set()
        transaction.run(_ADD, key=f"{count_of(transaction)}")
        is_inside.clear()

    def count_of(transaction: Transaction) -> int:
        row = transaction.row("SELECT COUNT(*) AS number FROM notes")
        return int(row["number"]) if row else -1

    together(sqlite_database, *(lambda: sqlite_database.write(work),) * 16)
    assert count(sqlite_database, "notes") == 16


def test_who_reads_and_then_writes_waits_for_another_server(
    sqlite_database: Database, sqlite_url: str
) -> None:
    make_notes(sqlite_database)
    other = opened(sqlite_url)

    def work(transaction: Transaction) -> None:
        row = transaction.row("SELECT COUNT(*) AS number FROM notes")
        assert row is not None
        transaction.run(_ADD, key=f"{row['number']}")

    def write_often(database: Database) -> None:
        for _ in range(40):
            database.write(work)
        database.close()

    together(sqlite_database, partial(write_often, sqlite_database), partial(write_often, other))
    assert count(sqlite_database, "notes") == 80


def test_a_process_that_forks_may_go_on_in_both(database_url: str) -> None:
    command = [sys.executable, "-c", FORKING, database_url]
    ended = subprocess.run(
        command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    database = opened(database_url)
    actions = [event.action for event in all_events(database)]
    database.close()
    assert (actions[0], actions[-1]) == ("before", "after")
    assert sorted(actions[1:-1]) == ["child"] * 5 + ["parent"] * 5
