"""Workbooks that were uploaded and wait for their team's word; nothing of them is in the ledger."""

from base64 import b64decode, b64encode
from dataclasses import dataclass

from app.domain.ledger import sha256_of
from app.store.database import Row, Transaction


@dataclass(frozen=True, slots=True)
class Upload:
    """A workbook as it came in. `result` is JSON of what became of it, empty until it is saved."""

    round_id: str
    upload_id: str
    organisation: str
    made_by: str
    made_on: str
    name: str
    data: bytes
    result: str = ""


def add_upload(transaction: Transaction, upload: Upload) -> None:
    transaction.run(
        "INSERT INTO uploads (round_id, upload_id, organisation, made_by, made_on, name, data, "
        "result, sha256) VALUES (:round_id, :upload_id, :organisation, :made_by, :made_on, :name, "
        ":data, :result, :sha256)",
        **_row(upload),
    )


def put_result(transaction: Transaction, upload: Upload) -> None:
    """Keeps what became of an upload."""
    transaction.run(
        "UPDATE uploads SET result = :result, sha256 = :sha256 "
        "WHERE round_id = :round_id AND upload_id = :upload_id",
        **{name: _row(upload)[name] for name in ("round_id", "upload_id", "result", "sha256")},
    )


def find_upload(
    transaction: Transaction, round_id: str, upload_id: str, organisation: str
) -> Upload | None:
    """An upload of an organisation, if it is still kept."""
    row = transaction.row(
        "SELECT * FROM uploads WHERE round_id = :round_id AND upload_id = :upload_id "
        "AND organisation = :organisation",
        round_id=round_id,
        upload_id=upload_id,
        organisation=organisation,
    )
    return _upload_of(row) if row else None


def forget_uploads_but(transaction: Transaction, upload: Upload, most: int) -> int:
    """Forgets all uploads of an organisation in a round but the newest; how many there were."""
    return transaction.run(
        "DELETE FROM uploads WHERE round_id = :round_id AND organisation = :organisation "
        "AND upload_id NOT IN (SELECT upload_id FROM uploads WHERE round_id = :round_id "
        "AND organisation = :organisation ORDER BY upload_id DESC LIMIT :most)",
        round_id=upload.round_id,
        organisation=upload.organisation,
        most=most,
    )


def forget_uploads_before(transaction: Transaction, day: str) -> int:
    """Forgets the uploads of earlier days; how many there were."""
    return transaction.run("DELETE FROM uploads WHERE made_on < :day", day=day)


def _row(upload: Upload) -> dict[str, str]:
    row = {
        "round_id": upload.round_id,
        "upload_id": upload.upload_id,
        "organisation": upload.organisation,
        "made_by": upload.made_by,
        "made_on": upload.made_on,
        "name": upload.name,
        "data": b64encode(upload.data).decode(),
        "result": upload.result,
    }
    return row | {"sha256": sha256_of(row)}


def _upload_of(row: Row) -> Upload:
    values = {name: value for name, value in row.items() if name not in ("data", "sha256")}
    return Upload(**values, data=b64decode(row["data"]))
