"""Somebody with a browser window, who notices everything that should not happen on a page."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response, expect

from app.web.demo import ACCOUNTS

AXE: Final = Path(__file__).parent / "vendor" / "axe.min.js"
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW, ZOOMED = 1280, 320, 640
"""Widths of a window; at 200 % zoom a window of 1280 is 640 wide."""
EXPECTED: Final = "Failed to load resource: the server responded with a status of"
"""What the browser itself notes of a page that is refused."""


@dataclass
class Visitor:
    """A page, and what happened on it that must not: `complaints` is empty after every test."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def watch(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("request", self._look_where)
        self.page.on("response", self._note_status)

    def go(self, path: str) -> None:
        """Opens a page; a refusal is a page too."""
        self.page.goto(self.address + path)

    def sign_in(self, account_id: str) -> None:
        """Signs in as a made-up person, by the page on which people do."""
        name = next(account.name for account in ACCOUNTS if account.id == account_id)
        self.go("/sign-in")
        self.page.get_by_role("button", name=f"Sign in as {name}", exact=True).click()
        expect(self.page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()

    def check(self) -> None:
        """No fault of accessibility, and nothing is wider than the window."""
        assert self.faults() == []
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(wide) <= 0, f"{self.page.url} is wider than the window"

    def faults(self) -> list[str]:
        """What axe finds: the rule, how bad it is, and where. The browser has to run scripts."""
        self.page.evaluate(_axe_source())
        options = {"runOnly": RULES, "resultTypes": ["violations"]}
        found: dict[str, Any] = self.page.evaluate("options => axe.run(options)", options)
        return [
            f"{one['id']} ({one['impact']}): {[node['html'][:200] for node in one['nodes'][:3]]}"
            for one in found["violations"]
        ]

    def _hear(self, message: ConsoleMessage) -> None:
        is_refusal = message.text.startswith(EXPECTED)
        if not (is_refusal and message.location["url"] in self.refused):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _look_where(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.address).netloc:
            self.complaints.append(f"request to another host: {request.url}")

    def _note_status(self, response: Response) -> None:
        if response.status >= 400:
            is_page = response.request.is_navigation_request()
            if is_page:
                self.refused.add(response.url)
            else:
                self.complaints.append(f"{response.status} for {response.url}")


@cache
def _axe_source() -> str:
    return AXE.read_text("utf-8")
