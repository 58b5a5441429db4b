"""The schemes of the reader's team by state, each with the date that matters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from app.domain.round import Round
from app.domain.scheme import DRAFT, IN_REVIEW, RETURNED, SUBMITTED, is_overdue
from app.services.start import RoundStart, TitledScheme
from app.web.navigation import EDIT_SCHEME, SCHEME, link_to
from app.web.presenters.table import Cell, Column, Row, Table
from app.web.presenters.wording import day, number, time_left
from rulebook.pack import SUBMIT


@dataclass(frozen=True, slots=True)
class SchemeList:
    """Schemes in one state; `empty` is what to do where there are none, `more` counts the rest."""

    title: str
    table: Table | None
    more: str
    empty: str


def own_lists(start: RoundStart, today: date) -> tuple[SchemeList, ...]:
    return (_returned(start, today), _drafts(start, today), _submitted(start))


def _returned(start: RoundStart, today: date) -> SchemeList:
    rows = [
        _row(start.round, one, EDIT_SCHEME, *_to_come_back(one, today))
        for one in start.own.get(RETURNED, ())
    ]
    return _list(
        gettext("Returned to you"),
        (gettext("Scheme"), gettext("Come back by"), gettext("Time left")),
        rows,
        start.own_counts.get(RETURNED, 0),
        gettext("Nothing has been returned to your team. A scheme that is returned appears here."),
    )


def _to_come_back(one: TitledScheme, today: date) -> tuple[str, str]:
    until = one.scheme.resubmit_by
    if until is None:
        return "", ""
    if is_overdue(one.scheme, today):
        return day(until), gettext("Too late: ask the chair")
    return day(until), time_left(until, today)


def _drafts(start: RoundStart, today: date) -> SchemeList:
    last = start.round.last_day(SUBMIT)
    until = (day(last), time_left(last, today)) if last else (gettext("No date is set"), "")
    rows = [_row(start.round, one, EDIT_SCHEME, *until) for one in start.own.get(DRAFT, ())]
    return _list(
        gettext("Drafts"),
        (gettext("Scheme"), gettext("Submit by"), gettext("Time left")),
        rows,
        start.own_counts.get(DRAFT, 0),
        gettext("Your team has no drafts. Begin one, and it is kept here until you submit it."),
    )


def _submitted(start: RoundStart) -> SchemeList:
    words = {
        SUBMITTED: gettext("On the list"),
        IN_REVIEW: gettext("In review"),
    }
    rows = [
        _row(start.round, one, SCHEME, _received(one), words[state])
        for state in words
        for one in start.own.get(state, ())
    ]
    return _list(
        gettext("Submitted"),
        (gettext("Scheme"), gettext("Received on"), gettext("Where it stands")),
        rows,
        sum(start.own_counts.get(state, 0) for state in words),
        gettext("Your team has not submitted anything yet. Complete a draft, then submit it."),
    )


def _received(one: TitledScheme) -> str:
    return day(one.scheme.submitted_on) if one.scheme.submitted_on else ""


def _row(round_: Round, one: TitledScheme, endpoint: str, *texts: str) -> Row:
    title = one.title or gettext("No title yet")
    link = link_to(endpoint, title, code=round_.code, ref=one.scheme.ref)
    name = Cell(title, link.href if link else "", note=one.scheme.ref)
    return Row((name, *(Cell(text) for text in texts)))


def _list(
    title: str, columns: Sequence[str], rows: Sequence[Row], count: int, empty: str
) -> SchemeList:
    if not rows:
        return SchemeList(title, None, "", empty)
    more = gettext("And %(count)s more.", count=number(count - len(rows)))
    heads = tuple(Column(text, is_short=True) for text in columns)
    caption = gettext("%(title)s: %(count)s", title=title, count=number(count))
    return SchemeList(
        title, Table(caption, heads, tuple(rows)), more if count > len(rows) else "", ""
    )
