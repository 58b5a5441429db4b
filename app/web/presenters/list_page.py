"""The list of a round: what is on it, in which order, what it costs, and how it came about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext, ngettext

from app.access import PREVIEW_LIST
from app.domain.listing import Entry, Listing
from app.domain.money import years_of
from app.domain.ranked import SCORE
from app.domain.round import Round
from app.domain.shown import BY_RANK, Shown
from app.edge.current import who
from app.services.browsing import ReadList
from app.web.list_query import ListQuery
from app.web.navigation import CHARTS, LIST, NEW_SCHEME, PUBLISH, START, Link, link_to, path_to
from app.web.presenters.list_filters import (
    Chip,
    FilterForm,
    chips,
    filter_choices,
    filter_form,
    sort_links,
)
from app.web.presenters.list_place import lines_above
from app.web.presenters.list_rows import ListShape, ListTable, list_tables
from app.web.presenters.list_totals import Totals, totals_of
from app.web.presenters.pages import Pages, pages_of
from app.web.presenters.wording import day, moment, number
from rulebook.words import pounds

SIZE: Final = 50
"""As many schemes stand on one page."""
FIRST_DIGITS: Final = 12
CSV, EXCEL = "list_pages.download_csv", "list_pages.download_excel"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the reader must know before the list, and a way on."""

    text: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """`empty` says what to do where nothing is shown; `form` is None where there is no list."""

    title: str
    caption: str
    breadcrumbs: tuple[Link, ...]
    path: str
    method: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    form: FilterForm | None = None
    chips: tuple[Chip, ...] = ()
    clear: Link | None = None
    sorts: tuple[Link, ...] = ()
    count: str = ""
    totals: Totals | None = None
    tables: tuple[ListTable, ...] = ()
    pages: Pages | None = None
    empty: Notice | None = None
    downloads: tuple[Link, ...] = ()
    charts: Link | None = None
    may_look_back: bool = False
    day: str = ""
    day_error: str = ""
    foot: str = ""
    technical: tuple[str, ...] = ()
    is_error: bool = False


def page_without_list(round_: Round) -> ListPage:
    """The page of a round of which no list has been published to who asks."""
    text = gettext(
        "No list of this round has been published yet. It is here for everybody once the chair has "
        "published it. The start page has the dates of the round."
    )
    start = Link(gettext("Go to the start page"), path_to(START))
    return _page(round_, empty=Notice(text, start))


def list_page(read: ReadList, listing: Listing, shown: Shown, query: ListQuery) -> ListPage:
    """A page of a list, with the filters, totals and order that are asked for."""
    path = path_to(LIST, code=read.round.code)
    last = shown.pages(SIZE)
    at = min(query.page, last)
    entries = shown.page(at, SIZE)
    shape = _shape(read.round, listing, query, entries)
    choices = filter_choices(listing)
    return _page(
        read.round,
        method=_method(listing),
        notices=notices(read, listing, query, path),
        form=filter_form(choices, query),
        chips=chips(choices, query, path),
        clear=Link(gettext("Clear all filters"), path),
        sorts=sort_links(query, path),
        count=_count(shown, listing),
        totals=totals_of(shape.pack, shape.years, shown) if shown.entries else None,
        tables=list_tables(shape, entries, shown.totals),
        pages=pages_of(at, last, lambda page: f"{path}?{query.asking(page=page)}"),
        empty=None if shown.entries else _empty(read.round, listing, path),
        downloads=_downloads(read.round, query) if shown.entries else (),
        charts=link_to(CHARTS, gettext("The list in charts"), code=read.round.code),
        may_look_back=who().may(PREVIEW_LIST),
        day=f"{query.on:%d/%m/%Y}" if query.on else query.day,
        day_error=_day_error() if query.is_day_wrong else "",
        foot=judged_in_words(listing),
        technical=technical_details(listing),
        is_error=query.is_day_wrong,
    )


def said_of(page: ListPage) -> tuple[str, ...]:
    """What a page of the list says besides its lines: of which round, what is shown, from when."""
    filtered = (chip.text for chip in page.chips)
    return (page.title, page.caption, page.count, *filtered, page.foot, *page.technical)


def list_years(listing: Listing) -> tuple[str, ...]:
    """The years that a list shows: those that are planned, and others that schemes name."""
    schemes = (entry.line.scheme for entry in listing.entries)
    return years_of(schemes, listing.ranked.pack.calendar.planning_years)


def _page(round_: Round, **parts: Any) -> ListPage:
    return ListPage(
        title=gettext("The list"),
        caption=round_.title,
        breadcrumbs=(Link(gettext("Start"), path_to(START)),),
        path=path_to(LIST, code=round_.code),
        **parts,
    )


def _day_error() -> str:
    return gettext("Write the day, the month and the year, such as 27/11/2026.")


def _shape(
    round_: Round, listing: Listing, query: ListQuery, entries: Sequence[Entry]
) -> ListShape:
    is_by_tier = query.sort == BY_RANK and listing.ranked.order == "grouped"
    pack, years = listing.ranked.pack, list_years(listing)
    above = lines_above(listing, {entry.line.ref for entry in entries})
    return ListShape(round_.code, pack, query.columns, years, is_by_tier, above)


