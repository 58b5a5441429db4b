"""The page of one section: its questions with what was typed, what is wrong, and the preview."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Final

from flask_babel import gettext, ngettext

from app.documents.names import source_in_words
from app.services.drafting import Draft
from app.web.forms.places import page_order, place_of
from app.web.forms.typed import Typed
from app.web.navigation import Link, path_to
from app.web.presenters.controls import Control, control
from app.web.presenters.drafting import (
    Notice,
    breadcrumbs,
    lettered,
    numbered,
    questions,
    section_address,
    sections_asked,
    tasks_address,
    values_of,
)
from app.web.presenters.trial import Trial
from rulebook.pack import Pack
from rulebook.problem import Problem
from rulebook.template import Field, Section

PREVIEW: Final = "form_pages.preview_section"
MOST_IN_PART: Final = 8
"""After about so many questions of a longer section there is a way to save and stay."""
STAY: Final = "stay:"
"""What a button says that saves and stays, before the question that it stands behind."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the template with its number and where it comes from."""

    number: str
    control: Control
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """A place between questions where one can save and stay; `notice` says that it was done."""

    id: str
    do: str
    notice: Notice | None


@dataclass(frozen=True, slots=True)
class Part:
    """Some questions of a section, and the stop after them if more follow."""

    questions: tuple[Question, ...]
    stop: Stop | None


@dataclass(frozen=True, slots=True)
class SectionPage:
    """`index` leads to each question of a long section. `errors` lead to their inputs.

    `warnings` are about text that looks personal. `version` is the one that was read.
    """

    title: str
    caption: str
    breadcrumbs: tuple[Link, ...]
    action: str
    preview: str
    back: Link
    version: int
    index: tuple[Link, ...]
    parts: tuple[Part, ...]
    errors: tuple[Link, ...]
    warnings: tuple[Link, ...]
    notice: Notice | None
    trial: Trial
    has_next: bool
    is_error: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it is to be shown: what was typed, what is wrong, what looks personal.

    `at` is the question after which the notice stands; empty for the top of the page.
    """

    typed: Typed
    problems: Sequence[Problem] = ()
    warnings: Sequence[Problem] = ()
    notice: Notice | None = None
    at: str = ""


def section_page(
    draft: Draft, section: Section, filled: Filled, trial: Trial, version: int
) -> SectionPage:
    """`version` is the one that was changed; 0 where it is the newest."""
    pack = draft.pack
    errors = links_to(pack, filled.problems)
    warnings = links_to(pack, filled.warnings)
    parts = _parts(asked(pack, questions(section), filled), filled)
    is_below = any(part.stop and part.stop.notice for part in parts)
    return SectionPage(
        title=section.title,
        caption=lettered(section),
        breadcrumbs=breadcrumbs(draft),
        action=section_address(draft, section),
        preview=path_to(PREVIEW, **values_of(draft), section_id=section.id),
        back=Link(gettext("Back to all sections without saving"), tasks_address(draft)),
        version=version or draft.scheme.version,
        index=_index(questions(section)),
        parts=parts,
        errors=errors,
        warnings=warnings,
        notice=None if is_below else filled.notice,
        trial=trial,
        has_next=section.id != sections_asked(draft)[-1].id,
        is_error=bool(errors or warnings),
    )


def _index(fields: Sequence[Field]) -> tuple[Link, ...]:
    """A link to each question, where they are more than one takes in at a glance."""
    if len(fields) <= MOST_IN_PART:
        return ()
    return tuple(Link(numbered(field), f"#question-{field.id}") for field in fields)


def _parts(shown: Sequence[Question], filled: Filled) -> tuple[Part, ...]:
    """The questions in parts of about the same length."""
    count = max(1, ceil(len(shown) / MOST_IN_PART))
    ends = [round(len(shown) * n / count) for n in range(count + 1)]
    return tuple(
        Part(tuple(shown[start:end]), _stop(shown[end - 1], filled) if end < ends[-1] else None)
        for start, end in pairwise(ends)
    )


def _stop(last: Question, filled: Filled) -> Stop:
    name = last.control.name
    return Stop(saved_anchor(name), f"{STAY}{name}", filled.notice if filled.at == name else None)


def saved_anchor(field: str) -> str:
    """Where a section says that it was saved after a question."""
    return f"saved-{field}"


def asked(pack: Pack, fields: Iterable[Field], filled: Filled) -> tuple[Question, ...]:
    errors = errors_of(pack, (*filled.problems, *filled.warnings))
    return tuple(
        Question(
            numbered(field),
            control(field, filled.typed, errors),
            tuple(source_in_words(pack, source) for source in field.sources),
        )
        for field in fields
    )


def errors_of(pack: Pack, problems: Iterable[Problem]) -> Mapping[str, str]:
    """The first message about each input."""
    found: dict[str, str] = {}
    for problem in problems:
        if place := place_of(pack.template, problem.pointer):
            found.setdefault(place.name, message_of(pack, problem))
    return found


def message_of(pack: Pack, problem: Problem) -> str:
    """What is wrong, and which page shows the list that an answer is taken from."""
    if problem.listed_in is None:
        return problem.message
    title = pack.reference[problem.listed_in.name].title
    look = gettext("The page “%(title)s” of the rulebook shows the list.", title=title)
    return f"{problem.message} {look}"


def links_to(pack: Pack, problems: Iterable[Problem]) -> tuple[Link, ...]:
    """A link for each problem to the input that it is about, in the order of the page."""
    links: dict[str, Link] = {}
    for problem in sorted(problems, key=lambda one: page_order(pack.template, one.pointer)):
        if place := place_of(pack.template, problem.pointer):
            link = Link(f"{place.label}: {message_of(pack, problem)}", f"#{place.anchor}")
            links.setdefault(place.name, link)
    return tuple(links.values())


def kept_notice(left: int) -> Notice:
    """What was right is saved, and some answers are still to be put right."""
    return Notice(
        "success",
        gettext("What is right has been saved."),
        ngettext(
            "%(num)s answer is not saved yet. It stands below as you typed it.",
            "%(num)s answers are not saved yet. They stand below as you typed them.",
            left,
        ),
    )
