"""The list of a round in charts, and the pictures of charts."""

from typing import Final

from flask import Blueprint, request
from werkzeug import Response

from app.access import READ_LIST, READ_SCHEMES
from app.documents.charts.described import SIZES
from app.edge.current import desk, now, who
from app.edge.permission import needs
from app.errors import NotFound
from app.services.browsing import ReadList, read_list
from app.services.drawing import drawn, standing_scheme
from app.web.list_query import list_query
from app.web.presenters.chart import Figure
from app.web.presenters.chart_score import score_figure
from app.web.presenters.charts_page import charts_page, figure_of, page_without_charts
from app.web.rendering import render_page

chart_pages: Final = Blueprint("chart_pages", __name__)


@chart_pages.get("/rounds/<code>/charts")
@needs(READ_LIST)
def show_charts(code: str) -> str:
    read = _read(code, 0)
    if read.listing is None:
        return render_page("charts.jinja", page_without_charts(read.round))
    return render_page("charts.jinja", charts_page(read, read.listing))


@chart_pages.get("/rounds/<code>/charts/<kind>/<size>.svg")
@needs(READ_LIST)
def draw_list_chart(code: str, kind: str, size: str) -> Response:
    """The picture as it is at `position`, so that it goes with the page that names it."""
    read = _read(code, _position())
    if read.listing is None:
        raise NotFound("No list of this round has been published yet.")
    return _picture(read.round.round_id, kind, figure_of(code, read.listing, kind), size)


@chart_pages.get("/rounds/<code>/schemes/<ref>/score/<size>.svg")
@needs(READ_SCHEMES)
def draw_score_chart(code: str, ref: str, size: str) -> Response:
    position = _position()
    found = desk().database.read(
        lambda transaction: standing_scheme(desk(), transaction, code, ref, who(), position)
    )
    figure = score_figure(found.pack, found.line, found.ranked)
    return _picture(found.round.round_id, f"score/{ref}", figure, size)


def _picture(round_id: str, subject: str, figure: Figure | None, size: str) -> Response:
    if figure is None or figure.chart is None or size not in SIZES:
        raise NotFound("There is no such chart.")
    svg, digest = drawn(desk(), round_id, subject, figure.chart, size, now())
    response = Response(svg, content_type="image/svg+xml; charset=utf-8")
    response.set_etag(digest)
    return response.make_conditional(request.environ)


def _position() -> int:
    return list_query(request.args).position


def _read(code: str, position: int) -> ReadList:
    return desk().database.read(
        lambda transaction: read_list(desk(), transaction, code, who(), position, "")
    )
