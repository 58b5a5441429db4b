"""Templates are escaped, whatever they are called, and hold no text that cannot be translated."""

import re
from pathlib import Path

import pytest
from flask import Flask, render_template, render_template_string
from flask.testing import FlaskClient
from jinja2 import ChainableUndefined, DictLoader, Environment

from app.web.templating import set_up_templates

HOSTILE = "<script>alert(1)</script>"
MACROS = [
    ("button", "button", {"text": HOSTILE, "href": HOSTILE}),
    ("tag", "tag", {"text": HOSTILE}),
    ("hint", "hint", {"text": HOSTILE, "id": HOSTILE}),
    ("label", "label", {"text": HOSTILE, "for": HOSTILE}),
    ("error-message", "errorMessage", {"text": HOSTILE, "visuallyHiddenText": HOSTILE}),
    ("inset-text", "insetText", {"text": HOSTILE}),
    ("details", "details", {"summaryText": HOSTILE, "text": HOSTILE}),
    ("breadcrumb", "breadcrumb", {"items": [{"text": HOSTILE, "href": HOSTILE}]}),
    ("input", "input", {"label": {"text": HOSTILE}, "name": HOSTILE, "value": HOSTILE}),
    ("textarea", "textarea", {"label": {"text": HOSTILE}, "name": "a", "value": HOSTILE}),
    ("select", "select", {"name": "a", "items": [{"value": HOSTILE, "text": HOSTILE}]}),
    ("radios", "radios", {"name": "a", "items": [{"value": HOSTILE, "text": HOSTILE}]}),
    ("checkboxes", "checkboxes", {"name": "a", "items": [{"value": HOSTILE, "text": HOSTILE}]}),
    ("error-summary", "errorSummary", {"titleText": HOSTILE, "errorList": [{"text": HOSTILE}]}),
    ("tables", "table", {"caption": HOSTILE, "head": [{"text": HOSTILE}], "rows": [[HOSTILE]]}),
    (
        "summary-list",
        "summaryList",
        {"rows": [{"key": {"text": HOSTILE}, "value": {"text": HOSTILE}}]},
    ),
]


def test_every_template_is_escaped(shared_demo: Flask) -> None:
    environment = shared_demo.jinja_env

    assert environment.autoescape is True
    assert environment.undefined is ChainableUndefined


@pytest.mark.parametrize("name", ["page.jinja", "page.html", "page.txt", "page"])
def test_what_is_put_into_a_template_cannot_write_html(name: str) -> None:
    app = Flask("app")
    set_up_templates(app)
    app.jinja_loader = DictLoader({name: "<p title='{{ text }}'>{{ text }}</p>"})

    with app.app_context():
        page = render_template(name, text=f"{HOSTILE}'")

    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;&#39;") == 2


@pytest.mark.parametrize(("component", "macro", "given"), MACROS, ids=[one[0] for one in MACROS])
def test_what_is_put_into_a_component_cannot_write_html(
    shared_demo: Flask, component: str, macro: str, given: object
) -> None:
    path = f"nhsuk/components/{component}/macro.jinja"
    source = f"{{% from '{path}' import {macro} %}}{{{{ {macro}(given) }}}}"

    with shared_demo.app_context():
        shown = render_template_string(source, given=given)

    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


def test_an_environment_that_was_made_too_early_is_noticed() -> None:
    app = Flask("app")
    assert app.jinja_env is not None  # asking makes it

    with pytest.raises(RuntimeError, match="made before it was set up"):
        set_up_templates(app)


def test_a_hostile_name_of_a_person_is_text(demo: FlaskClient) -> None:
    with demo.session_transaction() as session:
        session.update(subject="demo:x", organisation=HOSTILE, roles=["chair"])
        session.update(until=2**40, name=HOSTILE)

    page = demo.get("/").text

    assert "<script>" not in page
    assert len(re.findall("&lt;script&gt;", page)) >= 2


def test_templates_are_all_of_one_kind(shared_demo: Flask) -> None:
    environment: Environment = shared_demo.jinja_env
    folder = Path(shared_demo.root_path) / "web" / "templates"

    assert sorted({path.suffix for path in folder.rglob("*.*")}) == [".jinja"]
    for path in folder.rglob("*.jinja"):
        assert "|safe" not in path.read_text("utf-8").replace(" ", ""), path
        environment.get_template(path.relative_to(folder).as_posix())
