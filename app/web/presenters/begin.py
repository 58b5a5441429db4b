"""The page that begins a scheme: the few answers that a draft cannot be without."""

from dataclasses import dataclass
from typing import Final

from flask_babel import gettext

from app.access import Principal
from app.domain.round import Round
from app.services.drafting import asked_fields
from app.web.navigation import NEW_SCHEME, START, WORKBOOK, Link, link_to, path_to
from app.web.presenters.drafting import Notice
from app.web.presenters.section import Filled, Question, asked, links_to
from app.web.words import organisation_title
from rulebook.pack import Pack
from rulebook.template import Field

EARLIER: Final = "copy_pages.show_earlier"


@dataclass(frozen=True, slots=True)
class BeginPage:
    """`organisation` says for whom the scheme is written."""

    title: str
    caption: str
    breadcrumbs: tuple[Link, ...]
    action: str
    organisation: str
    questions: tuple[Question, ...]
    others: tuple[Link, ...]
    errors: tuple[Link, ...]
    warnings: tuple[Link, ...]
    notice: Notice | None
    is_error: bool


def first_questions(pack: Pack) -> tuple[Field, ...]:
    """The questions that must be answered before a draft can be kept."""
    return tuple(one for one in asked_fields([*pack.template.fields]) if one.required == "draft")


def begin_page(round_: Round, pack: Pack, who: Principal, filled: Filled) -> BeginPage:
    others = (
        link_to(EARLIER, gettext("Begin from an earlier scheme"), code=round_.code),
        link_to(WORKBOOK, gettext("Write several schemes in Excel"), code=round_.code),
    )
    errors = links_to(pack, filled.problems)
    warnings = links_to(pack, filled.warnings)
    return BeginPage(
        title=gettext("Start a new scheme"),
        caption=round_.title,
        breadcrumbs=(Link(gettext("Start"), path_to(START)),),
        action=path_to(NEW_SCHEME, code=round_.code),
        organisation=gettext(
            "It is written for %(name)s. Nobody else sees it until it is submitted.",
            name=organisation_title(who.organisation),
        ),
        questions=asked(pack, first_questions(pack), filled),
        others=tuple(link for link in others if link),
        errors=errors,
        warnings=warnings,
        notice=filled.notice,
        is_error=bool(errors or warnings),
    )
