"""The service on SQLite beside a floor: the parts that no such request can do without.

The floor of a POST is the sum of what was measured in the same run for an empty Flask route,
reading the JSON, checking the scheme as the service does, and one row written by sqlite3 and put on
the disk (synchronous FULL). What marshmallow's own way through a scheme would take is printed too:
the shares were higher while it was part of the floor.
"""

import io
import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

import orjson
from flask import Flask, Response
from werkzeug.test import EnvironBuilder

from app.serving import look_for_garbage_less
from app.store.database import Database
from app.store.migrations import migrate
from rulebook.schema import SchemeReader
from tests.app.callers import SCHEMES, Caller, Service, open_round, start
from tests.app.servers import opened
from tests.bench.material import pack
from tests.bench.timing import MICRO, print_table, race, show_figure
from tests.builders import a_scheme

ROUNDS, CALLS = 15, 20
HTTP_REQUESTS = 300
KEY_DAYS = 30


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        service = service_on(Path(folder) / "bench.db")
        lead = service.caller("LIVPP", "lead")
        floor = _in_process(service, lead, Path(folder) / "floor.db")
        _over_http(Path(folder) / "http.db", floor)


def _in_process(service: Service, lead: Caller, floor_file: Path) -> float:
    """Prints the floor and what the service takes; the floor in seconds."""
    body = orjson.dumps(a_scheme(scheme_ref=None))
    reader, given = SchemeReader(pack().template), a_scheme()
    write = _raw_writer(floor_file, body.decode())
    empty = _empty_route()
    parts: dict[str, Callable[[], object]] = {
        "an empty Flask route": lambda: _send(empty, "/", body),
        "reading the JSON": lambda: orjson.loads(body),
        "checking the scheme": lambda: reader.read(given),
        "one row on the disk": write,
    }
    ours: dict[str, Callable[[], object]] = {
        "POST a draft": lambda: _send(service.app, SCHEMES, body, lead.key),
        "GET a scheme": lambda: _send(service.app, f"{SCHEMES}/CM24-LIVPP-001", b"", lead.key),
    }
    slow = {"checking it by marshmallow's load": lambda: reader.schema.load(given)}
    timings = race({**parts, **ours, **slow}, ROUNDS, CALLS)
    floor = sum(timings[name].median for name in parts)
    rows = [[name, timings[name].show(MICRO, "µs"), ""] for name in parts]
    rows.append(["**floor of a POST**", f"{show_figure(floor * MICRO)} µs", "100 %"])
    share = floor / timings["POST a draft"].median
    rows.append(["POST a draft", timings["POST a draft"].show(MICRO, "µs"), _percent(share)])
    rows += [[name, timings[name].show(MICRO, "µs"), ""] for name in ("GET a scheme", *slow)]
    print_table("In process, SQLite, FULL", ["what", "one, median", "of the floor"], rows)
    return floor


def _over_http(file: Path, floor: float) -> None:
    body = orjson.dumps(a_scheme(scheme_ref=None))
    with _served(file) as (port, key):
        one = [_post(port, key, body, HTTP_REQUESTS)]
        began = perf_counter()
        with ThreadPoolExecutor(8) as pool:
            many = list(pool.map(lambda _: _post(port, key, body, HTTP_REQUESTS // 4), range(8)))
        rate = len(many) * (HTTP_REQUESTS // 4) / (perf_counter() - began)
    times = sorted(one[0])
    rows = [
        [
            "one connection, median",
            f"{show_figure(median(times) * 1000)} ms",
            _percent(floor / median(times)),
        ],
        ["one connection, p99", f"{show_figure(times[int(len(times) * 0.99)] * 1000)} ms", ""],
        ["eight connections", f"{show_figure(rate)} a second", _percent(floor * rate)],
    ]
    print_table("POST a draft over HTTP, granian", ["what", "measured", "of the floor"], rows)


def service_on(file: Path) -> Service:
    """A service with an open round on a new file."""
    service = start(migrated(file))
    open_round(service)
    look_for_garbage_less()  # as a worker of the server does once it has started
    return service


def migrated(file: Path) -> Database:
    database = opened(f"sqlite:///{file}")
    migrate(database)
    return database


def _empty_route() -> Flask:
    app = Flask("floor")
    app.add_url_rule("/", "empty", lambda: Response("{}"), methods=["POST"])
    return app


def _send(app: Flask, path: str, body: bytes, key: str = "") -> bytes:
    """One request by WSGI, without what a test client adds."""
    method = "POST" if body else "GET"
    builder = EnvironBuilder(path=path, method=method, data=body, content_type="application/json")
    environ = builder.get_environ()
    environ["wsgi.input"] = io.BytesIO(body)
    if key:
        environ["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    return b"".join(app.wsgi_app(environ, lambda *_: None))  # type: ignore[arg-type]


def _raw_writer(file: Path, body: str) -> Callable[[], None]:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT) STRICT")

    def write() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO rows (body) VALUES (?)", (body,))
        connection.execute("COMMIT")

    return write


@contextmanager
def _served(file: Path) -> Iterator[tuple[int, str]]:
    """The port and a key of a service of its own process."""
    service = service_on(file)
    service.now = datetime.now(UTC)  # noqa: TID251 the served process has the real time
    key = service.caller("LIVPP", "lead").key
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{file}",
        "SECRET_KEY": secrets.token_hex(32),
        "REQUESTS_PER_MINUTE": "0",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", "--port", str(port)],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield port, key
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/healthz")
        except OSError:
            sleep(0.1)
        else:
            return
    raise RuntimeError("The service does not come up.")


def _post(port: int, key: str, body: bytes, count: int) -> list[float]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    taken = []
    for _ in range(count):
        before = perf_counter()
        connection.request("POST", SCHEMES, body, headers)
        answer = connection.getresponse()
        answer.read()
        taken.append(perf_counter() - before)
        if answer.status != 201:
            raise RuntimeError(f"The service answered {answer.status}.")
    return taken


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


if __name__ == "__main__":
    main()
