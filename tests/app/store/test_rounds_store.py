"""Rounds, and the packs that they are pinned to, come back as they went in."""

from dataclasses import replace
from datetime import date

from app.domain.ledger import sha256_of
from app.domain.round import Round, RoundStage
from app.store.database import Database
from app.store.rounds import (
    add_round,
    all_rounds,
    change_round,
    keep_pack,
    kept_pack,
    kept_packs,
    round_by_code,
)
from tests.app.store.acts import HOSTILE_TEXTS, count, rows_of, together

FILES = {"pack.yaml": b"id: tiny\n", "notes.md": "\n".join(HOSTILE_TEXTS).encode()}


def _a_round(code: str = "CM24") -> Round:
    stage = RoundStage("open", "It's open", date(2026, 1, 1), date(2026, 2, 28), ("submit",))
    shut = RoundStage("shut", "", date(2026, 3, 1), date(2026, 3, 1), ())
    return Round(
        round_id=f"id of {code}",
        code=code,
        title=" ".join(HOSTILE_TEXTS),
        pack_id="tiny",
        pack_version="1.0",
        pack_sha256="f" * 64,
        judged_on=date(2026, 2, 28),
        order="tier",
        resubmission_days=14,
        stages=(stage, shut),
        published_at=7,
        changed_at=9,
    )


def _keep(database: Database, sha256: str = "a" * 64, version: str = "1.0") -> bool:
    """Whether the pack is kept under its version."""
    return database.write(lambda t: keep_pack(t, sha256, "tiny", version, FILES)) is not None


def test_a_round_comes_back_as_it_went_in(database: Database) -> None:
    mark = database.write(lambda t: add_round(t, _a_round()))
    assert database.read(lambda t: round_by_code(t, "CM24")) == _a_round()
    assert database.read(lambda t: round_by_code(t, "cm24")) is None
    (row,) = rows_of(database, "rounds")
    assert mark is not None
    assert (mark.key, mark.sha256) == ("id of CM24", sha256_of(dict(row)))


def test_a_changed_round_comes_back_as_it_was_changed(database: Database) -> None:
    database.write(lambda t: (add_round(t, _a_round()), add_round(t, _a_round("CM25"))))
    changed = replace(_a_round(), title="Another", stages=(), published_at=12)
    mark = database.write(lambda t: change_round(t, changed))
    assert list(database.read(all_rounds)) == [changed, _a_round("CM25")]
    row = next(row for row in rows_of(database, "rounds") if row["code"] == "CM24")
    assert mark.sha256 == sha256_of(dict(row))


def test_rounds_are_listed_by_code(database: Database) -> None:
    database.write(lambda t: [add_round(t, _a_round(c)) for c in ("CM26", "CM24", "CM25")])
    assert [round_.code for round_ in database.read(all_rounds)] == ["CM24", "CM25", "CM26"]


def test_a_code_is_of_one_round(database: Database) -> None:
    database.write(lambda t: add_round(t, _a_round()))
    twin = replace(_a_round(), round_id="another")
    assert database.write(lambda t: add_round(t, twin)) is None
    assert list(database.read(all_rounds)) == [_a_round()]


def test_the_files_of_a_pack_come_back_byte_for_byte(database: Database) -> None:
    assert _keep(database)
    assert database.read(lambda t: kept_pack(t, "a" * 64)) == FILES
    assert database.read(lambda t: kept_pack(t, "b" * 64)) is None


def test_a_version_of_a_pack_has_one_content(database: Database) -> None:
    assert _keep(database)
    assert _keep(database)
    assert not _keep(database, sha256="b" * 64)
    assert _keep(database, sha256="b" * 64, version="1.1")
    assert [tuple(row.values()) for row in database.read(kept_packs)] == [
        ("tiny", "1.0", "a" * 64),
        ("tiny", "1.1", "b" * 64),
    ]


def test_a_pack_that_many_keep_at_once_is_kept_once(database: Database) -> None:
    assert together(database, *(lambda: _keep(database),) * 8) == [True] * 8
    assert count(database, "packs") == 1
