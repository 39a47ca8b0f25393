"""The databases that tests run on."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine, inspect
from starlette.testclient import TestClient

from outreach.store import database as opening
from outreach.store.migrations import upgrade
from tests.postgres import Postgres

# No test is timed: machines are noisy.
settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """An SQLite database that one run of all migrations made."""
    file = tmp_path_factory.mktemp("migrated") / "outreach.db"
    engine = create_engine(f"sqlite:///{file}")
    upgrade(engine)
    engine.dispose()
    with closing(sqlite3.connect(file)) as connection:
        yield connection


@pytest.fixture(scope="session", autouse=True)
def tables_made_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Opening an SQLite database without tables copies those of ``migrated``.

    The migrations run for one of three thousand offices, with the same tables in the end;
    tests/store/test_migrations.py and test_history.py run them as they are.
    """

    def made(engine: Engine) -> None:
        if engine.dialect.name != "sqlite" or inspect(engine).get_table_names():
            upgrade(engine)
            return
        connection = engine.raw_connection()
        try:
            request.getfixturevalue("migrated").backup(connection.driver_connection)
        finally:
            connection.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "upgrade", made)
        yield


@pytest.fixture(scope="session")
def one_loop() -> Iterator[None]:
    """One event loop for the requests of all tests, as in a server: the client would make
    a thread and a loop for each.
    """
    with start_blocking_portal() as portal, pytest.MonkeyPatch.context() as patch:
        patch.setattr(TestClient, "portal", portal)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One real PostgreSQL server for the whole run, started when first asked for."""
    # Not in pytest's folder: the address of a socket has about 100 bytes.
    folder = Path(tempfile.mkdtemp(prefix="outreach-pg-"))
    server = Postgres(folder)
    try:
        server.migrate()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


@pytest.fixture
def on_postgresql(postgres: Postgres) -> Iterator[dict[str, str]]:
    """The settings of an office with a database of its own, as new, on PostgreSQL."""
    name = postgres.lend()
    yield postgres.environment(name)
    postgres.take_back(name)


@pytest.fixture
def on_sqlite(tmp_path: Path) -> dict[str, str]:
    """The settings of an office with its database in a file."""
    return {"OUTREACH_DATABASE_URL": f"sqlite:///{tmp_path}/data/outreach.db"}


def only_on(name: str, why: str, fixture: str = "database") -> pytest.MarkDecorator:
    """Run a test on one of the databases that the fixture has."""
    row = pytest.param(name, id=f"{name}: {why}")
    return pytest.mark.parametrize(fixture, [row], indirect=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> dict[str, str]:
    """The settings of an office on each database in turn."""
    found: dict[str, str] = request.getfixturevalue(f"on_{request.param}")
    return found
