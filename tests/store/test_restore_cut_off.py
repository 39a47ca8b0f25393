"""While the files change places: an error takes all back, a power cut is noticed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from outreach.model.errors import Fault, Refused
from outreach.settings import Settings
from outreach.store import opened
from outreach.store.restore import restore
from tests.store.conftest import NOW
from tests.store.offices import files, made_backup, office


@pytest.fixture
def database(on_sqlite: dict[str, str]) -> dict[str, str]:
    """A restore exchanges the file."""
    return on_sqlite


@pytest.fixture
def backup(settings: Settings, tmp_path: Path) -> Path:
    return made_backup(settings, tmp_path)


@pytest.mark.parametrize("number", range(1, 5))
def test_an_error_while_the_files_change_places_takes_all_back(
    settings: Settings, backup: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    before, rename, calls = files(settings), Path.rename, 0

    def failing(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == number:
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(Fault, match="Nothing was restored: Input/output error"):
        restore(settings, backup, NOW)
    monkeypatch.undo()
    assert files(settings) == before
    assert not list(settings.data_dir.glob("before-restore-*"))
    assert office(settings) == "now"


KILLED = """
import os, sys
from pathlib import Path
from datetime import UTC, datetime
from outreach.settings import read_settings
from outreach.store.restore import restore

rename, left = Path.rename, int(sys.argv[2])
def dying(self, target):
    global left
    left -= 1
    if left < 0:
        os._exit(9)
    return rename(self, target)
Path.rename = dying
restore(read_settings(), Path(sys.argv[1]), datetime(2027, 3, 1, 10, tzinfo=UTC))
"""


@pytest.mark.parametrize("after", range(4))
def test_a_power_cut_while_the_files_change_places_is_noticed_and_made_good(
    settings: Settings, backup: Path, after: int
) -> None:
    """Or the next start would make an empty office, or open one with another's key."""
    environment = {**os.environ, "OUTREACH_DATABASE_URL": settings.database_url}
    died = subprocess.run(
        [sys.executable, "-c", KILLED, backup, str(after)],
        env=environment,
        check=False,
    )
    assert died.returncode == 9
    with pytest.raises(Refused, match="was cut off"), opened(settings):
        pass
    restore(settings, backup, NOW)
    assert office(settings) == "then"
    aside = settings.data_dir / "before-restore-20270301T100000Z/outreach.db"
    found = (
        aside
        if after
        else settings.data_dir / ("before-restore-20270301T090000Z/outreach.db")
    )
    with closing(sqlite3.connect(found)) as connection:
        assert connection.execute("SELECT name FROM audiences").fetchall() == [("now",)]
