"""PostgreSQL through psycopg: the store of several application servers.

A unit of work runs READ COMMITTED and takes the row lock of its round first, so that what it reads
afterwards is the newest. Reads run REPEATABLE READ: all of one moment.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from os import getpid
from typing import Any, Final, LiteralString, TypeAlias, cast

import psycopg
from psycopg import IsolationLevel, errors
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from app.errors import StoreBusy, StoreError, StoreFull, StoreReadOnly
from app.store.database import Dialect, Result, Row
from app.store.pausing import Pause, pause_at_random

MOST_CONNECTIONS: Final = 8
WAIT_SECONDS: Final = 5
ATTEMPTS: Final = 8
DIALECT: Final = Dialect({"int": "BIGINT", "strict": "", "lock": " FOR UPDATE"}, False)

Pool: TypeAlias = ConnectionPool[psycopg.Connection[Row]]

_AGAIN: Final = (errors.SerializationFailure, errors.DeadlockDetected)
_MADE_BEFORE: Final = (errors.UniqueViolation, errors.DuplicateTable, errors.DuplicateObject)
_READ_ONLY: Final = (errors.ReadOnlySqlTransaction, errors.InsufficientPrivilege)
_UNAVAILABLE: Final = "The store cannot be used now. Nothing was changed."
_UNCERTAIN: Final = (
    "The store was lost while it kept this, so it may be kept or not. Send the same request again "
    "under the same Idempotency-Key: it is done once."
)


class PostgresDatabase:
    """A pool of connections to one database."""

    is_postgres = True

    def __init__(
        self,
        address: str,
        wait_seconds: float = WAIT_SECONDS,
        pause: Pause = pause_at_random,
    ) -> None:
        """`pause` waits before work that met other work is done again."""
        self._address = address
        self._pause = pause
        self._wait_seconds = wait_seconds
        self._held = (getpid(), self._new_pool())

    def write(self, work: Callable[["PostgresTransaction"], Result]) -> Result:
        return self._until_it_works(IsolationLevel.READ_COMMITTED, work)

    def read(self, work: Callable[["PostgresTransaction"], Result]) -> Result:
        return self._until_it_works(IsolationLevel.REPEATABLE_READ, work)

    def close(self) -> None:
        self._held[1].close()

    def _pool(self) -> Pool:
        """The connections of this process, opened on first use: none survives a fork."""
        if self._held[0] != getpid():
            self._held = (getpid(), self._new_pool())
        pool = self._held[1]
        pool.open()
        return pool

    def _new_pool(self) -> Pool:
        return ConnectionPool(
            self._address,
            connection_class=cast(type[psycopg.Connection[Row]], psycopg.Connection),
            kwargs={"row_factory": dict_row, "connect_timeout": WAIT_SECONDS},
            min_size=1,
            max_size=MOST_CONNECTIONS,
            timeout=self._wait_seconds,
            configure=self._limit_waiting,
            check=ConnectionPool.check_connection,  # one that the server dropped is replaced
            open=False,
        )

    def _limit_waiting(self, connection: psycopg.Connection[Row]) -> None:
        """Has the server give up a wait for the locks of others, which it would never do."""
        limit = f"{self._wait_seconds * 1000:.0f}ms"
        connection.execute("SELECT set_config('lock_timeout', %(limit)s, false)", {"limit": limit})
        connection.commit()

    def _until_it_works(
        self, level: IsolationLevel, work: Callable[["PostgresTransaction"], Result]
    ) -> Result:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._in_transaction(level, work)
            except _AGAIN as error:
                if attempt == ATTEMPTS:
                    raise StoreBusy("Others are writing. Try again in a moment.") from error
            except _MADE_BEFORE as error:
                if attempt == ATTEMPTS or not _is_two_makers(error):
                    raise
            self._pause(attempt)
        raise AssertionError("the last attempt returns or raises")

    def _in_transaction(
        self, level: IsolationLevel, work: Callable[["PostgresTransaction"], Result]
    ) -> Result:
        is_committing = False
        try:
            with self._pool().connection() as connection:
                connection.isolation_level = level
                transaction = PostgresTransaction(connection)
                result = work(transaction)
                is_committing = level is IsolationLevel.READ_COMMITTED
        except _AGAIN:
            raise
        except errors.DiskFull as error:
            message = "The disk is full: reading goes on, nothing can be saved."
            raise StoreFull(message) from error
        except _READ_ONLY as error:
            raise StoreReadOnly("The store is read-only: nothing can be saved.") from error
        except (PoolTimeout, errors.LockNotAvailable) as error:
            raise StoreBusy("The database is busy. Try again in a moment.") from error
        except (psycopg.OperationalError, errors.UndefinedTable) as error:
            raise StoreError(_UNCERTAIN if is_committing else _UNAVAILABLE) from error
        for do in transaction.kept:
            do()
        return result


def _is_two_makers(error: psycopg.Error) -> bool:
    """Whether two servers made one table in the same moment: the second will find it made."""
    if isinstance(error, errors.UniqueViolation):
        return error.diag.schema_name == "pg_catalog"
    return True


class PostgresTransaction:
    """A unit of work on one connection."""

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self._connection = connection
        self.kept: list[Callable[[], object]] = []

    def when_kept(self, do: Callable[[], object]) -> None:
        self.kept.append(do)

    def rows(self, sql: str, **values: Any) -> Sequence[Row]:
        return self._connection.execute(_written(sql), values).fetchall()

    def row(self, sql: str, **values: Any) -> Row | None:
        return self._connection.execute(_written(sql), values).fetchone()

    def run(self, sql: str, **values: Any) -> int:
        return self._connection.execute(_written(sql), values).rowcount

    def many(self, sql: str, values: Iterable[Row]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(_written(sql), list(values))


@lru_cache(maxsize=256)
def _written(sql: str) -> LiteralString:
    # Every statement is a literal of app/store: only values come from outside, and they are named.
    return DIALECT.write(sql)
