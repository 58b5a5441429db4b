"""The ledger of a round: events in order, each holding the hash of the one before it.

The hash of an event covers all that it says: who did what, when, and the hash of every row that it
made. So whatever is changed afterwards, in the ledger or in those rows, no longer fits.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson

START: Final = "0" * 64
"""The hash before the first event."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of a ledger: its position, from 1, its hash and its time."""

    position: int
    hash: str
    at: str


EMPTY: Final = Head(0, START, "")


@dataclass(frozen=True, slots=True)
class MadeRow:
    """A row that an event made: its table, its key and the hash of its content."""

    table: str
    key: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `subject` is the id of the scheme, empty for the round itself."""

    round_id: str
    position: int
    at: str
    actor: str
    organisation: str
    action: str
    subject: str
    body: Mapping[str, Any]
    rows: tuple[MadeRow, ...]
    previous: str

    @property
    def hash(self) -> str:
        return sha256_of(
            {
                "round": self.round_id,
                "position": self.position,
                "at": self.at,
                "actor": self.actor,
                "organisation": self.organisation,
                "action": self.action,
                "subject": self.subject,
                "body": self.body,
                "rows": [[row.table, row.key, row.sha256] for row in self.rows],
                "previous": self.previous,
            }
        )


def sha256_of(value: Any) -> str:
    """SHA-256 over a value as JSON with sorted keys and no spaces, in UTF-8."""
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()


def time_text(at: datetime) -> str:
    """A moment as the ledger writes it: UTC, to the microsecond, so that text sorts by time."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def not_before(at: datetime, head: Head) -> str:
    """The time of the next event: a clock that was set back does not turn the ledger back."""
    return max(time_text(at), head.at)
