"""The write-ahead log of SQLite is cut or damaged: what is left is whole, up to some moment.

Nothing is there in part: the store is as it was after one of the requests that were acknowledged.
"""

import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from werkzeug.test import TestResponse

from app.store.migrations import migrate
from tests.app.callers import ROUND, SCHEMES, Caller
from tests.app.faults.stores import SMALL, at_this_time, faults_of, with_open_round
from tests.app.servers import opened
from tests.builders import a_scheme

LOG_HEADER: Final = 32
FRAME: Final = 24 + 4096
"""Sizes in bytes, from https://sqlite.org/fileformat2.html#walformat: a frame holds one page."""
PLACES: Final = 60


@dataclass(frozen=True, slots=True)
class Torn:
    """A store whose log is not brought into its file yet, and its events after each request."""

    file: Path
    log: bytes
    states: Sequence[Sequence[str]]

    def copied(self, folder: Path, log: bytes) -> str:
        """The address of a copy that has another log."""
        for old in folder.glob("copy.db*"):
            old.unlink()
        shutil.copy(self.file, folder / "copy.db")
        (folder / "copy.db-wal").write_bytes(log)
        return f"sqlite:///{folder / 'copy.db'}"

    def check(self, url: str) -> int:
        """Fails unless the store is whole and of one moment; the number of its requests."""
        assert faults_of(url) == []
        state = events_of(url)
        assert state in self.states
        return self.states.index(state)


def events_of(url: str) -> list[str]:
    """The hash of every event, ledger by ledger."""
    database = opened(url)
    try:
        query = "SELECT hash FROM ledger ORDER BY round_id, position"
        return [row["hash"] for row in database.read(lambda tx: tx.rows(query))]
    finally:
        database.close()


@pytest.fixture(scope="module")
def torn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Torn]:
    file = tmp_path_factory.mktemp("torn") / "store.db"
    url = f"sqlite:///{file}"
    database = opened(url)
    migrate(database)
    database.close()  # the last one to close brings the log into the file
    key = with_open_round(url).lead
    database = opened(url)
    lead = Caller(at_this_time(database).app.test_client(), key)
    states = [events_of(url), *live_through(url, lead)]
    yield Torn(file, Path(f"{file}-wal").read_bytes(), states)
    database.close()


def live_through(url: str, lead: Caller) -> Iterator[list[str]]:
    """The events after each of some requests."""
    refs = []
    for title in ("First", "Second"):
        refs.append(lead.draft(title=title))
        yield events_of(url)
    many = [a_scheme(scheme_ref=None, title=f"Number {n}") for n in range(3)]
    acts: list[Callable[[], TestResponse]] = [
        lambda: lead.submit(refs[0]),
        lambda: lead.post(SCHEMES, SMALL, Idempotency_Key="one"),
        lambda: lead.change(refs[1], title="Second, changed"),
        lambda: lead.submit(refs[1]),
        lambda: lead.post(f"{ROUND}/imports?action=submit", many),
        lambda: lead.do("withdrawal", refs[0]),
    ]
    for act in acts:
        assert act().status_code < 300
        yield events_of(url)


def test_a_log_that_is_whole_gives_all_and_no_log_gives_what_was_there_before(
    torn: Torn, tmp_path: Path
) -> None:
    assert torn.check(torn.copied(tmp_path, torn.log)) == len(torn.states) - 1
    assert torn.check(torn.copied(tmp_path, b"")) == 0


def test_a_log_that_is_cut_anywhere_gives_the_store_of_one_moment(
    torn: Torn, tmp_path: Path
) -> None:
    rng = random.Random(1)  # noqa: S311 the same places each time
    ends = range(LOG_HEADER, len(torn.log) + 1, FRAME)
    places = [*ends, *(rng.randrange(len(torn.log)) for _ in range(PLACES))]
    reached = [torn.check(torn.copied(tmp_path, torn.log[:place])) for place in sorted(places)]
    assert reached == sorted(reached), "a longer log gives no less"
    assert set(reached) == set(range(len(torn.states)))


def test_a_log_with_a_flipped_bit_gives_the_store_of_one_moment(torn: Torn, tmp_path: Path) -> None:
    rng = random.Random(2)  # noqa: S311 the same places each time
    reached = set()
    for place in (0, LOG_HEADER - 1, *(rng.randrange(len(torn.log)) for _ in range(PLACES))):
        log = bytearray(torn.log)
        log[place] ^= 1 << rng.randrange(8)
        reached.add(torn.check(torn.copied(tmp_path, bytes(log))))
    assert len(reached) > len(torn.states) / 2


def test_a_store_with_a_torn_log_goes_on(torn: Torn, tmp_path: Path) -> None:
    url = torn.copied(tmp_path, torn.log[: len(torn.log) * 2 // 3])
    database = opened(url)
    lead = at_this_time(database).caller("LIVPP", "lead")
    lead.submitted(title="After it")
    database.close()
    assert faults_of(url) == []
