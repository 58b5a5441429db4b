"""The task list of a draft: its sections, how far each is, and what is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import gettext, ngettext

from app.domain.ranked import Explanation
from app.domain.scheme import RETURNED
from app.errors import NotNow
from app.services.drafting import Draft
from app.web.navigation import SCHEME, Link, link_to, path_to
from app.web.presenters.begin import EARLIER
from app.web.presenters.drafting import (
    CHECK,
    Notice,
    breadcrumbs,
    deadline,
    lettered,
    question_address,
    questions,
    section_address,
    sections_asked,
    title_of,
    values_of,
)
from app.web.presenters.faults import Fault
from app.web.presenters.lacking import Asking, MissingAnswer, missing_answers, rules_that_ask
from app.web.presenters.trial import Trial, trial
from app.web.presenters.wording import day, time_left
from rulebook.template import Section

SUBMITTED_PAGE: Final = "submit_pages.show_confirmation"


@dataclass(frozen=True, slots=True)
class Task:
    """A section, how far it is in words, and the colour of the tag that says so."""

    title: str
    caption: str
    href: str
    state: str
    colour: str


@dataclass(frozen=True, slots=True)
class SentBack:
    """Why a scheme was returned, and by when it has to come back."""

    title: str
    by: str
    said: str
    faults: tuple[Fault, ...]
    missing: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """The questions of a section that lack an answer, with a title that counts them."""

    title: str
    answers: tuple[MissingAnswer, ...]


@dataclass(frozen=True, slots=True)
class TasksPage:
    """`check` leads on; `missing` are all answers that are missing, by section.

    `asking` are the rules that ask for them.
    """

    title: str
    caption: str
    breadcrumbs: tuple[Link, ...]
    notice: Notice | None
    deadline: Notice | None
    sent_back: SentBack | None
    tasks: tuple[Task, ...]
    check: Link
    copy: Link | None
    trial: Trial
    missing: tuple[Lacking, ...]
    asking: tuple[Asking, ...]
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """A scheme that cannot be changed now: why, and what can be done."""

    title: str
    caption: str
    breadcrumbs: tuple[Link, ...]
    sentence: str
    links: tuple[Link, ...]


def tasks_page(
    draft: Draft, explanation: Explanation, today: date, notice: Notice | None = None
) -> TasksPage:
    def address(pointer: str) -> str:
        return question_address(draft, pointer)

    shown = trial(explanation, address)
    missing = missing_answers(explanation, address)
    return TasksPage(
        title=title_of(draft),
        caption=draft.scheme.ref,
        breadcrumbs=breadcrumbs(draft, is_inside=False),
        notice=notice,
        deadline=deadline(draft, today),
        sent_back=_sent_back(draft, shown, today) if draft.scheme.state == RETURNED else None,
        tasks=tuple(_task(draft, one, missing, shown.faults) for one in sections_asked(draft)),
        check=Link(gettext("Check answers and submit"), path_to(CHECK, **values_of(draft))),
        copy=link_to(
            EARLIER,
            gettext("Begin another scheme from this one"),
            code=draft.round.code,
            scheme=f"{draft.round.code}/{draft.scheme.ref}",
        ),
        trial=shown,
        missing=tuple(_lacking(draft, missing)),
        asking=rules_that_ask(explanation, draft.round.code),
    )


def closed_page(draft: Draft, refused: NotNow) -> ClosedPage:
    links = (
        link_to(SCHEME, gettext("See the scheme"), **values_of(draft)),
        link_to(SUBMITTED_PAGE, gettext("See what was submitted and what happens next"),
                **values_of(draft)) if draft.scheme.submitted_version else None,
    )  # fmt: skip
    return ClosedPage(
        title=title_of(draft),
        caption=draft.scheme.ref,
        breadcrumbs=breadcrumbs(draft, is_inside=False),
        sentence=str(refused),
        links=tuple(link for link in links if link is not None),
    )


def _task(
    draft: Draft, section: Section, missing: Sequence[MissingAnswer], faults: Sequence[Fault]
) -> Task:
    state, colour = _state(draft, section, missing, faults)
    href = section_address(draft, section)
    return Task(section.title, lettered(section), href, state, colour)


def _state(
    draft: Draft, section: Section, missing: Sequence[MissingAnswer], faults: Sequence[Fault]
) -> tuple[str, str]:
    asked = {field.id for field in questions(section)}
    start = f"{section_address(draft, section)}#"
    if not any(id in draft.answers for id in asked):
        return gettext("Not started"), "grey"
    if any(answer.field in asked for answer in missing):
        return gettext("In progress"), "blue"
    if any(link.href.startswith(start) for fault in faults for link in fault.links):
        return gettext("Has errors"), "red"
    return gettext("Complete"), "green"


def _lacking(draft: Draft, missing: Sequence[MissingAnswer]) -> Iterator[Lacking]:
    """The questions that lack something by section, in the order of the template."""
    for section in draft.pack.template.sections:
        ids = {field.id for field in section.fields}
        found = tuple(answer for answer in missing if answer.field in ids)
        if found:
            yield Lacking(_counted(section, len(found)), found)


def _counted(section: Section, count: int) -> str:
    said = {"letter": section.letter, "title": section.title}
    return ngettext(
        "Section %(letter)s, %(title)s: %(num)s missing",
        "Section %(letter)s, %(title)s: %(num)s missing",
        count,
        **said,
    )


def _sent_back(draft: Draft, shown: Trial, today: date) -> SentBack:
    until = draft.scheme.resubmit_by
    by = ""
    if until is not None:
        by = gettext(
            "Submit it again by %(day)s. %(left)s.", day=day(until), left=time_left(until, today)
        )
    return SentBack(
        title=gettext("This scheme was returned to you"),
        by=by,
        said=draft.scheme.return_reason,
        faults=shown.faults,
        missing=shown.meter.sentence if shown.missing else "",
    )
