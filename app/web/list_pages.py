"""The list of a round: filtered, sorted, in pages, and as a file."""

from typing import Final

from flask import Blueprint, redirect, request
from werkzeug import Response

from app.access import READ_LIST
from app.documents.excel.shown import as_workbook_of_shown
from app.documents.shown_list import as_csv_of_shown
from app.domain.listing import Listing
from app.domain.shown import shown_of
from app.edge.current import desk, end_of, who
from app.edge.permission import needs
from app.errors import NotFound
from app.services.browsing import ReadList, read_list
from app.web.list_query import ListQuery, list_query
from app.web.navigation import LIST, path_to
from app.web.newest import address_in_newest_round
from app.web.presenters.list_page import list_page, list_years, page_without_list, said_of
from app.web.rendering import render_page, sent_file

list_pages: Final = Blueprint("list_pages", __name__)


@list_pages.get("/list")
@list_pages.get("/rounds/<code>/list")
@needs(READ_LIST)
def show_list(code: str = "") -> str | Response:
    """Without the code of a round it leads to the one whose dates come last."""
    if not code:
        return redirect(address_in_newest_round(LIST))
    query = list_query(request.args)
    if query.on and query.day != request.args["day"]:
        return redirect(f"{path_to(LIST, code=code)}?{query.asking(page=query.page)}")
    read = _read(code, query)
    if read.listing is None:
        return render_page("list.jinja", page_without_list(read.round))
    shown = shown_of(read.listing, query.filters, query.sort)
    return render_page("list.jinja", list_page(read, read.listing, shown, query))


@list_pages.get("/rounds/<code>/list.csv")
@needs(READ_LIST)
def download_csv(code: str) -> Response:
    """What the page shows with the same address, all its pages together."""
    query = list_query(request.args)
    listing = _listing(_read(code, query))
    shown = shown_of(listing, query.filters, query.sort)
    text = as_csv_of_shown(
        listing.ranked.pack, shown.entries, query.columns_of_files, list_years(listing)
    )
    name = f"{code}-{listing.head.position}-shown.csv"
    return sent_file(text.encode(), name, "text/csv; charset=utf-8")


@list_pages.get("/rounds/<code>/list.xlsx")
@needs(READ_LIST)
def download_excel(code: str) -> Response:
    """What the page shows with the same address, all its pages together."""
    query = list_query(request.args)
    read = _read(code, query)
    listing = _listing(read)
    shown = shown_of(listing, query.filters, query.sort)
    data = as_workbook_of_shown(
        listing.ranked.pack,
        shown.entries,
        query.columns_of_files,
        list_years(listing),
        said_of(list_page(read, listing, shown, query)),
        listing.ranked.day,
    )
    return sent_file(data, f"{code}-{listing.head.position}-shown.xlsx")


def _read(code: str, query: ListQuery) -> ReadList:
    at = end_of(query.on) if query.on else ""
    return desk().database.read(
        lambda transaction: read_list(desk(), transaction, code, who(), query.position, at)
    )


def _listing(read: ReadList) -> Listing:
    if read.listing is None:
        raise NotFound("No list of this round has been published yet.")
    return read.listing
