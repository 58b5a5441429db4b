"""A service with sign-in, a provider to sign in with, and a browser.

Making a service takes a second, and sign-in keeps nothing in it: tests share one where they can.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.access import PUBLIC, READ_ROUNDS
from app.edge.current import who
from app.edge.permission import needs
from app.factory import create_app
from app.settings import Oidc, Settings
from app.store.database import Database
from app.store.migrations import migrate
from app.web import organisation
from app.web.provider import Provider
from tests.app.servers import opened
from tests.app.web import provider as providers
from tests.app.web.browser import Browser

NOW = datetime(2023, 12, 5, 10, tzinfo=UTC)
MakeApp = Callable[..., Flask]


class Clock:
    """A clock that a test can set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="session")
def running() -> Iterator[providers.Provider]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("NO_PROXY", "127.0.0.1")
        with providers.running_provider() as provider:
            yield provider


@pytest.fixture
def provider(running: providers.Provider) -> providers.Provider:
    """The provider, which has forgotten what the test before told it."""
    fresh = providers.Provider(issuer=running.issuer)
    for each in fields(fresh):
        setattr(running, each.name, getattr(fresh, each.name))
    return running


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = opened(f"sqlite:///{tmp_path_factory.mktemp('web') / 'store.db'}")
    migrate(database)
    yield database
    database.close()


@pytest.fixture(scope="session")
def every_clock() -> Clock:
    return Clock()


@pytest.fixture
def clock(every_clock: Clock) -> Iterator[Clock]:
    """The clock of every service; it stands at NOW again after the test."""
    yield every_clock
    every_clock.now = NOW


@pytest.fixture(scope="session")
def make_app(store: Database, every_clock: Clock) -> MakeApp:
    """Makes a service; what is given replaces settings."""

    def make(**changes: Any) -> Flask:
        settings = Settings("sqlite:///unused.db", "k" * 32, requests_per_minute=0)
        app = create_app(replace(settings, **changes), store, every_clock)
        app.add_url_rule("/rounds-page", view_func=needs(READ_ROUNDS)(rounds_page))
        app.add_url_rule("/broken-page", view_func=needs(PUBLIC)(broken_page))
        return app

    return make


def rounds_page() -> str:
    return who().subject


def broken_page() -> str:
    raise ZeroDivisionError


def oidc_of(provider: providers.Provider, **changes: Any) -> Oidc:
    oidc = Oidc(provider.issuer, providers.CLIENT_ID, providers.CLIENT_SECRET)
    return replace(oidc, **changes)


@pytest.fixture(scope="session")
def shared_service(make_app: MakeApp, running: providers.Provider) -> Flask:
    return make_app(oidc=oidc_of(running))


@pytest.fixture
def browser(shared_service: Flask, provider: providers.Provider) -> Browser:
    """A browser that knows nothing yet, and a service that has not seen the provider yet."""
    fresh = Provider(oidc_of(provider))
    shared_service.extensions[organisation.KEPT_UNDER] = fresh
    return Browser(shared_service.test_client())


@pytest.fixture(scope="session")
def shared_demo(make_app: MakeApp) -> Flask:
    return make_app(is_demo=True)


@pytest.fixture
def demo(shared_demo: Flask) -> FlaskClient:
    """The browser of somebody who looks at a demonstration."""
    return shared_demo.test_client()


@pytest.fixture(scope="session")
def closed(make_app: MakeApp) -> Flask:
    """A service that nobody can sign in to."""
    return make_app()
