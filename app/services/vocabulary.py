"""Tells the generator of made-up schemes what a pack allows."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from rulebook.pack import Entry, Pack
from seed.generator import vocabulary as words
from seed.generator.vocabulary import Vocabulary

LISTS = (
    "core20plus_groups",
    "delivery_routes",
    "equality_groups",
    "evidence_types",
    "icss",
    "marmot_themes",
    "monitoring_bodies",
    "objectives",
    "staff_groups",
)
"""The lists of which the generator needs the ids alone, in their order."""
ROUND_CODE = "GEN24"
"""Begins every generated reference, so that none is that of a sample or a real scheme."""


def vocabulary_from(pack: Pack, day: date, round_code: str = ROUND_CODE) -> Vocabulary:
    """What made-up schemes may say on a day, in the words of the pack.

    Raises KeyError for a pack that lacks one of the lists of the standard template.
    """
    submitters = pack.template.find("submitter_type")
    wide = _where(_entries(pack, "footprints"), "covers_all_places", True)
    return Vocabulary(
        round_code=round_code,
        area=wide[0].title.removeprefix("The whole of "),
        day=day,
        planning_years=pack.calendar.planning_years,
        places={entry.id: _place(entry) for entry in _entries(pack, "places")},
        organisations=tuple(_organisations(pack, day)),
        submitters=tuple(choice.id for choice in submitters.choices) if submitters else (),
        themes={entry.id: entry.title for entry in _entries(pack, "themes")},
        enabler_themes=tuple(e.id for e in _where(_entries(pack, "themes"), "kind", "enabler")),
        groups={entry.id: entry.title for entry in _entries(pack, "population_groups")},
        national_items={e.id: _national(e, day) for e in _entries(pack, "national_items")},
        system_priorities={
            e.id: _priority(pack, e, day) for e in _entries(pack, "system_priorities")
        },
        place_priorities=tuple(_priority(pack, e, day) for e in _entries(pack, "place_priorities")),
        local_metrics=tuple(_priority(pack, e, day) for e in _entries(pack, "local_metrics")),
        metrics={entry.id: _metric(entry) for entry in _entries(pack, "metrics")},
        funds=tuple(_fund(entry) for entry in _entries(pack, "funds")),
        certainties={
            e.id: _number(e, "weight_percent") for e in _entries(pack, "offset_certainty")
        },
        wide_footprints=tuple(entry.id for entry in wide),
        lists={name: tuple(pack.reference[name].entries) for name in LISTS},
    )


def _entries(pack: Pack, name: str) -> Iterable[Entry]:
    return pack.reference[name].entries.values()


def _where(entries: Iterable[Entry], attribute: str, value: Any) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.attributes.get(attribute) == value)


def _number(entry: Entry, attribute: str) -> int:
    return int(entry.attributes[attribute])


def _texts(entry: Entry, attribute: str) -> tuple[str, ...]:
    return tuple(entry.attributes.get(attribute, ()))


def _place(entry: Entry) -> words.Place:
    deprived = _number(entry, "lsoas_most_deprived_20_percent") * 100
    return words.Place(
        id=entry.id,
        title=str(entry.attributes.get("short_name", entry.title)),
        population=_number(entry, "population_2021"),
        deprived_percent=round(deprived / _number(entry, "lsoas")),
    )


def _organisations(pack: Pack, day: date) -> Iterator[words.Organisation]:
    """The bodies that exist on the day."""
    for entry in _entries(pack, "organisations"):
        if entry.is_in_force(day):
            type = str(entry.attributes["type"])  # noqa: A001 the word of the list
            yield words.Organisation(entry.id, entry.title, type, _texts(entry, "home_places"))


def _national(entry: Entry, day: date) -> words.NationalItem:
    status = entry.status_on(day) if entry.is_in_force(day) else None
    basis = str(entry.attributes["basis"])
    return words.NationalItem(entry.id, entry.title, basis, status or "")


def _priority(pack: Pack, entry: Entry, day: date) -> words.Priority:
    """A local measure counts when its place has accepted it; others need no acceptance.

    Its title is that without the place: the words of “Liverpool” say nothing of whom it is for.
    """
    counts = entry.is_in_force(day) and bool(entry.attributes.get("accepted", True))
    place = pack.reference["places"].entries.get(str(entry.attributes.get("place", "")))
    title = entry.title.removeprefix(f"{place.title}: ") if place else entry.title
    return words.Priority(entry.id, title, counts, place.id if place else "")


def _metric(entry: Entry) -> words.Metric:
    return words.Metric(
        id=entry.id,
        title=entry.title,
        unit=str(entry.attributes["unit"]),
        is_higher_better=entry.attributes["better"] == "higher",
        theme=str(entry.attributes["theme"]),
    )


def _fund(entry: Entry) -> words.Fund:
    return words.Fund(
        id=entry.id,
        needs_offset=bool(entry.attributes["needs_offset"]),
        is_ring_fenced=bool(entry.attributes["ring_fenced"]),
        purposes=_texts(entry, "purposes"),
    )
