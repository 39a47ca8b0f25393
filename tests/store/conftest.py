"""An open store in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from outreach.settings import Settings, read_settings
from outreach.store import Store, opened, users
from outreach.store.audit import Actor

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def settings(database: dict[str, str]) -> Settings:
    return read_settings(database)


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
