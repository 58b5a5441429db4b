"""One changed byte anywhere in the store is found, and where it is."""

import random
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from app.services.desk import desk_for
from app.services.verifying import SMALL, verify
from app.store.charts import keep_chart
from app.store.database import Database
from app.store.migrations import migrate
from app.store.scanning import KEYS
from app.store.uploads import Upload, add_upload
from tests.app.callers import ROUND, SCHEMES, open_round, start
from tests.app.servers import opened
from tests.builders import main_pack


def faults_of(database: Database) -> list[str]:
    packs = {main_pack().id: main_pack()}
    return verify(desk_for(database, 100, packs))


def live_through(database: Database) -> None:
    """A round in which everything has happened that leaves a row."""
    service = start(database)
    chair = open_round(service)
    lead = service.caller("LIVPP", "lead")
    first = lead.submitted(title="First")
    second = lead.submitted(summary=None)
    lead.change(second, summary="Now there is one.")
    lead.submit(second)
    lead.do("withdrawal", first)
    lead.post(
        SCHEMES,
        {
            "title": "Small",
            "scheme_kind": "investment",
            "submitting_org": "LIVPP",
            "submitter_type": "place_partnership",
        },
        Idempotency_Key="one",
    )
    chair.post(f"{ROUND}/publications")
    day = {"organisation": "LIVPP", "made_by": "lead", "made_on": "2023-12-05"}
    upload = Upload("round", "one", **day, name="a.xlsx", data=b"PK", result="[1]")
    database.write(lambda transaction: add_upload(transaction, upload))
    database.write(lambda tx: keep_chart(tx, "a round", "tier/wide", "ab", "<svg/>", "2023-12-05"))


@pytest.fixture
def lived(database: Database) -> Database:
    live_through(database)
    return database


def test_a_store_that_nobody_touched_is_whole(lived: Database) -> None:
    assert faults_of(lived) == []


def test_an_empty_store_is_whole(database: Database) -> None:
    assert faults_of(database) == []


def unguard(database: Database) -> None:
    """Takes away what keeps rows from being changed, as somebody with the file could."""
    if database.is_postgres:
        return
    names = database.read(
        lambda tx: [
            r["name"] for r in tx.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ]
    )
    for name in names:
        database.write(lambda tx, name=name: tx.run(f"DROP TRIGGER {name}"))  # type: ignore[misc]


def meaningful(faults: list[str]) -> list[str]:
    return [fault for fault in faults if not fault.startswith("triggers:")]


COLUMNS = {
    "packs": ("id", "version", "files"),
    "rounds": ("code", "content"),
    "heads": ("position", "hash", "at"),
    "ledger": (
        "at",
        "actor",
        "organisation",
        "action",
        "subject",
        "body",
        "made",
        "previous",
        "hash",
    ),
    "schemes": (
        "ref",
        "owner",
        "state",
        "version",
        "submitted_version",
        "submitted_on",
        "resubmit_by",
        "return_reason",
        "late_reason",
        "is_late",
        "changed_at",
    ),
    "scheme_states": (
        "ref",
        "owner",
        "state",
        "version",
        "submitted_version",
        "submitted_on",
        "resubmit_by",
        "return_reason",
        "late_reason",
        "is_late",
    ),
    "scheme_versions": ("answers", "made_by", "made_at"),
    "classifications": ("version", "content"),
    "api_keys": (
        "secret_sha256",
        "label",
        "organisation",
        "roles",
        "scope",
        "made_at",
        "expires_at",
        "revoked_at",
    ),
    "api_key_uses": ("used_on", "sha256"),
    "answers_given": ("request_sha256", "status", "headers", "body", "given_on", "sha256"),
    "uploads": ("organisation", "made_by", "made_on", "name", "data", "result", "sha256"),
    "charts": ("svg", "drawn_at", "sha256"),
}


def test_the_columns_tried_here_are_all_there_are(sqlite_database: Database) -> None:
    for table, key in KEYS.items():
        rows = sqlite_database.read(lambda tx, table=table: tx.rows(f"PRAGMA table_info({table})"))  # type: ignore[misc]
        names = {row["name"] for row in rows}
        assert names - set(key) == set(COLUMNS[table]), table


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for table in COLUMNS for column in COLUMNS[table]]
)
def test_a_change_in_any_column_of_any_table_is_found(
    whole_file: Path, tmp_path: Path, table: str, column: str
) -> None:
    database = copied(whole_file, tmp_path)
    unguard(database)
    before = faults_of(database)

    def change(transaction: Any) -> None:
        key = KEYS[table]
        row = transaction.rows(f"SELECT * FROM {table} ORDER BY {', '.join(key)}")[-1]
        old = row[column]
        new = old + 1 if isinstance(old, int) else with_one_character_changed(old)
        where = " AND ".join(f"{name} = :{name}" for name in key)
        given = {name: row[name] for name in key}
        transaction.run(f"UPDATE {table} SET {column} = :new WHERE {where}", new=new, **given)

    database.write(change)
    after = faults_of(database)
    assert set(after) - set(before), f"{table}.{column}: {after}"
    database.close()


