"""The page on which a team takes the workbook and sends it back."""

from dataclasses import dataclass

from flask_babel import gettext, ngettext

from app.documents.excel.package import LARGEST_FILE
from app.domain.round import Round
from app.errors import ServiceError
from app.services.workbooks import MOST_SCHEMES
from app.web.navigation import SCHEMES, START, WORKBOOK, Link, path_to
from app.web.presenters.refusal import for_people, problem_in_words
from app.web.presenters.wording import number
from app.web.words import organisation_title

EMPTY, TEAM = "workbook_pages.download_empty", "workbook_pages.download_team"


@dataclass(frozen=True, slots=True)
class WorkbookPage:
    """`refused` is why a file could not be taken, `details` where it says more."""

    title: str
    caption: str
    breadcrumbs: tuple[Link, ...]
    action: str
    about: str
    empty: Link
    team: Link | None
    limits: str
    errors: tuple[Link, ...]
    refused: str
    details: tuple[str, ...]
    is_error: bool


def workbook_page(
    round_: Round, organisation: str, can_change: int, refused: ServiceError | None = None
) -> WorkbookPage:
    """`can_change` is how many schemes of the team a workbook can be filled with."""
    said = for_people(str(refused)) if refused else ""
    return WorkbookPage(
        title=gettext("Schemes in Excel"),
        caption=round_.title,
        breadcrumbs=crumbs(round_),
        action=path_to(WORKBOOK, code=round_.code),
        about=gettext(
            "Write one scheme or many in a workbook, for %(name)s. Nothing is saved until you have "
            "seen what would change.",
            name=organisation_title(organisation),
        ),
        empty=Link(gettext("Download the empty workbook"), path_to(EMPTY, code=round_.code)),
        team=_team(round_, can_change),
        limits=gettext(
            "An Excel workbook (.xlsx) of at most %(size)s MB, with at most %(most)s schemes.",
            size=number(LARGEST_FILE // 1_000_000),
            most=number(MOST_SCHEMES),
        ),
        errors=(Link(said, "#workbook"),) if said else (),
        refused=said,
        details=tuple(problem_in_words(one) for one in refused.problems) if refused else (),
        is_error=bool(refused),
    )


def crumbs(round_: Round) -> tuple[Link, ...]:
    start = Link(gettext("Start"), path_to(START))
    return (start, Link(gettext("Schemes"), path_to(SCHEMES, code=round_.code)))


def _team(round_: Round, count: int) -> Link | None:
    if not count:
        return None
    text = ngettext(
        "Download the workbook with the scheme of your team that can be changed",
        "Download the workbook with the %(num)s schemes of your team that can be changed",
        count,
    )
    return Link(text, path_to(TEAM, code=round_.code))
