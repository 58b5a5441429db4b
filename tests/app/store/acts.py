"""What the tests of the store do again and again: write events, keep schemes, act at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from app.access import Principal
from app.domain.ledger import Event
from app.domain.scheme import Scheme
from app.store.database import Database, Row, Transaction
from app.store.ledger import events, open_ledger
from app.store.schemes import add_scheme

Result = TypeVar("Result")

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
SOMEBODY = Principal("somebody", "LIVPP", ("submitter",))
ROUND = "the-round"

HOSTILE_TEXTS = (
    'It\'s "quoted", `ticked` and \\back\\slashed\\',
    "'; DROP TABLE ledger; --",
    ":ref, %(ref)s, %s, 100 % and {int}",
    "Iechyd da: ŵ ŷ â ï Ô – y Gymraeg",
    "👩🏽‍⚕️ 🏴󠁧󠁢󠁷󠁬󠁳󠁿 and e\u0301 that is two signs",
    "עברית and العربية, \u202eturned round\u202c",
    "w" * 600,
    "a tab\t, a new line\r\n, a bell\a and a last \x7f",
    "",
)
"""Texts that a careless store changes, refuses or runs."""

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
"""Any text but what is no text in PostgreSQL: halves of surrogate pairs, and the zero sign."""


def write_event(
    database: Database, action: str = "noted", *, round_id: str = ROUND, at: datetime = NOW
) -> int:
    """One event in a unit of work of its own; its position."""

    def work(transaction: Transaction) -> int:
        pen = open_ledger(transaction, round_id, SOMEBODY, at)
        position = pen.write(action)
        pen.finish()
        return position

    return database.write(work)


def all_events(database: Database, round_id: str = ROUND) -> Sequence[Event]:
    return database.read(lambda transaction: events(transaction, round_id, 0, 10_000))


def make_notes(database: Database) -> None:
    """Makes a table of the tests' own, for what is true of any table."""
    sql = "CREATE TABLE notes (name TEXT PRIMARY KEY, note TEXT NOT NULL) {strict}"
    database.write(lambda transaction: transaction.run(sql))


def count(database: Database, table: str) -> int:
    found = database.read(lambda t: t.row(f"SELECT COUNT(*) AS number FROM {table}"))
    return int(found["number"]) if found else 0


def rows_of(database: Database, table: str) -> Sequence[Row]:
    return database.read(lambda t: t.rows(f"SELECT * FROM {table}"))


def a_stored_scheme(ref: str = "CM24-LIVPP-001", **changes: Any) -> Scheme:
    """A draft of the organisation of SOMEBODY; its id follows from its reference."""
    fields: dict[str, Any] = {"round_id": ROUND, "scheme_id": f"id of {ref}", "owner": "LIVPP"}
    return Scheme(ref=ref, **fields | {"changed_at": 1} | changes)


def keep_schemes(database: Database, *schemes: Scheme) -> None:
    database.write(lambda transaction: [add_scheme(transaction, scheme) for scheme in schemes])


def one_database_for_all_examples(examples: int) -> settings:
    """Settings for a test in which each example writes beside, or after, those before it."""
    shares = [HealthCheck.function_scoped_fixture]
    return settings(deadline=None, max_examples=examples, suppress_health_check=shares)


def together(database: Database, *works: Callable[[], Result]) -> list[Result]:
    """What each of the works returns; all begin in one moment, each in a thread of its own."""
    start = Barrier(len(works))

    def run(work: Callable[[], Result]) -> Result:
        start.wait(10)
        try:
            return work()
        finally:
            if not database.is_postgres:
                database.close()  # the connection of this thread

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))
