"""Questions about the database as a whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from outreach.cli.doctor import records
from outreach.settings import Settings, read_settings
from outreach.store import checkup, opened
from outreach.store.checkup import Waiting
from outreach.store.database import looked_at
from tests.store.conftest import NOW as AT

NOW = int(AT.timestamp())
AGO = checkup.STUCK + 1
BROADCAST = """
INSERT INTO broadcasts (id, code, announcement_id, version, channels, audience_id, state,
  lane, notice, expires_at, digest, created_by, created_at, fanout_after, fanout_seq,
  fanout_done)
  VALUES (1, 'ABC234', 'a', 1, '[]', 1, ?, 1, 'new', 0, 'd', 1, '2027-03-01', 0, 0, 1)
"""
CHUNK = """
INSERT INTO chunks (broadcast_id, no, done, lane, due_at, lease_until)
  VALUES (1, 0, ?, 1, ?, ?)
"""
DELIVERY = """
INSERT INTO deliveries (broadcast_id, seq, channel, address, addressee_id, bundle_id,
  gateway, state, attempts, retries, changed_at)
  VALUES (1, ?, 'sms', ?, 1, 1, 'g', ?, 1, 0, ?)
"""


@pytest.fixture
def database(on_sqlite: dict[str, str]) -> dict[str, str]:
    """Rows whose neighbours are missing are put past our own way of writing."""
    return on_sqlite


@pytest.fixture
def raw(settings: Settings) -> Iterator[sqlite3.Connection]:
    """The tables, open to rows whose neighbours are missing."""
    with opened(settings):
        pass
    file = settings.data_dir / "outreach.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        yield connection


@pytest.mark.parametrize(
    ("state", "done", "due", "lease", "stuck"),
    [
        pytest.param("running", 0, NOW - AGO, 0, 1, id="due long ago, nobody took it"),
        pytest.param("running", 0, NOW - AGO, NOW - AGO, 1, id="the lease ran out, nobody took over"),
        pytest.param("running", 0, NOW - 60, 0, 0, id="due a minute ago"),
        pytest.param("running", 0, NOW + 600, 0, 0, id="to be tried again in ten minutes"),
        pytest.param("running", 0, NOW - AGO, NOW + 100, 0, id="a worker is at it"),
        pytest.param("running", 1, NOW - AGO, 0, 0, id="done"),
        pytest.param("paused", 0, NOW - AGO, 0, 0, id="paused by a person"),
    ],
)  # fmt: skip
def test_chunks_that_nobody_works_at(
    settings: Settings,
    raw: sqlite3.Connection,
    state: str,
    done: int,
    due: int,
    lease: int,
    stuck: int,
) -> None:
    raw.execute(BROADCAST, (state,))
    raw.execute(CHUNK, (done, due, lease))
    with looked_at(settings) as connection:
        assert connection
        assert checkup.stuck_chunks(connection, NOW) == stuck
        assert checkup.open_chunks(connection) == 1 - done
    assert records.stuck(stuck).sound is (stuck == 0)


def test_held_and_long_unknown_deliveries_are_counted(
    settings: Settings, raw: sqlite3.Connection
) -> None:
    old, young = NOW - checkup.OLD - 1, NOW - checkup.OLD + 60
    rows = [(9, old), (9, young), (8, old), (8, young), (2, old), (0, old)]
    raw.executemany(DELIVERY, [(n, str(n), *row) for n, row in enumerate(rows)])
    with looked_at(settings) as connection:
        assert connection
        assert checkup.waiting(connection, NOW) == Waiting(held=2, unknown=1)


AUDIT = (
    "INSERT INTO audit (at, origin, act, object, detail) VALUES (?, '', '', '', '{}')"
)
EVENT = (
    "INSERT INTO events (gateway, key, at, outcome, matched) VALUES ('g', ?, ?, '', 0)"
)


@pytest.mark.parametrize(
    ("audit", "events", "newest"),
    [
        pytest.param([], [], None, id="nothing has happened yet"),
        pytest.param([8, 7], [], 8, id="the log's, in whatever order"),
        pytest.param([7], [6, 9], 9, id="a callback is newer"),
    ],
)
def test_the_newest_entry(
    settings: Settings,
    raw: sqlite3.Connection,
    audit: list[int],
    events: list[int],
    newest: int | None,
) -> None:
    for hour in audit:
        raw.execute(AUDIT, (f"2027-03-01 {hour:02}:00:00.000000",))
    for hour in events:
        raw.execute(EVENT, (str(hour), f"2027-03-01 {hour:02}:00:00.000000"))
    with looked_at(settings) as connection:
        assert connection
        found = checkup.newest_row(connection)
    assert found == (newest and datetime(2027, 3, 1, newest, tzinfo=UTC))


def test_a_file_has_no_clock_of_its_own_a_server_has(
    settings: Settings, raw: sqlite3.Connection
) -> None:
    with looked_at(settings) as connection:
        assert connection
        assert checkup.database_clock(connection) is None


def test_who_looks_writes_nothing(settings: Settings, raw: sqlite3.Connection) -> None:
    with looked_at(settings) as connection:
        assert connection
        with pytest.raises(Exception, match="readonly"):
            connection.exec_driver_sql("DELETE FROM audiences")


def test_every_question_is_understood_by_each_database(
    database: dict[str, str],
) -> None:
    settings = read_settings(database)
    with opened(settings), looked_at(settings) as connection:
        assert connection
        assert checkup.open_chunks(connection) == 0
        assert checkup.stuck_chunks(connection, NOW) == 0
        assert checkup.waiting(connection, NOW) == Waiting(held=0, unknown=0)
        assert checkup.newest_row(connection) is None


def test_the_server_s_clock_is_read(on_postgresql: dict[str, str]) -> None:
    with looked_at(read_settings(on_postgresql)) as connection:
        assert connection
        theirs = checkup.database_clock(connection)
        assert theirs
        assert abs(theirs - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param("UPDATE alembic_version SET version_num = '9999'", id="of tomorrow"),
        pytest.param("DROP TABLE alembic_version", id="no tables"),
    ],
)  # fmt: skip
def test_the_doctor_looks_at_postgresql_and_makes_nothing(
    on_postgresql: dict[str, str], spoil: str
) -> None:
    settings = read_settings(on_postgresql)
    sound = list(records.findings(settings, datetime.now(UTC)))
    assert [f.sentence for f in sound if not f.sound] == []
    assert "pg_dump" in sound[-1].sentence
    with opened(settings) as store, store.write() as connection:
        connection.exec_driver_sql(spoil)
    found = list(records.findings(settings, datetime.now(UTC)))
    assert "newer Outreach" in found[0].sentence or "no tables yet" in found[0].sentence


def test_a_server_that_is_down_is_told_in_a_sentence(
    on_postgresql: dict[str, str],
) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    settings = read_settings({**on_postgresql, "OUTREACH_DATABASE_URL": nowhere})
    (found,) = records.findings(settings, datetime.now(UTC))
    assert not found.sound
    assert found.sentence.startswith("The database can't be read: ")
    assert found.sentence.count("\n") == 0
