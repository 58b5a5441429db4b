"""What the service is told by its environment, as one frozen object. docs/operating.md lists it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rulebook.problem import Problem, Refused

SQLITE: Final = "sqlite:///"
POSTGRES: Final = ("postgresql://", "postgres://")
SHORTEST_SECRET: Final = 32
LANGUAGES: Final = ("en",)
"""What pages are offered in. All but English, the source, have a catalogue in app/translations."""
LONDON: Final = ZoneInfo("Europe/London")
YES_NO: Final = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Oidc:
    """The provider that people sign in with, and which of its claims say who they are."""

    issuer: str
    client_id: str
    client_secret: str
    organisation_claim: str = "organisation"
    roles_claim: str = "roles"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting. Only the secret key has no default."""

    database: str
    secret_key: str
    secret_key_fallbacks: tuple[str, ...] = ()
    is_demo: bool = False
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    most_body_bytes: int = 20_000_000
    requests_per_minute: int = 600
    kept_schemes: int = 5_000
    language: str = LANGUAGES[0]
    contact: str = ""
    zone: ZoneInfo = LONDON
    oidc: Oidc | None = None

    @property
    def is_postgres(self) -> bool:
        return self.database.startswith(POSTGRES)

    @property
    def sqlite_file(self) -> str:
        """The path of the SQLite file; empty where the database is PostgreSQL."""
        return "" if self.is_postgres else self.database.removeprefix(SQLITE)


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings; raises Refused with everything that is wrong or missing, by name."""
    reading = _Reading(environment)
    settings = Settings(
        database=reading.database(),
        secret_key=reading.secret(),
        secret_key_fallbacks=reading.words("SECRET_KEY_FALLBACKS"),
        is_demo=reading.yes_no("DEMO"),
        trusted_hosts=reading.words("TRUSTED_HOSTS"),
        proxies=reading.number("PROXIES", 0, least=0),
        most_body_bytes=reading.number("MOST_BODY_BYTES", 20_000_000, least=1_000),
        requests_per_minute=reading.number("REQUESTS_PER_MINUTE", 600, least=0),
        kept_schemes=reading.number("KEPT_SCHEMES", 5_000, least=1),
        language=reading.language(),
        contact=reading.text("CONTACT"),
        zone=reading.zone(),
        oidc=reading.oidc(),
    )
    if reading.problems:
        raise Refused(reading.problems)
    return settings


class _Reading:
    """Reads settings one by one and gathers what is wrong with them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.problems: list[Problem] = []

    def text(self, name: str, otherwise: str = "") -> str:
        return self._environment.get(name, "").strip() or otherwise

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in self.text(name).split(",") if word.strip())

    def yes_no(self, name: str) -> bool:
        given = self.text(name, "false").lower()
        if given not in YES_NO:
            self._refuse(name, "This must be true or false.")
        return YES_NO.get(given, False)

    def number(self, name: str, otherwise: int, *, least: int) -> int:
        given = self.text(name, str(otherwise))
        if not (given.isascii() and given.isdigit() and len(given) < 13 and int(given) >= least):
            self._refuse(name, f"This must be a whole number of {least} or more.")
            return otherwise
        return int(given)

    def database(self) -> str:
        given = self.text("DATABASE_URL", "sqlite:///data/prioritise.db")
        is_sqlite = given.startswith(SQLITE) and len(given) > len(SQLITE)
        if not is_sqlite and not given.startswith(POSTGRES):
            self._refuse("DATABASE_URL", "Use sqlite:///a/file.db or postgresql://user@host/name.")
        return given

    def secret(self) -> str:
        given = self.text("SECRET_KEY")
        if len(given) < SHORTEST_SECRET:
            message = f"Set at least {SHORTEST_SECRET} secret characters: openssl rand -hex 32"
            self._refuse("SECRET_KEY", message)
        return given

    def language(self) -> str:
        given = self.text("PAGE_LANGUAGE", LANGUAGES[0])
        if given not in LANGUAGES:
            self._refuse("PAGE_LANGUAGE", f"Pages are offered in: {', '.join(LANGUAGES)}.")
        return given

    def zone(self) -> ZoneInfo:
        given = self.text("TIME_ZONE", LONDON.key)
        try:
            return ZoneInfo(given)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            self._refuse("TIME_ZONE", "Give the name of a time zone, such as Europe/London.")
            return LONDON

    def oidc(self) -> Oidc | None:
        names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
        given = [self.text(name) for name in names]
        if not any(given):
            return None
        for name, value in zip(names, given, strict=True):
            if not value:
                self._refuse(name, "Sign-in needs this as well: set it, or leave all three out.")
        issuer, client_id, client_secret = given
        return Oidc(
            issuer,
            client_id,
            client_secret,
            organisation_claim=self.text("OIDC_ORGANISATION_CLAIM", "organisation"),
            roles_claim=self.text("OIDC_ROLES_CLAIM", "roles"),
        )

    def _refuse(self, name: str, message: str) -> None:
        self.problems.append(Problem(message, label=name, code="setting"))
