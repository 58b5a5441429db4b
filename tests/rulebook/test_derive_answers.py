"""Facts about answers, by hand: given, blank, half given, and not on any list."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from rulebook.derive import answers as derive
from rulebook.derive.registry import Case, FieldPath, ListName
from rulebook.missing import Missing
from rulebook.model import Value
from tests.rulebook.cases import a_case, a_field, a_list, an_entry

FIELDS = (
    a_field("is_large", "yes_no"),
    a_field("size", "integer"),
    a_field("colour", "choice", choices_list="colours", unknown_value="not_known"),
    a_field("colours", "choices", choices_list="colours"),
    a_field("extras", "choices", choices_list="colours", may_be_empty=True),
    a_field("contact", "group", a_field("name"), a_field("dates", "list", a_field("day"))),
    a_field("items", "list"),
    a_field("staff", "list", may_be_empty=True),
    a_field(
        "effects",
        "group",
        a_field("safe", "integer", label="Safety"),
        a_field("quick", "integer", label="Speed"),
        a_field("note"),
    ),
)
COLOURS = a_list(
    "colours",
    an_entry("red", warmth="warm", is_bright=True, goes_with=("blue",)),
    an_entry("orange", warmth="warm", is_bright=False),
    an_entry("blue", warmth="cold"),
    an_entry("clear"),
)
KINDS = a_list("kinds", an_entry("trial"), an_entry("study"), an_entry("opinion"))
MEASURES = a_list(
    "measures",
    an_entry("found", better="higher"),
    an_entry("waiting", better="lower"),
    an_entry("undecided"),
)


def path(text: str) -> FieldPath:
    return FieldPath(text)


def a_scheme_with(**answers: Any) -> Case:
    return a_case(FIELDS, (COLOURS, KINDS, MEASURES), answers)


# ── Copied answers ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("answers", "at", "value", "why"),
    [
        ({"is_large": "yes"}, "is_large", True, "yes"),
        ({"is_large": "no"}, "is_large", False, "no is known"),
        ({"is_large": "not_known"}, "is_large", None, "not known is no answer"),
        ({"size": 0}, "size", 0, "zero is an answer"),
        ({}, "size", None, "blank"),
        ({"colour": "red"}, "colour", "red", "a choice"),
        ({"colour": "not_known"}, "colour", None, "the choice that stands for not known"),
        ({"colours": ("red", "blue")}, "colours", frozenset({"red", "blue"}), "several"),
        ({"colours": ()}, "colours", None, "an empty list where one is needed is no answer"),
        ({"extras": ()}, "extras", frozenset(), "an empty list where it may be is an answer"),
        ({"effects": {"safe": -2}}, "effects.safe", -2, "a part of a group"),
        ({"effects": {}}, "effects.safe", None, "a part of an empty group"),
        ({"size": 3}, "size.part", None, "nothing is inside a number"),
        ({"size": 3}, "nothing", None, "no such field"),
    ],
)
def test_a_fact_is_copied_from_its_answer(
    answers: Mapping[str, Any], at: str, value: Value | None, why: str
) -> None:
    assert derive.answer_fact(a_scheme_with(**answers), at).value == value


# ── About the submission: never unknown ───────────────────────────────────────


@pytest.mark.parametrize(
    ("answers", "value", "why"),
    [
        ({"size": 1, "contact": {"name": "Ann"}}, True, "both are given"),
        ({"size": 0, "contact": {"name": "Ann"}}, True, "zero is given"),
        ({"size": 1, "contact": {}}, False, "the group is empty"),
        ({"size": 1}, False, "one is missing"),
        ({}, False, "none is given"),
    ],
)
def test_all_are_given_when_none_is_blank(
    answers: Mapping[str, Any], value: bool, why: str
) -> None:
    case = a_scheme_with(**answers)
    found = derive.is_all_given(case, fields=[path("size"), path("contact.name")])
    assert found.value is value


def test_an_empty_list_is_given_only_where_it_may_be_empty() -> None:
    case = a_scheme_with(extras=(), colours=())
    assert derive.is_all_given(case, fields=[path("extras")]).value is True
    assert derive.is_all_given(case, fields=[path("colours")]).value is False


@pytest.mark.parametrize(
    ("answers", "value", "why"),
    [
        ({"contact": {"dates": ({"day": 1}, {"day": 2})}}, 2, "two are whole"),
        ({"contact": {"dates": ({"day": 1}, {})}}, 1, "one lacks its day"),
        ({"contact": {"dates": ()}}, 0, "the list is empty"),
        ({}, 0, "nothing was handed in, so none is"),
    ],
)
def test_items_that_are_given_are_counted_when_they_are_whole(
    answers: Mapping[str, Any], value: int, why: str
) -> None:
    case = a_scheme_with(**answers)
    assert derive.count_given(case, list=path("contact.dates"), complete=["day"]).value == value


def test_chosen_entries_are_counted_as_given() -> None:
    assert derive.count_given(a_scheme_with(extras=("red",)), list=path("extras")).value == 1
    assert derive.count_given(a_scheme_with(), list=path("extras")).value == 0


@pytest.mark.parametrize(
    ("kinds", "value", "why"),
    [
        (["now", "new"], True, "two, one of them as now"),
        (["now"], False, "one only"),
        (["new", "other"], False, "to carry on as now is not among them"),
        ([None, "new"], False, "the kind of one was not handed in"),
        ([], False, "none"),
        (None, False, "not answered"),
    ],
)
def test_enough_items_are_handed_in_with_one_of_a_kind(
    kinds: list[str | None] | None, value: bool, why: str
) -> None:
    items = None if kinds is None else tuple({"kind": kind} for kind in kinds)
    case = a_scheme_with(items=items)
    found = derive.has_items(case, list=path("items"), at_least=2, including={"kind": "now"})
    assert found.value is value


# ── About the world ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("answers", "value", "why"),
    [
        ({"size": 4, "colour": "blue"}, True, "the answer that only some give is given"),
        ({"size": 4}, True, "and that is enough"),
        ({"colour": "red"}, True, "the choice says so"),
        ({"colour": "blue"}, False, "neither"),
        ({}, None, "the choice is not known"),
    ],
)
def test_one_is_given_or_one_is_chosen(
    answers: Mapping[str, Any], value: bool | None, why: str
) -> None:
    found = derive.is_any_given_or_chosen(
        a_scheme_with(**answers), given=[path("size")], field=path("colour"), values=["red"]
    )
    assert found.value is value


@pytest.mark.parametrize(
    ("staff", "value", "why"),
    [
        (({"from": "new"}, {"from": "old"}, {"from": "new"}), 2, "two of three"),
        ((), 0, "an empty list says that there are none"),
        (None, None, "blank"),
        (({"from": "new"}, {}), None, "one may be one of them"),
        (({"from": "new"}, {"from": "old", "grade": 1}), 1, "other parts do not matter"),
    ],
)
def test_items_are_counted_by_their_parts(
    staff: tuple[Mapping[str, Any], ...] | None, value: int | None, why: str
) -> None:
    case = a_scheme_with(staff=staff)
    assert derive.count(case, list=path("staff"), where={"from": "new"}).value == value


def test_an_item_that_is_none_of_them_in_one_part_may_lack_another() -> None:
    case = a_scheme_with(staff=({"from": "old"}, {"from": "new", "grade": 1}))
    assert derive.count(case, list=path("staff"), where={"from": "new", "grade": "1"}).value == 0


def test_all_chosen_entries_are_counted() -> None:
    assert derive.count(a_scheme_with(extras=("red", "blue")), list=path("extras")).value == 2


@pytest.mark.parametrize(
    ("chosen", "value", "why"),
    [
        (("red", "orange", "blue"), 2, "two are warm"),
        (("clear",), 0, "it has no warmth"),
        (("red", "violet"), 1, "violet is on no list"),
        ((), 0, "none is chosen"),
        (None, None, "blank"),
    ],
)
def test_different_attributes_of_chosen_entries_are_counted(
    chosen: tuple[str, ...] | None, value: int | None, why: str
) -> None:
    case = a_scheme_with(extras=chosen)
    assert derive.count_distinct(case, list=path("extras"), attribute="warmth").value == value


@pytest.mark.parametrize(
    ("colour", "value", "why"),
    [
        ("red", True, "yes"),
        ("orange", False, "no is known"),
        ("blue", None, "it has none"),
        ("violet", None, "on no list"),
        (None, None, "blank"),
    ],
)
def test_an_attribute_of_the_chosen_entry_is_a_fact(
    colour: str | None, value: bool | None, why: str
) -> None:
    case = a_scheme_with(colour=colour)
    assert derive.attribute_of(case, field=path("colour"), attribute="is_bright").value is value


@pytest.mark.parametrize(
    ("colour", "extra", "value", "why"),
    [
        ("red", "blue", True, "blue is among them"),
        ("red", "green", False, "green is not"),
        ("orange", "blue", False, "orange goes with nothing"),
        (None, "blue", None, "no colour is chosen"),
        ("red", None, None, "nothing to look for"),
        ("violet", "blue", None, "on no list"),
    ],
)
def test_an_answer_is_looked_up_in_a_list_of_the_chosen_entry(
    colour: str | None, extra: str | None, value: bool | None, why: str
) -> None:
    found = derive.is_in_attribute(
        a_scheme_with(colour=colour, contact={"name": extra}),
        field=path("colour"),
        attribute="goes_with",
        value_of=path("contact.name"),
    )
    assert found.value is value


@pytest.mark.parametrize(
    ("kinds", "value", "why"),
    [
        (["opinion", "study"], "study", "the study comes first, whatever the order given"),
        (["opinion"], "opinion", "the only one"),
        (["study", None], None, "what is not said may be a trial"),
        (["trial", None], "trial", "nothing comes before a trial"),
        (["rumour"], None, "on no list"),
        ([], None, "the list is needed, and empty"),
        (None, None, "blank"),
    ],
)
def test_the_strongest_is_the_first_in_the_order_of_the_list(
    kinds: list[str | None] | None, value: str | None, why: str
) -> None:
    items = None if kinds is None else tuple({"type": kind} for kind in kinds)
    found = derive.first_in_order(
        a_scheme_with(items=items), list=path("items"), column="type", entries=ListName("kinds")
    )
    assert found.value == value


@pytest.mark.parametrize(
    ("effects", "better", "worse", "why"),
    [
        ({"safe": 1, "quick": -1}, 1, 1, "on both thresholds"),
        ({"safe": 0, "quick": 0}, 0, 0, "zero is neither"),
        ({"safe": 2, "quick": 1, "note": "x"}, 2, 0, "the note is no number"),
        ({"safe": 2}, None, None, "one is missing"),
        (None, None, None, "blank"),
    ],
)
def test_numbers_of_a_group_are_counted(
    effects: Mapping[str, Any] | None, better: int | None, worse: int | None, why: str
) -> None:
    case = a_scheme_with(effects=effects)
    assert derive.count_numbers(case, group=path("effects"), at_least=1).value == better
    assert derive.count_numbers(case, group=path("effects"), at_most=-1).value == worse


def test_the_numbers_that_count_are_named() -> None:
    case = a_scheme_with(effects={"safe": 2, "quick": 0})
    assert derive.count_numbers(case, group=path("effects"), at_least=1).because == ("Safety",)


@pytest.mark.parametrize(
    ("risks", "value", "why"),
    [
        ([(2, 3), (5, 1)], 6, "2 × 3 is more than 5 × 1"),
        ([(1, 1)], 1, "one only"),
        ([(2, 3), (5, None)], None, "the other may be larger"),
        ([], None, "none is given"),
    ],
)
def test_the_largest_product_of_the_items_is_taken(
    risks: list[tuple[int, int | None]], value: int | None, why: str
) -> None:
    items = tuple({"likelihood": one, "impact": other} for one, other in risks)
    found = derive.largest_product(
        a_scheme_with(items=items), list=path("items"), columns=["likelihood", "impact"]
    )
    assert found.value == value


@pytest.mark.parametrize(
    ("outcomes", "value", "why"),
    [
        ([("found", "64", "72")], 12, "8 of 64 is 12.5 percent, rounded down"),
        ([("waiting", "40", "30")], 25, "lower is better here: 10 of 40"),
        ([("found", "64", "60")], 0, "what gets worse is no improvement"),
        ([("found", "64", "64")], 0, "what is held is none either"),
        ([("found", "64", "72"), ("waiting", "40", "30")], 25, "the largest counts"),
        ([("found", "0", "5"), ("waiting", "40", "30")], 25, "of nothing there is no share"),
        ([("found", "0", "5")], None, "no outcome has a share"),
        ([("found", "64", "72"), ("waiting", "40", None)], None, "the other may be larger"),
        ([("found", None, "72")], None, "no baseline"),
        ([("undecided", "1", "2")], None, "which way is better is not decided"),
        ([("rumour", "1", "2")], None, "on no list"),
        ([("found", "0.01", "100000000")], 999999999900, "the widest that the template lets in"),
        ([], None, "none is given"),
    ],
)
def test_the_largest_improvement_is_a_share_of_its_baseline(
    outcomes: list[tuple[str, str | None, str | None]], value: int | None, why: str
) -> None:
    items = tuple(
        {"metric": metric, "from": start and Decimal(start), "to": goal and Decimal(goal)}
        for metric, start, goal in outcomes
    )
    found = derive.largest_improvement_percent(
        a_scheme_with(items=items),
        list=path("items"),
        baseline="from",
        target="to",
        metric="metric",
        entries=ListName("measures"),
        better="better",
    )
    assert found.value == value


def test_the_outcome_that_improves_most_is_named() -> None:
    case = a_scheme_with(
        items=(
            {"metric": "found", "from": 64, "to": 72},
            {"metric": "waiting", "from": 40, "to": 30},
        )
    )
    found = derive.largest_improvement_percent(
        case,
        list=path("items"),
        baseline="from",
        target="to",
        metric="metric",
        entries=ListName("measures"),
        better="better",
    )
    assert found.because == ("Entry waiting: 25%",)


def test_required_answers_that_are_missing_are_counted_and_named() -> None:
    case = a_case(FIELDS[:1], (), {})
    gap = Missing("/size", "Size", "Section A", "Give the size.", ())
    found = derive.missing_answers(replace(case, missing=(gap,)))
    assert (found.value, found.because) == (1, ("Section A: Size",))
    assert derive.missing_answers(case).value == 0
