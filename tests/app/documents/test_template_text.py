"""The template as text: a table for readers, a form to fill in, a schema for programs."""

import json
import re
from datetime import date
from typing import Any

import pytest

from app.documents.template_text import (
    FORMATS,
    answer_in_words,
    list_names,
    list_text,
    markdown,
    render,
    required_in_words,
    when_in_words,
)
from rulebook.labels import with_parts
from rulebook.model import Condition, When
from rulebook.pack import Entry, ReferenceList
from rulebook.reader import read_yaml
from rulebook.schema import SchemeReader
from tests.builders import main_pack, tiny_pack

TEMPLATE = tiny_pack().template


def field(path: str) -> Any:
    return TEMPLATE.find(path)


def test_the_table_tells_of_each_field_what_is_asked_in_which_form_when_and_by_whom() -> None:
    assert markdown(TEMPLATE).splitlines()[:9] == [
        "# Application to the village hall fund",
        "",
        "Version 3.",
        "",
        "## A. The hall",
        "",
        "| No. | Field | Name | Question | Answer | Required | Source |",
        "|---|---|---|---|---|---|---|",
        (
            "| 1 | Reference | `scheme_ref` | Two letters and three digits, such as VH-001. "
            "| reference, at most 200 characters | given by the service | DEED, clause 1 |"
        ),
    ]


def test_the_table_holds_every_field_and_part_of_the_real_template() -> None:
    template = main_pack().template
    rows = [line for line in markdown(template).splitlines() if re.match(r"\| [0-9 ]", line)]
    assert len(rows) == sum(1 for _ in with_parts(template.fields))
    assert {line.count(" | ") for line in rows} == {6}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("name", "text, at most 80 characters"),
        ("cost", "whole pence, from £0 to £100,000"),
        ("visitors", "whole number, in people a week, from 0 to 5,000"),
        ("bills.hours", "number, at most 1 decimal place, from 0 to 1,000"),
        ("bills", "list of groups, at least 1, at most 5"),
        ("keys.since", "date, such as 2024-03-31"),
        ("tongue", ("one choice, one of: english (English); cornish (Cornish), "
         "english when not given")),
        ("dangers", ("list of choices, one of: fire (Fire); fall (A fall); "
         "none (None of these), none only alone, at least 1")),
        ("agreed", "true, once it is so"),
    ],
)  # fmt: skip
def test_the_form_of_an_answer_is_told_in_words(path: str, words: str) -> None:
    assert answer_in_words(field(path)) == words


def test_it_is_told_how_to_say_that_there_are_none_where_that_is_asked() -> None:
    told = {
        field.id
        for field in main_pack().template.fields
        if answer_in_words(field).endswith("[] where there are none")
    }
    assert told == {
        *("partner_orgs", "system_priority_ref", "place_priority_ref", "equality_groups_affected"),
        *("whole_system_effect", "places_covered", "workforce_effect", "dependencies"),
    }


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("scheme_ref", "given by the service"),
        ("name", "to save a draft"),
        ("cost", "to submit"),
        ("keys.since", "no"),
        ("saving", "to submit, when `deed_kind` is close"),
    ],
)
def test_when_an_answer_is_required_is_told_in_words(path: str, words: str) -> None:
    assert required_in_words(field(path)) == words


def test_conditions_are_told_in_words() -> None:
    when = When(
        all_of=(Condition("a", "at_least", 5), Condition("b", "is_known", value=False)),
        any_of=(
            Condition("c", "one_of", frozenset({"y", "x"})),
            Condition("d", "less_than", other_fact="e"),
            Condition("f", "is", value=True),
        ),
    )
    assert when_in_words(when) == (
        "`a` is at least 5 and `b` is not known, "
        "and `c` is one of x or y, `d` is less than `e` or `f` is yes"
    )


def test_the_form_is_yaml_once_its_lines_are_uncommented() -> None:
    template = main_pack().template
    text = render(template, "yaml")
    lines = [line.removeprefix("# ") for line in text.splitlines() if line.startswith("# ")]
    form = read_yaml("\n".join(lines[3:]).encode(), "form").value
    assert list(form) == [field.id for field in template.fields]
    assert list(form["inequality_impact"])[:2] == ["direction", "groups"]
    assert list(form["finance_lines"][0])[:2] == ["financial_year", "kind"]


def test_a_form_that_was_filled_in_is_read() -> None:
    text = render(TEMPLATE, "yaml")
    for name, answer in (("name", "New roof"), ("hall", "LOW-1"), ("visitors", "40")):
        text = text.replace(f"# {name}:", f"{name}: {answer}")
    answers = SchemeReader(TEMPLATE).read(read_yaml(text.encode(), "form").value)
    assert (answers["name"], answers["hall"], answers["visitors"]) == ("New roof", "LOW-1", 40)


def test_the_schema_is_json() -> None:
    assert json.loads(render(TEMPLATE, "json-schema"))["title"] == TEMPLATE.title


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_ends_with_one_line_end(name: str) -> None:
    text = render(TEMPLATE, name)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_a_list_gives_its_ids_their_titles_and_when_they_are_in_force() -> None:
    lines = list_text(a_list()).splitlines()
    assert lines == [
        "Halls: 3 entries",
        "LOW   Low hall (from 2020-01-01 until 2021-12-31)",
        "UP_1  Upper hall (from 2020-01-01)",
        "EVER  Hall for ever",
    ]


def test_the_names_of_the_lists_stand_in_their_order() -> None:
    lines = list_names(tiny_pack().reference).splitlines()
    assert [line.split()[0] for line in lines] == ["dangers", "halls", "trustees"]
    assert lines[0] == "dangers   Dangers"


def a_list() -> ReferenceList:
    begun, over = date(2020, 1, 1), date(2021, 12, 31)
    entries = (
        Entry("LOW", "Low hall", begun, over),
        Entry("UP_1", "Upper hall", begun),
        Entry("EVER", "Hall for ever"),
    )
    return ReferenceList("halls", "Halls", "", {entry.id: entry for entry in entries}, {})
