"""A small OpenID Connect provider on loopback: real HTTP, RSA keys, PKCE, codes that hold once.

What it answers can be bent by a test: `change` alters the claims of the ID token, `sign` signs it,
`instead` answers a path with something else, `waits` is how many seconds a path takes, `metadata`
alters what it publishes about itself.
"""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from secrets import token_urlsafe
from threading import Thread
from time import sleep, time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT_ID, CLIENT_SECRET = "prioritiser", "only-for-tests"
PERSON: dict[str, Any] = {
    "sub": "4711",
    "name": "Pat Example",
    "organisation": "LIVPP",
    "roles": ["lead"],
}
Claims = dict[str, Any]
Answer = tuple[int, dict[str, str], bytes]


@cache
def a_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})


def signed(claims: Claims, kid: str = "one", named: str = "one") -> str:
    """The claims, signed by the key `kid` that is said to be the key `named`."""
    return jwt.encode({"alg": "RS256", "kid": named}, claims, a_key(kid))


@dataclass
class Provider:
    """What a provider knows: the person who is signed in there, and the codes that it gave."""

    issuer: str = ""
    person: Claims = field(default_factory=lambda: dict(PERSON))
    change: Callable[[Claims], Claims] = lambda claims: claims
    sign: Callable[[Claims], str] = signed
    metadata: Claims = field(default_factory=dict)
    keys: tuple[str, ...] = ("one",)
    instead: dict[str, Answer] = field(default_factory=dict)
    waits: dict[str, float] = field(default_factory=dict)
    in_userinfo: Claims | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    sent: dict[str, str] = field(default_factory=dict)

    def answer(self, path: str, form: dict[str, str], authorization: str) -> Answer:
        self.asked.append(path)
        sleep(self.waits.get(path, 0))
        if path in self.instead:
            return self.instead[path]
        if path == "/.well-known/openid-configuration":
            return in_json(self.description())
        if path == "/authorize":
            return self.authorize(form)
        if path == "/token":
            return self.token(form, authorization)
        if path == "/keys":
            keys = KeySet([a_key(kid) for kid in self.keys])
            return in_json(dict(keys.as_dict(private=False)))
        is_allowed = path == "/userinfo" and authorization.startswith("Bearer ")
        return in_json(self.in_userinfo or {}) if is_allowed else in_json({}, 404)

    def description(self) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
            **({"userinfo_endpoint": f"{self.issuer}/userinfo"} if self.in_userinfo else {}),
            **self.metadata,
        }

    def authorize(self, asked: dict[str, str]) -> Answer:
        assert asked["client_id"] == CLIENT_ID
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = token_urlsafe(16)
        self.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return 302, {"Location": f"{asked['redirect_uri']}?{back}"}, b""

    def token(self, form: dict[str, str], authorization: str) -> Answer:
        self.sent = form
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None:
            return in_json({"error": "invalid_grant"}, 400)
        if not self.is_client(form, authorization):
            return in_json({"error": "invalid_client"}, 401)
        is_same = asked["redirect_uri"] == form["redirect_uri"]
        if not is_same or challenge(form["code_verifier"]) != asked["code_challenge"]:
            return in_json({"error": "invalid_grant"}, 400)
        token = self.sign(self.change(self.claims(asked["nonce"])))
        given = {"access_token": token_urlsafe(16), "token_type": "Bearer", "expires_in": 300}
        return in_json({**given, "id_token": token})

    def claims(self, nonce: str) -> Claims:
        now = int(time())
        times = {"iat": now, "exp": now + 300}
        return {"iss": self.issuer, "aud": CLIENT_ID, "nonce": nonce, **times, **self.person}

    def is_client(self, form: dict[str, str], authorization: str) -> bool:
        basic = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        is_posted = form.get("client_secret") == CLIENT_SECRET
        return authorization == f"Basic {basic}" or is_posted


def in_json(values: Claims, status: int = 200) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(values).encode()


def challenge(verifier: str) -> str:
    """What a verifier is held against: RFC 7636, section 4.2."""
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@contextmanager
def running_provider() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply(urlsplit(self.path).query)

        def do_POST(self) -> None:
            self.reply(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def reply(self, form: str) -> None:
            values = {name: value[0] for name, value in parse_qs(form).items()}
            path, authorization = urlsplit(self.path).path, self.headers.get("Authorization", "")
            status, headers, body = provider.answer(path, values, authorization)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Nothing: the tests say what they need to know."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield provider
        server.shutdown()
        thread.join()
