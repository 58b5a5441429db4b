"""Every text that people see can be translated: it goes through gettext, into the catalogue."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from jinja2 import nodes

from app.settings import LANGUAGES

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted((ROOT / "app" / "web" / "templates").rglob("*.jinja"))
PRESENTERS = sorted((ROOT / "app" / "web" / "presenters").rglob("*.py"))
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
SEEN_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title"}
SEEN_PARAMETERS = {"text", "html", "caption", "heading", "hint", "label", "legend", "titleText"}
WORD = re.compile(r"[^\W\d_]{2}")


def extracted() -> set[str]:
    """Every text in the code and the templates; of one with a plural, the singular."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # no types
    found = extract_from_dir(
        ROOT, methods, options, keywords=KEYWORDS, directory_filter=lambda path: True
    )
    return {message if isinstance(message, str) else message[0] for _, _, message, *_ in found}


def known(catalogue: Path) -> set[str]:
    """What a catalogue has; of one in another language, what it has translated."""
    messages = read_po(BytesIO(catalogue.read_bytes()))
    is_template = catalogue.suffix == ".pot"
    return {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in messages
        if message.id and (is_template or (message.string and not message.fuzzy))
    }


def test_no_text_is_missing_from_the_catalogue() -> None:
    kept = known(ROOT / "app" / "translations" / "messages.pot")

    assert extracted() - kept == set(), "run script/messages"


def test_every_language_that_is_offered_has_every_text() -> None:
    folder = ROOT / "app" / "translations"

    offered: tuple[str, ...] = LANGUAGES
    for language in offered[1:]:
        catalogue = folder / language / "LC_MESSAGES" / "messages.po"
        assert extracted() - known(catalogue) == set(), language


class SeenText(HTMLParser):
    """Gathers what people see or hear of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in SEEN_ATTRIBUTES]


def bare_texts(source: str, flask: Flask) -> list[str]:
    """Words in a template that did not come through gettext."""
    kinds = [(kind, text) for _, kind, text in flask.jinja_env.lex(source)]
    parser = SeenText()
    parser.feed("".join(text for kind, text in kinds if kind == "data"))
    literals = _literals(flask.jinja_env.parse(source))
    return [text.strip() for text in [*parser.found, *literals] if WORD.search(text)]


def _literals(tree: nodes.Template) -> Iterator[str]:
    """Constants that are shown: alone, or as a visible parameter of a component."""
    for output in tree.find_all(nodes.Output):
        yield from (
            str(one.value)
            for one in output.nodes
            if isinstance(one, nodes.Const) and not isinstance(one, nodes.TemplateData)
        )
    for pair in tree.find_all(nodes.Pair):
        is_seen = isinstance(pair.key, nodes.Const) and pair.key.value in SEEN_PARAMETERS
        if is_seen and isinstance(pair.value, nodes.Const):
            yield str(pair.value.value)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_holds_no_text_outside_gettext(template: Path, shared_demo: Flask) -> None:
    assert bare_texts(template.read_text("utf-8"), shared_demo) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Submit it</p>",
        "<p>{{ name }} Submit it</p>",
        '<img alt="A chart">',
        '<a aria-label="More of {{ name }}">{{ name }}</a>',
        "{{ 'Submit it' }}",
        '{{ button({"text": "Submit it"}) }}',
    ],
)
def test_a_text_outside_gettext_is_found(source: str, shared_demo: Flask) -> None:
    assert bare_texts(source, shared_demo) != []


def test_what_nobody_sees_is_no_text(shared_demo: Flask) -> None:
    source = '<p class="a b">{{ _("Seen") }} {# a remark #}{% if a == "draft" %}{{ b }}{% endif %}'

    assert bare_texts(source, shared_demo) == []


@pytest.mark.parametrize("presenter", PRESENTERS, ids=lambda path: path.name)
def test_a_presenter_holds_no_sentence_outside_gettext(presenter: Path) -> None:
    tree = ast.parse(presenter.read_text("utf-8"))
    allowed = {id(part) for call in ast.walk(tree) if _is_gettext(call) for part in ast.walk(call)}
    allowed |= {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}  # docstrings

    assert [
        f"line {one.lineno}: {one.value}"
        for one in ast.walk(tree)
        if isinstance(one, ast.Constant)
        and isinstance(one.value, str)
        and re.search(r"[^\W\d_]{2} [^\W\d_]", one.value)
        and id(one) not in allowed
    ] == []


def _is_gettext(node: ast.AST) -> bool:
    """Whether a call is one of gettext, or of what is given patterns and not texts."""
    if not isinstance(node, ast.Call):
        return False
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    return name in {*KEYWORDS, "compile", "format_date"}


@pytest.mark.parametrize("asked", ["en", "cy", "../../etc", "", "xx"])
def test_an_address_chooses_among_the_languages_that_are_offered(
    demo: FlaskClient, asked: str
) -> None:
    page = demo.get("/", query_string={"lang": asked}).text

    assert '<html lang="en">' in page
    assert "Choose what to fund" in page


def test_another_language_leaves_what_it_does_not_know_in_english(shared_demo: Flask) -> None:
    with shared_demo.test_request_context("/"), force_locale("cy"):
        page = shared_demo.jinja_env.get_template("refusal.jinja").render(page={}, layout={})

    assert "Go to the start page" in page
