"""Rounds and the packs that they are pinned to."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import orjson

from app.domain.ledger import MadeRow
from app.domain.round import Round, RoundStage
from app.store.database import Row, Transaction
from app.store.ledger import made_row


def add_round(transaction: Transaction, round_: Round) -> MadeRow | None:
    """Adds a round; None where another one has its code."""
    row = _row_of(round_)
    added = transaction.run(
        "INSERT INTO rounds (round_id, code, content) VALUES (:round_id, :code, :content) "
        "ON CONFLICT DO NOTHING",
        **row,
    )
    return made_row("rounds", row, "round_id") if added else None


def change_round(transaction: Transaction, round_: Round) -> MadeRow:
    row = _row_of(round_)
    transaction.run("UPDATE rounds SET content = :content WHERE round_id = :round_id", **row)
    return made_row("rounds", row, "round_id")


def round_by_code(transaction: Transaction, code: str) -> Round | None:
    row = transaction.row("SELECT * FROM rounds WHERE code = :code", code=code)
    return round_of(row) if row else None


def all_rounds(transaction: Transaction) -> Sequence[Round]:
    """Every round, by its code."""
    return [round_of(row) for row in transaction.rows("SELECT * FROM rounds ORDER BY code")]


def keep_pack(
    transaction: Transaction, sha256: str, id: str, version: str, files: Mapping[str, bytes]
) -> MadeRow | None:
    """Keeps the files of a pack, once; None where another content is kept under this version."""
    row = {
        "sha256": sha256,
        "id": id,
        "version": version,
        "files": orjson.dumps({name: data.decode() for name, data in files.items()}).decode(),
    }
    kept = _edition(transaction, id, version)
    if kept is None:
        transaction.run(  # another server may keep the same one in this moment
            "INSERT INTO packs (sha256, id, version, files) "
            "VALUES (:sha256, :id, :version, :files) ON CONFLICT DO NOTHING",
            **row,
        )
        kept = _edition(transaction, id, version)
    is_same = kept is not None and kept["sha256"] == sha256
    return made_row("packs", row, "sha256") if is_same else None


def _edition(transaction: Transaction, id: str, version: str) -> Row | None:
    return transaction.row(
        "SELECT sha256 FROM packs WHERE id = :id AND version = :version", id=id, version=version
    )


def kept_pack(transaction: Transaction, sha256: str) -> dict[str, bytes] | None:
    """The files of a pack that was kept."""
    row = transaction.row("SELECT files FROM packs WHERE sha256 = :sha256", sha256=sha256)
    if row is None:
        return None
    return {name: text.encode() for name, text in orjson.loads(row["files"]).items()}


def kept_packs(transaction: Transaction) -> Sequence[Row]:
    """Id, version and fingerprint of every pack that was kept."""
    return transaction.rows("SELECT id, version, sha256 FROM packs ORDER BY id, version")


def _row_of(round_: Round) -> dict[str, Any]:
    content = {
        "title": round_.title,
        "pack_id": round_.pack_id,
        "pack_version": round_.pack_version,
        "pack_sha256": round_.pack_sha256,
        "judged_on": round_.judged_on,
        "order": round_.order,
        "resubmission_days": round_.resubmission_days,
        "stages": [
            {
                "id": stage.id,
                "title": stage.title,
                "starts": stage.starts,
                "ends": stage.ends,
                "allows": stage.allows,
            }
            for stage in round_.stages
        ],
        "published_at": round_.published_at,
        "changed_at": round_.changed_at,
    }
    text = orjson.dumps(content).decode()
    return {"round_id": round_.round_id, "code": round_.code, "content": text}


def round_of(row: Row) -> Round:
    """The round of a row."""
    content = orjson.loads(row["content"])
    stages = tuple(
        RoundStage(
            id=stage["id"],
            title=stage["title"],
            starts=date.fromisoformat(stage["starts"]),
            ends=date.fromisoformat(stage["ends"]),
            allows=tuple(stage["allows"]),
        )
        for stage in content.pop("stages")
    )
    judged_on = date.fromisoformat(content.pop("judged_on"))
    return Round(row["round_id"], row["code"], judged_on=judged_on, stages=stages, **content)
