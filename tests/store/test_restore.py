"""Restoring: checked before anything is touched, the old kept, nothing half done."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from outreach.model.errors import InputError, Refused
from outreach.settings import Settings, read_settings
from outreach.store import Locked, Store, opened, replies
from outreach.store.archive import sha256_of
from outreach.store.backup import back_up
from outreach.store.database import half_restored
from outreach.store.migrations import upgrade
from outreach.store.restore import restore
from tests.store.conftest import NOW
from tests.store.offices import files, made_backup, name_office, office


@pytest.fixture
def database(on_sqlite: dict[str, str]) -> dict[str, str]:
    """A restore exchanges the file: a server's own tools restore it."""
    return on_sqlite


@pytest.fixture
def backup(settings: Settings, tmp_path: Path) -> Path:
    return made_backup(settings, tmp_path)


def test_the_backup_is_in_its_place_and_the_old_one_aside(
    settings: Settings, backup: Path
) -> None:
    old = files(settings)
    done = restore(settings, backup, NOW)

    assert done.aside == settings.data_dir / "before-restore-20270301T090000Z"
    aside = {p.name: p.read_bytes() for p in done.aside.iterdir()}
    assert {"outreach.db", "outreach.key"} <= aside.keys()
    assert aside["outreach.key"] == old["outreach.key"]
    assert office(settings) == "then"
    kept = replace(settings, database_url=f"sqlite:///{done.aside}/outreach.db")
    assert office(kept) == "now"
    for name in ("outreach.db", "outreach.key"):
        mode = stat.S_IMODE((settings.data_dir / name).stat().st_mode)
        assert mode == 0o600
    assert not [name for name in files(settings) if name.startswith(".restore-")]
    assert not half_restored(settings.data_dir).exists()


def test_two_restores_in_one_second_keep_two_databases(
    settings: Settings, backup: Path
) -> None:
    first = restore(settings, backup, NOW).aside
    name_office(settings, "between")
    second = restore(settings, backup, NOW).aside
    assert first and second
    for folder, name in ((first, "now"), (second, "between")):
        kept = replace(settings, database_url=f"sqlite:///{folder}/outreach.db")
        assert office(kept) == name


def test_on_a_new_machine_there_is_nothing_to_keep(
    settings: Settings, backup: Path, tmp_path: Path
) -> None:
    key = (settings.data_dir / "outreach.key").read_bytes().strip()
    new = replace(settings, database_url=f"sqlite:///{tmp_path}/new/outreach.db")
    assert restore(new, backup, NOW).aside is None
    assert office(new) == "then"
    with opened(new) as store:
        assert store.secret == key


def test_what_a_crash_left_in_the_old_log_does_not_get_into_the_restored_one(
    settings: Settings, backup: Path
) -> None:
    file = settings.data_dir / "outreach.db"
    code = (
        "import sqlite3, os, sys; c = sqlite3.connect(sys.argv[1]);"
        "c.execute(\"UPDATE audiences SET name = 'crashed'\"); c.commit(); os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", code, file], check=False)
    assert Path(f"{file}-wal").stat().st_size > 0
    done = restore(settings, backup, NOW)
    assert office(settings) == "then"
    assert done.aside
    kept = replace(settings, database_url=f"sqlite:///{done.aside}/outreach.db")
    assert office(kept) == "crashed"


def test_it_stands_in_the_log(settings: Settings, backup: Path) -> None:
    restore(settings, backup, NOW)
    with opened(settings) as store, store.read() as connection:
        acts = connection.execute(text("SELECT act, object FROM audit")).fetchall()
    assert [tuple(row) for row in acts] == [("restore", "2027-03-01T09:00:00+00:00")]


