"""The service with an open round, on both databases."""

import pytest

from app.store.database import Database
from tests.app.callers import Caller, Service, open_round, start


@pytest.fixture
def service(database: Database) -> Service:
    return start(database)


@pytest.fixture
def chair(service: Service) -> Caller:
    """The chair of the open round CM24."""
    return open_round(service)


@pytest.fixture
def lead(service: Service, chair: Caller) -> Caller:
    """A lead of the Liverpool place partnership."""
    return service.caller("LIVPP", "lead")


@pytest.fixture
def other(service: Service, chair: Caller) -> Caller:
    """A lead of another place."""
    return service.caller("WIRPP", "lead")
