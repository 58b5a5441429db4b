"""The list and the schemes of a round as somebody looks through them on pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from app.access import PREVIEW_LIST, Principal
from app.documents.names import TITLE
from app.documents.prose import one_line
from app.domain.ledger import Head
from app.domain.listing import Listing
from app.domain.round import Round
from app.domain.scheme import Scheme
from app.services.desk import Desk
from app.services.rounds import as_of, find_round
from app.services.schemes import viewer_of
from app.services.viewing import list_at, readable_head, seen_version
from app.store.database import Transaction
from app.store.ledger import head_of
from app.store.schemes import count_by_state, list_schemes, versions_of

MOST_SCHEMES: Final = 100_000


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as it may be read. `listing` is None where none has been published yet.

    `is_past` says that the round has gone on since. `published` is where in the ledger the list
    stands that was published last.
    """

    round: Round
    listing: Listing | None
    is_past: bool
    published: Head | None

    @property
    def since(self) -> int:
        """How much has happened since the last publication, which is an event itself."""
        if self.published is None or self.listing is None:
            return 0
        return max(0, self.listing.head.position - self.published.position - 1)


@dataclass(frozen=True, slots=True)
class TitledScheme:
    """A scheme with the title that its newest version to be read has, if any."""

    scheme: Scheme
    title: str


@dataclass(frozen=True, slots=True)
class SchemesPart:
    """Some of the schemes that somebody may know of, and how many there are in each state."""

    round: Round
    counts: Mapping[str, int]
    schemes: Sequence[TitledScheme]


def read_list(
    desk: Desk, transaction: Transaction, code: str, who: Principal, position: int, at: str
) -> ReadList:
    """The list of a round now, at a position of its ledger or at a moment, for who asks."""
    round_ = find_round(transaction, code)
    if not who.may(PREVIEW_LIST) and not round_.published_at:
        return ReadList(round_, None, is_past=False, published=None)
    head = readable_head(transaction, round_, who, position, at)
    listing = list_at(desk, transaction, round_, head, "")
    published = as_of(transaction, round_, round_.published_at) if round_.published_at else None
    return ReadList(round_, listing, _is_past(transaction, round_, head), published)


def schemes_part(
    transaction: Transaction, code: str, who: Principal, state: str, page: int, size: int
) -> SchemesPart:
    """A page, from 1, of the schemes of a round that somebody may know of, by reference."""
    round_ = find_round(transaction, code)
    viewer = viewer_of(who)
    found = list_schemes(transaction, round_.round_id, viewer, "", MOST_SCHEMES, state)
    wanted = found[(page - 1) * size : page * size]
    counts = count_by_state(transaction, round_.round_id, viewer)
    return SchemesPart(round_, counts, _titled(transaction, wanted, who))


def _is_past(transaction: Transaction, round_: Round, head: Head) -> bool:
    return head.position < head_of(transaction, round_.round_id).position


def _titled(
    transaction: Transaction, schemes: Sequence[Scheme], who: Principal
) -> list[TitledScheme]:
    keys = [(scheme.scheme_id, seen_version(scheme, who)) for scheme in schemes]
    if not keys:
        return []
    versions = versions_of(transaction, schemes[0].round_id, keys)
    answers: list[Mapping[str, Any]] = [
        orjson.loads(versions[key]["answers"]) if key in versions else {} for key in keys
    ]
    return [
        TitledScheme(scheme, one_line(str(given.get(TITLE) or "")))
        for scheme, given in zip(schemes, answers, strict=True)
    ]
