"""The store: one SQL text, run by SQLite or by PostgreSQL. No SQL stands outside this package."""
