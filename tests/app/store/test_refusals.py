"""What the store says when it is busy, full, read-only or gone, and that nothing is lost by it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import StoreBusy, StoreError, StoreFull, StoreReadOnly
from app.store.database import Database, Transaction
from app.store.ledger import open_ledger
from app.store.sqlite import SqliteDatabase
from tests.app.servers import opened
from tests.app.store.acts import NOW, ROUND, SOMEBODY, all_events, make_notes, write_event

Work = Callable[[Transaction], object]


def _raising(state: str) -> Work:
    """Work in which the server itself raises the error that has this SQLSTATE."""
    sql = f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}', MESSAGE = 'as asked'; END $$"
    return lambda transaction: transaction.run(sql)


def test_who_waits_too_long_for_another_writer_is_told(
    database: Database, database_url: str
) -> None:
    other = opened(database_url, wait_seconds=0.2)

    def work(transaction: Transaction) -> None:
        pen = open_ledger(transaction, ROUND, SOMEBODY, NOW)
        pen.write("first")
        pen.finish()
        with pytest.raises(StoreBusy, match="Try again in a moment"):
            write_event(other, "too soon")

    database.write(work)
    assert write_event(other, "later") == 2
    assert [event.action for event in all_events(other)] == ["first", "later"]
    other.close()


def test_a_full_disk_stops_writing_and_not_reading(sqlite_url: str) -> None:
    database = opened(sqlite_url)
    assert isinstance(database, SqliteDatabase)
    write_event(database, "there was room")
    row = database.utils().execute("PRAGMA page_count").fetchone()
    database.utils().execute(f"PRAGMA max_page_count = {row['page_count']}")
    with pytest.raises(StoreFull, match=r"^The disk is full: reading goes on"):
        write_event(database, "x" * 1_000_000)
    assert [event.action for event in all_events(database)] == ["there was room"]
    database.utils().execute("PRAGMA max_page_count = 1000000")
    assert write_event(database, "x" * 1_000_000) == 2
    database.close()


def test_what_is_read_only_can_be_read(sqlite_database: SqliteDatabase) -> None:
    write_event(sqlite_database, "before")
    sqlite_database.utils().execute("PRAGMA query_only = ON")
    with pytest.raises(StoreReadOnly, match="read-only"):
        write_event(sqlite_database, "never")
    assert [event.action for event in all_events(sqlite_database)] == ["before"]


def test_a_server_that_is_read_only_can_be_read(
    postgres_database: Database, postgres_url: str
) -> None:
    write_event(postgres_database, "before")
    sign = "&" if "?" in postgres_url else "?"
    standby = opened(f"{postgres_url}{sign}options=-c%20default_transaction_read_only%3Don")
    with pytest.raises(StoreReadOnly, match="read-only"):
        write_event(standby, "never")
    assert [event.action for event in all_events(standby)] == ["before"]
    standby.close()


@pytest.mark.parametrize(
    ("state", "why", "kind"),
    [
        ("53100", "disk full", StoreFull),
        ("25006", "a standby takes no writes", StoreReadOnly),
        ("42501", "the user may only read", StoreReadOnly),
        ("55P03", "a lock is not to be had", StoreBusy),
        ("40001", "others change the same, each time", StoreBusy),
        ("40P01", "deadlock, each time", StoreBusy),
        ("53300", "too many connections", StoreError),
        ("57P01", "the server is shut down", StoreError),
        ("57P03", "the server is starting", StoreError),
        ("58030", "the disk cannot be read", StoreError),
    ],
)
def test_each_error_of_the_server_has_its_meaning(
    postgres_database: Database, state: str, why: str, kind: type[StoreError]
) -> None:
    work = _raising(state)
    for way in (postgres_database.write, postgres_database.read):
        with pytest.raises(StoreError, match=r"\.$") as told:
            way(work)
        assert type(told.value) is kind, why
    assert write_event(postgres_database) == 1


def test_a_server_that_is_not_there_is_an_error_of_the_store(tmp_path: Path) -> None:
    database = opened(f"postgresql://nobody@/nothing?host={tmp_path}", wait_seconds=0.3)
    for _ in range(2):
        with pytest.raises(StoreError, match=r"Try again in a moment|cannot be used now"):
            all_events(database)
    database.close()


def test_a_connection_that_is_lost_leaves_nothing_and_is_replaced(
    postgres_database: Database,
) -> None:
    def work(transaction: Transaction) -> None:
        pen = open_ledger(transaction, ROUND, SOMEBODY, NOW)
        pen.write("never")
        pen.finish()
        transaction.run("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(StoreError, match="Nothing was changed"):
        postgres_database.write(work)
    assert list(all_events(postgres_database)) == []
    assert write_event(postgres_database) == 1


def test_connections_that_were_lost_while_nobody_asked_are_replaced(
    postgres_database: Database, postgres_url: str
) -> None:
    assert write_event(postgres_database) == 1
    other = opened(postgres_url)
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
    others = f"{end} AND pid <> pg_backend_pid()"
    row = other.read(lambda t: t.row("SELECT current_database() AS name"))
    assert row is not None
    assert other.write(lambda t: t.run(others, name=row["name"])) >= 1
    other.close()
    assert write_event(postgres_database) == 2


def test_a_file_that_cannot_be_opened_is_an_error_of_the_store(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "no such folder" / "store.db")
    with pytest.raises(StoreError, match="cannot be used now"):
        all_events(database)


def test_a_file_that_is_no_database_is_an_error_of_the_store(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    file.write_bytes(b"no database at all " * 1000)
    database = SqliteDatabase(file)
    with pytest.raises(StoreError, match="cannot be used now"):
        all_events(database)


def test_text_with_broken_bytes_is_an_error_of_the_store(sqlite_database: Database) -> None:
    make_notes(sqlite_database)
    broken = "INSERT INTO notes (name, note) VALUES ('k', CAST(x'ff' AS TEXT))"
    sqlite_database.write(lambda t: t.run(broken))
    with pytest.raises(StoreError, match="cannot be used now"):
        sqlite_database.read(lambda t: t.rows("SELECT note FROM notes"))
    assert write_event(sqlite_database) == 1
