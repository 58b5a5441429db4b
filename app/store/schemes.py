"""Schemes of a round: where each stands, its states so far, its versions and what was found.

Who asks decides what is found: another organisation's draft is not there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.ledger import MadeRow
from app.domain.scheme import RETURNED, SEEN_BY_REVIEWERS, Scheme
from app.store.database import Row, Transaction
from app.store.ledger import made_row

_SEEN = ", ".join(f"'{state}'" for state in SEEN_BY_REVIEWERS)
_VISIBLE = f"(owner = :organisation OR (1 = :is_reviewer AND state IN ({_SEEN})))"
_COLUMNS = (
    "round_id, scheme_id, ref, owner, state, version, submitted_version, submitted_on, "
    "resubmit_by, return_reason, late_reason, is_late, changed_at"
)
_NAMES = tuple(column.strip() for column in _COLUMNS.split(","))
_VALUES = ", ".join(f":{name}" for name in _NAMES)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: one organisation, which may see the submitted schemes of all others as well."""

    organisation: str
    is_reviewer: bool

    def values(self) -> dict[str, Any]:
        return {"organisation": self.organisation, "is_reviewer": int(self.is_reviewer)}


def add_scheme(transaction: Transaction, scheme: Scheme) -> MadeRow:
    """Adds a scheme in its first state."""
    row = _row_of(scheme)
    transaction.run(f"INSERT INTO schemes ({_COLUMNS}) VALUES ({_VALUES})", **row)
    return _add_state(transaction, row)


def put_state(transaction: Transaction, scheme: Scheme) -> MadeRow:
    """Puts a scheme in its new state, and keeps the state among those it has had."""
    row = _row_of(scheme)
    fixed = ("round_id", "scheme_id", "ref", "owner")
    sets = ", ".join(f"{column} = :{column}" for column in row if column not in fixed)
    transaction.run(
        f"UPDATE schemes SET {sets} WHERE round_id = :round_id AND scheme_id = :scheme_id", **row
    )
    return _add_state(transaction, row)


def add_version(
    transaction: Transaction, scheme: Scheme, answers: str, made_by: str, made_at: str
) -> MadeRow:
    """Keeps the answers of the newest version of a scheme, whole."""
    row = {
        "round_id": scheme.round_id,
        "scheme_id": scheme.scheme_id,
        "version": scheme.version,
        "answers": answers,
        "made_by": made_by,
        "made_at": made_at,
    }
    transaction.run(
        "INSERT INTO scheme_versions (round_id, scheme_id, version, answers, made_by, made_at) "
        "VALUES (:round_id, :scheme_id, :version, :answers, :made_by, :made_at)",
        **row,
    )
    return made_row("scheme_versions", row, "scheme_id", "version")


def add_classification(
    transaction: Transaction, scheme: Scheme, position: int, content: str
) -> MadeRow:
    """Keeps what was found when a version was submitted, at a position of the ledger."""
    row = {
        "round_id": scheme.round_id,
        "scheme_id": scheme.scheme_id,
        "version": scheme.submitted_version,
        "position": position,
        "content": content,
    }
    transaction.run(
        "INSERT INTO classifications (round_id, scheme_id, version, position, content) "
        "VALUES (:round_id, :scheme_id, :version, :position, :content)",
        **row,
    )
    return made_row("classifications", row, "scheme_id", "position")


def find_scheme(transaction: Transaction, round_id: str, ref: str, viewer: Viewer) -> Scheme | None:
    """The scheme with a reference, if there is one that the viewer may know of."""
    row = transaction.row(
        f"SELECT {_COLUMNS} FROM schemes WHERE round_id = :round_id AND ref = :ref AND {_VISIBLE}",
        round_id=round_id,
        ref=ref,
        **viewer.values(),
    )
    return scheme_of(row) if row else None


def list_schemes(
    transaction: Transaction, round_id: str, viewer: Viewer, after: str, limit: int, state: str = ""
) -> Sequence[Scheme]:
    """Schemes that a viewer may know of, by reference, after one; in one state if asked."""
    only = " AND state = :state" if state else ""
    rows = transaction.rows(
        f"SELECT {_COLUMNS} FROM schemes WHERE round_id = :round_id AND ref > :after "
        f"AND {_VISIBLE}{only} ORDER BY ref LIMIT :limit",
        round_id=round_id,
        after=after,
        limit=limit,
        **viewer.values(),
        **({"state": state} if state else {}),
    )
    return [scheme_of(row) for row in rows]


def count_by_state(transaction: Transaction, round_id: str, viewer: Viewer) -> Mapping[str, int]:
    """How many schemes that a viewer may know of are in each state that any is in."""
    rows = transaction.rows(
        "SELECT state, COUNT(*) AS number FROM schemes "
        f"WHERE round_id = :round_id AND {_VISIBLE} GROUP BY state",
        round_id=round_id,
        **viewer.values(),
    )
    return {row["state"]: row["number"] for row in rows}


