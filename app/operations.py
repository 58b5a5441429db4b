"""What each command for those who run the service does: serve, migrate, verify, keys, backups."""

import os
import secrets
import socket
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Final

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from rich.progress import track
from rich.table import Table
from rich.text import Text

import seed
from app.access import Principal
from app.documents.console import console_on, print_note
from app.documents.prose import one_line
from app.edge.journal import LOGGER, log_to_stderr
from app.errors import StoreError, StoreReadOnly
from app.factory import database_for
from app.services.demo import PACK as DEMO_PACK
from app.services.demo import fill_demo, has_demo
from app.services.desk import desk_for
from app.services.importing import Given
from app.services.keeping import back_up, restore
from app.services.keys import KeyPlan, list_keys, make_key, revoke
from app.services.reading import read_schemes
from app.services.verifying import verify
from app.serving import THREADS
from app.settings import Settings, settings_from
from app.store.database import Database
from app.store.migrations import migrate, missing_migrations
from rulebook.problem import Problem, Refused, shorten
from rulebook.schema import SchemeReader

OPERATOR: Final = Principal("command line", "", ())
KEY_BYTES, SECRET_BYTES, RANDOM_BYTES = 6, 32, 10
WHAT_NEXT: Final = """
Open {address} and sign in as one of the made-up people.
The API is described at {address}/api/v1/docs

The first three schemes of the list, with a key of the chair:
  key={chair}
  curl -H "Authorization: Bearer $key" "{address}/api/v1/rounds/CM24/ranking?limit=3"

A key of a lead of Liverpool place partnership, to draft and submit with:
  key={lead}

Stop it with Ctrl-C. What is done here is kept in {where}
"""
SAMPLES: Final = Path(seed.__file__).parent / "samples"


def serve(options: Namespace) -> int:
    """Serves until it is told to stop; requests that are under way are finished first."""
    settings = settings_from(os.environ)
    address = _address_of(options.host, options.port)
    log_to_stderr()
    database = database_for(settings)
    _make_ready(database)
    database.close()
    LOGGER.info("serving on http://%s:%d", address, options.port)
    Granian(
        "app.serving:application",
        address=address,
        port=options.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,  # what proxies speak; to tell the two apart has no time limit
        http1_settings=HTTP1Settings(header_read_timeout=30_000),
        workers=options.workers,
        blocking_threads=THREADS,
        factory=True,
        log_enabled=False,
        websockets=False,
        workers_kill_timeout=30,
        respawn_failed_workers=True,
    ).serve()
    return 0


def fill_demonstration(options: Namespace) -> int:
    """Fills an empty store with a round to look at, and makes keys to try it with."""
    settings = _settings()
    database = database_for(settings)
    _tell_migrations(migrate(database))
    desk = desk_for(database, kept_schemes=5_000, zone=settings.zone)
    if not has_demo(desk):
        reader = SchemeReader(desk.shipped[DEMO_PACK].template)
        given = read_schemes([SAMPLES], reader)
        console = console_on(sys.stderr)

        def watch(portions: Sequence[Sequence[Given]]) -> Iterable[Sequence[Given]]:
            return track(portions, description="Bringing in made-up schemes", console=console)

        count = fill_demo(desk, given.schemes, _now(), _random, watch)
        print_note(f"A demonstration round with {count} made-up schemes is ready.")
    keys = {
        role: _new_key(database, KeyPlan(f"Demonstration {role}", organisation, (role,), days=7))
        for role, organisation in (("lead", "LIVPP"), ("chair", "QYG"))
    }
    address = f"http://127.0.0.1:{options.port}"
    print(WHAT_NEXT.format(address=address, where=settings.database, **keys))
    return 0


def migrate_store(options: Namespace) -> int:
    """Brings the tables up to date."""
    del options
    with closing(database_for(_settings())) as database:
        _tell_migrations(migrate(database))
    return 0


def verify_store(options: Namespace) -> int:
    """Checks every ledger and every row: 1 where anything differs."""
    del options
    with closing(_kept_database()) as database:
        faults = verify(desk_for(database, kept_schemes=5_000))
    for fault in faults:
        print(fault)
    print_note(f"{len(faults)} faults." if faults else "All is as it was recorded.")
    return 1 if faults else 0


