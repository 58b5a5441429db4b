"""Charts as they were drawn. Each can be drawn again: nothing rests on what is kept here."""

from typing import Final

from app.domain.ledger import sha256_of
from app.store.answers import is_whole
from app.store.database import Transaction

MOST_KEPT: Final = 4
"""Of one chart: the pictures that were drawn last."""


def kept_chart(transaction: Transaction, round_id: str, name: str, digest: str) -> str | None:
    """The SVG of a chart by the hash of what it shows; None where it is not kept, or not whole."""
    row = transaction.row(
        "SELECT * FROM charts WHERE round_id = :round_id AND name = :name AND digest = :digest",
        round_id=round_id,
        name=name,
        digest=digest,
    )
    return str(row["svg"]) if row and is_whole(row) else None


def keep_chart(
    transaction: Transaction, round_id: str, name: str, digest: str, svg: str, drawn_at: str
) -> None:
    """Keeps a chart, and forgets what was drawn of it long ago.

    `drawn_at` is a moment as the ledger writes it. One that is kept already is written anew.
    """
    row = {
        "round_id": round_id,
        "name": name,
        "digest": digest,
        "svg": svg,
        "drawn_at": drawn_at,
    }
    transaction.run(
        "INSERT INTO charts (round_id, name, digest, svg, drawn_at, sha256) "
        "VALUES (:round_id, :name, :digest, :svg, :drawn_at, :sha256) "
        "ON CONFLICT (round_id, name, digest) DO UPDATE "
        "SET svg = excluded.svg, drawn_at = excluded.drawn_at, sha256 = excluded.sha256",
        **row,
        sha256=sha256_of(row),
    )
    transaction.run(
        "DELETE FROM charts WHERE round_id = :round_id AND name = :name "
        "AND digest <> :digest AND digest NOT IN ("
        "SELECT digest FROM charts WHERE round_id = :round_id AND name = :name "
        f"ORDER BY drawn_at DESC, digest LIMIT {MOST_KEPT})",
        round_id=round_id,
        name=name,
        digest=digest,
    )
