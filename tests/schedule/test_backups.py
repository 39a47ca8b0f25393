"""When a daily backup is due: once a day, made up for, never twice in a fold."""

from __future__ import annotations

import logging
import time as seconds
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from outreach.schedule import backups
from outreach.schedule.backups import back_up_if_due, backing_up, last_due
from outreach.settings import Settings, read_settings
from outreach.store import opened
from outreach.store.backup import kept_in

NAIROBI, BERLIN = "Africa/Nairobi", "Europe/Berlin"


def utc(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"2027-{day}T{clock}+00:00")


@pytest.mark.parametrize(
    ("zone", "at", "now", "due"),
    [
        pytest.param(NAIROBI, time(2), utc("03-01", "09:00"), utc("02-28", "23:00"), id="this night, three hours east"),
        pytest.param(NAIROBI, time(2), utc("02-28", "22:59"), utc("02-27", "23:00"), id="a minute before: yesterday's"),
        pytest.param(NAIROBI, time(2), utc("02-28", "23:00"), utc("02-28", "23:00"), id="to the second"),
        pytest.param(NAIROBI, time(23, 30), utc("03-01", "19:00"), utc("02-28", "20:30"), id="late in the evening"),
        pytest.param(BERLIN, time(2, 30), utc("03-28", "05:00"), utc("03-28", "01:30"), id="in the hour that summer time leaves out"),
        pytest.param(BERLIN, time(2, 30), utc("10-31", "05:00"), utc("10-31", "00:30"), id="in the hour that comes twice: the first"),
    ],
)  # fmt: skip
def test_when_a_backup_was_due_last(
    zone: str, at: time, now: datetime, due: datetime
) -> None:
    assert last_due(at, zone, now) == due


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    given = {
        "OUTREACH_DATABASE_URL": f"sqlite:///{tmp_path}/data/outreach.db",
        "OUTREACH_BACKUP_DIR": str(tmp_path / "kept"),
        "OUTREACH_BACKUP_KEEP": "2",
        "OUTREACH_TIMEZONE": NAIROBI,
    }
    settings = read_settings(given)
    with opened(settings):
        yield settings


def test_one_a_day_however_often_is_looked_and_the_newest_are_kept(
    settings: Settings,
) -> None:
    folder = settings.backup_dir
    assert folder
    now, made = utc("03-01", "09:00"), 0
    for _ in range(4 * 24 * 2):
        made += back_up_if_due(settings, now) is not None
        now += timedelta(minutes=30)
    assert made == 1 + 4
    assert [k.made_at for k in kept_in(folder)] == [
        utc("03-03", "23:00"),
        utc("03-04", "23:00"),
    ]


def test_without_a_folder_there_is_none(settings: Settings) -> None:
    assert (
        back_up_if_due(replace(settings, backup_dir=None), utc("03-01", "09:00"))
        is None
    )


@contextmanager
def impatient(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[None]:
    monkeypatch.setattr(backups, "LOOK", 0.02)
    monkeypatch.setattr(backups, "AFTER_FAILURE", timedelta(seconds=0.02))
    with backing_up(settings, lambda: datetime(2027, 3, 1, 9, tzinfo=UTC)):
        yield


def within(limit: float, met: object) -> None:
    end = seconds.monotonic() + limit
    while not met():  # type: ignore[operator]
        assert seconds.monotonic() < end
        seconds.sleep(0.01)


def test_the_server_s_thread_backs_up_at_once_when_a_night_was_missed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = settings.backup_dir
    assert folder
    with impatient(monkeypatch, settings):
        within(10, lambda: kept_in(folder))


def test_on_postgresql_one_line_says_that_there_is_none(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    postgres = replace(settings, database_url="postgresql://db/outreach")
    with backing_up(postgres, lambda: datetime(2027, 3, 1, 9, tzinfo=UTC)):
        pass
    assert [r.message for r in caplog.records] == [
        "OUTREACH_BACKUP_DIR does nothing on PostgreSQL: use pg_dump"
    ]
    assert settings.backup_dir
    assert not settings.backup_dir.exists()


def test_a_failure_is_logged_and_tried_again_later(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    folder = settings.backup_dir
    assert folder
    folder.write_text("a file in the folder's place")
    with caplog.at_level(logging.ERROR), impatient(monkeypatch, settings):
        within(10, lambda: "no backup was made" in caplog.text)
        folder.unlink()
        within(10, lambda: kept_in(folder))
