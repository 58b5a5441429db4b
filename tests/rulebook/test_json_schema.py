"""The JSON Schema of a scheme takes what the reader takes, and refuses what it can of the rest."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from rulebook.forms import PRINTABLE
from rulebook.json_schema import json_schema
from rulebook.problem import Refused
from rulebook.schema import SchemeReader
from tests.builders import a_scheme, main_pack, tiny_pack

SCHEMA = json_schema(main_pack().template)
TINY = json_schema(tiny_pack().template)
READER = SchemeReader(main_pack().template)
KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
}


def faults(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> Iterator[str]:
    """What a validator finds by the few keywords of JSON Schema that we use."""
    if "$ref" in schema:
        yield from faults(root["$defs"][schema["$ref"].removeprefix("#/$defs/")], value, root)
    if "const" in schema and value != schema["const"]:
        yield f"{value!r} is not {schema['const']!r}"
    if "oneOf" in schema and [one["const"] for one in schema["oneOf"]].count(value) != 1:
        yield f"{value!r} is no choice"
    kinds = KINDS.get(schema.get("type", ""), (object,))
    if not isinstance(value, kinds) or (isinstance(value, bool) and object not in kinds):
        yield f"{value!r} is not {schema['type']}"
    elif isinstance(value, dict):
        yield from object_faults(schema, value, root)
    elif isinstance(value, list):
        yield from array_faults(schema, value, root)
    elif isinstance(value, str) and "type" in schema:
        yield from text_faults(schema, value)
    elif "minimum" in schema and not schema["minimum"] <= value <= schema["maximum"]:
        yield f"{value} is out of range"


def object_faults(
    schema: dict[str, Any], value: dict[str, Any], root: dict[str, Any]
) -> Iterator[str]:
    yield from (f"{name} is missing" for name in schema.get("required", []) if name not in value)
    for name, item in value.items():
        if name in schema["properties"]:
            yield from faults(schema["properties"][name], item, root)
        elif schema["additionalProperties"] is False:
            yield f"{name} is unknown"


def array_faults(schema: dict[str, Any], value: list[Any], root: dict[str, Any]) -> Iterator[str]:
    limits = [schema["maxItems"]]
    if "if" in schema and schema["if"]["contains"]["const"] in value:
        limits.append(schema["then"]["maxItems"])
    if len(value) > min(limits):
        yield "there are too many"
    if schema.get("uniqueItems") and any(value.count(item) > 1 for item in value):
        yield "one is given twice"
    for item in value:
        yield from faults(schema["items"], item, root)


def text_faults(schema: dict[str, Any], value: str) -> Iterator[str]:
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 100):
        yield "the length is wrong"
    if not re.search(schema["pattern"], value):
        yield f"{value!r} has the wrong form"


def is_read(scheme: dict[str, Any]) -> bool:
    try:
        READER.read(scheme)
    except Refused:
        return False
    return True


def test_a_complete_scheme_fits() -> None:
    assert list(faults(SCHEMA, a_scheme(), SCHEMA)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"title": None},
        {"title": 5},
        {"title": ""},
        {"title": " "},
        {"title": "\u200b\u2060"},
        {"title": "a\u202eb"},
        {"title": "a\x00b"},
        {"title": "x" * 121},
        {"unheard_of": 1},
        {"scheme_ref": "one"},
        {"scheme_kind": "loan"},
        {"submitting_org": "nobody"},
        {"material_service_change": "perhaps"},
        {"partner_orgs": "PCLIV"},
        {"partner_orgs": ["PCLIV", "PCLIV"]},
        {"enabler_themes": ["urgent_care"]},
        {"service_at_risk": ["none", "safety"]},
        {"population_affected": 1.5},
        {"population_affected": -1},
        {"population_affected": True},
        {"benefit_start": "1 July"},
        {"benefit_start": "1824-07-01"},
        {"inequality_impact": []},
        {"inequality_impact__unheard_of": 1},
        {"declaration__accurate": False},
        {"finance_lines": [{"gross_cost": "5"}]},
        {"finance_lines": [{}] * 61},
        {"finance_lines": [{"financial_year": "24-25"}]},
        {"finance_lines": [{"financial_year": "2024-26"}]},
    ],
)
def test_what_does_not_fit_is_refused_by_the_reader_too(changes: dict[str, Any]) -> None:
    scheme = a_scheme(**changes)
    assert list(faults(SCHEMA, scheme, SCHEMA)) != []
    assert not is_read(scheme)


def test_only_what_a_draft_needs_is_required() -> None:
    assert TINY["required"] == ["name", "hall"]
    assert TINY["properties"]["bills"]["items"]["required"] == ["what"]


def test_a_field_carries_its_words_its_limits_when_it_is_required_and_its_sources() -> None:
    assert TINY["properties"]["name"] == {
        "title": "Name of the work",
        "description": "What do you want to do?",
        "type": "string",
        "minLength": 1,
        "maxLength": 80,
        "pattern": PRINTABLE,
        "x-required-at": "draft",
        "x-number": "2",
        "x-sources": [{"document": "DEED", "place": "clause 2", "items": ["DEED-1"]}],
    }


def test_money_is_in_pence_and_a_number_has_its_unit() -> None:
    assert TINY["properties"]["cost"]["description"] == "In pence."
    assert TINY["properties"]["visitors"]["description"] == "In people a week."


def test_a_question_that_may_have_no_answer_says_how_to_say_so() -> None:
    found = [SCHEMA["properties"][id]["description"] for id in ("dependencies", "marmot_themes")]
    assert [text.endswith("If there are none, give an empty list.") for text in found] == [
        True,
        False,  # it is optional: nothing need be said
    ]


def test_a_condition_stands_beside_the_field_that_it_requires() -> None:
    assert TINY["properties"]["saving"]["x-required-when"] == {
        "all_of": [{"fact": "deed_kind", "op": "is", "value": "close"}]
    }


def test_choices_have_their_labels_and_a_list_is_written_once() -> None:
    assert TINY["properties"]["tongue"]["oneOf"] == [
        {"const": "english", "title": "English"},
        {"const": "cornish", "title": "Cornish"},
    ]
    assert TINY["properties"]["hall"]["$ref"] == "#/$defs/halls"
    assert [one["const"] for one in TINY["$defs"]["dangers"]["oneOf"]] == ["fire", "fall", "none"]


def test_a_list_that_one_field_narrows_is_written_for_each_of_its_uses() -> None:
    whole = SCHEMA["properties"]["theme"]["$ref"].removeprefix("#/$defs/")
    narrowed = SCHEMA["properties"]["enabler_themes"]["items"]["$ref"].removeprefix("#/$defs/")
    assert whole != narrowed
    assert len(SCHEMA["$defs"][whole]["oneOf"]) > len(SCHEMA["$defs"][narrowed]["oneOf"])


def test_every_reference_leads_to_a_definition_and_every_definition_is_used() -> None:
    text = json.dumps(SCHEMA)
    used = set(re.findall(r'"#/\$defs/(\w+)"', text))
    assert used == SCHEMA["$defs"].keys()
