"""Which revision of the tables a database has, and which this version of Outreach wants."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def current(connection: Connection) -> str | None:
    """The revision of the tables; None where there are none yet."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def known() -> Sequence[str]:
    """Every revision that this version knows, newest first."""
    with as_file(files("outreach.store.migrations")) as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        scripts = ScriptDirectory.from_config(config)
        return [script.revision for script in scripts.walk_revisions()]


def newest() -> str:
    """The revision that this version works with."""
    return known()[0]


def is_newer(revision: str | None) -> bool:
    """Whether only a newer Outreach can have made tables of that revision."""
    return revision is not None and revision not in known()
