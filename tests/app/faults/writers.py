"""Clients that write as fast as they can, and note what they asked for and what came back."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from time import sleep
from typing import Any
from uuid import uuid4

from tests.app.callers import ROUND, SCHEMES
from tests.app.faults.served import NO_ANSWER, Client, Served
from tests.app.faults.stores import SMALL
from tests.builders import a_scheme

ROWS = 203
"""More than the service keeps at a time: an import that stops in the middle keeps a part."""


@dataclass(slots=True)
class Request:
    """What a client asked for under a key of its own, and as much of the answer as it got."""

    address: str
    body: Any
    title: str = ""
    rows: int = 0
    tag: str = ""
    key: str = field(default_factory=lambda: uuid4().hex)
    status: int = 0
    answer: bytes = b""
    is_answered: bool = False

    def send(self, client: Client) -> None:
        """Sends it; raises where the answer breaks off, with what arrived of it noted."""
        headers = {"Idempotency_Key": self.key, **({"If_Match": self.tag} if self.tag else {})}
        answer = client.begin("POST", self.address, self.body, **headers)
        self.status, self.answer = answer.status, b""
        while line := answer.readline():
            self.answer += line
        answer.read()  # raises where the end is missing
        self.is_answered = True
        self.tag = self.tag or answer.headers.get("ETag", "")

    @property
    def acknowledged(self) -> bytes:
        """What the client may rely on: an answer that came whole, or the lines of an import."""
        if self.rows:
            whole = self.answer[: self.answer.rfind(b"\n") + 1].splitlines(keepends=True)
            return b"".join(line for line in whole if line.startswith(b'{"row":'))
        return self.answer if self.is_answered and self.status < 300 else b""

    def sent_again(self, client: Client) -> "Request":
        """The same request under the same key, with the answer that it gets now."""
        again = Request(self.address, self.body, self.title, self.rows, self._tag_sent, self.key)
        again.send(client)
        return again

    @property
    def _tag_sent(self) -> str:
        return self.tag if self.address.endswith("/submission") else ""


Begin = Callable[[list[Request]], Request]


def a_word() -> str:
    """A word that nobody else has; of letters, since figures can look like those of a person."""
    return uuid4().hex.translate(str.maketrans("0123456789", "ghijklmnop"))


def draft(done: list[Request]) -> Request:
    title = f"Draft {a_word()}"
    return Request(SCHEMES, {**SMALL, "title": title}, title)


def draft_and_submission(done: list[Request]) -> Request:
    """A complete draft, and after each draft its submission."""
    before = done[-1] if done else None
    if before and before.status == 201:
        ref = before.answer.split(b'"ref":"')[1].split(b'"')[0].decode()
        return Request(f"{SCHEMES}/{ref}/submission", None, tag=before.tag)
    title = f"Submission {a_word()}"
    return Request(SCHEMES, a_scheme(scheme_ref=None, title=title), title)


def import_of_drafts(done: list[Request]) -> Request:
    sleep(0.2)  # imports take most of the time of the service: others are to have some
    title = f"Import {a_word()}"
    rows = [{**SMALL, "title": f"{title} {n}"} for n in range(ROWS)]
    return Request(f"{ROUND}/imports", rows, title, ROWS)


KINDS: tuple[Begin, ...] = (draft, draft, draft_and_submission, import_of_drafts)


@contextmanager
def writing(service: Served, key: str, *, is_killed: bool) -> Iterator[list[list[Request]]]:
    """Clients at work, each with its list of requests.

    In the end the service is killed, and they stop because it is gone; or they finish what they do.
    """
    lists: list[list[Request]] = [[] for _ in KINDS]
    enough = Event()
    threads = [
        Thread(target=_write, args=(service.client(key), begin, done, enough))
        for begin, done in zip(KINDS, lists, strict=True)
    ]
    for thread in threads:
        thread.start()
    try:
        yield lists
    finally:
        if is_killed:
            service.kill()
        enough.set()
        for thread in threads:
            thread.join(timeout=60)


def _write(client: Client, begin: Begin, done: list[Request], enough: Event) -> None:
    with suppress(*NO_ANSWER):
        while not enough.is_set():
            request = begin(done)
            done.append(request)
            request.send(client)
    client.close()


def titles_of(requests: Iterable[Request]) -> list[str]:
    """The title of every scheme that requests were to make."""
    return [title for request in requests for title in _titles(request)]


def _titles(request: Request) -> list[str]:
    if request.rows:
        return [f"{request.title} {n}" for n in range(request.rows)]
    return [request.title] if request.title else []
