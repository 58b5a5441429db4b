"""The service as its callers see it, in process, with a clock that tests move."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.access import Principal
from app.factory import create_app
from app.services.keys import KeyPlan, make_key
from app.settings import Settings
from app.store.database import Database
from tests.builders import a_scheme, main_pack

API = "/api/v1"
ROUND = f"{API}/rounds/CM24"
SCHEMES = f"{ROUND}/schemes"
PATCH = "application/merge-patch+json"
OPENING = datetime(2023, 12, 5, 10, tzinfo=UTC)
"""In the midst of the stages that take submissions."""
TESTER = Principal("test", "", ())


@dataclass(slots=True)
class Service:
    """An application on a database, and the time that it is there."""

    app: Flask
    database: Database
    now: datetime = OPENING

    def caller(self, organisation: str, *roles: str, scope: str = "write") -> "Caller":
        """Somebody with a key of their own."""
        plan = KeyPlan("A test", organisation, roles, scope, days=366)
        id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        key = self.database.write(lambda tx: make_key(tx, TESTER, plan, self.now, id, secret))
        return Caller(self.app.test_client(), key)

    def pass_days(self, days: float) -> None:
        self.now += timedelta(days=days)


@dataclass(slots=True)
class Caller:
    """A client with a key; the last ETag of each address is remembered, as careful callers do."""

    client: FlaskClient
    key: str
    tags: dict[str, str] = field(default_factory=dict)

    def get(self, address: str, **headers: str) -> TestResponse:
        return self.send("GET", address, None, **headers)

    def post(self, address: str, body: Any = None, **headers: str) -> TestResponse:
        return self.send("POST", address, body, **headers)

    def patch(self, address: str, body: Any, **headers: str) -> TestResponse:
        return self.send("PATCH", address, body, **{"Content-Type": PATCH, **headers})

    def send(self, method: str, address: str, body: Any, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = named.pop("Content-Type", "application/json")
        given = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        answer = self.client.open(
            address,
            method=method,
            data=given,
            content_type=kind if given is not None else None,
            headers={"Authorization": f"Bearer {self.key}", **named},
        )
        if "ETag" in answer.headers:
            self.tags[address] = answer.headers["ETag"]
        return answer

    def draft(self, **changes: Any) -> str:
        """The reference of a new draft: a complete scheme with changes."""
        answer = self.post(SCHEMES, a_scheme(**{"scheme_ref": None, **changes}))
        assert answer.status_code == 201, answer.get_data(as_text=True)
        ref: str = values(answer)["ref"]
        self.tags[f"{SCHEMES}/{ref}"] = answer.headers["ETag"]
        return ref

    def change(self, ref: str, **answers: Any) -> TestResponse:
        """Changes answers of a scheme as it was last seen."""
        return self.patch(f"{SCHEMES}/{ref}", answers, If_Match=self.tag(ref))

    def do(self, action: str, ref: str, body: Any = None, **headers: str) -> TestResponse:
        """Moves a scheme as it was last seen: submission, withdrawal, return and so on."""
        tag = {"If_Match": self.tag(ref), **headers}
        answer = self.post(f"{SCHEMES}/{ref}/{action}", body, **tag)
        if "ETag" in answer.headers:
            self.tags[f"{SCHEMES}/{ref}"] = answer.headers["ETag"]
        return answer

    def submit(self, ref: str) -> TestResponse:
        return self.do("submission", ref)

    def submitted(self, **changes: Any) -> str:
        """The reference of a scheme that was drafted and submitted."""
        ref = self.draft(**changes)
        answer = self.submit(ref)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return ref

    def tag(self, ref: str) -> str:
        """The ETag of a scheme as this caller last saw it; read now if it never was."""
        address = f"{SCHEMES}/{ref}"
        if address not in self.tags:
            self.get(address)
        return self.tags.get(address, '"0"')


def start(database: Database, **settings: Any) -> Service:
    """The service on a migrated database."""
    given = {"database": "", "secret_key": "s" * 32, "requests_per_minute": 0, **settings}
    services: list[Service] = []
    packs = {main_pack().id: main_pack()}
    app = create_app(Settings(**given), database, lambda: services[0].now, packs)
    services.append(Service(app, database))
    return services[0]


def open_round(service: Service, **changes: Any) -> "Caller":
    """Opens round CM24; the chair."""
    chair = service.caller("QYG", "chair")
    plan = {"code": "CM24", "title": "Planning for 2024-25", "pack": "cheshire_merseyside"}
    answer = chair.post(f"{API}/rounds", {**plan, **changes})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return chair


def values(answer: TestResponse) -> dict[str, Any]:
    """The object in the body of an answer."""
    found = answer.get_json()
    assert isinstance(found, Mapping), answer.get_data(as_text=True)
    return dict(found)


def refused(answer: TestResponse) -> tuple[int, str]:
    """Status and code of a refusal, which must be in the one shape that refusals have."""
    assert answer.content_type == "application/problem+json", answer.get_data(as_text=True)
    problem = values(answer)
    assert problem["status"] == answer.status_code
    assert problem["detail"].endswith((".", "KEY", "32")), problem["detail"]
    return answer.status_code, problem["code"]


def lines_of(answer: TestResponse) -> list[dict[str, Any]]:
    """The lines of an answer in NDJSON."""
    return [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]
