"""Turns a page that a presenter made into HTML, the only way to a template, and sends files."""

from typing import Final, Protocol

from flask import render_template
from werkzeug import Response

from app.web.presenters.layout import layout

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Page(Protocol):
    """What every page has. It may have `is_error` and `breadcrumbs` (links) as well."""

    @property
    def title(self) -> str: ...


def render_page(template: str, page: Page) -> str:
    """The template sees `page` and, around it, `layout`: nothing else."""
    return render_template(template, page=page, layout=layout())


def sent_file(data: bytes, name: str, kind: str = XLSX) -> Response:
    """A file that the browser keeps under this name."""
    response = Response(data, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
