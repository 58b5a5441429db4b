"""Checks that nothing that was recorded has been changed, lost or added.

Each event holds the hash of the event before it and of every row that it made. So one changed byte
in any of them shows, and where it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.domain.ledger import EMPTY, Head, sha256_of
from app.errors import ServiceError
from app.services.desk import Desk, pack_of
from app.services.rounds import as_of
from app.services.standing import listing_at
from app.store.answers import is_whole
from app.store.database import Row, Transaction
from app.store.ledger import event_of
from app.store.migrations import changed_tables, missing_migrations, missing_triggers
from app.store.rounds import round_of
from app.store.scanning import rows_of
from rulebook.problem import Refused

MADE: Final[Mapping[str, tuple[str, ...]]] = {
    "packs": ("sha256",),
    "rounds": ("round_id",),
    "scheme_states": ("scheme_id", "changed_at"),
    "scheme_versions": ("scheme_id", "version"),
    "classifications": ("scheme_id", "position"),
    "api_keys": ("key_id",),
}
"""The tables whose rows events make, with the key by which events name them."""
SMALL: Final = {
    "answers_given": "idempotency_key",
    "api_key_uses": "key_id",
    "uploads": "upload_id",
    "charts": "name",
}
"""The tables whose rows no event makes: each row holds the hash of the rest of it."""
_NOT_READABLE: Final = (ValueError, TypeError, KeyError)


@dataclass(slots=True)
class _Marks:
    """What the events say of rows: by table and key, the hash that the row must have."""

    wanted: dict[tuple[str, str], str] = field(default_factory=dict)
    states: dict[str, Row] = field(default_factory=dict)
    published: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)


def verify(desk: Desk) -> list[str]:
    """Everything that is wrong with the store, each with its place; nothing if all is well."""

    def work(transaction: Transaction) -> list[str]:
        marks = _Marks()
        return [
            *_tables(desk, transaction),
            *_ledgers(transaction, marks),
            *_rows(transaction, marks),
            *_current(transaction, marks),
            *_small_rows(transaction),
            *_lists(desk, transaction, marks),
        ]

    return desk.database.read(work)


def _tables(desk: Desk, transaction: Transaction) -> Iterator[str]:
    for name in missing_migrations(transaction):
        yield f"migrations: {name} was not applied. Run: prioritise migrate"
    if desk.database.is_postgres:
        return
    for name in changed_tables(transaction):
        yield f"tables: {name} is not written as it was made"
    for name in missing_triggers(transaction):
        yield f"triggers: {name} is missing, so rows could be changed. Run: prioritise migrate"
    for row in transaction.rows("PRAGMA integrity_check"):
        if row["integrity_check"] != "ok":
            yield f"file: {row['integrity_check']}"


def _ledgers(transaction: Transaction, marks: _Marks) -> Iterator[str]:
    """Follows the chain of each ledger from its first event to its head."""
    heads = {row["round_id"]: row for row in rows_of(transaction, "heads")}
    last: dict[str, Head] = {}
    for row in rows_of(transaction, "ledger"):
        before = last.get(row["round_id"], EMPTY)
        yield from _event_faults(row, before, marks)
        last[row["round_id"]] = Head(row["position"], row["hash"], row["at"])
    for round_id in sorted({*heads, *last}):
        head, end = heads.get(round_id), last.get(round_id, EMPTY)
        if head is None or (head["position"], head["hash"], head["at"]) != (
            end.position,
            end.hash,
            end.at,
        ):
            yield f"ledger {round_id}: its head is not its last event, position {end.position}"


def _event_faults(row: Row, before: Head, marks: _Marks) -> Iterator[str]:
    where = f"ledger {row['round_id']}, position {row['position']}"
    if row["position"] != before.position + 1:
        yield f"{where}: the event before it is missing; {before.position} is the last one there"
    if row["previous"] != before.hash:
        yield f"{where}: it does not follow the event before it"
    if row["at"] < before.at:
        yield f"{where}: its time is before that of the event before it"
    try:
        event = event_of(row)
        is_same = event.hash == row["hash"]
    except _NOT_READABLE:
        yield f"{where}: it cannot be read"
        return
    if not is_same:
        yield f"{where}: its content was changed, it does not have its hash"
    for made in event.rows:
        marks.wanted[made.table, made.key] = made.sha256
    if event.action == "publish_list":
        marks.published.append((event.round_id, event.body))


def _rows(transaction: Transaction, marks: _Marks) -> Iterator[str]:
    """Compares each row that an event made with the hash that the event holds."""
    left = dict(marks.wanted)
    for table, key in MADE.items():
        for row in rows_of(transaction, table):
            name = "/".join(str(row[column]) for column in key)
            wanted = left.pop((table, name), None)
            if wanted is None:
                yield f"{table} {name}: no event made this row"
            elif sha256_of(row) != wanted:
                yield f"{table} {name}: the row was changed, it does not have its hash"
            if table == "scheme_states":
                marks.states[row["scheme_id"]] = row  # in order: the last one is the newest
    yield from (f"{table} {name}: the row is missing" for table, name in left)


def _current(transaction: Transaction, marks: _Marks) -> Iterator[str]:
    """Compares where each scheme is with the last state that it was brought to."""
    left = dict(marks.states)
    for row in rows_of(transaction, "schemes"):
        state = left.pop(row["scheme_id"], None)
        if state is None or dict(state) != dict(row):
            yield f"schemes {row['ref']}: it is not what its last event made it"
    yield from (f"schemes {state['ref']}: the row is missing" for state in left.values())


def _small_rows(transaction: Transaction) -> Iterator[str]:
    for table, key in SMALL.items():
        for row in rows_of(transaction, table):
            if not is_whole(row):
                yield f"{table} {row[key]}: the row was changed, it does not have its hash"


def _lists(desk: Desk, transaction: Transaction, marks: _Marks) -> Iterator[str]:
    """Works out each list that was published anew."""
    rounds = {row["round_id"]: row for row in rows_of(transaction, "rounds")}
    for round_id, body in marks.published:
        where = f"list of round {round_id} at position {body.get('position')}"
        try:
            round_ = round_of(rounds[round_id])
            pack_of(desk, transaction, round_.pack_sha256)
            head = as_of(transaction, round_, body["position"])
            listing = listing_at(desk, transaction, round_, head, body["order"])
            refs = [entry.line.ref for entry in listing.entries]
        except (*_NOT_READABLE, ServiceError, Refused):
            yield f"{where}: it cannot be worked out again"
            continue
        if refs != body["refs"]:
            yield f"{where}: it does not come out as it was published"
