"""The page of a scheme: where it stands and why, its money, its answers, and what became of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from app.documents.letter import place_in_words
from app.documents.letter_changes import goals_in_words
from app.documents.names import TITLE
from app.documents.prose import one_line
from app.domain.ranked import Explanation
from app.domain.scheme import (
    ALLOW_LATE,
    DRAFT,
    FROM_STATES,
    IN_REVIEW,
    REOPEN,
    RETURN,
    RETURNED,
    REVIEW,
    SAVE,
    SUBMIT,
    SUBMITTED,
    WITHDRAW,
    WITHDRAWN,
)
from app.edge.current import who
from app.services.scheme_view import SchemeView
from app.services.viewing import Version
from app.web.navigation import EDIT_SCHEME, LIST, SCHEMES, START, Link, link_to, path_to
from app.web.presenters.answers import Shown, shown
from app.web.presenters.asking import AskedBy, asked_by
from app.web.presenters.chart import ShownChart
from app.web.presenters.chart_score import shown_score
from app.web.presenters.scheme_actions import NOTHING_TRIED, ActionForm, Tried, action_forms
from app.web.presenters.scheme_findings import ShownPhase, matched, not_known, not_matched
from app.web.presenters.scheme_money import money_table
from app.web.presenters.scheme_score import ShownNeighbour, neighbours, score_table
from app.web.presenters.scheme_summary import Fact, summary
from app.web.presenters.scheme_versions import Versions, history_table, versions_shown
from app.web.presenters.states import STATE_MEANINGS, Tag, state_tag
from app.web.presenters.table import Table
from app.web.presenters.wording import number
from app.web.words import organisation_title
from rulebook.pack import Pack
from rulebook.template import Section


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A question of the template by its label, with its answer."""

    label: str
    answer: Shown


@dataclass(frozen=True, slots=True)
class ShownSection:
    """The answers of a section; `unanswered` names the questions without one."""

    title: str
    answers: tuple[ShownAnswer, ...]
    unanswered: str


