"""Stores for the tests of faults: a round that is open today, keys, and what must always hold."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.factory import utc_now
from app.services.desk import desk_for
from app.services.verifying import verify
from app.store.database import Database, Transaction
from tests.app.callers import Service, open_round, start
from tests.app.servers import opened
from tests.builders import main_pack

SMALL = {
    "title": "Checks",
    "scheme_kind": "investment",
    "submitting_org": "LIVPP",
    "submitter_type": "place_partnership",
}
"""The least that a draft holds."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a lead and of a chair."""

    lead: str
    chair: str


def with_open_round(url: str) -> Keys:
    """Opens round CM24, which takes submissions today, in a store that is migrated."""
    database = opened(url)
    service = at_this_time(database)
    chair = open_round(service, stages=stages_of_today())
    lead = service.caller("LIVPP", "lead")
    database.close()
    return Keys(lead.key, chair.key)


def at_this_time(database: Database) -> Service:
    """The service in process, at the time that it is."""
    service = start(database)
    service.now = utc_now()
    return service


def stages_of_today() -> list[dict[str, str]]:
    """The calendar of the pack, moved so that it takes submissions and reviews today."""
    stages = main_pack().calendar.stages
    by = utc_now().date() - stages[0].ends + timedelta(days=10)
    return [
        {
            "id": stage.id,
            "from": (stage.starts + by).isoformat(),
            "until": (stage.ends + by).isoformat(),
        }
        for stage in stages
    ]


def faults_of(url: str) -> list[str]:
    """Everything that is wrong with a store."""
    database = opened(url)
    try:
        packs = {main_pack().id: main_pack()}
        return [*verify(desk_for(database, 1_000, packs)), *database.read(halves)]
    finally:
        database.close()


def halves(transaction: Transaction) -> list[str]:
    """Schemes of which a part is missing: an event, a state, a version, or what was found."""
    rows = transaction.rows("SELECT subject, position, action FROM ledger WHERE subject <> ''")
    events = {(row["subject"], row["position"]): row["action"] for row in rows}
    versions: dict[str, list[int]] = defaultdict(list)
    for row in transaction.rows("SELECT scheme_id, version FROM scheme_versions ORDER BY version"):
        versions[row["scheme_id"]].append(row["version"])
    found = {
        (row["scheme_id"], row["position"])
        for row in transaction.rows("SELECT scheme_id, position FROM classifications")
    }
    states = {
        (row["scheme_id"], row["changed_at"])
        for row in transaction.rows("SELECT scheme_id, changed_at FROM scheme_states")
    }
    schemes = transaction.rows("SELECT * FROM schemes")
    submissions = {key for key, action in events.items() if action == "submit"}
    ids = {row["scheme_id"] for row in schemes}
    about_schemes = {key for key, action in events.items() if not action.endswith("_key")}
    return [
        *(f"{s['ref']}: versions" for s in schemes if versions[s["scheme_id"]] != _numbers(s)),
        *(f"{key}: a state or an event alone" for key in states ^ about_schemes),
        *(f"{key}: submitted and not found, or the other way round" for key in found ^ submissions),
        *(f"{id}: a version without a scheme" for id in versions.keys() - ids),
        *(f"{id}: a state without a scheme" for id, _ in states if id not in ids),
    ]


def _numbers(scheme: Any) -> Sequence[int]:
    return list(range(1, scheme["version"] + 1))
