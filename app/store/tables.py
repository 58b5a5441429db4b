"""The tables as they first were. Later changes are further migrations.

The round is in every key. Text holds JSON as it was written, because its bytes are hashed. Times
and dates are ISO 8601 text, money is whole pence inside the JSON of a scheme.
"""

from typing import Final

FIRST_TABLES: Final = (
    """
    CREATE TABLE packs (
        sha256 TEXT PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL, files TEXT NOT NULL,
        UNIQUE (id, version)
    ) {strict}
    """,
    """
    CREATE TABLE rounds (
        round_id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, content TEXT NOT NULL
    ) {strict}
    """,
    """
    CREATE TABLE heads (
        round_id TEXT PRIMARY KEY, position {int} NOT NULL, hash TEXT NOT NULL, at TEXT NOT NULL
    ) {strict}
    """,
    """
    CREATE TABLE ledger (
        round_id TEXT NOT NULL, position {int} NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL,
        organisation TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL,
        body TEXT NOT NULL, made TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL,
        PRIMARY KEY (round_id, position)
    ) {strict}
    """,
    "CREATE INDEX ledger_of_subject ON ledger (round_id, subject, position)",
    """
    CREATE TABLE schemes (
        round_id TEXT NOT NULL, scheme_id TEXT NOT NULL, ref TEXT NOT NULL, owner TEXT NOT NULL,
        state TEXT NOT NULL, version {int} NOT NULL, submitted_version {int} NOT NULL,
        submitted_on TEXT NOT NULL, resubmit_by TEXT NOT NULL, return_reason TEXT NOT NULL,
        late_reason TEXT NOT NULL, is_late {int} NOT NULL, changed_at {int} NOT NULL,
        PRIMARY KEY (round_id, scheme_id), UNIQUE (round_id, ref)
    ) {strict}
    """,
    "CREATE INDEX schemes_by_owner ON schemes (round_id, owner, ref)",
    "CREATE INDEX schemes_by_date ON schemes (round_id, state, resubmit_by)",
    """
    CREATE TABLE scheme_states (
        round_id TEXT NOT NULL, scheme_id TEXT NOT NULL, changed_at {int} NOT NULL,
        ref TEXT NOT NULL, owner TEXT NOT NULL, state TEXT NOT NULL, version {int} NOT NULL,
        submitted_version {int} NOT NULL, submitted_on TEXT NOT NULL, resubmit_by TEXT NOT NULL,
        return_reason TEXT NOT NULL, late_reason TEXT NOT NULL, is_late {int} NOT NULL,
        PRIMARY KEY (round_id, scheme_id, changed_at)
    ) {strict}
    """,
    """
    CREATE TABLE scheme_versions (
        round_id TEXT NOT NULL, scheme_id TEXT NOT NULL, version {int} NOT NULL,
        answers TEXT NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL,
        PRIMARY KEY (round_id, scheme_id, version)
    ) {strict}
    """,
    """
    CREATE TABLE classifications (
        round_id TEXT NOT NULL, scheme_id TEXT NOT NULL, version {int} NOT NULL,
        position {int} NOT NULL, content TEXT NOT NULL,
        PRIMARY KEY (round_id, scheme_id, position)
    ) {strict}
    """,
    """
    CREATE TABLE api_keys (
        key_id TEXT PRIMARY KEY, secret_sha256 TEXT NOT NULL, label TEXT NOT NULL,
        organisation TEXT NOT NULL, roles TEXT NOT NULL, scope TEXT NOT NULL,
        made_at TEXT NOT NULL, expires_at TEXT NOT NULL, revoked_at TEXT NOT NULL
    ) {strict}
    """,
    """
    CREATE TABLE api_key_uses (
        key_id TEXT PRIMARY KEY, used_on TEXT NOT NULL, sha256 TEXT NOT NULL
    ) {strict}
    """,
    """
    CREATE TABLE answers_given (
        caller TEXT NOT NULL, idempotency_key TEXT NOT NULL, request_sha256 TEXT NOT NULL,
        status {int} NOT NULL, headers TEXT NOT NULL, body TEXT NOT NULL, given_on TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        PRIMARY KEY (caller, idempotency_key)
    ) {strict}
    """,
    "CREATE INDEX answers_by_day ON answers_given (given_on)",
)
UPLOADS: Final = (
    """
    CREATE TABLE uploads (
        round_id TEXT NOT NULL, upload_id TEXT NOT NULL, organisation TEXT NOT NULL,
        made_by TEXT NOT NULL, made_on TEXT NOT NULL, name TEXT NOT NULL, data TEXT NOT NULL,
        result TEXT NOT NULL, sha256 TEXT NOT NULL,
        PRIMARY KEY (round_id, upload_id)
    ) {strict}
    """,
    "CREATE INDEX uploads_by_day ON uploads (made_on)",
)
"""Workbooks between their upload and the word of the team; kept for some days, in base64."""
CHARTS: Final = (
    """
    CREATE TABLE charts (
        round_id TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, svg TEXT NOT NULL,
        drawn_at TEXT NOT NULL, sha256 TEXT NOT NULL,
        PRIMARY KEY (round_id, name, digest)
    ) {strict}
    """,
)
APPEND_ONLY: Final = {
    "ledger": ("round_id", "position"),
    "scheme_states": ("round_id", "scheme_id", "changed_at"),
    "scheme_versions": ("round_id", "scheme_id", "version"),
    "classifications": ("round_id", "scheme_id", "position"),
    "packs": ("sha256",),
}
"""The tables whose rows are never changed, with their keys."""
ALSO_UNIQUE: Final = {"packs": (("id", "version"),)}
"""What else no two rows of such a table may share."""