def test_under_a_running_server_it_is_refused(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    back_up(settings, tmp_path / "b.zip", NOW)
    with pytest.raises(Locked, match="Stop it first"):
        restore(settings, tmp_path / "b.zip", NOW)
    with store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM audiences")).scalar() == 2


def test_postgresql_has_its_own_tool(backup: Path) -> None:
    settings = read_settings({"OUTREACH_DATABASE_URL": "postgresql://db/outreach"})
    with pytest.raises(Refused, match="pg_restore"):
        restore(settings, backup, NOW)


def rewritten(backup: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    """Write the archive again with other members."""
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(backup, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def noted(members: dict[str, bytes], **changes: object) -> None:
    manifest = json.loads(members["manifest.json"]) | changes
    members["manifest.json"] = json.dumps(manifest).encode()


def with_database(members: dict[str, bytes], database: bytes, folder: Path) -> None:
    """Another database, with a manifest that vouches for it."""
    members["outreach.db"] = database
    (folder / "forged").write_bytes(database)
    noted(
        members,
        database_bytes=len(database),
        database_sha256=sha256_of(folder / "forged"),
    )


def cut(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def flip(path: Path) -> None:
    """A few bits: one alone may stand for the same zeros in another way."""
    data = bytearray(path.read_bytes())
    for place in range(len(data) // 3, 2 * len(data) // 3, 50):
        data[place] ^= 0x10
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        pytest.param(cut, "not a whole backup", id="cut off by a full stick"),
        pytest.param(flip, "not a whole backup", id="bits fell over"),
        pytest.param(lambda p: p.write_text("%PDF-1.4"), "not a whole backup", id="another kind of file"),
        pytest.param(lambda p: p.write_bytes(b""), "not a whole backup", id="empty"),
        pytest.param(lambda p: rewritten(p, lambda m: m.pop("outreach.key")), "outreach.key", id="the key was taken out"),
        pytest.param(lambda p: rewritten(p, lambda m: m.pop("outreach.db")), "outreach.db", id="no database in it"),
        pytest.param(lambda p: rewritten(p, lambda m: m.update({"outreach.key": b"x" * 64})), "its key has another checksum", id="another key"),
        pytest.param(lambda p: rewritten(p, lambda m: m.update({"manifest.json": b"[]"})), "its manifest", id="a manifest that is none"),
        pytest.param(lambda p: rewritten(p, lambda m: noted(m, format=2)), "its manifest", id="a form of tomorrow"),
        pytest.param(lambda p: rewritten(p, lambda m: noted(m, database_bytes=9)), "longer than was noted", id="it would fill the disk"),
        pytest.param(lambda p: rewritten(p, lambda m: noted(m, database_sha256="0" * 64)), "its database has another checksum", id="another database"),
        pytest.param(lambda p: rewritten(p, lambda m: with_database(m, b"no database" * 999, p.parent)), "database in the backup is damaged", id="no database, but vouched for"),
        pytest.param(lambda p: rewritten(p, lambda m: noted(m, revision="9999")), "made by a newer Outreach", id="tables of tomorrow"),
    ],
)  # fmt: skip
def test_a_bad_backup_is_refused_and_nothing_is_touched(
    settings: Settings, backup: Path, spoil: Callable[[Path], object], says: str
) -> None:
    spoil(backup)
    before = files(settings)
    with pytest.raises(InputError, match=says) as caught:
        restore(settings, backup, NOW)
    assert str(caught.value).count("\n") == 0
    assert files(settings) == before
    assert office(settings) == "now"


def test_the_key_that_is_set_must_be_the_backup_s(
    settings: Settings, backup: Path
) -> None:
    other = replace(settings, values={"OUTREACH_SECRET_KEY": "k" * 40})
    with pytest.raises(Refused, match="not the key of this backup"):
        restore(other, backup, NOW)
    key = (settings.data_dir / "outreach.key").read_text().strip()
    same = replace(settings, values={"OUTREACH_SECRET_KEY": key})
    assert restore(same, backup, NOW).aside


def test_a_backup_of_an_older_version_is_upgraded(
    settings: Settings, tmp_path: Path
) -> None:
    """Made by the first version: its database has the first tables."""
    settings.data_dir.mkdir()
    engine = create_engine(settings.database_url)
    upgrade(engine, "0001")
    with engine.begin() as connection:
        connection.execute(text("UPDATE audiences SET name = 'long ago'"))
    engine.dispose()
    (settings.data_dir / "outreach.key").write_text("k" * 64)
    target = tmp_path / "old.zip"
    assert back_up(settings, target, NOW).revision == "0001"
    shutil.rmtree(settings.data_dir)

    assert restore(settings, target, NOW).manifest.revision == "0001"
    assert office(settings) == "long ago"


def test_a_database_of_tomorrow_is_not_opened(settings: Settings) -> None:
    with opened(settings) as store, store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with (
        pytest.raises(Refused, match="A newer Outreach has upgraded"),
        opened(settings),
    ):
        pass


def test_an_answer_that_was_queued_then_does_not_go_out_again(
    settings: Settings, tmp_path: Path
) -> None:
    """It may have gone out since."""
    with opened(settings) as store, store.write() as connection:
        replies.add(
            connection,
            inbound_id=1,
            gateway="outbox",
            recipient="+254722000001",
            sender=None,
            language="en",
            text="Noted.",
            parts=("Noted.",),
            segments=1,
            now=NOW,
        )
    target = tmp_path / "backup.zip"
    back_up(settings, target, NOW)
    restore(settings, target, NOW)
    with opened(settings) as store, store.read() as connection:
        (said,) = replies.of_text(connection, 1)
    assert said.state == "failed"
