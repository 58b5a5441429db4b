"""Migrations: each is applied once, in order, however many servers start at the same moment."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
import sqlite_utils

from app.store import migrations
from app.store.database import Database, Transaction
from app.store.migrations import MIGRATIONS, migrate, missing_migrations, missing_triggers
from app.store.tables import APPEND_ONLY
from rulebook.problem import Refused
from tests.app.rounds import ROOT
from tests.app.servers import PostgresServer, opened
from tests.app.store.acts import rows_of, together

NAMES = tuple(name for name, _ in MIGRATIONS)
AT_ONCE = 8
PROCESSES = 4  # they take a second of processor each to begin
A_SERVER = """
import sys
from app.store.migrations import migrate
from tests.app.servers import opened
database = opened(sys.argv[1], wait_seconds=30)
print("ready", flush=True)
sys.stdin.readline()
print(*migrate(database))
database.close()
"""


@pytest.fixture(params=["sqlite", "postgres"])
def bare_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database in which nothing was made yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('tmp_path') / 'bare.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.new_database(is_migrated=False) as url:
        yield url


@pytest.fixture
def bare(bare_url: str) -> Iterator[Database]:
    database = opened(bare_url)
    yield database
    database.close()


def _applied(database: Database) -> list[str]:
    """The names that the database keeps, without that of the row that servers wait on."""
    return sorted(row["name"] for row in rows_of(database, "migrations") if row["name"])


def _with(monkeypatch: pytest.MonkeyPatch, *more: tuple[str, list[str]]) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", (*MIGRATIONS, *more))


def test_migrations_are_in_order_and_each_has_a_name_of_its_own() -> None:
    assert list(NAMES) == sorted(set(NAMES))
    assert [int(name[:4]) for name in NAMES] == [*range(1, len(NAMES) + 1)]


def test_a_fresh_database_is_given_every_migration(bare: Database) -> None:
    assert migrate(bare) == NAMES
    assert _applied(bare) == list(NAMES)
    assert bare.read(missing_migrations) == ()


def test_a_second_time_nothing_is_done(database: Database) -> None:
    assert migrate(database) == ()
    assert _applied(database) == list(NAMES)


def test_a_later_migration_is_applied_by_itself(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with(monkeypatch, ("9998_more", ["CREATE TABLE more (a {int}) {strict}"]), ("9999_none", []))
    assert database.read(missing_migrations) == ("9998_more", "9999_none")
    assert migrate(database) == ("9998_more", "9999_none")
    assert list(rows_of(database, "more")) == []


def test_of_a_migration_that_fails_nothing_is_kept(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = "CREATE TABLE more (a {int}) {strict}"
    with monkeypatch.context() as broken:
        _with(broken, ("9998_more", [make]), ("9999_bad", ["INSERT INTO more VALUES ('a')"]))
        with pytest.raises(Exception, match=r"more\.a|invalid input syntax"):
            migrate(database)
    assert _applied(database) == list(NAMES)
    _with(monkeypatch, ("9998_more", [make]))
    assert migrate(database) == ("9998_more",)


def test_of_many_processes_at_once_one_applies_each_migration(bare_url: str) -> None:
    command = [sys.executable, "-W", "error", "-c", A_SERVER, bare_url]
    pipe = subprocess.PIPE
    servers = [
        subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        for _ in range(PROCESSES)
    ]
    for server in servers:
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
    for server in servers:
        assert server.stdin is not None
        server.stdin.write("now\n")
        server.stdin.flush()
    told = [server.communicate(timeout=60) for server in servers]
    assert [server.returncode for server in servers] == [0] * PROCESSES, told
    applied = sorted(line for line, _ in told)
    assert applied == ["\n"] * (PROCESSES - 1) + [" ".join(NAMES) + "\n"]


def test_of_many_threads_at_once_one_applies_each_migration(bare: Database) -> None:
    applied = together(bare, *(lambda: migrate(bare),) * AT_ONCE)
    assert sorted(applied) == [()] * (AT_ONCE - 1) + [NAMES]
    assert _applied(bare) == list(NAMES)


def test_both_databases_have_the_same_tables_and_columns(
    sqlite_database: Database, postgres_database: Database
) -> None:
    def in_sqlite(transaction: Transaction) -> set[tuple[str, str, str]]:
        rows = transaction.rows(
            "SELECT m.name AS name, c.name AS part, c.type AS kind FROM sqlite_master m "
            "JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
        )
        return {(row["name"], row["part"], row["kind"]) for row in rows}

    def in_postgres(transaction: Transaction) -> set[tuple[str, str, str]]:
        rows = transaction.rows(
            "SELECT table_name AS name, column_name AS part, data_type AS kind "
            "FROM information_schema.columns WHERE table_schema = 'public'"
        )
        kinds = {"text": "TEXT", "bigint": "INTEGER"}
        return {(row["name"], row["part"], kinds[row["kind"]]) for row in rows}

    found = sqlite_database.read(in_sqlite)
    assert {name for name, _, _ in found} >= {"migrations", *APPEND_ONLY}
    assert found == postgres_database.read(in_postgres)


def test_every_table_of_sqlite_is_strict(sqlite_database: Database) -> None:
    tables = sqlite_database.read(
        lambda t: t.rows(
            "SELECT name, strict FROM pragma_table_list "
            "WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'"
        )
    )
    assert len(tables) > len(APPEND_ONLY)
    assert [table["name"] for table in tables if not table["strict"]] == []


def test_a_trigger_that_was_dropped_is_named_and_put_back(sqlite_database: Database) -> None:
    assert sqlite_database.read(missing_triggers) == ()
    sqlite_database.write(lambda t: t.run("DROP TRIGGER ledger_no_delete"))
    assert sqlite_database.read(missing_triggers) == ("ledger_no_delete",)
    migrate(sqlite_database)
    assert sqlite_database.read(missing_triggers) == ()


def test_triggers_that_a_changed_table_lost_are_named(sqlite_url: str) -> None:
    raw = sqlite_utils.Database(sqlite_url.removeprefix("sqlite:///"))
    raw["packs"].transform(rename={"id": "code"})  # type: ignore[union-attr]
    raw.close()
    database = opened(sqlite_url)
    missing = database.read(missing_triggers)
    database.close()
    assert missing == ("packs_no_update", "packs_no_delete", "packs_no_replace")


def test_a_postgresql_that_sorts_by_a_language_is_refused(postgres_server: PostgresServer) -> None:
    with postgres_server.new_database(is_migrated=False, in_plain_order=False) as url:
        database = opened(url)
        with pytest.raises(Refused, match="--locale C"):
            migrate(database)
        database.close()
