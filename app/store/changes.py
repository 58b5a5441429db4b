"""How a round changed: what stood at a position of its ledger, and what became of it after."""

from collections.abc import Sequence

from app.domain.ledger import Event
from app.domain.scheme import DRAFT, STANDING, Scheme
from app.store.database import Transaction
from app.store.ledger import event_of
from app.store.schemes import Viewer, scheme_of

_STANDING = ", ".join(f"'{state}'" for state in STANDING)


def standing_at(transaction: Transaction, round_id: str, position: int) -> Sequence[Scheme]:
    """The schemes that stood in the round at a position of its ledger, by reference."""
    rows = transaction.rows(
        f"""
        SELECT s.* FROM scheme_states s JOIN (
            SELECT scheme_id, MAX(changed_at) AS changed_at FROM scheme_states
            WHERE round_id = :round_id AND changed_at <= :position GROUP BY scheme_id
        ) last ON last.scheme_id = s.scheme_id AND last.changed_at = s.changed_at
        WHERE s.round_id = :round_id AND s.state IN ({_STANDING}) AND s.submitted_version > 0
        ORDER BY s.ref
        """,
        round_id=round_id,
        position=position,
    )
    return [scheme_of(row) for row in rows]


def changed_between(
    transaction: Transaction, round_id: str, after: int, position: int
) -> Sequence[Scheme]:
    """The schemes that events after one position changed, up to another: as they were then."""
    rows = transaction.rows(
        """
        SELECT s.* FROM ledger l JOIN scheme_states s ON s.round_id = l.round_id
            AND s.scheme_id = l.subject AND s.changed_at = l.position
        WHERE l.round_id = :round_id AND l.position > :after AND l.position <= :position
        ORDER BY l.position
        """,
        round_id=round_id,
        after=after,
        position=position,
    )
    return list({row["scheme_id"]: scheme_of(row) for row in rows}.values())


def changes_seen(
    transaction: Transaction, round_id: str, viewer: Viewer, after: int, limit: int
) -> Sequence[Event]:
    """Events of schemes after a position, in order, as far as a viewer may know of them.

    Of other organisations a reviewer sees what became of a scheme from its first submission on.
    """
    rows = transaction.rows(
        f"""
        SELECT l.* FROM ledger l JOIN scheme_states s ON s.round_id = l.round_id
            AND s.scheme_id = l.subject AND s.changed_at = l.position
        WHERE l.round_id = :round_id AND l.position > :after AND (s.owner = :organisation
            OR (1 = :is_reviewer AND s.submitted_version > 0 AND s.state <> '{DRAFT}'))
        ORDER BY l.position LIMIT :limit
        """,
        round_id=round_id,
        after=after,
        limit=limit,
        **viewer.values(),
    )
    return [event_of(row) for row in rows]
