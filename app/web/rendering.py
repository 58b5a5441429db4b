"""Turns a page that a presenter made into HTML, the only way to a template, and sends files."""

import unicodedata
from typing import Final, Protocol
from urllib.parse import quote

from flask import render_template
from werkzeug import Response

from app.web.presenters.layout import layout

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNQUOTED: Final = "!#$&+-.^_`|~"
"""The signs that a name may have as they are, besides letters and digits (RFC 5987)."""


class Page(Protocol):
    """What every page has. It may have `is_error` and `breadcrumbs` (links) as well."""

    @property
    def title(self) -> str: ...


def render_page(template: str, page: Page) -> str:
    """The template sees `page` and, around it, `layout`: nothing else."""
    return render_template(template, page=page, layout=layout())


def sent_file(data: bytes, name: str, kind: str = XLSX) -> Response:
    """A file that the browser keeps under this name, in any script.

    The header itself is ASCII; what else is in the name stands in `filename*` (RFC 6266).
    """
    response = Response(data, content_type=kind)
    names = {"filename": name}
    if not name.isascii():
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lstrip(" -")
        names = {"filename": plain, "filename*": f"UTF-8''{quote(name, safe=_UNQUOTED)}"}
    response.headers.set("Content-Disposition", "attachment", **names)
    return response