def _method(listing: Listing) -> tuple[str, ...]:
    """How a list comes about, in three sentences."""
    amounts = [
        pounds(item.per_pence) for item in listing.ranked.pack.lists if item.rank_by != SCORE
    ]
    order = (
        gettext("Investments stand by tier, then by score, highest first")
        if listing.ranked.order == "grouped"
        else gettext("Investments stand by score, highest first, all tiers together")
    )
    others = (
        gettext(
            "; disinvestments by the benefit lost for each %(amount)s released, least first",
            amount=amounts[0],
        )
        if amounts
        else ""
    )
    return (
        gettext(
            "Published rules give each scheme its tier, and a matrix of weighted criteria its "
            "score of 100, both from the answers of its team."
        ),
        f"{order}{others}.",
        gettext(
            "A scheme that is held keeps its place and cannot be approved until what holds it is "
            "settled; where answers leave a score open, its lower end counts."
        ),
    )


def notices(read: ReadList, listing: Listing, query: ListQuery, path: str) -> tuple[Notice, ...]:
    """Which list this is, where it is not simply the one of now."""
    if not who().may(PREVIEW_LIST):
        text = gettext(
            "This is the published list, as it stood on %(moment)s. What has changed since is on "
            "the next one that the chair publishes.",
            moment=moment(listing.head.at),
        )
        return (Notice(text),)
    if (query.position or query.on) and read.is_past:
        text = gettext(
            "This is the past: the list as it stood on %(moment)s. Schemes may have changed since.",
            moment=moment(listing.head.at),
        )
        now = Link(
            gettext("See the list as it is now"), f"{path}?{query.asking(position=0, day='')}"
        )
        return (Notice(text, now),)
    publish = link_to(PUBLISH, gettext("Publish the list"), code=read.round.code)
    if read.published is None:
        preview = gettext("This is a preview: the list has not been published yet.")
        return (Notice(preview, publish),)
    text = gettext(
        "You see the list as it is now. One was published, as it stood on %(moment)s.",
        moment=moment(read.published.at),
    )
    published = f"{path}?position={read.published.position}"
    see = Notice(text, Link(gettext("See the published list"), published))
    again = Notice(gettext("The round has gone on since."), publish)
    return (see, again) if publish and read.since else (see,)


def _count(shown: Shown, listing: Listing) -> str:
    number_of, every = len(shown.entries), len(listing.entries)
    if number_of == every:
        return ngettext("%(num)s scheme", "%(num)s schemes", every)
    return gettext("%(shown)s of %(all)s schemes", shown=number(number_of), all=number(every))


def _empty(round_: Round, listing: Listing, path: str) -> Notice:
    if listing.entries:
        text = gettext("No scheme has all of this. Take away a filter, or search for other words.")
        return Notice(text, Link(gettext("Clear all filters"), path))
    text = gettext(
        "No scheme has been submitted in this round yet. A scheme appears here as soon as its team "
        "submits it."
    )
    return Notice(text, link_to(NEW_SCHEME, gettext("Start a new scheme"), code=round_.code))


def _downloads(round_: Round, query: ListQuery) -> tuple[Link, ...]:
    """The same lines in files."""
    kinds = {
        CSV: gettext("Download what is shown as CSV"),
        EXCEL: gettext("Download what is shown for Excel"),
    }
    asked = f"?{query.asking()}".removesuffix("?")
    return tuple(
        Link(text, f"{path_to(page, code=round_.code)}{asked}") for page, text in kinds.items()
    )


def judged_in_words(listing: Listing) -> str:
    """By which pack and which day a list is judged, and what its reader should know."""
    pack = listing.ranked.pack
    told = gettext(
        "Judged by “%(title)s”, version %(version)s, with its rules and lists as they stood on "
        "%(day)s. Levels are provisional, from the answers of the teams.",
        title=pack.title,
        version=pack.version,
        day=day(listing.ranked.day),
    )
    disputed = ", ".join(line.ref for line in listing.ranked.disputed)
    if not disputed:
        return told
    review = gettext("For review, because the two engines differ: %(refs)s.", refs=disputed)
    return f"{told} {review}"


def technical_details(listing: Listing) -> tuple[str, ...]:
    """What names a list exactly, so that it can be asked for again and compared."""
    head, pack = listing.head, listing.ranked.pack
    fingerprint = gettext(
        "The fingerprint of version %(version)s of the pack begins with %(digits)s.",
        version=pack.version,
        digits=pack.sha256[:FIRST_DIGITS],
    )
    if not head.position:
        return (gettext("The ledger of this round is empty."), fingerprint)
    position = gettext(
        "The list stands at position %(position)s of the ledger, %(moment)s. The hash there "
        "begins with %(digits)s.",
        position=number(head.position),
        moment=moment(head.at),
        digits=head.hash[:FIRST_DIGITS],
    )
    return (position, fingerprint)
