"""An open store in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outreach.settings import Settings, read_settings
from outreach.store import Store, opened, users
from outreach.store.audit import Actor

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(
        {"OUTREACH_DATABASE_URL": f"sqlite:///{tmp_path}/data/outreach.db"}
    )


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with opened(settings) as store:
        yield store


@pytest.fixture
def actor(store: Store) -> Actor:
    with store.write() as connection:
        return users.add_user(
            connection, "ann", "Ann", "author", None, NOW
        ).acting_from("test")
