"""Facts about what a scheme answers to: national items, and priorities in force where it works."""

from collections.abc import Container, Mapping, Sequence
from typing import Any, Literal

from rulebook.derive.registry import UNKNOWN, Case, Derived, FieldPath, ListName, derives, is_given
from rulebook.pack import Entry
from rulebook.words import day_in_words, on_one_line

LONGEST_PART = 120
"""So much of a clause is shown, in characters."""
PARTS_OF_DOCUMENTS = ("Annex", "Appendix", "Chapter", "Clause", "Page", "Paragraph", "Part",
                      "Recommendation", "Schedule", "Section", "Slide", "Table")  # fmt: skip
"""Words that need no capital within a sentence."""
NOT_LISTED = "not on the list of this round; ask the planning team to add it"


@derives()
def count_references_with_status(
    case: Case,
    *,
    list: FieldPath,
    reference: str,
    complete: Sequence[str],
    entries: ListName,
    status: str,
    kind_attribute: str,
    kinds: FieldPath,
    general_attribute: str = "",
) -> Derived:
    """How many cited items have `status` on the day and are of a kind that the scheme claims.

    The list of the round decides on the status, not the team. An item that is not on the list,
    lacks a part of `complete`, is of a kind that is not claimed, or is a general duty by
    `general_attribute`, does not count: what is not
    cited in full is not cited. The notes name the items that count, with the parts that the team
    cites, or, where none does, say why each does not. Unknown only when `kinds` is not answered.
    """
    claimed = case.answer(kinds)
    if claimed is None:
        return UNKNOWN
    met, faulty = [], []
    for item in case.answer(list) or ():
        name = item.get(reference)
        entry = case.entries(entries).get(name)
        fault = (
            _general_fault(entry, general_attribute)
            or _status_fault(entry, case, status, kind_attribute, claimed)
            if name
            else "it cannot be looked up"
        ) or _part_fault(item, complete, case, list)
        cited = _cited(name, entry)
        if fault:
            faulty.append(f"{cited}: {fault}")
        else:
            met.append(f"{cited}, {_parts_cited(item, complete, case, list)} ({status})")
    return Derived(len(met), tuple(met or faulty))


def _cited(name: str | None, entry: Entry | None) -> str:
    """A cited item as people know it: its title, with its reference unless that is our own code."""
    if entry is None:
        return name or "An item without a reference"
    return entry.title if "_" in entry.id else f"{entry.title} ({entry.id})"


def _parts_cited(item: Mapping[str, Any], parts: Sequence[str], case: Case, path: str) -> str:
    """The clause, or what else is cited, on one line as the team wrote it: section 1.2."""
    return ", ".join(
        _part_cited(on_one_line(str(item[part]), LONGEST_PART), part, case, path) for part in parts
    )


def _part_cited(text: str, part: str, case: Case, path: str) -> str:
    if text[:1].isdigit():
        asked = case.template.find(f"{path}.{part}")
        return f"{asked.label.lower() if asked else part} {text}"
    is_part = text.partition(" ")[0] in PARTS_OF_DOCUMENTS
    return text[:1].lower() + text[1:] if is_part else text


@derives()
def count_active(case: Case, *, list: FieldPath, entries: ListName) -> Derived:
    """How many of the chosen entries are in force on the day."""
    chosen = case.answer(list)
    if chosen is None:
        return UNKNOWN
    found = {id: case.entries(entries).get(id) for id in chosen}
    faults = [_force_fault(entry, case) for entry in found.values()]
    return Derived(faults.count(""), _notes(found, faults))


