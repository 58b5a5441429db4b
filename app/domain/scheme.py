"""A scheme in a round: its states, and which action leads from which state to which."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from app.errors import NotNow

DRAFT: Final = "draft"
SUBMITTED: Final = "submitted"
RETURNED: Final = "returned"
IN_REVIEW: Final = "in_review"
WITHDRAWN: Final = "withdrawn"
LAPSED: Final = "lapsed"

STATES: Final[Mapping[str, str]] = {
    DRAFT: "It is being written. Only its own organisation sees it.",
    SUBMITTED: "It is complete and stands on the list.",
    RETURNED: "It is not assessed yet: its team has until the resubmission date to complete it.",
    IN_REVIEW: "The executive subgroup is looking at it.",
    WITHDRAWN: "Its team has taken it back.",
    LAPSED: "It was returned, and was not submitted again in time.",
}
SEEN_BY_REVIEWERS: Final = (SUBMITTED, RETURNED, IN_REVIEW, LAPSED)
STANDING: Final = (SUBMITTED, IN_REVIEW, RETURNED)
"""The states in which a scheme is on the list, or among those that are returned."""

CREATE, SAVE, SUBMIT, WITHDRAW, REOPEN = "create", "save", "submit", "withdraw", "reopen"
REVIEW, RETURN, LAPSE, ALLOW_LATE = "review", "return", "lapse", "allow_late"

FROM_STATES: Final[Mapping[str, tuple[str, ...]]] = {
    SAVE: (DRAFT, RETURNED),
    SUBMIT: (DRAFT, RETURNED),
    WITHDRAW: (DRAFT, SUBMITTED, RETURNED, IN_REVIEW),
    REOPEN: (WITHDRAWN,),
    REVIEW: (SUBMITTED,),
    RETURN: (SUBMITTED, IN_REVIEW),
    LAPSE: (RETURNED,),
    ALLOW_LATE: (DRAFT, RETURNED, LAPSED),
}
"""The states in which each action is allowed."""

_WHAT_NEXT: Final[Mapping[str, str]] = {
    DRAFT: "Submit it first.",
    SUBMITTED: "Withdraw it and open it again to change it, or ask the chair to return it.",
    RETURNED: "Complete it and submit it again.",
    IN_REVIEW: "Ask the chair to return it if it must change.",
    WITHDRAWN: "Open it again first.",
    LAPSED: "Ask the chair to let it in late, or put it forward anew as another scheme.",
}
_VERBS: Final[Mapping[str, str]] = {
    SAVE: "changed",
    SUBMIT: "submitted",
    WITHDRAW: "withdrawn",
    REOPEN: "opened again",
    REVIEW: "taken into review",
    RETURN: "returned",
    LAPSE: "closed as lapsed",
    ALLOW_LATE: "let in late",
}


@dataclass(frozen=True, slots=True)
class Scheme:
    """Where a scheme stands in its round.

    `version` is the newest one, `submitted_version` the one on the list, 0 where there is none, and
    `submitted_on` the day on which that one was received.
    `changed_at` is the position in the ledger of the event that made this state. `return_reason` is
    what a person said who returned it; empty where the rules did, and say why themselves.
    `late_reason` is why the chair lets it come in late, `is_late` whether it did.
    """

    round_id: str
    scheme_id: str
    ref: str
    owner: str
    state: str = DRAFT
    version: int = 1
    submitted_version: int = 0
    submitted_on: date | None = None
    resubmit_by: date | None = None
    return_reason: str = ""
    late_reason: str = ""
    is_late: bool = False
    changed_at: int = 0

    @property
    def is_standing(self) -> bool:
        """Whether a version of it is on the list or among those that are returned."""
        return self.state in STANDING and self.submitted_version > 0


def check_allowed(scheme: Scheme, action: str) -> None:
    """Refuses an action that the state of a scheme does not allow, and says what to do."""
    if scheme.state not in FROM_STATES[action]:
        state = scheme.state.replace("_", " ")
        raise NotNow(
            f"{scheme.ref} is {state}, so it cannot be {_VERBS[action]}. {_WHAT_NEXT[scheme.state]}"
        )


def saved(scheme: Scheme) -> Scheme:
    """The scheme with a new version, which is not on the list."""
    check_allowed(scheme, SAVE)
    return replace(scheme, version=scheme.version + 1)


def submitted(scheme: Scheme, today: date, *, is_late: bool) -> Scheme:
    """The scheme with its newest version put forward, before the rules have said anything of it."""
    check_allowed(scheme, SUBMIT)
    return replace(
        scheme,
        state=SUBMITTED,
        submitted_version=scheme.version,
        submitted_on=today,
        resubmit_by=None,
        return_reason="",
        late_reason=scheme.late_reason if is_late else "",
        is_late=is_late,
    )


def returned(scheme: Scheme, resubmit_by: date, reason: str = "") -> Scheme:
    """The scheme sent back to its team until a date, that day included."""
    return replace(scheme, state=RETURNED, resubmit_by=resubmit_by, return_reason=reason)


def allowed_late(scheme: Scheme, reason: str, resubmit_by: date) -> Scheme:
    """The scheme that may come in late; one that has lapsed is with its team again until a date."""
    check_allowed(scheme, ALLOW_LATE)
    if scheme.state == DRAFT:
        return replace(scheme, late_reason=reason)
    return replace(scheme, state=RETURNED, resubmit_by=resubmit_by, late_reason=reason)


def moved(scheme: Scheme, action: str, state: str) -> Scheme:
    """The scheme in another state, its dates and reasons kept only where they still hold."""
    check_allowed(scheme, action)
    if state == LAPSED:
        return replace(scheme, state=state)
    return replace(scheme, state=state, resubmit_by=None, return_reason="")


def is_overdue(scheme: Scheme, today: date) -> bool:
    """Whether a returned scheme was not submitted again by its date."""
    late = scheme.resubmit_by is not None and today > scheme.resubmit_by
    return scheme.state == RETURNED and late
