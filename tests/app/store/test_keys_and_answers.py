"""API keys, and the answers that were given under an Idempotency-Key."""

from functools import partial
from typing import Any

import pytest

from app.domain.ledger import sha256_of
from app.errors import StoreError
from app.store.answers import (
    Answer,
    claim,
    forget_before,
    given_answer,
    is_whole,
    keep_answer,
)
from app.store.database import Database, Transaction
from app.store.keys import add_key, all_keys, find_key, note_use, revoke_key
from tests.app.store.acts import HOSTILE_TEXTS, count, rows_of, together

TODAY = "2026-01-05"
ANSWER = Answer(201, {"Location": "/rounds/CM24", "ETag": '"1"'}, " ".join(HOSTILE_TEXTS))


def _a_key(key_id: str = "key", **changes: str) -> dict[str, Any]:
    return {
        "key_id": key_id,
        "secret_sha256": "0" * 64,
        "label": 'The planning tool\'s "own" key',
        "organisation": "LIVPP",
        "roles": '["lead"]',
        "scope": "read",
        "made_at": "2026-01-05T09:30:00.000000Z",
        "expires_at": "2027-01-05T00:00:00.000000Z",
        "revoked_at": "",
        **changes,
    }


def _claim(database: Database, caller: str = "c", key: str = "k", day: str = TODAY) -> bool:
    return database.write(lambda t: claim(t, caller, key, "hash of the request", day))


def _answer_once(transaction: Transaction, answer: Answer = ANSWER) -> Answer:
    """What a request does that has a key: it acts if it is the first, or repeats what was said."""
    if not claim(transaction, "c", "k", "hash of the request", TODAY):
        return given_answer(transaction, "c", "k")[1]
    keep_answer(transaction, "c", "k", "hash of the request", answer, TODAY)
    return answer


def test_a_key_comes_back_as_it_went_in(database: Database) -> None:
    mark = database.write(lambda t: add_key(t, _a_key()))
    assert database.read(lambda t: find_key(t, "key")) == _a_key()
    assert database.read(lambda t: find_key(t, "KEY")) is None
    assert (mark.table, mark.key, mark.sha256) == ("api_keys", "key", sha256_of(_a_key()))


def test_a_revoked_key_keeps_all_but_the_moment(database: Database) -> None:
    database.write(lambda t: [add_key(t, _a_key(key_id)) for key_id in ("key", "other")])
    mark = database.write(lambda t: revoke_key(t, _a_key(), "2026-02-01T00:00:00.000000Z"))
    revoked = _a_key(revoked_at="2026-02-01T00:00:00.000000Z")
    assert database.read(lambda t: find_key(t, "key")) == revoked
    assert mark.sha256 == sha256_of(revoked)
    assert database.read(lambda t: find_key(t, "other")) == _a_key("other")


def test_keys_are_listed_with_the_day_of_their_last_use(database: Database) -> None:
    def work(transaction: Transaction) -> None:
        add_key(transaction, _a_key("b"))
        add_key(transaction, _a_key("a"))
        add_key(transaction, _a_key("new", made_at="2026-01-06T00:00:00.000000Z"))
        note_use(transaction, "b", TODAY)
        note_use(transaction, "b", "2026-01-09")

    database.write(work)
    found = database.read(all_keys)
    assert [(row["key_id"], row["used_on"]) for row in found] == [
        ("new", None),
        ("a", None),
        ("b", "2026-01-09"),
    ]


def test_a_use_noted_by_many_at_once_is_noted(database: Database) -> None:
    together(database, *(lambda: database.write(lambda t: note_use(t, "k", TODAY)),) * 8)
    (row,) = rows_of(database, "api_key_uses")
    assert (row["key_id"], row["used_on"]) == ("k", TODAY)


def test_a_key_is_claimed_once_by_each_caller(database: Database) -> None:
    assert _claim(database)
    assert not _claim(database)
    assert _claim(database, caller="another")
    assert _claim(database, key="another")


def test_of_many_at_once_one_claims_a_key(database: Database) -> None:
    claimed = together(database, *(lambda: _claim(database),) * 8)
    assert sorted(claimed) == [False] * 7 + [True]


def test_many_at_once_are_given_the_answer_of_the_first(database: Database) -> None:
    def ask(number: int) -> Answer:
        return database.write(lambda t: _answer_once(t, Answer(200, {}, f"{number}")))

    answers = together(database, *(partial(ask, n) for n in range(8)))
    assert len({answer.body for answer in answers}) == 1
    assert count(database, "answers_given") == 1


def test_a_claim_of_work_that_failed_is_free_again(database: Database) -> None:
    def work(transaction: Transaction) -> None:
        claim(transaction, "c", "k", "hash", TODAY)
        raise RuntimeError("the work failed")

    with pytest.raises(RuntimeError, match="the work failed"):
        database.write(work)
    assert _claim(database)


def test_an_answer_comes_back_as_it_was_given(database: Database) -> None:
    assert database.write(_answer_once) == ANSWER
    found = database.read(lambda t: given_answer(t, "c", "k"))
    assert found == ("hash of the request", ANSWER)
    assert database.write(lambda t: _answer_once(t, Answer(500, {}, "never"))) == ANSWER


def test_an_answer_that_was_forgotten_can_be_asked_for_again(database: Database) -> None:
    with pytest.raises(StoreError, match="Send the request again"):
        database.read(lambda t: given_answer(t, "c", "k"))


def test_answers_of_earlier_days_are_forgotten(database: Database) -> None:
    for key, day in (("old", "2026-01-03"), ("older", "2025-12-31"), ("new", "2026-01-04")):
        _claim(database, key=key, day=day)
    assert database.write(lambda t: forget_before(t, "2026-01-04")) == 2
    assert [row["idempotency_key"] for row in rows_of(database, "answers_given")] == ["new"]


@pytest.mark.parametrize(
    "column",
    ["caller", "idempotency_key", "request_sha256", "status", "headers", "body", "given_on"],
)
def test_a_change_of_any_part_of_an_answer_is_noticed(database: Database, column: str) -> None:
    database.write(_answer_once)
    (row,) = rows_of(database, "answers_given")
    assert is_whole(row)
    change = "UPDATE answers_given SET status = 500" if column == "status" else _CHANGES[column]
    database.write(lambda t: t.run(change))
    (changed,) = rows_of(database, "answers_given")
    assert changed[column] != row[column]
    assert not is_whole(changed)


_CHANGES = {
    column: f"UPDATE answers_given SET {column} = {column} || ' '"
    for column in ("caller", "idempotency_key", "request_sha256", "headers", "body", "given_on")
}
