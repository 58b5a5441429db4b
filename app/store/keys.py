"""API keys: only the hash of a secret is kept."""

from collections.abc import Sequence
from typing import Any

from app.domain.ledger import MadeRow, sha256_of
from app.store.database import Row, Transaction
from app.store.ledger import made_row


def add_key(transaction: Transaction, row: dict[str, Any]) -> MadeRow:
    transaction.run(
        "INSERT INTO api_keys (key_id, secret_sha256, label, organisation, roles, scope, made_at, "
        "expires_at, revoked_at) VALUES (:key_id, :secret_sha256, :label, :organisation, :roles, "
        ":scope, :made_at, :expires_at, :revoked_at)",
        **row,
    )
    return made_row("api_keys", row, "key_id")


def find_key(transaction: Transaction, key_id: str) -> Row | None:
    return transaction.row("SELECT * FROM api_keys WHERE key_id = :key_id", key_id=key_id)


def all_keys(transaction: Transaction) -> Sequence[Row]:
    """Every key with the day on which it was last used, the newest first."""
    return transaction.rows(
        "SELECT k.*, u.used_on FROM api_keys k LEFT JOIN api_key_uses u ON u.key_id = k.key_id "
        "ORDER BY k.made_at DESC, k.key_id"
    )


def revoke_key(transaction: Transaction, row: Row, at: str) -> MadeRow:
    """Marks a key as revoked, from a moment on."""
    revoked = {**row, "revoked_at": at}
    transaction.run(
        "UPDATE api_keys SET revoked_at = :at WHERE key_id = :key_id", at=at, key_id=row["key_id"]
    )
    return made_row("api_keys", revoked, "key_id")


def note_use(transaction: Transaction, key_id: str, day: str) -> None:
    """Notes the day on which a key was used."""
    row = {"key_id": key_id, "used_on": day}
    transaction.run(
        "INSERT INTO api_key_uses (key_id, used_on, sha256) VALUES (:key_id, :used_on, :sha256) "
        "ON CONFLICT (key_id) "
        "DO UPDATE SET used_on = excluded.used_on, sha256 = excluded.sha256",
        **row,
        sha256=sha256_of(row),
    )
