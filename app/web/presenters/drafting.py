"""What the pages of one draft share: their addresses, their links, and what has just happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import gettext

from app.documents.prose import one_line
from app.domain.scheme import RETURNED, is_overdue
from app.services.drafting import Draft, asked_fields
from app.services.references import REFERENCE
from app.web.forms.places import place_of
from app.web.navigation import EDIT_SCHEME, START, Link, path_to
from app.web.presenters.wording import day, time_left
from rulebook.pack import RESUBMIT, SUBMIT
from rulebook.template import Field, Section

SECTION, CHECK, DECLARE = (
    "form_pages.show_section",
    "submit_pages.check_answers",
    "submit_pages.show_declaration",
)
TITLE: Final = "title"


@dataclass(frozen=True, slots=True)
class Notice:
    """What the page says first. `kind` is success, warning or important.

    `links` are a list beneath it.
    """

    kind: str
    title: str
    text: str = ""
    links: tuple[Link, ...] = ()


def values_of(draft: Draft) -> Mapping[str, str]:
    return {"code": draft.round.code, "ref": draft.scheme.ref}


def tasks_address(draft: Draft) -> str:
    return path_to(EDIT_SCHEME, **values_of(draft))


def section_address(draft: Draft, section: Section) -> str:
    return path_to(SECTION, **values_of(draft), section_id=section.id)


def question_address(draft: Draft, pointer: str) -> str:
    """Where the question is asked that a JSON pointer names."""
    place = place_of(draft.pack.template, pointer)
    if place is None:
        return tasks_address(draft)
    top = place.name.partition("-")[0]
    if any(field.id == top for field in questions(place.section)):
        return f"{section_address(draft, place.section)}#{place.anchor}"
    return path_to(DECLARE, **values_of(draft))


def questions(section: Section) -> tuple[Field, ...]:
    """The questions that the page of a section asks."""
    return tuple(asked_fields(section.fields))


def sections_asked(draft: Draft) -> tuple[Section, ...]:
    return tuple(section for section in draft.pack.template.sections if questions(section))


def title_of(draft: Draft) -> str:
    return one_line(str(draft.answers.get(TITLE) or draft.answers.get(REFERENCE, "")))


def breadcrumbs(draft: Draft, *, is_inside: bool = True) -> tuple[Link, ...]:
    start = Link(gettext("Start"), path_to(START))
    inside = Link(title_of(draft), tasks_address(draft))
    return (start, inside) if is_inside else (start,)


def numbered(field: Field) -> str:
    """The number and the name of a question."""
    return f"{field.number}. {field.label}" if field.number else field.label


def lettered(section: Section) -> str:
    return gettext("Section %(letter)s", letter=section.letter)


def deadline(draft: Draft, today: date) -> Notice | None:
    """Until when the draft can be submitted, or why it cannot be now and what to do."""
    scheme, round_ = draft.scheme, draft.round
    if scheme.late_reason and not round_.allows(_action(draft), today):
        return Notice("important", gettext("The chair lets this scheme come in late."))
    if is_overdue(scheme, today):
        return Notice(
            "warning",
            gettext("The date for this scheme has passed."),
            gettext(
                "It had to come back by %(day)s. Ask the chair to let it in late, with a reason.",
                day=day(scheme.resubmit_by) if scheme.resubmit_by else "",
            ),
        )
    if not round_.allows(_action(draft), today):
        return _closed(draft, today)
    until = scheme.resubmit_by or round_.last_day(_action(draft))
    if until is None:
        return None
    left = time_left(until, today)
    return Notice("", gettext("Submit it by %(day)s.", day=day(until)), left)


def can_submit(draft: Draft, today: date) -> bool:
    is_open = draft.round.allows(_action(draft), today) and not is_overdue(draft.scheme, today)
    return is_open or bool(draft.scheme.late_reason)


def _action(draft: Draft) -> str:
    return RESUBMIT if draft.scheme.state == RETURNED else SUBMIT


def _closed(draft: Draft, today: date) -> Notice:
    first, last = draft.round.first_day(_action(draft)), draft.round.last_day(_action(draft))
    if first is not None and today < first:
        return Notice(
            "warning",
            gettext("The round takes schemes from %(day)s.", day=day(first)),
            gettext("You can write now. The draft is kept until then."),
        )
    if last is None:
        return Notice(
            "warning",
            gettext("No stage of this round takes schemes."),
            gettext("The draft is kept. Ask the chair when it can be submitted."),
        )
    return Notice(
        "warning",
        gettext("The round took schemes until %(day)s.", day=day(last)),
        gettext("The draft is kept. Ask the chair to let it in late: that takes a reason."),
    )
