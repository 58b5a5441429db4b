"""Many callers at the same moment: one wins, the others are told, and nothing is done twice."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

from app.services.desk import desk_for
from app.services.verifying import verify
from tests.app.callers import ROUND, SCHEMES, Caller, Service, values
from tests.builders import a_scheme, main_pack

SMALL = {
    "title": "Checks",
    "scheme_kind": "investment",
    "submitting_org": "LIVPP",
    "submitter_type": "place_partnership",
}


def at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """What each of several threads got that began together."""
    barrier = Barrier(count)

    def begin(number: int) -> Any:
        barrier.wait()
        return act(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))


def twins(service: Service, caller: Caller, count: int) -> list[Caller]:
    """Clients of their own with the same key."""
    return [Caller(service.app.test_client(), caller.key) for _ in range(count)]


def is_whole(service: Service) -> bool:
    packs = {main_pack().id: main_pack()}
    return verify(desk_for(service.database, 100, packs)) == []


def test_of_forty_submissions_of_one_scheme_one_wins(service: Service, lead: Caller) -> None:
    ref = lead.draft()
    tag, clients = lead.tag(ref), twins(service, lead, 40)
    answers = at_once(
        40, lambda n: clients[n].post(f"{SCHEMES}/{ref}/submission", None, If_Match=tag)
    )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 39}
    assert is_whole(service)


def test_of_changes_to_one_version_one_wins(service: Service, lead: Caller) -> None:
    ref = lead.draft()
    tag, clients = lead.tag(ref), twins(service, lead, 12)
    answers = at_once(
        12, lambda n: clients[n].patch(f"{SCHEMES}/{ref}", {"title": f"T{n}"}, If_Match=tag)
    )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 11}
    (winner,) = [values(answer) for answer in answers if answer.status_code == 200]
    assert values(lead.get(f"{SCHEMES}/{ref}"))["answers"] == winner["answers"]


def test_a_request_sent_again_at_the_same_moment_is_done_once(
    service: Service, lead: Caller
) -> None:
    clients = twins(service, lead, 12)
    answers = at_once(12, lambda n: clients[n].post(SCHEMES, SMALL, Idempotency_Key="same"))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.get_data() for answer in answers}) == 1
    assert len(values(lead.get(SCHEMES))["schemes"]) == 1


def test_new_schemes_at_the_same_moment_get_references_of_their_own(
    service: Service, lead: Caller, chair: Caller
) -> None:
    clients = twins(service, lead, 16)
    answers = at_once(16, lambda n: clients[n].post(SCHEMES, {**SMALL, "title": f"S{n}"}))
    found = sorted(values(answer)["ref"] for answer in answers)
    assert found == [f"CM24-LIVPP-{n:03}" for n in range(1, 17)]
    positions = [event["position"] for event in values(chair.get(f"{ROUND}/ledger"))["events"]]
    assert positions == list(range(1, 18))
    assert is_whole(service)


def test_readers_see_whole_lists_while_others_write(
    service: Service, lead: Caller, chair: Caller
) -> None:
    """Each list has as many lines as its total says, whatever is submitted meanwhile."""
    writers, readers = twins(service, lead, 4), twins(service, chair, 4)

    def act(number: int) -> list[tuple[int, int]]:
        if number < 4:
            for turn in range(3):
                body = [a_scheme(scheme_ref=None, title=f"{number} {turn}")]
                writers[number].post(f"{ROUND}/imports?action=submit", body)
            return []
        pages = [values(readers[number - 4].get(f"{ROUND}/ranking?limit=200")) for _ in range(6)]
        return [(page["total"], len(page["lines"])) for page in pages]

    seen = [pair for pairs in at_once(8, act) for pair in pairs]
    assert all(total == lines for total, lines in seen)
    assert values(chair.get(f"{ROUND}/ranking"))["total"] == 12


def test_a_clock_that_is_set_back_does_not_turn_the_ledger_back(
    service: Service, lead: Caller, chair: Caller
) -> None:
    lead.draft()
    service.now -= timedelta(days=2)
    lead.post(SCHEMES, SMALL)
    times = [event["at"] for event in values(chair.get(f"{ROUND}/ledger"))["events"]]
    assert times == sorted(times)
    assert is_whole(service)
