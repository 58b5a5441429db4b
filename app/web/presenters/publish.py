"""The page on which the chair publishes the list of a round."""

from dataclasses import dataclass

from flask_babel import gettext, ngettext

from app.documents.shown_list import list_title
from app.services.browsing import ReadList
from app.web.navigation import LIST, PUBLISH, START, Link, path_to
from app.web.presenters.drafting import Notice
from app.web.presenters.table import Cell, Column, Row, Table
from app.web.presenters.wording import moment, number


@dataclass(frozen=True, slots=True)
class PublishPage:
    """`position` is where in the ledger the list stands that would be published."""

    title: str
    caption: str
    breadcrumbs: tuple[Link, ...]
    action: str
    notice: Notice | None
    about: tuple[str, ...]
    table: Table | None
    position: int
    list: Link
    errors: tuple[Link, ...]
    is_error: bool


def publish_page(read: ReadList, error: Link | None = None) -> PublishPage:
    code, listing = read.round.code, read.listing
    entries = listing.entries if listing else ()
    return PublishPage(
        title=gettext("Publish the list"),
        caption=read.round.title,
        breadcrumbs=(
            Link(gettext("Start"), path_to(START)),
            Link(gettext("The list"), path_to(LIST, code=code)),
        ),
        action=path_to(PUBLISH, code=code),
        notice=_notice(read),
        about=_about(len(entries)),
        table=_table(read) if entries else None,
        position=listing.head.position if listing else 0,
        list=Link(gettext("Look at the list first"), path_to(LIST, code=code)),
        errors=(error,) if error else (),
        is_error=error is not None,
    )


def _notice(read: ReadList) -> Notice | None:
    if read.published is None:
        return None
    title = gettext("A list was published, as it stood on %(moment)s.",
                    moment=moment(read.published.at))  # fmt: skip
    text = ngettext(
        "%(num)s thing has happened in the round since. The new list takes its place.",
        "%(num)s things have happened in the round since. The new list takes its place.",
        read.since,
    )
    return Notice("", title, text)


def _about(count: int) -> tuple[str, ...]:
    if not count:
        return (gettext("There is nothing on the list yet, so there is nothing to publish."),)
    return (
        ngettext(
            "Everybody who may sign in then reads the list as it stands now: %(num)s scheme.",
            "Everybody who may sign in then reads the list as it stands now: %(num)s schemes.",
            count,
        ),
        gettext(
            "What changes later is not on it until you publish again. A list that was published "
            "stays in the ledger, and anybody can check that it comes out the same."
        ),
    )


def _table(read: ReadList) -> Table:
    """How many schemes each of its lists has."""
    counts: dict[str, int] = {}
    for entry in read.listing.entries if read.listing else ():
        counts[entry.list] = counts.get(entry.list, 0) + 1
    pack = read.listing.ranked.pack if read.listing else None
    columns = (Column(gettext("List")), Column(gettext("Schemes"), is_number=True))
    rows = (
        Row((Cell(list_title(pack, id) if pack else id), Cell(number(count))))
        for id, count in counts.items()
    )
    return Table(gettext("What would be published"), columns, tuple(rows))
