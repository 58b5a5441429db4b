"""What a list can be filtered by, what it is filtered by now, and how each is taken away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from app.documents.names import OWNER
from app.documents.shown_list import (
    COST,
    FLAGS,
    HOLDS,
    MEASURE,
    OFFSET,
    ORGANISATION,
    PLACES,
    PLACES_COVERED,
    RELEASE,
    THEME,
    TIER,
    labels_of,
    list_title,
    values_of,
)
from app.domain.listing import HELD, NOT_HELD, OFFSET_STATUS, URGENCY, Listing
from app.domain.shown import BY_COST, BY_RANK, BY_SCORE, BY_TITLE
from app.web.list_query import ListQuery
from app.web.navigation import Link

NAMES: Final[Mapping[str, LazyString]] = {
    "list": lazy_gettext("List"),
    "tier": lazy_gettext("Tier"),
    "place": lazy_gettext("Place"),
    "organisation": lazy_gettext("Organisation"),
    "theme": lazy_gettext("Theme"),
    "held": lazy_gettext("Approval"),
    OFFSET_STATUS: lazy_gettext("Offset"),
    URGENCY: lazy_gettext("Urgency"),
    "q": lazy_gettext("Words"),
}
COLUMN_NAMES: Final[Mapping[str, LazyString]] = {
    ORGANISATION: lazy_gettext("Organisation"),
    PLACES: lazy_gettext("Places"),
    TIER: lazy_gettext("Tier"),
    MEASURE: lazy_gettext("Score or loss"),
    COST: lazy_gettext("Gross cost by year"),
    RELEASE: lazy_gettext("Cash released by year"),
    OFFSET: lazy_gettext("Offset"),
    HOLDS: lazy_gettext("Held until"),
    FLAGS: lazy_gettext("Flags"),
}
SORT_NAMES: Final[Mapping[str, LazyString]] = {
    BY_RANK: lazy_gettext("Rank"),
    BY_SCORE: lazy_gettext("Highest score"),
    BY_COST: lazy_gettext("Highest gross cost"),
    BY_TITLE: lazy_gettext("Title"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter, or a column to be chosen."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Select:
    """A filter with its choices, the first of which lets everything through."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class FilterForm:
    """What the form above a list holds. `kept` goes along unseen."""

    words: str
    selects: tuple[Select, ...]
    columns: tuple[Option, ...]
    are_columns_chosen: bool
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that a list is filtered by, and the address without it."""

    text: str
    remove: str
    href: str


Choices = Mapping[str, Mapping[str, str]]
"""What each filter can be set to: the labels by id."""


def filter_choices(listing: Listing) -> Choices:
    """Only what some scheme of the list has."""
    pack, entries = listing.ranked.pack, listing.entries
    lists = dict.fromkeys(entry.list for entry in entries)
    return {
        "list": {id: list_title(pack, id) for id in lists},
        "tier": _named(
            {tier.id: tier.title for tier in pack.tiers}, {entry.tier for entry in entries}
        ),
        "place": _named(
            labels_of(pack, PLACES_COVERED), {id for entry in entries for id in entry.places}
        ),
        "organisation": _by_title(
            _named(labels_of(pack, OWNER), {entry.organisation for entry in entries})
        ),
        "theme": _by_title(_named(labels_of(pack, THEME), {entry.theme for entry in entries})),
        "held": _named(
            {NOT_HELD: gettext("Can be approved now"), HELD: gettext("Held")},
            {entry.held for entry in entries},
        ),
        OFFSET_STATUS: _named(
            values_of(pack, OFFSET_STATUS), {entry.offset_status for entry in entries}
        ),
        URGENCY: _named(values_of(pack, URGENCY), {entry.urgency for entry in entries}),
    }


def filter_form(choices: Choices, query: ListQuery) -> FilterForm:
    kept = {"sort": query.sort if query.sort != BY_RANK else "", "day": query.day}
    if query.position:
        kept["position"] = str(query.position)
    return FilterForm(
        words=query.q,
        selects=tuple(_select(name, labels, query) for name, labels in choices.items()),
        columns=tuple(
            Option(id, str(text), id in query.columns) for id, text in COLUMN_NAMES.items()
        ),
        are_columns_chosen=query.columns != ListQuery().columns,
        kept=tuple((name, value) for name, value in kept.items() if value),
    )


def chips(choices: Choices, query: ListQuery, path: str) -> tuple[Chip, ...]:
    """What is filtered by now, in the order of the form."""
    found = []
    for name, title in NAMES.items():
        if value := getattr(query, name):
            label = choices[name].get(value, gettext("not on this list")) if name != "q" else value
            text = gettext("%(name)s: %(value)s", name=str(title), value=label)
            remove = gettext("Remove the filter %(text)s", text=text)
            found.append(Chip(text, remove, f"{path}?{query.asking(**{name: ''})}"))
    return tuple(found)


def sort_links(query: ListQuery, path: str) -> tuple[Link, ...]:
    return tuple(
        Link(str(text), f"{path}?{query.asking(sort=id)}", "true" if id == query.sort else "")
        for id, text in SORT_NAMES.items()
    )


def _named(labels: Mapping[str, str], among: Iterable[str]) -> dict[str, str]:
    """Those of the labels that are among what there is."""
    there = set(among)
    return {id: label for id, label in labels.items() if id in there}


def _by_title(labels: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(labels.items(), key=lambda item: item[1].casefold()))


def _select(name: str, labels: Mapping[str, str], query: ListQuery) -> Select:
    chosen = getattr(query, name)
    every = Option("", gettext("All"), not chosen)
    options = (Option(id, label, id == chosen) for id, label in labels.items())
    return Select(name, str(NAMES[name]), (every, *options))
