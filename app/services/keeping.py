"""Backups: a whole copy in one SQLite file, checked before it has its name."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from app.errors import Invalid, StoreError
from app.services.desk import desk_for
from app.services.verifying import verify
from app.store.database import Database
from app.store.migrations import migrate, missing_migrations
from app.store.scanning import copy_all, is_empty
from app.store.sqlite import SqliteDatabase
from rulebook.problem import Problem, Refused

_PART = ".part"


def back_up(database: Database, file: Path) -> int:
    """Writes a whole copy of the store; its size in bytes.

    The copy is verified, is on the disk, and only then has its name: a file of this name is whole.
    """
    if file.exists():
        raise _refused(file, "There is a file of this name already. Choose another one.")
    part = file.with_name(file.name + _PART)
    part.unlink(missing_ok=True)
    try:
        if isinstance(database, SqliteDatabase):
            database.copy_to(part)
        else:
            copy = SqliteDatabase(part)
            migrate(copy)
            copy_all(database, copy)
            copy.settle()
        _check(part)
        _put_down(part, file)
    finally:
        part.unlink(missing_ok=True)
    return file.stat().st_size


def restore(file: Path, database: Database) -> dict[str, int]:
    """Fills an empty, migrated store from a backup that is whole; how many rows of each table."""
    if not file.is_file():
        raise _refused(file, "There is no such file.")
    if not database.read(is_empty):
        message = "This store holds something. Restore into a new one: set DATABASE_URL."
        raise Refused([Problem(message, label="DATABASE_URL", code="not_empty")])
    with TemporaryDirectory(dir=file.parent, prefix=f"{file.name}.") as folder:
        current = _brought_up_to_date(file, Path(folder))
        _check(current)
        backup = SqliteDatabase(current, is_read_only=True)
        try:
            return copy_all(backup, database)
        finally:
            backup.close()


def _brought_up_to_date(file: Path, folder: Path) -> Path:
    """The backup; of one that an earlier version wrote, a copy with the tables of this one."""
    backup = SqliteDatabase(file, is_read_only=True)
    try:
        if not backup.read(missing_migrations):
            return file
    except StoreError:
        return file  # the check says what is wrong with it
    finally:
        backup.close()
    copy = SqliteDatabase(Path(shutil.copy(file, folder)))
    try:
        migrate(copy)
        copy.settle()
    finally:
        copy.close()
    return folder / file.name


def _check(file: Path) -> None:
    copy = SqliteDatabase(file, is_read_only=True)
    try:
        faults = verify(desk_for(copy, kept_schemes=5_000))
    except StoreError:
        raise _refused(file, "This is not a backup that can be read.") from None
    finally:
        copy.close()
    if faults:
        problems = [Problem(fault, file=str(file), code="not_whole") for fault in faults[:20]]
        raise Invalid("The copy is not whole.", problems)


def _put_down(part: Path, file: Path) -> None:
    """Gives a file its name once all of it, and then the name, is on the disk."""
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.rename(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _refused(file: Path, message: str) -> Refused:
    return Refused([Problem(message, file=str(file), code="backup")])
