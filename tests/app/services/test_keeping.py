"""Backups: whole, checked, and restored into either database."""

import sqlite3
from pathlib import Path

import pytest

from app.errors import Invalid
from app.services.keeping import back_up, restore
from app.store.database import Database
from app.store.migrations import migrate
from app.store.scanning import rows_of
from rulebook.problem import Refused
from tests.app.callers import ROUND, start, values
from tests.app.servers import opened
from tests.app.services.test_verifying import faults_of, live_through


def content(database: Database) -> dict[str, list[dict[str, object]]]:
    tables = (
        *("rounds", "ledger", "schemes", "scheme_versions", "classifications", "api_keys"),
        "charts",
    )
    return database.read(
        lambda tx: {table: [dict(row) for row in rows_of(tx, table)] for table in tables}
    )


def test_a_backup_holds_everything_and_is_whole(database: Database, tmp_path: Path) -> None:
    live_through(database)
    file = tmp_path / "backup.db"
    assert back_up(database, file) == file.stat().st_size > 0
    copy = opened(f"sqlite:///{file}")
    assert content(copy) == content(database)
    assert faults_of(copy) == []
    copy.close()


def test_a_backup_of_either_database_is_restored_into_either(
    database: Database, sqlite_url: str, postgres_url: str, tmp_path: Path
) -> None:
    live_through(database)
    file = tmp_path / "backup.db"
    back_up(database, file)
    for url in (f"sqlite:///{tmp_path / 'new.db'}", postgres_url):
        target = opened(url)
        if target.is_postgres and database.is_postgres:
            target.close()
            continue  # the fixture's database is the one that was backed up
        migrate(target)
        restore(file, target)
        assert content(target) == content(database)
        assert faults_of(target) == []
        target.close()


def test_a_restored_service_goes_on_where_it_was(sqlite_database: Database, tmp_path: Path) -> None:
    live_through(sqlite_database)
    file = tmp_path / "backup.db"
    back_up(sqlite_database, file)
    target = opened(f"sqlite:///{tmp_path / 'new.db'}")
    migrate(target)
    restore(file, target)
    before = start(sqlite_database).caller("QYG", "chair").get(f"{ROUND}/ranking.json")
    after = start(target).caller("QYG", "chair").get(f"{ROUND}/ranking.json")
    assert values(after) == values(before)
    target.close()


def test_a_backup_of_an_earlier_version_is_restored(
    sqlite_database: Database, tmp_path: Path
) -> None:
    live_through(sqlite_database)
    file = tmp_path / "backup.db"
    back_up(sqlite_database, file)
    with sqlite3.connect(file) as earlier:  # as it was before there were charts
        earlier.execute("DROP TABLE charts")
        earlier.execute("DELETE FROM migrations WHERE name = '0003_charts'")
    earlier.close()
    before = file.read_bytes()
    target = opened(f"sqlite:///{tmp_path / 'new.db'}")
    migrate(target)

    restore(file, target)

    assert content(target) == {**content(sqlite_database), "charts": []}
    assert faults_of(target) == []
    assert file.read_bytes() == before
    assert {path.name for path in tmp_path.glob("backup*")} == {"backup.db"}
    target.close()


def test_a_file_that_is_there_is_never_written_over(
    sqlite_database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "backup.db"
    file.write_text("precious")
    with pytest.raises(Refused, match="already"):
        back_up(sqlite_database, file)
    assert file.read_text() == "precious"


def test_a_store_that_is_not_whole_is_not_backed_up(
    sqlite_database: Database, tmp_path: Path
) -> None:
    live_through(sqlite_database)
    sqlite_database.write(lambda tx: tx.run("UPDATE schemes SET owner = 'WIRPP'"))
    file = tmp_path / "backup.db"
    with pytest.raises(Invalid, match="not whole"):
        back_up(sqlite_database, file)
    assert list(tmp_path.glob("backup*")) == []


@pytest.mark.parametrize("data", [b"", b"no database", b"SQLite format 3\x00 and then nothing"])
def test_a_file_that_is_no_backup_is_refused(
    sqlite_database: Database, tmp_path: Path, data: bytes
) -> None:
    file = tmp_path / "odd.db"
    file.write_bytes(data)
    with pytest.raises(Refused, match="not a backup"):
        restore(file, sqlite_database)


def test_a_store_that_holds_something_is_not_restored_over(
    sqlite_database: Database, tmp_path: Path
) -> None:
    live_through(sqlite_database)
    file = tmp_path / "backup.db"
    back_up(sqlite_database, file)
    with pytest.raises(Refused, match="holds something"):
        restore(file, sqlite_database)


def test_a_backup_that_is_missing_is_refused(sqlite_database: Database, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no such file"):
        restore(tmp_path / "nowhere.db", sqlite_database)
