"""The page on which the chair lets a scheme in late by its reference."""

from dataclasses import dataclass, replace

from flask_babel import gettext

from app.domain.round import Round
from app.web.navigation import LATE, SCHEMES, START, Link, path_to
from app.web.presenters.drafting import Notice


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, and what is wrong with it."""

    ref: str = ""
    reason: str = ""
    ref_error: str = ""
    reason_error: str = ""

    def refused(self, *, ref: str = "", reason: str = "") -> "Asked":
        return replace(self, ref_error=ref, reason_error=reason)


@dataclass(frozen=True, slots=True)
class LatePage:
    """`asked` is shown again where something was refused."""

    title: str
    caption: str
    breadcrumbs: tuple[Link, ...]
    action: str
    about: str
    notice: Notice | None
    asked: Asked
    errors: tuple[Link, ...]
    is_error: bool


def late_page(round_: Round, asked: Asked, *, is_done: bool = False) -> LatePage:
    """`is_done` says that the scheme was let in just now."""
    errors = ((asked.ref_error, "#ref"), (asked.reason_error, "#reason"))
    links = tuple(Link(text, href) for text, href in errors if text)
    return LatePage(
        title=gettext("Let a scheme in late"),
        caption=round_.title,
        breadcrumbs=(
            Link(gettext("Start"), path_to(START)),
            Link(gettext("Schemes"), path_to(SCHEMES, code=round_.code)),
        ),
        action=path_to(LATE, code=round_.code),
        about=gettext(
            "Its team may then submit it after the closing date. You cannot see a draft, so its "
            "team tells you the reference. The reason is recorded, and the team reads it."
        ),
        notice=_notice(asked.ref) if is_done else None,
        asked=Asked() if is_done else asked,
        errors=links,
        is_error=bool(links),
    )


def _notice(ref: str) -> Notice:
    title = gettext("%(ref)s may come in late.", ref=ref)
    return Notice("success", title, gettext("Tell its team: they can submit it now."))
