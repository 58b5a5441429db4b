"""The tables, step by step: one entry for each migration, in order, appended to and never changed.

All are applied in one transaction that others wait for, so several servers may start at once.
"""

from collections.abc import Sequence
from typing import Final

from app.store.database import Database, Transaction
from app.store.sqlite import DIALECT
from app.store.tables import ALSO_UNIQUE, APPEND_ONLY, CHARTS, FIRST_TABLES, UPLOADS
from rulebook.problem import Problem, Refused

_LOCK_ROW: Final = "SELECT name FROM migrations WHERE name = ''"
MIGRATIONS: Final[tuple[tuple[str, Sequence[str]], ...]] = (
    ("0001_first_tables", FIRST_TABLES),
    ("0002_uploads", UPLOADS),
    ("0003_charts", CHARTS),
)


def migrate(database: Database) -> tuple[str, ...]:
    """Applies what is missing; the names of the migrations that it applied."""

    def work(transaction: Transaction) -> tuple[str, ...]:
        _check_collation(database, transaction)
        transaction.row(f"{_LOCK_ROW}{{lock}}")
        done = _applied(transaction)
        new = [(name, sql) for name, sql in MIGRATIONS if name not in done]
        for name, statements in new:
            for statement in statements:
                transaction.run(statement)
            transaction.run("INSERT INTO migrations (name) VALUES (:name)", name=name)
        if not database.is_postgres:
            _make_append_only(transaction)
        return tuple(name for name, _ in new)

    database.write(_make_ready)
    return database.write(work)


def missing_migrations(transaction: Transaction) -> tuple[str, ...]:
    """The migrations that are still to be applied. The table of migrations must be there."""
    done = _applied(transaction)
    return tuple(name for name, _ in MIGRATIONS if name not in done)


def touch(transaction: Transaction) -> None:
    """Writes what is there already: whether a write goes through."""
    transaction.run("UPDATE migrations SET name = '' WHERE name = ''")


def changed_tables(transaction: Transaction) -> tuple[str, ...]:
    """The tables and indexes of SQLite that are not written as the migrations made them."""
    found = transaction.rows("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
    there = {row["sql"].rstrip() for row in found}
    made = [DIALECT.write(sql).strip() for _, statements in MIGRATIONS for sql in statements]
    return tuple(sql.split("(")[0].split()[2] for sql in made if sql not in there)


def missing_triggers(transaction: Transaction) -> tuple[str, ...]:
    """The triggers of SQLite that should guard what is append-only, and do not as they should."""
    found = transaction.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    there = {row["name"]: row["sql"] for row in found}
    wanted = {name: sql.replace(" IF NOT EXISTS", "", 1) for name, sql in _triggers()}
    return tuple(name for name, sql in wanted.items() if there.get(name) != sql)


def _check_collation(database: Database, transaction: Transaction) -> None:
    """Refuses a PostgreSQL that sorts text by a language: pages and references need plain order."""
    if not database.is_postgres:
        return
    row = transaction.row("SELECT datcollate FROM pg_database WHERE datname = current_database()")
    if row is not None and row["datcollate"] not in ("C", "POSIX"):
        message = "Make the database anew: createdb --template template0 --locale C NAME"
        raise Refused([Problem(message, label="DATABASE_URL", code="collation")])


def _applied(transaction: Transaction) -> set[str]:
    return {row["name"] for row in transaction.rows("SELECT name FROM migrations")}


def _make_ready(transaction: Transaction) -> None:
    """Makes the table of migrations, and the row in it that servers wait for each other on."""
    transaction.run("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY) {strict}")
    transaction.run("INSERT INTO migrations (name) VALUES ('') ON CONFLICT DO NOTHING")


def _make_append_only(transaction: Transaction) -> None:
    for _, statement in _triggers():
        transaction.run(statement)


def _triggers() -> list[tuple[str, str]]:
    """A trigger for each way to change a row that is there, of each table that only grows."""
    made = []
    for table, key in APPEND_ONLY.items():
        keys = [("rowid",), key, *ALSO_UNIQUE.get(table, ())]
        same = " OR ".join(" AND ".join(f"{c} IS NEW.{c}" for c in columns) for columns in keys)
        guards = {
            "update": f"UPDATE ON {table}",
            "delete": f"DELETE ON {table}",
            # INSERT OR REPLACE deletes, by any key there is, and does not ask the trigger above
            "replace": f"INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})",
        }
        for kind, what in guards.items():
            name = f"{table}_no_{kind}"
            stop = f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
            made.append((name, f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {what} {stop}"))
    return made
