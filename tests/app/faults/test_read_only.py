"""A store that can only be read is read: writing is refused in words."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from app.store.database import Database
from app.store.sqlite import SqliteDatabase
from tests.app.callers import ROUND, SCHEMES, Caller, Service, open_round, refused, start, values
from tests.app.faults.served import served
from tests.app.faults.stores import at_this_time, stages_of_today, with_open_round
from tests.app.servers import opened
from tests.builders import a_scheme

READ_ONLY = "ALTER DATABASE {} SET default_transaction_read_only = on"


def as_a_file(url: str) -> Database:
    """Opened for reading only, as one must where the folder cannot be written."""
    return SqliteDatabase(Path(url.removeprefix("sqlite:///")), is_read_only=True)


def by_a_setting(url: str) -> Database:
    """Opened for writing, and refused by SQLite itself."""
    database = SqliteDatabase(Path(url.removeprefix("sqlite:///")))
    database.utils().execute("PRAGMA query_only=ON")
    return database


def as_a_standby(url: str) -> Database:
    """PostgreSQL that lets nobody write, as the copy does that follows another server."""
    set_read_only(url)
    return opened(url)


def set_read_only(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(READ_ONLY.format(connection.info.dbname).encode())


KINDS: dict[str, tuple[str, Callable[[str], Database]]] = {
    "a file": ("sqlite_url", as_a_file),
    "a setting": ("sqlite_url", by_a_setting),
    "a standby": ("postgres_url", as_a_standby),
}


@pytest.fixture(params=KINDS)
def readable(request: pytest.FixtureRequest) -> Iterator[tuple[Service, Caller, str]]:
    """A service that can only read, a chair whose key was never used, and a submitted scheme."""
    fixture, reopen = KINDS[request.param]
    url = request.getfixturevalue(fixture)
    database = opened(url)
    service = at_this_time(database)
    open_round(service, stages=stages_of_today())
    ref = service.caller("LIVPP", "lead").submitted()
    key = service.caller("QYG", "chair", "lead").key
    database.close()
    database = reopen(url)
    service = start(database)
    yield service, Caller(service.app.test_client(), key), ref
    database.close()


Readable = tuple[Service, Caller, str]


def test_readers_with_keys_are_served_though_their_use_cannot_be_noted(readable: Readable) -> None:
    _, chair, ref = readable
    lines = values(chair.get(f"{ROUND}/ranking"))["lines"]
    assert [line["ref"] for line in lines] == [ref]
    assert values(chair.get(f"{SCHEMES}/{ref}"))["state"] == "submitted"
    assert chair.get(f"{ROUND}/ledger").status_code == 200


def test_writers_are_told_that_the_store_is_read_only(readable: Readable) -> None:
    _, chair, ref = readable
    answers = [
        chair.post(SCHEMES, a_scheme(scheme_ref=None, submitting_org="QYG")),
        chair.post(f"{ROUND}/imports", [a_scheme(scheme_ref=None, submitting_org="QYG")]),
        chair.do("review", ref),
        chair.post(f"{ROUND}/publications", Idempotency_Key="one"),
    ]
    assert {refused(answer) for answer in answers} == {(503, "store_read_only")}
    assert {answer.headers["Retry-After"] for answer in answers} == {"30"}


def test_a_service_that_cannot_write_is_not_ready_and_lives(readable: Readable) -> None:
    client = readable[0].app.test_client()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert values(answer)["checks"] == {"store": "The store is read-only: nothing can be saved."}
    assert client.get("/healthz").status_code == 200


def test_a_service_is_started_on_a_store_that_is_read_only(
    postgres_url: str, tmp_path: Path
) -> None:
    keys = with_open_round(postgres_url)
    set_read_only(postgres_url)
    with served(postgres_url, tmp_path) as service:
        chair = service.client(keys.chair)
        assert chair.get(f"{ROUND}/ledger").status == 200
        assert chair.post(f"{ROUND}/publications").problem == (503, "store_read_only")
        assert service.end() == 0
