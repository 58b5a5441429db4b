"""Sources as pages show them: document and place, where it can be read, and whether it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import format_date, gettext

from app.documents.names import cited
from app.web.presenters.wording import day
from rulebook.model import Source
from rulebook.pack import Pack

WEB_ADDRESSES: Final = ("https://", "http://")
"""Other addresses in a pack are not made into links."""


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A source; `asks` are the passages of the checklist that it stands for, in their words."""

    text: str
    href: str
    notes: tuple[str, ...]
    asks: tuple[str, ...] = ()


def shown_sources(pack: Pack, sources: Iterable[Source]) -> tuple[ShownSource, ...]:
    """Each source with what it asks for."""
    return tuple(_shown(pack, source, _asks(pack, source)) for source in sources)


def short_sources(pack: Pack, sources: Iterable[Source]) -> tuple[ShownSource, ...]:
    """Each source without what it asks for: for long lists."""
    return tuple(_shown(pack, source, ()) for source in sources)


def partial_day(text: str) -> str:
    """A day, month or year as packs write them, such as 2023-10, in words."""
    try:
        numbers = [int(part) for part in text.split("-")]
        on = date(*[*numbers, 1, 1][:3])
    except (TypeError, ValueError):
        return text
    if len(numbers) == 1:
        return text
    if len(numbers) == 2:
        return str(format_date(on, "MMMM y"))  # type: ignore[no-untyped-call]  # it has no types
    return day(on)


def _shown(pack: Pack, source: Source, asks: tuple[str, ...]) -> ShownSource:
    href = source.address if source.address.startswith(WEB_ADDRESSES) else ""
    return ShownSource(cited(pack, source), href, _notes(source), asks)


def _notes(source: Source) -> tuple[str, ...]:
    notes = [source.note] if source.note else []
    if not source.verified:
        notes.append(gettext("Not yet checked."))
    elif source.checked_on:
        notes.append(gettext("Read in %(month)s.", month=partial_day(source.checked_on)))
    return tuple(notes)


def _asks(pack: Pack, source: Source) -> tuple[str, ...]:
    entries = pack.checklist.entries if pack.checklist else {}
    return tuple(entries[item].title for item in source.items if item in entries)
