"""What the reader may do with a scheme, as forms, with what was typed and what was wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from flask_babel import gettext

from app.access import RETURN, SUBMIT_LATE, WRITE_ANY_SCHEME, WRITE_SCHEMES
from app.domain import scheme as states
from app.domain.round import Round
from app.domain.scheme import FROM_STATES, Scheme
from app.edge.current import who
from app.web.navigation import path_to
from app.web.presenters.wording import day
from rulebook.pack import RESUBMIT, SUBMIT

ENDPOINTS: Final = {
    states.SUBMIT: "scheme_actions.submit_scheme",
    states.WITHDRAW: "scheme_actions.withdraw_scheme",
    states.REOPEN: "scheme_actions.reopen_scheme",
    states.REVIEW: "scheme_actions.review_scheme",
    states.RETURN: "scheme_actions.return_scheme",
    states.ALLOW_LATE: "scheme_actions.allow_late",
}


@dataclass(frozen=True, slots=True)
class Tried:
    """What somebody tried and was refused: which action, why, and what they had typed."""

    action: str
    problems: tuple[str, ...]
    reason: str = ""
    is_clash: bool = False


NOTHING_TRIED: Final = Tried("", ())


@dataclass(frozen=True, slots=True)
class ActionForm:
    """One thing to do. `reason_label` and `confirm` are empty where none is asked for."""

    id: str
    title: str
    about: str
    button: str
    href: str
    version: str
    reason_label: str = ""
    reason: str = ""
    confirm: str = ""
    is_warning: bool = False
    is_open: bool = False
    problems: tuple[str, ...] = field(default=())


def action_anchor(action: str) -> str:
    """Where the form of an action stands on the page of a scheme."""
    return f"action-{action}"


def action_forms(
    round_: Round, scheme: Scheme, today: date, tried: Tried = NOTHING_TRIED
) -> tuple[ActionForm, ...]:
    """Those that the state of the scheme, the day and the reader's roles allow."""
    made = (
        _form(action, round_, scheme, today, tried) for action in _allowed(round_, scheme, today)
    )
    return tuple(made)


def _allowed(round_: Round, scheme: Scheme, today: date) -> Iterator[str]:
    mine = scheme.owner == who().organisation or who().may(WRITE_ANY_SCHEME)
    may_write = mine and who().may(WRITE_SCHEMES)
    may = {
        states.SUBMIT: may_write and _takes(round_, scheme, today),
        states.REVIEW: who().may(RETURN),
        states.RETURN: who().may(RETURN),
        states.ALLOW_LATE: who().may(SUBMIT_LATE) and not scheme.late_reason,
        states.WITHDRAW: may_write,
        states.REOPEN: may_write,
    }
    yield from (action for action in may if may[action] and scheme.state in FROM_STATES[action])


def _takes(round_: Round, scheme: Scheme, today: date) -> bool:
    action = RESUBMIT if scheme.state == states.RETURNED else SUBMIT
    return round_.allows(action, today) or bool(scheme.late_reason)


def _form(action: str, round_: Round, scheme: Scheme, today: date, tried: Tried) -> ActionForm:
    title, about, button = _words(action, round_, today)
    is_tried = tried.action == action
    return ActionForm(
        id=action,
        title=title,
        about=about,
        button=button,
        href=path_to(ENDPOINTS[action], code=round_.code, ref=scheme.ref),
        version=str(scheme.changed_at),
        reason_label=_reason_label(action),
        reason=tried.reason if is_tried else "",
        confirm=_confirm(action),
        is_warning=action == states.WITHDRAW,
        is_open=is_tried,
        problems=tried.problems if is_tried else (),
    )


def _words(action: str, round_: Round, today: date) -> tuple[str, str, str]:
    """The title, what will happen, and the button."""
    return {
        states.SUBMIT: (
            gettext("Submit this scheme"),
            gettext(
                "The rules classify it at once. If it is complete it goes on the list; if not, it "
                "comes back with what is missing."
            ),
            gettext("Submit"),
        ),
        states.WITHDRAW: (
            gettext("Withdraw this scheme"),
            gettext("It leaves the list. You can open it again later as a draft."),
            gettext("Withdraw"),
        ),
        states.REOPEN: (
            gettext("Open this scheme again"),
            gettext("It becomes a draft, with its answers as they were."),
            gettext("Open again"),
        ),
        states.REVIEW: (
            gettext("Take this scheme into review"),
            gettext("It keeps its place on the list while the executive subgroup looks at it."),
            gettext("Take into review"),
        ),
        states.RETURN: (
            gettext("Return this scheme to its team"),
            gettext(
                "It leaves the ranking until it comes back. The team has until %(day)s.",
                day=day(round_.resubmit_by(today)),
            ),
            gettext("Return"),
        ),
        states.ALLOW_LATE: (
            gettext("Let this scheme come in late"),
            gettext("Its team may submit it after the closing date. The reason is recorded."),
            gettext("Let it in"),
        ),
    }[action]


def _reason_label(action: str) -> str:
    if action == states.RETURN:
        return gettext("What must change")
    if action == states.ALLOW_LATE:
        return gettext("Why it may come in late")
    return ""


def _confirm(action: str) -> str:
    if action == states.SUBMIT:
        return gettext("The answers are right, and I may submit them for my organisation")
    return ""
