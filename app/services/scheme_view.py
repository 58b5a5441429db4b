"""All that somebody may read of one scheme: answers, findings, versions and what happened to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.access import READ_LEDGER, Principal
from app.domain.ledger import Event
from app.domain.ranked import Explanation
from app.domain.round import Round
from app.domain.scheme import SUBMIT, Scheme
from app.services.desk import Desk, pack_of
from app.services.rounds import find_round
from app.services.schemes import find
from app.services.viewing import Version, explanation_of, seen_version, version_of
from app.store.database import Transaction
from app.store.ledger import events, head_of
from app.store.schemes import all_versions
from rulebook.pack import Pack

MOST_EVENTS = 1_000


@dataclass(frozen=True, slots=True)
class VersionMark:
    """A version that may be read: its number, who made it and when."""

    number: int
    made_by: str
    made_at: str


@dataclass(frozen=True, slots=True)
class SchemeView:
    """A scheme for who asks.

    `version` is the newest that they may read, `explanation` None while none of it stands;
    `position` is where the ledger of the round ends now.
    """

    round: Round
    pack: Pack
    scheme: Scheme
    version: Version
    explanation: Explanation | None
    position: int
    versions: tuple[VersionMark, ...]
    events: tuple[Event, ...]


def view_scheme(
    desk: Desk, transaction: Transaction, code: str, ref: str, who: Principal
) -> SchemeView:
    """Raises NotFound for a scheme that is not there, or that they may not know of."""
    round_ = find_round(transaction, code)
    scheme = find(transaction, round_, ref, who)
    is_standing = scheme.is_standing
    return SchemeView(
        round=round_,
        pack=pack_of(desk, transaction, round_.pack_sha256),
        scheme=scheme,
        version=version_of(transaction, scheme, seen_version(scheme, who), who),
        explanation=explanation_of(desk, transaction, round_, scheme, who) if is_standing else None,
        position=head_of(transaction, round_.round_id).position,
        versions=_versions(transaction, scheme, who),
        events=_events(transaction, scheme, who),
    )


def two_versions(
    transaction: Transaction, code: str, ref: str, numbers: tuple[int, int], who: Principal
) -> tuple[Version, Version]:
    """Two versions of a scheme, to be compared; raises NotFound as `view_scheme` does."""
    scheme = find(transaction, find_round(transaction, code), ref, who)
    before, after = (version_of(transaction, scheme, number, who) for number in numbers)
    return before, after


def _versions(transaction: Transaction, scheme: Scheme, who: Principal) -> tuple[VersionMark, ...]:
    most = seen_version(scheme, who)
    found = all_versions(transaction, scheme.round_id, scheme.scheme_id)
    return tuple(
        VersionMark(row["version"], row["made_by"], row["made_at"])
        for row in found
        if row["version"] <= most
    )


def _events(transaction: Transaction, scheme: Scheme, who: Principal) -> tuple[Event, ...]:
    """What happened to a scheme. Others than its team do not see how it was drafted."""
    found = tuple(events(transaction, scheme.round_id, 0, MOST_EVENTS, scheme.scheme_id))
    if scheme.owner == who.organisation or who.may(READ_LEDGER):
        return found
    return _from_submission(found)


def _from_submission(found: Sequence[Event]) -> tuple[Event, ...]:
    first = next((n for n, event in enumerate(found) if event.action == SUBMIT), len(found))
    return tuple(event for event in found[first:] if event.action != "save")