def back_up_store(options: Namespace) -> int:
    """Writes a checked copy into a file."""
    with closing(_kept_database()) as database:
        size = back_up(database, options.file)
    print_note(f"Wrote {options.file}: {size:,} bytes, checked.")
    return 0


def restore_store(options: Namespace) -> int:
    """Fills an empty store from a backup."""
    settings = _settings()
    _check_is_another(options.file, settings.sqlite_file)
    with closing(database_for(settings)) as database:
        migrate(database)
        counts = restore(options.file, database)
    print_note(f"Restored {counts['schemes']:,} schemes and {counts['ledger']:,} events.")
    return 0


def _check_is_another(backup: Path, store: str) -> None:
    """Refuses to restore a file from itself; `store` is empty where the store is no file."""
    if store and Path(store).resolve() == backup.resolve():
        message = "This is the store itself. Restore into a new one: set DATABASE_URL."
        raise Refused([Problem(message, file=str(backup), code="backup")])


def make_api_key(options: Namespace) -> int:
    """Makes a key and prints it: it cannot be shown again."""
    plan = KeyPlan(
        options.label, options.organisation, tuple(options.role), options.scope, options.days
    )
    with closing(database_for(_settings())) as database:
        migrate(database)
        print(_new_key(database, plan))
    print_note(f"Valid for {plan.days} days. Keep it now: it is not shown again.")
    return 0


def list_api_keys(options: Namespace) -> int:
    """Shows every key without its secret."""
    del options
    zone = _settings().zone
    table = Table("Prefix", "Label", "Organisation", "Roles", "Scope", "Until", "Last used")
    with closing(_kept_database()) as database:
        rows = database.read(list_keys)
    for row in rows:
        until = "revoked" if row["revoked_at"] else _day_of(row["expires_at"], zone)
        used = row["used_on"] or "never"
        table.add_row(
            row["key_id"],
            Text(one_line(row["label"])),
            row["organisation"],
            row["roles"],
            row["scope"],
            until,
            used,
        )
    console_on(sys.stdout).print(table)
    return 0


def revoke_api_key(options: Namespace) -> int:
    """Ends a key at once."""
    with closing(_kept_database()) as database:
        database.write(lambda tx: revoke(tx, OPERATOR, options.prefix, _now()))
    print_note(f"The key {options.prefix} no longer holds.")
    return 0


def _new_key(database: Database, plan: KeyPlan) -> str:
    key_id, secret = secrets.token_hex(KEY_BYTES), secrets.token_urlsafe(SECRET_BYTES)
    return database.write(lambda tx: make_key(tx, OPERATOR, plan, _now(), key_id, secret))


def _random() -> bytes:
    return os.urandom(RANDOM_BYTES)


def _settings() -> Settings:
    """The settings of the environment. Only a service needs the secret key."""
    environment = dict(os.environ)
    environment.setdefault("SECRET_KEY", secrets.token_hex(SECRET_BYTES))
    return settings_from(environment)


def _kept_database() -> Database:
    """A store that is there: a command that only looks makes no new one under a misspelt name."""
    settings = _settings()
    file = settings.sqlite_file
    if file and not Path(file).is_file():
        raise StoreError(f"There is no store at {file}. Correct the address, or run: migrate")
    return database_for(settings)


def _address_of(host: str, port: int) -> str:
    """The address of a host; refuses one that is taken, which the server would share unasked."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or "no host has such a name"
            message = f"{shorten(host)}, port {port}, cannot be used: {reason}. Choose another one."
            raise Refused([Problem(message, label="--host, --port", code="address")]) from None
        return str(trial.getsockname()[0])


def _make_ready(database: Database) -> None:
    """Brings the tables up to date; a store that is read-only can be served if they are."""
    try:
        for name in migrate(database):
            LOGGER.info("brought the tables up to date: %s", name)
    except StoreReadOnly:
        if database.read(missing_migrations):
            raise
        LOGGER.warning("the store is read-only: nothing can be saved")


def _tell_migrations(names: tuple[str, ...]) -> None:
    if names:
        print_note(f"Brought the tables up to date: {', '.join(names)}.")


def _day_of(at: str, zone: tzinfo) -> str:
    return datetime.fromisoformat(at).astimezone(zone).date().isoformat()


def _now() -> datetime:
    return datetime.now(UTC)
