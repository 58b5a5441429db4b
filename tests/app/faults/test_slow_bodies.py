"""Whoever sends slowly, or never to the end, waits alone."""

import io
import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from app.edge.receiving import BrokenOff, NoRoomToReceive, Receiving
from app.serving import THREADS
from app.store.migrations import migrate
from tests.app.faults.served import Served, served, until
from tests.app.faults.stores import with_open_round
from tests.app.servers import opened

MOST_BYTES = 2_000_000
LARGER_THAN_MEMORY = 1_000_000
FORM = "Content-Type: application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    """A service that runs, and the key of a lead."""
    folder = tmp_path_factory.mktemp("slow")
    url = f"sqlite:///{folder / 'store.db'}"
    database = opened(url)
    migrate(database)
    database.close()
    key = with_open_round(url).lead
    with served(url, folder, MOST_BODY_BYTES=str(MOST_BYTES)) as service:
        yield service, key


def begun(service: Served, *head: str, body: bytes = b"") -> socket.socket:
    """A connection on which a request is sent by hand."""
    connection = socket.create_connection(("127.0.0.1", service.port), timeout=20)
    lines = "\r\n".join([*head, "Host: 127.0.0.1", "Connection: close", "", ""])
    connection.sendall(lines.encode() + body)
    return connection


def answered(connection: socket.socket) -> tuple[int, bytes]:
    """Status and body of the answer, once the service has closed the connection."""
    with connection, suppress(ConnectionResetError):  # it need not read what it refuses
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    head, _, body = b"".join(parts).partition(b"\r\n\r\n")
    return int(head.split()[1]), body


def test_bodies_that_do_not_come_hinder_nobody(there: tuple[Served, str]) -> None:
    service, _ = there
    with ExitStack() as slow:
        for _ in range(THREADS + 10):
            slow.enter_context(
                begun(
                    service, "POST /sign-out HTTP/1.1", FORM, "Content-Length: 1000", body=b"a=1&"
                )
            )
        # a connection is closed after an answer to what was not read: each asks on one of its own
        until(lambda: service.client().post("/sign-out", {}).status == 503, 10)
        refused = service.client().post("/api/v1/evaluations", {})
        assert refused.problem == (503, "too_much_at_once")
        assert refused.headers["retry-after"] == "2"
        assert refused.headers["connection"] == "close"
        assert service.client().post("/healthz", {}).status == 405
        for page in ("/healthz", "/readyz", "/"):
            assert service.client().get(page).status == 200
        slow.close()
        until(lambda: service.client().post("/api/v1/evaluations", {}).status == 401, 10)


def test_a_body_that_comes_in_the_end_is_taken_whole(there: tuple[Served, str]) -> None:
    service, lead = there
    key = f"Authorization: Bearer {lead}"
    head = ("POST /api/v1/evaluations HTTP/1.1", key, "Content-Type: application/json")
    body = json.dumps({"scheme": {}, "x": "x" * LARGER_THAN_MEMORY}).encode()

    late = begun(service, *head, f"Content-Length: {len(body)}", body=body[:70])
    assert service.client().get("/readyz").status == 200
    late.sendall(body[70:])
    assert_names_x(*answered(late))

    parts = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:9], body[9:]))
    chunked = begun(service, *head, "Transfer-Encoding: chunked", body=parts + b"0\r\n\r\n")
    assert_names_x(*answered(chunked))

    large = begun(service, *head, f"Content-Length: {MOST_BYTES + 1}")
    assert answered(large)[0] == 413
    endless = begun(service, *head, "Transfer-Encoding: chunked", body=b"%x\r\n" % 10**9)
    with suppress(OSError):
        endless.sendall(b" " * (MOST_BYTES + 1))
    assert answered(endless)[0] == 413


def test_a_body_that_breaks_off_is_not_taken_for_a_whole_one() -> None:
    environ = {"CONTENT_LENGTH": "9", "wsgi.input": io.BytesIO(b"{}")}
    with pytest.raises(BrokenOff, match="broke off"), Receiving(1_000, 1).whole(environ):
        pass


def test_a_body_for_which_there_is_no_room_leaves_its_place_to_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    receiving = Receiving(LARGER_THAN_MEMORY, 1)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "not there"))
    for _ in range(2):
        large = {"CONTENT_LENGTH": "500000", "wsgi.input": io.BytesIO(b"x" * 500_000)}
        with pytest.raises(NoRoomToReceive, match="Too much"), receiving.whole(large):
            pass
    small = {"CONTENT_LENGTH": "2", "wsgi.input": io.BytesIO(b"{}")}
    with receiving.whole(small) as request:
        assert request["wsgi.input"].read() == b"{}"


def assert_names_x(status: int, body: bytes) -> None:
    assert status == 422
    assert [problem["pointer"] for problem in json.loads(body)["errors"]] == ["/x"]
