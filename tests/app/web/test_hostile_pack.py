"""A pack whose every text would write HTML is shown as text."""

from collections.abc import Iterator
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.factory import create_app
from app.settings import Settings
from app.store.migrations import migrate
from rulebook.load import load
from tests.app.servers import opened
from tests.app.web.browser import form_token
from tests.app.web.conftest import Clock
from tests.builders import edited_pack

BAD: Final = "<script>alert(1)</script>"
EDITS: Final = [
    ("pack.yaml", "title: Village hall fund", f"title: {BAD}1"),
    ("pack.yaml", "about: A made-up fund", f"about: {BAD}2 A made-up fund"),
    ("pack.yaml", "title: Trust deed of the fund", f"title: '{BAD}3'"),
    ("pack.yaml", "title: Safety of people", f"title: '{BAD}4'"),
    ("pack.yaml", "title: Someone holds the keys", f"title: '{BAD}5'"),
    ("pack.yaml", "title: Costs more than it saves", f"title: '{BAD}6'"),
    ("pack.yaml", "title: How pressing is it?", f"title: '{BAD}7'"),
    ("rules/advice.yaml", "title: Nobody holds the keys", f"title: '{BAD}8'"),
    ("rules/advice.yaml", "reason: Nobody holds the keys.", f"reason: '{BAD}9'"),
    ("rules/advice.yaml", "name: no keys", f"name: '{BAD}10'"),
    ("rules/advice.yaml", "place: clause 5", f"place: '{BAD}11'"),
    ("rules/entry.yaml", "to_do: Give them.", f"to_do: '{BAD}12'"),
    ("matrix.yaml", "title: Use\n", f"title: '{BAD}13'\n"),
    ("matrix.yaml", "question: How much is it used?", f"question: '{BAD}14'"),
    ("matrix.yaml", "[Nobody comes., Some come.,", f"['{BAD}15', Some come.,"),
    ("matrix.yaml", "because: Some come.", f"because: '{BAD}16'"),
    ("matrix.yaml", "note: A plan counts users.", f"note: '{BAD}17'"),
    ("matrix.yaml", "title: Winter first", f"title: '{BAD}18'"),
    ("lists/halls.yaml", "title: Lower hall", f"title: '{BAD}19'"),
    ("lists/halls.yaml", "about: The halls of three villages.", f"about: '{BAD}20'"),
    ("lists/dangers.yaml", "title: Dangers", f"title: '{BAD}21'"),
]
"""File, what is there, and what stands there instead: each with a number of its own."""
PAGES: Final = [
    "/rulebook",
    "/rulebook/rules/A1",
    "/rulebook/rules/E1",
    "/rulebook/rules/A2",
    "/rulebook/criteria",
    "/rulebook/criteria/use",
    "/rulebook/meanings",
    "/rulebook/lists",
    "/rulebook/lists/halls",
    "/rulebook/packs",
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A demonstration that ships no pack but this one."""
    folder = tmp_path_factory.mktemp("hostile")
    for file, old, new in EDITS:
        edited_pack(folder, file, old, new)
    pack = load(folder / "tiny")
    database = opened(f"sqlite:///{folder / 'store.db'}")
    migrate(database)
    settings = Settings("", "s" * 32, requests_per_minute=0, is_demo=True)
    yield create_app(settings, database, Clock(), {pack.id: pack})
    database.close()


@pytest.fixture
def viewer(hostile: Flask) -> FlaskClient:
    client = hostile.test_client()
    token = form_token(client.get("/sign-in").text)
    client.post("/sign-in/demo/board-viewer", data={"csrf_token": token})
    return client


@pytest.mark.parametrize("path", PAGES)
def test_no_text_of_a_pack_writes_html(viewer: FlaskClient, path: str) -> None:
    answer = viewer.get(path)

    assert answer.status_code == 200
    assert BAD not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text


def test_every_one_of_these_texts_is_shown_somewhere(viewer: FlaskClient) -> None:
    shown = "".join(viewer.get(path).text for path in PAGES)

    for number in range(1, len(EDITS) + 1):
        assert f"&lt;script&gt;alert(1)&lt;/script&gt;{number}" in shown, EDITS[number - 1]


def test_another_trade_has_its_own_words(viewer: FlaskClient) -> None:
    page = viewer.get("/rulebook/criteria/use").text

    assert "58.8 of 100" in page
    assert "Points" in page
    assert "Village" not in viewer.get("/rulebook/rules/R23").text
