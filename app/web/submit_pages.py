"""A draft is checked, declared and submitted."""

from typing import Final

from flask import Blueprint, redirect, request
from flask_babel import gettext
from werkzeug import Response

from app.access import WRITE_SCHEMES
from app.domain.scheme import RETURNED, SAVE, Scheme, check_allowed
from app.edge.current import current, desk, today
from app.edge.disputes import note_dispute
from app.edge.permission import needs
from app.errors import LooksPersonal
from app.services import schemes as use
from app.services.drafting import Draft, Saving, problems_of, submit_declared
from app.services.prepared import DECLARATION, DECLARED_ON
from app.web.forms.opening import draft_here, in_turn
from app.web.forms.posted import is_confirmed, number_in, posted_texts, posted_version
from app.web.forms.taking import Taken, take, without_blanks
from app.web.forms.typed import typed_from
from app.web.navigation import EDIT_SCHEME, path_to
from app.web.presenters.check import (
    check_page,
    declaration_page,
    declared_fields,
)
from app.web.presenters.drafting import values_of
from app.web.presenters.section import Filled
from app.web.presenters.submitted import submitted_page
from app.web.presenters.tasks import SUBMITTED_PAGE
from app.web.rendering import render_page
from rulebook.problem import Problem
from rulebook.template import Field

submit_pages: Final = Blueprint("submit_pages", __name__)

ONE: Final = "/rounds/<code>/schemes/<ref>"
POSITION: Final = "position"
Answer = str | tuple[str, int] | Response


@submit_pages.get(f"{ONE}/check")
@needs(WRITE_SCHEMES)
def check_answers(code: str, ref: str) -> str:
    draft, explanation = draft_here(code, ref)
    check_allowed(draft.scheme, SAVE)
    return render_page("check.jinja", check_page(draft, explanation, today()))


@submit_pages.get(f"{ONE}/declaration")
@needs(WRITE_SCHEMES)
def show_declaration(code: str, ref: str) -> str:
    draft, explanation = draft_here(code, ref)
    check_allowed(draft.scheme, SAVE)
    typed = typed_from(declared_fields(draft), _first_answers(draft))
    return render_page("declaration.jinja", declaration_page(draft, explanation, Filled(typed)))


@submit_pages.post(f"{ONE}/declaration")
@needs(WRITE_SCHEMES)
def submit_scheme(code: str, ref: str) -> Answer:
    draft, explanation = draft_here(code, ref)
    check_allowed(draft.scheme, SAVE)
    typed = without_blanks(declared_fields(draft), posted_texts())
    taken = take(declared_fields(draft), typed)
    filled = Filled(typed, _problems(draft, taken))
    if not filled.problems:
        try:
            scheme = _submit(draft, taken)
        except LooksPersonal as warned:
            filled = Filled(typed, warnings=warned.problems)
        else:
            page = EDIT_SCHEME if scheme.state == RETURNED else SUBMITTED_PAGE
            return redirect(path_to(page, **values_of(draft)), 303)
    return render_page("declaration.jinja", declaration_page(draft, explanation, filled)), 422


@submit_pages.get(f"{ONE}/submitted")
@needs(WRITE_SCHEMES)
def show_confirmation(code: str, ref: str) -> Answer:
    draft, explanation = draft_here(code, ref)
    if not draft.scheme.is_standing or draft.scheme.state == RETURNED:
        return redirect(path_to(EDIT_SCHEME, **values_of(draft)), 303)
    page = submitted_page(draft, explanation, today())
    return render_page("submitted.jinja", page)


def _first_answers(draft: Draft) -> dict[str, object]:
    """What the declaration says before it is filled in: the day is today, nothing is confirmed."""
    before = draft.answers.get(DECLARATION, {})
    kept = {name: value for name, value in before.items() if value is not True}
    fields = {part.id for field in declared_fields(draft) for part in field.fields}
    day = {DECLARED_ON: today().isoformat()} if DECLARED_ON in fields else {}
    return {DECLARATION: {**kept, **day}}


def _problems(draft: Draft, taken: Taken) -> tuple[Problem, ...]:
    """What is wrong with the declaration; it must be whole."""
    asked = declared_fields(draft)
    rest = {id: value for id, value in draft.answers.items() if id != DECLARATION}
    wrong = [*taken.faults, *problems_of(desk(), draft.pack, {**rest, **taken.answers})]
    given = taken.answers.get(DECLARATION, {})
    known = {problem.pointer.partition("-")[0] for problem in wrong}
    for field in asked:
        for part in field.fields:
            pointer = f"/{field.id}/{part.id}"
            if part.required == "submit" and part.id not in given and pointer not in known:
                wrong.append(Problem(_lacking(part), pointer, part.label, "missing_answer"))
    return tuple(wrong)


def _lacking(part: Field) -> str:
    if part.type == "confirm":
        return gettext("Tick this once it is so.")
    return gettext("Give this before you submit the scheme.")


def _submit(draft: Draft, taken: Taken) -> Scheme:
    fields = [field.id for field in declared_fields(draft)]
    saving = Saving(fields, taken.answers, posted_version(), is_confirmed())
    position = number_in(request.form.get(POSITION, ""))

    def work(turn: use.Turn) -> Scheme:
        scheme, judged = submit_declared(turn, draft.scheme.ref, position, saving)
        note_dispute(current().figures, judged.line)
        return scheme

    return in_turn(draft.round.code, work)
