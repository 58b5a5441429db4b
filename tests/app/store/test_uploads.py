"""Workbooks that wait for their team's word."""

from dataclasses import replace

from app.store.answers import is_whole
from app.store.database import Database
from app.store.uploads import (
    Upload,
    add_upload,
    find_upload,
    forget_uploads_before,
    forget_uploads_but,
    put_result,
)
from tests.app.store.acts import HOSTILE_TEXTS, rows_of

UPLOAD = Upload(
    round_id="round",
    upload_id="one",
    organisation="LIVPP",
    made_by="lead",
    made_on="2026-01-05",
    name=" ".join(HOSTILE_TEXTS),
    data=bytes(range(256)),
)


def _kept(database: Database, upload: Upload = UPLOAD) -> Upload:
    database.write(lambda t: add_upload(t, upload))
    return upload


def _found(database: Database, round_id: str, id: str, organisation: str) -> Upload | None:
    return database.read(lambda t: find_upload(t, round_id, id, organisation))


def test_an_upload_comes_back_as_it_went_in(database: Database) -> None:
    _kept(database)

    assert _found(database, "round", "one", "LIVPP") == UPLOAD
    (row,) = rows_of(database, "uploads")
    assert is_whole(row)


def test_another_organisation_or_round_does_not_find_it(database: Database) -> None:
    _kept(database)

    assert _found(database, "round", "one", "WIRPP") is None
    assert _found(database, "another", "one", "LIVPP") is None
    assert _found(database, "round", "two", "LIVPP") is None


def test_what_became_of_it_is_kept_with_it(database: Database) -> None:
    other = _kept(database, replace(UPLOAD, upload_id="two"))
    saved = replace(_kept(database), result='[{"ref": "A"}]')
    database.write(lambda t: put_result(t, saved))

    assert _found(database, "round", "one", "LIVPP") == saved
    assert _found(database, "round", "two", "LIVPP") == other
    assert all(is_whole(row) for row in rows_of(database, "uploads"))


def test_only_the_newest_of_an_organisation_are_kept(database: Database) -> None:
    for id in ("one", "three", "two"):
        _kept(database, replace(UPLOAD, upload_id=id))
    other = _kept(database, replace(UPLOAD, upload_id="four", organisation="WIRPP"))

    assert database.write(lambda t: forget_uploads_but(t, UPLOAD, 2)) == 1
    assert _found(database, "round", "one", "LIVPP") is None
    assert _found(database, "round", "four", "WIRPP") == other


def test_those_of_earlier_days_are_forgotten(database: Database) -> None:
    _kept(database)
    _kept(database, replace(UPLOAD, upload_id="two", made_on="2026-01-04"))

    assert database.write(lambda t: forget_uploads_before(t, "2026-01-05")) == 1
    assert [row["upload_id"] for row in rows_of(database, "uploads")] == ["one"]
