"""The databases that tests run on."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Postgres


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
    """The settings of an office with a fresh database of its own on PostgreSQL."""
    name = postgres.create()
    yield postgres.environment(name)
    postgres.drop(name)


@pytest.fixture
def on_sqlite(tmp_path: Path) -> dict[str, str]:
    """The settings of an office with its database in a file."""
    return {"OUTREACH_DATABASE_URL": f"sqlite:///{tmp_path}/data/outreach.db"}


def only_on(name: str, why: str) -> pytest.MarkDecorator:
    """Run a test on one of the databases alone."""
    row = pytest.param(name, id=f"{name}: {why}")
    return pytest.mark.parametrize("database", [row], indirect=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> dict[str, str]:
    """The settings of an office on each database in turn."""
    found: dict[str, str] = request.getfixturevalue(f"on_{request.param}")
    return found
