"""The schemes of a round that the reader may know of: their state, and what is due."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import gettext

from app.access import REVIEW
from app.domain.scheme import RETURNED, STATES, is_overdue
from app.edge.current import who
from app.services.browsing import SchemesPart, TitledScheme
from app.web.navigation import (
    EDIT_SCHEME,
    LATE,
    LIST,
    NEW_SCHEME,
    SCHEME,
    SCHEMES,
    START,
    WORKBOOK,
    Link,
    link_to,
    path_to,
)
from app.web.presenters.pages import Pages, pages_of
from app.web.presenters.states import STATE_NAMES, Tag, state_tag
from app.web.presenters.wording import day, number, time_left
from app.web.words import organisation_title

SIZE: Final = 100


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """A scheme; `due` is when it must come back, `left` how long that is."""

    title: str
    href: str
    about: tuple[str, ...]
    tag: Tag
    due: str
    left: str
    edit: Link | None


@dataclass(frozen=True, slots=True)
class SchemesPage:
    """`empty` is what to do where there are none."""

    title: str
    caption: str
    breadcrumbs: tuple[Link, ...]
    about: str
    filters: tuple[Link, ...]
    rows: tuple[SchemeRow, ...]
    pages: Pages | None
    empty: str
    links: tuple[Link, ...]


def schemes_page(part: SchemesPart, state: str, page: int, today: date) -> SchemesPage:
    """A page of the schemes in a state, or in any where it is empty."""
    path, code = path_to(SCHEMES, code=part.round.code), part.round.code
    count = part.counts.get(state, 0) if state else sum(part.counts.values())
    last = max(1, -(-count // SIZE))
    kept = f"state={state}&" if state else ""
    links = (
        link_to(NEW_SCHEME, gettext("Start a new scheme"), code=code),
        link_to(WORKBOOK, gettext("Write schemes in Excel"), code=code),
        link_to(LATE, gettext("Let a scheme in late"), code=code),
        link_to(LIST, gettext("See the list"), code=code),
    )
    return SchemesPage(
        title=gettext("Schemes"),
        caption=part.round.title,
        breadcrumbs=(Link(gettext("Start"), path_to(START)),),
        about=_about(),
        filters=_filters(part, state, path),
        rows=tuple(_row(one, code, today) for one in part.schemes),
        pages=pages_of(min(page, last), last, lambda at: f"{path}?{kept}page={at}"),
        empty="" if part.schemes else _empty(state),
        links=tuple(link for link in links if link),
    )


def _about() -> str:
    organisation = organisation_title(who().organisation)
    if who().may(REVIEW):
        return gettext(
            "All schemes that were submitted in this round, and those of %(organisation)s.",
            organisation=organisation,
        )
    return gettext("The schemes of %(organisation)s.", organisation=organisation)


def _filters(part: SchemesPart, state: str, path: str) -> tuple[Link, ...]:
    every = gettext("All (%(count)s)", count=number(sum(part.counts.values())))
    found = [Link(every, path, "" if state else "true")]
    for id in STATES:
        if count := part.counts.get(id, 0):
            text = f"{STATE_NAMES[id]} ({number(count)})"
            found.append(Link(text, f"{path}?state={id}", "true" if id == state else ""))
    return tuple(found)


def _row(one: TitledScheme, code: str, today: date) -> SchemeRow:
    scheme = one.scheme
    due = scheme.resubmit_by if scheme.state == RETURNED else None
    is_mine = scheme.owner == who().organisation
    can_change = is_mine and scheme.state in ("draft", "returned")
    edit = gettext("Change %(ref)s", ref=scheme.ref)
    return SchemeRow(
        title=one.title or gettext("No title yet"),
        href=path_to(SCHEME, code=code, ref=scheme.ref),
        about=(scheme.ref, organisation_title(scheme.owner)),
        tag=state_tag(scheme.state),
        due=day(due) if due else "",
        left=_left(one, due, today) if due else "",
        edit=link_to(EDIT_SCHEME, edit, code=code, ref=scheme.ref) if can_change else None,
    )


def _left(one: TitledScheme, due: date, today: date) -> str:
    if is_overdue(one.scheme, today):
        return gettext("Too late: ask the chair")
    return time_left(due, today)


def _empty(state: str) -> str:
    if state:
        return gettext("No scheme is in this state now. Choose another one, or all.")
    if who().may(REVIEW):
        return gettext("No scheme has been submitted yet. Each appears here as it comes in.")
    return gettext("Your team has no scheme in this round yet. Begin one: it is kept as a draft.")
