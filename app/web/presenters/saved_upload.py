"""What became of the schemes of a workbook once it was saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext, ngettext

from app.domain.round import Round
from app.domain.scheme import DRAFT, RETURNED
from app.services.uploading import LEFT, Done, Opened, done_of
from app.services.workbooks import CHANGED, NEW, SAME, WRONG
from app.web.navigation import EDIT_SCHEME, SCHEME, SCHEMES, WORKBOOK, Link, path_to
from app.web.presenters.drafting import Notice
from app.web.presenters.states import STATE_NAMES
from app.web.presenters.table import Cell, Column, Row, Table
from app.web.presenters.workbook import crumbs

WITH_REFERENCES: Final = "workbook_pages.download_saved"


@dataclass(frozen=True, slots=True)
class SavedPage:
    """What was done with each scheme, and where to go on."""

    title: str
    caption: str
    breadcrumbs: tuple[Link, ...]
    notice: Notice
    table: Table
    next: tuple[str, ...]
    links: tuple[Link, ...]
    is_error: bool = False


def saved_page(opened: Opened) -> SavedPage:
    round_, done = opened.round, done_of(opened.upload)
    saved = [one for one in done if one.ref]
    wrong = [one for one in done if one.what == WRONG]
    return SavedPage(
        title=gettext("The workbook is saved"),
        caption=opened.upload.name,
        breadcrumbs=crumbs(round_),
        notice=_notice(len(saved), len(wrong)),
        table=_table(round_, done),
        next=tuple(_next(done)),
        links=_links(opened),
    )


def _notice(saved: int, left: int) -> Notice:
    title = ngettext("%(num)s scheme is kept here.", "%(num)s schemes are kept here.", saved)
    if not left:
        return Notice("success", title)
    text = ngettext(
        "%(num)s row was not taken: put it right in the workbook below, and upload that.",
        "%(num)s rows were not taken: put them right in the workbook below, and upload that.",
        left,
    )
    return Notice("warning", title, text)


def _table(round_: Round, done: Sequence[Done]) -> Table:
    columns = (
        Column(gettext("Scheme")),
        Column(gettext("What was done"), is_short=True),
        Column(gettext("State now"), is_short=True),
    )
    return Table(gettext("Schemes"), columns, tuple(_row(round_, one) for one in done))


def _row(round_: Round, one: Done) -> Row:
    words = {
        NEW: gettext("New draft"),
        CHANGED: gettext("Changed"),
        SAME: gettext("No change"),
        WRONG: gettext("Not taken"),
        LEFT: gettext("Left out"),
    }
    is_open = one.state in (DRAFT, RETURNED)
    page = EDIT_SCHEME if is_open else SCHEME
    href = path_to(page, code=round_.code, ref=one.ref) if one.ref else ""
    state = str(STATE_NAMES[one.state]) if one.state else ""
    return Row((Cell(one.name, href, one.ref), Cell(words[one.what]), Cell(state, note=one.note)))


def _next(done: Sequence[Done]) -> list[str]:
    states = {one.state for one in done}
    found = []
    if DRAFT in states:
        found.append(gettext("Drafts are seen by your team alone until they are submitted."))
    if RETURNED in states:
        found.append(gettext("A returned scheme opens at the reasons why it came back."))
    if any(one.what == NEW for one in done):
        found.append(
            gettext(
                "Go on in the workbook below: it has the new references, and comments where a row "
                "was not taken. The one that you uploaded would make the same schemes once more."
            )
        )
    return found


def _links(opened: Opened) -> tuple[Link, ...]:
    code, upload_id = opened.round.code, opened.upload.upload_id
    own = gettext("Download your workbook with the references filled in")
    return (
        Link(own, path_to(WITH_REFERENCES, code=code, upload_id=upload_id)),
        Link(gettext("See the schemes of your team"), path_to(SCHEMES, code=code)),
        Link(gettext("Upload another workbook"), path_to(WORKBOOK, code=code)),
    )
