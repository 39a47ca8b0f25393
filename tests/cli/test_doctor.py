"""``outreach doctor``: each thing it looks at, sound and not; nothing is changed by it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from outreach.cli.doctor import machine, records
from outreach.cli.doctor.finding import Finding
from outreach.inbox.tidying import Next
from outreach.settings import Settings, read_settings
from outreach.store import opened
from outreach.store.backup import back_up_into
from outreach.store.checkup import Waiting
from outreach.store.database import half_restored
from tests.cli.conftest import Run

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
ENOUGH = 10**12


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(
        {
            "OUTREACH_DATABASE_URL": f"sqlite:///{tmp_path}/data/outreach.db",
            "OUTREACH_OUT": str(tmp_path / "out"),
        }
    )


def wrong(found: Sequence[Finding]) -> list[str]:
    return [finding.sentence for finding in found if not finding.sound]


@pytest.mark.parametrize(
    ("url", "sound", "says"),
    [
        pytest.param(None, True, "no provider can call back", id="none: allowed"),
        pytest.param("https://outreach.example.org", True, "Providers call back", id="as it should be"),
        pytest.param("http://outreach.example.org", False, "unprotected", id="no https"),
        pytest.param("outreach.example.org", False, "unprotected", id="no scheme"),
        pytest.param("https://localhost:8000", False, "can't reach", id="this machine"),
        pytest.param("https://127.0.0.1", False, "can't reach", id="this machine by number"),
        pytest.param("https://[::1]", False, "can't reach", id="by IPv6"),
        pytest.param("https://192.168.1.10", False, "can't reach", id="the office's network"),
        pytest.param("https://laptop.local", False, "can't reach", id="a name of the office's network"),
        pytest.param("https://server", False, "can't reach", id="a bare name"),
    ],
)  # fmt: skip
def test_the_public_address(url: str | None, sound: bool, says: str) -> None:
    found = machine.public_url(url)
    assert found.sound is sound
    assert says in found.sentence


@pytest.mark.parametrize(
    ("free", "sound"),
    [
        pytest.param(ENOUGH, True, id="plenty"),
        pytest.param(machine.LITTLE_SPACE, False, id="little"),
    ],
)
def test_room_is_looked_for_where_the_folder_will_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: int, sound: bool
) -> None:
    asked = []

    def usage(folder: Path) -> object:
        asked.append(folder)
        return type("Usage", (), {"free": free})

    monkeypatch.setattr(machine.shutil, "disk_usage", usage)
    assert machine.space("x", tmp_path / "not/there/yet").sound is sound
    assert asked == [tmp_path]


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        pytest.param("", "is not set: texts go out at any hour", id="none"),
        pytest.param("21:00-07:00", "from 21:00 to 07:00", id="set"),
    ],
)
def test_quiet_hours_are_told(hours: str, says: str) -> None:
    found = machine.quiet_hours(read_settings({"OUTREACH_QUIET_HOURS": hours}))
    assert found.sound
    assert says in found.sentence


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("newest", "theirs", "says"),
    [
        pytest.param(None, None, None, id="nothing to compare with"),
        pytest.param(-HOUR, None, None, id="the log is older"),
        pytest.param(timedelta(seconds=20), None, None, id="within the drift"),
        pytest.param(HOUR, None, "newest entry in the log is of 01 March 2027, 10:00:00 UTC", id="put back an hour"),
        pytest.param(None, timedelta(seconds=20), None, id="the server's is a little off"),
        pytest.param(None, -HOUR, "the database server's 01 March 2027, 08:00:00 UTC", id="the server is behind"),
        pytest.param(None, HOUR, "set both by a time server", id="the server is ahead"),
    ],
)  # fmt: skip
def test_the_clock(
    newest: timedelta | None, theirs: timedelta | None, says: str | None
) -> None:
    found = records.clock(
        NOW,
        None if newest is None else NOW + newest,
        None if theirs is None else NOW + theirs,
    )
    assert found.sound is (says is None)
    assert (says or "09:00:00") in found.sentence


@pytest.mark.parametrize(
    ("held", "unknown", "says"),
    [
        pytest.param(0, 0, [], id="none"),
        pytest.param(3, 0, ["3 deliveries are held"], id="held"),
        pytest.param(0, 2, ["Of 2 deliveries nobody has known"], id="unknown"),
        pytest.param(1, 1, ["1 deliveries are held", "Of 1 deliveries"], id="both"),
    ],
)
def test_deliveries_that_wait_for_a_person(
    held: int, unknown: int, says: list[str]
) -> None:
    found = wrong(list(records.waiting(Waiting(held=held, unknown=unknown))))
    assert [said[: len(s)] for said, s in zip(found, says, strict=True)] == says


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        pytest.param(None, "There is no backup in", id="never"),
        pytest.param(1, None, id="this night"),
        pytest.param(26, None, id="yesterday, on a day of 25 hours"),
        pytest.param(27, "27 hours old. See why", id="a night was missed"),
    ],
)
def test_the_newest_backup(
    settings: Settings, tmp_path: Path, hours: int | None, says: str | None
) -> None:
    folder = tmp_path / "kept"
    kept = read_settings({**settings.values, "OUTREACH_BACKUP_DIR": str(folder)})
    if hours is not None:
        with opened(kept):
            back_up_into(folder, 7, kept, NOW - timedelta(hours=hours))
    found = records.backups(kept, NOW)
    assert found.sound is (says is None)
    assert (says or "hours old.") in found.sentence


def test_backups_that_are_not_asked_for_are_no_fault(settings: Settings) -> None:
    assert records.backups(settings, NOW).sound
    postgres = read_settings({"OUTREACH_DATABASE_URL": "postgresql://db/o"})
    assert "pg_dump" in records.backups(postgres, NOW).sentence


def test_where_there_is_no_database_nothing_is_made(
    settings: Settings, tmp_path: Path
) -> None:
    (found,) = records.findings(settings, NOW)
    assert found.sound
    assert list(tmp_path.iterdir()) == []


def test_a_sound_database_beside_a_running_server(settings: Settings) -> None:
    with opened(settings):
        assert wrong(list(records.findings(settings, NOW))) == []


def spoilt(settings: Settings) -> None:
    (settings.data_dir / "outreach.db").write_bytes(b"no database" * 1000)


def of_revision(number: str) -> Callable[[Settings], None]:
    def spoil(settings: Settings) -> None:
        with opened(settings) as store, store.write() as connection:
            statement = text("UPDATE alembic_version SET version_num = :n")
            connection.execute(statement, {"n": number})

    return spoil


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        pytest.param(spoilt, "The database can't be read: file is not a database.", id="no database"),
        pytest.param(lambda s: half_restored(s.data_dir).touch(), "was cut off", id="half restored"),
        pytest.param(of_revision("9999"), "A newer Outreach has upgraded this database", id="of tomorrow"),
    ],
)  # fmt: skip
def test_a_database_that_can_not_be_used_is_told(
    settings: Settings, spoil: Callable[[Settings], object], says: str
) -> None:
    with opened(settings):
        pass
    spoil(settings)
    (said,) = wrong(list(records.findings(settings, NOW)))
    assert says in said


def test_older_tables_are_told_and_left_as_they_are(settings: Settings) -> None:
    of_revision("0001")(settings)
    found = list(records.findings(settings, NOW))
    assert wrong(found) == []
    assert "the next start upgrades them" in found[0].sentence


def test_the_command_ends_with_3_if_something_must_be_done(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "LITTLE_SPACE", 0)
    fresh = run("doctor")
    assert fresh.code == 0, fresh.out
    assert {line[:4] for line in fresh.out.splitlines()} == {"ok  "}
    monkeypatch.setenv("OUTREACH_PUBLIC_URL", "http://localhost:8000")
    done = run("doctor")
    assert done.code == 3
    assert "DO   OUTREACH_PUBLIC_URL is http://localhost:8000" in done.out


def test_beside_a_running_server_it_only_reads(run: Run, tmp_path: Path) -> None:
    with opened(read_settings()):
        before = sorted(tmp_path.rglob("*"))
        assert "No delivery is held." in run("doctor").out
        assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("numbers", "hours", "sound", "says"),
    [
        pytest.param((0, 0, 0), 999, True, "No personal data is past", id="nothing"),
        pytest.param((0, 0, 0), None, True, "never done yet", id="a new office"),
        pytest.param((3, 1240, 12), 20, True, "3 texts, the addresses of 1,240 deliveries and of 12 addressees; last done 28 February", id="what goes next"),
        pytest.param((3, 0, 0), 49, False, "See that a server runs", id="nobody does it"),
    ],
)  # fmt: skip
def test_personal_data_past_its_time(
    numbers: tuple[int, int, int], hours: int | None, sound: bool, says: str
) -> None:
    texts, deliveries, addressees = numbers
    found = Next(
        texts=texts,
        deliveries=deliveries,
        addressees=addressees,
        last=None if hours is None else NOW - timedelta(hours=hours),
    )
    finding = records.personal(found, NOW)
    assert finding.sound is sound
    assert says in finding.sentence
