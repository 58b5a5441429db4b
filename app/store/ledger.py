"""Events are added at the end of the ledger of their round, one writer at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from app.access import Principal
from app.domain.ledger import EMPTY, Event, Head, MadeRow, not_before, sha256_of
from app.errors import StoreError
from app.store.database import Row, Transaction

_ADD = """
    INSERT INTO ledger (round_id, position, at, actor, organisation, action, subject, body, made,
        previous, hash)
    VALUES (:round_id, :position, :at, :actor, :organisation, :action, :subject, :body, :made,
        :previous, :hash)
"""
_MOVE_HEAD = """
    INSERT INTO heads (round_id, position, hash, at) VALUES (:round_id, :position, :hash, :at)
    ON CONFLICT (round_id)
    DO UPDATE SET position = excluded.position, hash = excluded.hash, at = excluded.at
"""


@dataclass(slots=True)
class Pen:
    """Writes events of one round while no one else does. `finish` puts them down."""

    transaction: Transaction
    round_id: str
    who: Principal
    now: datetime
    head: Head
    opened: Head = field(init=False)
    """The last event before this pen."""
    _rows: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.opened = self.head

    @property
    def next_position(self) -> int:
        return self.head.position + 1

    def write(
        self,
        action: str,
        subject: str = "",
        body: Mapping[str, Any] | None = None,
        made: Sequence[MadeRow] = (),
        by: Principal | None = None,
    ) -> int:
        """Adds an event, by another than the writer where one is named; its position."""
        who = by or self.who
        event = Event(
            round_id=self.round_id,
            position=self.next_position,
            at=not_before(self.now, self.head),
            actor=who.subject,
            organisation=who.organisation,
            action=action,
            subject=subject,
            body=body or {},
            rows=tuple(made),
            previous=self.head.hash,
        )
        self.head = Head(event.position, event.hash, event.at)
        self._rows.append(_row_of(event, self.head.hash))
        return event.position

    def finish(self) -> None:
        """Puts down what was written. Nothing is done where nothing was."""
        if self._rows:
            self.transaction.many(_ADD, self._rows)
            values = {"position": self.head.position, "hash": self.head.hash, "at": self.head.at}
            self.transaction.run(_MOVE_HEAD, round_id=self.round_id, **values)
            self._rows.clear()


def open_ledger(transaction: Transaction, round_id: str, who: Principal, now: datetime) -> Pen:
    """The pen of a round; others that want to write in it wait until this unit of work ends."""
    head = _locked_head(transaction, round_id)
    if head is None:  # the first event of this round
        transaction.run(
            "INSERT INTO heads (round_id, position, hash, at) VALUES (:round_id, 0, :hash, '') "
            "ON CONFLICT DO NOTHING",
            round_id=round_id,
            hash=EMPTY.hash,
        )
        head = _locked_head(transaction, round_id)
    if head is None:
        raise StoreError("The ledger of this round has no head. Nothing was changed.")
    return Pen(transaction, round_id, who, now, head)


def _locked_head(transaction: Transaction, round_id: str) -> Head | None:
    row = transaction.row(
        "SELECT position, hash, at FROM heads WHERE round_id = :round_id{lock}", round_id=round_id
    )
    return Head(row["position"], row["hash"], row["at"]) if row else None


def head_of(transaction: Transaction, round_id: str) -> Head:
    """The last event of a round."""
    row = transaction.row(
        "SELECT position, hash, at FROM heads WHERE round_id = :round_id", round_id=round_id
    )
    return Head(row["position"], row["hash"], row["at"]) if row else EMPTY


def head_at(transaction: Transaction, round_id: str, position: int) -> Head | None:
    """The event at a position as the head that it was; None where there is none."""
    row = transaction.row(
        "SELECT position, hash, at FROM ledger WHERE round_id = :round_id AND position = :position",
        round_id=round_id,
        position=position,
    )
    return Head(row["position"], row["hash"], row["at"]) if row else None


def position_at(transaction: Transaction, round_id: str, at: str) -> int:
    """The position of the last event up to a moment, that moment included; 0 before the first."""
    row = transaction.row(
        "SELECT MAX(position) AS position FROM ledger WHERE round_id = :round_id AND at <= :at",
        round_id=round_id,
        at=at,
    )
    return int((row or {}).get("position") or 0)


def events(
    transaction: Transaction, round_id: str, after: int, limit: int, subject: str = ""
) -> Sequence[Event]:
    """Events after a position, in order; of one scheme where its id is given."""
    only = " AND subject = :subject" if subject else ""
    rows = transaction.rows(
        f"SELECT * FROM ledger WHERE round_id = :round_id AND position > :after{only} "
        "ORDER BY position LIMIT :limit",
        round_id=round_id,
        after=after,
        limit=limit,
        **({"subject": subject} if subject else {}),
    )
    return [event_of(row) for row in rows]


def event_of(row: Row) -> Event:
    """The event of a row; raises ValueError where the row cannot be read."""
    return Event(
        round_id=row["round_id"],
        position=row["position"],
        at=row["at"],
        actor=row["actor"],
        organisation=row["organisation"],
        action=row["action"],
        subject=row["subject"],
        body=orjson.loads(row["body"]),
        rows=tuple(MadeRow(*made) for made in orjson.loads(row["made"])),
        previous=row["previous"],
    )


def made_row(table: str, row: Row, *key: str) -> MadeRow:
    """The mark of a row that was made, by the columns that are its key."""
    return MadeRow(table, "/".join(str(row[column]) for column in key), sha256_of(row))


def _row_of(event: Event, hash_: str) -> Row:
    made = [[row.table, row.key, row.sha256] for row in event.rows]
    return {
        "round_id": event.round_id,
        "position": event.position,
        "at": event.at,
        "actor": event.actor,
        "organisation": event.organisation,
        "action": event.action,
        "subject": event.subject,
        "body": orjson.dumps(event.body).decode(),
        "made": orjson.dumps(made).decode(),
        "previous": event.previous,
        "hash": hash_,
    }
