"""A round with schemes, and people who look at its pages in a browser."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import orjson
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.store.database import Database
from app.store.migrations import migrate
from tests.app.callers import ROUND, Caller, Service, open_round, start
from tests.app.rounds import made_up
from tests.app.servers import opened
from tests.app.web.browser import form_token
from tests.builders import a_scheme

HOSTILE = (
    "<script>alert(1)</script>",
    "w" * 600,
    "Right to left: שלום עולם مرحبا بالعالم",
    "🏥👩‍⚕️ & \"quotes\" 'and' <b>",
    "Gwasanaeth iechyd lleol: llwybr llawdriniaeth â chysylltiad ŵyl ŷd",
)
"""Titles that would break a page which is not careful."""


@dataclass(slots=True)
class World:
    """A demonstration with an open round."""

    service: Service
    chair: Caller

    def visitor(self, account: str) -> "Visitor":
        """A made-up person who has signed in."""
        client = self.service.app.test_client()
        token = form_token(client.get("/sign-in").text)
        client.post(f"/sign-in/demo/{account}", data={"csrf_token": token})
        return Visitor(client)

    def bring_in(self, schemes: Iterable[dict[str, Any]], action: str = "submit") -> None:
        administrator = self.service.caller("QYG", "administrator")
        body = b"\n".join(orjson.dumps(scheme) for scheme in schemes)
        address = f"{ROUND}/imports?action={action}&accept_warnings=true"
        answer = administrator.post(address, body, Content_Type="application/x-ndjson")
        assert answer.status_code == 200, answer.text

    def publish(self) -> None:
        answer = self.chair.post(f"{ROUND}/publications", {})
        assert answer.status_code in (200, 201), answer.text


@dataclass(slots=True)
class Visitor:
    """Somebody in a browser."""

    client: FlaskClient

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.client.get(path, query_string=query or None)

    def page(self, path: str, **query: Any) -> "Page":
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        return read(answer.text)

    def post(self, path: str, **form: str) -> TestResponse:
        token = form_token(self.client.get("/").text)
        return self.client.post(path, data={"csrf_token": token, **form})


@dataclass(slots=True)
class Page:
    """A page as text, its rows of tables and its links."""

    html: str
    text: str = ""
    rows: list[list[str]] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.words: list[str] = []
        self.href = ""
        self.link: list[str] = []
        self.is_hidden = False
        self.is_in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "tr":
            self.page.rows.append([])
        if tag in ("td", "th") and self.page.rows:
            self.page.rows[-1].append("")
            self.is_in_cell = True
        if tag == "a":
            self.href, self.link = given.get("href") or "", []
        if tag == "span" and "nhsuk-table__heading" in (given.get("class") or ""):
            self.is_hidden = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.page.links[" ".join(self.link)] = self.href
        if tag == "span":
            self.is_hidden = False
        if tag in ("td", "th"):
            self.is_in_cell = False

    def handle_data(self, data: str) -> None:
        word = " ".join(data.split())
        if not word or self.is_hidden:
            return
        self.words.append(word)
        self.link.append(word)
        if self.is_in_cell:
            cell = self.page.rows[-1][-1]
            self.page.rows[-1][-1] = f"{cell} {word}".strip()


def read(html: str) -> Page:
    page = Page(html)
    reader = _Reader(page)
    reader.feed(html)
    page.text = " ".join(reader.words)
    return page


def new_world(folder: Path) -> World:
    database: Database = opened(f"sqlite:///{folder / 'pages.db'}")
    migrate(database)
    service = start(database, is_demo=True)
    return World(service, open_round(service))


def full_world(folder: Path) -> World:
    """A world with sixty made-up schemes, and some with hostile titles."""
    world = new_world(folder)
    hostile = [
        a_scheme(scheme_ref=f"CM24-LIVPP-9{n:02}", title=title[:120], summary=title)
        for n, title in enumerate(HOSTILE)
    ]
    world.bring_in([*made_up(60), *hostile])
    return world


CODES = re.compile(r"\b(not_known|not_matched|c[A-Z]{1,2}\d|[a-z]+_[a-z_]+)\b")
"""Words that only programs use."""


def code_words(page: Page) -> list[str]:
    return CODES.findall(page.text)
