"""The list as a page shows it: its columns, the words of each line, and the same as CSV."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from app.documents.markdown import notes
from app.documents.names import (
    measure_heads,
    named,
    owner_of,
    tier_title,
    title_of,
)
from app.documents.rows import reason, safe_cell
from app.domain.listing import OFFSET_STATUS, RETURNED, UNPLACED, Entry
from app.domain.money import CASH_RELEASED, GROSS_COST, money_by_year
from app.domain.ranked import SCORE, Line
from rulebook.pack import Pack
from rulebook.template import Field
from scoring.score import shown

ORGANISATION, PLACES, TIER, MEASURE = "organisation", "places", "tier", "score"
COST, RELEASE, OFFSET, HOLDS, FLAGS = "cost", "release", "offset", "holds", "flags"
COLUMNS: Final = (ORGANISATION, PLACES, TIER, MEASURE, COST, RELEASE, OFFSET, HOLDS, FLAGS)
"""What may be chosen to be shown beside rank, reference and title."""
USUAL_COLUMNS: Final = tuple(column for column in COLUMNS if column != RELEASE)
PLACES_COVERED, THEME = "places_covered", "theme"
"""Fields that a pack may lack."""
OTHER_LISTS: Final[Mapping[str, str]] = {
    RETURNED: "Returned to their teams",
    UNPLACED: "Not on a list yet",
}


def list_title(pack: Pack, id: str) -> str:
    """The name of a list, or of where schemes stand that are on none."""
    found = next((item.title for item in pack.lists if item.id == id), "")
    return found or OTHER_LISTS.get(id, "")


def labels_of(pack: Pack, path: str) -> dict[str, str]:
    """The labels of the choices of a field, by id."""
    field: Field | None = pack.template.find(path)
    return {choice.id: choice.label for choice in field.choices} if field else {}


def places_in_words(pack: Pack, places: Collection[str]) -> str:
    """The names of places, or how many there are where all of them are meant."""
    labels = labels_of(pack, PLACES_COVERED)
    if len(labels) > 1 and labels.keys() <= set(places):
        return f"All {len(labels)} places"
    return ", ".join(label for id, label in labels.items() if id in places)


def offset_in_words(pack: Pack, line: Line) -> str:
    """The status of the offset; nothing where the pack has none."""
    attribute = next((item for item in pack.attributes if item.id == OFFSET_STATUS), None)
    if attribute is None:
        return ""
    return named(attribute.values, line.classification.attributes[OFFSET_STATUS])


def values_of(pack: Pack, attribute: str) -> dict[str, str]:
    """The titles of the values of an attribute, by id; none where the pack has no such one."""
    found = next((item for item in pack.attributes if item.id == attribute), None)
    return {value.id: value.title for value in found.values} if found else {}


def held_until(pack: Pack, line: Line) -> list[str]:
    """The gates that hold a scheme, by their titles."""
    return [named(pack.gates, gate) for gate in line.classification.failed_gates]


def not_known_gates(pack: Pack, line: Line) -> list[str]:
    return [named(pack.gates, gate) for gate in line.classification.unknown_gates]


def measures_of(pack: Pack, entry: Entry) -> dict[str, Any]:
    """What a list is ranked by, each under its heading, and the other end of an open score."""
    item = next((item for item in pack.lists if item.id == entry.list), None)
    line = entry.line
    if item is None or line.score is None:
        return {}
    heads, low, high = measure_heads(item), shown(line.score.low), shown(line.score.high)
    ends = {heads[0]: low, f"{heads[0]} at most": high}
    if item.rank_by == SCORE:
        return ends
    return {**ends, heads[1]: shown(line.value) if line.value is not None else ""}


def as_csv_of_shown(
    pack: Pack, entries: Sequence[Entry], columns: Collection[str], years: Sequence[str]
) -> str:
    """Exactly what a page shows, all its pages together; money in pounds, empty if not given."""
    heads, rows = shown_rows(pack, entries, columns, years)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return out.getvalue()


def shown_rows(
    pack: Pack, entries: Sequence[Entry], columns: Collection[str], years: Sequence[str]
) -> tuple[list[str], Iterator[list[str | int | Decimal]]]:
    """The headings of what a page shows, and the values of each line below them.

    Ranks, scores and money in pounds are numbers; what is not given is an empty text.
    """
    heads = list(_headings(pack, columns, years))
    found = (_row(pack, entry, years) for entry in entries)
    return heads, ([row.get(head, "") for head in heads] for row in found)


def _headings(pack: Pack, columns: Collection[str], years: Iterable[str]) -> Iterator[str]:
    yield from ("List", "Rank", "Reference", "Title")
    measured = [head for item in pack.lists for head in _measure_headings(measure_heads(item))]
    by_column: Mapping[str, Iterable[str]] = {
        ORGANISATION: ["Organisation"],
        PLACES: ["Places"],
        TIER: ["Tier"],
        MEASURE: dict.fromkeys(measured),
        COST: [_cost_head(year) for year in years],
        RELEASE: [_release_head(year) for year in years],
        OFFSET: ["Offset"],
        HOLDS: ["Held until", "Not known yet"],
        FLAGS: ["Flags"],
    }
    for column in COLUMNS:
        yield from by_column[column] if column in columns else ()
    yield "Why"


def _measure_headings(heads: Sequence[str]) -> list[str]:
    return [heads[0], f"{heads[0]} at most", *heads[1:]]


def _row(pack: Pack, entry: Entry, years: Sequence[str]) -> dict[str, Any]:
    line = entry.line
    cost = money_by_year(line.scheme, GROSS_COST)
    release = money_by_year(line.scheme, CASH_RELEASED)
    return {
        "List": list_title(pack, entry.list),
        "Rank": line.rank or "",
        "Reference": line.ref,
        "Title": title_of(line),
        "Organisation": owner_of(pack, line),
        "Places": places_in_words(pack, entry.places),
        "Tier": tier_title(pack, line),
        **measures_of(pack, entry),
        **{_cost_head(year): _pounds(cost.get(year)) for year in years},
        **{_release_head(year): _pounds(release.get(year)) for year in years},
        "Offset": offset_in_words(pack, line),
        "Held until": "; ".join(held_until(pack, line)),
        "Not known yet": "; ".join(not_known_gates(pack, line)),
        "Flags": notes(pack, line),
        "Why": reason(pack, line),
    }


def _cost_head(year: str) -> str:
    return f"Gross cost {year} (£)"


def _release_head(year: str) -> str:
    return f"Cash released {year} (£)"


def _pounds(pence: int | None) -> Decimal | str:
    """Pounds as a number, with pence only where there are any."""
    if pence is None:
        return ""
    whole, rest = divmod(abs(pence), 100)
    pounds = Decimal(f"{whole}.{rest:02}" if rest else whole)
    return -pounds if pence < 0 else pounds
