"""Answers become a form and a form becomes the same answers, for every type of question."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from jinja2 import Environment

from app.documents.typed.text import trimmed
from app.web.forms.posted import with_items_changed
from app.web.forms.taking import take, without_blanks
from app.web.forms.typed import typed_from
from app.web.presenters.controls import control
from rulebook.model import Choice
from rulebook.schema import SchemeReader, plain
from rulebook.template import Field, Section, Template
from tests.app.web.forms import form_of
from tests.builders import a_scheme, main_pack

CALM = settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
TWO = (Choice("one", "One"), Choice("two", "Two & more"), Choice("none", "None"))
TEXT = some.text(
    some.characters(codec="utf-8", categories=["L", "N", "P", "S"], include_characters=" \n"),
    min_size=1,
    max_size=100,
).filter(lambda text: (text == trimmed(text) and text.isprintable()) or "\n" in text.strip())
TEXT = TEXT.map(lambda text: text.strip()).filter(bool)
DAYS = some.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat)
SIMPLE: dict[str, tuple[dict[str, Any], some.SearchStrategy[Any]]] = {
    "text": ({"max_length": 200}, TEXT),
    "reference": ({"max_length": 200}, TEXT),
    "integer": ({}, some.integers(-(10**14), 10**14)),
    "money": ({}, some.integers(-(10**14), 10**14)),
    "decimal": (
        {"decimals": 2},
        some.decimals(-(10**8), 10**8, places=2, allow_nan=False).map(
            lambda number: int(number) if number == int(number) else float(number)
        ),
    ),
    "date": ({}, DAYS),
    "financial_year": (
        {},
        some.integers(2000, 2098).map(lambda year: f"{year}-{(year + 1) % 100:02}"),
    ),
    "yes_no": ({}, some.sampled_from(["yes", "no", "not_known"])),
    "choice": ({"choices": TWO}, some.sampled_from(["one", "two"])),
    "choices": (
        {"choices": TWO, "may_be_empty": True, "exclusive": "none"},
        some.sampled_from([[], ["one"], ["one", "two"], ["none"]]),
    ),
    "confirm": ({}, some.just(True)),
}


def a_field(kind: str, id: str = "answer", **changes: Any) -> Field:
    return Field(id, "An answer", kind, "submit", **{**SIMPLE.get(kind, ({}, None))[0], **changes})


PARTS = tuple(a_field(kind, kind) for kind in SIMPLE)
GROUPS = some.fixed_dictionaries(
    {}, optional={kind: strategy for kind, (_, strategy) in SIMPLE.items()}
).filter(bool)
INNER = a_field("list", "inner", fields=PARTS, may_be_empty=True)
ITEMS = some.lists(GROUPS, max_size=3)


def taken(field: Field, typed: Any) -> Any:
    """What is read from a form, which must have no fault and be right."""
    found = take([field], typed)
    assert found.faults == []
    template = Template("A", "1", (Section("a", "A", "A", (field,)),))
    SchemeReader(template).read(found.answers)
    return found.answers.get(field.id)


@pytest.mark.parametrize("kind", SIMPLE)
@CALM
@given(data=some.data())
def test_an_answer_comes_back_as_it_was(kind: str, data: Any) -> None:
    field, value = a_field(kind), data.draw(SIMPLE[kind][1])

    assert taken(field, typed_from([field], {"answer": value})) == value


@CALM
@given(value=GROUPS)
def test_a_group_comes_back_as_it_was(value: Any) -> None:
    field = a_field("group", fields=PARTS)

    assert taken(field, typed_from([field], {"answer": value})) == value


@CALM
@given(value=some.lists(some.builds(lambda group, inner: {**group, "inner": inner}, GROUPS, ITEMS)))
def test_a_list_with_lists_in_it_comes_back_as_it_was(value: Any) -> None:
    field = a_field("list", fields=(*PARTS, INNER), may_be_empty=True)
    typed = typed_from([field], {"answer": value})

    assert taken(field, typed) == value
    assert without_blanks([field], typed) == typed


def test_the_form_of_a_whole_scheme_reads_as_the_scheme() -> None:
    fields = list(main_pack().template.fields)
    scheme = a_scheme()

    found = take(fields, typed_from(fields, scheme))

    assert found.faults == []
    assert found.answers == scheme
    assert plain(SchemeReader(main_pack().template).read(found.answers))


@CALM
@given(value=GROUPS)
def test_a_page_sends_what_it_shows(value: Any, controls: Any) -> None:
    field = a_field("list", fields=PARTS, may_be_empty=True)
    typed = typed_from([field], {"answer": [value]})

    html = controls(control(field, typed, {}))

    sent = {name: [text.replace("\r\n", "\n") for text in texts] for name, texts in
            form_of(html).items() if texts != [""]}  # fmt: skip
    assert taken(field, sent) == [value]


@pytest.mark.parametrize(
    ("kind", "changes", "words"),
    [
        ("choices", {}, "Say which. If there are none, tick “None of these”."),
        ("list", {}, "Say which. If there are none, tick “There are none”."),
        ("list", {"required": "optional"}, "Say which."),
        ("list", {"may_be_empty": False}, "Say which."),
    ],
)
def test_a_form_says_what_to_tick_where_a_blank_is_no_answer(
    kind: str, changes: dict[str, Any], words: str, shared_demo: Flask
) -> None:
    field = replace(a_field(kind, hint="Say which.", may_be_empty=True), **changes)
    with shared_demo.test_request_context():
        shown = control(field, {}, {})
    assert shown.hint == words
    assert not shown.none or shown.none.label in words or field.required == "optional"


@pytest.fixture(scope="module")
def controls(shared_demo: Flask) -> Any:
    """Renders a control as pages do."""
    environment: Environment = shared_demo.jinja_env

    def render(shown: Any) -> str:
        with shared_demo.test_request_context("/"):
            module = environment.get_template("controls.jinja").make_module()
            return str(module.control(shown))  # type: ignore[attr-defined]

    with shared_demo.test_request_context("/"):
        yield render


@pytest.mark.parametrize(
    ("kind", "texts", "expected"),
    [
        ("money", ["£1.25m"], 125_000_000),
        ("money", ["1,250,000"], 125_000_000),
        ("money", ["£250k"], 25_000_000),
        ("money", [" 12.50 "], 1250),
        ("money", ["-£3"], -300),
        ("integer", ["6,000"], 6000),
        ("decimal", ["0.1"], 0.1),
        ("financial_year", ["2024/25"], "2024-25"),
        ("text", ["  a\r\nb  "], "a\nb"),
        ("text", ["  "], None),
        ("choices", [""], None),
    ],
)
def test_people_type_as_they_are_used_to(kind: str, texts: list[str], expected: Any) -> None:
    assert take([a_field(kind)], {"answer": texts}).answers.get("answer") == expected


@pytest.mark.parametrize(
    ("kind", "typed", "place", "says"),
    [
        ("money", {"answer": ["lots"]}, "/answer", "not an amount of money"),
        ("money", {"answer": ["1.005"]}, "/answer", "whole number of pence"),
        ("integer", {"answer": ["1.5"]}, "/answer", "not a whole number"),
        ("integer", {"answer": ["1+"]}, "/answer", "Write the number alone, such as 6000 or 12.5."),
        ("decimal", {"answer": ["much"]}, "/answer", "not a number"),
        ("financial_year", {"answer": ["2024"]}, "/answer", "both its years"),
        ("date", {"answer-day": ["31"]}, "/answer-month", "must include a month"),
        ("date", {"answer-month": ["2"]}, "/answer-day", "must include a day"),
        ("choices", {"answer": ["one", "none"]}, "/answer", "“None” is ticked"),
        ("choices", {"answer": ["one"], "answer-none": ["yes"]}, "/answer", "“None of these”"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_input(
    shared_demo: Flask, kind: str, typed: Any, place: str, says: str
) -> None:
    with shared_demo.test_request_context("/"):
        found = take([a_field(kind)], typed)

    assert [fault.pointer for fault in found.faults] == [place]
    assert says in found.faults[0].message
    assert found.answers == {}


@pytest.mark.parametrize(
    ("day", "month", "year", "place", "says"),
    [
        ("31", "2", "2024", "day", "February 2024 has 29 days."),
        ("1", "13", "2024", "month", "from 1 to 12"),
        ("1", "x", "2024", "month", "in numbers"),
        ("1", "1", "24", "year", "in full"),
        ("one", "1", "2024", "day", "in numbers"),
    ],
)
def test_a_date_that_is_none_is_told_at_the_part_that_is_wrong(
    shared_demo: Flask, day: str, month: str, year: str, place: str, says: str
) -> None:
    typed = {"answer-day": [day], "answer-month": [month], "answer-year": [year]}
    with shared_demo.test_request_context("/"):
        (fault,) = take([a_field("date")], typed).faults

    assert fault.pointer == f"/answer-{place}"
    assert says in fault.message


def test_a_month_may_be_a_word() -> None:
    typed = {"answer-day": ["3"], "answer-month": ["March"], "answer-year": ["2024"]}

    assert take([a_field("date")], typed).answers == {"answer": "2024-03-03"}


def test_an_item_in_the_middle_is_removed_and_the_others_move_up() -> None:
    field = a_field("list", fields=(a_field("text", "name"), INNER))
    items = [{"name": f"{n}", "inner": [{"text": f"in {n}"}]} for n in range(3)]
    typed = dict(typed_from([field], {"answer": items}))

    assert with_items_changed("remove:answer-1", typed)

    assert take([field], typed).answers == {"answer": [items[0], items[2]]}


def test_an_item_is_added_and_stays_out_of_the_answers_while_it_is_blank() -> None:
    field = a_field("list", fields=(a_field("text", "name"),))
    typed = dict(typed_from([field], {"answer": [{"name": "a"}]}))

    assert with_items_changed("add:answer", typed)
    assert typed["answer-count"] == ["2"]

    assert take([field], without_blanks([field], typed)).answers == {"answer": [{"name": "a"}]}


LONG = "9" * 5_000
"""More digits than Python reads as a number."""


def test_a_number_of_any_length_in_a_name_or_a_count_is_no_number() -> None:
    field = a_field("list", fields=(a_field("text", "name"),))
    typed = {"answer-count": ["2"], "answer-1-name": ["a"], f"answer-{LONG}-name": ["b"]}

    assert not with_items_changed(f"remove:answer-{LONG}", typed)
    assert with_items_changed("remove:answer-0", typed)

    assert take([field], typed).answers == {"answer": [{"name": "a"}]}
    assert take([field], {**typed, "answer-count": [LONG]}).answers == {}


@pytest.mark.parametrize(
    "do", ["save", "", "add:", "remove:", "remove:x", "x:answer", "remove:x-y"]
)
def test_other_buttons_change_no_items(do: str) -> None:
    assert not with_items_changed(do, {})
