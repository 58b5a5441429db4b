"""The page to sign in on."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from app.web.demo import Account
from app.web.navigation import Link, path_to
from app.web.words import organisation_title, roles_in_words


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """A made-up person, and the address that signs in as them."""

    action: str
    button: str
    organisation: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignInPage:
    """`provider` leads to the organisation's own accounts, where they are set up."""

    title: str
    next_page: str
    provider: Link | None
    accounts: tuple[ShownAccount, ...]
    is_closed: bool


def sign_in_page(next_page: str, accounts: Iterable[Account], *, has_provider: bool) -> SignInPage:
    """`next_page` is where to go afterwards."""
    shown = tuple(_shown(account) for account in accounts)
    return SignInPage(
        title=gettext("Sign in"),
        next_page=next_page,
        provider=_provider(next_page) if has_provider else None,
        accounts=shown,
        is_closed=not shown and not has_provider,
    )


def _provider(next_page: str) -> Link:
    text = gettext("Sign in with your organisation’s account")
    return Link(text, path_to("organisation.go_to_provider", next=next_page))


def _shown(account: Account) -> ShownAccount:
    return ShownAccount(
        action=path_to("demo.sign_in_as", account_id=account.id),
        button=gettext("Sign in as %(name)s", name=account.name),
        organisation=organisation_title(account.organisation),
        roles=tuple(roles_in_words(account.roles)),
    )
