"""What an uploaded workbook would do: what is wrong in it, and what would be made or changed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import gettext, ngettext

from app.documents.excel.told import Told
from app.documents.names import TITLE, reason_for_tier, tier_title
from app.documents.prose import one_line
from app.domain.ranked import Line
from app.domain.round import Round
from app.services.drafting import Clash
from app.services.uploading import Opened
from app.services.workbooks import CHANGED, NEW, SAME, WRONG, Change, Plan, Planned
from app.web.navigation import SCHEME, WORKBOOK, Link, path_to
from app.web.presenters.answers import Shown, shown
from app.web.presenters.drafting import Notice, numbered
from app.web.presenters.states import Tag
from app.web.presenters.table import Cell, Column, Row, Table
from app.web.presenters.wording import number
from app.web.presenters.workbook import crumbs
from rulebook.pack import SUBMIT, Pack

UPLOAD, COMMENTED = "workbook_pages.show_upload", "workbook_pages.download_commented"
FEW: Final = 100
"""As many problems are shown on the page; the workbook with comments has them all."""


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A question with the answer before and after."""

    question: str
    before: Shown
    after: Shown


@dataclass(frozen=True, slots=True)
class Ticks:
    """The rows that are ticked to be saved, and to be submitted as well, and what else was said."""

    take: Collection[int]
    submit: Collection[int]
    clashing: str = ""
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A box to tick; `label` is for those who hear it as well."""

    value: str
    label: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the workbook: what it would do, and what the rules say of it as it stands."""

    take: Box | None
    submit: Box | None
    name: str
    href: str
    where: str
    tag: Tag
    notes: tuple[str, ...]
    changes: tuple[ShownChange, ...]
    tier: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShownClash:
    """An answer that others have changed as well."""

    scheme: str
    question: str
    mine: Shown
    theirs: Shown


@dataclass(frozen=True, slots=True)
class UploadedPage:
    """`can_save` says whether any row can be taken; buttons without use are empty."""

    title: str
    caption: str
    breadcrumbs: tuple[Link, ...]
    action: str
    summary: tuple[str, ...]
    notices: tuple[Notice, ...]
    problems: Table | None
    more_problems: str
    commented: Link | None
    rows: tuple[ShownRow, ...]
    clashes: tuple[ShownClash, ...]
    clashing: str
    personal: tuple[str, ...]
    is_confirmed: bool
    can_save: bool
    button: str
    submit: str
    errors: tuple[Link, ...]
    warnings: tuple[Link, ...]
    again: Link
    is_error: bool


def uploaded_page(
    opened: Opened, plan: Plan, today: date, ticks: Ticks, errors: tuple[Link, ...] = ()
) -> UploadedPage:
    round_, upload = opened.round, opened.upload
    values = {"code": round_.code, "upload_id": upload.upload_id}
    can_submit = _can_submit(plan, round_, today)
    personal = tuple(str(told) for row in plan.rows for told in row.warnings)
    taken = len(plan.rows) - plan.count(WRONG)
    return UploadedPage(
        title=gettext("Check what the workbook would do"),
        caption=upload.name,
        breadcrumbs=_crumbs(round_),
        action=path_to(UPLOAD, **values),
        summary=tuple(_summary(plan)),
        notices=tuple(_notices(plan)),
        problems=_problems(plan.told),
        more_problems=_more(len(plan.told) - FEW),
        commented=_commented(plan, values),
        rows=tuple(
            _row(plan.read.pack, round_, row, ticks, can_submit=can_submit) for row in plan.rows
        ),
        clashes=tuple(_clash(row, clash) for row in plan.rows for clash in row.clashes),
        clashing=ticks.clashing,
        personal=personal,
        is_confirmed=ticks.is_confirmed,
        can_save=taken > plan.count(SAME) or can_submit,
        button=gettext("Save those that are ticked") if taken > plan.count(SAME) else "",
        submit=gettext("Save, and submit those that are ticked for it") if can_submit else "",
        errors=errors,
        warnings=(Link(gettext("Text that looks personal"), "#confirmed"),) if personal else (),
        again=Link(gettext("Upload another workbook"), path_to(WORKBOOK, code=round_.code)),
        is_error=bool(errors),
    )


def _crumbs(round_: Round) -> tuple[Link, ...]:
    here = Link(gettext("Schemes in Excel"), path_to(WORKBOOK, code=round_.code))
    return (*crumbs(round_), here)


def _summary(plan: Plan) -> Iterator[str]:
    """How many rows would do what, without the noughts."""
    new, changed = plan.count(NEW), plan.count(CHANGED)
    same, wrong = plan.count(SAME), plan.count(WRONG)
    if new:
        yield ngettext("%(num)s new draft would be made.", "%(num)s new drafts would be made.", new)
    if changed:
        yield ngettext("%(num)s scheme would change.", "%(num)s schemes would change.", changed)
    if same:
        yield ngettext(
            "%(num)s scheme is the same as it is here.",
            "%(num)s schemes are the same as they are here.",
            same,
        )
    if wrong:
        yield ngettext(
            "%(num)s row cannot be taken as it is.",
            "%(num)s rows cannot be taken as they are.",
            wrong,
        )
    if problems := plan.told:
        yield ngettext("%(num)s problem was found.", "%(num)s problems were found.", len(problems))


