"""Databases for the tests of app, of both kinds: each test has one of its own, empty, migrated.

A test that asks for `database` runs twice, on SQLite and on PostgreSQL. `database_url` is its
address, for what opens the database by itself: an application, or a second connection.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.database import Database
from app.store.migrations import migrate
from tests.app.servers import PostgresServer, opened, running_postgres


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A server that runs during the tests, with a migrated database to copy."""
    with running_postgres(tmp_path_factory.mktemp("runtime")) as server:
        yield server


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    database = opened(url)
    migrate(database)
    database.close()
    return url


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    with postgres_server.new_database(is_migrated=True) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    yield from _open_for_a_test(database_url)


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    yield from _open_for_a_test(sqlite_url)


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[Database]:
    yield from _open_for_a_test(postgres_url)


def _open_for_a_test(url: str) -> Iterator[Database]:
    database = opened(url)
    yield database
    database.close()