@dataclass(frozen=True, slots=True)
class ShownGoal:
    """Something within reach, and the changes that would reach it."""

    sentence: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """An answer that is missing, what to do, and the rules that ask for it."""

    label: str
    to_do: str
    rules: tuple[AskedBy, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules make of a scheme: only where it stands in the round."""

    place: str
    missing: tuple[Missing, ...]
    matched: tuple[ShownPhase, ...]
    not_known: tuple[ShownPhase, ...]
    not_matched: tuple[ShownPhase, ...]
    goals: tuple[ShownGoal, ...]
    chart: ShownChart | None
    score: Table | None
    neighbours: tuple[ShownNeighbour, ...]


@dataclass(frozen=True, slots=True)
class SchemePage:
    """`findings` is None while nothing of the scheme stands in the round; `why_none` says why."""

    title: str
    caption: str
    breadcrumbs: tuple[Link, ...]
    is_error: bool
    problems: tuple[str, ...]
    clash: bool
    done: str
    tag: Tag
    meaning: str
    edit: Link | None
    summary: tuple[Fact, ...]
    contents: tuple[Link, ...]
    findings: Findings | None
    money: Table | None
    sections: tuple[ShownSection, ...]
    answers_note: str
    versions: Versions | None
    history: Table | None
    actions: tuple[ActionForm, ...]


def scheme_page(
    view: SchemeView,
    compared: tuple[Version, Version] | None,
    today: date,
    done: str = "",
    tried: Tried = NOTHING_TRIED,
) -> SchemePage:
    """`done` is the action that has just been done, `tried` one that was refused."""
    answers = view.version.answers
    parts: dict[str, Any] = {
        "findings": _findings(view),
        "money": money_table(answers),
        "sections": tuple(_sections(view.pack, answers)),
        "versions": _versions(view, compared),
        "history": history_table(view.events),
        "actions": action_forms(view.round, view.scheme, today, tried),
    }
    return SchemePage(
        title=one_line(str(answers.get(TITLE) or "")) or gettext("No title yet"),
        caption=f"{view.scheme.ref}. {organisation_title(view.scheme.owner)}",
        breadcrumbs=_breadcrumbs(view),
        is_error=bool(tried.problems),
        problems=tried.problems,
        clash=tried.is_clash,
        done=_done(view, done),
        tag=state_tag(view.scheme.state),
        meaning=str(STATE_MEANINGS[view.scheme.state]),
        edit=_edit(view),
        summary=summary(view, today),
        contents=tuple(_contents(parts)),
        answers_note=_answers_note(view),
        **parts,
    )


def _breadcrumbs(view: SchemeView) -> tuple[Link, ...]:
    code = view.round.code
    found = (
        Link(gettext("Start"), path_to(START)),
        link_to(LIST, gettext("The list"), code=code),
        link_to(SCHEMES, gettext("Schemes"), code=code),
    )
    return tuple(link for link in found if link)


def _edit(view: SchemeView) -> Link | None:
    """Where its team can still change it."""
    mine = view.scheme.owner == who().organisation
    if not mine or view.scheme.state not in FROM_STATES[SAVE]:
        return None
    return link_to(
        EDIT_SCHEME, gettext("Change the answers"), code=view.round.code, ref=view.scheme.ref
    )


def _done(view: SchemeView, action: str) -> str:
    """What has just happened; nothing where the state of the scheme says something else."""
    if action == SUBMIT and view.scheme.state == RETURNED:
        return gettext("Received, and returned at once: what is missing is listed below.")
    words = {
        (SUBMIT, SUBMITTED): gettext("Received. It is on the list now."),
        (WITHDRAW, WITHDRAWN): gettext("Withdrawn. It is not on the list any more."),
        (REOPEN, DRAFT): gettext("Opened again. It is a draft now."),
        (REVIEW, IN_REVIEW): gettext("Taken into review."),
        (RETURN, RETURNED): gettext("Returned. Its team sees the reason and the date."),
        (ALLOW_LATE, RETURNED): gettext("Its team may submit it late now."),
    }
    return words.get((action, view.scheme.state), "")


def _findings(view: SchemeView) -> Findings | None:
    found, code = view.explanation, view.round.code
    if found is None:
        return None
    return Findings(
        place=_place(found),
        missing=tuple(_missing(found, code)),
        matched=matched(found, code),
        not_known=not_known(found, code),
        not_matched=not_matched(found, code),
        goals=tuple(ShownGoal(text, tuple(steps)) for text, steps in goals_in_words(found)),
        chart=shown_score(view.pack, found.line, found.ranked, code, view.position),
        score=score_table(found),
        neighbours=neighbours(found, code),
    )


def _missing(explanation: Explanation, code: str) -> Iterator[Missing]:
    pack, found = explanation.round.pack, explanation.line.classification
    for item in found.missing:
        rules = asked_by(pack, found, item.pointer, code)
        yield Missing(f"{item.section}, {item.label}", item.to_do, rules)


def _place(found: Explanation) -> str:
    if found.line.is_returned:
        return gettext(
            "It is returned, not turned down: it is assessed and ranked as soon as it is complete."
        )
    return place_in_words(found) or gettext(
        "A fact that decides its list is not known, so it is not ranked yet."
    )


def _sections(pack: Pack, answers: Any) -> Iterator[ShownSection]:
    for section in pack.template.sections:
        yield _section(section, answers)


def _section(section: Section, answers: Any) -> ShownSection:
    given = [field for field in section.fields if answers.get(field.id) is not None]
    rest = [field.label for field in section.fields if field not in given]
    return ShownSection(
        title=f"{section.letter}. {section.title}",
        answers=tuple(ShownAnswer(field.label, shown(field, answers[field.id])) for field in given),
        unanswered=gettext("Not answered: %(labels)s.", labels=", ".join(rest)) if rest else "",
    )


def _answers_note(view: SchemeView) -> str:
    """Whether what is read here is what stands on the list."""
    scheme, seen = view.scheme, view.version.number
    if scheme.is_standing and scheme.submitted_version != seen:
        return gettext(
            "These are the answers of version %(seen)s, which is not submitted yet. What stands in "
            "the round is version %(stands)s.",
            seen=number(seen),
            stands=number(scheme.submitted_version),
        )
    return gettext("Version %(number)s.", number=number(seen))


def _versions(view: SchemeView, compared: tuple[Version, Version] | None) -> Versions | None:
    if compared is None:
        return None
    return versions_shown(view.pack, view.versions, *compared)


def _contents(parts: Any) -> Iterator[Link]:
    """The parts of the page that there are, in their order."""
    found: Findings | None = parts["findings"]
    yield from _of_findings(found) if found else ()
    titles: Sequence[tuple[str, str, Any]] = (
        (gettext("Money by year"), "#money", parts["money"]),
        (gettext("All answers"), "#answers", parts["sections"]),
        (gettext("Versions"), "#versions", parts["versions"]),
        (gettext("History"), "#history", parts["history"]),
        (gettext("What you can do"), "#actions", parts["actions"]),
    )
    yield from (Link(text, href) for text, href, there in titles if there)


def _of_findings(found: Findings) -> Iterator[Link]:
    titles: Sequence[tuple[str, str, Any]] = (
        (gettext("What is missing"), "#missing", found.missing),
        (gettext("Why: what the rules found"), "#why", found.matched),
        (gettext("What would change the answer"), "#nearest", found.goals),
        (gettext("Score by criterion"), "#score", found.score),
        (gettext("Neighbours on the list"), "#neighbours", found.neighbours),
    )
    yield from (Link(text, href) for text, href, there in titles if there)
