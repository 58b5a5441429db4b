"""What was typed comes back after a visit has ended."""

from collections.abc import Iterator

import pytest

from tests.app.web.browser import form_token
from tests.app.web.forms import FIRST, SCHEMES, Form, Team, form_of, section_form, team
from tests.app.web.visitors import World, new_world

TYPED = 'Typed for half an hour: <b>ŵ</b> "quoted"\nsecond line'


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = new_world(tmp_path_factory.mktemp("keeping"))
    yield made
    made.service.database.close()


@pytest.fixture
def writer(world: World) -> Team:
    return team(world)


def sign_out(writer: Team) -> None:
    writer.visitor.post("/sign-out")


def sign_in(writer: Team) -> None:
    """In another tab: the page that was loaded stays."""
    client = writer.visitor.client
    token = form_token(client.get("/sign-in").text)
    client.post("/sign-in/demo/liverpool-submitter", data={"csrf_token": token})


def test_what_was_typed_is_saved_after_signing_in_again(writer: Team) -> None:
    draft = writer.begin()
    form = {**section_form("issue"), "issue_statement": [TYPED]}
    writer.get(f"{draft}/issue")
    sign_out(writer)

    kept = writer.send(f"{draft}/issue", form)
    assert kept.status_code == 401
    assert form_of(kept.text)["issue_statement"] == [TYPED]
    assert "Sign in, in a new tab" in kept.text
    sign_in(writer)
    again = writer.send(f"{draft}/issue", form_of(kept.text))

    assert again.status_code == 400
    assert "This is not saved yet." in again.text
    assert form_of(again.text)["issue_statement"] == [TYPED]
    assert writer.send(f"{draft}/issue", form_of(again.text)).status_code == 303
    writer.get(f"{draft}/issue")
    assert form_of(writer.page)["issue_statement"] == [TYPED]


def test_a_tab_from_before_signing_in_again_is_not_lost(writer: Team) -> None:
    draft = writer.begin()
    writer.get(f"{draft}/issue")
    sign_out(writer)
    sign_in(writer)

    answer = writer.send(f"{draft}/issue", {"issue_statement": [TYPED]})

    assert answer.status_code == 400
    assert form_of(answer.text)["issue_statement"] == [TYPED]
    assert writer.send(f"{draft}/issue", form_of(answer.text)).status_code == 303


def test_the_first_answers_and_the_declaration_are_kept_too(writer: Team) -> None:
    draft = writer.begin()
    declaration = draft.removesuffix("/edit") + "/declaration"
    forms: list[tuple[str, Form]] = [
        (f"{SCHEMES}/new", {**FIRST, "title": ["Typed <b>ŵ</b>"]}),
        (declaration, {"declaration-declared_by": ["Director"]}),
    ]
    for path, form in forms:
        writer.get(path)
        sign_out(writer)
        kept = writer.send(path, form)
        sign_in(writer)
        again = writer.send(path, form_of(kept.text))

        assert (kept.status_code, again.status_code) == (401, 400)
        shown = form_of(again.text)
        assert {name: shown[name] for name in form} == form


def test_a_visit_that_ended_by_itself_keeps_what_was_typed(world: World, writer: Team) -> None:
    draft = writer.begin()
    writer.get(f"{draft}/issue")
    before = world.service.now
    world.service.pass_days(0.5)
    try:
        kept = writer.send(f"{draft}/issue", {"issue_statement": [TYPED]})
    finally:
        world.service.now = before

    assert kept.status_code == 401
    assert form_of(kept.text)["issue_statement"] == [TYPED]


def test_a_form_of_another_site_saves_nothing(writer: Team) -> None:
    draft = writer.begin()
    forged = {**section_form("issue"), "version": ["1"], "do": "save", "csrf_token": "forged"}

    answer = writer.visitor.client.post(f"{draft}/issue", data=forged)

    assert answer.status_code == 400
    writer.get(f"{draft}/issue")
    assert form_of(writer.page)["issue_statement"] == [""]
