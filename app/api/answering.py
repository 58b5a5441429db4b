"""What goes out: JSON with its entity tag, and the same answer to a request that is sent again."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Final

import orjson
from flask import Response, request

from app.access import Principal
from app.edge.current import desk, today, who
from app.errors import Changed, KeyReused, Unreadable, VersionNeeded
from app.store.answers import Answer, claim, forget_before, given_answer, keep_answer
from app.store.database import Database, Transaction

JSON: Final = "application/json"
IDEMPOTENCY_KEY: Final = "Idempotency-Key"
DAYS_KEPT: Final = 3
"""For how many days an answer is kept for a request that is sent again."""
KEY_FORM: Final = "[!-~]{1,200}"
VERSION_FORM: Final = '"[0-9]{1,15}"'
"""The forms of an Idempotency-Key and of the ETag of what can be changed."""


def answer(
    values: Any, status: int = 200, tag: object = None, headers: Mapping[str, str] | None = None
) -> Answer:
    """An answer in JSON; `tag` is what its entity tag is made of."""
    etag = {"ETag": f'"{tag}"'} if tag is not None else {}
    return Answer(status, {**etag, **(headers or {})}, orjson.dumps(values).decode())


def respond(given: Answer) -> Response:
    """An answer as it goes out; 304 without a body where the caller has it already."""
    response = Response(given.body, given.status, content_type=JSON)
    response.headers.update(given.headers)
    is_read = given.status == 200 and request.method in ("GET", "HEAD")
    if is_read and "If-Match" not in request.headers:  # to read needs no condition but “newer”
        response.make_conditional(request)
    return response


def reply(values: Any, tag: object = None) -> Response:
    """The answer to a read."""
    return respond(answer(values, tag=tag))


def once(work: Callable[[Transaction], Answer]) -> Response:
    """Does the work of a POST in one unit, once for each Idempotency-Key.

    The same key with the same request gets the answer that it got before; with another request it
    is refused. Nothing is kept of a request that failed, so it may be sent again.
    """
    key = idempotency_key()
    if not key:
        return respond(desk().database.write(work))
    once_only = Once(caller_of(who()), key, request_hash(), today().isoformat())
    return respond(once_only.answer(desk().database, work))


def idempotency_key() -> str:
    """The key of the request, empty where it has none; one of another form is refused."""
    key = request.headers.get(IDEMPOTENCY_KEY)
    if key is not None and not re.fullmatch(KEY_FORM, key):
        raise Unreadable(f"{IDEMPOTENCY_KEY} has 1 to 200 letters, digits and signs, no spaces.")
    return key or ""


@dataclass(frozen=True, slots=True)
class Once:
    """A request that is done once, however often it is sent under its key."""

    caller: str
    key: str
    request_sha256: str
    day: str

    def answer(self, database: Database, work: Callable[[Transaction], Answer]) -> Answer:
        """What `work` answers, or what it answered when this key was first used."""
        return database.write(lambda transaction: self._unit(transaction, work))

    def _unit(self, transaction: Transaction, work: Callable[[Transaction], Answer]) -> Answer:
        if claim(transaction, self.caller, self.key, self.request_sha256, self.day):
            forget_before(transaction, _days_before(self.day))
            done = work(transaction)
            keep_answer(transaction, self.caller, self.key, self.request_sha256, done, self.day)
            return done
        before, given = given_answer(transaction, self.caller, self.key)
        if before != self.request_sha256:
            message = f"This {IDEMPOTENCY_KEY} was used for another request. Take a new one."
            raise KeyReused(message)
        return given


def _days_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=DAYS_KEPT)).isoformat()


def caller_of(who: Principal) -> str:
    """Whose keys are told apart: those of one subject in one organisation."""
    return f"{who.organisation} {who.subject}"


def request_hash() -> str:
    """SHA-256 of what is asked: method, address and body."""
    asked = sha256(f"{request.method} {request.full_path}\n".encode())
    asked.update(request.get_data())
    return asked.hexdigest()


def expected_version() -> int:
    """The version that a change is meant for, as If-Match names it."""
    given = request.headers.get("If-Match", "")
    if not given:
        raise VersionNeeded("Send If-Match with the ETag that you last read.")
    if not re.fullmatch(VERSION_FORM, given):
        raise Changed(
            'If-Match names no version of this. Send the ETag that it has, such as "12", as it is.'
        )
    return int(given.strip('"'))
