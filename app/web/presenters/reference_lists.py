"""The reference lists of a pack, and one of them with its entries."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask_babel import gettext, lazy_gettext, ngettext
from flask_babel.speaklater import LazyString

from app.errors import NotFound
from app.services.editions import Edition
from app.web.navigation import Link
from app.web.presenters.citing import ShownSource, short_sources
from app.web.presenters.edition import LIST, LISTS, caption_of, crumbs, link_in, path_in, query_of
from app.web.presenters.rule_words import in_force
from app.web.presenters.table import Cell, Column, Row, Table
from app.web.presenters.wording import day, number
from rulebook.pack import Entry, Pack, ReferenceList

NO_LIST = lazy_gettext("There is no such list in this rulebook.")
STATUSES: Final[Mapping[str, LazyString]] = {
    "draft": lazy_gettext("Draft"),
    "expected": lazy_gettext("Expected"),
    "final": lazy_gettext("Final"),
    "withdrawn": lazy_gettext("Withdrawn"),
}
"""Statuses of entries in words. Others are shown as the pack has them."""
LONGEST_SEARCH: Final = 100
_REFERENCE: Final = re.compile(r"[A-Z0-9]+")
"""An id that is the name of a thing outside too, such as TA733 or QYG; others are our own."""


@dataclass(frozen=True, slots=True)
class ListsPage:
    """Every list."""

    title: str
    caption: str
    table: Table
    breadcrumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry; `details` are its properties that can be said in words."""

    title: str
    reference: str
    in_force: str
    not_now: str
    statuses: tuple[str, ...]
    details: tuple[str, ...]
    sources_title: str
    sources: tuple[ShownSource, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """One list, or those of its entries that hold every word that is searched for."""

    title: str
    caption: str
    about: str
    action: str
    hidden: tuple[tuple[str, str], ...]
    search: str
    found: str
    entries: tuple[ShownEntry, ...]
    everything: Link | None
    breadcrumbs: tuple[Link, ...]


def lists_page(edition: Edition) -> ListsPage:
    lists = sorted(edition.pack.reference.values(), key=lambda one: one.title.casefold())
    rows = (
        Row(
            (
                Cell(one.title, path_in(edition, LIST, name=one.id)),
                Cell(number(len(one.entries))),
            )
        )
        for one in lists
    )
    columns = (Column(gettext("List")), Column(gettext("Entries"), is_number=True))
    return ListsPage(
        title=gettext("Reference lists"),
        caption=caption_of(edition),
        table=Table(gettext("Every reference list"), columns, tuple(rows)),
        breadcrumbs=crumbs(edition),
    )


def list_page(edition: Edition, name: str, search: str) -> ListPage:
    """Raises NotFound where the pack has no such list."""
    one = edition.pack.reference.get(name)
    if one is None:
        raise NotFound(str(NO_LIST))
    words = search[:LONGEST_SEARCH].strip()
    entries = [entry for entry in one.entries.values() if _has(edition.pack, one, entry, words)]
    here = path_in(edition, LIST, name=name)
    return ListPage(
        title=one.title,
        caption=caption_of(edition),
        about=one.about,
        action=here.partition("?")[0],
        hidden=tuple(query_of(edition).items()),
        search=words,
        found=_found(len(entries), len(one.entries), words),
        entries=tuple(_shown(edition, one, entry) for entry in entries),
        everything=Link(gettext("Show the whole list"), here) if words else None,
        breadcrumbs=crumbs(edition, link_in(edition, gettext("Reference lists"), LISTS)),
    )


def _found(count: int, total: int, words: str) -> str:
    if not words:
        return ngettext("%(num)s entry", "%(num)s entries", total)
    return ngettext(
        "%(num)s entry of %(total)s holds “%(words)s”",
        "%(num)s entries of %(total)s hold “%(words)s”",
        count,
        total=number(total),
        words=words,
    )


def _has(pack: Pack, one: ReferenceList, entry: Entry, words: str) -> bool:
    if not words:
        return True
    text = " ".join((entry.title, entry.id, *_details(pack, one, entry))).casefold()
    return all(word in text for word in words.casefold().split())


def _shown(edition: Edition, one: ReferenceList, entry: Entry) -> ShownEntry:
    on = edition.round.judged_on if edition.round else edition.pack.calendar.judged_on
    count = len(entry.sources)
    return ShownEntry(
        title=entry.title,
        reference=entry.id if _REFERENCE.fullmatch(entry.id) else "",
        in_force=in_force(entry.starts, entry.ends) if entry.starts or entry.ends else "",
        not_now="" if entry.is_in_force(on) else gettext("Not in force on %(day)s", day=day(on)),
        statuses=tuple(_status(status, since) for since, status in entry.statuses),
        details=tuple(_details(edition.pack, one, entry)),
        sources_title=ngettext("%(num)s source", "%(num)s sources", count),
        sources=short_sources(edition.pack, entry.sources),
    )


def _status(status: str, since: date) -> str:
    words = str(STATUSES.get(status, status.replace("_", " ").capitalize()))
    return gettext("%(status)s from %(day)s", status=words, day=day(since))


def _details(pack: Pack, one: ReferenceList, entry: Entry) -> Iterator[str]:
    """Each property of an entry that is words, or names entries of lists, after its name."""
    for name, kind in one.attributes.items():
        values = _words(pack, entry, name, _listed(entry.attributes.get(name)))
        if kind in ("text", "texts") and values:
            yield f"{name.replace('_', ' ').capitalize()}: {'; '.join(values)}"


def _listed(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, tuple) else ()


def _words(pack: Pack, entry: Entry, name: str, values: Iterable[str]) -> list[str]:
    """What is named by the title of its entry, or is prose. Other codes are left out."""
    found = []
    for value in values:
        title = _title(pack, name, value)
        if title and title != entry.title:
            found.append(title)
        elif not title and (" " in value or value[:1].isupper()) and "_" not in value:
            found.append(value)
    return found


def _title(pack: Pack, name: str, id: str) -> str:
    """The title of an entry with this id: of places first where the property is of places."""
    kind = name.rpartition("_")[2].removesuffix("s")
    lists = sorted(pack.reference.values(), key=lambda one: not one.id.startswith(kind))
    return next((one.entries[id].title for one in lists if id in one.entries), "")
