"""The start page: the rounds, the stages that run, and what is waiting for the reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from app.access import MANAGE_ROUNDS, READ_LIST, WRITE_SCHEMES
from app.domain.round import Round, RoundStage
from app.domain.scheme import DRAFT, IN_REVIEW, LAPSED, RETURNED, SUBMITTED
from app.edge.current import who
from app.services.start import RoundStart
from app.web.navigation import LIST, NEW_SCHEME, PUBLISH, WORKBOOK, Link, link_to
from app.web.presenters.calendar import calendar_table
from app.web.presenters.own_schemes import SchemeList, own_lists
from app.web.presenters.person import Person, shown_person
from app.web.presenters.table import Table
from app.web.presenters.wording import day, number, time_left
from app.web.returning import SIGN_IN

OWN: Final[Mapping[str, LazyString]] = {
    RETURNED: lazy_gettext("returned to your team"),
    DRAFT: lazy_gettext("being drafted by your team"),
    SUBMITTED: lazy_gettext("submitted by your team"),
    IN_REVIEW: lazy_gettext("of your team in review"),
}
SEEN: Final[Mapping[str, LazyString]] = {
    SUBMITTED: lazy_gettext("submitted, not yet in review"),
    IN_REVIEW: lazy_gettext("in review"),
    RETURNED: lazy_gettext("returned to their teams"),
    LAPSED: lazy_gettext("lapsed: did not come back in time"),
}


@dataclass(frozen=True, slots=True)
class WelcomePage:
    """The start page of somebody who has not signed in."""

    title: str
    sign_in: Link


@dataclass(frozen=True, slots=True)
class Tally:
    """How many schemes there are of one kind."""

    number: str
    label: str


@dataclass(frozen=True, slots=True)
class OpenStage:
    """A stage that runs now."""

    title: str
    until: str


@dataclass(frozen=True, slots=True)
class ShownRound:
    """One round; `no_stage` says what comes next where no stage runs."""

    title: str
    code: str
    stages: tuple[OpenStage, ...]
    no_stage: str
    list_state: str
    links: tuple[Link, ...]
    tallies: tuple[Tally, ...]
    lists: tuple[SchemeList, ...]
    calendar: Table


@dataclass(frozen=True, slots=True)
class StartPage:
    """`nothing` is what to do where there is no round."""

    title: str
    person: Person | None
    rounds: tuple[ShownRound, ...]
    earlier: tuple[ShownRound, ...]
    nothing: str


def welcome_page() -> WelcomePage:
    return WelcomePage(
        title=gettext("Choose what to fund, and see why"),
        sign_in=Link(gettext("Sign in"), SIGN_IN),
    )


def start_page(starts: Sequence[RoundStart], today: date) -> StartPage:
    """Rounds with days to come are shown whole, earlier ones beneath."""
    is_over = {start.round.code: _is_over(start.round, today) for start in starts}
    shown = [(_round(start, today), is_over[start.round.code]) for start in starts]
    return StartPage(
        title=gettext("What is waiting for you"),
        person=shown_person(),
        rounds=tuple(one for one, over in shown if not over),
        earlier=tuple(one for one, over in shown if over),
        nothing=_nothing() if not starts else "",
    )


def _is_over(round_: Round, today: date) -> bool:
    return all(stage.ends < today for stage in round_.stages)


def _nothing() -> str:
    if who().may(MANAGE_ROUNDS):
        return gettext(
            "There is no planning round yet. Open the first one: the page of the API says how."
        )
    return gettext(
        "There is no planning round yet. The chair or an administrator opens it; then its calendar "
        "is here."
    )


def _round(start: RoundStart, today: date) -> ShownRound:
    round_ = start.round
    open_stages = list(round_.open_stages(today))
    return ShownRound(
        title=round_.title,
        code=gettext("Round %(code)s", code=round_.code),
        stages=tuple(_stage(stage, today) for stage in open_stages),
        no_stage="" if open_stages else _no_stage(round_, today),
        list_state=_list_state(round_) if who().may(READ_LIST) else "",
        links=_links(round_),
        tallies=(*_tallies(OWN, start.own_counts), *_tallies(SEEN, start.seen_counts)),
        lists=own_lists(start, today) if who().may(WRITE_SCHEMES) else (),
        calendar=calendar_table(round_, today),
    )


def _stage(stage: RoundStage, today: date) -> OpenStage:
    until = gettext("until %(day)s", day=day(stage.ends))
    return OpenStage(stage.title, f"{until} ({time_left(stage.ends, today).lower()})")


def _no_stage(round_: Round, today: date) -> str:
    to_come = sorted(
        (stage for stage in round_.stages if stage.starts > today), key=lambda stage: stage.starts
    )
    if not to_come:
        return gettext("All stages of this round are over.")
    return gettext(
        "No stage runs today. Next: %(title)s, from %(day)s.",
        title=to_come[0].title,
        day=day(to_come[0].starts),
    )


def _list_state(round_: Round) -> str:
    if round_.published_at:
        return gettext("The ranked list of this round has been published.")
    return gettext("The ranked list of this round has not been published yet.")


def _links(round_: Round) -> tuple[Link, ...]:
    """What can be done in the round, as far as its pages are built."""
    wanted = (
        link_to(NEW_SCHEME, gettext("Start a new scheme"), code=round_.code),
        link_to(WORKBOOK, gettext("Write schemes in Excel"), code=round_.code),
        link_to(LIST, gettext("See the list"), code=round_.code),
        link_to(PUBLISH, gettext("Publish the list"), code=round_.code),
    )
    return tuple(link for link in wanted if link is not None)


def _tallies(labels: Mapping[str, LazyString], counts: Mapping[str, int]) -> tuple[Tally, ...]:
    if not counts:
        return ()
    return tuple(Tally(number(counts.get(state, 0)), str(label)) for state, label in labels.items())
