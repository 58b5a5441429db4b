"""A team at its forms: what a page shows, and a form as a browser would send it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from werkzeug.test import TestResponse

from app.services.drafting import asked_fields
from app.web.forms.typed import typed_from
from tests.app.web.visitors import Visitor, World
from tests.builders import a_scheme, main_pack

SCHEMES = "/rounds/CM24/schemes"
Form = dict[str, Sequence[str]]
FIRST: Form = {
    "title": ["Blood pressure checks"],
    "scheme_kind": ["investment"],
    "submitter_type": ["place_partnership"],
}
DECLARED: Form = {
    "declaration-accurate": ["yes"],
    "declaration-authorised": ["yes"],
    "declaration-declared_by": ["Place director"],
    "declaration-declared_on-day": ["5"],
    "declaration-declared_on-month": ["12"],
    "declaration-declared_on-year": ["2023"],
}


@dataclass(slots=True)
class Team:
    """Somebody who writes schemes, and the page that was loaded last."""

    visitor: Visitor
    page: str = ""

    def get(self, path: str) -> TestResponse:
        answer = self.visitor.get(path)
        self.page = answer.text
        return answer

    def send(self, path: str, form: Form, do: str = "save") -> TestResponse:
        """Sends a form with what the page that was loaded last carries along."""
        hidden = {name: form_of(self.page)[name] for name in HIDDEN if name in form_of(self.page)}
        answer = self.visitor.client.post(path, data={**hidden, **form, "do": do})
        if answer.mimetype == "text/html" and answer.status_code != 303:
            self.page = answer.text
        return answer

    def begin(self, **changes: Sequence[str]) -> str:
        """The path of a new draft."""
        self.get(f"{SCHEMES}/new")
        answer = self.send(f"{SCHEMES}/new", {**FIRST, **changes})
        assert answer.status_code == 303, self.page
        return str(answer.headers["Location"])

    def fill(self, draft: str, section: str, form: Form, do: str = "save") -> TestResponse:
        self.get(f"{draft}/{section}")
        return self.send(f"{draft}/{section}", form, do)

    def complete(self, draft: str, **changes: Any) -> None:
        """Fills in every section as a complete scheme has it."""
        for section in main_pack().template.sections:
            answer = self.fill(draft, section.id, section_form(section.id, **changes))
            assert answer.status_code == 303, (section.id, errors(self.page))

    def submit(self, draft: str) -> TestResponse:
        path = draft.removesuffix("/edit") + "/declaration"
        self.get(path)
        return self.send(path, DECLARED)


HIDDEN = ("csrf_token", "version", "position")


def team(world: World, account: str = "liverpool-submitter") -> Team:
    return Team(world.visitor(account))


def section_form(id: str, **changes: Any) -> Form:
    """The form of a section of a complete scheme."""
    section = next(one for one in main_pack().template.sections if one.id == id)
    return dict(typed_from(asked_fields(section.fields), a_scheme(**changes)))


def errors(page: str) -> list[str]:
    """What the summary of errors says, with where each of its links leads."""
    found = re.findall(r'<li><a href="#([^"]+)">([^<]*)</a></li>', page)
    return [f"{anchor}: {text}" for anchor, text in found]


def form_of(page: str) -> Form:
    """The form of a page as a browser would send it: what is typed, ticked and chosen."""
    reader = _Reader()
    reader.feed(page)
    return {name: texts for name, texts in reader.form.items() if texts}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form: dict[str, list[str]] = {}
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "input" and name:
            is_choice = given.get("type") in ("radio", "checkbox")
            if not is_choice or "checked" in given:
                self.form.setdefault(name, []).append(value)
        elif tag in ("textarea", "select") and name:
            self.inside = name
            if tag == "textarea":
                self.form[name] = [""]
        elif tag == "option" and "selected" in given:
            self.form[self.inside] = [value]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            text = self.form[self.inside][0]
            self.form[self.inside] = [text.removeprefix("\n")]
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside and self.form.get(self.inside) is not None:
            texts = self.form[self.inside]
            if self.get_starttag_text() and str(self.get_starttag_text()).startswith("<textarea"):
                self.form[self.inside] = [texts[0] + data]
