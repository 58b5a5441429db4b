"""The OpenAPI document: valid, complete, and as good as what the service does."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from flask import Flask

from app.api.describing import VARIABLES
from app.store.sqlite import SqliteDatabase
from tests.app.callers import API, start

Json = dict[str, Any]

OPERATIONS = """
    allow_late_submission change_scheme create_round create_scheme download_ranking_csv
    download_ranking_json evaluate_scheme explain_scheme import_schemes list_packs list_problems
    list_reference_lists list_rounds list_schemes list_versions move_round_dates publish_ranking
    reopen_scheme return_scheme review_scheme show_changes show_classification show_docs
    show_figures show_health show_ledger show_ledger_head show_matrix show_nearest_changes
    show_openapi show_pack show_ranking show_readiness show_reference_list show_round show_rules
    show_scheme show_template show_version show_version_classification submit_scheme
    withdraw_scheme
"""
"""Programs are generated from these names: a change of one breaks them."""


@pytest.fixture
def app(sqlite_database: SqliteDatabase) -> Flask:
    return start(sqlite_database).app


@pytest.fixture
def document(app: Flask) -> Json:
    answer = app.test_client().get(f"{API}/openapi.json")
    assert answer.status_code == 200
    found: Json = answer.get_json()
    return found


def operations(document: Json) -> Iterator[Json]:
    for path in document["paths"].values():
        yield from (value for value in path.values() if isinstance(value, dict))


def inside(value: Any) -> Iterator[Json]:
    """Every object in a document."""
    if isinstance(value, dict):
        yield value
    children = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for child in children:
            yield from inside(child)


def resolved(document: Json, reference: str) -> Any:
    found = document
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def fits(document: Json, schema: Json, value: Any) -> bool:
    whole = {**schema, "components": document["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True).is_valid(value)


def test_the_document_is_valid_openapi_3_1(app: Flask, document: Json) -> None:
    schemathesis.openapi.from_wsgi(f"{API}/openapi.json", app).validate()
    assert document["openapi"].startswith("3.1.")


def test_every_schema_is_a_json_schema(document: Json) -> None:
    for schema in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)


def test_every_reference_leads_somewhere(document: Json) -> None:
    references = [part["$ref"] for part in inside(document) if isinstance(part.get("$ref"), str)]
    assert len(references) > 100
    assert all(isinstance(resolved(document, reference), dict) for reference in references)


def test_names_of_operations_stay(document: Json) -> None:
    assert sorted(operation["operationId"] for operation in operations(document)) == sorted(
        OPERATIONS.split()
    )


def test_every_address_of_the_api_is_documented(app: Flask, document: Json) -> None:
    addresses = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(API)
    }
    assert {path for path in document["paths"] if path.startswith(API)} == addresses


def test_every_operation_has_a_summary_a_tag_with_a_description_and_says_who_may(
    document: Json,
) -> None:
    described = {tag["name"] for tag in document["tags"] if tag["description"].endswith(".")}
    for operation in operations(document):
        assert operation["summary"]
        assert set(operation["tags"]) <= described
        is_public = operation.get("security") == []
        assert is_public or {"401", "403"} <= operation["responses"].keys()


def test_every_refusal_is_a_problem_and_nothing_else_is_an_answer_to_all(document: Json) -> None:
    for operation in operations(document):
        for status, response in operation["responses"].items():
            assert status != "default"
            if int(status) >= 400 and operation["operationId"] != "show_readiness":
                content = resolved(document, response["$ref"])["content"]
                assert list(content) == ["application/problem+json"]


def test_variables_of_addresses_have_a_form_and_an_example_of_it(document: Json) -> None:
    for path, item in document["paths"].items():
        names = re.findall(r"{(\w+)}", path)
        assert [parameter["name"] for parameter in item.get("parameters", [])] == names
    for variable in VARIABLES.values():
        assert fits({"components": {}}, variable["schema"], variable["example"])


def test_every_query_parameter_says_what_it_is_for(document: Json) -> None:
    for operation in operations(document):
        for parameter in operation.get("parameters", []):
            assert "$ref" in parameter or parameter["description"].endswith("."), parameter


def test_examples_fit(document: Json) -> None:
    count = 0
    for part in inside(document["paths"]):
        if "schema" in part and ("examples" in part or "example" in part):
            values = [shown["value"] for shown in part.get("examples", {}).values()]
            values += [part["example"]] if "example" in part else []
            for value in values:
                assert fits(document, part["schema"], value), value
                count += 1
    problem = document["components"]["schemas"]["Problem"]
    assert fits(document, problem, problem["examples"][0])
    assert count > 20


def test_what_is_read_before_a_change_has_an_etag(document: Json) -> None:
    tagged = {
        operation["operationId"]
        for operation in operations(document)
        if any(
            "ETag" in response.get("headers", {}) for response in operation["responses"].values()
        )
    }
    assert {"show_scheme", "show_round", "change_scheme", "submit_scheme", "show_ranking"} <= tagged


def test_nothing_of_the_document_names_an_inner_thing(document: Json) -> None:
    text = json.dumps(document)
    assert "marshmallow" not in text
    assert "DEFAULT_ERROR" not in text
