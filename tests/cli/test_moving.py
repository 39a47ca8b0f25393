"""The move from SQLite to PostgreSQL as docs/howto/scale.md tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.postgres import Postgres
from tests.test_howto import commands

PAGE = Path(__file__).parents[2] / "docs/howto/scale.md"


@pytest.fixture
def url(postgres: Postgres) -> Iterator[str]:
    name = postgres.create("template0")
    yield postgres.url(name)
    postgres.drop(name)


def test_the_office_goes_on_there_after_the_commands_of_the_page(
    run: Run, file: Callable[..., str], url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("announce", file()).code == 0
    backup, migrate, *start = commands(PAGE)
    assert (backup[0], migrate[0]) == ("backup", "migrate-to")
    assert start == [["serve"], ["worker"]]
    assert run(*backup).code == 0

    done = run(migrate[0], url)
    assert done.code == 0, done.err
    assert "Everything arrived" in done.out
    assert "1  announcements" in done.out
    assert "outreach-data/outreach.key" in done.out
    assert done.err == ""

    again = run(migrate[0], url)
    assert again.code == 0
    assert "nothing was changed" in again.out

    monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
    monkeypatch.setenv("OUTREACH_SECRET_KEY_FILE", "outreach-data/outreach.key")
    assert "version 2" in run("announce", file(kind="training")).err


def test_with_another_key_it_does_not_open_there(
    run: Run, file: Callable[..., str], url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("announce", file())
    run("migrate-to", url)
    monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
    monkeypatch.setenv("OUTREACH_SECRET_KEY", "made anew on the other machine, alas")
    refused = run("announce", file())
    assert refused.code == 1
    assert "no opt-out would be recognised" in refused.err
    assert refused.err.count("\n") == 1


def test_a_server_that_is_away_is_one_sentence(
    run: Run, file: Callable[..., str]
) -> None:
    run("announce", file())
    away = run("migrate-to", "postgresql://nobody:secret@127.0.0.1:9/none")
    assert away.code == 3
    assert away.err.startswith("The database can't be opened: ")
    assert "secret" not in away.err
