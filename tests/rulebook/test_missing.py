"""Which answers a submission still lacks."""

from typing import Any

import pytest

from rulebook.missing import missing_answers
from rulebook.model import Condition, Facts, Source, When
from rulebook.schema import SchemeReader
from rulebook.template import Field, Section, Template
from tests.builders import a_scheme, main_pack, tiny_pack

READER = SchemeReader(main_pack().template)
SOURCE = Source("DEED", "clause 1")


def a_template(*fields: Field) -> Template:
    return Template("T", "1", (Section("one", "A", "One", fields),))


def a_field(id: str = "answer", **changes: Any) -> Field:
    values = {"label": id.capitalize(), "type": "text", "required": "submit"} | changes
    return Field(id=id, sources=(SOURCE,), **values)


def missing_in(field: Field, value: Any, facts: Facts | None = None) -> list[tuple[str, str]]:
    """The pointer and label of each missing answer, of one field with one value."""
    answers = {} if value is None else {field.id: value}
    found = missing_answers(a_template(field), answers, facts or {})
    return [(item.pointer, item.label) for item in found]


def a_group(**changes: Any) -> Field:
    parts = (a_field("first"), a_field("second", required="optional"))
    return a_field("group", type="group", fields=parts, **changes)


def a_list(**changes: Any) -> Field:
    parts = (a_field("first"), a_field("second", required="optional"))
    return a_field("list", type="list", fields=parts, **changes)


def test_a_complete_scheme_lacks_nothing() -> None:
    assert missing_answers(READER.template, READER.read(a_scheme()), {}) == ()


def test_a_missing_answer_says_where_what_who_asks_and_what_to_do() -> None:
    scheme = READER.read(a_scheme(clinical_care_lead=None))
    (missing,) = missing_answers(READER.template, scheme, {})
    assert (missing.pointer, missing.label) == ("/clinical_care_lead", "Clinical or care lead")
    assert missing.section == "Section A"
    assert missing.to_do == "Answer: Which clinical or care professional leads it?"
    assert [source.document for source in missing.sources] == ["CM", "LT"]


@pytest.mark.parametrize(
    ("required", "is_missing"),
    [("draft", True), ("submit", True), ("optional", False), ("system", False)],
)
def test_what_a_draft_or_a_submission_needs_is_missed(required: str, is_missing: bool) -> None:
    found = missing_in(a_field(required=required), None)
    assert found == ([("/answer", "Answer")] if is_missing else [])


@pytest.mark.parametrize("value", [False, 0, "x", ("a",)])
def test_no_and_nought_are_answers(value: Any) -> None:
    assert missing_in(a_field(), value) == []


@pytest.mark.parametrize(("may_be_empty", "found"), [(False, [("/answer", "Answer")]), (True, [])])
def test_an_empty_list_is_an_answer_only_where_it_may_be(
    may_be_empty: bool, found: list[tuple[str, str]]
) -> None:
    assert missing_in(a_field(type="choices", may_be_empty=may_be_empty), ()) == found


@pytest.mark.parametrize(
    ("fact", "is_missing"),
    [(True, True), (False, False), (None, False)],
    ids=["it holds", "it does not hold", "it is not known"],
)
def test_an_answer_may_be_required_by_a_condition(fact: bool | None, is_missing: bool) -> None:
    when = When(all_of=(Condition("it", "is", value=True),))
    facts: Facts = {} if fact is None else {"it": fact}
    found = missing_in(a_field(required="optional", required_when=when), None, facts)
    assert bool(found) is is_missing


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, [("/group", "Group")]),
        ({}, [("/group", "Group")]),
        ({"second": "x"}, [("/group/first", "Group › First")]),
        ({"first": "x"}, []),
    ],
)
def test_a_group_is_missed_as_a_whole_or_by_its_parts(
    value: Any, found: list[tuple[str, str]]
) -> None:
    assert missing_in(a_group(), value) == found


def test_a_group_that_nobody_requires_needs_its_parts_once_it_is_begun() -> None:
    assert missing_in(a_group(required="optional"), None) == []
    assert missing_in(a_group(required="optional"), {"second": "x"}) == [
        ("/group/first", "Group › First")
    ]


def test_every_item_of_a_list_is_looked_through() -> None:
    assert missing_in(a_list(), ({"first": "x"}, {"second": "x"}, {})) == [
        ("/list/1/first", "List 2 › First"),
        ("/list/2/first", "List 3 › First"),
    ]


@pytest.mark.parametrize(("count", "is_missing"), [(1, True), (2, False), (3, False)])
def test_a_list_has_as_many_items_as_it_must(count: int, is_missing: bool) -> None:
    found = missing_in(a_list(min_items=2), ({"first": "x"},) * count)
    assert found == ([("/list", "List")] if is_missing else [])


def test_too_short_a_list_says_how_many_items_there_must_be() -> None:
    template = a_template(a_list(min_items=2))
    (missing,) = missing_answers(template, {"list": ({"first": "x"},)}, {})
    assert missing.to_do == "Give at least 2; there is 1 now."


def test_a_list_in_a_group_is_looked_through_too() -> None:
    group = a_field("group", type="group", fields=(a_list(),))
    assert missing_in(group, {"list": ({},)}) == [("/group/list/0/first", "Group › List 1 › First")]


def test_a_part_of_an_item_may_be_required_by_a_condition() -> None:
    when = When(all_of=(Condition("it", "is", value=True),))
    part = a_field("first", required="optional", required_when=when)
    field = a_field("list", type="list", fields=(part, a_field("second")))
    items = ({"second": "x"},)
    assert missing_in(field, items, {"it": True}) == [("/list/0/first", "List 1 › First")]
    assert missing_in(field, items, {"it": False}) == []


def test_missing_answers_come_in_the_order_of_the_template() -> None:
    template = tiny_pack().template
    answers = SchemeReader(template).read({"name": "Roof", "hall": "UP_1", "keys": {}})
    assert [
        item.pointer for item in missing_answers(template, answers, {"deed_kind": "close"})
    ] == [
        "/deed_kind",
        "/dangers",
        "/keys",
        "/bills",
        "/cost",
        "/saving",
        "/visitors",
        "/agreed",
    ]
