"""What is kept of a round from one question to the next is what would be found anew."""

from collections.abc import Mapping
from functools import partial
from random import Random
from typing import Any

import pytest

from app.domain.ranked import RankedRound
from app.domain.scheme import Scheme
from app.edge.current import KEPT_UNDER
from app.services.desk import Desk, desk_for, round_classifier
from app.services.rounds import as_of, find_round
from app.services.standing import listing_at
from app.services.together import beside_others, together_at
from app.store.database import Database, Transaction
from app.store.ledger import head_of
from rulebook.derive.registry import Derived
from rulebook.schema import SchemeReader
from tests.app.callers import ROUND, Caller, Service, open_round, start
from tests.builders import a_scheme, main_pack

Shown = Mapping[str, tuple[Scheme, Mapping[str, Derived]]]
IMPORTS = f"{ROUND}/imports?action=submit&accept_warnings=true"
REFS = [f"CM24-LIVPP-{number:03}" for number in range(1, 10)]


class Life:
    """A round in which schemes that bear on each other come and go, by a seed."""

    def __init__(self, service: Service, seed: int) -> None:
        self.service, self.chair = service, open_round(service)
        self.lead = service.caller("LIVPP", "lead")
        self.rng = Random(seed)  # noqa: S311 the same life each time; nothing secret is made

    def live(self) -> None:
        """One act. What its state does not allow is refused, and that is an act as well."""
        acts = [
            self.bring,
            self.bring,
            self.complete,
            self.withdraw,
            self.give_back,
            self.break_off,
        ]
        self.rng.choice(acts)(self.rng.choice(REFS))

    def bring(self, ref: str) -> None:
        several = [self.scheme(ref), self.scheme(self.rng.choice(REFS))]
        self.lead.post(IMPORTS, several).get_data()

    def withdraw(self, ref: str) -> None:
        self.fresh("withdrawal", ref, self.lead)
        if self.rng.random() < 0.5:
            self.fresh("reopening", ref, self.lead)
            self.lead.submit(ref)

    def complete(self, ref: str) -> None:
        self.lead.tags.clear()
        self.lead.change(ref, summary="Now there is one.")
        self.lead.submit(ref)

    def give_back(self, ref: str) -> None:
        self.fresh("return", ref, self.chair, {"reason": "Say more."})
        self.service.pass_days(self.rng.choice([0, 0, 2]))

    def break_off(self, ref: str) -> None:
        """An import of all or nothing that is judged, and then refused for its last row."""
        given = [self.scheme(ref), {"title": 5}]
        assert self.lead.post(f"{IMPORTS}&mode=all", given).status_code == 422

    def fresh(self, act: str, ref: str, by: Caller, body: Any = None) -> None:
        by.tags.clear()
        by.do(act, ref, body)

    def scheme(self, ref: str) -> dict[str, Any]:
        """One that claims, needs and opposes others, and sometimes lacks its summary."""
        rng, whole = self.rng, a_scheme()
        pairs = [pair | {"scheme_ref": rng.choice(REFS)} for pair in whole["offset_pairs"]]
        outcomes = [
            item | {"direction": rng.choice(["increase", "decrease"])} for item in whole["outcomes"]
        ]
        return a_scheme(
            scheme_ref=ref,
            offset_pairs=pairs,
            outcomes=outcomes,
            dependencies=[{"scheme_ref": rng.choice(REFS), "kind": "needs"}],
            summary=rng.choice([whole["summary"], whole["summary"], None]),
        )


def shown(desk: Desk, transaction: Transaction, position: int = 0) -> Shown:
    round_ = find_round(transaction, "CM24")
    now = head_of(transaction, round_.round_id)
    head = as_of(transaction, round_, position) if position else now
    with together_at(desk, transaction, round_, head) as together:
        return {
            scheme.ref: (scheme, together.beside.facts(scheme.ref))
            for scheme, _ in together.in_order()
        }


def listed(desk: Desk, transaction: Transaction) -> RankedRound:
    round_ = find_round(transaction, "CM24")
    return listing_at(
        desk, transaction, round_, head_of(transaction, round_.round_id), "tier"
    ).ranked


def tried(desk: Desk, transaction: Transaction) -> Mapping[str, Derived]:
    """What one more scheme would show."""
    round_ = find_round(transaction, "CM24")
    now = head_of(transaction, round_.round_id)
    classifier = round_classifier(desk, transaction, round_, is_live=False)
    answers = SchemeReader(classifier.pack.template).read(a_scheme(scheme_ref=REFS[0]))
    one = classifier.prepare(answers)
    with beside_others(desk, transaction, round_, now, now.position, [one]) as beside:
        return beside.facts(one.ref)


def anew(database: Database) -> Desk:
    return desk_for(database, 100, {main_pack().id: main_pack()})


def kept_desk(service: Service) -> Desk:
    desk: Desk = service.app.extensions[KEPT_UNDER].desk
    return desk


@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_of_a_round_is_what_is_found_anew(
    sqlite_database: Database, seed: int
) -> None:
    life, seen = Life(start(sqlite_database), seed), set[tuple[str, str, str]]()
    for _ in range(40):
        life.live()
        kept, fresh = kept_desk(life.service), anew(sqlite_database)
        one_more = sqlite_database.read(partial(tried, kept))
        assert one_more == sqlite_database.read(partial(tried, fresh))
        found = sqlite_database.read(partial(shown, kept))
        assert found == sqlite_database.read(partial(shown, fresh))
        lists = [sqlite_database.read(partial(listed, desk)) for desk in (kept, fresh)]
        assert lists[0] == lists[1]
        seen |= {(scheme.ref, scheme.state, str(facts)) for scheme, facts in found.values()}
    assert len(seen) > 2 * len(REFS)  # it was a life: what schemes show has changed on the way


def test_a_past_is_found_beside_what_is_kept_of_the_present(sqlite_database: Database) -> None:
    service = start(sqlite_database)
    life = Life(service, 1)
    pasts: list[tuple[int, Shown]] = []
    for _ in range(12):
        life.live()
        kept = kept_desk(service)
        position = sqlite_database.read(_position)
        pasts.append((position, sqlite_database.read(partial(shown, kept))))
    for position, past in pasts:
        assert sqlite_database.read(partial(shown, kept_desk(service), position=position)) == past


def _position(transaction: Transaction) -> int:
    return head_of(transaction, find_round(transaction, "CM24").round_id).position
