"""What goes out: JSON with its entity tag, and the same answer to a request that is sent again."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final

import orjson
from flask import Response, request

from app.edge.current import desk, now, who
from app.errors import Changed, KeyReused, Unreadable, VersionNeeded
from app.store.answers import Answer, claim, given_answer, keep_answer
from app.store.database import Transaction

JSON: Final = "application/json"
IDEMPOTENCY_KEY: Final = "Idempotency-Key"
LONGEST_KEY: Final = 200


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
    if given.status == 200 and request.method in ("GET", "HEAD"):
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
    key = request.headers.get(IDEMPOTENCY_KEY, "")
    if not key:
        return respond(desk().database.write(work))
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise Unreadable(f"{IDEMPOTENCY_KEY} has 1 to {LONGEST_KEY} printable characters.")
    return respond(once_for(key, request_hash(), work))


def once_for(key: str, request_sha256: str, work: Callable[[Transaction], Answer]) -> Answer:
    """What `work` answers, or what it answered when this key was first used."""
    caller = f"{who().organisation} {who().subject}"
    day = now().date().isoformat()

    def unit(transaction: Transaction) -> Answer:
        if not claim(transaction, caller, key, request_sha256, day):
            before, given = given_answer(transaction, caller, key)
            if before != request_sha256:
                message = f"This {IDEMPOTENCY_KEY} was used for another request. Take a new one."
                raise KeyReused(message)
            return given
        done = work(transaction)
        keep_answer(transaction, caller, key, request_sha256, done, day)
        return done

    return desk().database.write(unit)


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
    number = given.removeprefix('"').removesuffix('"')
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise Changed("If-Match names no version of this. Read it, and send the ETag that it has.")
    return int(number)
