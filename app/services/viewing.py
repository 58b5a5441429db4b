"""What may be read of a round: its list, a scheme, its versions, and why it stands there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from app.access import PREVIEW_LIST, Principal
from app.domain.ledger import Head
from app.domain.listing import Listing
from app.domain.ranked import Explanation
from app.domain.round import Round
from app.domain.scheme import Scheme
from app.errors import NotFound, NotPermitted
from app.services.desk import Desk
from app.services.explaining import explain_scheme
from app.services.rounds import as_of, as_of_time
from app.services.standing import listing_at
from app.store.database import Row, Transaction
from app.store.ledger import head_of
from app.store.schemes import classification_of, versions_of


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a scheme, whole."""

    number: int
    answers: Mapping[str, Any]
    made_by: str
    made_at: str


def seen_version(scheme: Scheme, who: Principal) -> int:
    """The newest version that somebody may read: of others, what they have submitted."""
    return scheme.version if scheme.owner == who.organisation else scheme.submitted_version


def version_of(transaction: Transaction, scheme: Scheme, number: int, who: Principal) -> Version:
    """A version of a scheme; raises NotFound for one that is not there or not to be read."""
    key = (scheme.scheme_id, number)
    found: Mapping[tuple[str, int], Row] = {}
    if number <= seen_version(scheme, who):
        found = versions_of(transaction, scheme.round_id, [key])
    if key not in found:
        raise NotFound("There is no such version, or none that you may read.")
    row = found[key]
    return Version(number, orjson.loads(row["answers"]), row["made_by"], row["made_at"])


def recorded_classification(
    transaction: Transaction, scheme: Scheme, number: int, who: Principal
) -> tuple[int, Any]:
    """The position in the ledger, and what was found then, when a version was submitted."""
    row = None
    if 0 < number <= seen_version(scheme, who):
        row = classification_of(transaction, scheme.round_id, scheme.scheme_id, number)
    if row is None:
        raise NotFound("This version was not submitted. POST /api/v1/evaluations tries it out.")
    return int(row["position"]), orjson.loads(row["content"])


def readable_head(
    transaction: Transaction, round_: Round, who: Principal, position: int = 0, at: str = ""
) -> Head:
    """The end of the ledger that the list is to be read at: now, at a position, or at a moment.

    Who may not preview reads the list that was published, and no other.
    """
    if not who.may(PREVIEW_LIST):
        return _published(transaction, round_, position, at)
    if position:
        return as_of(transaction, round_, position)
    if at:
        return as_of_time(transaction, round_, at)
    return head_of(transaction, round_.round_id)


def explanation_of(
    desk: Desk, transaction: Transaction, round_: Round, scheme: Scheme, who: Principal
) -> Explanation:
    """Why a scheme stands where it does now.

    Who may not preview the list does not see which schemes are next to it.
    """
    head = head_of(transaction, round_.round_id)
    listing = listing_at(desk, transaction, round_, head, round_.order)
    line = listing.ranked.find(scheme.ref)
    if line is None:
        raise NotFound("This scheme is not on the list now. Submit it first.")
    explanation = explain_scheme(listing.ranked, line)
    if who.may(PREVIEW_LIST):
        return explanation
    return replace(explanation, above=None, below=None)


def list_at(desk: Desk, transaction: Transaction, round_: Round, head: Head, order: str) -> Listing:
    """The list of a round in an order, its own where none is asked for."""
    return listing_at(desk, transaction, round_, head, order or round_.order)


def _published(transaction: Transaction, round_: Round, position: int, at: str) -> Head:
    if not round_.published_at:
        raise NotFound("No list of this round has been published yet.")
    if at or position not in (0, round_.published_at):
        raise NotPermitted("You may read the published list only. Leave out position and at.")
    return as_of(transaction, round_, round_.published_at)
