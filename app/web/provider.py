"""The provider that people sign in with (OpenID Connect), through Authlib.

Authlib does the code flow with PKCE and checks state, nonce, signature and times. It believes what
the provider publishes about itself; here that is held against the settings first: the issuer has to
be the one that was set, and only signatures with a public key count. (Else a provider that lists
`none` would have unsigned tokens taken.)
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client.errors import MismatchingStateError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App, OAuthError
from flask import session
from joserfc.errors import JoseError
from werkzeug import Response

from app.edge import journal
from app.errors import NotFromHere, ProviderFailed, SignInRefused
from app.settings import Oidc
from rulebook.problem import Problem, Refused, shorten

NAME: Final = "organisation"
PATH: Final = "/.well-known/openid-configuration"
SCOPE: Final = "openid profile"
SECONDS: Final = 5
"""How long one answer of the provider may take."""
LEEWAY_SECONDS: Final = 60
"""How far the clock of the provider may be from ours."""
SIGNATURES: Final = frozenset(
    f"{family}{bits}" for family in ("RS", "PS", "ES") for bits in (256, 384, 512)
) | {"EdDSA", "Ed25519"}
ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
USERINFO: Final = "userinfo_endpoint"
DENIED: Final = frozenset({"access_denied", "consent_required", "login_required"})
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})

_BAD_ANSWERS: Final = (
    AuthlibBaseError,
    JoseError,
    requests.RequestException,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
)
"""What Authlib raises for answers that fail or are not in the form that they should have."""
_STALE: Final = "This sign-in was begun elsewhere, or too long ago. Begin again."
_DENIED: Final = "Your account service did not let you in. Ask its administrator, or begin again."
_FAILED: Final = (
    "Your account service cannot be reached, or its answer cannot be trusted. Try again in a "
    "minute; if it stays so, give the request id to the administrator of this service."
)


class Provider:
    """One provider, discovered when it is first used, and again after anything went wrong."""

    def __init__(self, oidc: Oidc) -> None:
        if not is_safe(oidc.issuer):
            message = "The address of the account service must begin with https://"
            raise Refused([Problem(message, label="OIDC_ISSUER", code="setting")])
        self._oidc = oidc
        self._client: FlaskOAuth2App | None = None

    def send_there(self, callback: str) -> Response:
        """Sends the browser to the provider, which will send it to `callback`."""
        _forget_attempts()
        with self._telling_failures():
            return self._known().authorize_redirect(callback)  # type: ignore[no-any-return]

    def claims(self) -> dict[str, Any]:
        """What the provider says of the person whom it has just sent here."""
        with self._telling_failures():
            client = self._known()
            token = client.authorize_access_token(
                claims_options={
                    "iss": {"essential": True, "value": self._oidc.issuer},
                    "aud": {"essential": True, "value": self._oidc.client_id},
                },
                leeway=LEEWAY_SECONDS,
            )
            return self._with_userinfo(client, token)

    def _with_userinfo(self, client: FlaskOAuth2App, token: Mapping[str, Any]) -> dict[str, Any]:
        """The claims of the ID token; more are asked for where those that count are not in it."""
        claims = dict(token["userinfo"])
        wanted = {self._oidc.organisation_claim, self._oidc.roles_claim}
        if wanted <= claims.keys() or USERINFO not in client.server_metadata:
            return claims
        more = client.userinfo(token=token)
        if more["sub"] != claims["sub"]:
            raise ValueError("The userinfo is about somebody else.")
        return {**more, **claims}

    def _known(self) -> FlaskOAuth2App:
        if self._client is None:
            self._client = _client_for(self._oidc, _discover(self._oidc.issuer))
        return self._client

    @contextmanager
    def _telling_failures(self) -> Iterator[None]:
        """Turns what went wrong into an error of ours, and notes the reason for the operator."""
        try:
            yield
        except MismatchingStateError as error:
            raise NotFromHere(_STALE) from error
        except _BAD_ANSWERS as error:
            reason = shorten(f"{type(error).__name__}: {error}", 300)
            extra = {"request_id": journal.request_id()}
            journal.LOGGER.warning("sign-in failed: %s", reason, extra=extra)
            if isinstance(error, OAuthError) and str(error.error) in DENIED:
                raise SignInRefused(_DENIED) from error
            self._client = None
            raise ProviderFailed(_FAILED) from error


def is_safe(address: object) -> bool:
    """Whether nobody on the way can change what this address answers."""
    try:
        parts = urlsplit(str(address))
    except ValueError:
        return False
    is_loopback = parts.scheme == "http" and parts.hostname in LOOPBACK
    return bool(parts.hostname) and (parts.scheme == "https" or is_loopback)


def _discover(issuer: str) -> dict[str, Any]:
    """What the provider publishes about itself, as far as it is used here."""
    answer = requests.get(issuer.rstrip("/") + PATH, timeout=SECONDS)
    answer.raise_for_status()
    told = answer.json()
    if told["issuer"] != issuer:
        raise ValueError(f"OIDC_ISSUER has to be exactly {told['issuer']}")
    signatures = sorted(SIGNATURES & set(told["id_token_signing_alg_values_supported"]))
    if not signatures:
        raise ValueError("The provider signs with no public key.")
    named = [*ENDPOINTS, *([USERINFO] if USERINFO in told else [])]
    if unsafe := [name for name in named if not is_safe(told[name])]:
        raise ValueError(f"These must begin with https://: {', '.join(unsafe)}")
    methods = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return {
        **{name: told[name] for name in ("issuer", *named)},
        "id_token_signing_alg_values_supported": signatures,
        "token_endpoint_auth_methods_supported": methods,
    }


def _client_for(oidc: Oidc, metadata: Mapping[str, Any]) -> FlaskOAuth2App:
    is_basic = "client_secret_basic" in metadata["token_endpoint_auth_methods_supported"]
    options = {
        "scope": SCOPE,
        "code_challenge_method": "S256",
        "token_endpoint_auth_method": "client_secret_basic" if is_basic else "client_secret_post",
        "default_timeout": SECONDS,
    }
    return FlaskOAuth2App(
        FlaskIntegration(NAME),
        NAME,
        client_id=oidc.client_id,
        client_secret=oidc.client_secret,
        client_kwargs=options,
        **metadata,
    )


def _forget_attempts() -> None:
    """Drops what earlier attempts left in the cookie, which has to stay small."""
    for name in [name for name in session if name.startswith(f"_state_{NAME}_")]:
        del session[name]
