"""The fault loop's short form: a kill or two in each phase, on each database."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach import registry
from outreach.model.contracts import Fate
from tests.fakes.plugins import fake_plugins
from tests.faults.rounds import SHORT, on_postgresql, on_sqlite
from tests.postgres import Postgres

SEED = 20270301


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    # Not pytest's own: the address of a socket has about 100 bytes.
    monkeypatch.setattr(registry, "plugins", fake_plugins)
    with tempfile.TemporaryDirectory(prefix="outreach-faults-") as folder:
        yield Path(folder)


@pytest.mark.parametrize("fate", list(Fate))
def test_kills_on_sqlite_lose_and_double_nothing(folder: Path, fate: Fate) -> None:
    verdict = on_sqlite(folder, fate, SEED, SHORT)
    assert verdict.faults == []
    assert len(verdict.kills) == 5


def test_kills_on_postgresql_lose_and_double_nothing(
    folder: Path, postgres: Postgres
) -> None:
    verdict = on_postgresql(folder, Fate.QUERY, SEED, SHORT, postgres)
    assert verdict.faults == []
    assert len(verdict.kills) == 6