def scheme_by_ref(transaction: Transaction, round_id: str, ref: str) -> Scheme | None:
    """The scheme of the round with a reference, whoever may see it: not to be shown."""
    row = transaction.row(
        f"SELECT {_COLUMNS} FROM schemes WHERE round_id = :round_id AND ref = :ref",
        round_id=round_id,
        ref=ref,
    )
    return scheme_of(row) if row else None


def last_ref(transaction: Transaction, round_id: str, prefix: str) -> str | None:
    """The reference with the highest number among those of a round that begin like this."""
    row = transaction.row(
        "SELECT ref FROM schemes WHERE round_id = :round_id AND ref >= :prefix AND ref < :end "
        "ORDER BY LENGTH(ref) DESC, ref DESC LIMIT 1",
        round_id=round_id,
        prefix=prefix,
        end=f"{prefix}:",  # the character after 9
    )
    return row["ref"] if row else None


def overdue(transaction: Transaction, round_id: str, today: date) -> Sequence[Scheme]:
    """The returned schemes whose day to come back has passed."""
    rows = transaction.rows(
        f"SELECT {_COLUMNS} FROM schemes WHERE round_id = :round_id AND state = '{RETURNED}' "
        "AND resubmit_by < :today ORDER BY ref",
        round_id=round_id,
        today=today.isoformat(),
    )
    return [scheme_of(row) for row in rows]


def versions_of(
    transaction: Transaction, round_id: str, wanted: Iterable[tuple[str, int]]
) -> Mapping[tuple[str, int], Row]:
    """Versions by scheme and number; those that are not there are left out."""
    found = {}
    for scheme_id, version in wanted:
        row = transaction.row(
            "SELECT * FROM scheme_versions WHERE round_id = :round_id "
            "AND scheme_id = :scheme_id AND version = :version",
            round_id=round_id,
            scheme_id=scheme_id,
            version=version,
        )
        if row is not None:
            found[scheme_id, version] = row
    return found


def submitted_answers(transaction: Transaction, round_id: str) -> Mapping[tuple[str, int], Row]:
    """Every version of the round that was ever classified, by scheme and number."""
    rows = transaction.rows(
        "SELECT v.* FROM scheme_versions v JOIN classifications c ON c.round_id = v.round_id "
        "AND c.scheme_id = v.scheme_id AND c.version = v.version WHERE v.round_id = :round_id",
        round_id=round_id,
    )
    return {(row["scheme_id"], row["version"]): row for row in rows}


def all_versions(transaction: Transaction, round_id: str, scheme_id: str) -> Sequence[Row]:
    """Number, author and time of every version of a scheme, the first one first."""
    return transaction.rows(
        "SELECT version, made_by, made_at FROM scheme_versions "
        "WHERE round_id = :round_id AND scheme_id = :scheme_id ORDER BY version",
        round_id=round_id,
        scheme_id=scheme_id,
    )


def classification_of(
    transaction: Transaction, round_id: str, scheme_id: str, version: int
) -> Row | None:
    """What was found when a version was submitted; the last time, if that was more than once."""
    return transaction.row(
        "SELECT position, content FROM classifications WHERE round_id = :round_id "
        "AND scheme_id = :scheme_id AND version = :version ORDER BY position DESC LIMIT 1",
        round_id=round_id,
        scheme_id=scheme_id,
        version=version,
    )


def scheme_of(row: Row) -> Scheme:
    """The scheme of a row, of its states as well."""
    return Scheme(
        round_id=row["round_id"],
        scheme_id=row["scheme_id"],
        ref=row["ref"],
        owner=row["owner"],
        state=row["state"],
        version=row["version"],
        submitted_version=row["submitted_version"],
        submitted_on=_day(row["submitted_on"]),
        resubmit_by=_day(row["resubmit_by"]),
        return_reason=row["return_reason"],
        late_reason=row["late_reason"],
        is_late=bool(row["is_late"]),
        changed_at=row["changed_at"],
    )


def _row_of(scheme: Scheme) -> dict[str, Any]:
    days = {"submitted_on": scheme.submitted_on, "resubmit_by": scheme.resubmit_by}
    return {
        **{name: getattr(scheme, name) for name in _NAMES},
        **{name: day.isoformat() if day else "" for name, day in days.items()},
        "is_late": int(scheme.is_late),
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _add_state(transaction: Transaction, row: Row) -> MadeRow:
    transaction.run(f"INSERT INTO scheme_states ({_COLUMNS}) VALUES ({_VALUES})", **row)
    return made_row("scheme_states", row, "scheme_id", "changed_at")
