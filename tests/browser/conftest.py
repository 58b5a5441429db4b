"""The service, and people who visit it with a real browser.

A test asks for `visit` and opens as many windows as it needs: `visit("chair", width=NARROW)`.
What a page must never do (say something in the console, ask another host) fails every test.
"""

import shutil
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, StorageState

from app.store.migrations import migrate
from tests.app.servers import opened
from tests.browser.served import served
from tests.browser.visitor import WIDE, Visitor

Visit = Callable[..., Visitor]
HEIGHT, PATIENCE_MS = 800, 10_000
JS: Final = "text/javascript"
CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET: Final = (
    "--no-sandbox",  # it refuses to run as root otherwise
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of this machine, since none is downloaded."""
    if CHROMIUM is None:
        pytest.skip("There is no Chromium here: script/bootstrap --browser")  # in CI a failure
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": list(QUIET)}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the service is: each file of tests has a round of its own to change."""
    database = opened(f"sqlite:///{tmp_path_factory.mktemp('browser') / 'store.db'}")
    migrate(database)
    with served(database) as address:
        yield address
    database.close()


@pytest.fixture(scope="session")
def base_url() -> str:
    """None for all: visitors know the address of theirs."""
    return ""


@pytest.fixture(scope="module")
def visits() -> dict[str, StorageState]:
    """The cookies of those who have signed in, by account: once is enough."""
    return {}


@pytest.fixture
def visit(
    new_context: Callable[..., BrowserContext], address: str, visits: dict[str, StorageState]
) -> Iterator[Visit]:
    """Opens a window, as a made-up person if one is named.

    Without `has_scripts` pages get none of theirs, and axe can still look at them; without
    `runs_scripts` the browser runs none at all.
    """
    visitors: list[Visitor] = []

    def open_window(
        who: str = "", *, width: int = WIDE, has_scripts: bool = True, runs_scripts: bool = True
    ) -> Visitor:
        size = {"width": width, "height": HEIGHT}
        known = visits.get(who)
        context = new_context(viewport=size, java_script_enabled=runs_scripts, storage_state=known)
        context.set_default_timeout(PATIENCE_MS)
        if not has_scripts:
            context.route("**/*.js", lambda route: route.fulfill(content_type=JS, body=""))
        visitor = Visitor(context.new_page(), address)
        visitor.watch()
        visitors.append(visitor)
        if known:
            visitor.go("/")
        elif who:
            visitor.sign_in(who)
            visits[who] = context.storage_state()
        return visitor

    yield open_window
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []
