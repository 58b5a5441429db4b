"""Several processes write into one store: one wins, the others are told, all see the same."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier

import pytest

from tests.app.callers import ROUND, SCHEMES
from tests.app.faults.served import Client, Reply, Served, launched, served, wait_until_ready
from tests.app.faults.stores import SMALL, Keys, faults_of, with_open_round
from tests.app.servers import PostgresServer
from tests.builders import a_scheme

CLIENTS = 8
KINDS = {
    "two services": (2, "1"),
    "two workers": (1, "2"),
}


@pytest.fixture(params=KINDS)
def shared(
    request: pytest.FixtureRequest, sqlite_url: str, tmp_path: Path
) -> Iterator[tuple[list[Served], Keys, str]]:
    """Processes that serve one store, begun at the same moment."""
    count, workers = KINDS[request.param]
    keys = with_open_round(sqlite_url)
    with ExitStack() as stack, ThreadPoolExecutor(count) as pool:
        both = [served(sqlite_url, tmp_path, "--workers", workers) for _ in range(count)]
        yield list(pool.map(stack.enter_context, both)), keys, sqlite_url


def at_once(
    services: Sequence[Served], key: str, act: Callable[[Client, int], Reply]
) -> list[Reply]:
    """What clients of all services got that began together."""
    barrier = Barrier(CLIENTS)
    clients = [services[n % len(services)].client(key) for n in range(CLIENTS)]

    def begin(number: int) -> Reply:
        clients[number].get("/healthz")  # the connection is there: only the request is to come
        barrier.wait()
        return act(clients[number], number)

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(begin, range(CLIENTS)))


def test_of_many_writers_in_several_processes_one_wins(
    shared: tuple[list[Served], Keys, str],
) -> None:
    services, keys, url = shared
    lead = services[0].client(keys.lead)
    for turn in range(3):
        new = at_once(
            services, keys.lead, lambda client, n: client.post(SCHEMES, {**SMALL, "title": f"S{n}"})
        )
        assert {answer.status for answer in new} == {201}
        refs = {answer.values["ref"] for answer in new}
        assert len(refs) == CLIENTS

        key = f"the same {turn}".replace(" ", "-")
        same = at_once(
            services,
            keys.lead,
            lambda client, n, key=key: client.post(SCHEMES, SMALL, Idempotency_Key=key),  # type: ignore[misc]
        )
        assert len({(answer.status, answer.body) for answer in same}) == 1

        draft = lead.post(SCHEMES, a_scheme(scheme_ref=None))
        address, tag = draft.headers["location"], draft.headers["etag"]
        answers = at_once(
            services,
            keys.lead,
            lambda client, n, at=address, tag=tag: client.post(  # type: ignore[misc]
                f"{at}/submission", None, If_Match=tag
            ),
        )
        assert Counter(answer.status for answer in answers) == {200: 1, 412: CLIENTS - 1}

    lists = {service.client(keys.chair).get(f"{ROUND}/ranking").body for service in services}
    assert len(lists) == 1
    listed = lead.get(f"{SCHEMES}?limit=200").values["schemes"]
    assert len(listed) == 3 * (CLIENTS + 2)
    assert faults_of(url) == []


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_four_services_that_begin_at_once_on_an_empty_store_all_come_up(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    with ExitStack() as stack:
        if kind == "sqlite":
            url = f"sqlite:///{tmp_path / 'new' / 'store.db'}"
        else:
            server: PostgresServer = request.getfixturevalue("postgres_server")
            url = stack.enter_context(server.new_database(is_migrated=False))
        services = []
        for _ in range(4):
            services.append(launched(url, tmp_path))
            stack.callback(services[-1].close)
        for service in services:
            wait_until_ready(service)
            assert service.client().get("/readyz").status == 200
        told = "".join(service.errors() for service in services)
        assert told.count("brought the tables up to date: 0001_first_tables") == 1
