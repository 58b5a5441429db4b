"""A browser that signs in: the service is asked in this process, the provider over HTTP."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HOST = "https://prioritise.example"


@dataclass
class Browser:
    client: FlaskClient

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, base_url=HOST, **options)

    def post(self, path: str, **form: str) -> TestResponse:
        """Sends a form as a page of the service would."""
        return self.client.post(path, base_url=HOST, headers={"Referer": f"{HOST}/"}, data=form)

    def begin(self, next_page: str = "") -> str:
        """Begins to sign in; where the provider is to be asked."""
        answer = self.get("/sign-in/organisation", query_string={"next": next_page})
        assert answer.status_code == 302, answer.text
        return str(answer.headers["Location"])

    def visit_provider(self, address: str) -> str:
        """Goes to the provider; where it sends the browser back to, as a path of the service."""
        answer = requests.get(address, allow_redirects=False, timeout=5)
        back = urlsplit(answer.headers["Location"])
        assert f"{back.scheme}://{back.netloc}" == HOST
        return f"{back.path}?{back.query}"

    def sign_in(self, next_page: str = "") -> TestResponse:
        return self.get(self.visit_provider(self.begin(next_page)))

    def session(self) -> dict[str, Any]:
        """What the cookie holds."""
        with self.client.session_transaction(base_url=HOST) as session:
            return dict(session)


def form_token(page: str) -> str:
    """The token that the forms of a page carry."""
    found = re.search('name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return found[1]
