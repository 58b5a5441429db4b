"""A chart on a page: its headline, its picture, what is said of it, and the table beneath."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext

from app.documents.charts.described import NARROW, WIDE, Chart
from app.domain.listing import Entry, Listing
from app.web.list_query import ListQuery
from app.web.navigation import LIST, Link, path_to
from app.web.presenters.table import Table

LIST_CHART, SCORE_CHART = "chart_pages.draw_list_chart", "chart_pages.draw_score_chart"


@dataclass(frozen=True, slots=True)
class Figure:
    """What a chart is made from. `chart` is None where there is nothing to be drawn."""

    kind: str
    title: str
    headline: str
    notes: tuple[str, ...]
    chart: Chart | None
    table: Table | None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """Where the two sizes of a picture are, and what it shows in words."""

    wide: str
    narrow: str
    alt: str


@dataclass(frozen=True, slots=True)
class ShownChart:
    """A chart ready to be shown. `picture` is None where there is nothing to be drawn."""

    id: str
    title: str
    headline: str
    picture: Picture | None
    notes: tuple[str, ...]
    links: tuple[Link, ...]
    table: Table | None


@dataclass(frozen=True, slots=True)
class Shape:
    """What charts of a list are made with: the list, and the addresses of its schemes."""

    code: str
    listing: Listing
    asking: tuple[Entry, ...]

    @property
    def only_list(self) -> dict[str, str]:
        """The filter for the list that asks for money; none where there are several."""
        ids = {entry.list for entry in self.asking}
        return {"list": ids.pop()} if len(ids) == 1 else {}

    def list_path(self, **filters: str) -> str:
        """The list with filters, as its own page offers them."""
        query = ListQuery().asking(**filters)
        return f"{path_to(LIST, code=self.code)}?{query}"


def shown_chart(figure: Figure, address: Callable[..., str]) -> ShownChart:
    """`address` gives that of the picture of a `size`."""
    picture = None
    if figure.chart is not None:
        alt = gettext(
            "Chart. %(headline)s The table beneath has its figures.", headline=figure.headline
        )
        picture = Picture(address(size=WIDE), address(size=NARROW), alt)
    return ShownChart(
        id=figure.kind,
        title=figure.title,
        headline=figure.headline,
        picture=picture,
        notes=figure.notes,
        links=figure.links,
        table=figure.table,
    )
