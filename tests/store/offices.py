"""An office that is known again by its one audience, and a backup of it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from outreach.settings import Settings
from outreach.store import opened
from outreach.store.backup import back_up
from tests.store.conftest import NOW


def name_office(settings: Settings, name: str) -> None:
    """Write something by which a database is known again."""
    with opened(settings) as store, store.write() as connection:
        connection.execute(text("DELETE FROM audiences"))
        connection.execute(
            text("INSERT INTO audiences (name, rule) VALUES (:n, '{}')"), {"n": name}
        )


def office(settings: Settings) -> str:
    with opened(settings) as store, store.read() as connection:
        return connection.execute(
            text("SELECT name FROM audiences ORDER BY id LIMIT 1")
        ).scalar_one()


def made_backup(settings: Settings, tmp_path: Path) -> Path:
    """A backup of the office "then"; the office has gone on and is "now"."""
    name_office(settings, "then")
    target = tmp_path / "backup.zip"
    back_up(settings, target, NOW)
    name_office(settings, "now")
    return target


def files(settings: Settings) -> dict[str, bytes]:
    return {
        str(path.relative_to(settings.data_dir)): path.read_bytes()
        for path in sorted(settings.data_dir.rglob("*"))
        if path.is_file() and path.name != "outreach.lock"
    }
