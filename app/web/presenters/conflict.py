"""Two people have answered the same questions: both answers side by side, with a choice."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from app.services.drafting import Clash, Draft
from app.web.forms.typed import Typed
from app.web.navigation import Link
from app.web.presenters.answers import Shown, shown
from app.web.presenters.drafting import breadcrumbs, numbered, section_address
from rulebook.template import Section

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class ShownClash:
    """One question with both answers; `error` where no choice was made."""

    field: str
    number: str
    question: str
    mine: Shown
    theirs: Shown
    chosen: str
    error: str


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """`kept` is what was typed, which the page carries along."""

    title: str
    breadcrumbs: tuple[Link, ...]
    action: str
    version: int
    clashes: tuple[ShownClash, ...]
    kept: tuple[tuple[str, str], ...]
    errors: tuple[Link, ...]
    is_error: bool


def conflict_page(
    draft: Draft,
    section: Section,
    clashes: Collection[Clash],
    typed: Typed,
    chosen: Mapping[str, str] | None = None,
) -> ConflictPage:
    """`chosen` is what was chosen so far; None where nobody has been asked yet."""
    rows = tuple(_row(clash, chosen) for clash in clashes)
    errors = tuple(
        Link(f"{row.number}: {row.error}", f"#choice-{row.field}") for row in rows if row.error
    )
    return ConflictPage(
        title=gettext("Somebody else has changed the same answers"),
        breadcrumbs=breadcrumbs(draft),
        action=section_address(draft, section),
        version=draft.scheme.version,
        clashes=rows,
        kept=tuple((name, text) for name, texts in typed.items() for text in texts),
        errors=errors,
        is_error=True,
    )


def _row(clash: Clash, chosen: Mapping[str, str] | None) -> ShownClash:
    choice = (chosen or {}).get(clash.field.id, "")
    is_open = chosen is not None and choice not in (MINE, THEIRS)
    return ShownClash(
        clash.field.id,
        numbered(clash.field),
        clash.field.question or clash.field.label,
        _shown(clash, clash.mine),
        _shown(clash, clash.theirs),
        choice,
        gettext("Choose which answer to keep.") if is_open else "",
    )


def _shown(clash: Clash, value: Any) -> Shown:
    return shown(clash.field, value)
