"""The places that pages lead to. One is shown where its page exists and the reader may use it."""

from dataclasses import dataclass
from typing import Any, Final

from flask import current_app, request
from flask_babel import lazy_gettext

from app.edge.current import who
from app.edge.permission import permission_of

START: Final = "pages.show_start"
SCHEMES, SCHEME = "scheme_pages.show_schemes", "scheme_pages.show_scheme"
NEW_SCHEME, EDIT_SCHEME = "form_pages.begin_scheme", "form_pages.show_tasks"
PUBLISH: Final = "publish_pages.show_publish"
LATE: Final = "late_pages.show_late"
WORKBOOK: Final = "workbook_pages.show_workbook"
LIST: Final = "list_pages.show_list"
CHARTS: Final = "chart_pages.show_charts"
API: Final = "reference.show_docs"

# Endpoint and title. A page that is not built yet has no endpoint, and so no link.
NAVIGATION: Final = (
    (START, lazy_gettext("Start")),
    (SCHEMES, lazy_gettext("Schemes")),
    (LIST, lazy_gettext("The list")),
    ("rulebook_pages.show_rulebook", lazy_gettext("Rulebook")),
    (API, lazy_gettext("For programs (API)")),
)
FOOTER: Final = (
    ("about_pages.show_accessibility", lazy_gettext("Accessibility statement")),
    ("about_pages.show_method", lazy_gettext("How schemes are ranked")),
    (API, lazy_gettext("How programs use this service")),
)


@dataclass(frozen=True, slots=True)
class Link:
    """Where a text leads. `current` is what browsers are told of the place where one is."""

    text: str
    href: str
    current: str = ""


def link_to(endpoint: str, text: str, **values: Any) -> Link | None:
    """A link to a page; None where it is not built yet, or not for who asks."""
    if endpoint not in current_app.view_functions:
        return None
    permission = permission_of(endpoint)
    if permission is None or not who().may(permission):
        return None
    return Link(str(text), path_to(endpoint, **values), _current(endpoint))


def path_to(endpoint: str, **values: Any) -> str:
    """The path of a page, in answers to requests for hosts that are not ours as well."""
    return current_app.url_map.bind("").build(endpoint, values)


def navigation() -> tuple[Link, ...]:
    return _links(NAVIGATION)


def footer() -> tuple[Link, ...]:
    return _links(FOOTER)


def _links(places: tuple[tuple[str, Any], ...]) -> tuple[Link, ...]:
    links = (link_to(endpoint, title) for endpoint, title in places)
    return tuple(link for link in links if link is not None)


def _current(endpoint: str) -> str:
    """`page` for the page itself, `true` for one that leads to it."""
    if request.endpoint == endpoint:
        return "page"
    part = endpoint.partition(".")[0]
    return "true" if request.blueprint == part and endpoint != START else ""
