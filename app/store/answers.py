"""Answers that were given under an Idempotency-Key, kept in the transaction of what they answer."""

from dataclasses import dataclass
from typing import Any

import orjson

from app.domain.ledger import sha256_of
from app.errors import StoreError
from app.store.database import Row, Transaction


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it goes out: status, headers, and the body as text."""

    status: int
    headers: dict[str, str]
    body: str


def claim(transaction: Transaction, caller: str, key: str, request_sha256: str, day: str) -> bool:
    """Takes a key for this request; False where it is taken.

    Another request with the same key waits here until this unit of work ends.
    """
    row = _row(caller, key, request_sha256, Answer(0, {}, ""), day)
    changed = transaction.run(
        "INSERT INTO answers_given (caller, idempotency_key, request_sha256, status, headers, "
        "body, given_on, sha256) VALUES (:caller, :idempotency_key, :request_sha256, :status, "
        ":headers, :body, :given_on, :sha256) ON CONFLICT DO NOTHING",
        **row,
    )
    return changed == 1


def given_answer(transaction: Transaction, caller: str, key: str) -> tuple[str, Answer]:
    """The hash of the request that took a key, and the answer that it got."""
    row = transaction.row(
        "SELECT request_sha256, status, headers, body FROM answers_given "
        "WHERE caller = :caller AND idempotency_key = :key",
        caller=caller,
        key=key,
    )
    if row is None:
        raise StoreError("The answer to this key was forgotten just now. Send the request again.")
    answer = Answer(row["status"], orjson.loads(row["headers"]), row["body"])
    return row["request_sha256"], answer


def keep_answer(
    transaction: Transaction, caller: str, key: str, request_sha256: str, answer: Answer, day: str
) -> None:
    """Keeps the answer of a request that has claimed its key."""
    transaction.run(
        "UPDATE answers_given SET status = :status, headers = :headers, body = :body, "
        "sha256 = :sha256 WHERE caller = :caller AND idempotency_key = :idempotency_key",
        **{
            name: value
            for name, value in _row(caller, key, request_sha256, answer, day).items()
            if name not in ("request_sha256", "given_on")
        },
    )


def forget_before(transaction: Transaction, day: str) -> int:
    """Forgets the answers of earlier days; how many there were."""
    return transaction.run("DELETE FROM answers_given WHERE given_on < :day", day=day)


def is_whole(row: Row) -> bool:
    """Whether a row still has the hash of its content."""
    content = {name: value for name, value in row.items() if name != "sha256"}
    return bool(sha256_of(content) == row["sha256"])


def _row(caller: str, key: str, request_sha256: str, answer: Answer, day: str) -> dict[str, Any]:
    row = {
        "caller": caller,
        "idempotency_key": key,
        "request_sha256": request_sha256,
        "status": answer.status,
        "headers": orjson.dumps(answer.headers).decode(),
        "body": answer.body,
        "given_on": day,
    }
    return row | {"sha256": sha256_of(row)}
