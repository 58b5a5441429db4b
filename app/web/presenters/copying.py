"""The page on which a new draft begins from an earlier scheme of the same organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext

from app.domain.round import Round
from app.services.copying import Earlier
from app.web.navigation import NEW_SCHEME, START, Link, path_to
from app.web.presenters.begin import EARLIER
from app.web.presenters.controls import Option

COPY, CARRY_ON = "copy", "carry_on"
WAYS: Final = (COPY, CARRY_ON)


@dataclass(frozen=True, slots=True)
class CopyPage:
    """`schemes` and `ways` are the choices; `nothing` is said where there is no earlier scheme."""

    title: str
    caption: str
    breadcrumbs: tuple[Link, ...]
    action: str
    schemes: tuple[Option, ...]
    ways: tuple[Option, ...]
    nothing: str
    errors: tuple[Link, ...]
    is_error: bool


def copy_page(
    round_: Round, earlier: Sequence[Earlier], chosen: str, way: str, *, is_sent: bool
) -> CopyPage:
    """`is_sent` where somebody has chosen; what they did not choose is said then."""
    keys = [one.key for one in earlier]
    errors = []
    if is_sent and chosen not in keys:
        errors.append(Link(gettext("Choose a scheme to begin from."), "#scheme"))
    if is_sent and way not in WAYS:
        errors.append(Link(gettext("Choose how the two belong together."), "#way"))
    return CopyPage(
        title=gettext("Begin from an earlier scheme"),
        caption=round_.title,
        breadcrumbs=(
            Link(gettext("Start"), path_to(START)),
            Link(gettext("Start a new scheme"), path_to(NEW_SCHEME, code=round_.code)),
        ),
        action=path_to(EARLIER, code=round_.code),
        schemes=tuple(
            Option("scheme" if n == 0 else f"scheme-{n}", one.key, one.label, one.key == chosen)
            for n, one in enumerate(earlier)
        ),
        ways=(
            Option("way", COPY, gettext("A copy: a scheme of its own"), way == COPY),
            Option(
                "way-carry",
                CARRY_ON,
                gettext("It carries on from the earlier scheme, and names it"),
                way == CARRY_ON,
            ),
        ),
        nothing="" if earlier else gettext("Your organisation has no earlier scheme."),
        errors=tuple(errors),
        is_error=bool(errors),
    )
