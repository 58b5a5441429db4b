"""The states of a scheme, the colour of each, and what can happen to it, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from app.domain import scheme as states

STATE_NAMES: Final[Mapping[str, LazyString]] = {
    states.DRAFT: lazy_gettext("Draft"),
    states.SUBMITTED: lazy_gettext("Submitted"),
    states.RETURNED: lazy_gettext("Returned"),
    states.IN_REVIEW: lazy_gettext("In review"),
    states.WITHDRAWN: lazy_gettext("Withdrawn"),
    states.LAPSED: lazy_gettext("Lapsed"),
}
STATE_MEANINGS: Final[Mapping[str, LazyString]] = {
    states.DRAFT: lazy_gettext("It is being written. Only its own organisation sees it."),
    states.SUBMITTED: lazy_gettext("It is complete and stands on the list."),
    states.RETURNED: lazy_gettext(
        "It is not assessed yet: its team has until the date below to complete it."
    ),
    states.IN_REVIEW: lazy_gettext("The executive subgroup is looking at it."),
    states.WITHDRAWN: lazy_gettext("Its team has withdrawn it. It is not on the list."),
    states.LAPSED: lazy_gettext("It was returned, and was not submitted again in time."),
}
COLOURS: Final[Mapping[str, str]] = {
    states.DRAFT: "grey",
    states.SUBMITTED: "green",
    states.RETURNED: "orange",
    states.IN_REVIEW: "blue",
    states.WITHDRAWN: "grey",
    states.LAPSED: "red",
}
EVENT_WORDS: Final[Mapping[str, LazyString]] = {
    states.CREATE: lazy_gettext("Began a draft"),
    states.SAVE: lazy_gettext("Changed the answers"),
    states.SUBMIT: lazy_gettext("Submitted it"),
    states.WITHDRAW: lazy_gettext("Withdrew it"),
    states.REOPEN: lazy_gettext("Opened it again as a draft"),
    states.REVIEW: lazy_gettext("Took it into review"),
    states.RETURN: lazy_gettext("Returned it to its team"),
    states.LAPSE: lazy_gettext("Closed it: it did not come back in time"),
    states.ALLOW_LATE: lazy_gettext("Let it come in late"),
}


@dataclass(frozen=True, slots=True)
class Tag:
    """A state as a coloured word."""

    text: str
    colour: str


def state_tag(state: str) -> Tag:
    return Tag(str(STATE_NAMES[state]), COLOURS[state])
