"""People whose account is good and gives them no place here."""

import pytest

from tests.app.web.browser import Browser
from tests.app.web.provider import Claims, Provider

NO_PLACE: list[tuple[dict[str, object], str]] = [
    ({"organisation": None}, "does not say which organisation you belong to"),
    ({"organisation": "  "}, "does not say which organisation you belong to"),
    ({"organisation": ["LIVPP"]}, "does not say which organisation you belong to"),
    ({"organisation": "x" * 41}, "does not say which organisation you belong to"),
    ({"roles": None}, "has no role in this service"),
    ({"roles": []}, "has no role in this service"),
    ({"roles": " , "}, "has no role in this service"),
    ({"roles": {"lead": True}}, "has no role in this service"),
    ({"roles": ["wizard"]}, "roles that are not known here: wizard."),
    ({"roles": "lead wizard"}, "roles that are not known here: wizard."),
    ({"roles": [["lead"]]}, "roles that are not known here"),
]


@pytest.mark.parametrize(("changes", "sentence"), NO_PLACE)
def test_who_has_no_place_here_is_told_what_to_ask_for(
    browser: Browser, provider: Provider, changes: Claims, sentence: str
) -> None:
    person = {**provider.person, **changes}
    provider.person = {name: value for name, value in person.items() if value is not None}

    answer = browser.sign_in()

    assert answer.status_code == 403
    assert sentence in answer.text
    assert "Ask the administrator of your accounts" in answer.text
    assert "subject" not in browser.session()