@pytest.mark.parametrize("table", list(KEYS))
def test_a_row_that_is_taken_away_is_found(whole_file: Path, tmp_path: Path, table: str) -> None:
    """Answers kept for repeats, days of use, uploads and charts may go: nothing rests on them."""
    database = copied(whole_file, tmp_path)
    unguard(database)

    def take(transaction: Any) -> None:
        row = transaction.rows(f"SELECT rowid AS id FROM {table} LIMIT 1")[0]
        transaction.run(f"DELETE FROM {table} WHERE rowid = :id", id=row["id"])

    database.write(take)
    found = meaningful(faults_of(database))
    assert bool(found) == (table not in SMALL), found
    database.close()


@pytest.mark.parametrize("table", ["scheme_states", "scheme_versions", "classifications", "rounds"])
def test_a_row_that_is_slipped_in_is_found(whole_file: Path, tmp_path: Path, table: str) -> None:
    database = copied(whole_file, tmp_path)
    unguard(database)

    def slip_in(transaction: Any) -> None:
        row = dict(transaction.rows(f"SELECT * FROM {table} LIMIT 1")[0])
        last = KEYS[table][-1]
        row[last] = row[last] + 1000 if isinstance(row[last], int) else "another"
        if "code" in row:
            row["code"] = "OTHER"
        names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
        transaction.run(f"INSERT INTO {table} ({names}) VALUES ({values})", **row)

    database.write(slip_in)
    assert any("no event made this row" in fault for fault in faults_of(database))
    database.close()


def test_a_ledger_that_is_cut_off_is_found(whole_file: Path, tmp_path: Path) -> None:
    database = copied(whole_file, tmp_path)
    unguard(database)
    round_id = database.read(lambda tx: tx.rows("SELECT round_id FROM rounds")[0]["round_id"])

    def cut(transaction: Any) -> None:
        last = transaction.rows(
            "SELECT * FROM ledger WHERE round_id = :id ORDER BY position DESC", id=round_id
        )
        transaction.run(
            "DELETE FROM ledger WHERE round_id = :id AND position = :position",
            id=round_id,
            position=last[0]["position"],
        )
        transaction.run(
            "UPDATE heads SET position = :position, hash = :hash, at = :at WHERE round_id = :id",
            id=round_id,
            position=last[1]["position"],
            hash=last[1]["hash"],
            at=last[1]["at"],
        )

    database.write(cut)
    assert meaningful(faults_of(database)), "the round row holds a later change than its ledger"
    database.close()


def test_a_byte_changed_in_the_file_is_found_or_changes_nothing(
    whole_file: Path, tmp_path: Path
) -> None:
    """Bytes of the file that hold nothing (free space) may change without harm."""
    content = whole_file.read_bytes()
    whole = dump(whole_file)
    rng = random.Random(7)  # noqa: S311 the same bytes each time
    missed = []
    for number in range(60):
        at = rng.randrange(100, len(content))
        file = tmp_path / f"flipped{number}.db"
        file.write_bytes(
            content[:at] + bytes([content[at] ^ (1 << rng.randrange(8))]) + content[at + 1 :]
        )
        if not _found(file) and dump(file) != whole:
            missed.append(at)
        file.unlink()
    assert missed == []


def _found(file: Path) -> bool:
    database = opened(f"sqlite:///{file}")
    try:
        return bool(faults_of(database))
    except Exception:  # noqa: BLE001 a file that cannot be read is found to be damaged
        return True
    finally:
        database.close()


def dump(file: Path) -> list[str]:
    connection = sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def with_one_character_changed(text: str) -> str:
    """One character of the middle is another one; empty text is no longer empty."""
    if not text:
        return "x"
    at = len(text) // 2
    return text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]


@pytest.fixture(scope="module")
def whole_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that was lived through, in one file that tests copy."""
    file = tmp_path_factory.mktemp("whole") / "store.db"
    database = opened(f"sqlite:///{file}")
    migrate(database)
    live_through(database)
    database.settle()  # type: ignore[attr-defined]
    return file


def copied(file: Path, tmp_path: Path) -> Database:
    copy = tmp_path / "copy.db"
    shutil.copy(file, copy)
    return opened(f"sqlite:///{copy}")


def test_a_renamed_index_is_found(whole_file: Path, tmp_path: Path) -> None:
    """It would still do its work, but it is not what the migrations made."""
    content = whole_file.read_bytes()
    assert content.count(b"schemes_by_owner ON") == 1
    (tmp_path / "copy.db").write_bytes(
        content.replace(b"schemes_by_owner ON", b"schemes_by_ownes ON")
    )
    assert _found(tmp_path / "copy.db")
