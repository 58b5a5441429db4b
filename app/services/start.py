"""What is waiting for somebody in each round: their team's schemes, and how many others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import orjson

from app.access import REVIEW, WRITE_SCHEMES, Principal
from app.documents.names import TITLE
from app.documents.prose import one_line
from app.domain.round import Round
from app.domain.scheme import DRAFT, IN_REVIEW, RETURNED, SUBMITTED, Scheme
from app.store.database import Transaction
from app.store.rounds import all_rounds
from app.store.schemes import Viewer, count_by_state, list_schemes, versions_of

FEW: Final = 10
"""As many schemes of a team are shown by name in each state: the pages of schemes have them all."""
MOST_READ: Final = 1_000
"""As many are looked through for those that must come back first."""
SHOWN_STATES: Final = (RETURNED, DRAFT, SUBMITTED, IN_REVIEW)


@dataclass(frozen=True, slots=True)
class TitledScheme:
    """A scheme of the reader's own team, with the title that its newest version has, if any."""

    scheme: Scheme
    title: str


@dataclass(frozen=True, slots=True)
class RoundStart:
    """A round as somebody sees it when they begin.

    `own` are the first schemes of their team by state, `own_counts` how many there are; both are
    empty for those who write none. `seen_counts` is for reviewers: all that they may know of.
    """

    round: Round
    own: Mapping[str, Sequence[TitledScheme]]
    own_counts: Mapping[str, int]
    seen_counts: Mapping[str, int]


def rounds_to_start(transaction: Transaction, who: Principal) -> list[RoundStart]:
    """Every round, the one whose dates come last first."""
    return [_start(transaction, round_, who) for round_ in _newest_first(transaction)]


def newest_round(transaction: Transaction) -> Round | None:
    """The round whose dates come last; None where there is none."""
    return next(iter(_newest_first(transaction)), None)


def _newest_first(transaction: Transaction) -> list[Round]:
    return sorted(all_rounds(transaction), key=_last_day, reverse=True)


def _last_day(round_: Round) -> date:
    return max((stage.ends for stage in round_.stages), default=round_.judged_on)


def _start(transaction: Transaction, round_: Round, who: Principal) -> RoundStart:
    team, id = Viewer(who.organisation, is_reviewer=False), round_.round_id
    writes, reviews = who.may(WRITE_SCHEMES), who.may(REVIEW)
    everyone = Viewer(who.organisation, is_reviewer=True)
    return RoundStart(
        round=round_,
        own={state: _first(transaction, id, team, state) for state in SHOWN_STATES if writes},
        own_counts=count_by_state(transaction, id, team) if writes else {},
        seen_counts=count_by_state(transaction, id, everyone) if reviews else {},
    )


def _first(
    transaction: Transaction, round_id: str, team: Viewer, state: str
) -> Sequence[TitledScheme]:
    """Those that must come back first come first, then by reference."""
    found = list_schemes(transaction, round_id, team, "", MOST_READ, state)
    first = sorted(found, key=lambda scheme: (scheme.resubmit_by or date.max, scheme.ref))[:FEW]
    keys = [(scheme.scheme_id, scheme.version) for scheme in first]
    versions = versions_of(transaction, round_id, keys)
    answers = [orjson.loads(versions[key]["answers"]) for key in keys]
    return [
        TitledScheme(scheme, one_line(str(given.get(TITLE) or "")))
        for scheme, given in zip(first, answers, strict=True)
    ]
