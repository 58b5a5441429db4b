"""The schemes of somebody's own organisation in a round, with their newest answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from app.access import Principal
from app.documents.names import TITLE
from app.documents.prose import one_line
from app.domain.scheme import FROM_STATES, SAVE, Scheme
from app.store.database import Transaction
from app.store.schemes import Viewer, list_schemes, versions_of

MOST: Final = 2_000
"""As many schemes of a team in one round are looked at: as many as a workbook has rows for."""


@dataclass(frozen=True, slots=True)
class OwnScheme:
    """A scheme and its newest answers, as JSON holds them."""

    scheme: Scheme
    answers: Mapping[str, Any]

    @property
    def title(self) -> str:
        return one_line(str(self.answers.get(TITLE) or ""))

    @property
    def can_change(self) -> bool:
        return self.scheme.state in FROM_STATES[SAVE]


def own_schemes(
    transaction: Transaction, round_id: str, who: Principal, most: int = MOST
) -> Iterator[OwnScheme]:
    """By reference."""
    team = Viewer(who.organisation, is_reviewer=False)
    found = list_schemes(transaction, round_id, team, "", most)
    keys = [(scheme.scheme_id, scheme.version) for scheme in found]
    versions = versions_of(transaction, round_id, keys)
    for scheme, key in zip(found, keys, strict=True):
        yield OwnScheme(scheme, orjson.loads(versions[key]["answers"]))
