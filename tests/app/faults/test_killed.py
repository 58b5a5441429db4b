"""The service is killed in the midst of writing: what it acknowledged is there, nothing half."""

import random
import time
from itertools import chain
from pathlib import Path

import pytest

from tests.app.faults.checks import (
    check_that_all_is_there,
    check_that_each_was_made_once,
    count_acknowledged,
    send_all_again,
)
from tests.app.faults.served import served, served_here, until
from tests.app.faults.stores import faults_of, with_open_round
from tests.app.faults.writers import Request, writing
from tests.depth import times

LONGEST_WAIT_SECONDS = 0.6
"""An import takes about as long: the kill comes at any moment of it."""


@pytest.mark.parametrize(
    ("kind", "kills"), [("sqlite", times(2)), ("postgres", times(1))], ids=["sqlite", "postgres"]
)
def test_what_was_acknowledged_outlives_a_kill_and_the_rest_can_be_sent_again(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str, kills: int
) -> None:
    url = request.getfixturevalue(f"{kind}_url")
    key = with_open_round(url).lead
    sent, last = list[Request](), list[Request]()
    for _ in range(kills):
        with served(url, tmp_path) as service:
            check_that_all_is_there(service.client(key), last)
            send_all_again(service.client(key), last)
            with writing(service, key, is_killed=True) as lists:
                until(lambda: all(done and done[0].acknowledged for done in lists), 30)
                time.sleep(random.uniform(0, LONGEST_WAIT_SECONDS))  # noqa: S311 any moment
        last = list(chain.from_iterable(lists))
        sent += last
        assert faults_of(url) == []
    with served_here(url, key) as client:
        check_that_all_is_there(client, last)
        send_all_again(client, sent)
    check_that_each_was_made_once(url, sent)
    assert min(count_acknowledged(sent).values()) > 0
