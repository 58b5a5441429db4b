"""Facts about priorities, by hand: in force, of the right place, final on the day."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import pytest

from rulebook.derive import priorities as derive
from rulebook.derive.registry import Case, Derived, FieldPath, ListName
from rulebook.pack import Entry
from tests.builders import main_pack
from tests.rulebook.cases import a_case, a_field, a_list, an_entry

FIELDS = (
    a_field("kinds", "choices"),
    a_field(
        "cited", "list", a_field("ref"), a_field("clause", label="Clause or page"), a_field("page")
    ),
    a_field("chosen", "choices", choices_list="priorities", may_be_empty=True),
    a_field("footprint", "choice", choices_list="footprints"),
    a_field("places", "choices", choices_list="places", may_be_empty=True),
)
ITEMS = a_list(
    "items",
    Entry("LAW", "The Act", statuses=((date(2020, 1, 1), "final"),), attributes={"kind": "law"}),
    Entry("PLAN", "The plan", statuses=((date(2020, 1, 1), "draft"),), attributes={"kind": "plan"}),
    Entry(
        "OLD",
        "The old Act",
        ends=date(2023, 11, 30),
        statuses=((date(2010, 1, 1), "final"),),
        attributes={"kind": "law"},
    ),
)
PRIORITIES = a_list(
    "priorities",
    an_entry("north", place="N", accepted=True),
    an_entry("south", place="S", accepted=True),
    an_entry("north_topic", place="N", accepted=False),
    Entry("north_past", "Past", ends=date(2023, 11, 30), attributes={"place": "N"}),
    Entry("north_next", "Next", starts=date(2023, 12, 2), attributes={"place": "N"}),
)
FOOTPRINTS = a_list(
    "footprints", an_entry("some", everywhere=False), an_entry("all", everywhere=True)
)
PLACES = a_list("places", an_entry("N"), an_entry("S"), an_entry("E"))


def a_scheme_with(**answers: Any) -> Case:
    return a_case(FIELDS, (ITEMS, PRIORITIES, FOOTPRINTS, PLACES), answers)


# ── National items ────────────────────────────────────────────────────────────


def final_items(case: Case, cited: str, items: str, kind: str, kinds: str) -> Derived:
    return derive.count_references_with_status(
        case,
        list=FieldPath(cited),
        reference="ref",
        complete=["clause"],
        entries=ListName(items),
        status="final",
        kind_attribute=kind,
        kinds=FieldPath(kinds),
    )


@pytest.mark.parametrize(
    ("item", "kinds", "counts", "reason", "why"),
    [
        (
            {"ref": "LAW", "clause": "4"},
            ("law",),
            1,
            "The Act (LAW), clause or page 4 (final)",
            "final and claimed, by its number alone",
        ),
        (
            {"ref": "LAW", "clause": "Section 1.2"},
            ("law",),
            1,
            "The Act (LAW), section 1.2 (final)",
            "final and claimed, by a part of the document",
        ),
        (
            {"ref": "LAW", "clause": "NHS\u202e bodies:\n  all of them" + " and more" * 20},
            ("law",),
            1,
            "The Act (LAW), NHS bodies: all of them" + " and more" * 10 + " and m… (final)",
            "a long clause is shown on one line, and cut short",
        ),
        (
            {"ref": "LAW", "clause": "4"},
            ("plan",),
            0,
            "The Act (LAW): of a kind that the scheme does not claim",
            "a reference of a kind that is not claimed",
        ),
        (
            {"ref": "LAW"},
            ("law",),
            0,
            "The Act (LAW): without its clause or page",
            "it lacks its clause",
        ),
        (
            {"ref": "PLAN", "clause": "4"},
            ("plan",),
            0,
            "The plan (PLAN): draft on 1 December 2023, not final",
            "a draft, whatever the team says of it",
        ),
        (
            {"ref": "RUMOUR", "clause": "4"},
            ("law",),
            0,
            "RUMOUR: not on the list of this round; ask the planning team to add it",
            "not on the list",
        ),
        (
            {"ref": "OLD", "clause": "4"},
            ("law",),
            0,
            "The old Act (OLD): not in force on 1 December 2023",
            "its last day was the day before",
        ),
        (
            {"clause": "4"},
            ("law",),
            0,
            "An item without a reference: it cannot be looked up",
            "no reference",
        ),
    ],
)
def test_a_cited_item_counts_when_it_is_final_claimed_and_whole(
    item: Mapping[str, str], kinds: tuple[str, ...], counts: int, reason: str, why: str
) -> None:
    found = final_items(
        a_scheme_with(cited=(item,), kinds=kinds), "cited", "items", "kind", "kinds"
    )
    assert found == Derived(counts, (reason,))


@pytest.mark.parametrize(
    ("answers", "value", "why"),
    [
        ({"kinds": ("law",)}, 0, "nothing is cited"),
        ({"kinds": ("law",), "cited": ()}, 0, "an empty list cites nothing"),
        ({"cited": ({"ref": "LAW", "clause": "4"},)}, None, "it is not said what is claimed"),
        ({}, None, "neither is answered"),
        (
            {"kinds": ("law", "plan"), "cited": ({"ref": "LAW", "clause": "1"},) * 2},
            2,
            "each citation counts",
        ),
    ],
)
def test_citations_are_unknown_only_while_the_kinds_are(
    answers: Mapping[str, Any], value: int | None, why: str
) -> None:
    found = final_items(a_scheme_with(**answers), "cited", "items", "kind", "kinds")
    assert found.value == value


LATER = "; final from 19 December 2023"


@pytest.mark.parametrize(
    ("day", "counts", "reason"),
    [
        (
            date(2023, 1, 9),
            0,
            ": not yet listed on 9 January 2023, not final" + LATER,
        ),
        (date(2023, 1, 10), 0, ": draft on 10 January 2023, not final" + LATER),
        (
            date(2023, 12, 18),
            0,
            ": draft on 18 December 2023, not final" + LATER,
        ),
        (date(2023, 12, 19), 1, ", clause or page 1.1 (final)"),
    ],
)
def test_the_appraisal_of_closed_loop_systems_counts_from_the_day_it_was_final(
    day: date, counts: int, reason: str
) -> None:
    pack = main_pack()
    answers = {
        "national_basis": ("nice_ta",),
        "national_reference": ({"ref": "TA943", "clause": "1.1", "status": "final"},),
    }
    case = Case("S1", answers, pack.template, pack.reference, day, ())
    found = final_items(case, "national_reference", "national_items", "basis", "national_basis")
    assert found.value == counts
    assert found.because == (f"Hybrid closed loop systems for type 1 diabetes (TA943){reason}",)


# ── Priorities ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("chosen", "value", "why"),
    [
        (("north", "south"), 2, "without dates they are always in force"),
        (("north", "north_past"), 1, "one ended the day before"),
        (("north_next",), 0, "it begins the day after"),
        (("rumour",), 0, "on no list"),
        ((), 0, "none is named"),
        (None, None, "blank"),
    ],
)
def test_priorities_count_while_they_are_in_force(
    chosen: tuple[str, ...] | None, value: int | None, why: str
) -> None:
    case = a_scheme_with(chosen=chosen)
    found = derive.count_active(case, list=FieldPath("chosen"), entries=ListName("priorities"))
    assert found.value == value


def test_the_priorities_in_force_are_named() -> None:
    case = a_scheme_with(chosen=("north", "north_past", "rumour"))
    found = derive.count_active(case, list=FieldPath("chosen"), entries=ListName("priorities"))
    assert found.because == ("Entry north",)


def test_where_no_priority_is_in_force_it_is_said_why() -> None:
    case = a_scheme_with(chosen=("north_past", "rumour"))
    found = derive.count_active(case, list=FieldPath("chosen"), entries=ListName("priorities"))
    assert found.because == (
        "Past (not in force on 1 December 2023)",
        "rumour (not on the list of this round; ask the planning team to add it)",
    )


def test_only_what_does_not_count_is_named_where_that_is_counted() -> None:
    case = a_scheme_with(chosen=("north", "north_topic"), **NORTH)
    found = local(case, "not_covered", accepted_attribute="accepted")
    assert found == Derived(1, ("Entry north_topic (not accepted by its place yet)",))


def local(case: Case, counted: Literal["covered", "not_covered"], **rest: Any) -> Derived:
    return derive.count_local(
        case,
        list=FieldPath("chosen"),
        entries=ListName("priorities"),
        place_attribute="place",
        places=FieldPath("places"),
        footprint=FieldPath("footprint"),
        footprints=ListName("footprints"),
        everywhere_attribute="everywhere",
        counted=counted,
        **rest,
    )


NORTH = {"footprint": "some", "places": ("N",)}
EVERYWHERE = {"footprint": "all"}


@pytest.mark.parametrize(
    ("chosen", "where", "covered", "not_covered", "why"),
    [
        (("north",), NORTH, 1, 0, "its own place"),
        (("south",), NORTH, 0, 1, "another place"),
        (("north", "south", "north_past"), NORTH, 1, 2, "one of another place and one past"),
        (("rumour",), NORTH, 0, 1, "on no list"),
        (("north", "south"), EVERYWHERE, 2, 0, "a footprint that covers all places"),
        (("north_past",), EVERYWHERE, 0, 1, "everywhere, but past"),
        ((), {}, 0, 0, "none is named, so the places do not matter"),
        (("north",), {}, None, None, "the footprint is not known"),
        (("north",), {"footprint": "some"}, None, None, "no place is named"),
        (("north",), {"places": ("N",)}, None, None, "it may cover more than is named"),
        (("north",), {"footprint": "moon", "places": ("N",)}, None, None, "on no list"),
        (None, NORTH, None, None, "blank"),
    ],
)
def test_local_priorities_count_in_the_places_that_are_covered(
    chosen: tuple[str, ...] | None,
    where: Mapping[str, Any],
    covered: int | None,
    not_covered: int | None,
    why: str,
) -> None:
    case = a_scheme_with(chosen=chosen, **where)
    assert local(case, "covered").value == covered
    assert local(case, "not_covered").value == not_covered


def test_a_local_measure_counts_where_its_place_has_accepted_it() -> None:
    case = a_scheme_with(chosen=("north", "north_topic"), **NORTH)
    found = local(case, "covered", accepted_attribute="accepted")
    assert found == Derived(1, ("Entry north",))


def test_an_optional_answer_that_is_blank_names_none() -> None:
    assert local(a_scheme_with(**NORTH), "covered", absent_is_none=True).value == 0


@pytest.mark.parametrize(
    ("where", "places", "why"),
    [
        ({"footprint": "some", "places": ("N", "E")}, {"N", "E"}, "those that are named"),
        ({"footprint": "all"}, {"N", "S", "E"}, "all that may be chosen"),
        ({"footprint": "all", "places": ("N",)}, {"N", "S", "E"}, "whichever are named"),
        ({"footprint": "some", "places": ()}, None, "none is named"),
        ({"places": ("N",)}, None, "the footprint is blank"),
        ({}, None, "both are blank"),
    ],
)
def test_the_footprint_says_which_places_are_covered(
    where: Mapping[str, Any], places: set[str] | None, why: str
) -> None:
    case = a_scheme_with(**where)
    found = derive.covered_places(case, "places", "footprint", "footprints", "everywhere")
    assert found == places
