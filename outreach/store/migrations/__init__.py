"""One history of migrations for SQLite and PostgreSQL."""

from __future__ import annotations

from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine


def upgrade(engine: Engine) -> None:
    """Create the tables, or bring them up to this version."""
    with as_file(files(__package__)) as folder, engine.begin() as connection:
        command.upgrade(_config(str(folder), connection), "head")


def _config(folder: str, connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
