"""The database locked by another program for longer than we wait: it goes on after that."""

from __future__ import annotations

import sqlite3
from threading import Timer

import pytest

from outreach.store.database import database_file
from tests.conftest import only_on
from tests.dispatch.conftest import Bench
from tests.dispatch.meddling import LASTS, Moment, goes_through


@only_on("sqlite", "only a file can be locked")
@pytest.mark.parametrize("moment", ["starting", "claiming", "settling"])
def test_a_locked_database_loses_and_doubles_nothing(
    bench: Bench,
    moment: Moment,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    file = database_file(bench.settings)
    assert file
    with bench.store.write() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")

    def lock() -> None:
        other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        Timer(LASTS, other.close).start()

    goes_through(bench, monkeypatch, lock, moment)
    assert "database is locked" in caplog.text
    assert "Traceback" not in caplog.text
