"""Whether the service can do its work now."""

from app.services.desk import Desk
from app.store.migrations import missing_migrations, missing_triggers, touch


def readiness(desk: Desk) -> dict[str, str]:
    """What was checked, each ok or what is wrong. Raises StoreError where nothing can be read."""
    database = desk.database
    missing = database.read(missing_migrations)
    checks = {
        "read": "ok",
        "migrations": "ok" if not missing else f"missing: {', '.join(missing)}",
    }
    if not database.is_postgres:
        gone = database.read(missing_triggers)
        checks["append_only"] = "ok" if not gone else f"missing: {', '.join(gone)}"
    database.write(touch)
    return {**checks, "write": "ok"}
