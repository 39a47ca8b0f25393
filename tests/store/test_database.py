"""One writer, readers that only read, nothing lost on the way to the disk."""

from __future__ import annotations

import hmac
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect, text
from sqlalchemy.exc import DBAPIError

from outreach.model.errors import InputError
from outreach.settings import Settings, read_settings
from outreach.store import Locked, Store, opened
from outreach.store.secret import address_hash
from outreach.store.tables import metadata
from tests.conftest import only_on


def test_the_migrations_make_exactly_the_tables(store: Store) -> None:
    with store.write() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        made = inspect(connection)
        for table in metadata.sorted_tables:
            wanted = {
                c.name for c in table.constraints if isinstance(c, CheckConstraint)
            }
            found = made.get_check_constraints(table.name)
            assert {check["name"] for check in found} == wanted, table.name


@only_on("sqlite", "a server keeps its writers apart itself")
def test_a_second_process_is_refused(store: Store, settings: Settings) -> None:
    code = (
        "from outreach.settings import read_settings\n"
        "from outreach.store import opened, Locked\n"
        "try:\n"
        "    with opened(read_settings()): print('opened')\n"
        "except Locked: print('locked')\n"
    )
    environment = {**os.environ, "OUTREACH_DATABASE_URL": settings.database_url}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "locked"


@only_on("sqlite", "there is no lock on a server")
def test_the_lock_goes_with_the_store(settings: Settings) -> None:
    with opened(settings), pytest.raises(Locked), opened(settings):
        pass
    with opened(settings):
        pass


@only_on("sqlite", "pragmas are SQLite's")
@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        pytest.param("journal_mode", "wal", id="readers never wait for the writer"),
        pytest.param("synchronous", 2, id="FULL: a power cut loses no commit"),
        pytest.param("foreign_keys", 1, id="references hold"),
    ],
)
def test_the_writer_s_pragmas(store: Store, pragma: str, value: object) -> None:
    with store.write() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_a_reader_can_not_write(store: Store) -> None:
    with store.read() as connection, pytest.raises(DBAPIError, match=r"read-?only"):
        connection.execute(text("DELETE FROM audiences"))


def test_an_error_rolls_back_the_whole_transaction(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        connection.execute(text("DELETE FROM audiences"))
        raise ZeroDivisionError
    with store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM audiences")).scalar() == 2


def test_many_threads_write_one_after_the_other(store: Store) -> None:
    def write(n: int) -> None:
        with store.write() as connection:
            connection.execute(
                text("INSERT INTO audiences (name, rule) VALUES (:n, '{}')"),
                {"n": str(n)},
            )

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(write, range(200)))
    with store.read() as connection:
        assert (
            connection.execute(text("SELECT count(*) FROM audiences")).scalar() == 202
        )


@only_on("sqlite", "the key is given in the environment of the other")
def test_the_secret_key_is_made_once_and_for_the_owner_alone(
    settings: Settings,
) -> None:
    with opened(settings) as store:
        first = store.secret
    with opened(settings) as store:
        assert store.secret == first
    mode = stat.S_IMODE((settings.data_dir / "outreach.key").stat().st_mode)
    assert mode == 0o600
    assert len(first) >= 32


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/o.db"
    settings = read_settings(
        {"OUTREACH_DATABASE_URL": url, "OUTREACH_SECRET_KEY": "short"}
    )
    with pytest.raises(InputError, match="too short"), opened(settings):
        pass


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(b"k" * 32, id="shorter than the hash's block"),
        pytest.param(b"k" * 64, id="the key that we make: as long as a block"),
        pytest.param(b"k" * 65, id="longer: it is hashed first"),
    ],
)
def test_the_hash_of_an_address_is_the_library_s_hmac(key: bytes) -> None:
    for address in ("+254722000001", "P.O. Box 14\nKisumu"):
        said = f"sms\n{address}".encode()
        assert (
            address_hash(key, "sms", address) == hmac.digest(key, said, "sha256").hex()
        )


def test_the_hash_of_an_address_needs_the_key_and_the_channel() -> None:
    one = address_hash(b"k" * 32, "sms", "+254722000001")
    assert one == address_hash(b"k" * 32, "sms", "+254722000001")
    assert one != address_hash(b"j" * 32, "sms", "+254722000001")
    assert one != address_hash(b"k" * 32, "radio", "+254722000001")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        pytest.param("nonsense", "not a database address", id="no address at all"),
        pytest.param(
            "sqlite://", "names no file", id="in memory: nothing would be kept"
        ),
        pytest.param(
            "mysql://user@host/name", "not a database address", id="another database"
        ),
    ],
)
def test_a_wrong_address_is_told(url: str, says: str) -> None:
    with (
        pytest.raises(InputError, match=says),
        opened(read_settings({"OUTREACH_DATABASE_URL": url})),
    ):
        pass


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_opens_by_each_of_its_schemes(
    on_postgresql: dict[str, str], scheme: str
) -> None:
    _, _, rest = on_postgresql["OUTREACH_DATABASE_URL"].partition(":")
    values = {**on_postgresql, "OUTREACH_DATABASE_URL": f"{scheme}:{rest}"}
    with opened(read_settings(values)) as store, store.read() as connection:
        assert connection.dialect.driver == "psycopg"
        assert connection.execute(text("SELECT count(*) FROM audiences")).scalar() == 2


def test_without_its_driver_one_sentence_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    values = {"OUTREACH_DATABASE_URL": "postgresql://user@host/name"}
    with (
        pytest.raises(InputError, match=r"pip install '\.\[postgres\]'"),
        opened(read_settings({**values, "OUTREACH_SECRET_KEY": "k" * 32})),
    ):
        pass
