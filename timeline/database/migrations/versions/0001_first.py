"""Every table as it was when the database first had migrations, with what keeps lines from being changed: in 0001_sqlite.sql and 0001_postgresql.sql."""

from pathlib import Path

from alembic import op

revision, down_revision = "0001", None


def upgrade() -> None:
    """Make the tables in an empty database."""
    connection = op.get_bind()
    for statement in Path(__file__).with_name(f"0001_{connection.dialect.name}.sql").read_text(encoding="utf-8").split("\n\n"):
        connection.exec_driver_sql(statement)
