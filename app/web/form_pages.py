"""A scheme submitted by form: begun, and written section by section."""

from typing import Final

from flask import Blueprint, redirect

from app.access import WRITE_SCHEMES
from app.domain.ranked import Explanation
from app.domain.scheme import SAVE, check_allowed
from app.edge.current import desk, today, who
from app.edge.permission import needs
from app.errors import LooksPersonal, NotNow
from app.services import schemes as use
from app.services.desk import reader_of
from app.services.drafting import (
    Draft,
    begin_draft,
    open_draft,
    problems_of,
    right_answers,
    try_out,
)
from app.store.database import Transaction
from app.web.forms.opening import draft_here, in_turn, round_and_pack, section_here, trial_of
from app.web.forms.posted import (
    is_confirmed,
    posted_do,
    posted_texts,
    posted_version,
    with_items_changed,
)
from app.web.forms.saving import (
    Answer,
    kept_open,
    save_and_go_on,
    saved_at,
    saved_now,
    shown_section,
    whole_answers,
)
from app.web.forms.taking import take, without_blanks
from app.web.forms.typed import typed_from
from app.web.navigation import EDIT_SCHEME, path_to
from app.web.presenters.begin import begin_page, first_questions
from app.web.presenters.drafting import questions
from app.web.presenters.section import Filled
from app.web.presenters.tasks import closed_page, tasks_page
from app.web.presenters.trial import Trial
from app.web.rendering import render_page

form_pages: Final = Blueprint("form_pages", __name__)

ROUND: Final = "/rounds/<code>/schemes"
ONE: Final = f"{ROUND}/<ref>"


@form_pages.get(f"{ROUND}/new")
@needs(WRITE_SCHEMES)
def begin_scheme(code: str) -> str:
    round_, pack = round_and_pack(code)
    return render_page("begin.jinja", begin_page(round_, pack, who(), Filled({})))


@form_pages.post(f"{ROUND}/new")
@needs(WRITE_SCHEMES)
def keep_new(code: str) -> Answer:
    round_, pack = round_and_pack(code)
    typed = posted_texts()
    taken = take(first_questions(pack), typed)
    answers = {**taken.answers, use.OWNER: who().organisation}
    problems = (*taken.faults, *problems_of(desk(), pack, answers))
    if not problems:
        try:
            scheme = in_turn(code, lambda t: begin_draft(t, answers, is_confirmed=is_confirmed()))
        except LooksPersonal as warned:
            filled = Filled(typed, warnings=warned.problems)
        else:
            return redirect(path_to(EDIT_SCHEME, code=code, ref=scheme.ref), 303)
    else:
        filled = Filled(typed, problems)
    return render_page("begin.jinja", begin_page(round_, pack, who(), filled)), 422


@form_pages.get(f"{ONE}/edit")
@needs(WRITE_SCHEMES)
def show_tasks(code: str, ref: str) -> str:
    draft, explanation = draft_here(code, ref)
    try:
        check_allowed(draft.scheme, SAVE)
    except NotNow as refused:
        return render_page("closed.jinja", closed_page(draft, refused))
    page = tasks_page(draft, explanation, today(), saved_now(draft, explanation))
    return render_page("tasks.jinja", page)


@form_pages.get(f"{ONE}/edit/<section_id>")
@needs(WRITE_SCHEMES)
def show_section(code: str, ref: str, section_id: str) -> str:
    draft, explanation = draft_here(code, ref)
    section = section_here(draft, section_id)
    typed = typed_from(questions(section), draft.answers)
    filled = Filled(typed, notice=saved_now(draft, explanation), at=saved_at())
    return shown_section(draft, section, filled, explanation)


@form_pages.post(f"{ONE}/edit/<section_id>")
@needs(WRITE_SCHEMES)
def save_section(code: str, ref: str, section_id: str) -> Answer:
    draft, explanation = draft_here(code, ref)
    section = section_here(draft, section_id)
    do, typed = posted_do(), posted_texts()
    if with_items_changed(do, typed):
        return shown_section(draft, section, Filled(typed), explanation, posted_version())
    typed = without_blanks(questions(section), typed)
    taken = take(questions(section), typed)
    problems = (
        *taken.faults,
        *problems_of(desk(), draft.pack, whole_answers(draft, section, taken)),
    )
    if problems:
        return kept_open(draft, section, taken, Filled(typed, problems), explanation)
    return save_and_go_on(draft, section, taken, typed, explanation)


@form_pages.post(f"{ONE}/edit/<section_id>/preview")
@needs(WRITE_SCHEMES)
def preview_section(code: str, ref: str, section_id: str) -> str:
    """What the draft would be with what is typed now. Nothing is kept."""

    def work(transaction: Transaction) -> tuple[Draft, Explanation]:
        draft = open_draft(desk(), transaction, code, ref, who())
        section = section_here(draft, section_id)
        typed = without_blanks(questions(section), posted_texts())
        whole = whole_answers(draft, section, take(questions(section), typed))
        right = right_answers(reader_of(desk(), draft.pack), whole, draft.answers)
        return draft, try_out(desk(), transaction, draft, right)

    draft, explanation = desk().database.read(work)
    return render_page("trial.jinja", _Fragment(trial_of(draft, explanation)))


class _Fragment:
    """A part of a page that stands by itself."""

    title = ""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
