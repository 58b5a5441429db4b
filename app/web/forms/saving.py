"""Saves a section of a form, or shows again what was typed with what to do about it."""

from collections.abc import Mapping
from typing import Any, Final

from flask import redirect, request
from werkzeug import Response

from app.domain.ranked import Explanation
from app.domain.scheme import Scheme
from app.edge.current import desk
from app.errors import LooksPersonal
from app.services.desk import reader_of
from app.services.drafting import Clash, Conflict, Draft, Saving, right_answers, save_answers
from app.web.forms.opening import draft_here, in_turn, trial_of
from app.web.forms.posted import is_confirmed, posted_choices, posted_do, posted_version
from app.web.forms.taking import Taken
from app.web.forms.typed import Typed, typed_from
from app.web.presenters.conflict import THEIRS, conflict_page
from app.web.presenters.drafting import (
    Notice,
    questions,
    section_address,
    sections_asked,
    tasks_address,
)
from app.web.presenters.saved import saved_notice
from app.web.presenters.section import STAY, Filled, kept_notice, saved_anchor, section_page
from app.web.rendering import render_page
from rulebook.template import Section

SAVED, AT = "saved", "at"
"""What an address says of a section that was just saved, and the question after which that was."""
SAVE_RIGHT: Final = "save_right"
NEXT: Final = "next"
Answer = str | tuple[str, int] | Response


def whole_answers(draft: Draft, section: Section, taken: Taken) -> dict[str, Any]:
    """The answers of the scheme with those of one section as they were typed."""
    asked = {field.id for field in questions(section)}
    kept = {id: value for id, value in draft.answers.items() if id not in asked}
    return {**kept, **taken.answers}


def _saving(section: Section, answers: Any, version: int) -> Saving:
    asked = [field.id for field in questions(section)]
    given = {id: answers[id] for id in asked if id in answers}
    return Saving(asked, given, version, is_confirmed())


def shown_section(
    draft: Draft, section: Section, filled: Filled, explanation: Explanation, version: int = 0
) -> str:
    """The page of a section. `version` is the one that was changed, where it is not the newest."""
    page = section_page(draft, section, filled, trial_of(draft, explanation), version)
    return render_page("section.jinja", page)


def kept_open(
    draft: Draft, section: Section, taken: Taken, filled: Filled, explanation: Explanation
) -> Answer:
    """The page with its errors; what is right is saved first where that was asked for."""
    version = posted_version()
    if posted_do() != SAVE_RIGHT:
        return shown_section(draft, section, filled, explanation, version), 422
    whole = whole_answers(draft, section, taken)
    for problem in taken.faults:
        top = problem.pointer.split("/")[1].partition("-")[0]
        if top not in whole and top in draft.answers:
            whole[top] = draft.answers[top]
    right = right_answers(reader_of(desk(), draft.pack), whole, draft.answers)
    answer = _stored(draft, section, _saving(section, right, version), filled, explanation)
    if not isinstance(answer, Scheme):
        return answer
    draft, explanation = draft_here(draft.round.code, draft.scheme.ref)
    notice = kept_notice(len(filled.problems))
    return shown_section(
        draft, section, Filled(filled.typed, filled.problems, (), notice), explanation
    ), 422


def save_and_go_on(
    draft: Draft, section: Section, taken: Taken, typed: Typed, explanation: Explanation
) -> Answer:
    """On to the next page once the answers are saved."""
    chosen = posted_choices()
    if any(choice == "" for choice in chosen.values()):
        return _asked_again(draft, section, taken, typed, chosen)
    answers = dict(taken.answers)
    for field, choice in chosen.items():
        if choice == THEIRS:
            answers.pop(field, None)
            answers |= {field: draft.answers[field]} if field in draft.answers else {}
    saving = _saving(section, answers, posted_version())
    answer = _stored(draft, section, saving, Filled(typed), explanation)
    if not isinstance(answer, Scheme):
        return answer
    return redirect(_next_address(draft, section), 303)


def _stored(
    draft: Draft, section: Section, saving: Saving, filled: Filled, explanation: Explanation
) -> Scheme | tuple[str, int]:
    """The scheme once its answers are saved, or the page that asks what to do."""
    code, ref = draft.round.code, draft.scheme.ref
    try:
        scheme: Scheme = in_turn(code, lambda turn: save_answers(turn, ref, saving))
    except LooksPersonal as warned:
        shown = Filled(filled.typed, filled.problems, warned.problems)
        return shown_section(draft, section, shown, explanation, saving.version), 422
    except Conflict as conflict:
        newest, _ = draft_here(code, ref)
        typed = typed_from(questions(section), conflict.answers)
        return render_page(
            "conflict.jinja", conflict_page(newest, section, conflict.clashes, typed)
        ), 409
    return scheme


def _asked_again(
    draft: Draft, section: Section, taken: Taken, typed: Typed, chosen: Mapping[str, str]
) -> Answer:
    """The page with both answers, where one was not chosen."""
    clashes = [
        Clash(field, taken.answers.get(field.id), draft.answers.get(field.id))
        for field in questions(section)
        if field.id in chosen
    ]
    page = conflict_page(draft, section, clashes, typed, chosen)
    return render_page("conflict.jinja", page), 422


def _next_address(draft: Draft, section: Section) -> str:
    """The next page; where one stays, the place of the same page in which one was."""
    do, here = posted_do(), section_address(draft, section)
    place = do.removeprefix(STAY)
    if do.startswith(STAY) and any(field.id == place for field in questions(section)):
        return f"{here}?{SAVED}={section.id}&{AT}={place}#{saved_anchor(place)}"
    return f"{_page_after(draft, section)}?{SAVED}={section.id}"


def _page_after(draft: Draft, section: Section) -> str:
    sections = sections_asked(draft)
    after = sections[[one.id for one in sections].index(section.id) + 1 :]
    return (
        section_address(draft, after[0]) if posted_do() == NEXT and after else tasks_address(draft)
    )


def saved_now(draft: Draft, explanation: Explanation) -> Notice | None:
    """Says which section was saved just now, and what it still lacks."""
    saved = request.args.get(SAVED, "")
    for section in sections_asked(draft):
        if section.id == saved:
            return saved_notice(draft, explanation, section)
    return None


def saved_at() -> str:
    """The question after which the section was saved just now; empty for the end of the page."""
    return request.args.get(AT, "")
