"""Every page with answers that would break one which is not careful, found by following links."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from rulebook.template import Field
from tests.app.callers import SCHEMES, Caller
from tests.app.web.test_workbook_pages import sent, workbook
from tests.app.web.visitors import HOSTILE, Visitor, World, new_world
from tests.builders import a_scheme, main_pack

MOST_OF_A_KIND = 6
"""So many pages of one kind are looked at: others differ in their numbers only."""
PEOPLE = ("liverpool-lead", "chair", "board-viewer", "administrator")
NOT_PAGES = ("static", "reference", "api", "document", "demo", "health", "metrics")


def hostile(field: Field, value: Any, text: str) -> Any:
    """An answer with every free text in it replaced."""
    if field.type == "group" and isinstance(value, Mapping):
        return {part: hostile(field.part(part), one, text) for part, one in value.items()}  # type: ignore[arg-type]
    if field.type == "list":
        return [
            {part: hostile(field.part(part), one, text) for part, one in item.items()}  # type: ignore[arg-type]
            for item in value
        ]
    if field.type == "text" and not field.pattern:
        return text[: field.max_length].strip()
    return value


def a_hostile_scheme(number: int) -> dict[str, Any]:
    text = HOSTILE[number % len(HOSTILE)]
    fields = {field.id: field for field in main_pack().template.fields}
    given = {name: hostile(fields[name], value, text) for name, value in a_scheme().items()}
    return {**given, "scheme_ref": f"CM24-LIVPP-{number:03}"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Hostile schemes in every state, returned for hostile reasons, and a published list."""
    world = new_world(tmp_path_factory.mktemp("hostile"))
    world.bring_in([a_hostile_scheme(n) for n in range(10, 20)])
    world.bring_in([a_hostile_scheme(n) for n in range(20, 26)], action="draft")
    lead = world.service.caller("LIVPP", "lead")
    for number, reason in enumerate(HOSTILE, 10):
        ref = f"CM24-LIVPP-0{number}"
        done = world.chair.do("return", ref, {"reason": reason[:600]})
        assert done.status_code == 200, done.text
    _withdraw(lead, "CM24-LIVPP-015")
    world.publish()
    yield world
    world.service.database.close()


def _withdraw(lead: Caller, ref: str) -> None:
    lead.get(f"{SCHEMES}/{ref}")
    assert lead.do("withdrawal", ref).status_code == 200


class Walk:
    """Follows the links of pages that one person is shown."""

    def __init__(self, app: Flask, visitor: Visitor) -> None:
        self.visitor = visitor
        self.map = app.url_map.bind("localhost")
        self.kinds: Counter[str] = Counter()
        self.left = ["/"]
        self.seen = {"/"}

    def go(self) -> None:
        while self.left:
            self._look(self.left.pop(0))

    def _look(self, path: str) -> None:
        endpoint, _ = self.map.match(urlsplit(path).path, "GET")
        if endpoint.startswith(NOT_PAGES) or self.kinds[endpoint] >= MOST_OF_A_KIND:
            return
        self.kinds[endpoint] += 1
        answer = self.visitor.get(path)
        assert answer.status_code in (200, 302), (path, answer.status_code)
        if answer.mimetype == "image/svg+xml":
            assert b"<script" not in answer.data, path
        if answer.mimetype == "text/html":
            if answer.status_code == 200:
                check(path, answer.text)
            found = re.findall(
                r'(?:href|src|srcset)="(/[^"# ]*)', answer.text.replace("&amp;", "&")
            )
            self.left += [href for href in dict.fromkeys(found) if href not in self.seen]
            self.seen.update(found)


def check(path: str, html: str) -> None:
    """None of the answers has become part of the page's own markup."""
    assert "<script>alert" not in html, path
    assert "<b>" not in html, path
    assert html.count("<script") == html.count("</script>"), path
    assert "\ufffd" not in html, path
    assert html.rstrip().endswith("</html>"), path


def test_no_answer_breaks_any_page(world: World) -> None:
    lead = world.visitor("liverpool-lead")
    data = workbook({**a_hostile_scheme(30), "scheme_ref": None}, a_hostile_scheme(20))
    upload = sent(lead, data, f"{HOSTILE[0]}{HOSTILE[1]}.xlsx").headers["Location"]
    walks = {name: Walk(world.service.app, world.visitor(name)) for name in PEOPLE}

    walks["liverpool-lead"].left.append(upload)
    for walk in walks.values():
        walk.go()

    seen = {endpoint for walk in walks.values() for endpoint in walk.kinds}
    assert pages_of(world.service.app) - seen == NOT_LINKED


NOT_LINKED = {
    "pages.show_sign_in",
    "submit_pages.show_confirmation",
    "workbook_pages.download_saved",
}
"""What nobody is linked to who has signed in, and what only a form leads to."""


def pages_of(app: Flask) -> set[str]:
    """Everything that a browser can be led to."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(("/api/", "/static"))
    } - {"health.show_health", "health.show_readiness", "health.show_figures"}
