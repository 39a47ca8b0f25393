"""Backups: whole or not at all, also while somebody writes; and never over anything."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from outreach.model.errors import Fault, InputError, Refused
from outreach.settings import Settings, read_settings
from outreach.store import Store, backup, opened
from outreach.store.archive import sha256_of
from outreach.store.audiences import OURS
from outreach.store.backup import back_up, back_up_into, kept_in
from tests.store.conftest import NOW


@pytest.fixture
def database(on_sqlite: dict[str, str]) -> dict[str, str]:
    """A backup is of the file: a server's own tools back it up."""
    return on_sqlite


def add(store: Store, number: int) -> None:
    with store.write() as connection:
        connection.execute(
            text("INSERT INTO audiences (name, rule) VALUES (:n, '{}')"),
            {"n": f"n{number}"},
        )


@contextmanager
def writing(store: Store) -> Iterator[Callable[[], int]]:
    """Commit one row after the other until the block ends; gives how many so far."""
    stop, done = threading.Event(), 0

    def write() -> None:
        nonlocal done
        while not stop.is_set():
            add(store, done)
            done += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        while done < 20:
            stop.wait(0.01)
        yield lambda: done
    finally:
        stop.set()
        thread.join()


def by_the_command(settings: Settings, target: Path) -> None:
    """As the command does it while a server holds the lock: in another process."""
    environment = {**os.environ, "OUTREACH_DATABASE_URL": settings.database_url}
    command = [Path(sys.executable).with_name("outreach"), "backup", target]
    subprocess.run(command, env=environment, check=True, capture_output=True)


def in_the_server(settings: Settings, target: Path) -> None:
    back_up(settings, target, NOW)


def contents(archive: Path, folder: Path) -> sqlite3.Connection:
    with zipfile.ZipFile(archive) as opened_archive:
        opened_archive.extract("outreach.db", folder)
    return sqlite3.connect(folder / "outreach.db")


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(in_the_server, id="the daily one, in the writing process"),
        pytest.param(by_the_command, id="the command, beside the server"),
    ],
)
def test_every_commit_before_the_call_is_in_it_and_the_copy_is_sound(
    store: Store,
    settings: Settings,
    tmp_path: Path,
    make: Callable[[Settings, Path], None],
) -> None:
    with writing(store) as committed:
        for number in range(3):
            before = committed()
            target = tmp_path / f"{number}.zip"
            make(settings, target)
            copy = contents(target, tmp_path / str(number))
            names = {row[0] for row in copy.execute("SELECT name FROM audiences")}
            assert {f"n{n}" for n in range(before)} <= names
            assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            copy.close()
        assert committed() > before


def test_what_is_in_the_archive(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    add(store, 1)
    target = tmp_path / "b.zip"
    back_up(settings, target, NOW)

    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["manifest.json", "outreach.key", "outreach.db"]
        assert archive.read("outreach.key") == store.secret
        made = json.loads(archive.read("manifest.json"))
        archive.extract("outreach.db", tmp_path)
    assert made["database_sha256"] == sha256_of(tmp_path / "outreach.db")
    assert made["made_at"] == "2027-03-01T09:00:00Z"
    assert made["counts"]["audiences"] == len(OURS) + 1
    assert made["revision"] > "0001"


def test_nothing_is_left_beside_it(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    back_up(settings, tmp_path / "b.zip", NOW)
    assert {path.name for path in tmp_path.iterdir()} == {"b.zip", "data"}


def test_a_database_of_an_office_that_is_closed_is_backed_up_as_it_is(
    settings: Settings, tmp_path: Path
) -> None:
    """Before an upgrade: whoever backs up must not upgrade."""
    with opened(settings) as store, store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert back_up(settings, tmp_path / "b.zip", NOW).revision == "0000"


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        pytest.param(lambda s, t: t.write_text("mine"), "is there already", id="never over a file"),
        pytest.param(lambda s, t: t.parent.rmdir(), "There is no folder", id="no folder"),
        pytest.param(lambda s, t: (s.data_dir / "outreach.key").unlink(), "no secret key", id="no key: opt-outs would be lost"),
        pytest.param(lambda s, t: (s.data_dir / "outreach.db").unlink(), "There is no database", id="no database"),
    ],
)  # fmt: skip
def test_a_backup_that_can_not_be_one_is_refused(
    settings: Settings,
    tmp_path: Path,
    spoil: Callable[[Settings, Path], object],
    says: str,
) -> None:
    with opened(settings):
        pass
    target = tmp_path / "there/b.zip"
    target.parent.mkdir()
    spoil(settings, target)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError, match=says):
        back_up(settings, target, NOW)
    assert sorted(tmp_path.rglob("*")) == before