def _notices(plan: Plan) -> Iterator[Notice]:
    uploaded = plan.read.uploaded
    if uploaded.version_note:
        title = gettext("This workbook is of another version.")
        yield Notice("important", title, uploaded.version_note)
    for told in uploaded.notes:
        yield Notice("", f"{told.place}.", told.message)


def _problems(told: Sequence[Told]) -> Table | None:
    """The first problems by sheet, row and column."""
    if not told:
        return None
    columns = (
        Column(gettext("Where")),
        Column(gettext("Question")),
        Column(gettext("What is wrong, and what to do")),
    )
    return Table(gettext("What is wrong"), columns, tuple(_problem(one) for one in told[:FEW]))


def _problem(told: Told) -> Row:
    where = Cell(str(told.place), note=told.scheme)
    return Row((where, Cell(told.label or told.place.heading), Cell(told.message)))


def _more(count: int) -> str:
    if count <= 0:
        return ""
    return ngettext(
        "%(num)s more problem is in the workbook with comments.",
        "%(num)s more problems are in the workbook with comments.",
        count,
    )


def _commented(plan: Plan, values: dict[str, str]) -> Link | None:
    if not plan.told:
        return None
    text = gettext("Download your workbook with a comment in each of these cells")
    return Link(text, path_to(COMMENTED, **values))


def usual_ticks(plan: Plan) -> Ticks:
    """All that is new or changed, but for what the team seems to have already."""
    rows = [row for row in plan.rows if row.kind in (NEW, CHANGED) and not row.twin]
    taken = frozenset(row.number for row in rows)
    return Ticks(taken, frozenset(row.number for row in rows if row.is_ready))


def _row(pack: Pack, round_: Round, row: Planned, ticks: Ticks, *, can_submit: bool) -> ShownRow:
    answers = row.answers or row.row.answers
    name = one_line(str(answers.get(TITLE) or row.row.name))
    href = path_to(SCHEME, code=round_.code, ref=row.ref) if row.own else ""
    can_take, can_submit = row.kind in (NEW, CHANGED), can_submit and row.is_ready
    value = str(row.number)
    return ShownRow(
        take=Box(value, gettext("Save"), row.number in ticks.take) if can_take else None,
        submit=Box(value, gettext("Submit"), row.number in ticks.submit) if can_submit else None,
        name=name,
        href=href,
        where=" · ".join(_where(row)),
        tag=_tag(row),
        notes=tuple(_notes(row)),
        changes=tuple(_change(change) for change in row.changes),
        tier=tier_title(pack, row.line) if row.line else "",
        reason=_reason(pack, row.line) if row.line else "",
    )


def _where(row: Planned) -> Iterator[str]:
    yield gettext("Row %(row)s", row=number(row.row.row))
    if row.own:
        yield row.ref


def _tag(row: Planned) -> Tag:
    count = len(row.changes)
    tags = {
        NEW: (gettext("New draft"), "green"),
        CHANGED: (ngettext("%(num)s answer changes", "%(num)s answers change", count), "blue"),
        SAME: (gettext("No change"), "grey"),
        WRONG: (gettext("Cannot be taken"), "red"),
    }
    return Tag(*tags[row.kind])


def _notes(row: Planned) -> Iterator[str]:
    if row.told:
        yield ngettext("%(num)s problem, see above.", "%(num)s problems, see above.", len(row.told))
    if row.twin:
        yield gettext(
            "Your team has a scheme with this title already, %(ref)s. Tick it to make another one.",
            ref=row.twin,
        )


def _change(change: Change) -> ShownChange:
    field = change.field
    return ShownChange(numbered(field), shown(field, change.before), shown(field, change.after))


def _reason(pack: Pack, line: Line) -> str:
    missing = {item.pointer.split("/")[1] for item in line.classification.missing}
    if missing:
        return ngettext(
            "%(num)s answer is missing before it can be submitted.",
            "%(num)s answers are missing before it can be submitted.",
            len(missing),
        )
    if line.classification.is_returned:
        return gettext("Submitted now, it would come back to you. Its page says why.")
    return reason_for_tier(pack, line)


def _clash(row: Planned, clash: Clash) -> ShownClash:
    field = clash.field
    mine, theirs = shown(field, clash.mine), shown(field, clash.theirs)
    return ShownClash(row.ref, numbered(field), mine, theirs)


def _can_submit(plan: Plan, round_: Round, today: date) -> bool:
    return round_.allows(SUBMIT, today) and any(row.is_ready for row in plan.rows)
