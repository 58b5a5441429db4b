"""Tables whose cells hold lists: `rulebook_parts.jinja` has the macro."""

from dataclasses import dataclass

from app.web.presenters.rule_words import Asks
from app.web.presenters.table import Column


@dataclass(frozen=True, slots=True)
class WideCell:
    """A text, where it leads, what stands small beneath it, and lists of conditions or links."""

    text: str = ""
    href: str = ""
    note: str = ""
    lists: tuple[Asks, ...] = ()


@dataclass(frozen=True, slots=True)
class WideTable:
    """A table with at least one row; its caption is read aloud, and a heading stands over it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[WideCell, ...], ...]