def test_postgresql_has_its_own_tool(tmp_path: Path) -> None:
    settings = read_settings({"OUTREACH_DATABASE_URL": "postgresql://db/outreach"})
    with pytest.raises(Refused, match="pg_dump"):
        back_up(settings, tmp_path / "b.zip", NOW)


def test_a_damaged_database_is_told_and_not_kept_as_a_backup(
    settings: Settings, tmp_path: Path
) -> None:
    with opened(settings) as store:
        for number in range(2000):
            add(store, number)
    file = settings.data_dir / "outreach.db"
    with file.open("r+b") as spoilt:
        spoilt.seek(file.stat().st_size // 2)
        spoilt.write(b"\xff" * 20_000)
    with pytest.raises(Fault):
        back_up(settings, tmp_path / "b.zip", NOW)
    assert not list(tmp_path.glob("*.zip")) + list(tmp_path.glob(".*"))


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A real file system of 1 MB, where this process may make one."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if subprocess.run(["mount", *options], capture_output=True).returncode != 0:
        pytest.skip("no file system can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize(
    "kilobytes",
    [
        pytest.param(2000, id="the copy does not fit"),
        pytest.param(700, id="the copy fits, the archive beside it does not"),
    ],
)
def test_a_full_disk_is_told_and_leaves_nothing(
    store: Store, settings: Settings, tmp_path: Path, kilobytes: int
) -> None:
    rule = json.dumps({"x": os.urandom(kilobytes * 500).hex()})
    with store.write() as connection:
        connection.execute(
            text("INSERT INTO audiences (name, rule) VALUES ('big', :r)"), {"r": rule}
        )
    with small_disk(tmp_path / "full"):
        with pytest.raises(Fault, match=r"was not made: .*Make room"):
            back_up(settings, tmp_path / "full/b.zip", NOW)
        assert list((tmp_path / "full").iterdir()) == []
    add(store, 1)  # the office works on


def test_a_disk_that_fills_at_the_last_moment_leaves_nothing(
    store: Store, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("outreach.store.archive.os.fsync", full)
    with pytest.raises(Fault, match="No space left on device"):
        back_up(settings, tmp_path / "b.zip", NOW)
    assert {path.name for path in tmp_path.iterdir()} == {"data"}


def test_a_name_that_was_taken_meanwhile_is_not_written_over(
    store: Store, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = backup.pack

    def pack(*arguments: object) -> None:
        packed(*arguments)  # type: ignore[arg-type]
        (tmp_path / "b.zip").write_text("somebody else's")

    monkeypatch.setattr(backup, "pack", pack)
    with pytest.raises(InputError, match="is there already"):
        back_up(settings, tmp_path / "b.zip", NOW)
    assert (tmp_path / "b.zip").read_text() == "somebody else's"
    assert {path.name for path in tmp_path.iterdir()} == {"b.zip", "data"}


def test_a_stick_without_links_gets_its_backup_too(
    store: Store, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr("outreach.store.backup.os.link", no_links)
    back_up(settings, tmp_path / "b.zip", NOW)
    assert zipfile.is_zipfile(tmp_path / "b.zip")
    assert {path.name for path in tmp_path.iterdir()} == {"b.zip", "data"}


def test_a_writer_goes_on_while_a_backup_is_packed(
    store: Store, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = backup.pack

    def pack(*arguments: object) -> None:
        add(store, 7)
        packed(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(backup, "pack", pack)
    back_up(settings, tmp_path / "b.zip", NOW)
    assert (tmp_path / "b.zip").exists()


def test_only_the_newest_are_kept_and_files_of_others_stay(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    others = [folder / "outreach-notes.zip", folder / "letter.txt"]
    for path in others:
        path.touch()
    (folder / ".outreach-20270228T020000Z.zip.0a1b2c3d.part").touch()
    for day in range(4):
        back_up_into(folder, 2, settings, NOW + timedelta(days=day))
    assert [kept.path.name for kept in kept_in(folder)] == [
        "outreach-20270303T090000Z.zip",
        "outreach-20270304T090000Z.zip",
    ]
    assert len(list(folder.iterdir())) == 2 + len(others)
