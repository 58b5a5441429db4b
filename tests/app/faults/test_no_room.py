"""The disk is full: reading goes on, writing is refused in words until there is room."""

import resource
from pathlib import Path

import pytest

from app.store.sqlite import SqliteDatabase
from tests.app.callers import ROUND, SCHEMES, Service, lines_of, open_round, refused, values
from tests.app.faults.served import Client, Served, served, until
from tests.app.faults.stores import SMALL, at_this_time, faults_of, stages_of_today, with_open_round
from tests.builders import a_scheme

MOST_WRITES = 100
ROOM_BYTES = 120_000
"""For a few schemes beyond what there is."""


def test_a_service_on_a_full_disk_goes_on_reading_and_writes_again_once_there_is_room(
    sqlite_url: str, tmp_path: Path
) -> None:
    keys = with_open_round(sqlite_url)
    with served(sqlite_url, tmp_path) as service:
        lead, chair = service.client(keys.lead), service.client(keys.chair)
        workers = service.workers()
        limit_files(service, (tmp_path / "store.db").stat().st_size + ROOM_BYTES)
        kept = write_until_refused(lead)
        until(lambda: lead.get("/readyz").status == 503, 10)

        assert lead.post(SCHEMES, a_scheme(scheme_ref=None)).problem == (503, "store_full")
        for order in ("tier", "pooled"):  # neither was asked for before
            page = chair.get(f"{ROUND}/ranking?order={order}&limit=200").values
            assert sorted(line["ref"] for line in page["lines"]) == kept
        assert all(lead.get(f"{SCHEMES}/{ref}").values["state"] == "submitted" for ref in kept)

        limit_files(service, resource.RLIM_INFINITY)
        assert submit_a_scheme(lead) is None
        assert lead.get("/readyz").status == 200
        assert service.workers() == workers
        assert len(chair.get(f"{ROUND}/ranking").values["lines"]) == len(kept) + 1
    assert faults_of(sqlite_url) == []


def limit_files(service: Served, most_bytes: int) -> None:
    """Lets no file of the workers grow beyond this, as where a disk is full or a limit reached."""
    for worker in service.workers():
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (most_bytes, resource.RLIM_INFINITY))


def write_until_refused(client: Client) -> list[str]:
    """The references of the schemes that were submitted before the disk was full."""
    kept: list[str] = []
    for _ in range(MOST_WRITES):
        if refusal := submit_a_scheme(client, kept):
            assert refusal == (503, "store_full", "60")
            return kept
    raise AssertionError("the disk is never full")


def submit_a_scheme(client: Client, kept: list[str] | None = None) -> tuple[int, str, str] | None:
    """Drafts a scheme and submits it; a refusal with its Retry-After, or None."""
    answer = client.post(SCHEMES, a_scheme(scheme_ref=None))
    if answer.status == 201:
        address, tag = answer.headers["location"], answer.headers["etag"]
        answer = client.post(f"{address}/submission", None, If_Match=tag)
    if answer.status == 200:
        if kept is not None:
            kept.append(answer.values["ref"])
        return None
    return (*answer.problem, answer.headers["retry-after"])


@pytest.fixture
def filling(sqlite_database: SqliteDatabase) -> Service:
    """The service with a round, in process: its one connection can be kept from growing."""
    service = at_this_time(sqlite_database)
    open_round(service, stages=stages_of_today())
    return service


def pages(service: Service) -> int:
    (row,) = service.database.read(lambda tx: tx.rows("PRAGMA page_count"))
    return int(row["page_count"])


def limit_pages(service: Service, most: int) -> None:
    assert isinstance(service.database, SqliteDatabase)
    service.database.utils().execute(f"PRAGMA max_page_count={most}")


def test_an_import_that_fills_the_disk_keeps_what_it_acknowledged_and_says_where_it_stopped(
    filling: Service,
) -> None:
    lead = filling.caller("LIVPP", "lead")
    rows = [{**SMALL, "title": f"Number {n}"} for n in range(400)]
    before = pages(filling)
    lead.post(f"{ROUND}/imports", rows[:200])
    used = pages(filling) - before
    limit_pages(filling, pages(filling) + used + used // 2)

    answer = lead.post(f"{ROUND}/imports", rows)
    *kept, stopped, summary = lines_of(answer)
    assert [line["row"] for line in kept] == list(range(1, 201))
    assert (stopped["stopped"], stopped["status"], stopped["code"]) == (True, 503, "store_full")
    assert summary["kept"] == 200
    found = {values(lead.get(f"{SCHEMES}/{line['ref']}"))["state"] for line in kept[::40]}
    assert found == {"draft"}

    limit_pages(filling, 1_000_000)
    assert lines_of(lead.post(f"{ROUND}/imports", rows[:1]))[0]["state"] == "draft"


def test_a_refused_write_leaves_nothing_behind(filling: Service, sqlite_url: str) -> None:
    lead = filling.caller("LIVPP", "lead")
    limit_pages(filling, pages(filling))
    answers = [lead.post(SCHEMES, a_scheme(scheme_ref=None)) for _ in range(MOST_WRITES)]
    kept = [values(answer)["ref"] for answer in answers if answer.status_code == 201]
    others = [answer for answer in answers if answer.status_code != 201]
    assert others
    assert {refused(answer) for answer in others} == {(503, "store_full")}
    assert {answer.headers["Retry-After"] for answer in others} == {"60"}
    listed = values(lead.get(f"{SCHEMES}?limit=200"))["schemes"]
    assert [scheme["ref"] for scheme in listed] == kept
    assert faults_of(sqlite_url) == []