@derives()
def count_local(
    case: Case,
    *,
    list: FieldPath,
    entries: ListName,
    place_attribute: str,
    places: FieldPath,
    footprint: FieldPath,
    footprints: ListName,
    everywhere_attribute: str,
    counted: Literal["covered", "not_covered"],
    accepted_attribute: str = "",
    absent_is_none: bool = False,
) -> Derived:
    """How many chosen entries are in force, and of a place that the scheme covers; or are not.

    With `accepted_attribute` an entry counts only where that attribute is true. A footprint with
    `everywhere_attribute` covers all places. Unknown while the places are, if an entry is chosen. A
    blank answer is unknown, or counts 0 with `absent_is_none` (for an optional answer).
    """
    chosen = case.answer(list)
    if chosen is None:
        return Derived(0) if absent_is_none else UNKNOWN
    covered = covered_places(case, places, footprint, footprints, everywhere_attribute)
    if chosen and covered is None:
        return UNKNOWN
    found = {id: case.entries(entries).get(id) for id in chosen}
    faults = [
        _local_fault(entry, case, covered or (), place_attribute, accepted_attribute)
        for entry in found.values()
    ]
    met = faults.count("")
    if counted == "covered":
        return Derived(met, _notes(found, faults))
    return Derived(len(faults) - met, _faulty(found, faults))


def covered_places(
    case: Case, places: str, footprint: str, footprints: str, everywhere: str
) -> frozenset[str] | None:
    """The places a scheme covers: all that may be chosen, for a footprint that covers everywhere.

    None, for unknown, while the footprint is not answered, or needs places and none is named.
    """
    area = case.entries(footprints).get(case.answer(footprint))
    if area is None:
        return None
    if area.attributes.get(everywhere):
        asked = case.template.find(places)
        return frozenset(choice.id for choice in asked.choices) if asked else None
    return frozenset(case.answer(places) or ()) or None


def _notes(found: Mapping[str, Entry | None], faults: Sequence[str]) -> tuple[str, ...]:
    """The entries that count or, where none does, why each does not."""
    met = [_title(id, entry) for (id, entry), f in zip(found.items(), faults, strict=True) if not f]
    return tuple(met) or _faulty(found, faults)


def _faulty(found: Mapping[str, Entry | None], faults: Sequence[str]) -> tuple[str, ...]:
    """The entries that do not count, and why."""
    pairs = zip(found.items(), faults, strict=True)
    return tuple(f"{_title(id, entry)} ({fault})" for (id, entry), fault in pairs if fault)


def _title(id: str, entry: Entry | None) -> str:
    return entry.title if entry else id


def _force_fault(entry: Entry | None, case: Case) -> str:
    """Why an entry is out of force on the day, or nothing."""
    if entry is None:
        return NOT_LISTED
    return "" if entry.is_in_force(case.day) else f"not in force on {day_in_words(case.day)}"


def _general_fault(entry: Entry | None, attribute: str) -> str:
    """Why a standing duty does not count, or nothing."""
    is_general = entry is not None and attribute and entry.attributes.get(attribute)
    return "a general duty, which does not by itself require a scheme" if is_general else ""


def _status_fault(
    entry: Entry | None, case: Case, status: str, kind_attribute: str, claimed: Container[Any]
) -> str:
    """Why a national item does not count, or nothing."""
    if entry is None:
        return NOT_LISTED
    if entry.attributes.get(kind_attribute) not in claimed:
        return "of a kind that the scheme does not claim"
    on_the_day = entry.status_on(case.day)
    if entry.is_in_force(case.day) and on_the_day != status:
        later = (since for since, then in entry.statuses if then == status and since > case.day)
        until = (f"; {status} from {day_in_words(since)}" for since in later)
        now = f"{on_the_day or 'not yet listed'} on {day_in_words(case.day)}, not {status}"
        return now + next(until, "")
    return _force_fault(entry, case)


def _part_fault(item: Mapping[str, Any], complete: Sequence[str], case: Case, path: str) -> str:
    """Which part of a citation is missing, or nothing."""
    missing = next((part for part in complete if not is_given(item.get(part))), None)
    if missing is None:
        return ""
    asked = case.template.find(f"{path}.{missing}")
    return f"without its {asked.label.lower() if asked else missing}"


def _local_fault(
    entry: Entry | None,
    case: Case,
    covered: Container[Any],
    place_attribute: str,
    accepted_attribute: str,
) -> str:
    """Why an entry does not count for the places of a scheme, or nothing."""
    if entry is None or not entry.is_in_force(case.day):
        return _force_fault(entry, case)
    if entry.attributes.get(place_attribute) not in covered:
        return "belongs to a place that the scheme does not cover"
    if accepted_attribute and not entry.attributes.get(accepted_attribute):
        return "not accepted by its place yet"
    return ""
