"""Every row of the store, for those that check it or copy it."""

from collections.abc import Iterator, Mapping
from typing import Final

from app.store.database import Database, Row, Transaction

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "packs": ("sha256",),
    "rounds": ("round_id",),
    "heads": ("round_id",),
    "ledger": ("round_id", "position"),
    "schemes": ("round_id", "scheme_id"),
    "scheme_states": ("round_id", "scheme_id", "changed_at"),
    "scheme_versions": ("round_id", "scheme_id", "version"),
    "classifications": ("round_id", "scheme_id", "position"),
    "api_keys": ("key_id",),
    "api_key_uses": ("key_id",),
    "answers_given": ("caller", "idempotency_key"),
    "uploads": ("round_id", "upload_id"),
    "charts": ("round_id", "name", "digest"),
}
"""Every table that holds something, with its key."""
PORTION: Final = 500


def rows_of(transaction: Transaction, table: str) -> Iterator[Row]:
    """Every row of a table in the order of its key, read in portions."""
    key = KEYS[table]
    columns = ", ".join(key)
    names = ", ".join(f":{column}" for column in key)
    found = transaction.rows(f"SELECT * FROM {table} ORDER BY {columns} LIMIT {PORTION}")
    while found:
        yield from found
        last = {column: found[-1][column] for column in key}
        found = transaction.rows(
            f"SELECT * FROM {table} WHERE ({columns}) > ({names}) "
            f"ORDER BY {columns} LIMIT {PORTION}",
            **last,
        )


def copy_all(source: Database, target: Database) -> dict[str, int]:
    """Copies every row into a migrated, empty database in one unit; how many there were."""

    def work(reading: Transaction) -> dict[str, int]:
        return target.write(lambda writing: _copy(reading, writing))

    return source.read(work)


def is_empty(transaction: Transaction) -> bool:
    """Whether nothing was ever kept here."""
    return not any(transaction.rows(f"SELECT 1 AS one FROM {table} LIMIT 1") for table in KEYS)


def _copy(reading: Transaction, writing: Transaction) -> dict[str, int]:
    counts = dict.fromkeys(KEYS, 0)
    for table in KEYS:
        for row in rows_of(reading, table):
            columns = ", ".join(row)
            values = ", ".join(f":{column}" for column in row)
            writing.run(f"INSERT INTO {table} ({columns}) VALUES ({values})", **row)
            counts[table] += 1
    return counts
