"""The list of a round in charts."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from flask_babel import gettext, ngettext

from app.documents.shown_list import PLACES_COVERED, THEME, labels_of, list_title
from app.domain.listing import Listing
from app.domain.ranked import SCORE
from app.domain.round import Round
from app.domain.shares import asking
from app.services.browsing import ReadList
from app.web.list_query import ListQuery
from app.web.navigation import LIST, START, Link, path_to
from app.web.presenters.chart import LIST_CHART, Figure, Shape, ShownChart, shown_chart
from app.web.presenters.chart_shares import (
    PLACE,
    THEMES,
    TIER,
    place_figure,
    theme_figure,
    tier_figure,
)
from app.web.presenters.chart_value import value_figure, value_kinds
from app.web.presenters.list_page import Notice, notices, technical_details
from rulebook.words import listed

SHARES: Final = {PLACE: place_figure, TIER: tier_figure, THEMES: theme_figure}
ASKED: Final = {PLACE: PLACES_COVERED, THEMES: THEME}
"""The fields of a template by which money is shared out."""


@dataclass(frozen=True, slots=True)
class ChartsPage:
    """`empty` says what to do where there is no list to draw."""

    title: str
    caption: str
    breadcrumbs: tuple[Link, ...]
    about: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    empty: Notice | None = None
    contents: tuple[Link, ...] = ()
    charts: tuple[ShownChart, ...] = ()
    technical: tuple[str, ...] = ()


def page_without_charts(round_: Round) -> ChartsPage:
    text = gettext("No list of this round has been published yet, so there is nothing to draw.")
    return _page(round_, empty=Notice(text, Link(gettext("Go to the list"), _list(round_))))


def charts_page(read: ReadList, listing: Listing) -> ChartsPage:
    """Every chart of a list at one position of the ledger."""
    if not listing.entries:
        text = gettext("No scheme has been submitted in this round yet.")
        return _page(read.round, empty=Notice(text))
    charts = tuple(_shown_charts(read.round.code, listing))
    return _page(
        read.round,
        about=_about(listing),
        notices=notices(read, listing, ListQuery(), _list(read.round)),
        contents=tuple(Link(chart.title, f"#{chart.id}") for chart in charts),
        charts=charts,
        technical=technical_details(listing),
    )


def kinds_of(listing: Listing) -> tuple[str, ...]:
    """The charts of a list in their order; none by what the pack does not ask for."""
    pack = listing.ranked.pack
    shares = [kind for kind in SHARES if kind == TIER or labels_of(pack, ASKED[kind])]
    return (*value_kinds(pack.lists), *shares)


def figure_of(code: str, listing: Listing, kind: str) -> Figure | None:
    """What a chart is made from; None for a kind that there is not."""
    shape = Shape(code, listing, asking(listing))
    if make := SHARES.get(kind):
        return make(shape)
    ranking = value_kinds(listing.ranked.pack.lists).get(kind)
    return value_figure(shape, ranking) if ranking else None


def _shown_charts(code: str, listing: Listing) -> Iterator[ShownChart]:
    position = listing.head.position
    for kind in kinds_of(listing):
        address = partial(path_to, LIST_CHART, code=code, kind=kind, position=position)
        if figure := figure_of(code, listing, kind):
            yield shown_chart(figure, address)


def _page(round_: Round, **parts: object) -> ChartsPage:
    crumbs = (Link(gettext("Start"), path_to(START)), Link(gettext("The list"), _list(round_)))
    title = gettext("The list in charts")
    return ChartsPage(title, round_.title, crumbs, **parts)  # type: ignore[arg-type]


def _list(round_: Round) -> str:
    return path_to(LIST, code=round_.code)


def _about(listing: Listing) -> tuple[str, ...]:
    """Which schemes and which money the charts are about, and what is left out."""
    titles = [item.title for item in listing.ranked.pack.lists if item.rank_by == SCORE]
    money = gettext(
        "Money is the gross cost of all years of the schemes on %(lists)s, as their teams give it.",
        lists=listed(f"“{title}”" for title in titles),
    )
    return tuple(filter(None, (money, _left_out(listing))))


def _left_out(listing: Listing) -> str:
    counted = {item.id for item in listing.ranked.pack.lists if item.rank_by == SCORE}
    others: dict[str, int] = {}
    for entry in listing.entries:
        if entry.list not in counted:
            others[entry.list] = others.get(entry.list, 0) + 1
    if not others:
        return ""
    parts = [
        ngettext(
            "%(num)s scheme under “%(list)s”",
            "%(num)s schemes under “%(list)s”",
            count,
            list=list_title(listing.ranked.pack, id),
        )
        for id, count in others.items()
    ]
    return gettext("It leaves out %(parts)s.", parts=listed(parts))
