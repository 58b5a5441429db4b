"""All answers of a draft read back, the declaration, and what became of the submission."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from app.documents.names import named, reason_for_tier, source_in_words, tier_title
from app.domain.ranked import Explanation
from app.domain.scheme import WITHDRAW
from app.services.drafting import Draft
from app.services.prepared import DECLARATION
from app.web.navigation import SCHEME, START, Link, link_to, path_to
from app.web.presenters.answers import Shown, shown
from app.web.presenters.calendar import calendar_table
from app.web.presenters.drafting import (
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
from app.web.presenters.scheme_actions import action_anchor
from app.web.presenters.section import Filled, Question, asked, links_to
from app.web.presenters.table import Table
from app.web.presenters.trial import Trial, returned_as_it_stands, trial
from app.web.words import organisation_title
from rulebook.template import Field, Section

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


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that the rules say of a scheme."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens next, and where it is done if that is a page."""

    text: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class SubmittedPage:
    """The reference of a submitted scheme, what the rules say of it, and what happens next."""

    title: str
    breadcrumbs: Links
    reference: str
    name: str
    facts: tuple[Fact, ...]
    next: tuple[Step, ...]
    calendar: Table
    links: Links


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
        warning=incomplete(explanation),
        asking=rules_that_ask(explanation, draft.round.code),
        sections=tuple(_section(draft, section, missing) for section in sections_asked(draft)),
        trial=trial(explanation, address),
        go_on=go_on if may else None,
        back=Link(gettext("Back to all sections"), tasks_address(draft)),
    )


def incomplete(explanation: Explanation) -> Notice | None:
    """Says that a scheme would come straight back, where the declaration is not all it lacks."""
    found = explanation.line.classification
    lacking = [item for item in found.missing if _is_asked_before(item.pointer)]
    others = faults_of(explanation, lambda _: "")
    if not lacking and not others:
        return None
    is_whole = not lacking
    return Notice(
        "warning",
        returned_as_it_stands(len(others)) if is_whole else gettext("It is not complete."),
        gettext("If you submit it now, it comes back to you, and is not assessed until then."),
    )


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
        warning=incomplete(explanation),
        questions=asked(draft.pack, declared_fields(draft), filled),
        errors=errors,
        warnings=warnings,
        back=Link(gettext("Back to all sections"), tasks_address(draft)),
        is_error=bool(errors or warnings),
    )


def submitted_page(draft: Draft, explanation: Explanation, today: date) -> SubmittedPage:
    links = (
        link_to(SCHEME, gettext("See the scheme as others see it"), **values_of(draft)),
        Link(gettext("Go to the start page"), path_to(START)),
    )
    return SubmittedPage(
        title=gettext("Scheme submitted"),
        breadcrumbs=(Link(gettext("Start"), path_to(START)),),
        reference=draft.scheme.ref,
        name=title_of(draft),
        facts=tuple(_facts(explanation)),
        next=_next(draft),
        calendar=calendar_table(draft.round, today),
        links=tuple(link for link in links if link is not None),
    )


def _facts(explanation: Explanation) -> Iterator[Fact]:
    line, pack = explanation.line, explanation.round.pack
    found = line.classification
    yield Fact(gettext("Tier"), tier_title(pack, line))
    yield Fact(gettext("Why"), reason_for_tier(pack, line))
    for rule in pack.rules:
        if found.findings.get(rule.id) and rule.then.tier == found.tier and found.tier:
            sources = "; ".join(source_in_words(pack, source) for source in rule.sources)
            yield Fact(gettext("Where that comes from"), sources)
            break
    for item in pack.attributes:
        yield Fact(item.title, named(item.values, found.attributes[item.id]))
    held = [named(pack.gates, gate) for gate in found.failed_gates]
    if held:
        yield Fact(gettext("What holds it before it can be approved"), "; ".join(held))
    flags = [named(pack.flags, flag) for flag in found.flags]
    if flags:
        yield Fact(gettext("What reviewers will look at"), "; ".join(flags))


def _next(draft: Draft) -> tuple[Step, ...]:
    stands = gettext(
        "It is complete, and stands on the list of %(round)s.", round=draft.round.title
    )
    looked_at = gettext(
        "Reviewers look at it. If something must change they return it to you, say why, and "
        "give you a date."
    )
    no_change = gettext(
        "You cannot change it while it is on the list. To change it, withdraw it first: then it "
        "leaves the list, and you can open it again as a draft."
    )
    page = link_to(SCHEME, gettext("Withdraw this scheme"), **values_of(draft))
    withdraw = Link(page.text, f"{page.href}#{action_anchor(WITHDRAW)}") if page else None
    return Step(stands), Step(looked_at), Step(no_change, withdraw)
