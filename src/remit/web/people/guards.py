"""Triggers that refuse to change or remove audit rows, one text per database."""

from django.db.backends.base.base import BaseDatabaseWrapper

GUARDED_TABLES = ("people_auditevent", "people_auditseal")
MESSAGE = "the audit log is append-only"

_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION remit_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '{MESSAGE}';
END
$$ LANGUAGE plpgsql
"""


def install_statements(vendor: str) -> list[str]:
    """The statements that put the guards up."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            for table in GUARDED_TABLES
            for verb in ("UPDATE", "DELETE")
        ]
    return [_POSTGRES_FUNCTION] + [
        f"CREATE OR REPLACE TRIGGER {table}_append_only "
        f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION remit_append_only()"
        for table in GUARDED_TABLES
    ]


def remove_statements(vendor: str) -> list[str]:
    """The statements that take them down: for going back a migration, and for tests."""
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {table}_no_{verb}"
            for table in GUARDED_TABLES
            for verb in ("update", "delete")
        ]
    return [f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}" for table in GUARDED_TABLES]


def run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
