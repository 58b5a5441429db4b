"""Pages of something long: the one before, the next, and some between."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext

NEAR: Final = 1
"""As many pages are named on each side of the one that is shown."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page by its number; one without a number stands for those that are left out."""

    number: str = ""
    href: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """The ways to other pages; `previous` and `next` are empty at the ends."""

    previous: str
    next: str
    links: tuple[PageLink, ...]
    where: str


def pages_of(current: int, last: int, address: Callable[[int], str]) -> Pages | None:
    """None where all stands on one page."""
    if last == 1:
        return None
    return Pages(
        previous=address(current - 1) if current > 1 else "",
        next=address(current + 1) if current < last else "",
        links=tuple(_links(current, last, address)),
        where=gettext("Page %(page)s of %(last)s", page=str(current), last=str(last)),
    )


def _links(current: int, last: int, address: Callable[[int], str]) -> Iterator[PageLink]:
    named = {1, last, *range(max(1, current - NEAR), min(last, current + NEAR) + 1)}
    before = 0
    for number in sorted(named):
        if number > before + 1:
            yield PageLink()
        yield PageLink(str(number), address(number), number == current)
        before = number
