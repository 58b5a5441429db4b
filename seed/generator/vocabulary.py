"""What the generator is told about a pack: the ids it may use, and the little it must know of each.

Whoever knows the pack builds a `Vocabulary`; this package does not read packs. Everything is as it
stands on `Vocabulary.day`. Tuples keep the order of the lists, so that results repeat.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Place:
    """A place; `deprived_percent` of its small areas are in the most deprived fifth of England."""

    id: str
    title: str
    population: int
    deprived_percent: int


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that exists on the day; `places` are where it works, none when that is not known."""

    id: str
    title: str
    type: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NationalItem:
    """A national item; `status` is draft, expected or final on the day, empty when not in force."""

    id: str
    title: str
    basis: str
    status: str


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority or local measure; `counts` is true when it is in force and, if asked, accepted."""

    id: str
    title: str
    counts: bool
    place: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    id: str
    title: str
    unit: str
    is_higher_better: bool
    theme: str


@dataclass(frozen=True, slots=True)
class Fund:
    """A source of money; `purposes` are the themes that a ring-fenced one is for."""

    id: str
    needs_offset: bool
    is_ring_fenced: bool
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The ids of a pack that a scheme may use.

    `lists` holds, by name, the ids of the lists that need nothing but ids. `themes` and `groups`
    give titles by id, `certainties` the percent of an offset that counts. `wide_footprints` cover
    all places. `submitters` are the kinds of submitter; a body of another type is the last of them.
    """

    round_code: str
    area: str
    day: date
    planning_years: tuple[str, ...]
    places: Mapping[str, Place]
    organisations: tuple[Organisation, ...]
    submitters: tuple[str, ...]
    themes: Mapping[str, str]
    enabler_themes: tuple[str, ...]
    groups: Mapping[str, str]
    national_items: Mapping[str, NationalItem]
    system_priorities: Mapping[str, Priority]
    place_priorities: tuple[Priority, ...]
    local_metrics: tuple[Priority, ...]
    metrics: Mapping[str, Metric]
    funds: tuple[Fund, ...]
    certainties: Mapping[str, int]
    wide_footprints: tuple[str, ...]
    lists: Mapping[str, tuple[str, ...]]
