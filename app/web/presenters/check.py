"""All answers of a draft read back, and the declaration."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import gettext

from app.domain.ranked import Explanation
from app.services.drafting import Draft
from app.services.prepared import DECLARATION
from app.web.navigation import Link, path_to
from app.web.presenters.answers import Shown, shown
from app.web.presenters.drafting import (
    CHECK,
    DECLARE,
    Notice,
    breadcrumbs,
    can_submit,
    deadline,
    lettered,
    numbered,
    question_address,
    questions,
    section_address,
    sections_asked,
    tasks_address,
    title_of,
    values_of,
)
from app.web.presenters.faults import faults_of
from app.web.presenters.lacking import (
    Asking,
    MissingAnswer,
    missing_answers,
    rules_that_ask,
    top_of,
)
from app.web.presenters.section import Filled, Question, asked, links_to
from app.web.presenters.trial import Trial, returned_as_it_stands, trial
from app.web.words import organisation_title
from rulebook.template import Field, Section

PUT_RIGHT: Final = "put-right"
"""The part of the preview that says which rules return the scheme, and what to do."""
Links = tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A question by its number and name, its answer, and where it is changed.

    `missing` says what has still to be given, and is empty where nothing is missing.
    """

    number: str
    answer: Shown
    missing: str
    change: Link


@dataclass(frozen=True, slots=True)
class CheckedSection:
    """A section read back. `more` names the questions that were left out and are not needed."""

    title: str
    caption: str
    href: str
    rows: tuple[Row, ...]
    more: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    """`go_on` leads to the declaration; None where the scheme cannot be submitted now.

    `asking` are the rules that ask for what is missing.
    """

    title: str
    caption: str
    breadcrumbs: Links
    organisation: str
    deadline: Notice | None
    warning: Notice | None
    asking: tuple[Asking, ...]
    sections: tuple[CheckedSection, ...]
    trial: Trial
    go_on: Link | None
    back: Link
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class DeclarationPage:
    """The last page before a scheme is submitted; `position` is the state that was read."""

    title: str
    caption: str
    breadcrumbs: Links
    action: str
    version: int
    position: int
    notice: Notice | None
    warning: Notice | None
    questions: tuple[Question, ...]
    errors: Links
    warnings: Links
    back: Link
    is_error: bool


def check_page(draft: Draft, explanation: Explanation, today: date) -> CheckPage:
    def address(pointer: str) -> str:
        return question_address(draft, pointer)

    missing = {answer.field: answer for answer in missing_answers(explanation, address)}
    may = can_submit(draft, today)
    go_on = Link(gettext("Go on to the declaration"), path_to(DECLARE, **values_of(draft)))
    return CheckPage(
        title=gettext("Check your answers"),
        caption=title_of(draft),
        breadcrumbs=breadcrumbs(draft),
        organisation=organisation_title(draft.scheme.owner),
        deadline=deadline(draft, today),
        warning=incomplete(draft, explanation),
        asking=rules_that_ask(explanation, draft.round.code),
        sections=tuple(_section(draft, section, missing) for section in sections_asked(draft)),
        trial=trial(explanation, address),
        go_on=go_on if may else None,
        back=Link(gettext("Back to all sections"), tasks_address(draft)),
    )


def incomplete(draft: Draft, explanation: Explanation) -> Notice | None:
    """Says that a scheme would come straight back, where the declaration is not all it lacks."""
    found = explanation.line.classification
    lacking = [item for item in found.missing if _is_asked_before(item.pointer)]
    others = faults_of(explanation, lambda _: "")
    if not lacking and not others:
        return None
    text = gettext("If you submit it now, it comes back to you, and is not assessed until then.")
    if lacking:
        return Notice("warning", gettext("It is not complete."), text)
    put_right = f"{path_to(CHECK, **values_of(draft))}#{PUT_RIGHT}"
    links = (Link(gettext("To put right"), put_right),)
    return Notice("warning", returned_as_it_stands(len(others)), text, links)


def _is_asked_before(pointer: str) -> bool:
    return top_of(pointer) != DECLARATION


def _section(
    draft: Draft, section: Section, missing: Mapping[str, MissingAnswer]
) -> CheckedSection:
    given = [one for one in questions(section) if one.id in draft.answers or one.id in missing]
    left_out = [one.label for one in questions(section) if one not in given]
    more = ""
    if left_out:
        more = gettext("Not answered, and not needed: %(labels)s.", labels="; ".join(left_out))
    return CheckedSection(
        title=section.title,
        caption=lettered(section),
        href=section_address(draft, section),
        rows=tuple(_row(draft, field, missing) for field in given),
        more=more,
    )


def _row(draft: Draft, field: Field, missing: Mapping[str, MissingAnswer]) -> Row:
    value = draft.answers.get(field.id)
    return Row(
        numbered(field),
        shown(field, value),
        _still_to_give(missing[field.id], value) if field.id in missing else "",
        Link(
            gettext("Answer") if value is None else gettext("Change"),
            question_address(draft, f"/{field.id}"),
        ),
    )


def _still_to_give(answer: MissingAnswer, value: object) -> str:
    """Where there is no answer at all, its name says enough."""
    return gettext("It is needed.") if value is None else answer.to_do


def declared_fields(draft: Draft) -> tuple[Field, ...]:
    return tuple(one for one in draft.pack.template.fields if one.id == DECLARATION)


def declaration_page(draft: Draft, explanation: Explanation, filled: Filled) -> DeclarationPage:
    errors = links_to(draft.pack, filled.problems)
    warnings = links_to(draft.pack, filled.warnings)
    return DeclarationPage(
        title=gettext("Declaration"),
        caption=title_of(draft),
        breadcrumbs=breadcrumbs(draft),
        action=path_to(DECLARE, **values_of(draft)),
        version=draft.scheme.version,
        position=draft.scheme.changed_at,
        notice=filled.notice,
        warning=incomplete(draft, explanation),
        questions=asked(draft.pack, declared_fields(draft), filled),
        errors=errors,
        warnings=warnings,
        back=Link(gettext("Back to all sections"), tasks_address(draft)),
        is_error=bool(errors or warnings),
    )
