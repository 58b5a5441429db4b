"""API keys: made once, shown once, and kept as a hash.

A key is `prefix.secret`. The secret has 256 random bits, so a plain hash is enough: there is
nothing to guess.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from app.access import ROLES, SCOPES, Principal, unknown_roles
from app.domain.ledger import time_text
from app.errors import NotFound, NotNow, SignInNeeded, StoreError
from app.services.desk import Desk
from app.store.database import Row, Transaction
from app.store.keys import add_key, all_keys, find_key, note_use, revoke_key
from app.store.ledger import open_ledger
from rulebook.problem import Problem, Refused

SERVICE_LEDGER: Final = "service"
"""The ledger of what belongs to no round."""
LONGEST_DAYS: Final = 366
LONGEST_LABEL: Final = 200
ORGANISATION: Final = re.compile("[A-Z0-9]{2,12}")
"""The form of the codes of organisations, as references of schemes hold them."""
_WRONG: Final = "This key does not hold: it is wrong, revoked or has expired. Ask for another one."


@dataclass(frozen=True, slots=True)
class KeyPlan:
    """What a new key is for."""

    label: str
    organisation: str
    roles: tuple[str, ...]
    scope: str = "write"
    days: int = 90


def make_key(
    transaction: Transaction, who: Principal, plan: KeyPlan, now: datetime, random: str, secret: str
) -> str:
    """Keeps a new key and returns it: nobody can see it again."""
    _check(plan)
    row = {
        "key_id": random,
        "secret_sha256": _hash(secret),
        "label": plan.label,
        "organisation": plan.organisation,
        "roles": ",".join(plan.roles),
        "scope": plan.scope,
        "made_at": time_text(now),
        "expires_at": time_text(now + timedelta(days=plan.days)),
        "revoked_at": "",
    }
    pen = open_ledger(transaction, SERVICE_LEDGER, who, now)
    body = {name: row[name] for name in row if name != "secret_sha256"}
    pen.write("make_key", row["key_id"], body, [add_key(transaction, row)])
    pen.finish()
    return f"{random}.{secret}"


def revoke(transaction: Transaction, who: Principal, key_id: str, now: datetime) -> None:
    """Ends a key at once."""
    row = find_key(transaction, key_id)
    if row is None:
        raise NotFound("There is no key with this prefix. List them: prioritise keys list")
    if row["revoked_at"]:
        raise NotNow(f"This key was revoked already, at {row['revoked_at']}.")
    pen = open_ledger(transaction, SERVICE_LEDGER, who, now)
    made = revoke_key(transaction, row, time_text(now))
    pen.write("revoke_key", key_id, {"label": row["label"]}, [made])
    pen.finish()


def list_keys(transaction: Transaction) -> Sequence[Row]:
    """Every key without its secret, the newest first."""
    return all_keys(transaction)


def principal_of_key(desk: Desk, key: str, now: datetime) -> Principal:
    """Who a key stands for; raises SignInNeeded where it does not hold."""
    key_id, _, secret = key.partition(".")
    row = desk.database.read(lambda transaction: find_key(transaction, key_id))
    given = _hash(secret)
    if row is None or not hmac.compare_digest(row["secret_sha256"], given):
        raise SignInNeeded(_WRONG)
    if row["revoked_at"] or row["expires_at"] <= time_text(now):
        raise SignInNeeded(_WRONG)
    _note(desk, key_id, now)
    roles = tuple(role for role in row["roles"].split(",") if role)
    return Principal(f"key:{key_id}", row["organisation"], roles, row["scope"])


def _note(desk: Desk, key_id: str, now: datetime) -> None:
    """Notes the use of a key, once a day. A store that cannot be written does not stop a reader.

    After a failure it is not tried again in the same minute: a reader would wait each time.
    """
    day, minute = desk.day_of(now).isoformat(), now.replace(second=0, microsecond=0)
    if desk.uses.get((key_id, day)) or desk.uses.get((key_id, minute)):
        return
    try:
        desk.database.write(lambda transaction: note_use(transaction, key_id, day))
    except StoreError:
        desk.uses.put((key_id, minute), True)
        return
    desk.uses.put((key_id, day), True)


def _check(plan: KeyPlan) -> None:
    problems = []
    unknown = unknown_roles(plan.roles)
    if unknown or not plan.roles:
        message = f"Give roles among: {', '.join(ROLES)}."
        problems.append(Problem(message, label="roles", code="invalid_answer"))
    if plan.scope not in SCOPES:
        problems.append(Problem("Give read or write.", label="scope", code="invalid_answer"))
    if not 1 <= plan.days <= LONGEST_DAYS:
        message = f"Give 1 to {LONGEST_DAYS} days."
        problems.append(Problem(message, label="days", code="invalid_answer"))
    problems += _wrong_texts(plan)
    if problems:
        raise Refused(problems)


def _wrong_texts(plan: KeyPlan) -> Iterator[Problem]:
    """What is wrong with texts that are shown in lists, and stand in the ledger for good."""
    for label, value in (("label", plan.label), ("organisation", plan.organisation)):
        if not value.strip():
            yield Problem("Give it.", label=label, code="required")
    if len(plan.label) > LONGEST_LABEL or not plan.label.isprintable():
        message = f"Give up to {LONGEST_LABEL} characters that can be printed."
        yield Problem(message, label="label", code="invalid_answer")
    if plan.organisation.strip() and not ORGANISATION.fullmatch(plan.organisation):
        message = "Give a code of 2 to 12 capitals or digits, such as LIVPP."
        yield Problem(message, label="organisation", code="invalid_answer")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def shown(row: Row) -> dict[str, Any]:
    """A key as it may be shown."""
    return {name: value for name, value in row.items() if name != "secret_sha256"}
