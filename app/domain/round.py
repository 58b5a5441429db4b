"""A planning round: which pack it is run on, on which day it judges, and what its stages allow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.errors import NotNow
from rulebook.pack import RESUBMIT, SUBMIT
from rulebook.words import day_in_words

RESUBMISSION_DAYS: Final = 14
"""Days that a team has to complete a returned scheme, unless the round says otherwise."""


@dataclass(frozen=True, slots=True)
class RoundStage:
    """A stage of a round, both days included, and the actions that it allows."""

    id: str
    title: str
    starts: date
    ends: date
    allows: tuple[str, ...]

    def is_open(self, today: date) -> bool:
        return self.starts <= today <= self.ends


@dataclass(frozen=True, slots=True)
class Round:
    """One planning cycle on one pinned pack.

    `code` begins the references of its schemes. `judged_on` is the day whose rules and lists hold.
    `order` is tier or pooled. `published_at` is the position in the ledger of the list that all may
    read; 0 while there is none.
    """

    round_id: str
    code: str
    title: str
    pack_id: str
    pack_version: str
    pack_sha256: str
    judged_on: date
    order: str
    resubmission_days: int
    stages: tuple[RoundStage, ...]
    published_at: int = 0
    changed_at: int = 0

    def open_stages(self, today: date) -> Iterator[RoundStage]:
        return (stage for stage in self.stages if stage.is_open(today))

    def allows(self, action: str, today: date) -> bool:
        return any(action in stage.allows for stage in self.open_stages(today))

    def last_day(self, action: str) -> date | None:
        """The last day on which an action is allowed; None where no stage allows it."""
        return max((stage.ends for stage in self.stages if action in stage.allows), default=None)

    def first_day(self, action: str) -> date | None:
        return min((stage.starts for stage in self.stages if action in stage.allows), default=None)

    def resubmit_by(self, today: date) -> date:
        """The day by which a scheme that is returned today must come back.

        It is not after the last day on which the round takes resubmissions, if that is to come.
        """
        wanted = today + timedelta(days=self.resubmission_days)
        last = self.last_day(RESUBMIT)
        return min(wanted, last) if last is not None and last >= today else wanted


def check_open(round_: Round, action: str, today: date) -> None:
    """Refuses a submission outside the stages that allow it, with the dates."""
    if round_.allows(action, today):
        return
    first, last = round_.first_day(action), round_.last_day(action)
    what = "schemes" if action == SUBMIT else "returned schemes"
    if first is None or last is None:
        raise NotNow(f"No stage of round {round_.code} takes {what}. Ask the chair.")
    if today < first:
        raise NotNow(
            f"Round {round_.code} takes {what} from {day_in_words(first)}. Keep the draft."
        )
    raise NotNow(
        f"Round {round_.code} took {what} until {day_in_words(last)}. "
        "Ask the chair to let it in late: that takes a reason."
    )
