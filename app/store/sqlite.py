"""SQLite through sqlite-utils: the store of one machine.

Each thread has a connection of its own. A unit of work begins IMMEDIATE: a deferred one that reads
first fails beside another writer however long it would wait. Every commit is on the disk before it
is acknowledged (synchronous FULL).
"""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from os import getpid
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

from sqlite_utils import Database as SqliteUtils

from app.errors import StoreBusy, StoreError, StoreFull, StoreReadOnly
from app.store.database import Dialect, Result, Row

BUSY_SECONDS: Final = 5
"""How long a statement waits for writers of other processes."""
DIALECT: Final = Dialect({"int": "INTEGER", "strict": "STRICT", "lock": ""}, True)

_ERRORS: Final[dict[int, tuple[type[StoreError], str]]] = {
    sqlite3.SQLITE_BUSY: (StoreBusy, "Others are writing. Try again in a moment."),
    sqlite3.SQLITE_LOCKED: (StoreBusy, "Others are writing. Try again in a moment."),
    sqlite3.SQLITE_FULL: (StoreFull, "The disk is full: reading goes on, nothing can be saved."),
    # a limit to what a person or a process may keep is told apart from a full disk by this alone
    sqlite3.SQLITE_IOERR_WRITE: (StoreFull, "The disk takes no more: nothing can be saved."),
    sqlite3.SQLITE_READONLY: (StoreReadOnly, "The store is read-only: nothing can be saved."),
}
_UNAVAILABLE: Final = (StoreError, "The store cannot be used now. Nothing was changed.")


class SqliteDatabase:
    """A file; opened by each thread when it first asks."""

    is_postgres = False

    def __init__(
        self, file: Path, wait_seconds: float = BUSY_SECONDS, *, is_read_only: bool = False
    ) -> None:
        """`is_read_only` opens a file that nobody writes, such as a backup."""
        self._file = file
        self._is_read_only = is_read_only
        self._wait_seconds = wait_seconds
        self._local = threading.local()
        self._one_writer = threading.Lock()

    def write(self, work: Callable[["SqliteTransaction"], Result]) -> Result:
        with self._one_writer:  # in one process writers take turns: fairer than waiting on the file
            return self._in_transaction("BEGIN IMMEDIATE", work)

    def read(self, work: Callable[["SqliteTransaction"], Result]) -> Result:
        return self._in_transaction("BEGIN", work)

    def close(self) -> None:
        """Closes the connection of this thread; those of others end with them."""
        held = getattr(self._local, "held", None)
        if held is not None:
            held[1].close()
            self._local.held = None

    def copy_to(self, file: Path) -> None:
        """Writes a whole copy of one moment, without the space that was freed."""
        try:
            self.utils().execute("VACUUM INTO :file", {"file": str(file)})
        except sqlite3.DatabaseError as error:
            raise _told(error) from error

    def settle(self) -> None:
        """Brings everything into the one file and closes it, so that it may be moved."""
        self.utils().execute("PRAGMA journal_mode=DELETE")
        self.close()

    def utils(self) -> SqliteUtils:
        """The connection of this thread, for what has no statement: checks and copies."""
        held = getattr(self._local, "held", None)
        if held is None or held[0] != getpid():  # a connection does not survive a fork
            held = (getpid(), self._open())
            self._local.held = held
        return held[1]

    def _in_transaction(self, begin: str, work: Callable[["SqliteTransaction"], Result]) -> Result:
        try:
            database = self.utils()
            database.execute(begin)
            try:
                transaction = SqliteTransaction(database)
                result = work(transaction)
                database.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a full disk has rolled back already
                    database.execute("ROLLBACK")
                raise
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            raise
        except sqlite3.DatabaseError as error:
            raise _told(error) from error
        for do in transaction.kept:
            do()
        return result

    def _open(self) -> SqliteUtils:
        mode = "ro" if self._is_read_only else "rwc"
        connection = sqlite3.connect(
            f"{self._file.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            timeout=self._wait_seconds,
            cached_statements=256,
        )
        connection.row_factory = _as_mapping
        if self._is_read_only:
            return SqliteUtils(connection)
        try:
            _write_ahead(connection, monotonic() + self._wait_seconds)
            for pragma in ("synchronous=FULL", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            connection.close()
            raise
        return SqliteUtils(connection)


class SqliteTransaction:
    """A unit of work on one connection."""

    def __init__(self, database: SqliteUtils) -> None:
        self._database = database
        self.kept: list[Callable[[], object]] = []

    def when_kept(self, do: Callable[[], object]) -> None:
        self.kept.append(do)

    def rows(self, sql: str, **values: Any) -> Sequence[Row]:
        return list(self._database.execute(_written(sql), values).fetchall())

    def row(self, sql: str, **values: Any) -> Row | None:
        found: Row | None = self._database.execute(_written(sql), values).fetchone()
        return found

    def run(self, sql: str, **values: Any) -> int:
        return self._database.execute(_written(sql), values).rowcount

    def many(self, sql: str, values: Iterable[Row]) -> None:
        self._database.conn.executemany(_written(sql), values)


def _write_ahead(connection: sqlite3.Connection, until: float) -> None:
    """Turns the log on; where others do so to a new file, SQLite would not wait for them."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(0.01)


@lru_cache(maxsize=256)
def _written(sql: str) -> str:
    return DIALECT.write(sql)


def _as_mapping(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> Row:
    return dict(zip((column[0] for column in cursor.description), row, strict=True))


def _told(error: sqlite3.DatabaseError) -> StoreError:
    """The error of the library as ours, by its code; text that is not UTF-8 has none."""
    code = getattr(error, "sqlite_errorcode", 0)
    kind, message = _ERRORS.get(code) or _ERRORS.get(code & 0xFF, _UNAVAILABLE)
    return kind(message)
