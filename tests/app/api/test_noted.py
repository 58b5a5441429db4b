"""When a request is noted: once its whole answer was sent."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from app.edge.journal import LOGGER
from app.store.database import Database
from tests.app.callers import ROUND, Caller, Service
from tests.builders import a_scheme

IMPORTS = f"{ROUND}/imports"
ROUTE = "/api/v1/rounds/<code>/imports"
Noted = Callable[[], list[Any]]


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


@pytest.fixture
def noted(caplog: pytest.LogCaptureFixture) -> Noted:
    """Gives what was noted of imports so far."""
    caplog.set_level(logging.INFO, LOGGER.name)

    def so_far() -> list[Any]:
        return [vars(one) for one in caplog.records if getattr(one, "route", "") == ROUTE]

    return so_far


def begin_import(service: Service, lead: Caller, count: int) -> Iterator[bytes]:
    """The parts of the answer, each made when it is asked for."""
    rows = [a_scheme(scheme_ref=None, title=f"Scheme {n}") for n in range(count)]
    answer = service.app.test_client().post(
        IMPORTS,
        data=json.dumps(rows),
        content_type="application/json",
        headers={"Authorization": f"Bearer {lead.key}"},
        buffered=False,
    )
    return cast(Iterator[bytes], iter(answer.response))


def test_an_import_is_noted_when_its_last_result_is_sent(
    service: Service, lead: Caller, noted: Noted
) -> None:
    parts = begin_import(service, lead, 120)
    assert b'"row":1,' in next(parts)
    assert noted() == []

    rest = b"".join(parts)
    assert b'"rows":120' in rest
    (line,) = noted()
    assert (line["streamed"], line["status"], line["who"]) == ("whole", 200, f"key:{lead.key[:12]}")
    assert len(line["request_id"]) == 32


def test_an_import_that_nobody_reads_to_its_end_is_noted_as_broken_off(
    service: Service, lead: Caller, noted: Noted
) -> None:
    parts = begin_import(service, lead, 120)
    next(parts)
    parts.close()  # type: ignore[attr-defined]  # as the server does when a caller has gone

    (line,) = noted()
    assert line["streamed"] == "broken off"


def test_the_time_of_an_import_is_counted_once_and_as_a_whole(
    service: Service, chair: Caller, lead: Caller
) -> None:
    count = 'prioritise_request_seconds_count{route="/api/v1/rounds/<code>/imports"} '
    auditor = service.caller("QYG", "auditor")
    parts = begin_import(service, lead, 120)
    next(parts)
    assert count not in auditor.get("/metrics").text
    assert list(parts)
    assert f"{count}1.0" in auditor.get("/metrics").text
