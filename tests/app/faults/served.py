"""The service as it runs in earnest: in processes of its own, over HTTP, ended in any way."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import BadStatusLine, HTTPConnection, HTTPResponse, IncompleteRead
from pathlib import Path
from threading import Thread
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from tests.app.faults.stores import at_this_time
from tests.app.rounds import ROOT
from tests.app.servers import opened

SECRET_KEY = "not-a-secret-that-anyone-else-uses"  # noqa: S105 of a service that is soon gone
MOST_START_SECONDS = 60
"""It takes two by itself; the tests share the machine."""
NO_ANSWER = (OSError, IncompleteRead, BadStatusLine)
"""What a client gets from a service that ends in the midst of an answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that arrived whole."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def values(self) -> dict[str, Any]:
        found = json.loads(self.body)
        assert isinstance(found, dict), found
        return found

    @property
    def problem(self) -> tuple[int, str]:
        """Status and code of a refusal, which must be in the one shape that refusals have."""
        assert self.headers["content-type"] == "application/problem+json", self.body
        return self.status, self.values["code"]


@dataclass(slots=True)
class Client:
    """A caller with one connection at a time; for one thread."""

    port: int
    key: str = ""
    connection: HTTPConnection | None = None

    def get(self, address: str, **headers: str) -> Reply:
        return self.send("GET", address, None, **headers)

    def post(self, address: str, body: Any = None, **headers: str) -> Reply:
        return self.send("POST", address, body, **headers)

    def send(self, method: str, address: str, body: Any, **headers: str) -> Reply:
        """The answer; raises one of NO_ANSWER where it does not come whole."""
        answer = self.begin(method, address, body, **headers)
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, found, answer.read())

    def begin(self, method: str, address: str, body: Any, **headers: str) -> HTTPResponse:
        """The answer as soon as its head is there."""
        if self.connection is None:
            self.connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.key:
            named["Authorization"] = f"Bearer {self.key}"
        if body is not None:
            named.setdefault("Content-Type", "application/json")
        try:
            self.connection.request(method, address, body and json.dumps(body).encode(), named)
            return self.connection.getresponse()
        except NO_ANSWER:
            self.close()
            raise

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


@dataclass(slots=True)
class Served:
    """A service that runs: the command, and its workers in the same group."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path
    clients: list[Client] = field(default_factory=list)

    def client(self, key: str = "") -> Client:
        self.clients.append(Client(self.port, key))
        return self.clients[-1]

    def kill(self) -> None:
        """Ends all of its processes in the midst of whatever they do."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=10)
        until(lambda: not self.processes(), 10)

    def close(self) -> None:
        """Leaves nothing behind."""
        self.kill()
        for client in self.clients:
            client.close()

    def end(self, within: float = 40) -> int:
        """Asks it to end, as those who run it do; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=within)

    def processes(self) -> list[int]:
        """The processes of the group that still run, the first one that was started first."""
        return sorted(filter(self._is_of_group, _all_processes()))

    def workers(self) -> list[int]:
        """The processes that answer requests."""
        return [pid for pid in self.processes() if _parent(pid) == self.process.pid]

    def errors(self) -> str:
        return self.log.read_text("utf-8")

    def _is_of_group(self, pid: int) -> bool:
        fields = _fields(pid)
        return len(fields) > 2 and fields[0] != "Z" and int(fields[2]) == self.process.pid


@contextmanager
def served(url: str, folder: Path, *arguments: str, **more: str) -> Iterator[Served]:
    """A service on a database, ready to answer; none of its processes is left afterwards."""
    service = launched(url, folder, *arguments, **more)
    try:
        wait_until_ready(service)
        yield service
    finally:
        service.close()


@contextmanager
def served_here(url: str, key: str) -> Iterator[Client]:
    """A caller of the service in this process, begun at once: to look at what a store holds."""
    database = opened(url)
    server = make_server("127.0.0.1", 0, at_this_time(database).app, request_handler=_Silent)

    def run() -> None:
        server.serve_forever()
        database.close()

    thread = Thread(target=run)
    thread.start()
    client = Client(server.port, key)
    try:
        yield client
    finally:
        server.shutdown()
        client.close()
        thread.join()
        server.server_close()


class _Silent(WSGIRequestHandler):
    """Says nothing of requests."""

    def log_request(self, *_: Any) -> None:
        pass


def launched(url: str, folder: Path, *arguments: str, **more: str) -> Served:
    """A service that has just been started."""
    port = free_port()
    log = folder / f"served-{port}-{time.monotonic_ns()}.log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve", "--port", str(port), *arguments],
            cwd=ROOT,
            env=environment(DATABASE_URL=url, **more),
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
    return Served(process, port, log)


def environment(**more: str) -> dict[str, str]:
    return {
        **os.environ,
        "OPENBLAS_NUM_THREADS": "1",  # the first one costs less than the pool of threads
        "SECRET_KEY": SECRET_KEY,
        "REQUESTS_PER_MINUTE": "0",
        **more,
    }


def wait_until_ready(service: Served) -> None:
    def is_ready() -> bool:
        assert service.process.poll() is None, service.errors()
        try:
            return service.client().get("/healthz").status == 200
        except NO_ANSWER:
            return False

    until(is_ready, MOST_START_SECONDS)


def until(is_so: Callable[[], bool], seconds: float) -> None:
    """Waits; fails where it is not so in time."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"This was not so within {seconds} s."
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _all_processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _parent(pid: int) -> int:
    fields = _fields(pid)
    return int(fields[1]) if len(fields) > 1 else 0


def _fields(pid: int) -> list[str]:
    """State, parent, group and so on of a process; nothing where it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
