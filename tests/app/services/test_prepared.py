"""What is remembered of a version is what was kept of it."""

import os

import pytest

from app.access import Principal
from app.edge.current import KEPT_UNDER
from app.services import schemes as use
from app.services.answers import read_answers
from app.services.desk import Desk
from app.services.rounds import find_round
from app.store.database import Database, Transaction
from tests.app.callers import ROUND, open_round, start, values
from tests.builders import a_scheme

LEAD = Principal("lead", "LIVPP", ("lead",))


def test_a_round_that_is_larger_than_the_memory_is_read_anew_each_time(database: Database) -> None:
    service = start(database, kept_schemes=2)
    chair, lead = open_round(service), service.caller("LIVPP", "lead")
    refs = [lead.submitted(title=f"Scheme {number}") for number in range(4)]
    desk: Desk = service.app.extensions[KEPT_UNDER].desk
    for memory in (desk.together, desk.listings, desk.lines):
        memory.forget()  # so that the whole round is put together, with the last two at hand
    lines = values(chair.get(f"{ROUND}/ranking"))["lines"]
    assert {line["ref"] for line in lines} == set(refs)


class BrokeOff(Exception):
    pass


def test_a_submission_that_was_not_kept_is_not_remembered(database: Database) -> None:
    """One server breaks off at the end; another keeps other answers under the same number."""
    service, other = start(database), start(database)
    chair, lead = open_round(service), service.caller("LIVPP", "lead")
    ref = lead.draft(title="As it was drafted")
    desk: Desk = service.app.extensions[KEPT_UNDER].desk

    def submit_and_break_off(transaction: Transaction) -> None:
        round_ = find_round(transaction, "CM24")
        turn = use.take_turn(desk, transaction, round_, LEAD, service.now, lambda: os.urandom(10))
        at = use.find(transaction, round_, ref, LEAD).changed_at
        answers = read_answers(desk, turn.pack, a_scheme(scheme_ref=ref, title="Never kept"))
        saved = use.save(turn, ref, at, answers)
        use.submit(turn, ref, saved.changed_at)
        turn.pen.finish()
        raise BrokeOff("This time nothing is kept.")

    with pytest.raises(BrokeOff, match="nothing is kept"):
        database.write(submit_and_break_off)
    there = other.caller("LIVPP", "lead")
    there.change(ref, title="Kept")
    assert there.submit(ref).status_code == 200

    (line,) = values(chair.get(f"{ROUND}/ranking"))["lines"]
    assert line["title"] == "Kept"
