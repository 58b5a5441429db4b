"""Schemes in Excel: a workbook is taken, filled in, sent back, looked at, and saved."""

from pathlib import PureWindowsPath
from typing import Final

from flask import Blueprint, redirect, request
from flask_babel import gettext
from werkzeug import Response

from app.access import WRITE_SCHEMES
from app.documents.excel.comments import with_comments
from app.documents.excel.write import workbook_template
from app.documents.prose import is_visible, one_line
from app.edge.current import current, desk, today, who
from app.edge.disputes import note_dispute
from app.edge.permission import needs
from app.errors import (
    Changed,
    Invalid,
    LooksPersonal,
    NotFound,
    ServiceError,
    Unreadable,
    WrongKind,
)
from app.services.schemes import Turn
from app.services.uploading import (
    Opened,
    Wish,
    done_of,
    keep_upload,
    open_upload,
    plan_upload,
    save_upload,
)
from app.services.workbooks import Plan, count_changeable, read_upload, team_workbook
from app.store.database import Transaction
from app.web.forms.opening import in_turn, round_and_pack
from app.web.forms.posted import is_confirmed, number_in
from app.web.navigation import Link, path_to
from app.web.presenters.saved_upload import saved_page
from app.web.presenters.uploaded import UPLOAD, Ticks, uploaded_page, usual_ticks
from app.web.presenters.workbook import workbook_page
from app.web.rendering import render_page, sent_file

workbook_pages: Final = Blueprint("workbook_pages", __name__)

PATH: Final = "/rounds/<code>/workbook"
ONE: Final = f"{PATH}/<upload_id>"
LONGEST_NAME: Final = 120
SUBMIT: Final = "submit"
Answer = str | tuple[str, int] | Response


@workbook_pages.get(PATH)
@needs(WRITE_SCHEMES)
def show_workbook(code: str) -> str:
    return _page(code)


@workbook_pages.get(f"{PATH}/empty.xlsx")
@needs(WRITE_SCHEMES)
def download_empty(code: str) -> Response:
    _, pack = round_and_pack(code)
    return sent_file(workbook_template(pack), f"{code}-schemes.xlsx")


@workbook_pages.get(f"{PATH}/team.xlsx")
@needs(WRITE_SCHEMES)
def download_team(code: str) -> Response:
    """The workbook with the schemes of the reader's team that can be changed now."""
    data = desk().database.read(lambda transaction: team_workbook(desk(), transaction, code, who()))
    return sent_file(data, f"{code}-{who().organisation}-schemes.xlsx")


@workbook_pages.post(PATH)
@needs(WRITE_SCHEMES)
def upload_workbook(code: str) -> Answer:
    """Keeps the file, once it can be read as a whole, and leads to what it would do."""
    _, pack = round_and_pack(code)
    try:
        name, data = _sent()
        read_upload(desk(), pack, data, who().organisation)
    except (WrongKind, Unreadable, Invalid) as refused:
        return _page(code, refused), 422
    upload = in_turn(code, lambda turn: keep_upload(turn, name, data))
    return redirect(path_to(UPLOAD, code=code, upload_id=upload.upload_id), 303)


@workbook_pages.get(ONE)
@needs(WRITE_SCHEMES)
def show_upload(code: str, upload_id: str) -> str:
    opened = desk().database.read(
        lambda transaction: open_upload(transaction, code, upload_id, who())
    )
    if opened.is_saved:
        return render_page("saved_upload.jinja", saved_page(opened))
    return _preview(code, upload_id)


@workbook_pages.post(ONE)
@needs(WRITE_SCHEMES)
def save_workbook(code: str, upload_id: str) -> Answer:
    opened, plan = _planned(code, upload_id)
    here = redirect(path_to(UPLOAD, code=code, upload_id=upload_id), 303)
    if opened.is_saved:
        return here
    submitted = _ticked("submit") if request.form.get("do") == SUBMIT else frozenset()
    wish = Wish(
        taken=_ticked("take") | submitted,
        submitted=submitted,
        is_confirmed=is_confirmed(),
        clashing=_clashing(),
    )
    if not wish.taken:
        nothing = Link(gettext("Tick at least one scheme to save."), "#schemes")
        return _preview(code, upload_id, nothing), 422

    def work(turn: Turn) -> None:
        for judged in save_upload(turn, upload_id, plan.read, wish):
            note_dispute(current().figures, judged.line)

    try:
        in_turn(code, work)
    except Changed as refused:
        return _preview(code, upload_id, Link(str(refused), "#clashing")), 422
    except LooksPersonal:
        say = gettext("Say that none of this identifies a person, or take it out.")
        return _preview(code, upload_id, Link(say, "#confirmed")), 422
    return here


@workbook_pages.get(f"{ONE}/comments.xlsx")
@needs(WRITE_SCHEMES)
def download_commented(code: str, upload_id: str) -> Response:
    """The workbook as it was sent, with all that is wrong in it."""
    opened, plan = _planned(code, upload_id)
    data = with_comments(plan.read.pack, plan.read.uploaded, plan.told)
    stem = opened.upload.name.removesuffix(".xlsx")
    return sent_file(data, f"{stem}-comments.xlsx")


@workbook_pages.get(f"{ONE}/saved.xlsx")
@needs(WRITE_SCHEMES)
def download_saved(code: str, upload_id: str) -> Response:
    """The workbook as it was sent, with the references that were given, and what is wrong."""
    opened, plan = _planned(code, upload_id)
    if not opened.is_saved:
        raise NotFound(gettext("Nothing of this workbook has been saved yet."))
    saved = {one.row: (one.ref, one.version) for one in done_of(opened.upload) if one.ref}
    data = with_comments(plan.read.pack, plan.read.uploaded, plan.told, saved)
    return sent_file(data, f"{opened.upload.name.removesuffix('.xlsx')}-saved.xlsx")


def _clashing() -> str:
    """Whose answers are kept where others have changed them too."""
    return request.form.get("clashing", "")


def _ticked(name: str) -> frozenset[int]:
    """The rows whose boxes of this name are ticked."""
    return frozenset(number_in(text) for text in request.form.getlist(name))


def _page(code: str, refused: ServiceError | None = None) -> str:
    round_, can_change = desk().database.read(
        lambda transaction: count_changeable(transaction, code, who())
    )
    page = workbook_page(round_, who().organisation, can_change, refused)
    return render_page("workbook.jinja", page)


def _preview(code: str, upload_id: str, *errors: Link) -> str:
    """What the workbook would do, with the boxes as they were ticked where something is wrong."""
    opened, plan = _planned(code, upload_id)
    said = Ticks(_ticked("take"), _ticked("submit"), _clashing(), is_confirmed())
    ticks = said if errors else usual_ticks(plan)
    return render_page("uploaded.jinja", uploaded_page(opened, plan, today(), ticks, errors))


def _planned(code: str, upload_id: str) -> tuple[Opened, Plan]:
    """An upload of the reader's team and what it would do now."""

    def work(transaction: Transaction) -> tuple[Opened, Plan]:
        opened = open_upload(transaction, code, upload_id, who())
        return opened, plan_upload(desk(), transaction, opened, who())

    return desk().database.read(work)


def _sent() -> tuple[str, bytes]:
    """The name and the content of the file that was sent."""
    sent = request.files.get("workbook")
    if sent is None or not sent.filename:
        raise Unreadable(gettext("Choose the workbook that you filled in."))
    name = one_line(PureWindowsPath(sent.filename).name)[:LONGEST_NAME]
    return name if is_visible(name.removesuffix(".xlsx")) else "workbook.xlsx", sent.read()
